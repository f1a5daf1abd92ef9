//! Listens on the loopback, and nowhere else.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use heyan::rules::words::{Lang, Words};
use heyan::vault::{KeyError, Vault};
use heyan_app::device::{Cases, Device, Gateway};
use heyan_app::{Desk, Problem};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::guard::Guard;
use crate::held::Held;
use crate::keys::PassphraseKeys;
use crate::routes;
use crate::shell::Shell;

/// How often another free port is tried for, when the one of the other family is taken.
const TRIES: usize = 16;

/// What is served.
pub struct Options {
    /// Port; 0 for any.
    pub port: u16,
    /// The folder of cases.
    pub cases: PathBuf,
    /// Another folder, in which stands how far each case had come.
    pub rollback_guard: PathBuf,
    /// The folder with ONNX Runtime and the models.
    pub pack: PathBuf,
    /// Threads for inference.
    pub threads: usize,
    /// Whom to send to.
    pub gateway: Gateway,
    /// The language, until the person chooses another.
    pub lang: Lang,
    /// The passphrase, where the person is not to be asked for it.
    pub passphrase: Option<Zeroizing<String>>,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or the system refuses.
    #[error("the port cannot be listened on: {0}")]
    Listen(#[from] io::Error),
    /// The system gives no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] KeyError),
    /// The passphrase that was given opens nothing here.
    #[error("the passphrase does not open the cases")]
    Passphrase,
}

/// A server that listens and does not answer yet.
pub struct Server {
    listeners: Vec<TcpListener>,
    site: Arc<Site>,
}

/// What every request is answered with.
pub(crate) struct Site {
    pub guard: Guard,
    pub options: Options,
    lang: Mutex<Lang>,
    shell: Mutex<Option<Arc<Shell>>>,
    runtime: Handle,
}

/// What came of a passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// The cases are open.
    Open,
    /// It is not that of the cases: what to say.
    Refused(String),
}

async fn listen(port: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let mut tries = 0;
    loop {
        let four = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let taken = four.local_addr()?.port();
        match TcpListener::bind((Ipv6Addr::LOCALHOST, taken)).await {
            Ok(six) => return Ok((taken, vec![four, six])),
            // Another program has it there: a name that means both would lead to either.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                tries += 1;
                if port != 0 || tries == TRIES {
                    return Err(error);
                }
            }
            // A machine without it.
            Err(_) => return Ok((taken, vec![four])),
        }
    }
}

impl Server {
    /// Listens.
    ///
    /// # Errors
    /// When the port is taken, or the passphrase that was given does not open the cases.
    pub async fn listen(mut options: Options) -> Result<Self, ServeError> {
        let (port, listeners) = listen(options.port).await?;
        let (passphrase, lang) = (options.passphrase.take(), options.lang);
        let site = Arc::new(Site {
            guard: Guard::new(port)?,
            options,
            lang: Mutex::new(lang),
            shell: Mutex::default(),
            runtime: Handle::current(),
        });
        if let Some(passphrase) = passphrase
            && site.clone().unlock(passphrase).await != Opening::Open
        {
            return Err(ServeError::Passphrase);
        }
        Ok(Self { listeners, site })
    }

    /// The address to open first. It opens the site once.
    pub fn address(&self) -> String {
        self.site.guard.address()
    }

    /// Answers until it is dropped.
    ///
    /// # Errors
    /// When the system takes the port away.
    pub async fn run(self) -> io::Result<()> {
        let router = routes::router(self.site);
        let mut running = tokio::task::JoinSet::new();
        for listener in self.listeners {
            let router = router.clone();
            running.spawn(async move { axum::serve(listener, router).await });
        }
        match running.join_next().await {
            Some(Ok(ended)) => ended,
            _ => Ok(()),
        }
    }
}

impl Site {
    /// The screens, once the passphrase was typed.
    pub fn shell(&self) -> Option<Arc<Shell>> {
        self.shell.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        *self.lang.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The language is `lang` from now on.
    pub fn speak(&self, lang: Lang) {
        *self.lang.lock().unwrap_or_else(PoisonError::into_inner) = lang;
        if let Some(shell) = self.shell() {
            shell.speak(lang);
        }
    }

    /// The words of the language.
    pub fn words(&self) -> Words {
        Words::new(self.lang())
    }

    /// Whether there is no case yet that a passphrase would have to open.
    pub fn is_new(&self) -> bool {
        self.first_case().is_none()
    }

    fn first_case(&self) -> Option<String> {
        let listed = std::fs::read_dir(&self.options.cases).ok()?;
        let named = listed.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        named.filter(|name| Vault::peek(&self.options.cases.join(name)).is_ok()).min()
    }

    /// Opens the cases with `passphrase`, unless it does not open the first of them.
    pub async fn unlock(self: Arc<Self>, passphrase: Zeroizing<String>) -> Opening {
        let opened = tokio::task::spawn_blocking(move || self.opened(passphrase)).await;
        opened.unwrap_or_else(|_| Opening::Refused(String::new()))
    }

    fn opened(&self, passphrase: Zeroizing<String>) -> Opening {
        let words = self.words();
        let refused = |problem: Problem| Opening::Refused(problem.said(&words).what);
        if self.shell().is_some() {
            return Opening::Open;
        }
        if passphrase.is_empty() {
            return Opening::Refused(words.web("passphrase-empty", &[]));
        }
        let Options { cases, rollback_guard, pack, threads, gateway, .. } = &self.options;
        let held = Arc::new(Held::default());
        let device = Device {
            cases: cases.clone(),
            rollback_guard: rollback_guard.clone(),
            keys: Arc::new(PassphraseKeys::new(passphrase, cases.clone())),
            pack: pack.clone(),
            threads: *threads,
            clock: Arc::new(Timestamp::now),
            gateway: gateway.clone(),
        };
        let desk = Desk::new(Arc::new(Cases::reading(device, held.clone())), self.lang());
        if let Some(first) = self.first_case()
            && let Err(problem) = desk.store().open(&first)
        {
            return refused(problem);
        }
        let mut shell = self.shell.lock().unwrap_or_else(PoisonError::into_inner);
        if shell.is_none() {
            match Shell::new(desk, held, self.runtime.clone()) {
                Ok(made) => *shell = Some(made),
                Err(_) => return refused(Problem::Fault),
            }
        }
        Opening::Open
    }
}
