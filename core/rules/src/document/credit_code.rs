//! The unified social credit code (GB 32100-2015): its check character, the organisation's code inside it (GB 11714-1997),
//! and who registers what.

/// Characters of a code.
pub const LENGTH: usize = 18;

/// The characters in the order of their values: no I, O, S, V and Z (GB 32100-2015, 4.4).
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Characters there are, the modulus of the check.
const MODULUS: u32 = 31;
/// Factor from one place's weight to the next: 3 to the power of the place.
const STEP: u32 = 3;
/// Weights of an organisation's code (GB 11714-1997, 3.3).
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// Its modulus.
const ORGANISATION_MODULUS: u32 = 11;
/// Places of the organisation's code with its check character.
const ORGANISATION: std::ops::Range<usize> = 8..17;
/// Places of the division where it was registered.
const DIVISION: std::ops::Range<usize> = 2..8;

/// Whether a code may have `ch`.
pub fn holds(ch: char) -> bool {
    ALPHABET.contains(ch)
}

/// Whether only a digit may stand at `place`: a division's code has no letters.
pub fn is_digit_place(place: usize) -> bool {
    DIVISION.contains(&place)
}

/// A code in its parts. What it says is not known to be true: [`CreditCode::is_sound`] tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CreditCode<'a> {
    text: &'a str,
}

impl<'a> CreditCode<'a> {
    /// `text` in its parts; `None` when it is not [`LENGTH`] characters of the alphabet.
    pub fn of(text: &'a str) -> Option<Self> {
        (text.len() == LENGTH && text.chars().all(holds)).then_some(Self { text })
    }

    /// Whether both check characters hold.
    pub fn is_sound(self) -> bool {
        let part = self.text.get(ORGANISATION).unwrap_or_default();
        check_character(self.text) == self.text.chars().last() && organisation_check(part) == part.chars().last()
    }

    /// Who registers it: the first character.
    pub fn authority(self) -> char {
        self.text.chars().next().unwrap_or_default()
    }

    /// Who registers it, and of what sort it is: the first two.
    pub fn sort(self) -> &'a str {
        self.text.get(..2).unwrap_or_default()
    }
}

/// The check character that belongs to the first 17 of `text`; `None` when they are none of a code.
pub fn check_character(text: &str) -> Option<char> {
    let (mut sum, mut weight, mut count) = (0, 1, 0);
    for ch in text.chars().take(LENGTH - 1) {
        sum += value(ch)? * weight;
        weight = weight * STEP % MODULUS;
        count += 1;
    }
    let value = (MODULUS - sum % MODULUS) % MODULUS;
    (count == LENGTH - 1).then(|| ALPHABET.chars().nth(value as usize)).flatten()
}

fn value(ch: char) -> Option<u32> {
    ALPHABET.find(ch).and_then(|at| u32::try_from(at).ok())
}

/// The check character that belongs to the first eight of an organisation's code, whose letters count from A as 10 on.
pub fn organisation_check(code: &str) -> Option<char> {
    let mut chars = code.chars();
    let mut sum = 0;
    for weight in ORGANISATION_WEIGHTS {
        sum += chars.next().filter(char::is_ascii_alphanumeric)?.to_ascii_uppercase().to_digit(36)? * weight;
    }
    match ORGANISATION_MODULUS - sum % ORGANISATION_MODULUS {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

/// The code in what a QR code says, which is only looked at and never opened: [`LENGTH`] characters of the alphabet that
/// hold together and that nothing of the alphabet goes on from. `None` of none, and of several that differ.
pub fn in_text(text: &str) -> Option<&str> {
    let mut found: Option<&str> = None;
    for run in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if CreditCode::of(run).is_some_and(CreditCode::is_sound) {
            if found.is_some_and(|other| other != run) {
                return None;
            }
            found = Some(run);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_example_holds() {
        assert_eq!(check_character("91350100M000100Y4"), Some('3'));
        let code = CreditCode::of("91350100M000100Y43").unwrap();
        assert!(code.is_sound());
        assert_eq!((code.authority(), code.sort()), ('9', "91"));
        assert!(CreditCode::of("91350100M000100Y4Z").is_none());
        assert_eq!(organisation_check("M000100Y"), Some('4'));
        assert_eq!(organisation_check("D2143569"), Some('X'));
    }

    #[test]
    fn every_other_character_is_told() {
        let good = "91350100M000100Y43";
        for at in 0..LENGTH {
            for ch in ALPHABET.chars().filter(|ch| good.chars().nth(at) != Some(*ch)) {
                let other: String = good.chars().enumerate().map(|(i, c)| if i == at { ch } else { c }).collect();
                assert!(!CreditCode::of(&other).unwrap().is_sound(), "{other}");
            }
        }
    }

    #[test]
    fn what_is_no_code_has_none() {
        for text in [
            "",
            "91350100M000100Y4",
            "91350100M000100Y433",
            "91350100I000100Y43",
            "统一社会信用",
            "统一社会信用代码统一社会信用代码一二",
        ] {
            assert!(CreditCode::of(text).is_none(), "{text}");
        }
        for text in ["", "9135", "91350100I000100Y4", "统一社会信用代码统一社会信用代码一二"] {
            assert_eq!(check_character(text), None, "{text}");
        }
        assert_eq!(organisation_check("M0001"), None);
        assert_eq!(organisation_check("一二三四五六七八"), None);
    }

    #[test]
    fn a_code_is_found_in_an_address_and_not_in_a_longer_run() {
        let code = "91350100M000100Y43";
        for text in [
            code.to_owned(),
            format!("https://example.cn/q?uniscid={code}&x=1"),
            format!("{code};{code}"),
            format!("名称:某公司,统一社会信用代码:{code}"),
        ] {
            assert_eq!(in_text(&text), Some(code), "{text}");
        }
        for text in
            [format!("{code}1"), format!("A{code}"), "https://example.cn/".to_owned(), "91350100M000100Y44".to_owned()]
        {
            assert_eq!(in_text(&text), None, "{text}");
        }
        // Two that differ: nobody knows which is meant.
        assert_eq!(
            in_text(&format!("{code},12100000400000624N")).is_some(),
            !CreditCode::of("12100000400000624N").unwrap().is_sound()
        );
    }
}
