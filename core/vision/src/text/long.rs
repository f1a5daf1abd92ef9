//! Lines longer than the recogniser takes at once: read in pieces that overlap, and joined between two characters.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use opencv::core::{self, Mat, Rect as CvRect, Size};
use opencv::prelude::*;

use super::recognise::{LINE_HEIGHT, ReadGlyph};
use crate::cv;
use crate::document::Homography;

/// Longest line that is read at all, heights of it: more than A3 across in the smallest print.
const LONGEST: f32 = 160.0;
/// What two pieces share, px: three characters, so that one is whole in both wherever the cut falls.
const SHARED: usize = 3 * LINE_HEIGHT;

/// The image of one line of `source`: `quad` in its pixels, clockwise from the line's top left, made 48 px high and as long
/// as that makes it.
pub fn whole_line_of(source: &impl core::ToInputArray, quad: &[Point; 4]) -> cv::Result<Mat> {
    let [a, b, _, d] = *quad;
    let width = (a.distance(b) / a.distance(d).max(1.0)).clamp(0.2, LONGEST) * LINE_HEIGHT as f32;
    let width = width.round();
    let target = Rect::new(0.0, 0.0, width, LINE_HEIGHT as f32).corners().map(|p| Point::new(p.x - 0.5, p.y - 0.5));
    let map = Homography::between(quad, &target)
        .ok_or_else(|| opencv::Error::new(core::StsBadArg, "a line spans no area"))?;
    cv::warp(source, &map.to_mat()?, Size::new(width as i32, LINE_HEIGHT as i32), core::BORDER_REPLICATE)
}

/// Where pieces of a line of `width` px begin and end, none longer than `most`.
pub(super) fn pieces(width: usize, most: usize) -> Vec<(usize, usize)> {
    let most = most.max(2 * SHARED);
    if width <= most {
        return vec![(0, width)];
    }
    // All as long as each other: a short rest would be read with little around it.
    let count = (width - SHARED).div_ceil(most - SHARED);
    let step = (width - SHARED).div_ceil(count);
    (0..count).map(|i| (i * step, (i * step + step + SHARED).min(width))).collect()
}

/// The part of `line` from `from` to `to`.
pub(super) fn piece(line: &Mat, (from, to): (usize, usize)) -> cv::Result<Mat> {
    let area = CvRect::new(from as i32, 0, (to - from) as i32, line.rows());
    Mat::roi(line, area)?.try_clone()
}

/// The glyphs of a line of `width` px out of those of its pieces: where two share a stretch, the cut falls where no character
/// of either is near, so that none is lost or told twice.
pub(super) fn joined(width: usize, pieces: &[(usize, usize)], read: Vec<Vec<ReadGlyph>>) -> Vec<ReadGlyph> {
    let mut out: Vec<ReadGlyph> = Vec::new();
    for (&(from, to), glyphs) in pieces.iter().zip(read) {
        let at = |g: &ReadGlyph| from as f32 + g.at * (to - from) as f32;
        let glyphs: Vec<ReadGlyph> = glyphs.into_iter().map(|g| ReadGlyph { at: at(&g), ..g }).collect();
        if out.is_empty() {
            out = glyphs;
            continue;
        }
        let cut = cut(&out, &glyphs, (from as f32, (from + SHARED) as f32));
        out.retain(|g| g.at < cut);
        out.extend(glyphs.into_iter().filter(|g| g.at >= cut));
    }
    out.into_iter().map(|g| ReadGlyph { at: (g.at / width.max(1) as f32).min(1.0), ..g }).collect()
}

/// The place in `shared` farthest from every character, the ends left out: there characters are cut.
fn cut(before: &[ReadGlyph], after: &[ReadGlyph], shared: (f32, f32)) -> f32 {
    let margin = LINE_HEIGHT as f32 * 0.6;
    let (from, to) = (shared.0 + margin, shared.1 - margin);
    let nearest = |x: f32| before.iter().chain(after).map(|g| (g.at - x).abs()).fold(f32::MAX, f32::min);
    let places = (0..=((to - from) as usize)).map(|i| from + i as f32);
    places.max_by(|a, b| nearest(*a).total_cmp(&nearest(*b))).unwrap_or((from + to) / 2.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a panic in a test is the report")]

    use super::*;

    fn glyph(ch: char, at: f32) -> ReadGlyph {
        ReadGlyph { ch, confidence: 0.9, at, alternatives: Vec::new(), unlikeness: None }
    }

    #[test]
    fn pieces_cover_a_line_and_share_what_they_must() {
        for width in [8, 1919, 1920, 1921, 3000, 5760, 7680] {
            let all = pieces(width, 1920);
            assert_eq!((all[0].0, all[all.len() - 1].1), (0, width));
            assert!(all.iter().all(|(from, to)| to > from && to - from <= 1920), "{width}: {all:?}");
            assert!(all.windows(2).all(|pair| pair[0].1 - pair[1].0 == SHARED), "{width}: {all:?}");
        }
    }

    #[test]
    fn a_line_in_pieces_says_what_it_says_whole() {
        let text: Vec<char> = (0..180).map(|i| char::from_u32(0x4e00 + i).unwrap_or('一')).collect();
        for pitch in [31.0f32, 40.0, 48.0] {
            let width = (text.len() as f32 * pitch) as usize;
            let parts = pieces(width, 1920);
            assert!(parts.len() > 2);
            let read = |&(from, to): &(usize, usize)| {
                let place = |i: usize| (i as f32 + 0.5) * pitch;
                // What is cut at an end is read as something else.
                let seen = text
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| place(*i) + pitch * 0.3 > from as f32 && place(*i) - pitch * 0.3 < to as f32);
                let whole = |i: usize| place(i) - pitch * 0.5 >= from as f32 && place(i) + pitch * 0.5 <= to as f32;
                seen.map(|(i, ch)| {
                    let at = (place(i) - from as f32) / (to - from) as f32;
                    glyph(if whole(i) { *ch } else { '丿' }, at.clamp(0.0, 1.0))
                })
                .collect()
            };
            let glyphs = joined(width, &parts, parts.iter().map(read).collect());
            assert_eq!(glyphs.iter().map(|g| g.ch).collect::<Vec<_>>(), text, "{pitch}");
            assert!(glyphs.windows(2).all(|pair| pair[0].at < pair[1].at));
        }
    }
}
