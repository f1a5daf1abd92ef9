//! `heyan guide`: what the filing wants, said before it is refused.

pub mod args;
mod told;

use std::io::{self, BufRead, IsTerminal, Write};

use heyan::rules::filing::order::Reason;
use heyan::rules::filing::{FileFacts, FileForm, Order, OrderKind, Profile, Status};
use heyan::rules::guide::icon::{self, IconLimits};
use heyan::rules::guide::restrictions::{self, questions};
use heyan::rules::guide::{self, AnswerKind, Answers, Circumstance, NameAsked, Topic, names};
use heyan::rules::words::{Lang, Words};
use heyan::rules::{Finding, Verdict};
use heyan::vision::frame::DecodeLimits;
use heyan::vision::icon::measure;
use serde_json::{Map, Value, json};

use self::args::{AboutArgs, CheckArgs, GuideArgs, GuideCommand, HelpArgs, IconArgs, NameArgs, StatusArgs};
use crate::labels::{self, guide as own};
use crate::outcome::Outcome;
use crate::terminal::{Output, colour, complain, shown};
use crate::{input, profile, report};

/// Shorter side of an icon, px, below which nothing on it can be told: the smallest that browsers show.
const MIN_SIDE_PX: u32 = 16;

/// What is printed and how the run ends.
struct Answer {
    findings: Vec<Finding>,
    /// Topics beside those of the findings.
    topics: Vec<&'static str>,
    /// What the command adds to the object.
    more: Map<String, Value>,
    /// What stands above the findings in text.
    text: Vec<String>,
}

impl Answer {
    fn of(findings: Vec<Finding>) -> Self {
        Self { findings, topics: Vec::new(), more: Map::new(), text: Vec::new() }
    }

    fn topics(&self) -> Vec<&'static str> {
        let mut topics = self.topics.clone();
        for id in guide::of_findings(&self.findings) {
            if !topics.contains(&id) {
                topics.push(id);
            }
        }
        topics
    }

    fn to_json(&self, lang: Lang) -> Value {
        let words = Words::new(lang);
        let mut object = Map::new();
        object.insert("schema".into(), json!("heyan.guide/1"));
        object.insert("verdict".into(), json!(Verdict::of(&self.findings).as_str()));
        object.insert("findings".into(), heyan::report::findings(&self.findings, &words));
        object.insert("topics".into(), json!(self.topics()));
        object.extend(self.more.clone());
        Value::Object(object)
    }
}

/// Tells what `args` ask. Everything to tell has been told when it returns.
pub fn run(args: &GuideArgs) -> Outcome {
    let (answer, json, lang, judged) = match &args.command {
        GuideCommand::Name(args) => (name(args), args.json, args.speech.lang(), true),
        GuideCommand::Icon(args) => (icon_of(args), args.json, args.speech.lang(), true),
        GuideCommand::Check(args) => (check(args), args.json, args.speech.lang(), true),
        GuideCommand::Help(args) => (help(args), args.json, args.speech.lang(), false),
        GuideCommand::Status(args) => (status(args), args.json, args.speech.lang(), false),
    };
    let told = answer.and_then(|answer| {
        let text = if json { answer.to_json(lang).to_string() } else { told::answer(&answer, judged, lang, colour()) };
        Output::default().line(&text).map_err(|error| labels::output_error(&error.to_string(), lang))?;
        Ok(Verdict::of(&answer.findings).into())
    });
    told.unwrap_or_else(|cause| {
        complain(&cause);
        Outcome::Failed
    })
}

/// The profile that is meant, with what the province lays over it where it does.
fn profile_of(about: &AboutArgs, lang: Lang) -> Result<Profile, String> {
    let province = about.province.and_then(|place| place.as_str().parse().ok());
    profile::load(&about.profile, province, lang).map(|(profile, _)| profile)
}

fn name(args: &NameArgs) -> Result<Answer, String> {
    let lang = args.speech.lang();
    let profile = profile_of(&args.about, lang)?;
    let asked = NameAsked {
        service: args.about.service,
        subject: args.about.subject,
        national: args.national,
        province: args.about.province,
        domain: args.domain.as_deref(),
        unit_name: args.unit_name.as_deref(),
        approved: args.approved,
        more: &profile.names,
        ..NameAsked::of(&args.name)
    };
    let mut answer = Answer::of(names::judge(&asked));
    answer.more.insert("name".into(), json!(args.name));
    answer.text.push(args.name.clone());
    Ok(answer)
}

fn icon_of(args: &IconArgs) -> Result<Answer, String> {
    let lang = args.speech.lang();
    let (profile, _) = profile::load(&args.profile, None, lang)?;
    let name = shown(&args.file);
    let bytes = input::read(&args.file).map_err(|error| format!("{name}: {}", labels::input_error(&error, lang)))?;
    // An icon is smaller than a card may be.
    let limits = DecodeLimits { min_side_px: MIN_SIDE_PX, ..DecodeLimits::default() };
    let measured = measure(&bytes, &limits).map_err(|error| format!("{name}: {error}"))?;
    let figures = &measured.figures;
    let file = FileFacts {
        form: FileForm::of(&bytes),
        bytes: bytes.len() as u64,
        size_px: Some((figures.width_px, figures.height_px)),
        duration_s: None,
    };
    let mut findings = profile.exports.get("icon").map_or_else(Vec::new, |rule| icon::judge_file(rule, &file));
    findings.extend(icon::judge(figures, &IconLimits::default()));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    if let Some(dir) = &args.report {
        report::icon::write(dir, &name, &measured.picture, &findings, lang)
            .map_err(|error| labels::report_error(dir, &error.to_string(), lang))?;
    }
    let mut answer = Answer::of(findings);
    answer.more.insert("input".into(), json!(name));
    answer.more.insert("measurements".into(), json!(figures));
    answer.more.insert("bytes".into(), json!(bytes.len()));
    answer.text.push(name);
    Ok(answer)
}

fn check(args: &CheckArgs) -> Result<Answer, String> {
    let lang = args.speech.lang();
    let profile = profile_of(&args.about, lang)?;
    let (service, subject) = (args.about.service, args.about.subject);
    let mut answers = Answers::default();
    for (question, text) in &args.answer {
        answers.put(question, text).map_err(|kind| own::no_answer(question, text, kind, lang))?;
    }
    if answers.is_empty() && !args.json && io::stdin().is_terminal() {
        interview(&mut answers, args, lang)?;
    }
    let about = Circumstance { service, subject, province: args.about.province, profile: Some(&profile) };
    let findings = restrictions::judge(&about, &answers);
    let words = Words::new(lang);
    let question = |question: restrictions::Question| {
        let kind = if question.kind == AnswerKind::YesNo { "yes_no" } else { "number" };
        json!({ "question": question.id, "text": words.question(question.id), "kind": kind,
            "answered": answers.get(question.id).is_some() })
    };
    let asked: Vec<Value> = questions(service, subject).into_iter().map(question).collect();
    let mut answer = Answer::of(findings);
    answer.text.push(own::interview(answers.len(), asked.len(), lang));
    answer.more.insert("questions".into(), json!(asked));
    if answer.topics().is_empty() {
        answer.topics.push("restrictions");
    }
    Ok(answer)
}

/// Puts the questions one by one; an answer that is none is asked for again, an empty one leaves the question open.
fn interview(answers: &mut Answers, args: &CheckArgs, lang: Lang) -> Result<(), String> {
    let words = Words::new(lang);
    let mut lines = io::stdin().lock().lines();
    for question in questions(args.about.service, args.about.subject) {
        loop {
            let hint = own::hint(question.kind, lang);
            write!(io::stderr(), "{} {hint} ", words.question(question.id)).map_err(|error| error.to_string())?;
            let Some(line) = lines.next() else { return Ok(()) };
            let text = line.map_err(|error| error.to_string())?;
            if answers.put(question.id, &text).is_ok() {
                break;
            }
        }
    }
    Ok(())
}

fn topic_json(topic: Topic, words: &Words) -> Value {
    let said = words.topic(topic.id);
    json!({ "topic": topic.id, "title": said.title, "text": said.text, "source": topic.source, "date": topic.date })
}

fn help(args: &HelpArgs) -> Result<Answer, String> {
    let lang = args.speech.lang();
    let words = Words::new(lang);
    let wanted = args.topic.join(" ");
    let exact = guide::topic(&wanted);
    let found = match exact {
        Some(topic) => vec![topic],
        None if wanted.trim().is_empty() => guide::topics(),
        None => guide::search(&wanted),
    };
    if found.is_empty() {
        return Err(own::no_topic(&wanted, lang));
    }
    let mut answer = Answer::of(Vec::new());
    answer.topics = found.iter().map(|topic| topic.id).collect();
    // One topic is told whole, of several the headings.
    answer.text = if let [one] = found.as_slice() {
        told::topic(*one, &words)
    } else {
        found.iter().map(|topic| told::heading(topic.id, &words)).collect()
    };
    answer.more.insert("help".into(), found.iter().map(|topic| topic_json(*topic, &words)).collect());
    Ok(answer)
}

fn status(args: &StatusArgs) -> Result<Answer, String> {
    let lang = args.speech.lang();
    let words = Words::new(lang);
    let provider = args.provider.as_deref();
    let one = match &args.status {
        Some(word) => {
            let own_name = Status::ALL.into_iter().find(|status| status.as_str() == word.trim());
            let said = |status: &Status| {
                [Lang::Zh, Lang::En].iter().any(|lang| Words::new(*lang).status(*status).name == word.trim())
            };
            let found =
                own_name.or_else(|| guide::label(provider, word)).or_else(|| Status::ALL.into_iter().find(said));
            Some(found.ok_or_else(|| own::no_status(word, lang))?)
        }
        None => None,
    };
    let reasons = args
        .reason
        .as_deref()
        .map(|text| guide::reply(provider, text).map_or_else(|| Reason::of(text), |one| vec![one]));
    let since = args.since.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    let order = |status: Status| Order {
        status,
        reasons: reasons.clone().unwrap_or_default(),
        ..Order::new(OrderKind::Filing, since)
    };
    let orders: Vec<Order> =
        one.map_or_else(|| Status::ALL.to_vec(), |status| vec![status]).into_iter().map(order).collect();
    let mut answer = Answer::of(Vec::new());
    answer.more.insert(
        "statuses".into(),
        orders.iter().map(|order| told::status_json(order, args.since.is_some(), &words)).collect(),
    );
    if let [order] = orders.as_slice() {
        answer.topics = guide::of_order(order);
    } else if reasons.is_some() {
        answer.topics = orders.first().map(guide::of_order).unwrap_or_default();
    } else {
        answer.topics = vec!["progress", "result"];
    }
    answer.text =
        orders.iter().flat_map(|order| told::status(order, args.since.is_some(), one.is_some(), &words)).collect();
    Ok(answer)
}
