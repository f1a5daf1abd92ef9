//! A camera, heads and pictures of heads, as observations: perspective, noise, and the errors that a pose network makes.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is the report")]

pub mod act;
pub mod judge;
pub mod random;

use heyan_rules::liveness::{APPEARANCE_CELLS, Action, FaceSeen, HeadAngles, Observation, TRACKED_POINTS};
use nalgebra::{Rotation3, Vector3};

pub use act::{Doing, Script};
pub use random::Random;

/// One who stands before the camera.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their landmarks, cm, in the axes of the canonical head.
    pub points: Vec<Vector3<f64>>,
    /// What is read of a degree of yaw, pitch and roll as the camera sees them.
    pub slope: [f64; 3],
    /// What is read of a head that looks straight into the camera.
    pub zero: [f64; 3],
    /// Degrees read on the other axes for a degree of one.
    pub crosstalk: f64,
    pub proportions: Vec<f32>,
    pub appearance: Vec<f32>,
    pub skin: [f32; 2],
    pub detail: [f32; 3],
    pub eye_open: f32,
}

impl Person {
    /// Somebody: width, height and depth of the face differ by a tenth, relief by a fifth, single landmarks by 1.5 mm.
    pub fn any(r: &mut Random) -> Self {
        let [w, h, d] = [r.between(0.93, 1.07), r.between(0.93, 1.07), r.between(0.85, 1.15)];
        let points = TRACKED_POINTS
            .iter()
            .map(|p| {
                let [x, y, z] = p.canonical_cm.map(f64::from);
                Vector3::new(x * w + r.normal(0.15), y * h + r.normal(0.15), z * d + r.normal(0.15))
            })
            .collect();
        let sign = r.sign();
        Self {
            points,
            slope: [r.between(0.77, 0.96), r.between(0.84, 1.1), r.between(0.98, 1.01)],
            zero: [r.normal(0.7), 2.6 + r.normal(1.0), r.normal(0.3)],
            crosstalk: sign * r.between(0.0, 0.1),
            proportions: (0..12).map(|_| r.between(0.5, 1.5) as f32).collect(),
            appearance: (0..APPEARANCE_CELLS).map(|_| r.normal(1.0) as f32).collect(),
            skin: [r.between(6.0, 16.0) as f32, r.between(8.0, 22.0) as f32],
            detail: [r.between(0.06, 0.3) as f32, r.between(0.1, 0.4) as f32, r.between(0.1, 0.4) as f32],
            eye_open: r.between(0.24, 0.36) as f32,
        }
    }

    /// The same shape, another person: proportions by 8 %, another look.
    pub fn other(&self, r: &mut Random) -> Self {
        let mut other = Self::any(r);
        other.proportions =
            self.proportions.iter().map(|p| p * (1.0 + r.sign() * r.between(0.05, 0.12)) as f32).collect();
        // Faces are alike: the cells of two persons correlate.
        let share = r.between(0.2, 0.6) as f32;
        other.appearance =
            self.appearance.iter().zip(&other.appearance).map(|(a, b)| share * a + (1.0 - share) * b).collect();
        other
    }
}

/// Where the head is and how it is held.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pose {
    /// Yaw, pitch and roll in the contract's signs, degrees.
    pub deg: [f64; 3],
    /// Place against the middle, cm.
    pub shift: [f64; 3],
    /// Openness of the eyes, 1 as usual.
    pub eyes: f64,
    /// Gap of the lips over the mouth's width.
    pub mouth: f64,
    /// How much nearer it has come, share of the distance.
    pub closer: f64,
}

pub fn rotation(deg: [f64; 3]) -> Rotation3<f64> {
    let [yaw, pitch, roll] = deg.map(f64::to_radians);
    Rotation3::from_axis_angle(&Vector3::y_axis(), yaw)
        * Rotation3::from_axis_angle(&Vector3::x_axis(), -pitch)
        * Rotation3::from_axis_angle(&Vector3::z_axis(), -roll)
}

/// A camera and what stands before it.
#[derive(Debug, Clone)]
pub struct Camera {
    pub size: [u32; 2],
    /// Focal length, px.
    pub focal: f64,
    /// Distance of the head, cm.
    pub distance: f64,
    pub fps: f64,
    /// Spread of the frame interval, share of it.
    pub unsteady: f64,
    /// Noise of a landmark, px.
    pub noise_px: f64,
    /// Noise of an angle, degrees.
    pub noise_deg: f64,
}

impl Camera {
    pub fn usual() -> Self {
        Self {
            size: [640, 480],
            focal: 640.0,
            distance: 55.0,
            fps: 30.0,
            unsteady: 0.0,
            noise_px: 0.3,
            noise_deg: 0.12,
        }
    }

    /// 320×240 to 1920×1080, 10 to 60 frames a second, steady or not.
    pub fn any(r: &mut Random) -> Self {
        let size = [[320, 240], [640, 480], [1280, 720], [1080, 1920], [1920, 1080]][r.below(5)];
        let shorter = f64::from(size[0].min(size[1]));
        let focal = shorter * r.between(1.1, 1.5);
        Self {
            size,
            focal,
            distance: r.between(35.0, 70.0),
            fps: r.between(10.0, 60.0),
            unsteady: if r.below(2) == 0 { 0.0 } else { r.between(0.0, 0.4) },
            noise_px: 0.15 + shorter / 1600.0 * r.between(0.3, 1.5),
            noise_deg: r.between(0.05, 0.3),
        }
    }

    pub fn project(&self, p: Vector3<f64>) -> [f64; 2] {
        let [w, h] = self.size.map(f64::from);
        let depth = (self.distance - p.z).max(1.0);
        [w / 2.0 + self.focal * p.x / depth, h / 2.0 - self.focal * p.y / depth]
    }

    /// The angles of a head turned by `turn` against the line from the `face` to the camera.
    pub fn looking(&self, turn: Rotation3<f64>, face: Vector3<f64>) -> [f64; 3] {
        let to = Vector3::new(-face.x, -face.y, self.distance - face.z).normalize();
        let line = rotation([to.x.atan2(to.z).to_degrees(), to.y.asin().to_degrees(), 0.0]);
        let m = (line.inverse() * turn).into_inner();
        [m.m13.atan2(m.m33), m.m23.asin(), -m.m21.atan2(m.m22)].map(f64::to_degrees)
    }

    /// Times of frames through `seconds`, ms.
    pub fn times(&self, seconds: f64, r: &mut Random) -> Vec<u64> {
        let mut at = 0.0;
        let mut times = Vec::new();
        while at < seconds * 1000.0 {
            times.push(at as u64);
            at += (1000.0 / self.fps) * (1.0 + self.unsteady * r.between(-1.0, 1.0));
        }
        times.dedup();
        times
    }

    /// Where it stands, cm.
    fn shift(&self, pose: &Pose) -> Vector3<f64> {
        Vector3::from(pose.shift) + Vector3::new(0.0, 0.0, pose.closer * self.distance)
    }

    /// A frame of a head.
    pub fn head(&self, at_ms: u64, person: &Person, pose: &Pose, r: &mut Random) -> Observation {
        let turn = rotation(pose.deg);
        let pivot = Vector3::new(0.0, -7.0, -6.0);
        let shift = self.shift(pose);
        let points: Vec<[f64; 2]> = TRACKED_POINTS
            .iter()
            .zip(&person.points)
            .map(|(tracked, p)| {
                let mut p = *p;
                if [152, 61, 291, 136, 365].contains(&tracked.mesh_index) {
                    // The jaw: a gap of one mouth's width is 5 cm.
                    p.y -= pose.mouth * if tracked.mesh_index == 152 { 4.0 } else { 2.0 };
                }
                self.project(turn * (p - pivot) + pivot + shift)
            })
            .collect();
        let seen = self.looking(turn, turn * (Vector3::new(0.0, 0.0, 4.0) - pivot) + pivot + shift);
        let mut read = [0.0; 3];
        for (i, value) in read.iter_mut().enumerate() {
            let others =
                pose.deg.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, v)| v * person.crosstalk).sum::<f64>();
            *value = person.zero[i] + person.slope[i] * seen[i] + others.clamp(-5.0, 5.0) + r.normal(self.noise_deg);
        }
        // An open mouth drags the chin: the fit reads it as pitch.
        read[1] -= pose.mouth * 8.0;
        self.observe(at_ms, person, pose, points, read, r)
    }

    /// A frame of a picture of `person` on a sheet that is turned by `pose` and bent.
    pub fn sheet(&self, at_ms: u64, person: &Person, sheet: &Sheet, pose: &Pose, r: &mut Random) -> Observation {
        let turn = rotation(pose.deg);
        let shift = self.shift(pose);
        let read = [0, 1, 2].map(|i| {
            let slope = if i == 2 { 1.0 } else { sheet.slope };
            slope * pose.deg[i] + r.normal(self.noise_deg)
        });
        let dreamt = rotation(read);
        let points: Vec<[f64; 2]> = person
            .points
            .iter()
            .map(|p| {
                // The picture was taken from 60 cm.
                let flat = Vector3::new(p.x * 60.0 / (60.0 - p.z), p.y * 60.0 / (60.0 - p.z), 0.0);
                let along = flat.x * sheet.bend_along.cos() + flat.y * sheet.bend_along.sin();
                let mut solid = Vector3::new(flat.x, flat.y, -sheet.bend * along * along);
                if sheet.waves > 0.0 {
                    solid.z += sheet.waves * (along / 3.0).sin();
                }
                let mut q = turn * solid + shift;
                // The network adds the depth that it believes in.
                let roll = rotation([0.0, 0.0, read[2]]);
                let parallax = dreamt * Vector3::new(0.0, 0.0, p.z) - roll * Vector3::new(0.0, 0.0, p.z);
                q.x += sheet.dream * parallax.x;
                q.y += sheet.dream * parallax.y;
                self.project(q)
            })
            .collect();
        self.observe(at_ms, person, pose, points, read, r)
    }

    fn observe(
        &self,
        at_ms: u64,
        person: &Person,
        pose: &Pose,
        mut points: Vec<[f64; 2]>,
        read: [f64; 3],
        r: &mut Random,
    ) -> Observation {
        let side = |i: usize, f: fn(f64, f64) -> f64, start: f64| points.iter().map(|p| p[i]).fold(start, f);
        let (left, right) = (side(0, f64::min, f64::INFINITY), side(0, f64::max, f64::NEG_INFINITY));
        let (top, bottom) = (side(1, f64::min, f64::INFINITY), side(1, f64::max, f64::NEG_INFINITY));
        let box_px = [left, top, right, bottom].map(|v| v as f32);
        for p in &mut points {
            p[0] += r.normal(self.noise_px);
            p[1] += r.normal(self.noise_px);
        }
        let noisy = |v: f32, share: f64, r: &mut Random| v * (1.0 + r.normal(share)) as f32;
        let turned = (pose.deg[0] / 30.0) as f32;
        let mut appearance: Vec<f32> = person
            .appearance
            .iter()
            .enumerate()
            .map(|(i, v)| v + 0.6 * turned * ((i % 6) as f32 - 2.5) / 2.5 + r.normal(0.1) as f32)
            .collect();
        normalise(&mut appearance);
        Observation {
            at_ms,
            width_px: self.size[0],
            height_px: self.size[1],
            face_count: 1,
            change: 0.6 + r.between(0.0, 0.4) as f32,
            luminance: 0.5,
            face: Some(FaceSeen {
                presence: 0.98,
                angles: HeadAngles { yaw_deg: read[0] as f32, pitch_deg: read[1] as f32, roll_deg: read[2] as f32 },
                points: points.iter().map(|p| p.map(|v| v as f32)).collect(),
                eye_distance_px: (self.focal * 8.9 / (self.distance * (1.0 - pose.closer))) as f32,
                box_px,
                left_eye_open: person.eye_open * pose.eyes as f32 + r.normal(0.005) as f32,
                right_eye_open: person.eye_open * pose.eyes as f32 + r.normal(0.005) as f32,
                mouth_open: (pose.mouth + r.normal(0.01).abs()) as f32,
                luminance: 0.5,
                clipped_ratio: 0.0,
                proportions: person.proportions.iter().map(|p| noisy(*p, 0.01, r)).collect(),
                appearance,
                skin_ab: [person.skin[0] + r.normal(0.3) as f32, person.skin[1] + r.normal(0.3) as f32],
                detail: person.detail,
                person_distance: None,
            }),
        }
    }

    /// A whole recording of `person` doing `script`.
    pub fn film(&self, person: &Person, script: &Script, r: &mut Random) -> Vec<Observation> {
        self.times(script.seconds(), r).into_iter().map(|at| self.head(at, person, &script.pose(at), r)).collect()
    }

    /// The same of a sheet.
    pub fn film_sheet(&self, person: &Person, sheet: &Sheet, script: &Script, r: &mut Random) -> Vec<Observation> {
        self.times(script.seconds(), r)
            .into_iter()
            .map(|at| self.sheet(at, person, sheet, &script.pose(at), r))
            .collect()
    }
}

/// A picture of a person on paper or a screen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sheet {
    /// Degrees of yaw and pitch read for each that it is turned.
    pub slope: f64,
    /// Bend: depth is this times the square of the way along the direction, 1/cm. 0.05 is a cylinder of 10 cm radius, as round as a face.
    pub bend: f64,
    /// Direction of the bend, radians from the horizontal.
    pub bend_along: f64,
    /// Height of waves along it, cm.
    pub waves: f64,
    /// How much of the parallax that the network believes in shows in its landmarks, 0 to 1.
    pub dream: f64,
}

pub fn normalise(row: &mut [f32]) {
    let mean = row.iter().sum::<f32>() / row.len() as f32;
    row.iter_mut().for_each(|v| *v -= mean);
    let spread = (row.iter().map(|v| v * v).sum::<f32>() / row.len() as f32).sqrt();
    row.iter_mut().for_each(|v| *v /= spread);
}

/// The signs of an action's main axis: index and direction.
pub fn axis(action: Action) -> Option<(usize, f64)> {
    match action {
        Action::TurnLeft => Some((0, 1.0)),
        Action::TurnRight => Some((0, -1.0)),
        Action::LookUp => Some((1, 1.0)),
        Action::Nod | Action::LookDown => Some((1, -1.0)),
        Action::TiltLeft => Some((2, 1.0)),
        Action::TiltRight => Some((2, -1.0)),
        Action::Blink | Action::OpenMouth | Action::ComeCloser => None,
    }
}
