//! `android --apk`: the package, once for debugging and once minified, signed with a key that is made for it and not kept.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::link::Linked;
use super::packages::{self, CLASSES, FRAMEWORK, JNA, R8};
use super::{looked, make, ndk};
use crate::fault::{Fault, Result};
use crate::{demo, run};

/// The core's library for phones. Without it the package cannot start.
const CORE: &str = "lib/arm64-v8a/libheyan_ffi.so";

/// A build of the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// By D8: every class, with what a debugger wants.
    Debug,
    /// By R8: what is reached, under short names.
    Minified,
}

impl Build {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Minified => "minified",
        }
    }
}

/// Packs what was compiled into `out` both ways, and looks at what came of it.
pub fn pack(app: &Path, out: &Path, linked: &Linked) -> Result<()> {
    let libs = ndk::collect(out)?;
    let folder = out.join("apk");
    demo::clear(&folder)?;
    make(&folder)?;
    let classes = folder.join("app.jar");
    archive_of(&out.join("maven").join("classes"), &classes)?;
    let parts = folder.join("parts.zip");
    write_parts(app, &libs, &parts)?;
    let starts = opened(&parts)?.file_names().flatten().any(|name| name == CORE);
    let key = Key::make(&folder)?;
    for build in [Build::Debug, Build::Minified] {
        println!("android: packing, {}", build.as_str());
        let base = folder.join(format!("{}-base.apk", build.as_str()));
        linked.package(&base, build)?;
        let code = folder.join(format!("{}-code.zip", build.as_str()));
        dex(app, &classes, &code, linked, build)?;
        let loose = folder.join("unsigned.apk");
        assemble(&base, &code, &parts, &loose)?;
        let without = if starts { "" } else { "-without-core" };
        let apk = folder.join(format!("heyan-{}{without}.apk", build.as_str()));
        run::succeed(Command::new("zipalign").args(["-f", "4"]).arg(&loose).arg(&apk))?;
        key.sign(&apk)?;
        looked::at(&apk, build)?;
        for file in [base, code, loose] {
            fs::remove_file(&file).map_err(|e| Fault::io("removing", &file, &e))?;
        }
    }
    for file in [classes, parts] {
        fs::remove_file(&file).map_err(|e| Fault::io("removing", &file, &e))?;
    }
    if !starts {
        println!(
            "android: these packages cannot start: they have no {CORE}. `cargo xtask android --ndk DIR` builds it, and the \
             next packages carry it."
        );
    }
    Ok(())
}

fn opened(path: &Path) -> Result<ZipArchive<File>> {
    let file = File::open(path).map_err(|e| Fault::io("opening", path, &e))?;
    ZipArchive::new(file).map_err(|e| broken(path, &e))
}

fn created(path: &Path) -> Result<ZipWriter<File>> {
    Ok(ZipWriter::new(File::create(path).map_err(|e| Fault::io("writing", path, &e))?))
}

fn broken(path: &Path, error: &dyn std::fmt::Display) -> Fault {
    Fault::new(format!("{}: {error}", path.display()))
}

/// Files under `folder` by their places in it, in order.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(&inside).map_err(|e| Fault::io("listing", &inside, &e))? {
            let path = entry.map_err(|e| Fault::io("listing", &inside, &e))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let place = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
                found.push((place, path));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn add(to: &mut ZipWriter<File>, place: &str, path: &Path, method: CompressionMethod) -> Result<()> {
    let mut from = File::open(path).map_err(|e| Fault::io("opening", path, &e))?;
    to.start_file(place, SimpleFileOptions::default().compression_method(method)).map_err(|e| broken(path, &e))?;
    std::io::copy(&mut from, to).map_err(|e| broken(path, &e))?;
    Ok(())
}

fn archive_of(folder: &Path, path: &Path) -> Result<()> {
    let mut zip = created(path)?;
    for (place, file) in files(folder)? {
        if place.ends_with(".class") {
            add(&mut zip, &place, &file, CompressionMethod::Stored)?;
        }
    }
    zip.finish().map_err(|e| broken(path, &e))?;
    Ok(())
}

/// What both packages carry beside code and resources, compressed once. Libraries are unpacked when the app is installed
/// (ONNX Runtime is loaded by its path), so they may be compressed; models are read as they lie, as Gradle keeps them.
fn write_parts(app: &Path, libs: &Path, path: &Path) -> Result<()> {
    let mut zip = created(path)?;
    let assets = app.join("app").join("src").join("main").join("assets");
    for (place, file) in files(&assets)? {
        add(&mut zip, &format!("assets/{place}"), &file, CompressionMethod::Deflated)?;
    }
    for (place, file) in files(&run::pack_dir())? {
        if place.ends_with(".onnx") || place.ends_with(".txt") {
            add(&mut zip, &format!("assets/pack/{place}"), &file, CompressionMethod::Stored)?;
        }
    }
    let every = files(libs)?;
    // An emulator's half without the core's library would be weight alone.
    let has = |abi: &str| every.iter().any(|(place, _)| place == &format!("{abi}/libheyan_ffi.so"));
    for (place, file) in &every {
        let abi = place.split('/').next().unwrap_or_default();
        if abi == "arm64-v8a" || has(abi) {
            add(&mut zip, &format!("lib/{place}"), file, CompressionMethod::Deflated)?;
        }
    }
    zip.finish().map_err(|e| broken(path, &e))?;
    Ok(())
}

/// The app's classes and those it is packed with, for Android's machine.
fn dex(app: &Path, classes: &Path, to: &Path, linked: &Linked, build: Build) -> Result<()> {
    let mut java = Command::new("java");
    // Short runs: what the second compiler would win is less than what it takes.
    java.args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]).arg(R8.fetch()?);
    match build {
        Build::Debug => java.args(["com.android.tools.r8.D8", "--debug"]),
        Build::Minified => {
            java.args(["com.android.tools.r8.R8", "--release", "--pg-conf"]).arg(app.join("app").join("proguard.pro"));
            java.arg("--pg-conf").arg(linked.keep());
            java.arg("--pg-map-output").arg(to.with_file_name("mapping.txt"))
        }
    };
    java.args(["--min-api", &linked.least().to_string(), "--output"]).arg(to);
    // The framework without Java's own classes, and these.
    java.arg("--lib").arg(FRAMEWORK.fetch()?).arg("--lib").arg(java_home()?).arg(classes);
    for package in CLASSES {
        java.arg(package.fetch()?);
    }
    java.arg(packages::classes_of(&JNA, &packages::folder())?);
    run::succeed(&mut java)
}

/// The folder of the Java that is run here.
fn java_home() -> Result<PathBuf> {
    let said = run::capture(Command::new("java").args(["-XshowSettings:properties", "-version"]))?;
    let text = String::from_utf8_lossy(&said.stderr).into_owned();
    let home = text.lines().find_map(|line| line.trim().strip_prefix("java.home = "));
    home.map(PathBuf::from).ok_or_else(|| Fault::new("java does not say where it lies"))
}

/// One package out of its parts. Of what R8 hands on beside code, Android reads services alone.
fn assemble(base: &Path, code: &Path, parts: &Path, to: &Path) -> Result<()> {
    let mut zip = created(to)?;
    for path in [base, code, parts] {
        let mut archive = opened(path)?;
        for index in 0..archive.len() {
            let member = archive.by_index_raw(index).map_err(|e| broken(path, &e))?;
            let name = member.name().map_err(|e| broken(path, &e))?.into_owned();
            if path == code && !name.ends_with(".dex") && !name.starts_with("META-INF/services/") {
                continue;
            }
            // D8 stores what it writes.
            if name.ends_with(".dex") {
                drop(member);
                let mut bytes = Vec::new();
                let mut member = archive.by_index(index).map_err(|e| broken(path, &e))?;
                member.read_to_end(&mut bytes).map_err(|e| broken(path, &e))?;
                let squeezed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
                zip.start_file(name, squeezed).map_err(|e| broken(path, &e))?;
                zip.write_all(&bytes).map_err(|e| broken(path, &e))?;
            } else {
                zip.raw_copy_file(member).map_err(|e| broken(path, &e))?;
            }
        }
    }
    zip.finish().map_err(|e| broken(to, &e))?;
    Ok(())
}

/// A key to try packages with: made here, gone with this value, of no use to anyone.
struct Key {
    folder: PathBuf,
    word: String,
}

impl Key {
    fn make(beside: &Path) -> Result<Self> {
        let folder = beside.join("key");
        make(&folder)?;
        let mut bytes = [0; 16];
        let source = Path::new("/dev/urandom");
        let mut random = File::open(source).map_err(|e| Fault::io("opening", source, &e))?;
        random.read_exact(&mut bytes).map_err(|e| Fault::io("reading", source, &e))?;
        let key = Self { folder, word: bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
        let mut keytool = Command::new("keytool");
        keytool.args(["-genkeypair", "-alias", "try", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"]);
        keytool.args(["-dname", "CN=a key to try packages with", "-storepass:env", "HEYAN_KEY_WORD"]);
        keytool.env("HEYAN_KEY_WORD", &key.word).arg("-keystore").arg(key.file());
        run::succeed(&mut keytool)?;
        Ok(key)
    }

    fn file(&self) -> PathBuf {
        self.folder.join("try.p12")
    }

    /// By the second and the third scheme: the first is for Android before 7.
    fn sign(&self, apk: &Path) -> Result<()> {
        let mut signer = Command::new("apksigner");
        signer.args(["sign", "--v1-signing-enabled", "false", "--v2-signing-enabled", "true"]);
        signer.args(["--v3-signing-enabled", "true", "--v4-signing-enabled", "false", "--ks"]).arg(self.file());
        signer.args(["--ks-pass", "env:HEYAN_KEY_WORD"]).env("HEYAN_KEY_WORD", &self.word).arg(apk);
        run::succeed(&mut signer)
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
