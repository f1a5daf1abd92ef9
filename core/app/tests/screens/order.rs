use heyan::rules::Code;
use heyan::rules::filing::Step;
use heyan_app::order::{Order, OrderIntent};
use heyan_app::{Effect, Lang, Place, Problem, ProblemKind};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

#[test]
fn two_fast_taps_ask_once_and_what_came_is_shown() {
    let fakes = fakes();
    let mut shell = Shell::open(Order::new(fakes.desk(), CASE.to_owned()));
    assert!(shell.state().order.is_some_and(|order| !order.name.is_empty() && !order.next.is_empty()));
    shell.tap(OrderIntent::Ask);
    shell.tap(OrderIntent::Ask);
    assert!(shell.state().asking);
    shell.work();
    assert_eq!(fakes.calls("follow"), 1);
    let state = shell.state();
    assert!(!state.asking && state.filing_number.is_some() && state.ask_again_s == Some(60));
    shell.intend(OrderIntent::Ask);
    assert_eq!(shell.state().said, ["ok", "ok"], "what was said before stays");
}

#[test]
fn trouble_is_told_and_it_can_be_asked_again() {
    let fakes = fakes();
    let mut shell = Shell::open(Order::new(fakes.desk(), CASE.to_owned()));
    fakes.fail("follow", Problem::Told(Code::SubmitNotYet));
    shell.intend(OrderIntent::Ask);
    let state = shell.state();
    assert_eq!((state.problem.unwrap().code.as_str(), state.asking), ("submit.not_yet", false));
    shell.intend(OrderIntent::Ask);
    assert!(shell.state().problem.is_none());
    fakes.fail("open", Problem::KeyLocked);
    let mut locked = Shell::open(Order::new(fakes.desk(), CASE.to_owned()));
    locked.intend(OrderIntent::Ask);
    assert_eq!(locked.state().problem.unwrap().kind, ProblemKind::KeyLocked);
    assert_eq!(fakes.calls("follow"), 2);
}

#[test]
fn a_step_is_done_again_and_the_status_is_said_in_the_language_that_is_spoken() {
    let fakes = fakes();
    let desk = fakes.desk();
    let mut shell = Shell::open(Order::new(desk.clone(), CASE.to_owned()));
    let before = shell.state().order.unwrap();
    desk.speak(Lang::Zh);
    shell.screen.retell();
    let now = shell.state().order.unwrap();
    assert!(now.name != before.name && now.status == before.status);
    shell.intend(OrderIntent::Redo { step: Step::Portrait });
    assert_eq!(shell.did(), [Effect::Go(Place::Portrait { case: CASE.to_owned() })]);
    shell.tap(OrderIntent::Ask);
    shell.leave();
    shell.work();
    assert_eq!(fakes.calls("follow"), 1, "what comes is kept in the case though nobody looks");
}
