//! Who files: the sort of person and of unit, and which document each proves itself by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::document::DocumentKind;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$of])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name others rely on.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word).ok_or(UnknownWord)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// A word that names none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("none of the words that may stand here")
    }
}

impl std::error::Error for UnknownWord {}

words! {
    /// Where the person responsible is from: that decides which documents are taken (Tencent's and Huawei's lists of material).
    PersonKind {
        /// 大陆居民
        Mainland = "mainland",
        /// 港澳居民
        HongKongMacao = "hong_kong_macao",
        /// 台湾居民
        Taiwan = "taiwan",
        /// 外国人
        Foreign = "foreign",
    }
}

words! {
    /// What a person proves who they are by.
    IdentityDocument {
        /// 居民身份证
        ResidentId = "resident_id",
        /// 来往内地通行证 or 来往大陆通行证
        TravelPermit = "travel_permit",
        /// 港澳台居民居住证
        ResidencePermit = "residence_permit",
        /// 护照
        Passport = "passport",
        /// 外国人永久居留身份证
        ForeignPermanentResident = "foreign_permanent_resident",
    }
}

words! {
    /// What sort of unit files.
    UnitKind {
        /// 企业 or 个体工商户, with a 营业执照
        Business = "business",
        /// 事业单位
        Institution = "institution",
        /// 社会团体 or 基金会
        Society = "society",
        /// 民办非企业单位 or 社会服务机构
        PrivateNonEnterprise = "private_non_enterprise",
        /// Any other, with a 统一社会信用代码证书 or a certificate of its own
        Other = "other",
    }
}

impl PersonKind {
    /// The documents that such a person may have, the most usual first.
    pub const fn documents(self) -> &'static [IdentityDocument] {
        match self {
            Self::Mainland => &[IdentityDocument::ResidentId],
            Self::HongKongMacao | Self::Taiwan => &[IdentityDocument::TravelPermit, IdentityDocument::ResidencePermit],
            Self::Foreign => &[IdentityDocument::Passport, IdentityDocument::ForeignPermanentResident],
        }
    }

    /// The most usual of them.
    pub const fn usual(self) -> IdentityDocument {
        match self {
            Self::Mainland => IdentityDocument::ResidentId,
            Self::HongKongMacao | Self::Taiwan => IdentityDocument::TravelPermit,
            Self::Foreign => IdentityDocument::Passport,
        }
    }
}

impl IdentityDocument {
    /// The side or page that names the person.
    pub const fn front(self) -> DocumentKind {
        match self {
            Self::ResidentId => DocumentKind::ResidentIdFront,
            Self::TravelPermit => DocumentKind::MainlandTravelPermit,
            Self::ResidencePermit => DocumentKind::ResidencePermitFront,
            Self::Passport => DocumentKind::Passport,
            Self::ForeignPermanentResident => DocumentKind::ForeignPermanentResidentFront,
        }
    }

    /// The side that has what the front has not; `None` where one tells all.
    pub const fn back(self) -> Option<DocumentKind> {
        self.front().other_side()
    }
}

impl UnitKind {
    /// The paper that it proves itself by.
    pub const fn paper(self) -> DocumentKind {
        match self {
            Self::Business => DocumentKind::BusinessLicence,
            Self::Institution | Self::Society | Self::PrivateNonEnterprise | Self::Other => {
                DocumentKind::UnitCertificate
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_person_has_a_document_and_its_usual_one_is_the_first() {
        for person in PersonKind::ALL {
            assert_eq!(person.documents().first(), Some(&person.usual()));
            assert_eq!(person.as_str().parse(), Ok(*person));
        }
        assert_eq!("martian".parse::<PersonKind>(), Err(UnknownWord));
    }

    #[test]
    fn what_has_two_sides_wants_both() {
        let with_back: Vec<_> = IdentityDocument::ALL.iter().filter(|one| one.back().is_some()).collect();
        assert_eq!(with_back, [&IdentityDocument::ResidentId, &IdentityDocument::ResidencePermit]);
    }

    #[test]
    fn names_are_those_that_files_hold() {
        for one in IdentityDocument::ALL {
            assert_eq!(serde_json::to_string(one).unwrap(), format!("\"{one}\""));
        }
        for one in UnitKind::ALL {
            assert_eq!(serde_json::to_string(one).unwrap(), format!("\"{one}\""));
        }
    }
}
