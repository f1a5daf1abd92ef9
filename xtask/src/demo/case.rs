//! The demo's filing order: a case is made, filled, killed in the middle of a step, goes on, is agreed to, sent, and followed to
//! its filing number. Everything is done by the programs as a person would call them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::page::{Act, Page};
use super::{TODAY, clear};
use crate::fault::{Fault, Result};
use crate::run;

/// Whoever is drawn with this seed files.
const SEED: &str = "11";
/// Milliseconds between the sandbox's statuses.
const PACE_MS: &str = "1500";
const DOMAIN: &str = "xiaohe.cn";
const SITE: &str = "小河边的摄影";
/// How often the kill is tried: a step may be done before the first look at the folder.
const KILLS: usize = 5;

/// A profile of one's own, as a person would write it for a provider that has none here.
const PROFILE: &str = r#"# The demo's provider: what Huawei Cloud asks, and the statement on top.
schema = 1
name = "demo"
level = "provider"
extends = "huawei"

[steps.statement]
asked = "always"
source = "OURS the demo shows every judgement"
date = "2026-11"
[steps.domain_certificate]
asked = "never"
source = "OURS the demo has no domain"
date = "2026-11"

[statement]
source = "OURS written for the demo; providers issue their own"
date = "2026-11"
[statement.template]
version = 1
id = "demo"
edition = "demo-1"
sample = true
source = "written for the demo"
text = "本人{responsible_name}，是网站负责人。本人郑重承诺，所提交的备案信息真实、准确、有效。如有虚假，愿意接受注销备案等处理。今天是{date}，验证码是{code}。"
fields = ["responsible_name", "date"]
code_digits = 4
"#;

/// One run of it.
struct PlayedCase {
    work: PathBuf,
    page: Page,
}

/// Plays the whole in `out/case`; the page is `out/case.html`.
pub fn play(out: &Path) -> Result<PathBuf> {
    let work = out.join("case");
    clear(&work)?;
    let material = work.join("material");
    fs::create_dir_all(&material).map_err(|e| Fault::io("making", &material, &e))?;
    let mut desk = PlayedCase { work, page: Page::default() };
    let (name, number) = desk.material()?;
    desk.make(&name, &number)?;
    desk.fill()?;
    desk.send()?;
    let path = out.join("case.html");
    fs::write(&path, desk.page.html()).map_err(|e| Fault::io("writing", &path, &e))?;
    Ok(path)
}

impl PlayedCase {
    fn material_at(&self, name: &str) -> PathBuf {
        self.work.join("material").join(name)
    }

    /// `heyan case WORD DIR …` with the desk's key, its memory beside the case.
    fn heyan(&self, word: &str, args: &[&str]) -> Command {
        let mut command = run::ours("heyan");
        command.env("HEYAN_STATE", self.work.join("state")).env("LANG", "en");
        command.args(["case", word]).arg(self.work.join("folder")).args(args);
        command.arg("--key-file").arg(self.work.join("key"));
        command
    }

    /// Both sides of a card, letters signed by its holder, a portrait; and the profile.
    fn material(&mut self) -> Result<(String, String)> {
        println!("demo: case: drawing the papers of one person");
        let material = self.work.join("material");
        quietly(run::samples("cards").args(["pair", "--seed", SEED, "--today", TODAY, "--out"]).arg(&material))?;
        let list = self.material_at("truth.jsonl");
        let text = fs::read_to_string(&list).map_err(|e| Fault::io("reading", &list, &e))?;
        let front: Value = text
            .lines()
            .next()
            .and_then(|line| serde_json::from_str(line).ok())
            .ok_or_else(|| Fault::new("heyan-samples cards pair listed no card"))?;
        let field = |name: &str| text_at(&front, &format!("/fields/{name}")).to_owned();
        let (name, number) = (field("name"), field("id_number"));
        let mut letters = run::samples("letters");
        letters.args(["write", "--name", &name, "--domain", DOMAIN, "--day", TODAY, "--out"]).arg(&material);
        quietly(&mut letters)?;
        let unsigned = material.join("unsigned");
        letters = run::samples("letters");
        letters.args(["write", "--unsigned", "--name", &name, "--domain", DOMAIN, "--out"]).arg(&unsigned);
        quietly(&mut letters)?;
        let portraits = self.work.join("portraits");
        quietly(run::samples("portraits").arg("demo").arg("--out").arg(&portraits))?;
        let portrait = self.material_at("portrait.jpg");
        fs::copy(portraits.join("1-good.jpg"), &portrait).map_err(|e| Fault::io("copying", &portrait, &e))?;
        let profile = self.work.join("demo.toml");
        fs::write(&profile, PROFILE).map_err(|e| Fault::io("writing", &profile, &e))?;
        Ok((name, number))
    }

    fn make(&mut self, name: &str, number: &str) -> Result<()> {
        let profile = self.work.join("demo.toml").display().to_string();
        let args =
            ["--profile", &profile, "--name", name, "--id-number", number, "--site-name", SITE, "--domain", DOMAIN];
        let mut new = self.heyan("new", &args);
        self.act(
            "A case for one order",
            "heyan case new DIR --profile demo.toml --name … --id-number … --site-name …",
            &mut new,
            0,
        )?;
        let mut ask = self.heyan("ask", &[]);
        self.act("What to do before the camera is drawn", "heyan case ask DIR", &mut ask, 0)?;
        let status = self.status()?;
        let asked = status.get("asked").cloned().unwrap_or_default();
        let drawn = asked.get("actions").and_then(Value::as_array).into_iter().flatten();
        let actions: Vec<&str> = drawn.map(|action| text_at(action, "/action")).collect();
        let text = text_at(&asked, "/statement");
        println!("demo: case: a person is asked to {}, and reads aloud: {text}", actions.join(", "));
        let script = self.material_at("statement-text.txt");
        fs::write(&script, text).map_err(|e| Fault::io("writing", &script, &e))?;
        println!("demo: case: drawing the person who does so");
        let clip = self.material_at("liveness.mp4");
        quietly(run::samples("heads").args(["run", "--actions", &actions.join(","), "--out"]).arg(clip))?;
        let video = self.material_at("statement.mp4");
        quietly(run::samples("statements").args(["read", "--text"]).arg(&script).arg("--out").arg(video))?;
        for name in ["liveness", "statement"] {
            self.still(name)?;
        }
        Ok(())
    }

    /// A frame out of the middle of a recording, for the page.
    fn still(&self, name: &str) -> Result<()> {
        let (video, picture) = (self.material_at(&format!("{name}.mp4")), self.material_at(&format!("{name}.jpg")));
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-nostdin", "-v", "error", "-y", "-ss", "2", "-i"]).arg(video).args([
            "-frames:v",
            "1",
            "-vf",
            "scale=480:-2",
        ]);
        quietly(ffmpeg.arg(picture))
    }

    fn fill(&mut self) -> Result<()> {
        let step = |desk: &mut Self, heading: &str, step: &str, file: &str, picture: &str, code: i32| {
            let path = desk.material_at(file).display().to_string();
            let mut add = desk.heyan("add", &[step, &path, "--today", TODAY]);
            desk.page.picture = Some(format!("case/material/{picture}"));
            desk.act(heading, &format!("heyan case add DIR {step} {file}"), &mut add, code).map(|_| ())
        };
        step(self, "The side with the portrait", "id_front", "front.jpg", "front.jpg", 0)?;
        step(self, "The side with the emblem, compared with the first", "id_back", "back.jpg", "back.jpg", 0)?;
        step(self, "The portrait", "portrait", "portrait.jpg", "portrait.jpg", 0)?;
        let (unsigned, letter) = ("unsigned/responsibility_letter.jpg", "responsibility_letter.jpg");
        step(
            self,
            "A letter that nobody has signed: refused, not kept",
            "responsibility_letter",
            unsigned,
            unsigned,
            1,
        )?;
        step(self, "The same, signed", "responsibility_letter", letter, letter, 0)?;
        step(self, "The promise", "promise_letter", "promise_letter.jpg", "promise_letter.jpg", 0)?;
        self.kill()?;
        step(
            self,
            "The statement again: it goes on where it stopped",
            "statement",
            "statement.mp4",
            "statement.jpg",
            0,
        )?;
        step(
            self,
            "The face check, last: its result is good for 72 hours",
            "liveness",
            "liveness.mp4",
            "liveness.jpg",
            0,
        )?;
        let mut status = self.heyan("status", &[]);
        self.act("How the case stands", "heyan case status DIR", &mut status, 0).map(|_| ())
    }

    /// SIGKILL while the statement is being stored.
    fn kill(&mut self) -> Result<()> {
        let video = self.material_at("statement.mp4").display().to_string();
        let begun = Instant::now();
        let mut told = String::new();
        for attempt in 1..=KILLS {
            let mut add = self.heyan("add", &["statement", &video, "--today", TODAY]);
            let mut child = spawned(add.stdout(Stdio::null()).stderr(Stdio::null()))?;
            let mut ended = false;
            while !ended && !self.being_written() {
                ended = child.try_wait().is_ok_and(|status| status.is_some());
                std::thread::sleep(Duration::from_micros(100));
            }
            let _ = child.kill();
            let _ = child.wait();
            if !ended {
                told = format!("Killed while a file of the case was half written (attempt {attempt}).");
                break;
            }
            told = "It was done before it could be killed, every time: this disk is too fast for the demo.".to_owned();
        }
        println!("demo: case: kill -9 in the middle of `add statement`: {told}");
        let state = self.state("statement")?;
        let said = format!("{told}\nThe case opens; the step stands as: {state}. Nothing else has changed.");
        self.page.acts.push(Act {
            heading: "Power off in the middle of a step (kill -9)".to_owned(),
            command: "kill -9 heyan".to_owned(),
            said,
            seconds: begun.elapsed().as_secs_f64(),
            picture: None,
        });
        Ok(())
    }

    fn being_written(&self) -> bool {
        let unfinished = |folder: PathBuf| {
            fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| entry.path().extension().is_some())
        };
        unfinished(self.work.join("folder")) || unfinished(self.work.join("folder").join("records"))
    }

    fn status(&self) -> Result<Value> {
        let output = run::capture(&mut self.heyan("status", &["--json"]))?;
        serde_json::from_slice(&output.stdout)
            .map_err(|_| Fault::new(format!("the case does not open: {}", String::from_utf8_lossy(&output.stderr))))
    }

    fn state(&self, step: &str) -> Result<String> {
        let status = self.status()?;
        let steps = status.get("steps").and_then(Value::as_array).into_iter().flatten();
        let state = steps.filter(|found| text_at(found, "/step") == step).map(|found| text_at(found, "/state")).next();
        Ok(state.unwrap_or("none").to_owned())
    }

    fn send(&mut self) -> Result<()> {
        let folder = self.work.join("gateway");
        let mut gateway = Gateway::start(&folder)?;
        println!("demo: case: the sandbox gateway listens at {}", gateway.address);
        let (address, ca, pin) = (gateway.address.clone(), gateway.certificate.clone(), gateway.pin.clone());
        let to: [&str; 4] = ["--to", &address, "--ca", &ca];
        let shown = "heyan case submit DIR --to https://localhost:… --ca gateway.pem --pin sha256/…";
        let mut early = self.heyan("submit", &[&to[..], &["--pin", &pin]].concat());
        self.act("Nothing leaves without consent", shown, &mut early, 1)?;
        for purpose in ["send_identity", "send_face"] {
            let mut consent = self.heyan("consent", &["--give", purpose]);
            self.act(
                "A consent of its own for each purpose",
                &format!("heyan case consent DIR --give {purpose}"),
                &mut consent,
                0,
            )?;
        }
        let other = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let mut wrong = self.heyan("submit", &[&to[..], &["--pin", other]].concat());
        self.act("Another server’s key: nothing is sent", "heyan case submit … --pin (another)", &mut wrong, 2)?;
        let mut submit = self.heyan("submit", &[&to[..], &["--pin", &pin]].concat());
        self.act("Sealed, signed and sent", shown, &mut submit, 0)?;
        let mut track = self.heyan("track", &["--ca", &ca, "--pin", &pin, "--wait", "--every", "1"]);
        let followed = self.act("Followed to its end", "heyan case track DIR --wait", &mut track, 0)?;
        gateway.stop();
        if !followed.contains("\"filed\"") {
            return Err(Fault::new("the order did not come to its filing number; what was said stands above"));
        }
        Ok(())
    }

    /// Runs `command`, tells it on the terminal and on the page. Another exit code than `code` is a fault.
    fn act(&mut self, heading: &str, shown: &str, command: &mut Command, code: i32) -> Result<String> {
        let begun = Instant::now();
        let output = run::capture(command)?;
        let seconds = begun.elapsed().as_secs_f64();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let said =
            [out.trim_end(), err.trim_end()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        let said: String = said.lines().map(readable).collect::<Vec<_>>().join("\n");
        println!("\ndemo: case: {heading} ({seconds:.1} s)\n  $ {shown}");
        for line in said.lines() {
            println!("  {line}");
        }
        let expected = output.status.code() == Some(code);
        let picture = self.page.picture.take();
        let (heading, command) = (heading.to_owned(), shown.to_owned());
        self.page.acts.push(Act { heading, command, said: said.clone(), seconds, picture });
        if !expected {
            return Err(Fault::new(format!("this ended with {}, and {code} was expected", output.status)));
        }
        Ok(out.into_owned())
    }
}

/// A JSON line of the program, which speaks to programs when no terminal listens, as a person reads it.
fn readable(line: &str) -> String {
    let Ok(told) = serde_json::from_str::<Value>(line) else { return line.to_owned() };
    let figure = |name: &str| told.get(name).and_then(Value::as_f64);
    let word = |name: &str| told.get(name).and_then(Value::as_str);
    if let (Some(sent), Some(total)) = (figure("sent_bytes"), figure("total_bytes")) {
        let rate = figure("bytes_per_s").map_or_else(String::new, |rate| format!(", {:.1} MB/s", rate / 1e6));
        return format!("sent {:.2} of {:.2} MB{rate}", sent / 1e6, total / 1e6);
    }
    if let Some(submission) = word("submission") {
        return format!("received: submission {submission}");
    }
    if let Some(number) = word("filing_number") {
        return format!("filing number: {number}");
    }
    let status = word("status").map(|status| match status {
        "awaiting_review" => "待初审: the provider looks at it",
        "awaiting_submission" => "待提交管局: the provider has passed it",
        "awaiting_authority" => "待管局审核: it lies at the communications administration",
        "filed" => "已备案: filed",
        other => other,
    });
    status.map_or_else(|| line.to_owned(), |status| format!("→ {status}"))
}

fn text_at<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn quietly(command: &mut Command) -> Result<()> {
    let output = run::capture(command)?;
    if output.status.success() {
        return Ok(());
    }
    Err(Fault::new(format!("{} failed: {}", run::shown(command), String::from_utf8_lossy(&output.stderr))))
}

fn spawned(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|e| Fault::new(format!("{} could not be started: {e}", run::shown(command))))
}

/// `heyan gateway`, stopped when this goes.
struct Gateway {
    child: Child,
    address: String,
    pin: String,
    certificate: String,
}

impl Gateway {
    fn start(folder: &Path) -> Result<Self> {
        let mut command = run::ours("heyan");
        command.args(["gateway", "--pace-ms", PACE_MS, "--dir"]).arg(folder).stdout(Stdio::piped());
        let mut child = spawned(&mut command)?;
        let mut line = String::new();
        let read = child.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        let told: Value = serde_json::from_str(&line).unwrap_or_default();
        let of = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
        match (read, of("address"), of("pin"), of("certificate")) {
            (Some(Ok(_)), Some(address), Some(pin), Some(certificate)) => Ok(Self { child, address, pin, certificate }),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                Err(Fault::new("heyan gateway did not say where it listens; its own message stands above"))
            }
        }
    }

    /// As Ctrl-C does: its upload server goes with it.
    fn stop(&mut self) {
        let id = self.child.id().to_string();
        if !run::works(Command::new("kill").args(["-INT", &id])) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            self.stop();
        }
    }
}
