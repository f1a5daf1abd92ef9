//! Why a command could not finish, said so that a person knows the way out.

use std::fmt;
use std::io;
use std::path::Path;

/// One paragraph: what was being done, what came instead, what to do.
#[derive(Debug)]
pub struct Fault(String);

/// The outcome of everything here.
pub type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    /// A fault that says `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The system refused `doing` something with `path`.
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self(format!(
                "no space left on the device while {doing} {path}. Set-up needs about 190 MB under models/. \
                 Nothing half-written was left there: free some space and run the same command again, it goes on \
                 where it stopped."
            )),
            io::ErrorKind::PermissionDenied => Self(format!(
                "no permission while {doing} {path}. Files of an earlier run may belong to another user: \
                 give them back (chown) or remove them, and run the same command again."
            )),
            _ => Self(format!("{doing} {path} failed: {error}")),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
