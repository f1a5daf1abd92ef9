//! What the app for iOS must hold to, and that the check of its views can fail.

use std::fs;
use std::path::{Path, PathBuf};

use super::inside::Inside;
use crate::fault::{Fault, Result};
use crate::{demo, run};

/// Checks the folder `ios`.
pub fn check() -> Result<()> {
    let ios = run::root().join("ios");
    let read = |place: &str| -> Result<String> {
        let path = ios.join(place);
        fs::read_to_string(&path).map_err(|e| Fault::io("reading", &path, &e))
    };
    let resources = |lang: &str| read(&format!("App/Resources/{lang}.lproj/InfoPlist.strings"));
    let mut faults = described(&read("App/Info.plist")?, &resources("en")?, &resources("zh-Hans")?);
    let task = read("App/Sources/platform/SendTask.swift")?;
    if !task.contains("static let name = \"cn.heyan.app.send\"") {
        faults.push("the task that sends is not the one that Info.plist permits".to_owned());
    }
    for (path, text) in sources(&ios.join("App").join("Sources"))? {
        faults.extend(said(&text).map(|what| format!("{} {what}", path.display())));
    }
    let shell = ios.join("Core");
    for (path, text) in sources(&shell.join("Sources"))? {
        let foreign =
            |line: &&str| line.starts_with("import ") && !["import Foundation", "import HeyanCore"].contains(line);
        if let Some(line) = text.lines().find(foreign) {
            faults.push(format!("{}: {line}: `Core` must run without a phone", path.display()));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}

/// What `Info.plist` must have and must not, and that both languages say why.
fn described(info: &str, english: &str, chinese: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for key in ["CFBundleDisplayName", "NSCameraUsageDescription", "NSMicrophoneUsageDescription"] {
        let says = |text: &str| {
            text.lines().any(|line| line.starts_with(&format!("\"{key}\" = \"")) && line.len() > key.len() + 8)
        };
        if !info.contains(&format!("<key>{key}</key>")) || !says(english) || !says(chinese) {
            faults.push(format!("{key} is not said in Info.plist, in English and in Chinese"));
        }
    }
    if !chinese.chars().any(chinese_character) || english.chars().any(chinese_character) {
        faults.push("the words of a language stand in the other's file".to_owned());
    }
    let asked = info.matches("UsageDescription</key>").count();
    if asked != 2 {
        faults.push(format!("Info.plist asks for {asked} things: the camera and the microphone are all"));
    }
    if info.contains("NSAppTransportSecurity") {
        faults.push("Info.plist makes an exception to TLS".to_owned());
    }
    if !info.contains("<string>cn.heyan.app.send</string>") {
        faults.push("Info.plist does not permit the task that sends".to_owned());
    }
    faults
}

const fn chinese_character(c: char) -> bool {
    c as u32 >= 0x4e00 && c as u32 <= 0x9fff
}

/// What a source of the app says that is the core's to say.
fn said(text: &str) -> Option<&'static str> {
    if text.chars().any(chinese_character) {
        return Some("says something: the words are the core's");
    }
    text.contains("http://").then_some("names an address without TLS")
}

fn sources(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| Fault::io("listing", folder, &e))? {
        let path = entry.map_err(|e| Fault::io("listing", folder, &e))?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|e| e == "swift") {
            let text = fs::read_to_string(&path).map_err(|e| Fault::io("reading", &path, &e))?;
            found.push((path, text));
        }
    }
    Ok(found)
}

/// A source that is right, and others with one wrong name or type each, with what the compiler must say of it.
const PLANTED: &[(&str, &str)] = &[
    (
        "import SwiftUI\nimport HeyanCore\nstruct Right: View { let i = CasesIntent.new; var body: some View { Text(\"\").font(.body) } }",
        "",
    ),
    ("import SwiftUI\nstruct Wrong: View { var body: some View { Text(\"\").fontt(.body) } }", "no member 'fontt'"),
    ("import SwiftUI\nstruct Wrong: View { var body: some View { Text(\"\").font(.boddy) } }", "no member 'boddy'"),
    (
        "import AVFoundation\nlet session = AVCaptureSession()\nfunc f() { session.startRuning() }",
        "no member 'startRuning'",
    ),
    ("import AVFoundation\nfunc f(c: AVCaptureConnection) { c.videoRotationAngle = \"90\" }", "cannot assign value"),
    ("import Security\nlet key = kSecAttrTokenIdentity", "cannot find 'kSecAttrTokenIdentity'"),
    ("import BackgroundTasks\nlet r = BGProcessingTaskRequest(name: \"\")", "incorrect argument label"),
    (
        "import UIKit\n@MainActor func f() { UIApplication.shared.isIdleTimerDisable = true }",
        "no member 'isIdleTimerDisable'",
    ),
    ("import HeyanCore\nlet intent = CasesIntent.create", "no member 'create'"),
];

/// Holds that a wrong name in a view does not go by: else the stubs would show nothing.
pub fn planted(inside: &Inside, out: &Path) -> Result<()> {
    let folder = out.join("planted");
    demo::clear(&folder)?;
    fs::create_dir_all(&folder).map_err(|e| Fault::io("making", &folder, &e))?;
    let mut script =
        "cd /heyan/target/swift/planted\ncompile() { swiftc -typecheck -parse-as-library -swift-version 5 \
        -I /heyan/target/swift/build/debug/Modules -I /heyan/target/swift/HeyanCore/Sources/HeyanCoreFFI $1 2>&1; }\n"
            .to_owned();
    for (number, (source, fault)) in PLANTED.iter().enumerate() {
        let file = folder.join(format!("planted{number}.swift"));
        fs::write(&file, source).map_err(|e| Fault::io("writing", &file, &e))?;
        let word = if fault.is_empty() {
            format!("said=$(compile planted{number}.swift) || {{ echo \"$said\"; exit 1; }}\n")
        } else {
            let wrong = format!("echo 'planted{number}.swift: a wrong name went by'; exit 1");
            format!(
                "if said=$(compile planted{number}.swift); then {wrong}; fi\n\
                 case \"$said\" in *\"{fault}\"*) ;; *) echo \"$said\"; exit 1 ;; esac\n"
            )
        };
        script += &word;
    }
    inside.run(&script, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_says_why_it_asks_and_makes_no_exceptions() {
        check().expect("ios");
        let read = |place: &str| fs::read_to_string(run::root().join("ios/App").join(place)).expect(place);
        let info = read("Info.plist");
        let (english, chinese) =
            (read("Resources/en.lproj/InfoPlist.strings"), read("Resources/zh-Hans.lproj/InfoPlist.strings"));
        let of = |info: &str, english: &str, chinese: &str| described(info, english, chinese).len();
        assert_eq!(of(&info, &english, &chinese), 0);
        assert_eq!(of(&info, &english, &english), 1, "English in place of Chinese");
        assert_eq!(of(&info, &english.replace("NSCamera", "Camera"), &chinese), 1);
        assert_eq!(of(&info.replace("<key>NSCameraUsage", "<key>NSContactsUsage"), &english, &chinese), 1);
        assert_eq!(
            of(&info.replace("<dict>", "<key>NSLocationWhenInUseUsageDescription</key>"), &english, &chinese),
            1
        );
        assert_eq!(of(&info.replace("<dict>", "<key>NSAppTransportSecurity</key>"), &english, &chinese), 1);
        assert_eq!(of(&info.replace("app.send", "app.other"), &english, &chinese), 1);
    }

    #[test]
    fn words_and_addresses_without_tls_are_found() {
        assert!(said("Text(\"确定\")").is_some());
        assert!(said("let a = \"http://example\"").is_some());
        assert!(said("Text(kit.text(.keep)) // https://example").is_none());
    }
}
