//! The libraries of this system that the core's library is linked with, for a root that has others.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Fault, Result};
use crate::{demo, run};

/// Of these the root has its own, newer ones, which serve both sides: C's library is one with its loader.
const OF_THE_ROOT: &[&str] = &[
    "linux-vdso.so",
    "ld-linux",
    "libc.so",
    "libm.so",
    "libdl.so",
    "librt.so",
    "libpthread.so",
    "libresolv.so",
    "libstdc++.so",
    "libgcc_s.so",
];

/// Fills `folder` with links to all that `library` needs, as they are seen in the root.
pub fn make(library: &Path, folder: &Path) -> Result<()> {
    demo::clear(folder)?;
    fs::create_dir_all(folder).map_err(|e| Fault::io("making", folder, &e))?;
    let output = run::capture(Command::new("ldd").arg(library))?;
    for (name, path) in needed(&String::from_utf8_lossy(&output.stdout))? {
        let real = fs::canonicalize(&path).map_err(|e| Fault::io("looking at", &path, &e))?;
        if !real.starts_with("/usr") {
            return Err(Fault::new(format!("{} is not under /usr, where Swift's root looks for it", real.display())));
        }
        let link = folder.join(&name);
        #[cfg(unix)]
        std::os::unix::fs::symlink(Path::new("/heyan/host").join(real.strip_prefix("/").unwrap_or(&real)), &link)
            .map_err(|e| Fault::io("linking", &link, &e))?;
    }
    Ok(())
}

/// Names and places out of what `ldd` said, without those that the root has itself.
fn needed(said: &str) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for line in said.lines() {
        let Some((name, rest)) = line.trim().split_once(" => ") else { continue };
        if OF_THE_ROOT.iter().any(|own| name.starts_with(own)) {
            continue;
        }
        match rest.split_once(" (") {
            Some((path, _)) => found.push((name.to_owned(), PathBuf::from(path))),
            None => return Err(Fault::new(format!("the core's library needs {name}, which is not on this system"))),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_root_has_itself_is_left_out_and_what_is_missing_is_told() {
        let said = "\tlinux-vdso.so.1 (0x00007)\n\tlibopencv_core.so.406 => /lib/libopencv_core.so.406 (0x00007)\n\
            \tlibm.so.6 => /lib/libm.so.6 (0x00007)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007)\n";
        let found = needed(said).expect("all there");
        assert_eq!(found, [("libopencv_core.so.406".to_owned(), PathBuf::from("/lib/libopencv_core.so.406"))]);
        assert!(needed("\tlibgone.so.1 => not found\n").is_err());
    }
}
