//! Generated identities. None of them belongs to a person: everything is drawn from lists by a seed.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::people::{address, authority, name};
use crate::regions::REGIONS;
use crate::rng::Rng;

/// What a resident ID card says, both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Name, 2 to 20 characters, parts joined by `·`.
    pub name: String,
    /// 男 or 女.
    pub sex: &'static str,
    /// Without 族, except 穿青人.
    pub ethnicity: &'static str,
    /// Date of birth as printed.
    pub birth: Date,
    /// Address, one line.
    pub address: String,
    /// The eighteen characters of the number.
    pub id_number: String,
    /// Issuing authority.
    pub authority: String,
    /// First day of validity.
    pub valid_from: Date,
    /// Last day, or none for 长期.
    pub valid_until: Option<Date>,
}

/// The 56 of GB/T 3304; 汉 first.
#[rustfmt::skip]
pub const ETHNICITIES: &[&str] = &[
    "汉","蒙古","回","藏","维吾尔","苗","彝","壮","布依","朝鲜","满","侗","瑶","白","土家","哈尼","哈萨克","傣","黎","傈僳","佤","畲",
    "高山","拉祜","水","东乡","纳西","景颇","柯尔克孜","土","达斡尔","仫佬","羌","布朗","撒拉","毛南","仡佬","锡伯","阿昌","普米",
    "塔吉克","怒","乌孜别克","俄罗斯","鄂温克","德昂","保安","裕固","京","塔塔尔","独龙","鄂伦春","赫哲","门巴","珞巴","基诺",
];

/// The check character of seventeen digits (GB 11643, ISO 7064 MOD 11-2).
#[must_use]
pub fn check_character(first17: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first17.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
    "10X98765432".chars().nth((sum % 11) as usize).unwrap_or('0')
}

/// Region, birth date and sequence, closed with the right check character.
#[must_use]
pub fn number(region: u32, birth: Date, sequence: i64) -> String {
    let first = format!("{region:06}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
    let check = check_character(&first);
    format!("{first}{check}")
}

fn day_between(rng: &mut Rng, from: Date, to: Date) -> Date {
    let days = from.until(to).map_or(0, |s| s.get_days());
    let d = from + (rng.int(0, i64::from(days.max(0)))).days();
    // The 29th of February has no anniversary three years in four.
    if d.month() == 2 && d.day() == 29 { d - 1.day() } else { d }
}

/// Whole years from `birth` to `day`.
#[must_use]
pub fn age(birth: Date, day: Date) -> i32 {
    let before = (day.month(), day.day()) < (birth.month(), birth.day());
    i32::from(day.year()) - i32::from(birth.year()) - i32::from(before)
}

/// The term in years that the law gives at an age of issue; none is 长期.
#[must_use]
pub fn term(age: i32) -> Option<i64> {
    match age {
        ..16 => Some(5),
        16..26 => Some(10),
        26..46 => Some(20),
        _ => None,
    }
}

/// Validity by the law, current on `today` with more than four months left.
fn validity(rng: &mut Rng, birth: Date, today: Date) -> (Date, Option<Date>) {
    let first = date(2008, 1, 1).max(birth);
    for _ in 0..400 {
        let from = day_between(rng, first, today - 20.days());
        let at = age(birth, from);
        if at < 16 && age(birth, today) >= 16 && !rng.chance(0.05) {
            continue;
        }
        let until = term(at).map(|y| from + y.years());
        if until.is_none_or(|u| u > today + 130.days()) {
            return (from, until);
        }
    }
    (today - 1.year(), term(age(birth, today - 1.year())).map(|y| today - 1.year() + y.years()))
}

impl Identity {
    /// A consistent identity of an age within `ages` on `today`.
    pub fn new(rng: &mut Rng, today: Date, ages: (i32, i32)) -> Self {
        let ethnicity = match rng.range(0.0, 1.0) {
            x if x < 0.68 => "汉",
            x if x < 0.70 => "穿青人",
            _ => ETHNICITIES[1 + rng.index(ETHNICITIES.len() - 1)],
        };
        let region = &REGIONS[rng.index(REGIONS.len())];
        let years = rng.int(i64::from(ages.0), i64::from(ages.1));
        let birth = {
            let last = today - years.years();
            day_between(rng, last - 1.year() + 2.days(), last)
        };
        let male = rng.chance(0.5);
        let sequence = rng.int(0, 498) * 2 + i64::from(male);
        let name = name(rng, ethnicity);
        // One in eight lives elsewhere than where the number was given.
        let home = if rng.chance(0.125) { &REGIONS[rng.index(REGIONS.len())] } else { region };
        let (valid_from, valid_until) = validity(rng, birth, today);
        Self {
            name,
            sex: if male { "男" } else { "女" },
            ethnicity,
            birth,
            address: address(rng, home),
            id_number: number(region.0, birth, sequence),
            authority: authority(home),
            valid_from,
            valid_until,
        }
    }

    /// Everything printed that a value font must have.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}{}", self.name, self.address, self.authority)
    }

    /// The validity as printed on the back.
    #[must_use]
    pub fn validity_text(&self) -> String {
        let d = |d: Date| format!("{:04}.{:02}.{:02}", d.year(), d.month(), d.day());
        format!("{}-{}", d(self.valid_from), self.valid_until.map_or("长期".to_owned(), d))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_of_the_standard() {
        assert_eq!(check_character("11010519491231002"), 'X');
        assert_eq!(check_character("44052418800101001"), '4');
    }

    #[test]
    fn identities_are_consistent() {
        let today = date(2026, 11, 1);
        for seed in 0..400 {
            let id = Identity::new(&mut Rng::new(seed), today, (16, 75));
            assert_eq!(id.id_number.len(), 18);
            assert!(id.id_number.ends_with(check_character(&id.id_number[..17])), "{id:?}");
            assert_eq!(id.id_number[6..14], id.birth.strftime("%Y%m%d").to_string());
            let odd = id.id_number.as_bytes()[16] % 2 == 1;
            assert_eq!(odd, id.sex == "男");
            let years = age(id.birth, today);
            assert!((16..=75).contains(&years), "{id:?}");
            assert!((8..=45).contains(&id.address.chars().count()), "{id:?}");
            assert!((2..=20).contains(&id.name.chars().count()));
            assert_eq!(id.valid_until, term(age(id.birth, id.valid_from)).map(|y| id.valid_from + y.years()));
            assert!(id.valid_until.is_none_or(|u| u > today + 100.days()), "{id:?}");
            assert_eq!(id, Identity::new(&mut Rng::new(seed), today, (16, 75)));
        }
    }
}
