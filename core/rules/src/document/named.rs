//! Documents that are told by their words and not read: what speaks for those that carry no title of their own.

use super::front::{self, Front};
use super::rows;
use super::table::{ADDRESS, AUTHORITY, NUMBER, VALIDITY};
use super::{DocumentKind, TextLine};

/// Characters of a label that must be right.
const LABEL_LEAST: usize = 3;
/// How far from the column of labels one may stand, mm: outlines are that unsure.
const COLUMN_MM: f32 = 5.0;
/// Points of a label that stands on no resident card's portrait side: more than any one label there.
const OWN_LABEL: f32 = 2.0;
/// Digits of a number of the first generation (GB 11643-1989), of which two may be lost.
const OLD_NUMBER: std::ops::RangeInclusive<usize> = 13..=15;
/// Labels of the first generation that make it sure.
const OLD_LABELS: usize = 3;

/// A temporary card carries all that the portrait side does, and authority and term between address and number.
pub(crate) fn temporary(lines: &[TextLine]) -> f32 {
    let front = Front::analyse(lines);
    let near = |m: &rows::RowGlyph<'_>| (m.x - rows::label_glyph_x(&ADDRESS, 0)).abs() < COLUMN_MM;
    let own =
        front.rows.iter().enumerate().filter(|(_, row)| row.y > ADDRESS.y && row.y < NUMBER.y).filter(|(i, row)| {
            let labels = [AUTHORITY.label, VALIDITY.label];
            labels
                .iter()
                .any(|label| rows::find_label(row, *i, label, near).is_some_and(|hit| hit.agree >= LABEL_LEAST))
        });
    match (own.count(), front::points(&front)) {
        (count, points) if count > 0 && points >= super::tell_kind::ENOUGH => points + OWN_LABEL * count as f32,
        _ => 0.0,
    }
}

/// A residence permit of people from Hong Kong, Macao and Taiwan has the labels of the portrait side but 民族, and numbers
/// that begin with 81, 82 and 83, where no division of the mainland has an 8.
pub(crate) fn permit(lines: &[TextLine]) -> f32 {
    let front = Front::analyse(lines);
    if front.ethnicity.is_none() && front.is_permit_number() { front::points(&front) } else { 0.0 }
}

/// A card of the first generation has a number of fifteen digits behind 编号.
pub(crate) fn first_generation(lines: &[TextLine]) -> f32 {
    let texts = super::tell_kind::texts(lines);
    let labels = ["姓名", "性别", "民族", "出生", "住址"];
    let seen = labels.iter().filter(|label| texts.iter().any(|text| text.contains(*label))).count();
    let number = texts.iter().filter_map(|text| text.split_once("编号")).any(|(_, after)| {
        OLD_NUMBER.contains(&after.chars().filter(char::is_ascii_digit).count())
            && !after.contains(|c: char| !c.is_ascii())
    });
    if number && seen >= OLD_LABELS { seen as f32 + OWN_LABEL } else { 0.0 }
}

/// Words that stand on one kind of document and on no other, the more special kinds first: a permit speaks of the pass it
/// was given for, a certificate of a unit of the code that a licence has too.
pub(crate) const WORDS: &[(DocumentKind, &[&str])] = &[
    (DocumentKind::TemporaryId, &["临时居民"]),
    (DocumentKind::ForeignPermanentResidentFront, &["永久居留"]),
    (DocumentKind::ResidencePermitBack, &["港澳居民居住证", "台湾居民居住证", "通行证号码", "签发次数"]),
    (DocumentKind::DrivingLicence, &["驾驶证", "准驾车型", "初次领证"]),
    (DocumentKind::VehicleLicence, &["行驶证", "号牌号码", "车辆识别代号"]),
    (DocumentKind::Passport, &["护照", "PASSPORT"]),
    (DocumentKind::MainlandTravelPermit, &["来往内地", "来往大陆"]),
    (DocumentKind::UnitCertificate, &["法人证书", "登记证书", "信用代码证书"]),
    (DocumentKind::BusinessLicence, &["营业执照"]),
    (DocumentKind::SignedLetter, &["责任告知书", "真实性承诺书", "备案承诺书"]),
];
