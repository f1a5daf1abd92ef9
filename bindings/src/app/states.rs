//! What each screen shows.

pub use heyan_app::Personal;
pub use heyan_app::advice::{AdviceSaid, AdviceState, QuestionRow};
pub use heyan_app::asked::{AskedRow, AskedState};
pub use heyan_app::case_home::{CaseState, StepRow};
pub use heyan_app::cases::{CaseRow, CasesState};
pub use heyan_app::consent::{ConsentRow, ConsentState};
pub use heyan_app::face::{FaceState, FaceStep};
pub use heyan_app::help::{HelpState, TopicText};
pub use heyan_app::letter::LetterState;
pub use heyan_app::new_case::NewCaseState;
pub use heyan_app::order::OrderState;
pub use heyan_app::review::{ReviewRow, ReviewState};
pub use heyan_app::send::{SendPhase, SendProgress, SendRow, SendState};
pub use heyan_app::settings::SettingsState;
pub use heyan_app::statement::{Recording, StatementState};
pub use heyan_app::taking::{Guide, Shutter, TakeState};
pub use heyan_app::typed::TypedState;

use super::order::Order;
use crate::filing::{Named, Purpose, Standing, Step};
use crate::finding::{Finding, Point, Severity, Verdict};
use crate::mirror::{mirror, remote_enums, remote_records};

uniffi::custom_type!(Personal, String, {
    remote,
    lower: |personal| personal.expose().to_owned(),
    try_lift: |text| Ok(Personal::from(text)),
});

mirror! {
    /// What problems can be told apart by.
    ProblemKind of heyan_app::ProblemKind {
        Told, KeyGone, KeyLocked, Models, Picture, Profile, Refused, CameraLost, Fault,
    }
}

/// A problem in words.
pub type Problem = heyan_app::ProblemSaid;

remote_enums! {
    Shutter { Waiting, Taking, Judging, Done }
    Recording { Waiting, Asking, Running, Over }
    SendPhase { Loading, Ready, Running, Paused, Sent }
}

remote_records! {
    TopicText { key: String, title: String, lines: Vec<String>, source: String }
    HelpState { topics: Vec<Named>, query: String, found: Vec<Named>, open: Option<TopicText> }
    AdviceSaid {
        code: String, severity: Severity, message: String, advice: String, from: Option<u32>, to: Option<u32>,
        region: Option<Vec<Point>>, source: String, topics: Vec<Named>
    }
    QuestionRow { key: String, text: String, yes_no: bool, answer: Option<String> }
    AdviceState {
        service: String, name: Vec<AdviceSaid>, choosing_icon: bool, icon_seen: bool, icon: Vec<AdviceSaid>,
        questions: Vec<QuestionRow>, restrictions: Vec<AdviceSaid>, help: HelpState
    }
    Problem { kind: ProblemKind, code: String, what: String, advice: String }
    AskedRow {
        step: Step, name: String, when: String, min_files: u32, max_files: u32, max_bytes: Option<u64>,
        signature: String, source: String
    }
    AskedState {
        provider: String, rows: Vec<AskedRow>, actions: Vec<String>, actions_drawn: u32, sample: bool,
        notes: Vec<String>, problem: Option<Problem>
    }
    CaseRow {
        name: String, provider: String, next: String, done: u32, asked: u32, order: String, problem: Option<Problem>,
        can_delete: bool
    }
    CasesState { rows: Vec<CaseRow>, loading: bool, problem: Option<Problem> }
    NewCaseState {
        providers: Vec<Named>, provinces: Vec<Named>, provider: String, provider_name: String,
        province: Option<String>, own_profile: bool, name: Personal, id_number: Personal, site_name: Personal,
        domain: Personal,
        unit: bool, not_legal_representative: bool, unit_kinds: Vec<Named>, unit_kind: Option<String>,
        person_kinds: Vec<Named>, person_kind: String, identities: Vec<Named>, identity: String,
        busy: bool, problem: Option<Problem>, guide: AdviceState
    }
    StepRow {
        step: Step, name: String, standing: Standing, said: String, asked: bool, next: bool, bytes: u64,
        purpose: Purpose
    }
    CaseState {
        loading: bool, provider: String, holder: Personal, steps: Vec<StepRow>, complete: bool, order: Option<Order>,
        notes: Vec<String>, findings: Vec<Finding>, problem: Option<Problem>, help: HelpState
    }
    ConsentRow { purpose: Purpose, heading: String, text: String, given: bool }
    ConsentState { consents: Vec<ConsentRow>, withdrawn: String, busy: bool, problem: Option<Problem> }
    TypedState {
        name: Personal, id_number: Personal, site_name: Personal, domain: Personal, loaded: bool, correctable: bool,
        busy: bool, saved: bool, redo: Vec<String>, problem: Option<Problem>
    }
    ReviewRow { key: String, label: String, read: Personal, typed: Option<Personal>, same: Option<bool> }
    ReviewState {
        verdict: Verdict, findings: Vec<Finding>, rows: Vec<ReviewRow>, correctable: bool, typing: Option<TypedState>,
        redo: Vec<String>, busy: bool, problem: Option<Problem>
    }
    Guide { say: String, outline: Vec<Point>, progress: f32, offer_shutter: bool }
    TakeState { guide: Guide, shutter: Shutter, ready: bool, problem: Option<Problem>, review: Option<ReviewState> }
    FaceStep { asked: String, passed: Option<bool>, seen: Option<String> }
    FaceState {
        say: String, steps: Vec<FaceStep>, at: u32, progress: f32, outline: Vec<Point>, recording: bool, ended: bool,
        problem: Option<Problem>, review: Option<ReviewState>
    }
    StatementState {
        text: Personal, position: u32, say: String, done: bool, recording: Recording, most_s: Option<f64>,
        sample: bool, typing: Option<TypedState>, problem: Option<Problem>, review: Option<ReviewState>
    }
    LetterState {
        name: String, pages: Vec<String>, busy: bool, problem: Option<Problem>, review: Option<ReviewState>
    }
    SendRow { name: String, bytes: u64, purpose: Purpose }
    SendProgress { sent_bytes: u64, total_bytes: u64, left_s: Option<u64> }
    SendState {
        rows: Vec<SendRow>, bytes: u64, missing: Vec<Purpose>, phase: SendPhase, can_send: bool,
        progress: Option<SendProgress>, problem: Option<Problem>
    }
    OrderState {
        order: Option<Order>, filing_number: Option<String>, said: Vec<String>, ask_again_s: Option<u64>,
        asking: bool, problem: Option<Problem>, help: HelpState
    }
    SettingsState { asked: bool, busy: bool, deleted: bool, problem: Option<Problem> }
}
