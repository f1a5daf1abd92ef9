use heyan::rules::Code;
use heyan::rules::filing::Step;
use heyan_app::typed::{Typed, TypedField, TypedIntent};
use heyan_app::{Effect, Lang, Problem};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

fn name(text: &str) -> TypedIntent {
    TypedIntent::Type { field: TypedField::Name, text: text.into() }
}

#[test]
fn what_was_typed_is_put_right_once_and_says_what_is_to_be_done_again() {
    let fakes = fakes();
    fakes.world().redo = vec![Step::Statement];
    let desk = fakes.desk();
    let mut shell = Shell::waiting(Typed::new(desk.clone(), CASE.to_owned()));
    shell.tap(name("too early"));
    shell.work();
    assert_eq!(shell.state().name.expose(), "王小明", "nothing is typed over what is not known");
    shell.intend(name("王晓明"));
    shell.tap(TypedIntent::Save);
    shell.tap(TypedIntent::Save);
    shell.work();
    shell.intend(TypedIntent::Save);
    assert_eq!(fakes.calls("correct"), 1);
    assert_eq!(fakes.world().typed.name.expose(), "王晓明");
    let state = shell.state();
    assert!(state.saved && state.redo.len() == 1);
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert_ne!(shell.state().redo, state.redo);
    shell.intend(TypedIntent::Leave);
    assert_eq!(shell.did(), [Effect::Back]);
}

#[test]
fn handed_in_it_stays_as_it_is() {
    let fakes = fakes();
    fakes.world().correctable = false;
    let mut shell = Shell::open(Typed::new(fakes.desk(), CASE.to_owned()));
    shell.intend(TypedIntent::Save);
    assert!(fakes.calls("correct") == 0 && !shell.state().correctable);
}

#[test]
fn a_bad_name_is_told_and_stays_to_be_put_right() {
    let fakes = fakes();
    let mut shell = Shell::open(Typed::new(fakes.desk(), CASE.to_owned()));
    shell.intend(name(" "));
    fakes.fail("correct", Problem::Told(Code::CaseBadName));
    shell.intend(TypedIntent::Save);
    let state = shell.state();
    assert_eq!(state.problem.unwrap().code, "case.bad_name");
    assert!(!state.saved && !state.busy && state.name.expose() == " ");
}
