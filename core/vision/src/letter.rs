//! A page of print: its lines upright, and how it was taken.

use heyan_rules::geometry::Rect;
use heyan_rules::letter::{Ink, InkMark, LetterLine, PageMeasured, blanks};
use opencv::core::{self, Mat, Rect as CvRect, Size};
use opencv::imgproc;
use opencv::prelude::*;

use crate::cv;
use crate::document::light::{self, percentile};
use crate::document::sharpness::line_blur_px;
use crate::document::{CardReader, rectify};
use crate::error::VisionError;
use crate::frame::Picture;
use crate::text::{ReadGlyph, TextBox, whole_line_of};

/// Longer side at which lines are looked for, px: 5 px a mm of A4, so that print of 10.5 points (3.7 mm) is 20 px high.
const LOOK_SIDE: i32 = 1600;
/// The same where the lines found are too low to be told apart; more costs memory, and no reviewer enlarges further.
const CLOSER_SIDE: i32 = 2240;
/// Height of lines, px, below which the page is looked at closer.
const LOW_PX: f32 = 13.0;
/// Most lines of a page that are read, from above: A4 in the smallest print has 70.
const MOST_LINES: usize = 90;
/// Lines that are read to tell whether a page is worth reading: the title is among the tallest, each of its characters
/// perhaps by itself.
const TITLES: usize = 24;
/// Lines that are read both ways up to tell which way the page stands.
const PROBED: usize = 5;
/// Line that an ink must be darker than the paper around it, as a share of the way to the print.
const INK_SHARE: f32 = 0.4;
/// Share of a row that must be ink for a ruled line to run through it.
const RULED: f32 = 0.55;
/// Smoothing before slopes are taken, px, as for cards.
const SMOOTH_PX: f64 = 0.8;

/// A page that was looked at: upright, its lines found and read.
pub(crate) struct Looked {
    /// The upright page, 8-bit RGB.
    pub(crate) page: Mat,
    /// By how much the picture was turned for it, degrees clockwise.
    pub(crate) turned_deg: u32,
    /// Its lines from above, px of the page, and what they say.
    pub(crate) lines: Vec<(TextBox, Vec<ReadGlyph>)>,
}

/// Chooses, of the boxes on a page that was turned by so many degrees, those that are the page's.
pub(crate) type Choose<'a> = &'a mut dyn FnMut(u32, Vec<TextBox>) -> Result<Vec<TextBox>, VisionError>;

/// Turns the page in `picture` upright and reads what `choose` leaves of it. `None` when `worth` says so of what its tallest
/// lines say.
pub(crate) fn look_at(
    reader: &mut CardReader,
    picture: &Picture,
    choose: Choose<'_>,
    worth: &dyn Fn(&[String]) -> bool,
) -> Result<Option<Looked>, VisionError> {
    let source = cv::rgb_of(picture)?.try_clone()?;
    let (page, turned_deg, found) = upright(reader, source)?;
    let found = choose(turned_deg, found)?;
    let mut tallest: Vec<TextBox> = found.iter().copied().filter_map(level).collect();
    tallest.sort_by(|a, b| b.height().total_cmp(&a.height()));
    tallest.truncate(TITLES);
    let said = read(reader, &page, tallest)?;
    let said: Vec<String> = said.iter().map(|(_, glyphs)| glyphs.iter().map(|g| g.ch).collect()).collect();
    if !worth(&said) {
        return Ok(None);
    }
    let lines = read(reader, &page, found)?;
    Ok(Some(Looked { page, turned_deg, lines }))
}

/// Measures the page in `picture` with the networks of `reader`.
///
/// # Errors
/// When a network or OpenCV fails.
pub fn measure(reader: &mut CardReader, picture: &Picture) -> Result<PageMeasured, VisionError> {
    let source = cv::rgb_of(picture)?.try_clone()?;
    let (page, turned_deg, found) = upright(reader, source)?;
    let lines = read(reader, &page, found)?;
    measured(&Looked { page, turned_deg, lines })
}

/// What is measured of a page that was looked at.
pub(crate) fn measured(looked: &Looked) -> Result<PageMeasured, VisionError> {
    let Looked { page, turned_deg, lines } = looked;
    let size_px = [page.cols().unsigned_abs(), page.rows().unsigned_abs()];
    let lines: Vec<LetterLine> = lines.iter().map(|(line, glyphs)| letter_line(line, glyphs)).collect();
    let mut heights: Vec<f32> = lines.iter().map(|line| line.height_px).collect();
    let grey = cv::convert(page, imgproc::COLOR_RGB2GRAY)?;
    let (paper_lightness, print_contrast) = tone(page, &lines)?;
    let ink = blanks(&lines).iter().map(|blank| ink(&grey, &blank.place_px)).collect::<Result<_, _>>()?;
    Ok(PageMeasured {
        size_px,
        turned_deg: *turned_deg,
        line_height_px: percentile(&mut heights, 0.5),
        blur_ratio: blur(&grey, &lines)?,
        paper_lightness,
        print_contrast,
        ink,
        lines,
    })
}

/// The page with its lines running to the right and its letters standing on their feet, by how much it was turned, and its
/// boxes.
fn upright(reader: &mut CardReader, source: Mat) -> Result<(Mat, u32, Vec<TextBox>), VisionError> {
    let found = look(reader, &source)?;
    let across: f32 = found.iter().filter(|line| is_steep(line)).map(TextBox::length).sum();
    let along: f32 = found.iter().filter(|line| !is_steep(line)).map(TextBox::length).sum();
    let (mut page, mut turned, mut found) = (source, 0, found);
    if across > along {
        page = rotated(&page, core::ROTATE_90_CLOCKWISE)?;
        turned = 90;
        found = look(reader, &page)?;
    }
    if stands_on_its_head(reader, &page, &found)? {
        page = rotated(&page, core::ROTATE_180)?;
        turned += 180;
        found = look(reader, &page)?;
    }
    Ok((page, turned, found))
}

fn is_steep(line: &TextBox) -> bool {
    let [a, b, _, _] = line.quad;
    (b.y - a.y).abs() > (b.x - a.x).abs()
}

/// Length over height up to which a box holds a single character, which has no direction of its own.
const SINGLE: f32 = 1.7;

/// The box as one of a line that runs to the right; `None` of one that runs downwards.
fn level(line: TextBox) -> Option<TextBox> {
    if !is_steep(&line) {
        return Some(line);
    }
    let [a, b, c, d] = line.quad;
    (line.length() < SINGLE * line.height()).then_some(TextBox { quad: [d, a, b, c], ..line })
}

fn rotated(source: &Mat, how: i32) -> Result<Mat, VisionError> {
    let mut out = Mat::default();
    core::rotate(source, &mut out, how)?;
    Ok(out)
}

/// Boxes in px of `page`, found on a small copy of it, on a larger one where print is low.
fn look(reader: &mut CardReader, page: &Mat) -> Result<Vec<TextBox>, VisionError> {
    let mut found = Vec::new();
    let longer = page.cols().max(page.rows()).max(1);
    for side in [LOOK_SIDE, CLOSER_SIDE] {
        let scale = (f64::from(side) / f64::from(longer)).min(1.0);
        let of = |length: i32| ((f64::from(length) * scale).round() as i32).max(1);
        let small = cv::shrink(page, Size::new(of(page.cols()), of(page.rows())))?;
        found = reader.find_text(&small)?;
        let mut heights: Vec<f32> = found.iter().map(TextBox::height).collect();
        for line in &mut found {
            for corner in &mut line.quad {
                corner.x /= scale as f32;
                corner.y /= scale as f32;
            }
        }
        let low = percentile(&mut heights, 0.5).is_none_or(|height| height < LOW_PX);
        if !low || longer <= side {
            break;
        }
    }
    found.sort_by(|a, b| a.centre().y.total_cmp(&b.centre().y));
    Ok(found)
}

/// Whether the longest lines read better the other way up.
fn stands_on_its_head(reader: &mut CardReader, page: &Mat, found: &[TextBox]) -> Result<bool, VisionError> {
    let mut longest: Vec<&TextBox> = found.iter().collect();
    longest.sort_by(|a, b| b.length().total_cmp(&a.length()));
    let (mut upright, mut over) = (0.0, 0.0);
    for line in longest.into_iter().take(PROBED) {
        let [a, b, c, d] = line.quad;
        let images = [rectify::line_of(page, &[a, b, c, d])?, rectify::line_of(page, &[c, d, a, b])?];
        // What reads worse reads fewer characters with less trust in each.
        let trust: Vec<f32> = reader
            .read_images(&images)?
            .iter()
            .map(|glyphs| glyphs.iter().map(|g| g.confidence.powi(2)).sum())
            .collect();
        upright += trust.first().copied().unwrap_or_default();
        over += trust.get(1).copied().unwrap_or_default();
    }
    Ok(over > upright)
}

fn read(
    reader: &mut CardReader,
    page: &Mat,
    found: Vec<TextBox>,
) -> Result<Vec<(TextBox, Vec<ReadGlyph>)>, VisionError> {
    let found: Vec<TextBox> = found.into_iter().filter_map(level).take(MOST_LINES).collect();
    let images = found.iter().map(|line| whole_line_of(page, &line.quad)).collect::<Result<Vec<_>, _>>()?;
    let glyphs = reader.read_images(&images)?;
    Ok(found.into_iter().zip(glyphs).filter(|(_, glyphs)| !glyphs.is_empty()).collect())
}

fn letter_line(line: &TextBox, glyphs: &[ReadGlyph]) -> LetterLine {
    let [a, b, c, d] = line.quad;
    let xs = [a.x, b.x, c.x, d.x];
    let ys = [a.y, b.y, c.y, d.y];
    let least = |of: [f32; 4]| of.into_iter().fold(f32::MAX, f32::min);
    let most = |of: [f32; 4]| of.into_iter().fold(f32::MIN, f32::max);
    let marks = glyphs.iter().map(|g| InkMark { ch: g.ch, confidence: g.confidence, x_px: a.x + (b.x - a.x) * g.at });
    LetterLine {
        bounds_px: Rect::new(least(xs), least(ys), most(xs), most(ys)),
        height_px: line.height(),
        marks: marks.collect(),
    }
}

/// The part of `place` inside the picture.
fn inside(image: &Mat, place: &Rect) -> Option<CvRect> {
    let (left, top) = (place.left.max(0.0).floor() as i32, place.top.max(0.0).floor() as i32);
    let (right, bottom) = (place.right.ceil() as i32, place.bottom.ceil() as i32);
    let area = CvRect::new(left, top, right.min(image.cols()) - left, bottom.min(image.rows()) - top);
    (area.width >= 4 && area.height >= 4).then_some(area)
}

/// Median smear over the height of the lines.
fn blur(grey: &Mat, lines: &[LetterLine]) -> Result<Option<f32>, VisionError> {
    let smooth = cv::blur(grey, SMOOTH_PX)?;
    let mut all = Vec::new();
    for line in lines {
        let Some(area) = inside(grey, &line.bounds_px).filter(|area| area.height >= 6) else { continue };
        if let Some(sigma) = line_blur_px(&Mat::roi(&smooth, area)?)? {
            all.push(sigma / line.height_px.max(1.0));
        }
    }
    Ok(percentile(&mut all, 0.5))
}

/// L* of the paper around the lines, and how far print stands out of it. Of a page without lines that of the whole picture.
fn tone(page: &Mat, lines: &[LetterLine]) -> Result<(f32, Option<f32>), VisionError> {
    let whole = Rect::new(0.0, 0.0, page.cols() as f32, page.rows() as f32);
    let written = lines.iter().map(|line| line.bounds_px).reduce(|a, b| a.union(&b)).unwrap_or(whole);
    let area = inside(page, &written).unwrap_or(CvRect::new(0, 0, page.cols(), page.rows()));
    let part = Mat::roi(page, area)?;
    let scale = (400.0 / f64::from(area.width.max(area.height).max(1))).min(1.0);
    let of = |length: i32| ((f64::from(length) * scale).round() as i32).max(1);
    let small = cv::shrink(&part, Size::new(of(area.width), of(area.height)))?;
    let lightness = percentile(&mut lightness_of(&small)?, 0.8).unwrap_or_default();
    let mut contrasts = Vec::new();
    for line in lines {
        let Some(area) = inside(page, &line.bounds_px) else { continue };
        let mut values = lightness_of(&Mat::roi(page, area)?.try_clone()?)?;
        if let (Some(high), Some(low)) = (percentile(&mut values, 0.9), percentile(&mut values, 0.05)) {
            contrasts.push(high - low);
        }
    }
    Ok((lightness, percentile(&mut contrasts, 0.5)))
}

fn lightness_of(rgb: &Mat) -> Result<Vec<f32>, VisionError> {
    Ok(rgb.data_typed::<core::Vec3b>()?.iter().map(|p| light::lab(p.0.map(f32::from))[0]).collect())
}

/// What ink stands in `place`. Rows through which a ruled line runs are left out, with those beside them.
pub(crate) fn ink(grey: &Mat, place: &Rect) -> Result<Ink, VisionError> {
    let Some(area) = inside(grey, place) else { return Ok(Ink::default()) };
    let part = Mat::roi(grey, area)?.try_clone()?;
    let (width, height) = (area.width as usize, area.height as usize);
    let values = part.data_bytes()?;
    let mut sorted: Vec<f32> = values.iter().map(|v| f32::from(*v)).collect();
    let paper = percentile(&mut sorted, 0.8).unwrap_or_default();
    // Ink of pens is as dark as print; the print's own level is not in the place.
    let limit = paper * (1.0 - INK_SHARE);
    let dark = |x: usize, y: usize| values.get(y * width + x).is_some_and(|v| f32::from(*v) < limit);
    let share = |y: usize| (0..width).filter(|x| dark(*x, y)).count() as f32 / width as f32;
    let ruled: Vec<bool> = (0..height).map(|y| share(y) > RULED).collect();
    // A line held askew or blurred reaches into its neighbours.
    let near = (height / 16).max(1);
    let left_out = |y: usize| (y.saturating_sub(near)..=y + near).any(|y| ruled.get(y) == Some(&true));
    let rows: Vec<usize> = (0..height).filter(|y| !left_out(*y)).collect();
    let columns = (0..width).filter(|x| rows.iter().filter(|y| dark(*x, **y)).count() >= 2).count();
    let with_ink: Vec<usize> = rows.iter().copied().filter(|y| (0..width).any(|x| dark(x, *y))).collect();
    let reach = with_ink.last().zip(with_ink.first()).map_or(0, |(last, first)| last - first + 1);
    Ok(Ink { columns_ratio: columns as f32 / width as f32, height_ratio: reach as f32 / height as f32 })
}
