//! `swift --check`: the binding for iOS compiled and tested on this machine, by the Swift that Debian carries, in a root of its own.

mod app;
mod closure;
mod inside;
pub mod root;

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub use inside::Inside;

use crate::fault::{Fault, Result};
use crate::{bindings, demo, run};

/// Does as `arguments` say.
pub fn swift(arguments: &[String]) -> Result<()> {
    match arguments {
        [word] if word == "--check" => bindings::prepare().and_then(|()| check()),
        _ => Err(Fault::new("swift takes --check")),
    }
}

/// The gate's step: where the root is. Making it takes minutes, half a gigabyte and rights that not every machine gives.
pub fn gate() -> Result<()> {
    if root::is_there()? {
        return check();
    }
    println!(
        "swift: NOT RUN: there is no root with Swift here; `cargo xtask swift --check` makes it and runs this step"
    );
    Ok(())
}

/// Compiles and tests, the binding's sources and fixtures being there.
pub fn check() -> Result<()> {
    let root = root::ensure()?;
    let out = run::target_dir().join("swift");
    package(&out, &run::target_dir().join("bindings").join("swift"))?;
    closure::make(&run::built_dir().join("libheyan_ffi.so"), &out.join("closure"))?;
    let sandbox = Sandbox::start(&out.join("gateway"))?;
    let inside = Inside::new(&root, &out);
    println!("swift: compiling the binding as Swift 6 and testing it on the real core");
    inside.test("target/swift/HeyanCore", "HeyanCorePackageTests", &sandbox.told)?;
    println!("swift: the app's half that is no view and no device");
    inside.test("ios/Core", "HeyanShellPackageTests", &sandbox.told)?;
    println!("swift: the app against stubs of the system's modules, and that a wrong name does not go by");
    app::check()?;
    inside.build("ios")?;
    app::planted(&inside, &out)
}

/// Lays out the package `HeyanCore`: our sources and the generator's, which lie in `generated`.
pub fn package(out: &Path, generated: &Path) -> Result<PathBuf> {
    let own = run::root().join("bindings").join("swift");
    let package = out.join("HeyanCore");
    let at = |place: &str| package.join(place);
    for (from, to) in [
        (own.join("Package.swift"), at("Package.swift")),
        (generated.join("HeyanCore.swift"), at("Sources/HeyanCore/HeyanCore.swift")),
        (generated.join("HeyanCoreFFI.h"), at("Sources/HeyanCoreFFI/HeyanCoreFFI.h")),
        (generated.join("HeyanCoreFFI.modulemap"), at("Sources/HeyanCoreFFI/module.modulemap")),
    ] {
        copy(&from, &to)?;
    }
    for (from, to) in
        [("Borrowed", "Sources/HeyanCore"), ("Fixtures", "Sources/HeyanFixtures"), ("Tests", "Tests/HeyanCoreTests")]
    {
        let (folder, to) = (own.join(from), at(to));
        let ours = names(&folder)?;
        for name in &ours {
            copy(&folder.join(name), &to.join(name))?;
        }
        // What is no more must not be compiled on; beside `Borrowed` lies what was generated.
        if from != "Borrowed" {
            for name in names(&to)?.iter().filter(|name| !ours.contains(name)) {
                let path = to.join(name);
                fs::remove_file(&path).map_err(|e| Fault::io("removing", &path, &e))?;
            }
        }
    }
    Ok(package)
}

/// What lies in `folder`.
fn names(folder: &Path) -> Result<Vec<OsString>> {
    let listed = fs::read_dir(folder).map_err(|e| Fault::io("listing", folder, &e))?;
    listed.map(|entry| entry.map(|e| e.file_name()).map_err(|e| Fault::io("listing", folder, &e))).collect()
}

/// Copies what has changed: what has not is not compiled again.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let bytes = fs::read(from).map_err(|e| Fault::io("reading", from, &e))?;
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
    }
    fs::write(to, bytes).map_err(|e| Fault::io("writing", to, &e))
}

/// The sandbox gateway, for as long as this lives.
struct Sandbox {
    child: Child,
    /// What the tests are told of it, by the names of their environment.
    told: Vec<(&'static str, String)>,
}

impl Sandbox {
    fn start(folder: &Path) -> Result<Self> {
        demo::clear(folder)?;
        fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
        let mut command = run::ours("heyan-gateway");
        command.arg("--dir").arg(folder).args(["--pace-ms", "50"]).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|e| Fault::new(format!("heyan-gateway: {e}")))?;
        let output = child.stdout.take();
        let mut sandbox = Self { child, told: Vec::new() };
        let mut line = String::new();
        if let Some(output) = output {
            BufReader::new(output).read_line(&mut line).map_err(|e| Fault::new(format!("heyan-gateway: {e}")))?;
        }
        let said: serde_json::Value =
            serde_json::from_str(&line).map_err(|_| Fault::new("heyan-gateway did not say where it listens"))?;
        let certificate = said.get("certificate").and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let pem = fs::read_to_string(&certificate).map_err(|e| Fault::io("reading", Path::new(&certificate), &e))?;
        sandbox.told = vec![("HEYAN_SANDBOX", line.trim().to_owned()), ("HEYAN_SANDBOX_ROOTS", pem)];
        Ok(sandbox)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Asked to end, it ends its upload server as well; killed, it would leave that behind.
        if !run::works(Command::new("kill").arg("-INT").arg(self.child.id().to_string())) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
