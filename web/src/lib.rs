//! Heyan in a browser on one's own computer: every screen of [`heyan_app`] as a page, its camera and microphone the browser's.
//!
//! The server listens on the loopback alone and serves one browser: that which brought the token of the first address. A page is
//! drawn from a screen's state; forms bring intents, a socket brings frames, sound and the recording. What a person records or
//! chooses is held in memory until it is sealed into the case: nothing of it is written in the clear.

mod assets;
mod forms;
mod guard;
mod held;
mod keys;
mod message;
mod pages;
mod routes;
mod server;
mod shell;
mod shown;
mod socket;

pub use message::{LARGEST_MESSAGE, Refused};
pub use server::{Opening, Options, ServeError, Server};
