//! Memory, in a process of its own: making a key of a passphrase takes more than all else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use std::io::{self, Read};

use heyan_case::{KeyFile, NoGuard, Vault};

/// 500 MB in, 500 MB out: the memory of this process must not grow with them.
#[cfg(target_os = "linux")]
#[test]
fn a_long_video_takes_little_memory() {
    struct Video(u64);
    impl Read for Video {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let length = bytes.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
            bytes[..length].fill(self.0 as u8);
            self.0 -= length as u64;
            Ok(length)
        }
    }
    let peak_kib = || -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    const BYTES: u64 = 500_000_000;
    let dir = tempfile::tempdir().unwrap();
    let keys = Box::new(KeyFile::create(&dir.path().join("key")).unwrap());
    let mut vault = Vault::create(&dir.path().join("case"), keys, Box::new(NoGuard), String::new()).unwrap();
    let before = peak_kib();
    let mut video = Video(BYTES);
    let mut change = vault.change();
    let id = change.add("video", &mut video, jiff::Timestamp::UNIX_EPOCH, None).unwrap();
    change.commit().unwrap();
    let mut reader = vault.read(id).unwrap();
    let mut total = 0;
    loop {
        let chunk = reader.chunk().unwrap().len() as u64;
        total += chunk;
        if chunk == 0 {
            break;
        }
    }
    assert_eq!(total, BYTES);
    let grown = peak_kib() - before;
    assert!(grown < 8 << 10, "{grown} KiB more than before");
    assert!(peak_kib() < 32 << 10, "{} KiB in all", peak_kib());
}
