//! One face followed from frame to frame, and what the rules may know of each.

use heyan_rules::liveness::{FaceSeen, Observation, TRACKED_POINTS};
use heyan_rules::matching::FaceNumbers;

use super::appearance::look;
use super::crowd::Crowd;
use super::detail::detail;
use super::detect::{Detection, Square};
use super::mesh::{MeshFace, same_place};
use super::models::FaceModels;
use super::openness::openness;
use super::persons::Persons;
use super::pose::fit_head;
use super::proportions::{eye_distance, proportions};
use super::region::Region;
use crate::error::VisionError;
use crate::frame::{Frame, LumaGrid};

/// When the tracker looks at more than the face it holds, and what counts there.
#[derive(Debug, Clone, Copy)]
pub struct TrackLimits {
    /// Time between two looks at the whole picture while a face is held, ms; the parts take their turns between. Half a
    /// second: a second person is seen well within one action (2 to 5 s).
    pub look_every_ms: u64,
    /// Side of another face, as the detector tells it, over that of the mesh followed, from which it counts. The detector's
    /// box is smaller, from the brows down: a fifth is someone four times as far away.
    pub least_other: f32,
    /// Side of the square in which the detector looks at one face more closely, over the face's longer side. The network
    /// knows faces at arm's length, which fill about half of the picture.
    pub close: f64,
    /// Probability that the detector must give from near to a further face that a part shows. Small real faces get 0.9 and
    /// more, cloth and things that look like one from afar 0.55.
    pub near_score: f32,
    /// Step of the face between two frames, over its size, from which the mesh may have slid off: a head that is turned at
    /// 100°/s at 15 frames a second moves by 0.1.
    pub step: f32,
    /// The same of its size, as a factor.
    pub growth: f32,
    /// Probability of a face below which the mesh may have slid off.
    pub sure: f32,
    /// How much surer of a face the detector must be in a picture that is turned by quarters.
    pub surer_turned: f32,
    /// Change of the whole picture between two frames, luma of 255, after which the face may be gone: heads and hands that
    /// shake make 1 to 7, a cut 15 and more.
    pub startling: f32,
}

impl Default for TrackLimits {
    fn default() -> Self {
        Self {
            look_every_ms: 500,
            least_other: 0.2,
            close: 2.2,
            near_score: 0.7,
            step: 0.2,
            growth: 1.2,
            sure: 0.9,
            surer_turned: 0.1,
            startling: 12.0,
        }
    }
}

/// Looks in a row that do not find the face held, after which it is none.
const DOUBTS: u32 = 2;

/// Follows one face. The detector runs until a face is held, then the region follows the mesh. At intervals, and at once
/// when the face is lost, it looks at the whole picture again, and at its parts in turn: each detection apart from the face
/// followed (neither's middle lies in the other's box), at least [`TrackLimits::least_other`] as large and confirmed by
/// the mesh, is a further face; one that only a part shows must be found again from near.
///
/// The mesh sees a face in almost anything once it was on one: wall paper has been followed for seconds with a probability
/// of 1. So after a step that makes doubtful what is followed the detector must find a face there.
pub struct FaceTracker {
    models: FaceModels,
    limits: TrackLimits,
    region: Option<Region>,
    /// Of the picture that the region lies in, px.
    size: (u32, u32),
    face: MeshFace,
    spare: MeshFace,
    /// Box of the face in the frame before.
    before: Option<[f32; 4]>,
    /// The mesh may have slid off the face since the detector last saw it there.
    unsure: bool,
    /// Looks in a row that did not find it.
    doubts: u32,
    crowd: Crowd,
    looked_at_ms: Option<u64>,
    grid: Option<LumaGrid>,
    change: f32,
    persons: Persons,
    /// The quarter turn that a face was last looked for in.
    quarter: usize,
}

impl FaceTracker {
    /// A tracker that has seen nothing yet.
    pub fn new(mut models: FaceModels) -> Self {
        Self {
            persons: Persons::new(models.persons.take()),
            quarter: 0,
            models,
            limits: TrackLimits::default(),
            region: None,
            size: (0, 0),
            face: MeshFace::default(),
            spare: MeshFace::default(),
            before: None,
            unsure: false,
            doubts: 0,
            crowd: Crowd::default(),
            looked_at_ms: None,
            grid: None,
            change: 0.0,
        }
    }

    /// What can be known of the next frame.
    pub fn observe(&mut self, frame: &Frame<'_>) -> Result<Observation, VisionError> {
        let grid = LumaGrid::of(frame);
        let change = self.grid.as_ref().map_or(0.0, |before| grid.change(before));
        let luminance = grid.luminance();
        self.grid = Some(grid);
        let startled = change >= self.limits.startling && self.change < self.limits.startling;
        self.change = change;
        let held = self.region.is_some();
        let mut seen = match self.follow(frame)? {
            Some(face) => self.keep(frame, face, startled)?,
            None => self.search(frame)?,
        };
        if startled || !held || self.unsure {
            self.persons.doubt(frame.at_ms());
        }
        if let Some(face) = &mut seen {
            face.person_distance = self.persons.measure(frame, &self.face, face)?;
        }
        let others = if seen.is_some() { self.crowd.count(self.face.bounds()) } else { 0 };
        Ok(Observation {
            at_ms: frame.at_ms(),
            width_px: frame.width(),
            height_px: frame.height(),
            face_count: others + u32::from(seen.is_some()),
            change,
            luminance,
            face: seen,
        })
    }

    /// The mesh of the last frame, if a face was held in it.
    pub fn mesh(&self) -> Option<&MeshFace> {
        self.region.is_some().then_some(&self.face)
    }

    /// The face of the run so far in numbers, where the network that tells persons apart looks and has seen one well.
    pub fn face_numbers(&self) -> Option<FaceNumbers> {
        self.persons.best()
    }

    /// Time spent in the networks since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.models.take_time_ms() + self.persons.take_time_ms()
    }

    /// The held face in this frame; `None` when it is lost or none was held.
    fn follow(&mut self, frame: &Frame<'_>) -> Result<Option<FaceSeen>, VisionError> {
        let size = (frame.width(), frame.height());
        let same = std::mem::replace(&mut self.size, size) == size;
        if !same {
            self.crowd.forget();
        }
        // In a picture of another size the region is elsewhere.
        let Some(region) = self.region.take().filter(|_| same) else { return Ok(None) };
        self.before = Some(self.face.bounds());
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

    /// A face is held: looks round when it is time, and makes sure of the face when that is due.
    fn keep(&mut self, frame: &Frame<'_>, face: FaceSeen, startled: bool) -> Result<Option<FaceSeen>, VisionError> {
        let jumped = self.before.is_some_and(|before| has_jumped(before, self.face.bounds(), &self.limits))
            || face.presence < self.limits.sure;
        self.unsure |= jumped || startled;
        if jumped || startled {
            self.crowd.begin_again();
        }
        let every_ms = self.limits.look_every_ms / Crowd::turns(frame.width(), frame.height());
        let due = self.looked_at_ms.is_none_or(|then| {
            // A clock that went back is no reason to wait.
            frame.at_ms() < then || frame.at_ms() - then >= every_ms
        });
        if !due && !jumped && !startled {
            return Ok(Some(face));
        }
        self.looked_at_ms = Some(frame.at_ms());
        let whole = self.crowd.is_at_whole();
        let (turn, part) = self.crowd.take_turn(frame.width(), frame.height());
        let found = match part {
            Some(part) => self.models.detector.detect_in(frame, &part)?,
            None => self.models.detector.detect(frame)?,
        };
        if whole && self.unsure {
            if self.is_there(frame, &found)? {
                (self.unsure, self.doubts) = (false, 0);
            } else {
                self.doubts += 1;
                // Not to wait for all parts.
                self.crowd.begin_again();
            }
            if self.doubts >= DOUBTS || (self.doubts > 0 && jumped) {
                self.region = None;
                return self.search(frame);
            }
        }
        self.look_for_others(frame, turn, &found)?;
        Ok(Some(face))
    }

    /// Whether the detector sees a face where one is held: among `found`, or from near.
    fn is_there(&mut self, frame: &Frame<'_>, found: &[Detection]) -> Result<bool, VisionError> {
        let held = self.face.bounds();
        if found.iter().any(|d| same_place(held, bounds(d))) {
            return Ok(true);
        }
        let near = self.models.detector.detect_in(frame, &close(held, self.limits.close))?;
        Ok(near.iter().any(|d| same_place(held, bounds(d))))
    }

    /// No face is held: takes the largest that the mesh confirms, and counts the rest.
    fn search(&mut self, frame: &Frame<'_>) -> Result<Option<FaceSeen>, VisionError> {
        self.crowd.forget();
        (self.unsure, self.doubts, self.before) = (false, 0, None);
        self.looked_at_ms = Some(frame.at_ms());
        let (turn, _) = self.crowd.take_turn(frame.width(), frame.height());
        let mut found = self.models.detector.detect(frame)?;
        // A recording may lie on its side or stand on its head. Of a face that stands on its head the detector sees
        // something even so.
        self.quarter = if found.is_empty() { self.quarter % 3 + 1 } else { 2 };
        let turned = self.models.detector.detect_turned(frame, self.quarter)?;
        let surest = |all: &[Detection]| all.iter().map(|d| d.score).fold(0.0, f32::max);
        if surest(&turned) > surest(&found) + self.limits.surer_turned {
            found = turned;
        }
        found.sort_by(|a, b| side(b).total_cmp(&side(a)));
        for detection in &found {
            let Some(region) = Region::of_detection(detection) else { continue };
            self.models.mesh.run_twice(frame, &region, &mut self.face)?;
            if let Some(seen) = self.hold() {
                self.look_for_others(frame, turn, &found)?;
                return Ok(Some(seen));
            }
        }
        Ok(None)
    }

    /// Faces among what a turn has `found` that are not the one held.
    fn look_for_others(&mut self, frame: &Frame<'_>, turn: usize, found: &[Detection]) -> Result<(), VisionError> {
        let held = self.face.bounds();
        let least = self.face.size() * self.limits.least_other;
        let mut others: Vec<[f32; 4]> = Vec::new();
        for detection in found.iter().filter(|d| side(d) >= least) {
            let b = bounds(detection);
            if same_place(held, b) || others.iter().any(|other| same_place(*other, b)) {
                continue;
            }
            // Parts show more that looks like a face: it must do so from near as well.
            let near = match turn {
                0 => Some(*detection),
                _ => {
                    let near = self.models.detector.detect_in(frame, &close(b, self.limits.close))?;
                    near.into_iter().find(|d| d.score >= self.limits.near_score && same_place(b, bounds(d)))
                }
            };
            let Some(region) = near.as_ref().and_then(Region::of_detection) else { continue };
            self.models.mesh.run(frame, &region, &mut self.spare)?;
            let seen = self.spare.bounds();
            if self.spare.is_present() && !same_place(held, seen) {
                others.push(seen);
            }
        }
        self.crowd.found(turn, &others);
        Ok(())
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
            detail: detail(image, raw, look.luminance),
            person_distance: None,
        })
    }
}

/// Whether a face with box `now` can hardly be the one that had the box `before` a frame ago.
fn has_jumped(before: [f32; 4], now: [f32; 4], limits: &TrackLimits) -> bool {
    let size = |[left, top, right, bottom]: [f32; 4]| (right - left).max(bottom - top);
    let middle = |[left, top, right, bottom]: [f32; 4]| ((left + right) / 2.0, (top + bottom) / 2.0);
    let ((ax, ay), (bx, by)) = (middle(before), middle(now));
    let (a, b) = (size(before), size(now));
    (ax - bx).hypot(ay - by) > limits.step * a.max(b) || a.max(b) > limits.growth * a.min(b)
}

/// The square in which the detector sees the face in a box from near; `times` is its side over the box's longer one.
fn close([left, top, right, bottom]: [f32; 4], times: f64) -> Square {
    let centre = [f64::from(left + right) / 2.0, f64::from(top + bottom) / 2.0];
    Square { centre, side: f64::from((right - left).max(bottom - top)) * times }
}

fn bounds(found: &Detection) -> [f32; 4] {
    let b = found.bounds;
    [b.left, b.top, b.right, b.bottom]
}

/// The longer side of a detection, px.
fn side(found: &Detection) -> f32 {
    let b = found.bounds;
    (b.right - b.left).max(b.bottom - b.top)
}
