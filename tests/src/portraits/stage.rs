//! Sets a portrait up: draws from a seed who stands where, before which wall and lamp, and takes the picture.

use std::path::Path;

use heyan_rules::liveness::HeadAngles;

use super::dress::{Cut, Dress};
use super::hair;
use super::kind::Kind;
use super::layer::{Layer, Mask, luminance};
use super::light::Lamp;
use super::person::{Drawn, Look};
use super::photo::Photo;
use super::suite::Order;
use super::thing::{self, Room, Thing};
use super::torso::Build;
use super::truth::{Truth, outlines};
use super::wall::{Finish, Wall, shadow_of};
use super::wear::{self, Wear};
use crate::heads::cast::{Cast, Face};
use crate::heads::shape::{Camera, Pose, looking};
use crate::paint::{Img, Rgb};
use crate::rng::{Rng, mix};
use crate::set::Split;

/// From the head's origin up to the crown with hair, cm on the canonical face.
const CROWN_CM: f32 = 13.5;
/// Depth of the plane in which a person's outline lies, cm behind the head's origin.
const OUTLINE_Z: f32 = -5.0;
/// A face's picture may be enlarged by so much in a picture that is to be sharp.
const ENLARGED: f32 = 1.5;

/// Sizes upright and lying, px.
const UPRIGHT: &[(usize, usize)] =
    &[(480, 640), (600, 800), (720, 960), (768, 1024), (900, 1200), (960, 1280), (1080, 1440), (1200, 1600)];
const LYING: &[(usize, usize)] = &[(640, 480), (800, 600), (1024, 768), (1280, 960)];

/// Shadows: of good pictures at most, of those with a shadow at least, L*; share of the picture at least.
const FAINT: f32 = 3.0;
const PLAIN: f32 = 11.0;
const PLAIN_SHARE: f32 = 0.03;
/// Where a shadow's outline is drawn, L*.
const OUTLINED: f32 = 5.0;

/// What the seeds of hair and tones are told apart by.
const MORE: u64 = 0x6861_6972;
/// Share of the pictures, of kinds that are told by skin, in which skin has another tone than the picture's own.
const TONED: f32 = 0.45;
/// Share of the good pictures with loose strands, and with a fringe.
const STRANDS: f32 = 0.5;
const FRINGES: f32 = 0.3;

/// A picture and its truth.
pub struct Portrait {
    /// The JPEG.
    pub jpeg: Vec<u8>,
    /// What is true of it.
    pub truth: Truth,
}

impl Portrait {
    /// Writes the JPEG and its truth beside it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let path = folder.join(&self.truth.file);
        std::fs::write(&path, &self.jpeg)?;
        std::fs::write(path.with_extension("json"), serde_json::to_string_pretty(&self.truth)?)
    }
}

struct Draw<'a> {
    rng: Rng,
    /// For what was added to the sets later: what is drawn from `rng` stays as it was.
    more: Rng,
    cast: &'a Cast,
    order: Order,
    tags: Vec<String>,
}

/// Where the person is in the frame.
#[derive(Clone, Copy, Debug)]
struct Framing {
    w: usize,
    h: usize,
    /// Height of the picture at the head, cm.
    height_cm: f32,
    /// Room above the crown, share of the height.
    headroom: f32,
    /// Middle of the head right of the middle of the picture, cm.
    aside: f32,
}

/// What a person's shadow does to the wall.
struct Shade {
    /// Share of the lamp that is hidden.
    dark: Mask,
    /// Share of the room's light that the person keeps from the wall close behind.
    close: Mask,
    /// Loss of lightness where the wall shows, L*.
    drop: Mask,
}

/// Makes a picture: the same for the same seed for ever.
#[must_use]
pub fn portrait(cast: &Cast, order: Order, seed: u64) -> Portrait {
    let mut tag = mix(seed) ^ mix(order.index + 1) ^ u64::from(order.split == Split::Held);
    for b in order.kind.label(order.thing).bytes() {
        tag = mix(tag ^ u64::from(b));
    }
    let mut draw = Draw { rng: Rng::new(tag), more: Rng::new(mix(tag ^ MORE)), cast, order, tags: Vec::new() };
    draw.make(seed)
}

impl<'a> Draw<'a> {
    fn make(&mut self, seed: u64) -> Portrait {
        let kind = self.order.kind;
        let face = self.face();
        let build = self.build(face);
        let framing = self.frame(face, &build);
        let camera = self.camera(framing);
        let mut photo = Photo::usual(&mut self.rng);
        let mut wall = self.wall();
        let look = self.look(face, build, framing);
        let lamp = self.find_lamp(&look, &mut wall, &camera);
        let person = self.dressed(&look, &camera, &lamp);
        let empty = kind == Kind::NoFace;

        let mut ground = wall.paint(&camera);
        let mut shade = shade(&person.layer.mask(), &wall, &camera, &lamp);
        if empty {
            shade = Shade { dark: Mask::new(camera.w, camera.h), ..shade };
            shade.close = shade.dark.clone();
        }
        let mut clutter = Vec::new();
        let mut placed = None;
        if let Some(sort) = self.order.thing {
            let (thing, alike) = self.place(sort, &person, &wall, &camera, &lamp);
            for (d, s) in shade.dark.v.iter_mut().zip(&thing.shadow.v) {
                *d = 1.0 - (1.0 - *d) * (1.0 - s);
            }
            clutter.push(alike);
            placed = Some(thing.layer);
        }
        wall.lit(&camera, &lamp, &mut ground, &shade.dark, &shade.close);
        let lightness = wall_light(&ground, &person.layer);
        if let Some(layer) = placed {
            layer.onto(&mut ground);
        }
        let mut faces = vec![face.name.to_owned()];
        if let Some(second) = self.beside(face, &camera) {
            faces.push(second.face.name.to_owned());
            second.draw(&camera, &lamp).layer.onto(&mut ground);
        }
        if empty {
            faces.clear();
        } else {
            person.layer.onto(&mut ground);
        }
        self.expose(&mut photo, luminance(person.skin), lightness, &camera);
        let lights = [luminance(person.skin) * photo.gain, lightness * photo.gain];
        let mut truth = self.truth(&person, &look, &camera, &shade, lights, seed);
        truth.faces = faces;
        truth.clutter = clutter;
        let jpeg = photo.take(&mut self.rng, ground);
        Portrait { jpeg, truth }
    }

    /// Whose head it is.
    fn face(&mut self) -> &'a Face {
        let mut faces = self.cast.of(self.order.split);
        let kind = self.order.kind;
        // Who speaks or wears a hat in the picture does for no good one; smiles do, but not to open a mouth from.
        faces.retain(|f| match f.name {
            // Her own hat would show beside a scarf.
            "hopper" => kind == Kind::HeadCovered,
            "obama2" | "surprised" => kind == Kind::MouthOpen,
            _ => f.mouth_shut || kind != Kind::MouthOpen,
        });
        if self.order.kind == Kind::Near {
            let most = faces.iter().map(|f| f.shape.density()).fold(0.0, f32::max);
            faces.retain(|f| f.shape.density() > 0.6 * most);
        }
        assert!(!faces.is_empty(), "a picture of each split has a shut mouth");
        faces[self.rng.index(faces.len())]
    }

    fn build(&mut self, face: &Face) -> Build {
        let rng = &mut self.rng;
        let slender = matches!(face.name, "astronaut" | "hopper" | "smiling" | "cross" | "surprised");
        let lean = if self.order.kind == Kind::ShouldersUneven {
            rng.sign() * rng.range(8.5, 14.0)
        } else {
            rng.range(-1.6, 1.6)
        };
        Build {
            shoulder: if slender { rng.range(14.5, 16.2) } else { rng.range(16.2, 18.4) },
            top: if slender { rng.range(-16.6, -15.6) } else { rng.range(-17.4, -16.2) },
            neck: if slender { rng.range(4.8, 5.3) } else { rng.range(5.5, 6.2) },
            arm: if slender { rng.range(4.2, 4.8) } else { rng.range(4.9, 5.7) },
            slope: rng.range(4.2, 5.6),
            lean_deg: lean,
            turn_deg: rng.range(-4.0, 4.0),
        }
    }

    /// Size and framing that this head's picture is good for.
    fn frame(&mut self, face: &Face, build: &Build) -> Framing {
        let kind = self.order.kind;
        let most = match kind {
            Kind::Near => 2.0,
            _ => ENLARGED,
        } * face.shape.density();
        let rng = &mut self.rng;
        let body = 2.0 * (build.shoulder + 6.5);
        let mut best: Option<(f32, Framing)> = None;
        for _ in 0..300 {
            let lying = match kind {
                Kind::SecondFace => true,
                Kind::Near | Kind::Far => false,
                Kind::OffCentre => rng.chance(0.7),
                _ => rng.chance(0.3),
            };
            let sizes = if lying { LYING } else { UPRIGHT };
            let (w, h) = sizes[rng.index(sizes.len())];
            let ratio = w as f32 / h as f32;
            let fits = (body + rng.range(2.0, 9.0)) / ratio;
            let mut headroom = rng.range(0.075, 0.17);
            let mut aside = rng.range(-1.0, 1.0) * 0.04;
            let usual = if lying { rng.range(52.0, 70.0) } else { rng.range(66.0, 84.0) };
            let mut height_cm = usual.max(fits);
            match kind {
                Kind::Far => height_cm = rng.range(148.0, 182.0),
                Kind::Near => {
                    height_cm = rng.range(26.0, 34.0);
                    headroom = rng.range(0.0, 0.08);
                }
                Kind::NoHeadroom => headroom = rng.range(-0.09, 0.006),
                Kind::HeadCovered | Kind::HeadWrapped => headroom += 0.05,
                Kind::OffCentre => {
                    aside = rng.sign() * rng.range(0.17, 0.25);
                    height_cm = if lying { rng.range(60.0, 74.0) } else { rng.range(74.0, 90.0) };
                }
                Kind::ShoulderCut => {
                    let wide = rng.range(40.0, 50.0);
                    height_cm = wide / ratio;
                    let shown = rng.range(7.0, 12.0);
                    aside = rng.sign() * (0.5 - shown / wide);
                    headroom = rng.range(0.08, 0.14);
                }
                Kind::SecondFace => {
                    height_cm = rng.range(68.0, 80.0);
                    aside = rng.sign() * rng.range(0.10, 0.16);
                }
                _ => {}
            }
            let (w, h) = if kind == Kind::LowResolution {
                let h = [200, 240, 280, 320][rng.index(4)];
                ((h as f32 * ratio) as usize / 2 * 2, h)
            } else {
                (w, h)
            };
            let density = h as f32 / height_cm;
            // Eyes 6.2 cm apart.
            let least = match kind {
                Kind::Far => 5.5,
                Kind::LowResolution => 0.0,
                _ => 9.6,
            };
            let miss = (density / most - 1.0).max(0.0) + (1.0 - density / least).max(0.0);
            let framing = Framing { w, h, height_cm, headroom, aside: aside * height_cm * ratio };
            if best.is_none_or(|(m, _)| miss < m) {
                best = Some((miss, framing));
            }
            if miss == 0.0 {
                break;
            }
        }
        best.expect("many were tried").1
    }

    fn camera(&mut self, f: Framing) -> Camera {
        let rng = &mut self.rng;
        let density = f.h as f32 / f.height_cm;
        // Held at arm's length or by somebody else.
        let distance = if self.order.kind == Kind::Far { rng.range(180.0, 260.0) } else { rng.range(70.0, 170.0) };
        let hatted = matches!(self.order.kind, Kind::HeadCovered | Kind::HeadWrapped);
        let crown = CROWN_CM + if hatted { 2.5 } else { 0.0 };
        let down = f.headroom * f.h as f32 + crown * density;
        Camera {
            w: f.w,
            h: f.h,
            focal: density * distance,
            distance,
            drift: [f.aside * density, down - f.h as f32 / 2.0],
            roll_deg: rng.range(-1.2, 1.2),
        }
    }

    fn wall(&mut self) -> Wall {
        let split = self.order.split;
        let held = split == Split::Held;
        let rng = &mut self.rng;
        // As files have them under a white light: L* and b* well away from white.
        let wall = match self.order.kind {
            Kind::WallGrey => {
                let c: &[Rgb] = if held {
                    &[[0.58, 0.585, 0.59], [0.66, 0.65, 0.64], [0.48, 0.47, 0.46]]
                } else {
                    &[[0.55, 0.55, 0.555], [0.64, 0.645, 0.65], [0.68, 0.68, 0.66], [0.42, 0.43, 0.44]]
                };
                Wall::coloured(rng, split, c, Finish::Smooth)
            }
            Kind::WallColour => {
                let c: &[Rgb] = if held {
                    &[[0.55, 0.75, 0.74], [0.80, 0.62, 0.70], [0.60, 0.55, 0.75], [0.78, 0.50, 0.40]]
                } else {
                    &[[0.58, 0.70, 0.86], [0.68, 0.80, 0.64], [0.90, 0.74, 0.74], [0.35, 0.48, 0.66]]
                };
                Wall::coloured(rng, split, c, Finish::Smooth)
            }
            Kind::WallCream => {
                let c: &[Rgb] = if held {
                    &[[0.93, 0.86, 0.68], [0.88, 0.77, 0.60]]
                } else {
                    &[[0.94, 0.87, 0.70], [0.91, 0.81, 0.62], [0.86, 0.78, 0.62]]
                };
                Wall::coloured(rng, split, c, Finish::Smooth)
            }
            Kind::WallWood if held && rng.chance(0.5) => {
                Wall::coloured(rng, split, &[[0.62, 0.36, 0.28], [0.70, 0.50, 0.40]], Finish::Brick)
            }
            Kind::WallWood => {
                let c: &[Rgb] = if held {
                    &[[0.50, 0.33, 0.20]]
                } else {
                    &[[0.72, 0.54, 0.36], [0.46, 0.30, 0.19], [0.84, 0.70, 0.52]]
                };
                Wall::coloured(rng, split, c, Finish::Wood)
            }
            _ => Wall::white(rng, split),
        };
        self.tags.push(format!("{:?}", wall.finish).to_lowercase());
        wall
    }

    fn look(&mut self, face: &'a Face, build: Build, framing: Framing) -> Look<'a> {
        let kind = self.order.kind;
        let rng = &mut self.rng;
        let mut angles = HeadAngles {
            yaw_deg: rng.range(-2.5, 2.5),
            pitch_deg: rng.range(-2.5, 2.5),
            roll_deg: rng.range(-2.5, 2.5),
        };
        match kind {
            Kind::Roll => angles.roll_deg = rng.sign() * rng.range(13.0, 25.0),
            Kind::Yaw => angles.yaw_deg = rng.sign() * rng.range(14.0, 32.0),
            Kind::Pitch => angles.pitch_deg = rng.sign() * rng.range(13.0, 22.0),
            _ => {}
        }
        let lids = if kind == Kind::EyesClosed { [1.0; 2] } else { [0.0; 2] };
        let open = matches!(face.name, "obama2" | "surprised");
        let jaw_deg = if kind == Kind::MouthOpen && !open { rng.range(13.0, 21.0) } else { 0.0 };
        let pose = Pose { angles, lids, jaw_deg, ..Pose::default() };
        // A picture's own body reaches so far below the head.
        let low = CROWN_CM - framing.height_cm * (1.0 - framing.headroom);
        let whole = matches!(face.name, "obama" | "hopper") && low > -46.0;
        let own = whole
            && !matches!(kind, Kind::BareShoulders | Kind::ShouldersUneven | Kind::ShoulderCut)
            && rng.chance(0.6);
        let cuts: &[Cut] = match kind {
            Kind::BareShoulders => &[Cut::Bare, Cut::Straps],
            _ => &[Cut::TShirt, Cut::Shirt, Cut::Jacket, Cut::Blouse, Cut::Sweater, Cut::Polo],
        };
        let cut = cuts[rng.index(cuts.len())];
        let dress = Dress::new(rng, cut, self.order.split);
        let tint = [rng.range(0.96, 1.04), 1.0, rng.range(0.95, 1.05)];
        let look = Look {
            face,
            mirrored: rng.chance(0.5),
            body: (!own).then_some((build, dress)),
            skin: rng.range(0.85, 1.2),
            melanin: 0.0,
            tint,
            pose,
        };
        // Not with an open mouth: its inside is no darker than the darkest skin, and is not told yet.
        let toned = matches!(
            kind,
            Kind::Good
                | Kind::HeadWrapped
                | Kind::HeadCovered
                | Kind::EyesClosed
                | Kind::Mask
                | Kind::Hand
                | Kind::Dark
                | Kind::GlassesGlare
        );
        let look = if toned && self.more.chance(TONED) {
            let melanin = self.more.range(0.15, 1.0);
            self.tags.push(format!("melanin {melanin:.2}"));
            Look { melanin, ..look }
        } else {
            look
        };
        self.tags.push(if own { "own_body".to_owned() } else { cut.name().to_owned() });
        if look.mirrored {
            self.tags.push("mirrored".to_owned());
        }
        look
    }

    /// One lamp, and how far the wall is behind.
    fn lamp(&mut self, wall: &mut Wall, tries: i32) -> Lamp {
        let rng = &mut self.rng;
        let side = rng.sign();
        let lamp = match self.order.kind {
            Kind::ShadowHard => {
                wall.behind = rng.range(16.0, 45.0);
                Lamp {
                    at: [side * rng.range(45.0, 150.0), rng.range(10.0, 90.0), rng.range(110.0, 220.0)],
                    half: rng.range(0.8, 3.0),
                    direct: rng.range(0.45, 0.75),
                }
            }
            Kind::ShadowSoft => {
                wall.behind = rng.range(14.0, 30.0);
                Lamp {
                    at: [side * rng.range(70.0, 170.0), rng.range(10.0, 100.0), rng.range(110.0, 200.0)],
                    half: rng.range(9.0, 20.0),
                    direct: rng.range(0.5, 0.8),
                }
            }
            Kind::UnevenLight => {
                wall.behind = rng.range(60.0, 140.0);
                Lamp {
                    at: [side * rng.range(130.0, 210.0), rng.range(0.0, 45.0), rng.range(15.0, 70.0)],
                    half: rng.range(10.0, 40.0),
                    direct: rng.range(0.82, 0.94),
                }
            }
            _ => {
                wall.behind = if rng.chance(0.35) { rng.range(20.0, 45.0) } else { rng.range(45.0, 140.0) };
                // What makes a shadow is drawn weaker each time.
                let weaker = libm::powf(0.88, tries as f32);
                Lamp {
                    at: [side * rng.range(0.0, 110.0), rng.range(30.0, 150.0), rng.range(150.0, 320.0)],
                    half: rng.range(20.0, 80.0),
                    direct: rng.range(0.2, 0.5) * weaker,
                }
            }
        };
        wall.slant = [rng.range(0.0, 0.07), rng.range(0.0, std::f32::consts::TAU)];
        lamp
    }

    /// A lamp and a wall whose shadow is as wanted, looked for in a small picture.
    fn find_lamp(&mut self, look: &Look<'_>, wall: &mut Wall, camera: &Camera) -> Lamp {
        let small = smaller(camera);
        let mut lamp = self.lamp(wall, 0);
        let solid = look.draw(&small, &lamp).layer.mask();
        for tries in 1..60 {
            let shade = shade(&solid, wall, &small, &lamp);
            let suits = match self.order.kind {
                Kind::ShadowSoft | Kind::ShadowHard => {
                    let dark = shade.drop.v.iter().filter(|d| **d > PLAIN).count();
                    dark as f32 / shade.drop.v.len() as f32 > PLAIN_SHARE
                }
                Kind::UnevenLight | Kind::NoFace => true,
                _ => shade.drop.v.iter().copied().fold(0.0, f32::max) < FAINT,
            };
            if suits {
                break;
            }
            lamp = self.lamp(wall, tries);
        }
        lamp
    }

    /// The person with what is worn.
    fn dressed(&mut self, look: &Look<'_>, camera: &Camera, lamp: &Lamp) -> Drawn {
        let held = self.order.split == Split::Held;
        let mut person = look.draw(camera, lamp);
        let rng = &mut self.rng;
        let worn = match self.order.kind {
            // Hers is on in the picture.
            Kind::HeadCovered if look.face.name == "hopper" => None,
            Kind::HeadCovered => Some(if held {
                [Wear::Hat, Wear::Beanie][rng.index(2)]
            } else {
                [Wear::Cap, Wear::Beanie][rng.index(2)]
            }),
            Kind::HeadWrapped => Some(Wear::Wrap),
            Kind::Mask => Some(if held && rng.chance(0.4) { Wear::Scarf } else { Wear::Mask }),
            Kind::Hand => Some(Wear::Hand),
            Kind::GlassesGlare => Some(Wear::Glare),
            // Glasses alone are no defect.
            Kind::Good => rng.chance(0.2).then_some(Wear::Glasses),
            _ => None,
        };
        if let Some(worn) = worn {
            self.tags.push(worn.name().to_owned());
            wear::put(&mut self.rng, worn, &mut person, camera, lamp, self.order.split);
        }
        if self.order.kind == Kind::Good
            && let Some(colour) = hair::colour_of(&person, camera)
        {
            if self.more.chance(FRINGES) {
                self.tags.push("fringe".to_owned());
                wear::put(&mut self.more, Wear::Fringe(colour), &mut person, camera, lamp, self.order.split);
            }
            if self.more.chance(STRANDS) {
                self.tags.push("strands".to_owned());
                hair::strands(&mut self.more, &mut person, camera, colour);
            }
        }
        person
    }

    /// Somebody else beside the person.
    fn beside(&mut self, face: &'a Face, camera: &Camera) -> Option<Look<'a>> {
        if self.order.kind != Kind::SecondFace {
            return None;
        }
        let others = self.cast.strangers(face);
        let other = others[self.rng.index(others.len())];
        let build = self.build(other);
        let rng = &mut self.rng;
        let cut = [Cut::TShirt, Cut::Shirt, Cut::Sweater][rng.index(3)];
        let dress = Dress::new(rng, cut, self.order.split);
        // To where the person leaves room, with the whole face in the picture.
        let side = if camera.drift[0] > 0.0 { -1.0 } else { 1.0 };
        let edge = (camera.w as f32 / 2.0 + camera.drift[0].abs()) / camera.density();
        let shift = [side * rng.range(31.0, 39.0).min(edge - 12.0), rng.range(-8.0, 6.0), rng.range(-28.0, -8.0)];
        let angles = HeadAngles {
            yaw_deg: rng.range(-12.0, 12.0),
            pitch_deg: rng.range(-6.0, 6.0),
            roll_deg: rng.range(-8.0, 8.0),
        };
        let pose = Pose { angles, shift, ..Pose::default() };
        let look = Look {
            face: other,
            mirrored: rng.chance(0.5),
            body: Some((build, dress)),
            skin: rng.range(0.85, 1.15),
            melanin: 0.0,
            tint: [1.0; 3],
            pose,
        };
        Some(look)
    }

    /// A thing beside the person, and the outlines that name it.
    fn place(
        &mut self,
        sort: Thing,
        person: &Drawn,
        wall: &Wall,
        camera: &Camera,
        lamp: &Lamp,
    ) -> (thing::Placed, Vec<Vec<super::truth::Polygon>>) {
        let solid = person.layer.mask();
        let k = wall.density(camera);
        let (mx, my) = (camera.w as f32 / 2.0 + camera.drift[0], camera.h as f32 / 2.0 + camera.drift[1]);
        // The person's plane against the wall's.
        let f = (camera.distance + wall.behind) / (camera.distance - OUTLINE_Z);
        let mut last = None;
        for _ in 0..12 {
            let side = self.rng.sign();
            let edge = if side > 0.0 { camera.w as f32 - mx } else { mx } / k;
            let room = Room { side, inner: 9.5 * f, edge, top: my / k, low: -13.0 * f };
            let free = (room.edge - room.inner - sort.needs()).max(-3.0);
            // Behind the person's head or shoulder, beside it, or anywhere to the picture's end.
            let gap = match self.rng.index(4) {
                0 => -3.0_f32.min(free),
                1 => self.rng.range(0.5, 3.0).min(free),
                _ => self.rng.range(0.0, 1.0) * free,
            };
            let placed = thing::place(&mut self.rng, sort, room, gap, wall, camera, lamp);
            let seen = |mask: &Mask| -> Mask {
                let v = mask.v.iter().zip(&solid.v).map(|(m, p)| if *p > 0.5 { 0.0 } else { *m }).collect();
                Mask { w: mask.w, h: mask.h, v }
            };
            let own = placed.layer.mask();
            // A darkened wall is half see-through.
            let whole = Mask { v: own.v.iter().map(|v| if *v > 0.1 { 1.0 } else { 0.0 }).collect(), ..own };
            let visible = seen(&whole);
            let mut alike = vec![outlines(&visible, 12.0)];
            alike.extend(placed.also.iter().map(|m| outlines(&seen(m), 12.0)));
            let enough = visible.share() > 0.003;
            last = Some((placed, alike));
            if enough {
                self.tags.push(format!("gap {gap:.0}"));
                break;
            }
        }
        last.expect("one at least is drawn")
    }

    /// Exposure, white balance and what goes wrong with them.
    fn expose(&mut self, photo: &mut Photo, skin: f32, wall: f32, camera: &Camera) {
        let rng = &mut self.rng;
        let eyes = 6.2 * camera.density();
        // Between the face as it is and a middling one, the wall not burnt out.
        let usual = (0.33 / skin).sqrt() * rng.range(0.92, 1.1);
        // In a light from the side the face decides.
        let usual = if self.order.kind == Kind::UnevenLight { usual } else { usual.min(0.9 / wall) };
        let white = !matches!(
            self.order.kind,
            Kind::WallGrey | Kind::WallColour | Kind::WallCream | Kind::WallWood | Kind::UnevenLight
        );
        photo.gain = if white { usual.max(0.66 / wall) } else { usual };
        match self.order.kind {
            // Of a room that is as dark for any skin.
            Kind::Dark => photo.gain = rng.range(0.014, 0.045) / skin.max(0.17),
            Kind::Bright => photo.gain = rng.range(1.15, 1.8) / skin,
            Kind::OutOfFocus => photo.blur = eyes * rng.range(0.03, 0.06),
            Kind::MotionBlur => {
                photo.motion =
                    [eyes * rng.range(0.13, 0.24), rng.range(-0.5, 0.5) + if rng.chance(0.3) { 1.57 } else { 0.0 }];
            }
            Kind::Grayscale => photo.grey = true,
            _ => {}
        }
        let coloured = matches!(self.order.kind, Kind::WallColour | Kind::WallCream | Kind::WallGrey | Kind::WallWood);
        let (name, balance) = match rng.index(4) {
            0 if !coloured => ("warm", [rng.range(1.01, 1.05), 1.0, rng.range(0.88, 0.95)]),
            1 if !coloured => ("cold", [rng.range(0.90, 0.96), 1.0, rng.range(1.03, 1.10)]),
            _ => ("neutral", [rng.range(0.985, 1.015), 1.0, rng.range(0.98, 1.02)]),
        };
        photo.balance = balance;
        self.tags.push(name.to_owned());
        if matches!(self.order.kind, Kind::OutOfFocus | Kind::MotionBlur) {
            photo.sharpen = photo.sharpen.min(0.3);
        }
    }

    fn truth(
        &mut self,
        person: &Drawn,
        look: &Look<'_>,
        camera: &Camera,
        shade: &Shade,
        luminance: [f32; 2],
        seed: u64,
    ) -> Truth {
        let order = self.order;
        let empty = order.kind == Kind::NoFace;
        let mut name = order.kind.label(order.thing);
        name +=
            &format!("-{}{seed}-{:03}.jpg", if order.split == Split::Held { "held" } else { "tuning" }, order.index);
        let middle = |a: usize, b: usize| {
            let (p, q) = (person.mesh[a], person.mesh[b]);
            [(p[0] + q[0]) / 2.0, (p[1] + q[1]) / 2.0]
        };
        let (r, l) = (middle(33, 133), middle(263, 362));
        let eyes = ((r[0] - l[0]).powi(2) + (r[1] - l[1]).powi(2)).sqrt();
        let angles = looking(&look.pose, camera);
        let shoulders = person.shoulders.filter(|_| !empty);
        let outlined = Mask {
            v: shade.drop.v.iter().map(|d| if *d > OUTLINED { 1.0 } else { 0.0 }).collect(),
            ..shade.drop.clone()
        };
        let shadowed = !empty && matches!(order.kind, Kind::ShadowSoft | Kind::ShadowHard);
        Truth {
            file: name,
            split: order.split,
            kind: order.kind,
            thing: order.thing,
            code: order.kind.code().map(|c| format!("portrait.{c}")),
            tolerated: order.kind.tolerated().iter().map(|c| format!("portrait.{c}")).collect(),
            width: camera.w,
            height: camera.h,
            faces: Vec::new(),
            clutter: Vec::new(),
            shadow: if shadowed { outlines(&outlined, 30.0) } else { Vec::new() },
            shadow_drop: if empty { 0.0 } else { shade.drop.v.iter().copied().fold(0.0, f32::max) },
            head: (!empty).then(|| head_box(person, camera)),
            // The subject's left is at the picture's right.
            shoulders: shoulders.map(|[a, b]| [b, a]),
            shoulder_tilt_deg: shoulders.map(|[a, b]| libm::atan2f(a[1] - b[1], b[0] - a[0]).to_degrees()),
            angles_deg: (!empty).then_some([angles.yaw_deg, angles.pitch_deg, angles.roll_deg]),
            eye_distance_px: (!empty).then_some(eyes),
            enlarged: (!empty).then(|| camera.density() / look.face.shape.density()),
            luminance,
            tags: std::mem::take(&mut self.tags),
        }
    }
}

/// The same view with fewer pixels.
fn smaller(camera: &Camera) -> Camera {
    let by = (camera.h as f32 / 200.0).max(1.0);
    Camera {
        w: (camera.w as f32 / by) as usize,
        h: (camera.h as f32 / by) as usize,
        focal: camera.focal / by,
        drift: camera.drift.map(|d| d / by),
        ..*camera
    }
}

/// A person's shadow on the wall.
fn shade(solid: &Mask, wall: &Wall, camera: &Camera, lamp: &Lamp) -> Shade {
    let dark = shadow_of(solid, OUTLINE_Z, wall, camera, lamp);
    // Close behind a person the wall sees less of the room.
    let near = 0.12 * (1.0 - wall.behind / 40.0).clamp(0.0, 1.0);
    let mut close = Mask::new(solid.w, solid.h);
    if near > 0.0 {
        let by = (solid.h / 160).max(1);
        let small = solid.shrunk(by);
        let soft = small.blurred((0.5 * wall.behind * camera.density() / by as f32).max(0.5));
        for (i, c) in close.v.iter_mut().enumerate() {
            let (x, y) = ((i % solid.w) as f32 + 0.5, (i / solid.w) as f32 + 0.5);
            *c = near * soft.sample(x / by as f32, y / by as f32);
        }
    }
    let normal = [0.0, 0.0, 1.0];
    let mut drop = Mask::new(solid.w, solid.h);
    for (i, d) in drop.v.iter_mut().enumerate() {
        if solid.v[i] > 0.02 || (dark.v[i] < 0.005 && close.v[i] < 0.005) {
            continue;
        }
        let p = wall.meet(camera, (i % solid.w) as f32 + 0.5, (i / solid.w) as f32 + 0.5);
        let left = lamp.at(p, normal, 1.0 - dark.v[i]) * (1.0 - close.v[i]) / lamp.at(p, normal, 1.0);
        // A wall that is exposed to three quarters of white.
        *d = 105.0 * (1.0 - libm::cbrtf(left));
    }
    Shade { dark, close, drop }
}

/// Mean luminance of the wall that shows.
fn wall_light(ground: &Img, person: &Layer) -> f32 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (g, p) in ground.px.iter().zip(&person.px).step_by(7) {
        if p[3] < 0.01 {
            sum += luminance(*g);
            n += 1.0;
        }
    }
    if n == 0.0 { luminance(ground.px[0]) } else { sum / n }
}

/// Head with hair down to the chin.
fn head_box(person: &Drawn, camera: &Camera) -> [f32; 4] {
    let chin = person.mesh[152][1];
    let mut out = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, chin];
    for y in 0..(chin.max(0.0) as usize).min(camera.h) {
        for x in 0..camera.w {
            if person.head.v[y * camera.w + x] > 0.5 {
                out[0] = out[0].min(x as f32);
                out[1] = out[1].min(y as f32);
                out[2] = out[2].max(x as f32 + 1.0);
            }
        }
    }
    out
}
