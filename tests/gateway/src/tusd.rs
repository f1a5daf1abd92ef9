//! The real tusd, as its own process.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::certificate::Certificate;

/// The version that `tests/gateway/tusd/go.mod` pins.
pub const TUSD_VERSION: &str = "2.9.1";

/// What tusd says once it listens; the address follows.
const LISTENS: &str = "You can now upload files to: ";

/// A running tusd. Stopped when dropped.
#[derive(Debug)]
pub struct Tusd {
    child: Child,
    /// Address of the upload endpoint, as tusd itself says it: with the number of this machine, not its name.
    pub endpoint: String,
    /// Its port.
    pub port: u16,
}

impl Tusd {
    /// Starts `program`, keeping uploads in `folder`. Without a certificate it speaks plain HTTP, for tests behind a
    /// proxy of their own. `hooks` is asked before each creation.
    pub fn start(
        program: &Path,
        folder: &Path,
        certificate: Option<&Certificate>,
        hooks: Option<&str>,
        port: u16,
        most_bytes: u64,
    ) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(["-host", "127.0.0.1", "-port", &port.to_string(), "-upload-dir"]).arg(folder);
        command.args(["-disable-download", "-disable-concatenation", "-disable-cors", "-show-greeting=false"]);
        command.args(["-expose-metrics=false", "-max-size", &most_bytes.to_string()]);
        // A request that died with its connection holds the upload's lock until it is noticed: look often.
        command.args(["-filelock-holder-poll-interval", "100ms", "-filelock-acquirer-poll-interval", "100ms"]);
        if let Some(certificate) = certificate {
            command.arg("-tls-certificate").arg(&certificate.certificate).arg("-tls-key").arg(&certificate.key);
        }
        if let Some(hooks) = hooks {
            command.args(["-hooks-http", hooks, "-hooks-enabled-events", "pre-create", "-hooks-http-retry", "0"]);
        }
        // Its words go through a pipe: when this process is killed, the next word ends tusd too.
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let said = child.stdout.take().ok_or_else(|| io::Error::other("tusd has no output"))?;
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                if let Some((_, address)) = line.split_once(LISTENS) {
                    let _ = tell.send(address.trim().to_owned());
                }
            }
        });
        let endpoint = told.recv_timeout(Duration::from_secs(20)).map_err(|_| {
            let _ = child.kill();
            io::Error::other("tusd did not start: is its port taken?")
        })?;
        let port =
            endpoint.split('/').nth(2).and_then(|host| host.rsplit(':').next()).and_then(|port| port.parse().ok());
        let port = port.ok_or_else(|| io::Error::other("tusd told no port"))?;
        Ok(Self { child, endpoint, port })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Tusd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where tusd is: `$HEYAN_TUSD`, else where set-up puts it, here or above, or above this program.
pub fn find() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("HEYAN_TUSD") {
        return Some(path.into()).filter(|path: &PathBuf| path.is_file());
    }
    let place = Path::new("models/cache").join(format!("tusd-{TUSD_VERSION}"));
    let starts = [std::env::current_dir().ok(), std::env::current_exe().ok(), Some(env!("CARGO_MANIFEST_DIR").into())];
    let mut found = starts.iter().flatten().flat_map(|start| start.ancestors()).map(|folder| folder.join(&place));
    found.find(|path| path.is_file())
}
