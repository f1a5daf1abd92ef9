//! `bench face`: Heyan beside MediaPipe's face mesh on the same frames.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::{Bench, Defaults, Options, parse};
use crate::fault::{Fault, Result};
use crate::stats::{Share, Table, median, quantile};
use crate::{rival, run};

/// What is measured when nothing is said.
pub(super) const DEFAULTS: Defaults = Defaults { what: "face", counted: "--frames", count: 300, rounds: 3, starts: 0 };

/// Frames at the start of a clip that do not count: models load, pools fill, the face is found.
const WARM_UP: usize = 10;
/// Frames of the comparison of sizes: they are all held in memory, 4 MB for a pair.
const LARGE_FRAMES: usize = 60;

/// What must be reached.
mod target {
    /// Our median time per frame over MediaPipe's.
    pub const TIME_RATIO: f64 = 0.7;
    /// Share of our time outside the networks.
    pub const OUTSIDE_INFERENCE: f64 = 0.25;
    /// A 1080p frame in NV21 over one of 640 × 480 in RGB.
    pub const LARGE_RATIO: f64 = 1.15;
}

/// A line of `face_clip run`.
#[derive(Deserialize)]
struct OurLine {
    ms: f64,
    inference: f64,
    face: bool,
}

/// A line of `mediapipe_face.py`.
#[derive(Deserialize)]
struct TheirLine {
    ms: f64,
    face: bool,
}

/// A line of `face_clip large`.
#[derive(Deserialize)]
struct SizeLine {
    size: String,
    ms: f64,
    face: bool,
}

/// Times of all rounds: `ours[frame][round]`.
#[derive(Default)]
struct Times {
    ours: Vec<Vec<f64>>,
    theirs: Vec<Vec<f64>>,
    outside: Vec<f64>,
    our_faces: usize,
    their_faces: usize,
    our_peak: u64,
    their_peak: u64,
}

/// `bench face`.
pub(super) fn face(options: &Options) -> Result<()> {
    println!("bench: building face_clip");
    let tool = run::build_example("heyan-vision", "face_clip")?;
    let python = rival::MEDIAPIPE.python()?;
    let picture = run::root().join("models").join("cache").join("astronaut.png");
    if !picture.is_file() {
        return Err(Fault::new(format!("{} is not there: run `cargo xtask setup`", picture.display())));
    }
    let bench = Bench::new(python)?;
    let clip = bench.out.join("face.rgb");
    // What does not count comes on top.
    let frames = options.count + WARM_UP;
    run::succeed(Command::new(&tool).arg("write").args([&picture, &clip]).arg(frames.to_string()))?;

    let times = bench.face_rounds(&tool, &clip, frames, options.rounds)?;
    println!("bench: 1080p beside 480p");
    let mut command = bench.measured();
    command.arg(&tool).arg("large").arg(&picture).arg(LARGE_FRAMES.to_string());
    let sizes = parse::<SizeLine>(&bench.run(&mut command)?.0, LARGE_FRAMES * 4, "face_clip large")?;
    if sizes.iter().any(|line| !line.face) {
        return Err(Fault::new("face_clip large lost the face"));
    }
    let of = |size: &str| median(sizes.iter().filter(|line| line.size == size).map(|line| line.ms));
    let met = report(options, &times, of("small"), of("large"));
    if options.gate && !met {
        return Err(Fault::new("a target is missed"));
    }
    Ok(())
}

impl Bench {
    fn face_rounds(&self, tool: &PathBuf, clip: &Path, frames: usize, rounds: usize) -> Result<Times> {
        let counted = frames - WARM_UP;
        let mut times = Times { ours: vec![vec![]; counted], theirs: vec![vec![]; counted], ..Times::default() };
        for round in 1..=rounds {
            println!("bench: round {round} of {rounds}, {counted} frames each");
            let mut command = self.measured();
            command.arg(tool).arg("run").arg(clip);
            let (text, measured) = self.run(&mut command)?;
            let lines = parse::<OurLine>(&text, frames, "face_clip")?;
            times.our_peak = times.our_peak.max(measured.peak_bytes);
            times.our_faces = lines.iter().skip(WARM_UP).filter(|line| line.face).count();
            for (times, line) in times.ours.iter_mut().zip(lines.iter().skip(WARM_UP)) {
                times.push(line.ms);
            }
            times.outside.extend(lines.iter().skip(WARM_UP).map(|line| 1.0 - line.inference / line.ms));

            let mut command = self.measured();
            command.arg(&self.python).arg(rival::script("mediapipe_face.py")).arg(clip);
            let (text, measured) = self.run(&mut command)?;
            let lines = parse::<TheirLine>(&text, frames, "mediapipe_face.py")?;
            times.their_peak = times.their_peak.max(measured.peak_bytes);
            times.their_faces = lines.iter().skip(WARM_UP).filter(|line| line.face).count();
            for (times, line) in times.theirs.iter_mut().zip(lines.iter().skip(WARM_UP)) {
                times.push(line.ms);
            }
        }
        Ok(times)
    }
}

/// Prints the table. Returns whether every target is met and no face was lost.
fn report(options: &Options, times: &Times, small: f64, large: f64) -> bool {
    let frames = times.ours.len();
    let per_frame = |times: &[Vec<f64>]| median(times.iter().map(|rounds| median(rounds.iter().copied())));
    let (ours, theirs) = (per_frame(&times.ours), per_frame(&times.theirs));
    let outside = median(times.outside.iter().copied());
    println!(
        "\n{frames} frames of 640 x 480, {} rounds, one thread. A face in {} of them for Heyan, {} for MediaPipe.",
        options.rounds, times.our_faces, times.their_faces
    );
    let mut table = Table::beside("MediaPipe");
    table.row("median time per frame, ms", ours, Some(theirs), ours / theirs, target::TIME_RATIO, Share::Ratio);
    table.row("time outside the networks", outside, None, outside, target::OUTSIDE_INFERENCE, Share::Percent);
    let ratio = large / small;
    table.row("1080p NV21 over 480p RGB, ms", large, Some(small), ratio, target::LARGE_RATIO, Share::Ratio);
    print!("{table}");
    println!("(in the last row the second figure is Heyan's own at 480p)");
    let all = |times: &[Vec<f64>], part| quantile(times.iter().flatten().copied(), part);
    println!(
        "95 % of frames within {:.2} ms beside {:.2} ms; every half second Heyan looks for further faces, too",
        all(&times.ours, 0.95),
        all(&times.theirs, 0.95)
    );
    println!("peak memory {:.0} MB beside {:.0} MB", times.our_peak as f64 / 1e6, times.their_peak as f64 / 1e6);
    let by_round: Vec<String> = (0..options.rounds)
        .map(|round| {
            let of = |times: &[Vec<f64>]| median(times.iter().filter_map(|t| t.get(round).copied()));
            format!("{:.3}", of(&times.ours) / of(&times.theirs))
        })
        .collect();
    println!("ratio by round: {}", by_round.join(", "));
    let kept = times.our_faces == frames;
    if !kept {
        println!("Heyan lost the face in {} frames", frames - times.our_faces);
    }
    table.met() && kept
}
