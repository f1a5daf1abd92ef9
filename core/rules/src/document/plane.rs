//! Which lines can be print of the card at all.

use crate::geometry::{CardShape, Rect};

use super::{DocumentKind, TextLine};

/// How far print may seem to reach over the card's edge, mm: outlines and boxes are that unsure.
const OVER_EDGE_MM: f32 = 1.5;
/// Taller boxes are no print of a card, mm: two rows of an address together.
const TALLEST_MM: f32 = 8.0;
/// The same for the titles of the emblem side, which are printed 6.6 mm tall.
const TALLEST_TITLE_MM: f32 = 12.0;
/// How far below its place a title may stand and is still allowed its height, mm.
const UNDER_TITLE_MM: f32 = 6.0;
/// More lines than any card has, even with each label, value and speck of dirt in a box of its own.
const MOST_LINES: usize = 40;

/// The lines that lie on the card and are as tall as its print may be, the surest when there are too many.
///
/// A line that runs across the card's outline belongs to the paper beneath it.
pub(crate) fn on_card(kind: DocumentKind, lines: &[TextLine]) -> Vec<&TextLine> {
    let mut kept: Vec<&TextLine> = lines.iter().filter(|l| is_print(kind, &l.bounds_mm)).collect();
    if kept.len() > MOST_LINES {
        // Stable, so that equal lines keep their order.
        kept.sort_by(|a, b| sureness(b).total_cmp(&sureness(a)));
        kept.truncate(MOST_LINES);
    }
    kept
}

/// Whether the middle of `line` lies on a card, so that its words may be the card's own however tall they are.
pub(crate) fn touches_card(line: &TextLine) -> bool {
    CardShape::ID_1.bounds().contains(line.bounds_mm.centre())
}

fn is_print(kind: DocumentKind, b: &Rect) -> bool {
    let row = kind.row();
    let finite = [b.left, b.top, b.right, b.bottom].iter().all(|v| v.is_finite());
    let title = row.print.titles.iter().any(|title| b.centre().y < title.place.bottom + UNDER_TITLE_MM);
    let tallest = if title { TALLEST_TITLE_MM } else { TALLEST_MM };
    let card = row.shape.bounds();
    let plane = Rect::new(
        card.left - OVER_EDGE_MM,
        card.top - OVER_EDGE_MM,
        card.right + OVER_EDGE_MM,
        card.bottom + OVER_EDGE_MM,
    );
    finite && b.width() > 0.0 && b.height() > 0.0 && b.height() <= tallest && plane.covers(b)
}

fn sureness(line: &TextLine) -> f32 {
    let known = line.glyphs.iter().map(|g| if g.confidence.is_finite() { g.confidence.clamp(0.0, 1.0) } else { 0.0 });
    known.sum::<f32>() / line.glyphs.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Glyph;

    fn line(bounds_mm: Rect, confidence: f32) -> TextLine {
        let x_mm = bounds_mm.centre().x;
        let glyphs = vec![Glyph {
            ch: '一',
            confidence,
            x_mm,
            alternatives: Vec::new(),
            ink: None,
            unlikeness: None,
            unread_beside: false,
        }];
        TextLine { bounds_mm, quad: bounds_mm.corners(), glyphs }
    }

    #[test]
    fn lines_over_the_edge_too_tall_or_of_no_size_are_left_out() {
        let cases = [
            (Rect::new(-1.4, 4.0, 30.0, 8.0), true),
            (Rect::new(-1.6, 4.0, 30.0, 8.0), false),
            (Rect::new(60.0, 4.0, 87.2, 8.0), false),
            (Rect::new(60.0, -1.6, 70.0, 3.0), false),
            (Rect::new(60.0, 51.0, 70.0, 55.4), true),
            (Rect::new(60.0, 51.0, 70.0, 55.6), false),
            (Rect::new(10.0, 36.0, 30.0, 44.1), false),
            (Rect::new(10.0, 6.0, 10.0, 9.0), false),
            (Rect::new(10.0, 6.0, f32::NAN, 9.0), false),
        ];
        for (bounds, kept) in cases {
            for kind in DocumentKind::of_shape(CardShape::ID_1) {
                assert_eq!(on_card(kind, &[line(bounds, 0.9)]).len(), usize::from(kept), "{bounds:?}");
            }
        }
        let title = [line(Rect::new(29.0, 16.0, 74.0, 25.5), 0.9)];
        assert_eq!(on_card(DocumentKind::ResidentIdBack, &title).len(), 1);
        assert_eq!(on_card(DocumentKind::ResidentIdFront, &title).len(), 0);
    }

    #[test]
    fn of_too_many_lines_the_surest_stay() {
        let mut lines: Vec<TextLine> = (0..90).map(|_| line(Rect::new(10.0, 6.0, 20.0, 9.0), 0.3)).collect();
        lines.push(line(Rect::new(10.0, 6.0, 20.0, 9.0), 0.9));
        lines.push(line(Rect::new(10.0, 6.0, 20.0, 9.0), f32::NAN));
        let kept = on_card(DocumentKind::ResidentIdFront, &lines);
        assert_eq!(kept.len(), MOST_LINES);
        assert!(kept[0].glyphs[0].confidence == 0.9 && kept.iter().all(|l| l.glyphs[0].confidence >= 0.3));
    }
}
