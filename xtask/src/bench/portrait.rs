//! `bench portrait`: Heyan's whole check of a still beside MediaPipe's face mesh and selfie segmentation on the same
//! picture.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::{Bench, Defaults, Options, parse};
use crate::fault::{Fault, Result};
use crate::stats::{Share, Table, median};
use crate::{rival, run};

/// What is measured when nothing is said.
pub(super) const DEFAULTS: Defaults =
    Defaults { what: "portrait", counted: "--times", count: 40, rounds: 3, starts: 0 };

/// Times at the start that do not count: models warm up, pools fill.
const WARM_UP: usize = 5;

/// What must be reached.
mod target {
    /// The whole check from pixels to verdict over its own model runs.
    pub const OVER_MODELS: f64 = 1.6;
    /// The same over both of MediaPipe's solutions.
    pub const OVER_RIVAL: f64 = 1.0;
}

/// A line of `portrait_still run`.
#[derive(Deserialize)]
struct OurLine {
    timing_ms: OurTime,
}

#[derive(Deserialize)]
struct OurTime {
    total: f64,
    decode: f64,
    inference: f64,
}

/// A line of `mediapipe_portrait.py`.
#[derive(Deserialize)]
struct TheirLine {
    ms: f64,
    decode: f64,
    face: bool,
}

/// Medians of one round.
struct Round {
    check: f64,
    decode: f64,
    models: f64,
    theirs: f64,
    their_decode: f64,
}

/// `bench portrait`.
pub(super) fn portrait(options: &Options) -> Result<()> {
    println!("bench: building portrait_still");
    let tool = run::build_example("heyan", "portrait_still")?;
    let python = rival::MEDIAPIPE.python()?;
    let person = run::root().join("models").join("cache").join("obama.jpg");
    if !person.is_file() {
        return Err(Fault::new(format!("{} is not there: run `cargo xtask setup`", person.display())));
    }
    let bench = Bench::new(python)?;
    let picture = bench.out.join("portrait.jpg");
    run::succeed(Command::new(&tool).env("HEYAN_PACK", run::pack_dir()).arg("write").args([&person, &picture]))?;
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        println!("bench: round {number} of {}, {} times each", options.rounds, options.count);
        rounds.push(bench.portrait_round(&tool, &picture, options.count + WARM_UP)?);
    }
    let met = report(options, &rounds);
    if options.gate && !met {
        return Err(Fault::new("a target is missed"));
    }
    Ok(())
}

impl Bench {
    fn portrait_round(&self, tool: &Path, picture: &Path, times: usize) -> Result<Round> {
        let mut command = self.measured();
        command.arg(tool).arg("run").arg(times.to_string()).arg(picture);
        let ours = parse::<OurLine>(&self.run(&mut command)?.0, times, "portrait_still")?;
        let mut command = self.measured();
        command.arg(&self.python).arg(rival::script("mediapipe_portrait.py")).arg(times.to_string()).arg(picture);
        let theirs = parse::<TheirLine>(&self.run(&mut command)?.0, times, "mediapipe_portrait.py")?;
        if theirs.iter().any(|line| !line.face) {
            return Err(Fault::new("MediaPipe found no face in the picture of the bench"));
        }
        let of = |pick: fn(&OurTime) -> f64| median(ours.iter().skip(WARM_UP).map(|line| pick(&line.timing_ms)));
        let their = |pick: fn(&TheirLine) -> f64| median(theirs.iter().skip(WARM_UP).map(pick));
        Ok(Round {
            check: of(|t| t.total - t.decode),
            decode: of(|t| t.decode),
            models: of(|t| t.inference),
            theirs: their(|line| line.ms),
            their_decode: their(|line| line.decode),
        })
    }
}

/// Prints the table. Returns whether every target is met.
fn report(options: &Options, rounds: &[Round]) -> bool {
    let of = |pick: fn(&Round) -> f64| median(rounds.iter().map(pick));
    let (check, models, theirs) = (of(|r| r.check), of(|r| r.models), of(|r| r.theirs));
    println!(
        "\na JPEG of 1200 x 1600, {} times in each of {} rounds, one thread, warm, from decoded pixels",
        options.count, options.rounds
    );
    let mut table = Table::beside("MediaPipe");
    let over_models = of(|r| r.check / r.models);
    table.row("whole check over its models, ms", check, Some(models), over_models, target::OVER_MODELS, Share::Ratio);
    let over_rival = of(|r| r.check / r.theirs);
    table.row("whole check, ms", check, Some(theirs), over_rival, target::OVER_RIVAL, Share::Ratio);
    print!("{table}");
    println!("(in the first row the second figure is the sum of Heyan's own model runs)");
    println!(
        "with decoding: {:.1} ms beside {:.1} ms ({:.1} and {:.1} of these to decode)",
        of(|r| r.check + r.decode),
        of(|r| r.theirs + r.their_decode),
        of(|r| r.decode),
        of(|r| r.their_decode)
    );
    table.met()
}
