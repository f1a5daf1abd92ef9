//! From a file's bytes to upright pixels, within limits.

use std::io::Cursor;

use image::codecs::{bmp, gif, png, tiff, webp};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, Limits, RgbImage};

use super::signature::{FileKind, file_kind};
use super::{Picture, heif, jpeg, large_jpeg};

/// How large a file may be before it is refused unread.
#[derive(Debug, Clone, Copy)]
pub struct DecodeLimits {
    /// Bytes of the file. 64 MiB: four times the largest picture any provider takes in (10 MB, AppGallery Connect) and then some.
    pub max_bytes: usize,
    /// Pixels that are unpacked. 64 million: beyond the full sensor size of all but a few phones, and 192 MB of memory.
    pub max_pixels: u64,
    /// Pixels of a JPEG that is unpacked at a reduced scale. 256 million: phones' sensors have 108 and 200 million, and a side more.
    pub max_reduced_pixels: u64,
    /// The longer side, px: what ITU-T T.81 allows a JPEG, halved.
    pub max_side_px: u32,
    /// The shorter side, px. Below this not even the number of a card that fills it can be told (18 digits of 4 px).
    pub min_side_px: u32,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            max_pixels: 64_000_000,
            max_reduced_pixels: 256_000_000,
            max_side_px: 32_767,
            min_side_px: 48,
        }
    }
}

/// Why a file is no picture for us. Each message says the way out.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// No bytes at all.
    #[error("the file is empty: take or export the picture again")]
    Empty,
    /// More bytes than [`DecodeLimits::max_bytes`].
    #[error("{bytes} bytes are more than the {limit} allowed: export the picture smaller")]
    TooManyBytes {
        /// What came.
        bytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// A known format that is not read.
    #[error("{format} is not read: save the picture as an 8-bit colour JPEG or PNG")]
    Format {
        /// Its usual name.
        format: &'static str,
    },
    /// Not a picture at all.
    #[error("not a picture (no signature of JPEG, PNG, WebP, HEIC, TIFF, BMP or GIF): choose the photo itself")]
    NotAPicture,
    /// More pixels than the limits allow.
    #[error("{width} x {height} pixels are too many (limit {limit}): export the picture smaller")]
    TooManyPixels {
        /// Declared width.
        width: u32,
        /// Declared height.
        height: u32,
        /// Pixels allowed.
        limit: u64,
    },
    /// Too small to show anything.
    #[error("{width} x {height} pixels are too few to show a document: take the picture again")]
    TooFewPixels {
        /// Declared width.
        width: u32,
        /// Declared height.
        height: u32,
    },
    /// The file stops before the picture does.
    #[error("the file is cut short: copy or export the picture again")]
    Truncated,
    /// The decoder gave up.
    #[error("the picture is damaged ({0}): copy or export it again")]
    Damaged(String),
}

/// Decodes a JPEG, PNG, WebP, HEIC, TIFF (its first page), BMP or GIF (its first picture) and turns it upright as it says. Samples of
/// 16 bits become 8, CMYK becomes RGB. A JPEG of more than [`DecodeLimits::max_pixels`] comes out at a part of its size. Size is
/// checked before memory is taken.
///
/// # Errors
/// [`PictureError`], which says what is wrong with the file and the way out.
pub fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Picture, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(PictureError::TooManyBytes { bytes: bytes.len(), limit: limits.max_bytes });
    }
    let source = Cursor::new(bytes);
    match file_kind(bytes)? {
        FileKind::Jpeg => decode_jpeg(bytes, limits),
        FileKind::Png => {
            let decoder = png::PngDecoder::with_limits(source, allocation(limits)).map_err(damaged)?;
            if decoder.is_apng().map_err(damaged)? {
                return Err(PictureError::Format { format: "animated PNG" });
            }
            upright(decoder, limits)
        }
        FileKind::WebP => {
            let decoder = webp::WebPDecoder::new(source).map_err(damaged)?;
            if decoder.has_animation() {
                return Err(PictureError::Format { format: "animated WebP" });
            }
            upright(decoder, limits)
        }
        FileKind::Gif => upright(gif::GifDecoder::new(source).map_err(damaged)?, limits),
        FileKind::Bmp => upright(bmp::BmpDecoder::new(source).map_err(damaged)?, limits),
        FileKind::Tiff => upright(tiff::TiffDecoder::new(source).map_err(damaged)?, limits),
        FileKind::Heif => heif::decode(bytes, limits),
    }
}

fn decode_jpeg(bytes: &[u8], limits: &DecodeLimits) -> Result<Picture, PictureError> {
    let shape = jpeg::inspect(bytes).ok_or(PictureError::Truncated)?;
    if shape.precision != 8 {
        return Err(PictureError::Format { format: "12-bit JPEG" });
    }
    if !shape.complete {
        return Err(PictureError::Truncated);
    }
    let mut decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    // One in ever finer scans is held whole until the last.
    if u64::from(width) * u64::from(height) <= limits.max_pixels || shape.progressive {
        return upright(decoder, limits);
    }
    check_size(width, height, &DecodeLimits { max_pixels: limits.max_reduced_pixels, ..*limits })?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height, rgb) = large_jpeg::reduced(bytes, (width / 2, height / 2))?;
    let mut reduced: DynamicImage = RgbImage::from_raw(width, height, rgb)
        .ok_or_else(|| PictureError::Damaged("size and data disagree".into()))?
        .into();
    reduced.apply_orientation(orientation);
    packed(reduced)
}

/// Whether a picture of this size is taken.
pub(super) fn check_size(width: u32, height: u32, limits: &DecodeLimits) -> Result<(), PictureError> {
    if u64::from(width) * u64::from(height) > limits.max_pixels || width.max(height) > limits.max_side_px {
        return Err(PictureError::TooManyPixels { width, height, limit: limits.max_pixels });
    }
    if width.min(height) < limits.min_side_px {
        return Err(PictureError::TooFewPixels { width, height });
    }
    Ok(())
}

fn allocation(limits: &DecodeLimits) -> Limits {
    let mut out = Limits::default();
    out.max_image_width = Some(limits.max_side_px);
    out.max_image_height = Some(limits.max_side_px);
    // Eight bytes a pixel: RGBA at 16 bits, the widest sample a PNG has.
    out.max_alloc = Some(limits.max_pixels.saturating_mul(8));
    out
}

fn upright(mut decoder: impl ImageDecoder, limits: &DecodeLimits) -> Result<Picture, PictureError> {
    let (width, height) = decoder.dimensions();
    check_size(width, height, limits)?;
    if matches!(decoder.color_type(), ColorType::Rgb32F | ColorType::Rgba32F) {
        return Err(PictureError::Format { format: "a picture in floating point" });
    }
    decoder.set_limits(allocation(limits)).map_err(damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    decoded.apply_orientation(orientation);
    packed(decoded)
}

/// As RGB of 8 bits.
fn packed(decoded: DynamicImage) -> Result<Picture, PictureError> {
    let (width, height) = (decoded.width(), decoded.height());
    let rgb = match decoded {
        DynamicImage::ImageRgb8(rgb) => rgb.into_raw(),
        other if other.color().has_alpha() => over_white(&other.into_rgba8()),
        other => other.into_rgb8().into_raw(),
    };
    Picture::new(width, height, rgb).ok_or_else(|| PictureError::Damaged("size and data disagree".into()))
}

/// What is see-through shows white, as every viewer does.
fn over_white(rgba: &image::RgbaImage) -> Vec<u8> {
    let mut out = Vec::with_capacity(rgba.as_raw().len() / 4 * 3);
    for pixel in rgba.pixels() {
        let [r, g, b, alpha] = pixel.0;
        let alpha = u32::from(alpha);
        out.extend([r, g, b].map(|c| ((u32::from(c) * alpha + 255 * (255 - alpha)) / 255) as u8));
    }
    out
}

fn damaged(error: ImageError) -> PictureError {
    match &error {
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => PictureError::Truncated,
        ImageError::Limits(_) => {
            PictureError::Damaged("it asks for more memory than a picture of its size needs".into())
        }
        _ => {
            // Decoders quote offsets and chunk names, never pixels; one line is enough.
            let text = error.to_string();
            PictureError::Damaged(text.lines().next().unwrap_or("unknown cause").chars().take(120).collect())
        }
    }
}
