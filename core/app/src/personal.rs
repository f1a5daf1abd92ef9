//! Personal text in a state: a shell shows it, a log never does.

use heyan::rules::Sensitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text about a person. `Debug` hides it and dropping wipes it; serialised it is the text itself, for the shell that draws it.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal(Sensitive<String>);

impl Personal {
    /// The text. Every place that calls this shows personal data to somebody.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl Default for Personal {
    fn default() -> Self {
        Self::from(String::new())
    }
}

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Personal(…)")
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self(Sensitive::new(text))
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Serialize for Personal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Personal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
