//! The lamp of a scene: it lights the person and the wall alike.

use crate::heads::space::{V3, add, dot, sub, times, unit};

/// Where the face's light is measured: before the nose, cm.
const FACE: V3 = [0.0, 0.0, 5.0];

/// One lamp or window and the light of the room.
#[derive(Clone, Copy, Debug)]
pub struct Lamp {
    /// Where it is, cm in the head's axes.
    pub at: V3,
    /// Half its breadth, cm: what makes shadows soft.
    pub half: f32,
    /// Share of its light on a face turned to the camera; the rest comes from everywhere.
    pub direct: f32,
}

impl Lamp {
    /// Light of the lamp at a place with a normal, not shadowed, 1 on a face that looks into it from the head's place.
    #[must_use]
    pub fn beam(&self, at: V3, normal: V3) -> f32 {
        let to = sub(self.at, at);
        let far = dot(to, to);
        let home = sub(self.at, FACE);
        dot(unit(to), normal).max(0.0) * dot(home, home) / far
    }

    /// Light from everywhere: more from above than from below.
    #[must_use]
    pub fn room(normal: V3) -> f32 {
        0.88 + 0.12 * normal[1]
    }

    /// Light at a place, `seen` of the lamp; 1 on a face turned to the camera.
    #[must_use]
    pub fn at(&self, at: V3, normal: V3, seen: f32) -> f32 {
        let straight = [0.0, 0.0, 1.0];
        // A lamp beside the head lights its side only: what counts as 1 is the better lit half of the face then.
        let norm = self.beam(FACE, straight).max(0.45);
        let front = Self::room(straight);
        (1.0 - self.direct) * Self::room(normal) / front + self.direct * seen * self.beam(at, normal) / norm
    }

    /// Where the ray from the lamp through a place `from` meets the plane of depth `z`, cm.
    #[must_use]
    pub fn between(&self, from: V3, z: f32) -> Option<V3> {
        let d = sub(from, self.at);
        let t = (z - self.at[2]) / d[2];
        (t > 0.05 && t < 1.0).then(|| add(self.at, times(d, t)))
    }
}
