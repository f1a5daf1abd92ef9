//! Telling the card's own print from what another hand has written over it, by the ink.
//!
//! A watermark is paler than print or of a colour of its own, so that print can be read beneath it. Its words tell it
//! where they are read whole; of one that runs across the rows only single characters fall into a value.

use super::rows::{Row, RowGlyph};
use super::{Ink, Overwritten, pick, rows};

/// What tells an ink from the card's own. None of it judges a card: it tells whose a character is.
struct InkLimits {
    /// Depths over that of the card's print between which the limit lies below which a character is written with a paler ink.
    /// Watermarks have 0.3 to 0.75. Print that is sharp keeps 0.86, softened print of thin strokes 0.7 (`heyan-samples cards`):
    /// how far the card's own characters lie apart says which it is.
    pale_shares: (f32, f32),
    /// Middle distances from the middle depth, so many of which below it the limit lies.
    distances: f32,
    /// Colours between which the limit lies above which strokes are another ink's. Print is black: it has 0.03, and in
    /// pictures with much colour noise no more than 0.3; red and blue of watermarks half as dense as print have 0.2, labels 0.4.
    coloured_strokes: (f32, f32),
    /// Middle distances from the middle colour, so many of which above it the limit lies.
    colour_distances: f32,
    /// Share of a character's place that a strong colour covers where another ink lies over it: print on a guilloche has 0.01.
    coloured_place: f32,
    /// Characters of a value that a colour must lie over: a speck lies over one.
    coloured_fewest: usize,
    /// Characters that must be measured to know the card's own ink.
    fewest: usize,
}

/// The limits in force.
const LIMITS: InkLimits = InkLimits {
    pale_shares: (0.6, 0.78),
    distances: 6.0,
    coloured_strokes: (0.15, 0.3),
    colour_distances: 8.0,
    coloured_place: 0.03,
    coloured_fewest: 3,
    fewest: 6,
};

/// The ink that a card is printed with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnInk {
    /// Depth below which a character is another hand's.
    least: f32,
    /// Colour above which it is.
    most: f32,
}

impl OwnInk {
    /// The ink of most of `marks`; `None` where too few were measured.
    pub(crate) fn of<'m>(marks: impl Iterator<Item = &'m RowGlyph<'m>>) -> Option<Self> {
        let inks: Vec<Ink> = marks.filter_map(|m| m.glyph.ink).collect();
        if inks.len() < LIMITS.fewest {
            return None;
        }
        // The middle one, and how far from it the others lie.
        let spread = |of: fn(&Ink) -> f32| -> Option<(f32, f32)> {
            let middle = rows::median(inks.iter().map(of).collect())?;
            Some((middle, rows::median(inks.iter().map(|ink| (of(ink) - middle).abs()).collect())?))
        };
        let (usual, apart) = spread(|ink| ink.depth)?;
        let (colour, colours_apart) = spread(|ink| ink.colour)?;
        let ((pale, high), (low, coloured)) = (LIMITS.pale_shares, LIMITS.coloured_strokes);
        Some(Self {
            least: (usual - LIMITS.distances * apart).clamp(pale * usual, high * usual),
            most: (colour + LIMITS.colour_distances * colours_apart).clamp(low, coloured),
        })
    }

    /// Whether a character of `ink` was written by another hand. Only full ones tell: a dash or a dot has too few strokes
    /// for its ink to be seen.
    fn is_strange(self, ch: char, ink: Ink) -> bool {
        let pale = ink.depth < self.least;
        (pick::is_han(ch) || ch.is_ascii_alphanumeric()) && (pale || ink.colour > self.most)
    }

    /// Marks those of `rows` that another hand has written.
    pub(crate) fn mark(self, rows: &mut [Row<'_>]) {
        for mark in rows.iter_mut().flat_map(|row| &mut row.marks) {
            mark.strange = mark.glyph.ink.is_some_and(|ink| self.is_strange(mark.glyph.ch, ink));
        }
    }
}

/// `marks` of one row without what another hand has written before and behind them, and where such writing stands.
pub(crate) fn own<'r, 'a>(marks: &'r [RowGlyph<'a>]) -> (&'r [RowGlyph<'a>], Option<Overwritten>) {
    let first = marks.iter().position(|m| !m.strange).unwrap_or(marks.len());
    let last = marks.iter().rposition(|m| !m.strange).map_or(first, |at| at + 1);
    let own = marks.get(first..last).unwrap_or_default();
    let coloured = |m: &&RowGlyph<'_>| m.glyph.ink.is_some_and(|ink| ink.coloured > LIMITS.coloured_place);
    // A watermark's words end in no number as addresses do: what stands there is the value's, with other ink over it.
    let number_goes_on = marks.get(last).is_some_and(|m| m.glyph.ch.is_ascii_digit());
    let how = if number_goes_on
        || own.iter().any(|m| m.strange)
        || own.iter().filter(coloured).count() >= LIMITS.coloured_fewest
    {
        Some(Overwritten::Within)
    } else {
        (own.len() < marks.len()).then_some(Overwritten::Beside)
    };
    (own, how)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Glyph, TextLine};
    use crate::geometry::Rect;

    const BLACK: Ink = Ink { depth: 0.85, colour: 0.03, coloured: 0.0 };

    /// A row in black, but for the characters of `inks`.
    fn line(text: &str, inks: &[(char, Ink)]) -> TextLine {
        let bounds_mm = Rect::new(15.0, 27.2, 15.0 + 3.0 * text.chars().count() as f32, 30.2);
        let ink = |ch| inks.iter().find(|(c, _)| *c == ch).map_or(BLACK, |(_, ink)| *ink);
        let glyph = |(i, ch)| Glyph {
            ch,
            confidence: 0.99,
            x_mm: 16.5 + 3.0 * i as f32,
            alternatives: Vec::new(),
            ink: Some(ink(ch)),
            unlikeness: None,
            unread_beside: false,
        };
        TextLine { bounds_mm, quad: bounds_mm.corners(), glyphs: text.chars().enumerate().map(glyph).collect() }
    }

    fn read(text: &str, inks: &[(char, Ink)]) -> (String, Option<Overwritten>) {
        let lines = [line(text, inks)];
        let mut rows = rows::rows(&lines);
        OwnInk::of(rows.iter().flat_map(|row| &row.marks)).unwrap().mark(&mut rows);
        let (own, how) = own(&rows[0].marks);
        (own.iter().map(|m| m.glyph.ch).collect(), how)
    }

    #[test]
    fn a_digit_at_the_end_that_another_ink_lies_over_is_not_left_out_without_a_word() {
        let red = Ink { depth: 0.7, colour: 0.6, coloured: 0.3 };
        assert_eq!(read("南京南街2号楼246", &[('6', red)]), ("南京南街2号楼24".to_owned(), Some(Overwritten::Within)));
        assert_eq!(read("南京南街2号楼24仅", &[('仅', red)]).1, Some(Overwritten::Beside));
    }

    #[test]
    fn what_is_paler_or_coloured_at_the_ends_is_left_out() {
        let pale = Ink { depth: 0.4, ..BLACK };
        let red = Ink { depth: 0.7, colour: 0.6, coloured: 0.3 };
        assert_eq!(read("南京南街12号司", &[('司', pale)]), ("南京南街12号".to_owned(), Some(Overwritten::Beside)));
        assert_eq!(read("仅南京南街12号", &[('仅', red)]), ("南京南街12号".to_owned(), Some(Overwritten::Beside)));
        assert_eq!(read("南京南街12号", &[]), ("南京南街12号".to_owned(), None));
    }

    #[test]
    fn a_thin_colour_tells_where_print_has_none_and_not_where_all_of_it_has() {
        let thin = Ink { depth: 0.8, colour: 0.2, coloured: 0.0 };
        assert_eq!(read("南京南街12号复", &[('复', thin)]).0, "南京南街12号");
        let noisy: Vec<(char, Ink)> = "南京街12号"
            .chars()
            .enumerate()
            .map(|(i, ch)| (ch, Ink { colour: 0.08 + 0.025 * i as f32, ..BLACK }))
            .collect();
        assert_eq!(read("南京南街12号", &noisy).0, "南京南街12号");
    }

    #[test]
    fn what_stands_between_or_over_print_stays_and_is_told() {
        let (pale, over) = (Ink { depth: 0.3, ..BLACK }, Ink { coloured: 0.05, ..BLACK });
        let within = ("南京南街12号".to_owned(), Some(Overwritten::Within));
        assert_eq!(read("南京南街12号", &[('街', pale)]), within);
        assert_eq!(read("南京南街12号", &[('南', over), ('街', over)]), within);
        assert_eq!(read("南京南街12号", &[('街', over)]).1, None);
    }

    #[test]
    fn thin_strokes_and_too_few_characters_tell_nothing() {
        let thin = Ink { depth: 0.45, ..BLACK };
        assert_eq!(read("南京南街12-3号", &[('-', thin)]).1, None);
        let lines = [line("南京南", &[])];
        assert!(OwnInk::of(rows::rows(&lines).iter().flat_map(|row| &row.marks)).is_none());
    }
}
