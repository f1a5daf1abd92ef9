//! Many cases at once to one gateway and its tusd, both processes of their own: what processor time a case costs them, and what
//! memory so many uploads take. From that a provider reckons its machines.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command's prints are its work")]

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use clap::Parser;
use heyan_case::seal::AppBuild;
use heyan_case::upload::{Control, HttpTransport, JournalStore, SpkiPin, Submission, Trust, UploadLimits};
use heyan_case::{Case, Judgement, KeyFile, NewCase, NewStep, NoGuard, Person, Purpose, Shipment};
use heyan_rules::Sensitive;
use heyan_rules::filing::{IdentityDocument, Order, OrderKind, PersonKind, Step};
use jiff::Timestamp;
use serde_json::Value;

/// Submits many cases at once, and tells what each cost the servers
#[derive(Debug, Parser)]
struct Arguments {
    /// Cases on the way at the same time
    #[arg(long, default_value_t = 16)]
    cases: usize,
}

/// A case as phones make it: what is sent, millions of bytes.
const FILES: [(Step, f64); 7] = [
    (Step::IdFront, 1.5),
    (Step::IdBack, 1.5),
    (Step::Portrait, 1.0),
    (Step::ResponsibilityLetter, 1.0),
    (Step::PromiseLetter, 1.0),
    (Step::Statement, 8.0),
    (Step::Liveness, 2.0),
];
const PROVIDER: &str = "huawei";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// The gateway, stopped when this goes.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // As Ctrl-C does: its upload server goes with it.
        let stopped = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}

#[derive(Default)]
struct Memory(Mutex<Option<Vec<u8>>>);

impl JournalStore for Memory {
    fn load(&self) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn save(&self, record: &[u8]) -> io::Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(record.to_vec());
        Ok(())
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("heyan-gateway-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(arguments.cases.max(1), &folder);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(count: usize, folder: &Path) -> Result<()> {
    let program = std::env::current_exe()?.with_file_name(format!("heyan-gateway{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(program);
    let child = command.arg("--dir").arg(folder.join("gateway")).stdout(Stdio::piped()).spawn()?;
    let mut server = Server(child);
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let told: Value = serde_json::from_str(&line)?;
    let word =
        |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned).ok_or("the gateway did not start");
    let (address, pin) = (word("address")?, word("pin")?.parse::<SpkiPin>()?);
    let gateway = server.0.id();
    let tusd = child_of(gateway).ok_or("the gateway has no upload server")?;

    println!("making {count} cases of {:.0} MB", FILES.iter().map(|file| file.1).sum::<f64>());
    let cases = (0..count).map(|number| case(&folder.join(number.to_string()))).collect::<Result<Vec<_>>>()?;
    let before = [cpu_s(gateway)?, cpu_s(tusd)?];
    let begun = Instant::now();
    let sent: Vec<Result<()>> = std::thread::scope(|scope| {
        let (address, pin) = (&address, &pin);
        // A case belongs to one thread.
        let start = |(number, case): (usize, Case)| {
            let outbox = folder.join(number.to_string()).join("outbox");
            scope.spawn(move || submit(&case, address, pin, outbox))
        };
        let handles: Vec<_> = cases.into_iter().enumerate().map(start).collect();
        handles.into_iter().map(|handle| handle.join().unwrap_or_else(|_| Err("a client panicked".into()))).collect()
    });
    let wall = begun.elapsed().as_secs_f64();
    sent.into_iter().collect::<Result<Vec<()>>>()?;
    let each = |pid: u32, before: f64| -> Result<f64> { Ok((cpu_s(pid)? - before) / count as f64) };
    let (by_gateway, by_tusd) = (each(gateway, before[0])?, each(tusd, before[1])?);
    let together = by_gateway + by_tusd;
    println!("{count} cases at once, all received after {wall:.1} s (clients on the same machine)");
    println!("             processor, s a case   cases an hour and core   memory at most, MB");
    for (name, seconds, pid) in [("tusd", by_tusd, tusd), ("gateway", by_gateway, gateway)] {
        println!("{name:<12} {seconds:>19.3} {:>24.0} {:>20.0}", 3600.0 / seconds.max(1e-3), peak_mb(pid)?);
    }
    println!("{:<12} {together:>19.3} {:>24.0}", "together", 3600.0 / together.max(1e-3));
    Ok(())
}

fn case(folder: &Path) -> Result<Case> {
    std::fs::create_dir_all(folder)?;
    let key = folder.join("key");
    KeyFile::create(&key)?;
    let now = Timestamp::now();
    let new = NewCase {
        profile: PROVIDER.to_owned(),
        profile_text: None,
        site: None,
        province: None,
        unit: false,
        not_legal_representative: false,
        person_kind: PersonKind::Mainland,
        identity: IdentityDocument::ResidentId,
        unit_kind: None,
        person: Person {
            name: Sensitive::new("测试".to_owned()),
            id_number: Sensitive::new("110105194912310021".to_owned()),
        },
        order: Order::new(OrderKind::Filing, Case::day_of(now)),
    };
    let mut case = Case::create(&folder.join("case"), Box::new(KeyFile::read(&key)?), Box::new(NoGuard), new, now)?;
    for (step, megabytes) in FILES {
        let mut seed = 7u64;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 56) as u8
        })
        .take((megabytes * 1e6) as usize)
        .collect();
        let mut source = Cursor::new(bytes);
        let (fields, findings) = (BTreeMap::new(), Vec::new());
        let step_of = NewStep {
            judgement: Judgement::Accepted,
            files: vec![&mut source],
            fields,
            findings,
            filing: Vec::new(),
            challenge: None,
            face: None,
        };
        case.put(step, step_of, now)?;
    }
    for purpose in Purpose::ALL {
        case.agree(purpose, PROVIDER, "as shown", now)?;
    }
    Ok(case)
}

fn submit(case: &Case, address: &str, pin: &SpkiPin, outbox: PathBuf) -> Result<()> {
    let app = AppBuild { name: "load".to_owned(), version: "0".to_owned(), platform: "linux".to_owned() };
    let shipment = Shipment::of(case, PROVIDER, app)?;
    let limits = UploadLimits::default();
    let trust = Trust { pins: vec![*pin], extra_roots: Vec::new() };
    let submission = Submission {
        transport: Arc::new(HttpTransport::new(trust, limits.clone(), None)?),
        journal: Arc::new(Memory::default()),
        outbox,
        gateway: address.to_owned(),
        limits,
        control: Control::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(submission.run(&shipment, Arc::new(|_| ())))?;
    Ok(())
}

/// Fields of `/proc/PID/stat` behind the program's name, which may hold anything.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(text.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect())
}

/// Processor time of a process so far, s: Linux counts it in hundredths.
fn cpu_s(pid: u32) -> Result<f64> {
    let fields = stat(pid).ok_or("Linux alone tells what a process costs")?;
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    Ok((ticks(11) + ticks(12)) / 100.0)
}

fn child_of(parent: u32) -> Option<u32> {
    let ids = std::fs::read_dir("/proc").ok()?.flatten();
    let ids = ids.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let parent = parent.to_string();
    ids.into_iter().find(|id| stat(*id).is_some_and(|fields| fields.get(1) == Some(&parent)))
}

fn peak_mb(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}
