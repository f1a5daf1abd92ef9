//! The coarse look at a whole frame: how bright, and how much has changed since the one before.

use super::pixels::Pixels;
use super::pixels::{Source, with_source};
use super::view::Frame;

/// Cells across and down.
const COLUMNS: usize = 32;
const ROWS: usize = 24;
/// Pixels a side of a cell's sample. Four pixels halve sensor noise and leave enough of it to show that a sensor lives.
const SIDE: usize = 2;

/// Mean luma (0 to 255) of small squares spread over the stored picture.
#[derive(Debug, Clone, PartialEq)]
pub struct LumaGrid {
    cells: [f32; COLUMNS * ROWS],
}

impl LumaGrid {
    /// The grid of `frame`.
    pub fn of(frame: &Frame<'_>) -> Self {
        let (width, height) = frame.stored();
        let mut cells = [0.0; COLUMNS * ROWS];
        with_source!(&frame.pixels, source => {
            for (k, cell) in cells.iter_mut().enumerate() {
                // The square about the middle of the cell, moved inside where the picture is tiny.
                let place = |n: usize, cells: usize, pixels: usize| {
                    ((2 * n + 1) * pixels / (2 * cells)).min(pixels.saturating_sub(SIDE))
                };
                let (x, y) = (place(k % COLUMNS, COLUMNS, width), place(k / COLUMNS, ROWS, height));
                let mut sum = 0.0;
                for row in y..y + SIDE {
                    for column in x..x + SIDE {
                        sum += source.luma_at(column.min(width - 1), row.min(height - 1));
                    }
                }
                *cell = sum / (SIDE * SIDE) as f32;
            }
        });
        Self { cells }
    }

    /// Mean luma, 0 to 1.
    pub fn luminance(&self) -> f32 {
        self.cells.iter().sum::<f32>() / (255.0 * self.cells.len() as f32)
    }

    /// Mean absolute difference of luma to `before`, 0 to 255; exactly 0 for frames with the same pixels.
    pub fn change(&self, before: &Self) -> f32 {
        let sum: f32 = self.cells.iter().zip(&before.cells).map(|(a, b)| (a - b).abs()).sum();
        sum / self.cells.len() as f32
    }
}
