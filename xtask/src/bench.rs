//! `bench`: Heyan beside a rival on the same input, in one run, one thread each.

mod face;
mod portrait;
mod scan;
mod statement;
mod vault;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

use crate::fault::{Fault, Result};
use crate::{gateway, rival, run, web};

const USAGE: &str = "bench takes what to measure: `cargo xtask bench scan [--count N] [--once] [--gate]` or \
                     `cargo xtask bench face [--frames N] [--once] [--gate]` or \
                     `cargo xtask bench portrait [--times N] [--once] [--gate]` or \
                     `cargo xtask bench statement [--minutes N] [--gate]` or \
                     `cargo xtask bench upload [--megabytes N] [--rounds N] [--gate]` or \
                     `cargo xtask bench upload --load [--cases N]` or \
                     `cargo xtask bench web [--gate]` or \
                     `cargo xtask bench vault [--megabytes N] [--once] [--gate]`";

/// Dispatches on what to measure.
pub fn bench(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((what, rest)) if what == "scan" => scan::scan(&Options::parse(rest, &scan::DEFAULTS)?),
        Some((what, rest)) if what == "face" => face::face(&Options::parse(rest, &face::DEFAULTS)?),
        Some((what, rest)) if what == "portrait" => portrait::portrait(&Options::parse(rest, &portrait::DEFAULTS)?),
        Some((what, rest)) if what == "statement" => statement::statement(&Options::parse(rest, &statement::DEFAULTS)?),
        Some((what, rest)) if what == "upload" => gateway::bench(rest),
        Some((what, rest)) if what == "web" => web::bench(rest),
        Some((what, rest)) if what == "vault" => vault::vault(&Options::parse(rest, &vault::DEFAULTS)?),
        _ => Err(Fault::new(USAGE)),
    }
}

/// What one bench measures when nothing is said.
struct Defaults {
    /// Its word.
    what: &'static str,
    /// The option that takes how many inputs, and how many there are without it.
    counted: &'static str,
    count: usize,
    /// Turns of each side. They alternate, so that drift of the machine hits both.
    rounds: usize,
    /// Cold starts of each.
    starts: usize,
}

/// Options of a bench.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    count: usize,
    rounds: usize,
    starts: usize,
    gate: bool,
}

impl Options {
    fn parse(arguments: &[String], defaults: &Defaults) -> Result<Self> {
        let Defaults { what, counted, count, rounds, starts } = *defaults;
        let mut options = Self { count, rounds, starts, gate: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--once" => (options.rounds, options.starts) = (1, starts.min(1)),
                "--gate" => options.gate = true,
                word if word == counted => {
                    options.count = rest
                        .next()
                        .and_then(|n| n.parse().ok())
                        .filter(|n| *n > 0)
                        .ok_or_else(|| Fault::new(format!("{counted} takes how many, 1 or more")))?;
                }
                other => {
                    return Err(Fault::new(format!(
                        "bench {what} does not know {other}; it takes {counted} N, --once, --gate"
                    )));
                }
            }
        }
        Ok(options)
    }
}

/// What `measure.py` writes.
#[derive(Deserialize)]
struct Measured {
    ms: f64,
    cpu_ms: f64,
    peak_bytes: u64,
    code: i32,
}

/// Where both sides run.
struct Bench {
    python: PathBuf,
    out: PathBuf,
    core: Option<String>,
}

impl Bench {
    /// A bench whose rival lives in `python`'s environment. Says what may disturb it.
    fn new(python: PathBuf) -> Result<Self> {
        let out = run::target_dir().join("bench");
        fs::create_dir_all(&out).map_err(|e| Fault::io("making", &out, &e))?;
        let bench = Self { python, out, core: core() };
        match &bench.core {
            Some(core) => println!("bench: both pinned to core {core}"),
            None => println!("bench: no taskset here, so nothing is pinned to a core"),
        }
        let load = fs::read_to_string("/proc/loadavg").ok();
        if let Some(load) = load.and_then(|text| text.split(' ').next()?.parse::<f64>().ok()).filter(|load| *load > 1.0)
        {
            println!("bench: load average {load}: others are at work here, the times will scatter");
        }
        Ok(bench)
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
        return Err(Fault::new(format!("{who} printed {} lines for {wanted} inputs", lines.len())));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Line {
        #[allow(dead_code, reason = "only whether it can be read matters")]
        ms: f64,
    }

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_have_defaults_and_refuse_nonsense() {
        let parse = |text: &str| Options::parse(&words(text), &scan::DEFAULTS);
        assert_eq!(parse("").unwrap(), Options { count: 20, rounds: 3, starts: 5, gate: false });
        let options = parse("--once --gate --count 4").unwrap();
        assert_eq!(options, Options { count: 4, rounds: 1, starts: 1, gate: true });
        for bad in ["--count", "--count 0", "--count many", "--twice", "--frames 3"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        let face = Options::parse(&words("--once --frames 60"), &face::DEFAULTS).unwrap();
        assert_eq!(face, Options { count: 60, rounds: 1, starts: 0, gate: false });
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
        assert_eq!(parse::<Line>(text, 1, "x").unwrap().len(), 1);
        assert!(parse::<Line>(text, 2, "x").is_err());
        assert!(parse::<Line>("nonsense\n", 1, "x").is_err());
    }
}
