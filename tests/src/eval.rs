//! Runs `heyan scan` on generated pictures and counts.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use jiff::civil::Date;
use serde::Deserialize;

use crate::set::Truth;
use crate::view::Quad;

/// One line that the program prints for a picture; only what is measured.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Line {
    input: String,
    /// accept, retry or reject.
    pub verdict: String,
    document: Document,
    fields: BTreeMap<String, Field>,
    findings: Vec<Finding>,
    timing_ms: Timing,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Document {
    kind: String,
    corners: Option<Vec<[f32; 2]>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Field {
    value: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Finding {
    code: String,
    severity: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Timing {
    total: f64,
}

impl Line {
    /// Codes of a severity, each once.
    #[must_use]
    pub fn codes(&self, severity: &str) -> Vec<&str> {
        let mut out: Vec<_> =
            self.findings.iter().filter(|f| f.severity == severity).map(|f| f.code.as_str()).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The kind told.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.document.kind
    }

    /// A field's value.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|f| f.value.as_str())
    }

    /// Milliseconds that the program says it took.
    #[must_use]
    pub fn total_ms(&self) -> f64 {
        self.timing_ms.total
    }

    /// The largest distance of a corner from the truth, as a share of the card's long side.
    #[must_use]
    pub fn corner_error(&self, truth: &Quad, long_side: f32) -> Option<f32> {
        let found = self.document.corners.as_ref().filter(|c| c.len() == 4)?;
        let far = found
            .iter()
            .zip(truth)
            .map(|(a, b)| ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt())
            .fold(0.0, f32::max);
        Some(far / long_side)
    }
}

/// A picture's truth and what the program said; nothing when it gave no line.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What is true.
    pub truth: Truth,
    /// What was said.
    pub line: Option<Line>,
}

/// Marks are printed full and half width alike: they count as the same.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    let wide = |c: char| match c {
        '(' => '（',
        ')' => '）',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        c => c,
    };
    a.chars().map(wide).eq(b.chars().map(wide))
}

/// Asks the program about every picture, many files a call. `threads` goes on as `--threads` when given.
///
/// # Errors
/// When the program cannot be started.
pub fn ask(
    heyan: &Path,
    dir: &Path,
    truths: Vec<Truth>,
    today: Date,
    threads: Option<usize>,
) -> std::io::Result<Vec<Answer>> {
    let mut groups: BTreeMap<Option<String>, Vec<Truth>> = BTreeMap::new();
    for t in truths {
        groups.entry(t.expect.clone()).or_default().push(t);
    }
    let mut answers = Vec::new();
    for (expect, truths) in groups {
        for batch in truths.chunks(40) {
            let mut command = Command::new(heyan);
            command.arg("scan").args(batch.iter().map(|t| dir.join(&t.file)));
            command.args(["--json", "--today", &today.to_string()]);
            if let Some(kind) = &expect {
                command.args(["--expect", kind]);
            }
            if let Some(n) = threads {
                command.args(["--threads", &n.to_string()]);
            }
            let out = command.output()?;
            let said = String::from_utf8_lossy(&out.stderr);
            if !said.trim().is_empty() {
                eprintln!("{}", said.trim());
            }
            let mut lines: BTreeMap<String, Line> = String::from_utf8_lossy(&out.stdout)
                .lines()
                .filter_map(|l| serde_json::from_str::<Line>(l).ok())
                .map(|l| (l.input.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(), l))
                .collect();
            answers.extend(batch.iter().map(|t| Answer { truth: t.clone(), line: lines.remove(&t.file) }));
        }
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_contract_is_read() {
        let text = r#"{"schema":"heyan.scan/1","input":"a/front.jpg","verdict":"retry",
            "document":{"kind":"resident_id_front","corners":[[0,0],[100,0],[100,63],[0,64]],"confidence":0.9},
            "fields":{"name":{"value":"孙熙博","confidence":0.9,"region":[[0,0],[1,0],[1,1],[0,1]]}},
            "findings":[{"code":"document.glare","severity":"error","message":"","advice":"","region":[[0,0],[1,1],[2,2]]}],
            "timing_ms":{"total":12.5,"locate":1.0,"read":2.0}}"#;
        let line: Line = serde_json::from_str(text).expect("a line");
        assert_eq!(line.codes("error"), ["document.glare"]);
        assert_eq!(line.field("name"), Some("孙熙博"));
        let truth = [[0.0, 0.0], [100.0, 0.0], [100.0, 63.0], [0.0, 63.0]];
        assert!((line.corner_error(&truth, 100.0).unwrap_or(1.0) - 0.01).abs() < 1e-6);
        assert!(same("（集体户）", "(集体户)"));
    }

    #[test]
    fn a_line_without_a_card_is_read() {
        let line: Line = serde_json::from_str(r#"{"input":"b.png","verdict":"retry","document":{"kind":"unknown"}}"#)
            .expect("a line");
        assert_eq!(line.kind(), "unknown");
        assert!(line.field("name").is_none());
    }
}
