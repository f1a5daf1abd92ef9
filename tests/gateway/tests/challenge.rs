//! A recording bound to what the gateway asked before it.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use crate::common::{case, gateway, now, quick, shipment, submission};
use heyan_case::api::ProblemCode;
use heyan_case::upload::{OnProgress, Submission, SubmitError};
use heyan_case::{Case, Judgement, NewStep};
use heyan_gateway::{Options, Running, start};
use heyan_rules::filing::Step;
use heyan_rules::liveness::{Action, Challenge};

fn silent() -> OnProgress {
    Arc::new(|_| ())
}

/// Keeps a face check that was recorded for `challenge`.
fn record(case: &mut Case, challenge: Option<Challenge>) {
    let mut file = Cursor::new(b"recording");
    let (fields, findings, filing) = (BTreeMap::new(), Vec::new(), Vec::new());
    let judgement = Judgement::Accepted;
    let new = NewStep { judgement, files: vec![&mut file], fields, findings, filing, challenge, face: None };
    case.put(Step::Liveness, new, now()).expect("stores");
}

/// Asks the gateway; what a face check that does as asked is bound to.
async fn asked(submission: &Submission, case: &mut Case) -> Challenge {
    let file = case.file();
    let issued = submission.ask(&file.profile, file.province.as_deref()).await.expect("asks");
    let asked = case.ask_as(&issued, &submission.gateway, now()).expect("can be put to a person");
    Challenge { actions: asked.actions, nonce: asked.issued.map(|issued| issued.nonce) }
}

async fn sent(submission: &Submission, case: &Case) -> Result<(), ProblemCode> {
    match submission.run(&shipment(case), silent()).await {
        Ok(_) => Ok(()),
        Err(SubmitError::Refused(code)) => Err(code),
        Err(error) => unreachable!("{error}"),
    }
}

/// A gateway that takes no face check it did not ask.
async fn strict(folder: &std::path::Path, options: impl FnOnce(Options) -> Options) -> Running {
    let bound = Options { takes_drawn_here: false, ..Options::in_folder(folder) };
    start(options(bound)).await.expect("the gateway starts; is tusd set up?")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_face_check_that_the_gateway_asked_is_taken_and_its_challenge_serves_the_submission() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = strict(folder.path(), |options| options).await;
    let submission = submission(&gateway, folder.path(), &quick());
    let mut case = case(folder.path(), &[]);
    let challenge = asked(&submission, &mut case).await;
    record(&mut case, Some(challenge));
    assert_eq!(sent(&submission, &case).await, Ok(()));
    assert_eq!(gateway.submissions(), 1);
    // What was handed in is asked for no more.
    let again = submission.ask("huawei", None).await;
    assert!(matches!(again, Err(SubmitError::Refused(ProblemCode::AlreadySubmitted))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_outlives_the_time_of_its_challenge_for_a_submission() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = strict(folder.path(), |options| Options { challenge_ms: 1_500, ..options }).await;
    let submission = submission(&gateway, folder.path(), &quick());
    let mut case = case(folder.path(), &[]);
    let challenge = asked(&submission, &mut case).await;
    record(&mut case, Some(challenge));
    tokio::time::sleep(std::time::Duration::from_millis(1_600)).await;
    // The submission asks for a further one; the recording is known by its own.
    assert_eq!(sent(&submission, &case).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_for_another_challenge_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = strict(folder.path(), |options| options).await;
    let submission = submission(&gateway, folder.path(), &quick());
    let mut case = case(folder.path(), &[]);
    let challenge = asked(&submission, &mut case).await;
    let mut others = challenge.actions.clone();
    others.reverse();
    for wrong in [
        None,
        Some(Challenge { nonce: None, ..challenge.clone() }),
        Some(Challenge { nonce: Some("0".repeat(32)), ..challenge.clone() }),
        Some(Challenge { actions: others, ..challenge.clone() }),
        Some(Challenge { actions: vec![Action::Nod], ..challenge.clone() }),
    ] {
        record(&mut case, wrong.clone());
        assert_eq!(sent(&submission, &case).await, Err(ProblemCode::RecordingUnbound), "{wrong:?}");
    }
    assert_eq!(gateway.submissions(), 0);
    // Recorded as asked it is taken, the challenge not used up by what was refused.
    record(&mut case, Some(challenge));
    assert_eq!(sent(&submission, &case).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_gateway_names_no_actions_the_device_draws_them_for_its_nonce() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = strict(folder.path(), |options| options).await;
    let submission = submission(&gateway, folder.path(), &quick());
    // A profile of one's own, which this gateway does not know.
    let issued = submission.ask("own", None).await.expect("asks");
    assert!(issued.actions.is_empty() && !issued.nonce.is_empty());
    let mut case = case(folder.path(), &[]);
    let asked = case.ask_as(&issued, &submission.gateway, now()).expect("can be put to a person");
    assert_eq!(asked.actions.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_recorded_too_long_ago_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = strict(folder.path(), |options| Options { recording_ms: 1, ..options }).await;
    let submission = submission(&gateway, folder.path(), &quick());
    let mut case = case(folder.path(), &[]);
    let challenge = asked(&submission, &mut case).await;
    record(&mut case, Some(challenge));
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    assert_eq!(sent(&submission, &case).await, Err(ProblemCode::RecordingUnbound));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_without_a_network_is_taken_where_the_gateway_says_so() {
    let folder = tempfile::tempdir().expect("folder");
    let gateway = gateway(folder.path()).await;
    let submission = submission(&gateway, folder.path(), &quick());
    let mut case = case(folder.path(), &[]);
    let asked = case.ask(now()).expect("draws");
    record(&mut case, Some(Challenge { actions: asked.actions, nonce: None }));
    assert_eq!(sent(&submission, &case).await, Ok(()));
}
