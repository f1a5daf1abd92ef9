//! Each screen as an object. Calls never wait for work: `frame` is for the camera's thread, all others for any.

use std::sync::Arc;

use heyan_app::{Screen, asked, case_home, cases, consent, face, letter, new_case, order};
use heyan_app::{portrait, scan, send, settings, statement, typed};

use super::desk::Desk;
use super::effects::{Effect, effects};
use super::intents::{
    AskedIntent, CaseIntent, CasesIntent, ConsentIntent, FaceIntent, LetterIntent, NewCaseIntent, OrderIntent,
    SendIntent, SettingsIntent, StatementIntent, TakeIntent, TypedIntent,
};
use super::states::{
    AskedState, CaseState, CasesState, ConsentState, FaceState, LetterState, NewCaseState, OrderState, SendState,
    SettingsState, StatementState, TakeState, TypedState,
};
use crate::error::HeyanError;
use crate::filing::Step;
use crate::frame::FrameMeta;

// Names of parameters stand in the header that Swift reads: no word of C (`case`) may be one.
macro_rules! screen {
    ($(#[$doc:meta])* $name:ident ($module:ident::$model:ident $(, $arg:ident: $type:ident)*) $intent:ident
        -> $state:ident) => {
        $(#[$doc])*
        #[derive(uniffi::Object)]
        pub struct $name(Arc<Screen<$module::$model>>);

        #[uniffi::export]
        impl $name {
            /// Not shown yet: call `start`.
            #[uniffi::constructor]
            pub fn new(desk: Arc<Desk>, $($arg: $type),*) -> Self {
                Self(Screen::new($module::$model::new(desk.0.clone(), $($arg),*)))
            }

            /// Shows it: what is to be done first.
            pub fn start(&self) -> Vec<Effect> {
                effects(self.0.start())
            }

            /// What is shown.
            pub fn state(&self) -> $state {
                self.0.state()
            }

            /// Somebody wants something.
            pub fn intend(&self, intent: $intent) -> Vec<Effect> {
                effects(self.0.intend(intent))
            }

            /// The language was changed.
            pub fn retell(&self) -> Vec<Effect> {
                effects(self.0.retell())
            }

            /// It is left: models and case are let go.
            pub fn leave(&self) -> Vec<Effect> {
                effects(self.0.leave())
            }
        }
    };
}

macro_rules! watching {
    ($name:ident) => {
        #[uniffi::export]
        impl $name {
            /// A camera frame. `bytes` are borrowed for the call; on Android a direct buffer at position 0 (`slice()`).
            pub fn frame(&self, bytes: &[u8], meta: FrameMeta) -> Result<Vec<Effect>, HeyanError> {
                Ok(effects(self.0.frame(bytes, &meta.described()?)))
            }
        }
    };
}

screen! {
    /// What the provider asks of a case.
    AskedScreen (asked::Asked, name: String) AskedIntent -> AskedState
}
screen! {
    /// One case.
    CaseScreen (case_home::CaseHome, name: String) CaseIntent -> CaseState
}
screen! {
    /// All cases.
    CasesScreen (cases::Cases) CasesIntent -> CasesState
}
screen! {
    /// What is agreed to.
    ConsentScreen (consent::Consent, name: String) ConsentIntent -> ConsentState
}
screen! {
    /// The face check.
    FaceScreen (face::Face, name: String) FaceIntent -> FaceState
}
screen! {
    /// A letter or certificate.
    LetterScreen (letter::Letter, name: String, step: Step) LetterIntent -> LetterState
}
screen! {
    /// A case to be made.
    NewCaseScreen (new_case::NewCase) NewCaseIntent -> NewCaseState
}
screen! {
    /// How the order stands.
    OrderScreen (order::Order, name: String) OrderIntent -> OrderState
}
screen! {
    /// The portrait.
    PortraitScreen (portrait::Portrait, name: String) TakeIntent -> TakeState
}
screen! {
    /// A document before the camera.
    ScanScreen (scan::Scan, name: String, step: Step) TakeIntent -> TakeState
}
screen! {
    /// What is sent, and the sending.
    SendScreen (send::Send, name: String) SendIntent -> SendState
}
screen! {
    /// Language, licences, delete everything.
    SettingsScreen (settings::Settings) SettingsIntent -> SettingsState
}
screen! {
    /// The statement read aloud.
    StatementScreen (statement::Statement, name: String) StatementIntent -> StatementState
}
screen! {
    /// What was typed.
    TypedScreen (typed::Typed, name: String) TypedIntent -> TypedState
}
watching!(FaceScreen);
watching!(PortraitScreen);
watching!(ScanScreen);
watching!(StatementScreen);

#[uniffi::export]
impl StatementScreen {
    /// A chunk of the microphone, on its thread: 16-bit samples in the machine's byte order, channels interleaved.
    pub fn sound(&self, pcm: &[u8], rate_hz: u32, channels: u16) -> Vec<Effect> {
        effects(self.0.sound(pcm, rate_hz, channels))
    }
}
