//! What is fetched for phones: each pinned by its bytes and their sha256, looked at before it is used.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checked::{self, Expected, State};
use crate::fault::{Fault, Result};
use crate::manifest::{Archive, Kind};
use crate::{demo, npm, run, unpack};

/// A file of Maven Central.
pub struct Package {
    pub group: &'static str,
    pub name: &'static str,
    pub version: &'static str,
    /// `jar` or `aar`, and after a colon which of several it is.
    ending: &'static str,
    bytes: u64,
    sha256: &'static str,
}

/// The framework that resources are linked against and Kotlin is compiled against: Android 17, the newest there.
pub const FRAMEWORK: Package = Package {
    group: "org.robolectric",
    name: "android-all",
    version: "17-robolectric-16653203",
    ending: "jar",
    bytes: 231_203_411,
    sha256: "60f983b8bf180fa0790596c22a130c79ecf18b6d991b719de23100d4d6ff61a1",
};
/// The framework that screens are drawn with. Not [`FRAMEWORK`]: that one is compiled for Java 21, and Debian 12 has 17.
pub const DRAWN: Package = Package {
    group: "org.robolectric",
    name: "android-all-instrumented",
    version: "13-robolectric-9030017-i7",
    ending: "jar",
    bytes: 163_233_590,
    sha256: "1c3fd182c03d47626686ca3b39c4ec5bdb0898b1056f4eb8f96f32c6209a5c04",
};
/// What Robolectric asks for of AndroidX.
pub const MONITOR: Package = Package {
    group: "androidx.test",
    name: "monitor",
    version: "1.8.0",
    ending: "aar",
    bytes: 103_877,
    sha256: "56cb7496a06d9f2dca7d3ff76c50a8a30bd18e00a24a3b267d5a31437b278e67",
};
/// D8 and R8.
pub const R8: Package = Package {
    group: "com.android.tools",
    name: "r8",
    version: "9.5.28",
    ending: "jar",
    bytes: 21_188_744,
    sha256: "38a9ffaaebbd17d1514e3ecbff5a85b989bb13c551b9e224c7409514eea84ff5",
};
/// Carries an aapt2 that reads the resources of Android 17. Those of Debian 12 and 13 do not. Exit: one that does.
const APKTOOL: Package = Package {
    group: "org.apktool",
    name: "apktool-lib",
    version: "2.11.0",
    ending: "jar",
    bytes: 22_978_709,
    sha256: "4b89ffd81e128d2a881a052934a53b8d535c6bd5699baebc31e3229114ef91e1",
};
/// By system and architecture: the place of aapt2 in [`APKTOOL`], its bytes and sha256.
const AAPT: &[(&str, &str, u64, &str)] = &[
    (
        "linux-x86_64",
        "prebuilt/linux/aapt2_64",
        6_105_296,
        "e9f05c38c1b777d07b3c5a20b1b6ce66e110badc6e31384acd0aae53932b7322",
    ),
    (
        "macos-aarch64",
        "prebuilt/macosx/aapt2_64",
        9_864_344,
        "688f11d8dde513a4980e25558a8ec31e6ef33fd6ec98207edf457b8112b57592",
    ),
];
/// Libraries of classes that the package carries; of JNA it takes those of its package for Android.
pub const CLASSES: &[Package] = &[
    Package {
        group: "org.jetbrains.kotlin",
        name: "kotlin-stdlib",
        version: "2.4.21",
        ending: "jar",
        bytes: 1_853_315,
        sha256: "bd8250210584cb659847dce9cda660f8e9906e5def7fbebcea93dc6dcb6a88a3",
    },
    Package {
        group: "org.jetbrains.kotlinx",
        name: "kotlinx-coroutines-core-jvm",
        version: "1.11.0",
        ending: "jar",
        bytes: 1_577_052,
        sha256: "d1d75aa01dffbb4d1c520e67e4c4e7f5f6174718e7cb4632412503f2f0e604fa",
    },
    // Kotlin's own library is compiled against it.
    Package {
        group: "org.jetbrains",
        name: "annotations",
        version: "13.0",
        ending: "jar",
        bytes: 17_536,
        sha256: "ace2a10dc8e2d5fd34925ecac03e4988b2c0f851650c94b8cef49ba1bd111478",
    },
];
pub const JNA: Package = Package {
    group: "net.java.dev.jna",
    name: "jna",
    version: "5.19.1",
    ending: "aar",
    bytes: 525_093,
    sha256: "b57125cb7d16253f0d65a80f7d3a4c3664effa711b8bdbb7f87fb572ce1624ed",
};
pub const OPENCV: Package = Package {
    group: "org.opencv",
    name: "opencv",
    version: "4.12.0",
    ending: "aar",
    bytes: 117_745_028,
    sha256: "f71846a313388d9da667a59be1e921669fcf792d1ba264b3898253ca789bc3f0",
};

/// Static, and the newest for iPhones there.
pub const OPENCV_IOS: Package = Package {
    group: "org.bytedeco",
    name: "opencv",
    version: "4.11.0-1.5.12",
    ending: "jar:ios-arm64",
    bytes: 26_942_800,
    sha256: "0c27bfb3b6cbfbc077f53f39e665fa40fdac29bb6a60a631320f21a966c54a1b",
};

/// ONNX Runtime's version in [`RUNTIME_ARCHIVE`]. Its libraries name it, and that is looked at.
pub const RUNTIME: &str = "1.29.0";
/// A package for Unity by a third party that carries Microsoft's own archives for Android and iOS as they were published: Microsoft's
/// package of this version is not on Maven Central. Exit: when it is.
const RUNTIME_ARCHIVE: (&str, &str, u64, &str) = (
    "com.github.asus4.onnxruntime",
    "0.4.9",
    149_786_233,
    "e59788788818fdde1b2e522e766a21ba0f7d8391de55737abf81e32cc801785d",
);
/// The archive for Android in it.
const RUNTIME_ANDROID: (&str, u64, &str) = (
    "package/Plugins/Android/onnxruntime.aar",
    51_897_725,
    "98cddbac92640b4a6af72a03c42e0491851f366d3da66bbaeb5dd66310946cf2",
);

/// The slice for iPhones in it.
const RUNTIME_IOS: &str = "package/Plugins/iOS~/onnxruntime.xcframework/ios-arm64";

impl Package {
    /// Its file's name.
    pub fn file(&self) -> String {
        match self.ending.split_once(':') {
            Some((ending, which)) => format!("{}-{}-{which}.{ending}", self.name, self.version),
            None => format!("{}-{}.{}", self.name, self.version, self.ending),
        }
    }

    /// Fetches it into `folder` where it is not there, or not as it must be.
    pub fn fetch_into(&self, folder: &Path) -> Result<PathBuf> {
        let expected = Expected { bytes: self.bytes, sha256: self.sha256 };
        brought(&folder.join(self.file()), expected, |incoming| {
            let goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy";
            let mut maven = Command::new("mvn");
            maven.args(["--batch-mode", "--quiet", goal, "-Dmdep.useBaseVersion=true"]);
            maven.arg(format!("-Dartifact={}:{}:{}:{}", self.group, self.name, self.version, self.ending));
            run::succeed(maven.arg(format!("-DoutputDirectory={}", incoming.display())))
        })
    }

    /// Fetches it to where packages lie.
    pub fn fetch(&self) -> Result<PathBuf> {
        self.fetch_into(&folder())
    }
}

/// Where packages lie.
pub fn folder() -> PathBuf {
    run::target_dir().join("packages")
}

/// The file at `path`, which `fetch` puts under the same name into an empty folder when it is not there or not right.
pub fn brought(path: &Path, expected: Expected<'_>, fetch: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    if checked::state(path, expected)? == State::Right {
        return Ok(path.to_owned());
    }
    let file = path.file_name().unwrap_or_default();
    println!("packages: fetching {}", file.display());
    let mut incoming = path.as_os_str().to_owned();
    incoming.push(".incoming");
    let incoming = PathBuf::from(incoming);
    demo::clear(&incoming)?;
    fs::create_dir_all(&incoming).map_err(|e| Fault::io("making", &incoming, &e))?;
    let came = fetch(&incoming).and_then(|()| {
        let came = incoming.join(file);
        let opened = fs::File::open(&came).map_err(|e| Fault::io("opening", &came, &e))?;
        checked::write(path, opened, expected)
    });
    demo::clear(&incoming)?;
    came.map(|()| path.to_owned())
}

/// ONNX Runtime's archive for Android.
pub fn runtime_for_android() -> Result<PathBuf> {
    let (place, bytes, sha256) = RUNTIME_ANDROID;
    let expected = Expected { bytes, sha256 };
    let path = folder().join(format!("onnxruntime-android-{RUNTIME}.aar"));
    if checked::state(&path, expected)? != State::Right {
        let archive = runtime_archive()?;
        unpack::member(&archive, Kind::Npm, place, |member| checked::write(&path, member, expected))?;
    }
    Ok(path)
}

/// Unpacks ONNX Runtime's framework for iPhones into `slice`.
pub fn runtime_for_ios(slice: &Path) -> Result<()> {
    let archive = runtime_archive()?;
    let broken = |e: std::io::Error| Fault::io("unpacking", &archive, &e);
    let opened = fs::File::open(&archive).map_err(|e| Fault::io("opening", &archive, &e))?;
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(std::io::BufReader::new(opened)));
    let mut found = 0;
    for entry in tar.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let place = entry.path().map_err(broken)?.into_owned();
        let Ok(rest) = place.strip_prefix(RUNTIME_IOS) else { continue };
        // Unity's own notes stand beside each file.
        if !entry.header().entry_type().is_file() || rest.extension().is_some_and(|e| e == "meta") {
            continue;
        }
        let to = slice.join(rest);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
        }
        entry.unpack(&to).map_err(|e| Fault::io("writing", &to, &e))?;
        found += 1;
    }
    if found == 0 { Err(Fault::new(format!("{} carries no {RUNTIME_IOS}", archive.display()))) } else { Ok(()) }
}

fn runtime_archive() -> Result<PathBuf> {
    let (package, version, bytes, sha256) = RUNTIME_ARCHIVE;
    let archive = Archive {
        id: "onnxruntime-phones".to_owned(),
        kind: Kind::Npm,
        target: None,
        package: package.to_owned(),
        version: version.to_owned(),
        platform: None,
        file: format!("{package}-{version}.tgz"),
        bytes,
        sha256: sha256.to_owned(),
        optional: false,
    };
    let path = folder().join(&archive.file);
    brought(&path, Expected { bytes, sha256 }, |incoming| npm::fetch(&archive, incoming))
}

/// aapt2 for this machine.
pub fn aapt() -> Result<PathBuf> {
    let here = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
    let (_, place, bytes, sha256) = AAPT.iter().find(|(target, ..)| *target == here).ok_or_else(|| {
        Fault::new(format!(
            "{} carries no aapt2 for {here}: this step runs on Linux on x86-64 and macOS",
            APKTOOL.file()
        ))
    })?;
    let expected = Expected { bytes: *bytes, sha256 };
    let path = folder().join("aapt2");
    if checked::state(&path, expected)? != State::Right {
        let archive = APKTOOL.fetch()?;
        unpack::member(&archive, Kind::Wheel, place, |member| checked::write(&path, member, expected))?;
    }
    executable(&path)?;
    Ok(path)
}

/// Lets the file at `path` be run.
pub fn executable(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(|e| Fault::io("marking", path, &e))?;
    }
    Ok(())
}

/// The classes inside of an `aar`, as a file beside it.
pub fn classes_of(package: &Package, folder: &Path) -> Result<PathBuf> {
    let archive = package.fetch()?;
    let path = folder.join(format!("{}-{}.jar", package.name, package.version));
    fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
    unpack::member(&archive, Kind::Wheel, "classes.jar", |member| {
        let mut to = fs::File::create(&path).map_err(|e| Fault::io("writing", &path, &e))?;
        std::io::copy(member, &mut to).map_err(|e| Fault::io("writing", &path, &e))?;
        Ok(())
    })?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> String {
        fs::read_to_string(run::root().join(path)).expect(path)
    }

    #[test]
    fn what_came_with_other_bytes_is_not_kept() {
        let home = std::env::temp_dir().join(format!("heyan-packages-{}", std::process::id()));
        let path = home.join("made.jar");
        let expected = Expected { bytes: 4, sha256: &checked::sum_of(b"good") };
        let come = |bytes: &'static [u8]| {
            move |incoming: &Path| fs::write(incoming.join("made.jar"), bytes).map_err(|e| Fault::io("w", incoming, &e))
        };
        assert!(brought(&path, expected, come(b"evil")).is_err() && !path.exists());
        assert!(brought(&path, expected, come(b"good")).is_ok());
        // There and right: nothing is fetched.
        assert!(brought(&path, expected, |_| Err(Fault::new("fetched"))).is_ok());
        fs::write(&path, "bent").expect("written");
        assert!(brought(&path, expected, |_| Err(Fault::new("fetched"))).is_err());
        assert_eq!(fs::read_dir(&home).expect("home").count(), 1, "nothing half-fetched is left");
        fs::remove_dir_all(&home).expect("removed");
    }

    #[test]
    fn what_is_packed_is_what_was_compiled_against() {
        let (check, binding) = (read("android/pom.xml"), read("bindings/kotlin/pom.xml"));
        let kotlin = format!("<kotlin.version>{}</kotlin.version>", CLASSES[0].version);
        let coroutines = format!("<coroutines.version>{}</coroutines.version>", CLASSES[1].version);
        let jna = format!("<jna.version>{}</jna.version>", JNA.version);
        for line in [kotlin, coroutines, jna] {
            assert!(check.contains(&line) && binding.contains(&line), "{line}");
        }
        assert!(check.contains(&format!("<framework.version>{}</framework.version>", FRAMEWORK.version)));
        assert!(check.contains(&format!("<heyan.framework.jar>{}</heyan.framework.jar>", DRAWN.file())));
        let gradle = read("android/app/build.gradle.kts");
        assert!(gradle.contains(&format!("net.java.dev.jna:jna:{}@aar", JNA.version)));
        assert!(gradle.contains(&format!("kotlinx-coroutines-core:{}", CLASSES[1].version)));
    }

    #[test]
    fn the_runtime_is_new_enough_for_what_asks_for_it() {
        // `api-24` is ONNX Runtime 1.24's interface; a newer one still has it.
        let vision = read("core/vision/Cargo.toml");
        let api = vision.split("\"api-").nth(1).and_then(|rest| rest.split('"').next()).expect("api");
        let api: u32 = api.parse().expect("number");
        let minor: u32 = RUNTIME.split('.').nth(1).expect("minor").parse().expect("number");
        assert!(minor >= api, "ort asks for 1.{api}");
    }
}
