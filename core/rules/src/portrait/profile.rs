//! What a receiver of portraits asks for.

use std::borrow::Cow;

use super::Limits;

/// Size of the picture that is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// Width, px.
    pub width_px: u32,
    /// Height, px.
    pub height_px: u32,
    /// Most bytes of the file.
    pub max_bytes: usize,
}

/// Limits and size by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What a picture is judged by.
    pub limits: Limits,
    /// What is handed in.
    pub export: Export,
}

/// 4 MB, the least of the sizes that access providers take.
const MOST_BYTES: usize = 4_000_000;

impl Profile {
    /// Names of all there are; the first is taken when nothing is said.
    pub const NAMES: [&'static str; 3] = ["icp", "icp-landscape", "passport"];

    /// The profile called `name`.
    pub fn named(name: &str) -> Option<Self> {
        let size = |width_px, height_px| Export { width_px, height_px, max_bytes: MOST_BYTES };
        let mut limits = Limits::default();
        match name {
            // Half body, upright, as phones take it.
            "icp" => Some(Self { name: "icp".into(), limits, export: size(600, 800) }),
            // Access providers ask for 800 × 600 at least; half body.
            "icp-landscape" => Some(Self { name: "icp-landscape".into(), limits, export: size(800, 600) }),
            // ICAO Doc 9303: a head of 70 to 80 % of the height, 60 to 89 % tolerated; the top of the shoulders shows.
            "passport" => {
                limits.head_small_warn = 0.7;
                limits.head_small_error = 0.6;
                limits.head_large_warn = 0.8;
                limits.head_large_error = 0.89;
                limits.headroom_warn = 0.03;
                limits.headroom_error = 0.01;
                limits.offset_warn = 0.05;
                limits.offset_error = 0.08;
                limits.shoulders_needed = 0.0;
                Some(Self { name: "passport".into(), limits, export: size(413, 531) })
            }
            _ => None,
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        let export = Export { width_px: 600, height_px: 800, max_bytes: MOST_BYTES };
        Self { name: "icp".into(), limits: Limits::default(), export }
    }
}
