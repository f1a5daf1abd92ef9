//! Text recognition: PP-OCRv6's CTC head, decoded to glyphs with their alternatives.

use std::sync::Arc;

use opencv::core::{self, Mat};
use opencv::prelude::*;

use super::likeness::Likeness;
use super::long;
use crate::ctc::{BestPath, Step, likeliest};
use crate::error::VisionError;
use crate::model::{Model, Tensor};

/// Height of the network's input, px.
pub const LINE_HEIGHT: usize = 48;
/// Pixels of input a step of output stands for.
const STEP_PX: usize = 8;
/// Candidates kept at each glyph beside the likeliest.
const ALTERNATIVES: usize = 5;
/// Below this a candidate is noise.
const MIN_ALTERNATIVE: f32 = 1e-4;
/// Line images of one call differ in width by at most this factor: padding costs as much as text.
const MAX_PADDING: f32 = 1.25;
/// Sum of the widths of the lines of one call, px: short lines share a call, of long ones the activations and scores
/// (18 710 a step) would only cost memory. On one thread a call of one line is as quick a pixel as one of many.
const MAX_BATCH_PX: usize = 512;
/// Longest line read at once, px of input: a card's number with its label is 20 times as long as high.
const MAX_WIDTH: usize = 48 * 40;

const NAME: &str = "text_recognition";
const SHAPE: &str = "[N, W/8, dictionary + blank]";

/// One character of a line image.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadGlyph {
    /// The likeliest character.
    pub ch: char,
    /// Its probability, 0 to 1.
    pub confidence: f32,
    /// Its middle over the line's width, 0 to 1.
    pub at: f32,
    /// Other candidates, likeliest first.
    pub alternatives: Vec<(char, f32)>,
    /// How far its print lies from what the character looks like, about 1 for its own; `None` where that is not known.
    pub unlikeness: Option<f32>,
}

/// Is told of each character with the scores of the step where it is surest.
pub type Observer<'a> = &'a mut dyn FnMut(&ReadGlyph, &[f32]);

/// Reads line images.
pub struct TextRecogniser {
    model: Box<dyn Model>,
    dictionary: Arc<[char]>,
    likeness: Option<&'static Likeness>,
}

impl TextRecogniser {
    /// A recogniser over `model` (input `[N,3,48,W]` in BGR; output `[N,W/8,classes]`, class 0 the blank), with the
    /// dictionary out of the model's own metadata (`character`, an entry a line).
    pub fn new(model: Box<dyn Model>) -> Result<Self, VisionError> {
        let text = model.metadata("character").ok_or(VisionError::Load {
            model: NAME,
            reason: "its metadata has no dictionary under `character`".into(),
        })?;
        Ok(Self::with_dictionary(model, &text))
    }

    /// A recogniser with a dictionary of its own, an entry a line.
    pub fn with_dictionary(model: Box<dyn Model>, entries: &str) -> Self {
        // A class may stand for a cluster of code points; its first is what a card can carry. PP-OCR's own
        // decoders add the space as the last class.
        let mut dictionary: Vec<char> =
            entries.split('\n').map(|entry| entry.trim_end_matches('\r').chars().next().unwrap_or(' ')).collect();
        if entries.ends_with('\n') {
            dictionary.pop();
        }
        dictionary.push(' ');
        let likeness = Likeness::of(dictionary.len() + 1);
        Self { model, dictionary: dictionary.into(), likeness }
    }

    /// The same with another table of what characters look like.
    pub fn knowing(self, likeness: &'static Likeness) -> Self {
        Self { likeness: Some(likeness), ..self }
    }

    /// Reads each line image (8-bit RGB, 48 px high, text upright and running to the right), in the order given. One longer
    /// than the network takes at once is read in pieces.
    pub fn read(&mut self, lines: &[Mat]) -> Result<Vec<Vec<ReadGlyph>>, VisionError> {
        let width = |line: &Mat| line.cols().max(0) as usize;
        if lines.iter().all(|line| width(line) <= MAX_WIDTH) {
            return self.read_observed(lines, &mut |_, _| {});
        }
        let pieces: Vec<Vec<(usize, usize)>> = lines.iter().map(|line| long::pieces(width(line), MAX_WIDTH)).collect();
        let mut images = Vec::new();
        for (line, pieces) in lines.iter().zip(&pieces) {
            for part in pieces {
                images.push(long::piece(line, *part)?);
            }
        }
        let mut read = self.read_observed(&images, &mut |_, _| {})?.into_iter();
        let joined = lines
            .iter()
            .zip(&pieces)
            .map(|(line, pieces)| long::joined(width(line), pieces, read.by_ref().take(pieces.len()).collect()));
        Ok(joined.collect())
    }

    /// As [`Self::read`] of lines no longer than the network takes at once, with `observer` told of each character.
    pub fn read_observed(&mut self, lines: &[Mat], observer: Observer<'_>) -> Result<Vec<Vec<ReadGlyph>>, VisionError> {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        let width = |i: usize| lines.get(i).map_or(0, |l| l.cols() as usize).clamp(STEP_PX, MAX_WIDTH);
        order.sort_by_key(|&i| width(i));
        let mut out = vec![Vec::new(); lines.len()];
        let mut rest = order.as_slice();
        while let Some(&first) = rest.first() {
            let limit = (width(first) as f32 * MAX_PADDING) as usize;
            let fits = rest.iter().enumerate().take_while(|&(before, &i)| {
                before == 0 || (width(i) <= limit && (before + 1) * width(i) <= MAX_BATCH_PX)
            });
            let count = fits.count();
            let (batch, later) = rest.split_at(count);
            rest = later;
            let widest = batch.iter().map(|&i| width(i)).max().unwrap_or(STEP_PX).div_ceil(STEP_PX) * STEP_PX;
            let images: Vec<&Mat> = batch.iter().filter_map(|&i| lines.get(i)).collect();
            let input = prepare(&images, widest)?;
            let (dictionary, likeness) = (&self.dictionary, self.likeness);
            self.model.run(&input, &mut |outputs| {
                let wrong =
                    |actual: &[usize]| VisionError::Shape { model: NAME, expected: SHAPE, actual: actual.to_vec() };
                let scores = outputs.first().ok_or_else(|| wrong(&[]))?;
                let [n, steps, classes] = scores.shape[..] else { return Err(wrong(scores.shape)) };
                if n != batch.len() || steps == 0 || classes < 2 || scores.data.len() != n * steps * classes {
                    return Err(wrong(scores.shape));
                }
                let padded = steps as f32 * STEP_PX as f32;
                for (&i, line) in batch.iter().zip(scores.data.chunks_exact(steps * classes)) {
                    if let Some(slot) = out.get_mut(i) {
                        let mut read = decode(line, classes, dictionary, padded / width(i) as f32);
                        for (glyph, step) in &mut read {
                            let row = line.get(*step * classes..(*step + 1) * classes).unwrap_or_default();
                            glyph.unlikeness = likeness.and_then(|table| table.distance(glyph.ch, row));
                            observer(glyph, row);
                        }
                        *slot = read.into_iter().map(|(glyph, _)| glyph).collect();
                    }
                }
                Ok(())
            })?;
        }
        Ok(out)
    }

    /// Whether its dictionary has `ch`.
    pub fn knows(&self, ch: char) -> bool {
        self.dictionary.contains(&ch)
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}

/// The network's input for images of 48 rows: BGR planes in [-1, 1], zero at the right of narrower lines.
pub fn prepare(lines: &[&Mat], width: usize) -> Result<Tensor, VisionError> {
    let plane = LINE_HEIGHT * width;
    let mut data = vec![0.0f32; lines.len() * 3 * plane];
    for (line, image) in lines.iter().zip(data.chunks_exact_mut(3 * plane)) {
        let (blue, rest) = image.split_at_mut(plane);
        let (green, red) = rest.split_at_mut(plane);
        for row in 0..(line.rows() as usize).min(LINE_HEIGHT) {
            let pixels = line.at_row::<core::Vec3b>(row as i32)?;
            let at = row * width;
            let targets = blue.iter_mut().skip(at).zip(green.iter_mut().skip(at)).zip(red.iter_mut().skip(at));
            for (pixel, ((b, g), r)) in pixels.iter().take(width).zip(targets) {
                let [red, green, blue] = pixel.0;
                *r = f32::from(red) / 127.5 - 1.0;
                *g = f32::from(green) / 127.5 - 1.0;
                *b = f32::from(blue) / 127.5 - 1.0;
            }
        }
    }
    Ok(Tensor { shape: vec![lines.len(), 3, LINE_HEIGHT, width], data })
}

/// The glyphs of the best path, each with the step where its run is surest. `stretch` is padded over true width.
fn decode(scores: &[f32], classes: usize, dictionary: &[char], stretch: f32) -> Vec<(ReadGlyph, usize)> {
    let steps = scores.len() / classes.max(1);
    let mut out: Vec<(ReadGlyph, usize)> = Vec::new();
    let mut path = BestPath::new(0);
    let mut peak = 0.0f32;
    for (step, row) in scores.chunks_exact(classes).enumerate() {
        let (class, probability) = likeliest(row);
        let run_goes_on = match path.step(class) {
            Step::Blank => continue,
            Step::Again(_) if probability <= peak => continue,
            went => matches!(went, Step::Again(_)),
        };
        let Some(&ch) = class.checked_sub(1).and_then(|i| dictionary.get(i)) else {
            continue;
        };
        peak = probability;
        let at = ((step as f32 + 0.5) / steps as f32 * stretch).min(1.0);
        let glyph = ReadGlyph {
            ch,
            confidence: probability.clamp(0.0, 1.0),
            at,
            alternatives: alternatives(row, class, dictionary),
            unlikeness: None,
        };
        match out.last_mut() {
            Some(last) if run_goes_on => *last = (glyph, step),
            _ => out.push((glyph, step)),
        }
    }
    out
}

/// Scores looked at at a time.
const LANES: usize = 16;

fn alternatives(row: &[f32], chosen: usize, dictionary: &[char]) -> Vec<(char, f32)> {
    let mut best: Vec<(char, f32)> = Vec::with_capacity(ALTERNATIVES + 1);
    // Nearly all scores are noise: whole chunks of them are passed over.
    let chunks = row.chunks(LANES).enumerate().filter(|(_, chunk)| chunk.iter().any(|p| *p >= MIN_ALTERNATIVE));
    let likely = chunks.flat_map(|(i, chunk)| chunk.iter().enumerate().map(move |(j, p)| (i * LANES + j, p)));
    for (class, &probability) in likely.skip_while(|(class, _)| *class == 0) {
        let beaten = best.len() == ALTERNATIVES && best.last().is_some_and(|(_, p)| probability <= *p);
        if class == chosen || probability < MIN_ALTERNATIVE || beaten {
            continue;
        }
        let Some(&ch) = dictionary.get(class - 1) else {
            continue;
        };
        let at = best.partition_point(|(_, p)| *p >= probability);
        best.insert(at, (ch, probability));
        best.truncate(ALTERNATIVES);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FakeModel;

    /// Class scores over the dictionary "甲乙" for a list of (class, probability) steps.
    fn steps(path: &[(usize, f32)]) -> Vec<f32> {
        path.iter()
            .flat_map(|&(class, p)| {
                let mut row = [(1.0 - p) / 3.0; 4];
                row[class] = p;
                row
            })
            .collect()
    }

    fn read(path: Vec<(usize, f32)>) -> Vec<ReadGlyph> {
        let n = path.len();
        let model = FakeModel(move |_: &Tensor| vec![Tensor { shape: vec![1, n, 4], data: steps(&path) }]);
        let mut recogniser = TextRecogniser::with_dictionary(Box::new(model), "甲\n乙");
        let line = Mat::zeros(48, (n * 8) as i32, core::CV_8UC3).unwrap().to_mat().unwrap();
        recogniser.read(&[line]).unwrap().remove(0)
    }

    fn text(glyphs: &[ReadGlyph]) -> String {
        glyphs.iter().map(|g| g.ch).collect()
    }

    #[test]
    fn a_run_is_one_glyph_and_a_blank_parts_two() {
        assert_eq!(text(&read(vec![(1, 0.9), (1, 0.8), (0, 0.9), (1, 0.9), (2, 0.7)])), "甲甲乙");
    }

    #[test]
    fn a_glyph_stands_where_it_is_surest() {
        let glyphs = read(vec![(0, 0.9), (1, 0.5), (1, 0.95), (0, 0.9)]);
        assert!((glyphs[0].at - 2.5 / 4.0).abs() < 1e-6);
        assert!((glyphs[0].confidence - 0.95).abs() < 1e-6);
    }

    #[test]
    fn the_other_candidates_are_kept_in_order() {
        let glyphs = read(vec![(1, 0.7)]);
        assert_eq!(glyphs[0].alternatives.iter().map(|a| a.0).collect::<String>(), "乙 ");
    }

    #[test]
    fn an_answer_of_another_shape_is_an_error() {
        let model = FakeModel(|_: &Tensor| vec![Tensor { shape: vec![1, 2], data: vec![0.0; 2] }]);
        let mut recogniser = TextRecogniser::with_dictionary(Box::new(model), "甲");
        let line = Mat::zeros(48, 80, core::CV_8UC3).unwrap().to_mat().unwrap();
        assert!(matches!(recogniser.read(&[line]), Err(VisionError::Shape { .. })));
    }
}
