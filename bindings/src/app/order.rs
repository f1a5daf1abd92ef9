//! How an order stands, in words.

use heyan_app::said::{OrderSaid, RefusalSaid, SmsSaid};

use crate::filing::{OrderKind, OrderStatus, RefusalReason, Step};

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
