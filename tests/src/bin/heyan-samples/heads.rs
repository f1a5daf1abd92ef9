//! Writes clips of moving heads with known angles, and measures the face check on them.

use std::io::Result;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Subcommand;
use heyan_rules::liveness::Action;
use heyan_tests::heads::cast::Cast;
use heyan_tests::heads::clip::Clip;
use heyan_tests::heads::kind::Kind;
use heyan_tests::heads::video::{self, Coding};
use heyan_tests::heads::{judge, raw, stage, suite, table};
use heyan_tests::set::{Split, Splits};
use heyan_vision::model::Pack;

/// What to do with them.
#[derive(Subcommand)]
pub enum Command {
    /// Write videos, their angles as CSV, and truth.jsonl.
    Write {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        set: Set,
        /// How a video is coded.
        #[arg(long, default_value = "mp4")]
        coding: Coding,
    },
    /// Measure the face check on clips that are made in memory.
    Eval {
        #[command(flatten)]
        set: Set,
        /// Exit with 1 when a limit is missed (on the held-out set when it is measured).
        #[arg(long)]
        gate: bool,
        /// Keep traces, commanded angles and truth.jsonl in this folder.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// Threads; each draws and judges clips of its own.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// Write the clips of the demo, each with what is asked in a file beside it.
    Demo {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
    /// Write one clip of a person who does what is asked, with what it was beside it.
    Run {
        /// The file to write, ending in .mp4.
        #[arg(long)]
        out: PathBuf,
        /// What is asked.
        #[arg(long, value_delimiter = ',', required = true)]
        actions: Vec<Action>,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
    /// Write the clips of the demo frame by frame as a phone's camera hands them over, for tests of the binding.
    Frames {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
    /// Judge the traces that `eval --keep` left by the limits as they stand now.
    Again {
        /// The folder.
        #[arg(long)]
        from: PathBuf,
    },
}

/// The clips of the demo: a good run, the commonest mistake, and an attack.
const DEMO: [(&str, Kind); 3] = [
    ("1-good-run", Kind::Run),
    ("2-tilt-instead-of-turn", Kind::Instead(Action::TurnLeft, Action::TiltLeft)),
    ("3-flat-card", Kind::FlatCard(Action::TurnLeft)),
];
const DEMO_SEED: u64 = 20;

#[derive(clap::Args)]
pub struct Set {
    /// The seed of the set.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Clips of each action done properly; of the other kinds there are up to twice as many, most of them fewer.
    #[arg(long, default_value_t = 16)]
    count: u64,
    /// Tuning, held out, or both.
    #[arg(long, default_value = "both")]
    split: Splits,
    /// Only clips of one kind (`proper`, `instead`, `flat_card`, …).
    #[arg(long)]
    only: Option<String>,
    /// Folder of ONNX Runtime and the networks.
    #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
    pack: PathBuf,
}

/// Does it. Whether all held.
pub fn run(command: Command) -> Result<bool> {
    match command {
        Command::Write { out, set, coding } => {
            let cast = Cast::open(&set.pack)?;
            std::fs::create_dir_all(&out)?;
            let start = Instant::now();
            let mut lines = String::new();
            let mut frames = 0;
            let orders = set.orders();
            for o in &orders {
                let clip = stage::clip(&cast, o.split, set.seed, o.kind, o.index);
                let path = video::write(&clip, &out, coding)?;
                println!("{}", path.display());
                frames += clip.len();
                lines += &serde_json::to_string(&clip.truth)?;
                lines.push('\n');
            }
            std::fs::write(out.join("truth.jsonl"), lines)?;
            let each = start.elapsed().as_secs_f64() * 1e3 / frames.max(1) as f64;
            println!("{} clips in {}, {each:.1} ms a frame", orders.len(), out.display());
            Ok(true)
        }
        Command::Eval { set, gate, keep, threads } => {
            let cast = Cast::open(&set.pack)?;
            if let Some(folder) = &keep {
                std::fs::create_dir_all(folder)?;
            }
            let orders = set.orders();
            println!("{} clips, seed {}", orders.len(), set.seed);
            let start = Instant::now();
            let pack = Pack::new(&set.pack);
            let records = judge::all(&cast, &orders, set.seed, &pack, keep.as_deref(), threads)?;
            println!("drawn and judged in {:.0} s", start.elapsed().as_secs_f64());
            Ok(report(&records) || !gate)
        }
        Command::Demo { out, pack } => {
            let cast = Cast::open(&pack)?;
            std::fs::create_dir_all(&out)?;
            for (name, kind) in DEMO {
                let mut clip = stage::clip(&cast, Split::Tuning, DEMO_SEED, kind, 0);
                name.clone_into(&mut clip.truth.name);
                let path = video::write(&clip, &out, Coding::Mp4)?;
                write_actions(&clip, &path)?;
                println!("{}", path.display());
            }
            Ok(true)
        }
        Command::Run { out, actions, pack } => {
            let cast = Cast::open(&pack)?;
            let folder = out.parent().unwrap_or(std::path::Path::new("."));
            std::fs::create_dir_all(folder)?;
            let mut clip = stage::clip_of(&cast, Split::Tuning, DEMO_SEED, Kind::Run, 0, &actions);
            clip.truth.name = out.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            println!("{}", video::write(&clip, folder, Coding::Mp4)?.display());
            Ok(true)
        }
        Command::Frames { out, pack } => {
            let cast = Cast::open(&pack)?;
            std::fs::create_dir_all(&out)?;
            for (name, kind) in DEMO {
                let clip = stage::clip(&cast, Split::Tuning, DEMO_SEED, kind, 0);
                let path = out.join(name).with_extension("nv21");
                raw::write(&clip, &path)?;
                write_actions(&clip, &path)?;
                println!("{}", path.display());
            }
            Ok(true)
        }
        Command::Again { from } => Ok(report(&judge::again(&from)?)),
    }
}

/// What is asked in `clip`, in a file beside the one at `path`.
fn write_actions(clip: &Clip, path: &Path) -> Result<()> {
    let asked: Vec<&str> = clip.truth.asked.iter().map(|a| a.as_str()).collect();
    std::fs::write(path.with_extension("actions"), asked.join(","))
}

/// Prints everything; whether all limits are kept on the set that counts.
fn report(records: &[judge::Record]) -> bool {
    table::print_failures(records);
    let mut missed = table::print(Split::Tuning, records);
    // What counts is the set that nothing was tuned on.
    if records.iter().any(|r| r.truth.split == Split::Held) {
        missed = table::print(Split::Held, records);
    }
    for m in &missed {
        println!("limit missed: {m}");
    }
    if missed.is_empty() {
        println!("all limits kept");
    }
    missed.is_empty()
}

impl Set {
    fn orders(&self) -> Vec<suite::Order> {
        self.split.list().iter().flat_map(|s| suite::orders(*s, self.count, self.only.as_deref())).collect()
    }
}
