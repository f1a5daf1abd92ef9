//! Sets a recording up: draws from a seed who reads what, where, with which voice, and what goes wrong.

use std::io::Result;
use std::sync::Arc;

use heyan_rules::liveness::HeadAngles;
use heyan_rules::statement::Reading;
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::noise::Noise;
use super::room::Room;
use super::speak::Voice;
use super::texts::{Text, of};
use crate::backdrop;
use crate::heads::cast::{Cast, Face};
use crate::heads::motion::Life;
use crate::heads::scene::{Actor, Body, Scene, Shake, Speech};
use crate::heads::sensor::Sensor;
use crate::heads::shape::{Camera, Light};
use crate::heads::space::unit;
use crate::heads::tape::Tape;
use crate::rng::{Rng, mix};
use crate::set::Split;

/// Step of the jaw's track, s.
const JAW_STEP_S: f32 = 0.01;
/// Rates of cameras. Below 15 frames a second lips cannot be followed.
const RATES: [f32; 4] = [30.0, 25.0, 20.0, 15.0];

/// What is true of a recording.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Truth {
    /// Its name, and that of its file without the ending.
    pub name: String,
    /// What is true of it.
    pub kind: Kind,
    /// Tuning or held out.
    pub split: Split,
    /// The text that the product is given.
    pub script: String,
    /// Syllables that are read.
    pub syllables: u32,
    /// Syllables of the text.
    pub script_syllables: u32,
    /// Variant of the voice and its speed.
    pub voice: String,
    /// Noise and its distance, dB.
    pub noise: String,
    /// How far the voice lies above it, dB; 99 for none.
    pub snr_db: f32,
    /// Code that must be told.
    pub code: Option<String>,
    /// The pictures that move.
    pub faces: Vec<String>,
}

/// One recording.
pub struct Recording {
    /// What is true of it.
    pub truth: Truth,
    /// The sound, full scale 1; `None` without a track.
    pub sound: Option<Vec<f32>>,
    /// Its rate, Hz.
    pub rate: u32,
    /// What is before the camera.
    pub scene: Scene,
    /// In what order frames are shown.
    pub tape: Tape,
    /// Length, s.
    pub length_s: f32,
}

/// The `index`th recording of `kind`: the same for the same seed for ever (and the same voice program).
///
/// # Errors
/// When the voice program or the coding fails.
pub fn recording(cast: &Cast, split: Split, seed: u64, kind: Kind, index: u64) -> Result<Recording> {
    recording_of(cast, split, seed, kind, index, None)
}

/// The same of the text `own`; of one of the set's without it.
///
/// # Errors
/// As [`recording`].
pub fn recording_of(
    cast: &Cast,
    split: Split,
    seed: u64,
    kind: Kind,
    index: u64,
    own: Option<Text>,
) -> Result<Recording> {
    let mut tag = mix(seed ^ 0x57a7) ^ mix(index + 1) ^ u64::from(split == Split::Held);
    for b in kind.name().bytes() {
        tag = mix(tag ^ u64::from(b));
    }
    let mut rng = Rng::new(tag);
    let texts = of(split);
    let drawn = texts[(index as usize + rng.index(texts.len())) % texts.len()];
    let text = own.unwrap_or(drawn);
    let mut voice = Voice::draw(&mut rng, split);
    let spoken = spoken(&mut rng, &text, kind);
    if kind == Kind::Fast {
        voice.speed *= 2;
    }
    let (clean, clean_rate) = voice.read(&spoken)?;
    let around = [rng.range(0.5, 1.0), rng.range(0.4, 1.0)];
    let mut room = Room::draw(&mut rng, 10.0);
    match kind {
        Kind::Quiet => {
            room.level_db = -rng.range(50.0, 62.0);
            room.noise = room.noise.map(|(n, _)| (n, 25.0));
        }
        Kind::Clipped => room.overdrive = rng.range(6.0, 20.0),
        Kind::Noisy => {
            // A babble is noise to people and speech to every detector of speech.
            let kinds = [Noise::Street, Noise::Room, Noise::Fan, Noise::Hiss];
            room.noise = Some((kinds[rng.index(kinds.len())], rng.range(-2.0, 3.0)));
        }
        _ => {}
    }
    let clean_s = clean.len() as f32 / clean_rate as f32;
    let length_s = around[0] + clean_s + around[1];
    let jaw = jaw(&mut rng, &clean, clean_rate, around[0], length_s);
    let mut sound = room.record(&mut rng, &clean, clean_rate, around)?;
    let shift = |sound: &mut Vec<f32>, by_s: f32| {
        let by = (by_s.abs() * room.rate as f32) as usize;
        let count = sound.len();
        if by_s > 0.0 {
            sound.rotate_right(by.min(count));
        } else {
            sound.rotate_left(by.min(count));
        }
    };
    let mut speech = Some(Arc::new(Speech { jaw_deg: jaw, step_s: JAW_STEP_S }));
    match kind {
        Kind::Shifted => {
            // The recording is long enough for the voice to stay whole.
            let by = rng.range(0.4, 2.0) * rng.sign();
            let more = vec![0.0; (by.abs() * room.rate as f32) as usize];
            sound.extend(&more);
            if by < 0.0 {
                sound.splice(0..0, more);
            }
            shift(&mut sound, by);
            if by < 0.0 {
                // The mouth still speaks by the first clock: pad it too.
                let pad = (by.abs() / JAW_STEP_S) as usize;
                let old = speech.as_ref().map(|s| s.jaw_deg.clone()).unwrap_or_default();
                let jaw_deg = std::iter::repeat_n(0.0, pad).chain(old).collect();
                speech = Some(Arc::new(Speech { jaw_deg, step_s: JAW_STEP_S }));
            }
        }
        Kind::Dubbed => {
            let others: Vec<&Text> = texts.iter().filter(|t| t.spoken != text.spoken).collect();
            let other = others[rng.index(others.len())];
            let (lips, lips_rate) = Voice::draw(&mut rng, split).read(other.spoken)?;
            let jaw_deg = self::jaw(&mut rng, &lips, lips_rate, around[0], length_s);
            speech = Some(Arc::new(Speech { jaw_deg, step_s: JAW_STEP_S }));
        }
        Kind::ClosedLips => speech = None,
        Kind::Silent => sound.iter_mut().for_each(|v| *v = 0.0),
        _ => {}
    }
    let length_s = length_s.max(sound.len() as f32 / room.rate as f32);
    let (scene, tape, faces) = picture(&mut rng, cast, split, kind, speech, length_s);
    let of_text = Reading::of(text.shown);
    let (noise, snr_db) = room.noise.map_or(("none", 99.0), |(n, snr)| (n.name(), snr));
    let truth = Truth {
        name: format!("{}-{}-{index:03}", if split == Split::Held { "held" } else { "tuning" }, kind.name()),
        kind,
        split,
        script: text.shown.to_owned(),
        syllables: if kind == Kind::Silent || kind == Kind::NoTrack { 0 } else { Reading::of(&spoken).syllables() },
        script_syllables: of_text.syllables(),
        voice: format!("cmn{} {}", voice.variant, voice.speed),
        noise: format!("{noise} {snr_db:.0} dB"),
        snr_db,
        code: kind.code().map(|c| format!("statement.{c}")),
        faces,
    };
    let sound = (kind != Kind::NoTrack).then_some(sound);
    Ok(Recording { truth, sound, rate: room.rate, scene, tape, length_s })
}

/// What is read of the text.
fn spoken(rng: &mut Rng, text: &Text, kind: Kind) -> String {
    match kind {
        Kind::Stopped(percent) => {
            let reading = Reading::of(text.spoken);
            let end = reading.position(f64::from(reading.syllables()) * f64::from(percent) / 100.0);
            reading.text().iter().take(end).collect()
        }
        Kind::LeftOut => {
            let all = text.sentences();
            let whole = Reading::of(text.spoken).syllables();
            // One that a listener would miss: a fifth of the text and more.
            let long: Vec<usize> = (0..all.len()).filter(|i| Reading::of(all[*i]).syllables() * 5 >= whole).collect();
            let gone = if long.is_empty() { 0 } else { long[rng.index(long.len())] };
            all.iter().enumerate().filter(|(i, _)| *i != gone).map(|(_, s)| *s).collect()
        }
        _ => text.spoken.to_owned(),
    }
}

/// The jaw that goes with a voice: open with its level, a little before it, now more and now less, as people do.
fn jaw(rng: &mut Rng, voice: &[f32], rate: u32, before_s: f32, length_s: f32) -> Vec<f32> {
    let step = (JAW_STEP_S * rate as f32) as usize;
    let level: Vec<f32> = voice.chunks(step.max(1)).map(super::noise::rms).collect();
    let most = level.iter().copied().fold(1e-6, f32::max);
    let open: Vec<f32> = level.iter().map(|l| libm::sqrtf((l / most).min(1.0))).collect();
    // Lips move about 80 ms ahead of what is heard, and smoothly.
    let lead = (rng.range(0.04, 0.12) / JAW_STEP_S) as isize;
    let reach = 5_isize;
    let size = rng.range(5.0, 13.0);
    let count = (length_s / JAW_STEP_S) as usize;
    let start = (before_s / JAW_STEP_S) as isize;
    let mut emphasis = 1.0;
    let mut goal = 1.0;
    (0..count as isize)
        .map(|i| {
            if i % 15 == 0 {
                goal = rng.range(0.35, 1.3);
            }
            emphasis += (goal - emphasis) * 0.15;
            let middle = i - start + lead;
            let sum: f32 = (middle - reach..=middle + reach)
                .map(|j| usize::try_from(j).ok().and_then(|j| open.get(j)).copied().unwrap_or(0.0))
                .sum();
            size * emphasis * sum / (2 * reach + 1) as f32
        })
        .collect()
}

fn picture(
    rng: &mut Rng,
    cast: &Cast,
    split: Split,
    kind: Kind,
    speech: Option<Arc<Speech>>,
    length_s: f32,
) -> (Scene, Tape, Vec<String>) {
    let (w, h) = if rng.chance(0.5) { (480, 640) } else { (640, 480) };
    let fps = RATES[rng.index(RATES.len())];
    let mut faces = cast.of(split);
    faces.retain(|f| f.mouth_shut);
    let face = faces[rng.index(faces.len())];
    let share = if kind == Kind::SecondFace { rng.range(0.26, 0.34) } else { rng.range(0.32, 0.55) };
    let wanted = share * w.min(h) as f32 / 18.0;
    let long = w.max(h) as f32;
    let focal = (wanted * rng.range(40.0, 65.0)).clamp(0.55 * long, 1.2 * long);
    let distance = focal / wanted;
    let camera = Camera { w, h, focal, distance, drift: [0.0; 2], roll_deg: 0.0 };
    let life = |rng: &mut Rng| {
        let rest = HeadAngles {
            yaw_deg: rng.range(-6.0, 6.0),
            pitch_deg: rng.range(-6.0, 6.0),
            roll_deg: rng.range(-4.0, 4.0),
        };
        let place = [rng.range(-3.0, 3.0), rng.range(-2.0, 2.0), rng.range(-1.0, 1.0)];
        let sway = rng.range(0.3, 1.8);
        Life::new(rng, rest, place, sway, length_s)
    };
    let own = life(rng);
    let mut actors = vec![head(face, own, speech.clone())];
    let mut names = vec![face.name.to_owned()];
    let mut tape = Tape::Live;
    let middle = length_s * rng.range(0.4, 0.6);
    match kind {
        Kind::FaceLost => {
            let aside = 1.2 * w as f32 / focal * distance * rng.sign();
            // The way takes 0.4 s each side, half of it still in the frame.
            actors[0].walks.push([middle - 1.1, middle + 1.1, aside]);
        }
        Kind::SecondFace => {
            let others = cast.strangers(face);
            let other = others[rng.index(others.len())];
            let mut stands = life(rng);
            let behind = rng.range(8.0, 25.0);
            let side = if actors[0].life.place()[0] > 0.0 { -1.0 } else { 1.0 };
            let half = w as f32 / 2.0 / focal * (distance + behind);
            stands.stand([side * (half - rng.range(11.0, 13.0)).clamp(9.0, 45.0), rng.range(-2.0, 5.0), -behind]);
            let from_s = middle - 1.5;
            actors.insert(0, Actor { from_s, to_s: middle + 2.0, ..head(other, stands, None) });
            names.push(other.name.to_owned());
        }
        Kind::PersonChanged => {
            let others = cast.strangers(face);
            let other = others[rng.index(others.len())];
            names.push(other.name.to_owned());
            actors[0].to_s = middle;
            let same = actors[0].life.clone();
            let life = if rng.chance(0.5) { same } else { life(rng) };
            actors.push(Actor { from_s: middle, ..head(other, life, speech) });
        }
        Kind::Frozen => tape = Tape::Frozen { from_s: middle - 1.5, for_s: rng.range(2.5, 60.0) },
        Kind::TimeJump => tape = Tape::Cut { at_s: middle, for_s: rng.range(1.0, 3.0) },
        _ => {}
    }
    let margin = (w.max(h) as f32 * 0.03) as usize + 4;
    let kinds = if split == Split::Held { backdrop::HELD } else { backdrop::TUNING };
    let ground_kind = if rng.chance(0.5) { "plain" } else { kinds[rng.index(kinds.len())] };
    let (gw, gh) = (w + 2 * margin, h + 2 * margin);
    let ground = (gw, gh, backdrop::backdrop(rng, ground_kind, gw, gh).to_bytes());
    let mut shake = Shake::default();
    if rng.chance(0.5) {
        let size = rng.range(0.001, 0.005) * w.max(h) as f32;
        for (k, waves) in shake.waves.iter_mut().enumerate() {
            let size = if k == 2 { rng.range(0.1, 0.4) } else { size };
            for (part, lo, hi) in [(0.7, 0.3, 1.0), (0.3, 1.0, 3.0)] {
                waves.push([size * part, rng.range(lo, hi), rng.range(0.0, std::f32::consts::TAU)]);
            }
        }
    }
    let to = [rng.range(-0.8, 0.8), rng.range(-0.1, 0.8), 0.6];
    let light = Light { to: unit(to), share: rng.range(0.0, 0.3) };
    let warm = rng.range(-0.15, 0.15);
    let sensor = Sensor {
        gain: rng.range(0.7, 1.25),
        drift: [rng.range(0.0, 0.08), rng.range(0.05, 0.3)],
        warmth: [1.0 + warm, 1.0 - warm],
        noise: rng.range(0.8, 4.0),
        blur: if rng.chance(0.5) { rng.range(0.4, 1.0) } else { 0.0 },
        jpeg: if rng.chance(0.3) { rng.int(60, 92) as i32 } else { 0 },
        seed: rng.next_u64(),
    };
    let scene =
        Scene { camera, fps, ground, margin, actors, covers: Vec::new(), shake, light, sensor, glows: Vec::new() };
    (scene, tape, names)
}

fn head(face: &Face, life: Life, speech: Option<Arc<Speech>>) -> Actor {
    Actor {
        body: Body::Head(Arc::clone(&face.shape)),
        from_s: 0.0,
        to_s: f32::INFINITY,
        life,
        strokes: Vec::new(),
        walks: Vec::new(),
        speech,
    }
}

impl Recording {
    /// How many frames there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        (self.length_s * self.scene.fps) as u64
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `number`th frame: when, ms, and its rows of red, green, blue.
    #[must_use]
    pub fn frame(&self, number: u64) -> (u64, Vec<u8>) {
        let (source, at_ms) = self.tape.shown(number, self.scene.fps);
        (at_ms, self.scene.frame(source))
    }
}
