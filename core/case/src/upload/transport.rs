//! Who carries a request. A trait, because on iOS only the system may upload while the app sleeps, and only from a file.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

/// HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks an upload's offset.
    Head,
    /// What the endpoint can do.
    Options,
    /// Creates or submits.
    Post,
    /// Sends bytes of an upload.
    Patch,
    /// Terminates an upload.
    Delete,
}

/// What goes along with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// A few bytes.
    Bytes(Vec<u8>),
    /// Part of a sealed file.
    File {
        /// Where it lies.
        path: PathBuf,
        /// First byte.
        offset: u64,
        /// How many.
        bytes: u64,
    },
}

/// One request. Its `Debug` shows neither headers nor body: a token or a sealed manifest may be there.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute address.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Body,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// An answer, whatever its status.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// At most [`MOST_ANSWER_BYTES`].
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Answer {
    /// The value of a header, its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The value of a header as a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.trim().parse().ok()
    }
}

/// What an answer may weigh. The gateway's are under 10 kB; more is no gateway.
pub const MOST_ANSWER_BYTES: usize = 256 << 10;

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The name of the server could not be looked up.
    #[error("the server's name could not be looked up")]
    Name,
    /// No connection came about.
    #[error("no connection to the server")]
    Connect,
    /// The connection broke.
    #[error("the connection broke")]
    Cut,
    /// Nothing moved for the idle time.
    #[error("nothing moved on the connection for too long")]
    Stalled,
    /// The request took longer than a request may.
    #[error("the request took too long")]
    TimedOut,
    /// The server is not the one it should be. Nothing was sent, and trying again will not help.
    #[error(transparent)]
    Distrust(#[from] Distrust),
    /// What should be sent cannot be read from this device.
    #[error("the sealed file could not be read")]
    Source,
}

/// Why the server was not believed to be the right one. Nothing was sent to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// `http://`.
    #[error("the address is plain http, which anybody on the way can read: https is needed")]
    PlainHttp,
    /// Not an address.
    #[error("the address is no https address")]
    Address,
    /// Past its last day.
    #[error("the server's certificate has expired")]
    Expired,
    /// Before its first day: usually the device's clock is wrong.
    #[error("the server's certificate is not valid yet; is this device's clock right?")]
    NotYetValid,
    /// Made out to another name.
    #[error("the server's certificate is made out to another name")]
    OtherName,
    /// Issued by nobody trusted here.
    #[error("the server's certificate is issued by nobody this device trusts")]
    UnknownIssuer,
    /// The key is not one of the pinned ones.
    #[error("the server's key is not the pinned one")]
    WrongPin,
    /// Anything else about its certificate or handshake.
    #[error("the server's certificate or handshake is wrong")]
    Handshake,
}

/// A future that a trait object can give.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries requests. Dropping the future abandons the request; the server may have got any part of it.
pub trait Transport: Send + Sync {
    /// Sends one request and waits for its answer. `sent` is told the bytes of the body as they leave, in this request.
    fn send<'a>(
        &'a self,
        request: Request,
        sent: &'a (dyn Fn(u64) + Send + Sync),
    ) -> Boxed<'a, Result<Answer, Failure>>;

    /// The device changed networks: connections of the old one are dead and must not be waited for.
    fn network_changed(&self);
}
