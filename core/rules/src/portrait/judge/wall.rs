//! The wall: white, empty, without the person's shadow.

use super::light::{is_dark, is_grey};
use super::{above, below};
use crate::finding::{Code, Finding, Severity};
use crate::geometry::{Point, Polygon};
use crate::portrait::{BackdropMeasures, FaceMeasures, Limits, Measurements, Patch, PatchKind};

pub(super) fn judge(measured: &Measurements, face: &FaceMeasures, limits: &Limits, out: &mut Vec<Finding>) {
    let Some(backdrop) = &measured.backdrop else {
        // Nothing of the wall can be seen, so nothing speaks for it.
        out.push(Finding::error(Code::PortraitBackgroundNotWhite));
        return;
    };
    // How light the wall is cannot be told in a dark picture, nor its colour in a grey one.
    let dark = is_dark(measured, face, limits);
    out.extend(white(backdrop, dark, is_grey(measured, limits), limits));
    for patch in &backdrop.clutter {
        let counts = match patch.kind {
            PatchKind::Object => f64::from(patch.area_ratio) >= limits.clutter_area_min,
            PatchKind::Line => f64::from(patch.length_ratio) >= limits.line_length_min,
            PatchKind::Shadow => false,
        };
        if counts {
            let hair = may_be_hair(measured, patch, limits);
            let finding =
                Finding::new(Code::PortraitBackgroundClutter, if hair { Severity::Warning } else { Severity::Error });
            let finding = match patch.kind {
                _ if hair => finding.figure("loose_hair", 1.0),
                PatchKind::Line => finding.figure("line_length_ratio", patch.length_ratio.into()),
                _ => finding.figure("area_ratio", patch.area_ratio.into()),
            };
            out.push(placed(finding, measured, patch));
        }
    }
    for patch in told_shadows(backdrop, limits) {
        let finding = Finding::error(Code::PortraitBackgroundShadow).figure("area_ratio", patch.area_ratio.into());
        out.push(placed(finding.figure("darker_lightness", patch.contrast.into()), measured, patch));
    }
}

/// Whether a place of the wall may be loose hair: by the head, thin, hanging together with it and of the hair's colour.
fn may_be_hair(measured: &Measurements, patch: &Patch, limits: &Limits) -> bool {
    let Some(by_head) = &patch.by_head else { return false };
    let (longer, head) =
        (measured.width_px.max(measured.height_px) as f32, measured.framing.as_ref().map_or(0.0, |f| f.head.height()));
    let is_line = patch.kind == PatchKind::Line;
    let short = !is_line || f64::from(patch.length_ratio * longer) <= limits.hair_line_max * f64::from(head);
    // What is found of a line is as broad as the stretch that it is looked for in, and begins beside it.
    let thin = is_line || f64::from(by_head.breadth_ratio) <= limits.hair_breadth_max;
    let hangs = is_line || f64::from(by_head.gap_ratio) <= limits.hair_gap_max;
    short
        && thin
        && hangs
        && f64::from(by_head.within_ratio) >= limits.hair_within_min
        && f64::from(by_head.reach_ratio) <= limits.hair_reach_max
        && f64::from(by_head.hair_ratio) >= limits.hair_colour_min
}

/// The shadows that are large and dark enough to be told.
pub(super) fn told_shadows<'a>(backdrop: &'a BackdropMeasures, limits: &'a Limits) -> impl Iterator<Item = &'a Patch> {
    backdrop.shadows.iter().filter(|patch| {
        f64::from(patch.area_ratio) >= limits.shadow_area_min && f64::from(patch.contrast) >= limits.shadow_contrast_min
    })
}

fn white(backdrop: &BackdropMeasures, dark: bool, grey: bool, limits: &Limits) -> Option<Finding> {
    let (chroma, lightness) = (f64::from(backdrop.chroma), f64::from(backdrop.lightness));
    if f64::from(backdrop.wall_ratio) < limits.wall_ratio_error {
        let finding = Finding::error(Code::PortraitBackgroundNotWhite);
        return Some(finding.figure("wall_ratio", backdrop.wall_ratio.into()));
    }
    let coloured = if grey { None } else { above(chroma, limits.wall_chroma_warn, limits.wall_chroma_error) };
    let dim = if dark { None } else { below(lightness, limits.wall_lightness_warn, limits.wall_lightness_error) };
    // The graver of both; a colour is told before a shade.
    let (severity, name) = match (coloured, dim) {
        (Some(colour), Some(shade)) if shade > colour => (shade, "grey"),
        (Some(colour), _) => (colour, "coloured"),
        (None, Some(shade)) => (shade, "grey"),
        (None, None) => return None,
    };
    let finding = Finding::new(Code::PortraitBackgroundNotWhite, severity).figure("wall_lightness", lightness);
    Some(finding.figure("wall_chroma", chroma).figure(name, 1.0))
}

/// With its outline and where that is in the picture.
fn placed(finding: Finding, measured: &Measurements, patch: &Patch) -> Finding {
    let at = middle(&patch.outline);
    finding
        .figure("place_x_ratio", f64::from(at.x) / f64::from(measured.width_px.max(1)))
        .figure("place_y_ratio", f64::from(at.y) / f64::from(measured.height_px.max(1)))
        .at(patch.outline.clone())
}

/// Middle of the box of a polygon.
fn middle(polygon: &Polygon) -> Point {
    let fold = |pick: fn(&Point) -> f32| {
        let (low, high) = polygon.iter().map(pick).fold((f32::MAX, f32::MIN), |(l, h), v| (l.min(v), h.max(v)));
        (low + high) / 2.0
    };
    if polygon.is_empty() { Point::default() } else { Point::new(fold(|p| p.x), fold(|p| p.y)) }
}
