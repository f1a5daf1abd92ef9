//! Two people's recordings made one: what a cut, a dip to black and a fade leave in the observations.

use heyan_rules::liveness::{FaceSeen, HeadAngles, Observation};

/// How one recording goes over into the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// One recording after the other, as they are: nothing in the picture tells where.
    Spliced,
    /// From one frame to the next, before different grounds.
    Cut,
    /// The same in the same room, under the same light: hardly more changes than the face.
    CutInPlace,
    /// Black for so long, ms.
    Dip(u64),
    /// Down to black and up again, each for so long, ms.
    ThroughBlack(u64),
    /// One picture fades into the other for so long, ms, and the landmarks with it.
    Fade(u64),
    /// The same; the tracker stays with the first face and then jumps to the second.
    FadeJump(u64),
}

impl Join {
    /// All that are measured. A swap takes no longer than a person needs to believe that it is a blemish.
    pub const ALL: [Self; 11] = [
        Self::Spliced,
        Self::Cut,
        Self::CutInPlace,
        Self::Dip(200),
        Self::Dip(350),
        Self::Dip(1000),
        Self::ThroughBlack(300),
        Self::ThroughBlack(700),
        Self::Fade(400),
        Self::Fade(1000),
        Self::FadeJump(600),
    ];

    /// The name in the tables.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Spliced => "splice".to_owned(),
            Self::Cut => "cut".to_owned(),
            Self::CutInPlace => "cut in the same room".to_owned(),
            Self::Dip(ms) => format!("black for {ms} ms"),
            Self::ThroughBlack(ms) => format!("down to black in {ms} ms and up"),
            Self::Fade(ms) => format!("fade of {ms} ms"),
            Self::FadeJump(ms) => format!("fade of {ms} ms, face by face"),
        }
    }
}

/// Luma that two pictures before different grounds differ by in the mean, of 255; and two of one room.
const GROUNDS: f32 = 32.0;
const SAME_ROOM: f32 = 7.0;
/// A face that takes up this share of a picture changes it at a cut in place.
const LENGTH_MS: u64 = 4000;
/// What a codec leaves of noise in a black picture, luma of 255.
const BLACK_CHANGE: f32 = 0.05;

/// The last seconds of the first half of `a`, and then the second half of `b` at the size of `a`'s pictures.
#[must_use]
pub fn join(a: &[Observation], b: &[Observation], how: Join) -> Vec<Observation> {
    let before = around(a, true);
    let after = around(b, false);
    let (Some(last), Some(first)) = (before.last(), after.first()) else { return Vec::new() };
    let step = step_ms(before);
    let scaled: Vec<Observation> = if how == Join::Spliced { after.to_vec() } else { scaled(after, last) };
    let apart = match how {
        Join::CutInPlace => SAME_ROOM,
        _ => GROUNDS,
    };
    let mut film = before.to_vec();
    let mut at_ms = last.at_ms + step;
    let dark = |at_ms: u64, change: f32| Observation {
        at_ms,
        face: None,
        face_count: 0,
        change,
        luminance: 0.0,
        ..last.clone()
    };
    let mut start = 0;
    match how {
        Join::Spliced | Join::Cut | Join::CutInPlace => {}
        Join::Dip(ms) => {
            let count = (ms / step).max(1);
            for i in 0..count {
                let change = if i == 0 { last.luminance * 255.0 } else { BLACK_CHANGE };
                film.push(dark(at_ms, change));
                at_ms += step;
            }
        }
        Join::ThroughBlack(ms) => {
            let count = (ms / step).max(1);
            for i in 0..2 * count {
                let down = i < count;
                let light = (i as f32 - count as f32 + 0.5).abs() / count as f32;
                let source = if down { last } else { &scaled[start] };
                // Below a tenth of the light no face is found.
                let face = source.face.clone().filter(|_| light > 0.1).map(|f| FaceSeen {
                    luminance: f.luminance * light,
                    skin_ab: f.skin_ab.map(|v| v * light),
                    ..f
                });
                let change = source.luminance * 255.0 / count as f32;
                let count = u32::from(face.is_some());
                film.push(Observation {
                    at_ms,
                    change,
                    luminance: source.luminance * light,
                    face,
                    face_count: count,
                    ..last.clone()
                });
                at_ms += step;
            }
        }
        Join::Fade(ms) | Join::FadeJump(ms) => {
            let count = (ms / step).max(2) as usize;
            for i in 0..count {
                let share = (i + 1) as f32 / (count + 1) as f32;
                let from = &before[(before.len() - 1).saturating_sub(count - i)];
                let to = &scaled[i.min(scaled.len() - 1)];
                film.push(mixed(at_ms, from, to, share, apart / count as f32, how));
                at_ms += step;
            }
            start = count.min(scaled.len());
        }
    }
    let back_ms = scaled.get(start).map_or(0, |o| o.at_ms);
    for (i, o) in scaled.iter().skip(start).enumerate() {
        let change = match how {
            Join::Cut | Join::CutInPlace if i == 0 => apart,
            Join::Dip(_) if i == 0 => first.luminance * 255.0,
            _ => o.change,
        };
        film.push(Observation { at_ms: at_ms + (o.at_ms - back_ms), change, ..o.clone() });
    }
    film
}

/// Up to the middle of the film, or from it on.
fn around(film: &[Observation], before: bool) -> &[Observation] {
    let middle = film.len() / 2;
    let at_ms = film.get(middle).map_or(0, |o| o.at_ms);
    if before {
        let from = film.iter().position(|o| o.at_ms + LENGTH_MS >= at_ms).unwrap_or(0);
        &film[from..middle]
    } else {
        let until = film.iter().position(|o| o.at_ms > at_ms + LENGTH_MS).unwrap_or(film.len());
        &film[middle..until]
    }
}

fn step_ms(film: &[Observation]) -> u64 {
    let (Some(first), Some(last)) = (film.first(), film.last()) else { return 40 };
    ((last.at_ms - first.at_ms) / (film.len() as u64 - 1).max(1)).max(1)
}

/// `film` in pictures of the size of `like`'s, the faces as large in them as they were, and the first of them where `like` has
/// its own: a face at the upper edge of an upright picture would lie outside a wide one.
fn scaled(film: &[Observation], like: &Observation) -> Vec<Observation> {
    let shorter = |o: &Observation| o.width_px.min(o.height_px).max(1) as f32;
    let middle = |o: &Observation| {
        let of_face = |f: &FaceSeen| [(f.box_px[0] + f.box_px[2]) / 2.0, (f.box_px[1] + f.box_px[3]) / 2.0];
        o.face.as_ref().map_or([o.width_px as f32 / 2.0, o.height_px as f32 / 2.0], of_face)
    };
    let Some(first) = film.iter().find(|o| o.face.is_some()).or(film.first()) else { return Vec::new() };
    let scale = shorter(like) / shorter(first);
    let ([fx, fy], [tx, ty]) = (middle(first), middle(like));
    let at = |[x, y]: [f32; 2]| [tx + (x - fx) * scale, ty + (y - fy) * scale];
    let moved = |f: FaceSeen| {
        let [left, top, right, bottom] = f.box_px;
        let ([left, top], [right, bottom]) = (at([left, top]), at([right, bottom]));
        FaceSeen {
            points: f.points.iter().map(|p| at(*p)).collect(),
            eye_distance_px: f.eye_distance_px * scale,
            box_px: [left, top, right, bottom],
            ..f
        }
    };
    let of = |o: &Observation| Observation {
        width_px: like.width_px,
        height_px: like.height_px,
        face: o.face.clone().map(moved),
        ..o.clone()
    };
    film.iter().map(of).collect()
}

fn mixed(at_ms: u64, a: &Observation, b: &Observation, share: f32, change: f32, how: Join) -> Observation {
    let blend = |a: f32, b: f32| a + share * (b - a);
    let face = match (&a.face, &b.face) {
        (Some(fa), Some(fb)) if matches!(how, Join::Fade(_)) => Some(blended(fa, fb, share)),
        (fa, fb) => if share < 0.5 { fa } else { fb }.clone().map(|f| FaceSeen { presence: 0.7, ..f }),
    };
    Observation {
        at_ms,
        width_px: a.width_px,
        height_px: a.height_px,
        face_count: u32::from(face.is_some()),
        change: change + blend(a.change, b.change),
        luminance: blend(a.luminance, b.luminance),
        face,
    }
}

fn blended(a: &FaceSeen, b: &FaceSeen, share: f32) -> FaceSeen {
    let blend = |a: f32, b: f32| a + share * (b - a);
    let row = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| blend(*a, *b)).collect::<Vec<f32>>();
    let two = |a: [f32; 2], b: [f32; 2]| [blend(a[0], b[0]), blend(a[1], b[1])];
    FaceSeen {
        presence: 0.8,
        angles: HeadAngles {
            yaw_deg: blend(a.angles.yaw_deg, b.angles.yaw_deg),
            pitch_deg: blend(a.angles.pitch_deg, b.angles.pitch_deg),
            roll_deg: blend(a.angles.roll_deg, b.angles.roll_deg),
        },
        points: a.points.iter().zip(&b.points).map(|(a, b)| two(*a, *b)).collect(),
        eye_distance_px: blend(a.eye_distance_px, b.eye_distance_px),
        box_px: [0, 1, 2, 3].map(|i| blend(a.box_px[i], b.box_px[i])),
        left_eye_open: blend(a.left_eye_open, b.left_eye_open),
        right_eye_open: blend(a.right_eye_open, b.right_eye_open),
        mouth_open: blend(a.mouth_open, b.mouth_open),
        luminance: blend(a.luminance, b.luminance),
        clipped_ratio: blend(a.clipped_ratio, b.clipped_ratio),
        proportions: row(&a.proportions, &b.proportions),
        appearance: row(&a.appearance, &b.appearance),
        skin_ab: two(a.skin_ab, b.skin_ab),
        detail: [0, 1, 2].map(|i| blend(a.detail[i], b.detail[i])),
        person_distance: None,
    }
}
