//! The pages: each a function of its screen's state. What changes with every frame stands apart, so that a page is not drawn anew
//! thirty times a second.

pub mod asked;
pub mod cases;
pub mod consent;
pub mod face;
pub mod home;
pub mod letter;
pub mod new_case;
pub mod order;
pub mod parts;
mod review;
pub mod send;
pub mod settings;
pub mod statement;
pub mod taking;
pub mod typed;
pub mod whole;

use heyan::rules::words::Words;
use maud::Markup;
use serde_json::Value;

/// Stands in a form for the number of the screen it is drawn for.
pub const AT: &str = "\u{f8a7}";

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Its heading.
    pub title: String,
    /// What stands under it, with [`AT`] in its forms.
    pub body: String,
    /// What changes with every frame; null where nothing does.
    pub live: Value,
}

impl Drawn {
    fn still(title: String, body: Markup) -> Self {
        Self { title, body: body.into_string(), live: Value::Null }
    }
}

fn say(words: &Words, key: &str) -> String {
    words.web(key, &[])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use heyan::rules::words::Lang;

    use super::*;

    /// Everything that a sentence may name.
    const NAMED: [&str; 21] = [
        "step", "done", "asked", "name", "min", "max", "bytes", "source", "count", "actions", "action", "seconds",
        "number", "sent", "total", "from", "until", "hours", "tries", "page", "to",
    ];

    #[test]
    fn every_sentence_of_a_page_is_there_in_both_languages() {
        let named: Vec<(&str, &str)> = NAMED.iter().map(|name| (*name, "1")).collect();
        let mut seen = 0;
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let pages = std::fs::read_dir(folder.join("pages")).unwrap().map(|entry| entry.unwrap().path());
        // Not this one: the words of its own searching are no keys.
        let pages = pages.filter(|path| !path.ends_with("mod.rs"));
        for path in pages.chain(["routes.rs", "server.rs", "guard.rs", "socket.rs"].map(|name| folder.join(name))) {
            let source = std::fs::read_to_string(&path).unwrap();
            let calls = ["say(words, ", ".web(", "refused(", "=> ", "} else { ", "{ "];
            for call in calls {
                for after in source.split(call).skip(1) {
                    let Some((key, _)) = after.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) else {
                        continue;
                    };
                    let is_key = matches!(call, "say(words, " | ".web(" | "refused(") || key.starts_with("refused-");
                    if is_key && !key.is_empty() {
                        seen += 1;
                        for lang in [Lang::Zh, Lang::En] {
                            assert!(!Words::new(lang).web(key, &named).is_empty(), "{key} in {}", path.display());
                        }
                    }
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }
}
