//! Why an order was sent back, and which step is to be done again.
//!
//! Refusals come as free text of a clerk. What is recognised here are the phrases that the providers' pages and interfaces
//! show; a text without any of them is [`Reason::Other`], and the person must read it.

use serde::{Deserialize, Serialize};

use crate::filing::step::Step;

/// One reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 动作不规范, 偏头和转头混淆.
    WrongMovement,
    /// The face was not recognised: light, background, angle.
    FaceCheck,
    /// Face, certificate and the authority's record are not the same person.
    FaceMismatch,
    /// The background is not plain white.
    Background,
    /// Shoulders, dress, headwear, framing.
    Portrait,
    /// What was filled in differs from the certificate.
    FilledIn,
    /// The picture of the certificate: not clear, cut off, glare, photographed from a screen, a copy.
    CertificatePicture,
    /// The certificate is not valid long enough.
    CertificateValidity,
    /// A letter is missing or not signed as asked.
    Letter,
    /// The statement video.
    Statement,
    /// A second check, by video meeting with a reviewer.
    VideoMeeting,
    /// The SMS check ran out or failed.
    Sms,
    /// The phone was not answered.
    Phone,
    /// The name of the site or app.
    SiteName,
    /// The content of the site.
    Content,
    /// The domain: its owner, its registration.
    Domain,
    /// None of these.
    Other,
}

/// Reason, words of which all must stand near each other in the text, in the order in which they are asked.
const PHRASES: &[(Reason, &[&str])] = &[
    (Reason::VideoMeeting, &["视频真实性核验"]),
    (Reason::VideoMeeting, &["会议视频"]),
    (Reason::VideoMeeting, &["视频会议"]),
    (Reason::WrongMovement, &["动作不规范"]),
    (Reason::WrongMovement, &["偏头", "转头"]),
    (Reason::WrongMovement, &["未检测到", "动作"]),
    (Reason::FaceMismatch, &["比对", "失败"]),
    (Reason::FaceMismatch, &["相似度"]),
    (Reason::FaceMismatch, &["人脸与身份证", "不符"]),
    (Reason::FaceCheck, &["人脸识别", "失败"]),
    (Reason::FaceCheck, &["未能检测到完整人脸"]),
    (Reason::FaceCheck, &["活体"]),
    (Reason::FaceCheck, &["真实性核验不通过"]),
    (Reason::FaceCheck, &["光线"]),
    (Reason::Background, &["背景"]),
    (Reason::Background, &["幕布"]),
    (Reason::Portrait, &["双肩"]),
    (Reason::Portrait, &["两肩"]),
    (Reason::Portrait, &["着装"]),
    (Reason::Portrait, &["免冠"]),
    (Reason::FilledIn, &["不一致"]),
    (Reason::FilledIn, &["填写", "有误"]),
    (Reason::CertificateValidity, &["有效期"]),
    (Reason::CertificateValidity, &["过期"]),
    (Reason::CertificatePicture, &["证件", "清晰"]),
    (Reason::CertificatePicture, &["证件", "边角"]),
    (Reason::CertificatePicture, &["证件", "边框"]),
    (Reason::CertificatePicture, &["反光"]),
    (Reason::CertificatePicture, &["翻拍"]),
    (Reason::CertificatePicture, &["复印件"]),
    (Reason::CertificatePicture, &["无法读取图片识别内容"]),
    (Reason::Statement, &["承诺视频"]),
    (Reason::Statement, &["诵读"]),
    (Reason::Statement, &["朗读"]),
    (Reason::Letter, &["责任告知书"]),
    (Reason::Letter, &["承诺书"]),
    (Reason::Letter, &["授权书"]),
    (Reason::Letter, &["签名"]),
    (Reason::Letter, &["签字"]),
    (Reason::Sms, &["短信核验"]),
    (Reason::Phone, &["电话", "接听"]),
    (Reason::Phone, &["电话", "无人"]),
    (Reason::Phone, &["无法接通"]),
    (Reason::SiteName, &["网站名称"]),
    (Reason::SiteName, &["APP名称"]),
    (Reason::SiteName, &["App名称"]),
    (Reason::Content, &["网站内容"]),
    (Reason::Content, &["违规"]),
    (Reason::Domain, &["域名"]),
];

/// Characters within which the words of one phrase stand.
const NEAR: usize = 30;

impl Reason {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::WrongMovement,
        Self::FaceCheck,
        Self::FaceMismatch,
        Self::Background,
        Self::Portrait,
        Self::FilledIn,
        Self::CertificatePicture,
        Self::CertificateValidity,
        Self::Letter,
        Self::Statement,
        Self::VideoMeeting,
        Self::Sms,
        Self::Phone,
        Self::SiteName,
        Self::Content,
        Self::Domain,
        Self::Other,
    ];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongMovement => "wrong_movement",
            Self::FaceCheck => "face_check",
            Self::FaceMismatch => "face_mismatch",
            Self::Background => "background",
            Self::Portrait => "portrait",
            Self::FilledIn => "filled_in",
            Self::CertificatePicture => "certificate_picture",
            Self::CertificateValidity => "certificate_validity",
            Self::Letter => "letter",
            Self::Statement => "statement",
            Self::VideoMeeting => "video_meeting",
            Self::Sms => "sms",
            Self::Phone => "phone",
            Self::SiteName => "site_name",
            Self::Content => "content",
            Self::Domain => "domain",
            Self::Other => "other",
        }
    }

    /// The steps to be done again.
    pub const fn steps(self) -> &'static [Step] {
        match self {
            Self::WrongMovement | Self::FaceCheck => &[Step::Liveness],
            Self::FaceMismatch => &[Step::IdFront, Step::Liveness],
            Self::Background | Self::Portrait => &[Step::Portrait, Step::Liveness],
            Self::CertificatePicture => &[Step::IdFront, Step::IdBack],
            Self::CertificateValidity => &[Step::IdBack],
            Self::Letter => &[Step::ResponsibilityLetter, Step::PromiseLetter],
            Self::Statement => &[Step::Statement],
            Self::Domain => &[Step::DomainCertificate],
            Self::FilledIn
            | Self::VideoMeeting
            | Self::Sms
            | Self::Phone
            | Self::SiteName
            | Self::Content
            | Self::Other => &[],
        }
    }

    /// The reasons in the text of a refusal, most telling first. At least one.
    pub fn of(text: &str) -> Vec<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).take(10_000).collect();
        let mut reasons = Vec::new();
        for (reason, words) in PHRASES {
            if !reasons.contains(reason) && stand_near(&text, words) {
                reasons.push(*reason);
            }
        }
        if reasons.is_empty() {
            reasons.push(Self::Other);
        }
        reasons
    }
}

/// Whether the words stand in the text, each within [`NEAR`] characters after the one before it.
fn stand_near(text: &str, words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    text.match_indices(first).any(|(at, found)| {
        let after = text.get(at + found.len()..).unwrap_or_default();
        let near: String = after.chars().take(NEAR).collect();
        rest.iter().all(|word| near.contains(word))
    })
}
