//! Words that people write over a copy of their card, and that stand in no address.

use super::{TextLine, tell_kind};

/// Of "仅供…使用", "再次复印无效" and their like: what says for whom, for what, and that it serves for nothing else.
const WORDS: [&str; 12] = [
    "仅供",
    "仅用",
    "仅限",
    "只供",
    "专用",
    "备案使用",
    "备案用",
    "办理备案",
    "再次复印",
    "复印无效",
    "他用无效",
    "复印件",
];

/// Whether `text` holds words of a watermark, or the day that it was written on.
pub(super) fn is_in(text: &str) -> bool {
    WORDS.iter().any(|word| text.contains(word)) || has_day(text)
}

/// Whether words of a watermark stand anywhere on the card.
pub(super) fn is_on(lines: &[TextLine]) -> bool {
    tell_kind::texts(lines).iter().any(|text| WORDS.iter().any(|word| text.contains(word)))
}

/// Whether a year of four digits and a month stand in it, as `2026年11月`.
fn has_day(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(6).any(|six| {
        let (year, rest) = six.split_at(4);
        year.iter().all(char::is_ascii_digit) && matches!(rest, ['年', month] if month.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_watermark_are_told_from_an_address() {
        for marked in
            ["广东省深圳市南山区科技园南区18栋2026年11月", "仅供办理备案使用建国路88号", "中山路5号再次复印无效"]
        {
            assert!(is_in(marked), "{marked}");
        }
        for address in
            ["北京市朝阳区建国路88号3号楼2单元501室", "陕西省西安市1997年村2组", "上海市专员路3号", "四川省仅村12号"]
        {
            assert!(!is_in(address), "{address}");
        }
    }
}
