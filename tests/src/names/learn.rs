//! Makes the table of what usual characters look like to the recogniser (`core/vision/data/likeness.bin`).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use heyan_vision::model::{OrtModel, Pack};
use heyan_vision::text::TextRecogniser;
use heyan_vision::text::likeness::{Likeness, signs};
use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::strip::strip;
use crate::card::Faces;
use crate::font::{Type, font};
use crate::rng::{Rng, mix};
use crate::workers;

/// Typefaces that the table is made with: others than those of the held-out half.
const FACES: [Type; 4] = [Type::NotoSans, Type::ZenHei, Type::NotoSansBold, Type::Ukai];
/// Classes looked at: twice as many as the last layer has inputs (120), spread over the dictionary, tell all of them well.
const LOOKED_AT: usize = 256;
/// Numbers kept for a character: with 48 to 120 of them as many are told apart.
const DIMENSIONS: usize = 64;
/// What a step of a stored number stands for; 127 of them reach further than any character lies.
const STEP: f32 = 0.25;
/// Characters of a line.
const IN_LINE: usize = 4;
/// Share of the mean spread that is added in each direction: with few samples the narrowest are taken to be too narrow.
const RIDGE: f64 = 0.02;
/// Directions with less than this share of the widest one's spread hold nothing but rounding.
const EMPTY: f64 = 1e-7;
/// Fewest samples by which a character is known.
const FEWEST: usize = 4;
/// Lines of one job.
const LINES: usize = 24;

/// Reads each of `characters` as often as is said beside it and writes the table to `out`.
///
/// # Errors
/// When the networks cannot be loaded or the table cannot be written.
pub fn learn(pack: &Pack, characters: &[(char, usize)], seed: u64, threads: usize, out: &Path) -> io::Result<()> {
    let lines = lines(characters, seed);
    let jobs: Vec<(usize, &[Vec<char>])> = lines.chunks(LINES).enumerate().collect();
    let free: Mutex<Vec<TextRecogniser>> = Mutex::default();
    let classes = Mutex::new(0);
    let samples = workers::each(&jobs, threads, |(number, lines)| {
        let kept = free.lock().expect("no panic while reading").pop();
        let mut reader = match kept {
            Some(reader) => reader,
            None => open(pack).map_err(io::Error::other)?,
        };
        let mut rng = Rng::new(mix(seed ^ mix(*number as u64 + 1)));
        let mut samples = Vec::new();
        for text in *lines {
            let seen = read(&mut reader, &mut rng, text, &classes)?;
            samples.extend(seen);
        }
        free.lock().expect("no panic while reading").push(reader);
        Ok(samples)
    })?;
    let mut of: BTreeMap<char, Vec<DVector<f64>>> = BTreeMap::new();
    for (ch, signs) in samples.into_iter().flatten() {
        of.entry(ch).or_default().push(DVector::from_iterator(LOOKED_AT, signs.into_iter().map(f64::from)));
    }
    of.retain(|_, samples| samples.len() >= FEWEST);
    let classes = *classes.lock().expect("no panic while reading");
    let table = table(&of, classes);
    println!("{} characters of {} asked for, {classes} classes", table.characters.len(), characters.len());
    std::fs::write(out, table.to_bytes())
}

fn open(pack: &Pack) -> Result<TextRecogniser, heyan_vision::VisionError> {
    TextRecogniser::new(Box::new(OrtModel::open(pack, "text_recognition", "text_recognition.onnx", 1)?))
}

/// The classes looked at in a dictionary with so many.
fn looked_at(classes: usize) -> Vec<u32> {
    let stride = (classes - 1) / LOOKED_AT;
    (0..LOOKED_AT).map(|i| (1 + i * stride) as u32).collect()
}

/// Every character as often as asked, in another company each time.
fn lines(characters: &[(char, usize)], seed: u64) -> Vec<Vec<char>> {
    let mut rng = Rng::new(mix(seed));
    let most = characters.iter().map(|(_, often)| *often).max().unwrap_or(0);
    let mut all = Vec::new();
    for round in 0..most {
        let mut now: Vec<char> = characters.iter().filter(|(_, often)| *often > round).map(|(ch, _)| *ch).collect();
        for i in (1..now.len()).rev() {
            now.swap(i, rng.index(i + 1));
        }
        all.extend(now.chunks(IN_LINE).map(<[char]>::to_vec));
    }
    all
}

/// What the last layer says of each character of `text` that is read rightly.
fn read(
    reader: &mut TextRecogniser,
    rng: &mut Rng,
    text: &[char],
    classes: &Mutex<usize>,
) -> io::Result<Vec<(char, Vec<f32>)>> {
    let face = FACES[rng.index(FACES.len())];
    let text: String = text.iter().filter(|ch| font(face).has(**ch)).collect();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let faces = Faces { text: face, title: face, digits: face, dates: face };
    let line = strip(rng, ["姓名", &text], faces, false).line(rng);
    let mut seen = Vec::new();
    let read = reader.read_observed(&[line], &mut |glyph, scores| {
        *classes.lock().expect("no panic while reading") = scores.len();
        seen.extend(signs(&looked_at(scores.len()), scores).map(|signs| (glyph.ch, signs)));
    });
    let read: String = read.map_err(io::Error::other)?.iter().flatten().map(|glyph| glyph.ch).collect();
    Ok(if read == text { seen } else { Vec::new() })
}

/// The directions that tell characters apart best (linear discriminant analysis), and where each character lies in them.
fn table(of: &BTreeMap<char, Vec<DVector<f64>>>, classes: usize) -> Likeness {
    let means: Vec<DVector<f64>> =
        of.values().map(|samples| samples.iter().sum::<DVector<f64>>() / samples.len() as f64).collect();
    let centre = means.iter().sum::<DVector<f64>>() / means.len() as f64;
    let count: usize = of.values().map(Vec::len).sum();
    let mut within = DMatrix::zeros(LOOKED_AT, LOOKED_AT);
    let mut between = DMatrix::zeros(LOOKED_AT, LOOKED_AT);
    for (samples, mean) in of.values().zip(&means) {
        for sample in samples {
            let off = sample - mean;
            within.ger(1.0 / (count - means.len()) as f64, &off, &off, 1.0);
        }
        let off = mean - &centre;
        between.ger(1.0 / means.len() as f64, &off, &off, 1.0);
    }
    // Where anything varies at all.
    let all = SymmetricEigen::new(&within + &between);
    let widest = all.eigenvalues.max();
    let kept: Vec<usize> = (0..LOOKED_AT).filter(|i| all.eigenvalues[*i] > EMPTY * widest).collect();
    let basis = all.eigenvectors.select_columns(&kept);
    let mut within = basis.transpose() * within * &basis;
    let mean_spread = within.trace() / kept.len() as f64;
    for i in 0..kept.len() {
        within[(i, i)] += RIDGE * mean_spread;
    }
    let spread = SymmetricEigen::new(within);
    let scale = DMatrix::from_diagonal(&spread.eigenvalues.map(|v| 1.0 / v.sqrt()));
    let white = &basis * spread.eigenvectors * scale;
    let apart = SymmetricEigen::new(white.transpose() * between * &white);
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by(|a, b| apart.eigenvalues[*b].total_cmp(&apart.eigenvalues[*a]));
    order.truncate(DIMENSIONS);
    let told = order.iter().map(|i| apart.eigenvalues[*i].sqrt());
    println!(
        "{} directions; characters over their own spread in those kept: {:.1?}",
        kept.len(),
        told.collect::<Vec<_>>()
    );
    let projection = (white * apart.eigenvectors.select_columns(&order)).transpose();
    let numbers = |signs: &DVector<f64>| (&projection * (signs - &centre)).map(|v| v as f32);
    let places = means.iter().flat_map(|mean| {
        numbers(mean).iter().map(|v| (v / STEP).round().clamp(-127.0, 127.0) as i8).collect::<Vec<_>>()
    });
    Likeness {
        classes,
        dimensions: order.len(),
        looked_at: looked_at(classes),
        centre: (&projection * &centre).iter().map(|v| *v as f32).collect(),
        // Row by row.
        projection: projection.transpose().iter().map(|v| *v as f32).collect(),
        step: STEP,
        characters: of.keys().copied().collect(),
        places: places.collect(),
    }
}
