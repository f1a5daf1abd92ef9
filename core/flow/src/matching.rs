//! Whether the face on a document is that of a picture: find the document, lay its portrait flat, measure both, judge.

use std::path::Path;
use std::time::Instant;

use heyan_rules::Verdict;
use heyan_rules::document::layout;
use heyan_rules::geometry::Rect;
use heyan_rules::matching::{MatchLimits, Matched, Pair, judge};
use heyan_rules::words::{Lang, Words};
use heyan_vision::VisionError;
use heyan_vision::document::rectify::FlatLimits;
use heyan_vision::document::{FlatCard, Placement};
use heyan_vision::face::{FaceComparer, MeasuredFace};
use heyan_vision::frame::Picture;
use heyan_vision::model::Pack;
use serde_json::{Value, json};

use crate::report::{ScanReport, findings, rounded};
use crate::scan::{ScanError, ScanOptions, Scanner};

/// Surroundings that are kept about the portrait, as a share of its width: print stands a little elsewhere on each card, and the
/// detector wants to see where a head ends.
const AROUND: f32 = 0.15;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum MatchError {
    /// The network that tells persons apart is no part of this pack.
    #[error("the pack has no network that tells persons apart (face_embedding.onnx)")]
    NoNetwork,
    /// The models are missing or cannot run.
    #[error("{0}")]
    Models(String),
}

impl From<VisionError> for MatchError {
    fn from(error: VisionError) -> Self {
        Self::Models(error.to_string())
    }
}

impl From<ScanError> for MatchError {
    fn from(error: ScanError) -> Self {
        Self::Models(error.to_string())
    }
}

/// What came of a comparison, ready for any language.
pub struct MatchReport {
    /// Band, verdict and findings.
    pub matched: Matched,
    /// The two faces and their distance.
    pub pair: Pair,
    /// The document as it was found.
    pub scan: ScanReport,
    /// The portrait of the document, laid flat, with the place of the face in it: left, top, right, bottom, px.
    pub portrait: Option<(Picture, Option<[f32; 4]>)>,
    /// The place of the face in the other picture.
    pub live: Option<[f32; 4]>,
    /// From pixels to verdict, ms.
    pub total_ms: f64,
}

/// What a document shows of its holder.
pub struct Printed {
    /// The document as it was found.
    pub scan: ScanReport,
    /// Its portrait laid flat; `None` of a side without one, and where no document was found.
    pub portrait: Option<Picture>,
    /// The face in it.
    pub face: Option<MeasuredFace>,
}

/// Compares faces. Owns its models; keeps no picture and no vector.
pub struct Matcher {
    scanner: Scanner,
    faces: FaceComparer,
    limits: MatchLimits,
}

impl Matcher {
    /// A matcher over the models of the pack at `pack`; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize) -> Result<Self, MatchError> {
        let faces = FaceComparer::open(&Pack::new(pack), threads)?.ok_or(MatchError::NoNetwork)?;
        Ok(Self { scanner: Scanner::open(pack, threads)?, faces, limits: MatchLimits::default() })
    }

    /// The face on the document in `card` beside the largest face of `face`.
    pub fn compare(
        &mut self,
        card: &Picture,
        face: &Picture,
        options: &ScanOptions,
    ) -> Result<MatchReport, MatchError> {
        let begun = Instant::now();
        let Printed { scan, portrait, face: printed } = self.printed(card, options)?;
        let live = self.live(face)?;
        let distance = printed.as_ref().zip(live.as_ref()).map(|(a, b)| a.distance(b));
        let portrait = portrait.map(|picture| (picture, printed.as_ref().map(|p| p.bounds)));
        let view = |measured: &Option<MeasuredFace>| measured.as_ref().map(|m| m.view);
        let pair = Pair { printed: view(&printed), live: view(&live), distance };
        Ok(MatchReport {
            matched: judge(&pair, &self.limits),
            pair,
            scan,
            portrait,
            live: live.map(|l| l.bounds),
            total_ms: begun.elapsed().as_secs_f64() * 1e3,
        })
    }

    /// The face on the document in `card`.
    pub fn printed(&mut self, card: &Picture, options: &ScanOptions) -> Result<Printed, MatchError> {
        let scan = self.scanner.scan(card, options)?;
        let (portrait, face) = printed_face(&mut self.faces, card, &scan)?;
        Ok(Printed { scan, portrait, face })
    }

    /// The largest face of `picture`.
    pub fn live(&mut self, picture: &Picture) -> Result<Option<MeasuredFace>, MatchError> {
        Ok(self.faces.measure(picture)?)
    }
}

/// The networks that compare faces, of the pack at `pack`; `None` where it has none.
pub(crate) fn comparer(pack: &Path, threads: usize) -> Result<Option<FaceComparer>, VisionError> {
    FaceComparer::open(&Pack::new(pack), threads)
}

/// The portrait of the document that `scan` found in `picture`, laid flat, and the face in it.
pub(crate) fn printed_face(
    faces: &mut FaceComparer,
    picture: &Picture,
    scan: &ScanReport,
) -> Result<(Option<Picture>, Option<MeasuredFace>), VisionError> {
    let Some((portrait, enlarged)) = portrait_of(picture, scan)? else { return Ok((None, None)) };
    let face = faces.measure(&portrait)?.map(|found| counted(found, enlarged));
    Ok((Some(portrait), face))
}

/// The portrait of the document in `scan`, laid flat, and how many of its pixels one of the picture's became. `None` of a
/// document without one, and where none was found.
fn portrait_of(picture: &Picture, scan: &ScanReport) -> Result<Option<(Picture, f32)>, VisionError> {
    let zone = layout::portrait_zone(scan.kind);
    let placement = scan.corners.and_then(|corners| Placement::new(scan.kind.shape(), corners));
    let (Some(zone), Some(placement)) = (zone, placement) else { return Ok(None) };
    let card = FlatCard::new(picture, &placement, &FlatLimits::default())?;
    let around = zone.width() * AROUND;
    let wanted = Rect::new(zone.left - around, zone.top - around, zone.right + around, zone.bottom + around);
    Ok(card.part(&wanted)?.map(|part| (part, card.enlarged())))
}

/// The same face, its size as the picture had it: interpolated pixels tell nothing.
fn counted(mut found: MeasuredFace, enlarged: f32) -> MeasuredFace {
    found.view.eye_distance_px /= enlarged.max(1.0);
    found
}

impl MatchReport {
    /// What a reviewer would say.
    pub fn verdict(&self) -> Verdict {
        self.matched.verdict
    }

    /// The contract's JSON object, schema `heyan.match/1`, with the words of `lang`. `card` and `face` name the pictures.
    pub fn to_json(&self, card: &str, face: &str, lang: Lang) -> Value {
        let words = Words::new(lang);
        let findings = findings(&self.matched.findings, &words);
        let view = |view: Option<heyan_rules::matching::FaceView>| {
            view.map(|v| {
                json!({"eye_distance_px": rounded(v.eye_distance_px.into(), 1),
                    "yaw_deg": rounded(v.angles.yaw_deg.into(), 1), "pitch_deg": rounded(v.angles.pitch_deg.into(), 1),
                    "roll_deg": rounded(v.angles.roll_deg.into(), 1), "fine_ratio": rounded(v.fine_ratio.into(), 3)})
            })
        };
        let mut object = json!({
            "schema": "heyan.match/1", "card": card, "face": face, "verdict": self.verdict().as_str(),
            "document": {"kind": self.scan.kind.as_str(), "verdict": self.scan.verdict.as_str()},
            "printed": view(self.pair.printed), "live": view(self.pair.live),
            "findings": findings, "timing_ms": {"total": rounded(self.total_ms, 1)},
        });
        if let (Some(map), Some(distance), Some(band)) = (object.as_object_mut(), self.pair.distance, self.matched.band)
        {
            map.insert("distance".into(), json!(rounded(distance.into(), 3)));
            map.insert("band".into(), json!(band.as_str()));
        }
        object
    }
}
