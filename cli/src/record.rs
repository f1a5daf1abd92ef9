//! What the report shows of a run: the angles over time, and a few frames.

use heyan::LivenessSession;
use heyan::rules::liveness::{Action, HeadAngles, Hint, Live, Observation};
use heyan::vision::frame::Frame;
use image::RgbImage;

/// Longer side of a key frame, px.
const SIDE_PX: u32 = 640;

/// One frame's part of the plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// When.
    pub at_ms: u64,
    /// Change from the neutral pose; `None` while there is none or no face.
    pub angles: Option<HeadAngles>,
    /// Mean opening of the eyes, and the opening of the mouth; `None` without a face.
    pub openness: Option<[f32; 2]>,
    /// What the person was told.
    pub hint: Hint,
}

/// A frame to look at.
#[derive(Debug, Clone)]
pub struct KeyFrame {
    /// When.
    pub at_ms: u64,
    /// The picture.
    pub picture: RgbImage,
    /// The 468 points of the mesh on it, px.
    pub mesh: Vec<[f32; 2]>,
    /// Change from the neutral pose.
    pub angles: HeadAngles,
    /// How far the movement had gone; the frame with the greatest of an action is kept.
    pub reach: f32,
}

/// A run as the report shows it.
#[derive(Debug, Default)]
pub struct Record {
    /// Every frame.
    pub samples: Vec<Sample>,
    /// The last frame before the first action moved.
    pub rest: Option<KeyFrame>,
    /// For each action the frame in which its movement was greatest.
    pub peaks: Vec<Option<KeyFrame>>,
    /// How far the head was turned when the action was asked; `None` once it has come back from there.
    before: Option<f32>,
}

/// The head has come back from the movement before when it is this near the front, over what it was.
const RETURNED_RATIO: f32 = 0.4;
/// Taken off while it has not: any frame of the movement asked goes before one of the movement before.
const NOT_RETURNED: f32 = 1000.0;

impl Record {
    /// Takes what came of `frame`, the last one.
    pub fn take(&mut self, live: &Live, session: &LivenessSession, frame: &Frame<'_>) {
        let Some(seen) = session.observation() else { return };
        let openness = seen.face.as_ref().map(|f| [f32::midpoint(f.left_eye_open, f.right_eye_open), f.mouth_open]);
        self.samples.push(Sample { at_ms: seen.at_ms, angles: live.angles, openness, hint: live.hint });
        let (Some(asked), Some(angles), Some(mesh)) = (live.asked, live.angles, session.mesh()) else { return };
        let turned = turned(&angles);
        if self.peaks.len() <= live.action {
            self.peaks.resize(live.action + 1, None);
            self.before = (live.action > 0).then_some(turned);
        }
        self.before = self.before.filter(|before| turned > before * RETURNED_RATIO);
        let reach = reach(asked, turned, seen) - if self.before.is_some() { NOT_RETURNED } else { 0.0 };
        let Some(peak) = self.peaks.get_mut(live.action) else { return };
        let further = peak.as_ref().is_none_or(|p| reach > p.reach);
        let at_rest = live.action == 0 && self.rest.is_none();
        if !further && !at_rest {
            return;
        }
        let Some((picture, scale)) = shrunk(frame) else { return };
        let mesh = mesh.points.iter().map(|[x, y, _]| [x * scale, y * scale]).collect();
        let frame = KeyFrame { at_ms: seen.at_ms, picture, mesh, angles, reach };
        if at_rest {
            self.rest = Some(frame.clone());
        }
        if further {
            *peak = Some(frame);
        }
    }
}

/// How far the head is from the neutral pose, degrees.
fn turned(angles: &HeadAngles) -> f32 {
    [angles.yaw_deg, angles.pitch_deg, angles.roll_deg].iter().map(|v| v * v).sum::<f32>().sqrt()
}

/// How far the asked movement, or another instead of it, has gone.
fn reach(asked: Action, turned: f32, seen: &Observation) -> f32 {
    match (asked, &seen.face) {
        (Action::Blink, Some(face)) => -f32::midpoint(face.left_eye_open, face.right_eye_open),
        (Action::OpenMouth, Some(face)) => face.mouth_open,
        _ => turned,
    }
}

/// The upright picture with a longer side of at most [`SIDE_PX`], and its scale.
fn shrunk(frame: &Frame<'_>) -> Option<(RgbImage, f32)> {
    let (small, scale) = frame.small_picture(SIDE_PX)?;
    Some((RgbImage::from_raw(small.width(), small.height(), small.rgb().to_vec())?, scale))
}
