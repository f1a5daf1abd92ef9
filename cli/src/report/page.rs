//! The page around the pictures: its head with the overview, and its foot.

use heyan::rules::words::{Lang, Words};
use heyan::rules::{Date, Verdict};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Entry, Source, parts, svg};
use crate::labels::{self, Label};

pub(super) const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("run.css"),
    include_str!("portrait.css"),
    include_str!("statement.css")
);
/// The page holds personal data: whatever a file name or a card may say, it can neither run nor fetch anything.
pub(super) const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// Everything above the first picture's section.
pub fn head(entries: &[Entry], lang: Lang, today: Option<Date>) -> String {
    let count = |source| entries.iter().filter(|entry| entry.source == source).count();
    let (cards, portraits) = (count(Source::Picture), count(Source::Portrait));
    let (runs, statements) = (count(Source::Recording), count(Source::Statement));
    let (pictures, recordings) = (cards + portraits, runs + statements);
    let title = match (cards, portraits, runs, statements) {
        (_, 0, 0, 0) => Label::Title,
        (0, _, 0, 0) => Label::TitlePortraits,
        (0, 0, _, 0) => Label::TitleRuns,
        (0, 0, 0, _) => Label::TitleStatements,
        _ => Label::TitleBoth,
    };
    let title = title.text(lang);
    let head = html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="robots" content="noindex";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            title { "Heyan · " (title) }
            style { (PreEscaped(STYLE)) }
        }
    };
    let top = html! {
        header.top {
            p.brand { "Heyan" }
            h1 { (title) }
            p.meta {
                @if pictures > 0 || recordings == 0 { (labels::pictures(pictures, lang)) }
                @if pictures > 0 && recordings > 0 { " · " }
                @if recordings > 0 { (labels::recordings(recordings, lang)) }
                @if let Some(today) = today { " · " (Label::JudgedOn.text(lang)) " " time { (today) } }
            }
            p.note {
                strong { (Label::NotePrecheck.text(lang)) } (gap(lang)) (Label::NoteDevice.text(lang)) (gap(lang))
                (Label::NotePersonal.text(lang))
            }
        }
        (overview(entries, lang))
    };
    // The elements stay open: pictures follow one by one.
    let language = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    format!("{}<html lang=\"{language}\">{}<body><main>{}", DOCTYPE.0, head.0, top.0)
}

/// Everything below the last picture's section.
pub fn foot(lang: Lang) -> String {
    let foot = html! {
        footer {
            p { (Label::NotePrecheck.text(lang)) }
            p { (Label::NoteDevice.text(lang)) (gap(lang)) (Label::NotePersonal.text(lang)) }
        }
    };
    format!("{}</main></body></html>\n", foot.0)
}

/// Between sentences: Chinese full stops bring their own room.
fn gap(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "",
        Lang::En => " ",
    }
}

fn overview(entries: &[Entry], lang: Lang) -> Markup {
    let count = |verdict| entries.iter().filter(|entry| entry.verdict == Ok(verdict)).count();
    let failed = entries.iter().filter(|entry| entry.verdict.is_err()).count();
    html! {
        nav.overview aria-label=(Label::Summary.text(lang)) {
            ul.counts {
                @for verdict in [Verdict::Accept, Verdict::Retry, Verdict::Reject] {
                    @let count = count(verdict);
                    li .(parts::tone(verdict)) .zero[count == 0] {
                        b { (count) } span { (labels::verdict_count(verdict, lang)) }
                    }
                }
                @if failed > 0 { li.failed { b { (failed) } span { (Label::UnreadableCount.text(lang)) } } }
            }
            ol.thumbnails {
                @for (i, entry) in entries.iter().enumerate() { (thumbnail(i + 1, entry, lang)) }
            }
        }
    }
}

/// The last part of a path: under a thumbnail there is no room for more, and the whole stands in its article.
fn file_of(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn thumbnail(number: usize, entry: &Entry, lang: Lang) -> Markup {
    html! {
        @match &entry.verdict {
            Ok(verdict) => li {
                a href={ "#p" (number) } {
                    span.thumb { @if let Some(source) = &entry.thumbnail { img src=(source) alt=""; } }
                    span.name { (number) " · " (file_of(&entry.name)) }
                    span .chip .(parts::tone(*verdict)) {
                        (svg::verdict_sign(*verdict)) (Words::new(lang).verdict(*verdict))
                    }
                }
            },
            Err(cause) => li {
                span.thumb.none { "?" }
                span.name { (number) " · " (file_of(&entry.name)) }
                span.chip.failed { (Label::Unreadable.text(lang)) }
                span.cause { (cause) }
            },
        }
    }
}
