//! Colour and light over a page, on a small copy of it.

use heyan_rules::{Point, Polygon};
use opencv::core::{self, Mat, Point as CvPoint, Vector};
use opencv::imgproc;
use opencv::prelude::*;

use crate::document::light::{self, percentile};
use crate::document::{Placement, locate};
use crate::error::VisionError;
use crate::frame::Picture;

/// Longer side of the copy, px: strokes of a seal (0.8 mm) are about one.
const SIDE: i32 = 480;
/// Share of the page that is less coloured than the most coloured places are: an emblem is 1 % of a page, a seal's strokes half
/// of that.
const MOST_COLOURED: f32 = 0.995;
/// Value of all channels from which light has washed a place out.
const CLIPPED: u8 = 250;
/// Lightness of the paper, in its darkest channel, from which white is the paper's own: a scan's.
const WHITE_PAPER: f32 = 238.0;
/// Least share of the page that a reflection takes.
const LEAST_GLARE: f32 = 0.003;

/// What is measured of it.
pub(super) struct Surface {
    /// Chroma of its most coloured places about its tint.
    pub(super) colour: f32,
    /// Outlines of reflections in the picture, and their share of the page.
    pub(super) glare: Vec<(Polygon, f32)>,
}

pub(super) fn measure(picture: &Picture, placement: &Placement) -> Result<Surface, VisionError> {
    let (small, scale) = locate::copy(picture, SIDE)?;
    let plane = placement.shape().bounds();
    let pixels = small.data_typed::<core::Vec3b>()?;
    let columns = small.cols().max(1) as usize;
    let place = |i: usize| Point::new(((i % columns) as f32 + 0.5) / scale, ((i / columns) as f32 + 0.5) / scale);
    let on_page: Vec<bool> = (0..pixels.len()).map(|i| plane.contains(placement.to_card(place(i)))).collect();
    let inside = || pixels.iter().zip(&on_page).filter(|(_, on)| **on).map(|(p, _)| p.0);
    let labs: Vec<[f32; 3]> = inside().map(|p| light::lab(p.map(f32::from))).collect();
    let middle = |channel: usize| {
        let mut values: Vec<f32> = labs.iter().filter_map(|lab| lab.get(channel).copied()).collect();
        percentile(&mut values, 0.5).unwrap_or_default()
    };
    let (a, b) = (middle(1), middle(2));
    let mut chroma: Vec<f32> = labs.iter().map(|[_, x, y]| (x - a).hypot(y - b)).collect();
    let colour = percentile(&mut chroma, MOST_COLOURED).unwrap_or_default();
    let mut least: Vec<f32> = inside().map(|p| f32::from(p.into_iter().min().unwrap_or_default())).collect();
    let paper = percentile(&mut least, 0.5).unwrap_or_default();
    let glare = if paper >= WHITE_PAPER {
        Vec::new()
    } else {
        let washed: Vec<u8> = pixels
            .iter()
            .zip(&on_page)
            .map(|(p, on)| if *on && p.0.iter().all(|c| *c >= CLIPPED) { 255 } else { 0 })
            .collect();
        patches(&washed, columns, scale, labs.len())?
    };
    Ok(Surface { colour, glare })
}

fn patches(washed: &[u8], columns: usize, scale: f32, page: usize) -> Result<Vec<(Polygon, f32)>, VisionError> {
    let rows = washed.len() / columns;
    let mask = Mat::new_rows_cols_with_data(rows as i32, columns as i32, washed)?;
    let mut contours = Vector::<Vector<CvPoint>>::new();
    imgproc::find_contours_def(&mask, &mut contours, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE)?;
    let mut out = Vec::new();
    for contour in contours {
        let share = imgproc::contour_area_def(&contour)? as f32 / page.max(1) as f32;
        if share >= LEAST_GLARE {
            let around = imgproc::bounding_rect(&contour)?;
            let corner = |x: i32, y: i32| Point::new(x as f32 / scale, y as f32 / scale);
            let (right, bottom) = (around.x + around.width, around.y + around.height);
            let outline = vec![
                corner(around.x, around.y),
                corner(right, around.y),
                corner(right, bottom),
                corner(around.x, bottom),
            ];
            out.push((outline, share));
        }
    }
    Ok(out)
}
