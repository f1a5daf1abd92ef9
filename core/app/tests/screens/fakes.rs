//! A store, its cases and sessions that answer from a script and write down what they are asked.

use std::collections::VecDeque;
use std::sync::{Arc, Barrier, Mutex, MutexGuard, PoisonError};

use heyan::rules::document::guide::{CardHint, CardLive};
use heyan::rules::document::{Field, FieldKey};
use heyan::rules::filing::profile::Profile;
use heyan::rules::filing::{Compared, Order, OrderKind, Standing, Step};
use heyan::rules::geometry::Rect;
use heyan::rules::liveness::{Action, ActionResult, HeadAngles, Hint, Live};
use heyan::rules::portrait::PortraitHint;
use heyan::rules::statement::{Cue, RecordingRules};
use heyan::rules::{Code, Finding, Point, Sensitive, Verdict};
use heyan::vault::Purpose;
use heyan::vision::frame::FrameMeta;
use heyan_app::ports::{
    Case, Drawn, Face, Judged, NewCase, News, Portrait, PortraitLive, Progress, Reader, ReadingLive, Report, Scan,
    Sending, Statement, StepSummary, Store, Summary, Typed,
};
use heyan_app::{Desk, Lang, Personal, Problem, Recorded};
use jiff::Timestamp;

/// What the fakes answer, and what they were asked.
pub struct World {
    pub calls: Vec<String>,
    /// The next calls of this name come to nothing.
    pub fails: Vec<(&'static str, Problem)>,
    pub cases: Vec<String>,
    pub typed: Typed,
    pub correctable: bool,
    pub redo: Vec<Step>,
    pub given: Vec<Purpose>,
    pub missing: bool,
    pub next: Option<Step>,
    pub standing: Standing,
    pub sent: usize,
    pub verdict: Verdict,
    /// The name that stands on the card.
    pub on_card: &'static str,
    pub card: VecDeque<CardLive>,
    pub face: VecDeque<Live>,
    pub portrait: VecDeque<PortraitLive>,
    pub reading: VecDeque<ReadingLive>,
    /// Times of the frames that a session was handed, ms.
    pub frames_ms: Vec<u64>,
    /// Holds the next frame in the session: met once it is there, and once it may go on.
    pub hold: Option<Arc<Barrier>>,
    pub rules: RecordingRules,
    pub progress: Option<Progress>,
    /// Sessions that are alive.
    pub sessions: usize,
}

#[derive(Clone)]
pub struct Fakes(pub Arc<Mutex<World>>);

pub const CASE: &str = "a";

pub fn fakes() -> Fakes {
    let typed = Typed { name: "王小明".into(), id_number: "11010519491231002X".into(), ..Typed::default() };
    Fakes(Arc::new(Mutex::new(World {
        calls: Vec::new(),
        fails: Vec::new(),
        cases: vec![CASE.to_owned()],
        typed,
        correctable: true,
        redo: Vec::new(),
        given: Vec::new(),
        missing: false,
        next: Some(Step::IdBack),
        standing: Standing::Done,
        sent: 0,
        verdict: Verdict::Accept,
        on_card: "王小明",
        card: VecDeque::new(),
        face: VecDeque::new(),
        portrait: VecDeque::new(),
        reading: VecDeque::new(),
        frames_ms: Vec::new(),
        hold: None,
        rules: RecordingRules { max_s: Some(20.0), ..RecordingRules::default() },
        progress: None,
        sessions: 0,
    })))
}

impl Fakes {
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    pub fn desk(&self) -> Arc<Desk> {
        Desk::new(Arc::new(self.clone()), Lang::En)
    }

    pub fn fail(&self, call: &'static str, problem: Problem) {
        self.world().fails.push((call, problem));
    }

    pub fn calls(&self, name: &str) -> usize {
        self.world().calls.iter().filter(|call| call.split(' ').next() == Some(name)).count()
    }

    fn call(&self, name: &str, about: &str) -> Result<(), Problem> {
        let mut world = self.world();
        world.calls.push(format!("{name} {about}"));
        match world.fails.iter().position(|(call, _)| *call == name) {
            Some(at) => Err(world.fails.remove(at).1),
            None => Ok(()),
        }
    }

    fn session(&self) -> Alive {
        self.world().sessions += 1;
        Alive(self.clone())
    }
}

/// Counts a session for as long as it is held.
struct Alive(Fakes);

impl Drop for Alive {
    fn drop(&mut self) {
        // Also while a failed test unwinds.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).sessions -= 1;
    }
}

impl Store for Fakes {
    fn names(&self) -> Result<Vec<String>, Problem> {
        self.call("names", "")?;
        Ok(self.world().cases.clone())
    }

    fn create(&self, new: &NewCase) -> Result<String, Problem> {
        self.call("create", &new.provider)?;
        self.world().cases.push("made".to_owned());
        Ok("made".to_owned())
    }

    fn open(&self, name: &str) -> Result<Arc<dyn Case>, Problem> {
        self.call("open", name)?;
        Ok(Arc::new(self.clone()))
    }

    fn delete(&self, name: &str) -> Result<(), Problem> {
        self.call("delete", name)?;
        self.world().cases.retain(|case| case != name);
        Ok(())
    }
}

pub fn order() -> Order {
    Order::new(OrderKind::Filing, "2026-11-01".parse().unwrap())
}

impl Case for Fakes {
    fn summary(&self) -> Result<Summary, Problem> {
        self.call("summary", "")?;
        let world = self.world();
        let step = |step, standing, bytes| StepSummary { step, standing, asked: true, bytes };
        Ok(Summary {
            provider: "huawei".to_owned(),
            province: None,
            holder: world.typed.name.clone(),
            steps: vec![
                step(Step::IdFront, world.standing, 400_000),
                step(Step::IdBack, Standing::Missing, 0),
                step(Step::Portrait, Standing::Forced, 300_000),
            ],
            next: world.next,
            order: order(),
            sent: world.sent,
            notes: Vec::new(),
            findings: vec![Finding::warning(Code::CaseUnwitnessed)],
            now: Timestamp::UNIX_EPOCH,
        })
    }

    fn profile(&self) -> Result<Profile, Problem> {
        self.call("profile", "")?;
        Ok(Profile::named("huawei", None).unwrap())
    }

    fn typed(&self) -> Result<(Typed, bool), Problem> {
        self.call("typed", "")?;
        let world = self.world();
        Ok((world.typed.clone(), world.correctable))
    }

    fn correct(&self, typed: &Typed) -> Result<Vec<Step>, Problem> {
        self.call("correct", "")?;
        let mut world = self.world();
        world.typed = typed.clone();
        world.missing = false;
        Ok(world.redo.clone())
    }

    fn consents(&self) -> Result<(String, Vec<Purpose>), Problem> {
        self.call("consents", "")?;
        Ok(("huawei".to_owned(), self.world().given.clone()))
    }

    fn agree(&self, purpose: Purpose, text: &str) -> Result<(), Problem> {
        self.call("agree", text)?;
        self.world().given.push(purpose);
        Ok(())
    }

    fn withdraw(&self, purpose: Purpose) -> Result<usize, Problem> {
        self.call("withdraw", purpose.as_str())?;
        self.world().given.retain(|given| *given != purpose);
        Ok(3)
    }

    fn ask(&self) -> Result<Drawn, Problem> {
        self.call("ask", "")?;
        Ok(Drawn { actions: vec![Action::TurnLeft, Action::Blink], missing: self.world().missing })
    }

    fn scan(&self, step: Step) -> Result<Arc<dyn Scan>, Problem> {
        self.call("scan", step.as_str())?;
        Ok(Arc::new(Session(self.clone(), self.session())))
    }

    fn face(&self) -> Result<(Arc<dyn Face>, RecordingRules), Problem> {
        self.call("face", "")?;
        let rules = self.world().rules.clone();
        Ok((Arc::new(Session(self.clone(), self.session())), rules))
    }

    fn portrait(&self) -> Result<Arc<dyn Portrait>, Problem> {
        self.call("portrait", "")?;
        Ok(Arc::new(Session(self.clone(), self.session())))
    }

    fn statement(&self) -> Result<Statement, Problem> {
        self.call("statement", "")?;
        let reader = Arc::new(Session(self.clone(), self.session()));
        let text = Personal::from("本人王小明承诺真实。");
        Ok(Statement { reader, text, sample: true, rules: self.world().rules.clone() })
    }

    fn judge_pages(&self, step: Step, paths: &[String]) -> Result<Arc<dyn Judged>, Problem> {
        self.call("judge_pages", &format!("{step} {}", paths.join(" ")))?;
        Ok(Arc::new(self.clone()))
    }

    fn sending(&self) -> Result<Arc<dyn Sending>, Problem> {
        self.call("sending", "")?;
        Ok(Arc::new(self.clone()))
    }

    fn follow(&self) -> Result<News, Problem> {
        self.call("follow", "")?;
        let said = vec!["ok".to_owned()];
        let filing_number = Some("沪ICP备00000001号-1".to_owned());
        Ok(News { order: order(), said, filing_number, ask_again_s: Some(60), now: Timestamp::UNIX_EPOCH })
    }
}

/// Any session.
struct Session(Fakes, #[expect(dead_code, reason = "held to be counted")] Alive);

impl Session {
    fn frame<T>(&self, meta: &FrameMeta, next: impl Fn(&mut World) -> Option<T>) -> Result<Option<T>, Problem> {
        self.0.call("look", "")?;
        let hold = self.0.world().hold.take();
        if let Some(hold) = hold {
            hold.wait();
            hold.wait();
        }
        let mut world = self.0.world();
        world.frames_ms.push(meta.at_ms);
        Ok(next(&mut world))
    }

    fn judged(&self, about: &str) -> Result<Arc<dyn Judged>, Problem> {
        self.0.call("judge", about)?;
        Ok(Arc::new(self.0.clone()))
    }
}

impl Scan for Session {
    fn look(&self, _: &[u8], meta: &FrameMeta) -> Result<Option<CardLive>, Problem> {
        self.frame(meta, |world| world.card.pop_front())
    }

    fn judge(&self, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem> {
        self.judged(&still.len().to_string())
    }
}

impl Portrait for Session {
    fn look(&self, _: &[u8], meta: &FrameMeta) -> Result<Option<PortraitLive>, Problem> {
        self.frame(meta, |world| world.portrait.pop_front())
    }

    fn judge(&self, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem> {
        self.judged(&still.len().to_string())
    }
}

impl Face for Session {
    fn look(&self, _: &[u8], meta: &FrameMeta) -> Result<Option<(Live, Vec<Point>)>, Problem> {
        self.frame(meta, |world| world.face.pop_front().map(|live| (live, vec![Point::new(1.0, 2.0)])))
    }

    fn judge(&self, recorded: &Recorded) -> Result<(Vec<ActionResult>, Arc<dyn Judged>), Problem> {
        let judged = self.judged(&recorded.path)?;
        let angles = HeadAngles { yaw_deg: 0.0, pitch_deg: 0.0, roll_deg: 20.0 };
        let action = |asked, seen, passed| ActionResult { asked, seen, passed, start_ms: 0, end_ms: 1, peak: angles };
        let actions = vec![
            action(Action::TurnLeft, Some(Action::TiltLeft), false),
            action(Action::Blink, Some(Action::Blink), true),
        ];
        Ok((actions, judged))
    }
}

impl Reader for Session {
    fn look(&self, _: &[u8], meta: &FrameMeta) -> Result<Option<ReadingLive>, Problem> {
        self.frame(meta, |world| world.reading.pop_front())
    }

    fn hear(&self, pcm: &[u8], _: u32, _: u16) -> Result<ReadingLive, Problem> {
        self.0.call("hear", &pcm.len().to_string())?;
        Ok(self.0.world().reading.pop_front().unwrap_or(ReadingLive { position: 0, cue: Cue::Read }))
    }

    fn judge(&self, recorded: &Recorded) -> Result<Arc<dyn Judged>, Problem> {
        self.judged(&recorded.path)
    }
}

impl Judged for Fakes {
    fn report(&self) -> Result<Report, Problem> {
        self.call("report", "")?;
        let world = self.world();
        let same = world.typed.name.expose() == world.on_card;
        let field = |key, value: &str| Field {
            key,
            value: Sensitive::new(value.to_owned()),
            confidence: 1.0,
            min_confidence: 1.0,
            bounds_mm: Rect::new(0.0, 0.0, 0.0, 0.0),
            overwritten: None,
            characters: Vec::new(),
        };
        let compared = |field, same| Compared { field, same };
        Ok(Report {
            verdict: if same { world.verdict } else { Verdict::Reject },
            findings: if same { Vec::new() } else { vec![Finding::error(Code::FilingNameMismatch)] },
            fields: vec![field(FieldKey::Name, world.on_card), field(FieldKey::Address, "上海市世纪大道 1 号")],
            compared: vec![compared(FieldKey::Name, Some(same)), compared(FieldKey::IdNumber, None)],
            typed: world.typed.clone(),
            correctable: world.correctable,
        })
    }

    fn keep(&self, insist: bool) -> Result<bool, Problem> {
        let accepted = {
            let world = self.world();
            world.verdict == Verdict::Accept && world.typed.name.expose() == world.on_card
        };
        self.call("keep", &insist.to_string())?;
        Ok(accepted || insist)
    }
}

impl Sending for Fakes {
    fn run(&self) -> Result<(), Problem> {
        self.call("run", "")
    }

    fn progress(&self) -> Option<Progress> {
        self.world().progress
    }

    fn pause(&self) {
        self.call("pause", "").unwrap();
    }

    fn network_changed(&self) {
        self.call("network_changed", "").unwrap();
    }
}

pub fn card(hint: CardHint) -> CardLive {
    let outline = Some([Point::new(1.0, 1.0); 4]);
    CardLive { hint, outline, progress: 0.5, wants_sharpness: false, offer_shutter: false }
}

pub fn live(hint: Hint, asked: Option<Action>, passed: &[bool], ended: bool) -> Live {
    let action = passed.len();
    Live { hint, action, asked, progress: 0.5, angles: None, passed: passed.to_vec(), spoilt: false, ended }
}

pub fn sitter(hint: PortraitHint) -> PortraitLive {
    PortraitLive { hint, ready: hint == PortraitHint::Ready }
}

pub fn recorded() -> Recorded {
    Recorded {
        path: "/cache/run.mp4".to_owned(),
        container: "mp4".to_owned(),
        codec: "h264".to_owned(),
        bytes: 1_000,
        duration_s: 10.0,
        width: 720,
        height: 1280,
        fps: 30.0,
    }
}
