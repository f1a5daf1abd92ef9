//! One clip's world: who is before the camera, what is behind, and how the camera is held.

use std::sync::Arc;

use heyan_rules::liveness::HeadAngles;
use opencv::core::{Mat, Scalar, Size, Vec3b};
use opencv::imgproc;
use opencv::prelude::*;

use super::motion::{Life, Stroke};
use super::raster::Raster;
use super::sensor::Sensor;
use super::shape::{Camera, Light, Pose, Shape, looking};
use super::sheet::{Bend, Sheet};
use super::texture::{Levels, Texture};

/// What an actor is made of.
pub enum Body {
    /// A head with its body.
    Head(Arc<Shape>),
    /// A printed picture; the bend at rest and what a stroke's peak adds to it.
    Print {
        /// Its form.
        sheet: Sheet,
        /// What is printed.
        skin: Arc<Levels>,
        /// Bent at rest.
        rest: Bend,
        /// What comes to it at a stroke's peak.
        more: Bend,
        /// Waves a second that run through it.
        wave_hz: f32,
    },
    /// A screen that plays another scene.
    Screen {
        /// Its form.
        sheet: Sheet,
        /// What is played, at its own frame rate.
        plays: Box<Scene>,
    },
}

/// Somebody or something before the camera.
pub struct Actor {
    /// What it is.
    pub body: Body,
    /// Seen from then, s.
    pub from_s: f32,
    /// Seen until then, s.
    pub to_s: f32,
    /// How it holds still.
    pub life: Life,
    /// What it does.
    pub strokes: Vec<Stroke>,
    /// Ways aside: from, until (s), and how far, cm to the picture's right.
    pub walks: Vec<[f32; 3]>,
    /// What the jaw does in speech.
    pub speech: Option<Arc<Speech>>,
}

/// The jaw in speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Speech {
    /// Its swing, degrees, at even steps from the clip's start.
    pub jaw_deg: Vec<f32>,
    /// Length of a step, s.
    pub step_s: f32,
}

impl Speech {
    /// The swing at a time, degrees.
    #[must_use]
    pub fn at(&self, at_s: f32) -> f32 {
        let place = (at_s / self.step_s).max(0.0);
        let (i, part) = (place as usize, place.fract());
        let swing = |i: usize| self.jaw_deg.get(i).copied().unwrap_or(0.0);
        swing(i) * (1.0 - part) + swing(i + 1) * part
    }
}

impl Actor {
    /// The pose at a time.
    #[must_use]
    pub fn pose(&self, at_s: f32) -> Pose {
        let mut pose = self.life.with(&self.strokes, at_s);
        for [from, to, far] in &self.walks {
            let t = ((at_s - from) / 0.4).min((to - at_s) / 0.4).clamp(0.0, 1.0);
            pose.shift[0] += far * t * t * (3.0 - 2.0 * t);
        }
        if let Some(speech) = &self.speech {
            pose.jaw_deg += speech.at(at_s);
        }
        pose
    }

    fn seen(&self, at_s: f32) -> bool {
        self.from_s <= at_s && at_s < self.to_s
    }
}

/// Something before the face of the first actor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cover {
    /// Mesh points between which it lies.
    pub points: [usize; 4],
    /// How far it reaches beyond them, share of their extent.
    pub more: f32,
    /// Colour, red green blue.
    pub colour: [u8; 3],
    /// From and until, s.
    pub when: [f32; 2],
}

/// A hand that holds a camera.
#[derive(Clone, Debug, Default)]
pub struct Shake {
    /// Size (px or degrees), Hz, phase; of right, down and roll.
    pub waves: [Vec<[f32; 3]>; 3],
}

impl Shake {
    fn at(&self, at_s: f32) -> [f32; 3] {
        [0, 1, 2].map(|k| {
            self.waves[k].iter().map(|[s, hz, p]| s * libm::sinf(p + std::f32::consts::TAU * hz * at_s)).sum::<f32>()
        })
    }
}

/// A change of brightness in the course of a clip: from, until (s), gain between.
pub type Glow = [f32; 3];

/// Width, height, and rows of bytes red, green, blue.
pub type Ground = (usize, usize, Vec<u8>);

/// Everything that a frame is made from.
pub struct Scene {
    /// The camera without its shake.
    pub camera: Camera,
    /// Frames a second.
    pub fps: f32,
    /// The room behind, larger than the frame by `margin` on each side: width, height, bytes red, green, blue.
    pub ground: Ground,
    /// See [`Self::ground`].
    pub margin: usize,
    /// Far ones first.
    pub actors: Vec<Actor>,
    /// Before the first actor's face.
    pub covers: Vec<Cover>,
    /// How the camera is held.
    pub shake: Shake,
    /// Light of the room.
    pub light: Light,
    /// The camera's ways with light.
    pub sensor: Sensor,
    /// Lamps switched on and off.
    pub glows: Vec<Glow>,
}

impl Scene {
    /// When the `number`th frame is taken, s.
    #[must_use]
    pub fn time(&self, number: u64) -> f32 {
        number as f32 / self.fps
    }

    /// How the first actor's head is held at a time: seen from the camera ([`looking`]), and by its neck.
    #[must_use]
    pub fn angles(&self, at_s: f32) -> [HeadAngles; 2] {
        let actor = self.actors.iter().find(|a| a.seen(at_s)).or(self.actors.first());
        let pose = actor.map_or_else(Pose::default, |a| a.pose(at_s));
        let mut camera = self.camera;
        camera.roll_deg += self.shake.at(at_s)[2];
        let mut neck = pose.angles;
        neck.roll_deg += camera.roll_deg;
        [looking(&pose, &camera), neck]
    }

    /// Draws the `number`th frame: bytes red, green, blue. The same number gives the same bytes.
    #[must_use]
    pub fn frame(&self, number: u64) -> Vec<u8> {
        let at_s = self.time(number);
        let [dx, dy, roll] = self.shake.at(at_s);
        let mut camera = self.camera;
        camera.drift = [camera.drift[0] + dx, camera.drift[1] + dy];
        camera.roll_deg += roll;
        let mut raster = Raster::over(camera.w, camera.h, self.behind(dx, dy, camera.roll_deg));
        for actor in self.actors.iter().filter(|a| a.seen(at_s)) {
            raster.layer();
            let pose = actor.pose(at_s);
            match &actor.body {
                Body::Head(shape) => shape.draw(&mut raster, &pose, &camera, &self.light),
                Body::Print { sheet, skin, rest, more, wave_hz } => {
                    let k = actor.strokes.iter().map(|s| s.share(at_s)).fold(0.0, f32::max);
                    let wave = [
                        rest.wave[0] + more.wave[0] * k,
                        rest.wave[1],
                        rest.wave[2] + std::f32::consts::TAU * wave_hz * at_s,
                    ];
                    let bend =
                        Bend { upright: rest.upright + more.upright * k, level: rest.level + more.level * k, wave };
                    sheet.draw(&mut raster, skin, &bend, &pose, &camera);
                }
                Body::Screen { sheet, plays } => {
                    let inner = (at_s * plays.fps) as u64;
                    let skin = Texture::opaque(plays.camera.w, plays.camera.h, &plays.frame(inner));
                    sheet.draw(&mut raster, &Levels::new(skin, 3), &Bend::default(), &pose, &camera);
                }
            }
        }
        for cover in self.covers.iter().filter(|c| c.when[0] <= at_s && at_s < c.when[1]) {
            self.lay(cover, &mut raster, &camera, at_s);
        }
        let mut rgb = raster.rgb;
        let mut sensor = self.sensor.clone();
        for [from, to, gain] in &self.glows {
            if *from <= at_s && at_s < *to {
                sensor.gain *= gain;
            }
        }
        sensor.take(camera.w, camera.h, &mut rgb, at_s, number);
        rgb
    }

    /// The room as the shaken camera sees it.
    fn behind(&self, dx: f32, dy: f32, roll_deg: f32) -> Vec<u8> {
        let (w, h) = (self.camera.w, self.camera.h);
        let r = roll_deg.to_radians();
        let (s, c) = (libm::sinf(r), libm::cosf(r));
        let (mx, my) = (w as f32 / 2.0, h as f32 / 2.0);
        let m = self.margin as f32;
        // From the frame to the ground; OpenCV's pixel centres are whole numbers.
        let (fx, fy) = (0.5 - mx - dx, 0.5 - my - dy);
        let rows = [
            [c, s, fx * c + fy * s + mx + m - 0.5].map(f64::from),
            [-s, c, fy * c - fx * s + my + m - 0.5].map(f64::from),
        ];
        let warp = Mat::from_slice_2d(&rows).expect("two rows");
        let mut out = Mat::default();
        let ground = Mat::new_rows_cols_with_bytes::<Vec3b>(self.ground.1 as i32, self.ground.0 as i32, &self.ground.2)
            .expect("a ground of its size");
        imgproc::warp_affine(
            &ground,
            &mut out,
            &warp,
            Size::new(w as i32, h as i32),
            imgproc::INTER_LINEAR | imgproc::WARP_INVERSE_MAP,
            opencv::core::BORDER_REPLICATE,
            Scalar::default(),
        )
        .expect("a warp");
        out.data_bytes().expect("packed rows").to_vec()
    }

    fn lay(&self, cover: &Cover, raster: &mut Raster, camera: &Camera, at_s: f32) {
        let Some((shape, actor)) = self.actors.iter().find_map(|a| match &a.body {
            Body::Head(shape) if a.seen(at_s) => Some((shape, a)),
            _ => None,
        }) else {
            return;
        };
        let mesh = shape.projected(&actor.pose(at_s), camera);
        // An ellipse along the line between the first two points, as far up and down as the others.
        let [a, b, up, down] = cover.points.map(|i| mesh[i]);
        let middle = [(a[0] + b[0] + up[0] + down[0]) / 4.0, (a[1] + b[1] + up[1] + down[1]) / 4.0];
        let along = [b[0] - a[0], b[1] - a[1]];
        let half = (along[0] * along[0] + along[1] * along[1]).sqrt() / 2.0;
        let unit = [along[0] / (2.0 * half), along[1] / (2.0 * half)];
        let high = ((down[0] - up[0]) * -unit[1] + (down[1] - up[1]) * unit[0]).abs() / 2.0;
        let (rx, ry) = (half * (1.0 + cover.more), high * (1.0 + cover.more));
        let reach = rx.max(ry);
        let clip = |v: f32, n: usize| v.clamp(0.0, n as f32) as usize;
        for y in clip(middle[1] - reach, raster.h)..clip(middle[1] + reach + 1.0, raster.h) {
            for x in clip(middle[0] - reach, raster.w)..clip(middle[0] + reach + 1.0, raster.w) {
                let (fx, fy) = (x as f32 + 0.5 - middle[0], y as f32 + 0.5 - middle[1]);
                let (u, v) = ((fx * unit[0] + fy * unit[1]) / rx, (fy * unit[0] - fx * unit[1]) / ry);
                // A round-cornered patch, a little shaded towards its rim.
                let d = u * u * u * u + v * v * v * v;
                if d < 1.0 {
                    let shade = 1.0 - 0.25 * d;
                    let px = &mut raster.rgb[(y * raster.w + x) * 3..][..3];
                    for (o, c) in px.iter_mut().zip(cover.colour) {
                        *o = (f32::from(c) * shade) as u8;
                    }
                }
            }
        }
    }
}
