//! `bench scan`: Heyan beside RapidOCR on the same pictures, in one run, one thread each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::demo::{clear, pictures_in};
use crate::fault::{Fault, Result};
use crate::stats::{Share, Table, median};
use crate::{rival, run};

/// Seed of the pictures.
const SEED: &str = "11";
/// Ours and the rival's turns alternate, so that drift of the machine hits both.
const ROUNDS: usize = 3;
/// Cold starts of each.
const STARTS: usize = 5;

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

/// Options of `bench scan`.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    count: usize,
    rounds: usize,
    starts: usize,
    gate: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { count: 20, rounds: ROUNDS, starts: STARTS, gate: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--once" => (options.rounds, options.starts) = (1, 1),
                "--gate" => options.gate = true,
                "--count" => {
                    options.count = rest
                        .next()
                        .and_then(|n| n.parse().ok())
                        .filter(|n| *n > 0)
                        .ok_or_else(|| Fault::new("--count takes the number of pictures, 1 or more"))?;
                }
                other => {
                    return Err(Fault::new(format!(
                        "bench scan does not know {other}; it takes --count N, --once, --gate"
                    )));
                }
            }
        }
        Ok(options)
    }
}

/// Dispatches on what to measure.
pub fn bench(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((what, rest)) if what == "scan" => scan(&Options::parse(rest)?),
        _ => Err(Fault::new("bench takes what to measure: `cargo xtask bench scan [--count N] [--once] [--gate]`")),
    }
}

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

/// What `measure.py` writes.
#[derive(Deserialize)]
struct Measured {
    ms: f64,
    cpu_ms: f64,
    peak_bytes: u64,
    code: i32,
}

/// Both sides, and where they run.
struct Bench {
    python: PathBuf,
    out: PathBuf,
    core: Option<String>,
}

fn scan(options: &Options) -> Result<()> {
    println!("bench: building heyan and heyan-cards");
    run::build_release(&["heyan-cli", "heyan-tests"])?;
    let python = rival::python()?;
    let out = run::target_dir().join("bench");
    let pictures = out.join("pictures");
    clear(&pictures)?;
    fs::create_dir_all(&pictures).map_err(|e| Fault::io("making", &pictures, &e))?;
    let count = options.count.to_string();
    run::succeed(
        run::ours("heyan-cards")
            .args(["write", "--seed", SEED, "--count", &count, "--only", "good", "--out"])
            .arg(&pictures),
    )?;
    let files = pictures_in(&pictures)?;

    let bench = Bench { python, out, core: core() };
    match &bench.core {
        Some(core) => println!("bench: both pinned to core {core}"),
        None => println!("bench: no taskset here, so nothing is pinned to a core"),
    }
    if let Some(load) = fs::read_to_string("/proc/loadavg").ok().and_then(|t| t.split(' ').next()?.parse::<f64>().ok())
        && load > 1.0
    {
        println!("bench: load average {load}: others are at work here, the times will scatter");
    }
    let warm = bench.rounds(&files, options.rounds)?;
    let cold = bench.starts(files.first().ok_or_else(|| Fault::new("no picture"))?, options.starts)?;
    let met = report(files.len(), options, &warm, &cold);
    if options.gate && !met {
        return Err(Fault::new("a target is missed"));
    }
    Ok(())
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

    fn heyan(&self, files: &[&Path]) -> Command {
        let mut command = self.measured();
        command.arg(run::release_binary("heyan")).args(["scan", "--json", "--threads", "1", "--today", "2026-11-01"]);
        command.args(files);
        command
    }

    fn rapidocr(&self, files: &[&Path]) -> Command {
        let mut command = self.measured();
        command.arg(&self.python).arg(rival::script("rapidocr_scan.py")).args(files);
        command
    }

    /// `measure.py OUT [taskset -c N]`, with every thread pool told to be one.
    fn measured(&self) -> Command {
        let mut command = Command::new(&self.python);
        // -S -E: a small interpreter, see measure.py.
        command.args(["-S", "-E"]).arg(rival::script("measure.py")).arg(self.out.join("measured.json"));
        if let Some(core) = &self.core {
            command.args(["taskset", "-c", core]);
        }
        command.current_dir(run::root()).env("HEYAN_PACK", run::pack_dir());
        for pool in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"] {
            command.env(pool, "1");
        }
        command
    }

    fn run(&self, command: &mut Command) -> Result<(String, Measured)> {
        let output = run::capture(command)?;
        let errors = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(Fault::new(format!("{} failed: {errors}", run::shown(command))));
        }
        let path = self.out.join("measured.json");
        let text = fs::read_to_string(&path).map_err(|e| Fault::io("reading", &path, &e))?;
        let measured: Measured = serde_json::from_str(&text).map_err(|e| Fault::new(format!("measure.py: {e}")))?;
        // Ours ends with 1 when a picture is refused, which is an answer too.
        if measured.code != 0 && measured.code != 1 {
            return Err(Fault::new(format!("{} ended with {}: {errors}", run::shown(command), measured.code)));
        }
        Ok((String::from_utf8_lossy(&output.stdout).into_owned(), measured))
    }
}

fn parse<T: for<'a> Deserialize<'a>>(text: &str, wanted: usize, who: &str) -> Result<Vec<T>> {
    let lines: std::result::Result<Vec<T>, _> = text.lines().map(serde_json::from_str).collect();
    let lines = lines.map_err(|e| Fault::new(format!("{who} printed what cannot be read: {e}")))?;
    if lines.len() != wanted {
        return Err(Fault::new(format!("{who} printed {} lines for {wanted} pictures", lines.len())));
    }
    Ok(lines)
}

/// The last core this process may use: the first is the one that others like.
fn core() -> Option<String> {
    if !run::works(Command::new("taskset").arg("--version")) {
        return None;
    }
    let status = fs::read_to_string("/proc/self/status").ok()?;
    last_core(status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?)
}

fn last_core(list: &str) -> Option<String> {
    let last = list.trim().rsplit([',', '-']).next()?;
    last.parse::<u32>().ok().map(|core| core.to_string())
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
    let mut table = Table::default();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_have_defaults_and_refuse_nonsense() {
        assert_eq!(Options::parse(&[]).unwrap(), Options { count: 20, rounds: 3, starts: 5, gate: false });
        let options = Options::parse(&words("--once --gate --count 4")).unwrap();
        assert_eq!(options, Options { count: 4, rounds: 1, starts: 1, gate: true });
        for bad in ["--count", "--count 0", "--count many", "--twice"] {
            assert!(Options::parse(&words(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_last_allowed_core_is_taken() {
        assert_eq!(last_core("\t0-3").as_deref(), Some("3"));
        assert_eq!(last_core("0,2").as_deref(), Some("2"));
        assert_eq!(last_core("5").as_deref(), Some("5"));
        assert_eq!(last_core(""), None);
    }

    #[test]
    fn a_missing_line_is_not_overlooked() {
        let text = "{\"ms\":1.5,\"lines\":8}\n";
        assert_eq!(parse::<TheirLine>(text, 1, "x").unwrap().len(), 1);
        assert!(parse::<TheirLine>(text, 2, "x").is_err());
        assert!(parse::<TheirLine>("nonsense\n", 1, "x").is_err());
    }
}
