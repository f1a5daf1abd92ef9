//! The holder's name as a zone has it: letters and fillers.

use super::FILLER;

/// The two parts of a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Name {
    /// The primary identifier, its words parted by spaces.
    pub surname: String,
    /// The secondary identifier; empty for a holder who has none.
    pub given: String,
    /// Whether the name fills its part to the end and may go on (part 3, 4.6).
    pub truncated: bool,
}

/// What parts the two identifiers.
const PARTED_BY: &str = "<<";

impl Name {
    /// The name that fills `part`; `None` when it begins with a filler, or when more than two identifiers stand in it.
    pub(super) fn of(part: &str) -> Option<Self> {
        let words = |text: &str| text.split(FILLER).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let whole = part.trim_end_matches(FILLER);
        let (surname, given) = whole.split_once(PARTED_BY).unwrap_or((whole, ""));
        let sound = !surname.is_empty()
            && !surname.starts_with(FILLER)
            && !given.contains(PARTED_BY)
            && !given.starts_with(FILLER)
            && whole.chars().all(|ch| ch == FILLER || ch.is_ascii_uppercase());
        sound.then(|| Self { surname: words(surname), given: words(given), truncated: !part.ends_with(FILLER) })
    }

    /// Both, the surname first.
    pub fn full(&self) -> String {
        if self.given.is_empty() { self.surname.clone() } else { format!("{} {}", self.surname, self.given) }
    }
}
