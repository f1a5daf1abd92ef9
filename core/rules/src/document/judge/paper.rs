//! What a reviewer would say of a picture of a paper.

use crate::document::paper::PaperCapture;
use crate::document::{DocumentKind, FieldKey, name};
use crate::finding::{Code, Cure, Finding, Severity};
use crate::letter::{self, PageMeasured};

use super::{Judged, is_sure, no_original, puts_reading_in_doubt, sorted, unsure_words};

/// All findings of a paper, errors first. `input` has no capture of a card.
pub fn judge_paper(input: &Judged<'_>, capture: &PaperCapture) -> Vec<Finding> {
    let mut findings = Vec::new();
    let page = || capture.corners.to_vec();
    if input.kind == DocumentKind::Unknown {
        return vec![Finding::error(Code::DocumentNotFound)];
    }
    if input.expect.is_some_and(|wanted| wanted != input.kind) {
        findings.push(Finding::error(Code::DocumentWrongSide).kind(input.kind).at(page()));
    }
    findings.extend(taken(input, capture));
    let mut unread = fields(input);
    unread.extend(lost(input, capture));
    findings.extend(glare(capture, &unread));
    findings.extend(unread);
    let doubtful = findings.iter().any(|f| f.severity == Severity::Error && puts_reading_in_doubt(f.code));
    findings.extend(input.kind.row().checks.iter().flat_map(|check| check(input)).map(|mut finding| {
        if doubtful {
            finding.cure = Cure::Retake;
        }
        finding
    }));
    no_original(&mut findings);
    sorted(findings)
}

/// All findings of a signed letter, errors first: how it was taken, and whether it is filled in as `page` measured it.
pub fn judge_letter(input: &Judged<'_>, capture: &PaperCapture, page: &PageMeasured) -> Vec<Finding> {
    let at = || capture.corners.to_vec();
    let mut findings = Vec::new();
    match input.expect {
        // Another paper than a letter was asked for.
        Some(wanted) if wanted != DocumentKind::SignedLetter => {
            findings.push(Finding::error(Code::DocumentWrongSide).kind(input.kind).at(at()));
        }
        _ => {}
    }
    // Letters are printed in black: that there is no colour says nothing.
    findings.extend(taken(input, &PaperCapture { colour: f32::MAX, ..capture.clone() }));
    let readable = findings.iter().all(|finding| finding.severity != Severity::Error);
    if readable {
        let [sign, date] = letter::filled(std::slice::from_ref(page), &letter::LetterLimits::default());
        let empty = |[found, filled]: [u32; 2]| found > 0 && filled == 0;
        match (empty(sign), empty(date)) {
            (true, true) => findings.push(Finding::error(Code::DocumentFormBlank).at(at())),
            (true, false) => findings.push(Finding::error(Code::DocumentUnsigned).at(at())),
            (false, true) => findings.push(Finding::error(Code::DocumentUndated).at(at())),
            (false, false) => {}
        }
        if sign == [0, 0] {
            // Where nobody knows where to sign, nobody knows whether it is.
            findings.push(Finding::error(Code::DocumentUnsigned).at(at()));
        }
    }
    sorted(findings)
}

/// How it was taken.
fn taken(input: &Judged<'_>, capture: &PaperCapture) -> Vec<Finding> {
    let limits = &input.limits.paper;
    let mut findings = Vec::new();
    let mut error = |code: Code, figure: &'static str, value: f32| {
        findings.push(Finding::error(code).figure(figure, f64::from(value)).at(capture.corners.to_vec()));
    };
    if let Some(height) = capture.line_height_px.filter(|height| *height < limits.min_line_px) {
        error(Code::DocumentTooSmall, "line_height_px", height);
    }
    if capture.evenness < limits.min_side_ratio || capture.evenness.is_nan() {
        error(Code::DocumentSkewed, "side_ratio", capture.evenness);
    }
    if let Some(blur) = capture.blur_ratio.filter(|blur| *blur > limits.max_blur_ratio) {
        error(Code::DocumentBlurred, "blur_ratio", blur);
    }
    if capture.paper_lightness < limits.min_paper_lightness || capture.paper_lightness.is_nan() {
        error(Code::DocumentUnderexposed, "paper_lightness", capture.paper_lightness);
    } else if let Some(contrast) = capture.print_contrast.filter(|contrast| *contrast < limits.min_print_contrast) {
        error(Code::DocumentOverexposed, super::capture::PRINT_CONTRAST, contrast);
    }
    if capture.colour < limits.min_colour || capture.colour.is_nan() {
        error(Code::DocumentGrayscaleCopy, "colour_chroma", capture.colour);
    }
    let alone = capture.moire_db > limits.max_moire_db;
    if alone || capture.moire_shared_db > limits.max_shared_moire_db {
        let moire = if alone { capture.moire_db } else { capture.moire_shared_db };
        error(Code::DocumentScreenRecapture, "moire_db", moire);
    }
    if let Some(cut) = capture.cut_lines.first() {
        let lines = capture.cut_lines.len() as f64;
        findings.push(Finding::error(Code::DocumentCutOff).figure("cut_lines", lines).at(cut.clone()));
    }
    findings
}

/// Reflections: they hide what was not read, or lie beside it all.
fn glare(capture: &PaperCapture, unread: &[Finding]) -> Vec<Finding> {
    let lost = unread.iter().any(|f| f.severity == Severity::Error && f.code == Code::DocumentFieldUnreadable);
    let severity = if lost { Severity::Error } else { Severity::Warning };
    let told = capture.glare.iter().map(|(outline, share)| {
        Finding::new(Code::DocumentGlare, severity).figure("area_ratio", f64::from(*share)).at(outline.clone())
    });
    told.collect()
}

/// Values below which something is written that was not read: they may lack their last row.
fn lost(input: &Judged<'_>, capture: &PaperCapture) -> Vec<Finding> {
    let limits = &input.limits.paper;
    let written = capture.below.iter().filter(|(key, ink)| {
        input.kind.fields().contains(key)
            && ink.columns_ratio >= limits.min_lost_columns_ratio
            && ink.height_ratio >= limits.min_lost_height_ratio
    });
    written.map(|(key, _)| Finding::error(Code::DocumentFieldUnreadable).field(*key)).collect()
}

/// Fields that are missing or unsure: what is asked for is wanted again, what is only told is warned of.
fn fields(input: &Judged<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for key in input.kind.fields() {
        let finding = Finding::error(Code::DocumentFieldUnreadable).field(*key);
        if input.fields.get(*key).is_none() {
            findings.push(finding);
        }
    }
    for field in &input.fields.fields {
        // A term that cannot be read may be over.
        let wanted = input.kind.fields().contains(&field.key) || field.key == FieldKey::Term;
        let severity = if wanted { Severity::Error } else { Severity::Warning };
        let about = |code| {
            let finding = Finding::new(code, severity).field(field.key).at((input.to_picture)(&field.bounds_mm));
            finding.figure("confidence_ratio", f64::from(field.min_confidence))
        };
        if !is_sure(field, input.limits) {
            findings.push(about(Code::DocumentFieldUnreadable));
        } else if unsure_words(field, input.limits)
            || (field.key == FieldKey::LegalRepresentative && name::unusual(field.value.expose(), false).is_some())
        {
            findings.push(about(Code::DocumentCharacterUnsure));
        }
    }
    findings
}
