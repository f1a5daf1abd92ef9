//! A scan or a run of the face check as a block of text for a person at a terminal.

use heyan::portrait::Moment;
use heyan::rules::portrait::PortraitHint;
use heyan::rules::words::{Lang, Words};
use heyan::rules::{Finding, Severity, Verdict};
use heyan::{LivenessReport, MatchReport, PortraitReport, ScanReport, StatementReport};
use unicode_width::UnicodeWidthStr;

use crate::labels::{self, Label};
use crate::terminal::{padded, printable, wrapped};

/// Columns that a line may take; longer sentences wrap below their beginning.
pub(crate) const COLUMNS: usize = 88;
/// Columns before the labels.
const INDENT: usize = 4;

/// SGR colours of a terminal.
#[derive(Clone, Copy)]
enum Ink {
    Green,
    Yellow,
    Red,
    Bold,
    Faint,
}

/// Colours text, or leaves it alone.
struct Brush {
    colour: bool,
}

impl Brush {
    fn paint(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Green => "1;32",
            Ink::Yellow => "1;33",
            Ink::Red => "1;31",
            Ink::Bold => "1",
            Ink::Faint => "2",
        };
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The block for the picture `input`: verdict and kind, fields with their confidence, findings with advice.
/// Ends without a line end.
pub fn block(input: &str, report: &ScanReport, lang: Lang, colour: bool) -> String {
    let words = Words::new(lang);
    let brush = Brush { colour };
    let verdict = verdict(report.verdict, &words, &brush);
    let mut lines =
        vec![brush.paint(Ink::Bold, &printable(input)), format!("  {verdict} · {}", words.kind(report.kind))];

    let label_width = report.fields.iter().map(|placed| words.field(placed.field.key).width()).max().unwrap_or(0) + 2;
    // A long address must not push every confidence out of sight.
    let value_width = report.fields.iter().map(|p| p.field.value.expose().width()).max().unwrap_or(0).clamp(10, 44);
    for placed in &report.fields {
        let field = &placed.field;
        let label = brush.paint(Ink::Faint, &padded(&words.field(field.key), label_width));
        let value = printable(&labels::value(field.value.expose(), lang));
        let mut rows = split_columns(&value, value_width).into_iter();
        let first = padded(&rows.next().unwrap_or_default(), value_width);
        let confidence = brush.paint(Ink::Faint, &format!("{:>5.1} %", f64::from(field.confidence) * 100.0));
        lines.push(format!("{:INDENT$}{label}{first}  {confidence}", ""));
        lines.extend(rows.map(|row| format!("{:1$}{row}", "", INDENT + label_width)));
    }

    lines.extend(findings(&report.findings, &words, &brush));
    lines.join("\n")
}

/// The block for a run of the face check on the video `input`: verdict, what was asked and seen, findings with advice.
/// Ends without a line end.
pub fn run(input: &str, report: &LivenessReport, lang: Lang, colour: bool) -> String {
    let words = Words::new(lang);
    let brush = Brush { colour };
    let outcome = &report.outcome;
    let mut lines = vec![
        brush.paint(Ink::Bold, &printable(input)),
        format!("  {} · {}", verdict(outcome.verdict, &words, &brush), labels::frames(outcome, lang)),
    ];
    let width = outcome.actions.iter().map(|a| words.action(a.asked).width()).max().unwrap_or(0) + 2;
    for action in &outcome.actions {
        let sign = if action.passed { brush.paint(Ink::Green, "✓") } else { brush.paint(Ink::Red, "✗") };
        let asked = padded(&words.action(action.asked), width);
        let peak = brush.paint(Ink::Faint, &labels::peak(&action.peak, lang));
        lines.push(format!("  {sign} {asked}{}  {peak}", labels::seen(action, lang)));
    }
    lines.extend(findings(&outcome.findings, &words, &brush));
    lines.join("\n")
}

/// The block for the portrait `input`: verdict, of a recording what its moments were like, findings with advice. Ends
/// without a line end.
pub fn portrait(
    input: &str,
    report: &PortraitReport,
    moments: Option<(u64, &[Moment])>,
    lang: Lang,
    colour: bool,
) -> String {
    let words = Words::new(lang);
    let brush = Brush { colour };
    let mut head = format!("  {}", verdict(report.verdict, &words, &brush));
    if let Some((at_ms, _)) = moments {
        head += &format!(" · {} {}", Label::Best.text(lang), labels::seconds(at_ms, lang));
    }
    let mut lines = vec![brush.paint(Ink::Bold, &printable(input)), head];
    lines.extend(findings(&report.findings, &words, &brush));
    for moment in moments.map(|(_, moments)| moments).unwrap_or_default() {
        let (from, to) = (labels::seconds(moment.from_ms, lang), labels::seconds(moment.to_ms, lang));
        let what: Vec<String> = moment.codes.iter().map(|c| words.portrait_hint(PortraitHint::Mend(*c))).collect();
        let what = if what.is_empty() { Label::Usable.text(lang).into_owned() } else { what.join(" ") };
        lines.push(brush.paint(Ink::Faint, &format!("    {from} – {to}  {what}")));
    }
    lines.join("\n")
}

/// The block for the comparison of the document `card` with the face in `face`. Ends without a line end.
pub fn matched(card: &str, face: &str, report: &MatchReport, lang: Lang, colour: bool) -> String {
    let words = Words::new(lang);
    let brush = Brush { colour };
    let said = labels::matched(report.matched.band, report.pair.distance, lang);
    let mut lines = vec![
        brush.paint(Ink::Bold, &format!("{} · {}", printable(card), printable(face))),
        format!("  {} · {said}", verdict(report.verdict(), &words, &brush)),
    ];
    lines.extend(findings(&report.matched.findings, &words, &brush));
    lines.join("\n")
}

/// The block for a recording of the statement, the video `input`. Ends without a line end.
pub fn statement(input: &str, report: &StatementReport, lang: Lang, colour: bool) -> String {
    let words = Words::new(lang);
    let brush = Brush { colour };
    let mut lines = vec![
        brush.paint(Ink::Bold, &printable(input)),
        format!("  {} · {}", verdict(report.outcome.verdict, &words, &brush), labels::statement_about(report, lang)),
    ];
    let figures = wrapped(&labels::statement_figures(report, lang), COLUMNS - INDENT);
    lines.extend(figures.iter().map(|row| format!("{:INDENT$}{}", "", brush.paint(Ink::Faint, row))));
    lines.extend(findings(&report.outcome.findings, &words, &brush));
    lines.join("\n")
}

/// What was found, each with its advice, as lines.
pub(crate) fn list(found: &[Finding], lang: Lang, colour: bool) -> Vec<String> {
    findings(found, &Words::new(lang), &Brush { colour })
}

/// A verdict of the guide in words, with its sign.
pub(crate) fn guide_verdict(of: Verdict, lang: Lang, colour: bool) -> String {
    let (ink, sign) = if of == Verdict::Accept { (Ink::Green, "✓") } else { (Ink::Yellow, "✗") };
    Brush { colour }.paint(ink, &format!("{sign} {}", Words::new(lang).guide_verdict(of)))
}

/// `text` as a heading.
pub(crate) fn bold(text: &str, colour: bool) -> String {
    Brush { colour }.paint(Ink::Bold, &printable(text))
}

fn verdict(verdict: Verdict, words: &Words, brush: &Brush) -> String {
    let (ink, sign) = match verdict {
        Verdict::Accept => (Ink::Green, "✓"),
        Verdict::Retry => (Ink::Yellow, "↻"),
        Verdict::Reject => (Ink::Red, "✗"),
    };
    brush.paint(ink, &format!("{sign} {}", words.verdict(verdict)))
}

/// What was found, each with its advice.
fn findings(findings: &[Finding], words: &Words, brush: &Brush) -> Vec<String> {
    let mut lines = Vec::new();
    let weight_width = [Severity::Error, Severity::Warning, Severity::Info]
        .iter()
        .map(|&severity| words.severity(severity).width())
        .max()
        .unwrap_or(0);
    for finding in findings {
        let said = words.finding(finding);
        let (ink, sign) = match finding.severity {
            Severity::Error => (Ink::Red, "✗"),
            Severity::Warning => (Ink::Yellow, "!"),
            Severity::Info => (Ink::Faint, "i"),
        };
        let name = padded(&words.severity(finding.severity), weight_width);
        let head = brush.paint(ink, &format!("{sign} {name}"));
        let column = 2 + 2 + weight_width + 2;
        let message = wrapped(&printable(&said.message), COLUMNS - column);
        for (i, row) in message.iter().enumerate() {
            lines.push(if i == 0 { format!("  {head}  {row}") } else { format!("{:column$}{row}", "") });
        }
        if !said.advice.is_empty() {
            for (i, row) in wrapped(&printable(&said.advice), COLUMNS - column - 2).iter().enumerate() {
                let arrow = if i == 0 { "→" } else { " " };
                lines.push(format!("{:column$}{}", "", brush.paint(Ink::Faint, &format!("{arrow} {row}"))));
            }
        }
    }
    lines
}

/// `text` in pieces of at most `columns`, cut between any two characters: a value has no better places.
fn split_columns(text: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in text.chars() {
        let width = c.to_string().width();
        if let Some(last) = pieces.last_mut()
            && last.width() + width <= columns
        {
            last.push(c);
        } else {
            pieces.push(c.to_string());
        }
    }
    pieces
}
