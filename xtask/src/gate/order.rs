//! Runs steps in processes of their own: alone in order, or side by side, each with its time and its processor time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::cpu::shown;
use crate::fault::{Fault, Result};
use crate::run;

/// A step of the gate.
pub struct Step {
    /// Its word.
    pub name: &'static str,
    /// Which steps must have passed.
    pub needs: &'static [&'static str],
    /// Whether nothing else runs meanwhile.
    pub alone: bool,
    /// What it does.
    pub work: fn() -> Result<()>,
}

/// The word before the name of a step that is run in this process, and before the file for its processor time.
pub const ONE: &str = "--step";

/// How long to look away from the processes that run.
const LOOK: Duration = Duration::from_millis(50);

/// The step called `name`.
pub fn named<'a>(steps: &'a [Step], name: &str) -> Result<&'a Step> {
    steps.iter().find(|step| step.name == name).ok_or_else(|| {
        let known: Vec<&str> = steps.iter().map(|step| step.name).collect();
        Fault::new(format!("test has no step {name}; it has {}", known.join(", ")))
    })
}

/// All steps, or those `names` and what they need, in order.
pub fn chosen<'a>(steps: &'a [Step], names: &[String]) -> Result<Vec<&'a Step>> {
    let mut wanted = Vec::new();
    let mut open: Vec<&Step> = names.iter().map(|name| named(steps, name)).collect::<Result<_>>()?;
    while let Some(step) = open.pop() {
        wanted.push(step.name);
        open.extend(steps.iter().filter(|other| step.needs.contains(&other.name)));
    }
    Ok(steps.iter().filter(|step| names.is_empty() || wanted.contains(&step.name)).collect())
}

/// A step that has come to its end.
struct Done {
    name: &'static str,
    passed: bool,
    took: Duration,
    /// `None` where the system does not tell.
    spent: Option<Duration>,
}

/// A step at work.
struct Running<'a> {
    step: &'a Step,
    child: Child,
    begun: Instant,
}

impl Running<'_> {
    fn start<'a>(step: &'a Step, folder: &Path) -> Result<Running<'a>> {
        let file = |ending| file_of(folder, step, ending);
        let note = file("cpu");
        let mut command = Command::new(this_program()?);
        command.args(["test", ONE, step.name]).arg(&note);
        let _ = fs::remove_file(&note);
        if step.alone {
            println!("\n=== {} ===", step.name);
        } else {
            let log = file("log");
            let out = File::create(&log).map_err(|e| Fault::io("making", &log, &e))?;
            let err = out.try_clone().map_err(|e| Fault::io("making", &log, &e))?;
            command.stdout(out).stderr(err);
            println!("=== {} begins; what it says goes to {} ===", step.name, log.display());
        }
        let begun = Instant::now();
        let child = command.spawn().map_err(|e| Fault::new(format!("{} could not be started: {e}", step.name)))?;
        Ok(Running { step, child, begun })
    }

    /// What became of it, with what it said, once it has ended.
    fn ended(&mut self, folder: &Path) -> Option<Done> {
        let passed = match self.child.try_wait() {
            Ok(None) => return None,
            Ok(Some(status)) => status.success(),
            Err(_) => false,
        };
        let (step, took) = (self.step, self.begun.elapsed());
        if !step.alone {
            println!("\n=== {} ===", step.name);
            print!("{}", fs::read_to_string(file_of(folder, step, "log")).unwrap_or_default());
        }
        let note = fs::read_to_string(file_of(folder, step, "cpu")).ok();
        let spent = note.and_then(|text| text.parse().ok()).map(Duration::from_millis);
        let done = Done { name: step.name, passed, took, spent };
        let outcome = if passed { "passed" } else { "FAILED" };
        println!("=== {}: {outcome} after {}, processor {} ===", step.name, shown(took), spent_shown(spent));
        Some(done)
    }
}

fn file_of(folder: &Path, step: &Step, ending: &str) -> PathBuf {
    folder.join(format!("{}.{ending}", step.name.replace(' ', "-")))
}

/// Runs `steps`, up to the first failure: what runs beside it is let come to its end. Prints the table.
pub fn run(steps: &[&Step]) -> Result<()> {
    let folder = run::target_dir().join("gate");
    fs::create_dir_all(&folder).map_err(|e| Fault::io("making", &folder, &e))?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let begun = Instant::now();
    let mut waiting: Vec<&Step> = steps.to_vec();
    let mut running: Vec<Running<'_>> = Vec::new();
    let mut done: Vec<Done> = Vec::new();
    loop {
        let failed = done.iter().any(|step| !step.passed);
        while !failed && let Some(place) = next(&waiting, &running, &done, steps, cores) {
            running.push(Running::start(waiting.remove(place), &folder)?);
        }
        if running.is_empty() {
            break;
        }
        std::thread::sleep(LOOK);
        running.retain_mut(|step| step.ended(&folder).map(|ended| done.push(ended)).is_none());
    }
    print_table(steps, &done, begun.elapsed());
    match done.iter().filter(|step| !step.passed).map(|step| step.name).collect::<Vec<_>>().join(", ") {
        failed if failed.is_empty() => Ok(()),
        failed => Err(Fault::new(format!("failed: {failed}; what was said stands above"))),
    }
}

/// Which of `waiting` may begin now.
fn next(waiting: &[&Step], running: &[Running<'_>], done: &[Done], steps: &[&Step], cores: usize) -> Option<usize> {
    let busy: Vec<(&str, bool)> = running.iter().map(|running| (running.step.name, running.step.alone)).collect();
    let passed: Vec<&str> = done.iter().map(|done| done.name).collect();
    may_begin(waiting, &busy, &passed, steps, cores)
}

/// `busy` are names and whether they run alone. A need that was not chosen to run counts as met.
fn may_begin(
    waiting: &[&Step],
    busy: &[(&str, bool)],
    passed: &[&str],
    steps: &[&Step],
    cores: usize,
) -> Option<usize> {
    if busy.len() >= cores || busy.iter().any(|(_, alone)| *alone) {
        return None;
    }
    if let Some(first) = waiting.first().filter(|first| first.alone) {
        return (busy.is_empty() && met(first, passed, steps)).then_some(0);
    }
    waiting.iter().take_while(|step| !step.alone).position(|step| met(step, passed, steps))
}

fn met(step: &Step, passed: &[&str], steps: &[&Step]) -> bool {
    step.needs.iter().all(|need| passed.contains(need) || !steps.iter().any(|chosen| chosen.name == *need))
}

/// This program. Building the workspace replaces its file, and Linux still knows the one that runs.
fn this_program() -> Result<PathBuf> {
    let known = PathBuf::from("/proc/self/exe");
    if known.exists() {
        return Ok(known);
    }
    std::env::current_exe().map_err(|e| Fault::new(format!("this program does not know where it lies: {e}")))
}

fn print_table(steps: &[&Step], done: &[Done], took: Duration) {
    println!("\n{:<15} {:<8} {:>8} {:>11}", "step", "outcome", "time", "processor");
    for step in steps {
        match done.iter().find(|done| done.name == step.name) {
            Some(Done { name, passed, took, spent }) => {
                let outcome = if *passed { "passed" } else { "FAILED" };
                println!("{name:<15} {outcome:<8} {:>8} {:>11}", shown(*took), spent_shown(*spent));
            }
            None => println!("{:<15} not run", step.name),
        }
    }
    let spent = done.iter().map(|done| done.spent).sum::<Option<Duration>>();
    println!("{:<15} {:<8} {:>8} {:>11}", "all", "", shown(took), spent_shown(spent));
}

fn spent_shown(spent: Option<Duration>) -> String {
    spent.map_or_else(|| "-".to_owned(), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn step(name: &'static str, needs: &'static [&'static str], alone: bool) -> Step {
        Step { name, needs, alone, work: || Ok(()) }
    }

    const STEPS: [Step; 5] = [
        step("build", &[], true),
        step("tests", &["build"], false),
        step("sources", &["build"], false),
        step("app", &["sources"], false),
        step("bench", &["build"], false),
    ];

    fn all() -> Vec<&'static Step> {
        STEPS.iter().collect()
    }

    #[test]
    fn what_is_named_brings_what_it_needs() {
        let names = |words: &[&str]| -> Vec<&str> {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            chosen(&STEPS, &words).unwrap().iter().map(|step| step.name).collect()
        };
        assert_eq!(names(&["app"]), ["build", "sources", "app"]);
        assert_eq!(names(&[]).len(), STEPS.len());
        let fault = chosen(&STEPS, &["tets".to_owned()]).map(|_| ()).unwrap_err().to_string();
        assert!(fault.contains("tets") && fault.contains("sources"), "{fault}");
    }

    #[test]
    fn alone_is_alone_and_others_fill_the_cores_in_order() {
        let steps = all();
        assert_eq!(may_begin(&steps, &[], &[], &steps, 2), Some(0));
        assert_eq!(may_begin(&steps[1..], &[("build", true)], &[], &steps, 2), None);
        assert_eq!(may_begin(&steps[1..], &[], &["build"], &steps, 2), Some(0));
        assert_eq!(may_begin(&steps[2..], &[("tests", false)], &["build"], &steps, 2), Some(0));
        assert_eq!(may_begin(&steps[3..], &[("tests", false), ("sources", false)], &["build"], &steps, 2), None);
        // The app still waits for its sources; the bench need not.
        assert_eq!(may_begin(&steps[3..], &[("sources", false)], &["build", "tests"], &steps, 2), Some(1));
        assert_eq!(may_begin(&steps[3..], &[], &["build", "tests", "sources"], &steps, 2), Some(0));
    }

    #[test]
    fn a_step_alone_waits_until_nothing_runs() {
        let steps = [step("a", &[], false), step("b", &[], true), step("c", &[], false)];
        let all: Vec<&Step> = steps.iter().collect();
        assert_eq!(may_begin(&all[1..], &[("a", false)], &[], &all, 2), None);
        assert_eq!(may_begin(&all[1..], &[], &["a"], &all, 2), Some(0));
    }
}
