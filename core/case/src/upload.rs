//! Sealed files to the gateway over a bad network, by tus 1.0.0.

mod backoff;
mod http;
mod limits;
mod pins;
mod progress;
mod transport;
pub mod tus;
#[cfg(test)]
mod tus_tests;

pub use http::{HttpTransport, SetUp};
pub use limits::UploadLimits;
pub use pins::{PinSyntax, SpkiPin, Trust};
pub use progress::{Meter, Progress};
pub use transport::{Answer, Body, Boxed, Distrust, Failure, MOST_ANSWER_BYTES, Method, Request, Transport};
