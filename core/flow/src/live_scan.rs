//! A document before a live camera: where it is and what to do, frame by frame, then the picture and its report.

use std::path::Path;

use heyan_rules::document::guide::{CardGuide, CardHint, CardLive, GuideLimits};
use heyan_rules::document::{DocumentKind, Limits};
use heyan_rules::geometry::CardShape;
use heyan_rules::matching::FaceNumbers;
use heyan_vision::document::preview::{PreviewLimits, enlarged, glimpse};
use heyan_vision::face::FaceComparer;
use heyan_vision::frame::{Frame, Picture};

use crate::matching::{comparer, printed_face};
use crate::report::ScanReport;
use crate::scan::{ScanError, ScanOptions, Scanner};

/// One document being photographed. Keeps no frame but the one that is ready.
pub struct ScanSession {
    scanner: Scanner,
    guide: CardGuide,
    preview: PreviewLimits,
    options: ScanOptions,
    taken: Option<Picture>,
    faces: Option<FaceComparer>,
}

impl ScanSession {
    /// A session with the models of the pack at `pack`; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize, options: ScanOptions) -> Result<Self, ScanError> {
        Ok(Self {
            scanner: Scanner::open(pack, threads)?,
            guide: CardGuide::new(Limits::default(), GuideLimits::default()),
            preview: PreviewLimits::default(),
            options,
            taken: None,
            faces: None,
        })
    }

    /// The same, measuring the face on the document too where the pack at `pack` has the network for it: [`Self::face_of`].
    ///
    /// # Errors
    /// When the models cannot run.
    pub(crate) fn comparing_faces(self, pack: &Path, threads: usize) -> Result<Self, ScanError> {
        Ok(Self { faces: comparer(pack, threads)?, ..self })
    }

    /// The face on the document that `report` found in `picture`.
    pub(crate) fn face_of(&mut self, picture: &Picture, report: &ScanReport) -> Result<Option<FaceNumbers>, ScanError> {
        let Some(faces) = &mut self.faces else { return Ok(None) };
        let (_, face) = printed_face(faces, picture, report)?;
        Ok(face.map(|face| face.numbers()))
    }

    /// The same, guiding to and judging by `limits`.
    #[must_use]
    pub fn judging_by(self, limits: Limits) -> Self {
        let guide = CardGuide::new(limits.clone(), GuideLimits::default());
        Self { scanner: self.scanner.judging_by(limits), guide, ..self }
    }

    /// Takes the next frame: what to tell the person. After [`CardHint::Ready`] that frame is kept for [`Self::judge`].
    pub fn submit(&mut self, frame: &Frame<'_>) -> Result<CardLive, ScanError> {
        let glimpse = glimpse(frame, self.options.expect.map_or(CardShape::ID_1, DocumentKind::shape), &self.preview)?;
        let live = self.guide.step(frame.at_ms(), glimpse.as_ref().map(|g| &g.capture));
        let (Some(glimpse), true) = (glimpse, live.wants_sharpness) else { return Ok(live) };
        let Some(picture) = frame.picture() else { return Ok(live) };
        let live = self.guide.sharpness(live, Some(&enlarged(&picture, &glimpse)?));
        if live.hint == CardHint::Ready {
            self.taken = Some(picture);
        }
        Ok(live)
    }

    /// The frame that was ready, if one was.
    pub fn taken(&self) -> Option<&Picture> {
        self.taken.as_ref()
    }

    /// Judges the frame that was ready and lets go of it; `None` when none was.
    pub fn judge(&mut self) -> Result<Option<ScanReport>, ScanError> {
        let Some(picture) = self.taken.take() else { return Ok(None) };
        self.scanner.scan(&picture, &self.options).map(Some)
    }

    /// Judges a still: the bytes of a JPEG, PNG or WebP.
    pub fn judge_still(&mut self, bytes: &[u8]) -> Result<ScanReport, ScanError> {
        self.judge_picture(&Scanner::decode(bytes)?)
    }

    /// Judges a still that is decoded already.
    pub fn judge_picture(&mut self, picture: &Picture) -> Result<ScanReport, ScanError> {
        self.scanner.scan(picture, &self.options)
    }

    /// Judges any frame, as when the person releases the shutter.
    pub fn judge_frame(&mut self, frame: &Frame<'_>) -> Result<ScanReport, ScanError> {
        let picture = frame.picture().ok_or_else(|| ScanError::Picture("the frame is too large to copy".into()))?;
        self.scanner.scan(&picture, &self.options)
    }
}
