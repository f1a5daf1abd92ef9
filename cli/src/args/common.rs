//! What several jobs have in common.

use std::path::PathBuf;
use std::thread;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use heyan::rules::Date;
use heyan::rules::liveness::Action;
use heyan::rules::words::Lang;

use crate::locale;

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

pub(super) fn lang_parser() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["zh", "en"]).map(|name| if name == "zh" { Lang::Zh } else { Lang::En })
}

pub(crate) fn parse_field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "expected NAME=VALUE, as code=4812".to_owned())?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Only the form with dashes: the date library would also take a time or `20240611`.
pub(crate) fn parse_day(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let day = shaped.then(|| text.parse::<Date>().ok()).flatten();
    day.ok_or_else(|| "expected a day of the calendar as YYYY-MM-DD, as 2026-03-01".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_days() {
        assert!(parse_day("2024-02-29").is_ok());
        for text in ["2023-02-29", "20240229", "2024-2-29", "2024-02-29T10:00", "+024-02-29", "today", ""] {
            assert!(parse_day(text).is_err(), "{text}");
        }
    }
}
