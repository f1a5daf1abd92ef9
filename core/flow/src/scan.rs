//! One picture in, checked fields out: find, read, judge, report.

mod cards;
mod paper;

use std::path::Path;
use std::time::Instant;

use heyan_rules::document::layout::PictureKind;
use heyan_rules::document::{CardCapture, DocumentKind, Fields, Judged, Limits, judge, layout, parse};
use heyan_rules::geometry::Rect;
use heyan_rules::{Date, Polygon, Verdict};
use heyan_vision::VisionError;
use heyan_vision::document::find::{FindLimits, Finder, Found, ReadCard, Sighting};
use heyan_vision::document::rectify::FlatLimits;
use heyan_vision::document::{Candidate, CardReader, FlatCard, Zones, capture};
use heyan_vision::frame::{DecodeLimits, Picture, decode};
use heyan_vision::model::Pack;

use self::cards::Documents;
use crate::report::{PlacedField, ScanReport, Timing};

/// What the shell knows of the scan it asks for.
#[derive(Debug, Clone, Copy)]
pub struct ScanOptions {
    /// The document that should be in the picture, when the step of the flow demands one.
    pub expect: Option<DocumentKind>,
    /// The day on which validity and age are judged.
    pub today: Date,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The bytes are no picture that can be read. Says what to do.
    #[error("{0}")]
    Picture(String),
    /// The models are missing or cannot run.
    #[error("{0}")]
    Models(String),
}

impl From<VisionError> for ScanError {
    fn from(error: VisionError) -> Self {
        Self::Models(error.to_string())
    }
}

/// Owns the models; scans one picture at a time.
pub struct Scanner {
    finder: Finder,
    limits: Limits,
}

impl Scanner {
    /// Loads the models from the pack at `pack`; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize) -> Result<Self, ScanError> {
        let reader = CardReader::open(&Pack::new(pack), threads)?;
        Ok(Self { finder: Finder::new(reader, FindLimits::default()), limits: Limits::default() })
    }

    /// The same, judging by `limits`: those of who will receive the picture.
    #[must_use]
    pub fn judging_by(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Decodes `bytes` (JPEG, PNG or WebP; EXIF orientation applied), so that a shell can also draw on the picture.
    pub fn decode(bytes: &[u8]) -> Result<Picture, ScanError> {
        let begun = Instant::now();
        let picture = decode(bytes, &DecodeLimits::default()).map_err(|e| ScanError::Picture(e.to_string()))?;
        Ok(picture.timed(ms_since(begun)))
    }

    /// Reads and judges the document in `picture`.
    pub fn scan(&mut self, picture: &Picture, options: &ScanOptions) -> Result<ScanReport, ScanError> {
        let begun = Instant::now();
        self.finder.take_time_ms();
        if options.expect.is_some_and(DocumentKind::is_paper)
            && let Some(report) = self.paper(picture, options, true)?
        {
            return Ok(self.timed(report, picture, begun, 0.0));
        }
        let found = self.find(picture)?;
        let looking = Instant::now();
        if !is_card(&found.sighting)
            && let Some(report) = self.paper(picture, options, false)?
        {
            return Ok(self.timed(report, picture, begun, found.locate_ms + found.read_ms));
        }
        let paper_ms = ms_since(looking);
        let measuring = Instant::now();
        let report = match found.sighting {
            // Its words are a paper's and nothing else of it is.
            Sighting::Card(read, _) if read.kind.is_paper() => {
                self.nothing_read(picture, options, Some(&read.candidate), false)?
            }
            Sighting::Card(read, others) => self.with_further(picture, options, *read, others)?,
            Sighting::Unread(candidate) => self.nothing_read(picture, options, candidate.as_ref(), false)?,
            Sighting::Mirrored(candidate) => self.nothing_read(picture, options, Some(&candidate), true)?,
        };
        let timing = Timing {
            decode_ms: picture.decoded_in_ms(),
            locate_ms: found.locate_ms + paper_ms,
            read_ms: found.read_ms,
            measure_ms: ms_since(measuring),
            inference_ms: self.finder.take_time_ms(),
            total_ms: picture.decoded_in_ms() + ms_since(begun),
        };
        Ok(ScanReport { timing, ..report })
    }

    /// `report` of a paper with where the time went since `begun`, of which the search for a card took `card_ms`.
    fn timed(&mut self, report: ScanReport, picture: &Picture, begun: Instant, card_ms: f64) -> ScanReport {
        let all = ms_since(begun);
        let timing = Timing {
            decode_ms: picture.decoded_in_ms(),
            locate_ms: card_ms,
            read_ms: all - card_ms,
            measure_ms: 0.0,
            inference_ms: self.finder.take_time_ms(),
            total_ms: picture.decoded_in_ms() + all,
        };
        ScanReport { timing, ..report }
    }

    /// The document in `picture`: looked for by the outline that is the most usual, and by the others where that finds none
    /// that it belongs to.
    fn find(&mut self, picture: &Picture) -> Result<Found<DocumentKind>, ScanError> {
        let mut found: Option<Found<DocumentKind>> = None;
        let mut spent = Vec::new();
        for shape in DocumentKind::shapes() {
            let next = self.finder.find_after(picture, &Documents::of(shape), &spent)?;
            spent.push(next.work);
            let (locate, read) = found.as_ref().map_or((0.0, 0.0), |before| (before.locate_ms, before.read_ms));
            let next = Found { locate_ms: next.locate_ms + locate, read_ms: next.read_ms + read, ..next };
            found = Some(match found {
                Some(before) if !is_settled(&next) => {
                    Found { locate_ms: next.locate_ms, read_ms: next.read_ms, ..before }
                }
                _ => next,
            });
            if found.as_ref().is_some_and(is_settled) {
                break;
            }
        }
        found.ok_or_else(|| ScanError::Models("no kind of document is known".to_owned()))
    }

    /// The report of the document that was read, or of the wanted one beside it, with those of the others.
    fn with_further(
        &self,
        picture: &Picture,
        options: &ScanOptions,
        first: ReadCard<DocumentKind>,
        further: Vec<ReadCard<DocumentKind>>,
    ) -> Result<ScanReport, ScanError> {
        let mut all = vec![first];
        all.extend(further);
        let wanted = options.expect.and_then(|kind| all.iter().position(|read| read.kind == kind)).unwrap_or(0);
        let main = all.remove(wanted);
        // Who asked for one side of a card may hand in a sheet with both.
        let beside =
            |read: &&ReadCard<DocumentKind>| options.expect != Some(main.kind) || !main.kind.goes_with(read.kind);
        let corners = |read: &ReadCard<DocumentKind>| read.card.placement.corners.to_vec();
        let others = all.iter().filter(beside).map(corners).collect();
        let mut report = self.judged(picture, options, main, others)?;
        let alone = ScanOptions { expect: None, ..*options };
        for read in all {
            report.further.push(self.judged(picture, &alone, read, Vec::new())?);
        }
        Ok(report)
    }

    fn judged(
        &self,
        picture: &Picture,
        options: &ScanOptions,
        read: ReadCard<DocumentKind>,
        others: Vec<Polygon>,
    ) -> Result<ScanReport, ScanError> {
        let zones = Zones {
            text: layout::text_zones(read.kind),
            running: layout::running_zone(read.kind),
            picture: layout::picture_zone(read.kind),
            emblem: layout::picture_kind(read.kind) == Some(PictureKind::Emblem),
        };
        let capture = capture::measure(picture, &read.card, &read.candidate, &read.lines, &zones, others)?;
        let parsed: Fields = parse(read.kind, &read.lines);
        let placement = read.card.placement;
        let polygon = |r: &Rect| placement.polygon(r).to_vec();
        let findings = judge(&Judged {
            kind: read.kind,
            expect: options.expect,
            fields: &parsed,
            capture: Some(&capture),
            picture_light: None,
            limits: &self.limits,
            today: options.today,
            to_picture: &polygon,
        });
        let fields = parsed
            .fields
            .iter()
            .map(|field| PlacedField { region: polygon(&field.bounds_mm), field: field.clone() })
            .collect();
        Ok(ScanReport {
            verdict: Verdict::of(&findings),
            kind: read.kind,
            confidence: read.confidence,
            corners: Some(placement.corners),
            fields,
            findings,
            capture: Some(capture),
            paper: None,
            further: Vec::new(),
            timing: Timing::default(),
        })
    }

    /// The report when nothing was read. The shape of a card, where there is one, may still say why.
    fn nothing_read(
        &self,
        picture: &Picture,
        options: &ScanOptions,
        candidate: Option<&Candidate>,
        mirrored: bool,
    ) -> Result<ScanReport, ScanError> {
        let capture = match candidate {
            Some(c) => {
                let card = FlatCard::new(picture, &c.placement, &FlatLimits::default()).map_err(VisionError::from)?;
                Some(CardCapture { mirrored, ..capture::measure_unread(picture, &card, c)? })
            }
            None => None,
        };
        let nothing =
            Fields { kind: DocumentKind::Unknown, fields: Vec::new(), missing: Vec::new(), watermarked: false };
        let findings = judge(&Judged {
            kind: DocumentKind::Unknown,
            expect: options.expect,
            fields: &nothing,
            capture: capture.as_ref(),
            picture_light: Some(capture::picture_light(picture)?),
            limits: &self.limits,
            today: options.today,
            to_picture: &|_| Vec::new(),
        });
        Ok(ScanReport {
            verdict: Verdict::of(&findings),
            kind: DocumentKind::Unknown,
            confidence: 0.0,
            corners: None,
            fields: Vec::new(),
            findings,
            capture,
            paper: None,
            further: Vec::new(),
            timing: Timing::default(),
        })
    }
}

/// Whether a card, or a page of fixed layout, was seen: else it may be a paper.
fn is_card(sighting: &Sighting<DocumentKind>) -> bool {
    match sighting {
        Sighting::Card(read, _) => !read.kind.is_paper(),
        Sighting::Mirrored(_) => true,
        Sighting::Unread(_) => false,
    }
}

/// Whether what was seen is a document on the outline that it has: one that is told by its words on another's may lie
/// elsewhere.
fn is_settled(found: &Found<DocumentKind>) -> bool {
    match &found.sighting {
        // Of a paper no outline is known: nothing else is looked for.
        Sighting::Card(read, _) if read.kind.is_paper() => true,
        Sighting::Card(read, _) => !read.kind.is_read() || read.kind.shape() == read.card.placement.shape(),
        Sighting::Mirrored(_) => true,
        Sighting::Unread(_) => found.is_unread_card,
    }
}

fn ms_since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}
