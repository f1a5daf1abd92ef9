//! `heyan case`: the folder, the key, the clock; what is judged and kept is decided in `heyan`.

mod add;
pub mod args;
mod ask;
pub(crate) mod keys;
mod submit;
mod told;

use std::path::Path;

use heyan::rules::Finding;
use heyan::rules::filing::names::{self, SiteName};
use heyan::rules::filing::{Event, Order};
use heyan::rules::words::{Lang, Words};
use heyan::vault::outbox;
use heyan::vault::{Case, CaseError, NewCase, Person, Purpose, Site, VaultError};
use heyan::{CaseStatus, rules};
use jiff::Timestamp;

use self::args::{CaseArgs, CaseCommand, ConsentArgs, CorrectArgs, DeleteArgs, KeyArgs, LookArgs, NewArgs, OrderArgs};
use crate::labels::{self, case as own};
use crate::outcome::Outcome;
use crate::terminal::{Output, colour, complain, shown};
use crate::{profile, text};

/// Does as `args` say. Everything to tell has been told when it returns.
pub fn run(args: &CaseArgs) -> Outcome {
    let done = match &args.command {
        CaseCommand::New(args) => new(args),
        CaseCommand::Add(args) => add::add(args),
        CaseCommand::Ask(args) => ask::ask(args),
        CaseCommand::Status(args) => status(args),
        CaseCommand::Correct(args) => correct(args),
        CaseCommand::Delete(args) => delete(args),
        CaseCommand::Consent(args) => consent(args),
        CaseCommand::Order(args) => order(args),
        CaseCommand::Submit(args) => submit::submit(args),
        CaseCommand::Track(args) => submit::track(args),
    };
    done.unwrap_or_else(|cause| {
        complain(&cause);
        Outcome::Failed
    })
}

/// The line for an error of the case in `dir`, and the way out.
fn said(dir: &Path, error: &VaultError, lang: Lang) -> String {
    let said = Words::new(lang).finding(&Finding::error(error.code()));
    let cause = match error {
        // Which file, or what the system said.
        VaultError::Damaged(..) | VaultError::RolledBack { .. } | VaultError::Io(_) | VaultError::Source(_) => {
            format!(" ({error})")
        }
        _ => String::new(),
    };
    format!("{}: {}{cause} {}", shown(dir), said.message, said.advice)
}

fn failed(dir: &Path, error: &CaseError, lang: Lang) -> String {
    let code = match error {
        CaseError::Vault(error) => return said(dir, error, lang),
        CaseError::Profile(error) => return error.to_string(),
        CaseError::NoConsent => rules::Code::CaseNoConsent,
        CaseError::NotDone => rules::Code::FilingStepMissing,
        CaseError::HandedIn => rules::Code::CaseHandedIn,
        CaseError::OtherChallenge => rules::Code::SubmitOtherActions,
    };
    let said = Words::new(lang).finding(&Finding::error(code));
    format!("{}: {} {}", shown(dir), said.message, said.advice)
}

fn open(dir: &Path, key: &KeyArgs, lang: Lang) -> Result<Case, String> {
    let keys = keys::of(dir, key, lang)?;
    Case::open(dir, keys, keys::rollback_guard(), Timestamp::now()).map_err(|error| failed(dir, &error, lang))
}

fn print(text: &str, lang: Lang) -> Result<(), String> {
    Output::default().line(text).map_err(|error| labels::output_error(&error.to_string(), lang))
}

fn tell_status(case: &Case, json: bool, lang: Lang) -> Result<Outcome, String> {
    let status = CaseStatus::of(case, Timestamp::now());
    let text = if json { status.to_json(lang).to_string() } else { told::status(case, &status, lang, colour()) };
    print(&text, lang)?;
    Ok(if status.damaged { Outcome::Failed } else { Outcome::Accepted })
}

fn new(args: &NewArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let person = Person::typed(&args.name, &args.id_number).map_err(|error| own::bad_typed(error, "", lang))?;
    if let Some(document) = args.document.filter(|document| !args.person.documents().contains(document)) {
        return Err(own::other_document(args.person, document, lang));
    }
    // Before a passphrase is asked for.
    let (profile, profile_text) = profile::load(&args.profile, args.province, lang)?;
    let site = typed_site(args.site_name.as_deref(), args.domain.as_deref(), lang)?;
    if let Some(refused) = refused_name(args, site.as_ref(), lang)? {
        return Ok(refused);
    }
    let now = Timestamp::now();
    let new = NewCase {
        profile: profile.name,
        profile_text,
        site,
        province: args.province,
        unit: is_unit(args),
        not_legal_representative: args.not_legal_representative,
        person_kind: args.person,
        identity: args.document.unwrap_or_else(|| args.person.usual()),
        unit_kind: args.unit_kind,
        person,
        order: Order::new(args.order, Case::day_of(now)),
    };
    let keys = keys::new(&args.key, lang)?;
    let case = Case::create(&args.dir, keys, keys::rollback_guard(), new, now)
        .map_err(|error| failed(&args.dir, &error, lang))?;
    if !args.json {
        print(&format!("{}\n", own::made(&args.dir, lang)), lang)?;
    }
    tell_status(&case, args.json, lang)
}

fn is_unit(args: &NewArgs) -> bool {
    args.unit || args.unit_kind.is_some()
}

fn typed_site(name: Option<&str>, domain: Option<&str>, lang: Lang) -> Result<Option<Site>, String> {
    Site::typed(name, domain).map_err(|error| own::bad_typed(error, domain.unwrap_or_default(), lang))
}

/// What of the site's name a reviewer would refuse, told; nothing is made then.
fn refused_name(args: &NewArgs, site: Option<&Site>, lang: Lang) -> Result<Option<Outcome>, String> {
    let Some(name) = site.and_then(|site| site.name.as_deref()).filter(|_| !args.force) else { return Ok(None) };
    let domain = site.and_then(|site| site.domain.as_deref());
    let site = SiteName { name, domain, individual: !is_unit(args), national: false, province: args.province };
    let findings = names::judge(&site);
    if findings.is_empty() {
        return Ok(None);
    }
    let told = if args.json {
        let findings = heyan::report::findings(&findings, &Words::new(lang));
        serde_json::json!({ "schema": "heyan.case_refused/1", "findings": findings }).to_string()
    } else {
        let mut rows = text::list(&findings, lang, colour());
        rows.push(own::no_case_made(lang).to_owned());
        rows.join("\n")
    };
    print(&told, lang)?;
    Ok(Some(Outcome::Refused))
}

fn status(args: &LookArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let case = open(&args.dir, &args.key, lang)?;
    let outcome = tell_status(&case, args.json, lang)?;
    if outcome == Outcome::Failed
        && let Some((step, error)) = case.verify().into_iter().next()
    {
        complain(&format!("{step}: {}", said(&args.dir, &error, lang)));
    }
    Ok(outcome)
}

fn correct(args: &CorrectArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let mut case = open(&args.dir, &args.key, lang)?;
    let file = case.file();
    let name = args.name.as_deref().unwrap_or(file.person.name.expose().as_str());
    let number = args.id_number.as_deref().unwrap_or(file.person.id_number.expose().as_str());
    let person = Person::typed(name, number).map_err(|error| own::bad_typed(error, "", lang))?;
    let before = file.site.as_ref();
    let site_name = args.site_name.as_deref().or(before.and_then(|site| site.name.as_deref()));
    let domain = args.domain.as_deref().or(before.and_then(|site| site.domain.as_deref()));
    let site = typed_site(site_name, domain, lang)?;
    let fault = |error: CaseError| failed(&args.dir, &error, lang);
    let redo = match heyan::case::correct(&mut case, person, site, Case::day_of(Timestamp::now())) {
        Err(error @ CaseError::HandedIn) => {
            complain(&fault(error));
            return Ok(Outcome::Refused);
        }
        redo => redo.map_err(fault)?,
    };
    // What was sealed for sending may hold material that is gone now.
    outbox::clear(&args.dir).map_err(|error| said(&args.dir, &error, lang))?;
    if !args.json {
        let words = Words::new(lang);
        let redo: Vec<String> = redo.iter().map(|step| words.step(*step)).collect();
        print(&format!("{}\n", own::corrected(&redo, lang)), lang)?;
    }
    tell_status(&case, args.json, lang)
}

fn delete(args: &DeleteArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    outbox::destroy(&args.dir).map_err(|error| said(&args.dir, &error, lang))?;
    Case::destroy(&args.dir, &*keys::rollback_guard()).map_err(|error| said(&args.dir, &error, lang))?;
    print(&own::deleted(&args.dir, lang), lang)?;
    Ok(Outcome::Accepted)
}

fn consent(args: &ConsentArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let words = Words::new(lang);
    let mut case = open(&args.dir, &args.key, lang)?;
    let recipient = args.recipient.clone().unwrap_or_else(|| case.file().profile.clone());
    let fault = |error: CaseError| failed(&args.dir, &error, lang);
    let text = match (args.give, args.withdraw) {
        (Some(purpose), _) => {
            let (heading, text) = words.consent(purpose.as_str(), &recipient);
            case.agree(purpose, &recipient, &text, Timestamp::now()).map_err(fault)?;
            format!("{heading}\n  {text}\n{}", own::agreed(lang))
        }
        (None, Some(purpose)) => {
            let withdrawn = case.withdraw(purpose, &recipient, Timestamp::now()).map_err(fault)?;
            // What was sealed for them and has not left must not leave.
            outbox::clear(&args.dir).map_err(|error| said(&args.dir, &error, lang))?;
            let purged: Vec<String> = withdrawn.purged.iter().map(|step| words.step(*step)).collect();
            format!("{}\n{}", own::purged(&purged, lang), words.withdrawn(&recipient, withdrawn.held))
        }
        (None, None) => {
            let one = |purpose: Purpose| {
                let (heading, text) = words.consent(purpose.as_str(), &recipient);
                let given = own::given(case.grant(purpose, &recipient).is_some(), lang);
                format!("{} · {heading} · {given}\n  {text}", purpose.as_str())
            };
            Purpose::ALL.map(one).join("\n")
        }
    };
    print(&text, lang)?;
    Ok(Outcome::Accepted)
}

fn order(args: &OrderArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let mut case = open(&args.dir, &args.key, lang)?;
    let mut order = case.file().order.clone();
    let now = Timestamp::now();
    order
        .apply(args.event, Case::day_of(now), args.reason.as_deref())
        .map_err(|error| format!("{}: {}", shown(&args.dir), Words::new(lang).order_error(error)))?;
    if args.event == Event::Forwarded && order.kind.has_sms_check() {
        order.sms_sent(now).map_err(|error| Words::new(lang).order_error(error))?;
    }
    case.set_order(order).map_err(|error| failed(&args.dir, &error, lang))?;
    tell_status(&case, args.json, lang)
}
