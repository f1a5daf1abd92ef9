//! What a reviewer would refuse of a paper.

use super::limits::LetterLimits;
use super::measured::PageMeasured;
use super::signature::blanks;
use super::title::{self, LetterKind};
use crate::filing::Step;
use crate::filing::profile::SignatureRule;
use crate::finding::{Code, Finding, Severity};

/// Everything that speaks against `pages` as the paper of `step`; `rule` is how the profile wants it signed.
pub fn judge(step: Step, pages: &[PageMeasured], rule: Option<&SignatureRule>, limits: &LetterLimits) -> Vec<Finding> {
    let mut findings: Vec<Finding> = pages.iter().flat_map(|page| of_page(page, limits)).collect();
    let readable = !findings.iter().any(|finding| finding.severity == Severity::Error);
    // What cannot be read has no title and no signature that could be missed.
    if readable && !pages.is_empty() {
        findings.extend(titled(step, pages));
        if let Some(rule) = rule {
            findings.extend(signed(pages, rule, limits));
        }
    }
    let told = |rule| signature_rule(rule).into_iter().fold(rule_finding(), |finding, part| finding.figure(part, 1.0));
    findings.extend(rule.map(told));
    findings.into_iter().map(|finding| finding.step(step)).collect()
}

fn rule_finding() -> Finding {
    Finding::new(Code::LetterSignatureRule, Severity::Info)
}

fn of_page(page: &PageMeasured, limits: &LetterLimits) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lightness = f64::from(page.paper_lightness);
    if lightness < limits.min_paper_lightness {
        findings.push(Finding::error(Code::PaperUnderexposed).figure("paper_lightness", lightness));
    }
    let read = page.lines.iter().filter(|line| !line.marks.is_empty()).count() as f64;
    if read == 0.0 {
        findings.push(Finding::error(Code::PaperBlank));
        return findings;
    }
    if let Some(blur) = page.blur_ratio.map(f64::from).filter(|blur| *blur > limits.max_blur_ratio) {
        findings.push(Finding::error(Code::PaperBlurred).figure("blur_ratio", blur));
    }
    if let Some(height) = page.line_height_px.map(f64::from).filter(|height| *height < limits.warn_line_px) {
        let severity = if height < limits.min_line_px { Severity::Error } else { Severity::Warning };
        let finding = Finding::new(Code::PaperPrintTooSmall, severity).figure("line_height_px", height);
        findings.push(finding.figure("min_line_px", limits.warn_line_px));
    }
    if let Some(contrast) = page.print_contrast.map(f64::from).filter(|c| *c < limits.min_print_contrast) {
        findings.push(Finding::error(Code::PaperFaint).figure("print_contrast", contrast));
    }
    let marks = || page.lines.iter().flat_map(|line| &line.marks);
    let confidence = marks().map(|mark| f64::from(mark.confidence)).sum::<f64>() / (marks().count().max(1) as f64);
    if confidence < limits.min_confidence_ratio {
        findings.push(Finding::error(Code::PaperIllegible).figure("confidence_ratio", confidence));
    } else if read < limits.min_lines_count {
        findings.push(
            Finding::error(Code::PaperFewLines).figure("lines", read).figure("min_lines", limits.min_lines_count),
        );
    }
    if page.turned_deg != 0 {
        findings.push(Finding::warning(Code::PaperTurned).figure("turned_deg", page.turned_deg.into()));
    }
    findings
}

fn titled(step: Step, pages: &[PageMeasured]) -> Option<Finding> {
    if !LetterKind::is_asked_by(step) {
        return None;
    }
    let kinds: Vec<LetterKind> = pages.iter().filter_map(LetterKind::of).collect();
    if kinds.is_empty() {
        if pages.iter().any(title::is_identity_card) {
            return Some(Finding::error(Code::PaperOther));
        }
        return Some(Finding::warning(Code::PaperTitleUnread));
    }
    let suits = kinds.iter().any(|kind| kind.suits(step) == Some(true));
    (!suits).then(|| Finding::error(Code::PaperOther))
}

/// For a signature, for a date: places for it that were found, and those of them with ink.
pub fn filled(pages: &[PageMeasured], limits: &LetterLimits) -> [[u32; 2]; 2] {
    let mut places = [[0u32; 2]; 2];
    for page in pages {
        for (blank, ink) in blanks(&page.lines).iter().zip(&page.ink) {
            let filled = f64::from(ink.columns_ratio) >= limits.min_ink_ratio
                && f64::from(ink.height_ratio) >= limits.min_ink_height_ratio;
            if let Some([found, with_ink]) = places.get_mut(usize::from(blank.is_date)) {
                *found += 1;
                *with_ink += u32::from(filled);
            }
        }
    }
    places
}

fn signed(pages: &[PageMeasured], rule: &SignatureRule, limits: &LetterLimits) -> Vec<Finding> {
    let [sign, date] = filled(pages, limits);
    let mut findings = Vec::new();
    let mut one = |[found, filled]: [u32; 2], code: Code| match (found, filled) {
        (0, _) => findings.push(Finding::warning(Code::PaperSignatureUnseen)),
        (_, 0) => findings.push(Finding::error(code)),
        _ => {}
    };
    one(sign, Code::PaperUnsigned);
    if rule.dated && date[0] > 0 {
        one(date, Code::PaperUndated);
    }
    findings
}

/// The parts of a signature's rule, as keys of the words that say them.
pub fn signature_rule(rule: &SignatureRule) -> Vec<&'static str> {
    use crate::filing::profile::{Seal, Signer};
    let signer = match rule.signer {
        Signer::ResponsiblePerson => "signed_by_responsible",
        Signer::LegalRepresentative => "signed_by_legal",
        Signer::Subject => "signed_by_subject",
    };
    let seal = match rule.seal {
        Seal::Unsaid => None,
        Seal::PersonalRefused => Some("signed_no_personal_seal"),
        Seal::PersonalTaken => Some("signed_personal_seal"),
        Seal::UnitRequired => Some("signed_unit_seal"),
    };
    let parts = [
        Some(signer),
        rule.regular_script.then_some("signed_regular_script"),
        seal,
        rule.fingerprint.then_some("signed_fingerprint"),
        rule.dated.then_some("signed_dated"),
    ];
    parts.into_iter().flatten().collect()
}
