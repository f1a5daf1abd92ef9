//! Samples of many places of planes at once: they are gathered first, then computed with, several lanes wide.

use super::planar::Grey;
use super::walk::{PARTS, Walk};

/// Places of a batch: a third of a row of the mesh network's input.
pub const BATCH: usize = 64;
/// What [`Batch::between`] gives for 1.
pub const WHOLE: f32 = PARTS as f32 * PARTS as f32;

/// What was read at places along a walk.
pub struct Batch {
    /// The pixel and the one to its right; the same below. Left in the low byte.
    top: [u16; BATCH],
    bottom: [u16; BATCH],
    /// What lies beyond the pixel, in parts.
    right: [u16; BATCH],
    below: [u16; BATCH],
    /// U and V.
    pub chroma: [[u8; BATCH]; 2],
}

impl Batch {
    pub const EMPTY: Self =
        Self { top: [0; BATCH], bottom: [0; BATCH], right: [0; BATCH], below: [0; BATCH], chroma: [[128; BATCH]; 2] };

    /// Reads `count` places along `walk`; `chroma` reads what else is wanted of each pixel.
    #[inline(always)]
    pub fn gather(
        &mut self,
        plane: &Grey<'_>,
        walk: &mut Walk,
        count: usize,
        chroma: impl Fn(usize, usize) -> [u8; 2],
    ) {
        walk.parts(&mut self.right, &mut self.below);
        let [us, vs] = &mut self.chroma;
        let colours = us.iter_mut().zip(vs);
        for ((top, bottom), (u, v)) in self.top.iter_mut().zip(&mut self.bottom).zip(colours).take(count) {
            let (x, y) = walk.pixel();
            let at = y * plane.stride + x;
            let pair = |at: usize| plane.data.get(at..).and_then(|rest| rest.first_chunk()).copied();
            *top = u16::from_le_bytes(pair(at).unwrap_or_default());
            *bottom = u16::from_le_bytes(pair(at + plane.stride).unwrap_or_default());
            [*u, *v] = chroma(x, y);
            walk.step();
        }
    }

    /// Between the four pixels of each place, times [`WHOLE`].
    #[inline(always)]
    pub fn between(&self, out: &mut [f32; BATCH]) {
        let parts = self.right.iter().zip(&self.below);
        for (out, ((top, bottom), (right, below))) in out.iter_mut().zip(self.top.iter().zip(&self.bottom).zip(parts)) {
            let row = |pair: u16| {
                let (left, next) = ((pair & 0xFF) as i16, (pair >> 8) as i16);
                // At most 255 * 128: fits 15 bits.
                left * PARTS + (next - left) * *right as i16
            };
            let (top, bottom) = (row(*top), row(*bottom));
            *out = (i32::from(top) * i32::from(PARTS) + i32::from(bottom - top) * i32::from(*below as i16)) as f32;
        }
    }
}
