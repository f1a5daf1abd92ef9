//! Writes recordings of read statements, and measures their judging.

use std::io::Result;
use std::path::PathBuf;
use std::time::Instant;

use clap::Subcommand;
use heyan_tests::heads::cast::Cast;
use heyan_tests::set::{Split, Splits};
use heyan_tests::statements::kind::Kind;
use heyan_tests::statements::speak::write_wav;
use heyan_tests::statements::{judge, stage, suite, table, video};

/// What to do with them.
#[derive(Subcommand)]
pub enum Command {
    /// Write videos with sound, the text of each beside it, and truth.jsonl.
    Write {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        set: Set,
    },
    /// Measure the judging on recordings that are made in memory.
    Eval {
        #[command(flatten)]
        set: Set,
        /// Exit with 1 when a limit is missed (on the held-out set when it is measured).
        #[arg(long)]
        gate: bool,
        /// Threads; each makes and judges recordings of its own.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// Write one recording of a person who reads a text.
    Read {
        /// The file to write, ending in .mp4.
        #[arg(long)]
        out: PathBuf,
        /// The text, UTF-8.
        #[arg(long)]
        text: PathBuf,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
    /// Write the sound of the demo's good reading as WAV, its text beside it: for tests that cannot read videos.
    Sound {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
    /// Write the recordings of the demo.
    Demo {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
}

/// The recordings of the demo: a good one, one that stops early, and a voice over closed lips.
const DEMO: [(&str, Kind); 3] =
    [("1-good-reading", Kind::Good), ("2-stopped-early", Kind::Stopped(50)), ("3-closed-lips", Kind::ClosedLips)];
const DEMO_SEED: u64 = 20;

#[derive(clap::Args)]
pub struct Set {
    /// The seed of the set.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Recordings of each defect; four times as many good ones.
    #[arg(long, default_value_t = 10)]
    count: u64,
    /// Tuning, held out, or both.
    #[arg(long, default_value = "both")]
    split: Splits,
    /// Only the one of this number of each kind, as names end: to look again at what failed.
    #[arg(long)]
    number: Option<u64>,
    /// Only recordings of these kinds, with commas between (`good,stopped_50,shifted`, …).
    #[arg(long, value_delimiter = ',', value_parser = known)]
    only: Vec<String>,
    /// Folder of ONNX Runtime and the networks.
    #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
    pack: PathBuf,
}

/// Does it. Whether all held.
pub fn run(command: Command) -> Result<bool> {
    match command {
        Command::Write { out, set } => {
            let cast = Cast::open(&set.pack)?;
            std::fs::create_dir_all(&out)?;
            let mut lines = String::new();
            for o in set.orders() {
                let made = stage::recording(&cast, o.split, set.seed, o.kind, o.index)?;
                println!("{}", video::write(&made, &out)?.display());
                lines += &serde_json::to_string(&made.truth)?;
                lines.push('\n');
            }
            std::fs::write(out.join("truth.jsonl"), lines)?;
            Ok(true)
        }
        Command::Eval { set, gate, threads } => {
            let cast = Cast::open(&set.pack)?;
            let orders = set.orders();
            println!("{} recordings, seed {}", orders.len(), set.seed);
            let start = Instant::now();
            let records = judge::all(&cast, &orders, set.seed, &set.pack, threads)?;
            println!("made and judged in {:.0} s", start.elapsed().as_secs_f64());
            table::print_failures(&records);
            let mut missed = table::print(Split::Tuning, &records);
            // What counts is the set that nothing was tuned on.
            if records.iter().any(|r| r.truth.split == Split::Held) {
                missed = table::print(Split::Held, &records);
            }
            missed.iter().for_each(|m| println!("limit missed: {m}"));
            if missed.is_empty() {
                println!("all limits kept");
            }
            Ok(missed.is_empty() || !gate)
        }
        Command::Read { out, text, pack } => {
            let cast = Cast::open(&pack)?;
            let folder = out.parent().unwrap_or(std::path::Path::new("."));
            std::fs::create_dir_all(folder)?;
            let text = heyan_tests::statements::texts::given(std::fs::read_to_string(text)?.trim());
            let mut made = stage::recording_of(&cast, Split::Tuning, DEMO_SEED, Kind::Good, 0, Some(text))?;
            made.truth.name = out.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            println!("{}", video::write(&made, folder)?.display());
            Ok(true)
        }
        Command::Sound { out, pack } => {
            let cast = Cast::open(&pack)?;
            std::fs::create_dir_all(&out)?;
            let made = stage::recording(&cast, Split::Tuning, DEMO_SEED, Kind::Good, 0)?;
            let path = out.join("reading.wav");
            let sound = made.sound.ok_or_else(|| std::io::Error::other("a good reading has sound"))?;
            write_wav(&path, &sound, made.rate)?;
            std::fs::write(path.with_extension("txt"), &made.truth.script)?;
            println!("{}", path.display());
            Ok(true)
        }
        Command::Demo { out, pack } => {
            let cast = Cast::open(&pack)?;
            std::fs::create_dir_all(&out)?;
            for (name, kind) in DEMO {
                let mut made = stage::recording(&cast, Split::Tuning, DEMO_SEED, kind, 0)?;
                name.clone_into(&mut made.truth.name);
                println!("{}", video::write(&made, &out)?.display());
            }
            Ok(true)
        }
    }
}

/// A kind's name, which a typing error is not.
fn known(name: &str) -> std::result::Result<String, String> {
    let names: Vec<String> = Kind::ALL.iter().map(|k| k.name()).collect();
    if names.iter().any(|n| n == name) { Ok(name.to_owned()) } else { Err(format!("is none of {}", names.join(", "))) }
}

impl Set {
    fn orders(&self) -> Vec<suite::Order> {
        let all = self.split.list().iter().flat_map(|s| suite::orders(*s, self.count, &self.only));
        all.filter(|o| self.number.is_none_or(|n| o.index == n)).collect()
    }
}
