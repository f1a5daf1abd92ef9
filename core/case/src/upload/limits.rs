//! Every number of the upload that could be another, in one place.

use serde::{Deserialize, Serialize};

/// How an upload behaves. A profile may override any of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UploadLimits {
    /// Bytes of the first PATCH. A slow mobile line (50 kB/s) is through with it in ten seconds.
    pub first_piece_bytes: u64,
    /// Bytes a PATCH never goes below, so that its headers (about 600 bytes) stay under one per cent.
    pub least_piece_bytes: u64,
    /// Bytes a PATCH never goes above: what one cut can destroy, be it in this device's own buffers or in a proxy that
    /// buffers whole requests.
    pub most_piece_bytes: u64,
    /// Bytes of a PATCH that carries a checksum: the server throws all of it away when it arrives torn, so this is what
    /// one cut can cost.
    pub checked_piece_bytes: u64,
    /// Milliseconds that one PATCH should take: long enough to fill the line, short enough to see progress confirmed.
    pub piece_target_ms: u64,
    /// Milliseconds before the second try. Doubles with every failure in a row.
    pub backoff_first_ms: u64,
    /// Milliseconds between tries at most: a person who is back on the network waits no longer than that.
    pub backoff_most_ms: u64,
    /// Milliseconds without one confirmed byte after which the upload ends for now. What was sent stays sent.
    pub no_progress_ms: u64,
    /// How often in a row a file may be begun anew, or find its offset contested, without one confirmed byte.
    pub most_restarts: u32,
    /// How many files are on the way at once. Two hide each other's round trips; more only share the same line.
    pub concurrent_files: usize,
    /// Milliseconds to a connection, name look-up and TLS included.
    pub connect_ms: u64,
    /// Milliseconds in which neither a byte left nor an answer came: a dead Wi-Fi shows no other sign.
    pub idle_ms: u64,
    /// Milliseconds for one request in all. `most_piece_bytes` at 3.5 kB/s take 30 minutes, and only a line that was much
    /// faster before has pieces of that size.
    pub request_ms: u64,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            first_piece_bytes: 512 << 10,
            least_piece_bytes: 64 << 10,
            most_piece_bytes: 6 << 20,
            checked_piece_bytes: 1 << 20,
            piece_target_ms: 10_000,
            backoff_first_ms: 500,
            backoff_most_ms: 30_000,
            no_progress_ms: 15 * 60_000,
            most_restarts: 3,
            concurrent_files: 2,
            connect_ms: 15_000,
            idle_ms: 30_000,
            request_ms: 30 * 60_000,
        }
    }
}
