//! A few faces through a recording, for the report.

use heyan::StatementSession;
use image::{Rgb, RgbImage, imageops};

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
    /// Takes the last frame at `at_ms`, when one is due; `pixels` are its width, height and rows of B G R.
    pub fn take(&mut self, session: &StatementSession, at_ms: u64, pixels: Option<(u32, u32, &[u8])>) {
        if at_ms < self.next_ms {
            return;
        }
        let Some((width, height, bgr)) = pixels else { return };
        let mesh = session.mesh().map(|m| m.bounds());
        let [left, top, side_x, side_y] = match mesh {
            Some([left, top, right, bottom]) => {
                let side = (right - left).max(bottom - top) * (1.0 + 2.0 * MARGIN);
                let (x, y) = ((left + right - side) / 2.0, (top + bottom - side) / 2.0);
                [x, y, side, side]
            }
            None => [0.0, 0.0, width as f32, height as f32],
        };
        let picture = RgbImage::from_fn(SIDE_PX, SIDE_PX, |x, y| {
            let at = |start: f32, side: f32, i: u32, size: u32| {
                (start + side * (i as f32 + 0.5) / SIDE_PX as f32).clamp(0.0, size as f32 - 1.0) as usize
            };
            let i = (at(top, side_y, y, height) * width as usize + at(left, side_x, x, width)) * 3;
            match bgr.get(i..i + 3) {
                Some([b, g, r]) => Rgb([*r, *g, *b]),
                _ => Rgb([0, 0, 0]),
            }
        });
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
