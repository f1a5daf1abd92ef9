//! A camera frame that is borrowed, checked once.

use super::affine::Affine;
use super::format::{FrameError, FrameMeta, PixelFormat, Rotation, YuvRange};
use super::packed::Packed;
use super::picture::Picture;
use super::pixels::Pixels;
use super::planar::{Grey, Yuv};

/// The largest side, px: twice that of the sensors of 2026's phones, and small enough for fixed-point coordinates.
const MAX_SIDE_PX: u32 = 32_767;

/// A borrowed camera frame. Nothing outside the buffer can be reached through it, whatever is asked.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub(super) pixels: Pixels<'a>,
    width: u32,
    height: u32,
    rotation: Rotation,
    mirrored: bool,
    at_ms: u64,
}

impl<'a> Frame<'a> {
    /// The frame that `meta` describes, in one buffer.
    pub fn new(meta: &FrameMeta, bytes: &'a [u8]) -> Result<Self, FrameError> {
        let (width, height) = sides(meta)?;
        let [s0, s1, _] = meta.strides;
        let pixels = match meta.format {
            PixelFormat::Grey => {
                let stride = stride(0, s0, width)?;
                Pixels::Grey(Grey { data: plane(0, bytes, 0, stride, width, height)?, stride, width, height })
            }
            PixelFormat::Rgb => Pixels::Rgb(packed(meta, bytes)?),
            PixelFormat::Bgr => Pixels::Bgr(packed(meta, bytes)?),
            PixelFormat::Rgba => Pixels::Rgba(packed(meta, bytes)?),
            PixelFormat::Bgra => Pixels::Bgra(packed(meta, bytes)?),
            PixelFormat::Nv21 | PixelFormat::Nv12 => {
                let luma = stride(0, s0, width)?;
                // Pairs that overlap would pass as two planes.
                stride(1, s1, width.div_ceil(2) * 2)?;
                let at = luma.saturating_mul(height);
                let second = at.saturating_add(1);
                let (u, v) = if meta.format == PixelFormat::Nv21 { (second, at) } else { (at, second) };
                yuv(meta, luma, bytes, [(bytes, u), (bytes, v)], 2)?
            }
            PixelFormat::I420 => {
                let luma = stride(0, s0, width)?;
                let u = luma.saturating_mul(height);
                let v = u.saturating_add(chroma_stride(meta, 1)?.saturating_mul(height.div_ceil(2)));
                yuv(meta, luma, bytes, [(bytes, u), (bytes, v)], 1)?
            }
            PixelFormat::Yuv420 { u_offset, v_offset, pixel_stride } => {
                let luma = stride(0, s0, width)?;
                yuv(meta, luma, bytes, [(bytes, u_offset), (bytes, v_offset)], pixel_stride)?
            }
        };
        Ok(Self::of(pixels, meta))
    }

    /// A YUV frame whose planes lie in buffers of their own, as Android's `Image.getPlanes` gives them. Offsets of the
    /// format are not looked at; chroma samples are `pixel_stride` bytes apart.
    pub fn of_planes(meta: &FrameMeta, planes: [&'a [u8]; 3], pixel_stride: usize) -> Result<Self, FrameError> {
        let (width, _) = sides(meta)?;
        match meta.format {
            PixelFormat::Nv21 | PixelFormat::Nv12 | PixelFormat::I420 | PixelFormat::Yuv420 { .. } => {}
            _ => return Err(FrameError::Planes),
        }
        let ([y, u, v], [given, ..]) = (planes, meta.strides);
        Ok(Self::of(yuv(meta, stride(0, given, width)?, y, [(u, 0), (v, 0)], pixel_stride)?, meta))
    }

    /// A decoded picture as a frame.
    pub fn of_picture(picture: &'a Picture, at_ms: u64) -> Self {
        let meta = FrameMeta::new(PixelFormat::Rgb, picture.width(), picture.height(), at_ms);
        let (width, height) = (meta.width as usize, meta.height as usize);
        // A picture's bytes are as many as its size says.
        Self::of(Pixels::Rgb(Packed { data: picture.rgb(), stride: width * 3, width, height }), &meta)
    }

    fn of(pixels: Pixels<'a>, meta: &FrameMeta) -> Self {
        Self {
            pixels,
            width: meta.width,
            height: meta.height,
            rotation: meta.rotation,
            mirrored: meta.mirrored,
            at_ms: meta.at_ms,
        }
    }

    /// Width of the upright picture, px.
    pub fn width(&self) -> u32 {
        if self.rotation.swaps_sides() { self.height } else { self.width }
    }

    /// Height of the upright picture, px.
    pub fn height(&self) -> u32 {
        if self.rotation.swaps_sides() { self.width } else { self.height }
    }

    /// When it was taken, ms.
    pub fn at_ms(&self) -> u64 {
        self.at_ms
    }

    /// Width and height as stored.
    pub(super) fn stored(&self) -> (usize, usize) {
        (self.width as usize, self.height as usize)
    }

    /// How the stored picture is turned, and whether it is mirrored after that.
    pub(super) fn orientation(&self) -> (Rotation, bool) {
        (self.rotation, self.mirrored)
    }

    /// From pixels of the upright, unmirrored picture to those stored.
    pub(super) fn to_stored(self) -> Affine {
        let (right, bottom) = (f64::from(self.width) - 1.0, f64::from(self.height) - 1.0);
        let turn = match self.rotation {
            Rotation::None => Affine::IDENTITY,
            Rotation::Quarter => Affine { x: [0.0, 1.0, 0.0], y: [-1.0, 0.0, bottom] },
            Rotation::Half => Affine { x: [-1.0, 0.0, right], y: [0.0, -1.0, bottom] },
            Rotation::ThreeQuarters => Affine { x: [0.0, -1.0, right], y: [1.0, 0.0, 0.0] },
        };
        if self.mirrored {
            let mirror = Affine { x: [-1.0, 0.0, f64::from(self.width()) - 1.0], y: [0.0, 1.0, 0.0] };
            mirror.then(&turn)
        } else {
            turn
        }
    }
}

fn sides(meta: &FrameMeta) -> Result<(usize, usize), FrameError> {
    let (width, height) = (meta.width, meta.height);
    if width.min(height) == 0 || width.max(height) > MAX_SIDE_PX {
        return Err(FrameError::Size { width, height, limit: MAX_SIDE_PX });
    }
    Ok((width as usize, height as usize))
}

fn packed<'a, const N: usize, const BGR: bool>(
    meta: &FrameMeta,
    bytes: &'a [u8],
) -> Result<Packed<'a, N, BGR>, FrameError> {
    let (width, height) = (meta.width as usize, meta.height as usize);
    let [given, ..] = meta.strides;
    let stride = stride(0, given, width * N)?;
    Ok(Packed { data: plane(0, bytes, 0, stride, width * N, height)?, stride, width, height })
}

/// The stride of a plane whose rows take `needed` bytes.
fn stride(plane: usize, given: usize, needed: usize) -> Result<usize, FrameError> {
    match given {
        0 => Ok(needed),
        stride if stride >= needed => Ok(stride),
        stride => Err(FrameError::Stride { plane, needed, stride }),
    }
}

/// The stride that both planes of chroma have.
fn chroma_stride(meta: &FrameMeta, pixel_stride: usize) -> Result<usize, FrameError> {
    if pixel_stride == 0 {
        return Err(FrameError::PixelStride);
    }
    let [_, first, second] = meta.strides;
    if second != 0 && second != first {
        return Err(FrameError::ChromaStrides { first, second });
    }
    let columns = (meta.width as usize).div_ceil(2);
    match first {
        0 => Ok(columns.saturating_mul(pixel_stride)),
        given => stride(1, given, chroma_row(columns, pixel_stride)),
    }
}

/// Bytes of a row of chroma. Its last sample ends it: what would follow up to the next sample is not there at the end of
/// a buffer.
fn chroma_row(columns: usize, pixel_stride: usize) -> usize {
    (columns - 1).saturating_mul(pixel_stride).saturating_add(1)
}

/// `bytes` from `offset` on, if `rows` rows of `row` bytes fit. The last row need not be padded.
fn plane(
    plane: usize,
    bytes: &[u8],
    offset: usize,
    stride: usize,
    row: usize,
    rows: usize,
) -> Result<&[u8], FrameError> {
    let needed = stride.saturating_mul(rows.saturating_sub(1)).saturating_add(row);
    let end = offset.saturating_add(needed);
    bytes.get(offset..end).ok_or(FrameError::TooShort { plane, needed: end, actual: bytes.len() })
}

/// `chroma` are the buffers of U and V and where each begins in its own.
fn yuv<'a>(
    meta: &FrameMeta,
    stride: usize,
    luma: &'a [u8],
    chroma: [(&'a [u8], usize); 2],
    step: usize,
) -> Result<Pixels<'a>, FrameError> {
    let (width, height) = (meta.width as usize, meta.height as usize);
    let (columns, rows) = (width.div_ceil(2), height.div_ceil(2));
    let chroma_stride = chroma_stride(meta, step)?;
    let row = chroma_row(columns, step);
    let [(u, u_at), (v, v_at)] = chroma;
    Ok(Pixels::Yuv(Yuv {
        y: Grey { data: plane(0, luma, 0, stride, width, height)?, stride, width, height },
        u: plane(1, u, u_at, chroma_stride, row, rows)?,
        v: plane(2, v, v_at, chroma_stride, row, rows)?,
        chroma_stride,
        halvings: 1,
        step,
        video: meta.range == YuvRange::Video,
    }))
}
