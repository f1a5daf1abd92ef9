//! Travel documents: the machine-readable zone, and the printed part beside it.
//!
//! Where a value is read in print too, the printed one is told and the zone beside it, so that the checks see both.

use crate::geometry::{Point, Rect};
use crate::sensitive::Sensitive;

use super::mrz::{self, Birth, Format, Sex, Zone};
use super::pick::Trust;
use super::printed::{self, Printed};
use super::rows::{self, Row};
use super::{DocumentKind, Field, FieldKey, TextLine, layout, plane};

/// Points of a zone: no other print looks like one.
const ZONE_POINTS: f32 = 8.0;
/// Labels of the day of birth, in capitals without spaces. A place of birth has one too.
const BIRTH: &[&str] = &["出生日期", "DATEOFBIRTH"];
/// Of the last day of validity.
const EXPIRY: &[&str] = &["有效期至", "DATEOFEXPIRY", "DATEOFEXPIRATION"];
/// Of the sex.
const SEX: &[&str] = &["性别", "SEX"];

/// Line, first character and the one after the last of a part of a zone.
type Part = (usize, usize, usize);

/// Where the parts of a zone stand.
struct Parts {
    name: Part,
    number: Part,
    nationality: Part,
    birth: Part,
    sex: Part,
    expiry: Part,
}

const fn parts(format: Format) -> Parts {
    match format {
        Format::Td1 => Parts {
            name: (2, 0, 30),
            number: (0, 5, 14),
            nationality: (1, 15, 18),
            birth: (1, 0, 6),
            sex: (1, 7, 8),
            expiry: (1, 8, 14),
        },
        Format::Td2 | Format::Td3 => Parts {
            name: (0, 5, format.width()),
            number: (1, 0, 9),
            nationality: (1, 10, 13),
            birth: (1, 13, 19),
            sex: (1, 20, 21),
            expiry: (1, 21, 27),
        },
    }
}

/// The zone of a passport.
fn passport_zone(lines: &[TextLine]) -> Option<Zone> {
    mrz::read(Format::Td3, plane::on_card(DocumentKind::Passport, lines)).filter(|zone| zone.mrz.code.starts_with('P'))
}

/// The zone of a mainland travel permit: issued by China, of a code that begins with C (GA/T 704.14).
fn permit_zone(lines: &[TextLine]) -> Option<Zone> {
    let zone = mrz::read(Format::Td1, plane::on_card(DocumentKind::MainlandTravelPermit, lines));
    zone.filter(|zone| zone.mrz.code.starts_with('C'))
}

/// How much speaks for a passport, in points.
pub(crate) fn passport_evidence(lines: &[TextLine]) -> f32 {
    if passport_zone(lines).is_some() { ZONE_POINTS } else { 0.0 }
}

/// How much speaks for a mainland travel permit, in points.
pub(crate) fn permit_evidence(lines: &[TextLine]) -> f32 {
    if permit_zone(lines).is_some() { ZONE_POINTS } else { 0.0 }
}

/// The fields of a passport that could be read.
pub(crate) fn passport(lines: &[TextLine]) -> Vec<Field> {
    passport_zone(lines).map(|zone| fields(&zone, lines)).unwrap_or_default()
}

/// The fields of a mainland travel permit that could be read.
pub(crate) fn permit(lines: &[TextLine]) -> Vec<Field> {
    permit_zone(lines).map(|zone| fields(&zone, lines)).unwrap_or_default()
}

fn fields(zone: &Zone, lines: &[TextLine]) -> Vec<Field> {
    let Some((_, around)) = zone.whole() else { return Vec::new() };
    // The zone's own characters are no print to hold it against.
    let beside = lines.iter().filter(|line| line.bounds_mm.centre().y < around.top);
    let rows = rows::rows(beside.filter(|line| is_sound(&line.bounds_mm)));
    let (mrz, parts) = (&zone.mrz, parts(zone.mrz.format));
    let mut out = Vec::new();
    let mut tell = |key: FieldKey, value: String, part: Part| {
        if let Some((trust, bounds)) = zone.part(part.0, part.1, part.2).filter(|_| !value.is_empty()) {
            out.push(field(key, value, trust, bounds));
        }
    };
    if let Some(name) = mrz.name.as_ref().filter(|name| !name.truncated) {
        tell(FieldKey::Surname, name.surname.clone(), parts.name);
        tell(FieldKey::GivenNames, name.given.clone(), parts.name);
        tell(FieldKey::Name, name.full(), parts.name);
    }
    tell(FieldKey::DocumentNumber, mrz.number.clone(), parts.number);
    tell(FieldKey::Nationality, mrz.nationality.clone(), parts.nationality);
    let expiry = mrz.expiry.as_expiry();
    if let Some(Birth::On(birth)) = expiry.map(|expiry| mrz.birth.as_birth(expiry)) {
        tell(FieldKey::BirthDate, birth.to_string(), parts.birth);
    }
    if let Some(sex) = mrz.sex {
        tell(FieldKey::Sex, sex.as_str().to_owned(), parts.sex);
    }
    if let Some(expiry) = expiry {
        tell(FieldKey::ExpiresOn, expiry.to_string(), parts.expiry);
    }
    for printed in beside_zone(zone, &rows) {
        out.retain(|field| field.key != printed.key);
        out.push(printed);
    }
    out.sort_by_key(|field| ORDER.iter().position(|key| *key == field.key));
    if let Some((trust, bounds)) = zone.whole() {
        out.push(field(FieldKey::Mrz, zone.text(), trust, bounds));
    }
    out
}

/// The order that fields are told in.
const ORDER: [FieldKey; 8] = [
    FieldKey::Surname,
    FieldKey::GivenNames,
    FieldKey::Name,
    FieldKey::DocumentNumber,
    FieldKey::Nationality,
    FieldKey::BirthDate,
    FieldKey::Sex,
    FieldKey::ExpiresOn,
];

fn is_sound(b: &Rect) -> bool {
    [b.left, b.top, b.right, b.bottom].iter().all(|v| v.is_finite()) && b.width() > 0.0 && b.height() > 0.0
}

fn field(key: FieldKey, value: String, trust: Trust, bounds_mm: Rect) -> Field {
    Field {
        key,
        value: Sensitive::new(value),
        confidence: trust.mean(),
        min_confidence: trust.min(),
        bounds_mm,
        overwritten: None,
        characters: Vec::new(),
    }
}

/// What is printed otherwise than the zone has it, or settles what the zone leaves open.
fn beside_zone(zone: &Zone, rows: &[Row<'_>]) -> Vec<Field> {
    let mrz = &zone.mrz;
    let mut out = Vec::new();
    if let Some(number) = printed::like(rows, &mrz.number).filter(|number| !is_alike(&number.value, &mrz.number)) {
        out.push(as_field(FieldKey::DocumentNumber, number.value.clone(), &number));
    }
    let expiry = mrz.expiry.as_expiry();
    let birth = expiry.map(|expiry| mrz.birth.as_birth(expiry));
    if let Some(day) = printed::date(rows, BIRTH).filter(|day| birth.is_none_or(|birth| birth != Birth::On(day.value)))
    {
        out.push(as_field(FieldKey::BirthDate, day.value.to_string(), &day));
    }
    if let Some(day) = printed::date(rows, EXPIRY).filter(|day| expiry != Some(day.value)) {
        out.push(as_field(FieldKey::ExpiresOn, day.value.to_string(), &day));
    }
    let own = mrz.sex.filter(|sex| *sex != Sex::Unsaid);
    if let Some(sex) = printed::sex(rows, SEX).filter(|sex| own.is_some_and(|own| own.as_str() != sex.value)) {
        out.push(as_field(FieldKey::Sex, sex.value.to_owned(), &sex));
    }
    out
}

fn as_field<T>(key: FieldKey, value: String, printed: &Printed<T>) -> Field {
    field(key, value, printed.trust, printed.bounds)
}

/// Whether two numbers differ in nothing but O and 0, I and 1, which a recogniser of print cannot tell apart. The zone's check
/// digit tells these; other look-alikes, as 8 and S, count for the same in it.
fn is_alike(a: &str, b: &str) -> bool {
    let shape = |ch: char| match ch {
        'O' => '0',
        'I' => '1',
        ch => ch,
    };
    a.chars().map(shape).eq(b.chars().map(shape))
}

/// Both ends of the zone's lines, at the rows that the layout of `kind` gives them.
fn anchors(kind: DocumentKind, zone: Option<Zone>) -> Vec<(Point, Point)> {
    let Some(zone) = zone else { return Vec::new() };
    let entries = layout::zone_lines(kind);
    entries
        .enumerate()
        .filter_map(|(row, (left, right))| {
            let (_, seen) = zone.part(row, 0, 1)?;
            let (_, end) = zone.part(row, zone.mrz.format.width() - 1, zone.mrz.format.width())?;
            let middle = |r: &Rect| r.centre().y;
            Some([(left, Point::new(seen.left, middle(&seen))), (right, Point::new(end.right, middle(&end)))])
        })
        .flatten()
        .collect()
}

/// Where the layout wants a passport's zone, and where it was seen.
pub(crate) fn passport_anchors(lines: &[TextLine]) -> Vec<(Point, Point)> {
    anchors(DocumentKind::Passport, passport_zone(lines))
}

/// The same of a mainland travel permit.
pub(crate) fn permit_anchors(lines: &[TextLine]) -> Vec<(Point, Point)> {
    anchors(DocumentKind::MainlandTravelPermit, permit_zone(lines))
}
