use heyan_app::settings::{Settings, SettingsIntent};
use heyan_app::{Effect, Lang, Problem, ProblemKind};

use crate::fakes::fakes;
use crate::shell::Shell;

#[test]
fn everything_is_deleted_only_when_asked_once_more() {
    let fakes = fakes();
    fakes.world().cases.push("b".to_owned());
    let mut shell = Shell::open(Settings::new(fakes.desk()));
    shell.intend(SettingsIntent::Delete);
    shell.intend(SettingsIntent::AskDelete);
    shell.intend(SettingsIntent::Leave);
    shell.intend(SettingsIntent::Delete);
    assert_eq!(fakes.calls("delete"), 0);
    shell.intend(SettingsIntent::AskDelete);
    assert!(shell.state().asked);
    shell.tap(SettingsIntent::Delete);
    shell.tap(SettingsIntent::Delete);
    shell.tap(SettingsIntent::AskDelete);
    shell.work();
    assert_eq!(fakes.calls("delete"), 2, "each case once");
    assert!(shell.state().deleted && !shell.state().asked);
}

#[test]
fn one_case_that_cannot_be_destroyed_keeps_no_other_and_is_told() {
    let fakes = fakes();
    fakes.world().cases.push("b".to_owned());
    let desk = fakes.desk();
    let mut shell = Shell::open(Settings::new(desk.clone()));
    fakes.fail("delete", Problem::KeyLocked);
    shell.intend(SettingsIntent::AskDelete);
    shell.intend(SettingsIntent::Delete);
    let told = shell.state().problem.unwrap();
    assert_eq!((told.kind, shell.state().deleted), (ProblemKind::KeyLocked, false));
    assert_eq!(fakes.world().cases, ["a"]);
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert_ne!(shell.state().problem.unwrap().what, told.what);
    shell.intend(SettingsIntent::AskDelete);
    shell.tap(SettingsIntent::Delete);
    shell.leave();
    shell.work();
    assert!(fakes.world().cases.is_empty(), "what was wanted is done though the screen is left");
}

#[test]
fn language_and_licences_are_the_shells() {
    let mut shell = Shell::open(Settings::new(fakes().desk()));
    shell.intend(SettingsIntent::Language);
    shell.intend(SettingsIntent::Licences);
    assert_eq!(shell.did(), [Effect::ShowLanguages, Effect::ShowLicences]);
}
