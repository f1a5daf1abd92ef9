//! The machine-readable zone of travel documents (ICAO Doc 9303, parts 3 to 6): what its lines say, and which of its check
//! digits do not hold. Nothing in it is corrected: a line that is no such line gives nothing.

mod alphabet;
mod date;
mod name;
mod read;

pub use alphabet::Alphabet;
pub use date::{Birth, ShortDate};
pub use name::Name;
pub(crate) use read::{Zone, is_line, read};

/// Weights of the check digits, in turn (part 3, 4.9).
const WEIGHTS: [u32; 3] = [7, 3, 1];
/// The filler.
pub const FILLER: char = '<';

/// The sizes that a zone comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Cards: three lines of 30 (part 5).
    Td1,
    /// Two lines of 36 (part 6).
    Td2,
    /// Passports: two lines of 44 (part 4).
    Td3,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Td1, Self::Td2, Self::Td3];

    /// How many lines.
    pub const fn lines(self) -> usize {
        match self {
            Self::Td1 => 3,
            Self::Td2 | Self::Td3 => 2,
        }
    }

    /// Characters of each.
    pub const fn width(self) -> usize {
        match self {
            Self::Td1 => 30,
            Self::Td2 => 36,
            Self::Td3 => 44,
        }
    }
}

/// A part of the zone that a check digit guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guarded {
    /// The document's number.
    Number,
    /// The day of birth.
    Birth,
    /// The last day of validity.
    Expiry,
    /// The issuer's own data of a passport.
    Optional,
    /// All of the others together.
    Whole,
}

/// The sex that a zone gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// M
    Male,
    /// F
    Female,
    /// The filler: not said.
    Unsaid,
}

impl Sex {
    /// As the contract has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "M",
            Self::Female => "F",
            Self::Unsaid => "X",
        }
    }
}

/// What a zone says.
#[derive(Clone, PartialEq, Eq)]
pub struct Mrz {
    /// Its size.
    pub format: Format,
    /// The first two characters, fillers left out: `P` for a passport.
    pub code: String,
    /// Who issued it, as a code of three letters or fewer.
    pub issuer: String,
    /// The holder's name; `None` when its part breaks the rules of part 3, 4.6.
    pub name: Option<Name>,
    /// The document's number, also one that is longer than its place.
    pub number: String,
    /// The holder's nationality, as a code of three letters or fewer.
    pub nationality: String,
    /// Day of birth.
    pub birth: ShortDate,
    /// Sex; `None` when it is none of the three characters.
    pub sex: Option<Sex>,
    /// Last day of validity.
    pub expiry: ShortDate,
    /// What the issuer added.
    pub optional: String,
    /// What a check digit speaks against.
    pub broken: Vec<Guarded>,
}

impl Mrz {
    /// The zone in `lines`, from top to bottom; `None` when they are no zone: another number of lines or characters, or a
    /// character outside the alphabet of its place.
    pub fn parse(lines: &[&str]) -> Option<Self> {
        let format = *Format::ALL.iter().find(|format| {
            lines.len() == format.lines() && lines.iter().all(|line| line.len() == format.width() && line.is_ascii())
        })?;
        let fits = lines
            .iter()
            .enumerate()
            .all(|(row, line)| line.chars().enumerate().all(|(at, ch)| Alphabet::at(format, row, at).holds(ch)));
        if !fits {
            return None;
        }
        match format {
            Format::Td1 => td1(lines),
            Format::Td2 | Format::Td3 => two_lines(format, lines),
        }
    }
}

impl std::fmt::Debug for Mrz {
    /// Without what it says, which is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mrz").field("format", &self.format).field("broken", &self.broken).finish_non_exhaustive()
    }
}

/// The check digit of `text` (part 3, 4.9): digits count as they are, letters from A as 10, fillers nothing. `None` for a
/// character of no worth.
pub fn check_digit(text: &str) -> Option<char> {
    let mut sum = 0;
    for (ch, weight) in text.chars().zip(WEIGHTS.iter().cycle()) {
        let worth = match ch {
            FILLER => 0,
            '0'..='9' | 'A'..='Z' => ch.to_digit(36)?,
            _ => return None,
        };
        sum = (sum + worth * weight) % 10;
    }
    char::from_digit(sum, 10)
}

/// Whether `check` is the digit of `text`. An issuer may leave the place of an empty part empty.
fn holds(text: &str, check: &str) -> bool {
    let empty = check == "<" && text.chars().all(|ch| ch == FILLER);
    empty || check_digit(text).is_some_and(|digit| check.chars().eq([digit]))
}

fn bare(text: &str) -> String {
    text.trim_end_matches(FILLER).to_owned()
}

/// The number, what follows it of `more` where it is longer than nine characters, and whether its digit holds.
///
/// A longer one has a filler for its digit and goes on in the issuer's own data, where the digit and a filler end it (parts 5
/// and 6, 4.2).
fn long_number(number: &str, check: &str, more: &str) -> (String, String, bool) {
    if check != "<" || number.ends_with(FILLER) {
        return (bare(number), bare(more), holds(number, check));
    }
    let (rest, after) = more.split_once(FILLER).unwrap_or((more, ""));
    let Some((at, _)) = rest.char_indices().next_back() else {
        // Nine characters and no digit anywhere.
        return (bare(number), bare(more), false);
    };
    let (rest, digit) = rest.split_at(at);
    let whole = format!("{number}{rest}");
    let good = holds(&whole, digit) && digit != "<";
    (whole, bare(after.trim_start_matches(FILLER)), good)
}

fn td1(lines: &[&str]) -> Option<Mrz> {
    let [first, second, third] = lines else { return None };
    let part = |line: &str, from: usize, to: usize| line.get(from..to).map(str::to_owned);
    let (number, optional, number_holds) = long_number(first.get(5..14)?, first.get(14..15)?, first.get(15..30)?);
    let (birth, expiry) = (part(second, 0, 6)?, part(second, 8, 14)?);
    let whole = [first.get(5..30)?, second.get(0..7)?, second.get(8..15)?, second.get(18..29)?].concat();
    let checks = [
        (Guarded::Number, number_holds),
        (Guarded::Birth, holds(&birth, second.get(6..7)?)),
        (Guarded::Expiry, holds(&expiry, second.get(14..15)?)),
        (Guarded::Whole, holds(&whole, second.get(29..30)?)),
    ];
    Some(Mrz {
        format: Format::Td1,
        code: bare(first.get(0..2)?),
        issuer: bare(first.get(2..5)?),
        name: Name::of(third),
        number,
        nationality: bare(second.get(15..18)?),
        birth: ShortDate::of(&birth)?,
        sex: sex(second.get(7..8)?),
        expiry: ShortDate::of(&expiry)?,
        optional: [optional, bare(second.get(18..29)?)].concat(),
        broken: broken(&checks),
    })
}

fn two_lines(format: Format, lines: &[&str]) -> Option<Mrz> {
    let [first, second] = lines else { return None };
    let (birth, expiry) = (second.get(13..19)?, second.get(21..27)?);
    let end = format.width() - 1;
    let (number, check) = (second.get(0..9)?, second.get(9..10)?);
    let (number, optional, number_holds, optional_holds) = match format {
        Format::Td3 => {
            let own = second.get(28..42)?;
            (bare(number), bare(own), holds(number, check), holds(own, second.get(42..43)?))
        }
        _ => {
            let (number, more, good) = long_number(number, check, second.get(28..end)?);
            (number, more, good, true)
        }
    };
    let whole = [second.get(0..10)?, second.get(13..20)?, second.get(21..end)?].concat();
    let checks = [
        (Guarded::Number, number_holds),
        (Guarded::Birth, holds(birth, second.get(19..20)?)),
        (Guarded::Expiry, holds(expiry, second.get(27..28)?)),
        (Guarded::Optional, optional_holds),
        (Guarded::Whole, holds(&whole, second.get(end..format.width())?)),
    ];
    Some(Mrz {
        format,
        code: bare(first.get(0..2)?),
        issuer: bare(first.get(2..5)?),
        name: Name::of(first.get(5..)?),
        number,
        nationality: bare(second.get(10..13)?),
        birth: ShortDate::of(birth)?,
        sex: sex(second.get(20..21)?),
        expiry: ShortDate::of(expiry)?,
        optional,
        broken: broken(&checks),
    })
}

fn sex(text: &str) -> Option<Sex> {
    match text {
        "M" => Some(Sex::Male),
        "F" => Some(Sex::Female),
        "<" => Some(Sex::Unsaid),
        _ => None,
    }
}

fn broken(checks: &[(Guarded, bool)]) -> Vec<Guarded> {
    checks.iter().filter(|(_, good)| !good).map(|(part, _)| *part).collect()
}

#[cfg(test)]
mod tests;
