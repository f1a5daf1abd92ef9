//! Sealed files to the gateway over a bad network, by tus 1.0.0.

mod backoff;
mod control;
mod error;
mod file;
mod follow;
mod gateway;
mod http;
mod journal;
mod limits;
mod pins;
mod progress;
mod spool;
mod submission;
mod transport;
pub mod tus;
#[cfg(test)]
mod tus_tests;

pub use control::{Control, Want};
pub use error::SubmitError;
pub use file::{FileError, FileUpload, Watch};
pub use gateway::{Gateway, GatewayError};
pub use http::{HttpTransport, SetUp};
pub use journal::{Item, Journal, JournalStore, Stage};
pub use limits::UploadLimits;
pub use pins::{PemSyntax, PinSyntax, SpkiPin, Trust};
pub use progress::{Meter, Progress};
pub use submission::{OnProgress, Submission, hex};
pub use transport::{Answer, Body, Boxed, Distrust, Failure, MOST_ANSWER_BYTES, Method, Request, Transport};
