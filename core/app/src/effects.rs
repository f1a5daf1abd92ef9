//! What a screen wants its shell to do.

use std::sync::Arc;

use heyan::rules::words::Words;
use serde::{Deserialize, Serialize};

use crate::navigator::Place;
use crate::recording::RecordingPlan;
use crate::screen::Job;

/// One thing for the shell to do. Effects of one answer are carried out in their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Draw the state anew: it has changed.
    Draw,
    /// Run this on a thread that may wait, one after the other, and carry out what comes of it.
    Work(Arc<Job>),
    /// Ask for these permissions, telling why ([`Permission::why`]), unless they are given. Comes
    /// back as `Permitted`.
    Permit(Vec<Permission>),
    /// Open the camera. Every frame goes to the screen; the camera stays open until [`Effect::CloseCamera`].
    OpenCamera(Camera),
    /// Close the camera; a recording that was not stopped is thrown away.
    CloseCamera,
    /// Take a still. Comes back as `Taken`.
    TakeStill,
    /// End the recording. Comes back as `Stopped`.
    StopRecording,
    /// Say this aloud, in place of what is being said.
    Speak(String),
    /// Let the person choose a file. Comes back as `Chosen`.
    ChooseFile,
    /// Remove this file: it was recorded or copied in the open, and is sealed now or given up.
    RemoveFile(String),
    /// Show this place; the one that is shown is the way back from it.
    Go(Place),
    /// Show the cases, and this place over them.
    GoFromHome(Place),
    /// Show the place before this one.
    Back,
    /// Come back with `Look` after so many ms.
    LookAfter(u32),
    /// The person left while this case was being sent: go on with it in the background.
    SendInBackground(String),
    /// Show where the system sets the language.
    ShowLanguages,
    /// Show the licences of what the program is made of.
    ShowLicences,
}

/// What a person must allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Pictures.
    Camera,
    /// Sound.
    Microphone,
}

impl Permission {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Microphone => "microphone",
        }
    }

    /// Why it is asked for, in words.
    pub fn why(self, words: &Words) -> String {
        words.why(self.as_str())
    }
}

/// How the camera is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    /// Which one.
    pub facing: Facing,
    /// How to record from the first frame on; `None` for frames and stills alone.
    pub recording: Option<RecordingPlan>,
}

/// Where a camera looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facing {
    /// At the person.
    Person,
    /// Away from them; the better one of a phone.
    World,
}
