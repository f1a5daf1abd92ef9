//! Test cases: a picture and what is true of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::capture::{self, Dots, Screen};
use crate::card::{self, Side};
use crate::defect::{self, Defect};
use crate::effect;
use crate::encode::encode;
use crate::font;
use crate::guilloche;
use crate::identity::Identity;
use crate::overlay;
use crate::paint::Img;
use crate::people::rare_name;
use crate::placing::{edge_to_edge, far_place, good_place, print_scale, scan_place, turned_place};
use crate::print;
use crate::rng::{Rng, mix};
use crate::scene::{self, Light, Placed, Scene, incandescent};
use crate::screenshot::screenshot;
use crate::scripts;
use crate::truth::fields;
pub use crate::truth::{Case, Split, Splits, TODAY, Truth};
use crate::view::{Homography, Quad, long_side};
use crate::watermark;

/// What is asked of the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A good picture.
    Good(Side),
    /// A good picture as life gives it.
    Real(Real),
    /// A picture with a defect.
    Defect(Defect),
}

/// What life adds to a picture that must still be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Real {
    Worn,
    Hologram,
    Thumb,
    Keyboard,
    Sleeve,
    Watermark,
    Noted,
    EdgeToEdge,
    RareName,
    Lined,
    Warm,
    Yellowed,
    Turned,
    OnText,
    OnWhite,
    DarkTable,
    Far,
    InHand,
    TwoScripts,
    Screenshot,
}

/// Every [`Real`] with its name.
pub const REAL: &[(Real, &str)] = &[
    (Real::Worn, "worn"),
    (Real::Hologram, "hologram"),
    (Real::Thumb, "thumb"),
    (Real::Keyboard, "keyboard"),
    (Real::Sleeve, "sleeve"),
    (Real::Watermark, "watermark"),
    (Real::Noted, "noted"),
    (Real::EdgeToEdge, "edge_to_edge"),
    (Real::RareName, "rare_name"),
    (Real::Lined, "lined"),
    (Real::Warm, "warm"),
    (Real::Yellowed, "yellowed"),
    (Real::Turned, "turned"),
    (Real::OnText, "on_text"),
    (Real::OnWhite, "on_white"),
    (Real::DarkTable, "dark_table"),
    (Real::Far, "far"),
    (Real::InHand, "in_hand"),
    (Real::TwoScripts, "two_scripts"),
    (Real::Screenshot, "screenshot"),
];

/// Draws an identity whose characters the print's font has.
pub fn identity(rng: &mut Rng, faces: card::Faces, today: Date, ages: (i32, i32)) -> Identity {
    loop {
        let id = Identity::new(rng, today, ages);
        if font::font(faces.text).has_all(&id.text()) {
            return id;
        }
    }
}

/// What a case is being made of.
struct Draft {
    side: Side,
    id: Identity,
    faces: card::Faces,
    strength: f32,
    w: usize,
    h: usize,
    quad: Quad,
    second: Option<Quad>,
    ground: &'static str,
    scan: bool,
    light: Light,
    tags: Vec<String>,
}

/// Makes a case. The same arguments give the same bytes on every machine.
#[must_use]
pub fn generate(split: Split, seed: u64, index: u64, wanted: Wanted, today: Date) -> Case {
    let held = split == Split::Held;
    let mut rng = source(held, seed, index);
    let d = draft(&mut rng, held, wanted, today);
    finished(&mut rng, d, index, held, wanted, today)
}

fn finished(rng: &mut Rng, mut d: Draft, index: u64, held: bool, wanted: Wanted, today: Date) -> Case {
    let split = if held { Split::Held } else { Split::Tuning };
    let mut img = picture(rng, &mut d, held, wanted, today);
    scene::noise(&mut rng.fork(25), &mut img, &d.light);
    if wanted == Wanted::Real(Real::Screenshot) {
        img = screenshot(&mut rng.fork(27), &img, &mut d.quad);
    }
    let (picture, extension) = encode(&mut rng.fork(26), &img, &mut d.tags);
    let (label, code, verdict) = match wanted {
        Wanted::Good(_) => ("good", None, "accept"),
        Wanted::Real(r) => (REAL.iter().find(|(x, _)| *x == r).map_or("real", |(_, n)| n), None, "accept"),
        Wanted::Defect(x) => (x.name(), Some(x.code()), x.verdict()),
    };
    let found = wanted != Wanted::Defect(Defect::NotFound);
    let expect = match wanted {
        Wanted::Defect(Defect::WrongSide) => Some(d.side.other().kind().to_owned()),
        _ => None,
    };
    let truth = Truth {
        file: format!("{label}-{}{index:05}.{extension}", if held { "h" } else { "t" }),
        kind: if found { d.side.kind() } else { "unknown" }.to_owned(),
        corners: found.then_some(d.quad),
        long_side_px: if found { long_side(&d.quad) } else { 0.0 },
        fields: if found { fields(&d.id, d.side) } else { BTreeMap::new() },
        wanted: code,
        verdict: verdict.to_owned(),
        strength: d.strength,
        expect,
        tags: d.tags,
        split,
    };
    Case { picture, truth }
}

/// Both sides of one person's card, each in a good picture of its own: an adult whose card is valid for long enough to file.
#[must_use]
pub fn pair(seed: u64, today: Date) -> [Case; 2] {
    let plain = |case: &Case| {
        let t = &case.truth;
        t.file.ends_with("jpg")
            && t.long_side_px > 900.0
            && !t.tags.iter().any(|tag| tag.starts_with("exif") || tag == "flat")
            // Standing upright, as one takes it.
            && t.corners.is_some_and(|[a, b, _, d]| b[0] > a[0] && d[1] > a[1])
    };
    let one = |side: Side, fits: &dyn Fn(&Draft) -> bool, holder: Option<&Identity>| {
        (0..).find_map(|index| {
            let mut rng = source(false, seed, 90_000 + index);
            let mut d = draft(&mut rng, false, Wanted::Good(side), today);
            if let Some(id) = holder {
                d.id = id.clone();
            }
            if !fits(&d) || !font::font(d.faces.text).has_all(&d.id.text()) {
                return None;
            }
            let id = d.id.clone();
            let case = finished(&mut rng, d, index, false, Wanted::Good(side), today);
            plain(&case).then_some((case, id))
        })
    };
    let valid = today.saturating_add(jiff::Span::new().years(2));
    let grown = |d: &Draft| {
        crate::identity::age(d.id.birth, today) >= 20
            && d.id.name.chars().count() <= 3
            && d.id.valid_until.is_none_or(|until| until > valid)
    };
    let (front, id) = one(Side::Front, &grown, None).expect("there is no end to them");
    let (back, _) = one(Side::Back, &|_| true, Some(&id)).expect("there is no end to them");
    [front, back]
}

/// What a case would lie on and show, without painting it.
#[must_use]
pub fn preview(split: Split, seed: u64, index: u64, wanted: Wanted, today: Date) -> (Vec<String>, Side) {
    let held = split == Split::Held;
    let d = draft(&mut source(held, seed, index), held, wanted, today);
    (d.tags, d.side)
}

/// The random source of a case.
fn source(held: bool, seed: u64, index: u64) -> Rng {
    Rng::new(mix(seed ^ mix(index)) ^ if held { 0x6865_6c64 } else { 0 })
}

fn draft(rng: &mut Rng, held: bool, wanted: Wanted, today: Date) -> Draft {
    let defect = match wanted {
        Wanted::Defect(x) => Some(x),
        _ => None,
    };
    let side = match wanted {
        Wanted::Good(side) => side,
        Wanted::Defect(x) => x.side(rng),
        Wanted::Real(Real::Noted | Real::RareName) => Side::Front,
        Wanted::Real(_) if rng.chance(0.6) => Side::Front,
        Wanted::Real(_) => Side::Back,
    };
    let strength = if defect.is_some() { rng.range(0.0, 1.0) } else { 0.0 };
    let faces = card::faces(rng, held);
    let ages = defect.map_or((16, 75), Defect::ages);
    let mut id = identity(&mut rng.fork(21), faces, today, ages);
    let mut second = None;
    let mut scan = matches!(wanted, Wanted::Good(_)) && rng.chance(0.08);
    let (mut w, mut h, mut quad) = if scan { scan_place(rng) } else { good_place(rng) };
    let kinds = if held { crate::backdrop::HELD } else { crate::backdrop::TUNING };
    let mut ground = if scan { "own_colour" } else { kinds[rng.index(kinds.len())] };
    let mut light = Light::good(&mut rng.fork(23));
    if scan {
        light = Light {
            exposure: rng.range(0.95, 1.03),
            slope: [0.0; 2],
            vignette: 0.0,
            soft: 0.02,
            noise: 0.003,
            chroma: 0.001,
            white: [1.0; 3],
        };
    }
    let mut tags = Vec::new();
    if wanted == Wanted::Real(Real::RareName) {
        let mut r = rng.fork(33);
        let name = rare_name(&mut r, faces);
        tags.push(format!("rare {name}"));
        id.name = name;
    }
    if wanted == Wanted::Real(Real::EdgeToEdge) {
        (w, h, quad) = edge_to_edge(&mut rng.fork(34));
    }
    if wanted == Wanted::Real(Real::Keyboard) {
        ground = if held { "laptop" } else { "keyboard" };
    }
    if let Wanted::Real(real) = wanted {
        let mut r = rng.fork(35);
        match real {
            Real::Warm => {
                let share = r.range(0.4, 1.0);
                light.white = incandescent(share);
                tags.push(format!("warm {share:.2}"));
            }
            Real::Turned => (w, h, quad) = turned_place(&mut r),
            Real::Far => (w, h, quad) = far_place(&mut r),
            Real::OnText => ground = if held { "news" } else { "paper" },
            Real::OnWhite => {
                ground = "own_colour";
                light.exposure = r.range(0.9, 1.1);
            }
            Real::DarkTable => {
                ground = "dark";
                light.exposure = r.range(0.52, 0.68);
                light.noise = r.range(0.012, 0.022);
                light.chroma = r.range(0.006, 0.014);
            }
            _ => {}
        }
    }
    if let Some(x) = defect {
        let mut r = rng.fork(31);
        x.alter(&mut r, &mut id, today, strength);
        if let Some(g) = x.geometry(&mut r, strength) {
            (w, h, quad) = g;
        }
        x.light(&mut r, &mut light, strength);
        if x == Defect::Multiple {
            let (pw, ph, [a, b]) = defect::pair(&mut r);
            (w, h, quad, second) = (pw, ph, a, Some(b));
        }
        if x == Defect::GrayscaleCopy && r.chance(0.4) {
            tags.push("on_paper".to_owned());
            ground = "own_colour";
            scan = true; // flat on its sheet: no shadow
        }
        if matches!(x, Defect::ScreenRecapture | Defect::AnyScreen) {
            // The picture that the screen shows is of middling size.
            let k = 1500.0 / w.max(h) as f32;
            (w, h) = ((w as f32 * k) as usize, (h as f32 * k) as usize);
            quad = quad.map(|c| [c[0] * k, c[1] * k]);
        }
    }
    tags.push(ground.to_owned());
    tags.push(format!("{:?}/{:?}", faces.text, faces.digits));
    if scan {
        tags.push("flat".to_owned());
    }
    Draft { side, id, faces, strength, w, h, quad, second, ground, scan, light, tags }
}

fn picture(rng: &mut Rng, d: &mut Draft, held: bool, wanted: Wanted, today: Date) -> Img {
    let scale = print_scale(&d.quad);
    let mut print = print::print(&mut rng.fork(22), &d.id, d.side, d.faces, scale, held);
    let mut overlays = Vec::new();
    let mut r = rng.fork(32);
    match wanted {
        Wanted::Real(Real::Worn) => effect::worn(&mut r, &mut print),
        Wanted::Real(Real::Hologram) => effect::hologram(&mut r, &mut print),
        Wanted::Real(Real::Watermark) => effect::watermark(&mut r, &mut print),
        Wanted::Real(Real::TwoScripts) => d.tags.push(scripts::second(&mut r, &mut print)),
        Wanted::Real(Real::Noted) => d.tags.push(watermark::note(&mut r, &mut print)),
        Wanted::Real(Real::Lined) => d.tags.push(guilloche::lines(&mut r, &mut print)),
        Wanted::Real(Real::Yellowed) => effect::yellowed(&mut r, &mut print),
        Wanted::Real(Real::InHand) => overlays.extend(overlay::hand(&mut r, d.side)),
        Wanted::Real(Real::Thumb) => overlays.push(overlay::thumb(&mut r, d.side)),
        Wanted::Real(Real::Sleeve) => overlays.push(overlay::sleeve(&mut r)),
        Wanted::Defect(Defect::Glare) => {
            let (name, [x, y, w, h]) = defect::target(&mut r, &print);
            d.tags.push(format!("over {name}"));
            let at = (x + w * r.range(0.25, 0.75), y + h * r.range(0.3, 0.7));
            let k = 4.5 + 9.0 * d.strength;
            let flat = r.range(0.55, 1.0);
            effect::glare(&mut r, &mut print, at, (k, k * flat), d.strength);
        }
        Wanted::Defect(Defect::Covered) => {
            let (name, at) = defect::target(&mut r, &print);
            let (o, what) = overlay::cover(&mut r, at, d.strength);
            d.tags.push(format!("{what} over {name}"));
            overlays.push(o);
        }
        Wanted::Defect(Defect::Fingered) => {
            let (name, at) = defect::target(&mut r, &print);
            d.tags.push(format!("over {name}"));
            overlays.push(overlay::broad_finger(&mut r, at, d.strength));
        }
        Wanted::Defect(Defect::GrayscaleCopy) => capture::photocopy(&mut r, &mut print.img, scale),
        _ => {
            // Small wear and sheen are everywhere.
            if !d.scan && r.chance(0.12) {
                effect::hologram(&mut r, &mut print);
            }
        }
    }
    let mut cards = vec![Placed { print, quad: d.quad, overlays }];
    if let Some(quad) = d.second {
        let (id, side) = if r.chance(0.5) {
            (d.id.clone(), d.side.other())
        } else {
            (identity(&mut r, d.faces, today, (16, 75)), d.side)
        };
        let print = print::print(&mut r, &id, side, d.faces, print_scale(&quad), held);
        cards.push(Placed { print, quad, overlays: Vec::new() });
    }
    if wanted == Wanted::Defect(Defect::NotFound) {
        match r.index(3) {
            0 => cards.clear(),
            1 => cards[0].print = crate::other::other_card(&mut r, scale),
            _ => {
                cards.clear();
                d.ground = if held { "news" } else { "paper" };
            }
        }
        d.tags.push(format!("{} {}", if cards.is_empty() { "nothing on" } else { "other card on" }, d.ground));
    }
    let scene = Scene { w: d.w, h: d.h, ground: d.ground, light: d.light, shadow: !d.scan, cards };
    let mut img = scene::compose(&mut rng.fork(24), &scene);
    spoil(&mut r, d, &mut img, wanted);
    img
}

/// What happens in the camera, or to the picture after it.
fn spoil(r: &mut Rng, d: &mut Draft, img: &mut Img, wanted: Wanted) {
    let px_mm = long_side(&d.quad) / card::WIDTH;
    match wanted {
        Wanted::Defect(Defect::Blurred) => {
            let sigma = (0.28 + 0.42 * d.strength) * px_mm;
            if r.chance(0.35) {
                d.tags.push("motion".to_owned());
                // A box as long as this has the same deviation along its line; shake is along one line only.
                capture::motion(img, sigma * 3.46 * 1.15, r.range(0.0, 3.1));
            } else {
                img.blur(sigma);
            }
        }
        Wanted::Defect(Defect::Overexposed) => capture::haze(img, 0.08 + 0.25 * d.strength),
        Wanted::Defect(Defect::ScreenRecapture) => {
            let screen = Screen {
                pitch: r.range(1.25, 3.2),
                depth: 0.4 + 0.55 * d.strength,
                turn: r.range(-4.0, 4.0),
                bezel: r.chance(0.4),
                dots: Dots::Stripes,
            };
            d.tags.push(format!("pitch {:.2}{}", screen.pitch, if screen.bezel { " bezel" } else { "" }));
            let k = r.range(0.95, 1.3);
            let (w, h) = ((img.w as f32 * k) as usize, (img.h as f32 * k) as usize);
            let (seen, quad) = capture::recapture(r, img, screen, w, h);
            let map = Homography::onto(&quad, img.w as f32, img.h as f32);
            d.quad = d.quad.map(|c| map.at(c[0], c[1]));
            *img = seen;
        }
        Wanted::Defect(Defect::AnyScreen) => any_screen(r, d, img),
        _ => {}
    }
}

/// A screen of any make: pixels of any size and order, the camera turned against it, the picture sent on at a smaller size.
fn any_screen(r: &mut Rng, d: &mut Draft, img: &mut Img) {
    let screen = Screen {
        pitch: r.range(1.15, 4.2),
        depth: 0.4 + 0.55 * d.strength,
        turn: if r.chance(0.6) { r.range(-5.0, 5.0) } else { r.range(-25.0, 25.0) },
        bezel: r.chance(0.4),
        dots: [Dots::Stripes, Dots::Rows, Dots::Diamonds][r.index(3)],
    };
    // A screen shows a card on 700 of its pixels at least.
    let w = (img.w as f32 * r.range(0.95, 1.3)).max(800.0 * screen.pitch).min(2600.0);
    let h = w * img.h as f32 / img.w as f32;
    let (mut seen, quad) = capture::recapture(r, img, screen, w as usize, h as usize);
    let map = Homography::onto(&quad, img.w as f32, img.h as f32);
    d.quad = d.quad.map(|c| map.at(c[0], c[1]));
    let sent = if r.chance(0.5) { 1.0 } else { r.range(0.6, 1.0) };
    if sent < 1.0 {
        let size = ((seen.w as f32 * sent) as usize, (seen.h as f32 * sent) as usize);
        let (kx, ky) = (size.0 as f32 / seen.w as f32, size.1 as f32 / seen.h as f32);
        seen = seen.resized(size.0, size.1);
        d.quad = d.quad.map(|c| [c[0] * kx, c[1] * ky]);
    }
    let bezel = if screen.bezel { " bezel" } else { "" };
    d.tags.push(format!("pitch {:.2}, {:?} sent at {sent:.2}{bezel}", screen.pitch, screen.dots));
    *img = seen;
}
