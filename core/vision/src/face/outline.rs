//! Lines of the mesh that make a face visible when drawn, as indices among its 468 points.

/// Rim of the face, closed, clockwise in the picture from the middle of the hairline.
pub const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/// Lids of the person's right eye, closed, from the outer corner along the lower lid.
pub const RIGHT_EYE: [usize; 16] = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246];
/// Lids of the person's left eye, closed, from the outer corner along the lower lid.
pub const LEFT_EYE: [usize; 16] = [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466];
/// Upper edge of the person's right brow, from the nose outwards.
pub const RIGHT_BROW: [usize; 5] = [107, 66, 105, 63, 70];
/// Upper edge of the person's left brow, from the nose outwards.
pub const LEFT_BROW: [usize; 5] = [336, 296, 334, 293, 300];
/// Bridge of the nose, from the root to the tip and the foot.
pub const NOSE: [usize; 8] = [168, 6, 197, 195, 5, 4, 1, 2];
/// Wings of the nose, from the person's right to their left.
pub const NOSTRILS: [usize; 9] = [129, 64, 98, 97, 2, 326, 327, 294, 358];
/// Outer rim of the lips, closed, from the person's right corner along the upper lip.
pub const OUTER_LIPS: [usize; 20] =
    [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146];
/// Inner rim of the lips, closed, from the person's right corner along the upper lip.
pub const INNER_LIPS: [usize; 20] =
    [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95];

/// A line to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// Points in order.
    pub points: &'static [usize],
    /// Whether the last joins the first.
    pub closed: bool,
}

/// All of them.
pub const STROKES: [Stroke; 9] = [
    Stroke { points: &OVAL, closed: true },
    Stroke { points: &RIGHT_EYE, closed: true },
    Stroke { points: &LEFT_EYE, closed: true },
    Stroke { points: &RIGHT_BROW, closed: false },
    Stroke { points: &LEFT_BROW, closed: false },
    Stroke { points: &NOSE, closed: false },
    Stroke { points: &NOSTRILS, closed: false },
    Stroke { points: &OUTER_LIPS, closed: true },
    Stroke { points: &INNER_LIPS, closed: true },
];
