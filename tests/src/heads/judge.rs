//! Hands clips to perception and judgement, frame by frame.

use std::path::Path;
use std::time::Instant;

use heyan_rules::finding::Severity;
use heyan_rules::liveness::{Action, Challenge, HeadAngles, Limits, Machine, Observation, Outcome, held_angles, trace};
use heyan_vision::face::{FaceModels, FaceTracker};
use heyan_vision::frame::{Frame, FrameMeta, PixelFormat};
use heyan_vision::model::Pack;

use super::cast::Cast;
use super::clip::{Clip, Shot, Truth};
use super::kind::Group;
use super::stage;
use super::suite::Order;
use super::video;
use crate::workers;

/// What became of a clip.
#[derive(Clone, Debug)]
pub struct Record {
    /// What is true of it.
    pub truth: Truth,
    /// Whether the verdict is accept.
    pub accepted: bool,
    /// Asked, seen, passed.
    pub actions: Vec<(Action, Option<Action>, bool)>,
    /// Codes of errors.
    pub errors: Vec<String>,
    /// Codes of warnings.
    pub warnings: Vec<String>,
    /// Angles seen from the camera, of the neck, and measured, each as change from the first stretch of rest.
    pub angles: Vec<[HeadAngles; 3]>,
    /// Frames judged, and those with a face.
    pub frames: [usize; 2],
    /// Drawing and seeing, ms a frame.
    pub took_ms: [f64; 2],
}

/// Until then every clip is at rest, ms.
const REST_MS: u64 = 800;

/// Sees and judges one clip with the networks of `pack`. With `keep` the trace and the commanded angles are written there.
///
/// # Errors
/// When the networks cannot be run, or a file cannot be written.
pub fn judge(clip: &Clip, pack: &Pack, keep: Option<&Path>) -> std::io::Result<Record> {
    let fault = |e: heyan_vision::VisionError| std::io::Error::other(e.to_string());
    // A tracker remembers its face: each clip has its own.
    let mut tracker =
        FaceTracker::new(FaceModels::open(pack, 1).and_then(|models| models.telling_persons(pack, 1)).map_err(fault)?);
    let (w, h) = (clip.scene.camera.w as u32, clip.scene.camera.h as u32);
    let mut seen: Vec<(Observation, [HeadAngles; 2])> = Vec::new();
    let mut failed = None;
    let mut spent = 0.0;
    let start = Instant::now();
    // What comes after the last decision changes nothing of these; a trace is kept whole.
    let brief = keep.is_none() && matches!(clip.truth.kind.group(), Group::Pass | Group::Confusion | Group::Poor);
    let challenge = Challenge::of(clip.truth.asked.clone()).expect("one to three actions");
    let mut machine = Machine::new(challenge, limits(&clip.truth));
    let mut each = |shot: Shot| -> bool {
        let begun = Instant::now();
        let meta = FrameMeta::new(PixelFormat::Rgb, w, h, shot.at_ms);
        let frame = Frame::new(&meta, &shot.rgb).expect("a frame of the camera's size");
        match tracker.observe(&frame) {
            Ok(o) => seen.push((o, shot.angles)),
            Err(e) => failed = Some(e),
        }
        spent += begun.elapsed().as_secs_f64() * 1e3;
        !brief || seen.last().is_none_or(|(o, _)| !machine.step(o).ended)
    };
    if clip.coded {
        video::through_h264(clip, |shot| {
            each(shot);
        })?;
    } else {
        let _whole = clip.shots().all(&mut each);
    }
    if let Some(e) = failed {
        return Err(fault(e));
    }
    let whole = start.elapsed().as_secs_f64() * 1e3;
    if let Some(folder) = keep {
        write(folder, &clip.truth, &seen)?;
    }
    let mut record = rule(clip.truth.clone(), &seen);
    let frames = seen.len().max(1) as f64;
    record.took_ms = [(whole - spent) / frames, spent / frames];
    Ok(record)
}

/// As a single action is practised, and as it counts for pictures of heads.
fn limits(truth: &Truth) -> Limits {
    let mut limits = Limits::default();
    if !matches!(truth.kind.group(), Group::Attack | Group::Replay) {
        limits.presence.drill = 1.0;
    }
    limits
}

/// Judges observations by the limits as they stand.
#[must_use]
pub fn rule(truth: Truth, seen: &[(Observation, [HeadAngles; 2])]) -> Record {
    let challenge = Challenge::of(truth.asked.clone()).expect("one to three actions");
    let mut machine = Machine::new(challenge, limits(&truth));
    for (o, _) in seen {
        machine.step(o);
    }
    let outcome: Outcome = machine.finish();
    let codes = |severity: Severity| {
        let mut out: Vec<String> =
            outcome.findings.iter().filter(|f| f.severity == severity).map(|f| f.code.as_str().to_owned()).collect();
        out.sort();
        out.dedup();
        out
    };
    Record {
        accepted: outcome.verdict.as_str() == "accept",
        actions: outcome.actions.iter().map(|a| (a.asked, a.seen, a.passed)).collect(),
        errors: codes(Severity::Error),
        warnings: codes(Severity::Warning),
        angles: changes(seen),
        frames: [outcome.frames_read, outcome.frames_with_face],
        took_ms: [0.0; 2],
        truth,
    }
}

/// Told and measured change from the first stretch of rest, of the frames with a face.
fn changes(seen: &[(Observation, [HeadAngles; 2])]) -> Vec<[HeadAngles; 3]> {
    let limits = Limits::default().motion;
    let all: Vec<(u64, [HeadAngles; 3])> = seen
        .iter()
        .filter_map(|(o, told)| held_angles(o, &limits).map(|held| (o.at_ms, [told[0], told[1], held])))
        .collect();
    let rest: Vec<&[HeadAngles; 3]> = all.iter().filter(|(at, _)| *at <= REST_MS).map(|(_, p)| p).collect();
    if rest.is_empty() {
        return Vec::new();
    }
    let base = [0, 1, 2].map(|which: usize| {
        let n = rest.len() as f32;
        let mean = |of: fn(&HeadAngles) -> f32| rest.iter().map(|p| of(&p[which])).sum::<f32>() / n;
        HeadAngles { yaw_deg: mean(|a| a.yaw_deg), pitch_deg: mean(|a| a.pitch_deg), roll_deg: mean(|a| a.roll_deg) }
    });
    let less = |a: HeadAngles, b: HeadAngles| HeadAngles {
        yaw_deg: a.yaw_deg - b.yaw_deg,
        pitch_deg: a.pitch_deg - b.pitch_deg,
        roll_deg: a.roll_deg - b.roll_deg,
    };
    all.iter().map(|(_, p)| [0, 1, 2].map(|k| less(p[k], base[k]))).collect()
}

fn write(folder: &Path, truth: &Truth, seen: &[(Observation, [HeadAngles; 2])]) -> std::io::Result<()> {
    let challenge = Challenge::of(truth.asked.clone()).expect("one to three actions");
    let mut text = trace::header(&challenge, &Limits::default());
    let mut angles = String::from(video::ANGLES);
    text.push('\n');
    for (o, a) in seen {
        text += &trace::line(o);
        text.push('\n');
        angles += &video::row(o.at_ms, a);
    }
    std::fs::write(folder.join(format!("{}.trace", truth.name)), text)?;
    std::fs::write(folder.join(format!("{}.csv", truth.name)), angles)
}

/// Judges again what [`judge`] kept in `folder`, by the limits as they stand now.
///
/// # Errors
/// When a file is missing or is none of ours.
pub fn again(folder: &Path) -> std::io::Result<Vec<Record>> {
    let mut out = Vec::new();
    for line in std::fs::read_to_string(folder.join("truth.jsonl"))?.lines() {
        let truth: Truth = serde_json::from_str(line)?;
        let text = std::fs::read_to_string(folder.join(format!("{}.trace", truth.name)))?;
        let table = std::fs::read_to_string(folder.join(format!("{}.csv", truth.name)))?;
        let mut lines = text.lines();
        // The header's limits are those of then: the same observations are judged by today's.
        let mut reader = trace::Reader::new(lines.next().unwrap_or_default()).or_else(|_| {
            let challenge = Challenge::of(truth.asked.clone()).expect("one to three actions");
            trace::Reader::new(&trace::header(&challenge, &Limits::default()))
        });
        let reader = reader.as_mut().map_err(|e| std::io::Error::other(format!("{}: {e}", truth.name)))?;
        let mut seen = Vec::new();
        for (line, row) in lines.zip(table.lines().skip(1)) {
            let o = reader.read(line).map_err(|e| std::io::Error::other(format!("{}: {e}", truth.name)))?;
            let v: Vec<f32> = row.split(',').skip(1).filter_map(|v| v.parse().ok()).collect();
            let [a, b, c, d, e, f] = v[..] else {
                return Err(std::io::Error::other(format!("{}.csv: a row of seven numbers expected", truth.name)));
            };
            let angles = |yaw_deg, pitch_deg, roll_deg| HeadAngles { yaw_deg, pitch_deg, roll_deg };
            seen.push((o, [angles(a, b, c), angles(d, e, f)]));
        }
        out.push(rule(truth, &seen));
    }
    Ok(out)
}

/// Makes and judges all `orders` on `threads` threads; records in order.
///
/// # Errors
/// As [`judge`].
pub fn all(
    cast: &Cast,
    orders: &[Order],
    seed: u64,
    pack: &Pack,
    keep: Option<&Path>,
    threads: usize,
) -> std::io::Result<Vec<Record>> {
    let records = workers::each(orders, threads, |o| {
        let clip = stage::clip(cast, o.split, seed, o.kind, o.index);
        judge(&clip, pack, keep)
    })?;
    if let Some(folder) = keep {
        let lines: Vec<String> = records.iter().map(|r| serde_json::to_string(&r.truth)).collect::<Result<_, _>>()?;
        std::fs::write(folder.join("truth.jsonl"), lines.join("\n") + "\n")?;
    }
    Ok(records)
}
