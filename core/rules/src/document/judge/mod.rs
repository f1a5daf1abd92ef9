//! What a reviewer would say of a picture of a document.

pub(crate) mod capture;
pub(crate) mod data;
pub(crate) mod foreign;
mod paper;
pub(crate) mod travel;
pub(crate) mod unit;
mod unsure;

use jiff::civil::Date;

pub use paper::{judge_letter, judge_paper};

use crate::finding::{Code, Cure, Finding, Severity};
use crate::geometry::{Polygon, Rect};

use super::limits::Limits;
use super::{CardCapture, DocumentKind, Field, FieldKey, Fields, Overwritten, PictureLight, layout, pick, watermark};

/// Everything that is judged about one picture.
pub struct Judged<'a> {
    /// What was recognised.
    pub kind: DocumentKind,
    /// What was asked for.
    pub expect: Option<DocumentKind>,
    /// What was read.
    pub fields: &'a Fields,
    /// How it was photographed; `None` when no card was found.
    pub capture: Option<&'a CardCapture>,
    /// The light of the whole picture, where nothing was recognised.
    pub picture_light: Option<PictureLight>,
    /// The limits to hold.
    pub limits: &'a Limits,
    /// The day to judge on.
    pub today: Date,
    /// From mm of the card plane to a polygon in the picture.
    pub to_picture: &'a dyn Fn(&Rect) -> Polygon,
}

/// All findings: errors first, each group in the order in which a person mends things.
pub fn judge(input: &Judged<'_>) -> Vec<Finding> {
    if input.kind != DocumentKind::Unknown && !input.kind.is_read() {
        // Nothing else matters of a document that is of no use here.
        return vec![at_card(input, Finding::error(Code::DocumentUnsupported).kind(input.kind))];
    }
    if input.capture.is_some_and(|capture| capture.mirrored) {
        // Everything else that could be said of it follows from that.
        return vec![at_card(input, Finding::error(Code::DocumentMirrored))];
    }
    let mut findings = Vec::new();
    if input.kind == DocumentKind::Unknown {
        findings.push(Finding::error(Code::DocumentNotFound));
        findings.extend(input.picture_light.and_then(|light| capture::picture(input, light)));
    } else if input.expect.is_some_and(|wanted| wanted != input.kind) {
        let wrong = Finding::error(Code::DocumentWrongSide);
        let turned = input.expect == input.kind.other_side();
        findings.push(at_card(input, if turned { wrong } else { wrong.kind(input.kind) }));
    }
    if let Some(capture) = input.capture {
        findings.extend(capture::findings(input, capture));
    }
    if input.kind != DocumentKind::Unknown {
        let mut unreadable = unreadable(input);
        let hidden = hidden(input, &findings, &unreadable);
        if input.fields.watermarked && !findings.iter().any(|f| f.severity == Severity::Error) {
            // The picture is good: what could not be read lies under the watermark.
            for finding in &mut unreadable {
                finding.code = Code::DocumentWatermark;
                finding.figures = vec![("unread", 1.0)];
            }
        } else {
            findings.extend(hidden);
        }
        findings.extend(unreadable);
        let doubtful = findings.iter().any(|f| f.severity == Severity::Error && puts_reading_in_doubt(f.code));
        findings.extend(spoilt(input));
        findings.extend(lost(input, &findings));
        findings.extend(watermarked(input, &findings));
        let told = input.kind.row().checks.iter().flat_map(|check| check(input));
        findings.extend(told.map(|mut finding| {
            if doubtful {
                finding.cure = Cure::Retake;
            }
            finding
        }));
    }
    no_original(&mut findings);
    sorted(findings)
}

/// Print that a screen's grid or a copier has spoilt comes no clearer from the same screen or sheet.
fn no_original(findings: &mut [Finding]) {
    if findings.iter().any(|f| is_no_original(f.code)) {
        let unclear =
            |f: &&mut Finding| matches!(f.code, Code::DocumentFieldUnreadable | Code::DocumentCharacterUnsure);
        for finding in findings.iter_mut().filter(unclear) {
            finding.cure = Cure::None;
        }
    }
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), rank(f.code)));
    findings
}

/// What the two sides of one card say of each other: the term against the age on the day of issue.
pub fn judge_both_sides(front: &Fields, back: &Fields) -> Option<Finding> {
    data::both_sides(front, back)
}

/// Errors of the document itself, and the wrong side taken, say nothing against the reading; all others do.
fn puts_reading_in_doubt(code: Code) -> bool {
    code != Code::DocumentWrongSide && code.cure() == Cure::Retake
}

/// What to mend first: framing, sharpness, light, then what was read, then what it says.
fn rank(code: Code) -> u8 {
    match code {
        Code::DocumentNotFound => 0,
        Code::DocumentWrongSide | Code::DocumentMirrored => 1,
        Code::DocumentMultiple => 2,
        Code::DocumentCutOff => 3,
        Code::DocumentTooSmall => 4,
        Code::DocumentSkewed => 5,
        Code::DocumentBlurred => 6,
        Code::DocumentGlare => 7,
        Code::DocumentCovered => 8,
        Code::DocumentUnderexposed => 9,
        Code::DocumentOverexposed => 10,
        Code::DocumentScreenRecapture | Code::DocumentScreenshot => 11,
        Code::DocumentGrayscaleCopy => 12,
        Code::DocumentFieldUnreadable
        | Code::DocumentWatermark
        | Code::DocumentPlaceUnsure
        | Code::DocumentCharacterUnsure => 13,
        Code::DocumentIdChecksum
        | Code::DocumentMrzChecksum
        | Code::DocumentMrzMismatch
        | Code::DocumentCreditCodeChecksum
        | Code::DocumentCreditCodeSort
        | Code::DocumentQrMismatch => 14,
        Code::DocumentBirthMismatch => 15,
        Code::DocumentSexMismatch => 16,
        Code::DocumentRegionUnknown => 17,
        Code::DocumentExpired => 18,
        Code::DocumentTermMismatch => 19,
        Code::DocumentHolderUnderAge | Code::FilingUnderAge | Code::FilingIncomeProof => 20,
        Code::DocumentExpiresSoon => 21,
        // Of another check.
        _ => u8::MAX,
    }
}

fn at_card(input: &Judged<'_>, finding: Finding) -> Finding {
    match input.capture {
        Some(capture) => finding.at(capture.corners.to_vec()),
        None => finding,
    }
}

fn is_no_original(code: Code) -> bool {
    matches!(code, Code::DocumentScreenRecapture | Code::DocumentGrayscaleCopy)
}

/// Fields that are not there on a card of which the capture is good and most else was read: something of the
/// paper's own colour lies on them, a label or a sheet.
fn hidden(input: &Judged<'_>, so_far: &[Finding], unreadable: &[Finding]) -> Option<Finding> {
    let explained = so_far.iter().any(|f| f.severity == Severity::Error && puts_reading_in_doubt(f.code));
    let absent = |f: &&Finding| f.field.is_some_and(|key| !is_there(input.fields, key));
    let mut absent = unreadable.iter().filter(absent).peekable();
    let first = (*absent.peek()?).clone();
    let most_was_read = absent.count() * 2 <= input.kind.fields().len() + 1;
    (input.capture.is_some() && !explained && most_was_read).then(|| Finding {
        code: Code::DocumentCovered,
        figures: Vec::new(),
        ..first
    })
}

/// Whether anything that can be the field was read. Every issuing authority is a public security organ (居民身份证法,
/// 第八条): an authority without 公安 is a part of one. So is an address too short to name a county and a place in it.
fn is_there(fields: &Fields, key: FieldKey) -> bool {
    match (fields.expose(key), key) {
        (None, _) => false,
        (Some(value), FieldKey::IssuingAuthority) => value.contains("公安"),
        (Some(value), FieldKey::Address) => value.chars().count() >= SHORTEST_ADDRESS,
        (Some(_), _) => true,
    }
}

/// Whether a value is in the script that cards print it in: names in Chinese characters, their parts joined by a dot. Of
/// another script a single letter in an address is a misread one of a building's, more are a word.
fn is_in_script(fields: &Fields, key: FieldKey) -> bool {
    let Some(value) = fields.expose(key) else { return true };
    let letters = |run: &str| run.chars().count();
    match key {
        FieldKey::Name if fields.kind.row().latin => value.chars().all(|c| c == ' ' || c.is_ascii_uppercase()),
        FieldKey::Name => value.chars().all(|c| c == '·' || pick::is_han(c)),
        FieldKey::IssuingAuthority => !value.contains(pick::is_other_script),
        FieldKey::Address => value.split(|c| !pick::is_other_script(c)).all(|run| letters(run) < OTHER_WORD),
        _ => true,
    }
}

/// Letters from which on they are a word.
const OTHER_WORD: usize = 3;

/// Characters of the shortest address: a county-level name has two at least, with its 县, 市, 区 or 旗 three, and the
/// place in it as many.
const SHORTEST_ADDRESS: usize = 6;

/// Fields that are missing or of which a character is too uncertain.
fn unreadable(input: &Judged<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for key in input.kind.fields() {
        let finding = Finding::error(Code::DocumentFieldUnreadable).field(*key);
        match input.fields.get(*key) {
            None => findings.push(finding.at((input.to_picture)(&layout::field_zone(input.kind, *key)))),
            Some(field)
                if !is_sure(field, input.limits)
                    || !is_there(input.fields, *key)
                    || !is_in_script(input.fields, *key) =>
            {
                findings.push(
                    finding
                        .figure("confidence_ratio", f64::from(field.min_confidence))
                        .at((input.to_picture)(&field.bounds_mm)),
                );
            }
            Some(_) => {}
        }
    }
    findings
}

/// Fields that were read, but perhaps not as they stand: a name with a character that may be another, an address with a
/// watermark's words in it. A wrong value that is accepted is worse than one that is asked for again.
fn spoilt(input: &Judged<'_>) -> Vec<Finding> {
    let readable =
        |key| input.fields.get(key).filter(|field| is_sure(field, input.limits) && is_in_script(input.fields, key));
    let about = |code, field: &Field| Finding::error(code).field(field.key).at((input.to_picture)(&field.bounds_mm));
    let keys = [FieldKey::Name, FieldKey::Address, FieldKey::IssuingAuthority];
    let unsure = keys.into_iter().filter_map(readable).filter_map(|field| {
        let doubt = unsure::doubt(field, input.kind, &input.limits.reading)?;
        let place = doubt.bounds_mm.unwrap_or(field.bounds_mm);
        let finding = Finding::error(Code::DocumentCharacterUnsure).field(field.key).at((input.to_picture)(&place));
        let finding = doubt.position.map_or(finding.clone(), |at| finding.figure("character", at as f64 + 1.0));
        let finding = match doubt.unlikeness {
            Some(unlikeness) => finding.figure("unlikeness", f64::from(unlikeness)),
            None => finding,
        };
        let improbable = doubt.confidence < input.limits.reading.sure_name_confidence && doubt.unlikeness.is_none();
        Some(if improbable { finding.figure("confidence_ratio", f64::from(doubt.confidence)) } else { finding })
    });
    let is_marked = |field: &&Field| match field.overwritten {
        Some(Overwritten::Within) => true,
        // Where its words are read elsewhere, what was left out is surely the watermark's.
        Some(Overwritten::Beside) => !input.fields.watermarked,
        None => field.key == FieldKey::Address && watermark::is_in(field.value.expose()),
    };
    let marked = input.fields.fields.iter().filter(|field| is_sure(field, input.limits)).filter(is_marked);
    unsure.chain(marked.map(|field| about(Code::DocumentWatermark, field))).collect()
}

/// Print in the rows of a value that no line was read on: the value may lack a part. Where words of a watermark are on the
/// card, they may be its.
fn lost(input: &Judged<'_>, so_far: &[Finding]) -> Option<Finding> {
    let capture = input.capture?;
    let address = input.fields.get(FieldKey::Address)?;
    let told = so_far.iter().any(|f| f.severity == Severity::Error && f.field == Some(FieldKey::Address));
    let place = capture.unread_mm.iter().copied().reduce(|a, b| a.union(&b)).filter(|_| !told)?;
    let code = if input.fields.watermarked { Code::DocumentWatermark } else { Code::DocumentFieldUnreadable };
    Some(Finding::error(code).field(address.key).at((input.to_picture)(&place)))
}

/// A watermark that touches no value: many who take pictures of cards allow one that is short and not over print.
fn watermarked(input: &Judged<'_>, so_far: &[Finding]) -> Option<Finding> {
    let told = so_far.iter().any(|finding| finding.code == Code::DocumentWatermark);
    (input.fields.watermarked && !told).then(|| Finding::new(Code::DocumentWatermark, Severity::Info))
}

fn is_sure(field: &Field, limits: &Limits) -> bool {
    let limits = &limits.reading;
    let least = match field.key {
        FieldKey::Name
        | FieldKey::Address
        | FieldKey::IssuingAuthority
        | FieldKey::Surname
        | FieldKey::GivenNames
        | FieldKey::Mrz
        | FieldKey::NameZh
        | FieldKey::Signer
        | FieldKey::Type
        | FieldKey::LegalRepresentative
        | FieldKey::Scope
        | FieldKey::Title => limits.min_text_confidence,
        FieldKey::Sex | FieldKey::Ethnicity => limits.min_choice_confidence,
        FieldKey::BirthDate
        | FieldKey::ValidFrom
        | FieldKey::ValidUntil
        | FieldKey::ExpiresOn
        | FieldKey::Nationality
        | FieldKey::EstablishedOn
        | FieldKey::SignedOn
        | FieldKey::Term
        | FieldKey::RegisteredCapital
        | FieldKey::IssueCount => limits.min_date_confidence,
        FieldKey::IdNumber
        | FieldKey::DocumentNumber
        | FieldKey::PassNumber
        | FieldKey::CreditCode
        | FieldKey::QrCreditCode => limits.min_number_confidence,
    };
    field.min_confidence >= least
}

/// Whether a character in words that stand for somebody, or somewhere, may be another that looks like it.
fn unsure_words(field: &Field, limits: &Limits) -> bool {
    let least = match field.key {
        FieldKey::Name | FieldKey::NameZh | FieldKey::LegalRepresentative => limits.reading.sure_name_confidence,
        FieldKey::Address | FieldKey::Type | FieldKey::Scope => limits.paper.sure_words_confidence,
        _ => return false,
    };
    field.min_confidence < least
}
