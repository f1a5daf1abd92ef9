//! The demonstration: a front, a back, and what goes wrong.

use std::path::Path;

use jiff::civil::Date;

use crate::card::Side;
use crate::defect::Defect;
use crate::set::{Case, Split, Truth, Wanted, generate};

/// File name, what it shall be, what its tags must hold to be shown, and which picture was seen to: it is looked at first, for
/// drawing the ones before it only to pass them over takes longer than all that are shown.
type Shot = (&'static str, Wanted, &'static [&'static str], u64);

const SHOTS: &[Shot] = &[
    ("front", Wanted::Good(Side::Front), &["wood"], 70035),
    ("back", Wanted::Good(Side::Back), &["cloth"], 71018),
    ("glare", Wanted::Defect(Defect::Glare), &["over id_number"], 72028),
    ("blurred", Wanted::Defect(Defect::Blurred), &[], 73016),
    ("covered", Wanted::Defect(Defect::Covered), &["finger over id_number"], 74058),
    ("cut_off", Wanted::Defect(Defect::CutOff), &["wood"], 75011),
    ("screen_recapture", Wanted::Defect(Defect::ScreenRecapture), &["bezel"], 76001),
    ("expired", Wanted::Defect(Defect::Expired), &["marble"], 77005),
    ("id_checksum", Wanted::Defect(Defect::IdChecksum), &["keyboard"], 78020),
];

/// Writes the pictures and gives their truths. Each is the first of its kind that looks the part.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(out: &Path, today: Date) -> std::io::Result<Vec<Truth>> {
    std::fs::create_dir_all(out)?;
    let mut truths = Vec::new();
    for (k, (name, wanted, tags, known)) in SHOTS.iter().enumerate() {
        let base = 70_000 + 1_000 * k as u64;
        let fits = |c: &Case| {
            let t = &c.truth;
            let middling = matches!(wanted, Wanted::Good(_)) || (0.25..0.75).contains(&t.strength);
            // Large enough to be read on a page, stored upright, as a JPEG.
            t.file.ends_with("jpg")
                && middling
                && t.long_side_px > 800.0
                && !t.tags.iter().any(|g| g.starts_with("exif"))
                && tags.iter().all(|w| t.tags.iter().any(|g| g.contains(w)))
                && (*name == "back" || t.kind == Side::Front.kind() || *name == "expired")
        };
        let plan = |i: u64| crate::set::preview(Split::Tuning, 7, i, *wanted, today);
        let drawn = std::iter::once(*known).chain(base..base + 990).find_map(|i| {
            let (tags_now, side) = plan(i);
            let planned =
                tags.iter().all(|w| w.contains("over") || *w == "bezel" || tags_now.iter().any(|g| g.contains(w)))
                    && (matches!(*name, "back" | "expired") || side == Side::Front);
            planned.then(|| generate(Split::Tuning, 7, i, *wanted, today)).filter(&fits)
        });
        let mut case = drawn.unwrap_or_else(|| generate(Split::Tuning, 7, base, *wanted, today));
        let extension = case.truth.file.rsplit('.').next().unwrap_or("jpg").to_owned();
        case.truth.file = format!("{name}.{extension}");
        std::fs::write(out.join(&case.truth.file), &case.picture)?;
        truths.push(case.truth);
    }
    Ok(truths)
}
