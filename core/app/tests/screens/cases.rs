use heyan::rules::Code;
use heyan::rules::filing::Standing;
use heyan_app::cases::{Cases, CasesIntent};
use heyan_app::{Effect, Place, Problem, ProblemKind};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

fn open() -> CasesIntent {
    CasesIntent::Open { name: CASE.to_owned() }
}

fn delete() -> CasesIntent {
    CasesIntent::Delete { name: CASE.to_owned() }
}

#[test]
fn a_case_is_listed_with_its_next_step() {
    let fakes = fakes();
    let mut shell = Shell::waiting(Cases::new(fakes.desk()));
    assert!(shell.state().loading);
    shell.work();
    let state = shell.state();
    let row = &state.rows[0];
    assert!(!state.loading && row.problem.is_none());
    assert_eq!((row.done, row.asked, row.name.as_str()), (2, 3, CASE), "what was insisted on is done");
    assert!(!row.next.is_empty() && !row.provider.is_empty() && !row.order.is_empty());
    shell.intend(open());
    shell.intend(CasesIntent::New);
    shell.intend(CasesIntent::Settings);
    let places = [Place::CaseHome { case: CASE.to_owned() }, Place::NewCase, Place::Settings];
    assert_eq!(shell.did(), places.map(Effect::Go));
}

#[test]
fn a_complete_case_has_no_next_step_and_a_stale_step_is_not_done() {
    let fakes = fakes();
    fakes.world().next = None;
    fakes.world().standing = Standing::Stale;
    let shell = Shell::open(Cases::new(fakes.desk()));
    let row = &shell.state().rows[0];
    assert_eq!((row.next.as_str(), row.done), ("", 1));
}

#[test]
fn a_case_whose_key_is_gone_stays_listed_and_can_be_deleted_once() {
    let fakes = fakes();
    fakes.fail("open", Problem::KeyGone);
    let mut shell = Shell::open(Cases::new(fakes.desk()));
    let told = shell.state().rows[0].problem.clone().unwrap();
    assert_eq!((told.kind, told.code.as_str()), (ProblemKind::KeyGone, "case.key_gone"));
    assert!(!told.what.is_empty() && !told.advice.is_empty());
    shell.tap(delete());
    shell.tap(delete());
    shell.work();
    assert_eq!(fakes.calls("delete"), 1, "two fast taps delete once");
    assert!(shell.state().rows.is_empty());
}

#[test]
fn what_cannot_be_deleted_is_told_and_can_be_tried_again() {
    let fakes = fakes();
    let mut shell = Shell::open(Cases::new(fakes.desk()));
    fakes.fail("delete", Problem::KeyLocked);
    shell.intend(delete());
    assert_eq!(shell.state().problem.unwrap().kind, ProblemKind::KeyLocked);
    assert_eq!(shell.state().rows.len(), 1);
    shell.intend(delete());
    assert!(shell.state().problem.is_none() && shell.state().rows.is_empty());
}

#[test]
fn a_deletion_that_was_wanted_is_done_though_the_screen_is_left_and_a_list_is_not_read() {
    let fakes = fakes();
    let mut shell = Shell::open(Cases::new(fakes.desk()));
    shell.tap(delete());
    shell.leave();
    shell.work();
    assert_eq!((fakes.calls("delete"), shell.drawn), (1, 1), "nobody draws what nobody sees");
    let mut left = Shell::waiting(Cases::new(fakes.desk()));
    left.leave();
    let before = fakes.calls("names");
    left.work();
    assert_eq!(fakes.calls("names"), before);
}

#[test]
fn a_case_that_is_being_sent_says_so_and_is_not_to_be_deleted() {
    let fakes = fakes();
    fakes.fail("summary", Problem::Told(Code::CaseBusy));
    let row = &Shell::open(Cases::new(fakes.desk())).state().rows[0];
    assert!(!row.can_delete && row.problem.as_ref().is_some_and(|told| told.code == "case.busy"));
    fakes.fail("summary", Problem::KeyGone);
    assert!(Shell::open(Cases::new(fakes.desk())).state().rows[0].can_delete);
}
