//! Invented holders. None of them belongs to a person: everything is drawn from lists by a seed.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Paper;
use crate::identity;
use crate::people;
use crate::regions::REGIONS;
use crate::rng::Rng;

/// What a document says.
#[derive(Clone, Debug)]
pub struct Holder {
    /// First two characters of the zone.
    pub code: String,
    /// Who issued it.
    pub issuer: String,
    /// Surname in Latin letters.
    pub surname: String,
    /// Given names in Latin letters.
    pub given: String,
    /// Name in Chinese characters.
    pub name_zh: String,
    /// The document's number, or a residence permit's.
    pub number: String,
    /// Nationality.
    pub nationality: String,
    /// Birth.
    pub birth: Date,
    /// M or F.
    pub sex: char,
    /// First day of validity.
    pub from: Date,
    /// Last day of validity.
    pub until: Date,
    /// What the issuer adds in the zone.
    pub optional: String,
    /// Address of a residence permit.
    pub address: String,
    /// Authority of a residence permit.
    pub authority: String,
    /// The pass that a residence permit was given for.
    pub pass: String,
    /// How often it was issued.
    pub count: String,
}

const SURNAMES: &[&str] = &[
    "WANG",
    "LI",
    "ZHANG",
    "LIU",
    "CHAN",
    "WONG",
    "LEUNG",
    "OUYANG",
    "SMITH",
    "OCONNOR",
    "VAN DER MUELLEN",
    "GARCIA LOPEZ",
    "NGUYEN",
    "SATO",
    "KIM",
    "MUELLER",
    "ZHUANG",
    "QIU",
    "BOBROV",
    "HALL",
];
const GIVEN: &[&str] = &[
    "XIAOMING",
    "TAI MAN",
    "WEI",
    "ANNA MARIA",
    "JOHN",
    "WILLIAM",
    "SIU LING",
    "HIROSHI",
    "OLGA",
    "ZOE",
    "LLOYD",
    "MEI LI",
    "YUQI",
    "BOB",
    "DAVID JOSEPH",
    "SAOIRSE",
];
const FOREIGN: &[&str] = &["USA", "GBR", "FRA", "JPN", "KOR", "CAN", "AUS", "SGP", "DEU", "RUS"];

fn digits(rng: &mut Rng, n: usize) -> String {
    (0..n).map(|_| char::from(b'0' + rng.index(10) as u8)).collect()
}

impl Holder {
    /// Somebody of 16 to 75 whose `paper` is valid on `today` for more than half a year.
    pub fn new(rng: &mut Rng, today: Date, paper: Paper) -> Self {
        let birth = today - rng.int(17 * 366, 75 * 365).days();
        let birth = if birth.month() == 2 && birth.day() == 29 { birth - 1.day() } else { birth };
        let term = if rng.chance(0.3) || paper.kind().starts_with("residence") { 5 } else { 10 };
        // Given on a day long enough ago, and not too long.
        let from = today - rng.int(20, term * 365 - 240).days();
        let from = if from.month() == 2 && from.day() == 29 { from - 1.day() } else { from };
        let until = from.saturating_add(jiff::Span::new().years(term));
        let sex = if rng.chance(0.5) { 'M' } else { 'F' };
        let region = &REGIONS[rng.index(REGIONS.len())];
        let home = [("810000", "H"), ("820000", "M"), ("830000", "")][rng.index(3)];
        let sequence = rng.int(0, 499) * 2 + i64::from(sex == 'M');
        let (code, issuer, nationality, number, optional) = match paper {
            Paper::Passport if rng.chance(0.5) => {
                let letter = char::from(b'A' + rng.index(8) as u8);
                let number = if rng.chance(0.5) {
                    format!("E{}", digits(rng, 8))
                } else {
                    format!("E{letter}{}", digits(rng, 7))
                };
                let optional = if rng.chance(0.5) { String::new() } else { format!("M{}", digits(rng, 12)) };
                ("PO", "CHN".to_owned(), "CHN".to_owned(), number, optional)
            }
            Paper::Passport => {
                let state = rng.pick(FOREIGN).to_owned();
                let letters: String = (0..2).map(|_| char::from(b'A' + rng.index(26) as u8)).collect();
                let n = rng.int(6, 7) as usize;
                ("P<", state.clone(), state, format!("{letters}{}", digits(rng, n)), String::new())
            }
            Paper::TravelPermit if rng.chance(0.6) => {
                let letter = if rng.chance(0.7) { 'H' } else { 'M' };
                ("CR", "CHN".to_owned(), "CHN".to_owned(), format!("{letter}{}", digits(rng, 8)), String::new())
            }
            Paper::TravelPermit => ("CT", "CHN".to_owned(), "CHN".to_owned(), digits(rng, 8), String::new()),
            Paper::ForeignCard => {
                let state = rng.pick(FOREIGN).to_owned();
                // The card of 2017 has letters of the country, that of 2023 a 9 and a check character.
                let number = if rng.chance(0.5) {
                    format!("{state}{}", digits(rng, 12))
                } else {
                    let first = format!("9{}{}{:03}", digits(rng, 5), birth.strftime("%Y%m%d"), sequence);
                    format!("{first}{}", identity::check_character(&first))
                };
                ("", String::new(), state, number, String::new())
            }
            _ => {
                let number = identity::number(home.0.parse().unwrap_or(0), birth, sequence);
                ("", String::new(), String::new(), number, String::new())
            }
        };
        Self {
            code: code.to_owned(),
            issuer,
            surname: rng.pick(SURNAMES).to_owned(),
            given: rng.pick(GIVEN).to_owned(),
            name_zh: people::name(rng, "汉"),
            number,
            nationality,
            birth,
            sex,
            from,
            until,
            optional,
            address: people::address(rng, region),
            authority: people::authority(region),
            pass: format!("{}{}", home.1, digits(rng, 8)),
            count: format!("{:02}", rng.int(1, 9)),
        }
    }

    /// 男 or 女.
    #[must_use]
    pub fn sex_zh(&self) -> &'static str {
        if self.sex == 'M' { "男" } else { "女" }
    }
}
