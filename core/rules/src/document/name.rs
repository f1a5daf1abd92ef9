//! Which characters given names usually have.
//!
//! A character that a recogniser does not know well is read as another, and often surely: of 70 drawn names with characters
//! outside GB 2312 (`heyan-samples cards write --seed 902 --only rare_name --split held`) 39 were read wrong, 12 of them with
//! so much confidence that no limit tells them from right ones. What is read instead is mostly no character for a name.

use std::collections::HashSet;
use std::sync::LazyLock;

static DATA: &str = include_str!("../../data/name_characters.txt");
static USUAL: LazyLock<HashSet<char>> =
    LazyLock::new(|| DATA.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).collect());

/// Characters of most Chinese names at most. Longer ones are written out of other languages, with characters of their own
/// (阿苏木呷), but for the few of a double surname.
const LONGEST: usize = 3;

/// The first character of `name` behind the surname's first that given names seldom have.
pub(super) fn unusual(name: &str) -> Option<char> {
    if name.contains('·') || name.chars().count() > LONGEST {
        return None;
    }
    name.chars().skip(1).find(|c| !USUAL.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_most_people_have_them_are_usual() {
        for name in ["张伟", "欧阳娜婷", "林瑶蓁", "任垚红", "陈喆", "王犇", "吐尔逊·沙吾提", "阿苏木呷"]
        {
            assert_eq!(unusual(name), None, "{name}");
        }
        assert!(USUAL.len() > 2000 && USUAL.iter().all(|c| super::super::pick::is_han(*c)));
    }

    #[test]
    fn what_stands_in_no_name_is_told() {
        assert_eq!(unusual("段洁卒"), Some('卒'));
        assert_eq!(unusual("徐膊璐"), Some('膊'));
        assert_eq!(unusual("邵罵"), Some('罵'));
        // Of a surname there is no telling.
        assert_eq!(unusual("逄伟"), None);
    }
}
