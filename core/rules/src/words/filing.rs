//! Words of the filing: steps, statuses of orders, reasons of refusals, consents.

use fluent_bundle::{FluentArgs, FluentValue};

use super::{Lang, Said, Words, dashed, figure_of, start_of_sentence};
use crate::filing::order::Reason;
use crate::filing::profile::{Asked, Province, SignatureRule};
use crate::filing::{Event, OrderError, Standing, Status, Step};
use crate::finding::{Code, Finding};
use crate::letter;

/// How the figures of a signature's rule begin: they are keys of its words.
const SIGNED: &str = "signed_";

/// What is said of the status of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSaid {
    /// Its name, as the provider shows it.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// What the person does next.
    pub next: String,
}

impl Words {
    /// The name of a step.
    pub fn step(&self, step: Step) -> String {
        self.lookup(&format!("step-{}", dashed(step.as_str())))
    }

    /// How a step stands.
    pub fn standing(&self, standing: Standing) -> String {
        self.lookup(&format!("standing-{}", standing.as_str()))
    }

    /// The name of a provider that there is a profile of; its own name when there are no words.
    pub fn provider(&self, name: &str) -> String {
        Some(self.lookup(&format!("provider-{}", dashed(name))))
            .filter(|said| !said.is_empty())
            .unwrap_or_else(|| name.to_owned())
    }

    /// The name of a province.
    pub fn province(&self, province: Province) -> String {
        self.lookup(&format!("province-{}", dashed(province.as_str())))
    }

    /// When a step is asked.
    pub fn asked_when(&self, asked: Asked) -> String {
        self.lookup(&format!("asked-{}", dashed(asked.as_str())))
    }

    /// A note of a profile; empty when there are no words.
    pub fn note(&self, key: &str) -> String {
        self.lookup(&format!("note-{}", dashed(key)))
    }

    /// The status of an order.
    pub fn status(&self, status: Status) -> StatusSaid {
        let key = format!("order-{}", dashed(status.as_str()));
        let part = |name| self.format(&key, name, &FluentArgs::new()).unwrap_or_default();
        StatusSaid { name: part(None), meaning: part(Some("meaning")), next: part(Some("next")) }
    }

    /// What happens to an order.
    pub fn event(&self, event: Event) -> String {
        self.lookup(&format!("event-{}", dashed(event.as_str())))
    }

    /// Why something cannot happen to an order.
    pub fn order_error(&self, error: OrderError) -> String {
        self.lookup(&format!("order-error-{}", dashed(error.as_str())))
    }

    /// Why an order was sent back, and what to do.
    pub fn reason(&self, reason: Reason) -> Said {
        let key = format!("reason-{}", dashed(reason.as_str()));
        let part = |name| self.format(&key, name, &FluentArgs::new()).unwrap_or_default();
        Said { message: part(None), advice: part(Some("advice")) }
    }

    /// The heading and the text of a consent to `purpose` (`send_identity`, `send_face`, `compare_face`) for `recipient`.
    pub fn consent(&self, purpose: &str, recipient: &str) -> (String, String) {
        let mut args = FluentArgs::new();
        args.set("recipient", self.provider(recipient));
        let key = format!("purpose-{}", dashed(purpose));
        let part = |name| self.format(&key, name, &args).unwrap_or_default();
        (part(None), part(Some("text")))
    }

    /// What `recipient` holds still after a consent was withdrawn: `count` files.
    pub fn withdrawn(&self, recipient: &str, count: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("recipient", self.provider(recipient));
        args.set("count", FluentValue::from(count as f64));
        let key = if count == 0 { "withdrawn-none" } else { "withdrawn-held" };
        self.format(key, None, &args).unwrap_or_default()
    }

    /// What the words of a finding of the filing speak of.
    pub(super) fn set_filing_args(&self, finding: &Finding, args: &mut FluentArgs<'_>) {
        let step = finding.step.map_or_else(|| self.lookup("step-any"), |step| self.step(step));
        args.set("step_start", start_of_sentence(&step));
        args.set("step", step);
        let parts: Vec<&str> =
            finding.figures.iter().map(|(name, _)| *name).filter(|name| name.starts_with(SIGNED)).collect();
        if !parts.is_empty() {
            args.set("rule", self.listed(&parts));
        }
    }

    /// How a letter is signed.
    pub fn signature(&self, rule: &SignatureRule) -> String {
        self.listed(&letter::signature_rule(rule))
    }

    fn listed(&self, keys: &[&str]) -> String {
        let parts: Vec<String> = keys.iter().map(|key| self.lookup(&dashed(key))).collect();
        parts.join(if self.lang() == Lang::Zh { "，" } else { ", " })
    }
}

/// What makes the sentence of a finding of the filing another one.
pub(super) fn variant(finding: &Finding) -> &'static str {
    match finding.code {
        Code::FilingNameMismatch if figure_of(finding, "rare_characters").is_some() => "-rare",
        _ if finding.cause.is_some() => super::guide::variant(finding),
        _ => "",
    }
}
