//! One file's upload: the machine's steps made into requests.

use std::io;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::watch;
use tokio::time::sleep;

use super::control::{Control, Want};
use super::limits::UploadLimits;
use super::transport::{Answer, Body, Distrust, Failure, Method, Request, Transport};
use super::tus::{Ending, Features, NextRequest, Outcome, Resource, TusAnswer, Upload};

/// One sealed file on its way to a tus endpoint.
pub struct FileUpload<'a> {
    /// Carries the requests.
    pub transport: &'a dyn Transport,
    /// Numbers.
    pub limits: &'a UploadLimits,
    /// What the endpoint can do.
    pub features: Features,
    /// Address of the endpoint.
    pub endpoint: &'a str,
    /// What lets this device upload, without `Bearer`. Not sent to anybody but the endpoint.
    pub token: &'a str,
    /// The sealed file.
    pub path: &'a Path,
    /// Its bytes.
    pub bytes: u64,
    /// Name of the case and slot, for the server's books. Not personal.
    pub metadata: &'a [(&'a str, &'a str)],
}

/// Why a file is not at the server.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The server or the line ended it.
    #[error(transparent)]
    Ended(#[from] Ending),
    /// The server is not the one it should be.
    #[error(transparent)]
    Distrust(#[from] Distrust),
    /// It was asked to stop.
    #[error("stopped")]
    Stopped(Want),
    /// The journal or the sealed file cannot be read or written.
    #[error("this device could not read or write: {0}")]
    Local(#[from] io::Error),
}

/// What happens on the way, for the journal and for whoever watches.
pub trait Watch: Send + Sync {
    /// Before each request: must be on the medium when this returns.
    fn note(&self, doing: &'static str, resource: &Resource) -> io::Result<()>;

    /// `confirmed` bytes are at the server and `under_way` more have left.
    fn moved(&self, confirmed: u64, under_way: u64);
}

impl FileUpload<'_> {
    /// Sends the file, from wherever `resource` stands.
    pub async fn run(&self, resource: Resource, control: &Control, watch: &dyn Watch) -> Result<Resource, FileError> {
        let mut changes = control.listen();
        let mut network = changes.borrow_and_update().1;
        let clock = Clock::start();
        let mut upload = Upload::new(self.bytes, resource, self.features, self.limits.clone(), clock.now_ms());
        loop {
            if control.wanted() != Want::Run {
                watch.note("stopped", upload.resource())?;
                return Err(FileError::Stopped(control.wanted()));
            }
            watch.moved(upload.confirmed(), 0);
            let step = upload.next(clock.now_ms());
            let (doing, request) = match &step {
                NextRequest::Done => {
                    watch.note("arrived", upload.resource())?;
                    return Ok(upload.resource().clone());
                }
                NextRequest::Ended(ending) => {
                    watch.note("ended", upload.resource())?;
                    return Err((*ending).into());
                }
                NextRequest::Wait { ms } => {
                    let woken = tokio::select! {
                        () = sleep(std::time::Duration::from_millis(*ms)) => false,
                        changed = changed(&mut changes, &mut network) => changed,
                    };
                    if woken {
                        self.transport.network_changed();
                        upload.network_changed();
                    }
                    continue;
                }
                NextRequest::Create => ("create", self.create()),
                NextRequest::AskOffset { resource } => {
                    ("ask", self.request(Method::Head, resource, Vec::new(), Body::Empty))
                }
                NextRequest::Send { resource, offset, bytes, checked } => {
                    ("send", self.piece(resource, *offset, *bytes, *checked).await?)
                }
            };
            watch.note(doing, upload.resource())?;
            let started = Instant::now();
            let confirmed = upload.confirmed();
            let sent = |under_way| watch.moved(confirmed, under_way);
            let answered = tokio::select! {
                answered = self.transport.send(request, &sent) => answered,
                network = changed(&mut changes, &mut network) => {
                    if network {
                        self.transport.network_changed();
                        upload.network_changed();
                    }
                    continue;
                }
            };
            let outcome = match answered {
                Ok(answer) => Outcome::Answered(self.read(&answer)?),
                Err(Failure::Distrust(distrust)) => return Err(distrust.into()),
                Err(Failure::Source) => return Err(io::Error::other("the sealed file could not be read").into()),
                Err(_) => Outcome::Interrupted,
            };
            let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            upload.outcome(&outcome, clock.now_ms(), took_ms, dice());
        }
    }

    /// Takes the upload away from the server, where it allows that. Tried once: what stays expires.
    pub async fn terminate(&self, resource: &Resource) {
        if let Some(url) = resource.url.as_deref().filter(|_| self.features.termination) {
            let request = self.request(Method::Delete, url, Vec::new(), Body::Empty);
            let _ = self.transport.send(request, &|_| ()).await;
        }
    }

    fn create(&self) -> Request {
        let metadata: Vec<String> =
            self.metadata.iter().map(|(key, value)| format!("{key} {}", STANDARD.encode(value))).collect();
        let headers = vec![("upload-length", self.bytes.to_string()), ("upload-metadata", metadata.join(","))];
        self.request(Method::Post, self.endpoint, headers, Body::Empty)
    }

    async fn piece(&self, resource: &str, offset: u64, bytes: u64, checked: bool) -> io::Result<Request> {
        let mut headers =
            vec![("upload-offset", offset.to_string()), ("content-type", "application/offset+octet-stream".to_owned())];
        if checked {
            let path = self.path.to_owned();
            let digest = tokio::task::spawn_blocking(move || digest(&path, offset, bytes)).await;
            headers
                .push(("upload-checksum", format!("sha256 {}", STANDARD.encode(digest.map_err(io::Error::other)??))));
        }
        let body = Body::File { path: self.path.to_owned(), offset, bytes };
        Ok(self.request(Method::Patch, resource, headers, body))
    }

    fn request(&self, method: Method, url: &str, mut headers: Vec<(&'static str, String)>, body: Body) -> Request {
        headers.push(("tus-resumable", "1.0.0".to_owned()));
        headers.push(("authorization", format!("Bearer {}", self.token)));
        Request { method, url: url.to_owned(), headers, body }
    }

    fn read(&self, answer: &Answer) -> Result<TusAnswer, FileError> {
        let location = answer.header("location").map(|text| located(self.endpoint, text)).transpose()?;
        let expires = answer.header("upload-expires").and_then(|text| {
            jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()
        });
        Ok(TusAnswer {
            status: answer.status,
            offset: answer.number("upload-offset"),
            length: answer.number("upload-length"),
            location,
            expires_at_ms: expires.map(|at| at.as_millisecond()),
            retry_after_s: answer.number("retry-after"),
        })
    }
}

/// Where a created upload is. A server behind a proxy that ends TLS often says `http` of itself: its path counts, at the
/// endpoint's own origin. Another host is not followed, or it would get the token and the file.
fn located(endpoint: &str, location: &str) -> Result<String, Distrust> {
    let endpoint = Url::parse(endpoint).map_err(|_| Distrust::Address)?;
    let found = endpoint.join(location).map_err(|_| Distrust::Address)?;
    let ours = found.host_str() == endpoint.host_str()
        && (found.scheme() == "http" || found.origin() == endpoint.origin())
        && found.username().is_empty();
    if !ours {
        return Err(Distrust::Address);
    }
    let mut url = endpoint;
    url.set_path(found.path());
    url.set_query(found.query());
    Ok(url.into())
}

/// Waits for a change that concerns a request under way: `true` for another network, `false` for a stop.
async fn changed(changes: &mut watch::Receiver<(Want, u64)>, network: &mut u64) -> bool {
    loop {
        if changes.changed().await.is_err() {
            // Nobody can change anything any more.
            std::future::pending::<()>().await;
        }
        let (want, now) = *changes.borrow_and_update();
        if want != Want::Run {
            return false;
        }
        if now != *network {
            *network = now;
            return true;
        }
    }
}

fn digest(path: &Path, offset: u64, bytes: u64) -> io::Result<Vec<u8>> {
    use std::io::{Read, Seek, SeekFrom};
    let mut file = std::fs::File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut hash = ring::digest::Context::new(&ring::digest::SHA256);
    let mut rest = file.take(bytes);
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = rest.read(&mut piece)?;
        match piece.get(..read) {
            Some([]) | None => return Ok(hash.finish().as_ref().to_vec()),
            Some(some) => hash.update(some),
        }
    }
}

/// The time of day at the start, and what passed since: a clock that is set meanwhile ends no upload.
struct Clock {
    began_ms: i64,
    began: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { began_ms: now_ms(), began: Instant::now() }
    }

    fn now_ms(&self) -> i64 {
        self.began_ms.saturating_add(i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX))
    }
}

pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A random number for the jitter. Without randomness all wait alike, which is no harm to one device.
pub(crate) fn dice() -> u64 {
    let mut bytes = [0; 8];
    let _ = SystemRandom::new().fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: &str = "https://gateway.example:8443/files/";

    #[test]
    fn a_location_is_taken_at_the_endpoints_own_origin() {
        for location in
            ["abc", "/files/abc", "https://gateway.example:8443/files/abc", "http://gateway.example:8443/files/abc"]
        {
            assert_eq!(located(AT, location), Ok("https://gateway.example:8443/files/abc".to_owned()), "{location}");
        }
    }

    #[test]
    fn a_location_elsewhere_is_not_followed() {
        for location in [
            "https://evil.example/files/abc",
            "//evil.example/files/abc",
            "https://gateway.example:9999/files/abc",
            "ftp://gateway.example:8443/abc",
            "https://me@gateway.example:8443/files/abc",
        ] {
            assert_eq!(located(AT, location), Err(Distrust::Address), "{location}");
        }
    }
}
