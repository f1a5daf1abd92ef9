//! One file to tusd over loopback and TLS, by curl and by us in turns. Prints both rates, the ratio, and our memory.
//!
//! curl sends one PATCH to an upload made beforehand; ours makes it, sends in pieces, and checks the key it was given.
#![allow(clippy::print_stdout, reason = "a command's prints are its work")]

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use clap::Parser;
use heyan_case::upload::tus::{Features, Resource};
use heyan_case::upload::{Control, FileUpload, HttpTransport, SpkiPin, Trust, UploadLimits, Watch};
use heyan_gateway::{Certificate, Tusd, find_tusd};

/// Uploads one file by curl and by us, in turns
#[derive(Debug, Parser)]
struct Arguments {
    /// Size of the file, millions of bytes
    #[arg(long, default_value_t = 200)]
    megabytes: u64,
    /// Turns of each
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Fail when ours is slower than 0.7 of curl or takes more than 48 MB
    #[arg(long)]
    gate: bool,
    /// Uploads once: the process that is measured
    #[arg(long, hide = true, num_args = 3, value_names = ["FILE", "ENDPOINT", "PIN"])]
    once: Option<Vec<String>>,
}

/// Journals as a submission does: one small file, on the medium before each request.
struct Journal(PathBuf);

impl Watch for Journal {
    fn note(&self, doing: &'static str, resource: &Resource) -> io::Result<()> {
        let mut file = std::fs::File::create(&self.0)?;
        writeln!(file, "{doing} {}", resource.confirmed)?;
        file.sync_all()
    }

    fn moved(&self, _: u64, _: u64) {}
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.once {
        Some(once) => upload(once),
        None => bench(&arguments),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn upload(once: &[String]) -> io::Result<ExitCode> {
    let [file, endpoint, pin] = once else { return Err(io::ErrorKind::InvalidInput.into()) };
    let pin: SpkiPin = pin.parse().map_err(io::Error::other)?;
    let path = Path::new(file);
    let limits = UploadLimits::default();
    let trust = Trust { pins: vec![pin], extra_roots: Vec::new() };
    let transport = HttpTransport::new(trust, limits.clone(), None).map_err(io::Error::other)?;
    let upload = FileUpload {
        transport: &transport,
        limits: &limits,
        features: Features::default(),
        endpoint,
        token: "none",
        path,
        bytes: path.metadata()?.len(),
        metadata: &[],
    };
    let journal = Journal(path.with_extension("journal"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(upload.run(Resource::default(), &Control::default(), &journal)).map_err(io::Error::other)?;
    // Linux tells what the process took at most.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    println!("{}", peak.trim().trim_end_matches(" kB"));
    Ok(ExitCode::SUCCESS)
}

fn bench(arguments: &Arguments) -> io::Result<ExitCode> {
    let program = find_tusd().ok_or_else(|| io::Error::other("tusd is not here: run `cargo xtask setup`"))?;
    let folder = std::env::temp_dir().join(format!("heyan-upload-bench-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("uploads"))?;
    let result = rounds(arguments, &program, &folder);
    std::fs::remove_dir_all(&folder)?;
    let (curl, ours, peak_kib) = result?;
    let megabytes = arguments.megabytes as f64;
    let rate = |time: Duration| megabytes / time.as_secs_f64();
    let ratio = rate(ours) / rate(curl);
    println!("          best of {}   MB/s", arguments.rounds);
    println!("curl      {:>7.0} ms  {:>6.0}", curl.as_secs_f64() * 1e3, rate(curl));
    println!(
        "heyan     {:>7.0} ms  {:>6.0}   ratio {ratio:.2}, memory {:.0} MB",
        ours.as_secs_f64() * 1e3,
        rate(ours),
        peak_kib as f64 / 1024.0
    );
    let holds = ratio >= 0.7 && peak_kib <= 48 << 10;
    Ok(if arguments.gate && !holds { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn rounds(arguments: &Arguments, program: &Path, folder: &Path) -> io::Result<(Duration, Duration, u64)> {
    let certificate = Certificate::in_folder(folder, &["localhost"])?;
    let most = arguments.megabytes * 1_000_000;
    let tusd = Tusd::start(program, &folder.join("uploads"), Some(&certificate), None, 0, most)?;
    let endpoint = format!("https://localhost:{}/files/", tusd.port);
    let file = folder.join("file");
    let noise: Vec<u8> = (0..1_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut out = std::fs::File::create(&file)?;
    for _ in 0..arguments.megabytes {
        out.write_all(&noise)?;
    }
    let pin = certificate.pin()?.to_string();
    let (mut curl, mut ours, mut peak_kib) = (Duration::MAX, Duration::MAX, 0);
    for _ in 0..arguments.rounds.max(1) {
        curl = curl.min(by_curl(&endpoint, &certificate, &file, most)?);
        let (time, peak) = by_us(&endpoint, &pin, &file)?;
        (ours, peak_kib) = (ours.min(time), peak_kib.max(peak));
        for entry in std::fs::read_dir(folder.join("uploads"))?.flatten() {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok((curl, ours, peak_kib))
}

fn by_curl(endpoint: &str, certificate: &Certificate, file: &Path, bytes: u64) -> io::Result<Duration> {
    let curl = || {
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--fail", "--http1.1", "--cacert"]).arg(&certificate.certificate);
        command.args(["-H", "Tus-Resumable: 1.0.0"]);
        command
    };
    let length = format!("Upload-Length: {bytes}");
    let made = curl().args(["-X", "POST", "-H", &length, "-D", "-", "-o", "/dev/null", endpoint]).output()?;
    let head = String::from_utf8_lossy(&made.stdout).into_owned();
    let location =
        head.lines().find_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("location")));
    let (_, location) = location.ok_or_else(|| io::Error::other("curl was given no upload"))?;
    let began = Instant::now();
    let sent = curl()
        .args([
            "-X",
            "PATCH",
            "-H",
            "Upload-Offset: 0",
            "-H",
            "Content-Type: application/offset+octet-stream",
            "-H",
            "Expect:",
            "-T",
        ])
        .arg(file)
        .arg(location.trim())
        .status()?;
    if sent.success() { Ok(began.elapsed()) } else { Err(io::Error::other(format!("curl: {sent}"))) }
}

fn by_us(endpoint: &str, pin: &str, file: &Path) -> io::Result<(Duration, u64)> {
    let began = Instant::now();
    let output = Command::new(std::env::current_exe()?).arg("--once").arg(file).args([endpoint, pin]).output()?;
    let time = began.elapsed();
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let peak = String::from_utf8_lossy(&output.stdout).trim().parse().map_err(io::Error::other)?;
    Ok((time, peak))
}
