//! JPEGs of more pixels than are kept: unpacked at a half, a quarter or an eighth of their size, as the transform allows.

use std::io::Cursor;

use jpeg_decoder::{Decoder, Error, PixelFormat};

use super::decode::PictureError;

/// RGB of a part of the width and height of the JPEG `bytes`: at least `least_px` wide and high unless it is smaller itself. With its
/// width and height. CMYK comes out as RGB is asked for elsewhere: it is refused here.
pub(super) fn reduced(bytes: &[u8], least_px: (u32, u32)) -> Result<(u32, u32, Vec<u8>), PictureError> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.read_info().map_err(said)?;
    let within = |side: u32| u16::try_from(side).unwrap_or(u16::MAX);
    let (width, height) = decoder.scale(within(least_px.0), within(least_px.1)).map_err(said)?;
    let pixels = decoder.decode().map_err(said)?;
    let format = decoder.info().map(|info| info.pixel_format);
    let rgb = match format {
        Some(PixelFormat::RGB24) => pixels,
        Some(PixelFormat::L8) => pixels.into_iter().flat_map(|grey| [grey; 3]).collect(),
        _ => return Err(PictureError::Format { format: "a JPEG of this size in CMYK" }),
    };
    Ok((width.into(), height.into(), rgb))
}

fn said(error: Error) -> PictureError {
    match error {
        Error::Io(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => PictureError::Truncated,
        other => PictureError::Damaged(other.to_string().chars().take(120).collect()),
    }
}
