//! What is true of a portrait.

use opencv::core::{Mat, Point, Vector};
use opencv::imgproc;
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::layer::Mask;
use super::thing::Thing;
use crate::set::Split;

/// A closed line round a region, px.
pub type Polygon = Vec<[f32; 2]>;

/// Everything that is known of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Truth {
    /// File name.
    pub file: String,
    /// Tuning or held out.
    pub split: Split,
    /// What is the matter.
    pub kind: Kind,
    /// What stands before the wall.
    pub thing: Option<Thing>,
    /// The finding that must be told; none of a good picture.
    pub code: Option<String>,
    /// Findings that may be told as well.
    pub tolerated: Vec<String>,
    /// Picture, px.
    pub width: usize,
    /// Picture, px.
    pub height: usize,
    /// Whose heads are shown.
    pub faces: Vec<String>,
    /// Visible regions of what stands before the wall. Each is a list of outlines that name it equally well (a door by its
    /// frame or with its leaf), an outline a list of polygons.
    pub clutter: Vec<Vec<Vec<Polygon>>>,
    /// Where the person's shadow darkens the wall by 5 L* and more.
    pub shadow: Vec<Polygon>,
    /// Largest drop of lightness by the person's shadow on the visible wall, L*.
    pub shadow_drop: f32,
    /// Head with hair, to the chin: left, top, right, bottom, px; it may lie outside the picture.
    pub head: Option<[f32; 4]>,
    /// The subject's left and right shoulder, px, where known.
    pub shoulders: Option<[[f32; 2]; 2]>,
    /// Line from the right to the left shoulder against level, degrees, + when the left one is higher.
    pub shoulder_tilt_deg: Option<f32>,
    /// Yaw, pitch, roll of the head as the camera sees it, degrees, by the subject's own sides.
    pub angles_deg: Option<[f32; 3]>,
    /// Between the middles of the eyes, px.
    pub eye_distance_px: Option<f32>,
    /// Pixels that one of the face's source picture is spread over: above 1 it is soft.
    pub enlarged: Option<f32>,
    /// Luminance of face and wall, linear, 0 to 1, as exposed.
    pub luminance: [f32; 2],
    /// What else is in the picture.
    pub tags: Vec<String>,
}

/// The outlines of a mask's parts of `least` pixels and more.
#[must_use]
pub fn outlines(mask: &Mask, least: f64) -> Vec<Polygon> {
    let bytes: Vec<u8> = mask.v.iter().map(|v| if *v > 0.5 { 255 } else { 0 }).collect();
    let mat = Mat::new_rows_cols_with_bytes::<u8>(mask.h as i32, mask.w as i32, &bytes).expect("a mask's size");
    let mut found = Vector::<Vector<Point>>::new();
    imgproc::find_contours_def(&mat, &mut found, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE)
        .expect("contours");
    let mut out = Vec::new();
    for line in &found {
        if imgproc::contour_area_def(&line).unwrap_or(0.0) < least {
            continue;
        }
        let mut less = Vector::<Point>::new();
        imgproc::approx_poly_dp(&line, &mut less, 0.8, true).expect("a simpler line");
        out.push(less.iter().map(|p| [p.x as f32 + 0.5, p.y as f32 + 0.5]).collect());
    }
    out
}

/// Which pixels lie in one of the polygons.
#[must_use]
pub fn filled(polygons: &[Polygon], w: usize, h: usize) -> Vec<bool> {
    let mut out = vec![false; w * h];
    for polygon in polygons {
        if polygon.len() < 3 {
            continue;
        }
        for y in 0..h {
            let at = y as f32 + 0.5;
            let mut cuts: Vec<f32> = (0..polygon.len())
                .filter_map(|i| {
                    let (a, b) = (polygon[i], polygon[(i + 1) % polygon.len()]);
                    ((a[1] <= at) != (b[1] <= at)).then(|| a[0] + (b[0] - a[0]) * (at - a[1]) / (b[1] - a[1]))
                })
                .collect();
            cuts.sort_by(f32::total_cmp);
            for pair in cuts.chunks_exact(2) {
                let (from, to) = ((pair[0] - 0.5).ceil().max(0.0), (pair[1] - 0.5).floor().min(w as f32 - 1.0));
                if to >= from {
                    out[y * w + from as usize..=y * w + to as usize].fill(true);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_and_its_outline_are_the_same() {
        let mut mask = Mask::new(60, 40);
        for y in 8..30 {
            for x in 10..50 {
                if (x as f32 - 30.0).abs() + (y as f32 - 19.0).abs() < 20.0 {
                    mask.v[y * 60 + x] = 1.0;
                }
            }
        }
        let lines = outlines(&mask, 4.0);
        assert_eq!(lines.len(), 1);
        let back = filled(&lines, 60, 40);
        let both = mask.v.iter().zip(&back).filter(|(m, b)| **m > 0.5 && **b).count() as f32;
        let either = mask.v.iter().zip(&back).filter(|(m, b)| **m > 0.5 || **b).count() as f32;
        assert!(both / either > 0.85, "{}", both / either);
    }
}
