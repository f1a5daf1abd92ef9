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

    /// Whether it is a paper, read as a page: it has no places that print is bound to.
    pub fn is_paper(self) -> bool {
        Self::PAPERS.contains(&self)
    }

    /// The cards and pages of fixed layout that are read and have the outline `shape`.
    pub fn of_shape(shape: CardShape) -> impl Iterator<Item = Self> {
        Self::CARDS.iter().copied().filter(move |kind| kind.shape() == shape)
    }

    /// The outlines of cards and pages of fixed layout, the most usual first.
    pub fn shapes() -> Vec<CardShape> {
        let mut shapes: Vec<CardShape> = Vec::new();
        for kind in Self::CARDS {
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
    /// 中文姓名 beside a name in Latin letters
    NameZh,
    /// 统一社会信用代码, 18 characters (GB 32100)
    CreditCode,
    /// 类型 of a unit
    Type,
    /// 法定代表人, or who stands in that place: 经营者, 负责人, 投资人, 执行事务合伙人
    LegalRepresentative,
    /// 注册资本
    RegisteredCapital,
    /// 成立日期, ISO date
    EstablishedOn,
    /// 营业期限 or 有效期: `FROM/UNTIL` in ISO dates, `UNTIL` alone, `long_term` for one without end
    Term,
    /// 经营范围
    Scope,
    /// What a paper calls itself
    Title,
    /// Who signed a letter, as far as the handwriting can be read
    Signer,
    /// The day that is written beside a signature, ISO date
    SignedOn,
    /// The credit code that the QR code on a licence has
    QrCreditCode,
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
            Self::NameZh => "name_zh",
            Self::CreditCode => "credit_code",
            Self::Type => "type",
            Self::LegalRepresentative => "legal_representative",
            Self::RegisteredCapital => "registered_capital",
            Self::EstablishedOn => "established_on",
            Self::Term => "term",
            Self::Scope => "scope",
            Self::Title => "title",
            Self::Signer => "signer",
            Self::SignedOn => "signed_on",
            Self::QrCreditCode => "qr_credit_code",
        }
    }
}
