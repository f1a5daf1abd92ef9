//! What a camera says of the bytes it hands over.

/// How pixels are coded. Samples have 8 bits. Chroma of the YUV formats is halved in both directions and lies between
/// its four pixels; BT.601 matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelFormat {
    /// One byte a pixel.
    Grey,
    /// R G B.
    Rgb,
    /// B G R, as OpenCV reads videos.
    Bgr,
    /// R G B and a byte that is not looked at.
    Rgba,
    /// B G R and a byte that is not looked at (iOS `kCVPixelFormatType_32BGRA`).
    Bgra,
    /// A plane of Y, then rows of V U pairs (Android's `ImageFormat.NV21`).
    Nv21,
    /// A plane of Y, then rows of U V pairs (iOS `420YpCbCr8BiPlanar`).
    Nv12,
    /// Planes of Y, U and V, one after the other.
    I420,
    /// Android's `YUV_420_888` in one buffer: Y at 0, the chroma planes wherever they begin, their samples `pixel_stride`
    /// bytes apart.
    Yuv420 {
        /// Where U begins, bytes.
        u_offset: usize,
        /// Where V begins, bytes.
        v_offset: usize,
        /// Bytes from one chroma sample to the next of its row.
        pixel_stride: usize,
    },
}

/// Which codes of Y, U and V are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum YuvRange {
    /// 0 to 255, as JPEG (JFIF) and Android cameras code.
    #[default]
    Full,
    /// Y 16 to 235, U and V 16 to 240, as BT.601 video and iOS's `VideoRange` formats.
    Video,
}

/// Clockwise turn that makes the stored picture upright (Android's `rotationDegrees`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rotation {
    /// Stored upright.
    #[default]
    None,
    /// By 90°.
    Quarter,
    /// By 180°.
    Half,
    /// By 270°.
    ThreeQuarters,
}

impl Rotation {
    /// By whole turns of 90 degrees, of either sign; `None` for anything between.
    pub const fn from_degrees(degrees: i32) -> Option<Self> {
        match degrees.rem_euclid(360) {
            0 => Some(Self::None),
            90 => Some(Self::Quarter),
            180 => Some(Self::Half),
            270 => Some(Self::ThreeQuarters),
            _ => None,
        }
    }

    /// Whether width and height change places.
    pub const fn swaps_sides(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }
}

/// Everything about a frame but its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameMeta {
    /// How pixels are coded.
    pub format: PixelFormat,
    /// Which codes are used, for YUV formats.
    pub range: YuvRange,
    /// Pixels of a row as stored, before `rotation`.
    pub width: u32,
    /// Rows as stored.
    pub height: u32,
    /// Bytes from one row to the next of each plane; 0 where rows are packed. U and V have one stride: the third is the
    /// second again or 0. Formats with fewer planes ignore the rest.
    pub strides: [usize; 3],
    /// Turn that makes it upright.
    pub rotation: Rotation,
    /// Whether the upright picture is mirrored left to right, as front cameras show it.
    pub mirrored: bool,
    /// When it was taken, ms on a clock that never goes back.
    pub at_ms: u64,
}

impl FrameMeta {
    /// A frame with packed rows, upright, not mirrored, full range.
    pub const fn new(format: PixelFormat, width: u32, height: u32, at_ms: u64) -> Self {
        Self {
            format,
            range: YuvRange::Full,
            width,
            height,
            strides: [0; 3],
            rotation: Rotation::None,
            mirrored: false,
            at_ms,
        }
    }
}

/// Why bytes are no frame. Each message says what was expected and what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// No pixels, or more than any camera has.
    #[error("a frame has 1 to {limit} pixels a side, not {width} x {height}")]
    Size {
        /// Width that came.
        width: u32,
        /// Height that came.
        height: u32,
        /// The largest side.
        limit: u32,
    },
    /// Rows that overlap.
    #[error("a row of plane {plane} takes {needed} bytes, the stride given is {stride}")]
    Stride {
        /// 0 for Y or packed pixels, 1 and 2 for chroma.
        plane: usize,
        /// Bytes that a row takes.
        needed: usize,
        /// The stride that came.
        stride: usize,
    },
    /// U and V with rows of different lengths, which no camera gives.
    #[error("the strides of U and V are the same, not {first} and {second}")]
    ChromaStrides {
        /// Of U.
        first: usize,
        /// Of V.
        second: usize,
    },
    /// Chroma samples that overlap.
    #[error("chroma samples are 1 byte or more apart, not 0")]
    PixelStride,
    /// Planes that are given one by one for a format that has none.
    #[error("separate planes are for the YUV formats")]
    Planes,
    /// Fewer bytes than the rows take.
    #[error("plane {plane} ends at byte {needed}, the buffer has {actual}")]
    TooShort {
        /// 0 for Y or packed pixels, 1 and 2 for chroma.
        plane: usize,
        /// Bytes that must be there.
        needed: usize,
        /// Bytes that came.
        actual: usize,
    },
}
