use heyan::rules::filing::Step;
use heyan_app::letter::{Letter, LetterIntent};
use heyan_app::review::ReviewIntent;
use heyan_app::{Effect, Lang, Problem, ProblemKind};

use crate::fakes::{CASE, Fakes, fakes};
use crate::shell::Shell;

fn letter(fakes: &Fakes) -> Shell<Letter> {
    Shell::open(Letter::new(fakes.desk(), CASE.to_owned(), Step::PromiseLetter))
}

fn chosen(path: &str) -> LetterIntent {
    LetterIntent::Chosen { path: path.to_owned() }
}

#[test]
fn pages_are_chosen_taken_out_and_looked_at_once() {
    let fakes = fakes();
    let mut shell = letter(&fakes);
    shell.intend(LetterIntent::Judge);
    assert_eq!(fakes.calls("judge_pages"), 0, "there is nothing to look at");
    shell.intend(LetterIntent::Add);
    assert_eq!(shell.did(), [Effect::ChooseFile]);
    ["/1", "/2", "/2", "/3"].into_iter().for_each(|path| shell.intend(chosen(path)));
    shell.intend(LetterIntent::Remove { path: "/1".to_owned() });
    shell.intend(LetterIntent::Remove { path: "/elsewhere".to_owned() });
    assert_eq!(shell.did(), [Effect::RemoveFile("/1".to_owned())], "only what was chosen is removed");
    assert_eq!(shell.state().pages, ["/2", "/3"]);
    shell.tap(LetterIntent::Judge);
    shell.tap(LetterIntent::Judge);
    shell.tap(chosen("/late"));
    shell.work();
    assert!(fakes.calls("judge_pages") == 1 && shell.state().review.is_some());
    assert!(fakes.world().calls.contains(&"judge_pages promise_letter /2 /3".to_owned()));
    shell.intend(LetterIntent::Review(ReviewIntent::Keep));
    assert_eq!(shell.did(), [Effect::Back]);
    shell.leave();
    assert_eq!(shell.did(), ["/2", "/3"].map(|path| Effect::RemoveFile(path.to_owned())));
}

#[test]
fn without_models_it_says_so_and_the_pages_stay() {
    let fakes = fakes();
    let mut shell = letter(&fakes);
    shell.intend(chosen("/1"));
    fakes.fail("judge_pages", Problem::Models);
    shell.intend(LetterIntent::Judge);
    let state = shell.state();
    assert_eq!((state.problem.unwrap().kind, state.busy, state.pages.len()), (ProblemKind::Models, false, 1));
    shell.intend(LetterIntent::Judge);
    shell.intend(LetterIntent::Review(ReviewIntent::Again));
    assert!(shell.state().review.is_none() && shell.state().pages.len() == 1);
    fakes.fail("open", Problem::KeyGone);
    assert_eq!(letter(&fakes).state().problem.unwrap().kind, ProblemKind::KeyGone);
}

#[test]
fn left_in_the_middle_the_copies_go_and_its_name_is_said_in_the_language_that_is_spoken() {
    let fakes = fakes();
    let desk = fakes.desk();
    let mut shell = Shell::open(Letter::new(desk.clone(), CASE.to_owned(), Step::PromiseLetter));
    let name = shell.state().name;
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert_ne!(shell.state().name, name);
    shell.intend(chosen("/1"));
    shell.tap(LetterIntent::Judge);
    shell.leave();
    shell.work();
    assert_eq!((shell.did(), fakes.calls("judge_pages")), (vec![Effect::RemoveFile("/1".to_owned())], 0));
}
