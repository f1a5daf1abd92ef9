//! Where head and shoulders are, and how the head is held.

use super::wall::told_shadows;
use super::{above, below, outline};
use crate::finding::{Code, Finding, Severity};
use crate::geometry::Point;
use crate::portrait::{FaceMeasures, Framing, Limits, Measurements, Side};

pub(super) fn judge(measured: &Measurements, face: &FaceMeasures, limits: &Limits, out: &mut Vec<Finding>) {
    if let Some(framing) = &measured.framing {
        out.extend(distance(framing, limits));
        out.extend(headroom(measured, framing, limits));
        out.extend(centring(framing, limits));
        shoulders(measured, framing, limits, out);
    }
    out.extend(of_face(face, limits));
}

/// What the face alone tells.
pub(super) fn of_face(face: &FaceMeasures, limits: &Limits) -> impl Iterator<Item = Finding> {
    resolution(face, limits).into_iter().chain(pose(face, limits))
}

fn distance(framing: &Framing, limits: &Limits) -> Option<Finding> {
    let ratio = f64::from(framing.head_height_ratio);
    let far = below(ratio, limits.head_small_warn, limits.head_small_error).map(|s| (Code::PortraitTooFar, s));
    let near = above(ratio, limits.head_large_warn, limits.head_large_error).map(|s| (Code::PortraitTooNear, s));
    let (code, severity) = far.or(near)?;
    Some(Finding::new(code, severity).figure("head_height_ratio", ratio).at(outline(&framing.head)))
}

fn headroom(measured: &Measurements, framing: &Framing, limits: &Limits) -> Option<Finding> {
    let ratio = f64::from(framing.headroom_ratio);
    let hair_only = f64::from(framing.skull_room_ratio) > limits.skull_room_min;
    let severity = below(ratio, limits.headroom_warn, limits.headroom_error)?;
    // Hair that stands high leaves no room above, and the head is in the picture with room all the same.
    let severity = if hair_only { severity.min(Severity::Warning) } else { severity };
    let (width, head) = (measured.width_px as f32, framing.head);
    let free = [(0.0, 0.0), (width, 0.0), (width, head.top.max(1.0)), (0.0, head.top.max(1.0))];
    let finding = Finding::new(Code::PortraitNoHeadroom, severity).figure("headroom_ratio", ratio.max(0.0));
    Some(finding.at(free.map(Point::from).to_vec()))
}

fn centring(framing: &Framing, limits: &Limits) -> Option<Finding> {
    let offset = f64::from(framing.centre_offset_ratio);
    let severity = above(offset.abs(), limits.offset_warn, limits.offset_error)?;
    let name = if offset > 0.0 { "left_offset_ratio" } else { "right_offset_ratio" };
    Some(Finding::new(Code::PortraitOffCentre, severity).figure(name, offset.abs()).at(outline(&framing.head)))
}

/// Each shoulder that is cut is a finding of its own, so that the person learns which.
fn shoulders(measured: &Measurements, framing: &Framing, limits: &Limits, out: &mut Vec<Finding>) {
    let cut = |side: Option<Side>, x: f32, y: f32| {
        let (reach, height) = (framing.head.width() / 2.0, measured.height_px as f32);
        let (left, right) = ((x - reach).max(0.0), (x + reach).min(measured.width_px as f32));
        let (top, bottom) = ((y - reach).max(0.0), (y + reach).min(height));
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        let severity = if limits.shoulders_needed > 0.5 { Severity::Error } else { Severity::Info };
        let finding = Finding::new(Code::PortraitShoulderCut, severity).at(corners.map(Point::from).to_vec());
        match side {
            Some(Side::Left) => finding.figure("left_cut", 1.0),
            Some(Side::Right) => finding.figure("right_cut", 1.0),
            None => finding,
        }
    };
    let Some(shoulders) = &framing.shoulders else {
        let at = framing.head.centre();
        out.push(cut(None, at.x, measured.height_px as f32));
        return;
    };
    if !shoulders.left_visible {
        out.push(cut(Some(Side::Left), shoulders.left.x, shoulders.left.y));
    }
    if !shoulders.right_visible {
        out.push(cut(Some(Side::Right), shoulders.right.x, shoulders.right.y));
    }
    let Some(tilt) = shoulders.tilt_deg.map(f64::from) else { return };
    // Beside a shadow no mask ends where the person does: it is told, and how the shoulders stand once it is gone.
    let reach = limits.shoulder_shadow_apart as f32 * framing.head.height();
    let beside = |p: Point| {
        let mut shadows = measured.backdrop.iter().flat_map(|b| told_shadows(b, limits));
        shadows.any(|shadow| p.distance_to(&shadow.outline) < reach)
    };
    if beside(shoulders.left) || beside(shoulders.right) {
        return;
    }
    if let Some(severity) = above(tilt.abs(), limits.shoulder_tilt_warn_deg, limits.shoulder_tilt_error_deg) {
        let name = if tilt > 0.0 { "left_higher_deg" } else { "right_higher_deg" };
        let (a, b) = (shoulders.right, shoulders.left);
        let half = framing.head.height() * 0.06;
        let band = [(a.x, a.y - half), (b.x, b.y - half), (b.x, b.y + half), (a.x, a.y + half)];
        let finding = Finding::new(Code::PortraitShouldersUneven, severity).figure(name, tilt.abs());
        out.push(finding.at(band.map(Point::from).to_vec()));
    }
}

fn resolution(face: &FaceMeasures, limits: &Limits) -> Option<Finding> {
    let pixels = f64::from(face.eye_distance_px);
    let severity = below(pixels, limits.eye_distance_warn_px, limits.eye_distance_min_px)?;
    let finding = Finding::new(Code::PortraitTooLowResolution, severity).figure("eye_distance_px", pixels);
    Some(finding.figure("min_eye_distance_px", limits.eye_distance_warn_px).at(outline(&face.bounds)))
}

/// The axis that is farthest beyond its limit tells how to mend it.
fn pose(face: &FaceMeasures, limits: &Limits) -> Option<Finding> {
    let (up_warn, up_error) = (limits.chin_up_warn_deg, limits.chin_up_error_deg);
    let (down_warn, down_error) = (limits.chin_down_warn_deg, limits.chin_down_error_deg);
    let (pitch_warn, pitch_error) = if face.pitch_deg > 0.0 { (up_warn, up_error) } else { (down_warn, down_error) };
    let axes = [
        (face.yaw_deg, limits.yaw_warn_deg, limits.yaw_error_deg, ["turned_left_deg", "turned_right_deg"]),
        (face.pitch_deg, pitch_warn, pitch_error, ["chin_up_deg", "chin_down_deg"]),
        (face.roll_deg, limits.roll_warn_deg, limits.roll_error_deg, ["leaning_left_deg", "leaning_right_deg"]),
    ];
    let beyond = axes.into_iter().filter_map(|(value, warn, error, [plus, minus])| {
        let value = f64::from(value);
        let severity = above(value.abs(), warn, error)?;
        Some((severity, value.abs() / error, if value > 0.0 { plus } else { minus }, value.abs()))
    });
    let (severity, _, name, value) = beyond.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
    Some(Finding::new(Code::PortraitNotFrontal, severity).figure(name, value).at(outline(&face.bounds)))
}
