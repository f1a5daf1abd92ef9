//! Choosing among the characters that a glyph could be, for texts with a closed alphabet.
//!
//! This is still reading: the glyph's own candidates decide, never a checksum or a neighbouring field.

use super::Glyph;

/// Trust in a look-alike that the recogniser did not offer: shapes agree, nothing else speaks for it.
const LOOK_ALIKE_TRUST: f32 = 0.6;

/// What a glyph that stands among digits is taken for when none of its candidates is a digit.
/// Pairs that OCR-B and Heiti digits are confused with.
const LOOK_ALIKES: [(char, char); 25] = [
    ('O', '0'),
    ('o', '0'),
    ('〇', '0'),
    ('○', '0'),
    ('Ｏ', '0'),
    ('D', '0'),
    ('Q', '0'),
    ('l', '1'),
    ('I', '1'),
    ('i', '1'),
    ('|', '1'),
    ('丨', '1'),
    ('!', '1'),
    ('Z', '2'),
    ('z', '2'),
    ('S', '5'),
    ('s', '5'),
    ('b', '6'),
    ('G', '6'),
    ('T', '7'),
    ('B', '8'),
    ('q', '9'),
    ('g', '9'),
    ('×', 'X'),
    ('Х', 'X'),
];

/// How sure a series of characters is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trust {
    log_sum: f32,
    count: u32,
    min: f32,
}

impl Trust {
    /// Nothing read yet.
    pub(crate) fn new() -> Self {
        Self { log_sum: 0.0, count: 0, min: 1.0 }
    }

    /// One more character of probability `p`.
    pub(crate) fn add(&mut self, p: f32) {
        let p = if p.is_finite() { p.clamp(0.0, 1.0) } else { 0.0 };
        // The floor keeps the logarithm finite.
        self.log_sum += p.max(1e-6).ln();
        self.count += 1;
        self.min = self.min.min(p);
    }

    /// Geometric mean, 0 when nothing was read.
    pub(crate) fn mean(self) -> f32 {
        if self.count == 0 { 0.0 } else { (self.log_sum / self.count as f32).exp() }
    }

    /// The least of them, 0 when nothing was read.
    pub(crate) fn min(self) -> f32 {
        if self.count == 0 { 0.0 } else { self.min }
    }
}

/// The likeliest candidate of `glyph` that `fits`, with its probability.
pub(crate) fn among(glyph: &Glyph, fits: impl Fn(char) -> bool) -> Option<(char, f32)> {
    if fits(glyph.ch) {
        return Some((glyph.ch, glyph.confidence));
    }
    glyph.alternatives.iter().filter(|(ch, _)| fits(*ch)).fold(None, |best: Option<(char, f32)>, &(ch, p)| match best {
        Some((_, q)) if q >= p => best,
        _ => Some((ch, p)),
    })
}

/// Probability that `glyph` is `ch`; `None` when it is no candidate.
pub(crate) fn probability(glyph: &Glyph, ch: char) -> Option<f32> {
    among(glyph, |c| c == ch).map(|(_, p)| p)
}

/// `glyph` as a digit.
pub(crate) fn digit(glyph: &Glyph) -> Option<(char, f32)> {
    in_alphabet(glyph, |c| c.is_ascii_digit())
}

/// `glyph` as the check character of an identity number.
pub(crate) fn check_character(glyph: &Glyph) -> Option<(char, f32)> {
    in_alphabet(glyph, |c| c.is_ascii_digit() || c == 'X')
}

fn in_alphabet(glyph: &Glyph, fits: impl Fn(char) -> bool) -> Option<(char, f32)> {
    let folded = |c: char| fold_width(c).to_ascii_uppercase();
    if let Some((ch, p)) = among(glyph, |c| fits(folded(c))) {
        return Some((folded(ch), p));
    }
    LOOK_ALIKES
        .iter()
        .find(|(seen, meant)| *seen == glyph.ch && fits(*meant))
        .map(|(_, meant)| (*meant, glyph.confidence * LOOK_ALIKE_TRUST))
}

/// Full-width ASCII as plain ASCII.
pub(crate) fn fold_width(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        0x3000 => ' ',
        _ => c,
    }
}

/// A Chinese character, also of those that stand in the area for private use.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x3007 | 0x3400..=0x9FFF | 0xE000..=0xFAFF | 0x20000..=0x3FFFF)
}

/// A letter of another script than values are printed in: Chinese, with capitals in addresses. Also small Latin ones, which
/// Zhuang has, and which a recogniser of Chinese sees in scripts that it does not know.
pub(crate) fn is_other_script(c: char) -> bool {
    c.is_alphabetic() && !is_han(c) && !fold_width(c).is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(ch: char, alternatives: &[(char, f32)]) -> Glyph {
        Glyph {
            ch,
            confidence: 0.5,
            x_mm: 0.0,
            alternatives: alternatives.to_vec(),
            ink: None,
            unlikeness: None,
            unread_beside: false,
        }
    }

    #[test]
    fn a_digit_among_the_candidates_is_preferred_to_a_look_alike() {
        assert_eq!(digit(&glyph('O', &[('C', 0.3), ('6', 0.1), ('8', 0.12)])), Some(('8', 0.12)));
        assert_eq!(digit(&glyph('O', &[])), Some(('0', 0.5 * LOOK_ALIKE_TRUST)));
        assert_eq!(digit(&glyph('７', &[])), Some(('7', 0.5)));
        assert_eq!(digit(&glyph('码', &[('吗', 0.2)])), None);
    }

    #[test]
    fn x_counts_only_as_a_check_character() {
        assert_eq!(digit(&glyph('X', &[])), None);
        assert_eq!(check_character(&glyph('x', &[])), Some(('X', 0.5)));
        assert_eq!(check_character(&glyph('×', &[])), Some(('X', 0.5 * LOOK_ALIKE_TRUST)));
    }

    #[test]
    fn trust_is_the_geometric_mean_and_the_least() {
        let mut trust = Trust::new();
        assert_eq!((trust.mean(), trust.min()), (0.0, 0.0));
        trust.add(0.25);
        trust.add(1.0);
        assert!((trust.mean() - 0.5).abs() < 1e-6);
        assert_eq!(trust.min(), 0.25);
        trust.add(f32::NAN);
        assert_eq!(trust.min(), 0.0);
    }
}
