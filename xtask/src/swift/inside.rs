//! What runs in Swift's root: the checkout's packages are seen there under `/heyan`, as they lie to each other here.

use std::path::{Path, PathBuf};

use super::root::apart;
use crate::bindings;
use crate::fault::{Fault, Result};
use crate::run;

/// Warnings are errors. The core's library knows names of this system's libraries that are looked for when it is loaded.
const BUILD: &str = "swift build --jobs 1 --scratch-path /heyan/target/swift/build -Xswiftc -warnings-as-errors \
    -Xlinker -L/heyan/library -Xlinker --allow-shlib-undefined";

/// The root and what is shown in it.
pub struct Inside {
    root: PathBuf,
    /// Folders of this machine and their places under `/heyan`.
    shown: Vec<(PathBuf, &'static str)>,
}

impl Inside {
    /// A root that sees `out` and what the tests stand on.
    pub fn new(root: &Path, out: &Path) -> Self {
        let shown = vec![
            (out.to_path_buf(), "target/swift"),
            (run::root().join("ios"), "ios"),
            (run::built_dir(), "library"),
            (bindings::fixtures_dir(), "fixtures"),
            (run::pack_dir(), "pack"),
            // The libraries of this system that the core's is linked with: see `closure`.
            (PathBuf::from("/usr"), "host/usr"),
        ];
        Self { root: root.to_path_buf(), shown }
    }

    /// A root that sees `shown`: folders of this machine, and their places under `/heyan`.
    pub fn showing(root: &Path, shown: Vec<(PathBuf, &'static str)>) -> Self {
        Self { root: root.to_path_buf(), shown }
    }

    /// Builds the package in the folder `package`.
    pub fn build(&self, package: &str) -> Result<()> {
        self.run(&format!("cd /heyan/{package} && {BUILD}"), &[])
    }

    /// Builds the tests of the package in the folder `package` and runs them; `told` is added to their environment.
    pub fn test(&self, package: &str, tests: &str, told: &[(&str, String)]) -> Result<()> {
        let script = format!(
            "cd /heyan/{package} && {BUILD} --build-tests && \
             export LD_LIBRARY_PATH=/heyan/library:/heyan/target/swift/closure && \
             exec /heyan/target/swift/build/debug/{tests}.xctest"
        );
        let mut environment: Vec<(&str, String)> =
            vec![("HEYAN_FIXTURES", "/heyan/fixtures".to_owned()), ("HEYAN_PACK", "/heyan/pack".to_owned())];
        environment.extend(told.iter().cloned());
        self.run(&script, &environment)
    }

    /// Runs `script` in the root, as the user of this machine.
    pub fn run(&self, script: &str, environment: &[(&str, String)]) -> Result<()> {
        // $1 is the root, $2 the user, $3 what runs there; then environment, an empty word, and folders two by two.
        let outside = "root=$1 user=$2 script=$3\n\
            shift 3\n\
            mount -t proc proc \"$root/proc\"\n\
            variables=\n\
            count=0\n\
            while [ -n \"$1\" ]; do set -- \"$@\" \"$1\"; shift; count=$((count + 1)); done\n\
            shift\n\
            while [ $# -gt $count ]; do\n\
              mkdir -p \"$root/heyan/$2\"\n\
              mount --bind \"$1\" \"$root/heyan/$2\"\n\
              shift 2\n\
            done\n\
            exec chroot --userspec=\"$user\" \"$root\" env -i PATH=/usr/bin:/bin HOME=/tmp LC_ALL=C.UTF-8 \"$@\" sh -c \"$script\"";
        let mut command = apart(outside);
        command.arg(&self.root).arg(run::user()?).arg(script);
        command.args(environment.iter().map(|(name, value)| format!("{name}={value}"))).arg("");
        for (folder, place) in &self.shown {
            command.arg(folder).arg(place);
        }
        match run::code_of(&mut command)? {
            0 => Ok(()),
            code => Err(Fault::new(format!(
                "in the root {} this ended with exit code {code}; what it says stands above: {script}",
                self.root.display()
            ))),
        }
    }
}
