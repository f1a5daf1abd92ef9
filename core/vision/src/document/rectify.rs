//! The card laid flat: upright, at a scale chosen from the picture.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use opencv::core::{self, Mat, Size};
use opencv::prelude::*;

use super::plane::{Homography, Placement};
use crate::cv;
use crate::frame::Picture;
pub use crate::text::recognise::LINE_HEIGHT;

/// How the card is laid flat.
#[derive(Debug, Clone, Copy)]
pub struct FlatLimits {
    /// Most pixels a mm: at 12 the characters of a card (4 mm) fill the recogniser's 48 rows, more is of no use.
    pub max_px_per_mm: f32,
    /// Fewest pixels a mm. Below, pixels are only interpolated: the card is then too small anyway.
    pub min_px_per_mm: f32,
    /// Strip of the surroundings kept on each side, mm: text that leaves the proposed outline is still seen.
    pub margin_mm: f32,
}

impl Default for FlatLimits {
    fn default() -> Self {
        Self { max_px_per_mm: 12.0, min_px_per_mm: 4.0, margin_mm: 4.0 }
    }
}

/// Scale at which text is looked for on a flat card, pixels a mm: the smallest print (2.4 mm) is then 16 px high,
/// and a card with its margin fits 640 × 416.
pub const DETECT_PX_PER_MM: f32 = 6.6;

/// The same at a glance: 2.4 mm are 12 px high, which shows where print is.
pub const GLIMPSE_PX_PER_MM: f32 = 4.8;

/// A card laid flat, with some of its surroundings.
pub struct FlatCard {
    /// 8-bit RGB.
    pub rgb: Mat,
    /// Pixels a mm.
    pub px_per_mm: f32,
    /// Surroundings on each side, mm.
    pub margin_mm: f32,
    /// Where in the picture it lies.
    pub placement: Placement,
}

impl FlatCard {
    /// Lays the card at `placement` flat.
    pub fn new(picture: &Picture, placement: &Placement, limits: &FlatLimits) -> cv::Result<Self> {
        let native = placement.width_px() / placement.shape().width_mm;
        let px_per_mm = native.clamp(limits.min_px_per_mm, limits.max_px_per_mm);
        let rgb = cv::rgb_of(picture)?;
        // More than twice as many pixels as needed would alias in the warp: average them first.
        let shrink = (px_per_mm / native).min(1.0);
        if shrink < 0.6 {
            let size = Size::new(
                ((picture.width() as f32 * shrink).round() as i32).max(1),
                ((picture.height() as f32 * shrink).round() as i32).max(1),
            );
            let (sx, sy) = (size.width as f32 / picture.width() as f32, size.height as f32 / picture.height() as f32);
            let smaller = cv::shrink(&rgb, size)?;
            return Self::warp(&smaller, (sx, sy), placement, px_per_mm, limits.margin_mm);
        }
        Self::warp(&rgb, (1.0, 1.0), placement, px_per_mm, limits.margin_mm)
    }

    fn warp(
        source: &impl core::ToInputArray,
        scale: (f32, f32),
        placement: &Placement,
        px_per_mm: f32,
        margin_mm: f32,
    ) -> cv::Result<Self> {
        let shape = placement.shape();
        let corners = placement.corners.map(|p| Point::new(p.x * scale.0 - 0.5, p.y * scale.1 - 0.5));
        let card = Rect::new(
            margin_mm * px_per_mm,
            margin_mm * px_per_mm,
            (margin_mm + shape.width_mm) * px_per_mm,
            (margin_mm + shape.height_mm) * px_per_mm,
        )
        .corners()
        .map(|p| Point::new(p.x - 0.5, p.y - 0.5));
        let map = Homography::between(&corners, &card)
            .ok_or_else(|| opencv::Error::new(core::StsBadArg, "corners span no area"))?;
        let size = Size::new(
            ((shape.width_mm + 2.0 * margin_mm) * px_per_mm).round() as i32,
            ((shape.height_mm + 2.0 * margin_mm) * px_per_mm).round() as i32,
        );
        let rgb = cv::warp(source, &map.to_mat()?, size, core::BORDER_CONSTANT)?;
        Ok(Self { rgb, px_per_mm, margin_mm, placement: *placement })
    }

    /// The same card taken to stand the other way up: no pixel is computed anew.
    pub fn upside_down(&self) -> cv::Result<Option<Self>> {
        let Some(placement) = self.placement.upside_down() else {
            return Ok(None);
        };
        let mut rgb = Mat::default();
        core::rotate(&self.rgb, &mut rgb, core::ROTATE_180)?;
        Ok(Some(Self { rgb, px_per_mm: self.px_per_mm, margin_mm: self.margin_mm, placement }))
    }

    /// The same card with left and right swapped. Its placement stays that of the picture's, and fits it no more.
    pub fn mirrored(&self) -> cv::Result<Self> {
        let mut rgb = Mat::default();
        core::flip(&self.rgb, &mut rgb, 1)?;
        Ok(Self { rgb, px_per_mm: self.px_per_mm, margin_mm: self.margin_mm, placement: self.placement })
    }

    /// A copy at `px_per_mm`, never larger than this one.
    pub fn at_scale(&self, px_per_mm: f32) -> cv::Result<(Mat, f32)> {
        let factor = (px_per_mm / self.px_per_mm).min(1.0);
        if factor >= 0.999 {
            return Ok((self.rgb.clone(), self.px_per_mm));
        }
        let size = Size::new(
            (self.rgb.cols() as f32 * factor).round() as i32,
            (self.rgb.rows() as f32 * factor).round() as i32,
        );
        // Down to half, two by two pixels are all that fall together: interpolating is as good as averaging.
        let small = if factor > 0.5 { cv::interpolate(&self.rgb, size)? } else { cv::shrink(&self.rgb, size)? };
        Ok((small, self.px_per_mm * size.width as f32 / self.rgb.cols() as f32))
    }

    /// A point of this image (at `px_per_mm`) in mm of the card.
    pub fn to_mm(&self, px: Point, px_per_mm: f32) -> Point {
        Point::new(px.x / px_per_mm - self.margin_mm, px.y / px_per_mm - self.margin_mm)
    }

    /// The pixels of a rectangle in mm, cut to the image; `None` when nothing of it is there.
    pub fn pixels_of(&self, mm: &Rect) -> Option<core::Rect> {
        let px = |v: f32| ((v + self.margin_mm) * self.px_per_mm).round() as i32;
        let wanted = core::Rect::new(px(mm.left), px(mm.top), px(mm.right) - px(mm.left), px(mm.bottom) - px(mm.top));
        let inside = wanted & core::Rect::new(0, 0, self.rgb.cols(), self.rgb.rows());
        (inside.width > 0 && inside.height > 0).then_some(inside)
    }

    /// The part `mm` of the card as a picture of its own, cut to the image; `None` when nothing of it is there.
    pub fn part(&self, mm: &Rect) -> cv::Result<Option<Picture>> {
        let Some(inside) = self.pixels_of(mm) else { return Ok(None) };
        // A copy of its own has its rows packed.
        let part = self.rgb.roi(inside)?.try_clone()?;
        Ok(Picture::new(part.cols() as u32, part.rows() as u32, part.data_bytes()?.to_vec()))
    }

    /// How many of the image's pixels one of the picture's became: above 1 they are interpolated.
    pub fn enlarged(&self) -> f32 {
        self.px_per_mm * self.placement.shape().width_mm / self.placement.width_px().max(1.0)
    }

    /// The image of one line: `quad` in mm, clockwise from its top left, made 48 px high.
    pub fn line(&self, quad: &[Point; 4]) -> cv::Result<Mat> {
        let px = quad.map(|p| {
            Point::new((p.x + self.margin_mm) * self.px_per_mm - 0.5, (p.y + self.margin_mm) * self.px_per_mm - 0.5)
        });
        line_of(&self.rgb, &px)
    }
}

/// Pixels of the card at `placement` when text is looked for on it at `most_px_per_mm`.
pub fn detection_px(placement: &Placement, limits: &FlatLimits, most_px_per_mm: f32) -> usize {
    let native = placement.width_px() / placement.shape().width_mm;
    let px_per_mm = native.clamp(limits.min_px_per_mm, limits.max_px_per_mm).min(most_px_per_mm);
    let side = |mm: f32| ((mm + 2.0 * limits.margin_mm) * px_per_mm).ceil() as usize;
    side(placement.shape().width_mm) * side(placement.shape().height_mm)
}

/// Length of a line when it is made 48 px high, px.
pub fn line_px(quad: &[Point; 4]) -> usize {
    let [a, b, _, d] = *quad;
    let height = a.distance(d).max(1.0);
    (a.distance(b) / height * LINE_HEIGHT as f32).round().clamp(8.0, 48.0 * 40.0) as usize
}

/// The image of one line of `source`: `quad` in its pixels, clockwise from the line's top left, made 48 px high.
pub fn line_of(source: &impl core::ToInputArray, quad: &[Point; 4]) -> cv::Result<Mat> {
    let width = line_px(quad);
    let target =
        Rect::new(0.0, 0.0, width as f32, LINE_HEIGHT as f32).corners().map(|p| Point::new(p.x - 0.5, p.y - 0.5));
    let map = Homography::between(quad, &target)
        .ok_or_else(|| opencv::Error::new(core::StsBadArg, "a line spans no area"))?;
    cv::warp(source, &map.to_mat()?, Size::new(width as i32, LINE_HEIGHT as i32), core::BORDER_REPLICATE)
}
