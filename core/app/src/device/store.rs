//! All cases in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, Weak};

use heyan::rules::filing::{Order, OrderKind, TypedError};
use heyan::vault::upload::hex;
use heyan::vault::{self, Case as Core, DataKey, FolderGuard, VaultError, outbox};

use super::Device;
use super::case::OpenCase;
use super::files::{Files, OnDisk};
use super::guard::held;
use super::open::Open;
use crate::ports::{Case, NewCase, Store, Typed};
use crate::problem::Problem;

/// The cases of a device.
pub struct Cases {
    device: Arc<Device>,
    files: Arc<dyn Files>,
    /// Those that are open: two screens, or a screen and work it left behind, share one.
    open: Mutex<BTreeMap<String, Weak<Open>>>,
}

impl Cases {
    /// Those of `device`.
    pub fn new(device: Device) -> Self {
        Self::reading(device, Arc::new(OnDisk))
    }

    /// The same, with what the shell recorded and copied read from `files`.
    pub fn reading(device: Device, files: Arc<dyn Files>) -> Self {
        Self { device: Arc::new(device), files, open: Mutex::default() }
    }

    fn guard(&self) -> Box<dyn vault::RollbackGuard> {
        Box::new(FolderGuard::new(self.device.rollback_guard.clone()))
    }

    /// The folder of the case `name`: never one outside.
    fn place(&self, name: &str) -> Result<PathBuf, Problem> {
        is_name(name).then(|| self.device.cases.join(name)).ok_or(Problem::Fault)
    }
}

fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl From<TypedError> for Problem {
    fn from(error: TypedError) -> Self {
        Self::Told(error.code())
    }
}

/// What was typed, as it is kept.
pub(super) fn kept(typed: &Typed) -> Result<(vault::Person, Option<vault::Site>), Problem> {
    let named = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (name, domain) = (named(typed.site_name.expose()), named(typed.domain.expose()));
    let site = vault::Site::typed(name.as_deref(), domain.as_deref())?;
    Ok((vault::Person::typed(typed.name.expose(), typed.id_number.expose())?, site))
}

impl Store for Cases {
    fn names(&self) -> Result<Vec<String>, Problem> {
        let listed = match fs::read_dir(&self.device.cases) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            listed => listed?,
        };
        let names = listed.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| is_name(name)).collect();
        names.sort();
        Ok(names)
    }

    fn create(&self, new: &NewCase) -> Result<String, Problem> {
        let (person, site) = kept(&new.typed)?;
        let random = DataKey::random().map_err(VaultError::from)?;
        let name = hex(random.expose().get(..16).unwrap_or_default());
        let folder = self.place(&name)?;
        fs::create_dir_all(&folder)?;
        let now = self.device.now();
        let new = vault::NewCase {
            profile: new.provider.clone(),
            province: new.province,
            profile_text: new.profile_text.clone(),
            unit: new.unit,
            not_legal_representative: new.not_legal_representative,
            person_kind: new.person_kind,
            identity: new.identity,
            unit_kind: new.unit_kind.filter(|_| new.unit),
            person,
            site,
            order: Order::new(OrderKind::Filing, Core::day_of(now)),
        };
        let made = Core::create(&folder, self.device.keys.of(&name, true), self.guard(), new, now);
        if let Err(error) = made {
            // Nothing is in it.
            let _ = fs::remove_dir_all(&folder);
            return Err(error.into());
        }
        Ok(name)
    }

    fn open(&self, name: &str) -> Result<Arc<dyn Case>, Problem> {
        let mut open = held(&self.open);
        if let Some(known) = open.get(name).and_then(Weak::upgrade) {
            return Ok(Arc::new(OpenCase(known)));
        }
        let folder = self.place(name)?;
        let core = Core::open(&folder, self.device.keys.of(name, false), self.guard(), self.device.now())?;
        let opened = Arc::new(Open::new(self.device.clone(), self.files.clone(), name.to_owned(), folder, core));
        open.retain(|_, known| known.strong_count() > 0);
        open.insert(name.to_owned(), Arc::downgrade(&opened));
        Ok(Arc::new(OpenCase(opened)))
    }

    fn delete(&self, name: &str) -> Result<(), Problem> {
        let folder = self.place(name)?;
        outbox::destroy(&folder)?;
        match Core::destroy(&folder, &*self.guard()) {
            // What is left of one that was never finished.
            Ok(()) | Err(VaultError::NoCase) => {}
            Err(error) => return Err(error.into()),
        }
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        self.device.keys.of(name, false).forget().map_err(|error| VaultError::from(error).into())
    }
}
