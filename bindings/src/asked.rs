//! What a person is asked to do before the camera, and what they typed.

use std::path::Path;
use std::sync::Arc;

use heyan::Intake;
use heyan::case::{correct, recording_of, script_of, statement_of};
use heyan::rules::filing::TypedError;
use heyan::rules::statement::{Script, ScriptError};
use heyan::rules::words::Words;
use heyan::vault::{self, Case as Core, outbox};
use jiff::Timestamp;

use crate::case::Case;
use crate::error::{HeyanError, of_vault, say};
use crate::filing::Step;
use crate::guard::no_panic;
use crate::liveness::Action;
use crate::runtime;
use crate::statement::{RecordingLimits, StatementSession, refused};
use crate::submission::{Gateway, core, failed};
use crate::transport::Transport;

/// Whom the order names as responsible. Personal data.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Person {
    /// As typed.
    pub name: String,
    /// As typed.
    pub id_number: String,
}

/// What is filed, as far as it was named.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Site {
    /// Name of site or app.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// Its domain.
    #[uniffi(default = None)]
    pub domain: Option<String>,
}

/// What was drawn for the person to do before the camera.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Asked {
    /// The actions of the face check, in this order.
    pub actions: Vec<Action>,
    /// The text to read aloud; nothing while a blank of it has no value.
    pub statement: Option<String>,
    /// The blank without one, as `domain`: have it typed and call `correct`.
    pub missing: Option<String>,
    /// Whether the text is a sample and not what an authority issued: say so where it is shown.
    pub sample: bool,
    /// When it was drawn, ms since 1970.
    pub at_ms: i64,
    /// The gateway's word that recordings are bound to, for [`crate::liveness::LivenessSession::open`]; nothing when it was drawn
    /// on this device.
    #[uniffi(default = None)]
    pub nonce: Option<String>,
}

#[uniffi::export]
impl Case {
    /// Whom the order names as responsible.
    pub fn person(&self) -> Result<Person, HeyanError> {
        self.with(|core| {
            let person = &core.file().person;
            Ok(Person { name: person.name.expose().clone(), id_number: person.id_number.expose().clone() })
        })
    }

    /// What is filed.
    pub fn site(&self) -> Result<Site, HeyanError> {
        self.with(|core| {
            let site = core.file().site.clone();
            Ok(site.map_or(Site { name: None, domain: None }, |site| Site { name: site.name, domain: site.domain }))
        })
    }

    /// Whether what was typed can still be corrected.
    pub fn correctable(&self) -> Result<bool, HeyanError> {
        self.with(|core| Ok(core.correctable()))
    }

    /// Puts `person` and `site` in the place of those typed before. Recorded steps are held against them; those that do not fit
    /// are destroyed and come back, to be done again. A step judged and not yet kept says what it comes to now with `again`.
    pub fn correct(&self, person: Person, site: Site) -> Result<Vec<Step>, HeyanError> {
        self.with(|core| {
            let (person, site) = typed(&person, &site, &self.words)?;
            let redo = correct(core, person, site, Core::day_of(Timestamp::now()));
            let redo = redo.map_err(|error| self.said(&error))?;
            outbox::clear(&self.folder).map_err(|error| of_vault(&error, &self.words))?;
            Ok(redo)
        })
    }

    /// Draws what to do before the camera, as the case's provider has it, and records it.
    pub fn ask(&self) -> Result<Asked, HeyanError> {
        self.with(|core| {
            let asked = core.ask(Timestamp::now()).map_err(|error| self.said(&error))?;
            told(core, asked)
        })
    }

    /// Asks `gateway`, before anything is recorded, what to do before the camera, and records it: what is recorded then is bound
    /// to its challenge. By `transport` where the shell carries requests itself. Without a network, [`Self::ask`].
    #[uniffi::method(default(transport = None))]
    pub async fn ask_gateway(
        self: Arc<Self>,
        gateway: Gateway,
        transport: Option<Arc<dyn Transport>>,
    ) -> Result<Asked, HeyanError> {
        let submission = core(&self, &gateway, transport)?;
        let control = submission.control.clone();
        let stop = runtime::OnDrop::new(move || control.pause());
        let asked = runtime::work(move || {
            // Not held meanwhile: the network may take its time.
            let (profile, province) =
                self.with(|held| Ok((held.file().profile.clone(), held.file().province.clone())))?;
            let challenge = runtime::wait(submission.ask(&profile, province.as_deref()))?;
            let challenge = challenge.map_err(|error| failed(&error, &self.words))?;
            self.with(|held| {
                let asked = held.ask_as(&challenge, &submission.gateway, Timestamp::now());
                told(held, asked.map_err(|error| self.said(&error))?)
            })
        });
        let asked = asked.await;
        stop.disarm();
        asked
    }

    /// How `step` is to be recorded so that its file is taken.
    pub fn recording(&self, step: Step) -> Result<RecordingLimits, HeyanError> {
        self.with(|core| Ok((&recording_of(core, step, None)).into()))
    }

    /// Loads the models of the folder `pack` for a reading of what `ask` drew last.
    pub fn open_statement(&self, pack: String, threads: u8) -> Result<Arc<StatementSession>, HeyanError> {
        no_panic(|| {
            let (intake, script, limits) = self.with(|core| {
                let nothing = || HeyanError::BadArgument { reason: "nothing was drawn: call `ask` first".to_owned() };
                let asked = core.file().asked.clone().ok_or_else(nothing)?;
                let script = statement_of(core, &asked).map_err(refused)?;
                let limits = recording_of(core, heyan::rules::filing::Step::Statement, Some(&script));
                Ok((Intake::of(core, heyan::rules::filing::Step::Statement), script, limits))
            })?;
            let session = intake.open_statement(Path::new(&pack), threads.into(), script)?;
            Ok(Arc::new(StatementSession::of(session, &limits, self.words)))
        })
    }
}

fn told(core: &Core, asked: vault::Asked) -> Result<Asked, HeyanError> {
    let (statement, missing) = match script_of(core, &asked) {
        Err(ScriptError::Missing(blank)) => (None, Some(blank)),
        script => (Some(text(&script.map_err(refused)?)), None),
    };
    Ok(Asked {
        actions: asked.actions,
        statement,
        missing,
        sample: core.profile().statement.template.sample,
        at_ms: asked.at.as_millisecond(),
        nonce: asked.issued.map(|issued| issued.nonce),
    })
}

/// What was typed, as it is kept.
pub(crate) fn typed(
    person: &Person,
    site: &Site,
    words: &Words,
) -> Result<(vault::Person, Option<vault::Site>), HeyanError> {
    let told = |error: TypedError| say(error.code(), words);
    let site = vault::Site::typed(site.name.as_deref(), site.domain.as_deref()).map_err(told)?;
    Ok((vault::Person::typed(&person.name, &person.id_number).map_err(told)?, site))
}

pub(crate) fn text(script: &Script) -> String {
    script.reading.text().iter().collect()
}
