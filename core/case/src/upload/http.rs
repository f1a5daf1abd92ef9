//! [`Transport`] over `reqwest`, for desks and Android.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::dns::Resolve;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

use super::limits::UploadLimits;
use super::pins::{self, Trust};
use super::transport::{Answer, Body, Boxed, Distrust, Failure, MOST_ANSWER_BYTES, Method, Request, Transport};

/// Bytes read from a file at a time. Three of them are in memory per request: one read, one waiting, one on its way.
const READ_BYTES: usize = 256 << 10;

/// How long a connection that is not used is kept: mobile networks forget theirs after about this time.
const KEEP: Duration = Duration::from_secs(20);

/// A client of its own: rustls on ring, no redirects, no proxy of the environment, HTTP/1.1.
pub struct HttpTransport {
    client: RwLock<reqwest::Client>,
    trust: Trust,
    limits: UploadLimits,
    resolver: Option<Arc<dyn Resolve>>,
}

/// A client that could not be made: a root certificate that is none, usually.
#[derive(Debug, thiserror::Error)]
#[error("the TLS client could not be set up: {0}")]
pub struct SetUp(String);

impl HttpTransport {
    /// Makes the client. `resolver` replaces the system's name look-up, where a platform binds it to one network.
    pub fn new(trust: Trust, limits: UploadLimits, resolver: Option<Arc<dyn Resolve>>) -> Result<Self, SetUp> {
        let client = client(&trust, &limits, resolver.clone())?;
        Ok(Self { client: RwLock::new(client), trust, limits, resolver })
    }

    async fn carry(&self, request: Request, sent: &(dyn Fn(u64) + Send + Sync)) -> Result<Answer, Failure> {
        let url = reqwest::Url::parse(&request.url).map_err(|_| Distrust::Address)?;
        match url.scheme() {
            "https" => {}
            "http" => return Err(Distrust::PlainHttp.into()),
            _ => return Err(Distrust::Address.into()),
        }
        // A poisoned lock still holds a whole client: it is only ever replaced.
        let client = self.client.read().unwrap_or_else(|poison| poison.into_inner()).clone();
        let mut builder = client.request(method(request.method), url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let pulse = Arc::new(Pulse::default());
        builder = match request.body {
            Body::Empty => builder,
            Body::Bytes(bytes) => builder.body(bytes),
            Body::File { path, offset, bytes } => {
                let file = open(path, offset).await.map_err(|_| Failure::Source)?;
                builder.body(reqwest::Body::wrap(FileBody::read(file, bytes, pulse.clone())))
            }
        };
        let work = async {
            let mut response = builder.send().await.map_err(|error| failure(&error))?;
            pulse.beat(0);
            let mut answer = Answer {
                status: response.status().as_u16(),
                headers: response
                    .headers()
                    .iter()
                    .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
                    .collect(),
                body: Vec::new(),
            };
            while let Some(piece) = response.chunk().await.map_err(|error| failure(&error))? {
                pulse.beat(0);
                if answer.body.len() + piece.len() > MOST_ANSWER_BYTES {
                    return Err(Failure::Cut);
                }
                answer.body.extend_from_slice(&piece);
            }
            Ok(answer)
        };
        let result = tokio::select! {
            result = work => result,
            () = self.stalled(&pulse, sent) => Err(Failure::Stalled),
            () = sleep(Duration::from_millis(self.limits.request_ms)) => Err(Failure::TimedOut),
        };
        sent(pulse.sent.load(Ordering::Relaxed));
        if pulse.unreadable.load(Ordering::Relaxed) {
            return Err(Failure::Source);
        }
        result
    }

    /// Ends when neither a byte left nor one came for the idle time. `reqwest`'s own read time-out counts from the start
    /// of the request, so a long PATCH over a slow line would fall to it.
    async fn stalled(&self, pulse: &Pulse, sent: &(dyn Fn(u64) + Send + Sync)) {
        let idle = Duration::from_millis(self.limits.idle_ms);
        let tick = idle.min(Duration::from_millis(200));
        let (mut seen, mut since) = (pulse.count(), Instant::now());
        loop {
            sleep_until(Instant::now() + tick).await;
            let count = pulse.count();
            if count != seen {
                (seen, since) = (count, Instant::now());
                sent(pulse.sent.load(Ordering::Relaxed));
            } else if since.elapsed() >= idle {
                return;
            }
        }
    }
}

impl Transport for HttpTransport {
    fn send<'a>(
        &'a self,
        request: Request,
        sent: &'a (dyn Fn(u64) + Send + Sync),
    ) -> Boxed<'a, Result<Answer, Failure>> {
        Box::pin(self.carry(request, sent))
    }

    fn network_changed(&self) {
        // A new client has new connections. If it cannot be made, the old one still finds its way, only later.
        if let Ok(client) = client(&self.trust, &self.limits, self.resolver.clone()) {
            *self.client.write().unwrap_or_else(|poison| poison.into_inner()) = client;
        }
    }
}

fn client(trust: &Trust, limits: &UploadLimits, resolver: Option<Arc<dyn Resolve>>) -> Result<reqwest::Client, SetUp> {
    let tls = pins::client_config(trust).map_err(|e| SetUp(e.to_string()))?;
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .https_only(true)
        .http1_only()
        // A redirect would carry the token to whom the answer names.
        .redirect(reqwest::redirect::Policy::none())
        // The machine repeats, knowing what a repetition means.
        .retry(reqwest::retry::never())
        .no_proxy()
        .connect_timeout(Duration::from_millis(limits.connect_ms))
        .pool_idle_timeout(KEEP)
        .tcp_nodelay(true);
    if let Some(resolver) = resolver {
        builder = builder.dns_resolver(resolver);
    }
    builder.build().map_err(|e| SetUp(e.to_string()))
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
        Method::Options => reqwest::Method::OPTIONS,
        Method::Post => reqwest::Method::POST,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}

/// What a request's error means for what to do next.
fn failure(error: &reqwest::Error) -> Failure {
    let mut name = false;
    let mut distrust = None;
    each_cause(error, &mut |cause| {
        // The connector has no type for a failed look-up; its words are fixed.
        name |= cause.to_string().starts_with("dns error");
        distrust = distrust.or_else(|| cause.downcast_ref().and_then(pins::distrust));
    });
    match distrust {
        Some(distrust) => distrust.into(),
        None if name => Failure::Name,
        None if error.is_connect() || error.is_timeout() => Failure::Connect,
        None => Failure::Cut,
    }
}

/// Goes through all causes. An `io::Error` hides what it wraps from `source()`, and TLS wraps twice.
fn each_cause(error: &(dyn std::error::Error + 'static), see: &mut dyn FnMut(&(dyn std::error::Error + 'static))) {
    see(error);
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    if let Some(wrapped) = wrapped {
        each_cause(wrapped, see);
    } else if let Some(source) = error.source() {
        each_cause(source, see);
    }
}

/// Signs of life of one request.
#[derive(Debug, Default)]
struct Pulse {
    beats: AtomicU64,
    sent: AtomicU64,
    unreadable: AtomicBool,
}

impl Pulse {
    fn beat(&self, bytes: usize) {
        self.beats.fetch_add(1, Ordering::Relaxed);
        self.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    fn count(&self) -> u64 {
        self.beats.load(Ordering::Relaxed)
    }
}

async fn open(path: PathBuf, offset: u64) -> io::Result<File> {
    tokio::task::spawn_blocking(move || open_at(&path, offset)).await.map_err(io::Error::other)?
}

fn open_at(path: &Path, offset: u64) -> io::Result<File> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    Ok(file)
}

/// A part of a file, read ahead by one piece on a thread for blocking work.
struct FileBody {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    left: u64,
    pulse: Arc<Pulse>,
}

impl FileBody {
    fn read(mut file: File, bytes: u64, pulse: Arc<Pulse>) -> Self {
        let (give, pieces) = mpsc::channel(1);
        tokio::task::spawn_blocking(move || {
            let mut left = bytes;
            while left > 0 {
                let size = usize::try_from(left).map_or(READ_BYTES, |left| left.min(READ_BYTES));
                // Not filled with zeros first: that would be a pass over all that is sent.
                let mut piece = Vec::with_capacity(size);
                let read = match file.by_ref().take(size as u64).read_to_end(&mut piece) {
                    Ok(read) if read < size => Err(io::ErrorKind::UnexpectedEof.into()),
                    read => read.map(|_| Bytes::from(piece)),
                };
                let over = read.is_err();
                // Nobody listens any more once the request is abandoned.
                if give.blocking_send(read).is_err() || over {
                    return;
                }
                left -= size as u64;
            }
        });
        Self { pieces, left: bytes, pulse }
    }
}

impl http_body::Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        match self.pieces.poll_recv(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Some(Ok(piece))) => {
                self.left = self.left.saturating_sub(piece.len() as u64);
                self.pulse.beat(piece.len());
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Poll::Ready(end) => {
                self.pulse.unreadable.store(true, Ordering::Relaxed);
                let error = end.and_then(Result::err).unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into());
                Poll::Ready(Some(Err(error)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
