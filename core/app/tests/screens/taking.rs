use std::sync::{Arc, Barrier};

use heyan::rules::Verdict;
use heyan::rules::document::guide::CardHint;
use heyan::rules::filing::Step;
use heyan::rules::portrait::PortraitHint;
use heyan_app::portrait::Portrait;
use heyan_app::review::ReviewIntent;
use heyan_app::scan::Scan;
use heyan_app::taking::{Shutter, TakeIntent};
use heyan_app::{Camera, Effect, Facing, Lang, Permission, Problem, ProblemKind};

use crate::fakes::{CASE, Fakes, card, fakes, sitter};
use crate::shell::{Shell, meta};

const CAMERA: Effect = Effect::OpenCamera(Camera { facing: Facing::World, recording: None });

fn scan(fakes: &Fakes) -> Shell<Scan> {
    Shell::open(Scan::new(fakes.desk(), CASE.to_owned(), Step::IdFront))
}

fn yes() -> TakeIntent {
    TakeIntent::Permitted { yes: true }
}

fn taken() -> TakeIntent {
    TakeIntent::Taken { still: vec![1, 2, 3] }
}

#[test]
fn the_camera_opens_once_it_may_and_the_models_are_there_whichever_comes_last() {
    let fakes = fakes();
    let mut shell = Shell::waiting(Scan::new(fakes.desk(), CASE.to_owned(), Step::IdFront));
    assert_eq!(shell.did(), [Effect::Permit(vec![Permission::Camera])]);
    shell.tap(yes());
    assert!(shell.did().is_empty() && !shell.state().ready);
    shell.tap(TakeIntent::Press);
    assert!(shell.did().is_empty(), "no shutter before the models are there");
    shell.work();
    assert_eq!(shell.did(), [CAMERA]);
    let mut other = scan(&fakes);
    other.did();
    other.intend(yes());
    assert_eq!(other.did(), [CAMERA]);
}

#[test]
fn a_card_is_guided_taken_by_itself_reviewed_and_kept() {
    let fakes = fakes();
    fakes.world().card =
        [CardHint::ComeCloser, CardHint::ComeCloser, CardHint::Ready, CardHint::ComeCloser].map(card).into();
    let mut shell = scan(&fakes);
    shell.intend(yes());
    shell.did();
    shell.frame(0);
    let drawn = shell.drawn;
    assert!(!shell.state().guide.say.is_empty() && shell.state().guide.outline.len() == 4);
    shell.frame(33);
    assert_eq!(shell.drawn, drawn, "the same again is not drawn again");
    shell.frame(66);
    assert_eq!((shell.did(), shell.state().shutter), (vec![Effect::TakeStill], Shutter::Taking));
    shell.frame(99);
    assert_eq!(fakes.world().frames_ms, [0, 33, 66], "no frame is looked at while a still is taken");
    shell.tap(taken());
    shell.tap(taken());
    assert_eq!(shell.state().shutter, Shutter::Judging);
    shell.work();
    assert_eq!((fakes.calls("judge"), shell.did()), (1, vec![Effect::CloseCamera]));
    assert_eq!(shell.state().review.unwrap().verdict, Verdict::Accept);
    shell.tap(TakeIntent::Review(ReviewIntent::Keep));
    shell.tap(TakeIntent::Review(ReviewIntent::Keep));
    shell.work();
    assert_eq!((fakes.calls("keep"), shell.did()), (1, vec![Effect::Back]), "two fast taps keep once");
}

#[test]
fn two_fast_taps_on_the_shutter_take_one_still() {
    let fakes = fakes();
    let mut shell = scan(&fakes);
    shell.intend(yes());
    shell.did();
    shell.tap(TakeIntent::Press);
    shell.tap(TakeIntent::Press);
    assert_eq!(shell.did(), [Effect::TakeStill]);
}

#[test]
fn without_permission_it_says_so_and_a_chosen_picture_will_do() {
    let fakes = fakes();
    let mut shell = scan(&fakes);
    shell.did();
    shell.intend(TakeIntent::Permitted { yes: false });
    let told = shell.state().problem.unwrap();
    assert_eq!((told.kind, told.code.as_str()), (ProblemKind::Refused, "app.camera"));
    shell.intend(TakeIntent::Press);
    assert!(shell.did().is_empty());
    shell.intend(taken());
    assert!(shell.state().review.is_some() && shell.state().problem.is_none());
}

#[test]
fn without_models_it_says_so_and_the_camera_stays_shut() {
    let fakes = fakes();
    fakes.fail("scan", Problem::Models);
    let mut shell = scan(&fakes);
    shell.did();
    shell.intend(yes());
    shell.intend(taken());
    assert!(shell.did().is_empty() && shell.state().review.is_none());
    fakes.fail("open", Problem::KeyGone);
    assert_eq!(scan(&fakes).state().problem.unwrap().kind, ProblemKind::KeyGone);
}

#[test]
fn what_is_no_picture_is_told_and_it_is_taken_again() {
    let fakes = fakes();
    let mut shell = scan(&fakes);
    shell.intend(yes());
    fakes.fail("judge", Problem::Picture);
    shell.intend(taken());
    assert_eq!((shell.state().problem.unwrap().kind, shell.state().shutter), (ProblemKind::Picture, Shutter::Waiting));
    fakes.world().verdict = Verdict::Retry;
    shell.intend(taken());
    assert_eq!(shell.state().review.unwrap().verdict, Verdict::Retry);
    shell.did();
    shell.intend(TakeIntent::Review(ReviewIntent::Again));
    assert_eq!((shell.did(), shell.state().review), (vec![CAMERA], None));
    assert_eq!(shell.state().shutter, Shutter::Waiting);
}

#[test]
fn left_in_the_middle_nothing_comes_back_and_models_and_camera_are_let_go() {
    let fakes = fakes();
    let mut shell = scan(&fakes);
    shell.intend(yes());
    assert_eq!(fakes.world().sessions, 1);
    shell.tap(taken());
    shell.leave();
    assert_eq!(shell.did().last(), Some(&Effect::CloseCamera));
    let drawn = shell.drawn;
    shell.work();
    shell.frame(0);
    shell.intend(TakeIntent::Press);
    assert_eq!((fakes.calls("judge"), fakes.calls("look"), shell.drawn), (0, 0, drawn));
    assert_eq!(fakes.world().sessions, 0, "tens of MB go with the screen");
    shell.leave();
    assert!(shell.did().is_empty(), "it is left once");
}

#[test]
fn a_camera_that_goes_away_is_told_and_the_shutter_is_free_again() {
    let fakes = fakes();
    let mut shell = scan(&fakes);
    shell.intend(yes());
    shell.intend(TakeIntent::Press);
    shell.intend(TakeIntent::CameraLost);
    assert_eq!(
        (shell.state().problem.unwrap().kind, shell.state().shutter),
        (ProblemKind::CameraLost, Shutter::Waiting)
    );
    fakes.fail("look", Problem::Fault);
    shell.frame(0);
    assert_eq!(shell.state().problem.unwrap().kind, ProblemKind::Fault);
}

#[test]
fn a_portrait_is_hinted_at_taken_and_said_anew_in_another_language() {
    let fakes = fakes();
    let wall = PortraitHint::Mend(heyan::rules::Code::PortraitBackgroundClutter);
    fakes.world().portrait = [wall, PortraitHint::Ready].map(sitter).into();
    let desk = fakes.desk();
    let mut shell = Shell::open(Portrait::new(desk.clone(), CASE.to_owned()));
    shell.intend(yes());
    shell.did();
    shell.frame(0);
    let said = shell.state().guide.say;
    assert!(shell.state().guide.offer_shutter && !said.is_empty());
    desk.speak(Lang::Zh);
    assert_eq!(shell.screen.retell(), [Effect::Draw]);
    assert_ne!(shell.state().guide.say, said);
    shell.frame(160);
    assert_eq!(shell.did(), [Effect::TakeStill]);
    shell.intend(taken());
    shell.intend(TakeIntent::Review(ReviewIntent::Keep));
    assert_eq!(shell.did(), [Effect::CloseCamera, Effect::Back]);
    fakes.fail("portrait", Problem::Models);
    let without = Shell::open(Portrait::new(desk, CASE.to_owned()));
    assert_eq!(without.state().problem.unwrap().kind, ProblemKind::Models);
}

#[test]
fn a_frame_that_is_looked_at_holds_up_nobody_and_comes_too_late_for_a_shutter_that_fell() {
    let fakes = fakes();
    let hold = Arc::new(Barrier::new(2));
    fakes.world().hold = Some(hold.clone());
    fakes.world().card = [card(CardHint::Ready)].into();
    let mut shell = scan(&fakes);
    shell.intend(yes());
    shell.did();
    let screen = shell.screen.clone();
    let camera = std::thread::spawn(move || screen.frame(&[0; 16], &meta(0)));
    hold.wait();
    shell.tap(TakeIntent::Press);
    assert_eq!((shell.did(), shell.state().shutter), (vec![Effect::TakeStill], Shutter::Taking));
    hold.wait();
    assert!(camera.join().unwrap().is_empty(), "one still is taken, not two");
    assert!(shell.state().guide.say.is_empty());
}
