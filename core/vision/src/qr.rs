//! QR codes in a picture: what they say and where they stand. Nothing is done with what they say.

use heyan_rules::Point;
use opencv::core::{Mat, Size};
use opencv::imgproc;
use opencv::prelude::*;

use crate::cv;
use crate::error::VisionError;

/// Longer sides of the copies that codes are looked for on, px, the smaller first: modules of a code 20 mm wide on A4 have 3 px
/// on it, which is enough of a sharp one.
const SIDES: [i32; 2] = [1600, 3200];
/// Codes of one picture read at most.
const MOST: usize = 4;

/// A code that was read.
#[derive(Clone, PartialEq)]
pub struct QrCode {
    /// What it says. May be personal data, and is nothing to be trusted or opened.
    pub text: String,
    /// Its corners in pixels, clockwise from its own top left.
    pub corners: [Point; 4],
}

impl std::fmt::Debug for QrCode {
    /// Without what it says.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QrCode").field("corners", &self.corners).finish_non_exhaustive()
    }
}

/// The codes in `rgb` (8-bit RGB).
///
/// # Errors
/// When OpenCV fails.
pub fn read(rgb: &Mat) -> Result<Vec<QrCode>, VisionError> {
    let longer = rgb.cols().max(rgb.rows()).max(1);
    let grey = cv::convert(rgb, imgproc::COLOR_RGB2GRAY)?;
    let mut found = Vec::new();
    for side in SIDES {
        let scale = (f64::from(side) / f64::from(longer)).min(1.0);
        let of = |length: i32| ((f64::from(length) * scale).round() as i32).max(1);
        let small = cv::shrink(&grey, Size::new(of(grey.cols()), of(grey.rows())))?;
        found = decoded(&small, scale as f32)?;
        if !found.is_empty() || side >= longer {
            break;
        }
    }
    Ok(found)
}

fn decoded(grey: &Mat, scale: f32) -> Result<Vec<QrCode>, VisionError> {
    let (width, height) = (grey.cols().max(0) as usize, grey.rows().max(0) as usize);
    let pixels = grey.data_bytes()?;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        pixels.get(y * width + x).copied().unwrap_or_default()
    });
    let grids = image.detect_grids();
    let codes = grids.iter().filter_map(|grid| {
        let (_, text) = grid.decode().ok()?;
        let corners = grid.bounds.map(|p| Point::new(p.x as f32 / scale, p.y as f32 / scale));
        Some(QrCode { text, corners })
    });
    Ok(codes.take(MOST).collect())
}
