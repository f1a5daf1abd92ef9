//! Connected parts of a map and their outlines.

use heyan_rules::{Point, Polygon};
use opencv::core::{self, Mat, Point as CvPoint, Rect, Vector};
use opencv::imgproc;
use opencv::prelude::*;

use super::limits::BLOB;
use super::scene::Scene;
use crate::cv;

/// A connected part.
pub struct Blob {
    /// Indices of its pixels.
    pub pixels: Vec<usize>,
    /// Its box, px.
    pub bounds: Rect,
    /// Its filled outline, px of the scene.
    pub outline: Vec<CvPoint>,
    /// Area of the filled outline, px.
    pub area: f64,
}

impl Blob {
    /// The longer side of the box, px.
    pub fn length(&self) -> f32 {
        self.bounds.width.max(self.bounds.height) as f32
    }

    /// The outline in pixels of the picture.
    pub fn polygon(&self, scene: &Scene) -> Polygon {
        let points = self.outline.iter().map(|p| scene.to_picture(Point::new(p.x as f32, p.y as f32)));
        from_top_left(points.collect())
    }
}

/// The connected parts of `map` (255 and 0) with at least `least` pixels of it, after gaps of up to `gap` px are closed.
pub fn blobs(scene: &Scene, map: &[u8], gap: i32, least: usize) -> cv::Result<Vec<Blob>> {
    if !map.contains(&255) {
        return Ok(Vec::new());
    }
    let closed = cv::morph_square(&scene.matrix(map)?, imgproc::MORPH_CLOSE, gap.max(0) + 1)?;
    let (mut labels, mut stats, mut centres) = (Mat::default(), Mat::default(), Mat::default());
    let count =
        imgproc::connected_components_with_stats(&closed, &mut labels, &mut stats, &mut centres, 8, core::CV_32S)?;
    let labels = labels.data_typed::<i32>()?;
    let mut pixels: Vec<Vec<usize>> = vec![Vec::new(); count.max(0) as usize];
    for (at, label) in labels.iter().enumerate() {
        if *label > 0
            && map.get(at) == Some(&255)
            && let Some(list) = usize::try_from(*label).ok().and_then(|label| pixels.get_mut(label))
        {
            list.push(at);
        }
    }
    let mut out = Vec::new();
    for (label, pixels) in pixels.into_iter().enumerate().skip(1) {
        if pixels.len() < least.max(1) {
            continue;
        }
        let of = |column: i32| stats.at_2d::<i32>(label as i32, column).copied();
        let bounds = Rect::new(
            of(imgproc::CC_STAT_LEFT)?,
            of(imgproc::CC_STAT_TOP)?,
            of(imgproc::CC_STAT_WIDTH)?,
            of(imgproc::CC_STAT_HEIGHT)?,
        );
        let part: Vec<u8> =
            rows(labels, scene.width, bounds).map(|l| if l == label as i32 { 255u8 } else { 0 }).collect();
        let part = Mat::new_rows_cols_with_data(bounds.height, bounds.width, &part)?;
        if let Some((outline, area)) = outline(&part, bounds)? {
            out.push(Blob { pixels, bounds, outline, area });
        }
    }
    Ok(out)
}

/// Values of `map` inside `bounds`, row by row.
fn rows(map: &[i32], width: usize, bounds: Rect) -> impl Iterator<Item = i32> + '_ {
    let (left, across) = (bounds.x.max(0) as usize, bounds.width.max(0) as usize);
    (bounds.y.max(0)..bounds.y + bounds.height).flat_map(move |y| {
        let from = y as usize * width + left;
        map.get(from..from + across).unwrap_or_default().iter().copied()
    })
}

/// The outer contour of a part, or its hull where much of it is open, and the area inside.
fn outline(part: &impl core::ToInputArray, bounds: Rect) -> cv::Result<Option<(Vec<CvPoint>, f64)>> {
    let mut contours = Vector::<Vector<CvPoint>>::new();
    let offset = CvPoint::new(bounds.x, bounds.y);
    imgproc::find_contours(part, &mut contours, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE, offset)?;
    let mut best: Option<Vector<CvPoint>> = None;
    for contour in contours {
        if best.as_ref().is_none_or(|b| contour.len() > b.len()) {
            best = Some(contour);
        }
    }
    let Some(contour) = best else { return Ok(None) };
    let mut hull = Vector::<CvPoint>::new();
    imgproc::convex_hull_def(&contour, &mut hull)?;
    let (own, whole) = (imgproc::contour_area_def(&contour)?, imgproc::contour_area_def(&hull)?);
    let (chosen, area) = if own < BLOB.filled * whole { (hull, whole) } else { (contour, own) };
    let mut simple = Vector::<CvPoint>::new();
    let slack = BLOB.corner * f64::from(bounds.width.max(bounds.height));
    imgproc::approx_poly_dp(&chosen, &mut simple, slack.max(0.7), true)?;
    let mut points = simple.to_vec();
    if points.len() < 3 {
        // A line: the box stands for it.
        let (l, t, r, b) = (bounds.x, bounds.y, bounds.x + bounds.width, bounds.y + bounds.height);
        points = vec![CvPoint::new(l, t), CvPoint::new(r, t), CvPoint::new(r, b), CvPoint::new(l, b)];
    }
    // A contour runs along the middles of its pixels.
    Ok(Some((points, area.max(1.0))))
}

/// Clockwise, from the corner nearest to the top left.
pub fn from_top_left(mut points: Polygon) -> Polygon {
    let twice_area: f32 = points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    // With y down a clockwise outline has a positive area.
    if twice_area < 0.0 {
        points.reverse();
    }
    let first = (0..points.len()).min_by(|a, b| {
        let of = |k: &usize| points.get(*k).map_or(f32::MAX, |p| p.x + p.y);
        of(a).total_cmp(&of(b))
    });
    points.rotate_left(first.unwrap_or(0));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_run_clockwise_from_the_top_left() {
        let anticlockwise = [(9.0, 1.0), (1.0, 1.0), (1.0, 5.0), (9.0, 5.0)].map(Point::from).to_vec();
        let wanted = [(1.0, 1.0), (9.0, 1.0), (9.0, 5.0), (1.0, 5.0)].map(Point::from).to_vec();
        assert_eq!(from_top_left(anticlockwise), wanted);
        assert_eq!(from_top_left(wanted.clone()), wanted);
        assert!(from_top_left(Vec::new()).is_empty());
    }
}
