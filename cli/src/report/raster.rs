//! Pixels for the report: smaller, straightened and cut out copies of a picture, and their encodings.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use heyan::rules::Point;
use heyan::vision::frame::Picture;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::{self, FilterType};
use image::{ExtendedColorType, GenericImageView, ImageBuffer, ImageEncoder, ImageResult, Rgb, RgbImage};
use imageproc::geometric_transformations::{Border, Interpolation, Projection, warp_into};

/// Quality of the pictures inside the page: no artefacts that could be taken for defects of the capture.
const JPEG_QUALITY: u8 = 86;

/// A picture borrowed for reading.
pub type View<'a> = ImageBuffer<Rgb<u8>, &'a [u8]>;

/// `picture` for reading. `None` when it has no pixels or fewer bytes than its size says.
pub fn view(picture: &Picture) -> Option<View<'_>> {
    ImageBuffer::from_raw(picture.width(), picture.height(), picture.rgb())
        .filter(|view| view.width() > 0 && view.height() > 0)
}

/// `image` for reading.
pub fn view_of(image: &RgbImage) -> Option<View<'_>> {
    ImageBuffer::from_raw(image.width(), image.height(), image.as_raw().as_slice())
}

/// A copy with at most `limit` pixels along the longer side, never larger than the original.
pub fn within(view: &View<'_>, limit: u32) -> RgbImage {
    let scale = (limit as f32 / view.width().max(view.height()) as f32).min(1.0);
    shrunk(view, scaled(view.width(), scale), scaled(view.height(), scale))
}

/// What lies inside `quad` (clockwise from its own top left), as an upright picture of `width` × `height`.
/// What the picture does not show comes out grey. `None` when the quad encloses nothing of the picture.
pub fn straightened(view: &View<'_>, quad: &[Point; 4], width: u32, height: u32) -> Option<RgbImage> {
    let [left, top, right, bottom] = bounds(quad, view.width(), view.height())?;
    let [a, b, c, d] = quad;
    let long = (a.distance(*b) + d.distance(*c)) / 2.0;
    // Shrinking first keeps print from turning into moiré; the warp then only turns and shears.
    let scale = (width as f32 / long.max(1.0)).min(1.0);
    let cut = imageops::crop_imm(view, left, top, right - left, bottom - top);
    let (w, h) = (scaled(right - left, scale), scaled(bottom - top, scale));
    let cut = shrunk(&*cut, w, h);

    let (sx, sy) = (w as f32 / (right - left) as f32, h as f32 / (bottom - top) as f32);
    let from = quad.map(|p| ((p.x - left as f32) * sx, (p.y - top as f32) * sy));
    let to = corners(width as f32, height as f32).map(<(f32, f32)>::from);
    let projection = Projection::from_control_points(from, to)?;
    let mut out = RgbImage::new(width, height);
    warp_into(&cut, projection, Interpolation::Bilinear, Border::Constant(Rgb([128; 3])), &mut out);
    Some(out)
}

/// The map from inside `quad` onto an upright rectangle of `width` × `height`.
pub fn onto_rectangle(quad: &[Point; 4], width: f32, height: f32) -> Option<impl Fn(Point) -> Point + use<>> {
    if !quad.iter().all(|p| p.x.is_finite() && p.y.is_finite()) {
        return None;
    }
    let projection =
        Projection::from_control_points(quad.map(<(f32, f32)>::from), corners(width, height).map(<(f32, f32)>::from))?;
    Some(move |p: Point| Point::from(projection * <(f32, f32)>::from(p)))
}

/// The corners of an upright rectangle at the origin.
pub fn corners(width: f32, height: f32) -> [Point; 4] {
    [Point::new(0.0, 0.0), Point::new(width, 0.0), Point::new(width, height), Point::new(0.0, height)]
}

/// Whole pixels around `quad` inside the picture, as left, top, right, bottom.
fn bounds(quad: &[Point; 4], width: u32, height: u32) -> Option<[u32; 4]> {
    if !quad.iter().all(|p| p.x.is_finite() && p.y.is_finite()) {
        return None;
    }
    let within = |value: f32, limit: u32| value.clamp(0.0, limit as f32) as u32;
    // Two pixels more on each side, for the interpolation along the edges.
    let low = |pick: fn(&Point) -> f32| quad.iter().map(pick).fold(f32::MAX, f32::min).floor() - 2.0;
    let high = |pick: fn(&Point) -> f32| quad.iter().map(pick).fold(f32::MIN, f32::max).ceil() + 2.0;
    let (left, right) = (within(low(|p| p.x), width), within(high(|p| p.x), width));
    let (top, bottom) = (within(low(|p| p.y), height), within(high(|p| p.y), height));
    (right > left && bottom > top).then_some([left, top, right, bottom])
}

fn scaled(length: u32, scale: f32) -> u32 {
    ((length as f32 * scale).round() as u32).max(1)
}

/// `image` at the given size, which is not larger than it is.
fn shrunk<I>(image: &I, width: u32, height: u32) -> RgbImage
where
    I: GenericImageView<Pixel = Rgb<u8>>,
{
    if width * 2 <= image.width() {
        // Averages whole pixels: as good as a filter at such scales, and many times faster.
        imageops::thumbnail(image, width, height)
    } else if width == image.width() && height == image.height() {
        ImageBuffer::from_fn(width, height, |x, y| image.get_pixel(x, y))
    } else {
        imageops::resize(image, width, height, FilterType::Triangle)
    }
}

/// `image` as PNG.
pub fn png(image: &RgbImage) -> ImageResult<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new(&mut bytes).write_image(image, image.width(), image.height(), ExtendedColorType::Rgb8)?;
    Ok(bytes.into_inner())
}

/// `image` as a JPEG `data:` address, to stand inside the page.
pub fn data_address(image: &RgbImage) -> ImageResult<String> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(image)?;
    Ok(format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes)))
}
