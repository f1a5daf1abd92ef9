//! Keys of the desk, and the folder in which it remembers how far its cases have come.

use std::env;
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use heyan::rules::words::Lang;
use heyan::vault::{FolderGuard, KeyError, KeyFile, KeyKind, KeyProvider, NoGuard, Passphrase, RollbackGuard, Vault};
use zeroize::Zeroizing;

use super::args::KeyArgs;
use super::said;
use crate::labels::case as labels;
use crate::terminal::shown;

/// Longest passphrase that is read, bytes.
const LONGEST: u64 = 4096;

/// The key for a new case.
pub(super) fn new(args: &KeyArgs, lang: Lang) -> Result<Box<dyn KeyProvider>, String> {
    if let Some(path) = &args.key_file {
        let key = match KeyFile::create(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => KeyFile::read(path),
            made => made,
        };
        return key.map(|key| Box::new(key) as Box<dyn KeyProvider>).map_err(|error| bad_key(path, &error, lang));
    }
    let words = passphrase(args, true, lang)?;
    let key = Passphrase::new(words.as_bytes()).map_err(|error| key_failed(error, lang))?;
    Ok(Box::new(key))
}

/// The key of the case in `dir`.
pub(super) fn of(dir: &Path, args: &KeyArgs, lang: Lang) -> Result<Box<dyn KeyProvider>, String> {
    let head = Vault::peek(dir).map_err(|error| said(dir, &error, lang))?;
    match (head.kind, &args.key_file) {
        (KeyKind::KeyFile, Some(path)) => KeyFile::read(path)
            .map(|key| Box::new(key) as Box<dyn KeyProvider>)
            .map_err(|error| bad_key(path, &error, lang)),
        (KeyKind::KeyFile, None) => Err(format!("{}: {}", shown(dir), labels::wants_key_file(lang))),
        (KeyKind::Platform, _) => Err(format!("{}: {}", shown(dir), labels::of_a_phone(lang))),
        (KeyKind::Passphrase, Some(_)) => Err(format!("{}: {}", shown(dir), labels::wants_passphrase(lang))),
        (KeyKind::Passphrase, None) => {
            let words = passphrase(args, false, lang)?;
            let key = Passphrase::again(words.as_bytes(), &head.parameters).map_err(|error| key_failed(error, lang))?;
            Ok(Box::new(key))
        }
    }
}

fn key_failed(error: KeyError, lang: Lang) -> String {
    labels::key_failed(&error.to_string(), lang)
}

fn bad_key(path: &Path, error: &io::Error, lang: Lang) -> String {
    format!("{}: {}", shown(path), labels::bad_key_file(error, lang))
}

/// The passphrase: of the file, else asked for, twice for a new case.
fn passphrase(args: &KeyArgs, twice: bool, lang: Lang) -> Result<Zeroizing<String>, String> {
    let words = match &args.passphrase_file {
        Some(path) => first_line(path)
            .map_err(|error| format!("{}: {}", shown(path), labels::bad_passphrase_file(&error, lang)))?,
        None if !io::stdin().is_terminal() => return Err(labels::no_terminal(lang).to_owned()),
        None => {
            let ask = |prompt: &str| {
                rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|_| labels::no_terminal(lang).to_owned())
            };
            let words = ask(labels::ask_passphrase(lang))?;
            if twice && *ask(labels::ask_again(lang))? != *words {
                return Err(labels::not_the_same(lang).to_owned());
            }
            words
        }
    };
    if words.is_empty() { Err(labels::empty_passphrase(lang).to_owned()) } else { Ok(words) }
}

pub(crate) fn first_line(path: &Path) -> io::Result<Zeroizing<String>> {
    if !fs::metadata(path)?.is_file() {
        // `/dev/stdin`, or a shell's `<(…)`: one that never ends is cut off below.
        if fs::metadata(path)?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
    }
    // Room for all of it, so that no copy is left behind by growing.
    let mut text = Zeroizing::new(String::with_capacity(LONGEST as usize + 1));
    fs::File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}

/// Who remembers, outside the folder of a case, how far it has come: `$HEYAN_STATE`, else where the XDG base directories have
/// such things. Without any of them nobody does, which the status says.
pub(super) fn rollback_guard() -> Box<dyn RollbackGuard> {
    match state() {
        Some(folder) => Box::new(FolderGuard::new(folder.join("cases"))),
        None => Box::new(NoGuard),
    }
}

/// The folder of what the desk remembers; `None` where no variable says where.
pub(crate) fn state() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || of("HOME").map(|home| home.join(".local").join("state"));
    let state = || of("XDG_STATE_HOME").filter(|path| path.is_absolute()).or_else(home).map(|path| path.join("heyan"));
    of("HEYAN_STATE").or_else(state)
}
