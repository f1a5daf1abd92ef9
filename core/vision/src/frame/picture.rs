//! An upright colour picture in memory.

/// An upright RGB picture, 8 bits a channel, rows packed.
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    decoded_in_ms: f64,
}

impl Picture {
    /// A picture of `width` × `height` over `rgb`; `None` when the bytes are not exactly `width * height * 3`.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let needed = (width as usize).checked_mul(height as usize)?.checked_mul(3)?;
        (width > 0 && height > 0 && rgb.len() == needed).then_some(Self { width, height, rgb, decoded_in_ms: 0.0 })
    }

    /// With the time that decoding took, ms, for the report.
    #[must_use]
    pub fn timed(mut self, decoded_in_ms: f64) -> Self {
        self.decoded_in_ms = decoded_in_ms;
        self
    }

    /// How long decoding took, ms; 0 when the picture did not come from a file.
    pub fn decoded_in_ms(&self) -> f64 {
        self.decoded_in_ms
    }

    /// Width, px, at least 1.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height, px, at least 1.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// `width * height * 3` bytes, R G B.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }
}
