//! What was typed against what was read, and one paper against the other.

use jiff::civil::Date;

use super::limits::FilingLimits;
use super::step::Step;
use crate::document::validity::{self, Until};
use crate::document::{DocumentKind, FieldKey, Fields, judge_both_sides};
use crate::finding::{Code, Cure, Finding};

/// Whom the order names as responsible: the person of the internet service, not the legal representative.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// As typed.
    pub name: &'a str,
    /// As typed.
    pub id_number: &'a str,
}

/// What was read of the papers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Papers<'a> {
    /// Of the side with the portrait.
    pub front: Option<&'a Fields>,
    /// Of the side with the emblem.
    pub back: Option<&'a Fields>,
}

/// One field, as typed and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Which.
    pub field: FieldKey,
    /// Whether they are the same; `None` when it was not read.
    pub same: Option<bool>,
}

/// The fields of the order beside those of the card. The values stay with the caller: they are personal.
pub fn compare(holder: &Holder<'_>, front: &Fields) -> Vec<Compared> {
    let one = |field, typed: &str, plain: fn(&str) -> String| Compared {
        field,
        same: front.expose(field).map(|read| plain(typed) == plain(read)),
    };
    vec![one(FieldKey::Name, holder.name, plain_name), one(FieldKey::IdNumber, holder.id_number, plain_number)]
}

/// Whether what was typed settles `finding`: a character that was typed as it was read is sure.
pub fn is_settled(finding: &Finding, compared: &[Compared]) -> bool {
    let same = |compared: &Compared| Some(compared.field) == finding.field && compared.same == Some(true);
    finding.code == Code::DocumentCharacterUnsure && compared.iter().any(same)
}

/// A name without what people type differently and no paper tells apart: spaces, and the dot of names in several parts.
/// Characters are never exchanged: 峰 is not 锋.
fn plain_name(name: &str) -> String {
    let dot = |c: char| matches!(c, '·' | '•' | '・' | '‧' | '∙' | '･' | '．' | '.' | '⋅' | '●');
    name.chars().filter(|c| !c.is_whitespace()).map(|c| if dot(c) { '·' } else { c }).collect()
}

fn plain_number(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether a name has a character outside of what most systems hold: in the police's records it may stand under another code
/// point, so that a name can be refused though it is right (Huawei's description of its identity check).
fn has_rare(name: &str) -> bool {
    name.chars().any(|c| !matches!(c, '\u{4e00}'..='\u{9fff}' | '·' | ' ') && !c.is_ascii())
}

/// Everything that speaks against these papers for `holder` on `today`. The age is found where the paper is judged.
pub fn judge(holder: &Holder<'_>, papers: &Papers<'_>, limits: &FilingLimits, today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(front) = papers.front {
        findings.extend(against_order(holder, front));
    }
    findings.extend(remaining(papers, limits, today));
    if let (Some(front), Some(back)) = (papers.front, papers.back)
        && let Some(found) = judge_both_sides(front, back)
    {
        let finding = Finding::error(Code::FilingSidesMismatch).step(Step::IdBack);
        findings.push(found.figures.iter().fold(finding, |finding, (name, value)| finding.figure(name, *value)));
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn against_order(holder: &Holder<'_>, front: &Fields) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Compared { field, same } in compare(holder, front) {
        let finding = |code| Finding::error(code).step(Step::IdFront).field(field);
        match (same, field) {
            (Some(true), _) => {}
            (None, _) => findings.push(finding(Code::FilingNotRead)),
            (Some(false), FieldKey::Name) => {
                let mut found = finding(Code::FilingNameMismatch);
                if has_rare(holder.name) || front.expose(field).is_some_and(has_rare) {
                    found = found.figure("rare_characters", 1.0);
                }
                findings.push(found);
            }
            (Some(false), _) => {
                let (typed, read) =
                    (plain_number(holder.id_number), plain_number(front.expose(field).unwrap_or_default()));
                let other = typed.chars().zip(read.chars()).filter(|(a, b)| a != b).count();
                let other = other.max(typed.chars().count().abs_diff(read.chars().count()));
                findings.push(finding(Code::FilingNumberMismatch).figure("other_digits", other as f64));
            }
        }
    }
    findings
}

fn remaining(papers: &Papers<'_>, limits: &FilingLimits, today: Date) -> Option<Finding> {
    let back = papers.back?;
    let months = limits.id_months_left.max(0.0).ceil() as i32;
    let until = Until::from_contract(back.expose(FieldKey::ValidUntil)?)?;
    match validity::term_state(until, today, months) {
        validity::TermState::Good => None,
        // The scan has said that it is over.
        validity::TermState::Expired(_) => None,
        validity::TermState::ExpiresSoon(days) => Some(
            Finding::error(Code::FilingValidityShort)
                .step(Step::IdBack)
                .field(FieldKey::ValidUntil)
                .figure("days_left", days.into())
                .figure("months_wanted", months.into()),
        ),
    }
}

/// Whether the profile takes a document of `kind`; `taken` are the kinds that it does.
pub fn judge_kind(step: Step, kind: DocumentKind, taken: &[DocumentKind]) -> Option<Finding> {
    // What is not read was refused as such.
    let refused = kind.is_read() && !taken.is_empty() && !taken.contains(&kind);
    refused.then(|| {
        let mut finding = Finding::error(Code::FilingDocumentKind).step(step);
        // The other side of a card that is taken can be put right by turning the card over.
        finding.cure = Cure::Retake;
        finding
    })
}
