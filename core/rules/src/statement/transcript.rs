//! What was said, word for word, against the text.
//!
//! Recognisers confuse characters that sound alike, so sounds are compared: the syllables of Hanyu Pinyin without tones.
//! Digits and letters are written in many ways; whatever is said where they stand is taken for them.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;
use serde::{Deserialize, Serialize};

use super::reading::Reading;

/// A piece of what a recogniser heard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// When, ms.
    pub at_ms: u64,
    /// A character, or a part of a word in letters.
    pub text: String,
}

/// How what was said agrees with the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TextMatch {
    /// Share of the text's Han characters that were said in their place, 0 to 1.
    pub matched: f64,
    /// Han characters of the text.
    pub characters: usize,
    /// Stretches left out or replaced, as indices of characters of the text, from and to, in order.
    pub missing: Vec<[usize; 2]>,
    /// Han characters that were not said in each of them.
    pub lost: Vec<usize>,
}

impl TextMatch {
    /// The stretch that lost most, and how much.
    pub fn longest(&self) -> Option<([usize; 2], usize)> {
        self.missing.iter().copied().zip(self.lost.iter().copied()).max_by_key(|(_, lost)| *lost)
    }
}

/// Most pieces compared to each character of the text: who repeats it all that often has not read it.
const MOST_A_CHARACTER: usize = 4;
/// Most characters of a text: the table of steps has a byte for each pair with a piece.
const MOST_CHARACTERS: usize = 4_000;
/// Characters said between two stretches that are left out, below which these are one: chance matches a few.
const LEAST_BETWEEN: usize = 3;

/// A place of the text.
enum Place {
    /// A Han character, and the syllables it may be read as.
    Han(usize, BTreeSet<&'static str>),
    /// Something that is written in other ways than it is said.
    Open,
}

/// Steps back through the table.
#[derive(Clone, Copy, PartialEq)]
#[repr(u8)]
enum EditStep {
    Start,
    Same,
    Other,
    LeftOut,
    Added,
}

/// Puts `spoken` beside the text of `reading`; `None` when the text has no Han character to compare, or is too long.
pub fn compare(reading: &Reading, spoken: &[Spoken]) -> Option<TextMatch> {
    let text = reading.text();
    let mut places = Vec::new();
    for unit in reading.units() {
        match text.get(unit.start) {
            Some(c) if unit.end == unit.start + 1 && !syllables(*c).is_empty() => {
                places.push(Place::Han(unit.start, syllables(*c)));
            }
            _ if matches!(places.last(), Some(Place::Open)) => {}
            _ => places.push(Place::Open),
        }
    }
    let characters = places.iter().filter(|p| matches!(p, Place::Han(..))).count();
    if characters == 0 || places.len() > MOST_CHARACTERS {
        return None;
    }
    let said: Vec<BTreeSet<&'static str>> = spoken
        .iter()
        .flat_map(|s| s.text.chars())
        .filter(|c| c.is_alphanumeric())
        .take(places.len() * MOST_A_CHARACTER)
        .map(syllables)
        .collect();
    let same = matched(&places, &said);
    let (mut missing, mut lost): (Vec<[usize; 2]>, Vec<usize>) = Default::default();
    let mut between = usize::MAX;
    for (place, same) in places.iter().zip(&same) {
        let Place::Han(at, _) = place else { continue };
        if *same {
            between = between.saturating_add(1);
            continue;
        }
        match (missing.last_mut(), lost.last_mut()) {
            (Some([_, to]), Some(count)) if between < LEAST_BETWEEN => (*to, *count) = (at + 1, *count + 1),
            _ => {
                missing.push([*at, at + 1]);
                lost.push(1);
            }
        }
        between = 0;
    }
    let count = places.iter().zip(&same).filter(|(p, same)| **same && matches!(p, Place::Han(..))).count();
    Some(TextMatch { matched: count as f64 / characters as f64, characters, missing, lost })
}

/// The syllables that `c` may be read as, without tones.
fn syllables(c: char) -> BTreeSet<&'static str> {
    c.to_pinyin_multi().into_iter().flatten().map(|p| p.plain()).collect()
}

/// Which of `places` were said, in the alignment with the fewest differences.
fn matched(places: &[Place], said: &[BTreeSet<&'static str>]) -> Vec<bool> {
    let width = said.len() + 1;
    let mut steps = vec![EditStep::Start; (places.len() + 1) * width];
    let mut set = |row: usize, column: usize, step: EditStep| {
        if let Some(slot) = steps.get_mut(row * width + column) {
            *slot = step;
        }
    };
    let mut above: Vec<u32> = (0..width as u32).collect();
    (1..width).for_each(|column| set(0, column, EditStep::Added));
    for (row, place) in places.iter().enumerate() {
        let row = row + 1;
        let (skip, extra) = match place {
            Place::Han(..) => (1, 1),
            Place::Open => (0, 0),
        };
        let mut here = Vec::with_capacity(width);
        here.push(above.first().copied().unwrap_or(0) + skip);
        set(row, 0, EditStep::LeftOut);
        for (column, word) in said.iter().enumerate() {
            let diagonal = above.get(column).copied().unwrap_or(0);
            let (cost, step) = match place {
                Place::Han(_, syllables) if syllables.intersection(word).next().is_some() => (diagonal, EditStep::Same),
                Place::Han(..) => (diagonal + 1, EditStep::Other),
                Place::Open => (diagonal, EditStep::Same),
            };
            let left_out = above.get(column + 1).copied().unwrap_or(0) + skip;
            let added = here.last().copied().unwrap_or(0) + extra;
            let best = [(cost, step), (left_out, EditStep::LeftOut), (added, EditStep::Added)];
            let (cost, step) = best.into_iter().min_by_key(|(cost, _)| *cost).unwrap_or((cost, step));
            here.push(cost);
            set(row, column + 1, step);
        }
        above = here;
    }
    let mut same = vec![false; places.len()];
    let (mut row, mut column) = (places.len(), said.len());
    while row > 0 || column > 0 {
        let step = steps.get(row * width + column).copied().unwrap_or(EditStep::Start);
        match step {
            EditStep::Added if column > 0 => column -= 1,
            EditStep::LeftOut if row > 0 => row -= 1,
            EditStep::Same | EditStep::Other if row > 0 && column > 0 => {
                (row, column) = (row - 1, column - 1);
                if let Some(slot) = same.get_mut(row) {
                    *slot = step == EditStep::Same;
                }
            }
            _ => break,
        }
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<Spoken> {
        text.chars().enumerate().map(|(i, c)| Spoken { at_ms: i as u64 * 250, text: c.to_string() }).collect()
    }

    fn of(text: &str, heard: &str) -> TextMatch {
        compare(&Reading::of(text), &said(heard)).unwrap()
    }

    const TEXT: &str = "本人承诺所提交的备案信息真实有效，如有虚假愿意承担责任。";

    #[test]
    fn who_reads_all_has_said_all_and_homophones_count() {
        assert_eq!(of(TEXT, "本人承诺所提交的备案信息真实有效如有虚假愿意承担责任").matched, 1.0);
        // 成诺, 辛息: heard otherwise, said right.
        let heard = of(TEXT, "本人成诺所提交的备案辛息真实有效如有虚假愿意承担责任");
        assert_eq!((heard.matched, heard.missing.len()), (1.0, 0));
    }

    #[test]
    fn a_sentence_left_out_is_named_where_it_stands() {
        let heard = of(TEXT, "本人承诺所提交的备案信息真实有效");
        assert_eq!(heard.longest(), Some(([17, 27], 10)));
        let heard = of(TEXT, "本人承诺所如有虚假愿意承担责任");
        assert_eq!(heard.longest(), Some(([5, 16], 11)));
        assert!((heard.matched - 15.0 / 26.0).abs() < 1e-9);
    }

    #[test]
    fn another_text_of_the_same_length_matches_little() {
        let heard = of(TEXT, "今天天气很好我们一起去公园散步看花晚上回家吃饭喝茶");
        assert!(heard.matched < 0.3, "{heard:?}");
    }

    #[test]
    fn numbers_and_letters_may_be_said_in_any_way() {
        for heard in ["域名是一二点西恩二零二六年", "域名是12cn二六年", "域名是年"] {
            assert_eq!(of("域名是12.cn，2026年。", heard).matched, 1.0, "{heard}");
        }
    }

    #[test]
    fn nothing_said_matches_nothing_and_no_text_is_no_question() {
        let none = of(TEXT, "");
        assert_eq!((none.matched, none.missing.len()), (0.0, 1));
        assert_eq!(compare(&Reading::of("2026"), &said("本")), None);
        assert_eq!(compare(&Reading::of(""), &[]), None);
        // Remarks before, between and behind do no harm.
        assert_eq!(of("本人承诺。", "嗯本人那个承诺完了").matched, 1.0);
    }
}
