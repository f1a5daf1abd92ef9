//! A network that fails on purpose: a proxy that ends TLS, counts, and cuts, stalls, slows or lies as it is told.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

/// What happens to one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The connection breaks after so many bytes from the client.
    CutAfter(u64),
    /// Nothing moves any more after so many bytes from the client, and the connection stays open.
    StallAfter(u64),
    /// So many bytes from the client a second.
    Slow(u64),
    /// The first request is answered with this and goes nowhere; then the connection breaks.
    Answer(&'static str),
    /// The first PATCH is answered with this and goes nowhere, while what comes before it goes through; then the
    /// connection breaks.
    AnswerPatch(&'static str),
    /// The first request goes through whole; its answer is lost with the connection.
    LoseAnswer,
    /// No connection comes about.
    Refuse,
}

/// What the proxy has seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// Bytes from clients that went on to the server, requests' heads included.
    pub forwarded: AtomicU64,
    /// Connections.
    pub connections: AtomicUsize,
}

/// A proxy at work. Stopped when dropped.
pub struct Proxy {
    /// Its port, on this machine.
    pub port: u16,
    /// What it has seen.
    pub seen: Arc<Seen>,
    plan: Arc<Mutex<VecDeque<Fault>>>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Stands before `upstream`, a plain port of this machine, with `tls` towards clients. `plan` is used up connection by
    /// connection; afterwards nothing fails.
    pub async fn start(upstream: u16, tls: Arc<ServerConfig>, plan: Vec<Fault>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let (seen, plan) = (Arc::new(Seen::default()), Arc::new(Mutex::new(VecDeque::from(plan))));
        let (counts, faults) = (seen.clone(), plan.clone());
        let task = tokio::spawn(async move {
            let acceptor = TlsAcceptor::from(tls);
            while let Ok((client, _)) = listener.accept().await {
                counts.connections.fetch_add(1, Ordering::Relaxed);
                let fault = locked(&faults).pop_front().unwrap_or(Fault::None);
                let (acceptor, counts) = (acceptor.clone(), counts.clone());
                tokio::spawn(async move {
                    if fault != Fault::Refuse {
                        let _ = carry(client, acceptor, upstream, fault, &counts).await;
                    }
                });
            }
        });
        Ok(Self { port, seen, plan, task })
    }

    /// More faults, after those still planned.
    pub fn plan(&self, more: impl IntoIterator<Item = Fault>) {
        locked(&self.plan).extend(more);
    }

    /// Lets nothing fail any more.
    pub fn forgive(&self) {
        locked(&self.plan).clear();
    }

    /// How many planned faults have not happened.
    pub fn left(&self) -> usize {
        locked(&self.plan).len()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn locked(plan: &Mutex<VecDeque<Fault>>) -> MutexGuard<'_, VecDeque<Fault>> {
    plan.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn carry(client: TcpStream, acceptor: TlsAcceptor, upstream: u16, fault: Fault, seen: &Seen) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut client = acceptor.accept(client).await?;
    if let Fault::Answer(text) = fault {
        let mut head = [0; 4096];
        let _ = client.read(&mut head).await?;
        return answer(client, text).await;
    }
    let server = TcpStream::connect(("127.0.0.1", upstream)).await?;
    server.set_nodelay(true)?;
    if let Fault::AnswerPatch(answer) = fault {
        return until_patch(client, server, answer, seen).await;
    }
    let (from_client, to_client) = tokio::io::split(client);
    let (from_server, to_server) = server.into_split();
    let lose = fault == Fault::LoseAnswer;
    tokio::select! {
        ended = up(from_client, to_server, fault, seen) => ended,
        ended = down(from_server, to_client, lose) => ended,
    }
}

/// Answers in a server's place, and ends.
async fn answer(mut client: impl AsyncRead + AsyncWrite + Unpin, text: &str) -> io::Result<()> {
    client.write_all(text.as_bytes()).await?;
    client.flush().await?;
    // The client may be in the middle of its body: read on for a moment, or the reset overtakes the answer.
    let _ =
        tokio::time::timeout(Duration::from_millis(200), tokio::io::copy(&mut client, &mut tokio::io::sink())).await;
    Ok(())
}

async fn until_patch(
    mut client: impl AsyncRead + AsyncWrite + Unpin,
    mut server: TcpStream,
    text: &str,
    seen: &Seen,
) -> io::Result<()> {
    let (mut asked, mut answered) = (vec![0; 16 << 10], vec![0; 16 << 10]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let some = asked.get(..read?).unwrap_or_default();
                if some.is_empty() {
                    return Ok(());
                }
                // One request at a time: a head begins with a read.
                if some.starts_with(b"PATCH ") {
                    return answer(client, text).await;
                }
                seen.forwarded.fetch_add(some.len() as u64, Ordering::Relaxed);
                server.write_all(some).await?;
            }
            read = server.read(&mut answered) => {
                let some = answered.get(..read?).unwrap_or_default();
                if some.is_empty() {
                    return Ok(());
                }
                client.write_all(some).await?;
                client.flush().await?;
            }
        }
    }
}

async fn up(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    fault: Fault,
    seen: &Seen,
) -> io::Result<()> {
    let mut buffer = vec![0; 16 << 10];
    let mut passed = 0_u64;
    loop {
        let limit = match fault {
            Fault::CutAfter(at) | Fault::StallAfter(at) => {
                usize::try_from(at.saturating_sub(passed)).unwrap_or(usize::MAX).min(buffer.len())
            }
            _ => buffer.len(),
        };
        if limit == 0 {
            if matches!(fault, Fault::StallAfter(_)) {
                std::future::pending::<()>().await;
            }
            // What has passed is to arrive, as it would from a real network's buffers.
            to.flush().await?;
            sleep(Duration::from_millis(20)).await;
            return Ok(());
        }
        let Some(room) = buffer.get_mut(..limit) else { return Ok(()) };
        let read = from.read(room).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        to.write_all(buffer.get(..read).unwrap_or_default()).await?;
        passed += read as u64;
        seen.forwarded.fetch_add(read as u64, Ordering::Relaxed);
        if let Fault::Slow(bytes_per_s) = fault {
            sleep(Duration::from_micros(read as u64 * 1_000_000 / bytes_per_s.max(1))).await;
        }
    }
}

async fn down(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, lose: bool) -> io::Result<()> {
    let mut buffer = vec![0; 16 << 10];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 || lose {
            return Ok(());
        }
        to.write_all(buffer.get(..read).unwrap_or_default()).await?;
        to.flush().await?;
    }
}
