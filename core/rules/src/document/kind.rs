//! Kinds of documents and the fields they carry. What is known of a kind stands in its row of the table.

use crate::filing::Step;
use crate::geometry::CardShape;
use serde::{Deserialize, Serialize};

pub use super::table::DocumentKind;

impl DocumentKind {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// The fields that the document must have, in reading order.
    pub const fn fields(self) -> &'static [FieldKey] {
        self.row().fields
    }

    /// Whether its fields are read; what is not is told by name.
    pub fn is_read(self) -> bool {
        Self::KNOWN.contains(&self)
    }

    /// The kinds that are read and have the outline `shape`.
    pub fn of_shape(shape: CardShape) -> impl Iterator<Item = Self> {
        Self::KNOWN.iter().copied().filter(move |kind| kind.shape() == shape)
    }

    /// The outlines of kinds that are read, the most usual first.
    pub fn shapes() -> Vec<CardShape> {
        let mut shapes: Vec<CardShape> = Vec::new();
        for kind in Self::KNOWN {
            if !shapes.contains(&kind.shape()) {
                shapes.push(kind.shape());
            }
        }
        shapes
    }

    /// Its outline, mm.
    pub const fn shape(self) -> CardShape {
        self.row().shape
    }

    /// The kind on its other side, where it has two.
    pub const fn other_side(self) -> Option<Self> {
        self.row().other_side
    }

    /// Whether `other` may lie beside it in a picture of it: the card's other side, as on one sheet with both.
    pub fn goes_with(self, other: Self) -> bool {
        self.other_side() == Some(other)
    }

    /// The step of a filing that it is handed in for, where there is one of its own.
    pub const fn step(self) -> Option<Step> {
        self.row().step
    }
}

/// A field of a document. The names are the outside contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKey {
    /// 姓名
    Name,
    /// 性别: 男 or 女
    Sex,
    /// 民族, without 族
    Ethnicity,
    /// 出生, ISO date
    BirthDate,
    /// 住址, one line without spaces
    Address,
    /// 公民身份号码, 18 characters, X in upper case
    IdNumber,
    /// 签发机关
    IssuingAuthority,
    /// 有效期限, first day, ISO date
    ValidFrom,
    /// 有效期限, last day, ISO date or `long_term`
    ValidUntil,
    /// 通行证号码 on a residence permit: the travel permit that it was given for
    PassNumber,
    /// 签发次数 on a residence permit, digits
    IssueCount,
    /// Surname of a machine-readable zone, words parted by spaces
    Surname,
    /// Given names of a machine-readable zone
    GivenNames,
    /// Number of a travel document
    DocumentNumber,
    /// Nationality, a code of three letters or fewer
    Nationality,
    /// Last day of validity of a travel document, ISO date
    ExpiresOn,
    /// The machine-readable zone, line by line
    Mrz,
}

impl FieldKey {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sex => "sex",
            Self::Ethnicity => "ethnicity",
            Self::BirthDate => "birth_date",
            Self::Address => "address",
            Self::IdNumber => "id_number",
            Self::IssuingAuthority => "issuing_authority",
            Self::ValidFrom => "valid_from",
            Self::ValidUntil => "valid_until",
            Self::PassNumber => "pass_number",
            Self::IssueCount => "issue_count",
            Self::Surname => "surname",
            Self::GivenNames => "given_names",
            Self::DocumentNumber => "document_number",
            Self::Nationality => "nationality",
            Self::ExpiresOn => "expires_on",
            Self::Mrz => "mrz",
        }
    }
}
