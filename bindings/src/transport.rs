//! Requests that the shell carries: on iOS only the system may upload while the app sleeps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use heyan::vault::upload::{
    Answer, Body, Boxed, Distrust as Doubt, Failure, Method as Verb, Request as Asked, Transport as Carrier,
};

use crate::error::HeyanError;
use crate::log::{LogLevel, tell};
use crate::mirror::mirror;

/// How often the bytes that are out are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

mirror! {
    /// HTTP methods in use.
    Method of Verb {
        /// Reads.
        Get,
        /// Asks an upload's offset.
        Head,
        /// What the endpoint can do.
        Options,
        /// Creates or submits.
        Post,
        /// Sends bytes.
        Patch,
        /// Ends an upload.
        Delete,
    }
}

mirror! {
    /// Why the server was not believed.
    Distrust of Doubt {
        /// The address is plain http.
        PlainHttp,
        /// The address is none.
        Address,
        /// The certificate has expired.
        Expired,
        /// It is not valid yet.
        NotYetValid,
        /// It is another name's.
        OtherName,
        /// Nobody trusted has issued it.
        UnknownIssuer,
        /// The key is not a pinned one.
        WrongPin,
        /// Anything else of certificate or handshake.
        Handshake,
    }
}

/// What goes along with a request.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RequestBody {
    /// Nothing.
    Empty,
    /// A few bytes.
    Bytes {
        /// They.
        bytes: Vec<u8>,
    },
    /// Part of a sealed file.
    File {
        /// Where it lies.
        path: String,
        /// First byte.
        offset: u64,
        /// How many.
        bytes: u64,
    },
}

/// A header.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Header {
    /// Its name, in lower case.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// One request. A secret may be in it: never to be logged.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute address, https.
    pub url: String,
    /// Headers.
    pub headers: Vec<Header>,
    /// Body.
    pub body: RequestBody,
}

/// What came of a request.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Reply {
    /// An answer, whatever its status.
    Answer {
        /// HTTP status.
        status: u16,
        /// Headers.
        headers: Vec<Header>,
        /// Body, at most 256 KiB.
        body: Vec<u8>,
    },
    /// The server's name could not be looked up.
    NoName,
    /// No connection came about.
    NoConnection,
    /// The connection broke.
    Cut,
    /// Nothing moved for too long.
    Stalled,
    /// It took longer than a request may.
    TimedOut,
    /// The file could not be read.
    NoFile,
    /// The server is not the one it should be; nothing was sent.
    Distrusted {
        /// Why.
        why: Distrust,
    },
}

/// Where a transport tells the bytes of the body that have left.
#[derive(Default, uniffi::Object)]
pub struct SentBytes(AtomicU64);

#[uniffi::export]
impl SentBytes {
    /// So many by now, in this request.
    pub fn tell(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }
}

/// Carries requests. Must check the server's certificate and pins as the core's own transport does.
#[uniffi::export(foreign)]
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for its answer, on a thread that may wait. An exception counts as no connection.
    fn send(&self, request: Request, sent: Arc<SentBytes>) -> Result<Reply, HeyanError>;

    /// The device changed networks: connections of the old one are dead.
    fn network_changed(&self) -> Result<(), HeyanError>;
}

/// The shell's transport as the core takes it.
pub(crate) struct Foreign(pub(crate) Arc<dyn Transport>);

impl Carrier for Foreign {
    fn send<'a>(&'a self, request: Asked, sent: &'a (dyn Fn(u64) + Send + Sync)) -> Boxed<'a, Result<Answer, Failure>> {
        let (foreign, out) = (self.0.clone(), Arc::<SentBytes>::default());
        Box::pin(async move {
            let told = out.clone();
            let mut work = tokio::task::spawn_blocking(move || foreign.send(request.into(), told));
            loop {
                tokio::select! {
                    // A panic in the shell's code has become an error already; what is left is a runtime that ends.
                    done = &mut work => return done.map_or(Err(Failure::Cut), answer),
                    () = tokio::time::sleep(LOOK_EVERY) => sent(out.0.load(Ordering::Relaxed)),
                }
            }
        })
    }

    fn network_changed(&self) {
        if self.0.network_changed().is_err() {
            tell(LogLevel::Warning, "the shell's transport did not take the change of networks");
        }
    }
}

impl From<Asked> for Request {
    fn from(asked: Asked) -> Self {
        let header = |(name, value): (&str, String)| Header { name: name.to_owned(), value };
        Self {
            method: asked.method,
            url: asked.url,
            headers: asked.headers.into_iter().map(header).collect(),
            body: match asked.body {
                Body::Empty => RequestBody::Empty,
                Body::Bytes(bytes) => RequestBody::Bytes { bytes },
                Body::File { path, offset, bytes } => {
                    RequestBody::File { path: path.to_string_lossy().into_owned(), offset, bytes }
                }
            },
        }
    }
}

fn answer(reply: Result<Reply, HeyanError>) -> Result<Answer, Failure> {
    match reply {
        Ok(Reply::Answer { status, headers, body }) => {
            let headers = headers.into_iter().map(|header| (header.name, header.value)).collect();
            Ok(Answer { status, headers, body })
        }
        Ok(Reply::NoName) => Err(Failure::Name),
        Ok(Reply::NoConnection) => Err(Failure::Connect),
        Ok(Reply::Cut) => Err(Failure::Cut),
        Ok(Reply::Stalled) => Err(Failure::Stalled),
        Ok(Reply::TimedOut) => Err(Failure::TimedOut),
        Ok(Reply::NoFile) => Err(Failure::Source),
        Ok(Reply::Distrusted { why }) => Err(Failure::Distrust(why)),
        Err(_) => {
            tell(LogLevel::Warning, "the shell's transport threw");
            Err(Failure::Connect)
        }
    }
}
