//! One filing order with its material: steps in, their standing out.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use heyan_rules::document::FieldKey;
use heyan_rules::filing::faces;
use heyan_rules::filing::names::{self, SiteName};
use heyan_rules::filing::profile::{Profile, ProfileError, Province};
use heyan_rules::filing::{IdentityDocument, Order, PersonKind, Standing, Step, UnitKind};
use heyan_rules::liveness::Challenge;
use heyan_rules::matching::FaceNumbers;
use heyan_rules::{Date, Finding, Sensitive};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::consent::{Agreed, Grant, Parcel, Purpose, Receipt, Sent, TEXT_VERSION, Withdrawn};
use crate::error::{Damage, Part, VaultError};
use crate::file::{CaseFile, Judgement, Kept, Person, Site, StepRecord, VERSION};
use crate::rollback_guard::RollbackGuard;
use crate::vault::key::KeyProvider;
use crate::vault::{RecordId, Vault};

/// How long material stays before it purges itself, days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Documents and letters. An order takes 2 and 20 working days at most, and is seldom refused more than twice: 90 days hold
    /// three such rounds.
    pub papers_days: i64,
    /// What shows a face: "no longer than the shortest time necessary" (人脸识别技术应用安全管理办法). One round; after a refusal the face
    /// check is done anew anyway.
    pub face_days: i64,
}

impl Default for Retention {
    fn default() -> Self {
        Self { papers_days: 90, face_days: 35 }
    }
}

impl Retention {
    fn until(self, step: Step, now: Timestamp) -> Option<Timestamp> {
        let days = if step.shows_face() { self.face_days } else { self.papers_days };
        now.checked_add(SignedDuration::from_hours(days * 24)).ok()
    }
}

/// What a case begins with.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Name of the provider's profile.
    pub profile: String,
    /// The province, if one is named.
    pub province: Option<Province>,
    /// A unit files, not a person.
    pub unit: bool,
    /// The responsible person is not the legal representative.
    pub not_legal_representative: bool,
    /// Where the responsible person is from.
    pub person_kind: PersonKind,
    /// What they prove who they are by.
    pub identity: IdentityDocument,
    /// What sort of unit files, as far as it was said.
    pub unit_kind: Option<UnitKind>,
    /// Who is responsible.
    pub person: Person,
    /// The text of a profile of one's own, in place of a built-in one.
    pub profile_text: Option<String>,
    /// The site or app, as far as it was named.
    pub site: Option<Site>,
    /// What is filed.
    pub order: Order,
}

/// What a step brings.
pub struct NewStep<'r> {
    /// What was judged.
    pub judgement: Judgement,
    /// Its files.
    pub files: Vec<&'r mut dyn Read>,
    /// What was read of them.
    pub fields: BTreeMap<FieldKey, Sensitive<String>>,
    /// Codes of what was found of the material.
    pub findings: Vec<String>,
    /// Codes of what was found of it beside the order.
    pub filing: Vec<String>,
    /// What a recording was asked for.
    pub challenge: Option<Challenge>,
    /// The face in it; kept only while there is a consent to compare faces.
    pub face: Option<FaceNumbers>,
}

/// Why a case could not be used.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Its profile.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Nothing may be sent: no consent for this purpose and recipient.
    #[error("no consent was given for this")]
    NoConsent,
    /// The step was not done.
    #[error("the step is not done")]
    NotDone,
    /// What was typed cannot be corrected any more.
    #[error("the material was handed in")]
    HandedIn,
    /// The gateway asks for what this program does not know, or what the provider's own profile does not take.
    #[error("the gateway asks for another challenge than the provider's profile takes")]
    OtherChallenge,
}

/// How one step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepStanding {
    /// Which.
    pub step: Step,
    /// How.
    pub standing: Standing,
    /// Whether the profile asks for it.
    pub asked: bool,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Whole hours since then.
    pub age_hours: i64,
}

/// An open case.
#[derive(Debug)]
pub struct Case {
    vault: Vault,
    file: CaseFile,
    profile: Profile,
    retention: Retention,
}

impl Case {
    /// Makes a case in the folder `path`.
    ///
    /// # Errors
    /// When the folder is taken or cannot be written, or there is no such profile.
    pub fn create(
        path: &Path,
        keys: Box<dyn KeyProvider>,
        rollback_guard: Box<dyn RollbackGuard>,
        new: NewCase,
        now: Timestamp,
    ) -> Result<Self, CaseError> {
        let profile = profile_of(&new.profile, new.profile_text.as_deref(), new.province)?;
        let file = CaseFile {
            version: VERSION,
            // A file's own name for itself.
            profile: profile.name.clone(),
            province: new.province.map(|province| province.as_str().to_owned()),
            unit: new.unit,
            not_legal_representative: new.not_legal_representative,
            person_kind: new.person_kind,
            identity: new.identity,
            unit_kind: new.unit_kind,
            person: new.person,
            created: now,
            steps: BTreeMap::new(),
            order: new.order,
            profile_text: new.profile_text,
            site: new.site,
            asked: None,
            consents: Vec::new(),
            sent: Vec::new(),
        };
        let vault = Vault::create(path, keys, rollback_guard, sealed_text(&file)?)?;
        Ok(Self { vault, file, profile, retention: Retention::default() })
    }

    /// Opens the case in the folder `path`; material whose time is over at `now` is destroyed.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn open(
        path: &Path,
        keys: Box<dyn KeyProvider>,
        rollback_guard: Box<dyn RollbackGuard>,
        now: Timestamp,
    ) -> Result<Self, CaseError> {
        let vault = Vault::open(path, keys, rollback_guard)?;
        let damaged = |damage| VaultError::Damaged(Part::Index, damage);
        // The version first: what a later one holds is not known.
        let version: Version = serde_json::from_str(vault.state()).map_err(|_| damaged(Damage::Changed))?;
        if !(1..=VERSION).contains(&version.version) {
            return Err(damaged(Damage::Version(version.version)).into());
        }
        let file: CaseFile = serde_json::from_str(vault.state()).map_err(|_| damaged(Damage::Changed))?;
        // Written back in this form with the next change.
        let file = file.brought_up();
        let province = file.province.as_deref().map(str::parse).transpose();
        let province = province.map_err(|_| damaged(Damage::Changed))?;
        let profile = profile_of(&file.profile, file.profile_text.as_deref(), province)?;
        let mut case = Self { vault, file, profile, retention: Retention::default() };
        let overdue = case.vault.overdue(now);
        if !overdue.is_empty() {
            case.purge(|_, record| record.records.iter().any(|id| overdue.contains(id)))?;
        }
        Ok(case)
    }

    /// Destroys the case in the folder `path`, whether or not its key is there.
    ///
    /// # Errors
    /// As [`Vault::destroy`].
    pub fn destroy(path: &Path, rollback_guard: &dyn RollbackGuard) -> Result<(), VaultError> {
        Vault::destroy(path, rollback_guard)
    }

    /// Everything but the material.
    pub fn file(&self) -> &CaseFile {
        &self.file
    }

    /// What the provider and the province ask.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The vault, to read from.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Records `step`, in place of what was recorded for it before.
    ///
    /// # Errors
    /// As [`crate::vault::Change::commit`]; the case is as it was before.
    pub fn put(&mut self, step: Step, new: NewStep<'_>, now: Timestamp) -> Result<(), CaseError> {
        let mut file = self.file.clone();
        let old = file.steps.remove(&step);
        let until = self.retention.until(step, now);
        let compares = self.compares_faces();
        let mut change = self.vault.change();
        for id in old.iter().flat_map(|record| &record.records) {
            change.remove(*id);
        }
        let mut records = Vec::new();
        for (at, content) in new.files.into_iter().enumerate() {
            records.push(change.add(&format!("{step}/{at}"), content, now, until)?);
        }
        let fields = new.fields.into_iter().map(|(key, value)| (key, Kept(value))).collect();
        let NewStep { judgement, findings, filing, challenge, .. } = new;
        let face = new.face.filter(|_| compares);
        let record = StepRecord { judgement, since: now, records, fields, findings, filing, challenge, face };
        file.steps.insert(step, record);
        change.state(sealed_text(&file)?);
        change.commit()?;
        self.file = file;
        Ok(())
    }

    /// Destroys the material of every step for which `doomed` says so. Returns which.
    ///
    /// # Errors
    /// As [`crate::vault::Change::commit`].
    pub fn purge(&mut self, doomed: impl Fn(Step, &StepRecord) -> bool) -> Result<Vec<Step>, CaseError> {
        self.alter(|file| {
            let purged: Vec<Step> =
                file.steps.iter().filter(|(step, record)| doomed(**step, record)).map(|(step, _)| *step).collect();
            file.steps.retain(|step, _| !purged.contains(step));
            purged
        })
    }

    /// Changes what is known of the order.
    ///
    /// # Errors
    /// As [`crate::vault::Change::commit`].
    pub fn set_order(&mut self, order: Order) -> Result<(), CaseError> {
        self.alter(|file| file.order = order)
    }

    /// Changes the file and destroys the records that no step has any more.
    pub(crate) fn alter<T>(&mut self, alter: impl FnOnce(&mut CaseFile) -> T) -> Result<T, CaseError> {
        let mut file = self.file.clone();
        let done = alter(&mut file);
        let kept: Vec<RecordId> = file.steps.values().flat_map(|record| record.records.clone()).collect();
        let gone: Vec<RecordId> =
            self.vault.entries().iter().map(|entry| entry.id).filter(|id| !kept.contains(id)).collect();
        let mut change = self.vault.change();
        gone.into_iter().for_each(|id| change.remove(id));
        change.state(sealed_text(&file)?);
        change.commit()?;
        self.file = file;
        Ok(done)
    }

    /// How every step stands that is asked for or was done, in the order a person is led through.
    pub fn standings(&self, now: Timestamp) -> Vec<StepStanding> {
        let asked = self.profile.asked(self.file.circumstances());
        let known = Step::ALL.into_iter().filter(|step| asked.contains(step) || self.file.steps.contains_key(step));
        known
            .map(|step| {
                let record = self.file.steps.get(&step);
                let age_hours = record.map_or(0, |record| now.duration_since(record.since).as_hours());
                let standing = record.map_or(Standing::Missing, |record| {
                    self.profile.standing(step, record.judgement == Judgement::Forced, age_hours)
                });
                StepStanding { step, standing, asked: asked.contains(&step), since: record.map(|r| r.since), age_hours }
            })
            .collect()
    }

    /// What a reviewer would refuse in the name of the site or app, when it was named.
    pub fn site_findings(&self) -> Vec<Finding> {
        let file = &self.file;
        let Some(name) = file.site.as_ref().and_then(|site| site.name.as_deref()) else { return Vec::new() };
        let domain = file.site.as_ref().and_then(|site| site.domain.as_deref());
        let province = self.profile.province;
        // Whether a unit is a national one nobody has said: its reviewer knows.
        names::judge(&SiteName { name, domain, individual: !file.unit, national: false, province })
    }

    /// Reads the material of every step to its end. Returns the steps whose material is not as it was stored, each with why.
    pub fn verify(&self) -> Vec<(Step, VaultError)> {
        let mut found = Vec::new();
        for (step, record) in &self.file.steps {
            let error = record.records.iter().find_map(|id| self.vault.verify(*id).err());
            found.extend(error.map(|error| (*step, error)));
        }
        found
    }

    /// Records that the person agrees to `purpose` for `recipient`, having read `text`.
    ///
    /// # Errors
    /// As [`crate::vault::Change::commit`].
    pub fn agree(&mut self, purpose: Purpose, recipient: &str, text: &str, now: Timestamp) -> Result<(), CaseError> {
        let agreed = Agreed {
            purpose,
            recipient: recipient.to_owned(),
            text_version: TEXT_VERSION,
            text: text.to_owned(),
            at: now,
            withdrawn: None,
        };
        self.alter(|file| file.consents.push(agreed))
    }

    /// Takes back every consent to `purpose` for `recipient` and destroys the material that it was for. What another living
    /// consent covers as well is destroyed, too: who withdraws wants it gone.
    ///
    /// # Errors
    /// [`CaseError::NoConsent`] when there is none.
    pub fn withdraw(&mut self, purpose: Purpose, recipient: &str, now: Timestamp) -> Result<Withdrawn, CaseError> {
        if self.grant(purpose, recipient).is_none() {
            return Err(CaseError::NoConsent);
        }
        self.alter(|file| {
            let theirs = |agreed: &&mut Agreed| holds(agreed, purpose, recipient);
            file.consents.iter_mut().filter(theirs).for_each(|agreed| agreed.withdrawn = Some(now));
            let purged: Vec<Step> = file.steps.keys().copied().filter(|step| Purpose::of(*step) == purpose).collect();
            file.steps.retain(|step, _| !purged.contains(step));
            if purpose == Purpose::CompareFace {
                for record in file.steps.values_mut() {
                    record.face = None;
                    record.filing.retain(|code| !faces::is_of_faces(code));
                }
            }
            let held = file.sent.iter().filter(|sent| sent.recipient == recipient && Purpose::of(sent.step) == purpose);
            let held = held.count();
            Withdrawn { purged, held }
        })
    }

    /// Whether the person agrees that the faces of the steps are compared on this device.
    pub fn compares_faces(&self) -> bool {
        self.file.consents.iter().any(|agreed| agreed.purpose == Purpose::CompareFace && agreed.withdrawn.is_none())
    }

    /// The right to have parcels made for `recipient`, when there is a consent that holds.
    pub fn grant(&self, purpose: Purpose, recipient: &str) -> Option<Grant<'_>> {
        let agreed = self.file.consents.iter().find(|agreed| holds(agreed, purpose, recipient))?;
        Some(Grant { agreed })
    }

    /// The files of `step`, for the recipient of `grant`.
    ///
    /// # Errors
    /// When the grant is for another purpose or of another case, the step is not done, or a file is not as it was stored.
    pub fn parcels<'c>(&'c self, grant: &Grant<'c>, step: Step) -> Result<Vec<Parcel<'c>>, CaseError> {
        let ours = self.file.consents.iter().any(|agreed| std::ptr::eq(agreed, grant.agreed));
        if !ours || Purpose::of(step) != grant.purpose() {
            return Err(CaseError::NoConsent);
        }
        let record = self.file.steps.get(&step).ok_or(CaseError::NotDone)?;
        let recipient = grant.agreed.recipient.as_str();
        let parcel = |id: &RecordId| {
            let bytes = self.vault.entries().iter().find(|entry| entry.id == *id).map_or(0, |entry| entry.bytes);
            Ok(Parcel { step, recipient, record: *id, bytes, content: self.vault.read(*id)? })
        };
        record.records.iter().map(parcel).collect()
    }

    /// Records what has arrived.
    ///
    /// # Errors
    /// As [`crate::vault::Change::commit`].
    pub fn delivered(&mut self, receipts: Vec<Receipt>, now: Timestamp) -> Result<(), CaseError> {
        let sent =
            receipts.into_iter().map(|r| Sent { step: r.step, recipient: r.recipient, record: r.record, at: now });
        self.alter(|file| file.sent.extend(sent))
    }

    /// Whether nobody outside the folder remembers the last change.
    pub fn unwitnessed(&self) -> bool {
        self.vault.unwitnessed()
    }

    /// The day in the order's own calendar, which is China's.
    pub fn day_of(now: Timestamp) -> Date {
        jiff::tz::Offset::constant(8).to_datetime(now).date()
    }
}

#[derive(Deserialize)]
struct Version {
    version: u8,
}

fn profile_of(name: &str, text: Option<&str>, province: Option<Province>) -> Result<Profile, ProfileError> {
    text.map_or_else(|| Profile::named(name, province), |text| Profile::parse(text, province))
}

fn holds(agreed: &Agreed, purpose: Purpose, recipient: &str) -> bool {
    agreed.withdrawn.is_none() && agreed.purpose == purpose && agreed.recipient == recipient
}

fn sealed_text(file: &CaseFile) -> Result<String, VaultError> {
    serde_json::to_string(file).map_err(|error| VaultError::Io(error.into()))
}
