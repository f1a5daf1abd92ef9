//! The socket of a page: frames, sound and the recording in; the page, hints and commands out. Of frames only the newest waits,
//! of sound everything.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use heyan::rules::words::Lang;
use heyan::vision::frame::FrameMeta;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::message::{Refused, Sent, sent, told};
use crate::pages::whole;
use crate::shell::Shell;

/// Chunks of sound that wait while a frame is looked at: six seconds of them. Beyond that the page waits.
const SOUND_WAITING: usize = 128;

type Chunk = (Vec<u8>, u32, u16);

/// The newest frame that nobody has looked at.
#[derive(Default)]
struct Newest {
    frame: Option<(FrameMeta, Bytes)>,
    closed: bool,
}

#[derive(Default)]
struct Slot {
    newest: Mutex<Newest>,
    came: Condvar,
}

impl Slot {
    fn held(&self) -> MutexGuard<'_, Newest> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, meta: FrameMeta, bytes: Bytes) {
        self.held().frame = Some((meta, bytes));
        self.came.notify_one();
    }

    fn close(&self) {
        self.held().closed = true;
        self.came.notify_one();
    }

    /// Waits for a frame; `None` once the socket is closed.
    fn take(&self) -> Option<(FrameMeta, Bytes)> {
        let mut held = self.held();
        loop {
            if held.closed {
                return None;
            }
            if let Some(frame) = held.frame.take() {
                return Some(frame);
            }
            held = self.came.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Threads of one page.
struct Senses {
    slot: Arc<Slot>,
    sound: mpsc::Sender<Chunk>,
}

impl Senses {
    fn start(shell: &Arc<Shell>) -> std::io::Result<Self> {
        let slot = Arc::<Slot>::default();
        let (looking, seen) = (slot.clone(), shell.clone());
        thread::Builder::new().name("frames".to_owned()).spawn(move || {
            let mut last_ms = 0;
            while let Some((meta, bytes)) = looking.take() {
                // A clock that goes back is none.
                if meta.at_ms >= last_ms {
                    seen.frame(&bytes, &meta);
                    last_ms = meta.at_ms;
                }
                seen.tell(json!({ "seen": meta.at_ms }));
            }
        })?;
        let (sound, mut chunks) = mpsc::channel::<Chunk>(SOUND_WAITING);
        let heard = shell.clone();
        thread::Builder::new().name("sound".to_owned()).spawn(move || {
            while let Some((pcm, rate_hz, channels)) = chunks.blocking_recv() {
                heard.sound(&pcm, rate_hz, channels);
            }
        })?;
        Ok(Self { slot, sound })
    }
}

impl Drop for Senses {
    fn drop(&mut self) {
        self.slot.close();
    }
}

/// Serves one page until it is closed, or another takes its place.
pub async fn attend(socket: WebSocket, shell: Arc<Shell>) {
    let Ok(senses) = Senses::start(&shell) else { return };
    let connection = shell.connect();
    let (mut out, mut coming) = socket.split();
    let mut told_last = Last::default();
    let ending = loop {
        tokio::select! {
            () = shell.changed.notified() => {
                if !shell.is_latest(connection) {
                    // For the one that is.
                    shell.changed.notify_one();
                    break Some((close_code::POLICY, "elsewhere"));
                }
                for message in told_last.news(&shell) {
                    if out.send(Message::Text(message.to_string().into())).await.is_err() {
                        shell.disconnect(connection);
                        return;
                    }
                }
            }
            message = coming.next() => {
                let Some(Ok(message)) = message else { break None };
                match take(&shell, &senses, message).await {
                    Ok(true) => {}
                    Ok(false) => break None,
                    Err(refused) => break Some((close_code::POLICY, refused.as_str())),
                }
            }
        }
    };
    if let Some((code, reason)) = ending {
        let frame = CloseFrame { code, reason: reason.into() };
        let _ = out.send(Message::Close(Some(frame))).await;
    }
    shell.disconnect(connection);
}

/// Whether the page goes on.
async fn take(shell: &Arc<Shell>, senses: &Senses, message: Message) -> Result<bool, Refused> {
    match message {
        Message::Text(text) => shell.told(told(text.as_str())?),
        Message::Binary(bytes) => match sent(&bytes)? {
            Sent::Frame(meta, bytes) => senses.slot.put(meta, bytes),
            Sent::Sound { rate_hz, channels, pcm } => {
                // Full: the page waits. Gone: nobody listens.
                let _ = senses.sound.send((pcm, rate_hz, channels)).await;
            }
            Sent::Recording(part) => shell.recording(&part),
            Sent::Still(still) => shell.taken(still),
        },
        Message::Ping(_) | Message::Pong(_) => {}
        Message::Close(_) => return Ok(false),
    }
    Ok(true)
}

/// What the page was told last: only what is new is told again.
#[derive(Default)]
struct Last {
    page: Option<(u64, Lang, String)>,
    live: Value,
}

impl Last {
    /// The page first, then what it shows with each frame, then commands: they find what they are about.
    fn news(&mut self, shell: &Shell) -> Vec<Value> {
        // Before the page is drawn: it is never older than they.
        let commands = shell.taken_from_queue();
        let (at, drawn) = shell.draw();
        let words = shell.words();
        let inside = whole::inside(&drawn, at, shell.has_way_back(), &words);
        let mut news = Vec::new();
        let page = Some((at, words.lang(), inside));
        if page != self.page {
            if let Some((at, lang, inside)) = &page {
                let lang = if *lang == Lang::Zh { "zh-CN" } else { "en" };
                let title = format!("{} · {}", drawn.title, words.web("name", &[]));
                news.push(json!({ "draw": { "at": at, "lang": lang, "title": title, "html": inside } }));
            }
            self.page = page;
            self.live = Value::Null;
        }
        if drawn.live != self.live {
            news.push(json!({ "live": drawn.live }));
            self.live = drawn.live;
        }
        news.extend(commands);
        news
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use heyan::vision::frame::PixelFormat;

    use super::*;

    #[test]
    fn of_frames_only_the_newest_waits() {
        let slot = Slot::default();
        for at_ms in 0..5 {
            slot.put(FrameMeta::new(PixelFormat::Grey, 16, 16, at_ms), Bytes::from(vec![0; 256]));
        }
        assert_eq!(slot.take().unwrap().0.at_ms, 4);
        assert!(slot.held().frame.is_none(), "and nothing is queued behind it");
        slot.close();
        assert!(slot.take().is_none());
    }
}
