//! What was agreed to, and what may leave because of it.
//!
//! Material leaves as a [`Parcel`], and there is no other way to have one than a [`Grant`], which is made of a consent that the
//! case has on record. The compiler holds this:
//!
//! ```compile_fail,E0451
//! // No parcel out of nothing,
//! fn forge(content: heyan_case::RecordReader) -> heyan_case::Parcel<'static> {
//!     heyan_case::Parcel { step: heyan_rules::filing::Step::IdFront, recipient: "huawei", record: todo!(), bytes: 0, content }
//! }
//! ```
//!
//! ```compile_fail,E0451
//! // no grant out of nothing,
//! fn forge(agreed: &heyan_case::Agreed) -> heyan_case::Grant<'_> {
//!     heyan_case::Grant { agreed }
//! }
//! ```
//!
//! ```compile_fail,E0308
//! // what is read for use on the device is no parcel,
//! fn send(case: &heyan_case::Case, carrier: &mut dyn heyan_case::consent::Carrier, id: heyan_case::RecordId) {
//!     let mut reader = case.vault().read(id).unwrap();
//!     carrier.carry(&mut reader);
//! }
//! ```
//!
//! ```compile_fail,E0502
//! // and a grant does not outlive the consent that it is made of.
//! fn late(case: &mut heyan_case::Case, now: jiff::Timestamp) {
//!     let purpose = heyan_case::Purpose::SendFace;
//!     let grant = case.grant(purpose, "huawei").unwrap();
//!     case.withdraw(purpose, "huawei", now).unwrap();
//!     case.parcels(&grant, heyan_rules::filing::Step::Liveness).unwrap();
//! }
//! ```

use std::io::{self, Read};

use heyan_rules::filing::Step;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::vault::{RecordId, RecordReader};

/// What may be agreed to, each by itself: 单独同意 for what shows a face (人脸识别技术应用安全管理办法, in force 2025-06-01; 个人信息保护法
/// 第二十三条 for giving data to another).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Documents and letters to a recipient.
    SendIdentity,
    /// Pictures and videos of the face to a recipient.
    SendFace,
    /// The faces of the steps beside each other, on this device. Asked under the recipient's name like the others, who has
    /// nothing of it.
    CompareFace,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SendIdentity, Self::SendFace, Self::CompareFace];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SendIdentity => "send_identity",
            Self::SendFace => "send_face",
            Self::CompareFace => "compare_face",
        }
    }

    /// The one that the material of `step` falls under.
    pub const fn of(step: Step) -> Self {
        if step.shows_face() { Self::SendFace } else { Self::SendIdentity }
    }
}

/// Version of the texts of the consents. A text that says something else gets another.
pub const TEXT_VERSION: u32 = 1;

/// A consent on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// To what.
    pub purpose: Purpose,
    /// For whom: the name of a provider.
    pub recipient: String,
    /// Version of the text that was agreed to.
    pub text_version: u32,
    /// The text itself, as it was shown.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// When it was taken back.
    pub withdrawn: Option<Timestamp>,
}

/// A consent that holds, and with it the right to have parcels made. Lives no longer than the consent can be withdrawn.
#[derive(Debug)]
pub struct Grant<'c> {
    pub(crate) agreed: &'c Agreed,
}

impl Grant<'_> {
    /// To what.
    pub fn purpose(&self) -> Purpose {
        self.agreed.purpose
    }

    /// For whom.
    pub fn recipient(&self) -> &str {
        &self.agreed.recipient
    }
}

/// One file on its way to the recipient that was agreed to.
pub struct Parcel<'c> {
    pub(crate) step: Step,
    pub(crate) recipient: &'c str,
    pub(crate) record: RecordId,
    pub(crate) bytes: u64,
    pub(crate) content: RecordReader,
}

impl Parcel<'_> {
    /// The step it is of.
    pub fn step(&self) -> Step {
        self.step
    }

    /// The only one that it may go to.
    pub fn recipient(&self) -> &str {
        self.recipient
    }

    /// Bytes of its content.
    pub fn length(&self) -> u64 {
        self.bytes
    }

    /// To be called when the recipient has it whole.
    pub fn delivered(self) -> Receipt {
        Receipt { step: self.step, recipient: self.recipient.to_owned(), record: self.record }
    }
}

impl Read for Parcel<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.content.read(bytes)
    }
}

/// Brings parcels to their recipient.
pub trait Carrier {
    /// Brings `parcel` to [`Parcel::recipient`], whole.
    ///
    /// # Errors
    /// When the recipient does not have it.
    fn carry(&mut self, parcel: &mut Parcel<'_>) -> io::Result<()>;
}

/// That a parcel has arrived.
#[derive(Debug)]
pub struct Receipt {
    pub(crate) step: Step,
    pub(crate) recipient: String,
    pub(crate) record: RecordId,
}

/// What has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The step it was of.
    pub step: Step,
    /// Who has it.
    pub recipient: String,
    /// Which record.
    pub record: RecordId,
    /// When.
    pub at: Timestamp,
}

/// What a withdrawal has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Steps whose material was destroyed here.
    pub purged: Vec<Step>,
    /// Files that the recipient holds still.
    pub held: usize,
}
