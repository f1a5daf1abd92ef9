//! A root of Debian 13 with Swift in it, made once for this user, outside of the checkout.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::{run, system};

/// Names another place of the root.
const PLACE: &str = "HEYAN_SWIFT_ROOT";
/// The first release of Debian that carries a Swift of 6.
const RELEASE: &str = "trixie";
/// Swift itself, and what it links against.
const PACKAGES: &[&str] = &["swiftlang", "libc6-dev", "libstdc++-14-dev"];
/// Where Debian's keys lie once their package is installed.
const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Whether it was made before.
pub fn is_there() -> Result<bool> {
    let compiler = place()?.join("usr/bin/swiftc");
    Ok(compiler.is_symlink() || compiler.is_file())
}

/// The root's folder; made where it is not there.
pub fn ensure() -> Result<PathBuf> {
    let place = place()?;
    if is_there()? {
        return Ok(place);
    }
    if !cfg!(target_os = "linux") {
        return Err(Fault::new("the tests in Swift run in a root of Debian, on Linux alone"));
    }
    println!(
        "swift: making a root with Swift in {} (some 530 MB to fetch, 3.2 GB there; {PLACE} names another place)",
        place.display()
    );
    system::debootstrap(&|line| println!("swift: {line}"))?;
    let begun = place.with_extension("part");
    if run::works(Command::new("grep").arg("--quiet").arg(begun.as_os_str()).arg("/proc/mounts")) {
        return Err(Fault::new(format!("something is mounted in {}: unmount it first", begun.display())));
    }
    if begun.exists() {
        run::succeed(system::privileged("rm").args(["--recursive", "--one-file-system"]).arg(&begun))?;
    }
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
    }
    let mut bootstrap = system::privileged("debootstrap");
    bootstrap.args(["--variant=minbase", "--components=main"]).arg(format!("--keyring={KEYS}"));
    run::succeed(bootstrap.arg(RELEASE).arg(&begun).arg(mirror()?))?;
    let script = "mount -t proc proc \"$1/proc\"\n\
        echo '127.0.0.1 localhost' > \"$1/etc/hosts\"\n\
        root=$1\n\
        shift\n\
        exec chroot \"$root\" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get install --yes --quiet=2 \
             --no-install-recommends -o Dpkg::Options::=--force-unsafe-io \"$@\"";
    run::succeed(apart(script).arg(&begun).args(PACKAGES))?;
    run::succeed(system::privileged("mv").arg(&begun).arg(&place))?;
    Ok(place)
}

/// The newest Rust for it, with its library's sources.
const BACKPORTS: &str = "trixie-backports";
/// What builds for phones there, and what reads OpenCV's headers.
const RUST: &[&str] = &["rustc", "cargo", "rust-src", "clang", "libclang-dev"];

/// The same root with a Rust that builds for phones; installed where it is not there.
pub fn with_rust() -> Result<PathBuf> {
    let place = ensure()?;
    let there = ["usr/bin/cargo", "usr/bin/clang", "usr/lib/rustlib/src/rust/library/Cargo.lock"];
    if there.iter().all(|file| place.join(file).exists()) {
        return Ok(place);
    }
    println!("swift: installing {} of {BACKPORTS} in {}", RUST.join(" "), place.display());
    let script = format!(
        "mount -t proc proc \"$1/proc\"\n\
         sed 's/ {RELEASE} / {BACKPORTS} /' \"$1/etc/apt/sources.list\" > \"$1/etc/apt/sources.list.d/backports.list\"\n\
         root=$1\nshift\n\
         chroot \"$root\" env LC_ALL=C apt-get update --quiet=2\n\
         exec chroot \"$root\" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get install --yes --quiet=2 \
              --no-install-recommends -o Dpkg::Options::=--force-unsafe-io --target-release {BACKPORTS} \"$@\""
    );
    run::succeed(apart(&script).arg(&place).args(RUST))?;
    Ok(place)
}

/// Runs `script` with mounts of its own, which end with it: none is left behind in the root, whatever happens.
pub fn apart(script: &str) -> Command {
    let mut command = system::privileged("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-e", "-c", script, "sh"]);
    command
}

fn place() -> Result<PathBuf> {
    if let Some(place) = std::env::var_os(PLACE) {
        return Ok(place.into());
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cache")));
    let cache = cache.ok_or_else(|| Fault::new(format!("no HOME is set: {PLACE} names a place for Swift's root")))?;
    Ok(cache.join("heyan").join(format!("swift-{RELEASE}")))
}

/// The mirror of Debian that this system takes its own packages from.
fn mirror() -> Result<String> {
    let format = "$(SITE)|$(ORIGIN)|$(CODENAME)|$(COMPONENT)";
    let listed =
        run::capture(Command::new("apt-get").args(["indextargets", "--format", format, "Created-By: Packages"]))?;
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let codename = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")).unwrap_or_default();
    debian(&String::from_utf8_lossy(&listed.stdout), codename).ok_or_else(|| {
        Fault::new(format!("this system takes no packages of Debian itself: {PLACE} names a root that has Swift"))
    })
}

/// Out of apt's list the site of Debian's main packages for the release `codename`: not that of its updates, nor anyone else's.
fn debian(listed: &str, codename: &str) -> Option<String> {
    listed.lines().find_map(|line| {
        let (site, rest) = line.split_once('|')?;
        (rest == format!("Debian|{codename}|main")).then(|| site.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_debians_own_for_this_release() {
        let listed = "https://other.example/node|Node Source|nodistro|main\n\
            https://security.example/debian-security|Debian|bookworm-security|main\n\
            https://mirror.example/debian|Debian|bookworm|main\n";
        assert_eq!(debian(listed, "bookworm").as_deref(), Some("https://mirror.example/debian"));
        assert_eq!(debian(listed, "noble"), None);
        assert_eq!(debian("", ""), None);
    }
}
