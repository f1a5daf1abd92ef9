//! Writes generated ID cards and measures `heyan scan` on them.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used)]

use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use heyan_tests::card::Side;
use heyan_tests::set::{self, Split, Wanted};

#[derive(Parser)]
#[command(about = "Generated ID cards: write them, or measure heyan scan on them")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write pictures and truth.jsonl.
    Write {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// The seed of the set.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many pictures.
        #[arg(long, default_value_t = 20)]
        count: u64,
        /// Tuning or held out.
        #[arg(long, default_value = "tuning")]
        split: Split,
    },
}

fn main() {
    let Command::Write { out, seed, count, split } = Arguments::parse().command;
    std::fs::create_dir_all(&out).expect("the folder can be made");
    let mut list = std::fs::File::create(out.join("truth.jsonl")).expect("the folder can be written");
    for index in 0..count {
        let start = std::time::Instant::now();
        let side = if index % 5 < 3 { Side::Front } else { Side::Back };
        let case = set::generate(split, seed, index, Wanted::Good(side), set::TODAY);
        std::fs::write(out.join(&case.truth.file), &case.picture).expect("the folder can be written");
        let line = serde_json::to_string(&case.truth).expect("truth is plain");
        writeln!(list, "{line}").expect("the folder can be written");
        eprintln!("{} {:?} {:?}", case.truth.file, case.truth.tags, start.elapsed());
    }
}
