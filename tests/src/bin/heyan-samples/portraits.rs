//! Writes portraits before walls with their truth, and measures the portrait check on them.

use std::io::Result;
use std::path::PathBuf;
use std::time::Instant;

use clap::Subcommand;
use heyan_rules::portrait::Limits;
use heyan_tests::portraits::kind::Kind;
use heyan_tests::portraits::thing::Thing;
use heyan_tests::portraits::{judge, people, stage, suite, table};
use heyan_tests::set::{Split, Splits};
use heyan_tests::workers;

use crate::real::named_limit;

/// What to do with them.
#[derive(Subcommand)]
pub enum Command {
    /// Write JPEGs, a truth as JSON beside each, and truth.jsonl.
    Write {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        set: Set,
    },
    /// Write the pictures of the demo: a good one and four that a reviewer refuses.
    Demo {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
    /// Measure the portrait check on pictures that are made in memory.
    Eval {
        #[command(flatten)]
        set: Set,
        #[command(flatten)]
        by: By,
        /// Exit with 1 when a limit is missed (on the held-out set when it is measured).
        #[arg(long)]
        gate: bool,
        /// Keep the pictures with truth and measurements in this folder.
        #[arg(long)]
        keep: Option<PathBuf>,
    },
}

/// The pictures of the demo: name, what is the matter, what stands before the wall, which of its kind.
const DEMO: [(&str, Kind, Option<Thing>, u64); 5] = [
    ("1-good", Kind::Good, None, 0),
    ("2-clutter", Kind::Clutter, Some(Thing::Plant), 0),
    ("3-shadow", Kind::ShadowHard, None, 0),
    ("4-shoulder-cut", Kind::ShoulderCut, None, 0),
    ("5-wall-not-white", Kind::WallColour, None, 0),
];
const DEMO_SEED: u64 = 20;

/// What is judged by.
#[derive(clap::Args)]
pub struct By {
    /// Another limit than the product's, `NAME=VALUE`; as often as wanted.
    #[arg(long, value_parser = named_limit)]
    limit: Vec<(String, f64)>,
}

#[derive(clap::Args)]
pub struct Set {
    /// The seed of the set.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Pictures of each defect; of good ones there are six times as many, of each sort of clutter half as many.
    #[arg(long, default_value_t = 8)]
    count: u64,
    /// Tuning, held out, or both.
    #[arg(long, default_value = "tuning")]
    split: Splits,
    /// Only pictures of one kind or with one thing (`good`, `shadow_hard`, `plant`, …).
    #[arg(long)]
    only: Option<String>,
    /// Folder of ONNX Runtime and the networks.
    #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
    pack: PathBuf,
    /// Threads; each draws and judges pictures of its own.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// Does it. Whether all held.
pub fn run(command: Command) -> Result<bool> {
    match command {
        Command::Write { out, set } => {
            let cast = people::open(&set.pack)?;
            std::fs::create_dir_all(&out)?;
            let start = Instant::now();
            let orders = set.orders();
            let truths = workers::each(&orders, set.threads, |o| {
                let p = stage::portrait(&cast, *o, set.seed);
                p.write(&out)?;
                Ok(p.truth)
            })?;
            let lines: Vec<String> = truths.iter().map(serde_json::to_string).collect::<serde_json::Result<_>>()?;
            std::fs::write(out.join("truth.jsonl"), lines.join("\n") + "\n")?;
            let each = start.elapsed().as_secs_f64() / truths.len().max(1) as f64;
            println!("{} portraits in {}, {each:.2} s each", truths.len(), out.display());
            Ok(true)
        }
        Command::Demo { out, pack } => {
            let cast = people::open(&pack)?;
            std::fs::create_dir_all(&out)?;
            for (name, kind, thing, index) in DEMO {
                let order = suite::Order { split: Split::Tuning, kind, thing, index };
                let path = out.join(name).with_extension("jpg");
                std::fs::write(&path, stage::portrait(&cast, order, DEMO_SEED).jpeg)?;
                println!("{}", path.display());
            }
            Ok(true)
        }
        Command::Eval { set, by, gate, keep } => {
            let limits = by.limits()?;
            let cast = people::open(&set.pack)?;
            if let Some(folder) = &keep {
                std::fs::create_dir_all(folder)?;
            }
            let orders = set.orders();
            println!("{} portraits, seed {}", orders.len(), set.seed);
            let start = Instant::now();
            let records = judge::all(&cast, &orders, set.seed, &limits, &set.pack, keep.as_deref(), set.threads)?;
            println!("drawn and judged in {:.0} s", start.elapsed().as_secs_f64());
            Ok(report(&records) || !gate)
        }
    }
}

impl By {
    fn limits(self) -> Result<Limits> {
        let mut limits = Limits::default();
        for (name, value) in self.limit {
            if !limits.set(&name, value) {
                return Err(std::io::Error::other(format!("no limit is called {name}")));
            }
        }
        Ok(limits)
    }
}

/// Prints everything; whether all limits are kept on the set that counts.
fn report(records: &[judge::Record]) -> bool {
    table::print_failures(records);
    let mut missed = table::print(Split::Tuning, records);
    // What counts is the set that nothing was tuned on.
    if records.iter().any(|r| r.truth.split == Split::Held) {
        missed = table::print(Split::Held, records);
    }
    said(&missed)
}

/// Prints what was missed; whether nothing was.
fn said(missed: &[String]) -> bool {
    for m in missed {
        println!("limit missed: {m}");
    }
    if missed.is_empty() {
        println!("all limits kept");
    }
    missed.is_empty()
}

impl Set {
    fn orders(&self) -> Vec<suite::Order> {
        self.split.list().iter().flat_map(|s| suite::orders(*s, self.count, self.only.as_deref())).collect()
    }
}
