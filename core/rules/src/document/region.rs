//! Administrative divisions (GB/T 2260) that stand in an identity number, withdrawn ones too.

use std::cmp::Ordering;

/// What GB/T 2260 says of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// It stands today.
    Known {
        /// The province, autonomous region, municipality or special region.
        province: &'static str,
    },
    /// It stood once. People keep the code they were given, so it is good in a number.
    Withdrawn {
        /// The province that it belonged to.
        province: &'static str,
    },
    /// It never stood.
    Unknown,
}

static DATA: &str = include_str!("../../data/regions.txt");
/// Bytes of a line: six digits, the mark, the line's end.
const LINE: usize = 8;

/// Looks up the six digits of `code`.
pub fn lookup(code: &str) -> Region {
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Region::Unknown;
    }
    let Some(province) = province(code) else { return Region::Unknown };
    match find(code) {
        Some(b'+') => Region::Known { province },
        Some(_) => Region::Withdrawn { province },
        None => Region::Unknown,
    }
}

/// The province of the first two digits of `code`.
pub fn province(code: &str) -> Option<&'static str> {
    let prefix = code.get(..2)?;
    PROVINCES.iter().find(|(p, _)| *p == prefix).map(|(_, name)| *name)
}

/// First two digits and names of all provinces.
pub(crate) fn provinces() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROVINCES.into_iter()
}

/// The mark of `code` in the data.
fn find(code: &str) -> Option<u8> {
    let records = records();
    let (mut low, mut high) = (0, records.len() / LINE);
    while low < high {
        let middle = low + (high - low) / 2;
        let record = records.get(middle * LINE..(middle + 1) * LINE)?;
        match record.get(..6)?.cmp(code.as_bytes()) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return record.get(6).copied(),
        }
    }
    None
}

/// The data without its head of comment lines.
fn records() -> &'static [u8] {
    let mut rest = DATA;
    while rest.starts_with('#') {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
    }
    rest.as_bytes()
}

/// First two digits (GB/T 2260); 83 stands only on residence permits of people from Taiwan.
const PROVINCES: [(&str, &str); 35] = [
    ("11", "北京市"),
    ("12", "天津市"),
    ("13", "河北省"),
    ("14", "山西省"),
    ("15", "内蒙古自治区"),
    ("21", "辽宁省"),
    ("22", "吉林省"),
    ("23", "黑龙江省"),
    ("31", "上海市"),
    ("32", "江苏省"),
    ("33", "浙江省"),
    ("34", "安徽省"),
    ("35", "福建省"),
    ("36", "江西省"),
    ("37", "山东省"),
    ("41", "河南省"),
    ("42", "湖北省"),
    ("43", "湖南省"),
    ("44", "广东省"),
    ("45", "广西壮族自治区"),
    ("46", "海南省"),
    ("50", "重庆市"),
    ("51", "四川省"),
    ("52", "贵州省"),
    ("53", "云南省"),
    ("54", "西藏自治区"),
    ("61", "陕西省"),
    ("62", "甘肃省"),
    ("63", "青海省"),
    ("64", "宁夏回族自治区"),
    ("65", "新疆维吾尔自治区"),
    ("71", "台湾省"),
    ("81", "香港特别行政区"),
    ("82", "澳门特别行政区"),
    ("83", "台湾省"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_sorted_in_lines_of_eight_bytes() {
        let records = records();
        assert_eq!(records.len() % LINE, 0);
        let lines: Vec<&[u8]> = records.chunks(LINE).collect();
        assert!(lines.len() > 7000);
        assert!(lines.windows(2).all(|pair| pair[0][..6] < pair[1][..6]));
        assert!(lines.iter().all(|l| matches!(l[6], b'+' | b'-') && l[7] == b'\n'));
    }

    #[test]
    fn every_province_has_its_own_code_and_divisions() {
        for (prefix, name) in PROVINCES {
            assert_eq!(lookup(&format!("{prefix}0000")), Region::Known { province: name });
        }
        let names: std::collections::BTreeSet<_> = PROVINCES.iter().map(|(_, name)| name).collect();
        assert_eq!(names.len(), 34);
        let records = records();
        for (prefix, _) in PROVINCES.iter().filter(|(p, _)| *p < "71") {
            let divisions = records.chunks(LINE).filter(|l| l.starts_with(prefix.as_bytes())).count();
            assert!(divisions > 15, "{prefix}: {divisions}");
        }
    }

    #[test]
    fn divisions_of_today_are_known() {
        assert_eq!(lookup("530102"), Region::Known { province: "云南省" });
        assert_eq!(lookup("110105"), Region::Known { province: "北京市" });
        assert_eq!(lookup("440305"), Region::Known { province: "广东省" });
    }

    #[test]
    fn withdrawn_divisions_are_told_from_unknown_ones() {
        // 潮阳县, 崇文区, 宣武区, and 涪陵市 from before 重庆 left 四川.
        for (code, province) in [("440524", "广东省"), ("110103", "北京市"), ("110104", "北京市"), ("512301", "四川省")]
        {
            assert_eq!(lookup(code), Region::Withdrawn { province }, "{code}");
        }
        for code in ["000000", "999999", "110199", "160101", "720000", "", "11010", "1101050", "11010X", "一一"] {
            assert_eq!(lookup(code), Region::Unknown, "{code}");
        }
    }
}
