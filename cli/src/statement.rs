//! `heyan statement`: a recording of the promise statement, judged.

use std::path::{Path, PathBuf};

use heyan::rules::Verdict;
use heyan::rules::statement::{RecordedFile, Script, Template};
use heyan::rules::words::Lang;
use heyan::{StatementReport, StatementSession};

use crate::args::StatementArgs;
use crate::container::Contents;
use crate::liveness::outcome;
use crate::report::{Report, ReportError};
use crate::scan::Outcome;
use crate::sound::{SoundFault, SoundTrack};
use crate::strip::Strip;
use crate::terminal::{Output, colour, complain, shown};
use crate::video::{Video, VideoError};
use crate::{edits, input, labels, pack, text};

/// Largest script file that is read, bytes; the text in it is bounded by the rules.
const SCRIPT_BYTES: usize = 256 << 10;

/// Judges as `args` say. Everything to tell has been told when it returns.
pub fn run(args: &StatementArgs) -> Outcome {
    match judge(args) {
        Ok(verdict) => outcome(verdict),
        Err(cause) => {
            complain(&cause);
            Outcome::Failed
        }
    }
}

fn judge(args: &StatementArgs) -> Result<Verdict, String> {
    let lang = args.host.lang();
    let name = shown(&args.video);
    let report_failed = |error: &ReportError, dir: &Path| labels::report_error(dir, &error.to_string(), lang);
    let script = script(&args.script, &args.field, lang)?;
    let mut report = None;
    if let Some(dir) = &args.report {
        report = Some((dir, Report::create(dir, lang, None).map_err(|e| report_failed(&e, dir))?));
    }
    let mut strip = report.is_some().then(Strip::default);
    let folder = pack::find(args.host.pack.as_deref(), lang);
    let open = opening(folder, args.host.threads(), script, lang);
    let done = watch(&args.video, open, strip.as_mut(), lang)?;
    let told = told(&name, &done, lang, args.json);
    Output::default().line(&told).map_err(|e| labels::output_error(&e.to_string(), lang))?;
    if let (Some((dir, mut report)), Some(strip)) = (report, strip) {
        report.add_statement(&name, &done, &strip).map_err(|e| report_failed(&e, dir))?;
        report.finish().map_err(|e| report_failed(&e, dir))?;
    }
    Ok(done.outcome.verdict)
}

/// The result as JSON or for a person.
pub(crate) fn told(name: &str, report: &StatementReport, lang: Lang, json: bool) -> String {
    if json { report.to_json(name, lang).to_string() } else { text::statement(name, report, lang, colour()) + "\n" }
}

/// The text in the file at `path`, with `fields` in its blanks.
pub(crate) fn script(path: &Path, fields: &[(String, String)], lang: Lang) -> Result<Script, String> {
    let name = shown(path);
    let bytes = input::read(path).map_err(|e| format!("{name}: {}", labels::input_error(&e, lang)))?;
    if bytes.len() > SCRIPT_BYTES {
        return Err(format!("{name}: {}", labels::script_error("256 KiB", lang)));
    }
    let source = String::from_utf8(bytes).map_err(|_| format!("{name}: {}", labels::script_error("UTF-8", lang)))?;
    let failed =
        |e: heyan::rules::statement::ScriptError| format!("{name}: {}", labels::script_error(&e.to_string(), lang));
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
        let values: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        return Template::parse(&source).and_then(|t| t.fill(&values)).map_err(failed);
    }
    if !fields.is_empty() {
        return Err(format!("{name}: {}", labels::script_error("--field", lang)));
    }
    Script::of_text(&source).map_err(failed)
}

/// Opens a session for `script`, for [`watch`].
pub(crate) fn opening(
    folder: Result<PathBuf, String>,
    threads: usize,
    script: Script,
    lang: Lang,
) -> impl FnOnce() -> Result<StatementSession, String> {
    move || {
        let session = StatementSession::open(&folder?, threads, script);
        session.map_err(|error| labels::pack_broken(&error.to_string(), lang))
    }
}

/// Takes the video at `path` to its end, its sound first, through the session that `open` opens once there is something to
/// take.
pub(crate) fn watch(
    path: &Path,
    open: impl FnOnce() -> Result<StatementSession, String>,
    mut strip: Option<&mut Strip>,
    lang: Lang,
) -> Result<StatementReport, String> {
    let name = shown(path);
    let video_failed = |error: VideoError| format!("{name}: {}", labels::video_error(&error, lang));
    let mut video = Video::open(path).map_err(video_failed)?;
    let contents = Contents::of(path);
    let sound = SoundTrack::open(path, &contents).map_err(|e| format!("{name}: {}", labels::sound_error(&e, lang)))?;
    let broken = |cause: String| labels::pack_broken(&cause, lang);
    let mut session = open()?;
    let starts = edits::starts(path);
    let mut picture_s = starts.picture_s;
    if let Some(sound) = sound {
        let mut each = |sound: &heyan::vision::speech::Sound<'_>| {
            session
                .hear(sound)
                .map(|_| ())
                .map_err(|e| format!("{name}: {}", labels::heard_error(&e.to_string(), lang)))
        };
        // What an edit list says of the picture, or, in a file without one, its first packet.
        picture_s += sound.beginning_at(starts.sound_s).read(&mut each).map_err(|fault| match fault {
            SoundFault::Told(told) => told,
            other => format!("{name}: {}", labels::sound_error(&other, lang)),
        })?;
    }
    video.begins_at(picture_s);
    let fps = video.fps();
    let mut size_px = [0, 0];
    let mut last_ms = 0;
    loop {
        match video.frame().map_err(video_failed)? {
            None => break,
            Some(frame) => {
                size_px = [frame.width(), frame.height()];
                last_ms = frame.at_ms();
                session.see(&frame).map_err(|e| broken(e.to_string()))?;
            }
        }
        if let Some(strip) = &mut strip {
            strip.take(&session, last_ms, video.pixels());
        }
    }
    let bytes = std::fs::metadata(path).map_or(0, |m| m.len());
    let container = contents.named(path.extension().and_then(|e| e.to_str()));
    let duration_s = last_ms as f64 / 1000.0;
    let file = RecordedFile { container, codec: contents.picture, bytes, duration_s, size_px, fps };
    session.finish(Some(&file)).map_err(|e| broken(e.to_string()))
}
