//! Writes generated documents beside the resident card and measures `heyan scan` on them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use heyan_tests::documents::{self, table};
use heyan_tests::eval;
use heyan_tests::set::{Split, Splits, TODAY, Truth};
use jiff::civil::Date;

/// What to do with them.
#[derive(Subcommand)]
pub enum Command {
    /// Write pictures and truth.jsonl.
    Write {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// The seed of the set.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many good pictures of each document; of each fault there are a fourth as many.
        #[arg(long, default_value_t = 8)]
        count: u64,
        /// Tuning or held out.
        #[arg(long, default_value = "tuning")]
        split: Split,
        /// Only one kind, by its name.
        #[arg(long)]
        only: Option<String>,
    },
    /// Measure the program on generated pictures.
    Eval {
        /// The program to measure.
        #[arg(long)]
        heyan: PathBuf,
        /// The seed of the set.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many good pictures of each document; of each fault there are a fourth as many.
        #[arg(long, default_value_t = 40)]
        count: u64,
        /// Tuning, held out, or both.
        #[arg(long, default_value = "both")]
        split: Splits,
        /// Only one kind, by its name.
        #[arg(long)]
        only: Option<String>,
        /// Exit with 1 when a limit is missed (on the held-out set when it is measured).
        #[arg(long)]
        gate: bool,
        /// Keep the pictures and truth.jsonl in this folder.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// Passed on as --threads.
        #[arg(long)]
        threads: Option<usize>,
    },
}

fn list(out: &Path, truths: &[Truth]) -> std::io::Result<()> {
    let mut list = std::fs::File::create(out.join("truth.jsonl"))?;
    truths.iter().try_for_each(|truth| writeln!(list, "{}", serde_json::to_string(truth)?))
}

/// Does it. Whether all held.
pub fn run(command: Command) -> std::io::Result<bool> {
    let today: Date = TODAY;
    match command {
        Command::Write { out, seed, count, split, only } => {
            let truths = documents::write(&documents::orders(split, count, only.as_deref()), seed, today, &out, 2)?;
            list(&out, &truths)?;
            println!("{} pictures in {}", truths.len(), out.display());
            Ok(true)
        }
        Command::Eval { heyan, seed, count, split, only, gate, keep, threads } => {
            let own = std::env::temp_dir().join(format!("heyan-documents-{}", std::process::id()));
            let dir = keep.clone().unwrap_or_else(|| own.clone());
            let orders: Vec<_> =
                split.list().iter().flat_map(|s| documents::orders(*s, count, only.as_deref())).collect();
            println!("making {} pictures, seed {seed}", orders.len());
            let truths = documents::write(&orders, seed, today, &dir, 2)?;
            list(&dir, &truths)?;
            let answers = eval::ask(&heyan, &dir, truths, today, threads);
            if keep.is_none() {
                std::fs::remove_dir_all(&own)?;
            }
            let answers = answers?;
            table::print_failures(&answers);
            let mut missed = Vec::new();
            for s in split.list() {
                let m = table::print(*s, &answers);
                // What counts is the set that nothing was tuned on.
                if *s == Split::Held || split.list().len() == 1 {
                    missed = m;
                }
            }
            for m in &missed {
                println!("limit missed: {m}");
            }
            Ok(!gate || missed.is_empty())
        }
    }
}
