use heyan::rules::filing::Step;
use heyan_app::asked::{Asked, AskedIntent};
use heyan_app::{Effect, Lang, Place, Problem, ProblemKind};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

#[test]
fn what_the_provider_asks_is_shown_with_when_and_where_it_stands() {
    let fakes = fakes();
    let desk = fakes.desk();
    let mut shell = Shell::open(Asked::new(desk.clone(), CASE.to_owned()));
    let state = shell.state();
    assert!(state.rows.iter().all(|row| !row.name.is_empty() && !row.when.is_empty() && !row.source.is_empty()));
    assert!(state.rows.iter().any(|row| !row.signature.is_empty()) && state.actions_drawn > 0);
    shell.intend(AskedIntent::Do { step: Step::IdFront });
    shell.intend(AskedIntent::Do { step: Step::IdFront });
    let place = Place::Scan { case: CASE.to_owned(), step: Step::IdFront };
    assert_eq!(shell.did(), [Effect::Go(place.clone()), Effect::Go(place)]);
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert_ne!(shell.state().rows[0].name, state.rows[0].name);
}

#[test]
fn a_lost_key_is_told_and_nothing_is_asked() {
    let fakes = fakes();
    fakes.fail("open", Problem::KeyGone);
    let mut shell = Shell::open(Asked::new(fakes.desk(), CASE.to_owned()));
    assert_eq!(shell.state().problem.unwrap().kind, ProblemKind::KeyGone);
    shell.intend(AskedIntent::Do { step: Step::IdFront });
    assert!(shell.did().is_empty() && shell.state().rows.is_empty());
    let mut left = Shell::waiting(Asked::new(fakes.desk(), CASE.to_owned()));
    left.leave();
    left.work();
    assert_eq!(fakes.calls("profile"), 0);
}
