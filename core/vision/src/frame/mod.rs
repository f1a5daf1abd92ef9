//! Pictures and camera frames.

/// An upright RGB picture, 8 bits a channel, rows packed.
pub struct Picture {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
    /// `width * height * 3` bytes, R G B.
    pub rgb: Vec<u8>,
}
