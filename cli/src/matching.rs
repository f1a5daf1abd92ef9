//! `heyan match`: the face on a document beside the face in a picture.

use std::path::Path;

use heyan::rules::Verdict;
use heyan::rules::words::Lang;
use heyan::vision::frame::{DecodeLimits, Picture, decode};
use heyan::{MatchError, MatchReport, Matcher, ScanOptions};

use crate::args::matching::MatchArgs;
use crate::outcome::Outcome;
use crate::report::Report;
use crate::terminal::{Output, colour, complain, shown};
use crate::{input, labels, pack, text};

/// Compares as `args` say. Everything to tell has been told when it returns.
pub fn run(args: &MatchArgs) -> Outcome {
    let lang = args.common.host.lang();
    match compared(args, lang) {
        Ok(verdict) => verdict.into(),
        Err(cause) => {
            complain(&cause);
            Outcome::Failed
        }
    }
}

fn compared(args: &MatchArgs, lang: Lang) -> Result<Verdict, String> {
    let (card, face) = (picture(&args.card, lang)?, picture(&args.face, lang)?);
    let report_error = |error: &dyn std::fmt::Display| {
        labels::report_error(args.report.as_deref().unwrap_or(Path::new("")), &error.to_string(), lang)
    };
    let today = args.common.today();
    let page = args.report.as_ref().map(|dir| Report::create(dir, lang, Some(today))).transpose();
    let page = page.map_err(|e| report_error(&e))?;
    let host = &args.common.host;
    let folder = pack::find(host.pack.as_deref(), lang)?;
    let stop = |error: MatchError| match error {
        MatchError::NoNetwork => labels::no_match_network(&folder, lang),
        MatchError::Models(cause) => labels::pack_broken(&cause, lang),
    };
    let mut matcher = Matcher::open(&folder, host.threads()).map_err(stop)?;
    let options = ScanOptions { expect: None, today };
    let report = matcher.compare(&card, &face, &options).map_err(stop)?;
    let (card_name, face_name) = (shown(&args.card), shown(&args.face));
    tell(args, &report, (&card_name, &face_name), lang)?;
    if let Some(mut page) = page {
        page.add_match((&card_name, &face_name), &face, &report).map_err(|e| report_error(&e))?;
        page.finish().map_err(|e| report_error(&e))?;
    }
    Ok(report.verdict())
}

fn tell(args: &MatchArgs, report: &MatchReport, (card, face): (&str, &str), lang: Lang) -> Result<(), String> {
    let told = if args.json {
        report.to_json(card, face, lang).to_string()
    } else {
        text::matched(card, face, report, lang, colour()) + "\n"
    };
    Output::default().line(&told).map_err(|e| labels::output_error(&e.to_string(), lang))
}

fn picture(path: &Path, lang: Lang) -> Result<Picture, String> {
    let name = shown(path);
    let bytes = input::read(path).map_err(|e| format!("{name}: {}", labels::input_error(&e, lang)))?;
    decode(&bytes, &DecodeLimits::default()).map_err(|e| format!("{name}: {e}"))
}
