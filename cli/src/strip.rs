//! A few faces through a recording, for the report.

use heyan::StatementSession;
use heyan::vision::frame::{Affine, Frame, Levels};
use image::{RgbImage, imageops};

/// Faces that are kept.
const MOST: usize = 12;
/// Side of a face, px.
const SIDE_PX: u32 = 120;
/// Margin about the face, share of its box.
const MARGIN: f32 = 0.25;

/// One face of the strip.
#[derive(Debug, Clone)]
pub struct Shot {
    /// When, ms.
    pub at_ms: u64,
    /// The face with a little about it; the whole frame where there is none.
    pub picture: RgbImage,
    /// Whether a face was there.
    pub face: bool,
}

/// Evenly spaced faces, however long the recording turns out to be: when there are too many, every second one goes.
#[derive(Debug)]
pub struct Strip {
    /// In order.
    pub shots: Vec<Shot>,
    every_ms: u64,
    next_ms: u64,
}

impl Default for Strip {
    fn default() -> Self {
        Self { shots: Vec::new(), every_ms: 500, next_ms: 0 }
    }
}

impl Strip {
    /// Takes `frame`, the last one, when one is due.
    pub fn take(&mut self, session: &StatementSession, frame: &Frame<'_>) {
        let at_ms = frame.at_ms();
        if at_ms < self.next_ms {
            return;
        }
        let mesh = session.mesh().map(|m| m.bounds());
        let [left, top, wide, high] = match mesh {
            Some([left, top, right, bottom]) => {
                let side = (right - left).max(bottom - top) * (1.0 + 2.0 * MARGIN);
                [(left + right - side) / 2.0, (top + bottom - side) / 2.0, side, side]
            }
            None => [0.0, 0.0, frame.width() as f32, frame.height() as f32],
        };
        // The first pixel's middle lies half a step inside.
        let step = |side: f32| f64::from(side) / f64::from(SIDE_PX);
        let first = |start: f32, side: f32| f64::from(start) + step(side) / 2.0 - 0.5;
        let map = Affine { x: [step(wide), 0.0, first(left, wide)], y: [0.0, step(high), first(top, high)] };
        let mut values = vec![0.0; (SIDE_PX * SIDE_PX * 3) as usize];
        frame.crop(&map, SIDE_PX as usize, Levels { scale: 1.0, offset: 0.0 }, &mut values);
        // Saturates.
        let bytes = values.iter().map(|value| value.round() as u8).collect();
        let Some(picture) = RgbImage::from_raw(SIDE_PX, SIDE_PX, bytes) else { return };
        self.shots.push(Shot { at_ms, picture, face: mesh.is_some() });
        if self.shots.len() > MOST {
            let mut keep = false;
            self.shots.retain(|_| {
                keep = !keep;
                keep
            });
            self.every_ms *= 2;
        }
        self.next_ms = self.shots.last().map_or(0, |s| s.at_ms) + self.every_ms;
    }

    /// All faces in one picture, side by side; `None` when there are none.
    pub fn picture(&self) -> Option<RgbImage> {
        let count = self.shots.len() as u32;
        let mut whole = RgbImage::new(SIDE_PX * count, SIDE_PX);
        for (i, shot) in self.shots.iter().enumerate() {
            imageops::replace(&mut whole, &shot.picture, i64::from(SIDE_PX) * i as i64, 0);
        }
        (count > 0).then_some(whole)
    }
}
