//! The real program: exit codes, and one line for each thing that is wrong.

// Helpers of tests state what must hold, as the tests themselves do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn heyan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heyan"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

fn run(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
    heyan().args(args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Exit code 2, nothing on standard output, one line on standard error that holds all of `words`.
#[track_caller]
fn refused(output: &Output, words: &[&str]) {
    let err = err(output);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(output.stdout.is_empty());
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(!err.contains("panicked"));
    for word in words {
        assert!(err.contains(word), "`{word}` not in: {err}");
    }
}

/// Past the capture of passing tests: what was not tested must be seen.
fn loudly(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[test]
fn usage_errors_end_with_two() {
    for args in [
        &[][..],
        &["scan"],
        &["scam", "a.jpg"],
        &["scan", "--frobnicate", "a.jpg"],
        &["scan", "a.jpg", "--today", "2026-02-30"],
        &["scan", "a.jpg", "--today", "tomorrow"],
        &["scan", "a.jpg", "--expect", "library_card"],
        &["scan", "a.jpg", "--expect", "unknown"],
        &["scan", "a.jpg", "--lang", "fr"],
        &["scan", "a.jpg", "--threads", "0"],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    assert!(err(&run(["scan", "a.jpg", "--expect", "x"])).contains("resident_id_front"));
    assert!(err(&run(["scan", "a.jpg", "--today", "x"])).contains("YYYY-MM-DD"));
    for args in [&["--help"][..], &["--version"], &["scan", "--help"]] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_named_with_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("empty.jpg"), "").unwrap();
    fs::write(path("text.jpg"), "this is no picture\n").unwrap();
    fs::write(path("file"), "x").unwrap();
    fs::File::create(path("huge.jpg")).unwrap().set_len((64 << 20) + 1).unwrap();

    let scan = |path: &Path| run([OsStr::new("scan"), path.as_os_str()]);
    refused(&scan(&path("missing.jpg")), &["missing.jpg", "no such file"]);
    refused(&scan(&path("file/x.jpg")), &["x.jpg", "no such file"]);
    refused(&scan(dir.path()), &["is a directory"]);
    refused(&scan(&path("empty.jpg")), &["empty.jpg", "is empty"]);
    refused(&scan(&path("text.jpg")), &["text.jpg: "]);
    refused(&scan(&path("huge.jpg")), &["huge.jpg", "65 MiB", "at most 64 MiB"]);

    let chinese = heyan().env("LANG", "zh_CN.UTF-8").arg("scan").arg(path("missing.jpg")).output().unwrap();
    refused(&chinese, &["missing.jpg", "文件不存在"]);
    let chinese = run([OsStr::new("scan"), path("empty.jpg").as_os_str(), OsStr::new("--lang"), OsStr::new("zh")]);
    refused(&chinese, &["文件是空的"]);
}

#[cfg(unix)]
#[test]
fn what_would_block_or_never_end_is_not_opened() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::net::UnixListener;

    refused(&run(["scan", "/dev/zero"]), &["/dev/zero", "pipe or device"]);
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe.jpg");
    if Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        refused(&run([OsStr::new("scan"), pipe.as_os_str()]), &["pipe.jpg", "pipe or device"]);
    }
    let socket = dir.path().join("socket.jpg");
    let _listener = UnixListener::bind(&socket).unwrap();
    refused(&run([OsStr::new("scan"), socket.as_os_str()]), &["socket.jpg", "pipe or device"]);
    // A name that is no UTF-8, and one that would steer a terminal or break the line.
    refused(&run([OsStr::new("scan"), OsStr::from_bytes(b"caf\xe9.jpg")]), &["caf\u{fffd}.jpg: no such file"]);
    let output = run(["scan", "a\u{1b}[31m\nb.jpg"]);
    refused(&output, &["b.jpg"]);
    assert!(!err(&output).contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let locked = dir.path().join("locked.jpg");
    fs::write(&locked, "x").unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        loudly("SKIPPED: running as root, who may read everything");
        return;
    }
    refused(&run([OsStr::new("scan"), locked.as_os_str()]), &["locked.jpg", "permission denied"]);
}

#[test]
fn each_unreadable_file_of_a_list_has_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().join("empty.jpg");
    fs::write(&empty, "").unwrap();
    let output = heyan().args(["scan", "--json"]).arg(&empty).arg(dir.path()).arg("gone.jpg").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let err = err(&output);
    assert_eq!(err.lines().count(), 3, "{err}");
    assert!(err.lines().all(|line| line.starts_with("heyan: ")));
}

#[test]
fn a_report_folder_that_cannot_be_is_told_before_scanning() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "kept").unwrap();
    for target in [file.clone(), file.join("below")] {
        let output = heyan().args(["scan", "gone.jpg", "--report"]).arg(&target).output().unwrap();
        refused(&output, &["file", "report cannot be written", "not a directory"]);
    }
    assert_eq!(fs::read(&file).unwrap(), b"kept");
}

#[test]
fn a_list_with_nothing_readable_still_has_its_report() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("report");
    let output = heyan().args(["scan", "gone.jpg", "--report"]).arg(&out).output().unwrap();
    refused(&output, &["gone.jpg"]);
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(html.contains("gone.jpg") && html.contains("no such file"));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}

#[test]
fn the_demo_without_samples_says_how_to_make_them() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("demo");
    refused(&heyan().args(["demo", "--out"]).arg(&out).output().unwrap(), &["cargo xtask demo"]);
    assert!(!out.exists());
}

/// The models, as the program would find them from the package's folder.
fn pack() -> PathBuf {
    let named = std::env::var_os("HEYAN_PACK").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|dir| dir.join("models/pack"));
    let found = named.into_iter().chain(above).find(|dir| dir.is_dir());
    assert!(found.is_some(), "no models/pack: run `cargo xtask setup` before the tests");
    found.unwrap()
}

/// A picture that is surely no document.
fn grey_picture(path: &Path) {
    image::RgbImage::from_pixel(640, 480, image::Rgb([120, 121, 119])).save(path).unwrap();
}

#[test]
fn without_models_it_says_what_to_run() {
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("grey.png");
    grey_picture(&picture);
    let scan = |pack: &str| heyan().arg("scan").arg(&picture).args(["--pack", pack]).output().unwrap();
    refused(&scan("nowhere"), &["nowhere", "cargo xtask setup"]);
    let empty = dir.path().join("pack");
    fs::create_dir(&empty).unwrap();
    refused(&scan(empty.to_str().unwrap()), &["cargo xtask setup"]);
}

#[test]
fn a_list_tells_the_readable_and_the_unreadable() {
    let pack = pack();
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("grey.png");
    grey_picture(&picture);
    let scan = |more: &[&str]| {
        heyan().arg("scan").arg(&picture).args(more).arg(&picture).arg("--pack").arg(&pack).output().unwrap()
    };
    let output = scan(&["--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let output = scan(&["--json", "gone.jpg"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(out.lines().count(), 2);
    for line in out.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["schema"], "heyan.scan/1");
        assert_eq!(value["input"], picture.to_str().unwrap());
        assert_eq!(value["document"]["kind"], "unknown");
        assert_eq!(value["verdict"], "retry");
    }
    let output = scan(&["--lang", "zh"]);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("请重新拍摄") && !out.contains('\u{1b}'), "{out}");
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let pack = pack();
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("grey.png");
    grey_picture(&picture);
    let mut child = heyan()
        .args(["scan", "--json", "--pack"])
        .arg(&pack)
        .args(vec![&picture; 4])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(output.stderr.is_empty(), "{}", err(&output));
}
