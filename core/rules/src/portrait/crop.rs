//! Which part of an accepted picture is handed in.

use super::{Export, Framing};
use crate::geometry::Rect;

/// Height of the head over that of the picture handed in, where the picture leaves the choice: a third, as the words ask.
const HEAD: f32 = 0.33;
/// Room above the head over the height of the picture handed in.
const HEADROOM: f32 = 0.12;
/// Width of the picture handed in over that of the shoulders, at least.
const BESIDE: f32 = 1.12;

/// The part of a picture of `width` × `height` px that has the shape of `export`, with the head in its middle: as near as
/// the head's size asks, both shoulders in it, never beyond the picture.
pub fn crop(framing: &Framing, (width, height): (u32, u32), export: &Export) -> Rect {
    let (width, height) = (width as f32, height as f32);
    let shape = export.width_px as f32 / export.height_px.max(1) as f32;
    let head = framing.head;
    let middle = head.centre().x;
    let shoulders = framing.shoulders.as_ref().map_or(0.0, |s| {
        // As far to the farther shoulder on both sides.
        2.0 * (s.left.x - middle).abs().max((s.right.x - middle).abs()) * BESIDE
    });
    let wanted = (head.height() / HEAD).max(shoulders / shape);
    let tall = wanted.min(height).min(width / shape).max(1.0);
    let wide = tall * shape;
    let left = (middle - wide / 2.0).clamp(0.0, (width - wide).max(0.0));
    let top = (head.top - HEADROOM * tall).clamp(0.0, (height - tall).max(0.0));
    Rect::new(left, top, (left + wide).min(width), (top + tall).min(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Point;
    use crate::portrait::ShoulderMeasures;

    fn framing(head: Rect) -> Framing {
        let (y, middle) = (head.bottom + 60.0, head.centre().x);
        let reach = head.height();
        let shoulders = ShoulderMeasures {
            left: Point::new(middle + reach, y),
            right: Point::new(middle - reach, y),
            left_visible: true,
            right_visible: true,
            tilt_deg: Some(0.0),
        };
        Framing {
            head,
            head_height_ratio: 0.0,
            headroom_ratio: 0.0,
            skull_room_ratio: 0.0,
            centre_offset_ratio: 0.0,
            shoulders: Some(shoulders),
        }
    }

    #[test]
    fn a_part_has_the_shape_asked_for_and_both_shoulders() {
        let export = Export { width_px: 600, height_px: 800, max_bytes: 1 };
        for (size, head) in [
            ((1200, 1600), Rect::new(450.0, 200.0, 750.0, 640.0)),
            ((4000, 3000), Rect::new(1800.0, 600.0, 2200.0, 1200.0)),
            ((900, 900), Rect::new(380.0, 40.0, 560.0, 300.0)),
        ] {
            let framing = framing(head);
            let part = crop(&framing, size, &export);
            assert!((part.width() / part.height() - 0.75).abs() < 1e-3, "{part:?}");
            assert!(part.left >= 0.0 && part.top >= 0.0);
            assert!(part.right <= size.0 as f32 && part.bottom <= size.1 as f32, "{part:?}");
            assert!(part.covers(&head), "{part:?}");
        }
        let wide = crop(&framing(Rect::new(1800.0, 600.0, 2200.0, 1200.0)), (4000, 3000), &export);
        let shoulders = framing(Rect::new(1800.0, 600.0, 2200.0, 1200.0)).shoulders.map(|s| (s.right.x, s.left.x));
        assert!(shoulders.is_some_and(|(r, l)| wide.left < r && wide.right > l), "{wide:?}");
    }
}
