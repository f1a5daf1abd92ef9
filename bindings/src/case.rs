//! One case: its material, what was agreed to, and how it stands.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use heyan::CaseStatus as Status;
use heyan::rules::Code;
use heyan::rules::words::Words;
use heyan::vault::{Case as Core, CaseError, outbox};
use heyan_app::said::{self, OrderSaid, RefusalSaid, SmsSaid};
use jiff::Timestamp;

use crate::error::{HeyanError, of_case, of_vault, say};
use crate::filing::{OrderKind, OrderStatus, Purpose, RefusalReason, Rules, Standing, Step, notes};
use crate::finding::{Finding, findings};
use crate::guard::no_panic;
use crate::keys::Alias;

/// How one step stands.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct StepStatus {
    /// Which.
    pub step: Step,
    /// Its name in words.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// The same in words.
    pub said: String,
    /// Whether the provider asks for it.
    pub asked: bool,
    /// Since when, ms since 1970.
    pub since_ms: Option<i64>,
    /// Bytes that are kept of it.
    pub bytes: u64,
    /// The consent that it needs to be sent.
    pub purpose: Purpose,
}

/// The ministry's check by SMS.
pub type SmsCheck = SmsSaid;

/// The ministry's check by SMS.
#[uniffi::remote(Enum)]
pub enum SmsCheck {
    /// To be done still.
    Open {
        /// Whole hours left.
        hours_left: i64,
        /// Tries left.
        tries_left: u8,
    },
    /// Done.
    Passed,
    /// The time is over.
    TooLate,
    /// Too many wrong entries.
    Returned,
}

/// Why the order was sent back, and what to do.
pub type Refusal = RefusalSaid;

/// Why the order was sent back, and what to do.
#[uniffi::remote(Record)]
pub struct Refusal {
    /// Why.
    pub reason: RefusalReason,
    /// The same in words.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// Steps to be done again.
    pub redo: Vec<Step>,
}

/// How the order stands.
pub type Order = OrderSaid;

/// How the order stands.
#[uniffi::remote(Record)]
pub struct Order {
    /// How.
    pub status: OrderStatus,
    /// What it is for.
    pub kind: OrderKind,
    /// The status's name, as the provider shows it.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// What the person does next.
    pub next: String,
    /// Since which day, as `2026-11-24`.
    pub since: String,
    /// The first day on which the next answer is to be expected.
    pub expected_from: Option<String>,
    /// The last one.
    pub expected_until: Option<String>,
    /// Whether it can be taken back.
    pub can_withdraw: bool,
    /// The check by SMS, once it has begun.
    pub sms: Option<SmsCheck>,
    /// Why it was sent back.
    pub refusals: Vec<Refusal>,
}

/// How a case stands.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct CaseStatus {
    /// Whose rules hold.
    pub rules: Rules,
    /// The provider and the province, in words.
    pub provider: String,
    /// The steps in the order a person is led through.
    pub steps: Vec<StepStatus>,
    /// The step to do now; nothing when all that is asked is done.
    pub next: Option<Step>,
    /// How the order stands.
    pub order: Order,
    /// Files that have left.
    pub sent: u32,
    /// Whether material is not as it was stored.
    pub damaged: bool,
    /// What else the provider would have a person know, in words.
    pub notes: Vec<String>,
    /// Everything to say, errors first.
    pub findings: Vec<Finding>,
}

/// One thing that can be agreed to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Consent {
    /// To what.
    pub purpose: Purpose,
    /// Name of the recipient, as `huawei`.
    pub recipient: String,
    /// What is agreed to, as a heading.
    pub heading: String,
    /// The text, to be shown whole before it is agreed to.
    pub text: String,
    /// Whether it is given.
    pub given: bool,
}

/// What a withdrawal has done.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Withdrawal {
    /// Steps whose material was destroyed here.
    pub purged: Vec<Step>,
    /// What the recipient holds still, in words.
    pub said: String,
}

/// An open case. Other programs wait until it is closed.
#[derive(uniffi::Object)]
pub struct Case {
    name: String,
    pub(crate) folder: PathBuf,
    pub(crate) core: Mutex<Core>,
    /// Whether it is being sent: then it is not waited for.
    pub(crate) sending: AtomicBool,
    pub(crate) keys: Alias,
    pub(crate) words: Words,
}

#[uniffi::export]
impl Case {
    /// Its name in the store.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// How it stands. Reads all material to its end: not on the screen's thread.
    pub fn status(&self) -> Result<CaseStatus, HeyanError> {
        self.with(|core| Ok(self.standing(core, &Status::of(core, Timestamp::now()))))
    }

    /// What can be agreed to, for the provider of the case.
    pub fn consents(&self) -> Result<Vec<Consent>, HeyanError> {
        self.with(|core| {
            let recipient = core.file().profile.clone();
            let one = |purpose: Purpose| {
                let (heading, text) = self.words.consent(purpose.as_str(), &recipient);
                let given = core.grant(purpose, &recipient).is_some();
                Consent { purpose, recipient: recipient.clone(), heading, text, given }
            };
            Ok(Purpose::ALL.into_iter().map(one).collect())
        })
    }

    /// Records that the person agrees to `purpose`, having read its text.
    pub fn agree(&self, purpose: Purpose) -> Result<(), HeyanError> {
        self.with(|core| {
            let recipient = core.file().profile.clone();
            let (_, text) = self.words.consent(purpose.as_str(), &recipient);
            core.agree(purpose, &recipient, &text, Timestamp::now()).map_err(|error| self.said(&error))
        })
    }

    /// Takes a consent back: the material it was for is destroyed here, what was sealed for sending as well.
    pub fn withdraw(&self, purpose: Purpose) -> Result<Withdrawal, HeyanError> {
        self.with(|core| {
            let recipient = core.file().profile.clone();
            let withdrawn = core.withdraw(purpose, &recipient, Timestamp::now());
            let withdrawn = withdrawn.map_err(|error| self.said(&error))?;
            outbox::clear(&self.folder).map_err(|error| of_vault(&error, &self.words))?;
            Ok(Withdrawal { purged: withdrawn.purged, said: self.words.withdrawn(&recipient, withdrawn.held) })
        })
    }
}

impl Case {
    pub(crate) fn new(name: String, folder: PathBuf, core: Core, keys: Alias, words: Words) -> Self {
        Self { name, folder, core: Mutex::new(core), sending: AtomicBool::new(false), keys, words }
    }

    /// Runs `call` on the case. While it is being sent, which takes minutes, it is busy.
    pub(crate) fn with<T>(&self, call: impl FnOnce(&mut Core) -> Result<T, HeyanError>) -> Result<T, HeyanError> {
        if self.sending.load(Ordering::Acquire) {
            return Err(say(Code::CaseBusy, &self.words));
        }
        no_panic(|| {
            // A change of a case is whole or has not happened, whatever panicked meanwhile.
            call(&mut self.core.lock().unwrap_or_else(PoisonError::into_inner))
        })
    }

    pub(crate) fn said(&self, error: &CaseError) -> HeyanError {
        of_case(error, &self.words)
    }

    fn standing(&self, core: &Core, status: &Status<'_>) -> CaseStatus {
        let file = core.file();
        let province = core.profile().province.map(|province| self.words.province(province));
        let names: Vec<String> = [Some(self.words.provider(&file.profile)), province].into_iter().flatten().collect();
        CaseStatus {
            rules: Rules {
                provider: file.profile.clone(),
                province: file.province.clone(),
                text: file.profile_text.clone(),
            },
            provider: names.join(" · "),
            steps: core.standings(Timestamp::now()).into_iter().map(|standing| self.step(core, standing)).collect(),
            next: status.next(),
            order: order(core, &self.words),
            sent: u32::try_from(file.sent.len()).unwrap_or(u32::MAX),
            damaged: status.damaged,
            notes: notes(core.profile(), &self.words),
            findings: findings(&status.findings, &self.words),
        }
    }

    fn step(&self, core: &Core, standing: heyan::vault::StepStanding) -> StepStatus {
        let records = core.file().steps.get(&standing.step).map(|record| record.records.as_slice()).unwrap_or_default();
        let kept = core.vault().entries().iter().filter(|entry| records.contains(&entry.id));
        StepStatus {
            step: standing.step,
            name: self.words.step(standing.step),
            standing: standing.standing,
            said: self.words.standing(standing.standing),
            asked: standing.asked,
            since_ms: standing.since.map(|since| since.as_millisecond()),
            bytes: kept.map(|entry| entry.bytes).sum(),
            purpose: Purpose::of(standing.step),
        }
    }
}

/// How the order of `core` stands.
pub(crate) fn order(core: &Core, words: &Words) -> Order {
    said::order(&core.file().order, Timestamp::now(), words)
}

/// For calls that hold the case: [`Arc`] keeps it open until they are through.
pub(crate) type Held = Arc<Case>;
