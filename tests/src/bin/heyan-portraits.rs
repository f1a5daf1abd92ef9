//! Writes portraits before walls with their truth, and measures the portrait check on them.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used)]

use std::io::Result;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Parser, Subcommand};
use heyan_tests::portraits::{people, stage, suite};
use heyan_tests::set::Splits;
use heyan_tests::workers;

#[derive(Parser)]
#[command(about = "Portraits before walls: write them, or measure the portrait check on them")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write JPEGs, a truth as JSON beside each, and truth.jsonl.
    Write {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        set: Set,
    },
}

#[derive(clap::Args)]
struct Set {
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

fn main() -> std::process::ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => std::process::ExitCode::SUCCESS,
        Ok(false) => std::process::ExitCode::from(1),
        Err(e) => {
            eprintln!("heyan-portraits: {e}");
            std::process::ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<bool> {
    match command {
        Command::Write { out, set } => {
            let cast = people::open(&set.pack)?;
            std::fs::create_dir_all(&out)?;
            let start = Instant::now();
            let orders = set.orders();
            let truths = workers::each(&orders, set.threads, |o| {
                let p = stage::portrait(&cast, *o, set.seed);
                let path = out.join(&p.truth.file);
                std::fs::write(&path, &p.jpeg)?;
                std::fs::write(path.with_extension("json"), serde_json::to_string_pretty(&p.truth)?)?;
                Ok(p.truth)
            })?;
            let lines: Vec<String> = truths.iter().map(serde_json::to_string).collect::<serde_json::Result<_>>()?;
            std::fs::write(out.join("truth.jsonl"), lines.join("\n") + "\n")?;
            let each = start.elapsed().as_secs_f64() / truths.len().max(1) as f64;
            println!("{} portraits in {}, {each:.2} s each", truths.len(), out.display());
            Ok(true)
        }
    }
}

impl Set {
    fn orders(&self) -> Vec<suite::Order> {
        self.split.list().iter().flat_map(|s| suite::orders(*s, self.count, self.only.as_deref())).collect()
    }
}
