//! HEIC, as iPhones and many other phones save photographs.

use heic_rs::{DecodeOptions, Error, PixelLayout};

use super::Picture;
use super::decode::{DecodeLimits, PictureError, check_size};

/// Decodes the main picture, turned and mirrored as the file says. The orientation of its EXIF only repeats that (ISO/IEC 23008-12,
/// 6.5.10 and annex A) and is left alone. Size is checked before memory is taken.
pub(super) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Picture, PictureError> {
    let info = heic_rs::probe(bytes).map_err(said)?;
    check_size(info.width, info.height, limits)?;
    check_size(info.coded_width, info.coded_height, limits)?;
    let options = DecodeOptions {
        layout: PixelLayout::Rgb8,
        max_pixels: Some(limits.max_pixels),
        decode_alpha: false,
        // Who calls chooses threads: a desk's second core may be at another picture.
        threads: Some(1),
        ..DecodeOptions::default()
    };
    let image = heic_rs::decode(bytes, &options).map_err(said)?;
    Picture::new(image.width, image.height, image.data)
        .ok_or_else(|| PictureError::Damaged("size and data disagree".into()))
}

fn said(error: Error) -> PictureError {
    match error {
        Error::Truncated(_) => PictureError::Truncated,
        Error::Unsupported(what) if what.contains("AVIF") => PictureError::Format { format: "AVIF" },
        Error::Unsupported(_) => PictureError::Format { format: "this kind of HEIC" },
        other => PictureError::Damaged(other.to_string().chars().take(120).collect()),
    }
}
