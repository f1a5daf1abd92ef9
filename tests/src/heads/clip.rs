//! A clip: its scene, its tape, and what is true of it.

use heyan_rules::liveness::{Action, HeadAngles};
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::scene::Scene;
use super::tape::Tape;
use crate::set::Split;

/// What is true of a clip.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Truth {
    /// Name of the clip, and of its file without the ending.
    pub name: String,
    /// What happens.
    pub kind: Kind,
    /// Tuning or held out.
    pub split: Split,
    /// The pictures that move.
    pub faces: Vec<String>,
    /// Frame, px.
    pub width: usize,
    /// Frame, px.
    pub height: usize,
    /// Frames a second.
    pub fps: f32,
    /// What is asked, in order.
    pub asked: Vec<Action>,
    /// What is done, in order; by the picture where a picture is moved.
    pub done: Vec<Action>,
    /// Whether every asked action must pass (true), none may (false), or nothing is demanded.
    pub passed: Option<bool>,
    /// Finding codes of which one must be among those told; empty when none is demanded.
    pub codes: Vec<String>,
    /// Largest change of each axis from rest, degrees.
    pub peak: HeadAngles,
    /// Eye distance, px, at rest.
    pub eye_distance_px: f32,
    /// Words that tell how the clip was made.
    pub tags: Vec<String>,
}

/// One clip.
pub struct Clip {
    /// What is true of it.
    pub truth: Truth,
    /// The world of it.
    pub scene: Scene,
    /// In what order frames are shown.
    pub tape: Tape,
    /// How long it is, s.
    pub length_s: f32,
    /// Whether its frames reach the judge through H.264.
    pub coded: bool,
}

/// One frame as it reaches the judge.
pub struct Shot {
    /// When, ms.
    pub at_ms: u64,
    /// Rows of red, green, blue.
    pub rgb: Vec<u8>,
    /// How the head is held, degrees: seen from the camera, and by its neck.
    pub angles: [HeadAngles; 2],
}

impl Clip {
    /// How many frames it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        (self.length_s * self.scene.fps) as u64
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `number`th frame.
    #[must_use]
    pub fn shot(&self, number: u64) -> Shot {
        let (source, at_ms) = self.tape.shown(number, self.scene.fps);
        Shot { at_ms, rgb: self.scene.frame(source), angles: self.scene.angles(self.scene.time(source)) }
    }

    /// All frames, drawn one at a time.
    pub fn shots(&self) -> impl Iterator<Item = Shot> {
        (0..self.len()).map(|n| self.shot(n))
    }
}
