use heyan::rules::filing::Step;
use heyan_app::case_home::{CaseHome, CaseIntent};
use heyan_app::{Effect, Lang, Place, Problem, ProblemKind};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

#[test]
fn steps_are_shown_with_the_next_and_lead_to_their_screens() {
    let fakes = fakes();
    let mut shell = Shell::open(CaseHome::new(fakes.desk(), CASE.to_owned()));
    let state = shell.state();
    assert_eq!(state.holder.expose(), "王小明");
    assert_eq!(state.steps.iter().filter(|step| step.next).map(|step| step.step).collect::<Vec<_>>(), [Step::IdBack]);
    assert!(!state.loading && state.order.is_some() && !state.findings.is_empty());
    let case = || CASE.to_owned();
    let ways = [
        (Step::IdBack, Place::Scan { case: case(), step: Step::IdBack }),
        (Step::Liveness, Place::Face { case: case() }),
        (Step::Portrait, Place::Portrait { case: case() }),
        (Step::Statement, Place::Statement { case: case() }),
        (Step::PromiseLetter, Place::Letter { case: case(), step: Step::PromiseLetter }),
    ];
    for (step, place) in ways {
        shell.intend(CaseIntent::Do { step });
        assert_eq!(shell.did(), [Effect::Go(place)]);
    }
}

#[test]
fn it_is_sent_only_when_all_that_is_asked_is_done() {
    let fakes = fakes();
    let mut shell = Shell::open(CaseHome::new(fakes.desk(), CASE.to_owned()));
    shell.intend(CaseIntent::Send);
    assert!(shell.did().is_empty() && !shell.state().complete);
    fakes.world().next = None;
    let mut shell = Shell::open(CaseHome::new(fakes.desk(), CASE.to_owned()));
    shell.intend(CaseIntent::Send);
    assert_eq!(shell.did(), [Effect::Go(Place::Send { case: CASE.to_owned() })]);
}

#[test]
fn a_lost_key_is_told_and_a_changed_language_is_spoken_at_once() {
    let fakes = fakes();
    fakes.fail("open", Problem::KeyGone);
    let desk = fakes.desk();
    let mut shell = Shell::open(CaseHome::new(desk.clone(), CASE.to_owned()));
    let told = shell.state().problem.unwrap();
    assert_eq!(told.kind, ProblemKind::KeyGone);
    assert!(!shell.state().loading);
    desk.speak(Lang::Zh);
    assert_eq!(shell.state().problem.unwrap(), told, "until it is told, it is as it was");
    assert_eq!(shell.screen.retell(), [Effect::Draw]);
    assert_ne!(shell.state().problem.unwrap().what, told.what);
    assert!(shell.screen.retell().is_empty(), "nothing is drawn twice");
    shell.leave();
    assert!(shell.screen.retell().is_empty());
}
