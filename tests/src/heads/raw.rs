//! Clips as a camera hands them over: NV21 with padded rows, for shells in other languages.

use std::io::{BufWriter, Error, Result, Write};
use std::path::Path;

use opencv::core::Mat;
use opencv::imgproc;
use opencv::prelude::*;

use super::clip::Clip;

/// First bytes of a file.
pub const MAGIC: &[u8; 8] = b"HYNV21\0\x01";
/// Bytes that a row is longer than the picture is wide: cameras align rows.
const PADDING: usize = 32;

/// Writes `clip`: [`MAGIC`], width, height and row stride, then of each frame its time (ms) and its Y and VU rows, all
/// padded; numbers are little-endian u32.
///
/// # Errors
/// When the file cannot be written.
pub fn write(clip: &Clip, path: &Path) -> Result<()> {
    let (width, height) = (clip.scene.camera.w, clip.scene.camera.h);
    let stride = width + PADDING;
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    out.write_all(MAGIC)?;
    for number in [width, height, stride] {
        out.write_all(&number32(number)?)?;
    }
    for shot in clip.shots() {
        out.write_all(&number32(shot.at_ms)?)?;
        let planar = i420(&shot.rgb, width, height)?;
        let (luma, chroma) = planar.split_at(width * height);
        let (u, v) = chroma.split_at(chroma.len() / 2);
        for row in luma.chunks_exact(width) {
            padded(&mut out, row)?;
        }
        for (u, v) in u.chunks_exact(width / 2).zip(v.chunks_exact(width / 2)) {
            let pairs: Vec<u8> = v.iter().zip(u).flat_map(|(v, u)| [*v, *u]).collect();
            padded(&mut out, &pairs)?;
        }
    }
    out.flush()
}

fn padded(out: &mut impl Write, row: &[u8]) -> Result<()> {
    out.write_all(row)?;
    // What a camera leaves there is anything but grey.
    out.write_all(&[0xAA; PADDING])
}

fn number32(number: impl TryInto<u32>) -> Result<[u8; 4]> {
    number.try_into().map(u32::to_le_bytes).map_err(|_| Error::other("the clip is too large for 32 bits"))
}

/// BT.601 of the video range, as OpenCV has it.
fn i420(rgb: &[u8], width: usize, height: usize) -> Result<Vec<u8>> {
    let other = |e: opencv::Error| Error::other(e.to_string());
    let rows = Mat::new_rows_cols_with_bytes::<opencv::core::Vec3b>(height as i32, width as i32, rgb).map_err(other)?;
    let mut planar = Mat::default();
    imgproc::cvt_color_def(&rows, &mut planar, imgproc::COLOR_RGB2YUV_I420).map_err(other)?;
    Ok(planar.data_bytes().map_err(other)?.to_vec())
}
