//! What a finished file must be for the profile that asks for it, as data, and the check against it.

use serde::Deserialize;

use crate::filing::ExportRule;
use crate::finding::{Code, Finding};

/// What a provider takes. What is absent is not asked.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordingRules {
    /// Containers by the ending of their files' names, lower case, without the dot.
    pub containers: Vec<String>,
    /// Codecs of the picture by their usual short names (`h264`, `hevc`, `vp8`, …).
    pub codecs: Vec<String>,
    /// Largest file, bytes.
    pub max_bytes: Option<u64>,
    /// Shortest recording, s.
    pub min_s: Option<f64>,
    /// Longest recording, s.
    pub max_s: Option<f64>,
    /// Highest bit rate of the whole file, kbit/s.
    pub max_kbit_per_s: Option<f64>,
    /// Least shorter side of the picture, px.
    pub min_side_px: Option<u32>,
    /// Least frames a second.
    pub min_fps: Option<f64>,
    /// Most frames a second.
    pub max_fps: Option<f64>,
}

impl RecordingRules {
    /// These and a provider's `rule` for the file: of each figure the stricter.
    #[must_use]
    pub fn within(mut self, rule: &ExportRule) -> Self {
        self.max_bytes = self.max_bytes.into_iter().chain(rule.max_bytes).min();
        self.min_side_px = self.min_side_px.into_iter().chain(rule.min_side_px).max();
        self.max_s = self.max_s.into_iter().chain(rule.max_duration_s).reduce(f64::min);
        self.min_s = self.min_s.into_iter().chain(rule.min_duration_s).reduce(f64::max);
        self
    }
}

/// What a shell knows of a finished file. What it does not know is not checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RecordedFile {
    /// The container, by the ending that is its own: that of the content, where the shell looked at it. A name that says
    /// otherwise makes it both, as `mp4/avi`, which nobody takes.
    pub container: Option<String>,
    /// Codec of the picture.
    pub codec: Option<String>,
    /// Size, bytes.
    pub bytes: u64,
    /// Length, s.
    pub duration_s: f64,
    /// Width and height of the picture, px.
    pub size_px: [u32; 2],
    /// Frames a second.
    pub fps: f64,
}

impl RecordingRules {
    /// Bit rate, kbit/s, at which a recording of `duration_s` stays inside size and rate; `None` when neither is limited.
    pub fn kbit_per_s_for(&self, duration_s: f64) -> Option<f64> {
        // A twentieth is left to the container and to encoders that overshoot.
        let by_size = self.max_bytes.filter(|_| duration_s > 0.0).map(|b| b as f64 * 8.0 / 1000.0 / duration_s * 0.95);
        [by_size, self.max_kbit_per_s].into_iter().flatten().reduce(f64::min)
    }

    /// What of `file` the provider would not take.
    pub fn check(&self, file: &RecordedFile) -> Vec<Finding> {
        let mut findings = Vec::new();
        let named = |list: &[String], name: &Option<String>| {
            name.as_ref().is_none_or(|n| list.is_empty() || list.iter().any(|known| known.eq_ignore_ascii_case(n)))
        };
        if !named(&self.containers, &file.container) || !named(&self.codecs, &file.codec) {
            findings.push(Finding::error(Code::StatementFileFormat));
        }
        if let Some(most) = self.max_bytes.filter(|most| file.bytes > *most) {
            let mb = |bytes: u64| bytes as f64 / 1e6;
            findings.push(
                Finding::error(Code::StatementFileTooLarge)
                    .figure("size_mb", mb(file.bytes))
                    .figure("max_mb", mb(most)),
            );
        }
        let kbit = file.bytes as f64 * 8.0 / 1000.0 / file.duration_s.max(1e-3);
        if let Some(most) = self.max_kbit_per_s.filter(|most| file.duration_s > 0.0 && kbit > *most) {
            findings.push(
                Finding::error(Code::StatementFileTooLarge).figure("kbit_per_s", kbit).figure("max_kbit_per_s", most),
            );
        }
        if let Some(least) = self.min_s.filter(|least| file.duration_s < *least) {
            let short = Finding::error(Code::StatementTooShort);
            findings.push(short.figure("duration_s", file.duration_s).figure("min_s", least));
        }
        if let Some(most) = self.max_s.filter(|most| file.duration_s > *most) {
            let long = Finding::error(Code::StatementTooLong);
            findings.push(long.figure("duration_s", file.duration_s).figure("max_s", most));
        }
        let [width, height] = file.size_px;
        if let Some(least) = self.min_side_px.filter(|least| width.min(height) < *least && width > 0) {
            let small = Finding::error(Code::StatementFileFormat);
            findings
                .push(small.figure("side_px", f64::from(width.min(height))).figure("min_side_px", f64::from(least)));
        }
        let slow = self.min_fps.is_some_and(|least| file.fps > 0.0 && file.fps < least - 0.5);
        let fast = self.max_fps.is_some_and(|most| file.fps > most + 0.5);
        if slow || fast {
            findings.push(Finding::error(Code::StatementFileFormat).figure("frames_per_s", file.fps));
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(rules: &RecordingRules, file: &RecordedFile) -> Vec<&'static str> {
        rules.check(file).iter().map(|f| f.code.as_str()).collect()
    }

    #[test]
    fn what_a_provider_does_not_take_is_named() {
        // Limits of a cloud liveness interface: 1 to 15 s, 8 MB, 10 to 30 frames a second.
        let rules = RecordingRules {
            containers: ["mp4", "mov"].map(str::to_owned).to_vec(),
            max_bytes: Some(8 << 20),
            min_s: Some(1.0),
            max_s: Some(15.0),
            min_fps: Some(10.0),
            max_fps: Some(30.0),
            min_side_px: Some(480),
            ..RecordingRules::default()
        };
        let good = RecordedFile {
            container: Some("MP4".to_owned()),
            bytes: 2_000_000,
            duration_s: 12.0,
            size_px: [640, 480],
            fps: 29.97,
            ..RecordedFile::default()
        };
        assert!(codes(&rules, &good).is_empty());
        let bad = RecordedFile {
            container: Some("avi".to_owned()),
            bytes: 9 << 20,
            duration_s: 16.0,
            size_px: [320, 240],
            fps: 60.0,
            ..good.clone()
        };
        let format = "statement.file_format";
        assert_eq!(codes(&rules, &bad), [format, "statement.file_too_large", "statement.too_long", format, format]);
        assert!(codes(&RecordingRules::default(), &bad).is_empty());
        // 8 MiB over 15 s.
        let kbit = rules.kbit_per_s_for(15.0).unwrap_or(0.0);
        assert!((kbit - 4250.0).abs() < 10.0, "{kbit}");
    }
}

#[cfg(test)]
mod within {
    use super::*;

    #[test]
    fn of_each_figure_the_stricter_counts() {
        let own = RecordingRules {
            max_bytes: Some(10),
            min_s: Some(1.0),
            max_s: Some(15.0),
            min_side_px: Some(480),
            ..RecordingRules::default()
        };
        let rule = ExportRule {
            max_bytes: Some(8),
            min_duration_s: Some(0.5),
            max_duration_s: Some(20.0),
            min_side_px: Some(720),
            ..ExportRule::default()
        };
        let both = own.clone().within(&rule);
        assert_eq!((both.max_bytes, both.min_side_px), (Some(8), Some(720)));
        assert_eq!((both.min_s, both.max_s), (Some(1.0), Some(15.0)));
        assert_eq!(own.clone().within(&ExportRule::default()), own);
    }
}
