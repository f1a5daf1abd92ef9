//! A made-up card, pictures of it, and networks that read them: a line of print is a bar whose colour says what it is, so
//! that the whole search runs without weights.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use heyan_rules::Point;
use heyan_rules::document::TextLine;
use heyan_rules::geometry::{CardShape, Rect};

use super::layouts::{Landmark, LayoutFit, Layouts, PrintedAt};
use crate::document::plane::Placement;
use crate::document::reader::CardReader;
use crate::frame::Picture;
use crate::model::{FakeModel, Tensor};
use crate::text::{TextDetector, TextRecogniser};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Front,
    Back,
}

/// A line of print and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Print {
    pub(super) text: &'static str,
    pub(super) side: Side,
    pub(super) at: Rect,
}

const fn print(text: &'static str, side: Side, left: f32, right: f32, y: f32) -> Print {
    Print { text, side, at: Rect::new(left, y - 1.6, right, y + 1.6) }
}

/// The documents of these tests.
pub(super) struct Cards;

impl Cards {
    pub(super) const PRINT: [Print; 9] = [
        print("NAME", Side::Front, 6.0, 18.0, 9.0),
        print("SEX", Side::Front, 6.0, 16.0, 16.0),
        print("BORN", Side::Front, 6.0, 26.0, 23.0),
        print("HOME", Side::Front, 6.0, 40.0, 30.0),
        print("NUMBER 123456", Side::Front, 6.0, 76.0, 46.0),
        print("REPUBLIC", Side::Back, 30.0, 74.0, 10.0),
        print("CARD", Side::Back, 34.0, 70.0, 20.0),
        print("OFFICE", Side::Back, 20.0, 60.0, 41.0),
        print("VALID", Side::Back, 20.0, 64.0, 48.0),
    ];

    pub(super) fn print(text: &str) -> Print {
        *Self::PRINT.iter().find(|p| p.text == text).unwrap()
    }

    fn of(side: Side) -> impl Iterator<Item = &'static Print> {
        Self::PRINT.iter().filter(move |p| p.side == side)
    }

    fn turned(b: &Rect) -> Rect {
        let CardShape { width_mm: w, height_mm: h } = CardShape::ID_1;
        Rect::new(w - b.right, h - b.bottom, w - b.left, h - b.top)
    }
}

/// Where the `i`-th of `n` characters stands along its line.
fn at(i: usize, n: usize) -> f32 {
    (i as f32 + 0.5) / n as f32
}

impl Layouts for Cards {
    type Kind = Side;

    fn shape(&self) -> CardShape {
        CardShape::ID_1
    }

    fn kinds(&self) -> &[Side] {
        &[Side::Front, Side::Back]
    }

    fn print_extent(&self, side: Side) -> Option<Rect> {
        Self::of(side).map(|p| p.at).reduce(|a, b| a.union(&b))
    }

    fn match_boxes(&self, boxes: &[Rect]) -> Vec<LayoutFit<Side>> {
        let mut out = Vec::new();
        for side in [Side::Front, Side::Back] {
            for upside_down in [false, true] {
                let places: Vec<Rect> =
                    Self::of(side).map(|p| if upside_down { Self::turned(&p.at) } else { p.at }).collect();
                let near = |a: &Rect, b: &Rect| {
                    a.centre().distance(b.centre()) < 3.0 && (0.6..1.6).contains(&(a.width() / b.width()))
                };
                let met = places.iter().filter(|place| boxes.iter().any(|b| near(place, b))).count() as f32;
                let crowd = (2.0 * places.len() as f32 / boxes.len().max(1) as f32).min(1.0);
                out.push(LayoutFit { kind: side, upside_down, score: met / places.len() as f32 * crowd });
            }
        }
        out.sort_by(|a, b| b.score.total_cmp(&a.score));
        out
    }

    fn tell_kind(&self, lines: &[TextLine]) -> Option<(Side, f32)> {
        [Side::Front, Side::Back].into_iter().find(|side| self.missing(*side, lines) <= 1).map(|side| (side, 0.9))
    }

    fn missing(&self, side: Side, lines: &[TextLine]) -> usize {
        Self::of(side).filter(|p| !lines.iter().any(|l| l.text() == p.text)).count()
    }

    fn anchors(&self, side: Side, lines: &[TextLine]) -> Vec<(Point, Point)> {
        let mut out = Vec::new();
        for line in lines {
            let Some(p) = Self::of(side).find(|p| p.text == line.text()) else { continue };
            let (y, seen) = (p.at.centre().y, line.bounds_mm.centre().y);
            let n = line.glyphs.len();
            let reach = p.at.width();
            let x = |i: usize| p.at.left + reach * at(i, n);
            out.push((Point::new(x(0), y), Point::new(line.glyphs[0].x_mm, seen)));
            out.push((Point::new(x(n - 1), y), Point::new(line.glyphs[n - 1].x_mm, seen)));
        }
        out
    }

    fn landmark(&self, line: &[(char, f32)]) -> Option<Landmark<Side>> {
        let text: String = line.iter().map(|(c, _)| c).collect();
        if text != "NUMBER 123456" && text != "REPUBLIC" {
            return None;
        }
        let [first, .., last] = self.printed_at(line)[..] else { return None };
        Some(Landmark { kind: first.kind, first: (first.at, first.mm), last: (last.at, last.mm) })
    }

    fn printed_at(&self, line: &[(char, f32)]) -> Vec<PrintedAt<Side>> {
        let text: String = line.iter().map(|(c, _)| c).collect();
        let Some(p) = Self::PRINT.iter().find(|p| p.text == text) else { return Vec::new() };
        let n = line.len();
        let place = |i: usize| {
            let mm = Point::new(p.at.left + p.at.width() * at(i, n), p.at.centre().y);
            PrintedAt { kind: p.side, at: line[i].1, mm }
        };
        vec![place(0), place(n - 1)]
    }
}

/// A dark desk on which things are laid.
pub(super) struct Desk {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

const GROUND: [u8; 3] = [60, 56, 50];
const PAPER: [u8; 3] = [228, 230, 224];
/// Index of a line that is no card's.
pub(super) const SENTENCE: usize = 12;

impl Desk {
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self { width, height, rgb: GROUND.repeat((width * height) as usize) }
    }

    /// Paints what `colour` gives for points of the card plane at `placement`, up to 10 mm around the card.
    fn paint(&mut self, placement: &Placement, colour: impl Fn(Point) -> Option<[u8; 3]>) {
        for (i, pixel) in self.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = (i as u32 % self.width, i as u32 / self.width);
            if let Some(c) = colour(placement.to_card(Point::new(x as f32 + 0.5, y as f32 + 0.5))) {
                pixel.copy_from_slice(&c);
            }
        }
    }

    /// A card with the print of `side`.
    pub(super) fn card(self, side: Side, placement: &Placement) -> Self {
        self.paper(placement).print(side, placement)
    }

    /// Bare paper, a card's size.
    pub(super) fn paper(mut self, placement: &Placement) -> Self {
        self.paint(placement, |mm| CardShape::ID_1.bounds().contains(mm).then_some(PAPER));
        self
    }

    /// The print of `side` without a card's outline around it.
    pub(super) fn print(mut self, side: Side, placement: &Placement) -> Self {
        for (i, p) in Cards::PRINT.iter().enumerate().filter(|(_, p)| p.side == side) {
            self.bar(i, p.at, placement);
        }
        self
    }

    /// A line of print: darker in its first half, so that it is known which way up it stands.
    pub(super) fn bar(&mut self, index: usize, place: Rect, placement: &Placement) {
        let middle = place.centre();
        // A detector's kernel is thinner than the print around it.
        let kernel = Rect::new(place.left + 0.6, middle.y - 0.6, place.right - 0.6, middle.y + 0.6);
        self.paint(placement, |mm| {
            let green = if mm.x < middle.x { 40 } else { 120 };
            kernel.contains(mm).then_some([index as u8 * 8, green, 225])
        });
    }

    pub(super) fn picture(self) -> Picture {
        Picture::new(self.width, self.height, self.rgb).unwrap()
    }
}

/// How often the networks were asked.
#[derive(Clone, Default)]
pub(super) struct Asked {
    pub(super) detections: Arc<AtomicUsize>,
    pub(super) line_px: Arc<AtomicUsize>,
}

/// Values of the three planes of an input at a place, 0 to 255.
fn colour(input: &Tensor, image: usize, at: usize) -> [f32; 3] {
    let plane = input.shape[2] * input.shape[3];
    let value = |channel: usize| (input.data[(image * 3 + channel) * plane + at] + 1.0) * 127.5;
    [value(2), value(1), value(0)]
}

fn is_print([red, green, blue]: [f32; 3]) -> bool {
    blue - red.max(green) > 60.0
}

/// A reader over networks that know bars, and how often it was asked.
pub(super) fn reader() -> (CardReader, Asked) {
    let asked = Asked::default();
    let detections = Arc::clone(&asked.detections);
    let detect = FakeModel(move |input: &Tensor| {
        detections.fetch_add(1, Ordering::Relaxed);
        let (h, w) = (input.shape[2], input.shape[3]);
        let data = (0..h * w).map(|at| f32::from(is_print(colour(input, 0, at)))).collect();
        vec![Tensor { shape: vec![1, 1, h, w], data }]
    });
    let characters: Vec<char> = ('A'..='Z').chain('0'..='9').chain([' ']).collect();
    let dictionary: String = characters.iter().map(|c| format!("{c}\n")).collect();
    let classes = characters.len() + 2;
    let line_px = Arc::clone(&asked.line_px);
    let read = FakeModel(move |input: &Tensor| {
        let (n, w) = (input.shape[0], input.shape[3]);
        line_px.fetch_add(n * w, Ordering::Relaxed);
        let steps = w / 8;
        let mut data = vec![0.0; n * steps * classes];
        for (line, scores) in data.chunks_exact_mut(steps * classes).enumerate() {
            scores.chunks_exact_mut(classes).for_each(|step| step[0] = 0.9);
            let row: Vec<[f32; 3]> = (0..w).map(|x| colour(input, line, 24 * w + x)).collect();
            let printed: Vec<usize> = (0..w).filter(|x| is_print(row[*x])).collect();
            let [first, .., last] = printed[..] else { continue };
            let quarter = (last - first) / 4;
            let (left, right) = (row[first + quarter], row[last - quarter]);
            if left[1] + 20.0 > right[1] {
                continue;
            }
            let index = (left[0] / 8.0).round() as usize;
            let text = Cards::PRINT.get(index).map_or("WORDS", |p| p.text);
            let n = text.chars().count();
            for (i, c) in text.chars().enumerate() {
                let x = first as f32 + (last - first) as f32 * at(i, n);
                let step = ((x / 8.0) as usize).min(steps - 1);
                let class = characters.iter().position(|known| *known == c).unwrap() + 1;
                scores[step * classes] = 0.05;
                scores[step * classes + class] = 0.9;
            }
        }
        vec![Tensor { shape: vec![n, steps, classes], data }]
    });
    let recogniser = TextRecogniser::with_dictionary(Box::new(read), dictionary.trim_end_matches('\n'));
    (CardReader::new(TextDetector::new(Box::new(detect)), recogniser), asked)
}
