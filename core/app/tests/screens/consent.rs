use heyan::vault::Purpose;
use heyan_app::consent::{Consent, ConsentIntent};
use heyan_app::{Lang, Problem, ProblemKind};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

const FACE: Purpose = Purpose::SendFace;

#[test]
fn two_fast_taps_agree_once_and_to_the_text_that_was_shown() {
    let fakes = fakes();
    let mut shell = Shell::open(Consent::new(fakes.desk(), CASE.to_owned()));
    let shown = shell.state().consents.into_iter().find(|row| row.purpose == FACE).unwrap();
    assert!(!shown.given && !shown.text.is_empty());
    shell.tap(ConsentIntent::Agree { purpose: FACE });
    shell.tap(ConsentIntent::Agree { purpose: FACE });
    shell.work();
    shell.intend(ConsentIntent::Agree { purpose: FACE });
    assert_eq!(fakes.calls("agree"), 1, "neither twice at once nor what is given");
    assert!(fakes.world().calls.contains(&format!("agree {}", shown.text)));
    assert!(shell.state().consents.iter().all(|row| row.given == (row.purpose == FACE)));
}

#[test]
fn a_withdrawal_says_what_the_recipient_has_still_in_the_language_that_is_spoken() {
    let fakes = fakes();
    fakes.world().given.push(FACE);
    let desk = fakes.desk();
    let mut shell = Shell::open(Consent::new(desk.clone(), CASE.to_owned()));
    shell.intend(ConsentIntent::Withdraw { purpose: FACE });
    let said = shell.state().withdrawn;
    assert!(said.contains('3'), "{said}");
    assert!(shell.state().consents.iter().all(|row| !row.given));
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert_ne!(shell.state().withdrawn, said);
}

#[test]
fn what_could_not_be_kept_is_told_and_can_be_tried_again() {
    let fakes = fakes();
    let mut shell = Shell::open(Consent::new(fakes.desk(), CASE.to_owned()));
    fakes.fail("agree", Problem::KeyLocked);
    shell.intend(ConsentIntent::Agree { purpose: FACE });
    assert_eq!(shell.state().problem.unwrap().kind, ProblemKind::KeyLocked);
    assert!(shell.state().consents.iter().all(|row| !row.given));
    shell.intend(ConsentIntent::Agree { purpose: FACE });
    assert!(shell.state().problem.is_none());
    shell.tap(ConsentIntent::Withdraw { purpose: FACE });
    shell.leave();
    shell.work();
    assert!(fakes.world().given.is_empty(), "what was wanted is done though the screen is left");
}
