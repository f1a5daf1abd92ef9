use super::limits::UploadLimits;
use super::tus::*;

const URL: &str = "https://gateway.example/files/a";

fn limits() -> UploadLimits {
    UploadLimits { first_piece_bytes: 100, least_piece_bytes: 10, most_piece_bytes: 1_000, ..UploadLimits::default() }
}

fn fresh(length: u64) -> Upload {
    Upload::new(length, Resource::default(), Features::default(), limits(), 0)
}

fn known(length: u64) -> Upload {
    let resource = Resource { url: Some(URL.to_owned()), confirmed: 40, expires_at_ms: None };
    Upload::new(length, resource, Features::default(), limits(), 0)
}

fn status(status: u16) -> Outcome {
    Outcome::Answered(TusAnswer { status, ..TusAnswer::default() })
}

fn at(code: u16, offset: u64) -> Outcome {
    Outcome::Answered(TusAnswer { status: code, offset: Some(offset), ..TusAnswer::default() })
}

fn created() -> Outcome {
    Outcome::Answered(TusAnswer { status: 201, location: Some(URL.to_owned()), ..TusAnswer::default() })
}

fn send(offset: u64, bytes: u64) -> NextRequest {
    NextRequest::Send { resource: URL.to_owned(), offset, bytes, checked: false }
}

fn ask() -> NextRequest {
    NextRequest::AskOffset { resource: URL.to_owned() }
}

/// The next step that is no wait.
fn after_wait(upload: &mut Upload) -> NextRequest {
    match upload.next(0) {
        NextRequest::Wait { ms } => {
            assert!(ms > 0);
            upload.next(0)
        }
        other => other,
    }
}

#[test]
fn a_file_is_created_sent_in_pieces_and_done() {
    let mut upload = fresh(250);
    assert_eq!(upload.next(0), NextRequest::Create);
    upload.outcome(&created(), 0, 5, 0);
    assert_eq!(upload.next(0), send(0, 100));
    upload.outcome(&at(204, 100), 0, 10_000, 0);
    assert_eq!(upload.next(0), send(100, 100), "a piece that took the target time keeps its size");
    upload.outcome(&at(204, 200), 0, 1, 0);
    assert_eq!(upload.next(0), send(200, 50));
    upload.outcome(&at(204, 250), 0, 1, 0);
    assert_eq!(upload.next(0), NextRequest::Done);
}

#[test]
fn an_empty_file_is_done_once_created() {
    let mut upload = fresh(0);
    assert_eq!(upload.next(0), NextRequest::Create);
    upload.outcome(&created(), 0, 5, 0);
    assert_eq!(upload.next(0), NextRequest::Done);
}

#[test]
fn a_killed_upload_asks_the_server_before_it_sends() {
    let mut upload = known(250);
    assert_eq!(upload.next(0), ask());
    // The journal said 40; the server got more before the kill.
    upload.outcome(&at(200, 90), 0, 5, 0);
    assert_eq!(upload.next(0), send(90, 100));
}

#[test]
fn a_server_that_lost_bytes_is_believed_too() {
    let mut upload = known(250);
    upload.outcome(&at(200, 10), 0, 5, 0);
    assert_eq!(upload.next(0), send(10, 100));
}

#[test]
fn a_cut_waits_then_asks_the_offset_and_goes_on_from_there() {
    let mut upload = fresh(250);
    upload.outcome(&created(), 0, 5, 0);
    upload.outcome(&Outcome::Interrupted, 0, 5, 3);
    assert!(matches!(upload.next(0), NextRequest::Wait { ms: 250..=500 }));
    assert_eq!(upload.next(0), ask());
    upload.outcome(&at(200, 77), 0, 5, 0);
    assert_eq!(upload.next(0), send(77, 50), "after a cut the piece is half as large");
}

#[test]
fn a_lost_answer_to_the_last_piece_is_found_done() {
    let mut upload = known(250);
    upload.outcome(&at(200, 200), 0, 5, 0);
    upload.outcome(&Outcome::Interrupted, 0, 5, 0);
    assert_eq!(after_wait(&mut upload), ask());
    upload.outcome(&at(200, 250), 0, 5, 0);
    assert_eq!(upload.next(0), NextRequest::Done);
}

#[test]
fn a_conflict_asks_the_offset_and_neither_fails_nor_restarts() {
    let mut upload = known(250);
    upload.outcome(&at(200, 40), 0, 5, 0);
    upload.outcome(&status(409), 0, 5, 0);
    assert_eq!(upload.next(0), ask(), "at once, without a wait");
    upload.outcome(&at(200, 140), 0, 5, 0);
    assert_eq!(upload.next(0), send(140, 100));
}

#[test]
fn a_contest_without_end_ends() {
    let mut upload = known(250);
    for _ in 0..4 {
        upload.outcome(&at(200, 40), 0, 5, 0);
        let _ = after_wait(&mut upload);
        upload.outcome(&status(409), 0, 5, 0);
        let _ = after_wait(&mut upload);
    }
    assert_eq!(upload.next(0), NextRequest::Ended(Ending::Restarts(3)));
}

#[test]
fn a_resource_that_is_gone_is_created_anew_and_only_so_often() {
    for code in [404, 410] {
        let mut upload = known(250);
        upload.outcome(&status(code), 0, 5, 0);
        assert_eq!(upload.next(0), NextRequest::Create, "{code}");
        assert_eq!(upload.confirmed(), 0);
        for _ in 0..3 {
            upload.outcome(&created(), 0, 5, 0);
            let _ = after_wait(&mut upload);
            upload.outcome(&status(code), 0, 5, 0);
            let _ = after_wait(&mut upload);
        }
        assert_eq!(upload.next(0), NextRequest::Ended(Ending::Restarts(3)));
    }
}

#[test]
fn another_files_resource_is_not_written_to() {
    let mut upload = known(250);
    let other = TusAnswer { status: 200, offset: Some(40), length: Some(999), ..TusAnswer::default() };
    upload.outcome(&Outcome::Answered(other), 0, 5, 0);
    assert_eq!(upload.next(0), NextRequest::Create);
    let mut upload = known(250);
    upload.outcome(&at(200, 251), 0, 5, 0);
    assert_eq!(upload.next(0), NextRequest::Create);
}

#[test]
fn a_resource_past_its_expiry_is_not_even_asked_for() {
    let resource = Resource { url: Some(URL.to_owned()), confirmed: 40, expires_at_ms: Some(5_000) };
    let mut upload = Upload::new(250, resource, Features::default(), limits(), 0);
    assert_eq!(upload.next(4_999), ask());
    assert_eq!(upload.next(5_000), NextRequest::Create);
}

#[test]
fn an_answer_that_is_not_tus_moves_nothing() {
    // A captive portal answers 200 with a page.
    let mut upload = known(250);
    upload.outcome(&status(200), 0, 5, 0);
    assert_eq!(after_wait(&mut upload), ask());
    upload.outcome(&at(200, 40), 0, 5, 0);
    upload.outcome(&status(200), 0, 5, 0);
    assert_eq!(after_wait(&mut upload), ask());
    let mut upload = fresh(250);
    upload.outcome(&status(200), 0, 5, 0);
    assert_eq!(after_wait(&mut upload), NextRequest::Create);
}

#[test]
fn answers_that_are_final_end_it_with_their_reason() {
    let cases = [
        (413, Ending::TooLarge),
        (507, Ending::ServerFull),
        (401, Ending::NotAllowed(401)),
        (403, Ending::NotAllowed(403)),
        (412, Ending::Version),
        (415, Ending::Refused(415)),
        (302, Ending::Refused(302)),
    ];
    for (code, ending) in cases {
        let mut upload = known(250);
        upload.outcome(&at(200, 40), 0, 5, 0);
        upload.outcome(&status(code), 0, 5, 0);
        assert_eq!(upload.next(0), NextRequest::Ended(ending));
        upload.outcome(&at(204, 250), 0, 5, 0);
        assert_eq!(upload.next(0), NextRequest::Ended(ending), "over is over");
    }
}

#[test]
fn a_server_in_trouble_is_asked_again_after_the_time_it_wishes() {
    for code in [423, 429, 500, 502, 503] {
        let mut upload = known(250);
        upload.outcome(&at(200, 40), 0, 5, 0);
        let busy = TusAnswer { status: code, retry_after_s: Some(20), ..TusAnswer::default() };
        upload.outcome(&Outcome::Answered(busy), 0, 5, 0);
        assert_eq!(upload.next(0), NextRequest::Wait { ms: 20_000 }, "{code}");
        assert_eq!(upload.next(0), ask());
    }
    let mut upload = known(250);
    let silly = TusAnswer { status: 503, retry_after_s: Some(u64::MAX), ..TusAnswer::default() };
    upload.outcome(&Outcome::Answered(silly), 0, 5, 0);
    assert_eq!(upload.next(0), NextRequest::Wait { ms: 120_000 });
}

#[test]
fn a_dead_line_ends_it_for_now_but_progress_starts_the_clock_again() {
    let minutes = |m: i64| m * 60_000;
    let mut upload = known(250);
    assert_eq!(upload.next(minutes(15)), ask());
    upload.outcome(&at(200, 50), minutes(15), 5, 0);
    assert_eq!(upload.next(minutes(30)), send(50, 100));
    assert_eq!(upload.next(minutes(31)), NextRequest::Ended(Ending::NoProgress(900)));
}

#[test]
fn a_new_network_cuts_the_wait_short() {
    let mut upload = known(250);
    for _ in 0..10 {
        upload.outcome(&Outcome::Interrupted, 0, 5, 0);
    }
    upload.network_changed();
    assert_eq!(upload.next(0), ask());
}

#[test]
fn a_checked_upload_keeps_its_pieces_small_and_survives_a_torn_one() {
    let features = Features::read("creation,checksum,termination", "md5, SHA256");
    assert_eq!(features, Features { checksum: true, termination: true });
    let small = UploadLimits { checked_piece_bytes: 60, ..limits() };
    let mut upload = Upload::new(250, Resource::default(), features, small, 0);
    upload.outcome(&created(), 0, 5, 0);
    let piece = |offset| NextRequest::Send { resource: URL.to_owned(), offset, bytes: 60, checked: true };
    assert_eq!(upload.next(0), piece(0));
    upload.outcome(&at(204, 60), 0, 1, 0);
    assert_eq!(upload.next(0), piece(60));
    upload.outcome(&status(460), 0, 1, 0);
    assert_eq!(after_wait(&mut upload), ask());
    upload.outcome(&at(200, 60), 0, 1, 0);
    assert_eq!(upload.next(0), piece(60));
}

#[test]
fn pieces_grow_by_two_at_most_and_stay_within_their_limits() {
    let mut upload = fresh(1 << 40);
    upload.outcome(&created(), 0, 5, 0);
    let mut sizes = Vec::new();
    for _ in 0..6 {
        let NextRequest::Send { offset, bytes, .. } = upload.next(0) else { panic!("not sending") };
        sizes.push(bytes);
        upload.outcome(&at(204, offset + bytes), 0, 1, 0);
    }
    assert_eq!(sizes, [100, 200, 400, 800, 1_000, 1_000]);
    for _ in 0..10 {
        upload.outcome(&Outcome::Interrupted, 0, 5, 0);
        let _ = after_wait(&mut upload);
        let confirmed = upload.confirmed();
        upload.outcome(&at(200, confirmed), 0, 5, 0);
    }
    assert!(matches!(after_wait(&mut upload), NextRequest::Send { bytes: 10, .. }));
}

/// Whatever a server answers, in any order: no panic, no byte beyond the end, and an end is an end.
#[test]
fn no_answer_whatever_breaks_it() {
    let mut seed = 7_u64;
    let mut dice = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    const CODES: [u16; 16] = [200, 201, 204, 301, 400, 401, 404, 409, 410, 413, 423, 429, 460, 500, 503, 999];
    for _ in 0..20_000 {
        let length = dice() % 300;
        let mut upload = if dice() % 2 == 0 { fresh(length) } else { known(length) };
        for _ in 0..20 {
            if let NextRequest::Send { offset, bytes, .. } = upload.next(0) {
                assert!(bytes > 0 && offset + bytes <= length);
            }
            let outcome = if dice() % 5 == 0 {
                Outcome::Interrupted
            } else {
                Outcome::Answered(TusAnswer {
                    status: CODES[(dice() % 16) as usize],
                    offset: (dice() % 3 > 0).then(|| dice() % 400),
                    length: (dice() % 9 == 0).then(|| dice() % 300),
                    location: (dice() % 2 == 0).then(|| URL.to_owned()),
                    expires_at_ms: (dice() % 9 == 0).then(|| dice() as i64),
                    retry_after_s: (dice() % 9 == 0).then(&mut dice),
                })
            };
            upload.outcome(&outcome, 0, dice() % 50, dice());
        }
        assert!(upload.confirmed() <= length.max(40));
    }
}
