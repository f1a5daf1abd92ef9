//! One picture in, checked fields out.

mod further_cards;
mod look;
mod outline;
mod place_by_text;
mod refine;
mod small_card;

use std::path::Path;
use std::time::Instant;

use heyan_rules::document::{DocumentKind, Fields, Judged, LayoutMatch, Limits, TextLine, judge, layout, parse};
use heyan_rules::geometry::Rect;
use heyan_rules::{Date, Polygon, Verdict};
use heyan_vision::VisionError;
use heyan_vision::document::locate::LocateLimits;
use heyan_vision::document::rectify::FlatLimits;
use heyan_vision::document::{Candidate, CardReader, FlatCard, FoundLine, Locator, Zones, capture};
use heyan_vision::frame::{DecodeLimits, Picture, decode};
use heyan_vision::model::Pack;

use self::look::MOST_LINES;
use self::outline::{
    CLEAR_SIDE, MIN_SUPPORT, is_as_large, is_clearly_cut, looks_like_a_card, overlaps, upright_as, what_it_may_be,
};
use self::refine::{Best, continued, moved_to, suits};
use self::small_card::{SURELY_A_CARD, likelier};
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
    reader: CardReader,
    limits: Limits,
}

/// A card that was read.
struct ReadCard {
    kind: DocumentKind,
    confidence: f32,
    candidate: Candidate,
    card: FlatCard,
    lines: Vec<TextLine>,
}

/// What a picture holds.
enum Found {
    /// A card, and the outlines of further ones.
    Card(Box<ReadCard>, Vec<Polygon>),
    /// Nothing that could be read; perhaps something of a card's shape.
    Unread(Option<Candidate>),
}

/// A proposal whose text boxes were found.
struct Look {
    candidate: Candidate,
    card: FlatCard,
    found: Vec<FoundLine>,
    layout: LayoutMatch,
}

impl Scanner {
    /// Loads the models from the pack at `pack`; inference uses `threads` threads.
    pub fn open(pack: &Path, threads: usize) -> Result<Self, ScanError> {
        Ok(Self { reader: CardReader::open(&Pack::new(pack), threads)?, limits: Limits::default() })
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
        let mut timing = Timing { decode_ms: picture.decoded_in_ms(), ..Timing::default() };
        self.reader.take_time_ms();
        let read = self.find_and_read(picture, &mut timing)?;
        let (report, capture_ms) = match read {
            Found::Card(read, others) => self.judged(picture, options, *read, others)?,
            Found::Unread(candidate) => nothing_read(picture, options, &self.limits, candidate.as_ref())?,
        };
        timing.measure_ms = capture_ms;
        timing.inference_ms = self.reader.take_time_ms();
        timing.total_ms = timing.decode_ms + ms_since(begun);
        Ok(ScanReport { timing, ..report })
    }

    /// The card in the picture, read, and the outlines of other cards.
    fn find_and_read(&mut self, picture: &Picture, timing: &mut Timing) -> Result<Found, VisionError> {
        let begun = Instant::now();
        let mut locator = Locator::new(picture, LocateLimits::default())?;
        let mut proposals: Vec<Candidate> = Vec::new();
        let mut looks = Vec::new();
        let mut with_text = Vec::new();
        let mut best = Best::default();
        loop {
            let mut further = Vec::new();
            for candidate in locator.more()? {
                // A part of a card does not fit its layout: the whole that it may belong to comes first.
                further.extend(locator.drawn_out(&candidate));
                further.push(candidate);
            }
            if further.is_empty() && !proposals.is_empty() {
                break;
            }
            if let Some(whole) = locator.whole_picture().filter(|_| proposals.is_empty()) {
                // A scan has no outline but the picture's own: what was found inside it is print. Only a card with four
                // clear sides comes before.
                let clear = |c: &Candidate| c.score() > 0.85 && c.at_border == [false; 4];
                let at = usize::from(further.first().is_some_and(clear));
                further.insert(at.min(further.len()), whole);
            }
            for candidate in &further {
                if best.0.as_ref().is_some_and(|(read, _)| !overlaps(&read.candidate, candidate)) {
                    continue;
                }
                let Some(look) = self.look(picture, locator.finely(candidate)?)? else { continue };
                let look = self.turned_if_steep(picture, look)?;
                if (1..=MOST_LINES).contains(&look.found.len()) {
                    with_text.push(*candidate);
                }
                // Of a card that is cut off, only the zones inside the picture can hold print.
                let visible = 1.0 - look.candidate.placement.outside_ratio(picture.width(), picture.height());
                if look.layout.score >= SURE {
                    best.offer(self.read(picture, &locator, look, begun, timing)?);
                    if best.is_sound() {
                        break;
                    }
                } else if look.layout.score >= MAYBE * visible {
                    looks.push(look);
                }
            }
            let none = further.is_empty();
            proposals.extend(further);
            if none || best.0.is_some() {
                break;
            }
        }
        if best.0.is_none() {
            looks.extend(self.look_by_text(picture, &locator)?);
            looks.sort_by(|a, b| b.layout.score.total_cmp(&a.layout.score));
            for look in looks.into_iter().take(3) {
                best.offer(self.read(picture, &locator, look, begun, timing)?);
                if best.is_sound() {
                    break;
                }
            }
        }
        let card = best.0.map(|(read, _)| read);
        if card.is_none() {
            timing.locate_ms = ms_since(begun) - timing.read_ms;
        }
        let Some(card) = card else {
            // Of what has a card's shape, that is likelier one on which something is written.
            let written_on = what_it_may_be(&locator, &with_text);
            if written_on.is_some_and(|c| Locator::likeness(&c) > SURELY_A_CARD) {
                return Ok(Found::Unread(written_on));
            }
            let may_be = written_on.or_else(|| what_it_may_be(&locator, &proposals));
            return Ok(Found::Unread(likelier(may_be, self.small_card(picture)?)));
        };
        let missing = parse(card.kind, &card.lines).missing.len();
        // A card cut by the picture's edge has lost its proportions, which says nothing of the angle.
        let steep = |c: &&Candidate| {
            let tilt = c.placement.tilt_deg();
            looks_like_a_card(c) && c.at_border == [false; 4] && tilt > self.limits.capture.max_tilt_deg
        };
        let steep = proposals.iter().filter(|c| is_as_large(c, &card.candidate)).find(steep);
        let outside = card.candidate.placement.outside_ratio(picture.width(), picture.height());
        if missing >= HALF_READ
            && card.candidate.score() < CLEAR_SIDE
            && outside < CUT
            && let Some(steep) = steep
        {
            // Read in fragments: the shape tells what is wrong.
            return Ok(Found::Unread(Some(*steep)));
        }
        let mut card = card;
        if card.candidate.score() < MIN_SUPPORT {
            // Read by its text alone. A clear outline that the text suits is surer.
            let cut = |c: &&Candidate| is_clearly_cut(c) && is_as_large(c, &card.candidate);
            let steep = steep.map(|c| upright_as(*c, &card.candidate.placement));
            if let Some(steep) = steep.filter(|c| suits(&c.placement, &card)) {
                card = moved_to(picture, steep, card)?;
            } else if let Some(cut) = proposals.iter().find(cut).filter(|_| missing > 0) {
                card = continued(picture, &locator, card, cut)?;
            }
        }
        let others = self.further_cards(picture, &locator, &proposals, &card)?;
        Ok(Found::Card(Box::new(card), others))
    }

    fn judged(
        &mut self,
        picture: &Picture,
        options: &ScanOptions,
        read: ReadCard,
        others: Vec<Polygon>,
    ) -> Result<(ScanReport, f64), ScanError> {
        let measuring = Instant::now();
        let line_bounds: Vec<Rect> = read.lines.iter().map(|l| l.bounds_mm).collect();
        let glyph_bounds: Vec<Rect> = read.lines.iter().flat_map(clear_glyphs).collect();
        let zones = Zones {
            text: layout::text_zones(read.kind),
            picture: layout::picture_zone(read.kind),
            emblem: read.kind == DocumentKind::ResidentIdBack,
        };
        let capture =
            capture::measure(picture, &read.card, &read.candidate, (&line_bounds, &glyph_bounds), &zones, others)?;
        let measured = ms_since(measuring);
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
        let report = ScanReport {
            verdict: Verdict::of(&findings),
            kind: read.kind,
            confidence: read.confidence,
            corners: Some(placement.corners),
            fields,
            findings,
            capture: Some(capture),
            timing: Timing::default(),
        };
        Ok((report, measured))
    }
}

/// A layout match at or above this is read at once.
const SURE: f32 = 0.6;
/// Below this a proposal is not a card that is known.
const MAYBE: f32 = 0.35;
/// Probability of a character that is certainly visible.
const CLEARLY_READ: f32 = 0.75;
/// Share of a card beyond the picture's edge that explains why fields are missing.
const CUT: f32 = 0.1;
/// Fields missing of a card that is read in fragments only.
const HALF_READ: usize = 3;
fn ms_since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// The report when nothing was read. The shape of a card, where there is one, may still say why.
fn nothing_read(
    picture: &Picture,
    options: &ScanOptions,
    limits: &Limits,
    candidate: Option<&Candidate>,
) -> Result<(ScanReport, f64), ScanError> {
    let measuring = Instant::now();
    let capture = match candidate {
        Some(c) => {
            let card = FlatCard::new(picture, &c.placement, &FlatLimits::default()).map_err(VisionError::from)?;
            Some(capture::measure_unread(picture, &card, c)?)
        }
        None => None,
    };
    let nothing = Fields { kind: DocumentKind::Unknown, fields: Vec::new(), missing: Vec::new() };
    let findings = judge(&Judged {
        kind: DocumentKind::Unknown,
        expect: options.expect,
        fields: &nothing,
        capture: capture.as_ref(),
        picture_light: Some(capture::picture_light(picture)?),
        limits,
        today: options.today,
        to_picture: &|_| Vec::new(),
    });
    let report = ScanReport {
        verdict: Verdict::of(&findings),
        kind: DocumentKind::Unknown,
        confidence: 0.0,
        corners: None,
        fields: Vec::new(),
        findings,
        capture,
        timing: Timing::default(),
    };
    Ok((report, ms_since(measuring)))
}

/// Where the characters of a line that are certainly visible stand: each as wide as the line is high.
fn clear_glyphs(line: &TextLine) -> Vec<Rect> {
    let Rect { top, bottom, .. } = line.bounds_mm;
    let half = (bottom - top) / 2.0;
    let clear = line.glyphs.iter().filter(|g| g.confidence > CLEARLY_READ);
    clear.map(|g| Rect::new(g.x_mm - half, top, g.x_mm + half, bottom)).collect()
}
