//! What is true of a picture.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::card::Side;
use crate::identity::Identity;
use crate::view::Quad;

/// Which half of the world a case comes from: rules are tuned on one and measured on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// Fonts, grounds and faces that thresholds may be set on.
    Tuning,
    /// Others, never looked at while tuning.
    Held,
}

/// Which of the two a command works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Splits {
    /// Only what is tuned on.
    Tuning,
    /// Only what is held out.
    Held,
    /// One after the other.
    Both,
}

impl Splits {
    /// The sets meant.
    #[must_use]
    pub fn list(self) -> &'static [Split] {
        match self {
            Self::Tuning => &[Split::Tuning],
            Self::Held => &[Split::Held],
            Self::Both => &[Split::Tuning, Split::Held],
        }
    }
}

/// What is true of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Truth {
    /// File name.
    pub file: String,
    /// The kind of the card, or `unknown`.
    pub kind: String,
    /// The card's corners from its own top left clockwise, in the picture as displayed.
    pub corners: Option<Quad>,
    /// Length of the card's long side in pixels.
    pub long_side_px: f32,
    /// The printed fields as the contract writes them.
    pub fields: BTreeMap<String, String>,
    /// The finding that must be there, or none for a picture to be accepted.
    pub wanted: Option<String>,
    /// The verdict that is right.
    pub verdict: String,
    /// 0 is the weakest that a reviewer would clearly refuse, 1 a gross case.
    pub strength: f32,
    /// The kind to be asked for with `--expect`.
    pub expect: Option<String>,
    /// What is special about the scene.
    pub tags: Vec<String>,
    /// Tuning or held out.
    pub split: Split,
}

/// A picture file with its truth.
#[derive(Clone, Debug)]
pub struct Case {
    /// The bytes of the file.
    pub picture: Vec<u8>,
    /// What is true of it.
    pub truth: Truth,
}

/// The day on which generated cards are judged unless another is asked for.
pub const TODAY: Date = jiff::civil::date(2026, 11, 1);

/// The fields of one side as the contract writes them.
#[must_use]
pub fn fields(id: &Identity, side: Side) -> BTreeMap<String, String> {
    let list: Vec<(&str, String)> = match side {
        Side::Front => vec![
            ("name", id.name.clone()),
            ("sex", id.sex.to_owned()),
            ("ethnicity", id.ethnicity.to_owned()),
            ("birth_date", id.birth.to_string()),
            ("address", id.address.clone()),
            ("id_number", id.id_number.clone()),
        ],
        Side::Back => vec![
            ("issuing_authority", id.authority.clone()),
            ("valid_from", id.valid_from.to_string()),
            ("valid_until", id.valid_until.map_or("long_term".to_owned(), |d| d.to_string())),
        ],
    };
    list.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}
