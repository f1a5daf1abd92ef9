//! A text as its reader takes it: full-width, traditional and spaced spellings are the same word.

use std::sync::LazyLock;

/// Pairs of a traditional character and the simplified one, sorted.
static SIMPLIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/guide/simplified.txt").lines().filter(|line| !line.starts_with('#'));
    let pair = |line: &str| {
        let mut chars = line.chars();
        chars.next().zip(chars.next())
    };
    lines.filter_map(pair).collect()
});

/// The simplified form of `c`, or `c` itself.
fn simplified(c: char) -> char {
    let found = SIMPLIFIED.binary_search_by_key(&c, |pair| pair.0).ok();
    found.and_then(|at| SIMPLIFIED.get(at)).map_or(c, |pair| pair.1)
}

/// What is between U+FF01 and U+FF5E is ASCII drawn as wide as Chinese.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A text without spaces and signs, in simplified and lower-case characters, each with its place in the text as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    chars: Vec<char>,
    at: Vec<usize>,
}

impl Folded {
    /// `text`, folded.
    pub fn of(text: &str) -> Self {
        let mut folded = Self { chars: Vec::new(), at: Vec::new() };
        for (at, c) in text.chars().enumerate() {
            for lower in narrow(c).to_lowercase().filter(|c| c.is_alphanumeric()) {
                folded.chars.push(simplified(lower));
                folded.at.push(at);
            }
        }
        folded
    }

    /// Its characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Where `word` begins in it, each time.
    pub(crate) fn find(&self, word: &Self) -> Vec<usize> {
        if word.chars.is_empty() {
            return Vec::new();
        }
        let windows = self.chars.windows(word.chars.len()).enumerate();
        windows.filter(|(_, window)| *window == word.chars).map(|(at, _)| at).collect()
    }

    /// The characters of the text as written that the `count` folded ones from `from` on stand for: the first, and the one after
    /// the last.
    pub(crate) fn written(&self, from: usize, count: usize) -> Option<(usize, usize)> {
        let last = (from + count).checked_sub(1)?;
        Some((*self.at.get(from)?, self.at.get(last)? + 1))
    }
}
