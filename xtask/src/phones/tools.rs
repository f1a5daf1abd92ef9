//! Compilers, headers and crates for a phone's target, shown in the root with Debian's Rust.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::ZipArchive;

use super::LEAST_IOS;
use crate::android::packages;
use crate::checked::Expected;
use crate::fault::{Fault, Result};
use crate::manifest::{Archive, Kind};
use crate::pack::Source;
use crate::pip::Pip;
use crate::swift::{Inside, root};
use crate::{demo, run};

/// iPhones.
pub const IOS: &str = "aarch64-apple-ios";
/// Phones with Android.
pub const ANDROID: &str = "aarch64-linux-android";

/// zig, as a compiler of C and C++ that carries headers of other systems: name, version, its wheel with bytes and sha256.
const ZIG: (&str, &str, &str, u64, &str) = (
    "ziglang",
    "0.17.1",
    "ziglang-0.17.1-py3-none-manylinux_2_12_x86_64.manylinux2010_x86_64.musllinux_1_1_x86_64.whl",
    101_083_562,
    "ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54",
);

/// What is needed for one target.
pub struct Tools {
    inside: Inside,
    target: &'static str,
    built: PathBuf,
    environment: Vec<(String, String)>,
}

impl Tools {
    /// Fetches and lays out what is missing.
    pub fn ensure(target: &'static str) -> Result<Self> {
        let root = root::with_rust()?;
        let out = run::target_dir().join("phones");
        let (zig, opencv) = (zig()?, opencv(target, &out)?);
        let wrappers = out.join(format!("tools-{target}"));
        wrap(target, &wrappers)?;
        let built = out.join("build");
        let sdk = out.join("sdk");
        for folder in [&built, &sdk, &out.join("zig-cache")] {
            fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
        }
        crates(&root, target)?;
        let shown = vec![
            (run::root(), "checkout"),
            (out, "phones"),
            (zig, "zig"),
            (opencv, "opencv"),
            (wrappers, "tools"),
            (cargo_home()?.join("registry"), "cargo/registry"),
        ];
        let lower = target.replace('-', "_");
        let mut environment: Vec<(String, String)> = [
            ("CARGO_HOME", "/heyan/cargo"),
            ("CARGO_TARGET_DIR", "/heyan/phones/build"),
            ("CARGO_INCREMENTAL", "0"),
            // Debian's compiler is a stable one, and building the standard library is not stable.
            ("RUSTC_BOOTSTRAP", "1"),
            ("ZIG_GLOBAL_CACHE_DIR", "/heyan/phones/zig-cache"),
            ("ZIG_LOCAL_CACHE_DIR", "/heyan/phones/zig-cache"),
            // Any folder: zig has the headers itself.
            ("SDKROOT", "/heyan/phones/sdk"),
            ("IPHONEOS_DEPLOYMENT_TARGET", LEAST_IOS),
            ("OPENCV_INCLUDE_PATHS", "/heyan/opencv/include"),
            ("OPENCV_LINK_PATHS", "/heyan/opencv/lib"),
            ("OPENCV_DISABLE_PROBES", "pkg_config,cmake,vcpkg,vcpkg_cmake"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        let link = if target == IOS { "static=opencv_imgproc,static=opencv_core,static=zlib" } else { "opencv_java4" };
        environment.push(("OPENCV_LINK_LIBS".to_owned(), link.to_owned()));
        for (variable, file) in [("CC", "cc"), ("CXX", "c++"), ("AR", "ar")] {
            environment.push((format!("{variable}_{lower}"), format!("/heyan/tools/{file}")));
        }
        Ok(Self { inside: Inside::showing(&root, shown), target, built, environment })
    }

    /// Where cargo has built.
    pub fn built(&self) -> &Path {
        &self.built
    }

    /// Runs cargo's `command` of the binding with its `further` arguments, its warnings being errors.
    pub fn cargo(&self, command: &str, further: &str) -> Result<()> {
        let script = format!(
            "cd /heyan/checkout && exec cargo {command} -Zbuild-std=std,panic_abort --target {} --package heyan-ffi --lib \
             --locked --offline {further}",
            self.target
        );
        let mut environment: Vec<(&str, String)> =
            self.environment.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        environment.push(("RUSTFLAGS", "-D warnings".to_owned()));
        self.inside.run(&script, &environment)
    }
}

/// zig's folder.
fn zig() -> Result<PathBuf> {
    let (package, version, file, bytes, sha256) = ZIG;
    let folder = packages::folder().join(format!("zig-{version}"));
    let zig = folder.join("ziglang");
    if run::works(Command::new(zig.join("zig")).arg("version")) {
        return Ok(zig);
    }
    let archive = Archive {
        id: "zig".to_owned(),
        kind: Kind::Wheel,
        target: None,
        package: package.to_owned(),
        version: version.to_owned(),
        platform: Some("manylinux2010_x86_64".to_owned()),
        file: file.to_owned(),
        bytes,
        sha256: sha256.to_owned(),
        optional: false,
    };
    let wheel = packages::folder().join(file);
    packages::brought(&wheel, Expected { bytes, sha256 }, |incoming| Pip.fetch(&archive, incoming))?;
    extract(&wheel, &folder)?;
    // A wheel carries files beside packages without their mode.
    packages::executable(&zig.join("zig"))?;
    Ok(zig)
}

fn extract(archive: &Path, folder: &Path) -> Result<()> {
    demo::clear(folder)?;
    let file = fs::File::open(archive).map_err(|e| Fault::io("opening", archive, &e))?;
    let broken = |e: zip::result::ZipError| Fault::new(format!("{}: {e}", archive.display()));
    ZipArchive::new(file).map_err(broken)?.extract(folder).map_err(broken)
}

/// A folder with OpenCV's headers in `include` and its libraries in `lib`.
fn opencv(target: &str, out: &Path) -> Result<PathBuf> {
    let laid = out.join(format!("opencv-{target}"));
    if laid.join("include").join("opencv2").is_dir() {
        return Ok(laid);
    }
    let unpacked = out.join(format!("opencv-{target}.unpacked"));
    let (include, libraries) = if target == IOS {
        extract(&packages::OPENCV_IOS.fetch()?, &unpacked)?;
        let inside = unpacked.join("org").join("bytedeco").join("opencv").join("ios-arm64");
        let further = inside.join("lib").join("opencv4").join("3rdparty").join("libzlib.a");
        let beside = inside.join("libzlib.a");
        fs::rename(&further, &beside).map_err(|e| Fault::io("moving", &further, &e))?;
        (inside.join("include").join("opencv4"), inside)
    } else {
        extract(&packages::OPENCV.fetch()?, &unpacked)?;
        let module = unpacked.join("prefab").join("modules").join("opencv_java4").join("include");
        (module, unpacked.join("jni").join("arm64-v8a"))
    };
    demo::clear(&laid)?;
    fs::create_dir_all(laid.join("lib")).map_err(|e| Fault::io("making", &laid, &e))?;
    fs::rename(&include, laid.join("include")).map_err(|e| Fault::io("moving", &include, &e))?;
    for entry in fs::read_dir(&libraries).map_err(|e| Fault::io("listing", &libraries, &e))? {
        let path = entry.map_err(|e| Fault::io("listing", &libraries, &e))?.path();
        if path.extension().is_some_and(|e| e == "a" || e == "so") {
            let to = laid.join("lib").join(path.file_name().unwrap_or_default());
            fs::rename(&path, &to).map_err(|e| Fault::io("moving", &path, &e))?;
        }
    }
    demo::clear(&unpacked)?;
    Ok(laid)
}

/// Writes the compilers of `target`: zig under the names and with the arguments that build scripts know.
fn wrap(target: &str, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
    let own = if target == IOS {
        format!("-target aarch64-ios.{LEAST_IOS} -isystem /heyan/zig/lib/libc/include/any-darwin-any")
    } else {
        // Android's own headers come with its NDK alone. What is compiled so is looked at and thrown away: `--ndk` builds it.
        "-target aarch64-linux-musl".to_owned()
    };
    // Names of targets are spelt otherwise by zig, and it has no SDK.
    let compiler = format!(
        "#!/bin/sh\nn=$#\nwhile [ $n -gt 0 ]; do\n  n=$((n - 1)); word=$1; shift\n  case \"$word\" in\n    \
         --target=*|-mios-version-min=*|-miphoneos-version-min=*|-mtargetos=*) ;;\n    \
         -target|-arch|-isysroot) n=$((n - 1)); shift ;;\n    *) set -- \"$@\" \"$word\" ;;\n  esac\ndone\n\
         exec /heyan/zig/zig ${{0##*/}} {own} \"$@\"\n"
    );
    let archiver = "#!/bin/sh\nexec /heyan/zig/zig ar \"$@\"\n";
    for (name, text) in [("cc", compiler.as_str()), ("c++", &compiler), ("ar", archiver)] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|e| Fault::io("writing", &path, &e))?;
        packages::executable(&path)?;
    }
    Ok(())
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = std::env::var_os("HOME").ok_or_else(|| Fault::new("neither CARGO_HOME nor HOME is set"))?;
    Ok(Path::new(&home).join(".cargo"))
}

/// The crates of the binding and of Rust's own library, so that nothing is fetched inside.
fn crates(root: &Path, target: &str) -> Result<()> {
    run::succeed(run::cargo().args(["fetch", "--quiet", "--locked", "--target", target]))?;
    let library = root.join("usr").join("lib").join("rustlib").join("src").join("rust").join("library");
    // From elsewhere: beside the library stands a setting that takes them from a folder.
    let mut fetch = run::cargo();
    fetch.args(["fetch", "--quiet", "--locked", "--manifest-path"]).arg(library.join("Cargo.toml"));
    run::succeed(fetch.env("RUSTC_BOOTSTRAP", "1"))
}
