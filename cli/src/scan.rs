//! `heyan scan`: the loop over files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use heyan::rules::document::DocumentKind;
use heyan::rules::liveness::{Action, Challenge, Limits};
use heyan::rules::portrait;
use heyan::rules::words::Lang;
use heyan::rules::{Date, Verdict};
use heyan::vision::frame::{DecodeLimits, Picture, decode};
use heyan::{LivenessReport, LivenessSession, PortraitSession, ScanError, ScanOptions, ScanReport, Scanner};

use crate::args::{CommonArgs, ScanArgs};
use crate::portrait::Judged;
use crate::record::Record;
use crate::report::{Report, ReportError};
use crate::strip::Strip;
use crate::terminal::{Output, colour, complain, shown};
use crate::video::Video;
use crate::{input, labels, liveness, pack, statement, text};

/// How a run ended: the exit codes of the contract, gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Every verdict is accept.
    Accepted = 0,
    /// Some verdict is retry or reject.
    Refused = 1,
    /// Usage, or something that cannot be read or written.
    Failed = 2,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Scans as `args` say. Everything to tell has been told when it returns.
pub fn run(args: &ScanArgs) -> Outcome {
    let mut desk = ScanRun::new(&args.common, args.expect, args.json);
    if let Some(dir) = &args.report
        && !desk.open_report(dir)
    {
        return Outcome::Failed;
    }
    desk.scan_all(&args.images);
    desk.finish()
}

/// One run over a list of files: what is asked, what has come of it so far.
pub(crate) struct ScanRun {
    lang: Lang,
    today: Date,
    expect: Option<DocumentKind>,
    threads: usize,
    asked_pack: Option<PathBuf>,
    json: bool,
    colour: bool,
    output: Output,
    /// Opened with the first picture that can be decoded: a list of unreadable files needs no models.
    scanner: Option<Scanner>,
    report: Option<(PathBuf, Report)>,
    outcome: Outcome,
}

/// What stops one file, and what stops them all.
enum Stop {
    File(String),
    Run(String),
}

impl ScanRun {
    pub(crate) fn new(common: &CommonArgs, expect: Option<DocumentKind>, json: bool) -> Self {
        Self {
            lang: common.host.lang(),
            today: common.today(),
            expect,
            threads: common.host.threads(),
            asked_pack: common.host.pack.clone(),
            json,
            colour: colour(),
            output: Output::default(),
            scanner: None,
            report: None,
            outcome: Outcome::Accepted,
        }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// Prepares the report's folder before any picture is scanned: a folder that cannot be written should not cost
    /// the person the wait. Complains and says `false` when it cannot.
    pub(crate) fn open_report(&mut self, dir: &Path) -> bool {
        match Report::create(dir, self.lang, Some(self.today)) {
            Ok(report) => self.report = Some((dir.to_path_buf(), report)),
            Err(error) => self.report_failed(dir, &error),
        }
        self.report.is_some()
    }

    /// Scans the files in order; each has its line or its complaint before the next is opened.
    pub(crate) fn scan_all(&mut self, paths: &[PathBuf]) {
        for path in paths {
            let name = shown(path);
            match self.scan_one(path) {
                Ok((picture, scanned)) => self.tell(&name, &picture, &scanned),
                Err(Stop::File(cause)) => {
                    complain(&format!("{name}: {cause}"));
                    self.note(Outcome::Failed);
                    if let Some((_, report)) = &mut self.report {
                        report.unreadable(&name, &cause);
                    }
                }
                Err(Stop::Run(cause)) => {
                    complain(&cause);
                    self.note(Outcome::Failed);
                    // Without models the rest would only repeat this.
                    self.report = None;
                    return;
                }
            }
            if self.output.closed() && self.report.is_none() {
                return;
            }
        }
    }

    /// The face check on a clip; what is asked stands in the file beside it that ends in `.actions`.
    pub(crate) fn check_clip(&mut self, path: &Path) {
        let name = shown(path);
        match self.checked(path) {
            Ok((checked, record)) => {
                if checked.outcome.verdict != Verdict::Accept {
                    self.note(Outcome::Refused);
                }
                self.print(&liveness::told(&name, &checked, self.lang, self.json));
                self.on_page(|report| report.add_run(&name, &checked, &record));
            }
            Err(cause) => {
                complain(&format!("{name}: {cause}"));
                self.note(Outcome::Failed);
                if let Some((_, report)) = &mut self.report {
                    report.unreadable(&name, &cause);
                }
            }
        }
    }

    /// A recording of a statement; its text stands in the file beside it that ends in `.txt`.
    pub(crate) fn check_statement(&mut self, path: &Path) {
        let name = shown(path);
        let lang = self.lang;
        let mut strip = Strip::default();
        let judged = statement::script(&path.with_extension("txt"), &[], lang).and_then(|script| {
            let folder = pack::find(self.asked_pack.as_deref(), lang);
            statement::watch(path, statement::opening(folder, self.threads, script, lang), Some(&mut strip), lang)
        });
        match judged {
            Ok(judged) => {
                if judged.outcome.verdict != Verdict::Accept {
                    self.note(Outcome::Refused);
                }
                self.print(&statement::told(&name, &judged, lang, self.json));
                self.on_page(|report| report.add_statement(&name, &judged, &strip));
            }
            Err(cause) => {
                complain(&cause);
                self.note(Outcome::Failed);
                if let Some((_, report)) = &mut self.report {
                    report.unreadable(&name, &cause);
                }
            }
        }
    }

    fn checked(&self, path: &Path) -> Result<(LivenessReport, Record), String> {
        let lang = self.lang;
        let asked = input::read(&path.with_extension("actions")).map_err(|e| labels::input_error(&e, lang))?;
        let asked = String::from_utf8_lossy(&asked);
        let actions: Result<Vec<Action>, _> = asked.trim().split(',').map(str::parse).collect();
        let challenge = actions.map_err(|e| e.to_string()).and_then(|a| Challenge::of(a).map_err(|e| e.to_string()))?;
        let mut video = Video::open(path).map_err(|e| labels::video_error(&e, lang))?;
        let folder = pack::find(self.asked_pack.as_deref(), lang)?;
        let broken = |cause: String| labels::pack_broken(&cause, lang);
        let session = LivenessSession::open(&folder, self.threads, challenge, Limits::default())
            .map_err(|e| broken(e.to_string()))?;
        let mut record = Record::default();
        let checked = liveness::watch(&mut video, session, Some(&mut record), &mut |_, _| Ok(()));
        let checked = checked.map_err(|stop| match stop {
            liveness::Stop::Video(error) => labels::video_error(&error, lang),
            liveness::Stop::Models(cause) => broken(cause),
            liveness::Stop::Told(cause) => cause,
        })?;
        Ok((checked, record))
    }

    /// Judges pictures as portraits.
    pub(crate) fn check_portraits(&mut self, paths: &[PathBuf]) {
        let limits = portrait::Limits::default();
        let mut session = None;
        for path in paths {
            let name = shown(path);
            match self.portrayed(path, &limits, &mut session) {
                Ok(judged) => {
                    if judged.report.verdict != Verdict::Accept {
                        self.note(Outcome::Refused);
                    }
                    let told = if self.json {
                        judged.report.to_json(&name, self.lang).to_string()
                    } else {
                        text::portrait(&name, &judged.report, None, self.lang, self.colour) + "\n"
                    };
                    self.print(&told);
                    self.on_page(|report| report.add_portrait(&name, &judged, &limits));
                }
                Err(cause) => {
                    complain(&format!("{name}: {cause}"));
                    self.note(Outcome::Failed);
                    if let Some((_, report)) = &mut self.report {
                        report.unreadable(&name, &cause);
                    }
                }
            }
        }
    }

    fn portrayed(
        &self,
        path: &Path,
        limits: &portrait::Limits,
        session: &mut Option<PortraitSession>,
    ) -> Result<Judged, String> {
        let broken = |cause: String| labels::pack_broken(&cause, self.lang);
        let bytes = input::read(path).map_err(|e| labels::input_error(&e, self.lang))?;
        let picture = decode(&bytes, &DecodeLimits::default()).map_err(|e| e.to_string())?;
        let session = match session {
            Some(session) => session,
            none => {
                let folder = pack::find(self.asked_pack.as_deref(), self.lang)?;
                let opened = PortraitSession::open(&folder, self.threads, limits.clone());
                none.insert(opened.map_err(|e| broken(e.to_string()))?)
            }
        };
        let (report, map) = session.judge_and_map(&picture).map_err(|e| broken(e.to_string()))?;
        Ok(Judged { picture, report, map, moments: None })
    }

    fn scan_one(&mut self, path: &Path) -> Result<(Picture, ScanReport), Stop> {
        let lang = self.lang;
        let stop = |error: ScanError| match error {
            ScanError::Picture(cause) => Stop::File(cause),
            ScanError::Models(cause) => Stop::Run(labels::pack_broken(&cause, lang)),
        };
        let bytes = input::read(path).map_err(|error| Stop::File(labels::input_error(&error, lang)))?;
        let picture = Scanner::decode(&bytes).map_err(stop)?;
        drop(bytes);
        let scanner = match &mut self.scanner {
            Some(scanner) => scanner,
            none => {
                let folder = pack::find(self.asked_pack.as_deref(), lang).map_err(Stop::Run)?;
                none.insert(Scanner::open(&folder, self.threads).map_err(stop)?)
            }
        };
        let options = ScanOptions { expect: self.expect, today: self.today };
        let report = scanner.scan(&picture, &options).map_err(stop)?;
        Ok((picture, report))
    }

    fn tell(&mut self, name: &str, picture: &Picture, scanned: &ScanReport) {
        if scanned.verdict != Verdict::Accept {
            self.note(Outcome::Refused);
        }
        let told = if self.json {
            scanned.to_json(name, self.lang).to_string()
        } else {
            text::block(name, scanned, self.lang, self.colour) + "\n"
        };
        self.print(&told);
        self.on_page(|report| report.add(name, picture, scanned));
    }

    fn print(&mut self, told: &str) {
        if let Err(error) = self.output.line(told) {
            complain(&labels::output_error(&error.to_string(), self.lang));
            self.note(Outcome::Failed);
        }
    }

    fn on_page(&mut self, add: impl FnOnce(&mut Report) -> Result<(), ReportError>) {
        if let Some((dir, report)) = &mut self.report
            && let Err(error) = add(report)
        {
            let dir = dir.clone();
            // The results still matter; only the report is given up.
            self.report = None;
            self.report_failed(&dir, &error);
        }
    }

    /// Puts the report in its place and says how it all ended.
    pub(crate) fn finish(mut self) -> Outcome {
        if let Some((dir, report)) = self.report.take()
            && let Err(error) = report.finish()
        {
            self.report_failed(&dir, &error);
        }
        self.outcome
    }

    fn report_failed(&mut self, dir: &Path, error: &ReportError) {
        complain(&labels::report_error(dir, &error.to_string(), self.lang));
        self.note(Outcome::Failed);
    }

    fn note(&mut self, outcome: Outcome) {
        self.outcome = self.outcome.max(outcome);
    }
}
