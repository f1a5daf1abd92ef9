use heyan::rules::statement::{Cue, RecordingRules};
use heyan_app::ports::ReadingLive;
use heyan_app::review::ReviewIntent;
use heyan_app::statement::{Recording, Statement, StatementIntent};
use heyan_app::typed::{TypedField, TypedIntent};
use heyan_app::{Effect, Facing, Lang, Permission, Problem, ProblemKind};

use crate::fakes::{CASE, Fakes, fakes, recorded};
use crate::shell::Shell;

fn statement(fakes: &Fakes) -> Shell<Statement> {
    Shell::open(Statement::new(fakes.desk(), CASE.to_owned()))
}

fn running(fakes: &Fakes) -> Shell<Statement> {
    let mut shell = statement(fakes);
    shell.intend(StatementIntent::Record);
    shell.intend(StatementIntent::Permitted { yes: true });
    shell.did();
    shell
}

fn read(position: usize) -> ReadingLive {
    ReadingLive { position, cue: if position < 10 { Cue::Read } else { Cue::Done } }
}

#[test]
fn the_text_follows_the_voice_and_never_goes_back() {
    let fakes = fakes();
    fakes.world().reading = [3, 2, 10].map(read).into();
    let mut shell = running(&fakes);
    assert!(shell.state().sample && !shell.state().text.expose().is_empty());
    shell.screen.sound(&[0; 8], 16_000, 1);
    assert_eq!((shell.state().position, shell.state().done), (3, false));
    shell.frame(1_000);
    assert_eq!(shell.state().position, 3);
    shell.screen.sound(&[0; 8], 16_000, 1);
    assert_eq!((shell.state().position, shell.state().done), (10, true));
    assert_eq!(fakes.calls("hear"), 2);
}

#[test]
fn frames_are_told_on_the_clock_of_the_recording_and_it_is_over_before_the_provider_refuses_it() {
    let fakes = fakes();
    fakes.world().reading = [1, 2, 3].map(read).into();
    let mut shell = statement(&fakes);
    shell.frame(70_000);
    assert!(fakes.world().frames_ms.is_empty(), "nothing is looked at before it is recorded");
    shell.intend(StatementIntent::Record);
    assert_eq!(shell.did(), [Effect::Permit(vec![Permission::Camera, Permission::Microphone])]);
    shell.intend(StatementIntent::Permitted { yes: true });
    let Some(Effect::OpenCamera(camera)) = shell.did().pop() else { panic!("the camera stays shut") };
    assert!(camera.facing == Facing::Person && camera.recording.is_some_and(|plan| plan.sound_kbit > 0));
    shell.frame(80_000);
    shell.frame(99_999);
    assert_eq!((shell.did(), shell.state().recording), (vec![], Recording::Running));
    shell.frame(100_000);
    assert_eq!((shell.did(), shell.state().recording), (vec![Effect::StopRecording], Recording::Over));
    assert_eq!(fakes.world().frames_ms, [0, 19_999, 20_000]);
}

#[test]
fn two_fast_taps_record_once_and_stop_once() {
    let fakes = fakes();
    let mut shell = statement(&fakes);
    shell.tap(StatementIntent::Record);
    shell.tap(StatementIntent::Record);
    assert_eq!(shell.did().len(), 1);
    shell.tap(StatementIntent::Permitted { yes: true });
    shell.tap(StatementIntent::Permitted { yes: true });
    assert_eq!(shell.did().len(), 1);
    shell.tap(StatementIntent::Stop);
    shell.tap(StatementIntent::Stop);
    assert_eq!(shell.did(), [Effect::StopRecording]);
    shell.tap(StatementIntent::Stopped(recorded()));
    shell.tap(StatementIntent::Stopped(recorded()));
    shell.work();
    assert_eq!(fakes.calls("judge"), 1);
    shell.did();
    shell.intend(StatementIntent::Review(ReviewIntent::Keep));
    assert_eq!(shell.did(), [Effect::Back]);
    shell.leave();
    assert_eq!(shell.did(), [Effect::CloseCamera, Effect::RemoveFile(recorded().path)]);
}

#[test]
fn what_the_text_names_and_nobody_typed_is_asked_for_first() {
    let fakes = fakes();
    fakes.world().missing = true;
    let mut shell = statement(&fakes);
    assert!(shell.state().typing.is_some_and(|typing| typing.loaded));
    shell.intend(StatementIntent::Record);
    assert!(shell.did().is_empty(), "there is nothing to read yet");
    let text = "example.cn".into();
    shell.intend(StatementIntent::Typed(TypedIntent::Type { field: TypedField::Domain, text }));
    shell.intend(StatementIntent::Typed(TypedIntent::Save));
    assert!(shell.state().typing.is_none() && !shell.state().text.expose().is_empty());
    assert_eq!(fakes.world().typed.domain.expose(), "example.cn");
    assert_eq!(
        (fakes.calls("ask"), fakes.calls("statement")),
        (1, 1),
        "a gateway's word stays the one that was asked for"
    );
    fakes.world().missing = true;
    let mut other = statement(&fakes);
    other.intend(StatementIntent::Typed(TypedIntent::Leave));
    assert_eq!(other.did(), [Effect::Back], "without it there is nothing to do here");
}

#[test]
fn without_permission_or_models_it_says_so() {
    let fakes = fakes();
    let mut shell = statement(&fakes);
    shell.intend(StatementIntent::Record);
    shell.did();
    shell.intend(StatementIntent::Permitted { yes: false });
    assert_eq!(
        (shell.state().problem.unwrap().kind, shell.state().recording),
        (ProblemKind::Refused, Recording::Waiting)
    );
    assert!(shell.did().is_empty());
    shell.intend(StatementIntent::Record);
    assert_eq!(shell.did().len(), 1, "it can be asked again");
    fakes.fail("statement", Problem::Models);
    assert_eq!(statement(&fakes).state().problem.unwrap().kind, ProblemKind::Models);
    fakes.fail("open", Problem::KeyGone);
    assert_eq!(statement(&fakes).state().problem.unwrap().kind, ProblemKind::KeyGone);
}

#[test]
fn a_camera_lost_in_the_middle_is_told_and_another_text_is_drawn() {
    let fakes = fakes();
    let mut shell = running(&fakes);
    shell.intend(StatementIntent::CameraLost);
    assert_eq!(
        (shell.did(), shell.state().problem.unwrap().kind),
        (vec![Effect::CloseCamera], ProblemKind::CameraLost)
    );
    assert!(shell.screen.sound(&[0; 8], 16_000, 1).is_empty() && fakes.calls("hear") == 0);
    shell.intend(StatementIntent::Again);
    assert_eq!((shell.state().recording, fakes.calls("ask"), fakes.world().sessions), (Recording::Waiting, 2, 1));
}

#[test]
fn left_in_the_middle_recording_and_models_go() {
    let fakes = fakes();
    let mut shell = running(&fakes);
    shell.tap(StatementIntent::Stop);
    shell.tap(StatementIntent::Stopped(recorded()));
    shell.leave();
    shell.work();
    assert_eq!(shell.did().last(), Some(&Effect::RemoveFile(recorded().path)));
    assert_eq!((fakes.calls("judge"), fakes.world().sessions), (0, 0));
}

#[test]
fn a_changed_language_changes_the_hint_and_not_the_text() {
    let fakes = fakes();
    fakes.world().reading = [read(2)].into();
    let desk = fakes.desk();
    let mut shell = Shell::open(Statement::new(desk.clone(), CASE.to_owned()));
    shell.intend(StatementIntent::Record);
    shell.intend(StatementIntent::Permitted { yes: true });
    shell.screen.sound(&[0; 8], 16_000, 1);
    let before = shell.state();
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert_ne!(shell.state().say, before.say);
    assert!(shell.state().text == before.text && shell.state().position == before.position);
}

#[test]
fn without_a_rule_it_goes_on_for_as_long_as_it_takes() {
    let fakes = fakes();
    fakes.world().rules = RecordingRules::default();
    fakes.world().reading = [read(1), read(2)].into();
    let mut shell = running(&fakes);
    shell.frame(0);
    shell.frame(3_600_000);
    assert_eq!((shell.did(), shell.state().most_s), (vec![], None));
}
