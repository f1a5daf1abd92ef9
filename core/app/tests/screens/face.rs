use heyan::rules::liveness::{Action, Hint};
use heyan_app::face::{Face, FaceIntent};
use heyan_app::review::ReviewIntent;
use heyan_app::{Effect, Facing, Lang, Permission, Problem, ProblemKind};

use crate::fakes::{CASE, Fakes, fakes, live, recorded};
use crate::shell::Shell;

fn face(fakes: &Fakes) -> Shell<Face> {
    let mut shell = Shell::open(Face::new(fakes.desk(), CASE.to_owned()));
    shell.did();
    shell
}

fn running(fakes: &Fakes) -> Shell<Face> {
    let mut shell = face(fakes);
    shell.intend(FaceIntent::Permitted { yes: true });
    shell.did();
    shell
}

fn over(fakes: &Fakes) -> Shell<Face> {
    fakes.world().face = [live(Hint::Done, None, &[false, true], true)].into();
    let mut shell = running(fakes);
    shell.frame(0);
    shell.did();
    shell
}

#[test]
fn what_is_asked_is_shown_before_the_models_are_there_and_recorded_as_the_provider_takes_it() {
    let fakes = fakes();
    let mut shell = Shell::waiting(Face::new(fakes.desk(), CASE.to_owned()));
    assert_eq!(shell.did(), [Effect::Permit(vec![Permission::Camera])]);
    shell.step();
    assert_eq!(shell.state().steps.len(), 2);
    shell.tap(FaceIntent::Permitted { yes: true });
    assert!(shell.did().is_empty());
    shell.work();
    let Some(Effect::OpenCamera(camera)) = shell.did().pop() else { panic!("the camera stays shut") };
    let plan = camera.recording.unwrap();
    assert_eq!((camera.facing, plan.most_s, plan.sound_kbit), (Facing::Person, Some(20.0), 0));
    assert!(shell.state().recording);
}

#[test]
fn prompts_are_spoken_when_they_change_and_the_run_ends_by_itself_once() {
    let fakes = fakes();
    fakes.world().face = [
        live(Hint::Act, Some(Action::TurnLeft), &[], false),
        live(Hint::Act, Some(Action::TurnLeft), &[], false),
        live(Hint::Act, Some(Action::Blink), &[true], false),
        live(Hint::Done, None, &[true, true], true),
        live(Hint::Done, None, &[true, true], true),
    ]
    .into();
    let mut shell = running(&fakes);
    shell.frame(0);
    let said = shell.state().say;
    assert_eq!(shell.did(), [Effect::Speak(said)]);
    shell.frame(33);
    assert!(shell.did().is_empty(), "the same is not said twice");
    shell.frame(66);
    assert_eq!((shell.did().len(), shell.state().at, shell.state().steps[0].passed), (1, 1, Some(true)));
    shell.frame(99);
    assert_eq!(shell.did().last(), Some(&Effect::StopRecording));
    shell.frame(132);
    assert!(shell.did().is_empty() && shell.state().ended);
    assert_eq!(fakes.calls("look"), 4);
}

#[test]
fn at_the_end_it_is_told_what_was_seen_and_kept_before_the_recording_goes() {
    let fakes = fakes();
    let mut shell = over(&fakes);
    shell.tap(FaceIntent::Stopped(recorded()));
    shell.tap(FaceIntent::Stopped(recorded()));
    shell.work();
    assert_eq!(fakes.calls("judge"), 1);
    let steps = shell.state().steps;
    assert_eq!(steps.iter().map(|step| step.passed).collect::<Vec<_>>(), [Some(false), Some(true)]);
    assert!(steps[0].seen.as_ref().is_some_and(|seen| !seen.is_empty() && *seen != steps[0].asked));
    shell.did();
    shell.intend(FaceIntent::Review(ReviewIntent::Keep));
    assert_eq!(shell.did(), [Effect::Back]);
    shell.leave();
    assert_eq!(shell.did(), [Effect::CloseCamera, Effect::RemoveFile(recorded().path)]);
}

#[test]
fn without_permission_or_models_it_says_so() {
    let fakes = fakes();
    let mut shell = face(&fakes);
    shell.intend(FaceIntent::Permitted { yes: false });
    assert_eq!(shell.state().problem.unwrap().kind, ProblemKind::Refused);
    assert!(shell.did().is_empty() && !shell.state().recording);
    shell.intend(FaceIntent::Again);
    assert_eq!(shell.did().last(), Some(&Effect::Permit(vec![Permission::Camera])), "it is asked again");
    fakes.fail("face", Problem::Models);
    assert_eq!(face(&fakes).state().problem.unwrap().kind, ProblemKind::Models);
    fakes.fail("open", Problem::KeyGone);
    assert_eq!(face(&fakes).state().problem.unwrap().kind, ProblemKind::KeyGone);
}

#[test]
fn a_camera_lost_in_the_middle_ends_the_run_and_another_can_begin() {
    let fakes = fakes();
    fakes.world().face = [live(Hint::Act, Some(Action::TurnLeft), &[], false)].into();
    let mut shell = running(&fakes);
    shell.frame(0);
    shell.did();
    shell.intend(FaceIntent::CameraLost);
    assert_eq!(shell.did(), [Effect::CloseCamera]);
    assert_eq!(shell.state().problem.unwrap().kind, ProblemKind::CameraLost);
    assert!(!shell.state().recording);
    shell.frame(33);
    assert_eq!(fakes.calls("look"), 1);
    shell.intend(FaceIntent::Again);
    assert!(matches!(shell.did().as_slice(), [Effect::CloseCamera, Effect::OpenCamera(_)]));
    assert_eq!((fakes.calls("ask"), fakes.world().sessions), (2, 1), "other actions, and the old models are gone");
    assert!(!shell.state().ended && shell.state().problem.is_none());
}

#[test]
fn left_in_the_middle_camera_and_recording_go_and_a_late_recording_too() {
    let fakes = fakes();
    let mut shell = running(&fakes);
    shell.intend(FaceIntent::Stopped(recorded()));
    assert_eq!(shell.did(), [Effect::RemoveFile(recorded().path)], "nobody had stopped it");
    shell.leave();
    let mut shell = over(&fakes);
    shell.tap(FaceIntent::Stopped(recorded()));
    shell.leave();
    shell.work();
    assert_eq!(shell.did(), [Effect::CloseCamera, Effect::RemoveFile(recorded().path)]);
    assert_eq!((fakes.calls("judge"), fakes.world().sessions), (0, 0));
}

#[test]
fn a_changed_language_is_shown_and_spoken_with_the_next_prompt() {
    let fakes = fakes();
    let act = || live(Hint::Act, Some(Action::TurnLeft), &[], false);
    fakes.world().face = [act(), act()].into();
    let desk = fakes.desk();
    let mut shell = Shell::open(Face::new(desk.clone(), CASE.to_owned()));
    shell.intend(FaceIntent::Permitted { yes: true });
    shell.frame(0);
    let (said, asked) = (shell.state().say, shell.state().steps[0].asked.clone());
    shell.did();
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert!(shell.state().say != said && shell.state().steps[0].asked != asked);
    shell.frame(33);
    assert_eq!(shell.did(), [Effect::Speak(shell.state().say)]);
}

#[test]
fn nothing_begins_anew_while_it_is_judged_or_kept_and_what_comes_late_of_a_run_before_is_dropped() {
    let fakes = fakes();
    let mut shell = over(&fakes);
    shell.tap(FaceIntent::Stopped(recorded()));
    shell.tap(FaceIntent::Again);
    shell.work();
    assert!(fakes.calls("ask") == 1 && shell.state().review.is_some());
    shell.tap(FaceIntent::Review(ReviewIntent::Keep));
    shell.tap(FaceIntent::Review(ReviewIntent::Again));
    shell.work();
    assert_eq!((fakes.calls("ask"), fakes.calls("keep"), shell.did().pop()), (1, 1, Some(Effect::Back)));
    let mut shell = Shell::waiting(Face::new(fakes.desk(), CASE.to_owned()));
    shell.tap(FaceIntent::Permitted { yes: false });
    shell.tap(FaceIntent::Again);
    shell.tap(FaceIntent::Permitted { yes: true });
    shell.did();
    shell.work();
    assert_eq!(shell.did().len(), 1, "one camera, for the run that is on");
    assert_eq!(fakes.calls("face"), 2, "one for the run above, one for this");
}

#[test]
fn a_run_is_asked_for_once_however_it_ends() {
    let fakes = fakes();
    let mut shell = over(&fakes);
    shell.intend(FaceIntent::Stopped(recorded()));
    shell.intend(FaceIntent::Review(ReviewIntent::Keep));
    shell.screen.retell();
    shell.leave();
    assert_eq!((fakes.calls("ask"), fakes.calls("keep")), (1, 1), "another would take the place of the gateway's word");
}
