//! Findings about how the card was photographed.

use crate::document::layout::{self, PictureKind};
use crate::document::limits::CaptureLimits;
use crate::document::{CardCapture, DocumentKind, FieldKey, Patch, PatchKind, PictureLight};
use crate::finding::{Code, Finding, Severity};
use crate::geometry::Rect;

use super::Judged;

/// Figure that names the portrait as the place hidden.
pub(crate) const PORTRAIT_HIDDEN: &str = "portrait_hidden_ratio";
/// Figure that names the emblem as the place hidden.
pub(crate) const EMBLEM_HIDDEN: &str = "emblem_hidden_ratio";
/// Figure that tells print without contrast from a card in plain white.
pub(crate) const PRINT_CONTRAST: &str = "print_contrast";

pub(crate) fn findings(input: &Judged<'_>, capture: &CardCapture) -> Vec<Finding> {
    let mut findings = framing(input, capture);
    findings.extend(light(input, capture));
    findings.extend(screenshot(input, capture));
    // Objects are told by their colour and the emblem by its red. A copy in greys has neither, and covering it is the least
    // of its faults.
    let grey = falls_short(capture.chroma_spread, input.limits.capture.min_chroma_spread);
    let patches = capture.patches.iter().filter(|patch| !(grey && patch.kind == PatchKind::Cover));
    findings.extend(patches.map(|patch| hidden(input, patch)));
    findings
}

/// Light that hides whatever is in the picture, unless the card's own light is judged.
pub(super) fn picture(input: &Judged<'_>, light: PictureLight) -> Option<Finding> {
    let limits = &input.limits.capture;
    let told = |c: &CardCapture| {
        exceeds(c.clipped_ratio, limits.max_clipped_ratio) || falls_short(c.paper_lightness, limits.min_paper_lightness)
    };
    if input.capture.is_some_and(told) {
        return None;
    }
    if exceeds(light.clipped_ratio, limits.max_picture_clipped_ratio) {
        let clipped = f64::from(light.clipped_ratio);
        return Some(Finding::error(Code::DocumentOverexposed).figure("picture_clipped_ratio", clipped));
    }
    falls_short(light.bright_lightness, limits.min_paper_lightness).then(|| {
        let lightness = f64::from(light.bright_lightness);
        Finding::error(Code::DocumentUnderexposed).figure("picture_lightness", lightness)
    })
}

/// Shorter over longer of two opposite sides, the lesser of both pairs: 1 for a card seen squarely.
fn evenness(capture: &CardCapture) -> f32 {
    let [a, b, c, d] = capture.corners;
    let even = |p: f32, q: f32| p.min(q) / p.max(q).max(1e-3);
    even(a.distance(b), c.distance(d)).min(even(b.distance(c), d.distance(a)))
}

fn framing(input: &Judged<'_>, capture: &CardCapture) -> Vec<Finding> {
    let limits = &input.limits.capture;
    let card = || capture.corners.to_vec();
    let mut findings = Vec::new();
    if let Some(other) = capture.other_cards.first() {
        let count = capture.other_cards.len() + 1;
        findings.push(Finding::error(Code::DocumentMultiple).figure("count", count as f64).at(other.clone()));
    }
    if exceeds(capture.outside_ratio, limits.max_outside_ratio) {
        let outside = f64::from(capture.outside_ratio);
        findings.push(Finding::error(Code::DocumentCutOff).figure("outside_ratio", outside).at(card()));
    }
    if falls_short(capture.card_width_px, limits.min_card_width_px)
        || falls_short(capture.width_ratio, limits.min_width_ratio)
    {
        findings.push(
            Finding::error(Code::DocumentTooSmall)
                .figure("width_px", f64::from(capture.card_width_px))
                .figure("width_ratio", f64::from(capture.width_ratio))
                .figure("min_width_px", f64::from(limits.min_card_width_px))
                .at(card()),
        );
    }
    let turned = off_quarter_turn(capture.rotation_deg);
    let (tilted, turned_far) = (
        exceeds(capture.tilt_deg, limits.max_tilt_deg) || falls_short(evenness(capture), limits.min_side_ratio),
        exceeds(turned, limits.max_rotation_deg),
    );
    if tilted || turned_far {
        // A card that only lies turned is read, and anyone can turn its picture.
        let unknown = capture.rotation_deg.is_nan();
        let severity = if tilted || unknown { Severity::Error } else { Severity::Warning };
        let mut skewed = Finding::new(Code::DocumentSkewed, severity).at(card());
        // Only what is out of bounds is said.
        if tilted {
            skewed = skewed.figure("tilt_deg", f64::from(capture.tilt_deg));
        }
        if turned_far {
            skewed = skewed.figure("turned_deg", f64::from(turned));
        }
        findings.push(skewed);
    }
    findings
}

fn light(input: &Judged<'_>, capture: &CardCapture) -> Vec<Finding> {
    let limits = &input.limits.capture;
    let card = || capture.corners.to_vec();
    let mut findings = Vec::new();
    if let Some(blur) = capture.blur_mm.filter(|b| exceeds(*b, limits.max_blur_mm)) {
        findings.push(Finding::error(Code::DocumentBlurred).figure("blur_mm", f64::from(blur)).at(card()));
    }
    let lightness = f64::from(capture.paper_lightness);
    let washed = capture.paper_lightness >= limits.bright_paper_lightness
        && capture.print_contrast.is_some_and(|c| c < limits.min_print_contrast);
    if falls_short(capture.paper_lightness, limits.min_paper_lightness) {
        findings.push(Finding::error(Code::DocumentUnderexposed).figure("paper_lightness", lightness).at(card()));
    } else {
        let clipped = exceeds(capture.clipped_ratio, limits.max_clipped_ratio);
        if clipped || washed {
            let mut bright = Finding::error(Code::DocumentOverexposed)
                .figure("paper_lightness", lightness)
                .figure("clipped_ratio", f64::from(capture.clipped_ratio));
            // Only what is out of bounds is said.
            if let Some(contrast) = capture.print_contrast.filter(|_| !clipped) {
                bright = bright.figure(PRINT_CONTRAST, f64::from(contrast));
            }
            findings.push(bright.at(card()));
        }
    }
    if falls_short(capture.chroma_spread, limits.min_chroma_spread) {
        let spread = f64::from(capture.chroma_spread);
        // The limit is that of sides with a portrait or an emblem. What bears neither may have as little colour itself.
        let plain = input.kind.is_read() && layout::picture_kind(input.kind).is_none();
        let severity = if plain { Severity::Warning } else { Severity::Error };
        let grey = Finding::new(Code::DocumentGrayscaleCopy, severity).figure("chroma_spread", spread);
        findings.push(grey.at(card()));
    }
    if is_grid(limits, capture) {
        let moire = f64::from(capture.moire_db);
        findings.push(Finding::error(Code::DocumentScreenRecapture).figure("moire_db", moire).at(card()));
    } else if exceeds(capture.bands_chroma, limits.max_bands_chroma) {
        let bands = f64::from(capture.bands_chroma);
        findings.push(Finding::error(Code::DocumentScreenRecapture).figure("bands_chroma", bands).at(card()));
    }
    findings
}

/// Whether lines in the spectrum are a screen's grid: strong ones, and a sign besides that no guilloche gives.
fn is_grid(limits: &CaptureLimits, capture: &CardCapture) -> bool {
    exceeds(capture.moire_db, limits.max_moire_db)
        && (capture.moire_db.is_nan()
            || exceeds(capture.moire_shared_db, limits.max_shared_moire_db)
            || exceeds(capture.moire_fringe_db, limits.max_fringe_moire_db)
            || exceeds(capture.moire_lattice_db, limits.max_lattice_moire_db))
}

/// A picture that was saved from a screen, as info where nobody minds.
fn screenshot(input: &Judged<'_>, capture: &CardCapture) -> Option<Finding> {
    let (limits, margin) = (&input.limits.capture, capture.screen_margin_ratio);
    let severity = if exceeds(margin, limits.max_screen_margin_ratio) { Severity::Error } else { Severity::Info };
    exceeds(margin, limits.min_screen_margin_ratio)
        .then(|| Finding::new(Code::DocumentScreenshot, severity).figure("screen_margin_ratio", f64::from(margin)))
}

/// A patch over print or picture is an error, one over the margin a warning. Either names what it touches.
fn hidden(input: &Judged<'_>, patch: &Patch) -> Finding {
    let limits = &input.limits.capture;
    let code = match patch.kind {
        PatchKind::Glare => Code::DocumentGlare,
        PatchKind::Cover => Code::DocumentCovered,
    };
    let on_text = patch.on_text_ratio * patch.area_ratio;
    let mut over_text = exceeds(on_text, limits.max_hidden_text_ratio);
    let mut over_picture = exceeds(patch.picture_hidden_ratio, limits.max_hidden_picture_ratio);
    let severity = if over_text || over_picture { Severity::Error } else { Severity::Warning };
    if severity == Severity::Warning {
        (over_text, over_picture) = (on_text > 0.0, patch.picture_hidden_ratio > 0.0);
    }
    let mut finding = Finding::new(code, severity).at(patch.region.clone());
    let field = most_hidden(input, &patch.bounds_mm).filter(|_| over_text);
    let picture_area = layout::picture_zone(input.kind).area() * patch.picture_hidden_ratio.clamp(0.0, 1.0);
    match field {
        // Print is read off first, unless the patch lies mostly on the picture.
        Some((key, area)) if !over_picture || area > 0.3 * picture_area => finding = finding.field(key),
        _ if over_picture => {
            let emblem = layout::picture_kind(input.kind) == Some(PictureKind::Emblem);
            let name = if emblem { EMBLEM_HIDDEN } else { PORTRAIT_HIDDEN };
            finding = finding.figure(name, f64::from(patch.picture_hidden_ratio));
        }
        _ => {}
    }
    finding.figure("area_ratio", f64::from(patch.area_ratio)).figure("on_text_ratio", f64::from(patch.on_text_ratio))
}

/// The field of which `patch` hides most, and how many mm² of it: its value, else its label.
fn most_hidden(input: &Judged<'_>, patch: &Rect) -> Option<(FieldKey, f32)> {
    let most = |zone: fn(DocumentKind, FieldKey) -> Rect| {
        let hidden = input.kind.fields().iter().map(|key| {
            let seen = input.fields.get(*key).map_or(0.0, |f| f.bounds_mm.intersection(patch).area());
            (*key, zone(input.kind, *key).intersection(patch).area().max(seen))
        });
        hidden.filter(|(_, area)| *area > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))
    };
    most(layout::field_zone).or_else(|| most(layout::label_zone))
}

/// A figure that could not be measured (NaN) never passes.
fn exceeds(value: f32, limit: f32) -> bool {
    value > limit || value.is_nan()
}

fn falls_short(value: f32, limit: f32) -> bool {
    value < limit || value.is_nan()
}

/// Degrees off the nearest quarter turn, 0 to 45.
fn off_quarter_turn(rotation_deg: f32) -> f32 {
    let within = rotation_deg.rem_euclid(90.0);
    within.min(90.0 - within)
}
