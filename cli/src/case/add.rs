//! `heyan case add`: the files of one step.

use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use heyan::case::{Judge, StepJudged, judge, leave_file_to_profile, script_of};
use heyan::rules::document::DocumentKind;
use heyan::rules::filing::{FileFacts, FileForm};
use heyan::rules::liveness::{Action, Challenge, Live};
use heyan::rules::words::{Lang, Words};
use heyan::vault::{Case, Judgement};
use heyan::vision::frame::Picture;
use heyan::{
    LetterError, LetterReport, LetterSession, LivenessReport, LivenessSession, Material, PortraitError, PortraitReport,
    PortraitSession, ScanError, ScanOptions, ScanReport, Scanner, StatementReport,
};
use jiff::Timestamp;

use super::args::AddArgs;
use super::{failed, open, print, told};
use crate::input::{self, InputError};
use crate::labels::{self, case as own};
use crate::outcome::Outcome;
use crate::terminal::{colour, shown};
use crate::video::Video;
use crate::{liveness, pack, statement};

/// One file of the step, opened once: what is judged is what is kept.
struct Taken {
    path: PathBuf,
    source: Source,
    facts: FileFacts,
}

enum Source {
    /// A picture, whole in memory.
    Bytes(Cursor<Vec<u8>>),
    /// A recording.
    Stream(File),
}

impl Source {
    fn reader(&mut self) -> &mut dyn Read {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Stream(file) => file,
        }
    }
}

pub(super) fn add(args: &AddArgs) -> Result<Outcome, String> {
    let lang = args.common.host.lang();
    let mut case = open(&args.dir, &args.key, lang)?;
    let mut taken = args.files.iter().map(|path| take(path, lang)).collect::<Result<Vec<_>, _>>()?;
    let judged = judged(args, &case, &mut taken, lang)?;
    let judgement = judged.judgement(args.force);
    if let Some(judgement) = judgement {
        let files = taken.iter_mut().map(|taken| taken.source.reader()).collect();
        judged
            .record(&mut case, judgement, files, Timestamp::now())
            .map_err(|error| failed(&args.dir, &error, lang))?;
    }
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

fn take(path: &Path, lang: Lang) -> Result<Taken, String> {
    let name = shown(path);
    let fault = |error: InputError| format!("{name}: {}", labels::input_error(&error, lang));
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
    let mut file = File::open(path).map_err(io)?;
    let mut start = [0; 16];
    let mut filled = 0;
    while let Some(rest) = start.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest).map_err(io)? {
            0 => break,
            read => filled += read,
        }
    }
    let form = start.get(..filled).and_then(FileForm::of);
    std::io::Seek::rewind(&mut file).map_err(io)?;
    let recording =
        matches!(form, Some(FileForm::Mp4 | FileForm::Mov | FileForm::Webm | FileForm::Avi | FileForm::Flv));
    let facts = FileFacts { form, bytes: metadata.len(), size_px: None, duration_s: None };
    let source = if recording || metadata.len() > input::LIMIT_BYTES {
        Source::Stream(file)
    } else {
        Source::Bytes(Cursor::new(input::read(path).map_err(fault)?))
    };
    Ok(Taken { path: path.to_path_buf(), source, facts })
}

fn judged(args: &AddArgs, case: &Case, taken: &mut [Taken], lang: Lang) -> Result<StepJudged, String> {
    let today = args.common.today();
    let step = args.step;
    let conclude = |taken: &[Taken], material: &Material<'_>| {
        let facts: Vec<FileFacts> = taken.iter().map(|taken| taken.facts).collect();
        judge(case, step, &facts, material, today)
    };
    match (Judge::of(step), taken) {
        (Judge::Document(kind), [one]) => {
            let scanned = scan(args, case, kind, one, lang)?;
            Ok(conclude(std::slice::from_ref(one), &Material::Document(&scanned)))
        }
        (Judge::Portrait, [one]) => {
            let seen = check_portrait(args, case, one, lang)?;
            Ok(conclude(std::slice::from_ref(one), &Material::Portrait(&seen)))
        }
        (Judge::Liveness, [one]) => {
            let run = check_face(args, case, one, lang)?;
            Ok(conclude(std::slice::from_ref(one), &Material::Liveness(&run)))
        }
        (Judge::Statement, [one]) => {
            let read = check_statement(args, case, one, lang)?;
            Ok(conclude(std::slice::from_ref(one), &Material::Statement(&read)))
        }
        // This build draws no PDF: the profile says whether it takes one, and that nobody has looked inside is said.
        (Judge::Letter, pages) if pages.iter().any(|page| page.facts.form == Some(FileForm::Pdf)) => {
            Ok(conclude(pages, &Material::Unjudged))
        }
        (Judge::Letter, pages) => {
            let seen = check_paper(args, case, pages, lang)?;
            Ok(conclude(pages, &Material::Letter(&seen)))
        }
        // That there are too many is told; which of them is meant nobody knows.
        (_, taken) => Ok(conclude(taken, &Material::Unjudged)),
    }
}

/// The picture of `taken`; its size is noted for the profile.
fn picture(taken: &mut Taken, lang: Lang) -> Result<Picture, String> {
    let name = shown(&taken.path);
    let Source::Bytes(bytes) = &taken.source else {
        return Err(format!("{name}: {}", own::no_picture(lang)));
    };
    let picture = Scanner::decode(bytes.get_ref()).map_err(|error| format!("{name}: {error}"))?;
    taken.facts.size_px = Some((picture.width(), picture.height()));
    Ok(picture)
}

fn scan(args: &AddArgs, case: &Case, kind: DocumentKind, taken: &mut Taken, lang: Lang) -> Result<ScanReport, String> {
    let picture = picture(taken, lang)?;
    let stop = |error: ScanError| match error {
        ScanError::Picture(cause) => format!("{}: {cause}", shown(&taken.path)),
        ScanError::Models(cause) => labels::pack_broken(&cause, lang),
    };
    let folder = pack::find(args.common.host.pack.as_deref(), lang)?;
    let scanner = Scanner::open(&folder, args.common.host.threads()).map_err(stop)?;
    let mut scanner = scanner.judging_by(case.profile().step_limits().document);
    scanner.scan(&picture, &ScanOptions { expect: Some(kind), today: args.common.today() }).map_err(stop)
}

fn check_portrait(args: &AddArgs, case: &Case, taken: &mut Taken, lang: Lang) -> Result<PortraitReport, String> {
    let picture = picture(taken, lang)?;
    let folder = pack::find(args.common.host.pack.as_deref(), lang)?;
    let stop = |error: PortraitError| labels::pack_broken(&error.to_string(), lang);
    let limits = case.profile().step_limits().portrait;
    let mut session = PortraitSession::open(&folder, args.common.host.threads(), limits).map_err(stop)?;
    session.judge(&picture).map_err(stop)
}

fn check_face(args: &AddArgs, case: &Case, taken: &mut Taken, lang: Lang) -> Result<LivenessReport, String> {
    let path = &taken.path;
    let name = shown(path);
    let challenge = Challenge::of(asked(args, case, path, lang)?).map_err(|error| error.to_string())?;
    let video_failed = |error| format!("{name}: {}", labels::video_error(&error, lang));
    let mut video = Video::open(path).map_err(video_failed)?;
    let folder = pack::find(args.common.host.pack.as_deref(), lang)?;
    let broken = |cause: String| labels::pack_broken(&cause, lang);
    let limits = case.profile().step_limits().liveness;
    let session = LivenessSession::open(&folder, args.common.host.threads(), challenge, limits)
        .map_err(|error| broken(error.to_string()))?;
    let mut last_ms = 0;
    let mut each = |_: &Live, session: &LivenessSession| {
        last_ms = session.observation().map_or(last_ms, |seen| seen.at_ms);
        Ok(())
    };
    let report = liveness::watch(&mut video, session, None, &mut each).map_err(|stop| match stop {
        liveness::Stop::Video(error) => video_failed(error),
        liveness::Stop::Models(cause) => broken(cause),
        liveness::Stop::Told(cause) => cause,
    })?;
    taken.facts.duration_s = Some(last_ms as f64 / 1e3);
    Ok(report)
}

fn check_statement(args: &AddArgs, case: &Case, taken: &mut Taken, lang: Lang) -> Result<StatementReport, String> {
    let mut script = match (&args.script, &case.file().asked) {
        (Some(path), _) => {
            let mut script = statement::script(path, &args.field, lang)?;
            case.profile().limit_script(&mut script);
            script
        }
        (None, Some(asked)) => script_of(case, asked)
            .map_err(|error| format!("{}: {}", shown(&args.dir), own::no_script(&error.to_string(), lang)))?,
        (None, None) => return Err(format!("{}: {}", shown(&taken.path), own::which_script(lang))),
    };
    leave_file_to_profile(case, &mut script);
    let folder = pack::find(args.common.host.pack.as_deref(), lang);
    let read = statement::watch(&taken.path, script, folder, args.common.host.threads(), None, lang)?;
    taken.facts.duration_s = Some(read.outcome.duration_ms as f64 / 1e3);
    Ok(read)
}

fn check_paper(args: &AddArgs, case: &Case, pages: &mut [Taken], lang: Lang) -> Result<LetterReport, String> {
    let folder = pack::find(args.common.host.pack.as_deref(), lang)?;
    let stop = |error: LetterError| labels::pack_broken(&error.to_string(), lang);
    let mut session = LetterSession::open(&folder, args.common.host.threads()).map_err(stop)?;
    for page in pages {
        session.page(&picture(page, lang)?).map_err(stop)?;
    }
    Ok(session.finish(args.step, case.profile()))
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

/// The words of a step.
pub(super) fn step_name(judged: &StepJudged, lang: Lang) -> String {
    Words::new(lang).step(judged.step)
}
