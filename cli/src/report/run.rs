//! The section of one recording of the face check.

use heyan::LivenessReport;
use heyan::rules::liveness::presence::{Figures, Solid};
use heyan::rules::liveness::{Action, ActionResult, HeadAngles, Presence};
use heyan::rules::words::{Lang, Words};
use image::RgbImage;
use maud::{Markup, html};

use super::parts::{degrees, seen};
use super::{ReportError, face, overlay, parts, plot, raster};
use crate::labels::{self, Angle, Label};
use crate::record::{KeyFrame, Record};

/// A frame to show, drawn.
pub struct Frame<'a> {
    /// What tells its file from the others of the recording.
    pub file_part: String,
    /// The action whose greatest movement it is, with its number; `None` at rest.
    pub action: Option<(usize, Action)>,
    /// The frame with its mesh.
    pub drawn: RgbImage,
    frame: &'a KeyFrame,
}

/// The frames of `record` that are shown, drawn.
pub fn frames<'a>(report: &LivenessReport, record: &'a Record) -> Vec<Frame<'a>> {
    let show = |frame: &'a KeyFrame, file_part: String, action| {
        let drawn = face::drawn(frame);
        (drawn.width() > 0 && drawn.height() > 0).then_some(Frame { file_part, action, drawn, frame })
    };
    let rest = record.rest.as_ref().and_then(|frame| show(frame, "rest".to_owned(), None));
    let peaks = record.peaks.iter().zip(&report.outcome.actions).enumerate().filter_map(|(i, (peak, action))| {
        let number = i + 1;
        show(peak.as_ref()?, format!("{number}-{}", action.asked), Some((number, action.asked)))
    });
    rest.into_iter().chain(peaks).collect()
}

/// All about the recording `name`, the `number`th input of the report.
pub fn article(
    number: usize,
    name: &str,
    report: &LivenessReport,
    record: &Record,
    frames: &[Frame<'_>],
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
    let marks = plot::PlotMark::all(&outcome.findings, &letters);
    let said = parts::told(&outcome.findings, letters, lang);
    let about = html! {
        (labels::frames(outcome, lang))
        span.soft { " · " (format!("{:.0} ms", report.timing.total_ms)) }
    };
    let figures = frames.iter().map(|frame| figure(frame, name, lang)).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        article.run id={ "p" (number) } {
            (parts::title(number, name))
            (parts::banner(outcome.verdict, &about, &said, lang))
            section.movement {
                h3 { (Label::Movement.text(lang)) }
                p.soft { (Label::MovementNote.text(lang)) }
                (plot::plot(&record.samples, &outcome.actions, &marks, lang))
            }
            (actions(&outcome.actions, lang))
            div.columns {
                div.words {
                    (parts::findings(&said, lang))
                }
                div.words {
                    (presence(&outcome.presence, lang))
                    (timing(report, lang))
                }
            }
            @if !figures.is_empty() {
                section.keys {
                    h3 { (Label::KeyFrames.text(lang)) }
                    p.legend {
                        span.key.axes { (Label::FaceAxes.text(lang)) }
                        span.key.true { (Label::TrueAxes.text(lang)) }
                    }
                    div.frames { @for figure in &figures { (figure) } }
                }
            }
        }
    })
}

fn figure(shown: &Frame<'_>, name: &str, lang: Lang) -> Result<Markup, ReportError> {
    let source = raster::data_address(&shown.drawn)?;
    let what = match shown.action {
        Some((number, action)) => {
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            format!("{number} · {}{colon}{}", Label::Asked.text(lang), Words::new(lang).action(action))
        }
        None => Label::Rest.text(lang).into_owned(),
    };
    let alt = format!("{what}: {name}");
    Ok(html! {
        figure {
            div.frame {
                img src=(source) alt=(alt) width=(shown.drawn.width()) height=(shown.drawn.height());
            }
            figcaption {
                span { b { (what) } " · " (labels::seconds(shown.frame.at_ms, lang)) }
                span { (angles(&shown.frame.angles, lang)) }
            }
        }
    })
}

fn actions(actions: &[ActionResult], lang: Lang) -> Markup {
    let words = Words::new(lang);
    html! {
        section.actions {
            h3 { (Label::Actions.text(lang)) }
            table {
                thead {
                    tr {
                        @for label in [Label::Asked, Label::Seen, Label::Peak, Label::Period, Label::Result] {
                            th scope="col" { (label.text(lang)) }
                        }
                    }
                }
                tbody {
                    @for (i, action) in actions.iter().enumerate() {
                        tr {
                            th scope="row" { span.number { (i + 1) } (words.action(action.asked)) }
                            td data-label=(Label::Seen.text(lang)) { (seen(action, lang)) }
                            td data-label=(Label::Peak.text(lang)) { (angles(&action.peak, lang)) }
                            td data-label=(Label::Period.text(lang)) {
                                (labels::seconds(action.start_ms, lang)) " – " (labels::seconds(action.end_ms, lang))
                            }
                            td .passed[action.passed] .failed[!action.passed] data-label=(Label::Result.text(lang)) {
                                @if action.passed { "✓ " (Label::Passed.text(lang)) }
                                @else { "✗ " (Label::NotPassed.text(lang)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The three angles; those that are no numbers as a dash.
fn angles(angles: &HeadAngles, lang: Lang) -> Markup {
    html! {
        span.angles {
            @for angle in Angle::ALL {
                @let value = angle.of(angles);
                span { (labels::axis(angle, lang)[0]) " " b { (degrees(value)) } }
            }
        }
    }
}

fn presence(presence: &Presence, lang: Lang) -> Markup {
    let tone = match presence.solid {
        Solid::Yes => "accept",
        Solid::No => "reject",
        Solid::Unknown => "unknown",
    };
    let axes = [(true, &presence.turning), (false, &presence.nodding)];
    let life = [("life", presence.signs_of_life.to_string()), ("plane", presence.plane_frames.to_string())];
    html! {
        section.presence {
            h3 { (Label::Presence.text(lang)) }
            p .solid .(tone) { (labels::solid(presence.solid, lang)) }
            (figures(&life, lang))
            @for (turning, measured) in axes {
                @if measured.frames > 0 {
                    h4 { (labels::presence(turning, lang)) }
                    (figures(&depth(measured), lang))
                }
            }
        }
    }
}

fn depth(measured: &Figures) -> [(&'static str, String); 6] {
    let share = |value: f64| if value.is_finite() { format!("{:.0} %", value * 100.0) } else { "–".to_owned() };
    [
        ("frames", measured.frames.to_string()),
        ("rotation", degrees(measured.rotation_deg as f32)),
        ("relief", share(measured.relief)),
        ("rigid", share(measured.rigid)),
        ("agrees", share(measured.agrees)),
        ("nose", share(measured.nose)),
    ]
}

fn figures(rows: &[(&str, String)], lang: Lang) -> Markup {
    html! {
        dl {
            @for (name, value) in rows {
                div { dt { (labels::presence_figure(name, lang)) } dd { (value) } }
            }
        }
    }
}

fn timing(report: &LivenessReport, lang: Lang) -> Markup {
    let t = &report.timing;
    let ms = |value: f64| format!("{value:.1} ms");
    let rows = [
        ("frame", ms(t.frame_p50_ms)),
        ("slow_frame", ms(t.frame_p95_ms)),
        ("total", ms(t.total_ms)),
        ("inference", ms(t.inference_ms)),
    ];
    parts::details(&format!("{} · {:.0} ms", Label::Timing.text(lang), t.total_ms), &rows, lang)
}
