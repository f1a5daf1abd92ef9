//! Numbers as Mandarin says them, to count their syllables. Only the count leaves this file.

/// Syllables of `digits` said one by one: each digit of Mandarin is one.
pub(super) fn by_digit(digits: &str) -> u32 {
    digits.chars().count() as u32
}

/// Syllables of the whole number `digits` (ASCII digits) said as a quantity: 24 is 二十四, 1050 is 一千零五十.
///
/// `None` beyond 16 digits: nobody reads those as a quantity.
pub(super) fn as_quantity(digits: &str) -> Option<u32> {
    let value: u64 = digits.parse().ok().filter(|_| digits.len() <= 16)?;
    if value == 0 {
        return Some(1);
    }
    // Groups of four digits: 万, 亿, 万亿.
    let mut groups = Vec::new();
    let mut rest = value;
    while rest > 0 {
        groups.push((rest % 10_000) as u32);
        rest /= 10_000;
    }
    let highest = groups.len() - 1;
    let mut syllables = 0;
    let mut gap = false;
    for (place, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            gap = place < highest;
            continue;
        }
        // 一万零五: a group that is not full, after another, is led by 零.
        if place < highest && (gap || *group < 1000) {
            syllables += 1;
        }
        gap = false;
        syllables += of_group(*group, place == highest) + place.min(1) as u32 + u32::from(place == 3);
    }
    Some(syllables)
}

/// Syllables of 1 to 9999 without its unit; a leading 10 to 19 drops 一.
fn of_group(group: u32, leads: bool) -> u32 {
    let digits = [group / 1000, group / 100 % 10, group / 10 % 10, group % 10];
    let mut syllables = 0;
    let (mut begun, mut zero) = (false, false);
    for (place, digit) in digits.iter().enumerate() {
        if *digit == 0 {
            zero = begun;
            continue;
        }
        // 零 between, then the digit, then 千, 百 or 十.
        syllables += u32::from(zero) + 1 + u32::from(place < 3);
        zero = false;
        begun = true;
    }
    if leads && (10..20).contains(&group) { syllables - 1 } else { syllables }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_the_syllables_of_their_reading() {
        let cases = [
            ("0", 1),         // 零
            ("7", 1),         // 七
            ("10", 1),        // 十
            ("11", 2),        // 十一
            ("20", 2),        // 二十
            ("24", 3),        // 二十四
            ("100", 2),       // 一百
            ("101", 4),       // 一百零一
            ("110", 4),       // 一百一十
            ("115", 5),       // 一百一十五
            ("1050", 5),      // 一千零五十
            ("2005", 4),      // 二千零五
            ("10000", 2),     // 一万
            ("10005", 4),     // 一万零五
            ("12345", 9),     // 一万二千三百四十五
            ("100000", 2),    // 十万
            ("1000000", 3),   // 一百万
            ("300000000", 2), // 三亿
            ("100005000", 5), // 一亿零五千
            ("0012", 2),      // 十二
        ];
        for (digits, syllables) in cases {
            assert_eq!(as_quantity(digits), Some(syllables), "{digits}");
        }
        assert_eq!(as_quantity("12345678901234567"), None);
        assert_eq!(by_digit("2026"), 4);
    }
}
