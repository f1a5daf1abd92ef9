//! How a text is read aloud in Mandarin: how many syllables, and where in the text each of them stands.
//!
//! A Han character is one syllable. Digits, dates, Latin letters and signs are counted as they are read; where people read
//! them in more than one way, a span is kept and not a guess.

use super::number::{as_quantity, by_digit};

/// A stretch of text that is read as one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Index of its first character in the text.
    pub start: usize,
    /// Index after its last character.
    pub end: usize,
    /// Syllables in the usual reading.
    pub syllables: u32,
    /// Syllables in the shortest reading.
    pub least: u32,
    /// Syllables in the longest reading.
    pub most: u32,
}

/// A stretch of text between punctuation where a reader may breathe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Index of its first read character.
    pub start: usize,
    /// Index after its last read character.
    pub end: usize,
    /// Syllables before it, in the usual reading.
    pub from: u32,
    /// Its syllables, in the usual reading.
    pub syllables: u32,
    /// Whether a sentence ends with it (。！？ or a line's end), where every reader pauses.
    pub ends_sentence: bool,
}

/// A text with its reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    text: Vec<char>,
    units: Vec<Unit>,
    phrases: Vec<Phrase>,
}

/// Before digits that are said one by one.
const NUMBERS_OF_THINGS: [char; 5] = ['码', '话', '号', '机', '证'];
/// From so many digits on a number is one of a thing (a telephone, a document) and no quantity.
const LONG_NUMBER: usize = 5;

impl Reading {
    /// Reads `text`.
    pub fn of(text: &str) -> Self {
        let chars: Vec<char> = text.chars().map(narrow).collect();
        let mut units = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let unit = unit(&chars, at);
            at = unit.end.max(at + 1);
            if unit.most > 0 {
                units.push(unit);
            }
        }
        let phrases = phrases(&chars, &units);
        Self { text: text.chars().collect(), units, phrases }
    }

    /// The characters of the text.
    pub fn text(&self) -> &[char] {
        &self.text
    }

    /// What is read, in order.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The stretches between punctuation.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// Characters that are read: no punctuation, no white space.
    pub fn characters(&self) -> usize {
        self.units.iter().map(|u| u.end - u.start).sum()
    }

    /// Syllables of the usual reading.
    pub fn syllables(&self) -> u32 {
        self.units.iter().map(|u| u.syllables).sum()
    }

    /// Syllables of the shortest and of the longest reading.
    pub fn span(&self) -> [u32; 2] {
        [self.units.iter().map(|u| u.least).sum(), self.units.iter().map(|u| u.most).sum()]
    }

    /// Index of the character that `syllables` of the usual reading lead up to: that many characters of the text, with
    /// its punctuation, are behind the reader.
    pub fn position(&self, syllables: f64) -> usize {
        let mut before = 0.0;
        for unit in &self.units {
            let after = before + f64::from(unit.syllables);
            if syllables < after {
                let share = ((syllables - before) / f64::from(unit.syllables.max(1))).clamp(0.0, 1.0);
                return unit.start + ((unit.end - unit.start) as f64 * share) as usize;
            }
            before = after;
        }
        self.text.len()
    }
}

/// Full-width letters, digits and signs as their ASCII counterparts.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Han characters, 〇 among them.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The unit that begins at `at`; without syllables for what is not read.
fn unit(chars: &[char], at: usize) -> Unit {
    let Some(&c) = chars.get(at) else { return silent(at) };
    if is_han(c) {
        return Unit { start: at, end: at + 1, syllables: 1, least: 1, most: 1 };
    }
    if c.is_ascii_digit() {
        return number(chars, at);
    }
    if c.is_alphabetic() {
        return word(chars, at);
    }
    let inside = at > 0
        && chars.get(at - 1).is_some_and(|c| c.is_ascii_alphanumeric())
        && chars.get(at + 1).is_some_and(|c| c.is_ascii_alphanumeric());
    let [syllables, least, most] = match c {
        // 点
        '.' if inside => [1, 1, 1],
        // 杠, 横杠, or a pause
        '-' if inside => [1, 0, 2],
        // 下划线
        '_' if inside => [3, 2, 3],
        // 斜杠
        '/' if inside => [2, 0, 2],
        // at, 艾特
        '@' => [2, 1, 2],
        // 百分之
        '%' => [3, 3, 3],
        // 摄氏度
        '℃' => [3, 3, 3],
        '+' | '=' | '&' => [1, 1, 2],
        _ => [0, 0, 0],
    };
    Unit { start: at, end: at + 1, syllables, least, most }
}

fn silent(at: usize) -> Unit {
    Unit { start: at, end: at + 1, syllables: 0, least: 0, most: 0 }
}

/// The end of the digits that begin at `at`.
fn digits_end(chars: &[char], at: usize) -> usize {
    chars.iter().skip(at).position(|c| !c.is_ascii_digit()).map_or(chars.len(), |n| at + n)
}

fn text_of(chars: &[char], from: usize, to: usize) -> String {
    chars.iter().take(to).skip(from).collect()
}

fn number(chars: &[char], at: usize) -> Unit {
    let end = digits_end(chars, at);
    if let Some(date) = date(chars, at, end) {
        return date;
    }
    let digits = text_of(chars, at, end);
    let one_by_one = by_digit(&digits);
    let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
    let after = chars.get(end).copied();
    if after == Some('.') && chars.get(end + 1).is_some_and(char::is_ascii_digit) && !is_joined(before) {
        // A decimal: 三点五.
        let last = digits_end(chars, end + 1);
        let dotted = chars.get(last) == Some(&'.') || chars.get(last).is_some_and(|c| c.is_ascii_alphanumeric());
        if !dotted {
            let fraction = (last - end - 1) as u32;
            let whole = as_quantity(&digits).unwrap_or(one_by_one);
            let syllables = whole + 1 + fraction;
            return Unit { start: at, end: last, syllables, least: syllables, most: syllables };
        }
    }
    let quantity = as_quantity(&digits);
    let is_name = digits.len() >= LONG_NUMBER
        || (digits.len() > 1 && digits.starts_with('0'))
        || (after == Some('年') && matches!(digits.len(), 2 | 4))
        || is_joined(before)
        || is_joined(after)
        || named(chars, at).is_some_and(|c| NUMBERS_OF_THINGS.contains(&c));
    let quantity = quantity.unwrap_or(one_by_one);
    let syllables = if is_name { one_by_one } else { quantity };
    // A quantity of one digit has one reading; of more, people differ.
    let sure = digits.len() == 1 || (after == Some('年') && digits.len() == 4);
    let (least, most) =
        if sure { (syllables, syllables) } else { (one_by_one.min(quantity), one_by_one.max(quantity)) };
    Unit { start: at, end, syllables, least, most }
}

/// What the digits at `at` are the number of: 验证码是4812, 电话：12345.
fn named(chars: &[char], at: usize) -> Option<char> {
    let between = |c: &&char| !matches!(c, '是' | '为' | ':' | '：' | ' ');
    chars.get(..at)?.iter().rev().find(between).copied()
}

/// Whether a letter or sign makes digits beside it part of a name, an address or a code.
fn is_joined(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '@' | '/' | '.'))
}

/// 2026-11-24, 2026/11/24 or 2026.11.24, read 二零二六年十一月二十四日.
fn date(chars: &[char], at: usize, end: usize) -> Option<Unit> {
    let separator = *chars.get(end).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let month_end = digits_end(chars, end + 1);
    if end - at != 4 || chars.get(month_end) != Some(&separator) {
        return None;
    }
    let day_end = digits_end(chars, month_end + 1);
    let (month, day) = (text_of(chars, end + 1, month_end), text_of(chars, month_end + 1, day_end));
    let within = |text: &str, most: u32| {
        (1..=2).contains(&text.len()) && text.parse::<u32>().is_ok_and(|n| (1..=most).contains(&n))
    };
    if !within(&month, 12) || !within(&day, 31) {
        return None;
    }
    let syllables = 4 + 1 + as_quantity(&month)? + 1 + as_quantity(&day)? + 1;
    Some(Unit { start: at, end: day_end, syllables, least: syllables, most: syllables })
}

/// Letters, spelled; `least` takes them as a word with a syllable for each group of vowels.
fn word(chars: &[char], at: usize) -> Unit {
    let letters = |c: &char| c.is_alphabetic() && !is_han(*c);
    let end = chars.iter().skip(at).position(|c| !letters(c)).map_or(chars.len(), |n| at + n);
    let (mut spelled, mut longest, mut groups) = (0, 0, 0);
    let mut in_vowels = false;
    for c in chars.iter().take(end).skip(at).map(char::to_ascii_lowercase) {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        groups += u32::from(vowel && !in_vowels);
        in_vowels = vowel;
        // W has three syllables; H, F, L, M, N, S and X are often drawn to two (艾弗, 艾克斯).
        spelled += if c == 'w' { 3 } else { 1 };
        longest += match c {
            'w' => 3,
            'h' | 'f' | 'l' | 'm' | 'n' | 's' | 'x' => 2,
            _ => 1,
        };
    }
    // Three letters and a vowel can be said as a word (com); fewer, or without one, cannot. WWW is often 三W.
    let as_word = if end - at >= 3 && groups > 0 { groups } else { spelled };
    let www = text_of(chars, at, end).eq_ignore_ascii_case("www");
    let least = if www { 4 } else { as_word.min(spelled) };
    Unit { start: at, end, syllables: spelled, least, most: longest }
}

fn phrases(chars: &[char], units: &[Unit]) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut from = 0;
    let mut last_end = None;
    for unit in units {
        let between = last_end.map(|end: usize| chars.iter().take(unit.start).skip(end));
        let breaks = between.clone().is_none_or(|mut gap| gap.any(|c| is_break(*c)));
        if between.is_some_and(|mut gap| gap.any(|c| is_full_stop(*c)))
            && let Some(last) = phrases.last_mut()
        {
            last.ends_sentence = true;
        }
        if breaks {
            phrases.push(Phrase { start: unit.start, end: unit.end, from, syllables: 0, ends_sentence: false });
        }
        if let Some(phrase) = phrases.last_mut() {
            phrase.end = unit.end;
            phrase.syllables += unit.syllables;
        }
        from += unit.syllables;
        last_end = Some(unit.end);
    }
    if let Some(last) = phrases.last_mut() {
        last.ends_sentence = true;
    }
    phrases
}

/// Punctuation at which readers may pause. 、 and quotation marks are often read over.
fn is_break(c: char) -> bool {
    is_full_stop(c) || matches!(c, '，' | ',' | '；' | ';' | '：' | ':' | '—' | '…')
}

fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    fn syllables(text: &str) -> u32 {
        Reading::of(text).syllables()
    }

    #[test]
    fn han_characters_are_syllables_and_punctuation_is_not_read() {
        let reading = Reading::of("本人承诺，所提交的信息「真实」。");
        assert_eq!(reading.syllables(), 12);
        assert_eq!(reading.characters(), 12);
        assert_eq!(reading.span(), [12, 12]);
    }

    #[test]
    fn digits_and_dates_are_counted_as_they_are_read() {
        // 二零二六年十一月二十四日
        assert_eq!(syllables("2026年11月24日"), 12);
        assert_eq!(syllables("2026-11-24"), 12);
        assert_eq!(syllables("２０２６年"), 5);
        // 十个工作日; 一百二十天; 三点五; 百分之二十
        assert_eq!(syllables("10个工作日"), 5);
        assert_eq!(syllables("120天"), 5);
        assert_eq!(syllables("3.5"), 3);
        assert_eq!(syllables("20%"), 5);
        // A telephone and a code, digit by digit.
        assert_eq!(syllables("13800138000"), 11);
        assert_eq!(syllables("验证码4812"), 7);
        assert_eq!(syllables("验证码是7304"), 8);
        assert_eq!(Reading::of("4812").span(), [4, 7]);
    }

    #[test]
    fn a_domain_is_spelled_and_its_words_may_be_said() {
        let reading = Reading::of("example.com");
        assert_eq!(reading.syllables(), 7 + 1 + 3);
        let [least, most] = reading.span();
        assert_eq!(least, 3 + 1 + 1);
        assert!(most >= 11);
        assert_eq!(syllables("ICP备案"), 5);
        assert_eq!(syllables("www.a1b.cn"), 9 + 1 + 3 + 1 + 2);
    }

    #[test]
    fn the_position_follows_the_syllables() {
        let reading = Reading::of("甲乙，2026年丙丁。");
        assert_eq!(reading.position(0.0), 0);
        assert_eq!(reading.position(1.0), 1);
        // The comma lies behind who has read two.
        assert_eq!(reading.position(2.0), 3);
        assert_eq!(reading.position(4.0), 5);
        assert_eq!(reading.position(99.0), reading.text().len());
        assert_eq!(reading.position(f64::NAN), reading.text().len());
        let positions: Vec<usize> = (0..=20).map(|n| reading.position(f64::from(n) / 2.0)).collect();
        assert!(positions.windows(2).all(|w| w[0] <= w[1]), "{positions:?}");
    }

    #[test]
    fn phrases_end_at_punctuation() {
        let reading = Reading::of("甲乙丙，丁戊。己庚\n辛、壬");
        let counts: Vec<(u32, u32, bool)> =
            reading.phrases().iter().map(|p| (p.from, p.syllables, p.ends_sentence)).collect();
        assert_eq!(counts, [(0, 3, false), (3, 2, true), (5, 2, true), (7, 2, true)]);
    }

    #[test]
    fn anything_can_be_read_without_a_panic() {
        for text in ["", "，。", "....", "9", "99999999999999999999999", "-", "2026-13-45", "é日本", "\u{0}", "1.2.3.4"]
        {
            let reading = Reading::of(text);
            let [least, most] = reading.span();
            assert!(least <= reading.syllables() && reading.syllables() <= most, "{text}");
            assert!(reading.units().windows(2).all(|w| w[0].end <= w[1].start), "{text}");
        }
    }
}
