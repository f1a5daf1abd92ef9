//! `android --ndk DIR`: the libraries of the APK, for phones and for the emulator.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::ZipArchive;

use super::elf::{PAGE_BYTES, least_alignment, names};
use super::make;
use super::packages::{self, JNA, OPENCV};
use crate::fault::{Fault, Result};
use crate::run;

/// Rust's target, Android's name of it, and the NDK's prefix of its compilers. 64 bits only: UniFFI's checks fail on 32-bit ARM
/// in ways that were seen in production, and stores ask for 64 bits.
const TARGETS: &[(&str, &str, &str)] = &[
    ("aarch64-linux-android", "arm64-v8a", "aarch64-linux-android26"),
    ("x86_64-linux-android", "x86_64", "x86_64-linux-android26"),
];
/// Builds for each target, collects the libraries into `target/android/jniLibs`, checks and weighs them.
pub fn build(ndk: &Path) -> Result<()> {
    let tools = tools(ndk)?;
    let out = run::target_dir().join("android");
    let libs = collect(&out)?;
    let headers = out.join("aar").join("opencv");
    unpack(&OPENCV.fetch()?, &headers)?;
    let opencv = headers.join("prefab").join("modules").join("opencv_java4");
    for (target, abi, prefix) in TARGETS {
        let variable = target.replace('-', "_").to_uppercase();
        let clang = tools.join(format!("{prefix}-clang"));
        let mut cargo = run::cargo();
        cargo.args(["build", "--release", "--locked", "--package", "heyan-ffi", "--target", target]);
        cargo.env(format!("CARGO_TARGET_{variable}_LINKER"), &clang).env(format!("CC_{target}"), &clang);
        cargo.env(format!("CXX_{target}"), tools.join(format!("{prefix}-clang++")));
        cargo.env(format!("AR_{target}"), tools.join("llvm-ar"));
        // The linker's default is 4 KB before NDK 28.
        cargo.env(format!("CARGO_TARGET_{variable}_RUSTFLAGS"), "-C link-arg=-Wl,-z,max-page-size=16384");
        cargo.env("OPENCV_INCLUDE_PATHS", opencv.join("include"));
        cargo.env("OPENCV_LINK_PATHS", libs.join(abi)).env("OPENCV_LINK_LIBS", "opencv_java4");
        run::succeed(&mut cargo)?;
        let made = run::target_dir().join(target).join("release").join("libheyan_ffi.so");
        let to = libs.join(abi).join("libheyan_ffi.so");
        run::succeed(Command::new(tools.join("llvm-strip")).arg("--strip-unneeded").arg(&made).arg("-o").arg(&to))?;
    }
    weigh(&libs)
}

/// What the core's library loads and is loaded by, for each target, in `target/android/jniLibs`; what lies there already stays.
pub fn collect(out: &Path) -> Result<PathBuf> {
    let libs = out.join("jniLibs");
    for package in [OPENCV.fetch()?, packages::runtime_for_android()?, JNA.fetch()?] {
        for (place, bytes) in libraries(&package)? {
            // The core asks the runtime itself, not through Java.
            if place.ends_with("/libonnxruntime4j_jni.so") {
                continue;
            }
            let to = libs.join(place.strip_prefix("jni/").unwrap_or(&place));
            make(to.parent().unwrap_or(&libs))?;
            fs::write(&to, bytes).map_err(|e| Fault::io("writing", &to, &e))?;
        }
    }
    for (_, abi, _) in TARGETS {
        let path = libs.join(abi).join("libonnxruntime.so");
        let bytes = fs::read(&path).map_err(|e| Fault::io("reading", &path, &e))?;
        runtime(&bytes).map_err(|fault| Fault::new(format!("{}: {fault}", path.display())))?;
    }
    Ok(libs)
}

/// That the library `bytes` is the runtime of the version that is wanted: its only door, and the version it bears.
fn runtime(bytes: &[u8]) -> Result<()> {
    let known = names(bytes)?;
    let version = format!("VERS_{}", packages::RUNTIME);
    for wanted in ["OrtGetApiBase", version.as_str()] {
        if !known.iter().any(|name| name == wanted) {
            return Err(Fault::new(format!("has no {wanted}")));
        }
    }
    Ok(())
}

/// The NDK's compilers for this machine.
fn tools(ndk: &Path) -> Result<PathBuf> {
    let prebuilt = ndk.join("toolchains").join("llvm").join("prebuilt");
    let listed = fs::read_dir(&prebuilt).map_err(|e| Fault::io("listing", &prebuilt, &e))?;
    let hosts = listed.filter_map(|entry| entry.ok().map(|e| e.path().join("bin")));
    hosts.into_iter().find(|bin| bin.is_dir()).ok_or_else(|| Fault::new(format!("{} is no Android NDK", ndk.display())))
}

fn opened(package: &Path) -> Result<ZipArchive<fs::File>> {
    let file = fs::File::open(package).map_err(|e| Fault::io("opening", package, &e))?;
    ZipArchive::new(file).map_err(|e| Fault::new(format!("{}: {e}", package.display())))
}

/// Unpacks `package` into `folder`, in place of what was there.
fn unpack(package: &Path, folder: &Path) -> Result<()> {
    crate::demo::clear(folder)?;
    opened(package)?.extract(folder).map_err(|e| Fault::new(format!("{}: {e}", package.display())))
}

/// The libraries in `package` for the targets, by their places in it.
fn libraries(package: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut archive = opened(package)?;
    let ours = |name: &str| {
        let abi = name.strip_prefix("jni/").or_else(|| name.strip_prefix("lib/")).and_then(|rest| rest.split_once('/'));
        abi.is_some_and(|(abi, file)| file.ends_with(".so") && TARGETS.iter().any(|(_, known, _)| *known == abi))
    };
    let names = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
    let names: Vec<String> = names.filter(|name| ours(name)).collect();
    let read = |name: String| {
        let fault = |e: &dyn std::fmt::Display| Fault::new(format!("{}: {name}: {e}", package.display()));
        let mut bytes = Vec::new();
        archive.by_name(&name).map_err(|e| fault(&e))?.read_to_end(&mut bytes).map_err(|e| fault(&e))?;
        Ok((name, bytes))
    };
    names.into_iter().map(read).collect()
}

/// Prints every library under `folder`, those inside of packages (`.aar`) as well, with its bytes and its pages; fails when one
/// cannot be loaded on newer phones.
pub fn weigh(folder: &Path) -> Result<()> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(&inside).map_err(|e| Fault::io("listing", &inside, &e))? {
            let path = entry.map_err(|e| Fault::io("listing", &inside, &e))?.path();
            let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            let ending = path.extension().unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if ending == "aar" {
                found.extend(libraries(&path)?.into_iter().map(|(place, bytes)| (format!("{name}: {place}"), bytes)));
            } else if ending == "so" {
                found.push((name, fs::read(&path).map_err(|e| Fault::io("reading", &path, &e))?));
            }
        }
    }
    weighed(&found, &folder.display())
}

/// The same of the libraries in one package.
pub fn weigh_package(package: &Path) -> Result<()> {
    weighed(&libraries(package)?, &package.display())
}

fn weighed(libraries: &[(String, Vec<u8>)], place: &dyn std::fmt::Display) -> Result<()> {
    let mut bad = Vec::new();
    for (name, bytes) in libraries {
        let pages = least_alignment(bytes).map_err(|fault| Fault::new(format!("{name} {fault}")))?;
        println!("{name:<52} {:>12} bytes, pages of {:>3} KB", bytes.len(), pages >> 10);
        if pages < PAGE_BYTES {
            bad.push(name.as_str());
        }
    }
    match (libraries.len(), bad.is_empty()) {
        (0, _) => Err(Fault::new(format!("no library in {place}"))),
        (_, true) => Ok(()),
        (_, false) => Err(Fault::new(format!("not aligned to pages of 16 KB: {}", bad.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::elf::tests::library;
    use super::*;

    /// A package as Maven Central has them: libraries of three ABIs, the 32-bit one being none that is read here.
    fn package(folder: &Path, align: u64) -> PathBuf {
        let path = folder.join("made-1.0.aar");
        let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
        let members = [
            ("AndroidManifest.xml", b"<manifest/>".to_vec()),
            ("jni/arm64-v8a/libmade.so", library(align)),
            ("jni/x86_64/libmade.so", library(PAGE_BYTES)),
            ("jni/armeabi-v7a/libmade.so", b"\x7fELF\x01\x01 of 32 bits".to_vec()),
        ];
        for (name, bytes) in members {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        zip.finish().unwrap();
        path
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("heyan-ndk-{name}-{}", std::process::id()));
        crate::demo::clear(&folder).unwrap();
        make(&folder).unwrap();
        folder
    }

    #[test]
    fn the_libraries_of_a_package_are_unpacked_and_its_pages_looked_at() {
        let home = folder("good");
        let made = package(&home, PAGE_BYTES);
        weigh(&home).unwrap();
        let out = home.join("out");
        unpack(&made, &out).unwrap();
        assert!(out.join("jni").join("armeabi-v7a").exists());
        let places: Vec<String> = libraries(&made).unwrap().into_iter().map(|(place, _)| place).collect();
        assert_eq!(places.len(), TARGETS.len(), "those of 64 bits: {places:?}");
        for (_, abi, _) in TARGETS {
            assert!(places.contains(&format!("jni/{abi}/libmade.so")));
        }
        fs::remove_dir_all(&home).unwrap();
    }

    #[test]
    fn a_package_with_small_pages_is_refused_by_the_name_of_its_library() {
        let home = folder("bad");
        package(&home, 4096);
        let refused = weigh(&home).unwrap_err().to_string();
        assert!(refused.contains("jni/arm64-v8a/libmade.so") && !refused.contains("x86_64"), "{refused}");
        fs::write(home.join("made-1.0.aar"), "no archive").unwrap();
        assert!(weigh(&home).unwrap_err().to_string().contains("made-1.0.aar"));
        fs::remove_dir_all(&home).unwrap();
    }

    #[test]
    fn a_runtime_of_another_version_is_refused() {
        // This very test is a program without that door.
        let own = fs::read(std::env::current_exe().unwrap()).unwrap();
        assert_eq!(runtime(&own).unwrap_err().to_string(), "has no OrtGetApiBase");
        let pack = run::pack_dir().join("libonnxruntime.so");
        if let Ok(bytes) = fs::read(pack) {
            // Python's, which has a version of its own.
            assert!(names(&bytes).unwrap().iter().any(|name| name == "OrtGetApiBase"));
        }
    }
}
