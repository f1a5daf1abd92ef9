use super::*;
use jiff::civil::date;
use proptest::prelude::*;

// The specimens of part 4, appendix A, and part 5, appendix A.
const PASSPORT: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const CARD: [&str; 3] =
    ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
/// A card whose number has twelve characters.
const LONG_CARD: [&str; 3] =
    ["I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"];
const TD2: [&str; 2] = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];

#[test]
fn the_specimen_passport_reads_in_full() {
    let mrz = Mrz::parse(&PASSPORT).unwrap();
    assert_eq!((mrz.format, mrz.code.as_str(), mrz.issuer.as_str()), (Format::Td3, "P", "UTO"));
    let name = mrz.name.clone().unwrap();
    assert_eq!((name.surname.as_str(), name.given.as_str(), name.truncated), ("ERIKSSON", "ANNA MARIA", false));
    assert_eq!(name.full(), "ERIKSSON ANNA MARIA");
    assert_eq!((mrz.number.as_str(), mrz.nationality.as_str()), ("L898902C3", "UTO"));
    assert_eq!(mrz.sex, Some(Sex::Female));
    assert_eq!(mrz.expiry.as_expiry(), Some(date(2012, 4, 15)));
    assert!(mrz.birth.as_birth(date(2012, 4, 15)) == Birth::On(date(1974, 8, 12)));
    assert_eq!(mrz.optional, "ZE184226B");
    assert_eq!(mrz.broken, []);
}

#[test]
fn the_specimen_cards_read_in_full() {
    for (lines, number) in [(CARD, "D23145890"), (LONG_CARD, "D23145890734")] {
        let mrz = Mrz::parse(&lines).unwrap();
        assert_eq!((mrz.format, mrz.number.as_str(), mrz.issuer.as_str()), (Format::Td1, number, "UTO"));
        assert_eq!(mrz.broken, [], "{number}");
        assert!(mrz.name.is_some());
    }
    let mrz = Mrz::parse(&TD2).unwrap();
    assert_eq!((mrz.format, mrz.number.as_str(), mrz.broken.len()), (Format::Td2, "D23145890", 0));
    assert_eq!(mrz.name.unwrap().given, "ANNA MARIA");
}

#[test]
fn the_check_digit_is_that_of_the_standard() {
    // Part 3, appendix A: examples of the reckoning.
    assert_eq!(check_digit("520727"), Some('3'));
    assert_eq!(check_digit("AB2134<<<"), Some('5'));
    assert_eq!(check_digit("HA672242<658022549601086<<<<<<<<<<<<<<0"), Some('8'));
    assert_eq!(check_digit("ab"), None);
    assert_eq!(check_digit(""), Some('0'));
}

#[test]
fn an_empty_part_may_have_a_filler_or_a_nought_for_its_digit() {
    for end in ["<", "0"] {
        let own = format!("L898902C36UTO7408122F1204159<<<<<<<<<<<<<<{end}");
        let whole: String = [&own[0..10], &own[13..20], &own[21..43]].concat();
        let line = format!("{own}{}", check_digit(&whole).unwrap());
        assert_eq!(Mrz::parse(&[PASSPORT[0], &line]).unwrap().broken, [], "{end}");
    }
}

#[test]
fn a_wrong_digit_is_told_by_the_part_that_it_guards() {
    for (at, part) in [(3, Guarded::Number), (15, Guarded::Birth), (23, Guarded::Expiry), (30, Guarded::Optional)] {
        let mut line = PASSPORT[1].to_owned();
        let other = if &line[at..=at] == "1" { "2" } else { "1" };
        line.replace_range(at..=at, other);
        let broken = Mrz::parse(&[PASSPORT[0], &line]).unwrap().broken;
        assert_eq!(broken, [part, Guarded::Whole], "{at}");
    }
}

#[test]
fn names_end_are_cut_or_are_no_names() {
    let name = |text: &str| Name::of(text);
    let full = name("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K").unwrap();
    assert!(full.truncated && full.given == "CHAYAPA DEJTHAMRONG K");
    let one = name("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<").unwrap();
    assert_eq!((one.surname.as_str(), one.given.as_str(), one.full().as_str()), ("ARKFREITH", "", "ARKFREITH"));
    assert_eq!(name("PAPANDROPOULOUS<<JONATHON<ALEC<<<<<<<<<").unwrap().surname, "PAPANDROPOULOUS");
    for none in ["<<<<<<", "<SMITH<<JOHN<<", "SMITH<<JOHN<<PAUL<<", "SMITH<<<JOHN<<", "SM1TH<<JOHN"] {
        assert!(name(none).is_none(), "{none}");
    }
}

#[test]
fn a_century_is_told_only_where_one_is_possible() {
    let expiry = date(2032, 3, 1);
    let birth = |text: &str| ShortDate::of(text).unwrap().as_birth(expiry);
    assert!(birth("050101") == Birth::On(date(2005, 1, 1)));
    assert!(birth("740812") == Birth::On(date(1974, 8, 12)));
    // A child of seven, or somebody of a hundred and seven.
    assert!(birth("250101") == Birth::Either(date(1925, 1, 1), date(2025, 1, 1)));
    assert!(birth("74<<<<") == Birth::Unknown);
    assert!(birth("741301") == Birth::Unknown);
    assert!(birth("000229") == Birth::On(date(2000, 2, 29)));
}

#[test]
fn what_is_no_zone_gives_nothing() {
    assert!(Mrz::parse(&[]).is_none());
    assert!(Mrz::parse(&[PASSPORT[0]]).is_none());
    assert!(Mrz::parse(&[PASSPORT[1], PASSPORT[0]]).is_none());
    assert!(Mrz::parse(&[PASSPORT[0], &PASSPORT[1].replace('2', "二")]).is_none());
    assert!(Mrz::parse(&[PASSPORT[0], &PASSPORT[1].to_lowercase()]).is_none());
}

proptest! {
    #[test]
    fn any_text_is_a_zone_or_none(lines in proptest::collection::vec("[A-Z0-9<]{30}|[A-Z0-9<]{36}|[A-Z0-9<]{44}|.{0,50}", 0..4)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        if let Some(mrz) = Mrz::parse(&lines) {
            prop_assert!(mrz.number.len() <= 26);
            let _ = mrz.expiry.as_expiry().map(|expiry| mrz.birth.as_birth(expiry));
        }
    }

    #[test]
    fn one_other_digit_is_never_let_pass(at in 0usize..44, to in 0u32..10) {
        let line = PASSPORT[1];
        let digit = char::from_digit(to, 10).unwrap().to_string();
        prop_assume!(line[at..=at].chars().all(|c| c.is_ascii_digit()) && line[at..=at] != digit);
        let mut other = line.to_owned();
        other.replace_range(at..=at, &digit);
        prop_assert!(!Mrz::parse(&[PASSPORT[0], &other]).unwrap().broken.is_empty());
    }
}
