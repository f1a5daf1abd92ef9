//! A page as a browser gets it first: what stands around every screen.

use heyan::rules::words::{Lang, Words};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{AT, Drawn, say};

const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

fn frame(lang: Lang, title: &str, inside: &Markup, scripts: bool, words: &Words) -> String {
    html! {
        (DOCTYPE)
        html lang=(tag(lang)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (say(words, "name")) }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/heyan.css";
                @if scripts { script type="module" src="/assets/main.js" {} }
            }
            body {
                (inside)
                noscript { p.box.warn { (say(words, "noscript")) } }
            }
        }
    }
    .into_string()
}

/// What changes with the screen: its head and the page itself.
pub fn inside(drawn: &Drawn, at: u64, way_back: bool, words: &Words) -> String {
    let body = drawn.body.replace(AT, &at.to_string());
    html! {
        header {
            div.bar {
                @if way_back {
                    form method="post" action="/back" { button.quiet.back type="submit" { "← " (say(words, "back")) } }
                } @else {
                    span.brand { (say(words, "name")) }
                }
                @if way_back { span.brand.small { (say(words, "name")) } }
                form method="post" action="/settings" { button.quiet type="submit" { (say(words, "settings")) } }
            }
        }
        main id="main" tabindex="-1" {
            h1 { (drawn.title) }
            (PreEscaped(body))
        }
        footer { p { (say(words, "privacy-short")) } }
    }
    .into_string()
}

/// The whole page of a screen.
pub fn screen(drawn: &Drawn, at: u64, way_back: bool, words: &Words) -> String {
    let held = html! {
        div id="page" data-at=(at) data-gone=(say(words, "server-gone")) data-elsewhere=(say(words, "elsewhere")) {
            (PreEscaped(inside(drawn, at, way_back, words)))
        }
    };
    frame(words.lang(), &drawn.title, &held, true, words)
}

/// Where the passphrase is typed; `first` when there is no case yet, so that it is typed twice.
pub fn locked(first: bool, trouble: Option<&str>, words: &Words) -> String {
    let title = say(words, if first { "passphrase-new" } else { "passphrase" });
    let held = html! {
        div id="page" {
            header { div.bar { span.brand { (say(words, "name")) } } }
            main id="main" {
                h1 { (title) }
                p.lead { (say(words, "lead")) }
                @if let Some(trouble) = trouble { div.box.bad role="alert" { p.what { (trouble) } } }
                form method="post" action="/unlock" {
                    label.field {
                        span { (say(words, "passphrase")) }
                        input type="password" name="passphrase" required autofocus autocomplete="off" maxlength="512";
                        small { (say(words, if first { "passphrase-new-more" } else { "passphrase-more" })) }
                    }
                    @if first {
                        label.field {
                            span { (say(words, "passphrase-again")) }
                            input type="password" name="again" required autocomplete="off" maxlength="512";
                        }
                    }
                    div.buttons { button.main type="submit" { (say(words, "unlock")) } }
                }
            }
            footer { p { (say(words, "privacy-short")) } }
        }
    };
    frame(words.lang(), &title, &held, false, words)
}

/// Why a request was refused, for somebody who looks at it.
pub fn refused(key: &str, words: &Words) -> String {
    let title = say(words, "refused");
    let held = html! {
        div id="page" {
            header { div.bar { span.brand { (say(words, "name")) } } }
            main id="main" { h1 { (title) } p.lead { (say(words, key)) } }
        }
    };
    frame(words.lang(), &title, &held, false, words)
}

/// A text to read, as it is.
pub fn text(title: &str, text: &str, words: &Words) -> String {
    let held = html! {
        div id="page" {
            header { div.bar { a.quiet.back href="/" { "← " (say(words, "back")) } } }
            main id="main" { h1 { (title) } pre { (text) } }
        }
    };
    frame(words.lang(), title, &held, false, words)
}
