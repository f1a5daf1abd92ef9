//! A head and shoulders as a surface: every place of the canvas with its depth, how much it follows the head, and how it
//! moves with lids and jaw.

use std::sync::Arc;

use heyan_rules::liveness::HeadAngles;

use super::canvas::{Canvas, Picture, REACH};
use super::features::{EDGE, Eye, Jaw, smooth, swung};
use super::field::Field;
use super::outline::{OVAL, Outline, RIM, SKULL};
use super::raster::{Corner, Raster};
use super::space::{Lie, Rotation, V3, add, cross, dot, sub, times, unit};
use super::texture::{Levels, Texture};

/// About which the head turns, cm on the canonical face: the neck's vertebrae below the skull.
const PIVOT: V3 = [0.0, -7.0, -6.0];
/// Middle of the face on the canonical head, cm.
const FACE: V3 = [0.0, 0.0, 4.0];
/// Rings of the back of the head behind the outline.
const RINGS: usize = 12;
/// A head cut out of paper: half its breadth, and how far it reaches above and below the head's origin, cm.
const CUTOUT_CM: [f32; 3] = [13.0, 19.0, 14.0];
/// The mouth inside, red green blue.
const MOUTH: [f32; 3] = [46.0, 18.0, 18.0];

/// How a person holds still or moves in one frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// The head against straight ahead.
    pub angles: HeadAngles,
    /// Left and right lid: 0 as in the picture, 1 shut.
    pub lids: [f32; 2],
    /// The jaw's swing, degrees: 0 as in the picture, 20 wide open.
    pub jaw_deg: f32,
    /// The whole person, cm: right in the picture, up, towards the camera.
    pub shift: V3,
}

/// A pinhole camera that looks along the axis of depth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Frame, px.
    pub w: usize,
    /// Frame, px.
    pub h: usize,
    /// Focal length, px.
    pub focal: f32,
    /// Distance of the head's origin at rest, cm.
    pub distance: f32,
    /// Where the axis meets the frame, against its middle, px: a hand that shakes.
    pub drift: [f32; 2],
    /// The camera's own roll, degrees, + shows everything leaning right in the picture.
    pub roll_deg: f32,
}

impl Camera {
    /// Where a point shows, px, and 1 over its distance.
    #[must_use]
    #[inline]
    pub fn project(&self, p: V3) -> [f32; 3] {
        let near = 1.0 / (self.distance - p[2]).max(4.0);
        let (x, y) = (self.focal * p[0] * near, -self.focal * p[1] * near);
        let (s, c) = if self.roll_deg == 0.0 {
            (0.0, 1.0)
        } else {
            let r = self.roll_deg.to_radians();
            (libm::sinf(r), libm::cosf(r))
        };
        [self.w as f32 / 2.0 + self.drift[0] + x * c - y * s, self.h as f32 / 2.0 + self.drift[1] + x * s + y * c, near]
    }

    /// Pixels a cm at the head.
    #[must_use]
    pub fn density(&self) -> f32 {
        self.focal / self.distance
    }
}

/// Where light comes from beside that of the picture itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    /// Direction towards it.
    pub to: V3,
    /// Its share, 0 none to about 0.4.
    pub share: f32,
}

impl Default for Light {
    fn default() -> Self {
        Self { to: [0.0, 0.6, 0.8], share: 0.0 }
    }
}

#[derive(Clone, Copy)]
struct Vertex {
    at: V3,
    normal: V3,
    uv: [f32; 2],
    /// Share of the head's movement, 0 to 1.
    share: f32,
    jaw: f32,
    /// What each lid does, cm upwards in the picture's own axes.
    lids: [f32; 2],
    /// The same were it of the lower lip.
    lower: f32,
    /// Where the other side of the face shows the same skin, px, and how much of it is taken: what the picture sees
    /// edge-on would smear.
    other: [f32; 2],
    mixed: f32,
    /// Height above the parting line of the lips, where near it.
    lips: Option<f32>,
}

/// A person's surface, drawn in any pose.
pub struct Shape {
    skin: Arc<Levels>,
    density: f32,
    vertices: Vec<Vertex>,
    faces: Vec<[u32; 3]>,
    mouth: Vec<Vertex>,
    lids: [Lid; 2],
    /// Upwards in the picture's own axes, on the straightened head.
    up: V3,
    mesh: Vec<V3>,
    first_of_sheet: usize,
    held: HeadAngles,
}

impl Shape {
    /// Lifts a picture.
    #[must_use]
    pub fn lift(picture: &Picture) -> Self {
        let lie = Lie::fit(&picture.mesh);
        let mesh: Vec<V3> = picture.mesh.iter().map(|p| lie.lifted(*p)).collect();
        let mut canvas = Canvas::cut(picture, &lie);
        let outline = Outline::find(&canvas, &lie, &mesh);
        outline.trim(&mut canvas);
        let mut known = mesh.clone();
        known.extend(outline.surroundings(&lie, &mesh));
        let field = Field::through(&known);
        let eyes = [Eye::of(&mesh, true), Eye::of(&mesh, false)];
        let jaw = Jaw::of(&mesh);

        let (columns, rows) = lines(&canvas, &mesh);
        let (nc, nr) = (columns.len(), rows.len());
        let mut vertices = back(&outline, &canvas, &lie);
        let first = vertices.len();
        let mut faces = Vec::new();
        for ring in 0..RINGS as u32 {
            let spokes = outline.spokes.len() as u32;
            for s in 0..spokes - 1 {
                let (a, b) = (ring * spokes + s, ring * spokes + s + 1);
                let (c, d) = (a + spokes, b + spokes);
                faces.push([a, b, c]);
                faces.push([b, d, c]);
            }
        }
        for y in &rows {
            for x in &columns {
                let q = [*x, *y, field.at(*x, *y)];
                let head = lie.straighten(q);
                vertices.push(Vertex {
                    at: head,
                    normal: [0.0, 0.0, 1.0],
                    uv: canvas.at(*x, *y),
                    share: share(head),
                    jaw: jaw.part(*x, *y, head, None),
                    lids: [eyes[0].shutting(*x, *y), eyes[1].shutting(*x, *y)],
                    lower: jaw.part(*x, *y, head, Some(true)),
                    other: [0.0; 2],
                    mixed: 0.0,
                    lips: jaw.above_lips(*x, *y),
                });
            }
        }
        let at = |i: usize, j: usize| (first + j * nc + i) as u32;
        for j in 0..nr - 1 {
            for i in 0..nc - 1 {
                let four = [(i, j), (i + 1, j), (i, j + 1), (i + 1, j + 1)].map(|(i, j)| at(i, j));
                // Cells with nothing of the person in them are not drawn.
                let seen = covered(&canvas, [columns[i], columns[i + 1]], [rows[j], rows[j + 1]]);
                if seen {
                    faces.push([four[0], four[1], four[2]]);
                    faces.push([four[1], four[3], four[2]]);
                }
            }
        }
        let seen_from = lie.rotation.apply([0.0, 0.0, 1.0]);
        for j in 0..nr {
            for i in 0..nc {
                let p = |i: usize, j: usize| vertices[at(i.min(nc - 1), j.min(nr - 1)) as usize].at;
                let across = sub(p(i + 1, j), p(i.saturating_sub(1), j));
                let down = sub(p(i, j + 1), p(i, j.saturating_sub(1)));
                let n = unit(cross(down, across));
                let v = &mut vertices[at(i, j) as usize];
                v.normal = n;
                let own = dot(n, seen_from);
                let a = picture.alike;
                let better = smooth(0.1 - 0.2 * a, 0.3 - 0.4 * a, dot([-n[0], n[1], n[2]], seen_from) - own);
                v.mixed = (1.0 - smooth(0.25 + a, 0.6 + 0.8 * a, own)) * better * smooth(-13.0, -10.5, v.at[1]);
                let q = lie.crook([-v.at[0], v.at[1], v.at[2]]);
                v.other = canvas.at(q[0], q[1]);
            }
        }
        let lids = eyes.map(|eye| Lid::over(&eye, &canvas, &field, &lie));
        let mouth = cavity(&mut canvas, &jaw, &field, &lie);
        Self {
            density: canvas.density,
            skin: Arc::new(Levels::new(canvas.skin, 5)),
            vertices,
            faces,
            mouth,
            lids,
            up: lie.rotation.apply([0.0, 1.0, 0.0]),
            mesh: mesh.iter().map(|q| lie.straighten(*q)).collect(),
            first_of_sheet: first,
            held: lie.rotation.transposed().angles(),
        }
    }

    /// The person cut out of the picture, and its part round the head (px of the full size) with what it shows, cm.
    #[must_use]
    pub fn cutout(&self) -> (&Arc<Levels>, [f32; 4], [f32; 2]) {
        let part = [-CUTOUT_CM[0], CUTOUT_CM[1], CUTOUT_CM[0], -CUTOUT_CM[2]];
        let px = [
            (part[0] - REACH[0]) * self.density,
            (REACH[3] - part[1]) * self.density,
            (part[2] - REACH[0]) * self.density,
            (REACH[3] - part[3]) * self.density,
        ];
        (&self.skin, px, [2.0 * CUTOUT_CM[0], CUTOUT_CM[1] + CUTOUT_CM[2]])
    }

    /// How the head is held in its picture: drawn so, nothing shows that the picture does not.
    #[must_use]
    pub fn source_angles(&self) -> HeadAngles {
        self.held
    }

    /// Pixels of the picture in a cm.
    #[must_use]
    pub fn density(&self) -> f32 {
        self.density
    }

    /// The mesh of the picture on the straightened head, cm.
    #[must_use]
    pub fn mesh(&self) -> &[V3] {
        &self.mesh
    }

    /// Where the mesh's points show in a frame (lids and jaw at rest), px.
    #[must_use]
    pub fn projected(&self, pose: &Pose, camera: &Camera) -> Vec<[f32; 2]> {
        let turns = Turns::of(pose.angles);
        self.mesh
            .iter()
            .map(|p| {
                let q = camera.project(add(turns.move_head(*p, share(*p)), pose.shift));
                [q[0], q[1]]
            })
            .collect()
    }

    /// Draws the person.
    pub fn draw(&self, raster: &mut Raster, pose: &Pose, camera: &Camera, light: &Light) {
        self.draw_lit(raster, pose, camera, &|then, now, _| {
            if light.share > 0.0 {
                (1.0 + light.share * dot(now, light.to).max(0.0)) / (1.0 + light.share * dot(then, light.to).max(0.0))
            } else {
                1.0
            }
        });
    }

    /// Draws the person with a light of one's own: a factor on the picture's bytes, by the normal at rest, the normal in
    /// this pose, and the place in this pose, cm.
    pub fn draw_lit(&self, raster: &mut Raster, pose: &Pose, camera: &Camera, light: &dyn Fn(V3, V3, V3) -> f32) {
        let turns = Turns::of(pose.angles);
        let shrink = self.density / camera.density();
        let (skin, level) = self.skin.suited(shrink);
        let place = |v: &Vertex, jaw: f32| -> Corner {
            let mut p = v.at;
            let shut = v.lids[0] * pose.lids[0] + v.lids[1] * pose.lids[1];
            if shut != 0.0 {
                p = add(p, times(self.up, shut));
            }
            if jaw > 0.0 && pose.jaw_deg > 0.0 {
                p = swung(p, pose.jaw_deg * jaw);
            }
            let at = add(turns.move_head(p, v.share), pose.shift);
            let q = camera.project(at);
            let lit = light(v.normal, turns.rotation(v.share).apply(v.normal), at);
            Corner {
                x: q[0],
                y: q[1],
                near: q[2],
                u: v.uv[0],
                v: v.uv[1],
                light: lit,
                keep: 1.0,
                second: v.other,
                mixed: v.mixed,
            }
        };
        if pose.jaw_deg > 0.5 {
            let strip: Vec<Corner> = self.mouth.iter().map(|v| place(v, v.jaw)).collect();
            for w in 0..strip.len() / 2 - 1 {
                let [a, b, c, d] = [0, 1, 2, 3].map(|k| strip[2 * w + k]);
                raster.triangle(skin, level, &[a, c, b], true);
                raster.triangle(skin, level, &[b, c, d], true);
            }
        }
        let corners: Vec<Corner> = self.vertices.iter().map(|v| place(v, v.jaw)).collect();
        for face in &self.faces {
            let three = face.map(|i| corners[i as usize]);
            let beyond = |k: fn(&Corner) -> f32, n: f32| {
                three.iter().all(|c| k(c) < -1.0) || three.iter().all(|c| k(c) > n + 1.0)
            };
            if beyond(|c| c.x, camera.w as f32) || beyond(|c| c.y, camera.h as f32) {
                continue;
            }
            if pose.jaw_deg > 0.5 && face[0] as usize >= self.first_of_sheet && self.parts(face) {
                // The cell holds the parting line: once as upper lip, once as lower.
                for side in [1.0, -1.0] {
                    let three = face.map(|i| {
                        let v = &self.vertices[i as usize];
                        Corner {
                            keep: v.lips.unwrap_or(1.0) * side,
                            ..place(v, if side > 0.0 { 0.0 } else { v.lower })
                        }
                    });
                    raster.triangle(skin, level, &three, false);
                }
                continue;
            }
            raster.triangle(skin, level, &three, false);
        }
        for (lid, shut) in self.lids.iter().zip(pose.lids) {
            if shut > 0.15 {
                lid.draw(raster, shut, &|p| {
                    let q = camera.project(add(turns.move_head(p, 1.0), pose.shift));
                    Corner { x: q[0], y: q[1], near: q[2] * 1.002, light: 1.0, keep: 1.0, ..Corner::default() }
                });
            }
        }
    }

    fn parts(&self, face: &[u32; 3]) -> bool {
        let lips = face.map(|i| self.vertices[i as usize].lips);
        let [Some(a), Some(b), Some(c)] = lips else {
            return false;
        };
        (a < 0.0 || b < 0.0 || c < 0.0) && (a > 0.0 || b > 0.0 || c > 0.0)
    }
}

/// The edge of an upper lid that comes down over the eye.
struct Lid {
    skin: Texture,
    /// Across the eye: the edge when open and when shut, on the straightened head.
    columns: Vec<[V3; 2]>,
    /// From the edge to the skin above it.
    above: V3,
}

impl Lid {
    /// Cells along the eye and down.
    const CELLS: [usize; 2] = [14, 3];

    fn over(eye: &Eye, canvas: &Canvas, field: &Field, lie: &Lie) -> Self {
        let columns = (0..=Self::CELLS[0])
            .map(|i| {
                let places = eye.across(i as f32 / Self::CELLS[0] as f32);
                places.map(|p| lie.straighten([p[0], p[1], field.at(p[0], p[1]) + 0.04]))
            })
            .collect();
        Self { skin: eye.edge(canvas), columns, above: lie.rotation.apply([0.0, EDGE, 0.0]) }
    }

    fn draw(&self, raster: &mut Raster, shut: f32, place: &dyn Fn(V3) -> Corner) {
        let [nc, nr] = Self::CELLS;
        let corner = |i: usize, j: usize| {
            let [open, closed] = self.columns[i];
            let t = j as f32 / nr as f32;
            let edge = add(open, times(sub(closed, open), shut));
            let c = place(add(edge, times(self.above, 0.9 - t)));
            Corner { u: self.skin.w as f32 * i as f32 / nc as f32, v: self.skin.h as f32 * t, ..c }
        };
        for i in 0..nc {
            for j in 0..nr {
                let (a, b, c, d) = (corner(i, j), corner(i + 1, j), corner(i, j + 1), corner(i + 1, j + 1));
                raster.triangle(&self.skin, 1.0, &[a, b, c], false);
                raster.triangle(&self.skin, 1.0, &[b, d, c], false);
            }
        }
    }
}

/// The rotations of skin that follows the head by a part.
struct Turns(Vec<Rotation>);

impl Turns {
    const STEPS: usize = 64;

    fn of(a: HeadAngles) -> Self {
        Self(
            (0..=Self::STEPS)
                .map(|i| {
                    let k = i as f32 / Self::STEPS as f32;
                    Rotation::of(HeadAngles {
                        yaw_deg: a.yaw_deg * k,
                        pitch_deg: a.pitch_deg * k,
                        roll_deg: a.roll_deg * k,
                    })
                })
                .collect(),
        )
    }

    #[inline]
    fn rotation(&self, share: f32) -> &Rotation {
        &self.0[(share * Self::STEPS as f32 + 0.5) as usize]
    }

    #[inline]
    fn move_head(&self, p: V3, share: f32) -> V3 {
        add(self.rotation(share).apply(sub(p, PIVOT)), PIVOT)
    }
}

/// The head's angles against the line from the face to the camera: all zero looks straight into the camera, wherever in
/// the frame the face is. A neck that nods by 20 degrees also lowers the face, which then looks down by some more.
#[must_use]
pub fn looking(pose: &Pose, camera: &Camera) -> HeadAngles {
    let head = Rotation::of(pose.angles);
    let face = add(add(head.apply(sub(FACE, PIVOT)), PIVOT), pose.shift);
    let to = unit([-face[0], -face[1], camera.distance - face[2]]);
    let line = Rotation::of(HeadAngles {
        yaw_deg: libm::atan2f(to[0], to[2]).to_degrees(),
        pitch_deg: libm::asinf(to[1]).to_degrees(),
        roll_deg: 0.0,
    });
    let mut angles = line.transposed().then(&head).angles();
    angles.roll_deg += camera.roll_deg;
    angles
}

/// How much a place follows the head: wholly down to the chin, not at all from the collar bones on.
fn share(head: V3) -> f32 {
    smooth(-18.0, -10.0, head[1])
}

/// Grid lines in the picture's own axes: dense on the face, densest on eyes and mouth.
fn lines(canvas: &Canvas, mesh: &[V3]) -> (Vec<f32>, Vec<f32>) {
    let span = |k: usize| {
        OVAL.iter().map(|i| mesh[*i][k]).fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
    };
    let (x, y) = (span(0), span(1));
    let eyes = (mesh[33][1] + mesh[263][1]) / 2.0;
    let lips = mesh[14][1];
    let cell = |from: f32, to: f32, size: &dyn Fn(f32) -> f32| {
        let mut out = vec![from];
        let mut at = from;
        while at < to {
            at += size(at);
            out.push(at.min(to));
        }
        out
    };
    let off = |v: f32, (a, b): (f32, f32)| (a - v).max(v - b).max(0.0);
    let width = |v: f32| if off(v, x) == 0.0 { 0.3 } else { (0.3 + 0.12 * off(v, x)).min(2.0) };
    let height = |v: f32| {
        if (v - eyes).abs() < 1.6 || (v - lips).abs() < 1.2 {
            0.15
        } else if off(v, y) == 0.0 {
            0.3
        } else {
            (0.3 + 0.12 * off(v, (y.0 - 5.0, y.1))).min(2.0)
        }
    };
    let columns = cell(canvas.origin[0] + REACH[0], canvas.origin[0] + REACH[1], &width);
    let mut rows = cell(canvas.origin[1] + REACH[2], canvas.origin[1] + REACH[3], &height);
    rows.reverse();
    (columns, rows)
}

fn covered(canvas: &Canvas, x: [f32; 2], y: [f32; 2]) -> bool {
    (0..=4).any(|i| {
        (0..=4).any(|j| {
            let at = |a: f32, b: f32, k: usize| a + (b - a) * k as f32 / 4.0;
            canvas.opacity(at(x[0], x[1], i), at(y[0], y[1], j)) > 0.01
        })
    })
}

/// What the picture does not show of the head: from the outline on, first what the other side shows, heads being alike
/// left and right, then rings round the back in the hair's own colours mirrored.
fn back(outline: &Outline, canvas: &Canvas, lie: &Lie) -> Vec<Vertex> {
    let mirror = |p: V3| [-p[0], p[1], p[2]];
    let spokes = &outline.spokes;
    let paths: Vec<Vec<(V3, [f32; 2])>> = (0..spokes.len())
        .map(|i| {
            let (own, other) = (&spokes[i], &spokes[spokes.len() - 1 - i]);
            let end = outline.along(own, 1.0 - (RIM / (own.end - own.face)).min(0.9));
            let head = lie.straighten(end);
            let mut path = vec![(sub(head, [0.0, 0.0, 0.1]), canvas.at(end[0], end[1]))];
            for k in 2..=10 {
                let q = outline.along(other, k as f32 / 10.0);
                let seen = outline.along(other, (k as f32 / 10.0).min(1.0 - (RIM / (other.end - other.face)).min(0.9)));
                let p = mirror(lie.straighten(q));
                if p[2] < path[path.len() - 1].0[2] - 0.25 {
                    path.push((p, canvas.at(seen[0], seen[1])));
                }
            }
            let last = path[path.len() - 1].0;
            let gap = other.end - other.face;
            for k in 1..=6 {
                // A quarter of an ellipse to the back of the skull.
                let turn = std::f32::consts::FRAC_PI_2 * k as f32 / 6.5;
                let (s, c) = (libm::sinf(turn), libm::cosf(turn));
                let p = [last[0] * c, SKULL[1] + (last[1] - SKULL[1]) * c, last[2] - (last[2] + 11.5) * s];
                let inwards = outline.along(other, 1.0 - ((RIM + 5.0 * s) / gap).min(0.9));
                path.push((p, canvas.at(inwards[0], inwards[1])));
            }
            path
        })
        .collect();
    let mut out = Vec::new();
    for ring in 0..=RINGS {
        for path in &paths {
            // Paths of different lengths, at the same share of their steps.
            let at = ring as f32 / RINGS as f32 * (path.len() - 1) as f32;
            let (i, t) = ((at as usize).min(path.len() - 2), at - (at as usize).min(path.len() - 2) as f32);
            let ((a, ua), (b, ub)) = (path[i], path[i + 1]);
            let head = add(a, times(sub(b, a), t));
            out.push(Vertex {
                at: head,
                normal: unit(sub(head, SKULL)),
                uv: [ua[0] + (ub[0] - ua[0]) * t, ua[1] + (ub[1] - ua[1]) * t],
                share: share(head),
                jaw: 0.0,
                lids: [0.0; 2],
                lower: 0.0,
                other: [0.0; 2],
                mixed: 0.0,
                lips: None,
            });
        }
    }
    out
}

/// A dark strip behind the lips, pairs of upper and lower.
fn cavity(canvas: &mut Canvas, jaw: &Jaw, field: &Field, lie: &Lie) -> Vec<Vertex> {
    // A corner of the canvas far above the shoulders serves as its colour.
    let side = (canvas.skin.w / 16).max(4);
    paint(&mut canvas.skin, side);
    let mut out = Vec::new();
    for p in jaw.line() {
        for lower in [false, true] {
            // Reaching under both lips.
            let q = [p[0], p[1] + if lower { -0.35 } else { 0.2 }, field.at(p[0], p[1]) - 0.4];
            let head = lie.straighten(q);
            out.push(Vertex {
                at: head,
                normal: [0.0, 0.0, 1.0],
                uv: [side as f32 / 2.0; 2],
                share: share(head),
                lids: [0.0; 2],
                jaw: if lower { jaw.part(p[0], q[1], head, Some(true)) } else { 0.0 },
                lower: 0.0,
                other: [0.0; 2],
                mixed: 0.0,
                lips: None,
            });
        }
    }
    out
}

fn paint(skin: &mut Texture, side: usize) {
    for j in 0..side {
        for i in 0..side {
            skin.put(i, j, MOUTH, 1.0);
        }
    }
}
