//! Which characters names usually have.
//!
//! A character that a recogniser does not know well is read as another, and often surely: of 70 drawn names with characters
//! outside GB 2312 (`heyan-samples cards write --seed 902 --only rare_name --split held`) 39 were read wrong, 12 of them with
//! so much confidence that no limit tells them from right ones. What is read instead is mostly no character for a name.

use std::collections::HashSet;
use std::sync::LazyLock;

static DATA: &str = include_str!("../../data/name_characters.txt");
static SURNAMES: &str = include_str!("../../data/surnames.txt");
static USUAL: LazyLock<HashSet<char>> = LazyLock::new(|| listed(DATA).flat_map(str::chars).collect());
static FIRST: LazyLock<HashSet<char>> =
    LazyLock::new(|| listed(SURNAMES).filter_map(|line| line.chars().next()).chain(USUAL.iter().copied()).collect());

/// Characters of most Chinese names at most. Longer ones are written out of other languages, with characters of their own
/// (阿苏木呷), but for the few of a double surname.
const LONGEST: usize = 3;

fn listed(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// The place of the first character of `name` that names seldom have, counted from 0: as a surname at its head, as a given
/// name behind it. Surnames are those of the mainland: only with `surnames` is the head looked at.
pub(super) fn unusual(name: &str, surnames: bool) -> Option<usize> {
    if name.contains('·') || name.chars().count() > LONGEST {
        return None;
    }
    name.chars()
        .enumerate()
        .position(|(at, ch)| if at == 0 { surnames && !FIRST.contains(&ch) } else { !USUAL.contains(&ch) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_most_people_have_them_are_usual() {
        for name in ["张伟", "欧阳娜婷", "欧阳娜", "林瑶蓁", "任垚红", "陈喆", "王犇", "吐尔逊·沙吾提", "阿苏木呷"]
        {
            assert_eq!(unusual(name, true), None, "{name}");
        }
        assert!(USUAL.len() > 2000 && USUAL.iter().all(|c| super::super::pick::is_han(*c)));
        assert!(listed(SURNAMES).count() > 390);
    }

    #[test]
    fn what_stands_in_no_name_is_told() {
        assert_eq!(unusual("段洁卒", true), Some(2));
        assert_eq!(unusual("徐膊璐", true), Some(1));
        assert_eq!(unusual("邵罵", true), Some(1));
        // Of a seldom surname there is no telling it from a misread one.
        assert_eq!(unusual("逄伟", true), Some(0));
        assert_eq!(unusual("陳伟", false), None);
    }
}
