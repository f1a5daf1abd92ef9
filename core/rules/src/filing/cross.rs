//! What was typed against what was read, and one paper against the other.

use jiff::civil::Date;

use super::limits::FilingLimits;
use super::step::Step;
use crate::document::paper::dates;
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
///
/// A travel document has the name in Latin letters: one typed in Chinese is beside nothing, and is not compared.
pub fn compare(holder: &Holder<'_>, front: &Fields) -> Vec<Compared> {
    let one = |field, same: &dyn Fn(&str) -> bool| Compared { field, same: front.expose(field).map(same) };
    let mut compared = Vec::new();
    if !is_latin(front.kind) {
        compared.push(one(FieldKey::Name, &|read| plain_name(holder.name) == plain_name(read)));
    } else if holder.name.is_ascii() {
        compared.push(one(FieldKey::Name, &|read| letters(holder.name) == letters(read)));
    }
    let number = number_of(front.kind);
    compared.push(one(number, &|read| same_number(front.kind, holder.id_number, read)));
    compared
}

/// Whether names stand on it in Latin letters alone.
const fn is_latin(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Passport | DocumentKind::MainlandTravelPermit)
}

/// The field that the number of the order is held against.
const fn number_of(kind: DocumentKind) -> FieldKey {
    if is_latin(kind) { FieldKey::DocumentNumber } else { FieldKey::IdNumber }
}

/// Letters of a name in capitals and in order of the alphabet's words: some write the surname first, some last.
fn letters(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_ascii_uppercase).collect();
    words.sort();
    words
}

/// Digits that older permits have behind their number: how often it was given anew.
const RENEWALS: usize = 2;

fn same_number(kind: DocumentKind, typed: &str, read: &str) -> bool {
    let (typed, read) = (plain_number(typed), plain_number(read));
    let renewed = || {
        let rest = typed.strip_prefix(read.as_str());
        rest.is_some_and(|rest| rest.len() == RENEWALS && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    typed == read || (kind == DocumentKind::MainlandTravelPermit && renewed())
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
    findings.extend(papers.front.and_then(|front| front_remaining(front, limits, today)));
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
    let months =
        if back.kind == DocumentKind::ResidencePermitBack { limits.hmt_months_left } else { limits.id_months_left };
    let until = Until::from_contract(back.expose(FieldKey::ValidUntil)?)?;
    short(until, months, today).map(|finding| finding.step(Step::IdBack).field(FieldKey::ValidUntil))
}

/// The same of what has its last day on the side that names the person.
fn front_remaining(front: &Fields, limits: &FilingLimits, today: Date) -> Option<Finding> {
    let permit = front.kind == DocumentKind::MainlandTravelPermit;
    let months = if permit { limits.hmt_months_left } else { limits.id_months_left };
    let key = [FieldKey::ExpiresOn, FieldKey::ValidUntil].into_iter().find(|key| front.get(*key).is_some())?;
    let until = Until::from_contract(front.expose(key)?)?;
    short(until, months, today).map(|finding| finding.step(Step::IdFront).field(key))
}

fn short(until: Until, months_left: f64, today: Date) -> Option<Finding> {
    let months = months_left.max(0.0).ceil() as i32;
    match validity::term_state(until, today, months) {
        validity::TermState::Good => None,
        // The scan has said that it is over.
        validity::TermState::Expired(_) => None,
        validity::TermState::ExpiresSoon(days) => Some(
            Finding::error(Code::FilingValidityShort)
                .figure("days_left", days.into())
                .figure("months_wanted", months.into()),
        ),
    }
}

/// What the order says of the unit that files.
#[derive(Debug, Clone, Copy)]
pub struct Unit<'a> {
    /// Name of the responsible person, where that is the legal representative too.
    pub legal_representative: Option<&'a str>,
}

/// What speaks against `paper`, the licence or certificate of a unit, on `today`.
pub fn judge_unit(unit: &Unit<'_>, paper: &Fields, limits: &FilingLimits, today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    let key = FieldKey::LegalRepresentative;
    let other = unit.legal_representative.zip(paper.expose(key));
    if other.is_some_and(|(typed, read)| plain_name(typed) != plain_name(read)) {
        findings.push(Finding::error(Code::FilingLegalRepresentative).step(Step::BusinessLicence).field(key));
    }
    let term = paper.expose(FieldKey::Term).and_then(dates::of_contract);
    let short = term.and_then(|(_, until)| short(until, limits.licence_months_left, today));
    findings.extend(short.map(|finding| finding.step(Step::BusinessLicence).field(FieldKey::Term)));
    findings
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
