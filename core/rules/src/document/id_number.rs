//! The citizen identification number of GB 11643-1999.
//!
//! Seventeen digits (six of the place of registration, eight of the birth date, three in sequence,
//! odd for men) and a check character after ISO 7064 MOD 11-2.

use std::fmt;

use jiff::civil::Date;

use crate::sensitive::Sensitive;

use super::region::{self, Region};

/// Weights of the seventeen digits, 2^(18-i) mod 11 (GB 11643-1999, annex A).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder (GB 11643-1999, annex A).
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// Sex as the number's sequence digit carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// As the card prints it.
    pub const fn as_printed(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }
}

/// Why a text is no identification number. Says nothing of the text itself: it is personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdNumberError {
    /// Not seventeen digits and a digit or X.
    Shape,
    /// The birth date in it is no day of the calendar.
    BirthDate,
    /// The check character is another one than the digits ask for.
    CheckDigit,
}

impl fmt::Display for IdNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "expected 17 digits and a check character",
            Self::BirthDate => "the birth date in the number is not in the calendar",
            Self::CheckDigit => "the check character does not hold",
        })
    }
}

impl std::error::Error for IdNumberError {}

/// What the digits say, whether or not the check character holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The six digits of the division where the number was given.
    pub region_code: &'a str,
    /// The birth date, `None` when it is no day of the calendar.
    pub birth_date: Option<Date>,
    /// From the last digit of the sequence.
    pub sex: Sex,
}

impl<'a> Parts<'a> {
    /// Takes a text of the right shape apart.
    pub fn of(text: &'a str) -> Option<Self> {
        if !has_shape(text) {
            return None;
        }
        let year = text.get(6..10)?.parse().ok()?;
        let month = text.get(10..12)?.parse().ok()?;
        let day = text.get(12..14)?.parse().ok()?;
        let sequence: u32 = text.get(16..17)?.parse().ok()?;
        Some(Self {
            region_code: text.get(..6)?,
            // The standard's oldest example was born in 1880.
            birth_date: Date::new(year, month, day).ok().filter(|d| d.year() >= 1800),
            sex: if sequence % 2 == 1 { Sex::Male } else { Sex::Female },
        })
    }
}

/// The check character that the first seventeen digits of `text` ask for.
pub fn check_digit(text: &str) -> Option<char> {
    let mut sum = 0;
    let mut digits = text.chars();
    for weight in WEIGHTS {
        sum += digits.next()?.to_digit(10)? * weight;
    }
    CHECKS.get(sum as usize % 11).copied()
}

fn has_shape(text: &str) -> bool {
    text.len() == 18
        && text.bytes().enumerate().all(|(i, b)| b.is_ascii_digit() || (i == 17 && (b == b'X' || b == b'x')))
}

/// An identification number whose shape, birth date and check character hold. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber {
    text: Sensitive<String>,
    birth_date: Date,
    sex: Sex,
}

impl IdNumber {
    /// The number in `text`; a small x is taken for X.
    pub fn parse(text: &str) -> Result<Self, IdNumberError> {
        let parts = Parts::of(text).ok_or(IdNumberError::Shape)?;
        let birth_date = parts.birth_date.ok_or(IdNumberError::BirthDate)?;
        if check_digit(text) != text.chars().last().map(|c| c.to_ascii_uppercase()) {
            return Err(IdNumberError::CheckDigit);
        }
        Ok(Self { text: Sensitive::new(text.to_ascii_uppercase()), birth_date, sex: parts.sex })
    }

    /// The eighteen characters, X in upper case.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// The day of birth that it carries.
    pub fn birth_date(&self) -> Date {
        self.birth_date
    }

    /// The sex that it carries.
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The six digits of the place of registration.
    pub fn region_code(&self) -> &str {
        self.expose().get(..6).unwrap_or_default()
    }

    /// What GB/T 2260 says of the place of registration.
    pub fn region(&self) -> Region {
        region::lookup(self.region_code())
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_examples_of_the_standard_hold() {
        // GB 11643-1999, clause 5: a woman and a man.
        let woman = IdNumber::parse("11010519491231002X").unwrap();
        assert_eq!((woman.birth_date(), woman.sex()), (date(1949, 12, 31), Sex::Female));
        assert_eq!(woman.region_code(), "110105");
        let man = IdNumber::parse("440524188001010014").unwrap();
        assert_eq!((man.birth_date(), man.sex()), (date(1880, 1, 1), Sex::Male));
        assert_eq!(IdNumber::parse("53010219200508011X").unwrap().sex(), Sex::Male);
    }

    #[test]
    fn numbers_of_residence_permits_follow_the_same_rule() {
        assert!(IdNumber::parse("810000197810272327").is_ok());
        assert!(IdNumber::parse("830000197810272320").is_ok());
    }

    #[test]
    fn a_small_x_is_the_same_number() {
        assert_eq!(IdNumber::parse("11010519491231002x").unwrap().expose(), "11010519491231002X");
    }

    #[test]
    fn each_single_wrong_digit_is_noticed() {
        let good = "11010519491231002X";
        for at in 0..17 {
            for digit in '0'..='9' {
                let mut changed: Vec<char> = good.chars().collect();
                if changed[at] == digit {
                    continue;
                }
                changed[at] = digit;
                assert!(IdNumber::parse(&changed.into_iter().collect::<String>()).is_err(), "{at} {digit}");
            }
        }
    }

    #[test]
    fn each_swap_of_neighbours_is_noticed() {
        let good = "440524188001010014";
        for at in 0..16 {
            let mut changed: Vec<char> = good.chars().collect();
            changed.swap(at, at + 1);
            let text: String = changed.into_iter().collect();
            assert!(text == good || IdNumber::parse(&text).is_err(), "{at}");
        }
    }

    #[test]
    fn the_birth_date_must_be_in_the_calendar() {
        for digits in ["11010519490229002", "11010519491331002", "11010519490431002", "11010500001231002"] {
            let text = format!("{digits}{}", check_digit(digits).unwrap());
            assert_eq!(IdNumber::parse(&text).err(), Some(IdNumberError::BirthDate), "{digits}");
        }
        let leap = "11010520000229002";
        assert!(IdNumber::parse(&format!("{leap}{}", check_digit(leap).unwrap())).is_ok());
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in [
            "",
            "1101051949123100",
            "X10105194912310021",
            "11010519491231002XX",
            "１１０１０５19491231002",
            "110105 9491231002X",
        ] {
            assert_eq!(IdNumber::parse(text).err(), Some(IdNumberError::Shape), "{text}");
        }
    }

    #[test]
    fn the_number_hides_itself() {
        let shown = format!("{:?}", IdNumber::parse("11010519491231002X").unwrap());
        assert!(!shown.contains("1101"), "{shown}");
    }
}
