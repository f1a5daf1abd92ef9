use heyan::rules::Verdict;
use heyan::rules::filing::Step;
use heyan_app::review::{ReviewIntent, ReviewState};
use heyan_app::scan::Scan;
use heyan_app::taking::TakeIntent;
use heyan_app::typed::{TypedField, TypedIntent};
use heyan_app::{Effect, Lang, Problem, ProblemKind};

use crate::fakes::{CASE, Fakes, fakes};
use crate::shell::Shell;

/// A review of a card that says `name`.
fn review(fakes: &Fakes) -> Shell<Scan> {
    let mut shell = Shell::open(Scan::new(fakes.desk(), CASE.to_owned(), Step::IdFront));
    shell.intend(TakeIntent::Taken { still: vec![0] });
    shell.did();
    shell
}

fn state(shell: &Shell<Scan>) -> ReviewState {
    shell.state().review.unwrap()
}

fn want(shell: &mut Shell<Scan>, intent: ReviewIntent) {
    shell.intend(TakeIntent::Review(intent));
}

#[test]
fn what_was_read_stands_beside_what_was_typed() {
    let fakes = fakes();
    fakes.world().on_card = "王晓明";
    let shell = review(&fakes);
    let rows = state(&shell).rows;
    let of = |key: &str| rows.iter().find(|row| row.key == key).unwrap();
    let name = of("name");
    assert_eq!((name.read.expose(), name.typed.as_ref().map(|t| t.expose())), ("王晓明", Some("王小明")));
    assert_eq!(name.same, Some(false));
    assert_eq!((of("address").typed.clone(), of("address").same), (None, None));
    let number = of("id_number");
    assert_eq!((number.read.expose(), number.same), ("", None), "what was not read is shown as that");
    assert!(number.typed.is_some());
}

#[test]
fn a_refusal_is_kept_only_by_insisting() {
    let fakes = fakes();
    fakes.world().verdict = Verdict::Retry;
    let mut shell = review(&fakes);
    want(&mut shell, ReviewIntent::Keep);
    assert!(shell.did().is_empty() && !state(&shell).busy);
    want(&mut shell, ReviewIntent::Insist);
    assert_eq!(shell.did(), [Effect::Back]);
    want(&mut shell, ReviewIntent::Insist);
    assert_eq!(fakes.calls("keep"), 2, "kept once is kept");
}

#[test]
fn what_was_typed_wrong_is_put_right_and_the_picture_need_not_be_taken_again() {
    let fakes = fakes();
    fakes.world().on_card = "王晓明";
    fakes.world().redo = vec![Step::Statement];
    let mut shell = review(&fakes);
    assert!(state(&shell).correctable && state(&shell).verdict == Verdict::Reject);
    want(&mut shell, ReviewIntent::Correct);
    assert_eq!(state(&shell).typing.unwrap().name.expose(), "王小明");
    want(&mut shell, ReviewIntent::Typed(TypedIntent::Leave));
    assert!(state(&shell).typing.is_none() && shell.did().is_empty(), "the review stays");
    want(&mut shell, ReviewIntent::Correct);
    let text = "王晓明".into();
    want(&mut shell, ReviewIntent::Typed(TypedIntent::Type { field: TypedField::Name, text }));
    want(&mut shell, ReviewIntent::Typed(TypedIntent::Save));
    let now = state(&shell);
    assert_eq!((now.verdict, now.correctable, now.redo.len()), (Verdict::Accept, false, 1));
    assert!(now.typing.is_none() && now.findings.is_empty());
    assert_eq!(fakes.calls("judge"), 1);
}

#[test]
fn typing_that_is_left_while_it_is_read_is_not_brought_back() {
    let fakes = fakes();
    fakes.world().on_card = "王晓明";
    let mut shell = review(&fakes);
    shell.tap(TakeIntent::Review(ReviewIntent::Correct));
    shell.tap(TakeIntent::Review(ReviewIntent::Typed(TypedIntent::Leave)));
    shell.work();
    assert!(state(&shell).typing.is_none());
}

#[test]
fn a_full_disk_is_told_and_it_can_be_kept_again_and_findings_change_their_language() {
    let fakes = fakes();
    fakes.world().on_card = "王晓明";
    let desk = fakes.desk();
    let mut shell = Shell::open(Scan::new(desk.clone(), CASE.to_owned(), Step::IdFront));
    shell.intend(TakeIntent::Taken { still: vec![0] });
    let found = state(&shell).findings[0].clone();
    fakes.fail("keep", Problem::Told(heyan::rules::Code::CaseFull));
    want(&mut shell, ReviewIntent::Insist);
    let told = state(&shell).problem.unwrap();
    assert_eq!((told.kind, told.code.as_str()), (ProblemKind::Told, "case.full"));
    desk.speak(Lang::Zh);
    shell.screen.retell();
    let anew = state(&shell);
    assert_eq!(anew.findings[0].code, found.code);
    assert_ne!((&anew.findings[0].message, &anew.problem.unwrap().what), (&found.message, &told.what));
    shell.did();
    want(&mut shell, ReviewIntent::Insist);
    assert_eq!(shell.did(), [Effect::Back]);
}
