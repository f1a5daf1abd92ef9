//! The page of the demo's case: what was done, what was said.

/// One command and its outcome.
pub struct Act {
    /// What it is for.
    pub heading: String,
    /// As one would type it.
    pub command: String,
    /// What it said.
    pub said: String,
    /// How long it took.
    pub seconds: f64,
    /// A picture of what was given, relative to the page.
    pub picture: Option<String>,
}

/// All of them.
#[derive(Default)]
pub struct Page {
    /// In the order of time.
    pub acts: Vec<Act>,
    /// The picture of the act to come.
    pub picture: Option<String>,
}

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
.brand { margin: 0; font-weight: 700; letter-spacing: .06em; color: var(--good); }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; }
.note { margin: 0 0 2rem; opacity: .75; }
ol { list-style: none; counter-reset: act; margin: 0; padding: 0; }
li { counter-increment: act; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .4rem 1.25rem;
  padding: 1.25rem 0; border-top: 1px solid var(--line); }
h2 { margin: 0; font-size: 1.1rem; }
h2::before { content: counter(act) ' · '; opacity: .5; }
.took { opacity: .6; font-variant-numeric: tabular-nums; white-space: nowrap; }
.text { grid-column: 1 / -1; display: flex; gap: 1.25rem; align-items: flex-start; }
.words { flex: 1; min-width: 0; }
code, pre { font: .86rem/1.5 ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace; }
code { display: block; margin: 0 0 .5rem; overflow-wrap: anywhere; opacity: .8; }
pre { margin: 0; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft);
  border-radius: .5rem; }
img { width: 11rem; max-height: 15rem; object-fit: contain; border-radius: .4rem; border: 1px solid var(--line); }
@media (max-width: 40rem) { .text { flex-direction: column; } img { width: 100%; } }
";

impl Page {
    /// The whole page. Nothing on it runs or is fetched but the pictures beside it.
    pub fn html(&self) -> String {
        let mut items = String::new();
        for act in &self.acts {
            let picture =
                act.picture.as_ref().map_or_else(String::new, |src| format!("<img src=\"{}\" alt=\"\">", escaped(src)));
            items.push_str(&format!(
                "<li><h2>{}</h2><span class=\"took\">{:.1} s</span><div class=\"text\"><div class=\"words\"><code>$ {}</code><pre>{}</pre></div>{picture}</div></li>\n",
                escaped(&act.heading),
                act.seconds,
                escaped(&act.command),
                escaped(&act.said),
            ));
        }
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'\">\
             <title>Heyan · one filing order from beginning to end</title><style>{STYLE}</style></head><body><main>\
             <p class=\"brand\">Heyan</p><h1>One filing order, from the first picture to its number</h1>\
             <p class=\"note\">A generated person; a sandbox gateway on this machine. Each item is a command and what it said.</p>\
             <ol>\n{items}</ol></main></body></html>\n"
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_cannot_become_markup() {
        let act = Act {
            heading: "a & b".to_owned(),
            command: "heyan".to_owned(),
            said: "<script>1</script>".to_owned(),
            seconds: 1.0,
            picture: Some("x\" onerror=\"y".to_owned()),
        };
        let html = Page { acts: vec![act], picture: None }.html();
        assert!(html.contains("&lt;script&gt;") && html.contains("a &amp; b"));
        assert!(!html.contains("<script>") && !html.contains("x\" onerror"));
    }
}
