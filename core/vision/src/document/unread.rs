//! Print that is there and was not read: a line that the detector lost would shorten a value without a trace.

use heyan_rules::geometry::Rect;
use opencv::core::{self, Mat, Vector};
use opencv::imgproc;

use super::light::{TONE_PX_PER_MM, Tone};
use super::patches::{grown, mask_of};
use crate::cv;

/// When dark strokes count as print.
#[derive(Debug, Clone, Copy)]
pub struct UnreadLimits {
    /// Depth of strokes, L* below the paper's, over that of the print that was read: shadows and pale watermarks have less.
    pub depth_share: f32,
    /// Chroma (CIELAB) of print at most: it is black.
    pub chroma: f32,
    /// How far round a line that was read its own strokes reach, mm.
    pub round_line_mm: f32,
    /// Least size of a character, and most height of a line of them, mm.
    pub character_mm: (f32, f32),
    /// Least share of its place that a character's strokes take.
    pub strokes_share: f32,
}

impl Default for UnreadLimits {
    fn default() -> Self {
        Self { depth_share: 0.62, chroma: 14.0, round_line_mm: 0.7, character_mm: (1.7, 6.0), strokes_share: 0.12 }
    }
}

/// Places inside `zone` (mm) with strokes as dark as print, of which L* lies `contrast` below that of paper at `paper`, and
/// none of `lines` on them.
pub fn unread(
    tone: &Tone,
    lines: &[Rect],
    zone: &Rect,
    (paper, contrast): (f32, f32),
    limits: &UnreadLimits,
) -> cv::Result<Vec<Rect>> {
    // What is as tall as two rows is no line of print, but runs across them.
    let rows = lines.iter().filter(|line| line.height() <= limits.character_mm.1);
    let read: Vec<Rect> = rows.map(|line| grown(line, limits.round_line_mm)).collect();
    let dark = |i: usize| {
        let Some([l, a, b]) = tone.lab.get(i).copied() else { return false };
        let mm = tone.mm_of(i);
        paper - l > limits.depth_share * contrast
            && a.hypot(b) < limits.chroma
            && zone.contains(mm)
            && tone.inside.get(i) == Some(&true)
            && !read.iter().any(|line| line.contains(mm))
    };
    let strokes = mask_of(tone, dark)?;
    if core::count_non_zero(&strokes)? == 0 {
        return Ok(Vec::new());
    }
    // Strokes of one character are up to a mm apart.
    let joined = cv::morph_square(&strokes, imgproc::MORPH_CLOSE, TONE_PX_PER_MM as i32)?;
    let mut contours = Vector::<Vector<core::Point>>::new();
    imgproc::find_contours_def(&joined, &mut contours, imgproc::RETR_EXTERNAL, imgproc::CHAIN_APPROX_SIMPLE)?;
    let mut out = Vec::new();
    for contour in contours {
        let place = imgproc::bounding_rect(&contour)?;
        let ink = core::count_non_zero(&Mat::roi(&strokes, place)?)? as f32 / place.area().max(1) as f32;
        let mm = |px: i32| px as f32 / TONE_PX_PER_MM;
        let (width, height) = (mm(place.width), mm(place.height));
        let (least, tallest) = limits.character_mm;
        if width >= least && height >= least && height <= tallest && ink >= limits.strokes_share {
            out.push(Rect::new(mm(place.x), mm(place.y), mm(place.x) + width, mm(place.y) + height));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use heyan_rules::geometry::CardShape;

    const ZONE: Rect = Rect::new(15.0, 26.8, 47.5, 43.0);

    /// A card with strokes of L* `ink` 1 mm apart in `print`.
    fn found(print: Rect, ink: f32, lines: &[Rect]) -> usize {
        let CardShape { width_mm, height_mm } = CardShape::ID_1;
        let (width, height) = ((width_mm * TONE_PX_PER_MM) as usize, (height_mm * TONE_PX_PER_MM) as usize);
        let mut tone = Tone {
            width,
            height,
            rgb: vec![[200; 3]; width * height],
            lab: Vec::new(),
            inside: vec![true; width * height],
        };
        tone.lab = (0..width * height)
            .map(|i| {
                let stroke = print.contains(tone.mm_of(i)) && (i % width) % 4 < 2;
                [if stroke { ink } else { 90.0 }, 1.0, -2.0]
            })
            .collect();
        unread(&tone, lines, &ZONE, (90.0, 60.0), &UnreadLimits::default()).unwrap().len()
    }

    #[test]
    fn a_line_that_was_lost_is_seen() {
        let (first, second) = (Rect::new(15.0, 27.2, 45.0, 30.2), Rect::new(15.0, 31.7, 24.0, 34.7));
        assert_eq!(found(second, 25.0, &[first]), 1);
        assert_eq!(found(second, 25.0, &[first, second]), 0);
    }

    #[test]
    fn pale_writing_specks_and_shadows_are_no_print() {
        assert_eq!(found(Rect::new(15.0, 31.7, 24.0, 34.7), 60.0, &[]), 0);
        assert_eq!(found(Rect::new(20.0, 31.7, 20.8, 32.4), 25.0, &[]), 0);
        assert_eq!(found(Rect::new(15.0, 27.0, 47.0, 42.0), 25.0, &[]), 0);
        assert_eq!(found(Rect::new(50.0, 31.7, 60.0, 34.7), 25.0, &[]), 0);
    }
}
