//! `heyan case ask`: what to do before the camera, drawn here or asked of the gateway.

use std::sync::Arc;

use heyan::case::ask_to_json;
use heyan::vault::Case;
use heyan::vault::outbox::VaultJournal;
use jiff::Timestamp;

use super::args::AskArgs;
use super::submit::{block_on, submission, trouble};
use super::{failed, keys, print, said, told};
use crate::outcome::Outcome;

pub(super) fn ask(args: &AskArgs) -> Result<Outcome, String> {
    let lang = args.speech.lang();
    let keys = keys::of(&args.dir, &args.key, lang)?;
    let journal = match &args.to {
        Some(to) => {
            let journal = VaultJournal::open(&args.dir, &*keys).map_err(|error| said(&args.dir, &error, lang))?;
            Some((to, journal))
        }
        None => None,
    };
    let case = Case::open(&args.dir, keys, keys::rollback_guard(), Timestamp::now());
    let mut case = case.map_err(|error| failed(&args.dir, &error, lang))?;
    let asked = match journal {
        None => case.ask(Timestamp::now()),
        Some((to, journal)) => {
            let submission = submission(&args.dir, to, &args.server, Arc::new(journal))?;
            let file = case.file();
            match block_on(&submission.control, submission.ask(&file.profile, file.province.as_deref()))? {
                Ok(challenge) => case.ask_as(&challenge, &submission.gateway, Timestamp::now()),
                Err(error) => return Ok(trouble(&args.dir, &error, lang)),
            }
        }
    };
    let asked = asked.map_err(|error| failed(&args.dir, &error, lang))?;
    let text = if args.json { ask_to_json(&case, &asked, lang).to_string() } else { told::asked(&case, &asked, lang) };
    print(&text, lang)?;
    Ok(Outcome::Accepted)
}
