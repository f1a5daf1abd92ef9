//! Sets a clip up: draws from a seed who moves how, where, and before which camera.

use std::sync::Arc;

use heyan_rules::liveness::{Action, HeadAngles};

use super::cast::{Cast, Face};
use super::clip::{Clip, Truth};
use super::kind::{Group, Kind};
use super::motion::{Life, Manner, Stroke, stroke};
use super::scene::{Actor, Body, Cover, Ground, Scene, Shake};
use super::sensor::Sensor;
use super::shape::{Camera, Light};
use super::sheet::{Bend, Sheet};
use super::tape::Tape;
use crate::backdrop;
use crate::rng::{Rng, mix};
use crate::set::Split;

/// Height of a face from chin to hairline, cm on the canonical face.
const FACE_CM: f32 = 18.0;
/// Between the outer corners of the eyes, cm on the canonical face.
const EYES_CM: f32 = 8.9;

/// A frame, px, and how often it comes, of 100.
const SIZES: &[(usize, usize, u32)] = &[
    (640, 480, 38),
    (480, 640, 30),
    (320, 240, 8),
    (240, 320, 4),
    (1280, 720, 8),
    (720, 1280, 8),
    (1920, 1080, 2),
    (1080, 1920, 2),
];
/// Frames a second, and how often they come, of 100.
const RATES: &[(f32, u32)] = &[(30.0, 56), (25.0, 10), (24.0, 6), (20.0, 8), (15.0, 10), (10.0, 5), (60.0, 5)];

/// Everything that a clip is drawn from.
struct Draw<'a> {
    rng: Rng,
    cast: &'a Cast,
    split: Split,
    kind: Kind,
    asked: &'a [Action],
    w: usize,
    h: usize,
    fps: f32,
    focal: f32,
    distance: f32,
    tags: Vec<String>,
}

/// The `index`th clip of `kind`: the same for the same seed for ever.
#[must_use]
pub fn clip(cast: &Cast, split: Split, seed: u64, kind: Kind, index: u64) -> Clip {
    clip_of(cast, split, seed, kind, index, &[])
}

/// The same, a run ([`Kind::Run`]) of the actions `asked`; of drawn ones when there are none.
#[must_use]
pub fn clip_of(cast: &Cast, split: Split, seed: u64, kind: Kind, index: u64, asked: &[Action]) -> Clip {
    let held = u64::from(split == Split::Held);
    // Each clip has a generator of its own, so that one sort more changes no other.
    let mut tag = mix(seed) ^ mix(index + 1) ^ held;
    for b in format!("{kind:?}").bytes() {
        tag = mix(tag ^ u64::from(b));
    }
    let mut rng = Rng::new(tag);
    let (w, h) = weighted(&mut rng, SIZES.iter().map(|s| ((s.0, s.1), s.2)));
    let fps = weighted(&mut rng, RATES.iter().copied());
    let fps = if w * h > 1_000_000 { fps.min(30.0) } else { fps };
    // A blink lasts 0.2 s and more: below 20 frames a second it may fall between two frames.
    let blinks = matches!(kind, Kind::Proper(Action::Blink) | Kind::Instead(_, Action::Blink) | Kind::Run);
    let fps = if blinks { fps.max(20.0) } else { fps };
    let small = w.min(h) < 400;
    let share = match kind {
        Kind::Far => rng.range(0.05, 0.075) * 480.0 / w.min(h) as f32,
        Kind::Near => rng.range(1.35, 1.6),
        // Room for two.
        Kind::SecondFace => rng.range(0.26, 0.34),
        _ if small => rng.range(0.42, 0.58),
        _ => rng.range(0.28, 0.58),
    };
    let distance = if kind == Kind::Near { rng.range(22.0, 28.0) } else { rng.range(36.0, 75.0) };
    let focal = share * w.min(h) as f32 * distance / FACE_CM;
    // Lenses of phones and webcams see 45 to 90 degrees of the long side; the rest is distance.
    let long = w.max(h) as f32;
    let lens = focal.clamp(0.55 * long, 1.2 * long);
    let distance = if kind == Kind::Near { distance } else { distance * lens / focal };
    let focal = if kind == Kind::Near { focal } else { lens };
    let mut draw = Draw { rng, cast, split, kind, asked, w, h, fps, focal, distance, tags: Vec::new() };
    draw.set_up(seed, index)
}

fn weighted<T: Copy>(rng: &mut Rng, all: impl Iterator<Item = (T, u32)> + Clone) -> T {
    let sum: u32 = all.clone().map(|a| a.1).sum();
    let mut left = rng.int(0, i64::from(sum) - 1) as u32;
    for (item, weight) in all {
        if left < weight {
            return item;
        }
        left -= weight;
    }
    unreachable!("weights add up")
}

/// What happens when.
#[derive(Default)]
struct Script {
    asked: Vec<Action>,
    done: Vec<Action>,
    strokes: Vec<Stroke>,
    length_s: f32,
}

impl Draw<'_> {
    fn set_up(&mut self, seed: u64, index: u64) -> Clip {
        let mut script = self.script();
        let mut faces = self.cast.of(self.split);
        if script.done.contains(&Action::OpenMouth) {
            // A grin or an open mouth in the picture is no rest to open from.
            faces.retain(|f| f.mouth_shut);
            assert!(!faces.is_empty(), "a picture of each split has a shut mouth");
        }
        let face = faces[self.rng.index(faces.len())];
        let mut tape = Tape::Live;
        let mut names = vec![face.name];
        let first = script.strokes.first().map_or(1.2, |s| s.from_s);
        // What befalls the person does so before the last movement is judged.
        let last = script.strokes.last().map_or(first, |s| s.from_s);
        let mut life = self.life(script.length_s);
        if script.asked.contains(&Action::Blink) {
            life.stare();
        }
        let mut actors = vec![self.actor(face, life, &mut script)];
        let mut covers = Vec::new();
        let mut glows = Vec::new();
        let mut sensor = self.sensor();
        match self.kind {
            Kind::Frozen(_) => {
                // The picture stops before the movement, or in the midst of it.
                let from_s = if self.rng.chance(0.6) { first - 0.2 } else { first + 0.15 };
                tape = Tape::Frozen { from_s, for_s: 60.0 };
                script.length_s += 2.0;
            }
            Kind::Loop => {
                let for_s = script.strokes.last().map_or(1.5, |s| s.to_s()) - first + self.rng.range(0.3, 0.8);
                tape = Tape::Loop { from_s: first - 0.2, for_s, back_and_forth: self.rng.chance(0.3) };
                script.length_s = first + for_s * 3.0 + 1.0;
            }
            Kind::TimeJump => {
                let at_s = self.rng.range(first - 0.1, first + 1.2);
                tape = Tape::Cut { at_s, for_s: self.rng.range(1.0, 4.0) };
            }
            Kind::PersonChanged => {
                let others = self.cast.strangers(face);
                let other = others[self.rng.index(others.len())];
                names.push(other.name);
                let cut = self.rng.range(first - 0.2, last + 0.1);
                let mut life = actors[0].life.clone();
                if self.rng.chance(0.5) {
                    life = self.life(script.length_s);
                }
                actors[0].to_s = cut;
                let strokes = actors[0].strokes.clone();
                actors.push(Actor { from_s: cut, ..head(other, life, strokes) });
            }
            Kind::SecondFace => {
                let others = self.cast.strangers(face);
                let other = others[self.rng.index(others.len())];
                names.push(other.name);
                actors.insert(
                    0,
                    self.beside(other, actors[0].life.place()[0], [first - 0.5, last - 0.2], script.length_s),
                );
            }
            Kind::Gap => {
                let reach = 1.2 * self.w as f32 / self.focal * self.distance;
                let rest = script.strokes[0].to_s();
                if self.rng.chance(0.5) {
                    // Out of the frame and back while nothing is done.
                    let aside = self.rng.sign() * reach;
                    actors[0].walks.push([rest + 0.1, last - 0.1, aside]);
                } else {
                    let long = self.rng.range(0.7, 1.5);
                    let from = self.rng.range(first - 0.2, last - long);
                    // Gone between two frames, as when a camera is turned to the table.
                    let again = Actor { from_s: from + long, ..copy(&actors[0]) };
                    actors[0].to_s = from;
                    actors.push(again);
                }
            }
            Kind::Dark => sensor.gain = self.rng.range(0.002, 0.006),
            Kind::Bright => sensor.gain = self.rng.range(14.0, 30.0),
            Kind::Covered => covers.push(self.cover(script.length_s)),
            _ => {
                // Lamps come on and go off in the life of good clips too.
                if self.kind.group() == Group::Pass && self.rng.chance(0.08) {
                    let from = self.rng.range(0.5, script.length_s);
                    glows.push([from, script.length_s + 9.0, self.rng.range(0.6, 1.5)]);
                    self.tags.push("lamp".to_owned());
                }
            }
        }
        let shake = self.shake();
        let (ground, margin) = self.ground();
        let light = self.light();
        let camera = self.camera();
        let scene = Scene { camera, fps: self.fps, ground, margin, actors, covers, shake, light, sensor, glows };
        let truth = self.truth(&script, names, seed, index);
        let coded = self.rng.chance(0.12);
        Clip { truth, scene, tape, length_s: script.length_s, coded }
    }

    fn camera(&self) -> Camera {
        Camera { w: self.w, h: self.h, focal: self.focal, distance: self.distance, drift: [0.0; 2], roll_deg: 0.0 }
    }

    /// Rest, the movements with rests between, rest.
    fn script(&mut self) -> Script {
        let distance = self.distance;
        let rng = &mut self.rng;
        let mut script = Script::default();
        let mut at = rng.range(1.0, 1.6);
        let any = |rng: &mut Rng| Action::DRAWN[rng.index(Action::DRAWN.len())];
        let manner = match self.kind {
            Kind::Small(_) => Manner::Small,
            Kind::Large(_) => Manner::Large,
            Kind::Hasty(_) => Manner::Hasty,
            _ => Manner::Proper,
        };
        match self.kind {
            Kind::FlatCard(a @ (Action::TiltLeft | Action::TiltRight))
            | Kind::WavedCard(a @ (Action::TiltLeft | Action::TiltRight))
            | Kind::BentCard(a @ (Action::TiltLeft | Action::TiltRight))
            | Kind::CutCard(a @ (Action::TiltLeft | Action::TiltRight)) => {
                // A tilt in its own plane is the same of a picture: every drawn challenge has a turn in it.
                let turn = if rng.chance(0.5) { Action::TurnLeft } else { Action::TurnRight };
                script.asked = vec![a, turn];
                script.done = script.asked.clone();
            }
            Kind::Proper(a)
            | Kind::Nothing(a)
            | Kind::Small(a)
            | Kind::Large(a)
            | Kind::Hasty(a)
            | Kind::FlatCard(a)
            | Kind::WavedCard(a)
            | Kind::BentCard(a)
            | Kind::CutCard(a)
            | Kind::Screen(a)
            | Kind::Frozen(a) => {
                script.asked = vec![a];
                script.done = vec![a];
            }
            Kind::Instead(asked, done) => {
                script.asked = vec![asked];
                script.done = vec![done];
            }
            Kind::Loop => {
                // One movement, asked again and again: the loop brings it each time.
                let a = [Action::Nod, Action::TurnLeft, Action::TurnRight, Action::TiltLeft][rng.index(4)];
                script.asked = vec![a; 3];
                script.done = vec![a];
            }
            Kind::Run => {
                script.asked = self.asked.to_vec();
                while self.asked.is_empty() && script.asked.len() < 3 {
                    let a = any(rng);
                    let alike = (a == Action::Nod && script.asked.contains(&Action::LookDown))
                        || (a == Action::LookDown && script.asked.contains(&Action::Nod));
                    if !script.asked.contains(&a) && !alike {
                        script.asked.push(a);
                    }
                }
                script.done = script.asked.clone();
            }
            _ => {
                // Two head movements: time enough for what happens meanwhile.
                let heads = [Action::TurnLeft, Action::TurnRight, Action::Nod, Action::TiltLeft, Action::TiltRight];
                let a = heads[rng.index(2)];
                let b = heads[2 + rng.index(3)];
                script.asked = vec![a, b];
                script.done = vec![a, b];
            }
        }
        if matches!(self.kind, Kind::Nothing(_)) {
            script.done.clear();
            at += 5.5;
        }
        for action in script.done.clone() {
            let mut s = stroke(rng, action, manner, at);
            if action == Action::ComeCloser {
                // From 1.4 to 1.8 times the size.
                s.near_cm = distance * rng.range(0.3, 0.44);
            }
            at = s.to_s() + rng.range(0.5, 1.2) + if self.kind == Kind::Gap { rng.range(1.5, 2.2) } else { 0.0 };
            script.strokes.push(s);
        }
        // Small ones and others end by their time: 5 s each.
        let waits = matches!(self.kind, Kind::Small(_) | Kind::Frozen(_) | Kind::Instead(..));
        script.length_s = at + if waits { 4.0 } else { 0.4 };
        script
    }

    fn life(&mut self, until_s: f32) -> Life {
        let rng = &mut self.rng;
        let rest =
            HeadAngles { yaw_deg: rng.normal() * 3.0, pitch_deg: rng.normal() * 4.0, roll_deg: rng.normal() * 2.0 };
        let rest = HeadAngles {
            yaw_deg: rest.yaw_deg.clamp(-8.0, 8.0),
            pitch_deg: rest.pitch_deg.clamp(-9.0, 9.0),
            roll_deg: rest.roll_deg.clamp(-6.0, 6.0),
        };
        // Anywhere in the frame where the whole face has room to move.
        let face = FACE_CM * self.focal / self.distance;
        let room = |n: usize, reach: f32| ((n as f32 - face * reach) / 2.0).max(0.0) * self.distance / self.focal;
        // Who comes closer is seen larger.
        let large = if matches!(self.kind, Kind::Proper(Action::ComeCloser) | Kind::FlatCard(Action::ComeCloser)) {
            1.8
        } else {
            1.0
        };
        let (x, y) = (room(self.w, 1.5 * large).min(14.0), room(self.h, 1.7 * large).min(9.0));
        let place = [rng.range(-0.8, 0.8) * x, rng.range(-0.6, 0.8) * y, rng.range(-1.0, 1.0)];
        let sway = if rng.chance(0.3) { rng.range(0.6, 2.0) } else { rng.range(0.1, 0.5) };
        Life::new(rng, rest, place, sway, until_s)
    }

    /// The first actor: a head, or what is held up in its place.
    fn actor(&mut self, face: &Face, life: Life, script: &mut Script) -> Actor {
        let strokes = script.strokes.clone();
        match self.kind {
            Kind::FlatCard(a) | Kind::WavedCard(a) | Kind::BentCard(a) => self.print(face, life, strokes, a),
            Kind::CutCard(_) => {
                let (skin, part, size) = face.shape.cutout();
                let skin = Arc::clone(skin);
                let bent = self.rng.chance(0.4);
                let rest = Bend { upright: if bent { self.rng.range(0.02, 0.08) } else { 0.0 }, ..Bend::default() };
                self.tags.push(if bent { "bent" } else { "flat" }.to_owned());
                let sheet = Sheet { size, part, pivot: [0.0, self.rng.range(-16.0, 0.0), 0.0] };
                let body = Body::Print { sheet, skin, rest, more: Bend::default(), wave_hz: 0.0 };
                Actor { body, ..head(face, card_life(life), self.card_strokes(strokes)) }
            }
            Kind::Screen(_) => self.screen(face, life, strokes),
            _ => head(face, life, strokes),
        }
    }

    /// A print of the face at about the size of a face.
    fn print(&mut self, face: &Face, life: Life, strokes: Vec<Stroke>, asked: Action) -> Actor {
        let rng = &mut self.rng;
        let full = face.print.full();
        let (pw, ph) = (full.w as f32, full.h as f32);
        // The whole print, or the face with little round it.
        let close = rng.range(0.0, 0.28);
        let part = [pw * close, ph * (0.02 + close * 0.7), pw * (1.0 - close), ph * (0.98 - close)];
        let per_px = face.print_cm / pw;
        let size = [(part[2] - part[0]) * per_px, (part[3] - part[1]) * per_px];
        let pivot = [rng.range(-0.5, 0.5) * size[0] * 0.6, -rng.range(0.0, 0.6) * size[1], 0.0];
        let sheet = Sheet { size, part, pivot };
        let (mut rest, mut more, mut wave_hz) = (Bend::default(), Bend::default(), 0.0);
        match self.kind {
            Kind::WavedCard(_) => {
                rest.wave = [rng.range(0.3, 1.2), rng.range(14.0, 40.0), 0.0];
                wave_hz = rng.range(0.4, 2.0);
            }
            Kind::BentCard(_) => {
                // Paper can be rolled to about the roundness of a face, 1/10 cm; which way depends on the axis asked.
                let k = rng.range(0.03, 0.1) * if rng.chance(0.8) { 1.0 } else { -1.0 };
                let upright = !matches!(asked, Action::Nod | Action::LookUp | Action::LookDown) || rng.chance(0.4);
                let still = rng.chance(0.5);
                let bend = if upright { Bend { upright: k, ..rest } } else { Bend { level: k, ..rest } };
                if still {
                    rest = bend;
                } else {
                    more = bend;
                }
                self.tags.push(format!("{} {:.3}/cm", if upright { "upright" } else { "level" }, k));
            }
            _ => {}
        }
        let body = Body::Print { sheet, skin: Arc::clone(&face.print), rest, more, wave_hz };
        Actor { body, ..head(face, card_life(life), self.card_strokes(strokes)) }
    }

    /// A card must be turned far to look like a turned head: the net reads a tenth of it (models' measurements).
    fn card_strokes(&mut self, mut strokes: Vec<Stroke>) -> Vec<Stroke> {
        let more = self.rng.range(1.0, 2.6);
        for s in &mut strokes {
            s.peak.yaw_deg = (s.peak.yaw_deg * more).clamp(-65.0, 65.0);
            s.peak.pitch_deg = (s.peak.pitch_deg * more).clamp(-60.0, 60.0);
        }
        strokes
    }

    fn screen(&mut self, face: &Face, life: Life, strokes: Vec<Stroke>) -> Actor {
        let (w, h) = (480, 640);
        let inner =
            Draw { rng: self.rng.fork(5), tags: Vec::new(), w, h, fps: 30.0, focal: 560.0, distance: 46.0, ..*self };
        let mut inner = inner;
        let own = inner.life(strokes.last().map_or(4.0, Stroke::to_s) + 6.0);
        let (ground, margin) = inner.ground();
        let plays = Scene {
            camera: inner.camera(),
            fps: 30.0,
            ground,
            margin,
            actors: vec![head(face, own, strokes)],
            covers: Vec::new(),
            shake: Shake::default(),
            light: inner.light(),
            sensor: Sensor { noise: 1.0, jpeg: 80, ..inner.sensor() },
            glows: Vec::new(),
        };
        // The face on it about as large as a face.
        let density = 560.0 / 46.0;
        let sheet = Sheet {
            size: [w as f32 / density, h as f32 / density],
            part: [0.0, 0.0, w as f32, h as f32],
            pivot: [0.0; 3],
        };
        Actor { body: Body::Screen { sheet, plays: Box::new(plays) }, ..head(face, card_life(life), Vec::new()) }
    }

    /// Somebody who looks in from the side, farther away.
    fn beside(&mut self, face: &Face, first_cm: f32, comes: [f32; 2], until_s: f32) -> Actor {
        let mut life = self.life(until_s);
        let behind = self.rng.range(8.0, 30.0);
        // Where the first one leaves room.
        let side = if first_cm > 0.0 { -1.0 } else { 1.0 };
        let half = self.w as f32 / 2.0 / self.focal * (self.distance + behind);
        let away = (half - self.rng.range(11.0, 13.0)).clamp(9.0, 45.0);
        let high = self.rng.range(-2.0, 5.0);
        life.stand([side * away, high, -behind]);
        let from_s = self.rng.range(comes[0], comes[1]);
        Actor { from_s, ..head(face, life, Vec::new()) }
    }

    fn cover(&mut self, until_s: f32) -> Cover {
        let rng = &mut self.rng;
        // Mouth and chin as a mask covers them, eyes as a hand does, half a face.
        let (points, tag) = match rng.index(3) {
            0 => ([132, 361, 4, 152], "mask"),
            1 => ([127, 356, 66, 50], "eyes"),
            _ => ([168, 356, 10, 152], "half"),
        };
        self.tags.push(tag.to_owned());
        let colours = [[225, 228, 232], [60, 90, 150], [30, 30, 34], [196, 150, 122]];
        let from = if rng.chance(0.6) { 0.0 } else { rng.range(0.8, 1.8) };
        Cover { points, more: rng.range(0.05, 0.2), colour: colours[rng.index(4)], when: [from, until_s + 9.0] }
    }

    fn shake(&mut self) -> Shake {
        let rng = &mut self.rng;
        let mut shake = Shake::default();
        // A phone in a hand; the others stand on a desk.
        if rng.chance(0.6) {
            let size = rng.range(0.001, 0.006) * self.w.max(self.h) as f32;
            for (k, waves) in shake.waves.iter_mut().enumerate() {
                let size = if k == 2 { rng.range(0.1, 0.5) } else { size };
                for (part, lo, hi) in [(0.7, 0.3, 1.0), (0.3, 1.0, 3.0), (0.08, 5.0, 9.0)] {
                    waves.push([size * part, rng.range(lo, hi), rng.range(0.0, std::f32::consts::TAU)]);
                }
            }
        }
        shake
    }

    fn light(&mut self) -> Light {
        let rng = &mut self.rng;
        let to = [rng.range(-0.8, 0.8), rng.range(-0.1, 0.8), 0.6];
        Light { to: super::space::unit(to), share: if rng.chance(0.7) { rng.range(0.0, 0.4) } else { 0.0 } }
    }

    fn ground(&mut self) -> (Ground, usize) {
        let rng = &mut self.rng;
        let margin = (self.w.max(self.h) as f32 * 0.03) as usize + 4;
        let (w, h) = (self.w + 2 * margin, self.h + 2 * margin);
        let kinds = if self.split == Split::Held { backdrop::HELD } else { backdrop::TUNING };
        let kind = if rng.chance(0.45) { "plain" } else { kinds[rng.index(kinds.len())] };
        self.tags.push(kind.to_owned());
        let image = backdrop::backdrop(rng, kind, w, h);
        ((w, h, image.to_bytes()), margin)
    }

    fn sensor(&mut self) -> Sensor {
        let rng = &mut self.rng;
        let warm = rng.range(-0.22, 0.22);
        let jpeg = if rng.chance(0.4) { rng.int(55, 92) as i32 } else { 0 };
        let noise = if rng.chance(0.25) { rng.range(3.0, 6.0) } else { rng.range(0.7, 3.0) };
        if jpeg > 0 {
            self.tags.push(format!("jpeg {jpeg}"));
        }
        Sensor {
            gain: rng.range(0.55, 1.35),
            drift: [rng.range(0.0, 0.12), rng.range(0.05, 0.4)],
            warmth: [1.0 + warm, 1.0 - warm],
            noise,
            blur: if rng.chance(0.5) { rng.range(0.4, 1.1) * self.w.min(self.h) as f32 / 480.0 } else { 0.0 },
            jpeg,
            seed: rng.next_u64(),
        }
    }

    fn truth(&mut self, script: &Script, faces: Vec<&'static str>, seed: u64, index: u64) -> Truth {
        let passed = match self.kind.group() {
            Group::Pass => Some(true),
            Group::Confusion | Group::Poor | Group::Attack => Some(false),
            Group::Replay | Group::Continuity | Group::Capture => None,
        };
        let mut peak = HeadAngles::default();
        for s in &script.strokes {
            let far = |a: f32, b: f32| if b.abs() > a.abs() { b } else { a };
            peak.yaw_deg = far(peak.yaw_deg, s.peak.yaw_deg);
            peak.pitch_deg = far(peak.pitch_deg, s.peak.pitch_deg);
            peak.roll_deg = far(peak.roll_deg, s.peak.roll_deg);
        }
        let words: Vec<&str> = match self.kind {
            Kind::Instead(asked, done) => vec![asked.as_str(), "by", done.as_str()],
            _ => script.asked.iter().map(|a| a.as_str()).collect(),
        };
        Truth {
            name: format!(
                "{}-{}-{}{seed}-{index:03}",
                self.kind.name(),
                words.join("-"),
                if self.split == Split::Held { "held" } else { "tuning" }
            ),
            kind: self.kind,
            split: self.split,
            faces: faces.into_iter().map(str::to_owned).collect(),
            width: self.w,
            height: self.h,
            fps: self.fps,
            asked: script.asked.clone(),
            done: script.done.clone(),
            passed,
            codes: self.kind.codes().iter().map(|c| format!("liveness.{c}")).collect(),
            peak,
            eye_distance_px: EYES_CM * self.focal / self.distance,
            tags: std::mem::take(&mut self.tags),
        }
    }
}

fn head(face: &Face, life: Life, strokes: Vec<Stroke>) -> Actor {
    Actor {
        body: Body::Head(Arc::clone(&face.shape)),
        from_s: 0.0,
        to_s: f32::INFINITY,
        life,
        strokes,
        walks: Vec::new(),
        speech: None,
    }
}

fn copy(actor: &Actor) -> Actor {
    let Body::Head(shape) = &actor.body else {
        unreachable!("only heads come back");
    };
    Actor {
        body: Body::Head(Arc::clone(shape)),
        life: actor.life.clone(),
        strokes: actor.strokes.clone(),
        walks: actor.walks.clone(),
        speech: actor.speech.clone(),
        ..*actor
    }
}

/// A hand holds a card less still than a neck holds a head.
fn card_life(mut life: Life) -> Life {
    life.stare();
    life.stronger(2.5);
    life
}
