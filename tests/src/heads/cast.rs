//! The faces: real pictures, lifted once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use heyan_vision::VisionError;
use heyan_vision::face::FaceModels;
use heyan_vision::frame::{Frame, FrameMeta, PixelFormat};
use heyan_vision::model::{Model, OrtModel, Pack, Tensor};

use super::canvas::Picture;
use super::shape::Shape;
use super::space::V3;
use super::texture::{Levels, Texture};
use crate::set::Split;

/// A picture that the set-up fetches.
struct Source {
    name: &'static str,
    file: &'static str,
    /// Who it is: pictures of one person are no two persons.
    person: &'static str,
    split: Split,
    /// Where the face is, px, when there are several.
    at: Option<[f32; 2]>,
}

const fn source(name: &'static str, file: &'static str, person: &'static str, split: Split) -> Source {
    Source { name, file, person, split, at: None }
}

const fn at(name: &'static str, file: &'static str, person: &'static str, split: Split, nose_px: [f32; 2]) -> Source {
    Source { name, file, person, split, at: Some(nose_px) }
}

/// No person is on both sides: what is tuned on these says nothing of those.
const SOURCES: &[Source] = &[
    source("astronaut", "astronaut.png", "collins", Split::Tuning),
    source("obama", "obama.jpg", "obama", Split::Tuning),
    source("obama2", "obama2.jpg", "obama", Split::Tuning),
    source("obama3", "obama3.jpg", "obama", Split::Tuning),
    source("biden", "biden.jpg", "biden", Split::Tuning),
    source("hopper", "grace_hopper.jpg", "hopper", Split::Held),
    source("smiling", "woman_smiling.jpg", "smiling", Split::Held),
    source("surprised", "woman_surprised.jpg", "surprised", Split::Held),
    source("cross", "woman_cross.jpg", "cross", Split::Held),
    source("outdoors", "man_outdoors.jpg", "outdoors", Split::Held),
    at("group1", "group_outdoors.jpg", "group1", Split::Held, [476.0, 270.0]),
    at("group2", "group_outdoors.jpg", "group2", Split::Held, [580.0, 378.0]),
];

/// More persons to tune on, used when somebody has put the pictures beside the others: `demo/sample3.jpg` and `sample6.jpg`
/// of npm's `@vladmandic/face-api` 1.7.15, `examples/assets/faces.jpg` of npm's `tracking` 1.1.3. Set-up does not fetch
/// them: a fresh machine has no npm.
const GUESTS: &[Source] = &[
    at("guest1", "face-api-sample3.jpg", "guest1", Split::Tuning, [1158.0, 381.0]),
    at("guest2", "face-api-sample6.jpg", "guest2", Split::Tuning, [752.0, 502.0]),
    at("guest3", "face-api-sample6.jpg", "guest3", Split::Tuning, [1569.0, 438.0]),
    at("guest4", "tracking-faces.jpg", "guest4", Split::Tuning, [94.0, 141.0]),
    at("guest5", "tracking-faces.jpg", "guest5", Split::Tuning, [276.0, 193.0]),
    at("guest6", "tracking-faces.jpg", "guest6", Split::Tuning, [500.0, 116.0]),
];

/// One face, ready to be moved or printed.
pub struct Face {
    /// Its name in truths.
    pub name: &'static str,
    /// Who it is.
    pub person: &'static str,
    /// Whether it may be tuned on.
    pub split: Split,
    /// Whether the mouth is shut in the picture.
    pub mouth_shut: bool,
    /// Head and shoulders.
    pub shape: Arc<Shape>,
    /// The picture round the face as it is, and the breadth that it shows, cm.
    pub print: Arc<Levels>,
    /// See [`Self::print`].
    pub print_cm: f32,
}

/// All faces.
pub struct Cast {
    faces: Vec<Face>,
}

/// What is needed of perception: 468 points of each face, px, depth towards the camera negative; the largest face first.
pub type Finder<'a> = &'a mut dyn FnMut(usize, usize, &[u8]) -> Vec<Vec<V3>>;

impl Cast {
    /// The pictures that the set-up fetched, seen with the networks in the folder `pack`.
    ///
    /// # Errors
    /// As [`Self::load`], and when set-up has not been run.
    pub fn open(pack: &Path) -> std::io::Result<Self> {
        let pack = Pack::new(pack);
        let mut models = FaceModels::open(&pack, 1).map_err(|e| std::io::Error::other(e.to_string()))?;
        let folder =
            folder().ok_or_else(|| std::io::Error::other("no models/cache here or above: run `cargo xtask setup`"))?;
        let mut find = |w: usize, h: usize, rgb: &[u8]| -> Vec<Vec<V3>> {
            let meta = FrameMeta::new(PixelFormat::Rgb, w as u32, h as u32, 0);
            let Ok(frame) = Frame::new(&meta, rgb) else {
                return Vec::new();
            };
            models.faces(&frame).map(|all| all.into_iter().map(|f| f.points).collect()).unwrap_or_default()
        };
        Self::load(&folder, &pack, &mut find)
    }

    /// Reads the pictures of `folder` and lifts them.
    ///
    /// # Errors
    /// When a picture is missing, shows no face, or the person cannot be told from the room.
    pub fn load(folder: &Path, pack: &Pack, find: Finder<'_>) -> std::io::Result<Self> {
        let other = |e: VisionError| std::io::Error::other(e.to_string());
        let mut segment = OrtModel::open(pack, "selfie_segmentation", "selfie_segmentation.onnx", 1).map_err(other)?;
        let mut faces = Vec::new();
        let guests = GUESTS.iter().filter(|g| folder.join(g.file).is_file());
        for source in SOURCES.iter().chain(guests) {
            let path = folder.join(source.file);
            let picture = image::ImageReader::open(&path)
                .and_then(|r| r.decode().map_err(std::io::Error::other))
                .map_err(|e| std::io::Error::new(e.kind(), format!("{}: {e}", path.display())))?
                .to_rgb8();
            let (w, h) = (picture.width() as usize, picture.height() as usize);
            let rgb = picture.into_raw();
            let far = |mesh: &Vec<V3>| {
                let [x, y] = source.at.unwrap_or([mesh[4][0], mesh[4][1]]);
                (mesh[4][0] - x).powi(2) + (mesh[4][1] - y).powi(2)
            };
            let found = find(w, h, &rgb);
            // The first of those that are equally near: the largest.
            let mesh = found.into_iter().reduce(|a, b| if far(&b) < far(&a) { b } else { a });
            let mesh = mesh.ok_or_else(|| std::io::Error::other(format!("{}: no face found", path.display())))?;
            let square = Square::round(&mesh);
            let person = square.person(&mut segment, w, h, &rgb).map_err(other)?;
            let print = square.print(w, h, &rgb);
            let apart = |a: usize, b: usize| {
                let d = super::space::sub(mesh[a], mesh[b]);
                (d[0] * d[0] + d[1] * d[1]).sqrt()
            };
            // Inner lips over the inner width of the mouth.
            let mouth_shut = apart(13, 14) < 0.16 * apart(78, 308);
            let shape = Arc::new(Shape::lift(&Picture { w, h, rgb, person, mesh }));
            faces.push(Face {
                name: source.name,
                person: source.person,
                split: source.split,
                mouth_shut,
                shape,
                print: Arc::new(Levels::new(print, 4)),
                print_cm: PRINT_CM[0],
            });
        }
        Ok(Self { faces })
    }

    /// The faces of a split.
    #[must_use]
    pub fn of(&self, split: Split) -> Vec<&Face> {
        self.faces.iter().filter(|f| f.split == split).collect()
    }

    /// All faces.
    #[must_use]
    pub fn all(&self) -> &[Face] {
        &self.faces
    }

    /// Faces of other persons of the same split.
    #[must_use]
    pub fn strangers(&self, face: &Face) -> Vec<&Face> {
        self.faces.iter().filter(|f| f.person != face.person && f.split == face.split).collect()
    }
}

/// Where the pictures lie: the folder of `HEYAN_PORTRAIT`, else `models/cache` here or above.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    crate::assets::portrait_path().and_then(|p| p.parent().map(PathBuf::from))
}

/// A print's breadth and height, cm on the head.
const PRINT_CM: [f32; 2] = [34.0, 44.0];

/// Head and shoulders as the segmenting net is used to them: a square of 60 cm, the face in its upper half.
struct Square {
    left: f32,
    top: f32,
    side: f32,
    cm: f32,
    middle: [f32; 2],
}

/// What the net takes (MediaPipe selfie segmentation, square).
const NET: usize = 256;

impl Square {
    fn round(mesh: &[V3]) -> Self {
        let d = [mesh[263][0] - mesh[33][0], mesh[263][1] - mesh[33][1]];
        // Outer corners of the eyes: 8.9 cm on the canonical face.
        let cm = (d[0] * d[0] + d[1] * d[1]).sqrt() / 8.9;
        let middle = [mesh[168][0], mesh[168][1]];
        Self { left: middle[0] - 30.0 * cm, top: middle[1] - 18.0 * cm, side: 60.0 * cm, cm, middle }
    }

    fn person(&self, net: &mut dyn Model, w: usize, h: usize, rgb: &[u8]) -> Result<Vec<f32>, VisionError> {
        let step = self.side / NET as f32;
        let n = (step as usize).clamp(1, 8);
        let mut data = Vec::with_capacity(NET * NET * 3);
        for j in 0..NET {
            for i in 0..NET {
                let mut sum = [0.0; 3];
                for k in 0..n * n {
                    let at = |v: usize, part: usize| (v as f32 + (part as f32 + 0.5) / n as f32) * step;
                    let x = (self.left + at(i, k % n)).clamp(0.0, (w - 1) as f32) as usize;
                    let y = (self.top + at(j, k / n)).clamp(0.0, (h - 1) as f32) as usize;
                    for (c, s) in sum.iter_mut().enumerate() {
                        *s += f32::from(rgb[(y * w + x) * 3 + c]);
                    }
                }
                data.extend(sum.map(|s| s / (255.0 * (n * n) as f32)));
            }
        }
        let mut mask = Vec::new();
        net.run(&Tensor { shape: vec![1, NET, NET, 3], data }, &mut |out| {
            mask = out.first().map(|v| v.data.to_vec()).unwrap_or_default();
            Ok(())
        })?;
        assert_eq!(mask.len(), NET * NET, "a square mask");
        let mut person = Vec::with_capacity(w * h);
        for y in 0..h {
            for x in 0..w {
                let u = ((x as f32 - self.left) / step - 0.5).clamp(0.0, (NET - 1) as f32);
                let v = ((y as f32 - self.top) / step - 0.5).clamp(0.0, (NET - 1) as f32);
                let (i, j) = ((u as usize).min(NET - 2), (v as usize).min(NET - 2));
                let (fu, fv) = (u - i as f32, v - j as f32);
                let m = |i: usize, j: usize| mask[j * NET + i];
                let top = m(i, j) * (1.0 - fu) + m(i + 1, j) * fu;
                let low = m(i, j + 1) * (1.0 - fu) + m(i + 1, j + 1) * fu;
                person.push(top * (1.0 - fv) + low * fv);
            }
        }
        Ok(person)
    }

    /// The picture round the face, the border repeated, at 30 px a cm at most.
    fn print(&self, w: usize, h: usize, rgb: &[u8]) -> Texture {
        let density = self.cm.min(30.0);
        let (pw, ph) = ((PRINT_CM[0] * density) as usize, (PRINT_CM[1] * density) as usize);
        let source = Texture::opaque(w, h, rgb);
        let mut out = Texture::new(pw, ph);
        let k = self.cm / density;
        for j in 0..ph {
            for i in 0..pw {
                let x = self.middle[0] + (i as f32 + 0.5 - pw as f32 / 2.0) * k;
                let y = self.middle[1] + (j as f32 + 0.5 - ph as f32 * 0.42) * k;
                let q = source.sample(x, y);
                out.put(i, j, [q[0] as f32, q[1] as f32, q[2] as f32], 1.0);
            }
        }
        out
    }
}
