//! The case through the real program: killed, starved of space, locked out, set back, searched for what it must not show.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use heyan::rules::Sensitive;
use heyan::rules::document::FieldKey;
use heyan::rules::filing::Step;
use heyan::vault::{Case, FolderGuard, Judgement, KeyFile, NewStep, Purpose};
use jiff::Timestamp;
use serde_json::Value;

const NAME: &str = "孙熙博";
const NUMBER: &str = "330106198806210012";

fn loudly(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A folder for one test: key, state and temporary files of the program lie in it, too.
struct Fixture(tempfile::TempDir);

impl Fixture {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::create_dir(desk.path("tmp")).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heyan"));
        command.current_dir(self.0.path()).env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES");
        command.env("HEYAN_STATE", self.path("state")).env("TMPDIR", self.path("tmp")).stdin(Stdio::null()).args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn case(&self, args: &[&str]) -> Output {
        self.command(&["case"]).args(args).args(["--key-file", "key"]).output().unwrap()
    }

    fn new_case(&self) {
        let made = self.case(&["new", "case", "--profile", "huawei", "--name", NAME, "--id-number", NUMBER]);
        assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    }

    fn status(&self) -> Value {
        let output = self.case(&["status", "case", "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn state(&self, step: &str) -> String {
        let status = self.status();
        let steps = status["steps"].as_array().unwrap();
        steps.iter().find(|s| s["step"] == step).map_or("none".to_owned(), |s| s["state"].as_str().unwrap().to_owned())
    }

    /// The case, opened by this process.
    fn open(&self) -> Case {
        let keys = Box::new(KeyFile::read(&self.path("key")).unwrap());
        let rollback_guard = Box::new(FolderGuard::new(self.path("state").join("cases")));
        Case::open(&self.path("case"), keys, rollback_guard, Timestamp::now()).unwrap_or_else(|e| panic!("{e}"))
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// One line on standard error, the code 2 and nothing on standard output.
fn refused(output: &Output, words: &[&str]) {
    let err = err(output);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(output.stdout.is_empty());
    assert_eq!(err.lines().count(), 1, "{err}");
    for word in words {
        assert!(err.contains(word), "`{word}` not in: {err}");
    }
}

/// Like a video of a phone: its first bytes are those of MPEG-4, and it tells what it is everywhere.
fn video(version: usize, bytes: usize) -> Vec<u8> {
    let mut all = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec();
    let mark = format!("PLAINTEXT-OF-VERSION-{version:06}-");
    while all.len() < bytes {
        all.extend_from_slice(mark.as_bytes());
    }
    all
}

/// A picture that can be decoded, of a page on which nothing stands. Providers take no picture of a few kilobytes; what follows
/// the picture's end is not read.
fn letter() -> Vec<u8> {
    let mut page = std::io::Cursor::new(Vec::new());
    let plain = image::RgbImage::from_pixel(1200, 1600, image::Rgb([232, 231, 229]));
    plain.write_to(&mut page, image::ImageFormat::Jpeg).unwrap();
    let mut all = page.into_inner();
    all.extend((0..300_000u32).map(|i| (i * 31 % 251) as u8));
    all
}

/// All bytes of all files below `folder`, with their names.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            all.push((path, bytes));
        }
    }
    all
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// SplitMix64: the same instants on every machine, as far as a machine's pace allows.
fn random(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// The recording that the case holds under a step that nothing judges: its version, when there is one.
fn held(case: &Case) -> Option<usize> {
    let record = case.file().steps.get(&Step::HoldingPhoto)?;
    let mut content = Vec::new();
    case.vault().read(record.records[0]).unwrap().read_to_end(&mut content).unwrap();
    let text = String::from_utf8_lossy(&content[32..60]).into_owned();
    let version: usize = text.strip_prefix("PLAINTEXT-OF-VERSION-").unwrap()[..6].parse().unwrap();
    assert!(content == video(version, VIDEO_BYTES), "a torn record");
    Some(version)
}

/// Whether a file of the case is being written.
fn changing(case: &Path) -> bool {
    let unfinished = |folder: PathBuf| {
        fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| entry.path().extension().is_some())
    };
    unfinished(case.to_path_buf()) || unfinished(case.join("records"))
}

const VIDEO_BYTES: usize = 6_000_000;
const KILLS: usize = 300;

/// `kill -9` while records are added, replaced and purged.
#[test]
fn three_hundred_kills_tear_nothing() {
    let desk = Fixture::new();
    desk.new_case();
    let add = ["add", "case", "holding_photo", "v.mp4", "--force"];
    let mut seed = 20_261_124;
    // How long each takes when nobody kills it: begun together with the machine's pace, and followed.
    let mut pace = [Duration::from_millis(200); 2];
    let (mut old, mut new, mut caught) = (0, 0, 0);
    for i in 0..KILLS {
        let purge = i % 3 == 2;
        let mut case = desk.open();
        if purge && case.grant(Purpose::SendFace, "huawei").is_none() {
            case.agree(Purpose::SendFace, "huawei", "text", Timestamp::now()).unwrap();
        }
        let before = held(&case);
        drop(case);
        let after = if purge { None } else { Some(i) };
        desk.write("v.mp4", &video(i, VIDEO_BYTES));
        let mut command = desk.command(&["case"]);
        if purge {
            command.args(["consent", "case", "--withdraw", "send_face"]);
        } else {
            command.args(add);
        }
        let begun = Instant::now();
        let mut child =
            command.args(["--key-file", "key"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let pace = &mut pace[usize::from(purge)];
        // Every other time from the first change to the folder on: most of the rest goes by while the program is loaded.
        let mut ended = false;
        if i % 2 == 0 {
            while !ended && !changing(&desk.path("case")) && begun.elapsed() < Duration::from_secs(20) {
                ended = child.try_wait().unwrap().is_some();
                thread::sleep(Duration::from_micros(100));
            }
        }
        // Every fourth at once, so that enough fall into the writing however fast the machine writes.
        let share = match i % 4 {
            0 => 0.0,
            2 => 0.3 * random(&mut seed),
            _ => 0.2 + random(&mut seed),
        };
        let until = Instant::now() + pace.mul_f64(share);
        while Instant::now() < until && !ended {
            ended = child.try_wait().unwrap().is_some();
            thread::sleep(Duration::from_micros(200));
        }
        if i % 2 == 0 {
            // Its time is no measure of the whole.
        } else if ended {
            *pace = (*pace * 3 + begun.elapsed()) / 4;
        } else {
            *pace = pace.mul_f64(1.02);
        }
        child.kill().ok();
        child.wait().unwrap();
        let left = files(&desk.path("case"));
        caught += usize::from(left.iter().any(|(path, _)| path.extension().is_some()));
        let mark = b"PLAINTEXT-OF";
        assert!(!left.iter().any(|(_, bytes)| holds(&bytes[..bytes.len().min(200_000)], mark)), "kill {i}: readable");
        let case = desk.open();
        match held(&case) {
            found if found == after && (ended || found != before) => new += 1,
            found if found == before => old += 1,
            found => panic!("kill {i}: {found:?}, neither {before:?} nor {after:?}"),
        }
        assert_eq!(case.vault().entries().len(), usize::from(held(&case).is_some()), "kill {i}: nothing is left over");
        drop(case);
        let records = fs::read_dir(desk.path("case/records")).unwrap().count();
        assert!(records <= 1, "kill {i}: {records} files");
    }
    loudly(&format!(
        "{KILLS} kills: {old} left the old state, {new} the new one, {caught} were caught with a file half done"
    ));
    assert!(old > 20 && new > 20 && caught > 20, "{old} old, {new} new, {caught} half done: not at all instants");
    // And it goes on.
    desk.write("v.mp4", &video(7, VIDEO_BYTES));
    assert_eq!(desk.case(&add).status.code(), Some(0));
    assert_eq!(desk.state("holding_photo"), "forced");
}

#[test]
fn nothing_personal_lies_readable() {
    let desk = Fixture::new();
    desk.new_case();
    desk.write("v.mp4", &video(1, 3_000_000));
    desk.write("l.jpg", &letter());
    let mut said = String::new();
    for step in [["holding_photo", "v.mp4"], ["promise_letter", "l.jpg"], ["business_licence", "l.jpg"]] {
        let added = desk.case(&["add", "case", step[0], step[1], "--force"]);
        assert_eq!(added.status.code(), Some(0), "{}", err(&added));
        said += &(out(&added) + &err(&added));
    }
    for args in [&["status", "case"][..], &["status", "case", "--json"], &["consent", "case", "--give", "send_face"]] {
        let told = desk.case(args);
        said += &(out(&told) + &err(&told));
    }
    let text = fs::read_to_string(desk.path("key")).unwrap();
    let hex = text.trim();
    let key: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect();
    let wanted: [&[u8]; 9] = [
        NAME.as_bytes(),
        NUMBER.as_bytes(),
        b"huawei",
        b"holding_photo",
        b"ftypisom",
        b"JFIF",
        b"PLAINTEXT",
        hex.as_bytes(),
        &key,
    ];
    let mut searched = 0;
    for folder in ["case", "state", "tmp"] {
        for (path, bytes) in files(&desk.path(folder)) {
            searched += bytes.len();
            for word in wanted {
                assert!(!holds(&bytes, word), "{} holds {:?}", path.display(), String::from_utf8_lossy(word));
            }
            let name = path.to_string_lossy().into_owned();
            assert!(!name.contains("holding_photo") && !name.contains(NUMBER), "{name}");
        }
    }
    assert!(searched > 3_000_000);
    assert!(!said.contains(NAME) && !said.contains(NUMBER) && !said.contains(hex), "{said}");
    // ONNX Runtime's own library of measurements, which is switched off, leaves the time and a random number of its run.
    let own = |path: &PathBuf| path.file_name().is_none_or(|name| name != ".ses");
    let left: Vec<PathBuf> = files(&desk.path("tmp")).into_iter().map(|file| file.0).filter(own).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_wrong_passphrase_loses_nothing() {
    let desk = Fixture::new();
    desk.write("right", "correct horse\n".as_bytes());
    desk.write("wrong", "correct horses\n".as_bytes());
    desk.write("empty", "\n".as_bytes());
    let with = |file: &str, args: &[&str]| desk.run(&[&["case"], args, &["--passphrase-file", file]].concat());
    let new =
        ["new", "case", "--profile", "tencent", "--province", "江苏", "--name", NAME, "--id-number", NUMBER, "--json"];
    refused(&with("empty", &new), &["empty"]);
    refused(&with("gone", &new), &["gone"]);
    assert!(!desk.path("case").exists());
    let made = with("right", &new);
    let status: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!((&status["schema"], &status["order"]["status"]), (&"heyan.case/1".into(), &"incomplete".into()));
    let asked: Vec<&str> = status["steps"].as_array().unwrap().iter().map(|s| s["step"].as_str().unwrap()).collect();
    for step in ["id_front", "id_back", "liveness", "statement", "responsibility_letter", "promise_letter"] {
        assert!(asked.contains(&step), "{step}");
    }
    let before = files(&desk.path("case"));
    refused(&with("wrong", &["status", "case"]), &["does not open", "Nothing was lost"]);
    desk.write("l.jpg", &letter());
    refused(&with("wrong", &["add", "case", "promise_letter", "l.jpg", "--force"]), &["does not open"]);
    assert!(files(&desk.path("case")) == before);
    refused(&desk.run(&["case", "status", "case"]), &["--passphrase-file"]);
    desk.write("key", &[b'0'; 64]);
    refused(&desk.case(&["status", "case"]), &["--passphrase-file"]);
    assert_eq!(with("right", &["status", "case"]).status.code(), Some(0));
}

#[test]
fn what_the_profile_refuses_is_not_kept_unless_forced() {
    let desk = Fixture::new();
    desk.new_case();
    desk.write("l.jpg", &letter());
    desk.write("l.pdf", b"%PDF-1.7 a letter");
    desk.write("large.jpg", &[letter(), vec![7; 5 << 20]].concat());
    let json = |args: &[&str]| -> (Option<i32>, Value) {
        let output = desk.case(args);
        (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
    };
    let codes = |value: &Value| -> Vec<String> {
        value["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    };
    for (file, code) in
        [("l.jpg", "paper.blank"), ("l.pdf", "filing.file_form"), ("large.jpg", "filing.file_too_large")]
    {
        let (exit, told) = json(&["add", "case", "promise_letter", file, "--json"]);
        assert_eq!((exit, &told["recorded"]), (Some(1), &Value::Null));
        assert!(codes(&told).contains(&code.to_owned()), "{file}: {told}");
        assert_ne!(told["verdict"], "accept", "what was not judged is no pass");
    }
    assert_eq!(desk.state("promise_letter"), "missing");
    let (exit, told) = json(&["add", "case", "promise_letter", "l.jpg", "--force", "--json"]);
    assert_eq!((exit, told["recorded"].as_str()), (Some(0), Some("forced")));
    assert_eq!(desk.state("promise_letter"), "forced");
    refused(&desk.case(&["add", "case", "promise_letter", "gone.jpg"]), &["gone.jpg", "no such file"]);
    desk.write("broken.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01 and nothing more");
    for step in ["id_front", "promise_letter", "portrait"] {
        refused(&desk.case(&["add", "case", step, "broken.jpg"]), &["broken.jpg"]);
    }
    refused(&desk.case(&["add", "case", "liveness", "l.jpg"]), &["heyan case ask", "--actions"]);
    refused(&desk.case(&["add", "case", "statement", "l.jpg"]), &["heyan case ask", "--script"]);
    assert_eq!(desk.state("id_front"), "missing");
    // The order, by hand.
    let (exit, told) = json(&["order", "case", "handed_in", "--json"]);
    assert_eq!((exit, told["order"]["status"].as_str()), (Some(0), Some("awaiting_review")));
    let tilt = "动作不规范，偏头和转头混淆。";
    let (_, told) = json(&["order", "case", "rejected", "--reason", tilt, "--json"]);
    assert_eq!(told["order"]["reasons"][0]["redo"][0], "liveness");
    refused(&desk.case(&["order", "case", "approved"]), &["cannot happen"]);
}

/// Protects that a portrait in a case goes through the portrait's own judgement: a wall without a person is not kept.
#[test]
fn a_portrait_is_judged_before_it_is_kept() {
    let desk = Fixture::new();
    desk.new_case();
    let mut wall = std::io::Cursor::new(Vec::new());
    let plain = image::RgbImage::from_pixel(1200, 1600, image::Rgb([232, 231, 229]));
    plain.write_to(&mut wall, image::ImageFormat::Jpeg).unwrap();
    // Providers take no picture of a few kilobytes; what follows the picture's end is not read.
    let mut bytes = wall.into_inner();
    bytes.resize(300_000, 0);
    desk.write("wall.jpg", &bytes);
    let added = desk.case(&["add", "case", "portrait", "wall.jpg", "--json"]);
    let told: Value = serde_json::from_slice(&added.stdout).unwrap();
    assert_eq!((added.status.code(), &told["recorded"]), (Some(1), &Value::Null), "{told}");
    let codes: Vec<&str> = told["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"portrait.no_face") && !codes.contains(&"filing.not_judged"), "{codes:?}");
    assert_eq!(desk.state("portrait"), "missing");
}

#[test]
fn an_old_index_and_changed_files_are_refused() {
    let desk = Fixture::new();
    desk.new_case();
    desk.write("l.jpg", &letter());
    let add = |step: &str| {
        let added = desk.case(&["add", "case", step, "l.jpg", "--force"]);
        assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    };
    add("business_licence");
    let index = fs::read(desk.path("case/index")).unwrap();
    let whole = files(&desk.path("case"));
    add("holding_photo");
    let newest = files(&desk.path("case"));
    let put = |files: &[(PathBuf, Vec<u8>)]| {
        fs::remove_dir_all(desk.path("case")).unwrap();
        fs::create_dir_all(desk.path("case/records")).unwrap();
        files.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    };
    desk.write("case/index", &index);
    refused(&desk.case(&["status", "case"]), &["older state"]);
    put(&whole);
    refused(&desk.case(&["status", "case"]), &["older state"]);
    put(&newest);
    assert_eq!(desk.state("holding_photo"), "forced");
    // A bit in a record: the rest of the case can still be looked at.
    let record = newest.iter().find(|(path, bytes)| path.parent().unwrap().ends_with("records") && bytes.len() > 1000);
    let (path, bytes) = record.unwrap();
    let mut changed = bytes.clone();
    changed[200_000] ^= 4;
    fs::write(path, changed).unwrap();
    let output = desk.case(&["status", "case", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("not as it was written"), "{}", err(&output));
    assert!(out(&output).contains("case.damaged"));
    put(&newest);
    desk.write("case/vault", b"HEYANVLT\x02");
    refused(&desk.case(&["status", "case"]), &["case"]);
    put(&newest);
    let gone = desk.run(&["case", "delete", "case"]);
    assert_eq!(gone.status.code(), Some(0));
    assert!(!desk.path("case").exists());
    refused(&desk.case(&["status", "case"]), &["no case"]);
    refused(&desk.run(&["case", "delete", "case"]), &["no case"]);
}

/// A small file system of its own.
struct Mount(PathBuf);

impl Mount {
    fn of(path: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(path).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "none"]).arg(path).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self(path.to_path_buf()))
    }

    fn remount(&self, options: &str) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{options}")]).arg(&self.0).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_or_locked_disk_leaves_the_old_state() {
    let desk = Fixture::new();
    let Some(disk) = Mount::of(&desk.path("disk"), "size=3m") else {
        loudly(
            "SKIPPED: a file system of its own takes the right to mount; the same is tested step by step in heyan-case",
        );
        return;
    };
    let case = |args: &[&str]| desk.case(&[&args[..1], &["disk/case"], &args[1..]].concat());
    let made = case(&["new", "--profile", "huawei", "--name", NAME, "--id-number", NUMBER]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    desk.write("l.jpg", &letter());
    desk.write("v.mp4", &video(1, 5_000_000));
    assert_eq!(case(&["add", "business_licence", "l.jpg", "--force"]).status.code(), Some(0));
    let before = files(&desk.path("disk"));
    refused(&case(&["add", "holding_photo", "v.mp4", "--force"]), &["no space", "as it was before"]);
    let after = files(&desk.path("disk"));
    assert_eq!(after.iter().map(|f| &f.0).collect::<Vec<_>>(), before.iter().map(|f| &f.0).collect::<Vec<_>>());
    // Full to the last byte: it can still be looked at.
    let filler = desk.path("disk/filler");
    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[1; 4096]).is_ok() {}
    drop(file);
    assert_eq!(case(&["status"]).status.code(), Some(0));
    refused(&case(&["add", "employment_proof", "l.jpg", "--force"]), &["no space"]);
    fs::remove_file(&filler).unwrap();
    assert_eq!(case(&["add", "employment_proof", "l.jpg", "--force"]).status.code(), Some(0));

    assert!(disk.remount("ro"));
    let status = case(&["status", "--json"]);
    assert_eq!(status.status.code(), Some(0), "{}", err(&status));
    refused(&case(&["add", "holding_photo", "v.mp4", "--force"]), &["cannot be written", "as it was before"]);
    refused(&desk.run(&["case", "delete", "disk/case"]), &["cannot be written"]);
    assert!(disk.remount("rw"));
    let status = case(&["status", "--json"]);
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    let forced = status["steps"].as_array().unwrap().iter().filter(|s| s["state"] == "forced").count();
    assert_eq!(forced, 2);
}

#[test]
fn two_programs_on_one_case_wait_for_each_other() {
    let desk = Fixture::new();
    desk.new_case();
    let open = desk.open();
    refused(&desk.case(&["status", "case"]), &["Another program has this case open"]);
    drop(open);
    desk.write("l.jpg", &letter());
    let steps = ["business_licence", "holding_photo"];
    let children: Vec<_> = steps
        .iter()
        .map(|step| {
            let mut command = desk.command(&["case", "add", "case", step, "l.jpg", "--force", "--key-file", "key"]);
            command.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    assert!(steps.iter().all(|step| desk.state(step) == "forced"));
}

#[test]
fn profiles_are_listed_shown_and_checked() {
    let desk = Fixture::new();
    let show = |args: &[&str]| desk.run(&[&["profile"], args].concat());
    let listed = out(&show(&["list"]));
    for name in ["generic", "huawei", "tencent", "aliyun", "wechat", "jiangsu", "Guangdong"] {
        assert!(listed.contains(name), "{name}");
    }
    let shown: Value =
        serde_json::from_slice(&show(&["show", "huawei", "--province", "上海", "--json"]).stdout).unwrap();
    let limits = shown["limits"].as_array().unwrap();
    let licence = limits.iter().find(|l| l["name"] == "filing.licence_months_left").unwrap();
    assert_eq!((licence["value"].as_f64(), licence["unit"].as_str()), (Some(12.0), Some("months")));
    for part in ["steps", "limits", "signatures", "exports", "deadlines", "notes"] {
        for line in shown[part].as_array().unwrap() {
            assert!(line["source"].as_str().is_some_and(|s| !s.is_empty()) && line["date"].is_string(), "{line}");
        }
    }
    refused(&show(&["show", "nobody"]), &["nobody", "huawei"]);
    let bad = show(&["show", "huawei", "--province", "atlantis"]);
    assert!(bad.status.code() == Some(2) && err(&bad).contains("jiangsu"));
    let own = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n[limits.\"filing.min_age_years\"]\nvalue = 21\n";
    desk.write("own.toml", own.as_bytes());
    refused(&show(&["show", "own.toml"]), &["own.toml", "filing.min_age_years", "source"]);
    desk.write("own.toml", format!("{own}unit = \"years\"\nsource = \"OURS\"\ndate = \"2026\"\n").as_bytes());
    assert!(out(&show(&["show", "own.toml"])).contains("21 years"));
    // The same file serves the portrait check; what is refused then is the picture, which is not there.
    refused(&desk.run(&["portrait", "gone.jpg", "--profile", "own.toml"]), &["gone.jpg"]);
    let nobody = desk.run(&["portrait", "gone.jpg", "--profile", "nobody"]);
    assert!(nobody.status.code() == Some(2) && err(&nobody).contains("passport"), "{}", err(&nobody));
    refused(&show(&["show", "gone.toml"]), &["no such file"]);
}

/// Protects that what is asked comes from the profile, is written down in the case, and is what a recording is judged by.
#[test]
fn what_to_do_before_the_camera_is_drawn_by_the_profile() {
    let desk = Fixture::new();
    let json = |args: &[&str]| -> Value {
        let output = desk.case(args);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    desk.new_case();
    let asked = json(&["ask", "case", "--json"]);
    let actions: Vec<String> =
        asked["actions"].as_array().unwrap().iter().map(|a| a["action"].as_str().unwrap().to_owned()).collect();
    assert_eq!(actions.len(), 3);
    for action in &actions {
        assert!(
            ["turn_left", "turn_right", "nod", "open_mouth"].contains(&action.as_str()),
            "{action}: no tilt is asked"
        );
    }
    // The sample's text names a domain, and this case has none.
    assert!(asked["statement"].is_null() && asked["statement_missing"].as_str().unwrap().contains("domain"));
    assert_eq!(json(&["status", "case", "--json"])["asked"]["actions"], asked["actions"]);
    let own = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n[steps.construction_plan]\nasked = \"always\"\n\
        source = \"OURS\"\ndate = \"2026\"\n[statement]\nsource = \"OURS\"\ndate = \"2026\"\n[statement.template]\nversion = 1\nid = \"own\"\n\
        edition = \"1\"\nsource = \"ours\"\ntext = \"我是{responsible_name}，网站{site_name}，{domain}，验证码{code}。\"\n\
        fields = [\"responsible_name\", \"site_name\", \"domain\"]\ncode_digits = 6\n";
    desk.write("own.toml", own.as_bytes());
    let new = |dir: &str, site: &str, more: &[&str]| {
        let args = ["new", dir, "--profile", "own.toml", "--name", NAME, "--id-number", NUMBER, "--site-name", site];
        desk.case(&[&args, more].concat())
    };
    // A name that a reviewer refuses makes no case, unless one insists.
    let refused_name = new("other", "中国小河", &[]);
    assert_eq!(refused_name.status.code(), Some(1), "{}", err(&refused_name));
    assert!(out(&refused_name).contains("--force") && !desk.path("other").exists());
    assert_eq!(new("other", "中国小河", &["--force"]).status.code(), Some(0));
    assert!(out(&desk.case(&["status", "other", "--json"])).contains("filing.site_name_national"));
    refused(&new("bad", "小河边的摄影", &["--domain", "http://a.cn"]), &["--domain", "a.cn"]);
    let made = new("mine", "小河边的摄影", &["--domain", "xiaohe.cn", "--json"]);
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(made["profile"], "own");
    assert!(made["steps"].as_array().unwrap().iter().any(|s| s["step"] == "construction_plan"));
    // The file may go: the case has its text.
    fs::remove_file(desk.path("own.toml")).unwrap();
    let asked = json(&["ask", "mine", "--json"]);
    let text = asked["statement"].as_str().unwrap();
    let code: String = text.chars().filter(char::is_ascii_digit).collect();
    assert!(
        text.contains(NAME) && text.contains("小河边的摄影") && text.contains("xiaohe.cn") && code.len() == 6,
        "{text}"
    );
    let again = json(&["ask", "mine", "--json"]);
    assert_ne!(again["statement"], asked["statement"], "a code is asked once");
    assert_eq!(json(&["status", "mine", "--json"])["sample"], Value::Null);
}

/// Protects that what was typed wrong is put right without a new case, and that what is not the person's does not stay.
#[test]
fn a_name_typed_wrong_is_corrected_until_the_case_is_handed_in() {
    let desk = Fixture::new();
    desk.new_case();
    // A card that was read, and kept against another name.
    let put = |step: Step, judgement: Judgement, filing: &[&str]| {
        let fields = BTreeMap::from([
            (FieldKey::Name, Sensitive::new("孙熙傅".to_owned())),
            (FieldKey::IdNumber, Sensitive::new(NUMBER.to_owned())),
        ]);
        let fields = if step == Step::IdFront { fields } else { BTreeMap::new() };
        let filing = filing.iter().map(|code| (*code).to_owned()).collect();
        let mut bytes = std::io::Cursor::new(b"material");
        let findings = Vec::new();
        let new = NewStep { judgement, files: vec![&mut bytes], fields, findings, filing, challenge: None, face: None };
        desk.open().put(step, new, Timestamp::now()).unwrap();
    };
    put(Step::IdFront, Judgement::Forced, &["filing.name_mismatch"]);
    put(Step::Statement, Judgement::Accepted, &[]);
    put(Step::Liveness, Judgement::Accepted, &[]);
    let before = files(&desk.path("case"));
    refused(&desk.case(&["correct", "case", "--id-number", "330106198806210021"]), &["--id-number", "check"]);
    refused(&desk.case(&["correct", "case", "--name", " "]), &["--name"]);
    refused(&desk.case(&["correct", "case", "--domain", "no domain"]), &["--domain"]);
    let nothing = desk.case(&["correct", "case"]);
    assert!(nothing.status.code() == Some(2) && err(&nothing).contains("--name"), "{}", err(&nothing));
    assert!(files(&desk.path("case")) == before, "refused, nothing was written");
    let corrected = desk.case(&["correct", "case", "--name", "孙熙傅", "--domain", "xiaohe.cn"]);
    assert_eq!(corrected.status.code(), Some(0), "{}", err(&corrected));
    assert!(out(&corrected).contains("statement video") && !out(&corrected).contains("孙熙傅"), "{}", out(&corrected));
    let states = ["id_front", "statement", "liveness"].map(|step| desk.state(step));
    // Huawei asks for no statement: one that is gone stands nowhere.
    assert_eq!(states, ["done", "none", "done"], "read in the wrong name; the card fits now");
    {
        let case = desk.open();
        assert!(!case.vault().state().contains(NAME), "of the old name nothing stays");
        assert_eq!(case.vault().entries().len(), 2);
        assert_eq!(case.file().site.as_ref().unwrap().domain.as_deref(), Some("xiaohe.cn"));
    }
    // Another's number: the card is not theirs.
    assert_eq!(desk.case(&["correct", "case", "--id-number", "11010519491231002X"]).status.code(), Some(0));
    assert_eq!(desk.state("id_front"), "missing");
    assert_eq!(desk.case(&["order", "case", "handed_in"]).status.code(), Some(0));
    let late = desk.case(&["correct", "case", "--name", NAME]);
    assert_eq!(late.status.code(), Some(1));
    assert!(err(&late).contains("handed in") && err(&late).lines().count() == 1, "{}", err(&late));
    assert_eq!(desk.open().file().person.name.expose(), "孙熙傅");
}
