//! `heyan profile`: what providers and provinces ask for.

use std::path::Path;

use heyan::rules::filing::Step;
use heyan::rules::filing::profile::{Cited, Profile, Province};
use heyan::rules::words::{Lang, Words};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::case::args::{ProfileArgs, ProfileCommand};
use crate::outcome::Outcome;
use crate::terminal::{Output, complain, padded, printable, shown};
use crate::{input, labels};

/// Columns of a text beyond which it does not widen its column.
const WIDEST: usize = 44;

/// Does as `args` say. Everything to tell has been told when it returns.
pub fn run(args: &ProfileArgs) -> Outcome {
    let (lang, told) = match &args.command {
        ProfileCommand::List { json, speech } => (speech.lang(), Ok(list(*json, speech.lang()))),
        ProfileCommand::Show { name, province, json, speech } => {
            let lang = speech.lang();
            let profile = load(name, *province, lang).map(|(profile, _)| profile);
            let tell = |profile: Profile| {
                if *json { to_json(&profile, lang).to_string() } else { rows(&profile, lang) }
            };
            (lang, profile.map(tell))
        }
    };
    let done = told
        .and_then(|text| Output::default().line(&text).map_err(|error| labels::output_error(&error.to_string(), lang)));
    match done {
        Ok(()) => Outcome::Accepted,
        Err(cause) => {
            complain(&cause);
            Outcome::Failed
        }
    }
}

/// A built-in profile by its name, or the one in a file, whose text comes with it.
pub(crate) fn load(name: &str, province: Option<Province>, lang: Lang) -> Result<(Profile, Option<String>), String> {
    let path = Path::new(name);
    if Profile::names().contains(&name) || !(path.exists() || name.ends_with(".toml")) {
        return Profile::named(name, province).map(|profile| (profile, None)).map_err(|error| error.to_string());
    }
    let fault = |cause: String| format!("{}: {cause}", shown(path));
    let bytes = input::read(path).map_err(|error| fault(labels::input_error(&error, lang)))?;
    let text = String::from_utf8(bytes).map_err(|_| fault(labels::no_profile(lang).to_owned()))?;
    let profile = Profile::parse(&text, province).map_err(|error| fault(error.to_string()))?;
    Ok((profile, Some(text)))
}

fn list(json: bool, lang: Lang) -> String {
    let words = Words::new(lang);
    if json {
        let profiles: Vec<Value> =
            Profile::names().iter().map(|name| json!({ "profile": name, "name": words.provider(name) })).collect();
        let provinces: Vec<Value> =
            Province::ALL.iter().map(|p| json!({ "province": p.as_str(), "name": words.province(*p) })).collect();
        return json!({ "schema": "heyan.profiles/1", "profiles": profiles, "provinces": provinces }).to_string();
    }
    let providers = Profile::names().into_iter().map(|name| (name, words.provider(name)));
    let provinces = Province::ALL.into_iter().map(|province| (province.as_str(), words.province(province)));
    let rows = |rows: Vec<(&str, String)>| {
        rows.into_iter().map(|(name, said)| format!("  {}{said}", padded(name, 16))).collect::<Vec<_>>().join("\n")
    };
    format!(
        "{}\n{}\n{}\n{}",
        labels::providers(lang),
        rows(providers.collect()),
        labels::provinces(lang),
        rows(provinces.collect())
    )
}

fn cited(mut line: Value, cited: &Cited) -> Value {
    if let Some(object) = line.as_object_mut() {
        object.insert("source".into(), json!(cited.source));
        object.insert("date".into(), json!(cited.date));
    }
    line
}

fn to_json(profile: &Profile, lang: Lang) -> Value {
    let words = Words::new(lang);
    let steps: Vec<Value> = profile
        .steps
        .iter()
        .map(|(step, rule)| {
            let line = json!({
                "step": step.as_str(),
                "name": words.step(*step),
                "asked": rule.asked.as_str(),
                "min_files": rule.min_files,
                "max_files": rule.max_files,
            });
            cited(line, &rule.cited)
        })
        .collect();
    let limits: Vec<Value> = profile
        .limits
        .iter()
        .map(|line| cited(json!({ "name": line.name, "value": line.value, "unit": line.unit }), &line.cited))
        .collect();
    let signatures: Vec<Value> = profile
        .signatures
        .iter()
        .map(|(step, rule)| {
            let line = json!({
                "step": step.as_str(),
                "signer": rule.signer.as_str(),
                "regular_script": rule.regular_script,
                "seal": rule.seal.as_str(),
                "fingerprint": rule.fingerprint,
                "dated": rule.dated,
            });
            cited(line, &rule.cited)
        })
        .collect();
    let exports: Vec<Value> = profile
        .exports
        .iter()
        .map(|(what, rule)| {
            json!({
                "of": what,
                "formats": rule.formats,
                "min_bytes": rule.min_bytes,
                "max_bytes": rule.max_bytes,
                "min_side_px": rule.min_side_px,
                "max_side_px": rule.max_side_px,
                "min_duration_s": rule.min_duration_s,
                "max_duration_s": rule.max_duration_s,
                "source": rule.source,
                "date": rule.date,
            })
        })
        .collect();
    let deadlines: Vec<Value> = profile
        .deadlines
        .iter()
        .map(|(step, line)| cited(json!({ "step": step.as_str(), "hours": line.hours }), &line.cited))
        .collect();
    let documents: Vec<Value> = profile
        .documents
        .iter()
        .map(|(step, kinds)| {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            json!({ "step": step.as_str(), "kinds": kinds })
        })
        .collect();
    let notes: Vec<Value> = profile
        .notes
        .iter()
        .map(|(key, source)| cited(json!({ "note": key, "text": words.note(key) }), source))
        .collect();
    json!({
        "schema": "heyan.profile/1",
        "profile": profile.name,
        "name": words.provider(&profile.name),
        "province": profile.province.map(Province::as_str),
        "steps": steps,
        "documents": documents,
        "limits": limits,
        "signatures": signatures,
        "challenge": cited(
            json!({
                "actions": profile.challenge.actions.iter().map(|action| action.as_str()).collect::<Vec<_>>(),
                "count": profile.challenge.count,
            }),
            &profile.challenge.cited,
        ),
        "statement": cited(
            json!({
                "id": profile.statement.template.id,
                "edition": profile.statement.template.edition,
                "sample": profile.statement.template.sample,
                "text": profile.statement.template.text.trim(),
            }),
            &profile.statement.cited,
        ),
        "exports": exports,
        "deadlines": deadlines,
        "notes": notes,
    })
}

/// Lines of what is asked, each with where it stands.
fn rows(profile: &Profile, lang: Lang) -> String {
    let words = Words::new(lang);
    // What, how, by whom, when.
    let mut rows: Vec<(String, String, &str, &str)> = Vec::new();
    for (step, rule) in &profile.steps {
        let cited = &rule.cited;
        rows.push((words.step(*step), words.asked_when(rule.asked), &cited.source, &cited.date));
    }
    for line in &profile.limits {
        rows.push((line.name.clone(), format!("{} {}", line.value, line.unit), &line.cited.source, &line.cited.date));
    }
    for (step, rule) in &profile.signatures {
        let said = words.signature(rule);
        rows.push((words.step(*step), said, &rule.cited.source, &rule.cited.date));
    }
    let challenge = &profile.challenge;
    let actions: Vec<String> = challenge.actions.iter().map(|action| words.action(*action)).collect();
    let drawn = labels::drawn(challenge.count, &actions, lang);
    rows.push((words.step(Step::Liveness), drawn, &challenge.cited.source, &challenge.cited.date));
    let statement = &profile.statement;
    let text = labels::statement_text(&statement.template.id, &statement.template.edition, lang);
    rows.push((words.step(Step::Statement), text, &statement.cited.source, &statement.cited.date));
    for (what, rule) in &profile.exports {
        rows.push((what.clone(), labels::export(rule, lang), &rule.source, &rule.date));
    }
    for (step, line) in &profile.deadlines {
        let said = labels::good_for(line.hours, lang);
        rows.push((words.step(*step), said, &line.cited.source, &line.cited.date));
    }
    for (key, cited) in &profile.notes {
        rows.push((words.note(key), String::new(), &cited.source, &cited.date));
    }
    let width = |texts: &mut dyn Iterator<Item = &String>| {
        texts.map(|text| text.width()).filter(|width| *width <= WIDEST).max().unwrap_or(0)
    };
    let first = width(&mut rows.iter().map(|row| &row.0));
    let second = width(&mut rows.iter().map(|row| &row.1));
    let mut head = words.provider(&profile.name);
    if let Some(province) = profile.province {
        head = format!("{head} · {}", words.province(province));
    }
    let lines = rows.iter().map(|(what, said, source, date)| {
        let line = format!("  {}  {}  [{source}, {date}]", padded(what, first), padded(said, second));
        printable(&line)
    });
    std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
}
