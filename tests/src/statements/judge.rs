//! Hands recordings to the product, sound and picture, in memory.

use std::io::{Error, Result};
use std::path::Path;

use heyan::StatementSession;
use heyan_rules::finding::Severity;
use heyan_rules::statement::{LipSync, Script};
use heyan_vision::frame::{Frame, FrameMeta, PixelFormat};
use heyan_vision::speech::{Samples, Sound};
use rustix::time::{ClockId, clock_gettime};

use super::stage::{Recording, Truth, recording};
use super::suite::Order;
use crate::heads::cast::Cast;
use crate::workers;

/// What became of a recording.
#[derive(Clone, Debug)]
pub struct Record {
    /// What is true of it.
    pub truth: Truth,
    /// Whether the verdict is accept.
    pub accepted: bool,
    /// Codes of errors.
    pub errors: Vec<String>,
    /// Syllables heard over those of the text, uncut.
    pub raw: f64,
    /// Syllables heard.
    pub syllables: usize,
    /// Syllables a second of speech.
    pub rate: f64,
    /// Lips and voice.
    pub lips: Option<LipSync>,
    /// Speech over noise, dB, and loudness, LUFS.
    pub sound: [Option<f64>; 2],
    /// Length of what was judged and the processor time it took on one thread, s; 0 where the picture was not drawn whole.
    pub took_s: [f64; 2],
    /// Greatest distance of the teleprompter from the reader's true place at the end of a whole reading, characters.
    pub position: usize,
}

/// Chunks of sound, s: those of a telephone's recorder.
const CHUNK_S: f32 = 0.1;

/// Processor time of this thread so far, s: machines that measure have other work too.
fn on_processor_s() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Judges one recording with the networks in the folder `pack`.
///
/// # Errors
/// When the networks cannot be run.
pub fn judge(made: &Recording, pack: &Path) -> Result<Record> {
    let other = |e: heyan::StatementError| Error::other(e.to_string());
    let script = Script::of_text(&made.truth.script).map_err(|e| Error::other(e.to_string()))?;
    let mut session = StatementSession::open(pack, 1, script).map_err(other)?;
    let mut spent = 0.0;
    let mut position = 0;
    if let Some(sound) = &made.sound {
        // As recorders hand it over.
        let whole: Vec<i16> = sound.iter().map(|v| (v * 32767.0) as i16).collect();
        for chunk in whole.chunks((CHUNK_S * made.rate as f32) as usize) {
            let begun = on_processor_s();
            let sound = Sound::new(made.rate, 1, Samples::I16(chunk)).map_err(|e| Error::other(e.to_string()))?;
            position = session.hear(&sound).map_err(other)?.position;
            spent += on_processor_s() - begun;
        }
    }
    let (w, h) = (made.scene.camera.w as u32, made.scene.camera.h as u32);
    // Where the picture tells nothing, ten frames show a face.
    let whole = made.truth.kind.needs_picture();
    let frames = if whole { made.len() } else { 10 };
    for number in 0..frames {
        let (at_ms, rgb) = made.frame(number);
        let begun = on_processor_s();
        let frame = Frame::new(&FrameMeta::new(PixelFormat::Rgb, w, h, at_ms), &rgb)
            .map_err(|e| Error::other(e.to_string()))?;
        session.see(&frame).map_err(other)?;
        spent += on_processor_s() - begun;
    }
    let begun = on_processor_s();
    let report = session.finish(None).map_err(other)?;
    spent += on_processor_s() - begun;
    let outcome = &report.outcome;
    let mut errors: Vec<String> =
        outcome.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.as_str().to_owned()).collect();
    errors.sort();
    errors.dedup();
    Ok(Record {
        accepted: outcome.verdict.as_str() == "accept",
        errors,
        raw: outcome.coverage.raw,
        syllables: outcome.coverage.syllables,
        rate: outcome.coverage.rate_per_s,
        lips: report.lips,
        sound: report.heard.as_ref().map_or([None; 2], |h| [h.snr_db, h.loudness_lufs]),
        took_s: if whole { [f64::from(made.length_s), spent] } else { [0.0; 2] },
        position: made.truth.script.chars().count().saturating_sub(position),
        truth: made.truth.clone(),
    })
}

/// Makes and judges all `orders` on `threads` threads; records in order.
///
/// # Errors
/// As [`judge`], and when a recording cannot be made.
pub fn all(cast: &Cast, orders: &[Order], seed: u64, pack: &Path, threads: usize) -> Result<Vec<Record>> {
    workers::each(orders, threads, |o| judge(&recording(cast, o.split, seed, o.kind, o.index)?, pack))
}
