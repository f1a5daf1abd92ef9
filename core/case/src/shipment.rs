//! What a submission sends. Made of consents that the case has on record, and good for as long as they hold.
//!
//! Without a case that grants it there is no shipment, and nothing but a shipment can be submitted:
//!
//! ```compile_fail,E0451
//! // no shipment out of nothing,
//! fn forge(case: &heyan_case::Case) -> heyan_case::Shipment<'_> {
//!     heyan_case::Shipment { case, grants: Vec::new(), app: todo!() }
//! }
//! ```
//!
//! ```compile_fail,E0308
//! // a case alone cannot be submitted,
//! async fn send(case: &heyan_case::Case, submission: &heyan_case::upload::Submission) {
//!     let _ = submission.run(case, std::sync::Arc::new(|_| ())).await;
//! }
//! ```
//!
//! ```compile_fail,E0502
//! // and none outlives a withdrawal.
//! async fn late(case: &mut heyan_case::Case, submission: &heyan_case::upload::Submission, now: jiff::Timestamp) {
//!     let app = heyan_case::seal::AppBuild::default();
//!     let shipment = heyan_case::Shipment::of(case, "huawei", app).unwrap();
//!     case.withdraw(heyan_case::Purpose::SendFace, "huawei", now).unwrap();
//!     let _ = submission.run(&shipment, std::sync::Arc::new(|_| ())).await;
//! }
//! ```

use heyan_rules::filing::Step;

use crate::case::{Case, CaseError};
use crate::consent::{Grant, Parcel, Purpose, Receipt};
use crate::file::Judgement;
use crate::seal::{AppBuild, ConsentNote, StepChallenge, StepResult};

/// Everything of a case that goes to one recipient.
#[derive(Debug)]
pub struct Shipment<'c> {
    case: &'c Case,
    grants: Vec<Grant<'c>>,
    app: AppBuild,
}

/// Why there is nothing to send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShipmentError {
    /// No step is done.
    #[error("no step of this case is done: there is nothing to send")]
    Empty,
    /// The person has not agreed to these, for this recipient.
    #[error("no consent to {} for {recipient}", .purposes.iter().map(|p| p.as_str()).collect::<Vec<_>>().join(", "))]
    NoConsent {
        /// To what.
        purposes: Vec<Purpose>,
        /// For whom.
        recipient: String,
    },
}

/// Where a file stands in the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub step: Step,
    pub at: usize,
}

impl Slot {
    pub(crate) fn name(self) -> String {
        format!("{}.{}", self.step, self.at)
    }
}

impl<'c> Shipment<'c> {
    /// All steps of `case` that are done, for `recipient`.
    ///
    /// # Errors
    /// When a consent that one of them needs is missing, or nothing is done.
    pub fn of(case: &'c Case, recipient: &str, app: AppBuild) -> Result<Self, ShipmentError> {
        let steps = &case.file().steps;
        if steps.is_empty() {
            return Err(ShipmentError::Empty);
        }
        let mut grants = Vec::new();
        let mut missing = Vec::new();
        for purpose in
            Purpose::ALL.into_iter().filter(|purpose| steps.keys().any(|step| Purpose::of(*step) == *purpose))
        {
            match case.grant(purpose, recipient) {
                Some(grant) => grants.push(grant),
                None => missing.push(purpose),
            }
        }
        if !missing.is_empty() {
            return Err(ShipmentError::NoConsent { purposes: missing, recipient: recipient.to_owned() });
        }
        Ok(Self { case, grants, app })
    }

    /// What made it.
    pub(crate) fn app(&self) -> &AppBuild {
        &self.app
    }

    /// The provider's profile.
    pub(crate) fn profile(&self) -> &str {
        &self.case.file().profile
    }

    /// The province's overlay.
    pub(crate) fn province(&self) -> Option<&str> {
        self.case.file().province.as_deref()
    }

    /// Who alone may have it.
    pub(crate) fn recipient(&self) -> &str {
        self.grants.first().map_or("", |grant| grant.recipient())
    }

    /// The consents it rests on.
    pub(crate) fn consents(&self) -> Vec<ConsentNote> {
        let note = |grant: &Grant<'_>| ConsentNote {
            purpose: grant.purpose().as_str().to_owned(),
            recipient: grant.recipient().to_owned(),
            text_version: grant.agreed.text_version,
            given_at_ms: grant.agreed.at.as_millisecond(),
        };
        self.grants.iter().map(note).collect()
    }

    /// How the steps came out.
    pub(crate) fn steps(&self) -> Vec<StepResult> {
        let result = |(step, record): (&Step, &crate::file::StepRecord)| StepResult {
            step: step.as_str().to_owned(),
            forced: record.judgement == Judgement::Forced,
            findings: record.codes().map(str::to_owned).collect(),
            judged_at_ms: record.since.as_millisecond(),
            challenge: record.challenge.as_ref().map(|asked| {
                let actions = asked.actions.iter().map(|action| action.as_str().to_owned()).collect();
                match asked.nonce.clone() {
                    Some(nonce) => StepChallenge::Gateway { nonce, actions },
                    None => StepChallenge::Here { actions },
                }
            }),
        };
        self.case.file().steps.iter().map(result).collect()
    }

    /// The files, each with the name of its very content: another content has another.
    pub(crate) fn slots(&self) -> Vec<(Slot, String)> {
        let steps = self.case.file().steps.iter();
        let files = steps.flat_map(|(step, record)| record.records.iter().enumerate().map(|(at, id)| (*step, at, id)));
        files.map(|(step, at, id)| (Slot { step, at }, id.to_string())).collect()
    }

    /// One file, to be read from its start.
    pub(crate) fn parcel(&self, slot: Slot) -> Result<Parcel<'c>, CaseError> {
        let purpose = Purpose::of(slot.step);
        let grant = self.grants.iter().find(|grant| grant.purpose() == purpose).ok_or(CaseError::NoConsent)?;
        self.case.parcels(grant, slot.step)?.into_iter().nth(slot.at).ok_or(CaseError::NotDone)
    }

    /// For [`Case::delivered`], once the recipient has given its receipt.
    ///
    /// # Errors
    /// When a file is not as it was stored.
    pub fn delivered(&self) -> Result<Vec<Receipt>, CaseError> {
        self.slots().into_iter().map(|(slot, _)| Ok(self.parcel(slot)?.delivered())).collect()
    }
}
