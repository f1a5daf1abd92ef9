//! What a person types of themselves and of their site, as it is kept, or why it cannot be.

use super::names;
use crate::document::IdNumber;
use crate::document::id_number::IdNumberError;
use crate::finding::Code;

/// Characters of the longest name: three times those of the longest that a resident's card can carry.
const MOST_NAME_CHARACTERS: usize = 64;
/// Characters of a resident's number (GB 11643-1999); one with that many must be sound.
const RESIDENT_NUMBER: usize = 18;
/// Characters of the longest number of any other document: ICAO Doc 9303 has 9, and nobody has more than 32.
const MOST_NUMBER_CHARACTERS: usize = 32;

/// Why what was typed cannot be kept. Carries nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedError {
    /// No name, one too long, or one with characters that are no print.
    Name,
    /// A resident's number that is not sound.
    ResidentNumber(IdNumberError),
    /// No number of any document.
    Number,
    /// No domain.
    Domain,
}

impl TypedError {
    /// The finding that tells a person.
    pub const fn code(self) -> Code {
        match self {
            Self::Name => Code::CaseBadName,
            Self::ResidentNumber(_) | Self::Number => Code::CaseBadNumber,
            Self::Domain => Code::CaseBadDomain,
        }
    }
}

/// The name `text`, without spaces around it.
///
/// # Errors
/// When it is none.
pub fn name(text: &str) -> Result<String, TypedError> {
    let name = text.trim();
    let sound = (1..=MOST_NAME_CHARACTERS).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    sound.then(|| name.to_owned()).ok_or(TypedError::Name)
}

/// The number `text`, in capitals. Other documents than a resident's card have other numbers.
///
/// # Errors
/// When it is none.
pub fn number(text: &str) -> Result<String, TypedError> {
    let number = text.trim().to_uppercase();
    if number.len() == RESIDENT_NUMBER {
        IdNumber::parse(&number).map_err(TypedError::ResidentNumber)?;
    } else if number.is_empty()
        || number.len() > MOST_NUMBER_CHARACTERS
        || !number.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        return Err(TypedError::Number);
    }
    Ok(number)
}

/// The domain `text`, in small letters.
///
/// # Errors
/// When it is none.
pub fn domain(text: &str) -> Result<String, TypedError> {
    let domain = text.trim();
    names::is_domain(domain).then(|| domain.to_ascii_lowercase()).ok_or(TypedError::Domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_kept_as_the_order_has_it() {
        assert_eq!(name(" 孙熙博\n").as_deref(), Ok("孙熙博"));
        assert_eq!(number(" 11010519491231002x ").as_deref(), Ok("11010519491231002X"));
        assert_eq!(number("e12345678").as_deref(), Ok("E12345678"));
        assert_eq!(domain("Xiaohe.CN ").as_deref(), Ok("xiaohe.cn"));
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in ["", "  ", "孙\u{0}博", &"长".repeat(MOST_NAME_CHARACTERS + 1)] {
            assert_eq!(name(text), Err(TypedError::Name));
        }
        // Two digits changed places: the check character tells.
        assert_eq!(number("110105194912310092"), Err(TypedError::ResidentNumber(IdNumberError::CheckDigit)));
        assert_eq!(number("11010519491331002X"), Err(TypedError::ResidentNumber(IdNumberError::BirthDate)));
        for text in ["", "E1234 5678", "证件", &"1".repeat(MOST_NUMBER_CHARACTERS + 1)] {
            assert_eq!(number(text), Err(TypedError::Number));
        }
        for text in ["", "xiaohe", "http://xiaohe.cn", "-a.cn", "a b.cn"] {
            assert_eq!(domain(text), Err(TypedError::Domain));
        }
    }
}
