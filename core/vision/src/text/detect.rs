//! Text detection: PP-OCRv6's differentiable binarisation (DB) head, and its decoding to boxes.

use heyan_rules::Point;
use opencv::core::{self, Mat, Point as CvPoint, Point2f, RotatedRect, Size, Size2f, ToInputArray, Vector};
use opencv::imgproc;
use opencv::prelude::*;

use crate::cv;
use crate::error::VisionError;
use crate::model::{Model, Tensor};

/// The figures that PP-OCR's own decoding uses (RapidOCR 3.10.0, section Det of its configuration).
#[derive(Debug, Clone, Copy)]
pub struct DetectLimits {
    /// Probability above which a pixel counts as text.
    pub pixel_threshold: f32,
    /// Mean probability that a box must reach.
    pub box_threshold: f32,
    /// How far a shrunk text kernel is grown back: area times this over perimeter, px.
    pub unclip_ratio: f32,
    /// The shorter side below which a kernel is noise, px.
    pub min_side_px: f32,
}

impl Default for DetectLimits {
    fn default() -> Self {
        Self { pixel_threshold: 0.3, box_threshold: 0.5, unclip_ratio: 1.6, min_side_px: 3.0 }
    }
}

/// A line of text found in an image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextBox {
    /// Corners in pixels of the image given, clockwise from the line's own top left (for text that runs to the right).
    pub quad: [Point; 4],
    /// Mean probability inside, 0 to 1.
    pub score: f32,
}

impl TextBox {
    /// Length along the line, px.
    pub fn length(&self) -> f32 {
        let [a, b, _, _] = self.quad;
        a.distance(b)
    }

    /// Height of the line, px.
    pub fn height(&self) -> f32 {
        let [a, _, _, d] = self.quad;
        a.distance(d)
    }

    /// The middle.
    pub fn centre(&self) -> Point {
        let [a, _, c, _] = self.quad;
        Point::new((a.x + c.x) / 2.0, (a.y + c.y) / 2.0)
    }
}

/// Finds lines of text.
pub struct TextDetector {
    model: Box<dyn Model>,
    limits: DetectLimits,
}

const NAME: &str = "text_detection";

impl TextDetector {
    /// A detector over `model` (input `[1,3,H,W]` in BGR, sides multiples of 32; output `[1,1,H,W]` probabilities).
    pub fn new(model: Box<dyn Model>) -> Self {
        Self { model, limits: DetectLimits::default() }
    }

    /// Lines of text in `rgb` (8-bit RGB), as large as it is: scale it so that text is 12 to 40 px high.
    pub fn detect(&mut self, rgb: &Mat) -> Result<Vec<TextBox>, VisionError> {
        let (input, width, height) = prepare(rgb)?;
        let mut out = Vec::new();
        self.model.run(&input, &mut |outputs| {
            let wrong = |actual: &[usize]| VisionError::Shape {
                model: NAME,
                expected: "[1, 1, H, W]",
                actual: actual.to_vec(),
            };
            let map = outputs.first().ok_or_else(|| wrong(&[]))?;
            if map.shape != [1, 1, height, width] || map.data.len() != width * height {
                return Err(wrong(map.shape));
            }
            let probability = Mat::new_rows_cols_with_data(height as i32, width as i32, map.data)?;
            out = boxes(&probability, &self.limits)?;
            Ok(())
        })?;
        Ok(out)
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}

/// The network's input for `rgb`: BGR planes in [-1, 1], padded at the right and below with black to multiples of 32.
pub fn prepare(rgb: &Mat) -> Result<(Tensor, usize, usize), VisionError> {
    let (rows, columns) = (rgb.rows() as usize, rgb.cols() as usize);
    let (width, height) = (columns.div_ceil(32) * 32, rows.div_ceil(32) * 32);
    let mut data = vec![-1.0f32; 3 * width * height];
    let plane = width * height;
    let (blue, rest) = data.split_at_mut(plane);
    let (green, red) = rest.split_at_mut(plane);
    for row in 0..rows {
        let pixels = rgb.at_row::<core::Vec3b>(row as i32)?;
        let at = row * width;
        let lines = blue.iter_mut().skip(at).zip(green.iter_mut().skip(at)).zip(red.iter_mut().skip(at));
        for (pixel, ((b, g), r)) in pixels.iter().zip(lines) {
            let [red, green, blue] = pixel.0;
            *r = f32::from(red) / 127.5 - 1.0;
            *g = f32::from(green) / 127.5 - 1.0;
            *b = f32::from(blue) / 127.5 - 1.0;
        }
    }
    Ok((Tensor { shape: vec![1, 3, height, width], data }, width, height))
}

/// Boxes in a probability map.
pub fn boxes(probability: &(impl MatTraitConst + ToInputArray), limits: &DetectLimits) -> cv::Result<Vec<TextBox>> {
    let mut mask = Mat::default();
    core::compare(probability, &f64::from(limits.pixel_threshold), &mut mask, core::CMP_GT)?;
    // Bridges one-pixel gaps between the halves of a kernel.
    let kernel = Mat::ones(2, 2, core::CV_8U)?.to_mat()?;
    let mut grown = Mat::default();
    imgproc::dilate_def(&mask, &mut grown, &kernel)?;
    let mut contours = Vector::<Vector<CvPoint>>::new();
    imgproc::find_contours_def(&grown, &mut contours, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE)?;
    let mut out = Vec::new();
    for contour in contours {
        let kernel = imgproc::min_area_rect(&contour)?;
        if kernel.size.width.min(kernel.size.height) < limits.min_side_px {
            continue;
        }
        let score = mean_inside(probability, &contour)?;
        if score < limits.box_threshold {
            continue;
        }
        let (w, h) = (kernel.size.width, kernel.size.height);
        let grow = w * h * limits.unclip_ratio / (2.0 * (w + h)).max(1.0);
        let line = RotatedRect::new(kernel.center, Size2f::new(w + 2.0 * grow, h + 2.0 * grow), kernel.angle)?;
        out.push(TextBox { quad: upright_corners(&line)?, score });
    }
    Ok(out)
}

/// Corners from the top left clockwise, the line taken to run along its longer side, to the right or, if steep, downwards.
fn upright_corners(line: &RotatedRect) -> cv::Result<[Point; 4]> {
    let mut corners = [Point2f::default(); 4];
    line.points(&mut corners)?;
    let [a, b, c, d] = corners.map(cv::from_cv);
    let ring = if a.distance(b) >= b.distance(c) { [a, b, c, d] } else { [b, c, d, a] };
    // `ring` starts with a long side; four ways to begin remain two: turn by half when it runs leftwards.
    let [p, q, r, s] = ring;
    let (dx, dy) = (q.x - p.x, q.y - p.y);
    let rightwards = if dx.abs() >= dy.abs() { dx > 0.0 } else { dy > 0.0 };
    Ok(if rightwards { [p, q, r, s] } else { [r, s, p, q] })
}

/// Mean of the map inside a contour.
fn mean_inside(probability: &impl MatTraitConst, contour: &Vector<CvPoint>) -> cv::Result<f32> {
    let around = imgproc::bounding_rect(contour)?;
    let frame = core::Rect::new(0, 0, probability.cols(), probability.rows());
    let around = around & frame;
    if around.area() <= 0 {
        return Ok(0.0);
    }
    let mut mask = Mat::zeros_size(Size::new(around.width, around.height), core::CV_8U)?.to_mat()?;
    let mut outlines = Vector::<Vector<CvPoint>>::new();
    outlines.push(contour.iter().map(|p| CvPoint::new(p.x - around.x, p.y - around.y)).collect());
    imgproc::fill_poly_def(&mut mask, &outlines, core::Scalar::all(1.0))?;
    let part = Mat::roi(probability, around)?;
    let mean = core::mean(&part, &mask)?;
    let [mean, ..] = mean.0;
    Ok(mean as f32)
}
