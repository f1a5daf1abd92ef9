//! The picture that is handed in: a part of the original at the size asked for, as a JPEG without metadata.

use heyan_rules::geometry::Rect;
use image::codecs::jpeg::JpegEncoder;

use crate::cv;
use crate::error::VisionError;
use crate::frame::Picture;

/// Qualities that are tried until the file is small enough. The first shows no loss, the last still no blocks.
const QUALITIES: [u8; 6] = [94, 90, 85, 78, 70, 60];

/// `part` of `picture` at `width` × `height` px as a JPEG of at most `max_bytes`: pixels only, none of the original's
/// metadata. `None` when the part holds no pixel, or nothing is small enough.
pub fn exported(
    picture: &Picture,
    part: &Rect,
    (width, height): (u32, u32),
    max_bytes: usize,
) -> Result<Option<Vec<u8>>, VisionError> {
    let held = |value: f32, most: u32| value.round().clamp(0.0, most as f32) as u32;
    let (left, top) = (held(part.left, picture.width()), held(part.top, picture.height()));
    let (right, bottom) = (held(part.right, picture.width()), held(part.bottom, picture.height()));
    if right <= left || bottom <= top || width == 0 || height == 0 {
        return Ok(None);
    }
    let Some(part) = picture.part(left, top, right - left, bottom - top) else { return Ok(None) };
    let matrix = cv::rgb_of(&part)?;
    let size = opencv::core::Size::new(width as i32, height as i32);
    let sized = if width <= part.width() { cv::shrink(&matrix, size)? } else { cv::interpolate(&matrix, size)? };
    let bytes = opencv::prelude::MatTraitConstManual::data_bytes(&sized)?;
    for quality in QUALITIES {
        let mut out = Vec::new();
        let encoded = JpegEncoder::new_with_quality(&mut out, quality).encode(
            bytes,
            width,
            height,
            image::ExtendedColorType::Rgb8,
        );
        if encoded.is_ok() && out.len() <= max_bytes {
            return Ok(Some(out));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{DecodeLimits, decode};

    fn noisy() -> Picture {
        let mut state = 7u32;
        let bytes = (0..300 * 400 * 3).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        Picture::new(300, 400, bytes.collect()).unwrap()
    }

    #[test]
    fn the_file_has_the_size_asked_for_and_no_metadata() {
        let part = Rect::new(20.0, 30.0, 260.0, 350.0);
        let file = exported(&noisy(), &part, (150, 200), 1 << 20).unwrap().unwrap();
        let back = decode(&file, &DecodeLimits::default()).unwrap();
        assert_eq!((back.width(), back.height()), (150, 200));
        assert!(!file.windows(4).any(|w| w == b"Exif"));
    }

    #[test]
    fn a_file_that_is_too_large_is_coded_coarser() {
        let part = Rect::new(0.0, 0.0, 300.0, 400.0);
        let fine = exported(&noisy(), &part, (300, 400), usize::MAX).unwrap().unwrap();
        let coarse = exported(&noisy(), &part, (300, 400), fine.len() - 1).unwrap().unwrap();
        assert!(coarse.len() < fine.len());
        assert!(exported(&noisy(), &part, (300, 400), 100).unwrap().is_none());
        assert!(exported(&noisy(), &Rect::new(9.0, 9.0, 9.0, 9.0), (30, 40), 9999).unwrap().is_none());
    }
}
