//! The report's folder: everything is written aside and put in place only when all of it is there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder being filled. Dropped before [`Folder::publish`], nothing of it remains.
///
/// What is written holds personal data, so folder and files made here are the owner's alone.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    /// Inside `dir`: renaming works only within one file system. Taken on publishing.
    staging: Option<TempDir>,
    names: Vec<String>,
    /// Folders that did not exist before, innermost first.
    made: Vec<PathBuf>,
    published: bool,
}

impl Folder {
    /// Opens `dir`, making it if needed, and proves that it can be written.
    pub fn open(dir: &Path) -> io::Result<Self> {
        let made = dir
            .ancestors()
            .take_while(|d| !d.as_os_str().is_empty() && fs::symlink_metadata(d).is_err())
            .map(Path::to_path_buf)
            .collect();
        let mut folder = Self { dir: dir.to_path_buf(), staging: None, names: Vec::new(), made, published: false };
        if dir.exists() && !dir.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "is a file, not a directory"));
        }
        make(dir)?;
        folder.staging = Some(tempfile::Builder::new().prefix(".heyan-").tempdir_in(dir)?);
        Ok(folder)
    }

    /// Opens a new file to become `name`.
    pub fn file(&mut self, name: &str) -> io::Result<File> {
        let file = private(&self.staged()?.join(name))?;
        self.names.push(name.to_owned());
        Ok(file)
    }

    /// Writes a new file to become `name`.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.file(name)?;
        file.write_all(bytes)?;
        file.flush()
    }

    /// A file that is never published.
    pub fn scratch(&self) -> io::Result<File> {
        tempfile::tempfile_in(self.staged()?)
    }

    /// Puts everything in place, in the order it was written, over what an earlier run left there.
    pub fn publish(mut self) -> io::Result<()> {
        let staged = self.staged()?.to_path_buf();
        // Names that cannot be replaced must show before the first is.
        for name in &self.names {
            if self.dir.join(name).is_dir() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, format!("{name} in it is a directory")));
            }
        }
        for name in &self.names {
            fs::rename(staged.join(name), self.dir.join(name))?;
        }
        self.published = true;
        Ok(())
    }

    fn staged(&self) -> io::Result<&Path> {
        self.staging.as_ref().map(TempDir::path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(self.staging.take());
        if !self.published {
            for dir in &self.made {
                // Only ever removes an empty folder, so nobody else's file is at risk.
                let _ = fs::remove_dir(dir);
            }
        }
    }
}

#[cfg(unix)]
fn make(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

#[cfg(not(unix))]
fn make(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<File> {
    File::create_new(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_remains_of_what_is_given_up() {
        let root = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(&root.path().join("a/b")).unwrap();
        folder.write("page", b"half").unwrap();
        drop(folder);
        assert!(names(root.path()).is_empty());
    }

    #[test]
    fn publishing_replaces_its_own_and_keeps_the_rest() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("page"), "old").unwrap();
        fs::write(root.path().join("other"), "kept").unwrap();
        let mut folder = Folder::open(root.path()).unwrap();
        folder.write("page", b"new").unwrap();
        assert_eq!(fs::read(root.path().join("page")).unwrap(), b"old");
        folder.publish().unwrap();
        assert_eq!(names(root.path()), ["other", "page"]);
        assert_eq!(fs::read(root.path().join("page")).unwrap(), b"new");
    }
}
