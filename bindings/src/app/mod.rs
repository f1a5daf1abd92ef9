//! The screens of `heyan-app`, each as an object, with their states and intents. What each field means stands there.

mod desk;
mod effects;
mod gateway;
mod intents;
mod labels;
mod order;
mod screens;
mod states;

pub use desk::{Desk, Folders, Navigator};
pub use effects::{Camera, Effect, Facing, Permission, Place, Recorded, RecordingPlan, Task, permission_words};
pub use gateway::{App, Gateway};
pub use intents::{
    AskedIntent, CaseIntent, CasesIntent, ConsentIntent, FaceIntent, LetterIntent, NewCaseIntent, OrderIntent,
    ReviewIntent, SendIntent, SettingsIntent, StatementIntent, TakeIntent, TypedField, TypedIntent,
};
pub use labels::{Label, label_words};
pub use order::{Order, Refusal, SmsCheck};
pub use screens::{
    AskedScreen, CaseScreen, CasesScreen, ConsentScreen, FaceScreen, LetterScreen, NewCaseScreen, OrderScreen,
    PortraitScreen, ScanScreen, SendScreen, SettingsScreen, StatementScreen, TypedScreen,
};
pub use states::{
    AskedRow, AskedState, CaseRow, CaseState, CasesState, ConsentRow, ConsentState, FaceState, FaceStep, Guide,
    LetterState, NewCaseState, OrderState, Personal, Problem, ProblemKind, Recording, ReviewRow, ReviewState,
    SendPhase, SendProgress, SendRow, SendState, SettingsState, Shutter, StatementState, StepRow, TakeState,
    TypedState,
};
