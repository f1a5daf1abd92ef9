//! All parts together.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use heyan_case::seal::RecipientSecret;
use heyan_case::upload::SpkiPin;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::certificate::{self, Certificate};
use crate::handlers::{self, GatewayState};
use crate::hook;
use crate::play::Play;
use crate::serve;
use crate::store::Store;
use crate::tusd::{self, Tusd};

/// How to run it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Keeps everything: books, keys, uploads.
    pub folder: PathBuf,
    /// Port of the interface; 0 for any.
    pub port: u16,
    /// Port of tusd; 0 for any.
    pub upload_port: u16,
    /// Bytes one upload may have.
    pub most_bytes: u64,
    /// Milliseconds a challenge is good for.
    pub challenge_ms: u64,
    /// Milliseconds for which recordings may be handed in after their challenge.
    pub recording_ms: u64,
    /// Whether a face check is taken that the device drew itself, as without a network.
    pub takes_drawn_here: bool,
    /// Which way orders go.
    pub play: Play,
    /// Milliseconds between statuses.
    pub pace_ms: u64,
    /// What clients are told to upload to, in place of tusd itself: a proxy.
    pub endpoint: Option<String>,
    /// Whether tusd speaks TLS. Not behind a proxy that does.
    pub upload_tls: bool,
}

impl Options {
    /// In `folder`, on any ports: 1 GiB a file, challenges of a day, recordings three days after theirs, a status every two seconds.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            port: 0,
            upload_port: 0,
            most_bytes: 1 << 30,
            challenge_ms: 24 * 3_600_000,
            // As long as the strictest profile takes a face check after it was made.
            recording_ms: 72 * 3_600_000,
            takes_drawn_here: true,
            play: Play::Approve,
            pace_ms: 2_000,
            endpoint: None,
            upload_tls: true,
        }
    }
}

/// Why it does not run.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// tusd is not installed.
    #[error("tusd is not here: run `cargo xtask setup`, or name it in HEYAN_TUSD")]
    NoTusd,
    /// The folder, the ports, tusd.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The books.
    #[error("the gateway's books: {0}")]
    Store(#[from] rusqlite::Error),
}

/// A running gateway. Stopped when dropped.
pub struct Running {
    /// `https://localhost:PORT`.
    pub address: String,
    /// Pin of its certificate, which is tusd's too.
    pub pin: SpkiPin,
    /// Its certificate.
    pub certificate: Certificate,
    /// The upload server.
    pub tusd: Tusd,
    state: Arc<GatewayState>,
    tasks: Vec<JoinHandle<io::Result<()>>>,
}

impl Running {
    /// How many submissions are in the books.
    pub fn submissions(&self) -> u64 {
        self.state.store.submissions().unwrap_or_default()
    }

    /// Where tusd keeps uploads.
    pub fn uploads(&self) -> &Path {
        &self.state.uploads
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Starts all parts.
pub async fn start(options: Options) -> Result<Running, GatewayError> {
    let program = tusd::find().ok_or(GatewayError::NoTusd)?;
    let uploads = options.folder.join("uploads");
    fs::create_dir_all(&uploads)?;
    let certificate = Certificate::in_folder(&options.folder, &["localhost", "127.0.0.1"])?;
    let store = Store::open(&options.folder.join("gateway.sqlite"))?;
    let secret = secret(&options.folder.join("gateway.key"))?;
    let key_id = handlers::token_hash(&secret.recipient().to_text()).chars().take(16).collect();

    let hooks = TcpListener::bind(("127.0.0.1", 0)).await?;
    let hooks_address = format!("http://{}/hooks", hooks.local_addr()?);
    let tls = options.upload_tls.then_some(&certificate);
    let tusd = Tusd::start(&program, &uploads, tls, Some(&hooks_address), options.upload_port, options.most_bytes)?;
    let endpoint = options.endpoint.unwrap_or_else(|| format!("https://localhost:{}/files/", tusd.port));
    let state = Arc::new(GatewayState {
        store,
        secret,
        key_id,
        endpoint,
        uploads,
        most_bytes: options.most_bytes,
        challenge_ms: options.challenge_ms,
        recording_ms: options.recording_ms,
        takes_drawn_here: options.takes_drawn_here,
        play: options.play,
        pace_ms: options.pace_ms,
    });
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let address = format!("https://localhost:{}", listener.local_addr()?.port());
    let tasks = vec![
        tokio::spawn(serve::serve_plain(hooks, hook::router(state.clone()))),
        tokio::spawn(serve::serve_tls(listener, certificate.server()?, handlers::router(state.clone()))),
    ];
    Ok(Running { address, pin: certificate.pin()?, certificate, tusd, state, tasks })
}

fn secret(path: &Path) -> io::Result<RecipientSecret> {
    match fs::read(path) {
        Ok(bytes) => RecipientSecret::from_bytes(&bytes).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secret = RecipientSecret::generate();
            certificate::private(path, &secret.to_bytes())?;
            Ok(secret)
        }
        Err(error) => Err(error),
    }
}
