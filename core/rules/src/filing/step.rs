//! What a person hands in, one thing a step.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One thing to be done for a filing. They can be done in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 人像面: the side of the identity document with the portrait.
    IdFront,
    /// 国徽面: the side with the emblem.
    IdBack,
    /// The picture before a white wall.
    Portrait,
    /// 活体认证: the face check.
    Liveness,
    /// 承诺视频: the promise read aloud.
    Statement,
    /// 真实性责任告知书, signed.
    ResponsibilityLetter,
    /// 真实性承诺书, signed.
    PromiseLetter,
    /// 互联网信息服务备案承诺书, signed.
    CommitmentLetter,
    /// 法人授权书, when the responsible person is not the legal representative.
    AuthorisationLetter,
    /// The certificate of the domain.
    DomainCertificate,
    /// 营业执照 or another certificate of the unit.
    BusinessLicence,
    /// 居住证 or another proof of living in the province.
    ResidenceProof,
    /// Proof of employment or of own income.
    EmploymentProof,
    /// 建设方案书.
    ConstructionPlan,
    /// 手持证件照.
    HoldingPhoto,
}

impl Step {
    /// All of them, in the order a person is led through.
    pub const ALL: [Self; 15] = [
        Self::IdFront,
        Self::IdBack,
        Self::BusinessLicence,
        Self::DomainCertificate,
        Self::AuthorisationLetter,
        Self::ResponsibilityLetter,
        Self::PromiseLetter,
        Self::CommitmentLetter,
        Self::ResidenceProof,
        Self::EmploymentProof,
        Self::ConstructionPlan,
        Self::HoldingPhoto,
        Self::Portrait,
        Self::Statement,
        // Last: its result is good for hours only.
        Self::Liveness,
    ];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdFront => "id_front",
            Self::IdBack => "id_back",
            Self::Portrait => "portrait",
            Self::Liveness => "liveness",
            Self::Statement => "statement",
            Self::ResponsibilityLetter => "responsibility_letter",
            Self::PromiseLetter => "promise_letter",
            Self::CommitmentLetter => "commitment_letter",
            Self::AuthorisationLetter => "authorisation_letter",
            Self::DomainCertificate => "domain_certificate",
            Self::BusinessLicence => "business_licence",
            Self::ResidenceProof => "residence_proof",
            Self::EmploymentProof => "employment_proof",
            Self::ConstructionPlan => "construction_plan",
            Self::HoldingPhoto => "holding_photo",
        }
    }

    /// Whether a face is in it: such material needs a consent of its own (人脸识别技术应用安全管理办法, in force 2025-06-01).
    pub const fn shows_face(self) -> bool {
        matches!(self, Self::Portrait | Self::Liveness | Self::Statement | Self::HoldingPhoto)
    }

    /// Whether it is a recording.
    pub const fn is_video(self) -> bool {
        matches!(self, Self::Liveness | Self::Statement)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownStep(String);

impl fmt::Display for UnknownStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no step: choose among {}", self.0, Step::ALL.map(Step::as_str).join(", "))
    }
}

impl std::error::Error for UnknownStep {}

impl FromStr for Step {
    type Err = UnknownStep;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|step| step.as_str() == word).ok_or_else(|| UnknownStep(word.to_owned()))
    }
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not done.
    Missing,
    /// Done, and its judgement was accept.
    Done,
    /// Recorded against its judgement.
    Forced,
    /// Done, and too long ago.
    Stale,
}

impl Standing {
    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Done => "done",
            Self::Forced => "forced",
            Self::Stale => "stale",
        }
    }
}
