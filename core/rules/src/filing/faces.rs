//! The face of one step beside those of the others: whether one person holds the document and stands before the camera.

use super::step::Step;
use crate::finding::{Code, Finding, Severity};
use crate::matching::{self, Band, FaceNumbers, MatchLimits, Pair};

/// What speaks against `face`, which `step` shows, beside the faces of `others`: at most one finding, the gravest. That it cannot
/// be told is a warning here, as the ordinary answer for a poor print, and only of a document: between two pictures from the
/// same camera the room for "cannot tell" is light and expression.
pub fn judge<'a>(
    step: Step,
    face: &FaceNumbers,
    others: impl IntoIterator<Item = (Step, &'a FaceNumbers)>,
    limits: &MatchLimits,
) -> Option<Finding> {
    let found = others.into_iter().filter(|(other, _)| *other != step).filter_map(|(other, kept)| {
        let (printed, live) = if is_document(step) { (face, kept) } else { (kept, face) };
        let pair = Pair { printed: Some(printed.view), live: Some(live.view), distance: Some(face.distance(kept)?) };
        let matched = matching::judge(&pair, limits);
        let document = is_document(step) || is_document(other);
        let mut finding = matched.findings.into_iter().next()?.step(step);
        match matched.band {
            Some(Band::Other) if document => {}
            Some(Band::Other) => finding = finding.figure("between_pictures", 1.0),
            Some(Band::Unsure) if document => finding.severity = Severity::Warning,
            _ => return None,
        }
        Some(finding)
    });
    found.max_by_key(|finding| finding.severity)
}

/// Whether the face of `step` is a print: whatever does not show the person.
const fn is_document(step: Step) -> bool {
    !step.shows_face()
}

/// Whether `code` is one of these findings.
pub fn is_of_faces(code: &str) -> bool {
    [Code::CaseFaceMismatch, Code::CaseFaceUnsure].iter().any(|own| own.as_str() == code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;
    use crate::liveness::HeadAngles;
    use crate::matching::FaceView;

    /// A face `degrees` away from another's direction, its eyes so far apart.
    fn face(degrees: f32, eye_distance_px: f32) -> FaceNumbers {
        let view = FaceView { eye_distance_px, angles: HeadAngles::default(), fine_ratio: 0.1 };
        let angle = degrees.to_radians();
        FaceNumbers::new(1, view, vec![angle.cos(), angle.sin()])
    }

    fn found(step: Step, own: &FaceNumbers, others: &[(Step, &FaceNumbers)]) -> Option<(&'static str, Severity)> {
        let found = judge(step, own, others.iter().copied(), &MatchLimits::default())?;
        assert_eq!(found.step, Some(step), "at the step that can be done again");
        Some((found.code.as_str(), found.severity))
    }

    #[test]
    fn another_person_before_the_camera_than_on_the_card_is_an_error_at_the_step_just_done() {
        let (card, live) = (face(0.0, 40.0), face(90.0, 120.0));
        let mismatch = Some(("case.face_mismatch", Severity::Error));
        assert_eq!(found(Step::Liveness, &live, &[(Step::IdFront, &card)]), mismatch);
        assert_eq!(found(Step::IdFront, &card, &[(Step::Liveness, &live)]), mismatch);
        assert_eq!(found(Step::Portrait, &live, &[(Step::Liveness, &card)]), mismatch, "no card needed");
    }

    #[test]
    fn what_cannot_be_told_is_a_warning_and_only_of_a_document() {
        let (card, live) = (face(0.0, 40.0), face(66.0, 120.0));
        let unsure = Some(("case.face_unsure", Severity::Warning));
        assert_eq!(found(Step::Portrait, &live, &[(Step::IdFront, &card)]), unsure);
        assert_eq!(found(Step::Portrait, &live, &[(Step::Liveness, &card)]), None);
        // A coarse print tells nothing, however far it is.
        assert_eq!(found(Step::Portrait, &face(90.0, 120.0), &[(Step::IdFront, &face(0.0, 12.0))]), unsure);
    }

    #[test]
    fn one_person_and_numbers_of_another_network_find_nothing() {
        let (card, live) = (face(0.0, 40.0), face(20.0, 120.0));
        assert_eq!(found(Step::Statement, &live, &[(Step::IdFront, &card), (Step::Portrait, &live)]), None);
        let other = FaceNumbers::new(2, card.view, vec![0.0, 1.0]);
        assert_eq!(found(Step::Statement, &live, &[(Step::IdFront, &other)]), None);
        assert_eq!(found(Step::Statement, &live, &[]), None);
    }

    #[test]
    fn the_gravest_is_told_and_a_step_is_not_held_against_itself() {
        let (card, live, stranger) = (face(0.0, 12.0), face(0.0, 120.0), face(90.0, 120.0));
        let others = [(Step::IdFront, &card), (Step::Liveness, &stranger), (Step::Portrait, &stranger)];
        assert_eq!(found(Step::Portrait, &live, &others), Some(("case.face_mismatch", Severity::Error)));
        assert_eq!(found(Step::Portrait, &live, &[(Step::Portrait, &stranger)]), None);
    }
}
