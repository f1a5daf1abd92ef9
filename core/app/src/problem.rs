//! Why something did not happen, as far as a person can act on it.

use heyan::rules::words::Words;
use heyan::rules::{Code, Finding};
use serde::{Deserialize, Serialize};

use crate::effects::Permission;

/// Why something did not happen. Carries no sentence and nothing personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The case or its sending refuses: the code has words of its own.
    Told(Code),
    /// The key of the case is gone: it can only be deleted.
    KeyGone,
    /// The device is locked.
    KeyLocked,
    /// The models are not there, or cannot run.
    Models,
    /// The picture cannot be read.
    Picture,
    /// The file is no profile of a provider.
    Profile,
    /// The person or the system refused this.
    Refused(Permission),
    /// What the camera was doing ended without the person: it was pulled out, or another program took it.
    CameraLost,
    /// A fault of the program.
    Fault,
}

/// What a shell can tell problems apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The words say it.
    Told,
    /// The case can only be deleted.
    KeyGone,
    /// The device is locked.
    KeyLocked,
    /// The models are not there.
    Models,
    /// The picture cannot be read.
    Picture,
    /// The file is no profile of a provider.
    Profile,
    /// A permission is missing: the system's settings give it.
    Refused,
    /// The camera went away.
    CameraLost,
    /// A fault of the program.
    Fault,
}

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemSaid {
    /// Which kind.
    pub kind: ProblemKind,
    /// The name others rely on, as `submit.paused`.
    pub code: String,
    /// What is the matter.
    pub what: String,
    /// What the person should do.
    pub advice: String,
}

impl Problem {
    /// In words.
    pub fn said(self, words: &Words) -> ProblemSaid {
        let (kind, name) = match self {
            Self::Told(code) => return of_code(ProblemKind::Told, code, words),
            Self::KeyGone => return of_code(ProblemKind::KeyGone, Code::CaseKeyGone, words),
            Self::KeyLocked => return of_code(ProblemKind::KeyLocked, Code::CaseKeyLocked, words),
            Self::Models => (ProblemKind::Models, "models"),
            Self::Picture => (ProblemKind::Picture, "picture"),
            Self::Profile => (ProblemKind::Profile, "profile"),
            Self::Refused(Permission::Camera) => (ProblemKind::Refused, "camera"),
            Self::Refused(Permission::Microphone) => (ProblemKind::Refused, "microphone"),
            Self::CameraLost => (ProblemKind::CameraLost, "camera_lost"),
            Self::Fault => (ProblemKind::Fault, "fault"),
        };
        let said = words.problem(name);
        ProblemSaid { kind, code: format!("app.{name}"), what: said.message, advice: said.advice }
    }
}

fn of_code(kind: ProblemKind, code: Code, words: &Words) -> ProblemSaid {
    let said = words.finding(&Finding::error(code));
    ProblemSaid { kind, code: code.as_str().to_owned(), what: said.message, advice: said.advice }
}
