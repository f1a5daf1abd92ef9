//! The filing: what a provider and a province ask for, whether the material fits the order, and how the order stands.

pub mod again;
pub mod cross;
pub mod export;
pub mod faces;
mod holder;
pub mod limits;
pub mod names;
pub mod order;
pub mod profile;
pub mod standing;
mod step;
pub mod typed;

pub use again::{KeptStep, StepAgain, judge_again};
pub use cross::{Compared, Holder, Papers, Unit};
pub use export::{ExportRule, FileFacts, FileForm};
pub use holder::{IdentityDocument, PersonKind, UnitKind};
pub use limits::{FilingLimits, StepLimits};
pub use order::{Event, Order, OrderError, OrderKind, Status};
pub use profile::{Profile, ProfileError};
pub use step::{Standing, Step};
pub use typed::TypedError;
