//! The case: material kept encrypted on this device, what was agreed to, and what may leave.
//!
//! A [`vault`] is one folder, encrypted record by record. A [`Case`] keeps the steps of one filing order in it.
//! Nothing leaves but as a [`Parcel`], and a parcel is made of a recorded [`consent`] only.

pub mod api;
pub mod error;
pub mod seal;
pub mod shipment;
pub mod upload;
pub mod vault;
pub mod witness;

pub use error::{Damage, VaultError};
pub use vault::desk::{KeyFile, Passphrase};
pub use vault::key::{DataKey, KeyError, KeyProvider};
pub use vault::{Entry, RecordId, RecordReader, Vault};
pub use witness::{FolderWitness, NoWitness, Witness};
