//! `heyan case add`: the files of one step.

use std::fs::{self, File};
use std::path::Path;

use heyan::case::{Given, Judge, KeepError, leave_file_to_profile, script_of};
use heyan::rules::liveness::{Action, Challenge, Live};
use heyan::rules::words::Lang;
use heyan::vault::{Case, Judgement};
use heyan::{Intake, IntakeError, LivenessReport, LivenessSession, Material, StatementReport, StepFile};
use jiff::Timestamp;

use super::args::AddArgs;
use super::{failed, open, print, told};
use crate::input::{self, InputError};
use crate::labels::{self, case as own};
use crate::outcome::Outcome;
use crate::terminal::{colour, shown};
use crate::video::Video;
use crate::{liveness, pack, statement};

pub(super) fn add(args: &AddArgs) -> Result<Outcome, String> {
    let lang = args.common.host.lang();
    let mut case = open(&args.dir, &args.key, lang)?;
    let files = args.files.iter().map(|path| opened(path, lang)).collect::<Result<Vec<_>, _>>()?;
    let material = looked_at(args, &case, files, lang)?;
    let mut judged = material.judged(&case, args.common.today());
    let judgement = judged.keep(&mut case, args.force, Timestamp::now()).map_err(|error| match error {
        KeepError::Case(error) => failed(&args.dir, &error, lang),
        KeepError::Again => error.to_string(),
    })?;
    let text = if args.json {
        judged.to_json(judgement, lang).to_string()
    } else {
        told::step(&judged, judgement, lang, colour())
    };
    print(&text, lang)?;
    Ok(match judgement {
        Some(Judgement::Accepted | Judgement::Forced) => Outcome::Accepted,
        None => Outcome::Refused,
    })
}

fn opened(path: &Path, lang: Lang) -> Result<StepFile, String> {
    let fault = |error: InputError| format!("{}: {}", shown(path), labels::input_error(&error, lang));
    let io = |error: std::io::Error| fault(error.into());
    // Before opening: opening a pipe waits for its other end.
    let metadata = fs::metadata(path).map_err(io)?;
    if metadata.is_dir() {
        return Err(fault(InputError::Folder));
    }
    if !metadata.is_file() {
        return Err(fault(InputError::Special));
    }
    if metadata.len() == 0 {
        return Err(fault(InputError::Empty));
    }
    StepFile::opened(File::open(path).map_err(io)?).map_err(io)
}

fn looked_at(args: &AddArgs, case: &Case, files: Vec<StepFile>, lang: Lang) -> Result<Material, String> {
    let intake = Intake::of(case, args.step);
    let threads = args.common.host.threads();
    let pack = || pack::find(args.common.host.pack.as_deref(), lang);
    let broken = |cause: String| labels::pack_broken(&cause, lang);
    let stop = |error: IntakeError| {
        let name = |at: usize| args.files.get(at).map(|path| shown(path)).unwrap_or_default();
        match error {
            IntakeError::Unreadable { at, cause } => {
                format!("{}: {}", name(at), labels::input_error(&cause.into(), lang))
            }
            IntakeError::NoPicture { at } => format!("{}: {}", name(at), own::no_picture(lang)),
            IntakeError::Picture { at, cause } => format!("{}: {cause}", name(at)),
            IntakeError::Models(cause) => broken(cause),
        }
    };
    let failed = |error: &dyn ToString| broken(error.to_string());
    Ok(match (intake.given(files), args.files.first()) {
        (Given::One(Judge::Document(_), file), _) => match intake.open_scan(&pack()?, threads, args.common.today()) {
            Some(session) => intake.document(file, &mut session.map_err(|error| failed(&error))?).map_err(stop)?,
            None => intake.unjudged(vec![file]),
        },
        (Given::One(Judge::Holding(_), file), _) => match intake.open_holding(&pack()?, threads, args.common.today()) {
            Some(session) => intake.holding(file, &mut session.map_err(|error| failed(&error))?).map_err(stop)?,
            None => intake.unjudged(vec![file]),
        },
        (Given::One(Judge::Portrait, file), _) => {
            let mut session = intake.open_portrait(&pack()?, threads).map_err(|error| failed(&error))?;
            intake.portrait(file, &mut session).map_err(stop)?
        }
        (Given::One(Judge::Liveness, file), Some(path)) => {
            intake.liveness(file, &check_face(args, case, &intake, path, lang)?)
        }
        (Given::One(Judge::Statement, file), Some(path)) => {
            intake.statement(file, &check_statement(args, case, &intake, path, lang)?)
        }
        (Given::Pages(pages), _) => {
            let session = intake.open_letter(&pack()?, threads).map_err(|error| failed(&error))?;
            intake.letter(pages, session).map_err(stop)?
        }
        (Given::One(_, file), _) => intake.unjudged(vec![file]),
        (Given::Unjudged(files), _) => intake.unjudged(files),
    })
}

/// Watches the recording at `path`: video is read by name.
fn check_face(args: &AddArgs, case: &Case, intake: &Intake, path: &Path, lang: Lang) -> Result<LivenessReport, String> {
    let challenge = Challenge::of(asked(args, case, path, lang)?).map_err(|error| error.to_string())?;
    let video_failed = |error| format!("{}: {}", shown(path), labels::video_error(&error, lang));
    let mut video = Video::open(path).map_err(video_failed)?;
    let folder = pack::find(args.common.host.pack.as_deref(), lang)?;
    let broken = |cause: String| labels::pack_broken(&cause, lang);
    let session = intake
        .open_liveness(&folder, args.common.host.threads(), challenge)
        .map_err(|error| broken(error.to_string()))?;
    let mut each = |_: &Live, _: &LivenessSession| Ok(());
    liveness::watch(&mut video, session, None, &mut each).map_err(|stop| match stop {
        liveness::Stop::Video(error) => video_failed(error),
        liveness::Stop::Models(cause) => broken(cause),
        liveness::Stop::Told(cause) => cause,
    })
}

/// Watches and hears the recording at `path`.
fn check_statement(
    args: &AddArgs,
    case: &Case,
    intake: &Intake,
    path: &Path,
    lang: Lang,
) -> Result<StatementReport, String> {
    let mut script = match (&args.script, &case.file().asked) {
        (Some(path), _) => {
            let mut script = statement::script(path, &args.field, lang)?;
            case.profile().limit_script(&mut script);
            script
        }
        (None, Some(asked)) => script_of(case, asked)
            .map_err(|error| format!("{}: {}", shown(&args.dir), own::no_script(&error.to_string(), lang)))?,
        (None, None) => return Err(format!("{}: {}", shown(path), own::which_script(lang))),
    };
    leave_file_to_profile(case, &mut script);
    let open = || {
        let folder = pack::find(args.common.host.pack.as_deref(), lang)?;
        let session = intake.open_statement(&folder, args.common.host.threads(), script);
        session.map_err(|error| labels::pack_broken(&error.to_string(), lang))
    };
    statement::watch(path, open, None, lang)
}

/// What was asked in the recording: by who recorded it, who may have noted it beside the video, else by the case.
fn asked(args: &AddArgs, case: &Case, path: &Path, lang: Lang) -> Result<Vec<Action>, String> {
    if !args.actions.is_empty() {
        return Ok(args.actions.clone());
    }
    let beside = path.with_extension("actions");
    if !beside.is_file() {
        let asked = case.file().asked.as_ref().map(|asked| asked.actions.clone());
        return asked.ok_or_else(|| format!("{}: {}", shown(path), own::which_actions(lang)));
    }
    let name = shown(&beside);
    let text = input::read(&beside).map_err(|error| format!("{name}: {}", labels::input_error(&error, lang)))?;
    let text = String::from_utf8_lossy(&text);
    text.trim().split(',').map(str::parse).collect::<Result<_, _>>().map_err(|error| format!("{name}: {error}"))
}
