//! `heyan replay`: a saved trace, judged again.

use heyan::LivenessReport;
use heyan::rules::words::Lang;

use crate::args::liveness::ReplayArgs;
use crate::liveness::told;
use crate::outcome::Outcome;
use crate::terminal::{Output, complain, shown};
use crate::{input, labels, locale};

/// Judges the trace that `args` name. Everything to tell has been told when it returns.
pub fn run(args: &ReplayArgs) -> Outcome {
    let lang = args.lang.unwrap_or_else(locale::lang);
    match judge(args, lang) {
        Ok(outcome) => outcome,
        Err(cause) => {
            complain(&cause);
            Outcome::Failed
        }
    }
}

fn judge(args: &ReplayArgs, lang: Lang) -> Result<Outcome, String> {
    let name = shown(&args.trace);
    let bytes = input::read(&args.trace).map_err(|e| format!("{name}: {}", labels::input_error(&e, lang)))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{name}: {}", labels::no_trace("UTF-8", lang)))?;
    let report =
        LivenessReport::of_trace(&text).map_err(|e| format!("{name}: {}", labels::no_trace(&e.to_string(), lang)))?;
    Output::default()
        .line(&told(&name, &report, lang, args.json))
        .map_err(|e| labels::output_error(&e.to_string(), lang))?;
    Ok(report.outcome.verdict.into())
}
