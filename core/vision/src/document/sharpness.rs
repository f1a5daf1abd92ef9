//! How far a point of print is smeared, in mm on the card.
//!
//! A step of height C smeared by a gaussian of deviation σ has the greatest slope C / (σ √2π). So the ratio of a
//! line's contrast to its steepest slope gives σ, whatever the light and the typeface. Slopes are taken along and
//! across separately: a shaken picture is sharp one way and smeared the other.

use heyan_rules::geometry::Rect;
use opencv::core::{self, Mat};
use opencv::imgproc;
use opencv::prelude::*;

use super::light::percentile;
use super::limits::SHARPNESS;
use super::rectify::FlatCard;
use crate::cv;

/// Median over the text lines (mm) of the deviation of the blur, mm. `None` when no line can be measured.
pub fn blur_mm(card: &FlatCard, lines: &[Rect]) -> cv::Result<Option<f32>> {
    let grey = cv::convert(&card.rgb, imgproc::COLOR_RGB2GRAY)?;
    let smooth = cv::blur(&grey, f64::from(SHARPNESS.smooth_px))?;
    let mut out = Vec::new();
    for line in lines {
        let Some(area) = card.pixels_of(line) else {
            continue;
        };
        if area.width < 8 || area.height < 6 {
            continue;
        }
        if let Some(sigma) = line_blur_px(&Mat::roi(&smooth, area)?)? {
            out.push(sigma / card.px_per_mm);
        }
    }
    Ok(percentile(&mut out, 0.5))
}

/// The same where no text was found: over tiles of the whole card, the sharper quarter of those that show anything.
pub fn surface_blur_mm(card: &FlatCard) -> cv::Result<Option<f32>> {
    let grey = cv::convert(&card.rgb, imgproc::COLOR_RGB2GRAY)?;
    let smooth = cv::blur(&grey, f64::from(SHARPNESS.smooth_px))?;
    let shape = card.placement.shape();
    let (width, height) = (shape.width_mm / 8.0, shape.height_mm / 8.0);
    let mut out = Vec::new();
    for row in 0..8 {
        for column in 0..8 {
            let (left, top) = (column as f32 * width, row as f32 * height);
            let Some(area) = card.pixels_of(&Rect::new(left, top, left + width, top + height)) else { continue };
            if let Some(sigma) = line_blur_px(&Mat::roi(&smooth, area)?)? {
                out.push(sigma / card.px_per_mm);
            }
        }
    }
    Ok(percentile(&mut out, 0.25))
}

/// Deviation of the blur of one line in a grey image smoothed by `SHARPNESS.smooth_px`, px; `None` without contrast.
pub fn line_blur_px(line: &impl MatTraitConst) -> cv::Result<Option<f32>> {
    let line = line.try_clone()?;
    let mut values: Vec<f32> = line.data_bytes()?.iter().map(|v| f32::from(*v)).collect();
    let (Some(high), Some(low)) = (percentile(&mut values, 0.9), percentile(&mut values, 0.03)) else {
        return Ok(None);
    };
    let contrast = high - low;
    if contrast < SHARPNESS.min_contrast {
        return Ok(None);
    }
    let mut worst = 0.0f32;
    for (dx, dy) in [(1, 0), (0, 1)] {
        let mut slope = Mat::default();
        imgproc::sobel(&line, &mut slope, core::CV_32F, dx, dy, 3, 0.125, 0.0, core::BORDER_REPLICATE)?;
        let mut slopes: Vec<f32> = slope.data_typed::<f32>()?.iter().map(|v| v.abs()).collect();
        let steepest = percentile(&mut slopes, SHARPNESS.steepest).unwrap_or(0.0).max(1e-3);
        worst = worst.max(contrast / (steepest * (2.0 * std::f32::consts::PI).sqrt()));
    }
    // Variances of gaussians add; the slope's own kernel smooths by about 0.8 px along its direction.
    Ok(Some((worst * worst - SHARPNESS.smooth_px * SHARPNESS.smooth_px - 0.64).max(0.0).sqrt()))
}
