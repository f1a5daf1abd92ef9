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

    /// A copy of the part of `width` × `height` px whose top left pixel is (`left`, `top`); `None` when it does not lie
    /// inside.
    pub fn part(&self, left: u32, top: u32, width: u32, height: u32) -> Option<Self> {
        if left.checked_add(width)? > self.width || top.checked_add(height)? > self.height {
            return None;
        }
        let stride = self.width as usize * 3;
        let columns = left as usize * 3..(left + width) as usize * 3;
        let rows = self.rgb.chunks_exact(stride).skip(top as usize).take(height as usize);
        Self::new(width, height, rows.filter_map(|row| row.get(columns.clone())).flatten().copied().collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_the_pixels_of_its_place_and_none_from_beyond_the_edge() {
        let picture = Picture::new(4, 3, (0..36).collect()).unwrap();
        let part = picture.part(1, 1, 2, 2).unwrap();
        assert_eq!((part.width(), part.height()), (2, 2));
        assert_eq!(part.rgb(), [15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32]);
        assert!(picture.part(3, 0, 2, 1).is_none());
        assert!(picture.part(0, u32::MAX, 1, 1).is_none());
        assert!(picture.part(0, 0, 0, 1).is_none());
    }
}
