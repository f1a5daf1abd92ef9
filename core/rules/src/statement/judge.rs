//! What was heard and seen, against the text.

use serde::Serialize;

use super::coverage::{Coverage, cover};
use super::limits::StatementLimits;
use super::measured::{Heard, LipSync, Seen};
use super::script::Script;
use super::transcript::{TextMatch, compare};
use crate::finding::{Code, Finding, Severity};
use crate::verdict::Verdict;

/// The outcome of a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementOutcome {
    /// What all findings come to.
    pub verdict: Verdict,
    /// Errors first.
    pub findings: Vec<Finding>,
    /// Length of the recording, ms.
    pub duration_ms: u64,
    /// Speech in it, ms.
    pub speech_ms: u64,
    /// How far the reading went: by what was said where a recogniser listened, else by count.
    pub coverage: Coverage,
    /// What was said against the text; `None` without a recogniser.
    pub text: Option<TextMatch>,
    /// Share of the time in which exactly one face was seen, 0 to 1.
    pub face_share: f64,
    /// Correlation of lips and voice within the delay that is allowed, -1 to 1; 0 when nothing can be said.
    pub lip_sync: f64,
}

impl StatementOutcome {
    /// Adds `more` findings, and judges all of them together. A code that has been told is not told again.
    pub fn add(&mut self, more: Vec<Finding>) {
        for finding in more {
            let told = |f: &Finding| f.code == finding.code && f.severity >= finding.severity;
            if finding.code == Code::StatementFileFormat || !self.findings.iter().any(told) {
                self.findings.push(finding);
            }
        }
        self.findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
        self.verdict = Verdict::of(&self.findings);
    }
}

/// Judges a recording of `script`. `heard` is `None` for a file without sound, `lips` for one in which lips and voice
/// could not be compared.
pub fn judge(script: &Script, heard: Option<&Heard>, seen: &Seen, lips: Option<&LipSync>) -> StatementOutcome {
    let limits = &script.limits;
    let none = Heard::default();
    let sound = heard.unwrap_or(&none);
    let duration_ms = seen.duration_ms.max(sound.duration_ms);
    let speech_ms = sound.speech_total_ms();
    let mut coverage = cover(&script.reading, sound);
    let text = sound.spoken.as_ref().and_then(|spoken| compare(&script.reading, spoken));
    if let Some(text) = &text {
        coverage.share = text.matched;
    }
    let mut findings = Vec::new();
    match heard {
        None => findings.push(Finding::error(Code::StatementNoAudio)),
        Some(heard) => {
            findings.extend(of_sound(heard, limits));
            if speaks(heard, limits) {
                findings.extend(of_reading(script, heard, &coverage, text.as_ref()));
                findings.extend(lips.into_iter().filter_map(|lips| of_lips(lips, limits)));
                if seen.frames_read > 0 && text.is_none() {
                    // Counting proves that somebody spoke for long enough, not what was said.
                    findings.push(Finding::new(Code::StatementNotUnderstood, Severity::Info));
                }
            }
        }
    }
    findings.extend(of_length(script, duration_ms));
    findings.extend(seen.findings.iter().cloned());
    findings.extend(of_faces(seen, limits));
    findings.extend(of_stillness(seen, sound, limits));
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    StatementOutcome {
        verdict: Verdict::of(&findings),
        findings,
        duration_ms,
        speech_ms,
        coverage,
        text,
        face_share: seen.face_share,
        lip_sync: lips.map_or(0.0, |l| l.near),
    }
}

/// Whether there is speech at all.
fn speaks(heard: &Heard, limits: &StatementLimits) -> bool {
    heard.speech_total_ms() as f64 >= limits.speech_min_s * 1000.0 && !heard.syllables_ms.is_empty()
}

fn of_sound(heard: &Heard, limits: &StatementLimits) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !speaks(heard, limits) {
        let mut finding = Finding::error(Code::StatementNoSpeech);
        if let Some(level) = heard.whole_lufs {
            finding = finding.figure("loudness_lufs", level);
        }
        findings.push(finding);
        return findings;
    }
    let graded = |value: f64, warn: f64, error: f64| {
        let sign = if error >= warn { 1.0 } else { -1.0 };
        let beyond = |limit: f64| sign * value > sign * limit;
        if beyond(error) { Some(Severity::Error) } else { beyond(warn).then_some(Severity::Warning) }
    };
    if let Some(level) = heard.loudness_lufs
        && let Some(severity) = graded(level, limits.quiet_warn_lufs, limits.quiet_error_lufs)
    {
        findings.push(Finding::new(Code::StatementTooQuiet, severity).figure("loudness_lufs", level));
    }
    let flat = heard.crest_db.filter(|crest| *crest < limits.crest_error_db);
    let rails = graded(heard.rail_ratio, limits.clipped_warn_ratio, limits.clipped_error_ratio);
    if let Some(severity) = flat.map(|_| Severity::Error).or(rails) {
        let mut finding = Finding::new(Code::StatementClippedAudio, severity).figure("clipped_ratio", heard.rail_ratio);
        if let Some(crest) = heard.crest_db {
            finding = finding.figure("crest_db", crest);
        }
        findings.push(finding);
    }
    if let Some(snr) = heard.snr_db
        && let Some(severity) = graded(snr, limits.noise_warn_db, limits.noise_error_db)
    {
        findings.push(Finding::new(Code::StatementNoisy, severity).figure("snr_db", snr));
    }
    findings
}

fn of_reading(script: &Script, heard: &Heard, coverage: &Coverage, text: Option<&TextMatch>) -> Vec<Finding> {
    let limits = &script.limits;
    let mut findings: Vec<Finding> = match text {
        Some(text) => of_text(text, limits).into_iter().collect(),
        None => of_count(heard, coverage, limits).into_iter().collect(),
    };
    if coverage.raw > limits.coverage_max {
        findings.push(Finding::warning(Code::StatementTooManyWords).figure("said_ratio", coverage.raw));
    }
    let rate = coverage.rate_per_s;
    if rate > limits.rate_warn {
        let severity = if rate > limits.rate_error { Severity::Error } else { Severity::Warning };
        findings.push(Finding::new(Code::StatementTooFastReading, severity).figure("syllables_per_s", rate));
    }
    findings
}

/// Words that a recogniser did not hear.
fn of_text(text: &TextMatch, limits: &StatementLimits) -> Option<Finding> {
    let incomplete = || Finding::error(Code::StatementIncompleteReading);
    if text.matched < limits.text_match_min {
        return Some(incomplete().figure("matched_ratio", text.matched));
    }
    let ([from, _], lost) = text.longest()?;
    let lost = lost as f64;
    (lost > limits.left_out_max)
        .then(|| incomplete().figure("left_out_count", lost).figure("characters_count", from as f64))
}

/// Syllables that are missing.
fn of_count(heard: &Heard, coverage: &Coverage, limits: &StatementLimits) -> Option<Finding> {
    let noisier = heard.snr_db.map_or(0.0, |snr| (limits.coverage_noise_db - snr).clamp(0.0, limits.coverage_noise_db));
    let least = limits.coverage_min - limits.coverage_noise_slack * noisier;
    (coverage.share < least).then(|| {
        let end = heard.speech_ms.last().map_or(f64::NAN, |[_, to]| *to as f64);
        let short = Finding::error(Code::StatementIncompleteReading).figure("coverage_ratio", coverage.share);
        short.figure("characters_count", coverage.reached_characters as f64).at_ms(end)
    })
}

fn of_length(script: &Script, duration_ms: u64) -> Vec<Finding> {
    let limits = &script.limits;
    let seconds = duration_ms as f64 / 1000.0;
    let syllables = f64::from(script.reading.syllables());
    let asked = &script.recording;
    let least = (syllables / limits.short_rate).max(limits.short_s).max(asked.min_s.unwrap_or(0.0));
    let most = (syllables / limits.long_rate + limits.long_extra_s).min(asked.max_s.unwrap_or(f64::INFINITY));
    if seconds < least {
        let short = Finding::error(Code::StatementTooShort);
        vec![short.figure("duration_s", seconds).figure("min_s", least)]
    } else if seconds > most {
        vec![Finding::error(Code::StatementTooLong).figure("duration_s", seconds).figure("max_s", most)]
    } else {
        Vec::new()
    }
}

fn of_lips(lips: &LipSync, limits: &StatementLimits) -> Option<Finding> {
    if lips.seen_s < limits.lips_min_s || lips.seen_ratio < limits.lips_seen_min {
        return None;
    }
    let by_chance = |factor: f64| limits.lips_sync_min + factor / lips.seen_s.sqrt();
    let least = by_chance(limits.lips_chance);
    let out = |severity| Finding::new(Code::StatementLipsOutOfSync, severity).figure("sync_ratio", lips.near);
    // Lips that follow the voice at another time speak, however little they move.
    if lips.far > lips.near + limits.lips_lag_gain && lips.far > by_chance(limits.lips_far_chance) {
        let lag = out(Severity::Error).figure("lag_s", lips.far_lag_ms.abs() / 1000.0);
        return Some(lag.figure("shift_ms", lips.far_lag_ms));
    }
    let still = lips.motion < limits.lips_still;
    if still && lips.near < limits.lips_still_sync.max(least) {
        return Some(Finding::error(Code::StatementLipsNotMoving).figure("motion_ratio", lips.motion));
    }
    if lips.near < least {
        return Some(out(Severity::Error));
    }
    (lips.near < least + limits.lips_warn_gain).then(|| out(Severity::Warning))
}

fn of_faces(seen: &Seen, limits: &StatementLimits) -> Option<Finding> {
    let told = [Code::StatementFaceLost, Code::StatementMultipleFaces, Code::StatementTimeJump];
    let explained = seen.findings.iter().any(|f| told.contains(&f.code));
    (seen.frames_read > 0 && !explained && seen.face_share < limits.face_share_min)
        .then(|| Finding::error(Code::StatementFaceLost).figure("face_share_ratio", seen.face_share))
}

fn of_stillness(seen: &Seen, sound: &Heard, limits: &StatementLimits) -> Option<Finding> {
    let spoken = |[from, to]: [u64; 2]| sound.speech_within_ms(from, to) as f64 >= limits.frozen_speech_ms;
    let long = |[from, to]: [u64; 2]| to.saturating_sub(from) as f64 >= limits.frozen_silent_ms;
    let stretch =
        seen.still_ms.iter().copied().filter(|s| spoken(*s) || long(*s)).max_by_key(|[from, to]| to - from)?;
    let [from, to] = stretch;
    let finding = Finding::error(Code::StatementFrozenVideo).figure("still_s", (to - from) as f64 / 1000.0);
    Some(finding.at_ms(from as f64))
}
