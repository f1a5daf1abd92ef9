//! A case as text for a person at a terminal.

use heyan::case::script_of;
use heyan::rules::filing::Standing;
use heyan::rules::words::{Lang, Words};
use heyan::vault::{Asked, Case, Judgement};
use heyan::{CaseStatus, StepJudged};
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

use crate::labels::case as own;
use crate::terminal::padded;
use crate::terminal::wrapped;
use crate::text::{self, COLUMNS};

/// How everything stands.
pub(super) fn status(case: &Case, status: &CaseStatus<'_>, lang: Lang, colour: bool) -> String {
    let words = Words::new(lang);
    let file = case.file();
    let mut head = words.provider(&file.profile);
    if let Some(province) = case.profile().province {
        head = format!("{head} · {}", words.province(province));
    }
    let mut lines = vec![text::bold(&head, colour)];
    let standings = case.standings(jiff::Timestamp::now());
    let width = standings.iter().map(|standing| words.step(standing.step).width()).max().unwrap_or(0) + 2;
    for standing in &standings {
        let sign = match standing.standing {
            Standing::Done => "✓",
            Standing::Missing => "·",
            Standing::Forced => "!",
            Standing::Stale => "↻",
        };
        let since = standing
            .since
            .map(|since| ZonedDateTime::new(since, TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string());
        let name = padded(&words.step(standing.step), width);
        let line = format!("  {sign} {name}{}  {}", words.standing(standing.standing), since.unwrap_or_default());
        lines.push(line.trim_end().to_owned());
    }
    let order = words.status(file.order.status);
    let next = |(i, row): (usize, String)| format!("  {} {row}", if i == 0 { "→" } else { " " });
    lines.push(format!("{}: {} · {}", own::order_heading(lang), order.name, order.meaning));
    lines.extend(wrapped(&order.next, COLUMNS - 4).into_iter().enumerate().map(next));
    for reason in &file.order.reasons {
        let said = words.reason(*reason);
        lines.push(format!("  ✗ {}", said.message));
        lines.extend(wrapped(&said.advice, COLUMNS - 4).into_iter().map(|row| format!("    {row}")));
    }
    for due in heyan::rules::guide::reminders(&file.order, jiff::Timestamp::now()) {
        let said = words.due(due.id);
        let at = ZonedDateTime::new(due.at, TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
        let sign = if due.now { "!" } else { "i" };
        lines.extend(
            wrapped(&format!("{} ({at}): {}", said.message, said.advice), COLUMNS - 4)
                .into_iter()
                .enumerate()
                .map(|(i, row)| format!("  {} {row}", if i == 0 { sign } else { " " })),
        );
    }
    for id in heyan::rules::guide::of_order(&file.order) {
        lines.push(format!("  ? heyan guide help {id}  ({})", words.topic(id).title));
    }
    for note in status.notes().map(|key| words.note(key)).filter(|note| !note.is_empty()) {
        let rows = wrapped(&note, COLUMNS - 4).into_iter().enumerate();
        lines.extend(rows.map(|(i, row)| format!("  {} {row}", if i == 0 { "i" } else { " " })));
    }
    // What is still to do stands above, sign by sign.
    let told: Vec<_> = status
        .findings
        .iter()
        .filter(|finding| finding.code != heyan::rules::Code::FilingStepMissing)
        .cloned()
        .collect();
    lines.extend(text::list(&told, lang, colour));
    lines.join("\n")
}

/// What is to be done before the camera.
pub(super) fn asked(case: &Case, asked: &Asked, lang: Lang) -> String {
    let words = Words::new(lang);
    let actions: Vec<String> = asked.actions.iter().map(|action| words.action(*action)).collect();
    let names: Vec<&str> = asked.actions.iter().map(|action| action.as_str()).collect();
    let by = if asked.issued.is_some() { own::ask_by_gateway(lang) } else { own::ask_drawn_here(lang) };
    let mut lines =
        vec![format!("{}: {}", own::ask_actions(lang), actions.join(" → ")), format!("  [{}]", names.join(","))];
    lines.push(format!("  i {by}"));
    lines.push(format!("{}:", own::ask_statement(lang)));
    match script_of(case, asked) {
        Ok(script) => {
            let text: String = script.reading.text().iter().collect();
            let rows = text.trim().lines().flat_map(|line| wrapped(line, COLUMNS - 4)).map(|row| format!("    {row}"));
            lines.extend(rows);
            if script.sample {
                lines.extend(wrapped(own::sample_text(lang), COLUMNS - 4).into_iter().map(|row| format!("  i {row}")));
            }
        }
        Err(error) => lines.push(format!("    {}", own::no_script(&error.to_string(), lang))),
    }
    lines.join("\n")
}

/// What came of one step.
pub(super) fn step(judged: &StepJudged, recorded: Option<Judgement>, lang: Lang, colour: bool) -> String {
    let words = Words::new(lang);
    let kept = own::kept(recorded, lang);
    let mut lines =
        vec![text::bold(&words.step(judged.step), colour), format!("  {} · {kept}", words.verdict(judged.verdict))];
    for compared in &judged.compared {
        lines.push(format!("  {}: {}", words.field(compared.field), own::same(compared.same, lang)));
    }
    lines.extend(text::list(&judged.findings, lang, colour));
    lines.join("\n")
}
