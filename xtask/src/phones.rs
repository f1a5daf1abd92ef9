//! `phones`: the core for phones, by the compilers that Debian and PyPI carry, in the root that Swift's tests run in.

mod archive;
mod tools;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tools::Tools;

use crate::android::packages;
use crate::fault::{Fault, Result};
use crate::{demo, run, setup, swift};

/// The oldest iOS that OpenCV's static library is built for.
const LEAST_IOS: &str = "17.2";

/// Does as `arguments` say.
pub fn phones(arguments: &[String]) -> Result<()> {
    match arguments {
        [word] if word == "--check" => check(),
        [word] if word == "--ios" => ios(),
        _ => Err(Fault::new("phones takes --check or --ios")),
    }
}

/// The binding looked at by the compiler for both kinds of phone.
fn check() -> Result<()> {
    for target in [tools::IOS, tools::ANDROID] {
        let tools = Tools::ensure(target)?;
        println!("phones: checking the binding for {target}");
        tools.cargo("check", "")?;
    }
    Ok(())
}

/// The static library for iPhones, in a package that a Mac builds the app with.
fn ios() -> Result<()> {
    setup::models_ready(&setup::Options::default())?;
    let tools = Tools::ensure(tools::IOS)?;
    println!("phones: building the binding for {}; some 13 minutes of processor time", tools::IOS);
    tools.cargo("rustc", "--release --crate-type staticlib")?;
    let library = tools.built().join(tools::IOS).join("release").join("libheyan_ffi.a");
    // The sources of this very library: it describes itself.
    let generated = run::target_dir().join("phones").join("generated");
    demo::clear(&generated)?;
    let mut bindgen = run::bindgen();
    bindgen.arg("generate").arg(&library).args(["--language", "swift", "--no-format", "--out-dir"]).arg(&generated);
    run::succeed(&mut bindgen)?;
    let out = run::target_dir().join("swift");
    let package = swift::package(&out, &generated)?;
    let header = package.join("Sources").join("HeyanCoreFFI").join("HeyanCoreFFI.h");
    complete(&library, &header)?;
    framework(&package, &library)?;
    runtime(&package)?;
    models(&out.join("pack"))?;
    println!("phones: {} and the models beside it are what ios/mac.sh builds the app with", package.display());
    Ok(())
}

/// That `library` has all that `header` names.
fn complete(library: &Path, header: &Path) -> Result<()> {
    let bytes = fs::read(library).map_err(|e| Fault::io("reading", library, &e))?;
    let text = fs::read_to_string(header).map_err(|e| Fault::io("reading", header, &e))?;
    let (wanted, defined) = (functions(&text), archive::defined(&bytes)?);
    let missing: Vec<&str> = wanted.iter().map(String::as_str).filter(|name| !defined.contains(*name)).collect();
    if wanted.is_empty() || !missing.is_empty() {
        return Err(Fault::new(format!(
            "{} lacks {} of {} functions of the header: {}",
            library.display(),
            missing.len(),
            wanted.len(),
            missing.join(" ")
        )));
    }
    println!("phones: all {} functions of the header are in {}", wanted.len(), library.display());
    Ok(())
}

/// The functions that a generated header declares.
fn functions(header: &str) -> BTreeSet<String> {
    let ours = |word: &&str| word.starts_with("uniffi_heyan_ffi_") || word.starts_with("ffi_heyan_ffi_");
    let declared = header.lines().filter(|line| !line.trim_start().starts_with("typedef") && !line.starts_with('#'));
    let names = declared.filter_map(|line| line.split_once('(')?.0.split_whitespace().last());
    names.map(|name| name.trim_start_matches('*')).filter(ours).map(str::to_owned).collect()
}

const DICT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
    \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n";

/// What an xcframework of one library for phones says of itself.
fn described(file: &str, headers: Option<&str>) -> String {
    let headers = headers.map(|place| format!("<key>HeadersPath</key><string>{place}</string>\n")).unwrap_or_default();
    format!(
        "{DICT}<key>AvailableLibraries</key><array><dict>\n{headers}\
         <key>LibraryIdentifier</key><string>ios-arm64</string>\n<key>LibraryPath</key><string>{file}</string>\n\
         <key>SupportedArchitectures</key><array><string>arm64</string></array>\n\
         <key>SupportedPlatform</key><string>ios</string>\n</dict></array>\n\
         <key>CFBundlePackageType</key><string>XFWK</string>\n\
         <key>XCFrameworkFormatVersion</key><string>1.0</string>\n</dict>\n</plist>\n"
    )
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|e| Fault::io("writing", path, &e))
}

/// The library and its header as Xcode takes them.
fn framework(package: &Path, library: &Path) -> Result<()> {
    let framework = package.join("HeyanCoreFFI.xcframework");
    demo::clear(&framework)?;
    let (slice, headers) = (framework.join("ios-arm64"), framework.join("ios-arm64").join("Headers"));
    fs::create_dir_all(&headers).map_err(|e| Fault::io("making", &headers, &e))?;
    let from = package.join("Sources").join("HeyanCoreFFI");
    for (from, to) in [
        (library.to_path_buf(), slice.join("libheyan_ffi.a")),
        (from.join("HeyanCoreFFI.h"), headers.join("HeyanCoreFFI.h")),
        (from.join("module.modulemap"), headers.join("module.modulemap")),
    ] {
        fs::copy(&from, &to).map_err(|e| Fault::io("copying", &from, &e))?;
    }
    write(&framework.join("Info.plist"), &described("libheyan_ffi.a", Some("Headers")))
}

/// ONNX Runtime's half for phones, out of the archive that Android's comes from.
fn runtime(package: &Path) -> Result<()> {
    let framework = package.join("onnxruntime.xcframework");
    demo::clear(&framework)?;
    let slice = framework.join("ios-arm64");
    packages::runtime_for_ios(&slice)?;
    write(&framework.join("Info.plist"), &described("onnxruntime.framework", None))
}

/// The models that the app carries: all of the pack but the runtime of this machine.
fn models(to: &Path) -> Result<()> {
    demo::clear(to)?;
    fs::create_dir_all(to).map_err(|e| Fault::io("making", to, &e))?;
    let pack = run::pack_dir();
    for entry in fs::read_dir(&pack).map_err(|e| Fault::io("listing", &pack, &e))? {
        let path: PathBuf = entry.map_err(|e| Fault::io("listing", &pack, &e))?.path();
        if path.extension().is_some_and(|e| e == "onnx" || e == "txt") {
            let beside = to.join(path.file_name().unwrap_or_default());
            fs::copy(&path, &beside).map_err(|e| Fault::io("copying", &path, &e))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_of_a_header_are_found_and_its_types_are_not() {
        let header = "#define UNIFFI_FFIDEF_X\n\
            typedef void (*uniffi_heyan_ffi_callback)(uint64_t, int8_t\n    );\n\
            uint64_t uniffi_heyan_ffi_fn_clone_desk(uint64_t handle, RustCallStatus *_Nonnull out_status\n);\n\
            RustBuffer ffi_heyan_ffi_rustbuffer_alloc(uint64_t size, RustCallStatus *_Nonnull out_status\n);\n\
            uint16_t uniffi_heyan_ffi_checksum_func_action_words(void\n);\n";
        let found: Vec<String> = functions(header).into_iter().collect();
        assert_eq!(
            found,
            [
                "ffi_heyan_ffi_rustbuffer_alloc",
                "uniffi_heyan_ffi_checksum_func_action_words",
                "uniffi_heyan_ffi_fn_clone_desk"
            ]
        );
    }

    #[test]
    fn the_oldest_ios_is_said_alike_everywhere() {
        for file in ["bindings/swift/Package.swift", "ios/Core/Package.swift", "ios/project.yml", "ios/README.md"] {
            let text = fs::read_to_string(run::root().join(file)).expect(file);
            assert!(text.contains(LEAST_IOS), "{file}");
        }
    }
}
