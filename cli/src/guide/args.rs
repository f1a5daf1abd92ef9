//! What can be asked of the guide on the command line.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use heyan::rules::Date;
use heyan::rules::guide::{Place, Service, Subject};

use crate::args::common::{SpeechArgs, parse_day, parse_field};

/// `heyan guide`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub struct GuideArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: GuideCommand,
}

/// What the guide tells.
#[derive(Debug, Subcommand)]
pub enum GuideCommand {
    /// Judge the name of a site, app or mini program as a reviewer would
    ///
    /// Exit code: 0 nothing to refuse is known, 1 refused, 2 wrong usage.
    Name(NameArgs),
    /// Judge the icon of an app: size, transparency, badge in a corner, likeness to system apps
    ///
    /// Exit code: 0 nothing to refuse, 1 refused, 2 a file that cannot be read.
    Icon(IconArgs),
    /// The questions to ask before a case is opened, and what their answers mean
    ///
    /// On a terminal the questions are put one by one; else they are answered with --answer, and open ones are told.
    /// Exit code: 0 nothing in the way, 1 something is, or a question is open, 2 wrong usage.
    Check(CheckArgs),
    /// Help by topic; without a topic all of them. Words are searched for, in either language or in pinyin
    Help(HelpArgs),
    /// The statuses of an order: what each means, who acts, how long it takes
    Status(StatusArgs),
}

/// What is filed, by whom and where.
#[derive(Debug, Args)]
pub struct AboutArgs {
    /// What is filed
    #[arg(long = "for", value_name = "site|app|mini_program", default_value = "site", value_parser = service_parser())]
    pub service: Service,
    /// Who files
    #[arg(long, value_name = "individual|unit", default_value = "individual", value_parser = subject_parser())]
    pub subject: Subject,
    /// The province that the order goes to, by its Chinese name or in letters
    #[arg(long, value_name = "P", value_parser = place)]
    pub province: Option<Place>,
    /// The provider (`heyan profile list`), or a file with a profile of your own
    #[arg(long, value_name = "NAME|FILE", default_value = "generic")]
    pub profile: String,
}

/// `heyan guide name`.
#[derive(Debug, Args)]
pub struct NameArgs {
    /// The name
    #[arg(value_name = "NAME", allow_hyphen_values = true)]
    pub name: String,
    /// What is filed.
    #[command(flatten)]
    pub about: AboutArgs,
    /// The domain it is for
    #[arg(long, value_name = "D")]
    pub domain: Option<String>,
    /// The unit's own name
    #[arg(long, value_name = "NAME")]
    pub unit_name: Option<String>,
    /// The unit is a national one
    #[arg(long)]
    pub national: bool,
    /// The approval that a word needs is there
    #[arg(long)]
    pub approved: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan guide icon`.
#[derive(Debug, Args)]
pub struct IconArgs {
    /// The icon, PNG or JPEG
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The provider (`heyan profile list`), or a file with a profile of your own
    #[arg(long, value_name = "NAME|FILE", default_value = "generic")]
    pub profile: String,
    /// Write report.html with the icon drawn into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan guide check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// What is filed.
    #[command(flatten)]
    pub about: AboutArgs,
    /// An answer, as server_months=12 or order_open=no; more of them may follow
    #[arg(long, value_name = "QUESTION=ANSWER", value_parser = parse_field)]
    pub answer: Vec<(String, String)>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan guide help`.
#[derive(Debug, Args)]
pub struct HelpArgs {
    /// The topic, or words to search for
    #[arg(value_name = "TOPIC")]
    pub topic: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan guide status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The status, as the provider's page shows it or its system codes it; without it all of them
    #[arg(value_name = "STATUS")]
    pub status: Option<String>,
    /// The provider whose word or code it is
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(["huawei", "tencent", "wechat"]))]
    pub provider: Option<String>,
    /// Since which day it stands so: the days of the answer are reckoned
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub since: Option<Date>,
    /// The text of a refusal, or the code of a face check: which step to do again
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

fn service_parser() -> impl TypedValueParser<Value = Service> {
    // The parser before lets only these names through.
    PossibleValuesParser::new(Service::ALL.map(Service::as_str))
        .map(|word| Service::ALL.into_iter().find(|one| one.as_str() == word).unwrap_or_default())
}

fn subject_parser() -> impl TypedValueParser<Value = Subject> {
    PossibleValuesParser::new(["individual", "unit"])
        .map(|word| if word == "unit" { Subject::Unit } else { Subject::Individual })
}

fn place(word: &str) -> Result<Place, String> {
    word.parse()
}
