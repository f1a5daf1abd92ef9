//! Sessions over the models of a pack: what looks at frames, and what judges.

use std::sync::Arc;

use heyan::case::StepFile;
use heyan::rules::Point;
use heyan::rules::document::guide::CardLive;
use heyan::rules::filing::Step;
use heyan::rules::liveness::{ActionResult, Live};
use heyan::vision::frame::{Frame, FrameMeta};
use heyan::vision::speech::{Samples, Sound};
use heyan::{LivenessSession, PortraitSession, ScanSession, StatementSession, TellNow};

use super::guard::Guarded;
use super::judged::KeptLater;
use super::open::Open;
use crate::ports::{Face, Judged, Portrait, PortraitLive, Reader, ReadingLive, Scan};
use crate::problem::Problem;
use crate::recording::Recorded;

pub(super) struct ScanEye {
    case: Arc<Open>,
    step: Step,
    session: Guarded<ScanSession, CardLive>,
}

impl ScanEye {
    pub(super) fn new(case: Arc<Open>, step: Step, session: ScanSession) -> Self {
        Self { case, step, session: Guarded::new(session) }
    }
}

impl Scan for ScanEye {
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<CardLive>, Problem> {
        self.session.frame(|session| Ok(session.submit(&Frame::new(meta, bytes)?)?))
    }

    fn judge(&self, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem> {
        let intake = self.case.intake(self.step)?;
        let material = self.session.wait(|session| Ok(intake.document(StepFile::bytes(still), session)?))?;
        KeptLater::of(&self.case, material)
    }
}

pub(super) struct PortraitEye {
    case: Arc<Open>,
    session: Guarded<PortraitSession, PortraitLive>,
}

impl PortraitEye {
    pub(super) fn new(case: Arc<Open>, session: PortraitSession) -> Self {
        Self { case, session: Guarded::new(session) }
    }
}

impl Portrait for PortraitEye {
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<PortraitLive>, Problem> {
        self.session.frame(|session| {
            let live = session.submit(&Frame::new(meta, bytes)?)?;
            Ok(PortraitLive { hint: live.hint, ready: live.ready })
        })
    }

    fn judge(&self, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem> {
        let intake = self.case.intake(Step::Portrait)?;
        let material = self.session.wait(|session| Ok(intake.portrait(StepFile::bytes(still), session)?))?;
        KeptLater::of(&self.case, material)
    }
}

type FaceLive = (Live, Vec<Point>);

pub(super) struct FaceEye {
    case: Arc<Open>,
    session: Guarded<LivenessSession, FaceLive>,
}

impl FaceEye {
    pub(super) fn new(case: Arc<Open>, session: LivenessSession) -> Self {
        Self { case, session: Guarded::new(session) }
    }
}

/// The recording, opened before the session ends: what cannot be read ends nothing.
fn recording(case: &Open, recorded: &Recorded) -> Result<StepFile, Problem> {
    Ok(StepFile::opened(case.files.open(&recorded.path)?)?)
}

impl Face for FaceEye {
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<FaceLive>, Problem> {
        self.session.frame(|session| {
            let live = session.submit(&Frame::new(meta, bytes)?)?;
            Ok((live, session.outline()))
        })
    }

    fn judge(&self, recorded: &Recorded) -> Result<(Vec<ActionResult>, Arc<dyn Judged>), Problem> {
        let (intake, file) = (self.case.intake(Step::Liveness)?, recording(&self.case, recorded)?);
        let report = self.session.end(|session| Ok(session.finish()))?;
        let judged = KeptLater::of(&self.case, intake.liveness(file, &report))?;
        Ok((report.outcome.actions, judged))
    }
}

pub(super) struct ReaderEar {
    case: Arc<Open>,
    session: Guarded<StatementSession, ReadingLive>,
}

impl ReaderEar {
    pub(super) fn new(case: Arc<Open>, session: StatementSession) -> Self {
        Self { case, session: Guarded::new(session) }
    }
}

impl From<TellNow> for ReadingLive {
    fn from(tell: TellNow) -> Self {
        Self { position: tell.position, cue: tell.cue }
    }
}

impl Reader for ReaderEar {
    fn look(&self, bytes: &[u8], meta: &FrameMeta) -> Result<Option<ReadingLive>, Problem> {
        self.session.frame(|session| Ok(session.see(&Frame::new(meta, bytes)?)?.into()))
    }

    fn hear(&self, pcm: &[u8], rate_hz: u32, channels: u16) -> Result<ReadingLive, Problem> {
        let (pairs, rest) = pcm.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(Problem::Fault);
        }
        let samples: Vec<i16> = pairs.iter().map(|pair| i16::from_ne_bytes(*pair)).collect();
        let sound = Sound::new(rate_hz, channels, Samples::I16(&samples)).map_err(|_| Problem::Fault)?;
        self.session.wait(|session| Ok(session.hear(&sound)?.into()))
    }

    fn judge(&self, recorded: &Recorded) -> Result<Arc<dyn Judged>, Problem> {
        let (intake, file) = (self.case.intake(Step::Statement)?, recording(&self.case, recorded)?);
        let report = self.session.end(|session| Ok(session.finish(Some(&recorded.facts()))?))?;
        KeptLater::of(&self.case, intake.statement(file, &report))
    }
}
