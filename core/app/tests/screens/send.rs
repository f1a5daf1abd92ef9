use heyan::rules::Code;
use heyan::vault::Purpose;
use heyan_app::ports::Progress;
use heyan_app::send::{Send, SendIntent, SendPhase};
use heyan_app::{Effect, Lang, Place, Problem, ProblemKind};

use crate::fakes::{CASE, Fakes, fakes};
use crate::shell::Shell;

fn send(fakes: &Fakes) -> Shell<Send> {
    fakes.world().given = Purpose::ALL.to_vec();
    Shell::open(Send::new(fakes.desk(), CASE.to_owned()))
}

#[test]
fn without_consent_it_is_not_sent() {
    let fakes = fakes();
    fakes.world().given = vec![Purpose::SendIdentity];
    let mut shell = Shell::open(Send::new(fakes.desk(), CASE.to_owned()));
    let state = shell.state();
    assert_eq!((state.missing.as_slice(), state.can_send), ([Purpose::SendFace].as_slice(), false));
    assert_eq!((state.rows.len(), state.bytes), (2, 700_000), "what is not there is not sent");
    shell.intend(SendIntent::Send);
    assert_eq!(fakes.calls("sending"), 0);
    shell.intend(SendIntent::Consent);
    assert_eq!(shell.did(), [Effect::Go(Place::Consent { case: CASE.to_owned() })]);
}

#[test]
fn two_fast_taps_send_once_and_what_was_sent_is_not_sent_again() {
    let fakes = fakes();
    let mut shell = send(&fakes);
    shell.tap(SendIntent::Send);
    shell.tap(SendIntent::Send);
    assert_eq!(shell.state().phase, SendPhase::Running);
    shell.work();
    assert_eq!((fakes.calls("run"), shell.state().phase), (1, SendPhase::Sent));
    shell.intend(SendIntent::Send);
    assert_eq!(fakes.calls("sending"), 1);
    shell.did();
    shell.leave();
    assert!(shell.did().is_empty());
    fakes.world().sent = 2;
    assert_eq!(send(&fakes).state().phase, SendPhase::Sent);
}

#[test]
fn progress_is_looked_at_while_it_runs_and_not_after() {
    let fakes = fakes();
    let mut shell = send(&fakes);
    shell.tap(SendIntent::Send);
    shell.step();
    assert_eq!(shell.did(), [Effect::LookAfter(250)]);
    fakes.world().progress = Some(Progress { sent_bytes: 10, total_bytes: 100, left_s: None });
    shell.tap(SendIntent::Look);
    assert_eq!(shell.state().progress.unwrap().sent_bytes, 10);
    assert_eq!(shell.did(), [Effect::LookAfter(250)]);
    shell.tap(SendIntent::NetworkChanged);
    assert_eq!(fakes.calls("network_changed"), 1);
    shell.work();
    shell.tap(SendIntent::Look);
    assert!(shell.did().is_empty());
}

#[test]
fn a_pause_is_no_problem_and_it_goes_on() {
    let fakes = fakes();
    let mut shell = send(&fakes);
    shell.tap(SendIntent::Send);
    shell.step();
    shell.tap(SendIntent::Pause);
    assert_eq!(fakes.calls("pause"), 1);
    fakes.fail("run", Problem::Told(Code::SubmitPaused));
    shell.work();
    let state = shell.state();
    assert_eq!((state.phase, state.problem, state.can_send), (SendPhase::Paused, None, true));
    shell.intend(SendIntent::Send);
    assert_eq!(shell.state().phase, SendPhase::Sent);
}

#[test]
fn a_pause_before_it_has_begun_holds() {
    let fakes = fakes();
    let mut shell = send(&fakes);
    shell.tap(SendIntent::Send);
    shell.tap(SendIntent::Pause);
    shell.work();
    assert_eq!((fakes.calls("run"), shell.state().phase), (0, SendPhase::Paused));
}

#[test]
fn trouble_is_told_in_the_language_that_is_spoken_and_it_can_be_tried_again() {
    let fakes = fakes();
    fakes.world().given = Purpose::ALL.to_vec();
    let desk = fakes.desk();
    let mut shell = Shell::open(Send::new(desk.clone(), CASE.to_owned()));
    fakes.fail("run", Problem::Told(Code::SubmitUnreachable));
    shell.intend(SendIntent::Send);
    let told = shell.state().problem.unwrap();
    assert_eq!(told.code, "submit.unreachable");
    assert!(shell.state().can_send);
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert_ne!(shell.state().problem.unwrap().what, told.what);
    fakes.fail("open", Problem::KeyGone);
    assert_eq!(send(&fakes).state().problem.unwrap().kind, ProblemKind::KeyGone);
}

#[test]
fn left_while_it_runs_the_system_goes_on_with_it() {
    let fakes = fakes();
    let mut shell = send(&fakes);
    shell.tap(SendIntent::Send);
    shell.step();
    shell.did();
    shell.leave();
    assert_eq!((shell.did(), fakes.calls("pause")), (vec![Effect::SendInBackground(CASE.to_owned())], 1));
    let mut paused = send(&fakes);
    paused.tap(SendIntent::Send);
    paused.tap(SendIntent::Pause);
    paused.leave();
    assert!(paused.did().is_empty(), "what was paused stays so");
}
