//! Packages of the operating system that the build and the generators need.

use std::ffi::OsStr;
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::run;

/// Debian's names. OpenCV, Opus and the compilers build the product, the fonts draw the generated cards,
/// espeak-ng reads the generated statements, ffmpeg codes their sound, and the last three align, sign and read the Android package.
const DEBIAN: &[&str] = &[
    "libopencv-dev",
    "libopus-dev",
    "clang",
    "libclang-dev",
    "pkg-config",
    "fonts-noto-cjk",
    "fonts-noto-core",
    "fonts-wqy-zenhei",
    "fonts-wqy-microhei",
    "fonts-arphic-ukai",
    "fonts-arphic-uming",
    "fonts-ocr-b",
    "fonts-dejavu-core",
    "fonts-noto-mono",
    "espeak-ng",
    "ffmpeg",
    "zipalign",
    "apksigner",
    "dexdump",
];

/// Homebrew's line for the same. The generators' fonts are Debian's: there the sets differ, the product does not.
const BREW: &str = "brew install opencv opus llvm pkg-config python@3.11 openjdk maven";

/// Installs what is missing, where that can be done without asking.
pub fn ensure(say: &dyn Fn(&str)) -> Result<()> {
    if cfg!(target_os = "macos") {
        say(&format!("macOS: set-up installs no system packages here. If a build misses one: {BREW}"));
        return Ok(());
    }
    if !is_debian(&std::fs::read_to_string("/etc/os-release").unwrap_or_default()) {
        say(&format!(
            "this is no Debian or Ubuntu: set-up installs no system packages here. The build needs what Debian \
             calls {} and python3 with pip and venv.",
            DEBIAN.join(" ")
        ));
        return Ok(());
    }
    let missing = missing();
    if missing.is_empty() {
        say("system packages: all there");
        return Ok(());
    }
    say(&format!("system packages missing: {}", missing.join(" ")));
    apt(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    apt(&install)
}

/// Debian's browser and what drives it, for the tests of the pages: the product and its build need neither.
const BROWSER: &[&str] = &["chromium", "chromium-driver"];

/// Installs the browser of the tests where it is missing and where that can be done without asking.
pub fn browser(say: &dyn Fn(&str)) -> Result<()> {
    if run::works(Command::new("chromedriver").arg("--version")) {
        return Ok(());
    }
    if !is_debian(&std::fs::read_to_string("/etc/os-release").unwrap_or_default()) {
        return Err(Fault::new("the tests of the pages need chromedriver and the Chromium of its version on the path"));
    }
    say(&format!("system packages missing: {}", BROWSER.join(" ")));
    apt(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(BROWSER);
    apt(&install)
}

/// Makes a root of another release of Debian, with its keys: for the tests in Swift alone.
const BOOTSTRAP: &[&str] = &["debootstrap", "debian-archive-keyring"];

/// Installs debootstrap where it is missing and where that can be done without asking.
pub fn debootstrap(say: &dyn Fn(&str)) -> Result<()> {
    // Debian keeps it where not every user's path leads.
    if ["/usr/sbin/debootstrap", "/usr/bin/debootstrap"].iter().any(|place| std::path::Path::new(place).is_file()) {
        return Ok(());
    }
    if !is_debian(&std::fs::read_to_string("/etc/os-release").unwrap_or_default()) {
        return Err(Fault::new("Swift's root is made with debootstrap, which is installed here for Debian alone"));
    }
    say(&format!("system packages missing: {}", BOOTSTRAP.join(" ")));
    apt(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(BOOTSTRAP);
    apt(&install)
}

/// `program`, with the rights of the system's owner.
pub fn privileged(program: &str) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg(program);
    command
}

/// A Debian or one of its family, by `/etc/os-release`.
fn is_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split_whitespace())
        .any(|id| id == "debian" || id == "ubuntu")
}

fn missing() -> Vec<&'static str> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\\n"]).args(DEBIAN);
    // It ends with 1 when a package is unknown to it: what it prints is what counts.
    let listed = run::capture(&mut query).map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    let mut missing = not_installed(DEBIAN, &listed);
    // A compiler or a Python from elsewhere is as good.
    if !run::works(Command::new("c++").arg("--version")) {
        missing.push("g++");
    }
    if !run::works(Command::new("javac").arg("-version")) {
        missing.push("default-jdk-headless");
    }
    if !run::works(Command::new("mvn").arg("--version")) {
        missing.push("maven");
    }
    if !python_has("pip") {
        missing.push("python3-pip");
    }
    if !python_has("venv, ensurepip") {
        missing.push("python3-venv");
    }
    missing
}

fn not_installed<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed = |name: &str| listed.lines().any(|line| line.strip_suffix(" installed") == Some(name));
    wanted.iter().copied().filter(|name| !installed(name)).collect()
}

fn python_has(modules: &str) -> bool {
    run::works(Command::new("python3").args(["-c", &format!("import {modules}")]))
}

fn apt(arguments: &[&str]) -> Result<()> {
    // Another apt may hold the lock: a fresh machine often updates itself first.
    let options = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];
    let mut command = if is_root() {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    } else {
        let mut command = Command::new("sudo");
        command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    command.args(options).args(arguments);
    run::succeed(&mut command).map_err(|fault| {
        Fault::new(format!(
            "{fault}. Its own message stands above. Without network, try again later; without root or sudo, ask for \
             `apt-get install --no-install-recommends {}`; after an interrupted installation, run \
             `dpkg --configure -a`. Then run `cargo xtask setup` again.",
            DEBIAN.join(" ")
        ))
    })
}

fn is_root() -> bool {
    run::capture(Command::new("id").arg(OsStr::new("-u"))).is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_debian_and_its_family() {
        assert!(is_debian("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("ID=fedora\n"));
        assert!(!is_debian(""));
    }

    #[test]
    fn a_package_removed_but_not_purged_is_missing() {
        let listed = "clang installed\nlibclang-dev config-files\nclang-extra installed\n";
        assert_eq!(not_installed(&["clang", "libclang-dev", "extra"], listed), ["libclang-dev", "extra"]);
    }
}
