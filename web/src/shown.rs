//! The screen on show, whichever it is.

use std::sync::Arc;

use bytes::Bytes;
use heyan::rules::words::Words;
use heyan::vision::frame::FrameMeta;
use heyan_app::advice::AdviceIntent;
use heyan_app::asked::Asked;
use heyan_app::case_home::{CaseHome, CaseIntent};
use heyan_app::cases::Cases;
use heyan_app::consent::Consent;
use heyan_app::face::{Face, FaceIntent};
use heyan_app::letter::{Letter, LetterIntent};
use heyan_app::new_case::{NewCase, NewCaseIntent};
use heyan_app::order::{Order, OrderIntent};
use heyan_app::portrait::Portrait;
use heyan_app::review::ReviewIntent;
use heyan_app::scan::Scan;
use heyan_app::send::{Send, SendIntent};
use heyan_app::settings::Settings;
use heyan_app::statement::{Statement, StatementIntent};
use heyan_app::taking::TakeIntent;
use heyan_app::typed::{Typed, TypedIntent};
use heyan_app::{Desk, Effect, Place, Recorded, Screen};

use crate::forms::Form;
use crate::held::Held;
use crate::pages::{self, Drawn};

/// The screen on show.
#[derive(Clone)]
pub enum Shown {
    /// All cases.
    Cases(Arc<Screen<Cases>>),
    /// A case to be made.
    NewCase(Arc<Screen<NewCase>>),
    /// The settings.
    Settings(Arc<Screen<Settings>>),
    /// One case.
    Home(Arc<Screen<CaseHome>>),
    /// What is asked of it.
    Asked(Arc<Screen<Asked>>),
    /// What is agreed to.
    Consent(Arc<Screen<Consent>>),
    /// What was typed.
    Typed(Arc<Screen<Typed>>),
    /// A document.
    Scan(Arc<Screen<Scan>>),
    /// The face check.
    Face(Arc<Screen<Face>>),
    /// The portrait.
    Portrait(Arc<Screen<Portrait>>),
    /// The statement.
    Statement(Arc<Screen<Statement>>),
    /// A letter.
    Letter(Arc<Screen<Letter>>),
    /// The sending.
    Send(Arc<Screen<Send>>),
    /// The order.
    Order(Arc<Screen<Order>>),
}

/// Does the same with whichever screen it is.
macro_rules! each {
    ($shown:expr, $screen:ident => $call:expr) => {
        match $shown {
            Shown::Cases($screen) => $call,
            Shown::NewCase($screen) => $call,
            Shown::Settings($screen) => $call,
            Shown::Home($screen) => $call,
            Shown::Asked($screen) => $call,
            Shown::Consent($screen) => $call,
            Shown::Typed($screen) => $call,
            Shown::Scan($screen) => $call,
            Shown::Face($screen) => $call,
            Shown::Portrait($screen) => $call,
            Shown::Statement($screen) => $call,
            Shown::Letter($screen) => $call,
            Shown::Send($screen) => $call,
            Shown::Order($screen) => $call,
        }
    };
}

impl Shown {
    /// The screen of `place`, not started yet.
    pub fn of(desk: &Arc<Desk>, place: Place) -> Self {
        let desk = desk.clone();
        match place {
            Place::Cases => Self::Cases(Screen::new(Cases::new(desk))),
            Place::NewCase => Self::NewCase(Screen::new(NewCase::new(desk))),
            Place::Settings => Self::Settings(Screen::new(Settings::new(desk))),
            Place::CaseHome { case } => Self::Home(Screen::new(CaseHome::new(desk, case))),
            Place::Asked { case } => Self::Asked(Screen::new(Asked::new(desk, case))),
            Place::Consent { case } => Self::Consent(Screen::new(Consent::new(desk, case))),
            Place::Typed { case } => Self::Typed(Screen::new(Typed::new(desk, case))),
            Place::Scan { case, step } => Self::Scan(Screen::new(Scan::new(desk, case, step))),
            Place::Face { case } => Self::Face(Screen::new(Face::new(desk, case))),
            Place::Portrait { case } => Self::Portrait(Screen::new(Portrait::new(desk, case))),
            Place::Statement { case } => Self::Statement(Screen::new(Statement::new(desk, case))),
            Place::Letter { case, step } => Self::Letter(Screen::new(Letter::new(desk, case, step))),
            Place::Send { case } => Self::Send(Screen::new(Send::new(desk, case))),
            Place::Order { case } => Self::Order(Screen::new(Order::new(desk, case))),
        }
    }

    /// Shows it.
    pub fn start(&self) -> Vec<Effect> {
        each!(self, screen => screen.start())
    }

    /// Leaves it.
    pub fn leave(&self) -> Vec<Effect> {
        each!(self, screen => screen.leave())
    }

    /// The language was changed.
    pub fn retell(&self) -> Vec<Effect> {
        each!(self, screen => screen.retell())
    }

    /// Its page.
    pub fn draw(&self, words: &Words) -> Drawn {
        match self {
            Self::Cases(screen) => pages::cases::draw(&screen.state(), words),
            Self::NewCase(screen) => pages::new_case::draw(&screen.state(), words),
            Self::Settings(screen) => pages::settings::draw(&screen.state(), words),
            Self::Home(screen) => pages::home::draw(&screen.state(), words),
            Self::Asked(screen) => pages::asked::draw(&screen.state(), words),
            Self::Consent(screen) => pages::consent::draw(&screen.state(), words),
            Self::Typed(screen) => pages::typed::draw(&screen.state(), words),
            Self::Scan(screen) => pages::taking::draw(&screen.state(), pages::taking::Looks::Card, words),
            Self::Portrait(screen) => pages::taking::draw(&screen.state(), pages::taking::Looks::Person, words),
            Self::Face(screen) => pages::face::draw(&screen.state(), words),
            Self::Statement(screen) => pages::statement::draw(&screen.state(), words),
            Self::Letter(screen) => pages::letter::draw(&screen.state(), words),
            Self::Send(screen) => pages::send::draw(&screen.state(), words),
            Self::Order(screen) => pages::order::draw(&screen.state(), words),
        }
    }

    /// A form was sent: what was typed in it, then the intent of the button. `None` when it is none of this screen's.
    pub fn sent(&self, form: &Form) -> Option<Vec<Effect>> {
        let mut effects = Vec::new();
        match self {
            Self::NewCase(screen) => {
                for intent in form.new_case(&screen.state()) {
                    effects.extend(screen.intend(intent));
                }
            }
            Self::Order(screen) => {
                form.search().into_iter().for_each(|text| effects.extend(screen.intend(OrderIntent::Help(text))));
            }
            Self::Home(screen) => {
                form.search().into_iter().for_each(|text| effects.extend(screen.intend(CaseIntent::Help(text))));
            }
            Self::Typed(screen) => form.typed().for_each(|typed| effects.extend(screen.intend(typed))),
            Self::Scan(screen) => form.typed().for_each(|typed| {
                effects.extend(screen.intend(TakeIntent::Review(ReviewIntent::Typed(typed))));
            }),
            Self::Portrait(screen) => form.typed().for_each(|typed| {
                effects.extend(screen.intend(TakeIntent::Review(ReviewIntent::Typed(typed))));
            }),
            Self::Face(screen) => form.typed().for_each(|typed| {
                effects.extend(screen.intend(FaceIntent::Review(ReviewIntent::Typed(typed))));
            }),
            Self::Letter(screen) => form.typed().for_each(|typed| {
                effects.extend(screen.intend(LetterIntent::Review(ReviewIntent::Typed(typed))));
            }),
            // Before the reading, or in the review after it.
            Self::Statement(screen) => {
                let first = screen.state().typing.is_some();
                let intent = |typed: TypedIntent| match first {
                    true => StatementIntent::Typed(typed),
                    false => StatementIntent::Review(ReviewIntent::Typed(typed)),
                };
                form.typed().for_each(|typed| effects.extend(screen.intend(intent(typed))));
            }
            _ => {}
        }
        if let Some(intent) = form.intent() {
            effects.extend(each!(self, screen => screen.intend(serde_json::from_str(intent).ok()?)));
        }
        Some(effects)
    }

    /// A file was chosen, or dropped in.
    pub fn chosen(&self, file: Bytes, held: &Held) -> Option<Vec<Effect>> {
        Some(match self {
            Self::Scan(screen) => screen.intend(TakeIntent::Taken { still: file.to_vec() }),
            Self::Portrait(screen) => screen.intend(TakeIntent::Taken { still: file.to_vec() }),
            Self::Letter(screen) if screen.state().busy || screen.state().review.is_some() => return None,
            Self::Letter(screen) => screen.intend(LetterIntent::Chosen { path: held.put(file) }),
            Self::NewCase(screen) if screen.state().guide.choosing_icon => {
                screen.intend(NewCaseIntent::Guide(AdviceIntent::Icon { bytes: file.to_vec() }))
            }
            Self::NewCase(screen) => {
                // What is no text is no profile, which its words say.
                let text = String::from_utf8_lossy(&file).into_owned();
                screen.intend(NewCaseIntent::Profile { text })
            }
            _ => return None,
        })
    }

    /// Width of the frames that its session looks at, px, at most. A portrait's limits are those of the still that is handed in:
    /// in a webcam's picture made smaller every face would be too far away.
    pub fn frame_width(&self) -> u32 {
        if matches!(self, Self::Portrait(_)) { 1280 } else { 640 }
    }

    /// Whether a still would be judged: it is shown beside its review.
    pub fn takes_stills(&self) -> bool {
        matches!(self, Self::Scan(_) | Self::Portrait(_))
    }

    /// The person answered a question for permissions.
    pub fn permitted(&self, yes: bool) -> Vec<Effect> {
        match self {
            Self::Scan(screen) => screen.intend(TakeIntent::Permitted { yes }),
            Self::Portrait(screen) => screen.intend(TakeIntent::Permitted { yes }),
            Self::Face(screen) => screen.intend(FaceIntent::Permitted { yes }),
            Self::Statement(screen) => screen.intend(StatementIntent::Permitted { yes }),
            _ => Vec::new(),
        }
    }

    /// The camera or the microphone went away.
    pub fn camera_lost(&self) -> Vec<Effect> {
        match self {
            Self::Scan(screen) => screen.intend(TakeIntent::CameraLost),
            Self::Portrait(screen) => screen.intend(TakeIntent::CameraLost),
            Self::Face(screen) => screen.intend(FaceIntent::CameraLost),
            Self::Statement(screen) => screen.intend(StatementIntent::CameraLost),
            _ => Vec::new(),
        }
    }

    /// The recording was stopped.
    pub fn stopped(&self, recorded: Recorded) -> Vec<Effect> {
        match self {
            Self::Face(screen) => screen.intend(FaceIntent::Stopped(recorded)),
            Self::Statement(screen) => screen.intend(StatementIntent::Stopped(recorded)),
            _ => vec![Effect::RemoveFile(recorded.path)],
        }
    }

    /// A frame of the camera; waits while it is looked at.
    pub fn frame(&self, bytes: &[u8], meta: &FrameMeta) -> Vec<Effect> {
        match self {
            Self::Scan(screen) => screen.frame(bytes, meta),
            Self::Portrait(screen) => screen.frame(bytes, meta),
            Self::Face(screen) => screen.frame(bytes, meta),
            Self::Statement(screen) => screen.frame(bytes, meta),
            _ => Vec::new(),
        }
    }

    /// A chunk of sound; waits while a frame is looked at.
    pub fn sound(&self, pcm: &[u8], rate_hz: u32, channels: u16) -> Vec<Effect> {
        match self {
            Self::Statement(screen) => screen.sound(pcm, rate_hz, channels),
            _ => Vec::new(),
        }
    }

    /// The time came to look again.
    pub fn look(&self) -> Vec<Effect> {
        match self {
            Self::Send(screen) => screen.intend(SendIntent::Look),
            _ => Vec::new(),
        }
    }
}
