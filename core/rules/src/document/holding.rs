//! A picture of a person who holds their document: both must be in it, and be as large as a reviewer needs them.

use crate::finding::{Code, Finding};
use crate::geometry::{Point, Rect};

use super::Limits;
use super::limits::HoldingLimits;

/// `limits` of a document, for one in a hand: it is smaller in the picture than one alone.
pub fn limits(mut limits: Limits) -> Limits {
    limits.capture.min_width_ratio = limits.holding.min_card_ratio;
    limits
}

/// What speaks against the faces of such a picture: their boxes (left, top, right, bottom, px), the document's corners where it
/// was found, and the picture's size. The portrait on the document is nobody who holds it.
pub fn judge(
    faces: &[[f32; 4]],
    card: Option<&[Point; 4]>,
    [width, height]: [f32; 2],
    limits: &HoldingLimits,
) -> Vec<Finding> {
    let rects = faces.iter().map(|[left, top, right, bottom]| Rect::new(*left, *top, *right, *bottom));
    let on_card = |face: &Rect| card.is_some_and(|corners| inside(corners, face.centre()));
    let beside: Vec<Rect> = rects.filter(|face| !on_card(face)).collect();
    let size = |face: &Rect| face.width().max(face.height());
    let Some(largest) = beside.iter().max_by(|a, b| size(a).total_cmp(&size(b))) else {
        return vec![Finding::error(Code::PortraitNoFace)];
    };
    let mut findings = Vec::new();
    // Somebody far behind is nobody who could hold it.
    let others = beside.iter().filter(|face| size(face) >= limits.other_face_ratio * size(largest)).count();
    if others > 1 {
        findings.push(Finding::error(Code::PortraitMultipleFaces).figure("face_count", others as f64));
    }
    let share = size(largest) / width.min(height).max(1.0);
    if share < limits.min_face_ratio {
        findings.push(Finding::error(Code::PortraitTooFar).figure("head_height_ratio", f64::from(share)));
    }
    let cut = largest.left < 0.0 || largest.top < 0.0 || largest.right > width || largest.bottom > height;
    if cut {
        findings.push(Finding::error(Code::PortraitTooNear));
    }
    findings
}

/// Whether `p` lies in an outline whose corners run clockwise.
fn inside(corners: &[Point; 4], p: Point) -> bool {
    let next = corners.iter().cycle().skip(1);
    let sides = corners.iter().zip(next).map(|(a, b)| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
    let (mut left, mut right) = (false, false);
    for side in sides {
        left |= side < 0.0;
        right |= side > 0.0;
    }
    !(left && right)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: [f32; 2] = [1000.0, 1400.0];
    const FACE: [f32; 4] = [350.0, 200.0, 650.0, 550.0];
    const ON_CARD: [f32; 4] = [640.0, 920.0, 700.0, 990.0];

    fn codes(faces: &[[f32; 4]]) -> Vec<Code> {
        let card = Rect::new(400.0, 900.0, 720.0, 1100.0).corners();
        judge(faces, Some(&card), SIZE, &HoldingLimits::default()).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_face_beside_the_card_is_wanted_and_the_one_on_it_is_none() {
        assert!(codes(&[FACE, ON_CARD]).is_empty());
        assert_eq!(codes(&[ON_CARD]), [Code::PortraitNoFace]);
        assert_eq!(codes(&[]), [Code::PortraitNoFace]);
    }

    #[test]
    fn two_people_and_one_too_far_or_cut_are_told() {
        assert_eq!(codes(&[FACE, [10.0, 200.0, 300.0, 500.0]]), [Code::PortraitMultipleFaces]);
        // Somebody in the background.
        assert!(codes(&[FACE, [10.0, 200.0, 60.0, 260.0]]).is_empty());
        assert_eq!(codes(&[[480.0, 300.0, 540.0, 370.0]]), [Code::PortraitTooFar]);
        assert_eq!(codes(&[[-20.0, 200.0, 280.0, 520.0]]), [Code::PortraitTooNear]);
    }
}
