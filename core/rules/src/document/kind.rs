//! Kinds of documents and the fields they carry.

use serde::{Deserialize, Serialize};

/// A document, one side of it where it has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Resident identity card, portrait side (人像面).
    ResidentIdFront,
    /// Resident identity card, emblem side (国徽面).
    ResidentIdBack,
    /// Nothing recognised.
    Unknown,
}

impl DocumentKind {
    /// The kinds that can be asked for.
    pub const KNOWN: &'static [Self] = &[Self::ResidentIdFront, Self::ResidentIdBack];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResidentIdFront => "resident_id_front",
            Self::ResidentIdBack => "resident_id_back",
            Self::Unknown => "unknown",
        }
    }

    /// The fields that the document must have, in reading order.
    pub const fn fields(self) -> &'static [FieldKey] {
        match self {
            Self::ResidentIdFront => &[
                FieldKey::Name,
                FieldKey::Sex,
                FieldKey::Ethnicity,
                FieldKey::BirthDate,
                FieldKey::Address,
                FieldKey::IdNumber,
            ],
            Self::ResidentIdBack => &[FieldKey::IssuingAuthority, FieldKey::ValidFrom, FieldKey::ValidUntil],
            Self::Unknown => &[],
        }
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
