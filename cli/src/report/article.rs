//! The section of one picture.

use heyan::ScanReport;
use heyan::rules::document::{CARD_WIDTH_MM, CardCapture, DocumentKind};
use heyan::rules::words::{Lang, Words};
use image::RgbImage;
use maud::{Markup, html};

use super::overlay::{self, Overlay};
use super::{ReportError, Shown, parts, raster, svg};
use crate::labels::{self, Label};

/// Size of a field's cutting on the page, CSS px for each mm of the card: print stands there about 20 px high.
const CUTTING_PX_PER_MM: f32 = 5.2;
/// Confidence below which the bar warns: a person should compare the cutting with the reading.
const DOUBTFUL: f32 = 0.9;

/// All about the picture `name`, the `number`th of the report.
pub fn article(
    number: usize,
    name: &str,
    report: &ScanReport,
    shown: &Shown,
    lang: Lang,
) -> Result<Markup, ReportError> {
    let said = parts::told(&report.findings, overlay::letters(&report.findings), lang);
    let sure = f64::from(report.confidence) * 100.0;
    let kind = html! {
        (Words::new(lang).kind(report.kind))
        @if report.kind != DocumentKind::Unknown { span.soft { " · " (format!("{sure:.0}\u{a0}%")) } }
    };
    let photo = shown.picture.as_ref().map(|p| figure(p, &format!("p{number}a"), Label::Photo, name, lang));
    let card = shown.card.as_ref().map(|c| figure(c, &format!("p{number}b"), Label::Card, name, lang));
    let (photo, card) = (photo.transpose()?, card.transpose()?);
    Ok(html! {
        article id={ "p" (number) } {
            (parts::title(number, name))
            (parts::banner(report.verdict, &kind, &said, lang))
            div.columns {
                div.pictures {
                    @if let Some(photo) = photo { (photo) }
                    @if let Some(card) = card { (card) }
                }
                div.words {
                    (parts::findings(&said, lang))
                    (fields(report, &shown.cuttings, lang))
                    @if let Some(capture) = &report.capture { (measurements(capture, lang)) }
                    (timing(report, lang))
                }
            }
        }
    })
}

fn figure(
    (image, overlay): &(RgbImage, Overlay),
    id: &str,
    label: Label,
    name: &str,
    lang: Lang,
) -> Result<Markup, ReportError> {
    let source = raster::data_address(image)?;
    let text = label.text(lang);
    let alt = format!("{text}: {name}");
    Ok(html! {
        figure {
            div.frame {
                img src=(source) alt=(alt) width=(image.width()) height=(image.height());
                (svg::overlay(overlay, id))
            }
            figcaption {
                span { (text) }
                span.legend {
                    @if overlay.outline.is_some() { span.key.edge { (Label::Outline.text(lang)) } }
                    @if !overlay.fields.is_empty() { span.key.box { (Label::FieldPlace.text(lang)) } }
                    @if !overlay.defects.is_empty() { span.key.bad { (Label::DefectPlace.text(lang)) } }
                }
            }
        }
    })
}

fn fields(report: &ScanReport, cuttings: &[Option<String>], lang: Lang) -> Markup {
    html! {
        section.fields {
            h3 { (Label::Fields.text(lang)) }
            @if report.fields.is_empty() {
                p.none { (Label::NoFields.text(lang)) }
            } @else {
                table {
                    thead {
                        tr {
                            th scope="col" { (Label::Field.text(lang)) }
                            th scope="col" { (Label::Value.text(lang)) }
                            th scope="col" { (Label::Confidence.text(lang)) }
                        }
                    }
                    tbody {
                        @for (i, placed) in report.fields.iter().enumerate() {
                            @let field = &placed.field;
                            @let share = field.confidence.clamp(0.0, 1.0) * 100.0;
                            @let width = (field.bounds_mm.width().clamp(2.0, CARD_WIDTH_MM)) * CUTTING_PX_PER_MM;
                            tr {
                                th scope="row" { span.number { (i + 1) } (Words::new(lang).field(field.key)) }
                                td.value lang="zh-CN" {
                                    span { (labels::value(field.value.expose(), lang)) }
                                    @if let Some(Some(cutting)) = cuttings.get(i) {
                                        img.cutting src=(cutting) alt="" style={ "width:" (width.round()) "px" };
                                    }
                                }
                                td.sure {
                                    span.bar .doubtful[field.confidence < DOUBTFUL] {
                                        span style={ "width:" (format!("{share:.1}")) "%" } {}
                                    }
                                    span.share { (format!("{share:.1} %")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn measurements(capture: &CardCapture, lang: Lang) -> Markup {
    let share = |ratio: f32| format!("{:.1} %", ratio * 100.0);
    let or_not = |value: Option<String>| value.unwrap_or_else(|| Label::NotMeasured.text(lang).into_owned());
    let rows = [
        ("picture", format!("{:.0} × {:.0} px", capture.picture_width_px, capture.picture_height_px)),
        ("card_width", format!("{:.0} px ({})", capture.card_width_px, share(capture.width_ratio))),
        ("tilt", format!("{:.1}°", capture.tilt_deg)),
        ("rotation", format!("{:.1}°", capture.rotation_deg)),
        ("outside", share(capture.outside_ratio)),
        ("blur", or_not(capture.blur_mm.map(|mm| format!("{mm:.3} mm")))),
        ("paper", format!("{:.1}", capture.paper_lightness)),
        ("clipped", share(capture.clipped_ratio)),
        ("contrast", or_not(capture.print_contrast.map(|l| format!("{l:.1}")))),
        ("chroma", format!("{:.1}", capture.chroma_spread)),
        ("moire", format!("{:.1} dB", capture.moire_db)),
        ("patches", capture.patches.len().to_string()),
    ];
    parts::details(&Label::Capture.text(lang), &rows, lang)
}

fn timing(report: &ScanReport, lang: Lang) -> Markup {
    let t = &report.timing;
    let ms = |value: f64| format!("{value:.1} ms");
    let rows = [
        ("decode", ms(t.decode_ms)),
        ("locate", ms(t.locate_ms)),
        ("read", ms(t.read_ms)),
        ("measure", ms(t.measure_ms)),
        ("total", ms(t.total_ms)),
        ("inference", ms(t.inference_ms)),
    ];
    parts::details(&format!("{} · {:.0} ms", Label::Timing.text(lang), t.total_ms), &rows, lang)
}
