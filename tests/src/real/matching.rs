//! The comparison of faces on portraits of real people: each is printed on a drawn card, photographed, and compared with the
//! other pictures of that person and of everyone else.

use std::collections::BTreeMap;
use std::io::{Error, Result};
use std::path::Path;
use std::sync::Mutex;

use heyan::rules::Date;
use heyan::vision::face::MeasuredFace;
use heyan::{Matcher, ScanOptions};
use heyan_rules::matching::{Band, MatchLimits, Pair, judge};
use heyan_vision::frame::{DecodeLimits, Picture, decode};

use super::portraits::{Portrait, TABLE, listed};
use crate::backdrop;
use crate::card::{self, Side};
use crate::effect;
use crate::encode::encode;
use crate::paint::{Img, luma, mix, sin};
use crate::placing::{place, print_scale, size};
use crate::print;
use crate::rate::Rate;
use crate::rng::Rng;
use crate::scene::{self, Light, Placed, Scene};
use crate::set::identity;
use crate::truth::Split;
use crate::view::{Stance, long_side};
use crate::workers;

/// What is demanded of people who were not tuned on.
mod must {
    /// Pairs of one person told as two.
    pub const TORN: usize = 0;
    /// Pairs of one person told as one, of prints of [`WIDE`] px and more.
    pub const SAME: f64 = 0.85;
    /// Pairs of two people told as one, at most.
    pub const MERGED: f64 = 0.005;
    /// Width of a portrait's print from which the second limit counts, px.
    pub const WIDE: f32 = 110.0;
}

/// Widths of the portrait in the picture of the card, px, between which prints are drawn.
const WIDTHS: (f32, f32) = (80.0, 200.0);
/// Width of the portrait on the card, mm.
const PORTRAIT_MM: f32 = 24.4;

/// A print and what came of it: against pictures of the same person, and of others.
pub struct Compared {
    /// Whose portrait it is.
    pub portrait: Portrait,
    /// Width of the print in the picture, px.
    pub width_px: f32,
    /// The card and the portrait on it were found.
    pub found: bool,
    /// Distance to each picture and what it was told as; whether it is the same person's.
    pub pairs: Vec<(bool, f32, Option<Band>)>,
}

struct Shot {
    portrait: Portrait,
    picture: Picture,
}

/// Prints, photographs and compares the portraits of `folder`. `seed` draws the cards.
///
/// # Errors
/// When there is no table, a picture cannot be read, or the networks cannot be run.
pub fn compare(folder: &Path, split: Split, seed: u64, pack: &Path, threads: usize) -> Result<Vec<Compared>> {
    let table = folder.join(TABLE);
    let text = std::fs::read_to_string(&table).map_err(|e| Error::other(format!("{}: {e}", table.display())))?;
    let shots: Vec<Shot> = listed(&text, split)
        .into_iter()
        .map(|portrait| {
            let named = |e: &dyn std::fmt::Display| Error::other(format!("{}: {e}", portrait.file));
            let bytes = std::fs::read(folder.join(&portrait.file)).map_err(|e| named(&e))?;
            let picture = decode(&bytes, &DecodeLimits::default()).map_err(|e| named(&e))?;
            Ok(Shot { portrait, picture })
        })
        .collect::<Result<_>>()?;
    let matchers: Mutex<Vec<Matcher>> = Mutex::new(Vec::new());
    let with = |work: &mut dyn FnMut(&mut Matcher) -> std::result::Result<(), heyan::MatchError>| -> Result<()> {
        let idle = matchers.lock().expect("no panic while waiting").pop();
        let mut matcher = idle.map_or_else(|| Matcher::open(pack, 1), Ok).map_err(Error::other)?;
        work(&mut matcher).map_err(Error::other)?;
        matchers.lock().expect("no panic while waiting").push(matcher);
        Ok(())
    };
    let live: Vec<Option<MeasuredFace>> = workers::each(&shots, threads, |shot| {
        let mut measured = None;
        with(&mut |matcher| matcher.live(&shot.picture).map(|found| measured = found))?;
        Ok(measured)
    })?;
    let jobs: Vec<(usize, &Shot)> = shots.iter().enumerate().collect();
    let limits = MatchLimits::default();
    workers::each(&jobs, threads, |(number, shot)| {
        let mut rng = Rng::new(seed ^ (*number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (file, width_px) = photographed(&mut rng, &shot.picture, split == Split::Held);
        let card = decode(&file, &DecodeLimits::default()).map_err(Error::other)?;
        let options = ScanOptions { expect: None, today: Date::constant(2026, 11, 1) };
        let mut printed = None;
        with(&mut |matcher| matcher.printed(&card, &options).map(|found| printed = found.face))?;
        let pairs = shots.iter().zip(&live).filter(|(other, _)| other.portrait.file != shot.portrait.file);
        let pairs = pairs.filter_map(|(other, live)| {
            let (printed, live) = (printed.as_ref()?, live.as_ref()?);
            let distance = printed.distance(live);
            let pair = Pair { printed: Some(printed.view), live: Some(live.view), distance: Some(distance) };
            Some((other.portrait.person == shot.portrait.person, distance, judge(&pair, &limits).band))
        });
        let pairs = pairs.collect();
        Ok(Compared { portrait: shot.portrait.clone(), width_px, found: printed.is_some(), pairs })
    })
}

/// A photograph of a card with `portrait` printed on it, and the width of the print in it.
pub fn photographed(rng: &mut Rng, portrait: &Picture, held: bool) -> (Vec<u8>, f32) {
    let today = Date::constant(2026, 11, 1);
    let (w, h, quad, width_px) = loop {
        let wanted = rng.range(WIDTHS.0, WIDTHS.1) * card::WIDTH / PORTRAIT_MM;
        let (w, h) = size(rng);
        let stance = Stance { roll: rng.range(-6.0, 6.0), pitch: rng.range(-14.0, 14.0), yaw: rng.range(-14.0, 14.0) };
        if let Some(quad) = place(rng, stance, wanted / w as f32, w, h) {
            let width_px = long_side(&quad) / card::WIDTH * PORTRAIT_MM;
            if (WIDTHS.0..WIDTHS.1).contains(&width_px) {
                break (w, h, quad, width_px);
            }
        }
    };
    let faces = card::faces(rng, held);
    let id = identity(&mut rng.fork(21), faces, today, (18, 70));
    let mut printed = print::print(&mut rng.fork(22), &id, Side::Front, faces, print_scale(&quad), held);
    paste(rng, &mut printed, portrait);
    if rng.chance(0.4) {
        effect::hologram(rng, &mut printed);
    }
    let kinds = if held { backdrop::HELD } else { backdrop::TUNING };
    let light = Light::good(&mut rng.fork(23));
    let ground = kinds[rng.index(kinds.len())];
    let cards = vec![Placed { print: printed, quad, overlays: Vec::new() }];
    let mut img = scene::compose(&mut rng.fork(24), &Scene { w, h, ground, light, shadow: true, cards });
    if rng.chance(0.5) {
        img.blur(rng.range(0.3, 1.1));
    }
    scene::noise(&mut rng.fork(25), &mut img, &light);
    (encode(&mut rng.fork(26), &img, &mut Vec::new()).0, width_px)
}

/// Prints the portrait where the card has its own: cut to shape, its colours as a printer leaves them, in a raster.
fn paste(rng: &mut Rng, printed: &mut card::Print, portrait: &Picture) {
    let Some(&(_, [x, y, w, h])) = printed.boxes.iter().find(|(name, _)| *name == "portrait") else { return };
    let s = printed.scale;
    let (pw, ph) = ((w * s) as usize, (h * s) as usize);
    let (width, height) = (portrait.width() as f32, portrait.height() as f32);
    let cut = (width.min(height * w / h), height.min(width * h / w));
    let source = Img::from_fn(portrait.width() as usize, portrait.height() as usize, |x, y| {
        let at = (y as usize * portrait.width() as usize + x as usize) * 3;
        portrait.rgb().get(at..at + 3).map_or([0.0; 3], |c| [0, 1, 2].map(|i| f32::from(c[i]) / 255.0))
    });
    let (left, top) = ((width - cut.0) / 2.0, (height - cut.1) / 2.0);
    let (grey, gamma, fade) = (rng.range(0.0, 0.35), rng.range(0.85, 1.2), rng.range(0.0, 0.12));
    let (pitch, depth) = (rng.range(0.10, 0.22) * s, rng.range(0.0, 0.10));
    let mut picture = Img::from_fn(pw, ph, |i, j| {
        let c = source.sample(left + i / pw as f32 * cut.0, top + j / ph as f32 * cut.1);
        let flat = mix(c, [luma(c); 3], grey).map(|v| v.max(0.0).powf(gamma));
        let dot = sin(std::f32::consts::TAU * (i + j) / pitch) * sin(std::f32::consts::TAU * (i - j) / pitch);
        mix(flat, [0.95, 0.96, 0.97], fade).map(|v| (v * (1.0 + depth * dot)).clamp(0.0, 1.0))
    });
    picture.blur(rng.range(0.2, 0.9));
    let (ox, oy) = ((x * s) as usize, (y * s) as usize);
    for j in 0..ph.min(printed.img.h.saturating_sub(oy)) {
        for i in 0..pw.min(printed.img.w.saturating_sub(ox)) {
            printed.img.px[(oy + j) * printed.img.w + ox + i] = picture.px[j * pw + i];
        }
    }
}

/// Prints the tables; what is missed.
#[must_use]
pub fn print(all: &[Compared]) -> Vec<String> {
    let pairs = |same: bool, wide: bool| {
        let of = all.iter().filter(move |c| !wide || c.width_px >= must::WIDE);
        of.flat_map(move |c| c.pairs.iter().filter(move |(s, ..)| *s == same).map(|(_, d, band)| (*d, *band)))
    };
    let share = |same, wide, band| Rate::of(pairs(same, wide).map(|(_, told)| told == Some(band)));
    println!("cards whose portrait was measured: {}", Rate::of(all.iter().map(|c| c.found)).text());
    println!("\n{:<44}{:>16}{:>16}{:>16}", "pairs", "same", "unsure", "other");
    for (name, same, wide) in [
        ("one person", true, false),
        ("one person, print of 110 px and more", true, true),
        ("two people", false, false),
    ] {
        let cell = |band| share(same, wide, band).text();
        println!("{name:<44}{:>16}{:>16}{:>16}", cell(Band::Same), cell(Band::Unsure), cell(Band::Other));
    }
    let spread = |same| {
        let mut of: Vec<f32> = pairs(same, false).map(|(d, _)| d).collect();
        of.sort_by(f32::total_cmp);
        let at = |q: f32| of.get(((of.len().saturating_sub(1)) as f32 * q) as usize).copied().unwrap_or(f32::NAN);
        [0.0, 0.005, 0.01, 0.1, 0.5, 0.85, 0.95, 1.0].map(at)
    };
    println!("\ndistance at share  0 %  0.5 %   1 %   10 %   50 %   85 %   95 %  100 %");
    for (name, same) in [("one person", true), ("two people", false)] {
        println!("{name:<16}{}", spread(same).map(|d| format!("{d:7.3}")).concat());
    }
    let mut groups: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for c in all {
        let unsure = c.pairs.iter().filter(|(same, ..)| *same).map(|(.., band)| *band == Some(Band::Unsure));
        groups.entry(c.portrait.group()).or_default().extend(unsure);
    }
    println!("\none person, cannot be told, by group");
    for (group, told) in groups {
        println!("  {group:<24}{}", Rate::of(told.into_iter()).text());
    }
    let mut missed = Vec::new();
    let torn = pairs(true, false).filter(|(_, told)| *told == Some(Band::Other)).count();
    if torn > must::TORN {
        missed.push(format!("{torn} pairs of one person told as two people"));
    }
    let same = share(true, true, Band::Same);
    if !same.at_least(must::SAME) {
        missed.push(format!("of one person's prints of 110 px and more {} told as the same", same.text()));
    }
    let merged = share(false, false, Band::Same);
    if !merged.at_most(must::MERGED) {
        missed.push(format!("of pairs of two people {} told as one", merged.text()));
    }
    missed
}
