//! Moving the sides of a rough quadrilateral onto the card's real edges.
//!
//! The neighbourhood is warped so that the card stands upright; each side is then the best of all straight lines near
//! its place, by the mean gradient along it. A mean over a whole side finds an edge far below the noise of one pixel,
//! ignores rounded corners and a thumb, and gives corners as crossings of lines.

use heyan_rules::Point;
use heyan_rules::geometry::CardShape;
use opencv::core::{self, Mat, Size};
use opencv::imgproc;
use opencv::prelude::*;

use super::light::percentile;
use super::limits::EDGES;
use super::plane::{Homography, signed_area};
use crate::cv;

/// Colour of a picture, prepared for looking for edges.
pub struct Gradients {
    planes: Mat,
    strength: Mat,
}

impl Gradients {
    /// Prepares an 8-bit RGB picture.
    pub fn new(rgb: &Mat) -> cv::Result<Self> {
        let smooth = cv::blur(rgb, 0.8)?;
        // CIELAB would serve as well, but OpenCV fills its tables for 0.2 s at the first call.
        let planes = cv::convert(&smooth, imgproc::COLOR_RGB2YCrCb)?;
        let mut dx = Mat::default();
        let mut dy = Mat::default();
        imgproc::sobel(&planes, &mut dx, core::CV_16S, 1, 0, 3, 1.0, 0.0, core::BORDER_REPLICATE)?;
        imgproc::sobel(&planes, &mut dy, core::CV_16S, 0, 1, 3, 1.0, 0.0, core::BORDER_REPLICATE)?;
        let magnitude = |x: i16, y: i16| {
            // Octagonal norm: within 6 % of the true length, and no root.
            let (x, y) = (f32::from(x.saturating_abs()), f32::from(y.saturating_abs()));
            (0.96 * x.max(y) + 0.4 * x.min(y)) / 4.0
        };
        let bytes: Vec<u8> = dx
            .data_typed::<core::Vec3s>()?
            .iter()
            .zip(dy.data_typed::<core::Vec3s>()?)
            .map(|(x, y)| {
                let ([x0, x1, x2], [y0, y1, y2]) = (x.0, y.0);
                let (light, a, b) = (magnitude(x0, y0), magnitude(x1, y1), magnitude(x2, y2));
                (light + EDGES.chroma_weight * (a + b)).min(255.0) as u8
            })
            .collect();
        let strength = Mat::new_rows_cols_with_data(planes.rows(), planes.cols(), &bytes)?.try_clone()?;
        Ok(Self { planes, strength })
    }

    /// How strong the edges are along the sides of `quad`: mean over points of the strongest pixel within two of each.
    pub fn along(&self, quad: &[Point; 4]) -> cv::Result<f32> {
        let (rows, columns) = (self.strength.rows(), self.strength.cols());
        let bytes = self.strength.data_bytes()?;
        let at = |x: i32, y: i32| {
            let inside = x >= 0 && y >= 0 && x < columns && y < rows;
            if inside { bytes.get((y * columns + x) as usize).copied().unwrap_or(0) } else { 0 }
        };
        let mut sum = 0.0;
        for (p, q) in quad.iter().zip(quad.iter().cycle().skip(1)) {
            for i in 1..EDGES.samples {
                let t = i as f32 / EDGES.samples as f32;
                let (x, y) = ((p.x + (q.x - p.x) * t) as i32, (p.y + (q.y - p.y) * t) as i32);
                let near = (-2..=2).flat_map(|d| [at(x + d, y), at(x, y + d)]);
                sum += f32::from(near.max().unwrap_or(0).min(60));
            }
        }
        Ok(sum / (4.0 * (EDGES.samples - 1) as f32))
    }

    /// The picture in YCrCb, slightly smoothed.
    pub fn planes(&self) -> &Mat {
        &self.planes
    }

    /// Gradient magnitude of all channels together, 8 bits.
    pub fn strength(&self) -> &Mat {
        &self.strength
    }
}

/// One side as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SideFit {
    /// Share of the side along which the edge is seen, times its contrast up to a limit: 0 none, 1 clear.
    pub support: f32,
}

/// The four sides of `quad` (pixels of the picture that `gradients` was made of), wrong by some mm, roughly.
pub fn fit_roughly(
    gradients: &Gradients,
    shape: CardShape,
    quad: &[Point; 4],
) -> cv::Result<Option<([Point; 4], [SideFit; 4])>> {
    let mut rough = *quad;
    let mut sides = [SideFit::default(); 4];
    for _ in 0..EDGES.max_rounds {
        let Some((next, found)) =
            round(gradients, shape, &rough, EDGES.rough_scale, (EDGES.reach_out_mm, EDGES.reach_in_mm))?
        else {
            return Ok(None);
        };
        let [left, right, _, _] = next;
        let width = left.distance(right);
        let settled = next.iter().zip(rough).all(|(a, b)| a.distance(b) < EDGES.settled * width);
        (rough, sides) = (next, found);
        if settled {
            break;
        }
    }
    Ok(Some((rough, sides)))
}

/// The same for sides that are roughly known, finely.
pub fn fit_finely(
    gradients: &Gradients,
    shape: CardShape,
    rough: &[Point; 4],
) -> cv::Result<Option<([Point; 4], [SideFit; 4])>> {
    round(gradients, shape, rough, EDGES.fine_scale, (EDGES.fine_reach_mm, EDGES.fine_reach_mm))
}

/// The same for a quadrilateral that is already known to about 2 mm.
pub fn fit_near(
    gradients: &Gradients,
    shape: CardShape,
    quad: &[Point; 4],
) -> cv::Result<Option<([Point; 4], [SideFit; 4])>> {
    let reach = (EDGES.near_reach_mm, EDGES.near_reach_mm);
    let Some((rough, _)) = round(gradients, shape, quad, EDGES.fine_scale, reach)? else { return Ok(None) };
    round(gradients, shape, &rough, EDGES.fine_scale, (EDGES.last_reach_mm, EDGES.last_reach_mm))
}

fn round(
    gradients: &Gradients,
    shape: CardShape,
    quad: &[Point; 4],
    scale: f32,
    (reach_out, reach_in): (f32, f32),
) -> cv::Result<Option<([Point; 4], [SideFit; 4])>> {
    if signed_area(quad) <= 0.0 {
        return Ok(None);
    }
    let left = EDGES.margin_mm * scale;
    let (w, h) = (shape.width_mm * scale, shape.height_mm * scale);
    let target = [
        Point::new(left, left),
        Point::new(left + w, left),
        Point::new(left + w, left + h),
        Point::new(left, left + h),
    ];
    let Some(to_view) = Homography::between(quad, &target) else {
        return Ok(None);
    };
    let Some(back) = to_view.inverse() else {
        return Ok(None);
    };
    let size = Size::new((w + 2.0 * left).round() as i32, (h + 2.0 * left).round() as i32);
    let view = cv::warp(&gradients.planes, &to_view.to_mat()?, size, core::BORDER_REPLICATE)?;
    let across = Strips::new(&view, scale, false)?;
    let along = Strips::new(&view, scale, true)?;
    let reach = (reach_out * scale, reach_in * scale);
    let span_x = (left + 0.04 * w, left + 0.96 * w);
    let span_y = (left + 0.06 * h, left + 0.94 * h);
    let top = along.best(left, span_x, (reach.0, reach.1), 1);
    let bottom = along.best(left + h, span_x, (reach.1, reach.0), -1);
    let west = across.best(left, span_y, (reach.0, reach.1), 1);
    let east = across.best(left + w, span_y, (reach.1, reach.0), -1);
    let corner = |horizontal: &Found, vertical: &Found| {
        // y = a + b x and x = c + d y.
        let (a, b) = horizontal.line();
        let (c, d) = vertical.line();
        let y = (a + b * c) / (1.0 - b * d);
        back.apply(Point::new(c + d * y, y))
    };
    let corners = [corner(&top, &west), corner(&top, &east), corner(&bottom, &east), corner(&bottom, &west)];
    if !corners.iter().all(|p| p.x.is_finite() && p.y.is_finite()) {
        return Ok(None);
    }
    Ok(Some((corners, [top.side(), east.side(), bottom.side(), west.side()])))
}

/// A line found: its distance at both ends of the span, and its support.
struct Found {
    span: (f32, f32),
    ends: (f32, f32),
    support: f32,
}

impl Found {
    /// Intercept and slope over the span's axis.
    fn line(&self) -> (f32, f32) {
        let slope = (self.ends.1 - self.ends.0) / (self.span.1 - self.span.0).max(1.0);
        (self.ends.0 - slope * self.span.0, slope)
    }

    fn side(&self) -> SideFit {
        SideFit { support: self.support }
    }
}

/// Gradient across one direction, a line a mm along the other, all three channels, and the brightness itself.
struct Strips {
    /// `columns[i][d]`: what is at position `i * stride` along and `d` across.
    columns: Vec<Vec<Cell>>,
    /// View pixels from column to column.
    stride: usize,
    /// How far inside a side its card is looked at, view pixels.
    inside: i32,
    /// Step of the first look at places, view pixels.
    step: usize,
}

/// Gradient of each channel (chroma weighted), and brightness (0 to 255).
type Cell = [f32; 4];

impl Strips {
    /// `horizontal`: for sides that run left to right (gradient downwards).
    fn new(view: &Mat, scale: f32, horizontal: bool) -> cv::Result<Self> {
        let (dx, dy) = if horizontal { (0, 1) } else { (1, 0) };
        let mut gradient = Mat::default();
        imgproc::sobel(view, &mut gradient, core::CV_16S, dx, dy, 3, 1.0, 0.0, core::BORDER_REPLICATE)?;
        let (rows, columns) = (gradient.rows() as usize, gradient.cols() as usize);
        let cells = gradient.data_typed::<core::Vec3s>()?;
        let colours = view.data_typed::<core::Vec3b>()?;
        let (length, depth) = if horizontal { (columns, rows) } else { (rows, columns) };
        // Steps in the matrix along and across the side.
        let (along, across) = if horizontal { (1, columns) } else { (columns, 1) };
        let stride = scale.round().max(1.0) as usize;
        let limit = |v: f32| v.clamp(-EDGES.spot_limit, EDGES.spot_limit);
        // No side is looked for in the middle of the card.
        let rim = ((EDGES.margin_mm + EDGES.reach_in_mm + EDGES.inside_mm + 1.0) * scale) as usize;
        let within = rim..depth.saturating_sub(rim);
        let mut out = Vec::with_capacity(length.div_ceil(stride));
        for start in (0..length).step_by(stride) {
            let line = cells.iter().zip(colours).skip(start * along).step_by(across).take(depth);
            out.push(
                line.enumerate()
                    .map(|(at, (g, colour))| {
                        if within.contains(&at) {
                            return Cell::default();
                        }
                        let ([light, a, b], [brightness, ..]) = (g.0.map(|v| f32::from(v) / 4.0), colour.0);
                        [
                            limit(light),
                            limit(a * EDGES.chroma_weight),
                            limit(b * EDGES.chroma_weight),
                            f32::from(brightness),
                        ]
                    })
                    .collect::<Vec<_>>(),
            );
        }
        Ok(Self {
            columns: out,
            stride,
            inside: (EDGES.inside_mm * scale).round() as i32,
            step: if scale > EDGES.rough_scale { 2 } else { 1 },
        })
    }

    /// The line near `place` with the greatest mean gradient; reach is (towards smaller, towards larger) distances,
    /// `inward` +1 when the card lies towards larger ones, else -1.
    fn best(&self, place: f32, span: (f32, f32), reach: (f32, f32), inward: i32) -> Found {
        let first = (span.0 / self.stride as f32).ceil() as usize;
        let last = ((span.1 / self.stride as f32) as usize).min(self.columns.len().saturating_sub(1));
        let picked: Vec<&[Cell]> =
            self.columns.iter().skip(first).take(last.saturating_sub(first) + 1).map(Vec::as_slice).collect();
        let low = (place - reach.0).max(1.0) as i32;
        let high = (place + reach.1) as i32;
        let turn = (EDGES.most_turn_mm * self.stride as f32) as i32;
        let inside = inward * self.inside;
        let mut best = (0.0f32, place as i32, place as i32);
        let mut scores = Vec::new();
        for from in (low..=high).step_by(self.step) {
            // An edge is three pixels wide: of the slopes every second will do.
            for to in (low.max(from - turn)..=high.min(from + turn)).step_by(2) {
                let score = score(&picked, from, to, inside);
                scores.push(score);
                if score > best.0 {
                    best = (score, from, to);
                }
            }
        }
        // Places that the first look has stepped over.
        let rough = best;
        for from in rough.1 - 1..=rough.1 + 1 {
            for to in rough.2 - 1..=rough.2 + 1 {
                let score = score(&picked, from, to, inside);
                if score > best.0 {
                    best = (score, from, to);
                }
            }
        }
        let usual = percentile(&mut scores, 0.5).unwrap_or(0.0);
        // A faint edge counts when it stands out of all other lines that might be one.
        let faint = ((best.0 / (usual + 0.15) - 1.5) / 4.0).clamp(0.0, 0.7);
        let clear = (best.0 / EDGES.clear).min(1.0) * seen(&picked, best.1, best.2);
        let begin = (first * self.stride) as f32;
        let end = ((first + picked.len().max(2) - 1) * self.stride) as f32;
        Found { span: (begin, end), ends: (best.1 as f32, best.2 as f32), support: clear.max(faint) }
    }
}

/// Depths of a line at its samples, in whole pixels.
fn depths(from: i32, to: i32, count: usize) -> impl Iterator<Item = i32> {
    // Fixed point: this runs for every sample of every line tried.
    let step = ((to - from) << 16) / (count.max(2) - 1) as i32;
    let mut at = (from << 16) + (1 << 15);
    std::iter::repeat_with(move || {
        let depth = at >> 16;
        at += step;
        depth
    })
}

/// How well a line serves as the side of a card: mean gradient across it, less where the card beside it is patchy.
/// `inside` is where the card beside it is looked at, pixels from the line.
fn score(columns: &[&[Cell]], from: i32, to: i32, inside: i32) -> f32 {
    let count = columns.len().max(2);
    let mut sums = [0.0f32; 4];
    let mut plain = 0.0f32;
    let (mut n, mut sum, mut sum_t, mut squares, mut products) = (0.0f32, 0.0f32, 0.0f32, 0.0f32, 0.0f32);
    let mut t = -0.5;
    for (column, d) in columns.iter().zip(depths(from, to, count)) {
        let Some(cell) = column.get(d.max(0) as usize) else { return 0.0 };
        for (sum, v) in sums.iter_mut().zip(cell) {
            *sum += v;
        }
        let [light, a, b, _] = *cell;
        plain += light.abs().max(a.abs()).max(b.abs());
        if let Some([.., light]) = column.get((d + inside).max(0) as usize) {
            n += 1.0;
            sum += light;
            sum_t += t;
            squares += light * light;
            products += t * light;
        }
        t += 1.0 / count as f32;
    }
    let [light, a, b, _] = sums.map(f32::abs);
    let signed = light.max(a).max(b) + 0.3 * (light + a + b);
    // On a patchy background the sign changes along the side; then only strength counts, at a discount.
    let edge = signed.max(0.62 * plain) / count as f32;
    let n = n.max(1.0);
    let variance = squares / n - (sum / n) * (sum / n);
    let tilt = products / n - sum / n * sum_t / n;
    // Variance of t over evenly spaced samples of an interval of length one is 1/12.
    let spread = (variance - 12.0 * tilt * tilt).max(0.0);
    edge / (1.0 + spread / (EDGES.patchy * EDGES.patchy))
}

/// Share of a line along which an edge is there at all.
fn seen(columns: &[&[Cell]], from: i32, to: i32) -> f32 {
    let count = columns.len().max(2);
    let there = columns.iter().zip(depths(from, to, count)).filter(|(column, d)| {
        let around = (d - 1).max(0) as usize..(d + 2).max(0) as usize;
        around.filter_map(|k| column.get(k)).any(|[light, a, b, _]| [light, a, b].iter().any(|v| v.abs() > 1.5))
    });
    there.count() as f32 / count as f32
}
