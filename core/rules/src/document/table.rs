//! The kinds of documents, one row each. A new kind that is read is a row here, a file with its parser, and its name in the
//! words; one that is only told is a line here and its words in `named`.

use serde::{Deserialize, Serialize};

use crate::filing::Step;
use crate::finding::Finding;
use crate::geometry::{CardShape, Point, Rect};

use super::judge::{Judged, data, foreign, travel as zone, unit};
use super::layout::{Entry, PictureKind, Print, Title};
use super::mrz::{self, Format};
use super::{Field, FieldKey, TextLine, back, front, named, paper, permit, travel};

/// All that is known of one kind of document.
pub(crate) struct Row {
    pub(crate) kind: DocumentKind,
    /// The name others rely on.
    pub(crate) name: &'static str,
    /// Its outline.
    pub(crate) shape: CardShape,
    /// The kind whose layout it has too, as boxes and places go: that one's is matched for both.
    pub(crate) like: Option<DocumentKind>,
    /// What its other side is.
    pub(crate) other_side: Option<DocumentKind>,
    /// The step of a filing that it is handed in for.
    pub(crate) step: Option<Step>,
    /// What it must carry, in reading order.
    pub(crate) fields: &'static [FieldKey],
    /// Where print and picture stand.
    pub(crate) print: Print,
    /// How much speaks for the lines being its own, in points of which [`super::tell_kind`] wants enough.
    pub(crate) evidence: fn(&[TextLine]) -> f32,
    /// Where the layout wants points of the print, and where they were seen, mm.
    pub(crate) anchors: fn(&[TextLine]) -> Vec<(Point, Point)>,
    /// Its parser: the fields that could be read.
    pub(crate) parse: fn(&[TextLine]) -> Vec<Field>,
    /// Whether its names are written in Latin letters.
    pub(crate) latin: bool,
    /// What its data must fulfil.
    pub(crate) checks: &'static [fn(&Judged<'_>) -> Vec<Finding>],
}

/// The enum of kinds and the table of their rows from one list.
macro_rules! kinds {
    (read { $($(#[$doc:meta])* $kind:ident { $($row:tt)* })+ }
     papers { $($(#[$paper_doc:meta])* $paper:ident = $paper_name:literal { $($paper_row:tt)* })+ }
     named { $($(#[$named_doc:meta])* $named:ident = $name:literal, $evidence:expr;)+ }) => {
        /// A document, one side of it where it has two.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum DocumentKind {
            $($(#[$doc])* $kind,)+
            $($(#[$paper_doc])* $paper,)+
            $($(#[$named_doc])* $named,)+
            /// Nothing recognised.
            Unknown,
        }

        impl DocumentKind {
            /// The kinds that can be asked for.
            pub const KNOWN: &'static [Self] = &[$(Self::$kind,)+ $(Self::$paper),+];
            /// Of these, those of one outline and layout: cards, and a passport's page.
            pub const CARDS: &'static [Self] = &[$(Self::$kind),+];
            /// Of these, those that are read as a page.
            pub const PAPERS: &'static [Self] = &[$(Self::$paper),+];
            /// The kinds that are told and not read.
            pub const NAMED: &'static [Self] = &[$(Self::$named),+];

            /// What is known of it.
            pub(crate) const fn row(self) -> &'static Row {
                match self {
                    $(Self::$kind => {
                        const ROW: Row = Row { kind: DocumentKind::$kind, $($row)* };
                        &ROW
                    })+
                    $(Self::$paper => {
                        const ROW: Row =
                            Row { $($paper_row)* ..named(DocumentKind::$paper, $paper_name, by_words) };
                        &ROW
                    })+
                    $(Self::$named => {
                        const ROW: Row = named(DocumentKind::$named, $name, $evidence);
                        &ROW
                    })+
                    Self::Unknown => &UNKNOWN,
                }
            }
        }

        /// The rows of all kinds.
        pub(crate) static ROWS: &[&Row] = &[$(DocumentKind::$kind.row(),)+ $(DocumentKind::$paper.row(),)+ $(DocumentKind::$named.row()),+];
    };
}

kinds! {
    read {
        /// Resident identity card, portrait side (人像面).
        ResidentIdFront {
            name: "resident_id_front",
            shape: CardShape::ID_1,
            like: None,
            other_side: Some(DocumentKind::ResidentIdBack),
            step: Some(Step::IdFront),
            fields: &[
                FieldKey::Name,
                FieldKey::Sex,
                FieldKey::Ethnicity,
                FieldKey::BirthDate,
                FieldKey::Address,
                FieldKey::IdNumber,
            ],
            print: Print {
                titles: &[],
                entries: &[NAME, SEX, ETHNICITY, BIRTH, ADDRESS, NUMBER],
                allowed: &[
                    Rect::new(4.5, 5.0, 50.0, 12.8),
                    Rect::new(4.5, 12.0, 50.0, 17.8),
                    Rect::new(4.5, 18.0, 50.0, 24.0),
                    Rect::new(14.0, 30.0, 52.0, 44.0),
                    Rect::new(4.5, 24.5, 52.0, 30.0),
                    Rect::new(4.5, 42.5, 79.5, 49.5),
                ],
                picture: Some((PictureKind::Portrait, Rect::new(54.0, 6.8, 76.4, 36.8))),
            },
            evidence: front::evidence,
            anchors: front::anchors,
            parse: front::parse,
            latin: false,
            checks: &[data::number, data::place, data::age],
        }
        /// Resident identity card, emblem side (国徽面).
        ResidentIdBack {
            name: "resident_id_back",
            shape: CardShape::ID_1,
            like: None,
            other_side: Some(DocumentKind::ResidentIdFront),
            step: Some(Step::IdBack),
            fields: &[FieldKey::IssuingAuthority, FieldKey::ValidFrom, FieldKey::ValidUntil],
            print: Print {
                titles: &[TITLE_STATE, TITLE_CARD],
                entries: &[AUTHORITY, VALIDITY],
                allowed: &[
                    Rect::new(25.5, 5.0, 79.5, 26.0),
                    Rect::new(14.0, 37.5, 74.0, 44.5),
                    Rect::new(14.0, 43.5, 74.0, 51.5),
                ],
                picture: Some((PictureKind::Emblem, Rect::new(5.6, 5.2, 22.0, 22.3))),
            },
            evidence: back::evidence,
            anchors: back::anchors,
            parse: back::parse,
            latin: false,
            checks: &[data::term],
        }
        /// Residence permit of people from Hong Kong, Macao and Taiwan (港澳台居民居住证), portrait side.
        ResidencePermitFront {
            name: "residence_permit_front",
            shape: CardShape::ID_1,
            like: Some(DocumentKind::ResidentIdFront),
            other_side: Some(DocumentKind::ResidencePermitBack),
            step: None,
            fields: &[
                FieldKey::Name,
                FieldKey::Sex,
                FieldKey::BirthDate,
                FieldKey::Address,
                FieldKey::IdNumber,
            ],
            print: Print {
                titles: &[],
                entries: &[NAME, SEX, BIRTH, ADDRESS, NUMBER],
                allowed: &[
                    Rect::new(4.5, 5.0, 50.0, 12.8),
                    Rect::new(4.5, 12.0, 50.0, 17.8),
                    Rect::new(4.5, 18.0, 50.0, 24.0),
                    Rect::new(14.0, 30.0, 52.0, 44.0),
                    Rect::new(4.5, 24.5, 52.0, 30.0),
                    Rect::new(4.5, 42.5, 79.5, 49.5),
                ],
                picture: Some((PictureKind::Portrait, Rect::new(54.0, 6.8, 76.4, 36.8))),
            },
            evidence: named::permit,
            anchors: front::anchors,
            parse: permit::front,
            latin: false,
            checks: &[data::permit_number, data::place, data::age],
        }
        /// The same, emblem side.
        ResidencePermitBack {
            name: "residence_permit_back",
            shape: CardShape::ID_1,
            like: Some(DocumentKind::ResidentIdBack),
            other_side: Some(DocumentKind::ResidencePermitFront),
            step: None,
            fields: &[
                FieldKey::IssuingAuthority,
                FieldKey::ValidFrom,
                FieldKey::ValidUntil,
                FieldKey::PassNumber,
                FieldKey::IssueCount,
            ],
            print: Print {
                titles: &[TITLE_STATE, TITLE_PERMIT],
                entries: &[AUTHORITY, VALIDITY, PASS, ISSUE_COUNT],
                allowed: &[
                    Rect::new(24.0, 5.0, 81.0, 26.0),
                    Rect::new(14.0, 31.5, 80.0, 38.0),
                    Rect::new(14.0, 37.5, 74.0, 44.5),
                    Rect::new(14.0, 43.5, 74.0, 51.5),
                ],
                picture: Some((PictureKind::Emblem, Rect::new(5.6, 5.2, 22.0, 22.3))),
            },
            evidence: by_words,
            anchors: back::anchors,
            parse: permit::back,
            latin: false,
            checks: &[data::term],
        }
        /// Passport, its page of data.
        Passport {
            name: "passport",
            shape: CardShape::ID_3,
            like: None,
            other_side: None,
            step: None,
            fields: &[
                FieldKey::Surname,
                FieldKey::Name,
                FieldKey::DocumentNumber,
                FieldKey::Nationality,
                FieldKey::BirthDate,
                FieldKey::Sex,
                FieldKey::ExpiresOn,
            ],
            print: Print {
                titles: &[],
                entries: &[
                    Entry::zone(5.2, 116.6, 73.0, name_line).holds(&[FieldKey::Surname, FieldKey::Name]),
                    Entry::zone(5.2, 116.6, 79.6, data_line).holds(&[
                        FieldKey::DocumentNumber,
                        FieldKey::Nationality,
                        FieldKey::BirthDate,
                        FieldKey::Sex,
                        FieldKey::ExpiresOn,
                    ]),
                ],
                allowed: &[
                    Rect::new(1.0, 1.0, 124.0, 15.5),
                    Rect::new(36.0, 1.0, 124.0, 70.0),
                    Rect::new(1.0, 62.0, 124.0, 86.5),
                ],
                picture: Some((PictureKind::Portrait, Rect::new(5.0, 17.0, 36.0, 58.0))),
            },
            evidence: travel::passport_evidence,
            anchors: travel::passport_anchors,
            parse: travel::passport,
            latin: true,
            checks: &[zone::check_digits, zone::print, zone::expiry, data::age],
        }
        /// Mainland travel permit of people from Hong Kong, Macao and Taiwan (回乡证, 台胞证), the side with the zone.
        MainlandTravelPermit {
            name: "mainland_travel_permit",
            shape: CardShape::ID_1,
            like: None,
            other_side: None,
            step: None,
            fields: &[
                FieldKey::DocumentNumber,
                FieldKey::BirthDate,
                FieldKey::Sex,
                FieldKey::ExpiresOn,
                FieldKey::Nationality,
                FieldKey::Surname,
                FieldKey::Name,
            ],
            print: Print {
                titles: &[],
                entries: &[
                    Entry::zone(4.6, 80.8, 36.0, card_number_line).holds(&[FieldKey::DocumentNumber]),
                    Entry::zone(4.6, 80.8, 42.3, card_date_line).holds(&[
                        FieldKey::BirthDate,
                        FieldKey::Sex,
                        FieldKey::ExpiresOn,
                        FieldKey::Nationality,
                    ]),
                    Entry::zone(4.6, 80.8, 48.6, card_name_line).holds(&[FieldKey::Surname, FieldKey::Name]),
                ],
// Print above the zone speaks against it, or any page would fit: half a title's worth is forgiven.
                allowed: &[Rect::new(1.0, 32.0, 84.6, 52.6)],
                picture: None,
            },
            evidence: travel::permit_evidence,
            anchors: travel::permit_anchors,
            parse: travel::permit,
            latin: true,
            checks: &[zone::check_digits, zone::print, zone::expiry, data::age],
        }
    }
    papers {
        /// Foreigner's permanent residence card (外国人永久居留身份证), portrait side: read by its labels.
        ForeignPermanentResidentFront = "foreign_permanent_resident_front" {
            fields: &[
                FieldKey::Name,
                FieldKey::Sex,
                FieldKey::BirthDate,
                FieldKey::Nationality,
                FieldKey::IdNumber,
                FieldKey::ValidFrom,
                FieldKey::ValidUntil,
            ],
            parse: paper::foreign,
            latin: true,
            checks: &[foreign::number, foreign::expiry, data::age],
        }
        /// Business licence (营业执照), also of individual businesses.
        BusinessLicence = "business_licence" {
            step: Some(Step::BusinessLicence),
            fields: &[
                FieldKey::Name,
                FieldKey::CreditCode,
                FieldKey::Type,
                FieldKey::LegalRepresentative,
                FieldKey::Address,
            ],
            parse: paper::licence,
            checks: &[unit::code, unit::qr, unit::term],
        }
        /// Certificate of another unit (法人证书, 登记证书, 统一社会信用代码证书).
        UnitCertificate = "unit_certificate" {
            fields: &[
                FieldKey::Title,
                FieldKey::Name,
                FieldKey::CreditCode,
                FieldKey::LegalRepresentative,
                FieldKey::Address,
            ],
            parse: paper::certificate,
            checks: &[unit::code, unit::qr, unit::term],
        }
        /// 责任告知书 or 承诺书, signed.
        SignedLetter = "signed_letter" {
            fields: &[FieldKey::Title],
            parse: paper::letter,
        }
    }
    named {
        /// Temporary resident identity card (临时居民身份证).
        TemporaryId = "temporary_id", named::temporary;
        /// Resident identity card of the first generation, out of use since 2013.
        FirstGenerationId = "first_generation_id", named::first_generation;
        /// Driving licence (驾驶证).
        DrivingLicence = "driving_licence", by_words;
        /// Vehicle licence (行驶证).
        VehicleLicence = "vehicle_licence", by_words;
    }
}

/// What carries nothing that could be weighed: its words tell it.
fn by_words(_: &[TextLine]) -> f32 {
    0.0
}

/// A kind of which nothing is read, and which `evidence` or its words tell.
const fn named(kind: DocumentKind, name: &'static str, evidence: fn(&[TextLine]) -> f32) -> Row {
    Row {
        kind,
        name,
        shape: CardShape::ID_1,
        like: None,
        other_side: None,
        step: None,
        fields: &[],
        print: Print::NONE,
        evidence,
        anchors: |_| Vec::new(),
        parse: |_| Vec::new(),
        latin: false,
        checks: &[],
    }
}

/// Nothing recognised: nothing is asked of it and nothing is found in it.
const UNKNOWN: Row = named(DocumentKind::Unknown, "unknown", by_words);

// The resident card. No standard with field positions is public. The figures come from a public template of the card (photo
// of 500 × 670 px at 1500, 690; texts at 630, 690 and so on), brought to scale by the photo, which is 22.4 mm wide on the
// card: 0.0448 mm a pixel, origin at 295, 539. Prints differ by a millimetre or two, and templates differ too: the rows are
// spread here by 4 % more, half way to where tighter templates have them.

/// 姓名: two characters of 3.4 mm to three, long names to the portrait's half way.
pub(crate) const NAME: Entry =
    Entry::new("姓名", [6.2, 12.6], [15.0, 22.0, 24.0, 26.0], 8.9).holds(&[FieldKey::Name]).tall(2.8);
/// 性别
pub(crate) const SEX: Entry =
    Entry::new("性别", [6.2, 12.6], [15.0, 17.8, 17.8, 18.8], 15.6).holds(&[FieldKey::Sex]).tells(0.7, 0.3);
/// 民族
pub(crate) const ETHNICITY: Entry =
    Entry::new("民族", [24.0, 30.4], [32.9, 35.5, 36.0, 40.0], 15.6).holds(&[FieldKey::Ethnicity]).tells(0.7, 0.3);
/// 出生
pub(crate) const BIRTH: Entry =
    Entry::new("出生", [6.2, 12.6], [15.0, 44.0, 45.0, 45.0], 22.1).holds(&[FieldKey::BirthDate]).tells(0.7, 1.8);
/// 住址
pub(crate) const ADDRESS: Entry = Entry::new("住址", [6.2, 12.6], [15.0, 44.0, 47.5, 49.5], 28.7)
    .holds(&[FieldKey::Address])
    .tells(0.7, 1.8)
    .lines(3, 30.0, 0.4);
/// Address lines at most.
pub(crate) const ADDRESS_LINES: usize = 4;
/// 公民身份号码
pub(crate) const NUMBER: Entry = Entry::new("公民身份号码", [6.2, 25.5], [29.3, 75.5, 76.0, 76.0], 46.0)
    .holds(&[FieldKey::IdNumber])
    .tells(1.6, 4.0)
    .tall(2.8)
    .length(18);

// The emblem side after the public layout, which real cards agree with: 居民身份证 from 26.2 to 78.8 mm, 中华人民共和国 from
// 30.0 to 75.3. Some printers and drawings set either narrower about the same middle. Rows lie half way between that layout
// (titles at 9.2 and 18.6 mm, values at 40.2 and 46.5) and closer drawings (titles at 11.3 and 21.0, values at 41.8 and 47.9).

/// 中华人民共和国, first line of the title of the emblem side.
pub(crate) const TITLE_STATE: Title =
    Title {
        text: "中华人民共和国", place: Rect::new(30.0, 7.8, 75.3, 12.6), narrowest: 42.0, weight: 2.0, least: 5
    };
/// 居民身份证, second line of the title.
pub(crate) const TITLE_CARD: Title =
    Title { text: "居民身份证", place: Rect::new(26.2, 16.5, 78.8, 23.0), narrowest: 43.0, weight: 2.0, least: 4 };
/// 签发机关
pub(crate) const AUTHORITY: Entry = Entry::new("签发机关", [20.2, 31.7], [34.6, 52.0, 58.0, 62.0], 41.0)
    .holds(&[FieldKey::IssuingAuthority])
    .tells(1.2, 1.3);
/// 有效期限
pub(crate) const VALIDITY: Entry = Entry::new("有效期限", [20.2, 31.7], [34.6, 62.0, 64.0, 64.0], 47.2)
    .holds(&[FieldKey::ValidFrom, FieldKey::ValidUntil])
    .tells(1.2, 1.7);

// The emblem side of a residence permit: no standard with positions is public, so that authority and validity are wanted where
// the resident card has them and the pass in the row above. Its parser goes by the labels.

/// 港澳居民居住证, second line of the title; 台湾居民居住证 stands in the same place.
pub(crate) const TITLE_PERMIT: Title =
    Title {
        text: "港澳居民居住证", place: Rect::new(25.0, 16.5, 80.0, 23.0), narrowest: 43.0, weight: 2.0, least: 5
    };
/// 通行证号码
pub(crate) const PASS: Entry = Entry::new("通行证号码", [20.2, 34.4], [36.0, 52.0, 54.0, 55.0], 34.8)
    .holds(&[FieldKey::PassNumber])
    .tells(0.6, 0.6);
/// 签发次数
pub(crate) const ISSUE_COUNT: Entry =
    Entry::new("签发次数", [57.0, 68.5], [70.5, 73.5, 74.0, 76.0], 34.8).holds(&[FieldKey::IssueCount]).tells(0.4, 0.2);

// A machine-readable zone fills the lowest 23.2 mm of the page; printers and drawings put its lines a millimetre or two higher
// or lower and set them slightly closer than 2.54 mm a character, so that half way between is wanted here.

fn chars(line: &[(char, f32)]) -> impl Iterator<Item = char> + Clone {
    line.iter().map(|(ch, _)| *ch)
}

/// A passport's line with the name: it begins with P.
fn name_line(line: &[(char, f32)]) -> bool {
    mrz::is_line(Format::Td3, chars(line)) && line.first().is_some_and(|(ch, _)| matches!(ch, 'P' | 'p'))
}

/// A passport's line with the number and the dates.
fn data_line(line: &[(char, f32)]) -> bool {
    mrz::is_line(Format::Td3, chars(line)) && digits(line) >= DATA_DIGITS
}

/// A card's line with the number: letters, then digits.
fn card_number_line(line: &[(char, f32)]) -> bool {
    is_card_line(line) && !begins_with_digit(line) && digits(line) >= NUMBER_DIGITS
}

/// A card's line with the dates, which alone begins with one.
fn card_date_line(line: &[(char, f32)]) -> bool {
    is_card_line(line) && begins_with_digit(line) && digits(line) >= DATA_DIGITS
}

/// A card's line with the name, which has no digits.
fn card_name_line(line: &[(char, f32)]) -> bool {
    is_card_line(line) && !begins_with_digit(line) && digits(line) <= 1
}

fn is_card_line(line: &[(char, f32)]) -> bool {
    mrz::is_line(Format::Td1, chars(line))
}

fn begins_with_digit(line: &[(char, f32)]) -> bool {
    line.first().is_some_and(|(ch, _)| ch.is_ascii_digit())
}

fn digits(line: &[(char, f32)]) -> usize {
    chars(line).filter(char::is_ascii_digit).count()
}

/// Digits in a card's line with the number at least: Taiwan's permits have eight and the check digit.
const NUMBER_DIGITS: usize = 6;
/// Digits in a passport's second line at least: two dates and the check digits, of which some may be misread.
const DATA_DIGITS: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_files_hold() {
        for row in ROWS {
            assert_eq!(serde_json::to_string(&row.kind).unwrap(), format!("\"{}\"", row.name));
        }
        assert_eq!(DocumentKind::Unknown.as_str(), "unknown");
    }

    #[test]
    fn sides_know_each_other_and_lie_on_one_card() {
        for row in ROWS {
            if let Some(other) = row.other_side {
                assert_eq!(other.other_side(), Some(row.kind));
                assert_eq!(other.shape(), row.shape);
            }
        }
    }

    #[test]
    fn one_step_has_one_kind_that_is_its_own() {
        let mut steps: Vec<Step> = ROWS.iter().filter_map(|row| row.step).collect();
        steps.sort();
        let count = steps.len();
        steps.dedup();
        assert_eq!(steps.len(), count);
    }
}
