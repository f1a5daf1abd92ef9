//! What a package must be, by the tools that read packages.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use zip::{CompressionMethod, ZipArchive};

use super::apk::Build;
use super::elf::PAGE_BYTES;
use super::link::{PACKAGE, SDK};
use super::{ndk, packages};
use crate::fault::{Fault, Result};
use crate::{pack, run};

/// All that the app may ask a phone for, each with its reason.
const PERMISSIONS: &[&str] = &[
    // Cards, faces, portraits and statements are seen and heard.
    "android.permission.CAMERA",
    "android.permission.RECORD_AUDIO",
    // A case is sent, when there is a network, also after the phone was started anew.
    "android.permission.INTERNET",
    "android.permission.ACCESS_NETWORK_STATE",
    "android.permission.RECEIVE_BOOT_COMPLETED",
];

/// Classes that the system or native code looks for by name: who renames or drops one has a package that ends when it starts.
const NAMED: &[&str] = &[
    "Lcn/heyan/app/HeyanApp;",
    "Lcn/heyan/app/MainActivity;",
    "Lcn/heyan/app/platform/SendService;",
    "Lcn/heyan/core/Desk;",
    "Lcn/heyan/core/RustBuffer;",
    "Lcn/heyan/core/UniffiLib;",
    "Lcom/sun/jna/Native;",
    "Lcom/sun/jna/Structure;",
];

/// Looks at the package `apk` and prints its size by part. All that is wrong is told at once.
pub fn at(apk: &Path, build: Build) -> Result<()> {
    let mut faults = Vec::new();
    let aapt = packages::aapt()?;
    let said = |command: &mut Command| -> Result<String> {
        let output = run::capture(command)?;
        let (text, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if output.status.success() {
            Ok(text.into_owned())
        } else {
            Err(Fault::new(format!("{}: {text}{complaint}", run::shown(command))))
        }
    };
    faults.extend(signatures(&said(Command::new("apksigner").args(["verify", "--verbose"]).arg(apk))?));
    faults.extend(badging(&said(Command::new(&aapt).args(["dump", "badging"]).arg(apk))?, build));
    let tree = |file: &str| said(Command::new(&aapt).args(["dump", "xmltree", "--file", file]).arg(apk));
    faults.extend(network(&tree("AndroidManifest.xml")?, &tree("res/xml/network.xml")?));
    said(Command::new("zipalign").args(["-c", "4"]).arg(apk))?;
    faults.extend(inside(apk)?);
    if !faults.is_empty() {
        return Err(Fault::new(format!("{}: {}", apk.display(), faults.join("; "))));
    }
    println!(
        "android: {}: signatures v2 and v3, {} permissions, no cleartext, code verified, pages of {} KB",
        apk.display(),
        PERMISSIONS.len(),
        PAGE_BYTES >> 10
    );
    Ok(())
}

/// What `apksigner verify --verbose` said.
fn signatures(said: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if said.lines().next() != Some("Verifies") {
        faults.push("apksigner does not verify it".to_owned());
    }
    for scheme in ["v2", "v3"] {
        let proves =
            |line: &str| line.starts_with(&format!("Verified using {scheme} scheme")) && line.ends_with(": true");
        if !said.lines().any(proves) {
            faults.push(format!("it is not signed by scheme {scheme}"));
        }
    }
    faults
}

/// What `aapt2 dump badging` said.
fn badging(said: &str, build: Build) -> Vec<String> {
    let (least, target) = SDK;
    let mut faults = Vec::new();
    let version = env!("CARGO_PKG_VERSION");
    for wanted in [
        format!("package: name='{PACKAGE}' versionCode='1' versionName='{version}' "),
        format!("minSdkVersion:'{least}'"),
        format!("targetSdkVersion:'{target}'"),
        "application-label:'Heyan'".to_owned(),
        "application-label-zh:'核验'".to_owned(),
        format!("launchable-activity: name='{PACKAGE}.MainActivity'"),
    ] {
        if !said.lines().any(|line| line.starts_with(&wanted)) {
            faults.push(format!("it does not say {wanted}"));
        }
    }
    let asked: Vec<&str> =
        said.lines().filter_map(|line| line.strip_prefix("uses-permission")?.split('\'').nth(1)).collect();
    faults.extend(asked.iter().filter(|name| !PERMISSIONS.contains(name)).map(|name| format!("it asks for {name}")));
    let missing = PERMISSIONS.iter().filter(|name| !asked.contains(name));
    faults.extend(missing.map(|name| format!("it does not ask for {name}")));
    if said.lines().any(|line| line == "application-debuggable") != (build == Build::Debug) {
        faults.push("only the debug build may be debugged".to_owned());
    }
    faults
}

/// What the manifest and the network configuration say of traffic without TLS.
fn network(manifest: &str, configuration: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !manifest.contains(":networkSecurityConfig(") {
        faults.push("the manifest names no network configuration".to_owned());
    }
    if manifest.contains(":usesCleartextTraffic(") {
        faults.push("the manifest speaks of cleartext itself".to_owned());
    }
    let says = |wanted: &str| configuration.lines().filter(|line| line.trim_start().starts_with(wanted)).count();
    // One rule for all, no exceptions for domains, no authorities of one's own.
    let rules = says("E: ");
    if rules != 2 || says("E: base-config") != 1 || says("A: cleartextTrafficPermitted=false") != 1 {
        faults.push("the network configuration is not the one sentence that forbids cleartext".to_owned());
    }
    faults
}

/// Code, libraries and addresses inside of the package; prints the size of each part.
fn inside(apk: &Path) -> Result<Vec<String>> {
    let broken = |e: &dyn std::fmt::Display| Fault::new(format!("{}: {e}", apk.display()));
    let opened = File::open(apk).map_err(|e| Fault::io("opening", apk, &e))?;
    let bytes = opened.metadata().map_err(|e| Fault::io("looking at", apk, &e))?.len();
    let mut archive = ZipArchive::new(opened).map_err(|e| broken(&e))?;
    let (mut faults, mut sizes, mut classes) = (Vec::new(), BTreeMap::new(), String::new());
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).map_err(|e| broken(&e))?;
        let name = member.name().map_err(|e| broken(&e))?.into_owned();
        *sizes.entry(part(&name)).or_insert(0) += member.compressed_size();
        if name.ends_with(".so") && member.compression() == CompressionMethod::Stored {
            let at = member.data_start().unwrap_or(1);
            if at % PAGE_BYTES != 0 {
                faults.push(format!("{name} is stored where it cannot be mapped"));
            }
        }
        if name.ends_with(".dex") {
            let mut code = Vec::new();
            member.read_to_end(&mut code).map_err(|e| broken(&e))?;
            // No address without TLS is written anywhere in it.
            if code.windows(7).any(|window| window == b"http://") {
                faults.push(format!("{name} names an address without TLS"));
            }
            let loose = apk.with_file_name(&name);
            std::fs::write(&loose, &code).map_err(|e| Fault::io("writing", &loose, &e))?;
            let output = run::capture(Command::new("dexdump").arg(&loose))?;
            let _ = std::fs::remove_file(&loose);
            if !output.status.success() || !output.stderr.is_empty() {
                faults.push(format!("dexdump of {name}: {}", String::from_utf8_lossy(&output.stderr)));
            }
            classes += &String::from_utf8_lossy(&output.stdout);
        }
        if name == "assets/gateway.properties" {
            let mut text = String::new();
            member.read_to_string(&mut text).map_err(|e| broken(&e))?;
            if !text.lines().any(|line| line.starts_with("address=https://")) {
                faults.push(format!("{name} names no address with TLS"));
            }
        }
    }
    faults.extend(unnamed(&classes));
    ndk::weigh_package(apk)?;
    for (part, size) in &sizes {
        println!("{part:<40} {:>9}", pack::size(*size));
    }
    println!("{:<40} {:>9}", apk.file_name().unwrap_or_default().display(), pack::size(bytes));
    Ok(faults)
}

/// Which classes that are looked for by name are not in what dexdump printed.
fn unnamed(classes: &str) -> Vec<String> {
    let has = |class: &&&str| !classes.contains(&format!("Class descriptor  : '{class}'"));
    NAMED.iter().filter(has).map(|class| format!("its code has no {class}")).collect()
}

/// The row of the sizes that a member belongs to.
fn part(name: &str) -> String {
    match name.split('/').next().unwrap_or_default() {
        "lib" | "assets" if name.ends_with(".so") || name.ends_with(".onnx") => name.to_owned(),
        "assets" => "assets, rest".to_owned(),
        "res" => "resources".to_owned(),
        _ if name.ends_with(".dex") => "code".to_owned(),
        _ if name == "resources.arsc" || name == "AndroidManifest.xml" => "resources".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "Verifies\nVerified using v1 scheme (JAR signing): false\n\
        Verified using v2 scheme (APK Signature Scheme v2): true\nVerified using v3 scheme (APK Signature Scheme v3): true\n";

    #[test]
    fn both_signatures_must_be_there() {
        assert!(signatures(SIGNED).is_empty());
        assert_eq!(signatures(&SIGNED.replace("v3): true", "v3): false")), ["it is not signed by scheme v3"]);
        assert_eq!(signatures("DOES NOT VERIFY\n").len(), 3);
    }

    fn said() -> String {
        let mut text = format!(
            "package: name='cn.heyan.app' versionCode='1' versionName='{}' platformBuildVersionName='17'\n\
             minSdkVersion:'26'\ntargetSdkVersion:'36'\napplication-label:'Heyan'\napplication-label-zh:'核验'\n\
             launchable-activity: name='cn.heyan.app.MainActivity'  label='' icon=''\n",
            env!("CARGO_PKG_VERSION")
        );
        for name in PERMISSIONS {
            text += &format!("uses-permission: name='{name}'\n");
        }
        text
    }

    #[test]
    fn one_permission_more_or_less_is_a_fault() {
        assert!(badging(&said(), Build::Minified).is_empty());
        let more = said() + "uses-permission-sdk-23: name='android.permission.READ_CONTACTS'\n";
        assert_eq!(badging(&more, Build::Minified), ["it asks for android.permission.READ_CONTACTS"]);
        let less = said().replace("uses-permission: name='android.permission.CAMERA'\n", "");
        assert_eq!(badging(&less, Build::Minified), ["it does not ask for android.permission.CAMERA"]);
    }

    #[test]
    fn what_is_handed_out_cannot_be_debugged() {
        let open = said() + "application-debuggable\n";
        assert!(badging(&open, Build::Debug).is_empty());
        assert_eq!(badging(&open, Build::Minified).len(), 1);
        assert_eq!(badging(&said(), Build::Debug).len(), 1);
    }

    #[test]
    fn no_exception_lets_cleartext_through() {
        let manifest = "A: android:networkSecurityConfig(0x01010527)=@0x7f050002\n";
        let rule = "E: network-security-config (line=2)\n    E: base-config (line=3)\n      A: cleartextTrafficPermitted=false\n";
        assert!(network(manifest, rule).is_empty());
        assert_eq!(network("", rule).len(), 1);
        assert_eq!(network(manifest, &rule.replace("false", "true")).len(), 1);
        let exception = format!("{rule}    E: domain-config (line=4)\n      A: cleartextTrafficPermitted=true\n");
        assert_eq!(network(manifest, &exception).len(), 1);
        assert_eq!(network(&format!("{manifest}A: android:usesCleartextTraffic(0x010104ec)=true\n"), rule).len(), 1);
    }

    #[test]
    fn a_class_that_was_renamed_is_missed() {
        let all: String = NAMED.iter().map(|class| format!("  Class descriptor  : '{class}'\n")).collect();
        assert!(unnamed(&all).is_empty());
        assert_eq!(unnamed(&all.replace("HeyanApp", "a")), ["its code has no Lcn/heyan/app/HeyanApp;"]);
    }
}
