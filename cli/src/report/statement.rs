//! The section of one recording of the promise statement.

use std::fmt::Write;

use heyan::StatementReport;
use heyan::rules::statement::Heard;
use heyan::rules::words::Lang;
use image::RgbImage;
use maud::{Markup, html};

use super::{ReportError, overlay, parts, raster, svg};
use crate::labels::{self, Label};
use crate::strip::Strip;

/// Size of the drawing, units.
const WIDTH: f64 = 1000.0;
/// Room left of the curves, for their names.
const LEFT: f64 = 70.0;
/// Height of the voice's curve.
const VOICE: f64 = 130.0;
/// Height of the lips' curve.
const LIPS: f64 = 90.0;
/// Room above each curve.
const GAP: f64 = 26.0;
/// Room below, for seconds.
const BOTTOM: f64 = 40.0;
/// Least opening of the mouth that fills its curve: at a smaller scale noise would look like speech.
const LEAST_OPENING: f32 = 0.1;
/// Points that a curve has at most.
const POINTS: usize = 1500;

/// All about the recording `name`, the `number`th input of the report.
pub fn article(
    number: usize,
    name: &str,
    report: &StatementReport,
    strip: &Strip,
    picture: Option<&RgbImage>,
    lang: Lang,
) -> Result<Markup, ReportError> {
    let outcome = &report.outcome;
    let mut next = 0;
    let letters: Vec<Option<String>> = outcome
        .findings
        .iter()
        .map(|finding| {
            finding.at_ms.map(|_| {
                next += 1;
                overlay::letter(next - 1)
            })
        })
        .collect();
    let said = parts::told(&outcome.findings, letters.clone(), lang);
    let about = html! {
        (labels::statement_about(report, lang))
        span.soft { " · " (format!("{:.0} ms", report.timing.total_ms)) }
    };
    let faces = picture.map(raster::data_address).transpose()?;
    Ok(html! {
        article.run.statement id={ "p" (number) } {
            (parts::title(number, name))
            (parts::banner(outcome.verdict, &about, &said, lang))
            section.movement {
                h3 { (Label::VoiceAndLips.text(lang)) }
                p.soft { (Label::VoiceAndLipsNote.text(lang)) }
                (curves(report, &letters, lang))
            }
            section.script {
                h3 { (Label::ScriptRead.text(lang)) }
                @if report.script.sample { p.soft { (Label::SampleText.text(lang)) } }
                (script(report))
            }
            @if let Some(source) = &faces {
                section.keys {
                    h3 { (Label::Faces.text(lang)) }
                    img.strip src=(source) alt={ (Label::Faces.text(lang)) ": " (name) };
                    // Each under its face.
                    p.soft.times {
                        @for shot in &strip.shots {
                            span {
                                (labels::seconds(shot.at_ms, lang))
                                @if !shot.face { " (" (Label::NoFace.text(lang)) ")" }
                            }
                        }
                    }
                }
            }
            div.columns {
                div.words { (parts::findings(&said, lang)) }
                div.words {
                    (parts::details(&Label::HeardAndSeen.text(lang), &figures(report), lang))
                }
            }
        }
    })
}

/// The text with what was read of it, by count.
fn script(report: &StatementReport) -> Markup {
    let text = report.script.reading.text();
    let reached = report.outcome.coverage.reached_characters.min(text.len());
    let part = |from: usize, to: usize| text.iter().take(to).skip(from).collect::<String>();
    html! {
        p.read {
            span.done { (part(0, reached)) }
            span.left { (part(reached, text.len())) }
        }
    }
}

fn figures(report: &StatementReport) -> Vec<(&'static str, String)> {
    let o = &report.outcome;
    let c = &o.coverage;
    let heard = report.heard.as_ref();
    let unit = |value: Option<f64>, unit: &str| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.1} {unit}"));
    let percent = |value: f64| format!("{:.0} %", value * 100.0);
    vec![
        ("speech", format!("{:.1} / {:.1} s", o.speech_ms as f64 / 1e3, o.duration_ms as f64 / 1e3)),
        ("syllables", format!("{} / {}", c.syllables, c.script_syllables)),
        ("coverage", percent(c.share)),
        ("rate", format!("{:.1} /s", c.rate_per_s)),
        ("loudness", unit(heard.and_then(|h| h.loudness_lufs), "LUFS")),
        ("noise", unit(heard.and_then(|h| h.snr_db), "dB")),
        ("face_share", percent(o.face_share)),
        (
            "lip_sync",
            report.lips.map_or_else(|| "–".to_owned(), |l| format!("{:.2} ({:+.0} ms)", l.near, l.near_lag_ms)),
        ),
        ("total", format!("{:.0} ms", report.timing.total_ms)),
        ("inference", format!("{:.0} ms", report.timing.inference_ms)),
    ]
}

/// The voice with speech and syllables, and the opening of the mouth below it, on one axis of time.
fn curves(report: &StatementReport, letters: &[Option<String>], lang: Lang) -> Markup {
    let none = Heard::default();
    let heard = report.heard.as_ref().unwrap_or(&none);
    let span = (report.outcome.duration_ms as f64).max(1000.0);
    let x = |at_ms: f64| tidy(LEFT + (at_ms / span).clamp(0.0, 1.0) * (WIDTH - LEFT - 10.0));
    let (voice_base, lips_base) = (GAP + VOICE, GAP + VOICE + GAP + LIPS);
    let top = report.curve.iter().copied().fold(1.0_f32, f32::max);
    let voice_y = |level: f32| tidy(voice_base - f64::from((level / top).clamp(0.0, 1.0)) * VOICE);
    let widest = report.openings.iter().map(|(_, open)| *open).fold(LEAST_OPENING, f32::max);
    let level_at = |at_ms: u64| report.curve.get((at_ms / 10) as usize).copied().unwrap_or(0.0);
    let seconds = labels::steps_s(span / 1000.0);
    html! {
        div.plot {
            svg viewBox={ "0 0 " (WIDTH) " " (lips_base + BOTTOM) } role="img" aria-label=(Label::VoiceAndLips.text(lang)) {
                @for [from, to] in &heard.speech_ms {
                    rect.speech x=(x(*from as f64)) y=(GAP) height=(lips_base - GAP)
                        width=(tidy((x(*to as f64) - x(*from as f64)).max(0.5))) {}
                }
                @for [from, to] in without_mouth(report) {
                    rect.unseen x=(x(from)) y=(lips_base - LIPS) height=(LIPS) width=(tidy((x(to) - x(from)).max(0.5))) {}
                }
                text.tick x=(LEFT - 8.0) y=(voice_base - VOICE / 2.0) text-anchor="end" { (Label::Voice.text(lang)) }
                text.tick x=(LEFT - 8.0) y=(lips_base - LIPS / 2.0) text-anchor="end" { (Label::Lips.text(lang)) }
                path.voice d=(voice(&report.curve, x, voice_y, voice_base)) {}
                @for at_ms in &heard.syllables_ms {
                    @let at = x(*at_ms as f64);
                    line.syllable x1=(at) x2=(at) y1=(voice_y(level_at(*at_ms)) - 7.0) y2=(voice_y(level_at(*at_ms)) - 1.0) {}
                }
                path .line.roll d=(lips(&report.openings, x, |open| {
                    tidy(lips_base - f64::from(open / widest) * LIPS)
                })) {}
                line.grid x1=(LEFT) x2=(WIDTH - 10.0) y1=(voice_base) y2=(voice_base) {}
                line.grid x1=(LEFT) x2=(WIDTH - 10.0) y1=(lips_base) y2=(lips_base) {}
                @for s in seconds {
                    line.grid x1=(x(s * 1000.0)) x2=(x(s * 1000.0)) y1=(lips_base) y2=(lips_base + 5.0) {}
                    text.tick x=(x(s * 1000.0)) y=(lips_base + 20.0) text-anchor="middle" { (s) }
                }
                @for (finding, letter) in report.outcome.findings.iter().zip(letters) {
                    @if let (Some(at_ms), Some(letter)) = (finding.at_ms, letter) {
                        @let at = x(at_ms as f64);
                        g .mark .(svg::tone(finding.severity)) {
                            line x1=(at) x2=(at) y1=(GAP) y2=(lips_base) {}
                            rect x=(at - 10.0) y="2" width="20" height="20" rx="4" {}
                            text x=(at) y="12" text-anchor="middle" dominant-baseline="central" { (letter) }
                        }
                    }
                }
            }
        }
    }
}

/// Stretches of the recording in which no mouth was followed, ms.
fn without_mouth(report: &StatementReport) -> Vec<[f64; 2]> {
    const GAP_MS: f64 = 250.0;
    let end = report.outcome.duration_ms as f64;
    let times = report.openings.iter().map(|(at, _)| *at).chain([end]);
    let mut last = 0.0;
    let mut gaps = Vec::new();
    for at in times {
        if at - last > GAP_MS {
            gaps.push([last, at]);
        }
        last = at;
    }
    gaps
}

/// The area under the voice's level.
fn voice(curve: &[f32], x: impl Fn(f64) -> f64, y: impl Fn(f32) -> f64, base: f64) -> String {
    let step = curve.len().div_ceil(POINTS).max(1);
    let mut d = String::new();
    for (i, part) in curve.chunks(step).enumerate() {
        let most = part.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let at = x((i * step) as f64 * 10.0);
        // Writing into a string cannot fail.
        let _ = if i == 0 { write!(d, "M{at} {base}L{at} {}", y(most)) } else { write!(d, "L{at} {}", y(most)) };
    }
    if !d.is_empty() {
        let _ = write!(d, "L{} {base}Z", x(curve.len() as f64 * 10.0));
    }
    d
}

fn lips(openings: &[(f64, f32)], x: impl Fn(f64) -> f64, y: impl Fn(f32) -> f64) -> String {
    let step = openings.len().div_ceil(POINTS).max(1);
    let mut d = String::new();
    let mut last = f64::NEG_INFINITY;
    for (at_ms, open) in openings.iter().step_by(step) {
        let joined = at_ms - last < 250.0 * step as f64;
        let _ = write!(d, "{}{} {}", if joined { 'L' } else { 'M' }, x(*at_ms), y(*open));
        last = *at_ms;
    }
    d
}

/// One decimal is enough for a place.
fn tidy(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
