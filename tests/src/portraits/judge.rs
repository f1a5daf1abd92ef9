//! Hands portraits to the product, in memory, and keeps what it says.

use std::path::Path;
use std::sync::Mutex;

use heyan::PortraitSession;
use heyan_rules::finding::Severity;
use heyan_rules::portrait::{Limits, Measurements};
use heyan_vision::frame::{DecodeLimits, decode};

use super::ofiq::{self, Reference};
use super::stage;
use super::suite::Order;
use super::truth::{Polygon, Truth, filled};
use crate::heads::cast::Cast;
use crate::workers;

/// What became of a picture.
#[derive(Clone, Debug)]
pub struct Record {
    /// What is true of it.
    pub truth: Truth,
    /// Whether the verdict is accept.
    pub accepted: bool,
    /// Codes of errors.
    pub errors: Vec<String>,
    /// Codes of warnings.
    pub warnings: Vec<String>,
    /// What was measured.
    pub measured: Measurements,
    /// Best intersection over union of a told outline with each thing.
    pub overlaps: Vec<f32>,
    /// OFIQ's measures: name, ours, the reference's.
    pub quality: Vec<(String, u8, u8)>,
    /// The product's time, ms.
    pub took_ms: f64,
}

/// Makes all pictures and judges them by `limits`; with `keep` they are written there.
///
/// # Errors
/// When the networks cannot be run, or a file cannot be written.
pub fn all(
    cast: &Cast,
    orders: &[Order],
    seed: u64,
    limits: &Limits,
    pack: &Path,
    keep: Option<&Path>,
    threads: usize,
) -> std::io::Result<Vec<Record>> {
    let sessions: Mutex<Vec<(PortraitSession, Reference)>> = Mutex::new(Vec::new());
    workers::each(orders, threads, |o| {
        let idle = sessions.lock().expect("no panic while waiting").pop();
        let (mut session, mut reference) = match idle {
            Some(both) => both,
            None => {
                let other = |e: &dyn std::error::Error| std::io::Error::other(e.to_string());
                let session = PortraitSession::open(pack, 1, limits.clone()).map_err(|e| other(&e))?;
                (session.scoring(), Reference::open(pack)?)
            }
        };
        let portrait = stage::portrait(cast, *o, seed);
        if let Some(folder) = keep {
            portrait.write(folder)?;
        }
        let record = judge(&mut session, &mut reference, &portrait.jpeg, portrait.truth)?;
        if let Some(folder) = keep {
            let report = serde_json::to_string_pretty(&record.measured)?;
            std::fs::write(folder.join(&record.truth.file).with_extension("measured.json"), report)?;
        }
        sessions.lock().expect("no panic while waiting").push((session, reference));
        Ok(record)
    })
}

fn judge(
    session: &mut PortraitSession,
    reference: &mut Reference,
    jpeg: &[u8],
    truth: Truth,
) -> std::io::Result<Record> {
    let named = |e: &dyn std::fmt::Display| std::io::Error::other(format!("{}: {e}", truth.file));
    let picture = decode(jpeg, &DecodeLimits::default()).map_err(|e| named(&e))?;
    let report = session.judge(&picture).map_err(|e| named(&e))?;
    let codes = |severity: Severity| {
        let mut out: Vec<String> =
            report.findings.iter().filter(|f| f.severity == severity).map(|f| f.code.as_str().to_owned()).collect();
        out.sort();
        out.dedup();
        out
    };
    let told: Vec<Polygon> = report.measurements.backdrop.iter().flat_map(|b| &b.clutter).map(outline).collect();
    let overlaps = truth.clutter.iter().map(|alike| overlap(alike, &told, truth.width, truth.height)).collect();
    let quality = match &report.measurements.face {
        Some(face) => {
            let [right, left] = face.eyes;
            let between = [(right.x + left.x) / 2.0, (right.y + left.y) / 2.0];
            let own = face.quality.as_ref().ok_or_else(|| named(&"no scores"))?;
            ofiq::compare(own, &reference.scores(&picture, between)?)
        }
        None => Vec::new(),
    };
    Ok(Record {
        accepted: report.verdict.as_str() == "accept",
        errors: codes(Severity::Error),
        warnings: codes(Severity::Warning),
        overlaps,
        quality,
        took_ms: report.timing.total_ms,
        measured: report.measurements,
        truth,
    })
}

fn outline(patch: &heyan_rules::portrait::Patch) -> Polygon {
    patch.outline.iter().map(|p| [p.x, p.y]).collect()
}

/// The best intersection over union of one told outline, or of all that touch the thing, with one of the outlines that
/// name it.
fn overlap(alike: &[Vec<Polygon>], told: &[Polygon], w: usize, h: usize) -> f32 {
    let mut best = 0.0f32;
    let told: Vec<Vec<bool>> = told.iter().map(|p| filled(std::slice::from_ref(p), w, h)).collect();
    for outlines in alike {
        let thing = filled(outlines, w, h);
        let mut joint = vec![false; w * h];
        for one in &told {
            let common = both(&thing, one);
            if common == 0 {
                continue;
            }
            best = best.max(common as f32 / (count(&thing) + count(one) - common) as f32);
            for (j, o) in joint.iter_mut().zip(one) {
                *j |= o;
            }
        }
        let common = both(&thing, &joint);
        if common > 0 {
            best = best.max(common as f32 / (count(&thing) + count(&joint) - common) as f32);
        }
    }
    best
}

fn both(a: &[bool], b: &[bool]) -> usize {
    a.iter().zip(b).filter(|(a, b)| **a && **b).count()
}

fn count(a: &[bool]) -> usize {
    a.iter().filter(|v| **v).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_thing_count_together_and_misses_count_nothing() {
        let square = |x: f32, y: f32, s: f32| vec![[x, y], [x + s, y], [x + s, y + s], [x, y + s]];
        let thing = vec![vec![vec![[10.0, 10.0], [50.0, 10.0], [50.0, 30.0], [10.0, 30.0]]]];
        assert!((overlap(&thing, &[square(10.0, 10.0, 20.0)], 80, 80) - 0.5).abs() < 0.02);
        let parts = [square(10.0, 10.0, 20.0), square(30.0, 10.0, 20.0)];
        assert!(overlap(&thing, &parts, 80, 80) > 0.97);
        assert_eq!(overlap(&thing, &[square(55.0, 55.0, 20.0)], 80, 80), 0.0);
    }
}
