//! The section of one comparison: the document's portrait and the face, side by side.

use heyan::MatchReport;
use heyan::rules::matching::FaceView;
use heyan::rules::words::Lang;
use heyan::vision::frame::Picture;
use image::RgbImage;
use maud::{Markup, html};

use super::{ReportError, parts, raster};
use crate::labels;

/// Longer side of either face, px.
const FACE_LIMIT_PX: u32 = 420;
/// Surroundings of a face that are shown, as a share of its size.
const AROUND: f32 = 0.35;

/// The two faces, cut out.
pub struct Faces {
    /// Of the document.
    pub printed: Option<RgbImage>,
    /// Of the picture.
    pub live: Option<RgbImage>,
}

impl Faces {
    /// Of `report` on `face`.
    pub fn of(face: &Picture, report: &MatchReport) -> Self {
        let printed = report.portrait.as_ref().and_then(|(picture, bounds)| match bounds {
            Some(bounds) => cut(picture, *bounds),
            None => raster::view(picture).map(|view| raster::within(&view, FACE_LIMIT_PX)),
        });
        Self { printed, live: report.live.and_then(|bounds| cut(face, bounds)) }
    }
}

fn cut(picture: &Picture, [left, top, right, bottom]: [f32; 4]) -> Option<RgbImage> {
    let around = AROUND * (right - left).max(bottom - top);
    let low = |v: f32| (v - around).max(0.0) as u32;
    let high = |v: f32, end: u32| ((v + around).max(0.0) as u32).min(end);
    let (x, y) = (low(left), low(top));
    let (width, height) =
        (high(right, picture.width()).checked_sub(x)?, high(bottom, picture.height()).checked_sub(y)?);
    let part = picture.part(x, y, width, height)?;
    raster::view(&part).map(|view| raster::within(&view, FACE_LIMIT_PX))
}

/// The section.
pub fn article(
    number: usize,
    (card, face): (&str, &str),
    report: &MatchReport,
    faces: &Faces,
    lang: Lang,
) -> Result<Markup, ReportError> {
    let said = parts::told(&report.matched.findings, vec![None; report.matched.findings.len()], lang);
    let picture = |image: &Option<RgbImage>, name: &str| -> Result<Markup, ReportError> {
        Ok(html! {
            figure {
                @if let Some(image) = image { img src=(raster::data_address(image)?) alt=(name); }
                figcaption { (name) }
            }
        })
    };
    let rows = rows(report);
    Ok(html! {
        article id={ "p" (number) } {
            (parts::title(number, &format!("{card} · {face}")))
            (parts::banner(report.verdict(), &html! { (labels::matched(report.matched.band, report.pair.distance, lang)) }, &said, lang))
            div.faces style="display:flex;gap:1.5rem;flex-wrap:wrap" {
                (picture(&faces.printed, card)?)
                (picture(&faces.live, face)?)
            }
            (parts::findings(&said, lang))
            (parts::details(&labels::Label::Measured.text(lang), &rows, lang))
        }
    })
}

fn rows(report: &MatchReport) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    if let Some(distance) = report.pair.distance {
        rows.push(("face_distance", format!("{distance:.3}")));
    }
    let mut face = |names: [&'static str; 3], view: Option<FaceView>| {
        if let Some(view) = view {
            let values = [view.eye_distance_px, view.angles.yaw_deg, view.fine_ratio];
            let digits = [0, 0, 2];
            rows.extend(names.into_iter().zip(values).zip(digits).map(|((name, v), d)| (name, format!("{v:.d$}"))));
        }
    };
    face(["printed_eyes_px", "printed_yaw_deg", "printed_fine_ratio"], report.pair.printed);
    face(["live_eyes_px", "live_yaw_deg", "live_fine_ratio"], report.pair.live);
    rows
}
