//! `bench statement`: memory and time of judging a long recording in 1080p. No rival does that on the device.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::{Bench, Defaults, Options};
use crate::fault::{Fault, Result};
use crate::stats::{Share, Table};
use crate::{demo, run};

/// What is measured when nothing is said.
pub(super) const DEFAULTS: Defaults =
    Defaults { what: "statement", counted: "--minutes", count: 10, rounds: 1, starts: 0 };

/// Most memory, MB.
const PEAK_MB: f64 = 400.0;
/// Most processor time over the recording's length.
const REAL_TIME: f64 = 0.35;
/// Frames a second of the recording, as telephones write them.
const FPS: &str = "30";
/// What is read, again and again. The script takes 4000 characters: 15 minutes of it.
const TEXT: &str =
    "本人郑重承诺，所提交的备案信息真实、准确、有效。如有变更，将在十个工作日内办理手续。如有虚假，愿意接受处理。";

/// What counts of `heyan statement --json`.
#[derive(Deserialize)]
struct Judged {
    verdict: String,
    duration_ms: f64,
    coverage: f64,
    timing_ms: Timing,
}

#[derive(Deserialize)]
struct Timing {
    sound: f64,
    picture: f64,
}

/// Makes a recording of `options.count` minutes and judges it, once or more often.
pub(super) fn statement(options: &Options) -> Result<()> {
    println!("bench: building heyan and heyan-samples");
    run::build_programs(&["heyan", "heyan-samples"])?;
    let bench = Bench::new("python3".into())?;
    let folder = bench.out.join("statement");
    demo::clear(&folder)?;
    fs::create_dir_all(&folder).map_err(|e| Fault::io("making", &folder, &e))?;

    let one = folder.join("one.mp4");
    write(&folder.join("text.txt"), TEXT)?;
    run::succeed(
        run::samples("statements").arg("read").arg("--out").arg(&one).arg("--text").arg(folder.join("text.txt")),
    )?;
    let large = folder.join("large.mp4");
    let fitted = "scale=1920:1080:force_original_aspect_ratio=decrease,pad=1920:1080:-1:-1";
    let mut ffmpeg = quiet_ffmpeg();
    ffmpeg.arg("-i").arg(&one).args([
        "-vf",
        fitted,
        "-r",
        FPS,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-crf",
        "28",
    ]);
    run::succeed(ffmpeg.args(["-pix_fmt", "yuv420p", "-c:a", "copy"]).arg(&large))?;

    let (short, _) = bench.judged(&large, &folder.join("text.txt"))?;
    let readings = (options.count as f64 * 60_000.0 / short.duration_ms.max(1.0)).ceil() as usize;
    let long = folder.join("long.mp4");
    let mut ffmpeg = quiet_ffmpeg();
    ffmpeg.args(["-stream_loop", &readings.saturating_sub(1).to_string()]).arg("-i").arg(&large);
    run::succeed(ffmpeg.args(["-c", "copy"]).arg(&long))?;
    let script = folder.join("long.txt");
    write(&script, &TEXT.repeat(readings))?;

    let (mut peak_mb, mut ratio, mut wall) = (0.0_f64, 0.0_f64, 0.0_f64);
    for round in 1..=options.rounds {
        println!("bench: round {round} of {}, {readings} readings in a row", options.rounds);
        let (judged, measured) = bench.judged(&long, &script)?;
        let ms = judged.duration_ms.max(1.0);
        println!(
            "    {:.0} s, {}, {:.0} % counted; sound {:.1} s, faces and lips {:.1} s, all {:.1} s",
            ms / 1e3,
            judged.verdict,
            judged.coverage * 100.0,
            judged.timing_ms.sound / 1e3,
            judged.timing_ms.picture / 1e3,
            measured.ms / 1e3,
        );
        peak_mb = peak_mb.max(measured.peak_bytes as f64 / 1e6);
        ratio = ratio.max(measured.cpu_ms / ms);
        wall = wall.max(measured.ms / ms);
    }
    let size = fs::metadata(&long).map_or(0, |m| m.len()) as f64 / 1e6;
    println!("\n1920 x 1080, {FPS} frames a second, H.264 and AAC, {size:.0} MB; the worst of the rounds.");
    let mut table = Table::beside("-");
    table.row("peak memory, MB", peak_mb, None, peak_mb, PEAK_MB, Share::Plain);
    table.row("processor time over length", ratio, None, ratio, REAL_TIME, Share::Ratio);
    print!("{table}");
    println!("by the clock {wall:.3} of the length");
    // Some hundred MB that nobody looks at again.
    demo::clear(&folder)?;
    if options.gate && !table.met() {
        return Err(Fault::new("a target is missed"));
    }
    Ok(())
}

impl Bench {
    /// One judgement, decoding and all, on one core.
    fn judged(&self, video: &Path, script: &Path) -> Result<(Judged, super::Measured)> {
        let mut command = self.measured();
        command.arg(run::binary("heyan")).arg("statement").arg(video).arg("--script").arg(script).args([
            "--json",
            "--threads",
            "1",
        ]);
        let (text, measured) = self.run(&mut command)?;
        let judged = super::parse::<Judged>(&text, 1, "heyan statement")?.into_iter().next();
        judged.map(|judged| (judged, measured)).ok_or_else(|| Fault::new("heyan statement printed nothing"))
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|e| Fault::io("writing", path, &e))
}

fn quiet_ffmpeg() -> Command {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-nostdin", "-v", "error", "-y"]);
    ffmpeg
}
