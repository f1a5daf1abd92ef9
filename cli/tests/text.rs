//! The block of text for a terminal.

// Helpers of tests state what must hold, as the tests themselves do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use crate::fixture::{nothing_found, report};
use heyan::rules::words::Lang;
use heyan::rules::{Code, Finding};
use heyan_cli::text::block;
use unicode_width::UnicodeWidthStr;

#[test]
fn confidences_stand_below_each_other() {
    for lang in [Lang::Zh, Lang::En] {
        let text = block("front.jpg", &report(vec![]), lang, false);
        let ends: Vec<usize> = text.lines().filter(|line| line.ends_with(" %")).map(UnicodeWidthStr::width).collect();
        assert_eq!(ends.len(), 6, "{text}");
        assert!(ends.iter().all(|end| Some(end) == ends.first()), "{text}");
    }
}

#[test]
fn colour_only_when_asked_for() {
    let scanned = report(vec![Finding::error(Code::DocumentGlare), Finding::warning(Code::DocumentExpiresSoon)]);
    assert!(!block("a", &scanned, Lang::En, false).contains('\u{1b}'));
    assert!(block("a", &scanned, Lang::En, true).contains("\u{1b}[1;33m"));
}

#[test]
fn every_finding_is_told() {
    let text = block("table.jpg", &nothing_found(), Lang::En, false);
    assert!(text.starts_with("table.jpg\n  ↻ Take it again · Not recognised\n  ✗ Must be fixed"), "{text}");
}

#[test]
fn names_and_values_cannot_steer_the_terminal() {
    let mut scanned = report(vec![]);
    scanned.fields[0].field.value = heyan::rules::Sensitive::new("\u{1b}[2J孙".into());
    let text = block("a\u{7}\n.jpg", &scanned, Lang::En, false);
    assert!(!text.contains(['\u{1b}', '\u{7}']));
    assert!(text.starts_with("a\u{fffd}\u{fffd}.jpg\n"));
}
