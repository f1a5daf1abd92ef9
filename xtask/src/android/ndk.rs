//! `android --ndk DIR`: the libraries of the APK, for phones and for the emulator.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::elf::{PAGE_BYTES, least_alignment};
use super::make;
use crate::fault::{Fault, Result};
use crate::run;

/// Rust's target, Android's name of it, and the NDK's prefix of its compilers. 64 bits only: UniFFI's checks fail on 32-bit ARM
/// in ways that were seen in production, and stores ask for 64 bits.
const TARGETS: &[(&str, &str, &str)] = &[
    ("aarch64-linux-android", "arm64-v8a", "aarch64-linux-android26"),
    ("x86_64-linux-android", "x86_64", "x86_64-linux-android26"),
];
/// Packages with libraries for Android: group, name, version, folder of the libraries inside.
const PACKAGES: &[(&str, &str, &str, &str)] = &[
    ("org.opencv", "opencv", "4.12.0", "jni"),
    // The version of `models/manifest.toml`.
    ("com.microsoft.onnxruntime", "onnxruntime-android", "1.32.0", "jni"),
    ("net.java.dev.jna", "jna", "5.19.1", "jni"),
];

/// Builds for each target, collects the libraries into `target/android/jniLibs`, checks and weighs them.
pub fn build(ndk: &Path) -> Result<()> {
    let tools = tools(ndk)?;
    let out = run::target_dir().join("android");
    let libs = out.join("jniLibs");
    for (group, name, version, inside) in PACKAGES {
        let folder = fetch(&out, group, name, version)?;
        for (_, abi, _) in TARGETS {
            make(&libs.join(abi))?;
            copy_all(&folder.join(inside).join(abi), &libs.join(abi))?;
        }
    }
    let opencv = out.join("aar").join("opencv").join("prefab").join("modules").join("opencv_java4");
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

/// The NDK's compilers for this machine.
fn tools(ndk: &Path) -> Result<PathBuf> {
    let prebuilt = ndk.join("toolchains").join("llvm").join("prebuilt");
    let listed = fs::read_dir(&prebuilt).map_err(|e| Fault::io("listing", &prebuilt, &e))?;
    let hosts = listed.filter_map(|entry| entry.ok().map(|e| e.path().join("bin")));
    hosts.into_iter().find(|bin| bin.is_dir()).ok_or_else(|| Fault::new(format!("{} is no Android NDK", ndk.display())))
}

/// The package, unpacked.
fn fetch(out: &Path, group: &str, name: &str, version: &str) -> Result<PathBuf> {
    let folder = out.join("aar").join(name);
    if folder.is_dir() {
        return Ok(folder);
    }
    let goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack";
    let mut maven = Command::new("mvn");
    maven.args(["--batch-mode", "--quiet", goal]).arg(format!("-Dartifact={group}:{name}:{version}:aar"));
    run::succeed(maven.arg(format!("-DoutputDirectory={}", folder.display())))?;
    Ok(folder)
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).map_err(|e| Fault::io("listing", from, &e))? {
        let path = entry.map_err(|e| Fault::io("listing", from, &e))?.path();
        if path.extension().is_some_and(|e| e == "so") {
            let beside = to.join(path.file_name().unwrap_or_default());
            fs::copy(&path, &beside).map_err(|e| Fault::io("copying", &beside, &e))?;
        }
    }
    Ok(())
}

/// Prints every library under `folder` with its bytes and its pages; fails when one cannot be loaded on newer phones.
pub fn weigh(folder: &Path) -> Result<()> {
    let (mut bad, mut found) = (Vec::new(), 0);
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(&inside).map_err(|e| Fault::io("listing", &inside, &e))? {
            let path = entry.map_err(|e| Fault::io("listing", &inside, &e))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "so") {
                let bytes = fs::read(&path).map_err(|e| Fault::io("reading", &path, &e))?;
                let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
                let pages = least_alignment(&bytes).map_err(|fault| Fault::new(format!("{name} {fault}")))?;
                println!("{name:<40} {:>12} bytes, pages of {:>3} KB", bytes.len(), pages >> 10);
                found += 1;
                if pages < PAGE_BYTES {
                    bad.push(name);
                }
            }
        }
    }
    match (found, bad.is_empty()) {
        (0, _) => Err(Fault::new(format!("no library in {}", folder.display()))),
        (_, true) => Ok(()),
        (_, false) => Err(Fault::new(format!("not aligned to pages of 16 KB: {}", bad.join(", ")))),
    }
}
