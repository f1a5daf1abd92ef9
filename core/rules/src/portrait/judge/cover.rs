//! What covers face and head.

use super::{above, outline};
use crate::finding::{Code, Finding, Severity};
use crate::portrait::{FaceMeasures, HeadMeasures, Limits, MouthMeasures};

/// What covers the face: its landmarks, its lower half, its eyes.
pub(super) fn of_face(face: &FaceMeasures, limits: &Limits) -> Vec<Finding> {
    let told = |name, value: f64| Finding::error(Code::PortraitFaceCovered).figure(name, value);
    let share = |name, value: f64, limit: f64| (value > limit).then(|| told(name, value));
    let presence = f64::from(face.presence);
    let found = [
        (presence < limits.presence_error).then(|| told("presence_ratio", presence)),
        share("lower_covered_ratio", lower_covered(face, limits), limits.lower_covered_error),
        share("eyes_covered_ratio", face.upper_covered_ratio.into(), limits.upper_covered_error),
    ];
    found.into_iter().flatten().map(|f| f.at(outline(&face.bounds))).collect()
}

/// Share of nose, mouth and chin that is covered: none where red lips show, all where neither a mouth nor a nose is to be seen
/// in it.
pub(in crate::portrait) fn lower_covered(face: &FaceMeasures, limits: &Limits) -> f64 {
    let Some(mouth) = &face.mouth else { return face.lower_covered_ratio.into() };
    // On dark skin, and in little light, everything differs by less.
    let tone = ((f64::from(mouth.skin_lightness) + 16.0) / (limits.mouth_skin_lightness + 16.0)).min(1.0);
    if is_hidden(mouth, tone, limits) {
        return 1.0;
    }
    if f64::from(mouth.lips_redness) > limits.lips_redder_min {
        return 0.0;
    }
    let no_lips = f64::from(mouth.lips_difference) < tone * limits.lips_none_max;
    f64::from(if no_lips { mouth.other_or_dark_ratio } else { face.lower_covered_ratio })
}

/// Whether neither lips nor the foot of a nose show.
fn is_hidden(mouth: &MouthMeasures, tone: f64, limits: &Limits) -> bool {
    if f64::from(mouth.line_lightness) > tone * limits.teeth_min {
        return false;
    }
    let line = f64::from(mouth.line_lightness).abs();
    let no_nose = f64::from(mouth.nose_lightness) > -tone * limits.nose_none_max;
    let lips = f64::from(mouth.lips_difference);
    let none = lips < tone * limits.lips_none_max && line < tone * limits.mouth_line_none_max && no_nose;
    let redder = f64::from(mouth.lips_redness) >= limits.lips_redder_none_max;
    let faint = lips < tone * limits.lips_faint_max && (no_nose || line < tone * limits.mouth_line_faint_max);
    none || (!redder && faint)
}

/// What covers the head: a scarf round it is told apart from a hat, for it may be allowed.
pub(super) fn of_head(face: &FaceMeasures, limits: &Limits) -> Option<Finding> {
    let at = |finding: Finding| finding.at(outline(&face.bounds));
    if face.head.as_ref().is_some_and(|head| is_wrapped(head, limits)) {
        let severity = if limits.head_wrap_refused > 0.5 { Severity::Error } else { Severity::Warning };
        return Some(at(Finding::new(Code::PortraitHeadCovered, severity).figure("wrapped", 1.0)));
    }
    if face.head.as_ref().is_some_and(|head| is_certain(head, face, limits)) {
        return Some(at(Finding::error(Code::PortraitHeadCovered)));
    }
    let share = f64::from(face.head_covered_ratio);
    let severity = above(share, limits.head_covered_error, limits.head_covered_error)?;
    Some(at(Finding::new(Code::PortraitHeadCovered, severity).figure("head_covered_ratio", share)))
}

/// Whether one cloth lies above the forehead, beside both cheeks and over the neck.
fn is_wrapped(head: &HeadMeasures, limits: &Limits) -> bool {
    head.around.as_ref().is_some_and(|around| {
        f64::from(around.beside_skin_ratio) <= limits.wrap_beside_max
            && f64::from(around.neck_skin_ratio) <= limits.wrap_neck_max
            && f64::from(around.difference) <= limits.wrap_difference_max
    })
}

/// Whether what lies on the head is no hair whatever its colour: a print, a brim, no mixture of hair and skin.
fn is_certain(head: &HeadMeasures, face: &FaceMeasures, limits: &Limits) -> bool {
    if f64::from(head.marked_ratio) > limits.head_marked_error {
        return true;
    }
    let level = f64::from(face.pitch_deg.abs()) < limits.forehead_pitch_max_deg;
    let seen = f64::from(head.forehead_seen_ratio);
    if !level || seen >= limits.forehead_half_min {
        return false;
    }
    let sharp = f64::from(face.blur_ratio) < limits.brim_blur_max;
    if sharp && head.edge_off_ratio.is_some_and(|off| f64::from(off) < limits.brim_off_max) {
        return true;
    }
    if seen > limits.forehead_seen_min {
        return head.mixture_difference.is_some_and(|off| f64::from(off) > limits.fringe_mixture_max);
    }
    // Next to nobody wears a fringe and nothing beside it.
    head.beside_difference.is_none_or(|off| f64::from(off) > limits.fringe_beside_max)
}
