//! One owner at a time, and no panic beyond this crate.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, TryLockError};

use crate::error::HeyanError;
use crate::log;

/// What a session owns.
enum Held<T> {
    Alive(T),
    Ended,
    Poisoned,
}

/// Guards a session: a call that finds it busy gets the last report, one that panics ends it.
pub(crate) struct Guarded<T, R> {
    held: Mutex<Held<T>>,
    last: Mutex<Option<R>>,
}

impl<T, R: Clone> Guarded<T, R> {
    pub(crate) fn new(inside: T) -> Self {
        Self { held: Mutex::new(Held::Alive(inside)), last: Mutex::new(None) }
    }

    /// Runs `call` for a frame; while another thread is at it the frame is dropped and the last report comes back, `None`
    /// before the first.
    pub(crate) fn frame(&self, call: impl FnOnce(&mut T) -> Result<R, HeyanError>) -> Result<Option<R>, HeyanError> {
        match self.held.try_lock() {
            Ok(mut held) => {
                let report = caught(&mut held, call)?;
                *self.last.lock().map_err(|_| HeyanError::Poisoned)? = Some(report.clone());
                Ok(Some(report))
            }
            Err(TryLockError::WouldBlock) => Ok(self.last.lock().map_err(|_| HeyanError::Poisoned)?.clone()),
            Err(TryLockError::Poisoned(_)) => Err(HeyanError::Poisoned),
        }
    }

    /// Runs `call`, waiting for whoever is at it.
    pub(crate) fn wait<O>(&self, call: impl FnOnce(&mut T) -> Result<O, HeyanError>) -> Result<O, HeyanError> {
        let mut held = self.held.lock().map_err(|_| HeyanError::Poisoned)?;
        caught(&mut held, call)
    }

    /// Ends the session with `call` on what it owned.
    pub(crate) fn end<O>(&self, call: impl FnOnce(T) -> Result<O, HeyanError>) -> Result<O, HeyanError> {
        let mut held = self.held.lock().map_err(|_| HeyanError::Poisoned)?;
        match mem::replace(&mut *held, Held::Ended) {
            Held::Alive(inside) => no_panic(|| call(inside)).inspect_err(|error| {
                if *error == HeyanError::Poisoned {
                    *held = Held::Poisoned;
                }
            }),
            Held::Ended => Err(HeyanError::Ended),
            Held::Poisoned => {
                *held = Held::Poisoned;
                Err(HeyanError::Poisoned)
            }
        }
    }
}

fn caught<T, O>(held: &mut Held<T>, call: impl FnOnce(&mut T) -> Result<O, HeyanError>) -> Result<O, HeyanError> {
    let inside = match held {
        Held::Alive(inside) => inside,
        Held::Ended => return Err(HeyanError::Ended),
        Held::Poisoned => return Err(HeyanError::Poisoned),
    };
    no_panic(|| call(inside)).inspect_err(|error| {
        // What a panic left half done is never looked at again.
        if *error == HeyanError::Poisoned {
            *held = Held::Poisoned;
        }
    })
}

/// Runs `call`; a panic is an error.
pub(crate) fn no_panic<O>(call: impl FnOnce() -> Result<O, HeyanError>) -> Result<O, HeyanError> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        log::tell_panic();
        Err(HeyanError::Poisoned)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a panic in a test is the report, or what is tested")]

    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_panic_ends_the_session_and_nothing_else() {
        let guarded: Guarded<u32, u32> = Guarded::new(1);
        assert_eq!(guarded.frame(|n| Ok(*n)).unwrap(), Some(1));
        assert_eq!(guarded.frame(|_| panic!("on purpose")), Err(HeyanError::Poisoned));
        assert_eq!(guarded.frame(|n| Ok(*n)), Err(HeyanError::Poisoned), "and it says so");
        assert_eq!(guarded.end(Ok), Err(HeyanError::Poisoned));
        assert_eq!(no_panic::<()>(|| panic!("on purpose")), Err(HeyanError::Poisoned));
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
        assert_eq!(guarded.frame(|_| Ok(1)), Err(HeyanError::Ended));
    }
}
