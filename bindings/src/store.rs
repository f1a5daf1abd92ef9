//! All cases on this device.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use heyan::rules::filing::Order;
use heyan::rules::words::Words;
use heyan::vault::{self, Case as Core, FolderGuard, NewCase as New, VaultError, outbox};
use jiff::Timestamp;

use crate::asked::{Person, Site, typed};
use crate::case::Case;
use crate::error::{HeyanError, of_case, of_vault};
use crate::filing::{OrderKind, Rules};
use crate::finding::Lang;
use crate::guard::no_panic;
use crate::keys::{Alias, KeyProvider};

/// What a case begins with.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewCase {
    /// Whose rules hold.
    pub rules: Rules,
    /// A unit files, not a person.
    pub unit: bool,
    /// The responsible person is not the legal representative.
    pub not_legal_representative: bool,
    /// Who is responsible.
    pub person: Person,
    /// The site or app.
    pub site: Site,
    /// What the order is for.
    pub kind: OrderKind,
}

/// A folder of cases, each sealed with a key of its own.
#[derive(uniffi::Object)]
pub struct CaseStore {
    folder: PathBuf,
    rollback_guard: PathBuf,
    keys: Arc<dyn KeyProvider>,
    words: Words,
}

#[uniffi::export]
impl CaseStore {
    /// Cases in `folder`. `rollback_guard` is another folder, which no backup carries: in it the store remembers how far each case had
    /// come, so that an old state put back is noticed.
    #[uniffi::constructor]
    pub fn new(folder: String, rollback_guard: String, keys: Arc<dyn KeyProvider>, lang: Lang) -> Self {
        let words = Words::new(lang);
        Self { folder: PathBuf::from(folder), rollback_guard: PathBuf::from(rollback_guard), keys, words }
    }

    /// The names of the cases, those half deleted as well.
    pub fn cases(&self) -> Result<Vec<String>, HeyanError> {
        let listed = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            listed => listed.map_err(|error| self.vault(&error.into()))?,
        };
        let names = listed.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| is_name(name)).collect();
        names.sort();
        Ok(names)
    }

    /// Makes a case.
    pub fn create(&self, new: NewCase) -> Result<Arc<Case>, HeyanError> {
        no_panic(|| {
            let (person, site) = typed(&new.person, &new.site, &self.words)?;
            let name = vault::DataKey::random().map_err(|error| self.vault(&error.into()))?;
            let name = heyan::vault::upload::hex(&name.expose()[..16]);
            let folder = self.folder.join(&name);
            fs::create_dir_all(&folder).map_err(|error| self.vault(&error.into()))?;
            let now = Timestamp::now();
            let new = New {
                province: new.rules.province()?,
                profile: new.rules.provider,
                profile_text: new.rules.text,
                site,
                unit: new.unit,
                not_legal_representative: new.not_legal_representative,
                person,
                order: Order::new(new.kind, Core::day_of(now)),
            };
            let made = Core::create(&folder, Box::new(self.alias(&name, true)), self.rollback_guard(), new, now);
            let core = made.map_err(|error| {
                // Nothing is in it.
                let _ = fs::remove_dir_all(&folder);
                of_case(&error, &self.words)
            })?;
            Ok(Arc::new(Case::new(name.clone(), folder, core, self.alias(&name, false), self.words)))
        })
    }

    /// Opens the case `name`.
    pub fn open(&self, name: String) -> Result<Arc<Case>, HeyanError> {
        no_panic(|| {
            let folder = self.place(&name)?;
            let opened =
                Core::open(&folder, Box::new(self.alias(&name, false)), self.rollback_guard(), Timestamp::now());
            let core = opened.map_err(|error| of_case(&error, &self.words))?;
            Ok(Arc::new(Case::new(name.clone(), folder, core, self.alias(&name, false), self.words)))
        })
    }

    /// Destroys the case `name`, its sealed files and its key, whether or not it can be opened. Close it first. Can be repeated.
    pub fn delete(&self, name: String) -> Result<(), HeyanError> {
        no_panic(|| {
            let folder = self.place(&name)?;
            outbox::destroy(&folder).map_err(|error| self.vault(&error))?;
            match Core::destroy(&folder, &*self.rollback_guard()) {
                // What is left of one that was never finished.
                Err(VaultError::NoCase) => {}
                done => done.map_err(|error| self.vault(&error))?,
            }
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(self.vault(&error.into())),
                _ => self.keys.forget(name),
            }
        })
    }

    /// Destroys every case.
    pub fn delete_all(&self) -> Result<(), HeyanError> {
        self.cases()?.into_iter().try_for_each(|name| self.delete(name))
    }
}

impl CaseStore {
    fn alias(&self, name: &str, create: bool) -> Alias {
        Alias { keys: self.keys.clone(), alias: name.to_owned(), create }
    }

    fn rollback_guard(&self) -> Box<dyn vault::RollbackGuard> {
        Box::new(FolderGuard::new(self.rollback_guard.clone()))
    }

    fn vault(&self, error: &VaultError) -> HeyanError {
        of_vault(error, &self.words)
    }

    /// The folder of the case `name`: never one outside.
    fn place(&self, name: &str) -> Result<PathBuf, HeyanError> {
        let refused = || HeyanError::BadArgument { reason: "a case's name is 32 hexadecimal digits".to_owned() };
        is_name(name).then(|| self.folder.join(Path::new(name))).ok_or_else(refused)
    }
}

fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
