//! `bench vault`: sealing and storing beside the bare cipher of OpenSSL.

use std::fs;
use std::process::Command;

use serde::Deserialize;

use super::{Defaults, Options, core, parse};
use crate::fault::{Fault, Result};
use crate::stats::{Share, Table, median};
use crate::{demo, run};

/// What is measured when nothing is said.
pub(super) const DEFAULTS: Defaults =
    Defaults { what: "vault", counted: "--megabytes", count: 500, rounds: 5, starts: 0 };

/// Time of ours over OpenSSL's that must not be exceeded: 0.6 of its throughput.
const STORE_RATIO: f64 = 1.0 / 0.6;
/// Bytes of a chunk of the vault: OpenSSL seals the same at a time.
const CHUNK: &str = "65536";

/// A line of `vault_speed`, seconds.
#[derive(Deserialize)]
struct Line {
    store: f64,
    store_cpu: f64,
    read: f64,
    read_cpu: f64,
}

/// Measures `options.count` MB a round; OpenSSL and ours take turns.
pub(super) fn vault(options: &Options) -> Result<()> {
    let tool = run::build_example("heyan-case", "vault_speed")?;
    let folder = run::target_dir().join("bench").join("vault");
    let pinned = core();
    let command = |program: &std::ffi::OsStr| match &pinned {
        Some(core) => {
            let mut command = Command::new("taskset");
            command.args(["-c", core]).arg(program);
            command
        }
        None => Command::new(program),
    };
    match &pinned {
        Some(core) => println!("bench: both pinned to core {core}"),
        None => println!("bench: no taskset here, so nothing is pinned to a core"),
    }
    let mut openssl = Vec::new();
    let mut ours: Vec<Line> = Vec::new();
    for round in 1..=options.rounds {
        println!("bench: round {round} of {}, {} MB", options.rounds, options.count);
        openssl.push(speed(&mut command("openssl".as_ref()))?);
        demo::clear(&folder)?;
        fs::create_dir_all(&folder).map_err(|e| Fault::io("making", &folder, &e))?;
        let output = run::capture(command(tool.as_os_str()).arg(&folder).args([&options.count.to_string(), "1"]))?;
        if !output.status.success() {
            return Err(Fault::new(format!("vault_speed failed: {}", String::from_utf8_lossy(&output.stderr))));
        }
        ours.extend(parse::<Line>(&String::from_utf8_lossy(&output.stdout), 1, "vault_speed")?);
    }
    demo::clear(&folder)?;
    let met = report(options, &openssl, &ours);
    if options.gate && !met {
        return Err(Fault::new("a target is missed"));
    }
    Ok(())
}

/// Bytes a second of processor time that OpenSSL seals in chunks of our size.
fn speed(command: &mut Command) -> Result<f64> {
    let output = run::capture(command.args(["speed", "-seconds", "1", "-bytes", CHUNK, "-evp", "aes-256-gcm"]))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let found = text.lines().find_map(speed_in);
    found.ok_or_else(|| Fault::new(format!("{} printed no figure", run::shown(command))))
}

/// The figure in a line such as `AES-256-GCM     5646805.54k`: thousands of bytes a second.
fn speed_in(line: &str) -> Option<f64> {
    let figure = line.strip_prefix("AES-256-GCM")?.trim().strip_suffix('k')?;
    figure.parse::<f64>().ok().map(|thousands| thousands * 1e3)
}

/// Prints the table. Returns whether the target is met.
fn report(options: &Options, openssl: &[f64], ours: &[Line]) -> bool {
    let bytes = options.count as f64 * 1e6;
    let ms_a_gb = |seconds: f64| seconds / bytes * 1e12;
    let theirs = median(openssl.iter().map(|rate| 1e12 / rate));
    let of = |part: fn(&Line) -> f64| median(ours.iter().map(|line| ms_a_gb(part(line))));
    let ratio = |part: fn(&Line) -> f64| {
        median(ours.iter().zip(openssl).map(|(line, rate)| ms_a_gb(part(line)) / (1e12 / rate)))
    };
    let mut table = Table::beside("OpenSSL");
    let store = ratio(|line| line.store_cpu);
    table.row(
        "sealing and storing, ms a GB",
        of(|line| line.store_cpu),
        Some(theirs),
        store,
        STORE_RATIO,
        Share::Ratio,
    );
    println!("\nProcessor time, as `openssl speed` counts it; OpenSSL seals chunks of {CHUNK} bytes in memory.");
    print!("{table}");
    println!("sealing and storing reaches {:.2} of OpenSSL's throughput", 1.0 / store);
    println!(
        "by the clock: storing {:.0} ms a GB, fsync and journal with it, reading and opening {:.0} ms (processor {:.0} ms)",
        of(|line| line.store),
        of(|line| line.read),
        of(|line| line.read_cpu)
    );
    table.met()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_is_found() {
        assert_eq!(speed_in("AES-256-GCM     5646805.54k"), Some(5_646_805_540.0));
        assert_eq!(speed_in("type          65536 bytes"), None);
    }
}
