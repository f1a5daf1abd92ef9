//! `bench scan`: Heyan beside RapidOCR on the same pictures, in one run, one thread each; then how long Heyan takes on
//! pictures with every defect.

mod worst;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use self::worst::Worst;
use super::{Bench, Defaults, Options, parse};
use crate::demo::{clear, pictures_in};
use crate::fault::{Fault, Result};
use crate::stats::{Share, Table, median};
use crate::{rival, run};

/// Seed of the pictures.
const SEED: &str = "11";
/// How many times as many pictures are asked for of the generator's defects as of good ones: three of each beside 20.
const DEFECTS: usize = 2;

/// What must be reached.
mod target {
    /// Our median time per picture over RapidOCR's.
    pub const TIME_RATIO: f64 = 0.30;
    /// Share of our time outside the models.
    pub const OUTSIDE_INFERENCE: f64 = 0.25;
    /// Our process start to exit on one picture over RapidOCR's.
    pub const COLD_RATIO: f64 = 0.4;
    /// Our peak memory, MB (10⁶ bytes).
    pub const PEAK_MB: f64 = 350.0;
}

/// What is measured when nothing is said.
pub(super) const DEFAULTS: Defaults = Defaults { what: "scan", counted: "--count", count: 20, rounds: 3, starts: 5 };

/// A line of `heyan scan --json`, as far as it matters here.
#[derive(Deserialize)]
struct OurLine {
    verdict: String,
    timing_ms: OurTiming,
}

#[derive(Deserialize)]
struct OurTiming {
    total: f64,
    inference: f64,
}

/// A line of `rapidocr_scan.py`.
#[derive(Deserialize)]
struct TheirLine {
    ms: f64,
    lines: usize,
}

/// `bench scan`.
pub(super) fn scan(options: &Options) -> Result<()> {
    println!("bench: building heyan and heyan-samples");
    run::build_programs(&["heyan", "heyan-samples"])?;
    let python = rival::RAPIDOCR.python()?;
    let files = drawn("pictures", options.count, "good")?;
    // Of each defect a twelfth of the count is drawn, and one at least.
    let defects = drawn("defects", options.count * DEFECTS, "defects")?;

    let bench = Bench::new(python)?;
    let warm = bench.rounds(&files, options.rounds)?;
    let cold = bench.starts(files.first().ok_or_else(|| Fault::new("no picture"))?, options.starts)?;
    let met = report(files.len(), options, &warm, &cold);
    let worst = bench.worst(&files, &defects)?;
    println!("\nthe longest that a picture may take, whatever it shows:");
    print!("{worst}");
    if options.gate && !(met && worst.met()) {
        return Err(Fault::new("a target is missed"));
    }
    Ok(())
}

/// Draws pictures of one kind into a folder of their own.
fn drawn(folder: &str, count: usize, only: &str) -> Result<Vec<PathBuf>> {
    let pictures = run::target_dir().join("bench").join(folder);
    clear(&pictures)?;
    fs::create_dir_all(&pictures).map_err(|e| Fault::io("making", &pictures, &e))?;
    let count = count.to_string();
    run::succeed(
        run::samples("cards")
            .args(["write", "--seed", SEED, "--count", &count, "--only", only, "--out"])
            .arg(&pictures),
    )?;
    pictures_in(&pictures)
}

/// Times of the warm rounds: `ours[picture][round]`.
#[derive(Default)]
struct Warm {
    ours: Vec<Vec<f64>>,
    theirs: Vec<Vec<f64>>,
    outside: Vec<f64>,
    our_peak: u64,
    their_peak: u64,
    our_cpu_ms: f64,
    their_cpu_ms: f64,
    accepted: usize,
    their_lines: usize,
}

#[derive(Default)]
struct Cold {
    ours: Vec<f64>,
    theirs: Vec<f64>,
}

impl Bench {
    fn rounds(&self, files: &[PathBuf], rounds: usize) -> Result<Warm> {
        let mut warm = Warm { ours: vec![vec![]; files.len()], theirs: vec![vec![]; files.len()], ..Warm::default() };
        // The first picture is read once more in front: models load and pools fill on it.
        let with_warm_up: Vec<&Path> = files.first().into_iter().chain(files).map(PathBuf::as_path).collect();
        for round in 1..=rounds {
            println!("bench: round {round} of {rounds}, {} pictures each", files.len());
            let (text, measured) = self.run(&mut self.heyan(&with_warm_up))?;
            let lines = parse::<OurLine>(&text, with_warm_up.len(), "heyan scan")?;
            warm.our_peak = warm.our_peak.max(measured.peak_bytes);
            warm.our_cpu_ms += measured.cpu_ms;
            for (times, line) in warm.ours.iter_mut().zip(lines.iter().skip(1)) {
                times.push(line.timing_ms.total);
                warm.outside.push(1.0 - line.timing_ms.inference / line.timing_ms.total);
            }
            warm.accepted = lines.iter().skip(1).filter(|line| line.verdict == "accept").count();

            let (text, measured) = self.run(&mut self.rapidocr(&with_warm_up))?;
            let lines = parse::<TheirLine>(&text, with_warm_up.len(), "rapidocr_scan.py")?;
            warm.their_peak = warm.their_peak.max(measured.peak_bytes);
            warm.their_cpu_ms += measured.cpu_ms;
            for (times, line) in warm.theirs.iter_mut().zip(lines.iter().skip(1)) {
                times.push(line.ms);
            }
            warm.their_lines = lines.iter().skip(1).map(|line| line.lines).sum();
        }
        Ok(warm)
    }

    fn starts(&self, file: &Path, starts: usize) -> Result<Cold> {
        let mut cold = Cold::default();
        println!("bench: {starts} cold starts each");
        for _ in 0..starts {
            cold.ours.push(self.run(&mut self.heyan(&[file]))?.1.ms);
            cold.theirs.push(self.run(&mut self.rapidocr(&[file]))?.1.ms);
        }
        Ok(cold)
    }

    /// Times of pictures with defects beside the median of good ones, all in one run.
    fn worst(&self, good: &[PathBuf], defects: &[PathBuf]) -> Result<Worst> {
        println!("bench: {} pictures with defects beside the good ones", defects.len());
        let files: Vec<&Path> = good.first().into_iter().chain(good).chain(defects).map(PathBuf::as_path).collect();
        let (text, _) = self.run(&mut self.heyan(&files))?;
        let lines = parse::<OurLine>(&text, files.len(), "heyan scan")?;
        let mut times = lines.iter().map(|line| line.timing_ms.total).skip(1);
        let mut worst = Worst::beside(median(times.by_ref().take(good.len())));
        for (file, ms) in defects.iter().zip(times) {
            worst.add(file, ms);
        }
        Ok(worst)
    }

    fn heyan(&self, files: &[&Path]) -> Command {
        let mut command = self.measured();
        command.arg(run::binary("heyan")).args(["scan", "--json", "--threads", "1", "--today", "2026-11-01"]);
        command.args(files);
        command
    }

    fn rapidocr(&self, files: &[&Path]) -> Command {
        let mut command = self.measured();
        command.arg(&self.python).arg(rival::script("rapidocr_scan.py")).args(files);
        command
    }
}

/// Prints the table. Returns whether every target is met.
fn report(pictures: usize, options: &Options, warm: &Warm, cold: &Cold) -> bool {
    let per_picture = |times: &[Vec<f64>]| median(times.iter().map(|rounds| median(rounds.iter().copied())));
    let (ours, theirs) = (per_picture(&warm.ours), per_picture(&warm.theirs));
    let (our_cold, their_cold) = (median(cold.ours.iter().copied()), median(cold.theirs.iter().copied()));
    let (our_peak, their_peak) = (warm.our_peak as f64 / 1e6, warm.their_peak as f64 / 1e6);
    let outside = median(warm.outside.iter().copied());

    println!(
        "\n{pictures} pictures, {} rounds, {} cold starts, one thread. Heyan accepted {} of {pictures}; RapidOCR found {} lines.",
        options.rounds, options.starts, warm.accepted, warm.their_lines
    );
    let mut table = Table::beside("RapidOCR");
    table.row("median time per picture, ms", ours, Some(theirs), ours / theirs, target::TIME_RATIO, Share::Ratio);
    table.row("time outside the models", outside, None, outside, target::OUTSIDE_INFERENCE, Share::Percent);
    table.row(
        "cold start to first verdict, ms",
        our_cold,
        Some(their_cold),
        our_cold / their_cold,
        target::COLD_RATIO,
        Share::Ratio,
    );
    table.row("peak memory, MB", our_peak, Some(their_peak), our_peak, target::PEAK_MB, Share::Plain);
    print!("{table}");
    let by_round: Vec<String> = (0..options.rounds)
        .map(|round| {
            let of = |times: &[Vec<f64>]| median(times.iter().filter_map(|t| t.get(round).copied()));
            format!("{:.3}", of(&warm.ours) / of(&warm.theirs))
        })
        .collect();
    println!("ratio by round: {}", by_round.join(", "));
    // What a busy machine disturbs least.
    println!(
        "CPU time of the warm rounds, start-up included: {:.1} s beside {:.1} s, ratio {:.3}",
        warm.our_cpu_ms / 1e3,
        warm.their_cpu_ms / 1e3,
        warm.our_cpu_ms / warm.their_cpu_ms
    );
    table.met()
}
