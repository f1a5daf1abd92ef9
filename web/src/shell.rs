//! One browser's shell: which screen is on show, and what screens want done.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use heyan::rules::words::{Lang, Words};
use heyan::vision::frame::FrameMeta;
use heyan_app::{Camera, Desk, Effect, Facing, Job, Navigator, Permission, Recorded};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::forms::Form;
use crate::held::Held;
use crate::message::Told;
use crate::pages::Drawn;
use crate::shown::Shown;

/// Most bytes of a recording: three times what five minutes of the usual rate take. A plan ends it long before.
const LONGEST_RECORDING: usize = 450 << 20;
/// Most bytes of files that are held for letters.
const MOST_HELD: usize = 200 << 20;
/// Commands that wait for a browser which does not come for them: beyond that it is gone.
const MOST_WAITING: usize = 256;

/// What a person sees and does in one browser.
pub struct Shell {
    desk: Arc<Desk>,
    held: Arc<Held>,
    inside: Mutex<Inside>,
    work: Sender<(u64, Arc<Job>)>,
    /// Something is to be drawn or told.
    pub changed: Notify,
    runtime: Handle,
    me: Weak<Self>,
}

struct Inside {
    navigator: Navigator,
    shown: Shown,
    /// Which screen it is: forms and work of one before say another number.
    at: u64,
    /// What the browser is to do, in order.
    queue: Vec<Value>,
    /// Permissions that were asked for and that a page opened anew is asked for again.
    asked: Option<Value>,
    camera: Option<Camera>,
    recording: Vec<u8>,
    still: Option<Bytes>,
    /// Which connection draws: a newer one takes its place.
    connection: u64,
}

impl Shell {
    /// At the cases of `desk`.
    pub fn new(desk: Arc<Desk>, held: Arc<Held>, runtime: Handle) -> std::io::Result<Arc<Self>> {
        let (work, jobs) = channel::<(u64, Arc<Job>)>();
        let navigator = Navigator::default();
        let shown = Shown::of(&desk, navigator.shown().clone());
        let inside = Inside {
            navigator,
            shown: shown.clone(),
            at: 0,
            queue: Vec::new(),
            asked: None,
            camera: None,
            recording: Vec::new(),
            still: None,
            connection: 0,
        };
        let shell = Arc::new_cyclic(|me: &Weak<Self>| Self {
            desk,
            held,
            inside: Mutex::new(inside),
            work,
            changed: Notify::new(),
            runtime,
            me: me.clone(),
        });
        let worker = shell.me.clone();
        thread::Builder::new().name("work".to_owned()).spawn(move || {
            for (at, job) in jobs {
                let effects = job.run();
                let Some(shell) = worker.upgrade() else { return };
                shell.carry(at, effects);
            }
        })?;
        shell.carry(0, shown.start());
        Ok(shell)
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shown(&self) -> (u64, Shown) {
        let inside = self.inside();
        (inside.at, inside.shown.clone())
    }

    /// The language is `lang` from now on.
    pub fn speak(&self, lang: Lang) {
        self.desk.speak(lang);
        let (at, shown) = self.shown();
        self.carry(at, shown.retell());
        self.changed.notify_one();
    }

    /// The page on show, and which screen it is.
    pub fn draw(&self) -> (u64, Drawn) {
        let (at, shown) = self.shown();
        (at, shown.draw(&self.desk.words()))
    }

    /// The words of the language.
    pub fn words(&self) -> Words {
        self.desk.words()
    }

    /// Whether the page before can be gone back to.
    pub fn has_way_back(&self) -> bool {
        self.inside().navigator.clone().back()
    }

    /// The person goes back.
    pub fn back(&self) {
        self.navigate(Navigator::back);
    }

    /// The person goes to the settings.
    pub fn settings(&self) {
        self.navigate(|navigator| navigator.go(heyan_app::Place::Settings));
    }

    fn navigate(&self, turn: impl FnOnce(&mut Navigator) -> bool) {
        let (before, now, at) = {
            let mut inside = self.inside();
            if !turn(&mut inside.navigator) {
                return;
            }
            let now = Shown::of(&self.desk, inside.navigator.shown().clone());
            let before = std::mem::replace(&mut inside.shown, now.clone());
            inside.at += 1;
            (inside.asked, inside.still) = (None, None);
            (before, now, inside.at)
        };
        self.carry(at - 1, before.leave());
        self.carry(at, now.start());
        self.changed.notify_one();
    }

    /// A form was sent. Whether it was one of the screen on show.
    pub fn sent(&self, form: &Form) -> bool {
        let (at, shown) = self.shown();
        if form.at() != Some(at) {
            return false;
        }
        let effects = shown.sent(form);
        let known = effects.is_some();
        self.carry(at, effects.unwrap_or_default());
        known
    }

    /// A file was chosen. Whether the screen on show takes any.
    pub fn chosen(&self, file: Bytes) -> bool {
        let (at, shown) = self.shown();
        if self.held.bytes() + file.len() > MOST_HELD {
            return false;
        }
        if shown.takes_stills() {
            self.inside().still = Some(file.clone());
        }
        let effects = shown.chosen(file, &self.held);
        let known = effects.is_some();
        self.carry(at, effects.unwrap_or_default());
        known
    }

    /// The still that is judged, for its review.
    pub fn still(&self) -> Option<Bytes> {
        self.inside().still.clone()
    }

    /// A page was opened: which connection it is. What stood before the camera of another page is over.
    pub fn connect(&self) -> u64 {
        let recorded = self.inside().camera.is_some_and(|camera| camera.recording.is_some());
        if recorded {
            self.lost();
        }
        let mut inside = self.inside();
        inside.connection += 1;
        inside.queue.clear();
        inside.camera = inside.camera.filter(|camera| camera.recording.is_some());
        let asked = inside.asked.clone();
        inside.queue.extend(asked);
        drop(inside);
        // The one before sees that it is not the latest.
        self.changed.notify_waiters();
        self.changed.notify_one();
        self.inside().connection
    }

    /// Whether `connection` is the latest.
    pub fn is_latest(&self, connection: u64) -> bool {
        self.inside().connection == connection
    }

    /// A page was closed.
    pub fn disconnect(&self, connection: u64) {
        let open = self.is_latest(connection) && self.inside().camera.is_some_and(|camera| camera.recording.is_some());
        if open {
            self.lost();
        }
    }

    fn lost(&self) {
        let (at, shown) = self.shown();
        self.carry(at, shown.camera_lost());
    }

    /// What waits for the browser.
    pub fn taken_from_queue(&self) -> Vec<Value> {
        std::mem::take(&mut self.inside().queue)
    }

    /// The browser tells something.
    pub fn told(&self, told: Told) {
        let (at, shown) = self.shown();
        let effects = match told {
            Told::Permitted { yes } => shown.permitted(yes),
            Told::CameraLost => shown.camera_lost(),
            Told::Stopped { container, codec, duration_s, width, height, fps } => {
                let recording = Bytes::from(std::mem::take(&mut self.inside().recording));
                let bytes = recording.len() as u64;
                let path = self.held.put(recording);
                shown.stopped(Recorded { path, container, codec, bytes, duration_s, width, height, fps })
            }
        };
        self.carry(at, effects);
    }

    /// A part of the recording came.
    pub fn recording(&self, part: &[u8]) {
        let mut inside = self.inside();
        if inside.camera.is_none_or(|camera| camera.recording.is_none()) {
            return;
        }
        if inside.recording.len() + part.len() > LONGEST_RECORDING {
            drop(inside);
            self.lost();
            return;
        }
        inside.recording.extend_from_slice(part);
    }

    /// The browser has taken the still.
    pub fn taken(&self, still: Bytes) {
        if self.shown().1.takes_stills() {
            self.chosen(still);
        }
    }

    /// A frame of the camera: waits while it is looked at.
    pub fn frame(&self, bytes: &[u8], meta: &FrameMeta) {
        let (at, shown) = self.shown();
        self.carry(at, shown.frame(bytes, meta));
    }

    /// A chunk of sound: waits while a frame is looked at.
    pub fn sound(&self, pcm: &[u8], rate_hz: u32, channels: u16) {
        let (at, shown) = self.shown();
        self.carry(at, shown.sound(pcm, rate_hz, channels));
    }

    /// The browser is to do this.
    pub fn tell(&self, command: Value) {
        let mut inside = self.inside();
        if inside.queue.len() < MOST_WAITING {
            inside.queue.push(command);
        }
        drop(inside);
        self.changed.notify_one();
    }

    /// Does what screen `at` wants, in order. What one that was left wants still is done as far as nobody sees it.
    fn carry(&self, at: u64, effects: Vec<Effect>) {
        for effect in effects {
            let seen = self.inside().at == at;
            match effect {
                Effect::Work(job) => {
                    let _ = self.work.send((at, job));
                }
                Effect::RemoveFile(path) => self.held.remove(&path),
                Effect::SendInBackground(case) => self.send_in_background(case),
                Effect::CloseCamera => self.close_camera(),
                _ if !seen => {}
                Effect::Draw => self.changed.notify_one(),
                Effect::Permit(permissions) => self.permit(&permissions),
                Effect::OpenCamera(camera) => self.open_camera(camera),
                Effect::TakeStill => self.tell(json!("still")),
                Effect::StopRecording => self.tell(json!("stop_recording")),
                Effect::Speak(words) => self.tell(json!({ "speak": words })),
                Effect::Go(_) | Effect::GoFromHome(_) | Effect::Back => {
                    self.navigate(|navigator| navigator.follow(&effect));
                }
                Effect::LookAfter(ms) => self.look_after(at, ms),
                // The pages have their own: a field for files, the languages, the licences.
                Effect::ChooseFile | Effect::ShowLanguages | Effect::ShowLicences => {}
            }
        }
    }

    fn permit(&self, permissions: &[Permission]) {
        let words = self.words();
        let why: Vec<String> = permissions.iter().map(|permission| permission.why(&words)).collect();
        let microphone = permissions.contains(&Permission::Microphone);
        let command = json!({ "permit": { "microphone": microphone, "why": why } });
        self.inside().asked = Some(command.clone());
        self.tell(command);
    }

    fn open_camera(&self, camera: Camera) {
        let width = {
            let mut inside = self.inside();
            inside.camera = Some(camera);
            inside.recording = Vec::new();
            if camera.recording.is_some() {
                inside.asked = None;
            }
            inside.shown.frame_width()
        };
        let person = camera.facing == Facing::Person;
        self.tell(json!({ "open": { "person": person, "recording": camera.recording, "width": width } }));
    }

    fn close_camera(&self) {
        let open = {
            let mut inside = self.inside();
            inside.recording = Vec::new();
            inside.camera.take().is_some()
        };
        if open {
            self.tell(json!("close"));
        }
    }

    fn look_after(&self, at: u64, ms: u32) {
        let shell = self.me.clone();
        self.runtime.spawn(async move {
            tokio::time::sleep(Duration::from_millis(ms.into())).await;
            let Some(shell) = shell.upgrade() else { return };
            let (now, shown) = shell.shown();
            if now == at {
                shell.carry(at, shown.look());
            }
        });
    }

    fn send_in_background(&self, case: String) {
        let store = self.desk.store();
        self.runtime.spawn_blocking(move || {
            // What became of it stands in the case: the next look at it tells.
            let _ = store.open(&case).and_then(|case| case.sending()?.run());
        });
    }
}
