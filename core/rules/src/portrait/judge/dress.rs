//! Eyes, mouth, and what the person wears.

use super::cover;
use super::light::{is_dark, is_grey};
use super::outline;
use crate::finding::{Code, Finding, Severity};
use crate::portrait::{FaceMeasures, Limits, Measurements};

pub(super) fn judge(measured: &Measurements, face: &FaceMeasures, limits: &Limits, out: &mut Vec<Finding>) {
    let at_face = |finding: Finding| finding.at(outline(&face.bounds));
    let share = |code, name, value: f32, limit: f64| {
        (f64::from(value) > limit).then(|| Finding::error(code).figure(name, f64::from(value)))
    };
    // Skin is told from cloth by its colour, which a grey picture does not show, nor a face in the dark or half in the dark.
    let lit = !is_dark(measured, face, limits) && f64::from(face.side_light) < limits.side_light_hides;
    let colours = lit && !is_grey(measured, limits);
    let covered = if colours { cover::of_face(face, limits) } else { Vec::new() };
    let hidden = |name: &str| covered.iter().any(|f| f.figures.iter().any(|(n, _)| *n == name));
    // What is covered is neither shut nor open.
    let (eyes_hidden, mouth_hidden) = (hidden("eyes_covered_ratio"), hidden("lower_covered_ratio"));
    out.extend(covered);
    let (open, seen) = (f64::from(face.eyes_open), f64::from(face.eyes_seen));
    // Nor can eyes be told behind a reflection.
    let glaring = f64::from(face.glare_ratio) > limits.glare_error;
    // The mesh draws shut lids half open, a lash line may pass for an iris, and a smile hides part of one: the narrower the
    // gap, the more must show in it.
    let least_seen = limits.eyes_seen_min - limits.eyes_seen_slope * (open - limits.eyes_open_narrow);
    let least_seen = least_seen.max(limits.eyes_seen_least);
    if !eyes_hidden && !glaring && (open < limits.eyes_open_min || seen < least_seen) {
        let finding = Finding::error(Code::PortraitEyesClosed).figure("eyes_open_ratio", open);
        out.push(at_face(finding.figure("eyes_seen_ratio", seen)));
    }
    if !mouth_hidden && let Some(severity) = mouth(face, limits) {
        out.push(at_face(
            Finding::new(Code::PortraitMouthOpen, severity).figure("mouth_open_ratio", face.mouth_open.into()),
        ));
    }
    if !eyes_hidden
        && let Some(finding) = share(Code::PortraitGlassesGlare, "glare_ratio", face.glare_ratio, limits.glare_error)
    {
        out.push(match &face.glare {
            Some(glare) => finding.at(glare.clone()),
            None => at_face(finding),
        });
    }
    // Of a masked face the skin that hair and shoulders are held against is the mask's.
    if colours && !mouth_hidden {
        out.extend(cover::of_head(face, limits));
        out.extend(share(Code::PortraitBareShoulders, "bare_ratio", face.bare_ratio, limits.bare_error));
    }
}

/// A smile shows teeth, an open mouth is dark.
fn mouth(face: &FaceMeasures, limits: &Limits) -> Option<Severity> {
    let (gap, dark) = (f64::from(face.mouth_open), f64::from(face.mouth_dark_ratio) > limits.mouth_dark_min);
    if gap > limits.mouth_open_error || (dark && gap > limits.mouth_gap_error) {
        return Some(Severity::Error);
    }
    (gap > limits.mouth_open_warn).then_some(Severity::Warning)
}
