//! Which characters may stand at a place of the zone, and what a character that was read there is taken for.

use crate::document::Glyph;
use crate::document::pick::fold_width;

use super::{FILLER, Format};

/// Characters that may stand at a place (part 3, 4.3; parts 4 to 6, 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// A to Z and the filler.
    Letters,
    /// 0 to 9 and the filler, as in a date with an unknown day.
    Digits,
    /// All three.
    Any,
    /// M, F and the filler.
    Sex,
}

/// Characters that a recogniser of other scripts takes fillers for.
const LIKE_FILLER: [char; 8] = ['《', '〈', '«', '‹', 'く', '＜', '≤', '＜'];

/// Letters and digits of one shape: which is meant, the place tells. Where both may stand neither is taken for the other.
const ONE_SHAPE: [(char, char); 8] =
    [('O', '0'), ('I', '1'), ('Z', '2'), ('S', '5'), ('G', '6'), ('B', '8'), ('Q', '0'), ('D', '0')];

impl Alphabet {
    /// Of character `at` of line `row`.
    pub fn at(format: Format, row: usize, at: usize) -> Self {
        match (format, row) {
            (Format::Td1, 0) => match at {
                0..5 => Self::Letters,
                _ => Self::Any,
            },
            (Format::Td1, 1) => match at {
                0..7 | 8..15 | 29 => Self::Digits,
                7 => Self::Sex,
                15..18 => Self::Letters,
                _ => Self::Any,
            },
            (Format::Td1, _) | (_, 0) => Self::Letters,
            _ => match at {
                9 | 13..20 | 21..28 => Self::Digits,
                10..13 => Self::Letters,
                20 => Self::Sex,
                42 if format == Format::Td3 => Self::Digits,
                _ if at + 1 == format.width() => Self::Digits,
                _ => Self::Any,
            },
        }
    }

    /// Whether `ch` is one of its characters.
    pub fn holds(self, ch: char) -> bool {
        ch == FILLER
            || match self {
                Self::Letters => ch.is_ascii_uppercase(),
                Self::Digits => ch.is_ascii_digit(),
                Self::Any => ch.is_ascii_uppercase() || ch.is_ascii_digit(),
                Self::Sex => matches!(ch, 'M' | 'F'),
            }
    }

    /// What `ch` stands for here; `None` for what can stand for nothing.
    fn meant(self, ch: char) -> Option<char> {
        let ch = if LIKE_FILLER.contains(&ch) { FILLER } else { fold_width(ch).to_ascii_uppercase() };
        if self.holds(ch) {
            return Some(ch);
        }
        match self {
            Self::Letters => ONE_SHAPE.iter().find(|(_, digit)| *digit == ch).map(|(letter, _)| *letter),
            Self::Digits => ONE_SHAPE.iter().find(|(letter, _)| *letter == ch).map(|(_, digit)| *digit),
            Self::Any | Self::Sex => None,
        }
    }

    /// `glyph` read under this alphabet, with the probability of all its candidates that stand for the same.
    pub(crate) fn read(self, glyph: &Glyph) -> Option<(char, f32)> {
        let candidates = || std::iter::once((glyph.ch, glyph.confidence)).chain(glyph.alternatives.iter().copied());
        let mut best: Option<(char, f32)> = None;
        for meant in candidates().filter_map(|(ch, _)| self.meant(ch)) {
            let sure = candidates().filter(|(ch, _)| self.meant(*ch) == Some(meant)).map(|(_, p)| p);
            let sure: f32 = sure.filter(|p| p.is_finite()).sum();
            if best.is_none_or(|(_, most)| sure > most) {
                best = Some((meant, sure.clamp(0.0, 1.0)));
            }
        }
        best
    }
}

/// Whether `ch` may stand anywhere in a zone.
pub(super) fn is_of_zone(ch: char) -> bool {
    Alphabet::Any.meant(ch).is_some()
}

/// Whether `ch` reads as the filler.
pub(super) fn is_filler(ch: char) -> bool {
    Alphabet::Any.meant(ch) == Some(FILLER)
}
