//! What can be known of a portrait, in plain numbers.

use serde::Serialize;

use crate::geometry::{Point, Polygon, Rect};

/// Everything measured of one picture. Pixels are those of the upright, unmirrored input; left and right of the person
/// are their own.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Measurements {
    /// Width of the picture, px.
    pub width_px: u32,
    /// Height of the picture, px.
    pub height_px: u32,
    /// Faces in it.
    pub face_count: u32,
    /// Boxes of the faces beside the largest.
    pub other_faces: Vec<Rect>,
    /// A face that is there but too much covered to be measured; only when there is no other.
    pub hidden_face: Option<HiddenFace>,
    /// CIELAB chroma that one pixel in fifty exceeds; about 0 for a grey picture.
    pub colourfulness: f32,
    /// The largest face.
    pub face: Option<FaceMeasures>,
    /// Head and shoulders in the frame.
    pub framing: Option<Framing>,
    /// What lies behind the person. `None` when nothing of it can be seen.
    pub backdrop: Option<BackdropMeasures>,
}

/// A face of which the landmarks cannot be made out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HiddenFace {
    /// Brows to chin, ear to ear, px.
    pub bounds: Rect,
    /// Probability of the landmarks, 0 to 1.
    pub presence: f32,
}

/// A side of the person, their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Shown at the picture's right.
    Left,
    /// Shown at the picture's left.
    Right,
}

/// The face: pose, light, sharpness, cover.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FaceMeasures {
    /// Hairline to chin, ear to ear, px.
    pub bounds: Rect,
    /// Middle of the person's right and left eye, px.
    pub eyes: [Point; 2],
    /// Distance of the middles of the eyes over the cosine of yaw, px (OFIQ InterEyeDistance).
    pub eye_distance_px: f32,
    /// Turn to their left, degrees.
    pub yaw_deg: f32,
    /// Chin up, degrees.
    pub pitch_deg: f32,
    /// Lean to their left shoulder, degrees.
    pub roll_deg: f32,
    /// Mean luminance of the face, linear light, 0 to 1.
    pub luminance: f32,
    /// Luminance that one pixel in fifty of the face exceeds, linear light, 0 to 1: the shine of skin, and teeth.
    pub highlight: f32,
    /// Share of the face with a luminance of at most 25 of 255, linear light.
    pub dark_ratio: f32,
    /// Share of the face with a luminance of at least 247 of 255, linear light.
    pub bright_ratio: f32,
    /// Luminance of the brighter half of the face over that of the darker, linear light, at least 1.
    pub side_light: f32,
    /// Common part of the luminance histograms of both cheeks, 0 to 1 (OFIQ IlluminationUniformity).
    pub illumination_uniformity: f32,
    /// Standard deviation of the blur over the distance of the eyes; what a sharp picture of this size must have is 0.
    pub blur_ratio: f32,
    /// Gap of the lids of the narrower eye over the distance from eyes to chin (OFIQ EyesOpen).
    pub eyes_open: f32,
    /// How much darker the middle between the lids is than both sides, over the lightness of the skin: an iris between
    /// white shows 0.08 and more, a lid is below 0.
    pub eyes_seen: f32,
    /// Gap of the inner lips over the distance from eyes to chin (OFIQ MouthClosed).
    pub mouth_open: f32,
    /// Share of what shows between the lips that is dark: teeth are not.
    pub mouth_dark_ratio: f32,
    /// Share of the eyes' region that is plain white.
    pub glare_ratio: f32,
    /// Where the glare is.
    pub glare: Option<Polygon>,
    /// Share of nose, mouth and chin that has not the colour of the skin above.
    pub lower_covered_ratio: f32,
    /// What shows of mouth and nose. `None` when it was not looked at.
    pub mouth: Option<MouthMeasures>,
    /// Share of the eyes' region that one dark even patch covers.
    pub upper_covered_ratio: f32,
    /// Probability of a face, 0 to 1.
    pub presence: f32,
    /// Share of the head above the hairline that has the colour of neither skin nor hair.
    pub head_covered_ratio: f32,
    /// What lies on forehead and head. `None` when it was not looked at.
    pub head: Option<HeadMeasures>,
    /// Share of the shoulders that is of the colour of the face.
    pub bare_ratio: f32,
    /// Our own score of sharpness, 0 to 100: see the measure of blur.
    pub sharpness: u8,
    /// OFIQ's scores, where they were asked for.
    pub quality: Option<Quality>,
}

/// What shows of mouth and nose, where a hand or a cloth may lie. CIELAB units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct MouthMeasures {
    /// Lightness of the skin between and above the eyes, L*: in less light, and on darker skin, everything differs by less.
    pub skin_lightness: f32,
    /// Difference of the lips to the skin about them (CIE76 ΔE).
    pub lips_difference: f32,
    /// ln(R/G) of the lips less that of the skin about them, linear light: above 0 they are redder.
    pub lips_redness: f32,
    /// L* where the lips meet less that of the skin about them: a shut mouth is a dark line, teeth are bright.
    pub line_lightness: f32,
    /// L* of the foot of the nose less that of its tip: nostrils are dark.
    pub nose_lightness: f32,
    /// Share of nose, mouth and chin that has another colour than the skin above, or is as dark as a beard.
    pub other_or_dark_ratio: f32,
}

/// What lies on forehead and head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct HeadMeasures {
    /// Share of the head well above the hairline that is too chequered for hair.
    pub marked_ratio: f32,
    /// Share of the forehead that shows skin.
    pub forehead_seen_ratio: f32,
    /// Median distance of the lower edge of what lies on the forehead from a smooth curve, over the breadth between the
    /// brows. `None` when there is no such edge.
    pub edge_off_ratio: Option<f32>,
    /// Difference of what lies on the forehead to the hair beside the face (CIE76 ΔE). `None` when nothing shows beside it.
    pub beside_difference: Option<f32>,
    /// Difference of what lies on the forehead to all mixtures of that hair and skin, CIELAB a, b. `None` when black hair or an
    /// ear leaves it open.
    pub mixture_difference: Option<f32>,
    /// What lies about the face. `None` when the picture ends before it.
    pub around: Option<AroundMeasures>,
}

/// What lies about the face: above the forehead, beside both cheeks, below the chin. A scarf round the head is one cloth there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct AroundMeasures {
    /// Share of the person beside the cheeks that is the colour of their skin, of the barer side.
    pub beside_skin_ratio: f32,
    /// Share of the place of the neck that is the colour of their skin.
    pub neck_skin_ratio: f32,
    /// Greatest difference of colour between two of the four places (CIE76 ΔE).
    pub difference: f32,
}

/// Head and shoulders in the frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Framing {
    /// Crown to chin, ear to ear, px.
    pub head: Rect,
    /// Crown to chin over the height of the picture.
    pub head_height_ratio: f32,
    /// Free height above the hair over the height of the picture.
    pub headroom_ratio: f32,
    /// Free height above the skull, as the face tells it, over the height of the picture: hair may stand higher.
    pub skull_room_ratio: f32,
    /// Middle of the head from the middle of the picture, over its width, towards the person's left.
    pub centre_offset_ratio: f32,
    /// The shoulders. `None` when the picture ends above them.
    pub shoulders: Option<ShoulderMeasures>,
}

/// The shoulders' line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShoulderMeasures {
    /// Outer end of the person's left shoulder, px, or where the picture cuts it.
    pub left: Point,
    /// Outer end of the person's right shoulder.
    pub right: Point,
    /// Whether background shows beside the person's left shoulder.
    pub left_visible: bool,
    /// Whether background shows beside the person's right shoulder.
    pub right_visible: bool,
    /// Slope of the line through both, + when their left is higher. `None` when one is cut.
    pub tilt_deg: Option<f32>,
}

/// The wall.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BackdropMeasures {
    /// Share of the picture that is surely not the person.
    pub seen_ratio: f32,
    /// CIELAB lightness of the wall in the light that falls on the person.
    pub lightness: f32,
    /// CIELAB chroma of the wall in that light.
    pub chroma: f32,
    /// Lightness as it stands in the picture.
    pub raw_lightness: f32,
    /// CIELAB a and b as they stand in the picture.
    pub raw_ab: [f32; 2],
    /// CIELAB a and b that white has in the light on the person.
    pub light_ab: [f32; 2],
    /// Lightness of the wall's brightest twentieth less that of its darkest, along the fitted gradient.
    pub gradient: f32,
    /// Share of the backdrop that is wall by the fit.
    pub wall_ratio: f32,
    /// Things before or on the wall.
    pub clutter: Vec<Patch>,
    /// Area of all of them over that of the backdrop.
    pub clutter_ratio: f32,
    /// Shadows of the person on it.
    pub shadows: Vec<Patch>,
}

/// What a patch of the backdrop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PatchKind {
    /// A thing.
    Object,
    /// A long straight line: a door, the corner of a room, a cable.
    Line,
    /// The wall, in shadow.
    Shadow,
}

/// A place of the backdrop that differs from the wall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Patch {
    /// What it is.
    pub kind: PatchKind,
    /// Its outline, px.
    pub outline: Polygon,
    /// Area over that of the picture.
    pub area_ratio: f32,
    /// Mean colour difference to the wall (CIE76 ΔE); of a shadow, and of a line, that of lightness.
    pub contrast: f32,
    /// Longer side over that of the picture.
    pub length_ratio: f32,
    /// How it lies by the person's head. `None` when it is nowhere near.
    pub by_head: Option<ByHead>,
}

/// How a place of the backdrop lies by the person's head, where loose hair is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct ByHead {
    /// Share of it that lies where hair may: beside and above the head, and down to the shoulders.
    pub within_ratio: f32,
    /// Least distance to the person's rim, over the height of the face.
    pub gap_ratio: f32,
    /// Distance to the person's rim that nine tenths of it lie within, over the height of the face.
    pub reach_ratio: f32,
    /// Breadth where it is broadest, over the height of the face.
    pub breadth_ratio: f32,
    /// Share of it whose colour is between that of the wall and that of the person's hair.
    pub hair_ratio: f32,
}

/// OFIQ's scores that are ported (ISO/IEC 29794-5; names, formulas and scale as BSI-OFIQ 1.0.3 has them), 0 to 100.
/// `None` where the picture does not allow to assess one.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Quality {
    /// BackgroundUniformity.
    pub background_uniformity: Option<u8>,
    /// IlluminationUniformity.
    pub illumination_uniformity: Option<u8>,
    /// LuminanceMean.
    pub luminance_mean: Option<u8>,
    /// LuminanceVariance.
    pub luminance_variance: Option<u8>,
    /// UnderExposurePrevention.
    pub under_exposure_prevention: Option<u8>,
    /// OverExposurePrevention.
    pub over_exposure_prevention: Option<u8>,
    /// DynamicRange.
    pub dynamic_range: Option<u8>,
    /// NaturalColour.
    pub natural_colour: Option<u8>,
    /// SingleFacePresent.
    pub single_face_present: Option<u8>,
    /// EyesOpen.
    pub eyes_open: Option<u8>,
    /// MouthClosed.
    pub mouth_closed: Option<u8>,
    /// InterEyeDistance.
    pub inter_eye_distance: Option<u8>,
    /// HeadSize.
    pub head_size: Option<u8>,
    /// LeftwardCropOfTheFaceImage.
    pub leftward_crop: Option<u8>,
    /// RightwardCropOfTheFaceImage.
    pub rightward_crop: Option<u8>,
    /// MarginAboveOfTheFaceImage.
    pub margin_above: Option<u8>,
    /// MarginBelowOfTheFaceImage.
    pub margin_below: Option<u8>,
    /// HeadPoseYaw.
    pub head_pose_yaw: Option<u8>,
    /// HeadPosePitch.
    pub head_pose_pitch: Option<u8>,
    /// HeadPoseRoll.
    pub head_pose_roll: Option<u8>,
}
