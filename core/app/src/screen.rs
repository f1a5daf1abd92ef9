//! A screen: a model that intents, frames and finished work change, and what the shell is to do after each change.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use heyan::vision::frame::FrameMeta;
use serde::Serialize;

use crate::effects::Effect;
use crate::problem::Problem;

/// What a screen knows and decides. Never waits: what takes longer than a frame is work, see [`Next::work`].
pub trait Model: Sized + Send + 'static {
    /// What is shown, as plain data.
    type State: Clone + PartialEq + Serialize + Send;
    /// What a person, or the shell for them, can want.
    type Intent;

    /// The screen is shown.
    fn start(&mut self) -> Next<Self>;

    /// Somebody wants something.
    fn intend(&mut self, intent: Self::Intent) -> Next<Self>;

    /// Work or a frame came to nothing.
    fn failed(&mut self, problem: Problem) -> Next<Self>;

    /// The screen is left: what the shell is to do still.
    fn leave(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    /// What is shown now, in the words of the language that is set now.
    fn state(&self) -> Self::State;
}

/// A model that takes camera frames.
pub trait Watching: Model {
    /// What looks at a frame; works without the model, so that a frame never waits for the screen nor the screen for a frame.
    type Eye: ?Sized + Send + Sync;
    /// What it saw.
    type Seen;

    /// Who looks at the frame taken at `at_ms`, and that time on its own clock; `None` when no frame is wanted now.
    fn eye(&mut self, at_ms: u64) -> Option<(Arc<Self::Eye>, u64)>;

    /// Looks, on the camera's thread; `None` when busy with another and nothing was seen before.
    ///
    /// # Errors
    /// When the frame or the models are at fault.
    fn look(eye: &Self::Eye, bytes: &[u8], meta: &FrameMeta) -> Result<Option<Self::Seen>, Problem>;

    /// A frame came to nothing. The model may have moved on meanwhile.
    fn missed(&mut self, problem: Problem) -> Next<Self> {
        self.failed(problem)
    }

    /// What was seen. The model may have moved on meanwhile.
    fn seen(&mut self, seen: Self::Seen) -> Next<Self>;
}

type Answer<M> = Box<dyn FnOnce(&mut M) -> Next<M> + Send>;

struct Task<M> {
    run: Box<dyn FnOnce() -> Answer<M> + Send>,
    /// Whether it is to be done though the screen was left before it began.
    regardless: bool,
}

/// What comes after a change of a model.
pub struct Next<M> {
    effects: Vec<Effect>,
    tasks: Vec<Task<M>>,
}

impl<M: 'static> Next<M> {
    /// Nothing but the change.
    pub fn none() -> Self {
        Self { effects: Vec::new(), tasks: Vec::new() }
    }

    /// One thing for the shell to do.
    pub fn effect(effect: Effect) -> Self {
        Self { effects: vec![effect], tasks: Vec::new() }
    }

    /// This, then `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.effects.extend(other.effects);
        self.tasks.extend(other.tasks);
        self
    }

    /// This, then `effect`.
    #[must_use]
    pub fn then(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// The same for a model that has this one in it as `child`; after every change of it `after` is asked what follows. What comes
    /// when the child is gone is dropped.
    pub fn lift<P: 'static>(self, child: fn(&mut P) -> Option<&mut M>, after: fn(&mut P) -> Next<P>) -> Next<P> {
        let lifted = |task: Task<M>| Task::<P> {
            regardless: task.regardless,
            run: Box::new(move || {
                let answer = (task.run)();
                Box::new(move |parent: &mut P| {
                    let Some(inside) = child(parent) else { return Next::none() };
                    let next = answer(inside).lift(child, after);
                    next.and(after(parent))
                })
            }),
        };
        Next { effects: self.effects, tasks: self.tasks.into_iter().map(lifted).collect() }
    }
}

impl<M: Model> Next<M> {
    /// Does `task` on a thread that may wait, and `done` with what came of it. It changes something: once wanted it is done, even
    /// when the screen is left before it begins.
    pub fn work<T: Send + 'static>(
        task: impl FnOnce() -> Result<T, Problem> + Send + 'static,
        done: impl FnOnce(&mut M, T) -> Self + Send + 'static,
    ) -> Self {
        Self::task(task, done, true)
    }

    /// The same for what only the screen needs: left before it begins, it is not done.
    pub fn load<T: Send + 'static>(
        task: impl FnOnce() -> Result<T, Problem> + Send + 'static,
        done: impl FnOnce(&mut M, T) -> Self + Send + 'static,
    ) -> Self {
        Self::task(task, done, false)
    }

    fn task<T: Send + 'static>(
        task: impl FnOnce() -> Result<T, Problem> + Send + 'static,
        done: impl FnOnce(&mut M, T) -> Self + Send + 'static,
        regardless: bool,
    ) -> Self {
        let run = move || -> Answer<M> {
            let came = task();
            Box::new(move |model: &mut M| match came {
                Ok(value) => done(model, value),
                Err(problem) => model.failed(problem),
            })
        };
        Self { effects: Vec::new(), tasks: vec![Task { run: Box::new(run), regardless }] }
    }
}

/// Work that a screen wants done. Waits for models, disks or the network: never on the thread of the screen or of the camera.
pub struct Job(Mutex<Option<Undone>>);

type Undone = Box<dyn FnOnce() -> Vec<Effect> + Send>;

impl Job {
    /// Does it, once: what the shell is to do then. Nothing the second time.
    pub fn run(&self) -> Vec<Effect> {
        let work = held(&self.0).take();
        work.map_or_else(Vec::new, |work| work())
    }
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

struct Inside<M: Model> {
    /// `None` once the screen is left: its case and its models, tens of MB, go at once, whoever holds the screen still.
    model: Option<M>,
    shown: M::State,
}

/// A model on show. Calls never wait for work: they may come from any thread, the camera's among them.
pub struct Screen<M: Model>(Mutex<Inside<M>>);

impl<M: Model> Screen<M> {
    /// A screen of `model`, not shown yet.
    pub fn new(model: M) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Inside { shown: model.state(), model: Some(model) })))
    }

    /// Shows it: what comes of that is to be done first.
    pub fn start(self: &Arc<Self>) -> Vec<Effect> {
        self.change(M::start)
    }

    /// What is shown.
    pub fn state(&self) -> M::State {
        held(&self.0).shown.clone()
    }

    /// Somebody wants something.
    pub fn intend(self: &Arc<Self>, intent: M::Intent) -> Vec<Effect> {
        self.change(|model| model.intend(intent))
    }

    /// The language was changed: what is shown is said anew, nothing else changes.
    pub fn retell(self: &Arc<Self>) -> Vec<Effect> {
        self.change(|_| Next::none())
    }

    /// The screen is left. Whatever comes after is dropped.
    pub fn leave(&self) -> Vec<Effect> {
        let model = held(&self.0).model.take();
        model.map_or_else(Vec::new, |mut model| model.leave())
    }

    /// Looks at the model; `None` once the screen is left.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&M) -> T) -> Option<T> {
        held(&self.0).model.as_ref().map(look)
    }

    pub(crate) fn change(self: &Arc<Self>, change: impl FnOnce(&mut M) -> Next<M>) -> Vec<Effect> {
        let mut inside = held(&self.0);
        let Some(model) = &mut inside.model else { return Vec::new() };
        let Next { mut effects, tasks } = change(model);
        let state = model.state();
        if state != inside.shown {
            inside.shown = state;
            effects.insert(0, Effect::Draw);
        }
        drop(inside);
        effects.extend(tasks.into_iter().map(|task| Effect::Work(Arc::new(self.job(task)))));
        effects
    }

    fn job(self: &Arc<Self>, task: Task<M>) -> Job {
        let screen = self.clone();
        Job(Mutex::new(Some(Box::new(move || {
            if !task.regardless && held(&screen.0).model.is_none() {
                return Vec::new();
            }
            match catch_unwind(AssertUnwindSafe(task.run)) {
                Ok(answer) => screen.change(answer),
                // What it had taken is gone with it; the screen has seen nothing of it.
                Err(_) => screen.change(|model| model.failed(Problem::Fault)),
            }
        }))))
    }
}

impl<M: Watching> Screen<M> {
    /// A camera frame, on the camera's thread: `bytes` are borrowed for the call, the state changes once at most.
    pub fn frame(self: &Arc<Self>, bytes: &[u8], meta: &FrameMeta) -> Vec<Effect> {
        let eye = held(&self.0).model.as_mut().and_then(|model| model.eye(meta.at_ms));
        let Some((eye, at_ms)) = eye else { return Vec::new() };
        match M::look(&eye, bytes, &FrameMeta { at_ms, ..*meta }) {
            Ok(Some(seen)) => self.change(|model| model.seen(seen)),
            Ok(None) => Vec::new(),
            Err(problem) => self.change(|model| model.missed(problem)),
        }
    }
}

/// A model is changed whole or not at all by what may panic: a panic elsewhere is no reason to lose it.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
