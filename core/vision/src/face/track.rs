//! One face followed from frame to frame, and what the rules may know of each.

use heyan_rules::liveness::{FaceSeen, Observation, TRACKED_POINTS};

use super::appearance::look;
use super::detect::Detection;
use super::mesh::{MeshFace, same_place};
use super::models::FaceModels;
use super::openness::openness;
use super::pose::fit_head;
use super::proportions::{eye_distance, proportions};
use super::region::Region;
use crate::error::VisionError;
use crate::frame::{Frame, LumaGrid};

/// When the tracker looks at the whole picture, and what counts there.
#[derive(Debug, Clone, Copy)]
pub struct TrackLimits {
    /// Time between two looks while a face is held, ms. Half a second: a second person is seen well within one action
    /// (2 to 5 s), and the look costs 4 % of the frames their double.
    pub look_every_ms: u64,
    /// Side of another face over that of the one followed, from which it counts: a quarter is someone four times as far
    /// away, whom the detector hardly finds.
    pub least_other: f32,
}

impl Default for TrackLimits {
    fn default() -> Self {
        Self { look_every_ms: 500, least_other: 0.25 }
    }
}

/// Follows one face. The detector runs until a face is held, then the region follows the mesh. At intervals, and at once
/// when the face is lost, it looks at the whole picture again: each detection apart from the face followed (neither's
/// middle lies in the other's box), at least [`TrackLimits::least_other`] as large and confirmed by the mesh, is a
/// further face.
pub struct FaceTracker {
    models: FaceModels,
    limits: TrackLimits,
    region: Option<Region>,
    /// Of the picture that the region lies in, px.
    size: (u32, u32),
    face: MeshFace,
    spare: MeshFace,
    others: u32,
    looked_at_ms: Option<u64>,
    grid: Option<LumaGrid>,
}

impl FaceTracker {
    /// A tracker that has seen nothing yet.
    pub fn new(models: FaceModels) -> Self {
        Self {
            models,
            limits: TrackLimits::default(),
            region: None,
            size: (0, 0),
            face: MeshFace::default(),
            spare: MeshFace::default(),
            others: 0,
            looked_at_ms: None,
            grid: None,
        }
    }

    /// What can be known of the next frame.
    pub fn observe(&mut self, frame: &Frame<'_>) -> Result<Observation, VisionError> {
        let grid = LumaGrid::of(frame);
        let change = self.grid.as_ref().map_or(0.0, |before| grid.change(before));
        let luminance = grid.luminance();
        self.grid = Some(grid);
        let seen = self.follow(frame)?;
        let due = self.looked_at_ms.is_none_or(|then| {
            // A clock that went back is no reason to wait.
            frame.at_ms() < then || frame.at_ms() - then >= self.limits.look_every_ms
        });
        let seen = match seen {
            Some(face) if !due => Some(face),
            Some(face) => {
                self.look(frame)?;
                Some(face)
            }
            None => self.search(frame)?,
        };
        Ok(Observation {
            at_ms: frame.at_ms(),
            width_px: frame.width(),
            height_px: frame.height(),
            face_count: self.others + u32::from(seen.is_some()),
            change,
            luminance,
            face: seen,
        })
    }

    /// The mesh of the last frame, if a face was held in it.
    pub fn mesh(&self) -> Option<&MeshFace> {
        self.region.is_some().then_some(&self.face)
    }

    /// Time spent in the networks since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.models.take_time_ms()
    }

    /// The held face in this frame; `None` when it is lost or none was held.
    fn follow(&mut self, frame: &Frame<'_>) -> Result<Option<FaceSeen>, VisionError> {
        let size = (frame.width(), frame.height());
        let same = std::mem::replace(&mut self.size, size) == size;
        // In a picture of another size the region is elsewhere.
        let Some(region) = self.region.take().filter(|_| same) else { return Ok(None) };
        self.models.mesh.run(frame, &region, &mut self.face)?;
        Ok(self.hold())
    }

    /// Holds the face that the mesh has just looked for, if it is there.
    fn hold(&mut self) -> Option<FaceSeen> {
        if !self.face.is_present() {
            return None;
        }
        let seen = self.describe()?;
        self.region = Some(Region::of_mesh(&self.face)?);
        Some(seen)
    }

    /// No face is held: takes the largest that the mesh confirms, and counts the rest.
    fn search(&mut self, frame: &Frame<'_>) -> Result<Option<FaceSeen>, VisionError> {
        self.others = 0;
        self.looked_at_ms = Some(frame.at_ms());
        let mut found = self.models.detector.detect(frame)?;
        found.sort_by(|a, b| side(b).total_cmp(&side(a)));
        for detection in &found {
            let Some(region) = Region::of_detection(detection) else { continue };
            self.models.mesh.run_twice(frame, &region, &mut self.face)?;
            if let Some(seen) = self.hold() {
                self.others = self.count(frame, &found)?;
                return Ok(Some(seen));
            }
        }
        Ok(None)
    }

    /// A face is held: counts the others.
    fn look(&mut self, frame: &Frame<'_>) -> Result<(), VisionError> {
        self.looked_at_ms = Some(frame.at_ms());
        let found = self.models.detector.detect(frame)?;
        self.others = self.count(frame, &found)?;
        Ok(())
    }

    /// Faces among `found` that are not the one held.
    fn count(&mut self, frame: &Frame<'_>, found: &[Detection]) -> Result<u32, VisionError> {
        let held = self.face.bounds();
        let least = self.face.size() * self.limits.least_other;
        let mut others: Vec<[f32; 4]> = Vec::new();
        for detection in found.iter().filter(|d| side(d) >= least) {
            let Some(region) = Region::of_detection(detection) else { continue };
            let b = detection.bounds;
            if same_place(held, [b.left, b.top, b.right, b.bottom]) {
                continue;
            }
            self.models.mesh.run(frame, &region, &mut self.spare)?;
            let bounds = self.spare.bounds();
            let new = !same_place(held, bounds) && !others.iter().any(|other| same_place(*other, bounds));
            if self.spare.is_present() && new {
                others.push(bounds);
            }
        }
        Ok(others.len() as u32)
    }

    /// What the rules may know of the face just seen. `None` when its points make no head.
    fn describe(&self) -> Option<FaceSeen> {
        let points = &self.face.points;
        let fit = fit_head(points)?;
        let open = openness(points, &fit);
        let (image, raw) = self.models.mesh.seen();
        let look = look(image, raw);
        Some(FaceSeen {
            presence: self.face.presence,
            angles: fit.angles(),
            points: TRACKED_POINTS
                .iter()
                .filter_map(|tracked| points.get(tracked.mesh_index).map(|&[x, y, _]| [x, y]))
                .collect(),
            eye_distance_px: eye_distance(points, &fit)? * fit.px_per_cm(),
            box_px: self.face.bounds(),
            left_eye_open: open.left_eye,
            right_eye_open: open.right_eye,
            mouth_open: open.mouth,
            luminance: look.luminance,
            clipped_ratio: look.clipped_ratio,
            proportions: proportions(points, &fit),
            appearance: look.appearance,
            skin_ab: look.skin_ab,
        })
    }
}

/// The longer side of a detection, px.
fn side(found: &Detection) -> f32 {
    let b = found.bounds;
    (b.right - b.left).max(b.bottom - b.top)
}
