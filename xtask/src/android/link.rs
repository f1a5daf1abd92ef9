//! Resources and manifest, linked as the APK's are: for the check, and for the packages.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::apk::Build;
use super::packages::{self, DRAWN, FRAMEWORK, MONITOR};
use super::{make, write};
use crate::fault::{Fault, Result};
use crate::run;

/// Of the app: `minSdkVersion` and `targetSdkVersion`. Gradle's are the same, and a test compares.
pub const SDK: (u32, u32) = (26, 36);
/// Its number for the system, as Gradle has it.
const CODE: u32 = 1;
/// The app's package.
pub const PACKAGE: &str = "cn.heyan.app";

/// The compiled resources and what they are linked with.
pub struct Linked {
    aapt: PathBuf,
    framework: PathBuf,
    manifest: PathBuf,
    compiled: PathBuf,
    out: PathBuf,
}

impl Linked {
    /// Compiles and links the resources of `app`: the class that names them goes into `out/gen`.
    pub fn make(app: &Path, out: &Path) -> Result<Self> {
        println!("android: linking resources and manifest");
        let main = app.join("app").join("src").join("main");
        let linked = Self {
            aapt: packages::aapt()?,
            framework: framework(out)?,
            manifest: manifest(&main, out)?,
            compiled: out.join("resources.zip"),
            out: out.to_path_buf(),
        };
        let mut compile = Command::new(&linked.aapt);
        run::succeed(compile.arg("compile").arg("--dir").arg(main.join("res")).arg("-o").arg(&linked.compiled))?;
        let apk = out.join("resources.apk");
        let mut aapt = linked.link(&apk);
        aapt.arg("--java").arg(out.join("gen")).arg("--proguard").arg(linked.keep());
        run::succeed(aapt.arg(&linked.compiled))?;
        linked.configure_tests(&apk)?;
        Ok(linked)
    }

    /// The package that code, models and libraries are put into.
    pub fn package(&self, to: &Path, build: Build) -> Result<()> {
        let mut aapt = self.link(to);
        aapt.args(["--version-code", &CODE.to_string(), "--version-name", env!("CARGO_PKG_VERSION")]);
        if build == Build::Debug {
            aapt.arg("--debug-mode");
        }
        run::succeed(aapt.arg(&self.compiled))
    }

    /// What the manifest reaches by name, as rules for R8.
    pub fn keep(&self) -> PathBuf {
        self.out.join("manifest.pro")
    }

    /// The oldest Android that it runs on.
    pub const fn least(&self) -> u32 {
        SDK.0
    }

    fn link(&self, to: &Path) -> Command {
        let mut aapt = Command::new(&self.aapt);
        aapt.arg("link").arg("-I").arg(&self.framework).arg("--manifest").arg(&self.manifest).arg("-o").arg(to);
        aapt
    }

    fn configure_tests(&self, apk: &Path) -> Result<()> {
        let config = self.out.join("config").join("com").join("android").join("tools");
        make(&config)?;
        let lines = format!(
            "android_custom_package={PACKAGE}\nandroid_merged_manifest={}\nandroid_resource_apk={}\n",
            self.manifest.display(),
            apk.display()
        );
        write(&config.join("test_config.properties"), &lines)?;
        let folder = self.out.join("framework");
        DRAWN.fetch_into(&folder)?;
        packages::classes_of(&MONITOR, &folder).map(|_| ())
    }
}

/// The manifest with what Gradle adds from its own settings.
fn manifest(main: &Path, out: &Path) -> Result<PathBuf> {
    let path = main.join("AndroidManifest.xml");
    let text = fs::read_to_string(&path).map_err(|e| Fault::io("reading", &path, &e))?;
    let (least, target) = SDK;
    let text = text.replacen("<manifest ", &format!("<manifest package=\"{PACKAGE}\" "), 1);
    let sdk = format!(
        "<uses-sdk android:minSdkVersion=\"{least}\" android:targetSdkVersion=\"{target}\" />\n    <uses-permission"
    );
    let text = text.replacen("<uses-permission", &sdk, 1);
    let text = text.replacen("<application", "<application\n        android:extractNativeLibs=\"true\"", 1);
    let manifest = out.join("AndroidManifest.xml");
    write(&manifest, &text)?;
    Ok(manifest)
}

/// The framework's resources in an archive that aapt2 opens: the published one has more members than it can count.
fn framework(out: &Path) -> Result<PathBuf> {
    let jar = FRAMEWORK.fetch()?;
    let small = out.join("framework.apk");
    let fault = |e: &dyn std::fmt::Display| Fault::new(format!("{}: {e}", jar.display()));
    let opened = File::open(&jar).map_err(|e| Fault::io("opening", &jar, &e))?;
    let mut from = ZipArchive::new(opened).map_err(|e| fault(&e))?;
    let made = File::create(&small).map_err(|e| Fault::io("writing", &small, &e))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradle_builds_for_the_same_phones() {
        let gradle = fs::read_to_string(run::root().join("android/app/build.gradle.kts")).expect("gradle");
        let (least, target) = SDK;
        for line in [
            format!("minSdk = {least}"),
            format!("targetSdk = {target}"),
            format!("versionCode = {CODE}"),
            format!("versionName = \"{}\"", env!("CARGO_PKG_VERSION")),
            format!("applicationId = \"{PACKAGE}\""),
        ] {
            assert!(gradle.lines().any(|found| found.trim() == line), "{line}");
        }
    }
}
