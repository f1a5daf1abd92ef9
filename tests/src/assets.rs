//! Pictures that come from outside: found beside the portrait that the set-up fetches.

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::paint::Img;

/// The portrait: `HEYAN_PORTRAIT`, else `models/cache/astronaut.png` in this folder or one above it.
#[must_use]
pub fn portrait() -> Option<&'static Img> {
    static P: OnceLock<Option<Img>> = OnceLock::new();
    P.get_or_init(|| portrait_path().and_then(|p| read(&p))).as_ref()
}

/// A background photograph beside the portrait (`brick`, `gravel`, `grass`, `coffee`), when it is there.
#[must_use]
pub fn photo(name: &str) -> Option<&'static Img> {
    static ALL: OnceLock<Vec<(&'static str, Img)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let Some(dir) = portrait_path().and_then(|p| p.parent().map(PathBuf::from)) else {
            return Vec::new();
        };
        ["brick", "gravel", "grass", "coffee"]
            .into_iter()
            .filter_map(|n| Some((n, read(&dir.join(format!("{n}.png")))?)))
            .collect()
    });
    all.iter().find(|(n, _)| *n == name).map(|(_, i)| i)
}

/// Where the portrait lies, when it does.
pub(crate) fn portrait_path() -> Option<PathBuf> {
    if let Some(p) = std::env::var_os("HEYAN_PORTRAIT") {
        return Some(PathBuf::from(p)).filter(|p| p.is_file());
    }
    let start = std::env::current_dir().ok()?;
    start.ancestors().map(|d| d.join("models/cache/astronaut.png")).find(|p| p.is_file())
}

fn read(path: &std::path::Path) -> Option<Img> {
    let picture = image::ImageReader::open(path).ok()?.decode().ok()?.to_rgb8();
    let (w, h) = picture.dimensions();
    let px = picture.pixels().map(|p| p.0.map(|v| f32::from(v) / 255.0)).collect();
    Some(Img { w: w as usize, h: h as usize, px })
}
