//! The few OpenCV calls that more than one place needs, with our own types at both ends.

use heyan_rules::Point;
use opencv::boxed_ref::BoxedRef;
use opencv::core::{self, Mat, Point2f, Scalar, Size, ToInputArray};
use opencv::imgproc;

use crate::frame::Picture;

pub type Result<T> = std::result::Result<T, opencv::Error>;

/// The picture as an 8-bit RGB matrix that borrows its pixels.
pub fn rgb_of(picture: &Picture) -> Result<BoxedRef<'_, Mat>> {
    rgb_matrix(picture.rgb(), picture.width() as usize, picture.height() as usize)
}

/// Rows of packed R, G, B bytes as an 8-bit matrix that borrows them.
pub fn rgb_matrix(rgb: &[u8], width: usize, height: usize) -> Result<BoxedRef<'_, Mat>> {
    Mat::new_rows_cols_with_data(height as i32, width as i32, core::Vec3b::opencv_cast(rgb))
}

/// The picture with every two rows beside each other as one: its left half are the even rows. An odd last row is left
/// out.
pub fn rows_in_pairs(picture: &Picture) -> Result<BoxedRef<'_, Mat>> {
    let (rows, columns) = (picture.height() as usize / 2, picture.width() as usize * 2);
    let pixels = core::Vec3b::opencv_cast(picture.rgb());
    let whole = pixels.get(..rows * columns).unwrap_or_default();
    Mat::new_rows_cols_with_data(rows as i32, columns as i32, whole)
}

/// Reinterprets packed bytes as three-channel pixels.
trait PixelCast {
    fn opencv_cast(bytes: &[u8]) -> &[core::Vec3b];
}

impl PixelCast for core::Vec3b {
    fn opencv_cast(bytes: &[u8]) -> &[core::Vec3b] {
        let pixels = bytes.len() / 3;
        // Vec3b is a transparent wrapper of three bytes: same size, alignment 1.
        unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), pixels) }
    }
}

/// `source` scaled by `factor` (at most 1 makes sense: pixels are averaged).
pub fn shrink(source: &impl ToInputArray, size: Size) -> Result<Mat> {
    let mut out = Mat::default();
    imgproc::resize(source, &mut out, size, 0.0, 0.0, imgproc::INTER_AREA)?;
    Ok(out)
}

/// `source` scaled to `size` by linear interpolation.
pub fn interpolate(source: &impl ToInputArray, size: Size) -> Result<Mat> {
    let mut out = Mat::default();
    imgproc::resize(source, &mut out, size, 0.0, 0.0, imgproc::INTER_LINEAR)?;
    Ok(out)
}

/// Converts colours by an OpenCV code.
pub fn convert(source: &impl ToInputArray, code: i32) -> Result<Mat> {
    let mut out = Mat::default();
    imgproc::cvt_color_def(source, &mut out, code)?;
    Ok(out)
}

/// A gaussian blur of `sigma` pixels.
pub fn blur(source: &impl ToInputArray, sigma: f64) -> Result<Mat> {
    let mut out = Mat::default();
    imgproc::gaussian_blur_def(source, &mut out, Size::new(0, 0), sigma)?;
    Ok(out)
}

/// A morphological operation with a square kernel of `side` pixels: an elliptic one costs ten times as much.
pub fn morph_square(source: &impl ToInputArray, operation: i32, side: i32) -> Result<Mat> {
    let kernel = imgproc::get_structuring_element_def(imgproc::MORPH_RECT, Size::new(side.max(1), side.max(1)))?;
    let mut out = Mat::default();
    imgproc::morphology_ex_def(source, &mut out, operation, &kernel)?;
    Ok(out)
}

/// A morphological operation with an elliptic kernel of `width` × `height` pixels.
pub fn morph(source: &impl ToInputArray, operation: i32, width: i32, height: i32) -> Result<Mat> {
    let kernel = imgproc::get_structuring_element_def(imgproc::MORPH_ELLIPSE, Size::new(width.max(1), height.max(1)))?;
    let mut out = Mat::default();
    imgproc::morphology_ex_def(source, &mut out, operation, &kernel)?;
    Ok(out)
}

/// Warps `source` by `matrix` (3×3, from source to result) to `size`; beyond the source it repeats the edge or is black.
pub fn warp(source: &impl ToInputArray, matrix: &Mat, size: Size, border: i32) -> Result<Mat> {
    let mut out = Mat::default();
    imgproc::warp_perspective(source, &mut out, matrix, size, imgproc::INTER_LINEAR, border, Scalar::all(0.0))?;
    Ok(out)
}

pub fn to_cv(p: Point) -> Point2f {
    Point2f::new(p.x, p.y)
}

pub fn from_cv(p: Point2f) -> Point {
    Point::new(p.x, p.y)
}
