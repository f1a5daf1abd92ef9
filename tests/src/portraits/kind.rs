//! What pictures there are.

use serde::{Deserialize, Serialize};

use super::thing::Thing;

/// What is the matter with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Good,
    WallGrey,
    WallColour,
    WallCream,
    WallWood,
    Clutter,
    ShadowSoft,
    ShadowHard,
    ShoulderCut,
    ShouldersUneven,
    NoHeadroom,
    Far,
    Near,
    OffCentre,
    LowResolution,
    OutOfFocus,
    MotionBlur,
    Dark,
    Bright,
    UnevenLight,
    Roll,
    Yaw,
    Pitch,
    EyesClosed,
    MouthOpen,
    HeadCovered,
    /// A scarf round the head that leaves the face free: told, and no reason to refuse.
    HeadWrapped,
    Mask,
    Hand,
    GlassesGlare,
    BareShoulders,
    SecondFace,
    NoFace,
    Grayscale,
}

impl Kind {
    /// All of them, the good first.
    pub const ALL: [Self; 34] = [
        Self::Good,
        Self::WallGrey,
        Self::WallColour,
        Self::WallCream,
        Self::WallWood,
        Self::Clutter,
        Self::ShadowSoft,
        Self::ShadowHard,
        Self::ShoulderCut,
        Self::ShouldersUneven,
        Self::NoHeadroom,
        Self::Far,
        Self::Near,
        Self::OffCentre,
        Self::LowResolution,
        Self::OutOfFocus,
        Self::MotionBlur,
        Self::Dark,
        Self::Bright,
        Self::UnevenLight,
        Self::Roll,
        Self::Yaw,
        Self::Pitch,
        Self::EyesClosed,
        Self::MouthOpen,
        Self::HeadCovered,
        Self::HeadWrapped,
        Self::Mask,
        Self::Hand,
        Self::GlassesGlare,
        Self::BareShoulders,
        Self::SecondFace,
        Self::NoFace,
        Self::Grayscale,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::WallGrey => "wall_grey",
            Self::WallColour => "wall_colour",
            Self::WallCream => "wall_cream",
            Self::WallWood => "wall_wood",
            Self::Clutter => "clutter",
            Self::ShadowSoft => "shadow_soft",
            Self::ShadowHard => "shadow_hard",
            Self::ShoulderCut => "shoulder_cut",
            Self::ShouldersUneven => "shoulders_uneven",
            Self::NoHeadroom => "no_headroom",
            Self::Far => "far",
            Self::Near => "near",
            Self::OffCentre => "off_centre",
            Self::LowResolution => "low_resolution",
            Self::OutOfFocus => "out_of_focus",
            Self::MotionBlur => "motion_blur",
            Self::Dark => "dark",
            Self::Bright => "bright",
            Self::UnevenLight => "uneven_light",
            Self::Roll => "roll",
            Self::Yaw => "yaw",
            Self::Pitch => "pitch",
            Self::EyesClosed => "eyes_closed",
            Self::MouthOpen => "mouth_open",
            Self::HeadCovered => "head_covered",
            Self::HeadWrapped => "head_wrapped",
            Self::Mask => "mask",
            Self::Hand => "hand",
            Self::GlassesGlare => "glasses_glare",
            Self::BareShoulders => "bare_shoulders",
            Self::SecondFace => "second_face",
            Self::NoFace => "no_face",
            Self::Grayscale => "grayscale",
        }
    }

    /// The finding that must be told, without `portrait.`; none of a good picture.
    #[must_use]
    pub fn code(self) -> Option<&'static str> {
        Some(match self {
            Self::Good => return None,
            Self::WallGrey | Self::WallColour | Self::WallCream | Self::WallWood => "background_not_white",
            Self::Clutter => "background_clutter",
            Self::ShadowSoft | Self::ShadowHard => "background_shadow",
            Self::ShoulderCut => "shoulder_cut",
            Self::ShouldersUneven => "shoulders_uneven",
            Self::NoHeadroom => "no_headroom",
            Self::Far => "too_far",
            Self::Near => "too_near",
            Self::OffCentre => "off_centre",
            Self::LowResolution => "too_low_resolution",
            Self::OutOfFocus | Self::MotionBlur => "blurred",
            Self::Dark => "underexposed",
            Self::Bright => "overexposed",
            Self::UnevenLight => "uneven_light",
            Self::Roll | Self::Yaw | Self::Pitch => "not_frontal",
            Self::EyesClosed => "eyes_closed",
            Self::MouthOpen => "mouth_open",
            Self::HeadCovered | Self::HeadWrapped => "head_covered",
            Self::Mask | Self::Hand => "face_covered",
            Self::GlassesGlare => "glasses_glare",
            Self::BareShoulders => "bare_shoulders",
            Self::SecondFace => "multiple_faces",
            Self::NoFace => "no_face",
            Self::Grayscale => "grayscale",
        })
    }

    /// Findings that may be told as well, without `portrait.`: what the defect brings with it in life.
    #[must_use]
    pub fn tolerated(self) -> &'static [&'static str] {
        match self {
            Self::Good | Self::EyesClosed | Self::BareShoulders => &[],
            // Eyes behind glare are not seen.
            Self::GlassesGlare => &["eyes_closed"],
            // Boards are lines, a grey wall is dim.
            Self::WallWood => &["background_clutter", "background_shadow"],
            Self::WallGrey | Self::WallColour | Self::WallCream => &["background_shadow"],
            Self::Clutter => &["background_shadow", "background_not_white", "off_centre"],
            Self::ShadowSoft | Self::ShadowHard => &["background_clutter", "uneven_light", "background_not_white"],
            Self::ShoulderCut => &["off_centre", "too_near"],
            Self::ShouldersUneven => &["not_frontal"],
            Self::NoHeadroom => &["off_centre", "too_near"],
            Self::Far => &["too_low_resolution", "off_centre"],
            Self::Near => &["shoulder_cut", "no_headroom", "off_centre"],
            Self::OffCentre => &["shoulder_cut"],
            Self::LowResolution => &["blurred"],
            Self::OutOfFocus | Self::MotionBlur => &["eyes_closed", "too_low_resolution"],
            Self::Dark => &["background_not_white", "blurred", "background_shadow"],
            Self::Bright => &["blurred", "glasses_glare"],
            Self::UnevenLight => &["background_shadow", "underexposed", "overexposed", "background_not_white"],
            Self::Roll | Self::Yaw | Self::Pitch => &["eyes_closed", "uneven_light"],
            Self::MouthOpen => &["not_frontal"],
            Self::HeadCovered => &["no_headroom", "uneven_light", "underexposed", "face_covered"],
            Self::HeadWrapped => &[],
            // A raised arm raises its shoulder.
            Self::Mask | Self::Hand => &["mouth_open", "not_frontal", "no_face", "uneven_light", "shoulders_uneven"],
            // Another body hides a shoulder; which face is the larger one is open.
            Self::SecondFace => &[
                "background_clutter",
                "shoulder_cut",
                "shoulders_uneven",
                "background_shadow",
                "off_centre",
                "not_frontal",
            ],
            Self::NoFace => &[],
            Self::Grayscale => &[],
        }
    }

    /// Whether it is told as a warning: what a reviewer may ask about and need not refuse.
    #[must_use]
    pub fn is_mentioned(self) -> bool {
        self == Self::HeadWrapped
    }

    /// Sorts of clutter carry the thing in their file's name.
    #[must_use]
    pub fn label(self, thing: Option<Thing>) -> String {
        thing.map_or_else(|| self.name().to_owned(), |t| format!("{}_{}", self.name(), t.name()))
    }

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_listed_once_and_found_by_name() {
        let mut names: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()), Some(kind));
            // What must be found is not among what may be.
            assert!(kind.code().is_none_or(|c| !kind.tolerated().contains(&c)), "{}", kind.name());
        }
    }
}
