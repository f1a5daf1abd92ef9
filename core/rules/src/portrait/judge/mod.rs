//! From measurements to findings.

mod cover;
mod dress;
mod light;
mod place;
mod wall;

pub(super) use cover::lower_covered;
pub(super) use light::is_dark;

use super::{FaceMeasures, Limits, Measurements};
use crate::finding::{Code, Finding, Severity};
use crate::geometry::{Polygon, Rect};

/// What a reviewer would say of a picture, gravest first. Of a picture without a face only that is said.
pub fn judge(measured: &Measurements, limits: &Limits) -> Vec<Finding> {
    let Some(face) = &measured.face else { return vec![no_face(measured)] };
    let mut findings = Vec::new();
    findings.extend(others(measured, limits));
    place::judge(measured, face, limits, &mut findings);
    light::judge(measured, face, limits, &mut findings);
    wall::judge(measured, face, limits, &mut findings);
    dress::judge(measured, face, limits, &mut findings);
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    findings
}

/// What to say of a frame of which only the face was looked at: what the last whole check found of wall, shoulders and
/// dress, and of the face what is seen now.
pub fn judge_glance(face: Option<&FaceMeasures>, last: &[Finding], limits: &Limits) -> Vec<Finding> {
    let Some(face) = face else { return vec![Finding::error(Code::PortraitNoFace)] };
    const SEEN_NOW: [Code; 4] =
        [Code::PortraitNoFace, Code::PortraitNotFrontal, Code::PortraitTooLowResolution, Code::PortraitOverexposed];
    let mut findings: Vec<Finding> = last.iter().filter(|f| !SEEN_NOW.contains(&f.code)).cloned().collect();
    findings.extend(place::of_face(face, limits));
    findings.extend(light::too_bright(face, limits));
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    findings
}

/// What to say where no face can be measured: a hand or a cloth may be all that hides it.
fn no_face(measured: &Measurements) -> Finding {
    match &measured.hidden_face {
        Some(face) => Finding::error(Code::PortraitFaceCovered)
            .figure("presence_ratio", face.presence.into())
            .at(outline(&face.bounds)),
        None => Finding::error(Code::PortraitNoFace),
    }
}

/// Further faces that are large enough to count.
fn others(measured: &Measurements, limits: &Limits) -> Option<Finding> {
    let side = |r: &Rect| f64::from(r.width().max(r.height()));
    let first = measured.face.as_ref().map_or(0.0, |f| side(&f.bounds));
    let count = |r: &&Rect| side(r) >= limits.other_face_min * first;
    let others: Vec<&Rect> = measured.other_faces.iter().filter(count).collect();
    let largest = others.iter().max_by(|a, b| side(a).total_cmp(&side(b)))?;
    let finding = Finding::error(Code::PortraitMultipleFaces).figure("count", (others.len() + 1) as f64);
    Some(finding.at(outline(largest)))
}

/// The corners of a box as a polygon.
fn outline(rect: &Rect) -> Polygon {
    rect.corners().to_vec()
}

/// The weight of `value` that is bad above the limits.
fn above(value: f64, warn: f64, error: f64) -> Option<Severity> {
    if value > error { Some(Severity::Error) } else { (value > warn).then_some(Severity::Warning) }
}

/// The weight of `value` that is bad below the limits.
fn below(value: f64, warn: f64, error: f64) -> Option<Severity> {
    above(-value, -warn, -error)
}
