//! `heyan portrait`: pictures, or the best moment of recordings, judged as portraits.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use heyan::PortraitSession;
use heyan::portrait::{BestMoment, Moment, export};
use heyan::rules::Verdict;
use heyan::rules::portrait::Profile;
use heyan::rules::words::Lang;
use heyan::vision::frame::{DecodeLimits, PictureError, decode};
use serde_json::json;

use crate::args::portrait::PortraitArgs;
use crate::judged::Judged;
use crate::outcome::Outcome;
use crate::report::Report;
use crate::terminal::{Output, colour, complain, shown};
use crate::video::Video;
use crate::{input, labels, pack, text};

/// What stops one input, and what stops them all.
enum Stop {
    Input(String),
    Run(String),
}

/// Judges as `args` say. Everything to tell has been told when it returns.
pub fn run(args: &PortraitArgs) -> Outcome {
    let lang = args.host.lang();
    if args.export.is_some() && args.inputs.len() > 1 {
        complain(&labels::one_export(lang));
        return Outcome::Failed;
    }
    let mut report = None;
    if let Some(dir) = &args.report {
        match Report::create(dir, lang, None) {
            Ok(made) => report = Some((dir, made)),
            Err(error) => {
                complain(&labels::report_error(dir, &error.to_string(), lang));
                return Outcome::Failed;
            }
        }
    }
    let mut desk = PortraitRun { args, lang, session: None, output: Output::default(), outcome: Outcome::Accepted };
    for path in &args.inputs {
        let name = shown(path);
        match desk.judge(path) {
            Ok(judged) => {
                desk.tell(&name, &judged);
                desk.hand_in(&name, &judged);
                if let Some((dir, made)) = &mut report
                    && let Err(error) = made.add_portrait(&name, &judged, &args.profile.limits)
                {
                    desk.failed(&labels::report_error(dir, &error.to_string(), lang));
                    report = None;
                }
            }
            Err(Stop::Input(cause)) => {
                desk.failed(&format!("{name}: {cause}"));
                if let Some((_, made)) = &mut report {
                    made.unreadable(&name, &cause);
                }
            }
            Err(Stop::Run(cause)) => {
                desk.failed(&cause);
                // Without models the rest would only repeat this.
                return desk.outcome;
            }
        }
        if desk.output.closed() && report.is_none() {
            break;
        }
    }
    if let Some((dir, made)) = report
        && let Err(error) = made.finish()
    {
        desk.failed(&labels::report_error(dir, &error.to_string(), lang));
    }
    desk.outcome
}

/// One run over a list of inputs.
struct PortraitRun<'a> {
    args: &'a PortraitArgs,
    lang: Lang,
    /// Opened with the first input that can be read.
    session: Option<PortraitSession>,
    output: Output,
    outcome: Outcome,
}

impl PortraitRun<'_> {
    fn judge(&mut self, path: &Path) -> Result<Judged, Stop> {
        if is_video(path) {
            return self.judge_video(path);
        }
        let bytes = input::read(path).map_err(|error| Stop::Input(labels::input_error(&error, self.lang)))?;
        let begun = std::time::Instant::now();
        let picture = match decode(&bytes, &DecodeLimits::default()) {
            Ok(picture) => picture.timed(begun.elapsed().as_secs_f64() * 1e3),
            Err(PictureError::Format { format: "a video" }) => return self.judge_video(path),
            Err(error) => return Err(Stop::Input(error.to_string())),
        };
        drop(bytes);
        let judged = self.session()?.judge_and_map(&picture);
        let (report, map) = judged.map_err(|e| Stop::Run(labels::pack_broken(&e.to_string(), self.lang)))?;
        Ok(Judged { picture, report, map, moments: None })
    }

    fn judge_video(&mut self, path: &Path) -> Result<Judged, Stop> {
        let lang = self.lang;
        let failed = |error| Stop::Input(labels::video_error(&error, lang));
        let mut video = Video::open(path).map_err(failed)?;
        let mut best = BestMoment::default();
        self.session()?;
        while let Some(frame) = video.frame().map_err(failed)? {
            let at_ms = frame.at_ms();
            if !best.wants(at_ms) {
                continue;
            }
            let Some(picture) = frame.picture() else { continue };
            let session = self.session()?;
            best.take(session, picture, at_ms).map_err(|e| Stop::Run(labels::pack_broken(&e.to_string(), lang)))?;
        }
        let (kept, moments) =
            best.finish().ok_or_else(|| Stop::Input(labels::video_error(&crate::video::VideoError::NoFrames, lang)))?;
        Ok(Judged { picture: kept.picture, report: kept.report, map: kept.map, moments: Some((kept.at_ms, moments)) })
    }

    fn session(&mut self) -> Result<&mut PortraitSession, Stop> {
        match &mut self.session {
            Some(session) => Ok(session),
            none => {
                let host = &self.args.host;
                let folder = pack::find(host.pack.as_deref(), self.lang).map_err(Stop::Run)?;
                let session = PortraitSession::open(&folder, host.threads(), self.args.profile.limits.clone());
                let session = session.map_err(|e| Stop::Run(labels::pack_broken(&e.to_string(), self.lang)))?;
                Ok(none.insert(if self.args.ofiq { session.scoring() } else { session }))
            }
        }
    }

    fn tell(&mut self, name: &str, judged: &Judged) {
        if judged.report.verdict != Verdict::Accept {
            self.note(Outcome::Refused);
        }
        let told = if self.args.json {
            let mut object = judged.report.to_json(name, self.lang);
            if let Some(object) = object.as_object_mut() {
                object.insert("profile".into(), json!(self.args.profile.name));
                if let Some((at_ms, moments)) = &judged.moments {
                    object.insert("at_ms".into(), json!(at_ms));
                    object.insert("moments".into(), moments.iter().map(Moment::to_json).collect());
                }
            }
            object.to_string()
        } else {
            let moments = judged.moments.as_ref().map(|(at, moments)| (*at, moments.as_slice()));
            text::portrait(name, &judged.report, moments, self.lang, colour()) + "\n"
        };
        if let Err(error) = self.output.line(&told) {
            self.failed(&labels::output_error(&error.to_string(), self.lang));
        }
    }

    /// Writes the picture that is handed in, when one is asked for and this one would be accepted.
    fn hand_in(&mut self, name: &str, judged: &Judged) {
        let Some(path) = &self.args.export else { return };
        if judged.report.verdict != Verdict::Accept {
            complain(&labels::not_exported(name, path, self.lang));
            return;
        }
        let Profile { export: size, .. } = &self.args.profile;
        let written = export(&judged.picture, &judged.report, size)
            .map_err(|e| e.to_string())
            .and_then(|bytes| write(path, &bytes).map_err(|e| e.to_string()));
        if let Err(cause) = written {
            self.failed(&labels::export_error(path, &cause, self.lang));
        }
    }

    fn failed(&mut self, cause: &str) {
        complain(cause);
        self.note(Outcome::Failed);
    }

    fn note(&mut self, outcome: Outcome) {
        self.outcome = self.outcome.max(outcome);
    }
}

/// By the name: what holds a video cannot be told from its first bytes without a reader for each container.
fn is_video(path: &Path) -> bool {
    const VIDEOS: [&str; 8] = ["mp4", "mov", "m4v", "avi", "webm", "mkv", "3gp", "y4m"];
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    VIDEOS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Writes a file whole or not at all; it holds a face, so it is the owner's alone.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let mut file = tempfile::Builder::new().prefix(".heyan-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    let file: File = file.persist(path).map_err(|e| e.error)?;
    file.sync_all()
}
