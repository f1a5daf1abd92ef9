//! `android --check`: the app as far as it can be checked without an SDK.

mod elf;
mod ndk;
mod strings;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::fault::{Fault, Result};
use crate::{bindings, demo, run};

/// The framework that resources are linked against and screens are drawn with: Android 13, the newest whose table of
/// resources Debian 12's aapt2 can read. Exit: Debian 13's aapt2. Kotlin compiles against a newer one, see `android/pom.xml`.
const FRAMEWORK: (&str, &str) = ("android-all-instrumented", "13-robolectric-9030017-i7");
/// Of the app: `minSdkVersion` and, for the resource table above, `targetSdkVersion`. Gradle has its own.
const SDK: (u32, u32) = (26, 33);
/// The app's package.
const PACKAGE: &str = "cn.heyan.app";

/// Does as `arguments` say.
pub fn android(arguments: &[String]) -> Result<()> {
    match arguments {
        [word] if word == "--check" => bindings::prepare().and_then(|()| check()),
        [word, folder] if word == "--ndk" => ndk::build(Path::new(folder)),
        [word, folder] if word == "--pages" => ndk::weigh(Path::new(folder)),
        _ => Err(Fault::new(
            "android takes --check, --ndk and the folder of an Android NDK, or --pages and a folder of libraries",
        )),
    }
}

/// Checks everything, the binding's sources and fixtures being there.
pub fn check() -> Result<()> {
    let app = run::root().join("android");
    strings::check(&app)?;
    let out = run::target_dir().join("android");
    demo::clear(&out.join("gen"))?;
    make(&out.join("gen"))?;
    let framework = framework(&out)?;
    link(&app, &out, &framework)?;
    maven(&app, &out)
}

fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|e| Fault::io("writing", path, &e))
}

/// The framework's resources in an archive that aapt2 opens: the published one has more members than it can count.
fn framework(out: &Path) -> Result<PathBuf> {
    let (name, version) = FRAMEWORK;
    let folder = out.join("framework");
    let jar = folder.join(format!("{name}-{version}.jar"));
    if !jar.is_file() {
        println!("android: fetching {name} {version}");
        let mut maven = Command::new("mvn");
        maven.args(["--batch-mode", "--quiet", "dependency:copy", "-Dmdep.useBaseVersion=true"]);
        maven.arg(format!("-Dartifact=org.robolectric:{name}:{version}"));
        maven.arg(format!("-DoutputDirectory={}", folder.display()));
        run::succeed(&mut maven)?;
    }
    let small = out.join("framework.apk");
    let fault = |e: &dyn std::fmt::Display| Fault::new(format!("{}: {e}", jar.display()));
    let opened = fs::File::open(&jar).map_err(|e| Fault::io("opening", &jar, &e))?;
    let mut from = ZipArchive::new(opened).map_err(|e| fault(&e))?;
    let made = fs::File::create(&small).map_err(|e| Fault::io("writing", &small, &e))?;
    let mut to = ZipWriter::new(made);
    for member in ["AndroidManifest.xml", "resources.arsc"] {
        let mut reader = from.by_name(member).map_err(|e| fault(&e))?;
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        to.start_file(member, plain).map_err(|e| fault(&e))?;
        std::io::copy(&mut reader, &mut to).map_err(|e| Fault::io("writing", &small, &e))?;
    }
    to.finish().map_err(|e| fault(&e))?.flush().map_err(|e| Fault::io("writing", &small, &e))?;
    Ok(small)
}

/// Resources and manifest, linked as the APK's would be, and the class that names them.
fn link(app: &Path, out: &Path, framework: &Path) -> Result<()> {
    println!("android: linking resources and manifest");
    let main = app.join("app").join("src").join("main");
    let path = main.join("AndroidManifest.xml");
    let text = fs::read_to_string(&path).map_err(|e| Fault::io("reading", &path, &e))?;
    // What Gradle adds from its own settings.
    let (least, target) = SDK;
    let text = text.replacen("<manifest ", &format!("<manifest package=\"{PACKAGE}\" "), 1);
    let sdk = format!(
        "<uses-sdk android:minSdkVersion=\"{least}\" android:targetSdkVersion=\"{target}\" />\n    <uses-permission"
    );
    let manifest = out.join("AndroidManifest.xml");
    write(&manifest, &text.replacen("<uses-permission", &sdk, 1))?;
    let (compiled, apk) = (out.join("resources.zip"), out.join("resources.apk"));
    run::succeed(Command::new("aapt2").arg("compile").arg("--dir").arg(main.join("res")).arg("-o").arg(&compiled))?;
    let mut aapt = Command::new("aapt2");
    aapt.arg("link").arg("-I").arg(framework).arg("--manifest").arg(&manifest).arg("-o").arg(&apk);
    run::succeed(aapt.arg("--java").arg(out.join("gen")).arg(&compiled))?;
    let config = out.join("config").join("com").join("android").join("tools");
    make(&config)?;
    let lines = format!(
        "android_custom_package={PACKAGE}\nandroid_merged_manifest={}\nandroid_resource_apk={}\n",
        manifest.display(),
        apk.display()
    );
    write(&config.join("test_config.properties"), &lines)
}

/// Kotlin against the framework, the shell's tests on the real core, every screen drawn.
fn maven(app: &Path, out: &Path) -> Result<()> {
    println!(
        "android: compiling against the framework; the shell's tests; screens into {}",
        out.join("pictures").display()
    );
    // Tests that are no more would be run as long as their classes lie there.
    demo::clear(&out.join("maven").join("test-classes"))?;
    let bindings = run::target_dir().join("bindings");
    let mut maven = Command::new("mvn");
    maven.current_dir(app).args(["--batch-mode", "--quiet", "test"]);
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
