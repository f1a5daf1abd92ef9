//! What can be asked for on the command line.

use std::path::PathBuf;
use std::thread;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use heyan::rules::Date;
use heyan::rules::document::DocumentKind;
use heyan::rules::liveness::Action;
use heyan::rules::portrait::Profile;
use heyan::rules::words::Lang;

use crate::case::args::{CaseArgs, ProfileArgs};
use crate::locale;

/// Checks identity pictures before they are handed in. Everything is computed on this machine.
#[derive(Debug, Parser)]
#[command(name = "heyan", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The jobs there are.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read and check pictures of documents
    ///
    /// Prints a verdict with fields and findings for every picture.
    /// Exit code: 0 all accepted, 1 any to be retaken or rejected, 2 any that cannot be read.
    Scan(ScanArgs),
    /// Judge a recording of the face check: nod, turn, tilt
    ///
    /// Follows the face through the video, or through what a webcam sees (`camera`), and tells for every action that is
    /// asked what was seen. An action is asked as soon as the one before it has ended.
    /// Exit code: 0 accepted, 1 to be done again or rejected, 2 a video that cannot be read.
    Liveness(LivenessArgs),
    /// Judge portraits: white wall, both shoulders, room above the head
    ///
    /// Says of every picture what a reviewer would refuse, where, and how to mend it. Of a recording the best moment is
    /// judged, and why the others were worse is told.
    /// Exit code: 0 all accepted, 1 any to be taken again, 2 any that cannot be read.
    Portrait(Box<PortraitArgs>),
    /// Judge a saved trace of the face check again, without pictures or models
    Replay(ReplayArgs),
    /// Judge a recording of the person reading the promise statement
    ///
    /// Counts what is heard against the text, and looks whether one person was there all the time whose lips go with
    /// the voice. Exit code: 0 accepted, 1 to be done again, 2 a file that cannot be read.
    Statement(StatementArgs),
    /// Keep the material of a filing order, encrypted on this device
    Case(CaseArgs),
    /// What providers and provinces ask for
    Profile(ProfileArgs),
    /// Run a sandbox gateway on this machine, to try a submission with
    #[cfg(feature = "sandbox")]
    Gateway(crate::gateway::GatewayArgs),
    /// Scan the sample pictures and write a report to look at
    ///
    /// Reads `pictures/` in the folder and writes `report.html` beside it. The samples hold defects on
    /// purpose: exit code 0 says that the report stands, whatever the verdicts.
    Demo(DemoArgs),
}

/// `heyan scan`.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Pictures to scan: JPEG, PNG or WebP
    #[arg(required = true, value_name = "IMAGE")]
    pub images: Vec<PathBuf>,
    /// The document that every picture should show
    #[arg(long, value_name = "KIND", value_parser = kind_parser())]
    pub expect: Option<DocumentKind>,
    /// Print one JSON object per picture and line
    #[arg(long)]
    pub json: bool,
    /// Write report.html and drawn pictures into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// How to scan and to speak.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// `heyan liveness`.
#[derive(Debug, Args)]
pub struct LivenessArgs {
    /// A video file (mp4, mov, avi, webm), or `camera` for the first webcam
    #[arg(value_name = "VIDEO")]
    pub video: PathBuf,
    /// What to ask, in this order [default: three drawn at random]
    #[arg(long, value_name = "ACTION,...", value_delimiter = ',', num_args = 1.., value_parser = action_parser())]
    pub actions: Vec<Action>,
    /// Fixes the draw of actions
    #[arg(long, value_name = "N", conflicts_with = "actions")]
    pub seed: Option<u64>,
    /// A drill: accept, with a warning, actions that cannot show whether a head or a picture of one does them
    #[arg(long)]
    pub drill: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write report.html with the angles over time and key frames into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Save what was seen of every frame, to judge it again with `heyan replay`
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

/// `heyan portrait`.
#[derive(Debug, Args)]
pub struct PortraitArgs {
    /// Pictures (JPEG, PNG, WebP) or recordings (mp4, mov, avi, webm)
    #[arg(required = true, value_name = "IMAGE|VIDEO")]
    pub inputs: Vec<PathBuf>,
    /// By whose limits to judge, and the size to export: icp, icp-landscape, passport, a provider, or a profile file
    #[arg(long, value_name = "P|FILE", default_value = Profile::NAMES[0], value_parser = portrait_profile)]
    pub profile: Profile,
    /// Print one JSON object per input and line
    #[arg(long)]
    pub json: bool,
    /// Write report.html with drawn pictures into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Write the accepted picture, cut out and sized for the profile, without metadata (one input only)
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

/// `heyan statement`.
#[derive(Debug, Args)]
pub struct StatementArgs {
    /// A video file with sound (mp4, mov, mkv, webm)
    #[arg(value_name = "VIDEO")]
    pub video: PathBuf,
    /// The text: plain text in UTF-8, or a statement profile (`.toml`)
    #[arg(long, value_name = "FILE", required = true)]
    pub script: PathBuf,
    /// A value for a blank of the profile's text, as `--field date=2026年11月24日`
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_field)]
    pub field: Vec<(String, String)>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write report.html with the curves of voice and lips into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

/// `heyan replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The trace
    #[arg(value_name = "TRACE")]
    pub trace: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Language of the messages [default: from the locale, else en]
    #[arg(long, value_name = "zh|en", value_parser = lang_parser())]
    pub lang: Option<Lang>,
}

/// `heyan demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder with the samples in `pictures/`; the report is written into it
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    pub out: PathBuf,
    /// How to scan and to speak.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// What all jobs that scan have in common.
#[derive(Debug, Args)]
pub struct CommonArgs {
    /// The day to judge validity and age on [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub today: Option<Date>,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

impl CommonArgs {
    /// The day to judge on: as asked, else the local day.
    pub fn today(&self) -> Date {
        self.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date())
    }
}

/// How to speak.
#[derive(Debug, Args)]
pub struct SpeechArgs {
    /// Language of the messages [default: from the locale, else en]
    #[arg(long, value_name = "zh|en", value_parser = lang_parser())]
    pub lang: Option<Lang>,
}

impl SpeechArgs {
    /// The language to speak.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(locale::lang)
    }
}

/// How to compute and to speak.
#[derive(Debug, Args)]
pub struct HostArgs {
    /// Language of the messages [default: from the locale, else en]
    #[arg(long, value_name = "zh|en", value_parser = lang_parser())]
    pub lang: Option<Lang>,
    /// Threads for the models [default: 2, or 1 on a single core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
    /// Folder with the models [default: $HEYAN_PACK, else models/pack here or above]
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

impl HostArgs {
    /// The language to speak.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(locale::lang)
    }

    /// How many threads the models may use.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(|| thread::available_parallelism().map_or(1, |n| n.get().min(2)), usize::from)
    }
}

pub(crate) fn action_parser() -> impl TypedValueParser<Value = Action> {
    PossibleValuesParser::new(Action::ALL.map(Action::as_str)).try_map(|name| name.parse::<Action>())
}

fn kind_parser() -> impl TypedValueParser<Value = DocumentKind> {
    PossibleValuesParser::new(DocumentKind::KNOWN.iter().map(|kind| kind.as_str())).map(|name| {
        // The parser before lets only these names through.
        DocumentKind::KNOWN.iter().copied().find(|kind| kind.as_str() == name).unwrap_or(DocumentKind::Unknown)
    })
}

/// Limits and size by one of the names for portraits, or the limits of a provider's profile, built-in or in a file, with the
/// usual size.
fn portrait_profile(word: &str) -> Result<Profile, String> {
    if let Some(profile) = Profile::named(word) {
        return Ok(profile);
    }
    let path = std::path::Path::new(word);
    if !heyan::rules::filing::Profile::names().contains(&word) && !path.exists() && !word.ends_with(".toml") {
        let providers = heyan::rules::filing::Profile::names().join(", ");
        return Err(format!("choose among {}, {providers}, or name a profile file", Profile::NAMES.join(", ")));
    }
    let (provider, _) = crate::profile::load(word, None, locale::lang())?;
    Ok(Profile { name: provider.name.clone().into(), limits: provider.step_limits().portrait, ..Profile::default() })
}

fn lang_parser() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["zh", "en"]).map(|name| if name == "zh" { Lang::Zh } else { Lang::En })
}

pub(crate) fn parse_field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "expected NAME=VALUE, as code=4812".to_owned())?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Only the form with dashes: the date library would also take a time or `20240611`.
fn parse_day(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let day = shaped.then(|| text.parse::<Date>().ok()).flatten();
    day.ok_or_else(|| "expected a day of the calendar as YYYY-MM-DD, as 2026-03-01".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn only_days_of_the_calendar_are_days() {
        assert!(parse_day("2024-02-29").is_ok());
        for text in ["2023-02-29", "20240229", "2024-2-29", "2024-02-29T10:00", "+024-02-29", "today", ""] {
            assert!(parse_day(text).is_err(), "{text}");
        }
    }
}
