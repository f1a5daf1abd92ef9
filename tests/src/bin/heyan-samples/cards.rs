//! Writes generated ID cards and measures `heyan scan` on them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use heyan_tests::set::{Split, Splits, TODAY, Truth};
use heyan_tests::{demo, eval, suite, table};
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
        /// How many good pictures; of each kind of life and defect there are a twelfth as many.
        #[arg(long, default_value_t = 24)]
        count: u64,
        /// Tuning or held out.
        #[arg(long, default_value = "tuning")]
        split: Split,
        /// Only `good`, `real`, `defects`, or one by name (`worn`, `blurred`, …).
        #[arg(long)]
        only: Option<String>,
        /// The day on which the cards are judged.
        #[arg(long, default_value_t = TODAY)]
        today: Date,
        /// Threads to generate with.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// Measure the program on generated pictures.
    Eval {
        #[command(subcommand)]
        what: Eval,
    },
    /// Write front.jpg and back.jpg of one person's card, with truth.jsonl.
    Pair {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// The seed of the person.
        #[arg(long, default_value_t = 7)]
        seed: u64,
        /// The day on which the card is judged.
        #[arg(long, default_value_t = TODAY)]
        today: Date,
    },
    /// Write the pictures of the demonstration: front, back, and what goes wrong.
    Demo {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// The day on which the cards are judged.
        #[arg(long, default_value_t = TODAY)]
        today: Date,
    },
}

#[derive(Subcommand)]
pub enum Eval {
    /// ID cards: `heyan scan`.
    Scan {
        /// The program to measure.
        #[arg(long)]
        heyan: PathBuf,
        /// The seed of the set.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many good pictures of a split; of each kind of life and defect there are a twelfth as many.
        #[arg(long, default_value_t = 120)]
        count: u64,
        /// Tuning, held out, or both.
        #[arg(long, default_value = "both")]
        split: Splits,
        /// Only `good`, `real`, `defects`, or one by name.
        #[arg(long)]
        only: Option<String>,
        /// Exit with 1 when a limit is missed (on the held-out set when it is measured).
        #[arg(long)]
        gate: bool,
        /// Keep the pictures, truth.jsonl and nothing else in this folder.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// Passed on as --threads.
        #[arg(long)]
        threads: Option<usize>,
        /// The day on which the cards are judged.
        #[arg(long, default_value_t = TODAY)]
        today: Date,
    },
}

/// Does it. Whether all held.
pub fn run(command: Command) -> std::io::Result<bool> {
    match command {
        Command::Write { out, seed, count, split, only, today, threads } => {
            let orders = suite::orders(split, count, only.as_deref());
            let start = std::time::Instant::now();
            let truths = suite::write(&orders, seed, today, &out, threads)?;
            list(&out, &truths)?;
            let each = start.elapsed().as_secs_f64() / truths.len().max(1) as f64;
            println!("{} pictures in {}, {each:.2} s each", truths.len(), out.display());
            Ok(true)
        }
        Command::Pair { out, seed, today } => {
            std::fs::create_dir_all(&out)?;
            let mut truths = Vec::new();
            for (mut case, file) in heyan_tests::set::pair(seed, today).into_iter().zip(["front.jpg", "back.jpg"]) {
                std::fs::write(out.join(file), &case.picture)?;
                file.clone_into(&mut case.truth.file);
                truths.push(case.truth);
            }
            list(&out, &truths)?;
            Ok(true)
        }
        Command::Demo { out, today } => {
            let truths = demo::write(&out, today)?;
            list(&out, &truths)?;
            println!("{} pictures in {}", truths.len(), out.display());
            Ok(true)
        }
        Command::Eval { what } => eval(what),
    }
}

fn list(out: &Path, truths: &[Truth]) -> std::io::Result<()> {
    let mut list = std::fs::File::create(out.join("truth.jsonl"))?;
    for t in truths {
        writeln!(list, "{}", serde_json::to_string(t)?)?;
    }
    Ok(())
}

fn eval(Eval::Scan { heyan, seed, count, split, only, gate, keep, threads, today }: Eval) -> std::io::Result<bool> {
    let own = std::env::temp_dir().join(format!("heyan-cards-{}", std::process::id()));
    let dir = keep.clone().unwrap_or_else(|| own.clone());
    let orders: Vec<_> = split.list().iter().flat_map(|s| suite::orders(*s, count, only.as_deref())).collect();
    let start = std::time::Instant::now();
    println!("making {} pictures, seed {seed}", orders.len());
    let truths = suite::write(&orders, seed, today, &dir, 2)?;
    list(&dir, &truths)?;
    let made = start.elapsed();
    let answers = eval::ask(&heyan, &dir, truths, today, threads);
    if keep.is_none() {
        std::fs::remove_dir_all(&own)?;
    }
    let answers = answers?;
    println!("made in {:.0} s, judged in {:.0} s", made.as_secs_f64(), (start.elapsed() - made).as_secs_f64());
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
    if missed.is_empty() {
        println!("all limits kept");
    }
    Ok(!gate || missed.is_empty())
}
