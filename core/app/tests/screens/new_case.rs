use heyan::rules::Code;
use heyan_app::new_case::{NewCase, NewCaseIntent};
use heyan_app::typed::TypedField;
use heyan_app::{Effect, Place, Problem, ProblemKind};

use crate::fakes::fakes;
use crate::shell::Shell;

fn name(text: &str) -> NewCaseIntent {
    NewCaseIntent::Type { field: TypedField::Name, text: text.into() }
}

#[test]
fn two_fast_taps_make_one_case_and_what_was_typed_is_forgotten() {
    let fakes = fakes();
    let mut shell = Shell::open(NewCase::new(fakes.desk()));
    shell.intend(name("王小明"));
    shell.intend(NewCaseIntent::Type { field: TypedField::Domain, text: "example.cn".into() });
    shell.tap(NewCaseIntent::Create);
    assert!(shell.state().busy);
    shell.tap(NewCaseIntent::Create);
    shell.tap(name("somebody else"));
    shell.work();
    assert_eq!(fakes.calls("create"), 1);
    assert_eq!(shell.did(), [Effect::GoFromHome(Place::CaseHome { case: "made".to_owned() })]);
    let state = shell.state();
    assert!(state.name.expose().is_empty() && state.domain.expose().is_empty());
}

#[test]
fn what_cannot_be_kept_is_told_and_stays_to_be_put_right() {
    let fakes = fakes();
    let mut shell = Shell::open(NewCase::new(fakes.desk()));
    shell.intend(name("王小明"));
    fakes.fail("create", Problem::Told(Code::CaseBadNumber));
    shell.intend(NewCaseIntent::Create);
    let state = shell.state();
    assert_eq!(state.problem.unwrap().code, "case.bad_number");
    assert_eq!((state.name.expose(), state.busy), ("王小明", false));
    shell.intend(NewCaseIntent::Create);
    assert_eq!(fakes.calls("create"), 2);
}

#[test]
fn a_profile_of_ones_own_goes_before_the_provider_until_another_is_picked() {
    let fakes = fakes();
    let mut shell = Shell::open(NewCase::new(fakes.desk()));
    shell.intend(NewCaseIntent::OwnProfile);
    assert_eq!(shell.did(), [Effect::ChooseFile]);
    shell.intend(NewCaseIntent::Profile { text: "nothing".to_owned() });
    assert_eq!(shell.state().problem.unwrap().kind, ProblemKind::Profile);
    let text = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n".to_owned();
    shell.intend(NewCaseIntent::Profile { text });
    let state = shell.state();
    assert!(state.own_profile && state.problem.is_none(), "{:?}", state.problem);
    assert_eq!(state.provider_name, "own");
    let key = state.providers.last().unwrap().key.clone();
    shell.intend(NewCaseIntent::Provider { key: key.clone() });
    let state = shell.state();
    assert_eq!((state.own_profile, state.provider), (false, key));
    shell.intend(NewCaseIntent::Provider { key: "nobody".to_owned() });
    assert_ne!(shell.state().provider, "nobody");
    let province = shell.state().provinces[0].key.clone();
    shell.intend(NewCaseIntent::Province { key: Some(province.clone()) });
    assert_eq!(shell.state().province, Some(province));
}
