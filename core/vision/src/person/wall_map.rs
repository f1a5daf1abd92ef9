//! How far each place differs from the wall, to draw.

/// A coarse map of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct WallMap {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Pixels of the picture to one of the map; its far edges may lie a little beyond the map.
    pub factor: f32,
    /// Colour difference to the wall (CIE76 ΔE), row by row; negative where the person is or their rim.
    pub off: Vec<f32>,
}
