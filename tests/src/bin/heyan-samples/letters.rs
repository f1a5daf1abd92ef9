//! Writes letters of a filing, and measures how they are judged.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use heyan::rules::filing::{Profile, Step};
use heyan::rules::{Finding, Severity};
use heyan::{LetterSession, Scanner};
use heyan_tests::letters::{Fault, Letter, Order, letter};
use heyan_tests::set::{Split, Splits};

/// What to do with them.
#[derive(Subcommand)]
pub enum Command {
    /// Write the two letters of an order, signed by a name.
    Write {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// Who signs.
        #[arg(long)]
        name: String,
        /// The domain in the text.
        #[arg(long, default_value = "example.cn")]
        domain: String,
        /// The day beside the signature.
        #[arg(long, default_value = "2026-11-01")]
        day: jiff::civil::Date,
        /// Write them without a signature.
        #[arg(long)]
        unsigned: bool,
    },
    /// Measure the judging on letters that are made in memory.
    Eval {
        /// The seed of the set.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Letters of each kind.
        #[arg(long, default_value_t = 6)]
        count: u64,
        /// Tuning, held out, or both.
        #[arg(long, default_value = "both")]
        split: Splits,
        /// Only one kind.
        #[arg(long)]
        only: Option<String>,
        /// Keep the pictures in this folder.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// Exit with 1 when one is judged wrongly.
        #[arg(long)]
        gate: bool,
        /// Folder of ONNX Runtime and the networks.
        #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
        pack: PathBuf,
    },
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Does it. Whether all held.
pub fn run(command: Command) -> Result<bool> {
    match command {
        Command::Write { out, name, domain, day, unsigned } => {
            std::fs::create_dir_all(&out)?;
            for (letter_of, file) in
                [(Letter::Responsibility, "responsibility_letter.jpg"), (Letter::Promise, "promise_letter.jpg")]
            {
                let fault = if unsigned { Fault::Unsigned } else { Fault::None };
                let day = (day.year(), day.month(), day.day());
                let order = Order {
                    letter: letter_of,
                    fault,
                    name: &name,
                    domain: &domain,
                    day,
                    split: Split::Tuning,
                    seed: 20,
                };
                let path = out.join(file);
                std::fs::write(&path, letter(&order))?;
                println!("{}", path.display());
            }
            Ok(true)
        }
        Command::Eval { seed, count, split, only, keep, gate, pack } => {
            let mut right = true;
            for split in split.list() {
                right &= eval(&pack, *split, seed, count, only.as_deref(), keep.as_deref())?;
            }
            Ok(right || !gate)
        }
    }
}

const NAMES: [&str; 6] = ["李安", "孙熙博", "欧阳春晓", "王小明", "赵一", "陈思远"];

fn eval(pack: &Path, split: Split, seed: u64, count: u64, only: Option<&str>, keep: Option<&Path>) -> Result<bool> {
    if let Some(folder) = keep {
        std::fs::create_dir_all(folder)?;
    }
    let profile = Profile::named("generic", None)?;
    println!("{split:?}, seed {seed}: kind, judged rightly, of");
    let mut all = true;
    for (fault, name, wanted) in Fault::ALL.into_iter().filter(|(_, name, _)| only.is_none_or(|only| only == *name)) {
        let mut right = 0;
        let mut blurs: Vec<f32> = Vec::new();
        for i in 0..count {
            let letter_of = if i % 2 == 0 { Letter::Promise } else { Letter::Responsibility };
            let signer = NAMES
                .get((i as usize + usize::from(split == Split::Held) * 3) % NAMES.len())
                .copied()
                .unwrap_or("李安");
            let order = Order {
                letter: letter_of,
                fault,
                name: signer,
                domain: "example.cn",
                day: (2026, 11, 3),
                split,
                seed: seed * 1000 + i,
            };
            let jpeg = letter(&order);
            if let Some(folder) = keep {
                std::fs::write(folder.join(format!("{split:?}-{name}-{i}.jpg")), &jpeg)?;
            }
            let mut session = LetterSession::open(pack, 2)?;
            session.page(&Scanner::decode(&jpeg)?)?;
            let step = if letter_of == Letter::Promise { Step::PromiseLetter } else { Step::ResponsibilityLetter };
            let report = session.finish(step, &profile);
            let errors: Vec<&Finding> = report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
            let fits = if wanted.is_empty() {
                errors.is_empty()
            } else {
                errors.iter().any(|f| wanted.contains(&f.code.as_str()))
            };
            blurs.extend(report.pages.first().and_then(|page| page.blur_ratio));
            right += u64::from(fits);
            if !fits {
                let page = report.pages.first().ok_or("no page")?;
                let said: Vec<String> =
                    report.findings.iter().map(|f| format!("{} {:?}", f.code.as_str(), f.figures)).collect();
                println!(
                    "  {split:?}-{name}-{i}: {said:?}; line {:?} px, blur {:?}, L* {:.0}, contrast {:?}, {} lines, ink {:?}",
                    page.line_height_px,
                    page.blur_ratio,
                    page.paper_lightness,
                    page.print_contrast,
                    page.lines.len(),
                    page.ink
                );
            }
        }
        all &= right == count;
        let (least, most) = blurs.iter().fold((f32::MAX, 0.0f32), |(a, b), v| (a.min(*v), b.max(*v)));
        println!("  {name:<12} {right:>3} {count:>3}   blur {least:.3} to {most:.3} of a line");
    }
    Ok(all)
}
