//! The two networks together, and faces of a still picture.

use heyan_rules::geometry::Rect;

use super::detect::{Detection, Detector};
use super::embed::FaceNet;
use super::mesh::{MeshFace, MeshNet};
use super::region::Region;
use crate::error::VisionError;
use crate::frame::{Frame, FrameMeta, PixelFormat, Shrunk};
use crate::model::{Model, OrtModel, Pack, View};
use crate::person::SCENE_SIDE;

/// Detections of a picture that the mesh looks at: more faces than this change nothing for anyone.
const MOST_FACES: usize = 8;

/// Probability from which what the detector found is a face even where the mesh makes out none: hands and cloths hide from
/// the mesh what the detector still knows by eyes and outline.
const SURE: f32 = 0.75;

/// The mesh network's input and its landmarks in px of it.
pub(crate) type SeenFace = (Vec<f32>, Vec<[f32; 3]>);

/// What a still picture shows of faces.
#[derive(Default)]
pub(crate) struct StillFaces {
    /// The faces, the largest first.
    pub faces: Vec<MeshFace>,
    /// What the network saw of the largest.
    pub seen: Option<SeenFace>,
    /// Where a face is that the mesh cannot make out, px, and how sure the mesh was of it.
    pub hidden: Option<(Rect, f32)>,
}

/// A face that was followed, and what the network saw of it.
pub(crate) type FollowedFace = (MeshFace, Vec<f32>, Vec<[f32; 3]>);

/// Owns the networks that see faces.
pub struct FaceModels {
    pub(super) detector: Detector,
    pub(super) mesh: MeshNet,
    /// Tells persons apart; asked for by those who follow one, and an optional part of a pack.
    pub(super) persons: Option<FaceNet>,
    /// Where the largest face of the last picture was, and the size of that.
    held: Option<(Region, (u32, u32))>,
}

impl FaceModels {
    /// Loads the networks from `pack` and runs each once, which shows that they are the ones meant and warms them up.
    /// Inference uses `threads` threads.
    pub fn open(pack: &Pack, threads: usize) -> Result<Self, VisionError> {
        let detector = OrtModel::open(pack, "face_detection", "face_detection.onnx", threads)?;
        let mesh = OrtModel::open(pack, "face_landmark", "face_landmark.onnx", threads)?;
        let mut models = Self::new(Box::new(detector), Box::new(mesh));
        models.check()?;
        Ok(models)
    }

    /// Over networks that are loaded, see [`Detector::new`]; the mesh takes `[1,192,192,3]`, R G B of 0 to 1, and gives
    /// 1404 numbers (x, y, z of 468 points, px of its input) and one raw score, in any order.
    pub fn new(detector: Box<dyn Model>, mesh: Box<dyn Model>) -> Self {
        Self { detector: Detector::new(detector), mesh: MeshNet::new(mesh), persons: None, held: None }
    }

    /// With the network that tells persons apart, if `pack` has it.
    pub fn telling_persons(mut self, pack: &Pack, threads: usize) -> Result<Self, VisionError> {
        self.persons = FaceNet::open(pack, threads)?;
        Ok(self)
    }

    fn check(&mut self) -> Result<(), VisionError> {
        const BLANK: [u8; 4] = [0; 4];
        // Four grey pixels are a frame.
        if let Ok(frame) = Frame::new(&FrameMeta::new(PixelFormat::Grey, 2, 2, 0), &BLANK) {
            self.detector.detect(&frame)?;
            let whole = Region { centre: [1.0, 1.0], side: 2.0, angle: 0.0 };
            self.mesh.run(&frame, &whole, &mut MeshFace::default())?;
            self.take_time_ms();
        }
        Ok(())
    }

    /// The faces of a picture, the largest first, each with its mesh. No memory of other frames.
    pub fn faces(&mut self, frame: &Frame<'_>) -> Result<Vec<MeshFace>, VisionError> {
        let mut faces: Vec<MeshFace> = Vec::new();
        for found in self.detector.detect(frame)?.iter().take(MOST_FACES) {
            let Some(region) = Region::of_detection(found) else { continue };
            let mut face = MeshFace::default();
            self.mesh.run_twice(frame, &region, &mut face)?;
            // Two proposals may lead to one face.
            if face.is_present() && !faces.iter().any(|other| other.is_same_place(&face)) {
                faces.push(face);
            }
        }
        faces.sort_by(|a, b| b.size().total_cmp(&a.size()));
        Ok(faces)
    }

    /// The faces of a still picture with the very landmarks that a portrait is judged by, the largest first.
    pub fn faces_of_still(&mut self, frame: &Frame<'_>) -> Result<Vec<MeshFace>, VisionError> {
        Ok(self.still(frame, &frame.shrunk(SCENE_SIDE))?.faces)
    }

    /// The faces of a picture and what the network saw of the largest. `small` is a copy of the picture.
    pub(crate) fn still(&mut self, frame: &Frame<'_>, small: &Shrunk) -> Result<StillFaces, VisionError> {
        let mut found = self.detector.detect_copy(small)?;
        if found.is_empty() {
            found = self.detector.detect_small(frame)?;
        }
        found.truncate(MOST_FACES);
        let side = |d: &Detection| d.bounds.width().max(d.bounds.height());
        found.sort_by(|a, b| side(b).total_cmp(&side(a)));
        self.held = None;
        let mut still = StillFaces::default();
        for detection in &found {
            let Some(region) = Region::of_detection(detection) else { continue };
            let mut face = MeshFace::default();
            self.mesh.run_twice(frame, &region, &mut face)?;
            if !face.is_present() {
                let hidden = (detection.score >= SURE).then_some((detection.bounds, face.presence));
                still.hidden = still.hidden.or(hidden);
            } else if !still.faces.iter().any(|other| other.is_same_place(&face)) {
                if still.faces.is_empty() {
                    self.hold(frame, &face);
                    let (image, points) = self.mesh.seen();
                    still.seen = Some((image.to_vec(), points.to_vec()));
                }
                still.faces.push(face);
            }
        }
        Ok(still)
    }

    /// The largest face of the last picture in this one, with what the network saw; `None` when it is not where it was.
    pub(crate) fn follow(&mut self, frame: &Frame<'_>) -> Result<Option<FollowedFace>, VisionError> {
        let size = (frame.width(), frame.height());
        // In a picture of another size it is elsewhere.
        let Some((region, _)) = self.held.take().filter(|(_, held)| *held == size) else { return Ok(None) };
        let mut face = MeshFace::default();
        self.mesh.run(frame, &region, &mut face)?;
        if !face.is_present() {
            return Ok(None);
        }
        self.hold(frame, &face);
        let (image, points) = self.mesh.seen();
        Ok(Some((face, image.to_vec(), points.to_vec())))
    }

    fn hold(&mut self, frame: &Frame<'_>, face: &MeshFace) {
        self.held = Region::of_mesh(face).map(|region| (region, (frame.width(), frame.height())));
    }

    /// Time spent in the networks since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.detector.take_time_ms() + self.mesh.take_time_ms()
    }
}

/// The one output of `values` numbers: networks are told by what they give, not by the order they give it in.
pub(crate) fn answer<'a>(
    outputs: &[View<'a>],
    values: usize,
    model: &'static str,
    expected: &'static str,
) -> Result<&'a [f32], VisionError> {
    let fitting = outputs.iter().find(|view| view.data.len() == values);
    fitting.map(|view| view.data).ok_or_else(|| VisionError::Shape {
        model,
        expected,
        actual: outputs.first().map(|view| view.shape.to_vec()).unwrap_or_default(),
    })
}
