//! What was typed against what was read, on the same cards as the other rules.
#![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

use heyan_rules::document::{DocumentKind, Field, FieldKey, Fields};
use heyan_rules::filing::cross::{compare, is_settled, judge, judge_kind};
use heyan_rules::filing::{FilingLimits, Holder, Papers, Step};
use heyan_rules::finding::{Cure, Severity};
use heyan_rules::geometry::Rect;
use heyan_rules::{Code, Date, Finding, Sensitive, Verdict};

fn fields(kind: DocumentKind, values: &[(FieldKey, &str)]) -> Fields {
    let field = |(key, value): &(FieldKey, &str)| Field {
        key: *key,
        value: Sensitive::new((*value).to_owned()),
        confidence: 1.0,
        min_confidence: 1.0,
        bounds_mm: Rect::new(0.0, 0.0, 1.0, 1.0),
        overwritten: None,
        characters: Vec::new(),
    };
    let fields: Vec<Field> = values.iter().map(field).collect();
    let missing = kind.fields().iter().copied().filter(|key| !fields.iter().any(|f| f.key == *key)).collect();
    Fields { kind, fields, missing, watermarked: false }
}

fn front(name: &str, number: &str, birth: &str) -> Fields {
    fields(
        DocumentKind::ResidentIdFront,
        &[(FieldKey::Name, name), (FieldKey::IdNumber, number), (FieldKey::BirthDate, birth)],
    )
}

fn back(from: &str, until: &str) -> Fields {
    fields(DocumentKind::ResidentIdBack, &[(FieldKey::ValidFrom, from), (FieldKey::ValidUntil, until)])
}

const TODAY: Date = Date::constant(2026, 3, 1);
const NUMBER: &str = "11010519491231002X";

fn codes(holder: &Holder<'_>, front: Option<&Fields>, back: Option<&Fields>) -> Vec<(Code, Severity)> {
    let found = judge(holder, &Papers { front, back }, &FilingLimits::default(), TODAY);
    found.into_iter().map(|f| (f.code, f.severity)).collect()
}

#[test]
fn a_character_that_was_typed_as_it_was_read_is_sure_and_nothing_else_is() {
    let read = front("李铉明", NUMBER, "1949-12-31");
    let typed = |name| compare(&Holder { name, id_number: NUMBER }, &read);
    let unsure = Finding::error(Code::DocumentCharacterUnsure).field(FieldKey::Name);
    assert!(is_settled(&unsure, &typed("李铉明")));
    assert!(!is_settled(&unsure, &typed("李𬭎明")) && !is_settled(&unsure, &[]));
    let blurred = Finding::error(Code::DocumentFieldUnreadable).field(FieldKey::Name);
    assert!(!is_settled(&blurred, &typed("李铉明")));
}

#[test]
fn spaces_dots_and_a_small_x_are_no_difference() {
    for (name, number, typed_name, typed_number) in [
        ("孙熙博", NUMBER, "孙 熙博", "11010519491231002x"),
        ("阿不都·买买提", NUMBER, "阿不都•买买提", " 110105 19491231 002X "),
    ] {
        let card = front(name, number, "1949-12-31");
        assert!(codes(&Holder { name: typed_name, id_number: typed_number }, Some(&card), None).is_empty());
    }
}

#[test]
fn another_character_is_another_person() {
    let card = front("孙熙博", NUMBER, "1949-12-31");
    let holder = |name, id_number| Holder { name, id_number };
    assert_eq!(codes(&holder("孙熙傅", NUMBER), Some(&card), None), [(Code::FilingNameMismatch, Severity::Error)]);
    let found = judge(
        &holder("孙熙博", "11010519491231003X"),
        &Papers { front: Some(&card), back: None },
        &FilingLimits::default(),
        TODAY,
    );
    assert_eq!(
        (found[0].code, found[0].figures.as_slice()),
        (Code::FilingNumberMismatch, [("other_digits", 1.0)].as_slice())
    );
    // Traditional and simplified are two characters, and a rare one is told.
    let rare = front("王㛃", NUMBER, "1949-12-31");
    let found =
        judge(&holder("王洁", NUMBER), &Papers { front: Some(&rare), back: None }, &FilingLimits::default(), TODAY);
    assert!(found[0].figures.iter().any(|(name, _)| *name == "rare_characters"));
    let same: Vec<Option<bool>> = compare(&holder("孙熙傅", NUMBER), &card).iter().map(|c| c.same).collect();
    assert_eq!(same, [Some(false), Some(true)]);
}

#[test]
fn what_was_not_read_is_no_pass() {
    let card = fields(DocumentKind::ResidentIdFront, &[(FieldKey::Name, "孙熙博")]);
    let holder = Holder { name: "孙熙博", id_number: NUMBER };
    assert_eq!(codes(&holder, Some(&card), None), [(Code::FilingNotRead, Severity::Error)]);
    let found = judge(&holder, &Papers { front: Some(&card), back: None }, &FilingLimits::default(), TODAY);
    assert_eq!(Verdict::of(&found), Verdict::Retry);
}

#[test]
fn what_is_left_of_the_term_is_held_against_the_profile() {
    let holder = Holder { name: "孙熙博", id_number: NUMBER };
    let until = |day: &str| codes(&holder, None, Some(&back("2016-06-01", day)));
    assert!(until("2026-06-01").is_empty(), "three months to the day are enough");
    assert_eq!(until("2026-05-31"), [(Code::FilingValidityShort, Severity::Error)]);
    assert!(until("long_term").is_empty());
    assert!(until("2020-01-01").is_empty(), "the scan says that");
}

#[test]
fn front_and_back_must_be_of_one_card() {
    let holder = Holder { name: "孙熙博", id_number: NUMBER };
    let card = front("孙熙博", NUMBER, "1990-01-05");
    // Ten years are given to 16 to 25 years of age.
    assert!(
        codes(&holder, Some(&card), Some(&back("2010-06-01", "2030-06-01")))
            .iter()
            .any(|c| c.0 == Code::FilingSidesMismatch)
    );
    assert!(codes(&holder, Some(&card), Some(&back("2020-06-01", "2040-06-01"))).is_empty());
}

#[test]
fn kinds_are_those_of_the_profile() {
    let taken = [DocumentKind::ResidentIdFront];
    assert!(judge_kind(Step::IdFront, DocumentKind::ResidentIdFront, &taken).is_none());
    assert!(judge_kind(Step::IdFront, DocumentKind::ResidentIdBack, &[]).is_none());
    let found = judge_kind(Step::IdFront, DocumentKind::ResidentIdBack, &taken).unwrap();
    assert_eq!((found.code, found.cure), (Code::FilingDocumentKind, Cure::Retake));
    // That nothing was recognised is the scan's to say.
    assert!(judge_kind(Step::IdFront, DocumentKind::Unknown, &taken).is_none());
}

fn permit(number: &str, expires_on: &str) -> Fields {
    fields(
        DocumentKind::MainlandTravelPermit,
        &[(FieldKey::Name, "CHAN TAI MAN"), (FieldKey::DocumentNumber, number), (FieldKey::ExpiresOn, expires_on)],
    )
}

#[test]
fn a_permit_is_held_against_the_order_by_its_number_and_a_name_in_its_own_letters() {
    let found = |name, id_number, read: &Fields| codes(&Holder { name, id_number }, Some(read), None);
    let read = permit("H12345678", "2030-01-01");
    // A Chinese name is beside nothing, and its number may be told with how often it was given.
    assert!(found("陈大文", "H12345678", &read).is_empty());
    assert!(found("陈大文", "H1234567801", &read).is_empty());
    assert!(
        found("Chan Tai Man", "h12345678", &read).is_empty() && found("TAI MAN CHAN", "H12345678", &read).is_empty()
    );
    assert_eq!(found("CHAN TAI WAN", "H12345678", &read), [(Code::FilingNameMismatch, Severity::Error)]);
    for other in ["H12345679", "H1234567", "H123456780", "H12345678AB", "H123456780123"] {
        assert_eq!(found("陈大文", other, &read), [(Code::FilingNumberMismatch, Severity::Error)], "{other}");
    }
    // Its last day stands on the side that names the person.
    assert_eq!(
        found("陈大文", "H12345678", &permit("H12345678", "2026-04-01")),
        [(Code::FilingValidityShort, Severity::Error)]
    );
}

#[test]
fn a_licence_is_held_against_the_person_only_where_that_is_its_legal_representative() {
    use heyan_rules::filing::Unit;
    use heyan_rules::filing::cross::judge_unit;
    let licence = |legal, term| {
        fields(DocumentKind::BusinessLicence, &[(FieldKey::LegalRepresentative, legal), (FieldKey::Term, term)])
    };
    let found = |person, read: &Fields| {
        let unit = Unit { legal_representative: person };
        let found = judge_unit(&unit, read, &FilingLimits::default(), TODAY);
        assert!(found.iter().all(|finding| finding.step == Some(Step::BusinessLicence)));
        found.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let good = licence("孙熙博", "2015-01-05/long_term");
    assert!(found(Some("孙 熙博"), &good).is_empty() && found(None, &licence("李某", "long_term")).is_empty());
    assert_eq!(found(Some("李某"), &good), [Code::FilingLegalRepresentative]);
    assert_eq!(found(None, &licence("孙熙博", "2015-01-05/2026-05-01")), [Code::FilingValidityShort]);
    // That it is over is said of the licence itself.
    assert!(found(None, &licence("孙熙博", "2015-01-05/2020-05-01")).is_empty());
}
