//! From a file's bytes to upright pixels, within limits.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, Limits};

use super::Picture;
use super::jpeg;

/// How large a file may be before it is refused unread.
#[derive(Debug, Clone, Copy)]
pub struct DecodeLimits {
    /// Bytes of the file. 64 MiB: four times the largest picture any provider takes in (10 MB, AppGallery Connect) and then some.
    pub max_bytes: usize,
    /// Pixels of the picture. 64 million: beyond the full sensor size of all but a few phones, and 192 MB of memory.
    pub max_pixels: u64,
    /// The longer side, px: what ITU-T T.81 allows a JPEG, halved.
    pub max_side_px: u32,
    /// The shorter side, px. Below this not even the number of a card that fills it can be told (18 digits of 4 px).
    pub min_side_px: u32,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_pixels: 64_000_000, max_side_px: 32_767, min_side_px: 48 }
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
    #[error("not a picture (no JPEG, PNG or WebP signature): choose the photo itself")]
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

/// The container formats told apart by their first bytes.
fn signature(bytes: &[u8]) -> Result<image::ImageFormat, PictureError> {
    let at = |from: usize, tag: &[u8]| bytes.get(from..from + tag.len()) == Some(tag);
    if at(0, &[0xFF, 0xD8, 0xFF]) {
        return Ok(image::ImageFormat::Jpeg);
    }
    if at(0, b"\x89PNG\r\n\x1a\n") {
        return Ok(image::ImageFormat::Png);
    }
    if at(0, b"RIFF") && at(8, b"WEBP") {
        return Ok(image::ImageFormat::WebP);
    }
    let known = [
        (0, &b"GIF8"[..], "GIF"),
        (0, b"BM", "BMP"),
        (0, b"II*\0", "TIFF"),
        (0, b"MM\0*", "TIFF"),
        (0, b"%PDF", "PDF"),
        (4, b"ftypavif", "AVIF"),
        (4, b"ftypheic", "HEIC"),
        (4, b"ftypheix", "HEIC"),
        (4, b"ftypmif1", "HEIF"),
        (4, b"ftypmsf1", "HEIF"),
        (4, b"ftypqt", "a video"),
        (4, b"ftyp", "a video"),
        (0, b"\xFF\x0A", "JPEG XL"),
        (0, b"\0\0\0\x0CJXL ", "JPEG XL"),
    ];
    match known.iter().find(|(from, tag, _)| at(*from, tag)) {
        Some((_, _, format)) => Err(PictureError::Format { format }),
        None => Err(PictureError::NotAPicture),
    }
}

/// Decodes a JPEG, PNG or WebP and turns it upright by its EXIF orientation. Size is checked before memory is taken.
pub fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Picture, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(PictureError::TooManyBytes { bytes: bytes.len(), limit: limits.max_bytes });
    }
    match signature(bytes)? {
        image::ImageFormat::Jpeg => {
            match jpeg::inspect(bytes) {
                None => return Err(PictureError::Truncated),
                Some(shape) if shape.components == 4 => {
                    return Err(PictureError::Format { format: "CMYK JPEG" });
                }
                Some(shape) if shape.precision != 8 => {
                    return Err(PictureError::Format { format: "12-bit JPEG" });
                }
                Some(shape) if !shape.complete => return Err(PictureError::Truncated),
                Some(_) => {}
            }
            let decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
            upright(decoder, limits)
        }
        image::ImageFormat::Png => {
            let decoder =
                image::codecs::png::PngDecoder::with_limits(Cursor::new(bytes), allocation(limits)).map_err(damaged)?;
            if decoder.is_apng().map_err(damaged)? {
                return Err(PictureError::Format { format: "animated PNG" });
            }
            upright(decoder, limits)
        }
        _ => {
            let decoder = image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
            if decoder.has_animation() {
                return Err(PictureError::Format { format: "animated WebP" });
            }
            upright(decoder, limits)
        }
    }
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
    if u64::from(width) * u64::from(height) > limits.max_pixels || width.max(height) > limits.max_side_px {
        return Err(PictureError::TooManyPixels { width, height, limit: limits.max_pixels });
    }
    if width.min(height) < limits.min_side_px {
        return Err(PictureError::TooFewPixels { width, height });
    }
    match decoder.color_type() {
        ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => {}
        _ => {
            return Err(PictureError::Format { format: "a picture of 16 bits a channel" });
        }
    }
    decoder.set_limits(allocation(limits)).map_err(damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    decoded.apply_orientation(orientation);
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
