//! Where things stand on a card, in mm of the card plane.
//!
//! No standard with field positions is public. The figures come from a public template of the resident
//! card (photo of 500 × 670 px at 1500, 690; texts at 630, 690 and so on), brought to scale by the photo,
//! which is 22.4 mm wide on the card: 0.0448 mm a pixel, origin at 295, 539. Prints differ by a millimetre
//! or two, and templates differ too: the rows are spread here by 4 % more, half way to where tighter templates have
//! them. Readers go by labels and order first and by these places second.

use crate::geometry::Rect;

use super::{DocumentKind, FieldKey};

/// A printed label and the value that belongs to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The label as printed.
    pub(crate) label: &'static str,
    /// Left edge of the label, mm.
    pub(crate) label_left: f32,
    /// Right edge of the label, mm.
    pub(crate) label_right: f32,
    /// Left edge of the value, mm.
    pub(crate) value_left: f32,
    /// Where a usual value ends, mm.
    pub(crate) value_right: f32,
    /// Middle of the (first) row, mm.
    pub(crate) y: f32,
}

const fn entry(label: &'static str, label_x: [f32; 2], value_x: [f32; 2], y: f32) -> Entry {
    Entry { label, label_left: label_x[0], label_right: label_x[1], value_left: value_x[0], value_right: value_x[1], y }
}

/// 姓名
pub(crate) const NAME: Entry = entry("姓名", [6.2, 12.6], [15.0, 26.0], 8.9);
/// 性别
pub(crate) const SEX: Entry = entry("性别", [6.2, 12.6], [15.0, 17.8], 15.6);
/// 民族
pub(crate) const ETHNICITY: Entry = entry("民族", [24.0, 30.4], [32.9, 36.0], 15.6);
/// 出生
pub(crate) const BIRTH: Entry = entry("出生", [6.2, 12.6], [15.0, 45.0], 22.1);
/// 住址
pub(crate) const ADDRESS: Entry = entry("住址", [6.2, 12.6], [15.0, 47.5], 28.7);
/// 公民身份号码
pub(crate) const NUMBER: Entry = entry("公民身份号码", [6.2, 25.5], [29.3, 76.0], 46.0);
/// 签发机关
pub(crate) const AUTHORITY: Entry = entry("签发机关", [19.7, 31.7], [34.4, 62.0], 41.4);
/// 有效期限
pub(crate) const VALIDITY: Entry = entry("有效期限", [19.7, 31.7], [34.4, 64.0], 47.9);

/// Distance from one address line to the next, mm (100 px in the template).
pub(crate) const ADDRESS_PITCH: f32 = 4.5;
/// Address lines at most.
pub(crate) const ADDRESS_LINES: usize = 4;

/// 中华人民共和国, first line of the title of the emblem side.
pub(crate) const TITLE_STATE: (&str, Rect) = ("中华人民共和国", Rect::new(30.0, 8.4, 73.5, 13.4));
/// 居民身份证, second line of the title.
pub(crate) const TITLE_CARD: (&str, Rect) = ("居民身份证", Rect::new(30.0, 17.0, 74.5, 24.0));

/// Half the height of a row of print with its accents and the detector's margin, mm.
const HALF_ROW: f32 = 1.9;

const fn row(left: f32, right: f32, y: f32) -> Rect {
    Rect::new(left, y - HALF_ROW, right, y + HALF_ROW)
}

const PORTRAIT: Rect = Rect::new(54.0, 6.8, 76.4, 36.8);
const EMBLEM: Rect = Rect::new(7.0, 5.0, 23.5, 22.5);

/// Labels first, then values; lines that a card may lack (address lines 2 to 4) are left out.
const FRONT_TEXT: [Rect; 11] = [
    row(6.2, 12.6, NAME.y),
    row(6.2, 12.6, SEX.y),
    row(24.0, 30.4, ETHNICITY.y),
    row(6.2, 12.6, BIRTH.y),
    row(6.2, 12.6, ADDRESS.y),
    row(6.2, 25.5, NUMBER.y),
    row(15.0, 24.0, NAME.y),
    row(15.0, 36.0, SEX.y),
    row(15.0, 45.0, BIRTH.y),
    row(15.0, 47.5, ADDRESS.y),
    row(29.3, 76.0, NUMBER.y),
];

const BACK_TEXT: [Rect; 6] = [
    TITLE_STATE.1,
    TITLE_CARD.1,
    row(18.5, 30.5, AUTHORITY.y),
    row(18.5, 30.5, VALIDITY.y),
    row(33.8, 58.0, AUTHORITY.y),
    row(33.8, 64.0, VALIDITY.y),
];

/// Where print must be: for telling whether glare or an object hides it.
pub const fn text_zones(kind: DocumentKind) -> &'static [Rect] {
    match kind {
        DocumentKind::ResidentIdFront => &FRONT_TEXT,
        DocumentKind::ResidentIdBack => &BACK_TEXT,
        DocumentKind::Unknown => &[],
    }
}

/// Where the portrait (front) or the emblem (back) stands; empty for an unknown kind.
pub const fn picture_zone(kind: DocumentKind) -> Rect {
    match kind {
        DocumentKind::ResidentIdFront => PORTRAIT,
        DocumentKind::ResidentIdBack => EMBLEM,
        DocumentKind::Unknown => Rect::new(0.0, 0.0, 0.0, 0.0),
    }
}

/// Where the value of `field` is expected.
pub const fn field_zone(field: FieldKey) -> Rect {
    match field {
        FieldKey::Name => row(NAME.value_left, NAME.value_right, NAME.y),
        FieldKey::Sex => row(SEX.value_left, SEX.value_right + 1.0, SEX.y),
        FieldKey::Ethnicity => row(ETHNICITY.value_left, ETHNICITY.value_right + 4.0, ETHNICITY.y),
        FieldKey::BirthDate => row(BIRTH.value_left, BIRTH.value_right, BIRTH.y),
        FieldKey::Address => {
            let bottom = ADDRESS.y + HALF_ROW + ADDRESS_PITCH * 2.0;
            Rect::new(ADDRESS.value_left, ADDRESS.y - HALF_ROW, ADDRESS.value_right + 2.0, bottom)
        }
        FieldKey::IdNumber => row(NUMBER.value_left, NUMBER.value_right, NUMBER.y),
        FieldKey::IssuingAuthority => row(AUTHORITY.value_left, AUTHORITY.value_right, AUTHORITY.y),
        FieldKey::ValidFrom => row(VALIDITY.value_left, 48.5, VALIDITY.y),
        FieldKey::ValidUntil => row(48.5, VALIDITY.value_right, VALIDITY.y),
    }
}

/// Where the label of `field` is expected.
pub(crate) const fn label_zone(field: FieldKey) -> Rect {
    let entry = match field {
        FieldKey::Name => NAME,
        FieldKey::Sex => SEX,
        FieldKey::Ethnicity => ETHNICITY,
        FieldKey::BirthDate => BIRTH,
        FieldKey::Address => ADDRESS,
        FieldKey::IdNumber => NUMBER,
        FieldKey::IssuingAuthority => AUTHORITY,
        FieldKey::ValidFrom | FieldKey::ValidUntil => VALIDITY,
    };
    row(entry.label_left, entry.value_left, entry.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{CARD_HEIGHT_MM, CARD_WIDTH_MM};

    #[test]
    fn every_zone_lies_on_the_card() {
        let card = Rect::new(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM);
        for kind in DocumentKind::KNOWN {
            let fields = kind.fields().iter().map(|f| field_zone(*f));
            for zone in text_zones(*kind).iter().copied().chain(fields).chain([picture_zone(*kind)]) {
                assert!(zone.area() > 0.0);
                assert_eq!(zone.intersection(&card), zone);
            }
        }
    }

    #[test]
    fn print_and_picture_keep_apart() {
        for kind in DocumentKind::KNOWN {
            let picture = picture_zone(*kind);
            assert!(text_zones(*kind).iter().all(|zone| zone.intersection(&picture).area() == 0.0));
        }
    }
}
