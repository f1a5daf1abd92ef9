//! One file's way through tus 1.0.0, without a socket or a clock: an outcome goes in, the next step comes out.
//!
//! The server's word is the truth: whatever went wrong, its offset is asked for and sending goes on from there.
//! Source: the protocol's text, sections "Core Protocol", "Creation", "Checksum", "Termination", "Expiration".

use serde::{Deserialize, Serialize};

use super::backoff;
use super::limits::UploadLimits;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextRequest {
    /// POST to the upload endpoint with `Upload-Length`.
    Create,
    /// HEAD the resource.
    AskOffset {
        /// Where it is.
        resource: String,
    },
    /// PATCH the resource with `bytes` bytes from `offset`.
    Send {
        /// Where it is.
        resource: String,
        /// The first byte.
        offset: u64,
        /// How many.
        bytes: u64,
        /// Whether `Upload-Checksum: sha256 …` goes along.
        checked: bool,
    },
    /// Wait, then ask again what to do. A change of network may cut it short.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
    /// All bytes are at the server.
    Done,
    /// It is over, and asking again will not change that.
    Ended(Ending),
}

/// Why an upload is over before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 413.
    #[error("the file is larger than the server takes")]
    TooLarge,
    /// 507.
    #[error("the server has no room for the file")]
    ServerFull,
    /// 401 or 403.
    #[error("the server does not let this case upload (status {0})")]
    NotAllowed(u16),
    /// 412: another version of tus.
    #[error("the server speaks another version of tus than 1.0.0")]
    Version,
    /// Any other status that says the request itself is wrong.
    #[error("the server refused the upload (status {0})")]
    Refused(u16),
    /// The resource vanished, or its offset was contested, too often.
    #[error("the upload was begun anew {0} times and never went on")]
    Restarts(u32),
    /// Nothing moved for [`UploadLimits::no_progress_ms`].
    #[error("no byte was confirmed for {0} s")]
    NoProgress(u64),
}

/// What the server may do beyond the core, as its `OPTIONS` answer or the gateway tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    /// It checks `Upload-Checksum` with SHA-256.
    pub checksum: bool,
    /// It takes DELETE.
    pub termination: bool,
}

impl Features {
    /// Reads `Tus-Extension` and `Tus-Checksum-Algorithm`.
    pub fn read(extensions: &str, algorithms: &str) -> Self {
        let names = |list: &str, name: &str| list.split(',').any(|word| word.trim().eq_ignore_ascii_case(name));
        Self {
            checksum: names(extensions, "checksum") && names(algorithms, "sha256"),
            termination: names(extensions, "termination"),
        }
    }
}

/// The parts of an answer that decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TusAnswer {
    /// HTTP status.
    pub status: u16,
    /// `Upload-Offset`, bytes.
    pub offset: Option<u64>,
    /// `Upload-Length`, bytes.
    pub length: Option<u64>,
    /// `Location`, made absolute and checked by the caller to be of the endpoint's own origin.
    pub location: Option<String>,
    /// `Upload-Expires`, milliseconds since 1970.
    pub expires_at_ms: Option<i64>,
    /// `Retry-After`, seconds.
    pub retry_after_s: Option<u64>,
}

/// How a request went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An answer came.
    Answered(TusAnswer),
    /// None came, whatever the reason. The server may have got all, some or nothing.
    Interrupted,
}

/// What must outlive a kill of the process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Where the upload is. Whoever knows it can write to it: keep it as a secret.
    pub url: Option<String>,
    /// Bytes that the server has confirmed.
    pub confirmed: u64,
    /// When the server forgets it, milliseconds since 1970.
    pub expires_at_ms: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Create,
    AskOffset,
    Send,
    Done,
    Ended(Ending),
}

/// One file on its way.
#[derive(Debug, Clone)]
pub struct Upload {
    limits: UploadLimits,
    features: Features,
    length: u64,
    resource: Resource,
    phase: Phase,
    /// Bytes of the next PATCH.
    piece: u64,
    /// Failures in a row, and the wait that the last of them asks for.
    failures: u32,
    pending_wait_ms: Option<u64>,
    /// Beginnings and conflicts in a row without a confirmed byte.
    restarts: u32,
    progress_at_ms: i64,
}

impl Upload {
    /// Begins, or goes on with, the upload of `length` bytes.
    ///
    /// A resource that is known from before is asked for its offset first: never from zero, never from memory.
    pub fn new(length: u64, resource: Resource, features: Features, limits: UploadLimits, now_ms: i64) -> Self {
        let phase = if resource.url.is_some() { Phase::AskOffset } else { Phase::Create };
        Self {
            piece: if features.checksum { limits.checked_piece_bytes } else { limits.first_piece_bytes }.max(1),
            limits,
            features,
            length,
            resource,
            phase,
            failures: 0,
            pending_wait_ms: None,
            restarts: 0,
            progress_at_ms: now_ms,
        }
    }

    /// What to write to the journal.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// Bytes confirmed by the server.
    pub fn confirmed(&self) -> u64 {
        self.resource.confirmed
    }

    /// What to do next. Asking twice gives the same, but for a wait, which is told once.
    pub fn next(&mut self, now_ms: i64) -> NextRequest {
        match self.phase {
            Phase::Done => return NextRequest::Done,
            Phase::Ended(ending) => return NextRequest::Ended(ending),
            _ => {}
        }
        let still_ms = now_ms.saturating_sub(self.progress_at_ms);
        if u64::try_from(still_ms).is_ok_and(|ms| ms > self.limits.no_progress_ms) {
            return self.end(Ending::NoProgress(self.limits.no_progress_ms / 1000));
        }
        if let Some(ms) = self.pending_wait_ms.take() {
            return NextRequest::Wait { ms };
        }
        if self.resource.expires_at_ms.is_some_and(|at| at <= now_ms) {
            self.forget();
        }
        match (self.phase, &self.resource.url) {
            (Phase::AskOffset, Some(url)) => NextRequest::AskOffset { resource: url.clone() },
            (Phase::Send, Some(url)) => NextRequest::Send {
                resource: url.clone(),
                offset: self.resource.confirmed,
                bytes: self.piece.min(self.length.saturating_sub(self.resource.confirmed)),
                checked: self.features.checksum,
            },
            _ => NextRequest::Create,
        }
    }

    /// Takes in how the step went.
    ///
    /// `took_ms` is how long it was under way, `dice` any random number for the jitter.
    pub fn outcome(&mut self, outcome: &Outcome, now_ms: i64, took_ms: u64, dice: u64) {
        match (self.phase, outcome) {
            (Phase::Done | Phase::Ended(_), _) => {}
            (phase, Outcome::Interrupted) => {
                // A lost answer to a creation leaves a resource without a byte behind, which expires at the server.
                if phase == Phase::Send {
                    self.phase = Phase::AskOffset;
                    if !self.features.checksum {
                        self.piece = (self.piece / 2).max(self.limits.least_piece_bytes).max(1);
                    }
                }
                self.fail(dice, None);
            }
            (phase, Outcome::Answered(answer)) => self.answered(phase, answer, now_ms, took_ms, dice),
        }
    }

    /// The network is another one: do not sit out a wait that the old one earned.
    pub fn network_changed(&mut self) {
        self.failures = 0;
        self.pending_wait_ms = None;
        if self.phase == Phase::Send {
            self.phase = Phase::AskOffset;
        }
    }

    fn answered(&mut self, phase: Phase, answer: &TusAnswer, now_ms: i64, took_ms: u64, dice: u64) {
        if answer.expires_at_ms.is_some() {
            self.resource.expires_at_ms = answer.expires_at_ms;
        }
        match (phase, answer.status) {
            (Phase::Create, 200..=299) => self.created(answer, now_ms, dice),
            (Phase::AskOffset, 200..=299) => self.offset_told(answer, now_ms, dice),
            (Phase::Send, 200..=299) => self.sent(answer, now_ms, took_ms, dice),
            // Asked for the offset, no server should say so; one that does is asked again all the same.
            (Phase::AskOffset | Phase::Send, 409) => self.contested(dice),
            // Checksum extension: what arrived was not what was sent. The server dropped it.
            (Phase::Send, 460) => {
                self.phase = Phase::AskOffset;
                self.fail(dice, None);
            }
            (Phase::AskOffset | Phase::Send, 404 | 410) => self.restart(dice),
            (_, 413) => {
                self.end(Ending::TooLarge);
            }
            (_, 507) => {
                self.end(Ending::ServerFull);
            }
            (_, 412) => {
                self.end(Ending::Version);
            }
            (_, status @ (401 | 403)) => {
                self.end(Ending::NotAllowed(status));
            }
            // Locked (another request of ours is not yet known to be dead), too many, time-out, or the server's own fault.
            (_, 408 | 423 | 425 | 429 | 500..=599) => {
                if phase == Phase::Send {
                    self.phase = Phase::AskOffset;
                }
                self.fail(dice, answer.retry_after_s);
            }
            (_, status) => {
                self.end(Ending::Refused(status));
            }
        }
    }

    fn created(&mut self, answer: &TusAnswer, now_ms: i64, dice: u64) {
        let Some(location) = &answer.location else {
            return self.fail(dice, None);
        };
        self.resource.url = Some(location.clone());
        self.resource.confirmed = 0;
        self.at(0, now_ms, false);
    }

    fn offset_told(&mut self, answer: &TusAnswer, now_ms: i64, dice: u64) {
        let other_length = answer.length.is_some_and(|length| length != self.length);
        match answer.offset {
            // Not our file: the server mixed it up, or the address was given to another.
            _ if other_length => self.restart(dice),
            Some(offset) if offset > self.length => self.restart(dice),
            // Without an offset the answer is not tus: a captive portal says 200 to everything.
            None => self.fail(dice, None),
            Some(offset) => {
                let forward = offset > self.resource.confirmed;
                self.at(offset, now_ms, forward);
            }
        }
    }

    fn sent(&mut self, answer: &TusAnswer, now_ms: i64, took_ms: u64, dice: u64) {
        let from = self.resource.confirmed;
        match answer.offset {
            Some(offset) if offset > from && offset <= self.length => {
                if !self.features.checksum {
                    let per_target = (offset - from).saturating_mul(self.limits.piece_target_ms) / took_ms.max(1);
                    // Twice at most: one lucky answer from a buffer on the way must not swell the next.
                    let wanted = per_target.min(self.piece.saturating_mul(2));
                    let least = self.limits.least_piece_bytes.max(1);
                    self.piece = wanted.clamp(least, self.limits.most_piece_bytes.max(least));
                }
                self.at(offset, now_ms, true);
            }
            _ => {
                self.phase = Phase::AskOffset;
                self.fail(dice, None);
            }
        }
    }

    /// Stands at `offset`, by the server's word.
    fn at(&mut self, offset: u64, now_ms: i64, forward: bool) {
        self.resource.confirmed = offset;
        if forward {
            self.failures = 0;
            self.restarts = 0;
            self.progress_at_ms = now_ms;
        }
        self.phase = if offset == self.length { Phase::Done } else { Phase::Send };
    }

    fn contested(&mut self, dice: u64) {
        self.phase = Phase::AskOffset;
        self.restarts += 1;
        if self.restarts > self.limits.most_restarts {
            self.end(Ending::Restarts(self.limits.most_restarts));
        } else if self.restarts > 1 {
            // The first is answered at once; after that somebody else may be at work on it.
            self.fail(dice, None);
        }
    }

    fn restart(&mut self, dice: u64) {
        self.restarts += 1;
        if self.restarts > self.limits.most_restarts {
            self.end(Ending::Restarts(self.limits.most_restarts));
            return;
        }
        self.forget();
        if self.restarts > 1 {
            self.fail(dice, None);
        }
    }

    fn forget(&mut self) {
        self.resource = Resource::default();
        self.phase = Phase::Create;
    }

    fn fail(&mut self, dice: u64, retry_after_s: Option<u64>) {
        self.failures = self.failures.saturating_add(1);
        let own = backoff::wait_ms(&self.limits, self.failures, dice);
        // A server's wish is heard, but not one for an hour.
        let asked = retry_after_s.map_or(0, |s| s.saturating_mul(1000)).min(self.limits.backoff_most_ms.max(own) * 4);
        self.pending_wait_ms = Some(own.max(asked));
    }

    fn end(&mut self, ending: Ending) -> NextRequest {
        self.phase = Phase::Ended(ending);
        NextRequest::Ended(ending)
    }
}
