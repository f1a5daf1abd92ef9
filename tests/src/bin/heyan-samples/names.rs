//! Reads names alone, and makes the table that rare ones are told by.

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use heyan_tests::names::{Kind, Outcome, Pool, learn, measure, print};
use heyan_tests::set::Splits;
use heyan_vision::model::{Model, OrtModel, Pack};
use heyan_vision::text::TextRecogniser;
use heyan_vision::text::likeness::Likeness;

/// What to do with them.
#[derive(Subcommand)]
pub enum Command {
    /// Measure how names are read, common ones and such with rare characters.
    Eval {
        /// The seed of the set.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Names of each kind.
        #[arg(long, default_value_t = 100)]
        count: usize,
        /// Tuning, held out, or both.
        #[arg(long, default_value = "both")]
        split: Splits,
        /// Only one kind: common, seldom, rare, unknown.
        #[arg(long)]
        only: Option<String>,
        /// Exit with 1 when a limit is missed.
        #[arg(long)]
        gate: bool,
        /// Write what was read, and how surely, to this file.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// A table made by `learn` to be measured in place of the product's.
        #[arg(long)]
        table: Option<PathBuf>,
        /// Threads to work with.
        #[arg(long, default_value_t = 2)]
        threads: usize,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
    /// Make the table of what usual characters look like to the recogniser.
    Learn {
        /// The file to write.
        #[arg(long, default_value = "core/vision/data/likeness.bin")]
        out: PathBuf,
        /// The seed of the samples.
        #[arg(long, default_value_t = 5)]
        seed: u64,
        /// Samples of a usual character; of others half as many.
        #[arg(long, default_value_t = 14)]
        count: usize,
        /// Threads to work with.
        #[arg(long, default_value_t = 2)]
        threads: usize,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Does it. Whether all held.
pub fn run(command: Command) -> Result<bool> {
    match command {
        Command::Eval { seed, count, split, only, gate, keep, table, threads, pack } => {
            let pack = Pack::new(&pack);
            let pool = pool(&pack)?;
            let kinds: Vec<Kind> = Kind::ALL
                .into_iter()
                .filter(|(_, name)| only.as_deref().is_none_or(|only| only == *name))
                .map(|(kind, _)| kind)
                .collect();
            let table: Option<&'static Likeness> = match table {
                Some(file) => {
                    let table = Likeness::parse(&std::fs::read(file)?).ok_or("no table of characters")?;
                    Some(Box::leak(Box::new(table)))
                }
                None => None,
            };
            let mut all = Vec::new();
            let mut missed = Vec::new();
            for split in split.list() {
                let outcomes = measure((&pack, table), &pool, (*split, seed), &kinds, count, threads)?;
                missed.extend(print(*split, &outcomes));
                all.extend(outcomes);
            }
            if let Some(file) = keep {
                write(&file, &all)?;
            }
            missed.iter().for_each(|what| println!("limit missed: {what}"));
            Ok(!gate || missed.is_empty())
        }
        Command::Learn { out, seed, count, threads, pack } => {
            let pack = Pack::new(&pack);
            let pool = pool(&pack)?;
            let mut characters: Vec<(char, usize)> = pool.usual().map(|ch| (ch, count)).collect();
            characters.extend(first_level().map(|ch| (ch, count)));
            characters.extend(Pool::of_places().map(|ch| (ch, count)));
            characters.extend(gb_2312().map(|ch| (ch, count / 2)));
            characters.retain(|(ch, _)| *ch > '\u{3400}');
            // Of each the most.
            characters.sort_by_key(|(ch, often)| (*ch, std::cmp::Reverse(*often)));
            characters.dedup_by_key(|(ch, _)| *ch);
            learn(&pack, &characters, seed, threads, &out)?;
            Ok(true)
        }
    }
}

fn pool(pack: &Pack) -> Result<Pool> {
    let model = OrtModel::open(pack, "text_recognition", "text_recognition.onnx", 1)?;
    let dictionary = model.metadata("character").ok_or("the recogniser has no dictionary")?;
    let recogniser = TextRecogniser::with_dictionary(Box::new(model), &dictionary);
    Ok(Pool::new(&|ch| recogniser.knows(ch), &|ch| is_in_gb_2312(ch)))
}

/// The characters of GB 2312 in their order.
fn gb_2312() -> impl Iterator<Item = char> {
    // Rows 16 to 87, ninety-four places in each.
    (16..88u8).flat_map(|row| (1..95u8).map(move |place| [row + 0xA0, place + 0xA0])).filter_map(|bytes| {
        let (text, _, wrong) = encoding_rs::GBK.decode(&bytes);
        text.chars().next().filter(|ch| !wrong && *ch < '\u{E000}')
    })
}

/// Those of them in daily use, in rows 16 to 55.
fn first_level() -> impl Iterator<Item = char> {
    gb_2312().take(3755)
}

fn is_in_gb_2312(ch: char) -> bool {
    let text = ch.to_string();
    let (bytes, _, wrong) = encoding_rs::GBK.encode(&text);
    !wrong && matches!(*bytes, [row, place] if row >= 0xB0 && place >= 0xA1)
}

fn write(file: &std::path::Path, outcomes: &[Outcome]) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    for o in outcomes {
        let kind = Kind::ALL.iter().find(|(kind, _)| *kind == o.kind).map_or("", |(_, name)| name);
        write!(out, "{kind}\t{:?}\t{:?}\t{}\t{}\t{}", o.split, o.faces.text, o.truth, o.read, o.accepted)?;
        for (ch, confidence, unlikeness, unread) in &o.characters {
            write!(out, "\t{ch} {confidence:.4} {:.2} {unread}", unlikeness.unwrap_or(-1.0))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
