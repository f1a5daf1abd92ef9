//! Light and sharpness of the face.

use super::{above, below, outline};
use crate::finding::{Code, Finding, Severity};
use crate::portrait::{FaceMeasures, Limits, Measurements};

pub(super) fn judge(measured: &Measurements, face: &FaceMeasures, limits: &Limits, out: &mut Vec<Finding>) {
    if let Some(severity) = dark(measured, face, limits) {
        let finding =
            Finding::new(Code::PortraitUnderexposed, severity).figure("luminance_ratio", face.luminance.into());
        out.push(finding.at(outline(&face.bounds)));
    }
    out.extend(too_bright(face, limits).or_else(|| {
        let wall =
            measured.backdrop.as_ref().is_some_and(|b| f64::from(b.raw_lightness) > limits.wall_clipped_lightness);
        let luminance = f64::from(face.luminance);
        let washed = wall && luminance > limits.face_luminance_with_wall;
        washed.then(|| bright(face).figure("luminance_ratio", luminance))
    }));
    let side = f64::from(face.side_light);
    if let Some(severity) = above(side, limits.side_light_warn, limits.side_light_error) {
        let finding = Finding::new(Code::PortraitUnevenLight, severity).figure("side_light_times", side);
        out.push(finding.at(outline(&face.bounds)));
    }
    let blur = f64::from(face.blur_ratio);
    if let Some(severity) = above(blur, limits.blur_warn, limits.blur_error) {
        let finding = Finding::new(Code::PortraitBlurred, severity).figure("blur_ratio", blur);
        out.push(finding.at(outline(&face.bounds)));
    }
    if is_grey(measured, limits) {
        out.push(Finding::error(Code::PortraitGrayscale).figure("chroma_spread", measured.colourfulness.into()));
    }
}

/// A face that is washed out.
pub(super) fn too_bright(face: &FaceMeasures, limits: &Limits) -> Option<Finding> {
    let (clipped, luminance) = (f64::from(face.bright_ratio), f64::from(face.luminance));
    if clipped > limits.face_bright_error {
        Some(bright(face).figure("clipped_ratio", clipped))
    } else {
        (luminance > limits.face_luminance_max).then(|| bright(face).figure("luminance_ratio", luminance))
    }
}

fn bright(face: &FaceMeasures) -> Finding {
    Finding::error(Code::PortraitOverexposed).at(outline(&face.bounds))
}

/// A picture without colour.
pub(super) fn is_grey(measured: &Measurements, limits: &Limits) -> bool {
    f64::from(measured.colourfulness) < limits.grey_chroma_max
}

/// Whether the face is too dark to tell colours in.
pub(in crate::portrait) fn is_dark(measured: &Measurements, face: &FaceMeasures, limits: &Limits) -> bool {
    dark(measured, face, limits) == Some(Severity::Error)
}

/// A dark face counts when the wall shows that there is little light, or when the light on a light wall does not reach the
/// face: skin of any tone shines in light.
fn dark(measured: &Measurements, face: &FaceMeasures, limits: &Limits) -> Option<Severity> {
    let luminance = f64::from(face.luminance);
    let wall = measured.backdrop.as_ref().map_or(0.0, |b| f64::from(b.raw_lightness));
    if wall < limits.wall_dark_lightness {
        return (luminance < limits.face_dark_with_wall).then_some(Severity::Error);
    }
    let shine = f64::from(face.highlight) / luminance_of(wall);
    below(shine, limits.face_shine_warn, limits.face_shine_error).filter(|_| luminance < limits.face_dark_error)
}

/// Luminance of a CIELAB lightness, 0 to 1 (CIE 15).
fn luminance_of(lightness: f64) -> f64 {
    let root = (lightness + 16.0) / 116.0;
    if lightness > 8.0 { root.powi(3) } else { lightness / 903.3 }
}
