//! `android --check`: the app as far as it can be checked without an SDK. `--apk`: the same, packed.

mod apk;
mod elf;
mod link;
mod looked;
mod ndk;
pub mod packages;
mod strings;

use std::fs;
use std::path::Path;
use std::process::Command;

use link::Linked;

use crate::fault::{Fault, Result};
use crate::{bindings, demo, run};

/// Does as `arguments` say.
pub fn android(arguments: &[String]) -> Result<()> {
    match arguments {
        [word] if word == "--check" => bindings::prepare().and_then(|()| check()),
        [word] if word == "--apk" => bindings::prepare().and_then(|()| packed()),
        [word, folder] if word == "--ndk" => ndk::build(Path::new(folder)),
        [word, folder] if word == "--pages" => ndk::weigh(Path::new(folder)),
        _ => Err(Fault::new(
            "android takes --check, --apk, --ndk and the folder of an Android NDK, or --pages and a folder of libraries",
        )),
    }
}

/// Checks everything, the binding's sources and fixtures being there.
pub fn check() -> Result<()> {
    checked("test").map(|_| ())
}

/// The same, and packs it.
pub fn gate() -> Result<()> {
    pack(&checked("test")?)
}

/// Compiles and packs it.
fn packed() -> Result<()> {
    pack(&checked("compile")?)
}

fn pack(linked: &Linked) -> Result<()> {
    apk::pack(&run::root().join("android"), &run::target_dir().join("android"), linked)
}

/// Links, and goes with Maven as far as `phase`.
fn checked(phase: &str) -> Result<Linked> {
    let app = run::root().join("android");
    strings::check(&app)?;
    let out = run::target_dir().join("android");
    demo::clear(&out.join("gen"))?;
    make(&out.join("gen"))?;
    let linked = Linked::make(&app, &out)?;
    maven(&app, &out, phase)?;
    Ok(linked)
}

fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|e| Fault::io("writing", path, &e))
}

/// Kotlin against the framework, the shell's tests on the real core, every screen drawn.
fn maven(app: &Path, out: &Path, phase: &str) -> Result<()> {
    if phase == "test" {
        println!(
            "android: compiling against the framework; the shell's tests; screens into {}",
            out.join("pictures").display()
        );
    } else {
        println!("android: compiling against the framework");
    }
    // Tests that are no more would be run as long as their classes lie there.
    demo::clear(&out.join("maven").join("test-classes"))?;
    let bindings = run::target_dir().join("bindings");
    let mut maven = Command::new("mvn");
    maven.current_dir(app).args(["--batch-mode", "--quiet", phase]);
    for (name, path) in [
        ("generated", bindings.join("kotlin")),
        ("fixtures", bindings.join("fixtures")),
        ("library", run::built_dir()),
        ("gateway", run::binary("heyan-gateway")),
        ("pack", run::pack_dir()),
        ("resources", out.join("gen")),
        ("framework", out.join("framework")),
        ("config", out.join("config")),
        ("pictures", out.join("pictures")),
        ("build", out.join("maven")),
    ] {
        maven.arg(format!("-Dheyan.{name}={}", path.display()));
    }
    run::succeed(&mut maven)
}
