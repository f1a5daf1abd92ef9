//! The picture at the size at which person and wall are told apart.

use heyan_rules::Point;
use opencv::core::{self, Mat, Point as CvPoint, Scalar, Size};
use opencv::imgproc;
use opencv::prelude::*;

use super::colour::lab_of;
use super::segment::MASK_SIDE;
use crate::cv;
use crate::face::MeshFace;
use crate::frame::Shrunk;

/// Longer side of the copy, px. A cable of 5 px in a picture of 1600 is then one pixel wide.
pub const SCENE_SIDE: usize = 320;
/// Landmarks: chin, hairline, and the rim of the face before the ears, the person's right and left.
const CHIN: usize = 152;
const HAIRLINE: usize = 10;
const RIGHT_RIM: usize = 234;
const LEFT_RIM: usize = 454;
/// When a place is the person and how much of the wall beside them is left out.
#[derive(Debug, Clone, Copy)]
pub struct SceneLimits {
    /// Mask from which a pixel is the person.
    pub person: u8,
    /// Mask up to which a pixel is surely not the person.
    pub nobody: u8,
    /// What is kept away from the person's outline, over the height of the face: the mask is sure to a pixel of 256, cut hair
    /// and soft edges come on top.
    pub rim: f32,
    /// Widest hair to either side of the middle of the face, over the width of the face, above the chin.
    pub widest_hair: f32,
    /// Highest hair above the hairline, over the height of the face.
    pub highest_hair: f32,
}

/// The limits that are used.
pub const SCENE: SceneLimits = SceneLimits { person: 128, nobody: 38, rim: 0.07, widest_hair: 1.25, highest_hair: 0.8 };

/// Where the face is in the scene, px of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FacePlace {
    /// Middle of the chin.
    pub chin: Point,
    /// Middle of the hairline, as the mesh draws it.
    pub hairline: Point,
    /// Rim of the face at the person's right, the picture's left.
    pub right: Point,
    /// Rim of the face at the person's left.
    pub left: Point,
}

impl FacePlace {
    /// Of `face`, whose points are px of the picture, in a scene `factor` times as small.
    pub fn of(face: &MeshFace, factor: f32) -> Option<Self> {
        let at = |index: usize| {
            let [x, y, _] = *face.points.get(index)?;
            // Middles of pixels lie on middles of squares.
            Some(Point::new((x + 0.5) / factor - 0.5, (y + 0.5) / factor - 0.5))
        };
        Some(Self { chin: at(CHIN)?, hairline: at(HAIRLINE)?, right: at(RIGHT_RIM)?, left: at(LEFT_RIM)? })
    }

    /// From hairline to chin.
    pub fn height(&self) -> f32 {
        self.chin.distance(self.hairline).max(1.0)
    }

    /// From rim to rim.
    pub fn width(&self) -> f32 {
        self.left.distance(self.right).max(1.0)
    }

    /// Columns of the rims, the left of the picture first.
    pub fn rims(&self) -> (f32, f32) {
        (self.right.x.min(self.left.x), self.right.x.max(self.left.x))
    }

    /// Middle between the rims.
    pub fn middle_x(&self) -> f32 {
        (self.left.x + self.right.x) / 2.0
    }
}

/// The small copy with the person marked.
pub struct Scene<'a> {
    /// Width, px.
    pub width: usize,
    /// Height, px.
    pub height: usize,
    /// Pixels of the picture to one of the scene.
    pub factor: f32,
    /// R, G, B in quarters of a code.
    pub rgb: &'a [[u16; 3]],
    /// 255 where the person is.
    pub person: Vec<u8>,
    /// 255 where surely nobody is.
    pub outside: Vec<u8>,
    /// The face, px of the scene.
    pub place: FacePlace,
}

impl<'a> Scene<'a> {
    /// The scene of a `small` copy with the person whose `face` is known and whom `mask` (256 × 256, 0 to 1) covers.
    pub fn of(small: &'a Shrunk, face: &MeshFace, mask: &[f32]) -> cv::Result<Option<Self>> {
        let (width, height, factor) = (small.width, small.height, small.factor as f32);
        let Some(place) = FacePlace::of(face, factor) else { return Ok(None) };
        let bytes: Vec<u8> = mask.iter().map(|p| (p * 255.0 + 0.5) as u8).collect();
        let square = Mat::new_rows_cols_with_data(MASK_SIDE as i32, MASK_SIDE as i32, &bytes)?;
        let size = Size::new(width as i32, height as i32);
        let mut spread = cv::interpolate(&square, size)?;
        plausible(&mut spread, &place)?;
        let person = own_blob(&spread, &place)?;
        // What belongs to another blob is not this person, whatever it is.
        let mut own = Mat::default();
        let around = cv::morph_square(&person, imgproc::MORPH_DILATE, 2 * soft_edge(width, height) + 1)?;
        core::bitwise_and(&spread, &around, &mut own, &core::no_array())?;
        let rim = (place.height() * SCENE.rim).round().max(2.0) as i32;
        let widened = cv::morph_square(&own, imgproc::MORPH_DILATE, 2 * rim + 1)?;
        let outside = widened.data_bytes()?.iter().map(|m| if *m < SCENE.nobody { 255 } else { 0 }).collect();
        Ok(Some(Self { width, height, factor, rgb: &small.rgb, person: person.data_bytes()?.to_vec(), outside, place }))
    }

    /// CIELAB of a pixel.
    pub fn lab(&self, at: usize) -> Option<[f32; 3]> {
        self.rgb.get(at).copied().map(lab_of)
    }

    /// CIELAB of the person's pixels from one column up to another and from one row up to another.
    pub fn of_person(&self, (left, right): (f32, f32), (top, bottom): (f32, f32)) -> Vec<[f32; 3]> {
        let span = |from: f32, to: f32, most: usize| from.max(0.0) as usize..(to.max(0.0) as usize).min(most);
        let columns = span(left, right, self.width);
        let rows = span(top, bottom, self.height);
        let places = rows.flat_map(|y| columns.clone().map(move |x| y * self.width + x));
        places.filter(|at| self.person.get(*at) == Some(&255)).filter_map(|at| self.lab(at)).collect()
    }

    /// A point of the scene in pixels of the picture.
    pub fn to_picture(&self, p: Point) -> Point {
        Point::new((p.x + 0.5) * self.factor - 0.5, (p.y + 0.5) * self.factor - 0.5)
    }

    /// A matrix over `bytes`, one for each pixel.
    pub fn matrix<'b>(&self, bytes: &'b [u8]) -> cv::Result<opencv::boxed_ref::BoxedRef<'b, Mat>> {
        Mat::new_rows_cols_with_data(self.height as i32, self.width as i32, bytes)
    }
}

/// How far the mask's soft edge reaches from the person, px: one pixel of the mask and a half.
fn soft_edge(width: usize, height: usize) -> i32 {
    (width.max(height) as f32 * 1.5 / MASK_SIDE as f32).ceil() as i32
}

/// Takes out of the mask what no head and hair can be: the network takes plants and chairs beside a head for persons.
fn plausible(mask: &mut Mat, place: &FacePlace) -> cv::Result<()> {
    let (width, reach) = (mask.cols() as f32, SCENE.widest_hair * place.width());
    let top = place.hairline.y - SCENE.highest_hair * place.height();
    let chin = place.chin.y - 0.1 * place.height();
    let (from, to) = (place.middle_x() - reach, place.middle_x() + reach);
    let columns = mask.cols() as usize;
    for (y, row) in mask.data_bytes_mut()?.chunks_exact_mut(columns.max(1)).enumerate() {
        let y = y as f32;
        if y < top {
            row.fill(0);
        } else if y < chin {
            let (left, right) = (from.clamp(0.0, width) as usize, to.clamp(0.0, width) as usize);
            if let Some(part) = row.get_mut(..left) {
                part.fill(0);
            }
            if let Some(part) = row.get_mut(right..) {
                part.fill(0);
            }
        }
    }
    Ok(())
}

/// 255 over the connected part of the mask that holds the face.
fn own_blob(mask: &Mat, place: &FacePlace) -> cv::Result<Mat> {
    const OWN: u8 = 1;
    let mut parts = Mat::default();
    imgproc::threshold(mask, &mut parts, f64::from(SCENE.person - 1), 255.0, imgproc::THRESH_BINARY)?;
    let held = |v: f32, count: i32| v.round().clamp(0.0, (count - 1).max(0) as f32) as i32;
    let middle = (place.chin.y + place.hairline.y) / 2.0;
    let face = CvPoint::new(held(place.middle_x(), mask.cols()), held(middle, mask.rows()));
    if *parts.at_2d::<u8>(face.y, face.x)? == 255 {
        let nothing = Scalar::default();
        imgproc::flood_fill(&mut parts, face, Scalar::all(f64::from(OWN)), None, nothing, nothing, 4)?;
    }
    for part in parts.data_bytes_mut()? {
        *part = if *part == OWN { 255 } else { 0 };
    }
    Ok(parts)
}
