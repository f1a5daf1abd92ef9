//! The case: material kept encrypted on this device, what was agreed to, and what may leave.
//!
//! A [`vault`] is one folder, encrypted record by record. A [`Case`] keeps the steps of one filing order in it.
//! Nothing leaves but as a [`Parcel`], and a parcel is made of a recorded [`consent`] only.

pub mod api;
mod ask;
pub mod case;
pub mod consent;
mod correct;
pub mod error;
pub mod file;
pub mod outbox;
pub mod rollback_guard;
pub mod seal;
pub mod shipment;
pub mod track;
pub mod upload;
pub mod vault;

pub use ask::code_of;
pub use case::{Case, CaseError, NewCase, NewStep, Retention, StepStanding};
pub use consent::{Agreed, Carrier, Grant, Parcel, Purpose, Receipt, Sent, Withdrawn};
pub use error::{Damage, Part, VaultError};
pub use file::{Asked, CaseFile, Issued, Judgement, Kept, Person, Site, StepRecord};
pub use rollback_guard::{FolderGuard, NoGuard, RollbackGuard};
pub use shipment::{Shipment, ShipmentError};
pub use vault::key::{DataKey, KeyError, KeyKind, KeyProvider};
pub use vault::passphrase::{KeyFile, Passphrase};
pub use vault::{Entry, RecordId, RecordReader, Vault};
