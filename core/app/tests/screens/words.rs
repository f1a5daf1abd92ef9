use heyan::rules::Code;
use heyan::rules::words::Words;
use heyan_app::scan::Scan;
use heyan_app::taking::TakeIntent;
use heyan_app::typed::{Typed, TypedField, TypedIntent};
use heyan_app::{Lang, Permission, Problem};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

#[test]
fn every_problem_has_words_of_its_own_in_both_languages() {
    let problems = [
        Problem::Told(Code::CaseBusy),
        Problem::KeyGone,
        Problem::KeyLocked,
        Problem::Models,
        Problem::Picture,
        Problem::Profile,
        Problem::Refused(Permission::Camera),
        Problem::Refused(Permission::Microphone),
        Problem::CameraLost,
        Problem::Fault,
    ];
    let mut seen = std::collections::BTreeSet::new();
    for problem in problems {
        for lang in [Lang::Zh, Lang::En] {
            let said = problem.said(&Words::new(lang));
            assert!(!said.advice.is_empty() && !said.code.is_empty(), "{problem:?}");
            assert!(!said.what.is_empty() && seen.insert(said.what), "{problem:?}");
        }
    }
    for permission in [Permission::Camera, Permission::Microphone] {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| permission.why(&Words::new(lang)));
        assert!(!zh.is_empty() && !en.is_empty() && zh != en);
    }
}

#[test]
fn states_are_plain_data_and_logs_show_nobody() {
    let fakes = fakes();
    let shell = Shell::open(Typed::new(fakes.desk(), CASE.to_owned()));
    let json = serde_json::to_value(shell.state()).unwrap();
    assert_eq!((&json["name"], &json["loaded"]), (&"王小明".into(), &true.into()));
    assert!(!format!("{:?}", shell.state()).contains("王小明"));
    let typed = TypedIntent::Type { field: TypedField::Name, text: "王小明".into() };
    let text = serde_json::to_string(&typed).unwrap();
    assert_eq!(text, r#"{"type":{"field":"name","text":"王小明"}}"#);
    assert!(serde_json::from_str::<TypedIntent>(&text).unwrap() == typed);
    assert!(!format!("{typed:?}").contains("王小明"));
    let mut scan = Shell::open(Scan::new(fakes.desk(), CASE.to_owned(), heyan::rules::filing::Step::IdFront));
    scan.intend(TakeIntent::Taken { still: vec![0] });
    assert!(!format!("{:?}", scan.state()).contains("王小明"));
    let review = &serde_json::to_value(scan.state()).unwrap()["review"];
    assert_eq!((&review["verdict"], &review["rows"][0]["read"]), (&"accept".into(), &"王小明".into()));
}

#[test]
fn a_panic_in_work_is_told_and_ends_nothing() {
    let fakes = fakes();
    let mut shell = Shell::waiting(Typed::new(fakes.desk(), CASE.to_owned()));
    // A lock that a panic has poisoned panics for who asks the fakes next.
    let poisoned = fakes.clone();
    let _ = std::thread::spawn(move || {
        let _held = poisoned.world();
        panic!("on purpose");
    })
    .join();
    shell.work();
    assert_eq!(shell.state().problem.unwrap().code, "app.fault");
    shell.intend(TypedIntent::Leave);
    assert_eq!(shell.did().len(), 1);
}
