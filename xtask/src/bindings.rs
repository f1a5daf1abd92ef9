//! `bindings`: the sources for Kotlin, Swift and Python out of the built library, and Kotlin's tests on the real core.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::{demo, run, setup};

/// Languages that sources are written for.
const LANGUAGES: &[&str] = &["kotlin", "swift", "python"];

/// Set-up, build, generate, test.
pub fn bindings() -> Result<()> {
    setup::setup(&setup::Options::default())?;
    let out = run::target_dir().join("bindings");
    generate(&out)?;
    fixtures(&out.join("fixtures"))?;
    kotlin(&out)?;
    python(&out)
}

fn generate(out: &Path) -> Result<()> {
    println!("bindings: building the library and writing sources for {}", LANGUAGES.join(", "));
    run::build_release(&["heyan-ffi", "heyan-tests", "heyan-gateway"])?;
    let library = library();
    for language in LANGUAGES {
        let folder = out.join(language);
        demo::clear(&folder)?;
        let mut command = run::cargo();
        command.args(["run", "--quiet", "--locked", "--package", "heyan-bindgen", "--", "generate"]).arg(&library);
        command.args(["--language", language, "--no-format", "--out-dir"]).arg(&folder);
        run::succeed(&mut command)?;
    }
    Ok(())
}

fn library() -> PathBuf {
    let name = format!("{}heyan_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    run::target_dir().join("release").join(name)
}

/// Pictures and camera frames for tests that can draw none.
fn fixtures(folder: &Path) -> Result<()> {
    demo::clear(folder)?;
    run::succeed(run::ours("heyan-cards").arg("demo").arg("--out").arg(folder))?;
    run::succeed(run::ours("heyan-heads").arg("frames").arg("--out").arg(folder))?;
    run::succeed(run::ours("heyan-portraits").arg("demo").arg("--out").arg(folder))?;
    run::succeed(run::ours("heyan-statements").arg("sound").arg("--out").arg(folder))
}

fn kotlin(out: &Path) -> Result<()> {
    println!("bindings: Kotlin's tests, on the real core");
    let mut maven = Command::new("mvn");
    maven.current_dir(run::root().join("bindings").join("kotlin")).args(["--batch-mode", "--quiet", "test"]);
    let release = run::target_dir().join("release");
    for (name, path) in [
        ("generated", out.join("kotlin")),
        ("library", release),
        ("gateway", run::release_binary("heyan-gateway")),
        ("fixtures", out.join("fixtures")),
        ("build", out.join("maven")),
        ("pack", run::pack_dir()),
    ] {
        maven.arg(format!("-Dheyan.{name}={}", path.display()));
    }
    run::succeed(&mut maven)
}

/// That the generated Python module loads and reaches the core.
fn python(out: &Path) -> Result<()> {
    let folder = out.join("python");
    let library = library();
    let beside = folder.join(library.file_name().unwrap_or_default());
    std::fs::copy(&library, &beside).map_err(|e| Fault::io("copying", &beside, &e))?;
    println!("bindings: the Python module");
    let script = run::root().join("bindings").join("python").join("smoke.py");
    run::succeed(
        Command::new("python3")
            .arg(script)
            .env("PYTHONPATH", &folder)
            .env("HEYAN_PACK", run::pack_dir())
            .arg(out.join("fixtures")),
    )
}
