//! A sandbox gateway: it implements `docs/gateway.openapi.yaml` over SQLite, with the real tusd as its upload server,
//! opens what is sealed to it, checks it, and plays an order through its statuses.
//!
//! In a crate of its own, since the other tests read pictures and videos with OpenCV, and this needs none of that.
//! It keeps nothing of what it opens but digests.

mod certificate;
mod check;
pub mod fault;
mod handlers;
mod hook;
mod play;
mod problem;
mod run;
mod serve;
mod store;
mod tusd;

pub use certificate::Certificate;
pub use play::Play;
pub use run::{GatewayError, Options, Running, start};
pub use serve::{serve_plain, serve_tls};
pub use tusd::{TUSD_VERSION, Tusd, find as find_tusd};
