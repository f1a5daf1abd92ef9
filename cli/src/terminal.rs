//! Lines out: on a terminal, into a pipe that may close, into a file that may be full.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Standard output that knows when nobody listens any more.
#[derive(Debug, Default)]
pub struct Output {
    closed: bool,
}

impl Output {
    /// Whether the reader has gone (`heyan scan … | head -1`).
    pub fn closed(&self) -> bool {
        self.closed
    }

    /// Writes `text` with a line end and flushes, so that each picture shows as soon as it is done.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match writeln!(out, "{text}").and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            done => done,
        }
    }
}

/// One line on standard error, `heyan: …`. Line ends inside are flattened: one cause, one line.
pub fn complain(text: &str) {
    let line = printable(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    // With standard error closed there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "heyan: {line}");
}

/// Whether standard output shows colour: a terminal, unless `NO_COLOR` is set (no-color.org).
pub fn colour() -> bool {
    io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A path to show. What is not UTF-8 shows as �.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// `text` without control characters: neither a file's name nor what is read off a card may steer the terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// `text` padded with spaces to `columns`; a Chinese character takes two.
pub fn padded(text: &str, columns: usize) -> String {
    let mut padded = text.to_owned();
    padded.extend(std::iter::repeat_n(' ', columns.saturating_sub(text.width())));
    padded
}

/// `text` broken into lines of at most `columns`: at spaces, or between Chinese characters, never before closing
/// punctuation.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut word = String::new();
    let mut width = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        word.push(c);
        let wide = c.width().unwrap_or(0) > 1;
        let next = chars.peek();
        let glued = next.is_some_and(|n| "，。；：、？！）」』”’》)".contains(*n)) || "（「『“‘《(".contains(c);
        let next_wide = next.is_some_and(|n| n.width().unwrap_or(0) > 1);
        if next.is_none() || (!glued && (c == ' ' || wide || next_wide)) {
            if width + word.trim_end().width() > columns && !line.is_empty() {
                lines.push(line.trim_end().to_owned());
                line.clear();
                width = 0;
            }
            width += word.width();
            line.push_str(&word);
            word.clear();
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_pads_by_columns_not_characters() {
        assert_eq!(padded("姓名", 6), "姓名  ");
        assert_eq!(padded("Name", 6), "Name  ");
    }

    #[test]
    fn lines_break_where_the_language_allows() {
        assert_eq!(wrapped("tilt the card away", 10), ["tilt the", "card away"]);
        assert_eq!(wrapped("把卡片稍微倾斜，避开灯光。", 14), ["把卡片稍微倾", "斜，避开灯光。"]);
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("unbreakable-and-long", 5), ["unbreakable-and-long"]);
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb"), "a\u{fffd}[31mb");
    }
}
