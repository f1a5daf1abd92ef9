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

    /// Its outline, mm.
    pub const fn shape(self) -> CardShape {
        self.row().shape
    }

    /// The kind on its other side, where it has two.
    pub const fn other_side(self) -> Option<Self> {
        self.row().other_side
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
        }
    }
}
