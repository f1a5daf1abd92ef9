//! `heyan liveness`: a video or a camera through the face check.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use heyan::rules::Verdict;
use heyan::rules::liveness::{Challenge, Limits, Live, trace};
use heyan::rules::words::{Lang, Words};
use heyan::{LivenessReport, LivenessSession};

use crate::args::liveness::LivenessArgs;
use crate::outcome::Outcome;
use crate::record::Record;
use crate::report::{Report, ReportError};
use crate::terminal::{Output, colour, complain, shown};
use crate::video::{Video, VideoError};
use crate::{labels, pack, text};

/// The name that stands for a webcam.
const CAMERA: &str = "camera";

/// Judges as `args` say. Everything to tell has been told when it returns.
pub fn run(args: &LivenessArgs) -> Outcome {
    match judge(args) {
        Ok(verdict) => verdict.into(),
        Err(cause) => {
            complain(&cause);
            Outcome::Failed
        }
    }
}

fn judge(args: &LivenessArgs) -> Result<Verdict, String> {
    let lang = args.host.lang();
    let name = shown(&args.video);
    let from_camera = args.video.as_os_str() == CAMERA;
    let report_failed = |error: &ReportError, dir: &Path| labels::report_error(dir, &error.to_string(), lang);
    let mut report = None;
    if let Some(dir) = &args.report {
        report = Some((dir, Report::create(dir, lang, None).map_err(|e| report_failed(&e, dir))?));
    }
    let video_failed = |error: VideoError| format!("{name}: {}", labels::video_error(&error, lang));
    let mut video = if from_camera { Video::camera() } else { Video::open(&args.video) }.map_err(video_failed)?;

    let folder = pack::find(args.host.pack.as_deref(), lang)?;
    let challenge = challenge(args)?;
    let mut limits = if from_camera { Limits::live() } else { Limits::default() };
    limits.presence.drill = f64::from(u8::from(args.drill));
    let broken = |cause: String| labels::pack_broken(&cause, lang);
    let session =
        LivenessSession::open(&folder, args.host.threads(), challenge, limits).map_err(|e| broken(e.to_string()))?;
    let trace_failed = |error: io::Error, path: &Path| labels::trace_error(path, &error.to_string(), lang);
    let mut saved = match &args.trace {
        Some(path) => Some((path, TraceFile::begin(path, &session).map_err(|e| trace_failed(e, path))?)),
        None => None,
    };
    let mut record = report.is_some().then(Record::default);
    let mut prompter = Prompter::new(lang, from_camera && !args.json);
    let mut each = |live: &Live, session: &LivenessSession| {
        prompter.tell(live);
        match (&mut saved, session.observation()) {
            (Some((path, file)), Some(seen)) => file.line(&trace::line(seen)).map_err(|e| trace_failed(e, path)),
            _ => Ok(()),
        }
    };
    let done = watch(&mut video, session, record.as_mut(), &mut each).map_err(|stop| match stop {
        Stop::Video(error) => video_failed(error),
        Stop::Models(cause) => broken(cause),
        Stop::Told(cause) => cause,
    })?;
    if let Some((path, file)) = saved {
        file.finish().map_err(|e| trace_failed(e, path))?;
    }
    let told = told(&name, &done, lang, args.json);
    Output::default().line(&told).map_err(|e| labels::output_error(&e.to_string(), lang))?;
    if let (Some((dir, mut report)), Some(record)) = (report, record) {
        report.add_run(&name, &done, &record).map_err(|e| report_failed(&e, dir))?;
        report.finish().map_err(|e| report_failed(&e, dir))?;
    }
    Ok(done.outcome.verdict)
}

/// What stops a run.
pub(crate) enum Stop {
    /// The video.
    Video(VideoError),
    /// The models.
    Models(String),
    /// What was to be done with a frame; already in words.
    Told(String),
}

/// Takes `video` through `session` to its end, or a camera until all is decided; `each` hears of every frame.
pub(crate) fn watch(
    video: &mut Video,
    mut session: LivenessSession,
    mut record: Option<&mut Record>,
    each: &mut dyn FnMut(&Live, &LivenessSession) -> Result<(), String>,
) -> Result<LivenessReport, Stop> {
    let camera = video.is_camera();
    while let Some(frame) = video.frame().map_err(Stop::Video)? {
        let live = session.submit(&frame).map_err(|e| Stop::Models(e.to_string()))?;
        each(&live, &session).map_err(Stop::Told)?;
        if let Some(record) = &mut record {
            record.take(&live, &session, &frame);
        }
        // A recording is watched to its end: who is in it must stay the same person.
        if camera && live.ended {
            break;
        }
    }
    Ok(session.finish())
}

/// The result as JSON or for a person.
pub(crate) fn told(name: &str, report: &LivenessReport, lang: Lang, json: bool) -> String {
    if json { report.to_json(name, lang).to_string() } else { text::run(name, report, lang, colour()) + "\n" }
}

fn challenge(args: &LivenessArgs) -> Result<Challenge, String> {
    if !args.actions.is_empty() {
        return Challenge::of(args.actions.clone()).map_err(|e| e.to_string());
    }
    let seed = args.seed.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // The nanoseconds alone would repeat within a second.
        now.as_secs().rotate_left(32) ^ u64::from(now.subsec_nanos())
    });
    Ok(Challenge::drawn(seed, Challenge::USUAL_ACTIONS))
}

/// A trace that stands only when it is whole.
struct TraceFile {
    out: BufWriter<tempfile::NamedTempFile>,
    path: std::path::PathBuf,
}

impl TraceFile {
    fn begin(path: &Path, session: &LivenessSession) -> io::Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = Self { out: BufWriter::new(tempfile::NamedTempFile::new_in(folder)?), path: path.to_path_buf() };
        file.line(&session.trace_header())?;
        Ok(file)
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    fn finish(self) -> io::Result<()> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let file: File = file.persist(&self.path).map_err(|e| e.error)?;
        file.sync_all()
    }
}

/// Tells the person before the camera what to do, once for each change.
struct Prompter {
    words: Words,
    speaks: bool,
    last: String,
}

impl Prompter {
    fn new(lang: Lang, speaks: bool) -> Self {
        Self { words: Words::new(lang), speaks, last: String::new() }
    }

    fn tell(&mut self, live: &Live) {
        if !self.speaks {
            return;
        }
        let hint = self.words.hint(live.hint, live.asked);
        if hint != self.last {
            // Nobody there to be told is no reason to stop.
            let _ = writeln!(io::stderr().lock(), "{hint}");
            self.last = hint;
        }
    }
}
