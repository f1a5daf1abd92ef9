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
    check()
}

/// The same, set-up having been done.
pub fn check() -> Result<()> {
    let out = sources()?;
    kotlin(&out)?;
    python(&out)?;
    share()
}

/// Set-up, the sources, and what tests stand on.
pub fn prepare() -> Result<()> {
    setup::setup(&setup::Options::default())?;
    sources().map(|_| ())
}

fn sources() -> Result<PathBuf> {
    let out = run::target_dir().join("bindings");
    generate(&out)?;
    fixtures(&fixtures_dir())?;
    Ok(out)
}

/// Where pictures, frames and sound lie that tests stand on.
pub fn fixtures_dir() -> PathBuf {
    run::target_dir().join("bindings").join("fixtures")
}

/// How much of the core's lines the binding has. Held, so that no logic settles in it.
fn share() -> Result<()> {
    let of = |folder: &Path| -> Result<usize> {
        let mut lines = 0;
        let mut folders = vec![folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).map_err(|e| Fault::io("listing", &folder, &e))? {
                let path = entry.map_err(|e| Fault::io("listing", &folder, &e))?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    let text = std::fs::read_to_string(&path).map_err(|e| Fault::io("reading", &path, &e))?;
                    lines += text.lines().count();
                }
            }
        }
        Ok(lines)
    };
    let rooms =
        ["rules", "vision", "case", "flow", "app"].map(|room| of(&run::root().join("core").join(room).join("src")));
    let core: usize = rooms.into_iter().sum::<Result<usize>>()?;
    let own = of(&run::root().join("bindings").join("src"))?;
    let share = own as f64 * 100.0 / core as f64;
    println!("binding: {own} lines to the core's {core}, {share:.1} %");
    if share < MOST_SHARE {
        Ok(())
    } else {
        Err(Fault::new(format!("the binding has more than {MOST_SHARE} % of the core's lines")))
    }
}

/// Per cent.
const MOST_SHARE: f64 = 8.0;

fn generate(out: &Path) -> Result<()> {
    println!("bindings: building the library and writing sources for {}", LANGUAGES.join(", "));
    run::build_binding(&["heyan-samples", "heyan-gateway"])?;
    let library = library();
    for language in LANGUAGES {
        let folder = out.join(language);
        demo::clear(&folder)?;
        let mut command = run::bindgen();
        command.arg("generate").arg(&library);
        command.args(["--language", language, "--no-format", "--out-dir"]).arg(&folder);
        run::succeed(&mut command)?;
    }
    Ok(())
}

fn library() -> PathBuf {
    let name = format!("{}heyan_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    run::built_dir().join(name)
}

/// Pictures and camera frames for tests that can draw none.
fn fixtures(folder: &Path) -> Result<()> {
    demo::clear(folder)?;
    run::succeed(run::samples("cards").arg("demo").arg("--out").arg(folder))?;
    run::succeed(run::samples("heads").arg("frames").arg("--out").arg(folder))?;
    run::succeed(run::samples("portraits").arg("demo").arg("--out").arg(folder))?;
    run::succeed(run::samples("statements").arg("sound").arg("--out").arg(folder))
}

fn kotlin(out: &Path) -> Result<()> {
    println!("bindings: Kotlin's tests, on the real core");
    // Tests that are no more would be run as long as their classes lie there.
    demo::clear(&out.join("maven").join("test-classes"))?;
    let mut maven = Command::new("mvn");
    maven.current_dir(run::root().join("bindings").join("kotlin")).args(["--batch-mode", "--quiet", "test"]);
    let library = run::built_dir();
    for (name, path) in [
        ("generated", out.join("kotlin")),
        ("library", library),
        ("gateway", run::binary("heyan-gateway")),
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
