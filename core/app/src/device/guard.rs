//! One owner at a time: a frame that finds a session busy is dropped.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::problem::Problem;

/// A session that frames and other calls share.
pub(super) struct Guarded<T, R> {
    /// `None` once it has ended, or panicked: what a panic left half done is never looked at again.
    session: Mutex<Option<T>>,
    last: Mutex<Option<R>>,
}

impl<T, R: Clone> Guarded<T, R> {
    pub(super) fn new(session: T) -> Self {
        Self { session: Mutex::new(Some(session)), last: Mutex::new(None) }
    }

    /// Runs `call` for a frame; while another is at work the frame is dropped and the last report comes back, `None` before the
    /// first.
    pub(super) fn frame(&self, call: impl FnOnce(&mut T) -> Result<R, Problem>) -> Result<Option<R>, Problem> {
        let mut session = match self.session.try_lock() {
            Ok(session) => session,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(held(&self.last).clone()),
        };
        let report = caught(&mut session, call)?;
        *held(&self.last) = Some(report.clone());
        Ok(Some(report))
    }

    /// Runs `call`, waiting for whoever is at it.
    pub(super) fn wait<O>(&self, call: impl FnOnce(&mut T) -> Result<O, Problem>) -> Result<O, Problem> {
        caught(&mut held(&self.session), call)
    }

    /// Ends it with `call` on what it was.
    pub(super) fn end<O>(&self, call: impl FnOnce(T) -> Result<O, Problem>) -> Result<O, Problem> {
        let session = held(&self.session).take().ok_or(Problem::Fault)?;
        call(session)
    }
}

fn caught<T, O>(session: &mut Option<T>, call: impl FnOnce(&mut T) -> Result<O, Problem>) -> Result<O, Problem> {
    let inside = session.as_mut().ok_or(Problem::Fault)?;
    match catch_unwind(AssertUnwindSafe(|| call(inside))) {
        Ok(came) => came,
        Err(_) => {
            *session = None;
            Err(Problem::Fault)
        }
    }
}

pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a panic in a test is the report, or what is tested")]

    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_panic_ends_the_session_and_nothing_else() {
        let guarded: Guarded<u32, u32> = Guarded::new(1);
        assert_eq!(guarded.frame(|n| Ok(*n)), Ok(Some(1)));
        assert_eq!(guarded.frame(|_| panic!("on purpose")), Err(Problem::Fault));
        assert_eq!(guarded.frame(|n| Ok(*n)), Err(Problem::Fault), "and it says so");
        assert_eq!(guarded.end(Ok), Err(Problem::Fault));
    }

    #[test]
    fn a_busy_session_drops_the_frame_and_tells_the_last_report() {
        let guarded: Guarded<u32, u32> = Guarded::new(0);
        guarded.frame(|_| Ok(7)).unwrap();
        let (inside, begun) = mpsc::channel();
        let (leave, stay) = mpsc::channel::<()>();
        let guarded = &guarded;
        std::thread::scope(|scope| {
            let slow = scope.spawn(move || {
                guarded.frame(|_| {
                    inside.send(()).unwrap();
                    stay.recv().unwrap();
                    Ok(8)
                })
            });
            begun.recv().unwrap();
            assert_eq!(guarded.frame(|_| Ok(9)), Ok(Some(7)));
            leave.send(()).unwrap();
            assert_eq!(slow.join().unwrap(), Ok(Some(8)));
        });
        assert_eq!(guarded.end(Ok), Ok(0));
        assert_eq!(guarded.frame(|_| Ok(1)), Err(Problem::Fault));
    }
}
