use heyan::rules::filing::Step;
use heyan_app::{Effect, Navigator, Place};

fn home() -> Place {
    Place::CaseHome { case: "a".to_owned() }
}

#[test]
fn places_are_gone_to_once_and_back_from_in_turn() {
    let mut navigator = Navigator::default();
    assert!(!navigator.back(), "from the cases there is no way back");
    assert!(navigator.follow(&Effect::Go(home())));
    assert!(!navigator.follow(&Effect::Go(home())), "two fast taps lead there once");
    assert!(navigator.follow(&Effect::Go(Place::of("a", Step::Liveness))));
    assert!(!navigator.follow(&Effect::TakeStill));
    assert!(navigator.follow(&Effect::Back));
    assert_eq!(navigator.shown(), &home());
    navigator.go(Place::NewCase);
    assert!(navigator.follow(&Effect::GoFromHome(home())));
    assert!(navigator.back() && *navigator.shown() == Place::Cases, "what led there is no way back");
}

#[test]
fn put_aside_a_screen_with_a_camera_is_left_and_no_other() {
    let mut navigator = Navigator::default();
    navigator.go(home());
    assert!(!navigator.put_aside());
    for step in [Step::IdFront, Step::Liveness, Step::Portrait, Step::Statement] {
        navigator.go(Place::of("a", step));
        assert!(navigator.put_aside() && *navigator.shown() == home());
    }
    navigator.go(Place::of("a", Step::PromiseLetter));
    assert!(!navigator.put_aside(), "a file is chosen in another app");
}
