//! A shell that does at once what screens want of it, or keeps the work until it is told.

use std::sync::Arc;

use heyan::vision::frame::{FrameMeta, PixelFormat, Rotation, YuvRange};
use heyan_app::{Effect, Job, Model, Screen, Watching};

/// Shows one screen.
pub struct Shell<M: Model> {
    pub screen: Arc<Screen<M>>,
    /// Work that was not done yet, first wanted first.
    pub work: Vec<Arc<Job>>,
    /// All other effects, in their order, but for [`Effect::Draw`].
    pub done: Vec<Effect>,
    /// How often the state was drawn anew.
    pub drawn: usize,
}

impl<M: Model> Shell<M> {
    /// Shows `model` and does what it wants first.
    pub fn open(model: M) -> Self {
        let mut shell = Self::waiting(model);
        shell.work();
        shell
    }

    /// The same, with all work left undone.
    pub fn waiting(model: M) -> Self {
        let screen = Screen::new(model);
        let effects = screen.start();
        let mut shell = Self { screen, work: Vec::new(), done: Vec::new(), drawn: 0 };
        shell.take(effects);
        shell
    }

    /// Hands an intent on, and does the work that comes of it.
    pub fn intend(&mut self, intent: M::Intent) {
        self.tap(intent);
        self.work();
    }

    /// Hands an intent on, leaving its work undone.
    pub fn tap(&mut self, intent: M::Intent) {
        let effects = self.screen.intend(intent);
        self.take(effects);
    }

    /// Does all work that is wanted, and what comes of it.
    pub fn work(&mut self) {
        while !self.work.is_empty() {
            self.step();
        }
    }

    /// Does the work that was wanted first.
    pub fn step(&mut self) {
        let job = self.work.remove(0);
        let effects = job.run();
        assert!(job.run().is_empty(), "work is done once");
        self.take(effects);
    }

    /// Leaves the screen.
    pub fn leave(&mut self) {
        let effects = self.screen.leave();
        self.take(effects);
    }

    pub fn state(&self) -> M::State {
        self.screen.state()
    }

    /// What was done since the last time.
    pub fn did(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.done)
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Work(job) => self.work.push(job),
                Effect::Draw => self.drawn += 1,
                other => self.done.push(other),
            }
        }
    }
}

impl<M: Watching> Shell<M> {
    /// A camera frame.
    pub fn frame(&mut self, at_ms: u64) {
        let before = self.drawn;
        let effects = self.screen.frame(&[0; 16], &meta(at_ms));
        self.take(effects);
        assert!(self.drawn <= before + 1, "the state changes once a frame at most");
    }
}

/// A grey frame of 4 × 4 pixels.
pub fn meta(at_ms: u64) -> FrameMeta {
    FrameMeta {
        format: PixelFormat::Grey,
        range: YuvRange::Full,
        width: 4,
        height: 4,
        strides: [0; 3],
        rotation: Rotation::None,
        mirrored: false,
        at_ms,
    }
}
