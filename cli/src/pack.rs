//! Where the models are.

use std::env;
use std::path::{Path, PathBuf};

use heyan::rules::words::Lang;

use crate::labels;

/// The folder of models, or the line that says how to get it.
///
/// Looks at what was asked for, `$HEYAN_PACK`, then for `models/pack` in the ancestors of the current
/// folder and of the program, so that it is found from anywhere in a checkout. What somebody names is
/// taken or refused, never replaced by another.
pub fn find(asked: Option<&Path>, lang: Lang) -> Result<PathBuf, String> {
    let named = asked
        .map(Path::to_path_buf)
        .or_else(|| env::var_os("HEYAN_PACK").filter(|value| !value.is_empty()).map(PathBuf::from));
    if let Some(folder) = named {
        return if folder.is_dir() { Ok(folder) } else { Err(labels::pack_missing(Some(&folder), lang)) };
    }
    let starts = [env::current_dir(), env::current_exe()];
    let found = starts.iter().flatten().flat_map(|start| start.ancestors()).map(|dir| dir.join("models").join("pack"));
    found.into_iter().find(|dir| dir.is_dir()).ok_or_else(|| labels::pack_missing(None, lang))
}
