//! Reads names and counts what is taken for what.

use std::io;
use std::sync::Mutex;

use heyan_rules::document::{DocumentKind, FieldKey, Judged, Limits, judge, parse};
use heyan_vision::document::CardReader;
use heyan_vision::model::{OrtModel, Pack};
use heyan_vision::text::likeness::Likeness;
use heyan_vision::text::{TextDetector, TextRecogniser};

use super::people::{Kind, Pool};
use super::strip::strip;
use crate::card::{self, Faces};
use crate::rate::Rate;
use crate::rng::{Rng, mix};
use crate::set::{Split, TODAY};
use crate::workers;

/// What became of one name.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What it is like.
    pub kind: Kind,
    /// Which half it is of.
    pub split: Split,
    /// What is printed.
    pub truth: String,
    /// What was read; nothing when nothing was.
    pub read: String,
    /// Whether it was taken for right.
    pub accepted: bool,
    /// The typeface.
    pub faces: Faces,
    /// Of each character that was read: its probability, and how unlike its print is.
    pub characters: Vec<(char, f32, Option<f32>, bool)>,
}

impl Outcome {
    /// Whether another name was accepted.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.accepted && self.read != self.truth
    }
}

/// Reads `count` names of each of `kinds`, with `table` in place of the product's where one is given.
///
/// # Errors
/// When the networks cannot be loaded.
pub fn measure(
    (pack, table): (&Pack, Option<&'static Likeness>),
    pool: &Pool,
    (split, seed): (Split, u64),
    kinds: &[Kind],
    count: usize,
    threads: usize,
) -> io::Result<Vec<Outcome>> {
    let jobs: Vec<(Kind, usize)> = kinds.iter().flat_map(|kind| (0..count).map(move |i| (*kind, i))).collect();
    let free: Mutex<Vec<CardReader>> = Mutex::default();
    workers::each(&jobs, threads, |(kind, i)| {
        let kept = free.lock().expect("no panic while reading").pop();
        let mut reader = match kept {
            Some(reader) => reader,
            None => open(pack, table).map_err(io::Error::other)?,
        };
        let outcome = one(&mut reader, pool, (split, seed), *kind, *i).map_err(io::Error::other)?;
        free.lock().expect("no panic while reading").push(reader);
        Ok(outcome)
    })
}

fn open(pack: &Pack, table: Option<&'static Likeness>) -> Result<CardReader, heyan_vision::VisionError> {
    let detect = OrtModel::open(pack, "text_detection", "text_detection.onnx", 1)?;
    let recognise = OrtModel::open(pack, "text_recognition", "text_recognition.onnx", 1)?;
    let recogniser = TextRecogniser::new(Box::new(recognise))?;
    let recogniser = match table {
        Some(table) => recogniser.knowing(table),
        None => recogniser,
    };
    Ok(CardReader::new(TextDetector::new(Box::new(detect)), recogniser))
}

fn one(
    reader: &mut CardReader,
    pool: &Pool,
    (split, seed): (Split, u64),
    kind: Kind,
    index: usize,
) -> Result<Outcome, heyan_vision::VisionError> {
    let held = split == Split::Held;
    let own = mix(seed ^ mix(index as u64 ^ ((kind as u64) << 32)));
    let mut rng = Rng::new(own ^ if held { 0x6865_6c64 } else { 0 });
    let faces = card::faces(&mut rng, held);
    let truth = pool.name(&mut rng.fork(1), kind, index, faces);
    let flat = strip(&mut rng.fork(2), ["姓名", &truth], faces, held).flat;
    let (found, _) = reader.find_lines(&flat)?;
    let lines = reader.read_lines(&flat, &found)?;
    let fields = parse(DocumentKind::ResidentIdFront, &lines);
    let findings = judge(&Judged {
        kind: DocumentKind::ResidentIdFront,
        expect: None,
        fields: &fields,
        capture: None,
        picture_light: None,
        limits: &Limits::default(),
        today: TODAY,
        to_picture: &|_| Vec::new(),
    });
    let name = fields.expose(FieldKey::Name).unwrap_or_default().to_owned();
    let glyphs = lines.iter().flat_map(|line| &line.glyphs).filter(|glyph| name.contains(glyph.ch));
    Ok(Outcome {
        kind,
        split,
        truth,
        accepted: !name.is_empty() && findings.iter().all(|finding| finding.field != Some(FieldKey::Name)),
        characters: glyphs.map(|g| (g.ch, g.confidence, g.unlikeness, g.unread_beside)).collect(),
        read: name,
        faces,
    })
}

/// Prints a row for each kind and what was accepted wrong; gives the limits missed: no other name may be accepted, and of
/// common names one in a hundred may be refused.
#[must_use]
pub fn print(split: Split, outcomes: &[Outcome]) -> Vec<String> {
    let mut missed = Vec::new();
    println!(
        "\n== {split:?} ==\n{:<10}{:>22}{:>22}{:>22}",
        "names", "read exactly", "to be typed", "wrong and accepted"
    );
    for (kind, name) in Kind::ALL {
        let own: Vec<&Outcome> = outcomes.iter().filter(|o| o.split == split && o.kind == kind).collect();
        if own.is_empty() {
            continue;
        }
        let rate = |hit: fn(&Outcome) -> bool| Rate::of(own.iter().map(|outcome| hit(outcome)));
        let (exact, refused) = (rate(|o| o.read == o.truth), rate(|o| !o.accepted));
        let wrong = rate(Outcome::is_wrong);
        println!("{name:<10}{:>22}{:>22}{:>22}", exact.text(), refused.text(), wrong.text());
        for outcome in own.iter().filter(|o| o.is_wrong()) {
            println!("    {} taken for {} ({:?})", outcome.truth, outcome.read, outcome.faces.text);
        }
        if wrong.hit > 0 {
            missed.push(format!("{} of {} {name} names accepted as another", wrong.hit, wrong.all));
        }
        if kind == Kind::Common && !refused.at_most(0.01) {
            missed.push(format!("common names to be typed {}, must be 1 % at most", refused.text().trim()));
        }
    }
    missed
}
