//! What the machine may know of one frame.

use serde::{Deserialize, Serialize};

/// How the head is held, degrees, the person's own sides: yaw + to their left, pitch + chin up, roll + leaning to their
/// left shoulder. All zero looks straight into the camera.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct HeadAngles {
    /// Turn, + to the person's left.
    pub yaw_deg: f32,
    /// Nod, + chin up.
    pub pitch_deg: f32,
    /// Tilt, + leaning to the person's left shoulder.
    pub roll_deg: f32,
}

/// One landmark that is followed through a run, with its place on the average head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackedPoint {
    /// Index among the 468 points of MediaPipe's face mesh.
    pub mesh_index: usize,
    /// Place on MediaPipe's canonical face, cm: x to the picture's right, y up, z towards the camera.
    pub canonical_cm: [f32; 3],
    /// Weight in the pose fit; 0 for points that are only followed.
    pub pose_weight: f32,
}

const fn point(mesh_index: usize, x: f32, y: f32, z: f32, pose_weight: f32) -> TrackedPoint {
    TrackedPoint { mesh_index, canonical_cm: [x, y, z], pose_weight }
}

/// The landmarks of an observation, in the order of [`FaceSeen::points`]. The first 33 and their weights are the Procrustes
/// basis of MediaPipe's face geometry (`geometry_pipeline_metadata_landmarks`, Apache-2.0); the others, of the same
/// canonical face, widen what is known of the profile: nose tip, chin, corners of the mouth, brows, bridge of the nose.
pub const TRACKED_POINTS: [TrackedPoint; 40] = [
    point(4, 0.0, -0.463_17, 7.586_58, 0.070_910),
    point(6, 0.0, 2.473_255, 5.788_627, 0.032_100),
    point(10, 0.0, 8.261_778, 4.481_535, 0.008_447),
    point(33, -4.445_859, 2.663_991, 3.173_422, 0.058_724),
    point(263, 4.445_859, 2.663_991, 3.173_422, 0.058_724),
    point(54, -6.279_331, 6.615_427, 1.425_85, 0.007_667),
    point(284, 6.279_331, 6.615_427, 1.425_85, 0.007_667),
    point(67, -3.523_964, 8.005_976, 3.729_163, 0.009_078),
    point(297, 3.523_964, 8.005_976, 3.729_163, 0.009_078),
    point(117, -5.258_659, 0.945_811, 2.974_312, 0.009_792),
    point(346, 5.258_659, 0.945_811, 2.974_312, 0.009_792),
    point(119, -3.300_681, 0.861_641, 3.872_784, 0.014_565),
    point(348, 3.300_681, 0.861_641, 3.872_784, 0.014_565),
    point(121, -1.820_731, 1.467_954, 4.224_124, 0.018_591),
    point(350, 1.820_731, 1.467_954, 4.224_124, 0.018_591),
    point(127, -7.743_095, 2.364_999, -2.005_167, 0.005_198),
    point(356, 7.743_095, 2.364_999, -2.005_167, 0.005_198),
    point(129, -1.785_794, -0.978_284, 4.850_47, 0.120_625),
    point(358, 1.785_794, -0.978_284, 4.850_47, 0.120_625),
    point(132, -7.270_895, -2.890_917, -2.252_455, 0.005_560),
    point(361, 7.270_895, -2.890_917, -2.252_455, 0.005_560),
    point(133, -1.856_432, 2.585_245, 3.757_904, 0.053_286),
    point(362, 1.856_432, 2.585_245, 3.757_904, 0.053_286),
    point(136, -5.085_276, -7.178_59, 0.714_711, 0.066_890),
    point(365, 5.085_276, -7.178_59, 0.714_711, 0.066_890),
    point(143, -6.407_571, 2.236_021, 1.560_843, 0.014_817),
    point(372, 6.407_571, 2.236_021, 1.560_843, 0.014_817),
    point(147, -6.234_883, -1.944_43, 1.663_542, 0.014_263),
    point(376, 6.234_883, -1.944_43, 1.663_542, 0.014_263),
    point(198, -1.246_815, 0.230_297, 5.681_036, 0.025_462),
    point(420, 1.246_815, 0.230_297, 5.681_036, 0.025_462),
    point(205, -3.832_928, -1.537_326, 4.137_731, 0.047_252),
    point(425, 3.832_928, -1.537_326, 4.137_731, 0.047_252),
    point(1, 0.0, -1.126_865, 7.475_604, 0.0),
    point(152, 0.0, -9.403_378, 4.264_492, 0.0),
    point(61, -2.456_206, -4.342_621, 4.283_884, 0.0),
    point(291, 2.456_206, -4.342_621, 4.283_884, 0.0),
    point(70, -5.720_968, 4.254_584, 2.830_852, 0.0),
    point(300, 5.720_968, 4.254_584, 2.830_852, 0.0),
    point(168, 0.0, 3.271_027, 5.236_015, 0.0),
];

/// Cells of [`FaceSeen::appearance`]: 6 across, 8 down.
pub const APPEARANCE_CELLS: usize = 48;

/// Proportions of a face that pose hardly changes: lengths between landmarks turned back to the front, over the distance
/// between the outer corners of the eyes. Which lengths is perception's to say; the machine only compares them.
pub type Proportions = Vec<f32>;

/// The face that is followed, in one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FaceSeen {
    /// Probability that a face is in the region followed, 0 to 1.
    pub presence: f32,
    /// How the head is held.
    pub angles: HeadAngles,
    /// Landmarks of [`TRACKED_POINTS`] in its order: x and y in upright, unmirrored picture pixels.
    pub points: Vec<[f32; 2]>,
    /// Distance of the outer corners of the eyes on the head turned to the front, px.
    pub eye_distance_px: f32,
    /// Box of the whole mesh, px: left, top, right, bottom. May reach beyond the picture.
    pub box_px: [f32; 4],
    /// Opening of the person's left eye: lid gap over eye width, about 0.3 open and below 0.15 shut, pose taken out.
    pub left_eye_open: f32,
    /// The same of the right eye.
    pub right_eye_open: f32,
    /// Gap of the inner lips over the width of the mouth, 0 shut.
    pub mouth_open: f32,
    /// Mean luma of the face, 0 black to 1 white (BT.601 luma as the camera codes it).
    pub luminance: f32,
    /// Share of the face's pixels that are clipped, at 250 of 255 or above.
    pub clipped_ratio: f32,
    /// What tells persons apart by shape.
    pub proportions: Proportions,
    /// What tells persons apart by look: mean luma of [`APPEARANCE_CELLS`] cells of the face seen along its own axes,
    /// row by row, with their mean taken out and their spread made 1.
    pub appearance: Vec<f32>,
    /// Mean colour of the cheeks, CIELAB a and b.
    pub skin_ab: [f32; 2],
    /// Detail of mouth, left eye, right eye: spread of luma over the part that no gradient of light explains, over the
    /// face's mean luma. 0 is a flat surface; 1, more than any face shows, where it was not measured.
    #[serde(default = "unmeasured")]
    pub detail: [f32; 3],
    /// How far the face is from the first one of the run, by a network that tells persons apart: 1 less the cosine of the two
    /// vectors, 0 the same picture, 1 nothing in common. `None` in frames in which it was not measured, which are most.
    #[serde(default)]
    pub person_distance: Option<f32>,
}

const fn unmeasured() -> [f32; 3] {
    UNMEASURED_DETAIL
}

/// [`FaceSeen::detail`] where nothing was measured.
pub const UNMEASURED_DETAIL: [f32; 3] = [1.0; 3];

/// One frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// When, ms on a clock that never goes back.
    pub at_ms: u64,
    /// Size of the upright picture, px.
    pub width_px: u32,
    /// Height of the upright picture, px.
    pub height_px: u32,
    /// Faces in the picture: those of the last looks at all of it, which are taken at intervals.
    pub face_count: u32,
    /// Mean absolute change of luma (0 to 255) against the frame before, over a coarse grid of the whole picture; 0 for the
    /// first frame. A live sensor never gives 0.
    pub change: f32,
    /// Mean luma of the whole picture, 0 to 1.
    pub luminance: f32,
    /// The face that is followed, if one.
    pub face: Option<FaceSeen>,
}
