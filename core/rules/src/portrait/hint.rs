//! One thing to tell the person at a time.

use crate::finding::{Code, Finding, Severity};

/// What to tell the person before the camera now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortraitHint {
    /// Mend this first.
    Mend(Code),
    /// All is well: the picture can be taken.
    Ready,
}

/// What is mended first: the face must be there before its place can be told, stand right before the light on it is
/// judged, and only then do wall and dress matter.
const ORDER: [&[Code]; 5] = [
    &[Code::PortraitNoFace, Code::PortraitMultipleFaces, Code::PortraitFaceCovered],
    &[
        Code::PortraitTooFar,
        Code::PortraitTooNear,
        Code::PortraitNoHeadroom,
        Code::PortraitShoulderCut,
        Code::PortraitOffCentre,
        Code::PortraitTooLowResolution,
        Code::PortraitNotFrontal,
        Code::PortraitShouldersUneven,
    ],
    &[
        Code::PortraitUnderexposed,
        Code::PortraitOverexposed,
        Code::PortraitUnevenLight,
        Code::PortraitBlurred,
        Code::PortraitGrayscale,
    ],
    &[Code::PortraitBackgroundNotWhite, Code::PortraitBackgroundClutter, Code::PortraitBackgroundShadow],
    &[
        Code::PortraitHeadCovered,
        Code::PortraitBareShoulders,
        Code::PortraitGlassesGlare,
        Code::PortraitEyesClosed,
        Code::PortraitMouthOpen,
    ],
];

/// What to tell first of `findings`: face, place, light, wall, dress. Only errors are told before the shutter.
pub fn hint(findings: &[Finding]) -> PortraitHint {
    let found = |code: &&Code| findings.iter().any(|f| f.code == **code && f.severity == Severity::Error);
    ORDER
        .iter()
        .flat_map(|group| group.iter())
        .find(found)
        .map_or(PortraitHint::Ready, |code| PortraitHint::Mend(*code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_portrait_has_its_turn() {
        let told: Vec<Code> = ORDER.iter().flat_map(|group| group.iter().copied()).collect();
        let all = Code::ALL.iter().filter(|c| c.as_str().starts_with("portrait."));
        for code in all {
            assert_eq!(told.iter().filter(|c| *c == code).count(), 1, "{code:?}");
        }
    }

    #[test]
    fn the_face_comes_before_the_wall_whatever_was_found_first() {
        let wall = Finding::error(Code::PortraitBackgroundClutter);
        let far = Finding::error(Code::PortraitTooFar);
        let note = Finding::warning(Code::PortraitNotFrontal);
        assert_eq!(hint(&[wall.clone(), far, note.clone()]), PortraitHint::Mend(Code::PortraitTooFar));
        assert_eq!(hint(&[wall]), PortraitHint::Mend(Code::PortraitBackgroundClutter));
        assert_eq!(hint(&[note]), PortraitHint::Ready);
    }
}
