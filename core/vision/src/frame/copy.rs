//! A frame as a picture: what must outlive the camera's buffer, or be searched as a whole.

use super::affine::Affine;
use super::picture::Picture;
use super::sample::Levels;
use super::view::Frame;

/// Bytes as they are.
const BYTES: Levels = Levels { scale: 1.0, offset: 0.0 };

fn byte(value: f32) -> u8 {
    // Saturates.
    value.round() as u8
}

impl Frame<'_> {
    /// The upright picture at full size.
    pub fn picture(&self) -> Option<Picture> {
        let (width, height) = (self.width() as usize, self.height() as usize);
        let stride = width.checked_mul(3)?;
        let mut rgb = Vec::with_capacity(stride.checked_mul(height)?);
        let mut row = vec![0.0; stride];
        for y in 0..height {
            let line = Affine { x: [1.0, 0.0, 0.0], y: [0.0, 1.0, y as f64] };
            self.crop(&line, width, BYTES, &mut row);
            rgb.extend(row.iter().map(|value| byte(*value)));
        }
        Picture::new(self.width(), self.height(), rgb)
    }

    /// The upright picture with a longer side of at most `side` px, and its scale (1 or less): pixels of a smaller one are
    /// means of those they stand for.
    pub fn small_picture(&self, side: u32) -> Option<(Picture, f32)> {
        let longer = self.width().max(self.height());
        if longer <= side {
            return Some((self.picture()?, 1.0));
        }
        let scale = f64::from(side) / f64::from(longer);
        let [width, height] =
            [self.width(), self.height()].map(|n| ((f64::from(n) * scale).floor() as u32).clamp(1, side));
        let mut square = vec![0.0; (side as usize).checked_pow(2)?.checked_mul(3)?];
        self.letterbox(side as usize, BYTES, &mut square);
        let [left, top] = [width, height].map(|n| ((side - n) / 2) as usize);
        let rows = square.chunks_exact(side as usize * 3).skip(top).take(height as usize);
        let part = left * 3..(left + width as usize) * 3;
        let rgb = rows.filter_map(|row| row.get(part.clone())).flatten().map(|value| byte(*value)).collect();
        Some((Picture::new(width, height, rgb)?, scale as f32))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use crate::frame::{Frame, FrameMeta, Picture, PixelFormat, Rotation};

    #[test]
    fn a_full_copy_has_the_frames_pixels_upright() {
        // 2 x 3, stored on its side.
        let bytes: Vec<u8> = (0..18).map(|n| n * 10).collect();
        let mut meta = FrameMeta::new(PixelFormat::Rgb, 2, 3, 0);
        let copy = Frame::new(&meta, &bytes).unwrap().picture().unwrap();
        assert_eq!((copy.width(), copy.height(), copy.rgb()), (2, 3, bytes.as_slice()));
        meta.rotation = Rotation::Quarter;
        let turned = Frame::new(&meta, &bytes).unwrap().picture().unwrap();
        assert_eq!((turned.width(), turned.height()), (3, 2));
        // What was stored first in the last row is now the top left.
        assert_eq!(turned.rgb().first_chunk::<3>().unwrap(), bytes[12..15].first_chunk::<3>().unwrap());
    }

    #[test]
    fn a_small_copy_keeps_places() {
        let (width, height) = (1280u32, 720u32);
        let mut rgb = vec![20u8; (width * height * 3) as usize];
        for y in 180..540 {
            for x in 320..960 {
                rgb[((y * width + x) * 3) as usize..][..3].copy_from_slice(&[220, 180, 140]);
            }
        }
        let picture = Picture::new(width, height, rgb).unwrap();
        let (small, scale) = Frame::of_picture(&picture, 0).small_picture(640).unwrap();
        assert_eq!((small.width(), small.height(), scale), (640, 360, 0.5));
        let at = |x: u32, y: u32| small.rgb()[((y * 640 + x) * 3) as usize];
        assert_eq!([at(158, 200), at(162, 200), at(477, 200), at(482, 200)], [20, 220, 220, 20]);
        assert_eq!([at(300, 88), at(300, 92), at(300, 267), at(300, 272)], [20, 220, 220, 20]);
    }
}
