//! What a screen wants its shell to do.

use std::sync::Arc;

use heyan::rules::words::Words;
use heyan_app::{Effect as Core, Job};

use crate::filing::Step;
use crate::finding::Lang;
use crate::mirror::{mirror, remote_enums, remote_records};

mirror! {
    /// What a person must allow.
    Permission of heyan_app::Permission {
        /// Pictures.
        Camera,
        /// Sound.
        Microphone,
    }
}

mirror! {
    /// Where a camera looks.
    Facing of heyan_app::Facing {
        /// At the person.
        Person,
        /// Away from them.
        World,
    }
}

/// Why `permission` is asked for, in words.
#[uniffi::export]
pub fn permission_words(permission: Permission, lang: Lang) -> String {
    permission.why(&Words::new(lang))
}

pub use heyan_app::{Camera, Place, Recorded, RecordingPlan};

/// Work that a screen wants done: on a thread that may wait, one after the other.
#[derive(uniffi::Object)]
pub struct Task(Arc<Job>);

#[uniffi::export]
impl Task {
    /// Does it, once: what is to be done then.
    pub fn run(&self) -> Vec<Effect> {
        effects(self.0.run())
    }
}

/// One thing for the shell to do. Those of one answer are carried out in their order.
#[derive(uniffi::Enum)]
#[allow(missing_docs, reason = "one sentence a variant says what it carries as well")]
pub enum Effect {
    /// Draw the state anew.
    Draw,
    /// Run this on a thread that may wait, one after the other.
    Work { task: Arc<Task> },
    /// Ask for these with the reason of `permission_words`, unless given: comes back as `Permitted`.
    Permit { permissions: Vec<Permission> },
    /// Open the camera: every frame goes to the screen until it is closed.
    OpenCamera { camera: Camera },
    /// Close the camera; a recording that was not stopped is thrown away.
    CloseCamera,
    /// Take a still: comes back as `Taken`.
    TakeStill,
    /// End the recording: comes back as `Stopped`.
    StopRecording,
    /// Say this aloud, in place of what is being said.
    Speak { words: String },
    /// Let the person choose a file: comes back as `Chosen`, or as the text of a `Profile`.
    ChooseFile,
    /// Remove this file.
    RemoveFile { path: String },
    /// Show this place.
    Go { place: Place },
    /// Show the cases, and this place over them.
    GoFromHome { place: Place },
    /// Show the place before this one.
    Back,
    /// Come back with `Look` after so many ms.
    LookAfter { ms: u32 },
    /// Go on sending this case in the background.
    SendInBackground { case: String },
    /// Show where the system sets the language.
    ShowLanguages,
    /// Show the licences.
    ShowLicences,
}

impl From<Core> for Effect {
    fn from(effect: Core) -> Self {
        match effect {
            Core::Draw => Self::Draw,
            Core::Work(job) => Self::Work { task: Arc::new(Task(job)) },
            Core::Permit(permissions) => Self::Permit { permissions },
            Core::OpenCamera(camera) => Self::OpenCamera { camera },
            Core::CloseCamera => Self::CloseCamera,
            Core::TakeStill => Self::TakeStill,
            Core::StopRecording => Self::StopRecording,
            Core::Speak(words) => Self::Speak { words },
            Core::ChooseFile => Self::ChooseFile,
            Core::RemoveFile(path) => Self::RemoveFile { path },
            Core::Go(place) => Self::Go { place },
            Core::GoFromHome(place) => Self::GoFromHome { place },
            Core::Back => Self::Back,
            Core::LookAfter(ms) => Self::LookAfter { ms },
            Core::SendInBackground(case) => Self::SendInBackground { case },
            Core::ShowLanguages => Self::ShowLanguages,
            Core::ShowLicences => Self::ShowLicences,
        }
    }
}

pub(super) fn effects(from: Vec<Core>) -> Vec<Effect> {
    from.into_iter().map(Effect::from).collect()
}

remote_enums! {
    Place {
        Cases, NewCase, Settings, CaseHome { case: String }, Asked { case: String }, Consent { case: String },
        Typed { case: String }, Scan { case: String, step: Step }, Face { case: String }, Portrait { case: String },
        Statement { case: String }, Letter { case: String, step: Step }, Send { case: String }, Order { case: String }
    }
}

remote_records! {
    RecordingPlan { video_kbit: u32, sound_kbit: u32, most_s: Option<f64> }
    Recorded {
        path: String, container: String, codec: String, bytes: u64, duration_s: f64, width: u32, height: u32, fps: f64
    }
    Camera { facing: Facing, recording: Option<RecordingPlan> }
}
