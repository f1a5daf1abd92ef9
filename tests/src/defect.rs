//! The defects of captures and of cards, and how each changes what is generated.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::card::{Box4, Print, Side};
use crate::identity::{Identity, check_character, number};
use crate::placing::{cropped, place, size, stance};
use crate::rng::Rng;
use crate::scene::Light;
use crate::view::{Quad, Stance, bounds, long_side};

/// A defect, named as the contract's finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Defect {
    Blurred,
    Glare,
    Underexposed,
    Overexposed,
    Covered,
    CutOff,
    TooSmall,
    Skewed,
    Multiple,
    GrayscaleCopy,
    ScreenRecapture,
    WrongSide,
    NotFound,
    IdChecksum,
    BirthMismatch,
    SexMismatch,
    RegionUnknown,
    Expired,
    ExpiresSoon,
    TermMismatch,
    HolderUnderAge,
    Cropped,
    Fingered,
    AnyScreen,
}

use Defect as D;

/// Every defect with its short name.
#[rustfmt::skip]
pub const ALL: &[(Defect, &str)] = &[
    (D::Blurred, "blurred"), (D::Glare, "glare"), (D::Underexposed, "underexposed"), (D::Overexposed, "overexposed"),
    (D::Covered, "covered"), (D::CutOff, "cut_off"), (D::TooSmall, "too_small"), (D::Skewed, "skewed"),
    (D::Multiple, "multiple"), (D::GrayscaleCopy, "grayscale_copy"), (D::ScreenRecapture, "screen_recapture"),
    (D::WrongSide, "wrong_side"), (D::NotFound, "not_found"), (D::IdChecksum, "id_checksum"),
    (D::BirthMismatch, "birth_mismatch"), (D::SexMismatch, "sex_mismatch"), (D::RegionUnknown, "region_unknown"),
    (D::Expired, "expired"), (D::ExpiresSoon, "expires_soon"), (D::TermMismatch, "term_mismatch"),
    (D::HolderUnderAge, "holder_under_age"), (D::Cropped, "cropped"),
    (D::Fingered, "fingered"), (D::AnyScreen, "any_screen"),
];

impl Defect {
    /// The short name, without `document.`.
    #[must_use]
    pub fn name(self) -> &'static str {
        ALL.iter().find(|(d, _)| *d == self).map_or("", |(_, n)| n)
    }

    /// The finding that tells it.
    #[must_use]
    pub fn code(self) -> String {
        let told = match self {
            D::Cropped => D::CutOff,
            D::Fingered => D::Covered,
            D::AnyScreen => D::ScreenRecapture,
            other => other,
        };
        format!("document.{}", told.name())
    }

    /// The defect of a short name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|(_, n)| *n == name).map(|(d, _)| *d)
    }

    /// The defect that a file of a set shows.
    #[must_use]
    pub fn of_file(file: &str) -> Option<Self> {
        Self::named(file.rsplit_once('-')?.0)
    }

    /// The verdict that is right.
    #[must_use]
    pub fn verdict(self) -> &'static str {
        match self {
            D::ExpiresSoon => "accept",
            D::GrayscaleCopy
            | D::ScreenRecapture
            | D::AnyScreen
            | D::IdChecksum
            | D::BirthMismatch
            | D::SexMismatch
            | D::RegionUnknown
            | D::Expired
            | D::TermMismatch
            | D::HolderUnderAge => "reject",
            _ => "retry",
        }
    }

    /// The side a picture of this defect shows.
    pub fn side(self, rng: &mut Rng) -> Side {
        match self {
            D::IdChecksum | D::BirthMismatch | D::SexMismatch | D::RegionUnknown | D::HolderUnderAge => Side::Front,
            D::Expired | D::ExpiresSoon | D::TermMismatch => Side::Back,
            _ if rng.chance(0.62) => Side::Front,
            _ => Side::Back,
        }
    }

    /// The ages a holder may have.
    #[must_use]
    pub fn ages(self) -> (i32, i32) {
        match self {
            D::HolderUnderAge => (8, 15),
            D::BirthMismatch => (20, 70),
            _ => (16, 75),
        }
    }

    /// Changes what is printed.
    pub fn alter(self, rng: &mut Rng, id: &mut Identity, today: Date, strength: f32) {
        match self {
            D::IdChecksum => {
                // Weak: a digit of the sequence by one. Strong: any digit by anything.
                let at = if strength < 0.6 { rng.int(14, 16) } else { rng.int(10, 16) } as usize;
                let by = if strength < 0.4 { 1 } else { rng.int(1, 9) } as u32;
                id.id_number = id
                    .id_number
                    .chars()
                    .enumerate()
                    .map(|(i, c)| match c.to_digit(10) {
                        Some(d) if i == at => char::from_digit((d + by) % 10, 10).unwrap_or(c),
                        _ => c,
                    })
                    .collect();
            }
            D::BirthMismatch => {
                let by = match strength {
                    s if s < 0.35 => rng.sign() as i64 * rng.int(1, 9),
                    s if s < 0.7 => rng.sign() as i64 * rng.int(25, 300),
                    _ => rng.sign() as i64 * rng.int(366, 1400),
                };
                id.birth += by.days();
            }
            D::SexMismatch => id.sex = if id.sex == "男" { "女" } else { "男" },
            D::RegionUnknown => {
                let region = if strength > 0.5 {
                    // No province has this number.
                    [10, 19, 28, 39, 47, 59, 67, 77, 89][rng.index(9)] * 10_000 + 101 + rng.int(0, 9) as u32
                } else {
                    // A province that is, a prefecture that never was.
                    let province: u32 = id.id_number[..2].parse().unwrap_or(11);
                    province * 10_000 + rng.int(61, 85) as u32 * 100 + rng.int(1, 30) as u32
                };
                let first = format!("{region:06}{}", &id.id_number[6..17]);
                id.id_number = format!("{first}{}", check_character(&first));
            }
            D::Expired => {
                let gone = if strength < 0.3 { rng.int(2, 30) } else { rng.int(30, 2200) };
                let until = common_day(today - gone.days());
                id.valid_from = until - [10, 10, 20, 5][rng.index(4)].years();
                id.valid_until = Some(until);
            }
            D::ExpiresSoon => {
                let until = common_day(today + rng.int(3, 84).days());
                id.valid_from = until - [10, 20][rng.index(2)].years();
                id.valid_until = Some(until);
            }
            D::TermMismatch => {
                id.valid_from = common_day(date(2017, 1, 1) + rng.int(0, 3000).days());
                let wrong = if strength < 0.4 {
                    let months = rng.sign() as i64 * rng.int(1, 7);
                    id.valid_from + [10, 20][rng.index(2)].years().months(months)
                } else {
                    id.valid_from + [11, 12, 13, 15, 17, 18, 23, 25, 30][rng.index(9)].years()
                };
                let late = today + 150.days();
                id.valid_until = Some(if wrong < late { id.valid_from + 15.years() } else { wrong });
                if id.valid_until < Some(late) {
                    id.valid_from = date(2019, 5, 6);
                    id.valid_until = Some(date(2034, 5, 6));
                }
            }
            D::HolderUnderAge => {
                let region = id.id_number[..6].parse().unwrap_or(110_101);
                let sequence = id.id_number[14..17].parse().unwrap_or(1);
                id.id_number = number(region, id.birth, sequence);
            }
            _ => {}
        }
    }

    /// Picture size and where the card lies, when the defect is one of place.
    pub fn geometry(self, rng: &mut Rng, strength: f32) -> Option<(usize, usize, Quad)> {
        match self {
            D::TooSmall => Some(loop {
                let w = rng.range(900.0, 1500.0) as usize;
                let h = (w as f32 * [0.75, 1.333, 0.5625][rng.index(3)]) as usize;
                let s = stance(rng);
                if let Some(q) = place(rng, s, 0.17 - 0.09 * strength, w, h)
                    && long_side(&q) < 260.0
                {
                    break (w, h, q);
                }
            }),
            D::Skewed => Some(loop {
                let (w, h) = size(rng);
                let lean = 48.0 + 17.0 * strength;
                let mut s = stance(rng);
                let other = rng.range(-10.0, 10.0);
                (s.pitch, s.yaw) =
                    if rng.chance(0.5) { (rng.sign() * lean, other) } else { (other, rng.sign() * lean) };
                let fill = rng.range(0.5, 0.9);
                if let Some(q) = place(rng, s, fill, w, h)
                    && long_side(&q) >= 420.0
                {
                    break (w, h, q);
                }
            }),
            D::CutOff => Some(loop {
                let (w, h) = size(rng);
                let mut s = stance(rng);
                s.roll -= 0.5 * (s.roll - (s.roll / 90.0).round() * 90.0);
                let fill = rng.range(0.5, 0.9);
                let Some(mut q) = place(rng, s, fill, w, h) else {
                    continue;
                };
                if long_side(&q) < 600.0 {
                    continue;
                }
                push_out(rng, &mut q, w as f32, h as f32, 0.06 + 0.29 * strength);
                break (w, h, q);
            }),
            D::Cropped => Some(cropped(rng, 2.0 + 4.0 * strength)),
            _ => None,
        }
    }

    /// Changes the light.
    pub fn light(self, rng: &mut Rng, light: &mut Light, strength: f32) {
        match self {
            D::Underexposed => {
                light.exposure = 0.30 - 0.18 * strength;
                light.noise = rng.range(0.012, 0.03);
                light.chroma = rng.range(0.008, 0.02);
            }
            D::Overexposed => {
                light.exposure = 1.65 + 1.2 * strength;
                light.slope = light.slope.map(|s| s * 0.4);
            }
            D::GrayscaleCopy if rng.chance(0.5) => {
                // Photographed in warm light with a noisy sensor: the picture has colour, the copy has none.
                let warm = rng.range(0.06, 0.16);
                light.white = [1.0 + warm, 1.0, 1.0 - warm];
                light.chroma = rng.range(0.01, 0.025);
            }
            _ => {}
        }
    }
}

/// Not the 29th of February: its anniversary is another day.
fn common_day(d: Date) -> Date {
    if d.month() == 2 && d.day() == 29 { d - 1.day() } else { d }
}

/// Moves a card over one edge of the picture until `part` of its face is outside.
fn push_out(rng: &mut Rng, q: &mut Quad, w: f32, h: f32, part: f32) {
    let (lo, hi) = bounds(q);
    let (dx, dy) = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)][rng.index(4)];
    // To the edge first, then on in small steps.
    let start = if dx < 0.0 {
        lo[0]
    } else if dx > 0.0 {
        w - hi[0]
    } else if dy < 0.0 {
        lo[1]
    } else {
        h - hi[1]
    };
    let step = 0.005 * (hi[0] - lo[0]);
    let mut go = start;
    let base = *q;
    for _ in 0..400 {
        for (c, b) in q.iter_mut().zip(&base) {
            *c = [b[0] + dx * go, b[1] + dy * go];
        }
        if outside(q, w, h) >= part {
            return;
        }
        go += step;
    }
}

/// Share of a quad's points that lie outside a picture.
#[must_use]
pub fn outside(q: &Quad, w: f32, h: f32) -> f32 {
    let n = 30;
    let mut out = 0;
    for i in 0..n * n {
        let (u, v) = (((i % n) as f32 + 0.5) / n as f32, ((i / n) as f32 + 0.5) / n as f32);
        let at = |k: usize| (q[0][k] * (1.0 - u) + q[1][k] * u) * (1.0 - v) + (q[3][k] * (1.0 - u) + q[2][k] * u) * v;
        let (x, y) = (at(0), at(1));
        out += i32::from(x < 0.0 || y < 0.0 || x > w || y > h);
    }
    out as f32 / (n * n) as f32
}

/// A field or the portrait of a print to be hidden or to catch the light.
pub fn target(rng: &mut Rng, print: &Print) -> (&'static str, Box4) {
    let names: &[&str] = match print.side {
        Side::Front => &["id_number", "id_number", "name", "address", "portrait", "birth_date"],
        Side::Back => &["issuing_authority", "valid_from", "valid_until"],
    };
    let name = names[rng.index(names.len())];
    print.boxes.iter().find(|(n, _)| *n == name).copied().unwrap_or(("portrait", [56.0, 6.6, 24.4, 32.7]))
}

/// The stances of two cards beside each other.
pub fn pair(rng: &mut Rng) -> (usize, usize, [Quad; 2]) {
    loop {
        let (w, h) = size(rng);
        let wide = w > h;
        let mut quads = Vec::new();
        for k in 0..2 {
            let s = Stance { roll: rng.range(-8.0, 8.0), pitch: rng.range(-8.0, 8.0), yaw: rng.range(-8.0, 8.0) };
            let (cw, ch) = if wide { (w / 2, h) } else { (w, h / 2) };
            let fill = rng.range(0.7, 0.93);
            let Some(q) = place(rng, s, fill, cw, ch) else {
                continue;
            };
            quads.push(q.map(|c| if wide { [c[0] + (k * cw) as f32, c[1]] } else { [c[0], c[1] + (k * ch) as f32] }));
        }
        if let [a, b] = quads[..]
            && long_side(&a).min(long_side(&b)) > 480.0
        {
            return (w, h, [a, b]);
        }
    }
}
