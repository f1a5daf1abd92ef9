//! By which figures a paper is judged.

/// Figures of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterLimits {
    /// Fewest lines of a letter: a title, a sentence, a place to sign.
    pub min_lines_count: f64,
    /// Height of a line's box below which its print is not read any more, px: characters of Chinese need 12 px, at which the
    /// simple ones are told apart, and the box is 1.6 times as high as its print (measured; that is how the detector draws it).
    pub min_line_px: f64,
    /// Height of a line's box below which a warning is due, px: print of 16 px, at which all characters are told apart.
    pub warn_line_px: f64,
    /// Smear over the height of the line's box. Strokes of the denser
    /// characters lie 1/10 of their height apart, and run into one another when the smear's half width (2.35 deviations) is
    /// that distance: 0.043 of the print, 0.027 of its box. A third is added for the less dense.
    pub max_blur_ratio: f64,
    /// L* of the paper, as of the card.
    pub min_paper_lightness: f64,
    /// Paper minus print, L*, as of the card.
    pub min_print_contrast: f64,
    /// Mean trust of the characters below which a page cannot be read, 0 to 1. Sharp print reads at 0.95 and more, print at
    /// the limit of sharpness at 0.8 (measured on the generated letters).
    pub min_confidence_ratio: f64,
    /// Share of a blank's columns with ink from which it is filled in: one stroke of a character of a name of two
    /// characters is more.
    pub min_ink_ratio: f64,
    /// Height of the ink over that of the blank from which it is writing and no dirt.
    pub min_ink_height_ratio: f64,
}

impl Default for LetterLimits {
    fn default() -> Self {
        Self {
            min_lines_count: 3.0,
            min_line_px: 19.0,
            warn_line_px: 26.0,
            max_blur_ratio: 0.036,
            min_paper_lightness: 45.0,
            min_print_contrast: 18.0,
            min_confidence_ratio: 0.7,
            min_ink_ratio: 0.06,
            min_ink_height_ratio: 0.25,
        }
    }
}

impl LetterLimits {
    /// Sets the figure called `name`; `false` when there is none of that name or `value` is not finite.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let place = match name {
            "min_lines_count" => &mut self.min_lines_count,
            "min_line_px" => &mut self.min_line_px,
            "warn_line_px" => &mut self.warn_line_px,
            "max_blur_ratio" => &mut self.max_blur_ratio,
            "min_paper_lightness" => &mut self.min_paper_lightness,
            "min_print_contrast" => &mut self.min_print_contrast,
            "min_confidence_ratio" => &mut self.min_confidence_ratio,
            "min_ink_ratio" => &mut self.min_ink_ratio,
            "min_ink_height_ratio" => &mut self.min_ink_height_ratio,
            _ => return false,
        };
        if value.is_finite() {
            *place = value;
        }
        value.is_finite()
    }
}
