//! The report of an icon: the picture with what was found outlined, on a page of its own.

use std::path::Path;

use heyan::rules::words::{Lang, Words};
use heyan::rules::{Finding, Severity, Verdict};
use heyan::vision::frame::Picture;
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};
use maud::{DOCTYPE, PreEscaped, html};

use super::folder::Folder;
use super::page::{POLICY, STYLE};
use super::{PAGE, ReportError, parts, raster};
use crate::labels::guide as own;

/// Longer side of the drawn icon, px: small icons are shown larger, each pixel as it is.
const SHOWN_PX: u32 = 512;
/// Half the width of an outline, px.
const STROKE_PX: i64 = 2;

/// Writes the report of the icon `name` into `dir`.
pub fn write(dir: &Path, name: &str, picture: &Picture, findings: &[Finding], lang: Lang) -> Result<(), ReportError> {
    let mut folder = Folder::open(dir)?;
    let drawn = drawn(picture, findings);
    folder.write("icon.png", &raster::png(&drawn)?)?;
    let words = Words::new(lang);
    let said: Vec<parts::Told<'_>> = findings.iter().map(|finding| (finding, words.finding(finding), None)).collect();
    let sources: Vec<String> =
        findings.iter().filter_map(|f| f.cause.as_ref()).map(|cause| own::source(&cause.source, &cause.date)).collect();
    let language = if lang == Lang::Zh { "zh-CN" } else { "en" };
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { "Heyan · " (name) }
                style { (PreEscaped(STYLE)) }
            }
            body { main {
                header.top {
                    p.brand { "Heyan" }
                    h1 { (name) }
                    p.meta { (words.guide_verdict(Verdict::of(findings))) }
                }
                article {
                    img alt=(name) src=(raster::data_address(&drawn)?);
                    (parts::findings(&said, lang))
                    @for source in &sources { p.note { (own::sources(lang)) " " (source) } }
                }
            } }
        }
    };
    folder.write(PAGE, page.0.as_bytes())?;
    folder.publish()?;
    Ok(())
}

/// The icon at a size to look at, with an outline round what was found.
fn drawn(picture: &Picture, findings: &[Finding]) -> RgbImage {
    let (width, height) = (picture.width(), picture.height());
    let Some(view) = raster::view(picture) else { return RgbImage::new(1, 1) };
    let scale = SHOWN_PX as f32 / width.max(height) as f32;
    let side = |length: u32| ((length as f32 * scale).round() as u32).max(1);
    let filter = if scale > 1.0 { FilterType::Nearest } else { FilterType::Triangle };
    let mut image = imageops::resize(&view, side(width), side(height), filter);
    for finding in findings {
        let Some(region) = &finding.region else { continue };
        let ink = if finding.severity == Severity::Error { Rgb([208, 0, 208]) } else { Rgb([230, 150, 0]) };
        let low = |pick: fn(&heyan::rules::Point) -> f32| region.iter().map(pick).fold(f32::MAX, f32::min) * scale;
        let high = |pick: fn(&heyan::rules::Point) -> f32| region.iter().map(pick).fold(f32::MIN, f32::max) * scale;
        outline(&mut image, [low(|p| p.x), low(|p| p.y), high(|p| p.x), high(|p| p.y)], ink);
    }
    image
}

fn outline(image: &mut RgbImage, [left, top, right, bottom]: [f32; 4], ink: Rgb<u8>) {
    // Outside what it encloses, so that nothing of it is hidden.
    let (left, top) = (left.floor() as i64 - STROKE_PX, top.floor() as i64 - STROKE_PX);
    let (right, bottom) = (right.ceil() as i64 + STROKE_PX, bottom.ceil() as i64 + STROKE_PX);
    for y in top - STROKE_PX..=bottom + STROKE_PX {
        for x in left - STROKE_PX..=right + STROKE_PX {
            let near = |at: i64, edge: i64| (at - edge).abs() <= STROKE_PX;
            if !(near(x, left) || near(x, right) || near(y, top) || near(y, bottom)) {
                continue;
            }
            if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
                && let Some(pixel) = image.get_pixel_mut_checked(x, y)
            {
                *pixel = ink;
            }
        }
    }
}
