//! Camera frames.

use heyan::vision::frame::{self, Rotation, YuvRange};

use crate::error::HeyanError;

/// How pixels are coded, 8 bits a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PixelFormat {
    /// One byte a pixel.
    Grey,
    /// R G B.
    Rgb,
    /// R G B and a byte that is not looked at.
    Rgba,
    /// B G R and a byte that is not looked at (iOS `kCVPixelFormatType_32BGRA`).
    Bgra,
    /// Y, then rows of V U pairs (Android's `ImageFormat.NV21`).
    Nv21,
    /// Y, then rows of U V pairs (iOS `420YpCbCr8BiPlanar`).
    Nv12,
    /// Planes of Y, U and V, one after the other.
    I420,
    /// Android's `YUV_420_888` in one buffer, Y first.
    Yuv420 {
        /// Where U begins, bytes.
        u_offset: u32,
        /// Where V begins, bytes.
        v_offset: u32,
        /// Bytes from one chroma sample to the next of its row.
        pixel_stride: u32,
    },
}

impl From<PixelFormat> for frame::PixelFormat {
    fn from(format: PixelFormat) -> Self {
        match format {
            PixelFormat::Grey => Self::Grey,
            PixelFormat::Rgb => Self::Rgb,
            PixelFormat::Rgba => Self::Rgba,
            PixelFormat::Bgra => Self::Bgra,
            PixelFormat::Nv21 => Self::Nv21,
            PixelFormat::Nv12 => Self::Nv12,
            PixelFormat::I420 => Self::I420,
            PixelFormat::Yuv420 { u_offset, v_offset, pixel_stride } => Self::Yuv420 {
                u_offset: u_offset as usize,
                v_offset: v_offset as usize,
                pixel_stride: pixel_stride as usize,
            },
        }
    }
}

/// Everything about a frame but its bytes.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FrameMeta {
    /// How pixels are coded.
    pub format: PixelFormat,
    /// Whether Y, U and V use BT.601's narrow video range, as iOS's `VideoRange` formats do.
    #[uniffi(default = false)]
    pub video_range: bool,
    /// Pixels of a row as stored.
    pub width: u32,
    /// Rows as stored.
    pub height: u32,
    /// Bytes from one row of Y, or of packed pixels, to the next; 0 where rows are packed.
    #[uniffi(default = 0)]
    pub row_stride: u32,
    /// The same of U and V, or of their pairs.
    #[uniffi(default = 0)]
    pub chroma_row_stride: u32,
    /// Clockwise turn that makes it upright: 0, 90, 180 or 270 (Android's `rotationDegrees`).
    #[uniffi(default = 0)]
    pub rotation_degrees: i32,
    /// Whether it is mirrored left to right once upright, as front cameras show it.
    #[uniffi(default = false)]
    pub mirrored: bool,
    /// When it was taken, ms on a clock that never goes back.
    pub at_ms: u64,
}

impl FrameMeta {
    /// The frame that this and `bytes` are.
    pub(crate) fn frame<'a>(&self, bytes: &'a [u8]) -> Result<frame::Frame<'a>, HeyanError> {
        Ok(frame::Frame::new(&self.described()?, bytes)?)
    }

    /// The same, as the core describes it.
    pub(crate) fn described(&self) -> Result<frame::FrameMeta, HeyanError> {
        let rotation = Rotation::from_degrees(self.rotation_degrees).ok_or_else(|| HeyanError::BadFrame {
            reason: format!("a frame is turned by 0, 90, 180 or 270 degrees, not {}", self.rotation_degrees),
        })?;
        Ok(frame::FrameMeta {
            format: self.format.into(),
            range: if self.video_range { YuvRange::Video } else { YuvRange::Full },
            width: self.width,
            height: self.height,
            strides: [self.row_stride as usize, self.chroma_row_stride as usize, 0],
            rotation,
            mirrored: self.mirrored,
            at_ms: self.at_ms,
        })
    }
}
