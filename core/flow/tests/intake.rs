//! The way in without models: what a recording is judged by beside its own session.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

use std::io::Cursor;

use heyan::case::{Given, Judge, KeepError};
use heyan::rules::document::DocumentKind;
use heyan::rules::filing::{IdentityDocument, Order, OrderKind, PersonKind, Step};
use heyan::rules::liveness::presence::{Figures, Solid};
use heyan::rules::liveness::{Action, ActionResult, Challenge, HeadAngles, Outcome, Presence};
use heyan::rules::matching::{FaceNumbers, FaceView};
use heyan::rules::{Code, Verdict};
use heyan::vault::api::Challenge as Issued;
use heyan::vault::{Case, Judgement, KeyFile, NewCase, NewStep, NoGuard, Person, Purpose};
use heyan::{Intake, LivenessReport, LivenessTiming, StepFile, StepJudged};
use jiff::Timestamp;

const ACTIONS: [Action; 3] = [Action::TurnLeft, Action::Nod, Action::OpenMouth];
const NONCE: &str = "0123456789abcdef0123456789abcdef";

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

/// A case whose provider takes face checks of 5 to 20 s.
fn case() -> (tempfile::TempDir, Case) {
    let dir = tempfile::tempdir().unwrap();
    let keys = Box::new(KeyFile::create(&dir.path().join("key")).unwrap());
    let profile = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n[exports.liveness]\n\
        min_duration_s = 5.0\nmax_duration_s = 20.0\nsource = \"OURS\"\ndate = \"2026\"\n";
    let new = NewCase {
        profile: "own".to_owned(),
        profile_text: Some(profile.to_owned()),
        site: None,
        province: None,
        unit: false,
        not_legal_representative: false,
        person_kind: PersonKind::Mainland,
        identity: IdentityDocument::ResidentId,
        unit_kind: None,
        person: Person::typed("孙熙博", "330106198806210012").unwrap(),
        order: Order::new(OrderKind::Filing, Case::day_of(now())),
    };
    let case = Case::create(&dir.path().join("case"), keys, Box::new(NoGuard), new, now()).unwrap();
    (dir, case)
}

fn run(actions: &[Action], duration_ms: u64) -> LivenessReport {
    let done = |(number, asked): (u64, &Action)| {
        let (start_ms, end_ms) = (number * 3_000, number * 3_000 + 2_000);
        ActionResult { asked: *asked, seen: Some(*asked), passed: true, start_ms, end_ms, peak: HeadAngles::default() }
    };
    let presence = Presence {
        solid: Solid::Yes,
        turning: Figures::default(),
        nodding: Figures::default(),
        signs_of_life: 2,
        plane_frames: 0,
        expression: 0.0,
    };
    let outcome = Outcome {
        verdict: Verdict::Accept,
        actions: (0..).zip(actions).map(done).collect(),
        findings: Vec::new(),
        presence,
        neutral: None,
        frames_read: 300,
        frames_with_face: 300,
    };
    LivenessReport { outcome, duration_ms, timing: LivenessTiming::default(), face: None }
}

fn video() -> StepFile {
    StepFile::opened(Cursor::new(b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".to_vec())).unwrap()
}

fn codes(judged: &StepJudged) -> Vec<Code> {
    judged.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_face_check_is_held_against_the_profiles_shortest_and_longest() {
    let (_dir, case) = case();
    let intake = Intake::of(&case, Step::Liveness);
    let told = |duration_ms| {
        let judged = intake.liveness(video(), &run(&ACTIONS, duration_ms)).judged(&case, Case::day_of(now()));
        (judged.verdict, judged.findings.first().map(|finding| (finding.code, finding.figures[0].1)))
    };
    assert_eq!(told(4_900), (Verdict::Retry, Some((Code::FilingRecordingShort, 4.9))));
    assert_eq!(told(5_000), (Verdict::Accept, None));
    assert_eq!(told(20_000), (Verdict::Accept, None));
    assert_eq!(told(20_033), (Verdict::Retry, Some((Code::FilingRecordingLong, 20.033))));
}

#[test]
fn a_run_is_bound_to_what_the_gateway_asked_only_when_it_did_just_that() {
    let (_dir, mut case) = case();
    let actions = ACTIONS.map(|action| action.as_str().to_owned()).to_vec();
    let issued = Issued { nonce: NONCE.to_owned(), actions, expires_at_ms: 0 };
    case.ask_as(&issued, "https://gateway", now()).unwrap();
    let intake = Intake::of(&case, Step::Liveness);
    assert_eq!(intake.challenge(), Some(Challenge { actions: ACTIONS.to_vec(), nonce: Some(NONCE.to_owned()) }));
    let kept = |case: &mut Case, actions: &[Action]| {
        let mut judged = intake.liveness(video(), &run(actions, 9_000)).judged(case, Case::day_of(now()));
        let codes = codes(&judged);
        judged.keep(case, true, now()).unwrap();
        (codes, case.file().steps[&Step::Liveness].challenge.clone().unwrap())
    };
    let (found, bound) = kept(&mut case, &ACTIONS);
    assert_eq!((found, bound.nonce.as_deref()), (Vec::new(), Some(NONCE)));
    // The one more turn that is asked of whoever left it open is no other challenge; two of them, or another movement, are.
    let (found, bound) = kept(&mut case, &[&ACTIONS[..], &[Action::TurnRight]].concat());
    assert_eq!((found, bound.nonce.as_deref()), (Vec::new(), Some(NONCE)));
    assert_eq!(bound.actions, ACTIONS);
    for more in [&[Action::TurnRight, Action::TurnLeft][..], &[Action::Nod]] {
        let (found, bound) = kept(&mut case, &[&ACTIONS[..], more].concat());
        assert_eq!((found, bound.nonce), (vec![Code::FilingOtherChallenge], None));
    }
    let others = [Action::Nod, Action::TurnLeft, Action::OpenMouth];
    let (found, bound) = kept(&mut case, &others);
    assert_eq!(found, [Code::FilingOtherChallenge]);
    assert_eq!(bound, Challenge { actions: others.to_vec(), nonce: None });
    // Drawn here nobody knows the actions but this device: others than the case drew are the desk's own business.
    case.ask(now()).unwrap();
    let intake = Intake::of(&case, Step::Liveness);
    let judged = intake.liveness(video(), &run(&ACTIONS, 9_000)).judged(&case, Case::day_of(now()));
    assert!(judged.findings.is_empty(), "{:?}", judged.findings);
}

#[test]
fn another_face_than_the_cards_is_refused_once_comparing_is_agreed_to_and_only_then() {
    let (_dir, mut case) = case();
    let face = |eye_distance_px, numbers: [f32; 2]| {
        let view = FaceView { eye_distance_px, angles: HeadAngles::default(), fine_ratio: 0.1 };
        FaceNumbers::new(1, view, numbers.to_vec())
    };
    let (printed, other) = (face(40.0, [1.0, 0.0]), face(120.0, [0.0, 1.0]));
    let card = |case: &mut Case| {
        let (mut bytes, judgement) = (&b"card"[..], Judgement::Accepted);
        let (fields, findings, filing) = Default::default();
        let files: Vec<&mut dyn std::io::Read> = vec![&mut bytes];
        let new = NewStep { judgement, files, fields, findings, filing, challenge: None, face: Some(printed.clone()) };
        case.put(Step::IdFront, new, now()).unwrap();
    };
    let told = |case: &Case, seen: &FaceNumbers| {
        let report = LivenessReport { face: Some(seen.clone()), ..run(&ACTIONS, 9_000) };
        let judged = Intake::of(case, Step::Liveness).liveness(video(), &report).judged(case, Case::day_of(now()));
        (judged.verdict, codes(&judged))
    };
    card(&mut case);
    assert_eq!(told(&case, &other), (Verdict::Accept, Vec::new()), "nothing is compared that was not agreed to");
    case.agree(Purpose::CompareFace, "own", "text", now()).unwrap();
    assert_eq!(told(&case, &other), (Verdict::Accept, Vec::new()), "the card was taken before");
    card(&mut case);
    assert_eq!(told(&case, &other), (Verdict::Reject, vec![Code::CaseFaceMismatch]));
    assert_eq!(told(&case, &face(120.0, [1.0, 0.1])), (Verdict::Accept, Vec::new()));
    case.withdraw(Purpose::CompareFace, "own", now()).unwrap();
    assert_eq!(told(&case, &other), (Verdict::Accept, Vec::new()));
}

#[test]
fn a_step_is_kept_once_and_only_when_it_is_accepted_or_insisted_on() {
    let (_dir, mut case) = case();
    let intake = Intake::of(&case, Step::HoldingPhoto);
    let mut judged = intake.unjudged(vec![video()]).judged(&case, Case::day_of(now()));
    assert_eq!(judged.keep(&mut case, false, now()).unwrap(), None);
    assert!(case.file().steps.is_empty());
    assert_eq!(judged.keep(&mut case, true, now()).unwrap(), Some(Judgement::Forced));
    assert!(matches!(judged.keep(&mut case, true, now()), Err(KeepError::Again)));
    let id = case.file().steps[&Step::HoldingPhoto].records[0];
    let mut bytes = Vec::new();
    std::io::copy(&mut case.vault().read(id).unwrap(), &mut bytes).unwrap();
    assert!(bytes.starts_with(b"\0\0\0\x20ftyp"), "from its first byte, though its head was looked at");
}

#[test]
fn files_go_to_the_judgement_that_can_look_into_them() {
    let (_dir, case) = case();
    let pdf = || StepFile::bytes(b"%PDF-1.7 and so on".to_vec());
    let given = |step, files| Intake::of(&case, step).given(files);
    assert!(matches!(given(Step::Liveness, vec![video()]), Given::One(Judge::Liveness, _)));
    assert!(matches!(given(Step::Liveness, vec![video(), video()]), Given::Unjudged(files) if files.len() == 2));
    assert!(matches!(given(Step::PromiseLetter, vec![video(), video()]), Given::Pages(files) if files.len() == 2));
    assert!(matches!(given(Step::PromiseLetter, vec![video(), pdf()]), Given::Unjudged(_)));
    assert!(matches!(given(Step::HoldingPhoto, vec![video()]), Given::Unjudged(_)));
    assert!(matches!(given(Step::BusinessLicence, vec![pdf()]), Given::Unjudged(_)));
    let jpeg = || StepFile::bytes(b"\xff\xd8\xff\xe0\0\x10JFIF and so on".to_vec());
    let licence = given(Step::BusinessLicence, vec![jpeg()]);
    assert!(matches!(licence, Given::One(Judge::Document(DocumentKind::BusinessLicence), _)));
    let holding = given(Step::HoldingPhoto, vec![jpeg()]);
    assert!(matches!(holding, Given::One(Judge::Holding(DocumentKind::ResidentIdFront), _)));
    assert!(matches!(given(Step::IdFront, Vec::new()), Given::Unjudged(_)));
}
