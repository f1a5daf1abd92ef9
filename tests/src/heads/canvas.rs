//! The skin of a head: its picture, cut to head and shoulders, scaled to cm, with the person's outline as opacity.

use super::space::{Lie, V3};
use super::texture::Texture;

/// A face picture with what is known of it.
pub struct Picture {
    /// Width, px.
    pub w: usize,
    /// Height, px.
    pub h: usize,
    /// Rows of red, green, blue.
    pub rgb: Vec<u8>,
    /// 1 where the person is, 0 where the room is; as many as pixels.
    pub person: Vec<f32>,
    /// The 468 mesh points, px, depth towards the camera negative.
    pub mesh: Vec<V3>,
    /// How much sooner the side turned away is taken from the other one, 0 only where it is seen edge-on, to 0.4.
    pub alike: f32,
}

/// Pixels a cm at most: twice what a face that fills a 1080-line frame needs is of no use.
const DENSEST: f32 = 22.0;
/// What is kept of the picture round the head's origin, cm: left, right, down, up. A frame wider than this shows the cut.
pub const REACH: [f32; 4] = [-36.0, 36.0, -52.0, 21.0];
/// Shoulders that the picture cuts go on with this slope, cm down a cm outwards.
const SLOPE: f32 = 0.35;
/// Breadth of the strip that they go on with, cm.
const STRIP: f32 = 3.0;
/// Only what is lower than this, cm from the head's origin, goes on: bodies, no heads.
const NECK: f32 = -12.0;

/// A canvas in the picture's own axes.
pub struct Canvas {
    /// Colours; opaque where the person is.
    pub skin: Texture,
    /// Pixels a cm.
    pub density: f32,
    /// Where the head's origin lies in the picture's own axes, cm.
    pub origin: [f32; 2],
}

impl Canvas {
    /// Cuts `picture` by how the face lies in it.
    #[must_use]
    pub fn cut(picture: &Picture, lie: &Lie) -> Self {
        let density = (1.0 / lie.scale).min(DENSEST);
        let origin = lie.crook([0.0; 3]);
        let origin = [origin[0], origin[1]];
        let (w, h) = (((REACH[1] - REACH[0]) * density) as usize, ((REACH[3] - REACH[2]) * density) as usize);
        let step = 1.0 / (density * lie.scale);
        let mut skin = Texture::new(w, h);
        let (pw, ph) = (picture.w as f32, picture.h as f32);
        for j in 0..h {
            for i in 0..w {
                let mut x = (origin[0] + REACH[0]) / lie.scale + (i as f32 + 0.5) * step;
                let mut y = -(origin[1] + REACH[3]) / lie.scale + (j as f32 + 0.5) * step;
                // Beyond the picture's sides the body goes on from its last strip, the shoulder falling.
                let beyond = if x < 0.0 { -x } else { (x - pw).max(0.0) };
                if beyond > 0.0 {
                    let strip = STRIP / lie.scale;
                    let into = (beyond % (2.0 * strip) - strip).abs();
                    let into = strip - into;
                    x = if x < 0.0 { into } else { pw - into };
                    y -= beyond * SLOPE;
                    if -y * lie.scale - origin[1] > NECK {
                        continue;
                    }
                }
                if y > ph {
                    // Below, too: a picture cut off at the neck would show the face again, upside down.
                    let strip = STRIP / lie.scale;
                    y = ph - (strip - ((y - ph) % (2.0 * strip) - strip).abs());
                }
                if x < 0.0 || y < 0.0 || x >= pw || y >= ph {
                    continue;
                }
                let (c, a) = picture.area(x, y, step);
                skin.put(i, j, c, tighten(a));
            }
        }
        let mut canvas = Self { skin, density, origin };
        canvas.whole();
        canvas.even();
        canvas
    }

    /// A person hangs together: spots of the mask apart from the face are room.
    fn whole(&mut self) {
        let (w, h) = (self.skin.w, self.skin.h);
        let [u, v] = self.at(self.origin[0], self.origin[1]);
        let mut reached = vec![false; w * h];
        let mut todo = vec![(u as usize, v as usize)];
        while let Some((i, j)) = todo.pop() {
            if reached[j * w + i] || self.skin.get(i, j)[3] < 200 {
                continue;
            }
            reached[j * w + i] = true;
            let near = [(i.wrapping_sub(1), j), (i + 1, j), (i, j.wrapping_sub(1)), (i, j + 1)];
            todo.extend(near.into_iter().filter(|(i, j)| *i < w && *j < h));
        }
        // What is half opaque stays where it borders on the person.
        const BORDER: usize = 8;
        for j in 0..h {
            for i in 0..w {
                if reached[j * w + i] || self.skin.get(i, j)[3] == 0 {
                    continue;
                }
                let rows = j.saturating_sub(BORDER)..=(j + BORDER).min(h - 1);
                let beside = |row: usize| {
                    reached[row * w + i.saturating_sub(BORDER)..=row * w + (i + BORDER).min(w - 1)].contains(&true)
                };
                if !rows.into_iter().step_by(2).any(beside) {
                    self.skin.fade(i, j, 0.0);
                }
            }
        }
    }

    /// Bodies are alike left and right: what a mask misses of one shoulder the other gives.
    fn even(&mut self) {
        let (w, h) = (self.skin.w, self.skin.h);
        for j in 0..h {
            if self.place(0.0, j as f32)[1] - self.origin[1] > NECK {
                continue;
            }
            let row: Vec<[u8; 4]> = (0..w).map(|i| self.skin.get(i, j)).collect();
            for (i, other) in row.iter().rev().enumerate() {
                let own = row[i];
                if other[3] > own[3] {
                    // The room's colour stays out with the mask that missed the shoulder.
                    let t = f32::from(own[3]) / f32::from(other[3]);
                    let c = [0, 1, 2].map(|k| f32::from(own[k]) * t + f32::from(other[k]) * (1.0 - t));
                    self.skin.put(i, j, c, f32::from(other[3]) / 255.0);
                }
            }
        }
    }

    /// Where a place of the picture's own axes (cm) is on the canvas, px.
    #[must_use]
    pub fn at(&self, x: f32, y: f32) -> [f32; 2] {
        [(x - self.origin[0] - REACH[0]) * self.density, (REACH[3] - (y - self.origin[1])) * self.density]
    }

    /// The way back of [`Self::at`].
    #[must_use]
    pub fn place(&self, u: f32, v: f32) -> [f32; 2] {
        [u / self.density + self.origin[0] + REACH[0], REACH[3] - v / self.density + self.origin[1]]
    }

    /// How opaque the canvas is at a place of the picture's own axes, 0 to 1.
    #[must_use]
    pub fn opacity(&self, x: f32, y: f32) -> f32 {
        let [u, v] = self.at(x, y);
        self.skin.alpha(u, v)
    }
}

/// The room's colour lingers in the soft rim of a mask: only what is surely the person stays.
fn tighten(a: f32) -> f32 {
    ((a - 0.55) / 0.35).clamp(0.0, 1.0)
}

impl Picture {
    /// The mean colour and mask of the square of side `side` round a place, px.
    fn area(&self, x: f32, y: f32, side: f32) -> ([f32; 3], f32) {
        let n = (side.ceil() as usize).clamp(1, 6);
        let (mut c, mut a) = ([0.0; 3], 0.0);
        for j in 0..n {
            for i in 0..n {
                let at = |k: usize| ((k as f32 + 0.5) / n as f32 - 0.5) * side;
                let (q, m) = self.sample(x + at(i), y + at(j));
                for k in 0..3 {
                    c[k] += q[k];
                }
                a += m;
            }
        }
        let k = 1.0 / (n * n) as f32;
        (c.map(|v| v * k), a * k)
    }

    fn sample(&self, x: f32, y: f32) -> ([f32; 3], f32) {
        let (x, y) = ((x - 0.5).clamp(0.0, (self.w - 1) as f32), (y - 0.5).clamp(0.0, (self.h - 1) as f32));
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(self.w - 1), (y0 + 1).min(self.h - 1));
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let mut c = [0.0; 3];
        let mut a = 0.0;
        for (px, py, k) in
            [(x0, y0, (1.0 - fx) * (1.0 - fy)), (x1, y0, fx * (1.0 - fy)), (x0, y1, (1.0 - fx) * fy), (x1, y1, fx * fy)]
        {
            let i = py * self.w + px;
            for (n, v) in c.iter_mut().enumerate() {
                *v += k * f32::from(self.rgb[i * 3 + n]);
            }
            a += k * self.person[i];
        }
        (c, a)
    }
}
