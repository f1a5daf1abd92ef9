//! Stores records and says how long it took: for `cargo xtask bench vault`. `vault_speed FOLDER MEGABYTES ROUNDS`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool of the bench: a panic is its report")]

use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;

use heyan_case::{KeyFile, NoGuard, Vault};

/// As many bytes as were asked for, out of memory: reading a file is not what is measured.
struct Source {
    pattern: Vec<u8>,
    left: usize,
}

impl Read for Source {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = bytes.len().min(self.left).min(self.pattern.len());
        let (Some(to), Some(from)) = (bytes.get_mut(..length), self.pattern.get(..length)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.left -= length;
        Ok(length)
    }
}

#[cfg(target_os = "linux")]
fn cpu_s() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

#[cfg(not(target_os = "linux"))]
fn cpu_s() -> f64 {
    f64::NAN
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, megabytes, rounds] = arguments.as_slice() else {
        eprintln!("vault_speed FOLDER MEGABYTES ROUNDS");
        std::process::exit(2);
    };
    let folder = Path::new(folder);
    let bytes = megabytes.parse::<usize>().unwrap() * 1_000_000;
    let keys = Box::new(KeyFile::create(&folder.join("key")).unwrap());
    let mut vault = Vault::create(&folder.join("case"), keys, Box::new(NoGuard), String::new()).unwrap();
    let mut last = None;
    for _ in 0..rounds.parse::<usize>().unwrap() {
        let mut source = Source { pattern: (0..65_536u32).map(|i| (i * 31) as u8).collect(), left: bytes };
        let (begun, cpu) = (Instant::now(), cpu_s());
        let mut change = vault.change();
        if let Some(last) = last {
            change.remove(last);
        }
        last = Some(change.add("x", &mut source, jiff::Timestamp::UNIX_EPOCH, None).unwrap());
        change.commit().unwrap();
        let (store, store_cpu) = (begun.elapsed().as_secs_f64(), cpu_s() - cpu);
        let (begun, cpu) = (Instant::now(), cpu_s());
        vault.verify(last.unwrap()).unwrap();
        let (read, read_cpu) = (begun.elapsed().as_secs_f64(), cpu_s() - cpu);
        println!("{{\"store\":{store},\"store_cpu\":{store_cpu},\"read\":{read},\"read_cpu\":{read_cpu}}}");
    }
}
