//! Measures the guide on invented names and drawn icons.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::Subcommand;
use heyan::rules::Code;
use heyan::rules::guide::icon::{IconLimits, judge};
use heyan::vision::frame::DecodeLimits;
use heyan::vision::icon::measure;
use heyan_tests::guide::icons::{Glyph, icons};
use heyan_tests::guide::names::{Outcome, outcome, table};

/// Names that are allowed and refused all the same, at most.
const MOST_FALSE_NAMES: f64 = 0.02;
/// Badges found, at least.
const LEAST_BADGES: f64 = 0.95;
/// Icons without a badge where one is found, at most.
const MOST_FALSE_BADGES: f64 = 0.03;

/// What to do with them.
#[derive(Subcommand)]
pub enum Command {
    /// Measure the guide.
    Eval {
        /// The seed of the icons.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Icons.
        #[arg(long, default_value_t = 40)]
        count: u64,
        /// Keep the icons in this folder.
        #[arg(long)]
        keep: Option<PathBuf>,
    },
}

/// Whether all held.
pub fn run(command: Command) -> Result<bool, Box<dyn Error>> {
    let Command::Eval { seed, count, keep } = command;
    let names = of_names();
    Ok(of_icons(seed, count, keep)? && names)
}

fn of_names() -> bool {
    let mut good = true;
    println!("names        refused  found  other reason  missed   allowed  false alarms");
    for held in [false, true] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for named in table().into_iter().filter(|named| named.held == held) {
            let key = match outcome(&named) {
                Outcome::Found => "found",
                Outcome::FoundOtherwise => "other",
                Outcome::Missed => "missed",
                Outcome::Passed => "passed",
                Outcome::FalseAlarm => "false",
            };
            *counts.entry(key).or_default() += 1;
            if ["other", "missed", "false"].contains(&key) {
                println!("  {key}: {} ({}): {:?}", named.name, named.kind, named.judged());
            }
        }
        let of = |key: &str| counts.get(key).copied().unwrap_or(0);
        let refused = of("found") + of("other") + of("missed");
        let allowed = of("passed") + of("false");
        let split = if held { "held out" } else { "tuned" };
        println!(
            "{split:10} {refused:9} {:6} {:13} {:7} {allowed:9} {:13}",
            of("found"),
            of("other"),
            of("missed"),
            of("false")
        );
        good &= of("missed") == 0 && of("other") == 0 && of("false") as f64 <= MOST_FALSE_NAMES * allowed as f64;
    }
    good
}

fn of_icons(seed: u64, count: u64, keep: Option<PathBuf>) -> Result<bool, Box<dyn Error>> {
    let mut good = true;
    if let Some(dir) = &keep {
        fs::create_dir_all(dir)?;
    }
    let limits = DecodeLimits::default();
    println!("icons        badges  found    without  false    like a system's  told    others  told");
    for held in [false, true] {
        let (mut badges, mut found, mut without, mut wrong) = (0, 0, 0, 0);
        let (mut system, mut told, mut others, mut told_of_others) = (0, 0, 0, 0);
        for icon in icons(seed, count).into_iter().filter(|icon| icon.held == held) {
            if let Some(dir) = &keep {
                fs::write(dir.join(format!("{:03}-{:?}.png", icon.number, icon.corner)), &icon.png)?;
            }
            let measured = measure(&icon.png, &limits)?;
            let findings = judge(&measured.figures, &IconLimits::default());
            let has = |code: Code| findings.iter().any(|finding| finding.code == code);
            let badge = has(Code::FilingIconBadge);
            if icon.has_badge() {
                (badges, found) = (badges + 1, found + usize::from(badge));
            } else {
                (without, wrong) = (without + 1, wrong + usize::from(badge));
            }
            if badge != icon.has_badge() {
                println!(
                    "  {:03} {:?} {:?}: {:?}",
                    icon.number, icon.corner, icon.glyph, measured.figures.corner_patches
                );
            }
            let like = usize::from(has(Code::FilingIconSystem));
            match icon.glyph {
                Glyph::System(app) => {
                    (system, told) = (system + 1, told + like);
                    if like == 0 {
                        println!("  {:03} not like {app:?}: {:?}", icon.number, measured.figures.likeness);
                    }
                }
                Glyph::Own(kind) => {
                    (others, told_of_others) = (others + 1, told_of_others + like);
                    if like > 0 {
                        println!(
                            "  {:03} own shape {kind} told as a system's: {:?}",
                            icon.number, measured.figures.likeness
                        );
                    }
                }
            }
        }
        let split = if held { "held out" } else { "tuned" };
        println!(
            "{split:10} {badges:8} {found:6} {without:10} {wrong:6} {system:18} {told:5} {others:9} {told_of_others:5}"
        );
        good &= found as f64 >= LEAST_BADGES * badges as f64 && wrong as f64 <= MOST_FALSE_BADGES * without as f64;
    }
    Ok(good)
}
