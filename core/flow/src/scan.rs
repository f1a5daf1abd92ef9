//! One picture in, checked fields out.

use std::path::Path;
use std::time::Instant;

use heyan_rules::document::{
    CARD_HEIGHT_MM, CARD_WIDTH_MM, DocumentKind, Fields, Judged, Landmark, LayoutMatch, Limits, TextLine, anchors,
    judge, landmark, layout, match_boxes, parse, recognise,
};
use heyan_rules::geometry::Rect;
use heyan_rules::{Date, Point, Polygon, Verdict};
use heyan_vision::VisionError;
use heyan_vision::document::locate::{self, LocateLimits};
use heyan_vision::document::rectify::FlatLimits;
use heyan_vision::document::{
    Candidate, CardReader, FlatCard, FoundLine, Homography, Locator, Placement, Zones, capture, cluster, reader,
};
use heyan_vision::frame::{DecodeLimits, Picture, decode};
use heyan_vision::model::Pack;
use heyan_vision::text::TextBox;

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

/// The best of the outlines that were read so far, and how much speaks against it.
#[derive(Default)]
struct Best(Option<(ReadCard, Doubt)>);

impl Best {
    fn offer(&mut self, read: Option<ReadCard>) {
        let Some(read) = read else { return };
        let doubt = Doubt::of(&read);
        if self.0.as_ref().is_none_or(|(_, known)| doubt.key() < known.key()) {
            self.0 = Some((read, doubt));
        }
    }

    fn is_sound(&self) -> bool {
        self.0.as_ref().is_some_and(|(_, doubt)| doubt.missing == 0 && doubt.shape_mm < CLEAR_SHIFT_MM)
    }
}

/// What speaks against an outline that was read.
struct Doubt {
    /// Fields that were not found on it.
    missing: usize,
    /// How far the text would move a corner, mm, with a share for a steep view: of two outlines with the same text the
    /// squarer one is likelier.
    shape_mm: f32,
}

impl Doubt {
    fn of(read: &ReadCard) -> Self {
        let places = anchors(read.kind, &read.lines);
        // Where the corners cannot be told, the text itself is off by half as much.
        let unknown = SHIFT_MM.max(2.0 * misfit(&places));
        let shift = wanted_by_text(&read.card.placement, &places).map_or(unknown, |(_, shift)| shift);
        let steep = (read.card.placement.tilt_deg() - STEEP_DEG).max(0.0);
        Self { missing: parse(read.kind, &read.lines).missing.len(), shape_mm: shift + STEEP_MM * steep }
    }

    fn key(&self) -> (usize, u32) {
        // Tenths of a mm: whole numbers compare.
        (self.missing, (self.shape_mm * 10.0) as u32)
    }
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
        Ok(Self { reader: CardReader::open(&Pack::new(pack), threads)? })
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
            Found::Unread(candidate) => nothing_read(picture, options, candidate.as_ref())?,
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
            return Ok(Found::Unread(what_it_may_be(&locator, &proposals)));
        };
        let missing = parse(card.kind, &card.lines).missing.len();
        // A card cut by the picture's edge has lost its proportions, which says nothing of the angle.
        let steep = |c: &&Candidate| {
            let tilt = c.placement.tilt_deg();
            looks_like_a_card(c) && c.at_border == [false; 4] && tilt > Limits::default().capture.max_tilt_deg
        };
        let steep = proposals.iter().filter(|c| is_as_large(c, &card.candidate)).find(steep);
        if missing >= HALF_READ
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
        proposals.extend(locator.alike(&card.candidate)?);
        let mut others = self.other_cards(picture, &proposals, &card)?;
        if others.is_empty() {
            others.extend(self.other_card_by_text(picture, &card)?);
        }
        Ok(Found::Card(Box::new(card), others))
    }

    /// Lays a proposal flat and finds its text; `None` when there is none.
    fn look(&mut self, picture: &Picture, candidate: Candidate) -> Result<Option<Look>, VisionError> {
        let card = FlatCard::new(picture, &candidate.placement, &FlatLimits::default())?;
        let mut found = self.reader.find_lines(&card)?;
        // Text beside the card is not the card's.
        let plane = card_plane(&candidate);
        found.retain(|line| plane.contains(line.bounds_mm().centre()) && line.bounds_mm().height() < TALLEST_MM);
        let boxes: Vec<Rect> = found.iter().map(FoundLine::bounds_mm).collect();
        Ok(match_boxes(&boxes).into_iter().next().map(|layout| Look { candidate, card, found, layout }))
    }

    /// Proposals from lines of text alone: those that give a card away by what they say, then lines in groups.
    fn look_by_text(&mut self, picture: &Picture, locator: &Locator) -> Result<Vec<Look>, VisionError> {
        let (image, scale) = locate::copy(picture, TEXT_SEARCH_SIDE_PX)?;
        let boxes = self.reader.find_text(&image)?;
        let mut outlines = Vec::new();
        for (kind, corners) in self.outlines_by_landmark(picture, &boxes, scale)? {
            outlines.extend(self.spread_by_text(picture, kind, &corners)?);
            outlines.push(corners);
        }
        if outlines.is_empty() {
            let groups = cluster::clusters(&boxes);
            outlines.extend(
                groups.iter().take(2).filter_map(card_around).map(|c| c.map(|p| Point::new(p.x / scale, p.y / scale))),
            );
        }
        let mut out = Vec::new();
        for corners in outlines {
            out.extend(self.look_near(picture, locator, &corners)?);
            if out.iter().any(|look| look.layout.score >= SURE) {
                break;
            }
        }
        Ok(out)
    }

    /// One line fixes place and direction but hardly the scale: with all labels that stand around it, all three.
    fn spread_by_text(
        &mut self,
        picture: &Picture,
        kind: DocumentKind,
        corners: &[Point; 4],
    ) -> Result<Option<[Point; 4]>, VisionError> {
        let Some(placement) = Placement::new(*corners) else { return Ok(None) };
        let card = FlatCard::new(picture, &placement, &FlatLimits::default())?;
        let found = self.reader.find_lines(&card)?;
        if found.len() > MOST_LINES {
            return Ok(None);
        }
        let places = anchors(kind, &self.reader.read_lines(&card, &found)?);
        if places.len() < MIN_ANCHORS {
            return Ok(None);
        }
        let (wanted, seen): (Vec<Point>, Vec<Point>) = places.into_iter().unzip();
        let moved = Homography::affine(&wanted, &seen).and_then(|moved| placement.corrected(&moved));
        Ok(moved.map(|placement| placement.corners))
    }

    /// Looks at an outline that text suggests, on the edges near it and as it is.
    fn look_near(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        corners: &[Point; 4],
    ) -> Result<Vec<Look>, VisionError> {
        let Some(plain) = Placement::new(*corners) else { return Ok(Vec::new()) };
        let refined = locator.refine_at(corners)?.map(|c| upright_as(c, &plain)).filter(|c| {
            // Text is right to a few mm: edges far from where it wants them are something else's.
            let moved = c.placement.corners.iter().zip(corners).map(|(a, b)| a.distance(*b)).fold(0.0, f32::max);
            c.score() > MIN_SUPPORT && moved < FARTHEST_MOVE * plain.width_px()
        });
        let plain = Candidate { placement: plain, support: [0.0; 4], at_border: [false; 4] };
        let mut out = Vec::new();
        for candidate in refined.into_iter().chain([plain]) {
            out.extend(self.look(picture, candidate)?);
        }
        Ok(out)
    }

    /// Outlines (input pixels) from lines that say where on a card they stand.
    fn outlines_by_landmark(
        &mut self,
        picture: &Picture,
        boxes: &[TextBox],
        scale: f32,
    ) -> Result<Vec<(DocumentKind, [Point; 4])>, VisionError> {
        let mut likely: Vec<&TextBox> = boxes
            .iter()
            .filter(|b| (LANDMARK_ASPECT.0..LANDMARK_ASPECT.1).contains(&(b.length() / b.height().max(1.0))))
            .collect();
        likely.sort_by(|a, b| b.height().total_cmp(&a.height()));
        likely.truncate(LANDMARKS_READ);
        let upright: Vec<[Point; 4]> =
            likely.iter().map(|b| b.quad.map(|p| Point::new(p.x / scale, p.y / scale))).collect();
        let turned = upright.iter().map(|[a, b, c, d]| [*c, *d, *a, *b]).collect::<Vec<_>>();
        for quads in [upright, turned] {
            let read = self.reader.read_text(picture, &quads)?;
            let found: Vec<(DocumentKind, [Point; 4])> = read
                .iter()
                .zip(&quads)
                .filter_map(|(glyphs, quad)| {
                    let line: Vec<(char, f32)> = glyphs.iter().map(|g| (g.ch, g.at)).collect();
                    let mark = landmark(&line)?;
                    Some((mark.kind, card_by(&mark, quad)?))
                })
                .take(LANDMARKS_TRIED)
                .collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Reads what was looked at; `None` when it is no document that is known.
    fn read(
        &mut self,
        picture: &Picture,
        locator: &Locator,
        look: Look,
        begun: Instant,
        timing: &mut Timing,
    ) -> Result<Option<ReadCard>, VisionError> {
        timing.locate_ms = ms_since(begun) - timing.read_ms;
        let reading = Instant::now();
        let read = self.read_upright(look)?;
        let read = match read {
            Some(card) => Some(self.settle(picture, locator, card)?),
            None => None,
        };
        timing.read_ms += ms_since(reading);
        Ok(read)
    }

    /// Turns the card upright and reads it, the likelier way first.
    fn read_upright(&mut self, look: Look) -> Result<Option<ReadCard>, VisionError> {
        let Look { mut candidate, mut card, mut found, layout } = look;
        for attempt in 0..2 {
            if (attempt == 0) == layout.upside_down || attempt == 1 {
                let Some(turned) = card.upside_down()? else { return Ok(None) };
                card = turned;
                candidate = turned_candidate(candidate, card.placement);
                found = found.iter().map(FoundLine::upside_down).collect();
            }
            if found.len() > MOST_LINES {
                return Ok(None);
            }
            let lines = self.reader.read_lines(&card, &found)?;
            if let Some((kind, confidence)) = recognise(&lines) {
                return Ok(Some(ReadCard { kind, confidence, candidate, card, lines }));
            }
        }
        Ok(None)
    }

    /// Where fields are missing, the outline may be wrong: the number or a title says where the card must lie.
    fn read_again(&mut self, picture: &Picture, locator: &Locator, read: ReadCard) -> Result<ReadCard, VisionError> {
        let missing = |r: &ReadCard| parse(r.kind, &r.lines).missing.len();
        let before = missing(&read);
        if before == 0 {
            return Ok(read);
        }
        let mut best = read;
        let outlines: Vec<[Point; 4]> = best
            .lines
            .iter()
            .filter_map(|line| {
                let span = line.bounds_mm.width().max(1e-3);
                let glyphs: Vec<(char, f32)> =
                    line.glyphs.iter().map(|g| (g.ch, (g.x_mm - line.bounds_mm.left) / span)).collect();
                card_by(&landmark(&glyphs)?, &line.quad)
            })
            .filter(|corners| {
                let off = corners.iter().zip(best.candidate.placement.corners).map(|(a, b)| a.distance(b));
                off.fold(0.0, f32::max) > 0.05 * best.candidate.placement.width_px()
            })
            .take(1)
            .collect();
        for corners in outlines {
            for look in self.look_near(picture, locator, &corners)? {
                if let Some(again) = self.read_upright(look)?
                    && missing(&again) < missing(&best)
                {
                    best = again;
                }
                if missing(&best) == 0 {
                    return Ok(best);
                }
            }
        }
        Ok(best)
    }

    /// Checks the outline against the places of the text, and finds it anew where they contradict each other.
    fn settle(&mut self, picture: &Picture, locator: &Locator, read: ReadCard) -> Result<ReadCard, VisionError> {
        let read = self.read_again(picture, locator, read)?;
        let places = anchors(read.kind, &read.lines);
        let Some((placement, shift)) = wanted_by_text(&read.card.placement, &places) else { return Ok(read) };
        let doubtful = if read.candidate.score() > CLEAR_SIDE { CLEAR_SHIFT_MM } else { SHIFT_MM };
        if shift < doubtful && read.candidate.score() > CLEAR_SIDE {
            return Ok(read);
        }
        let placement = if shift < doubtful { read.card.placement } else { placement };
        // Where the paper ends is surer than a layout, and so are edges, where there are any near the text's places.
        let suits = |found: &Candidate| {
            let places = seen_from(&found.placement, &read, &places);
            wanted_by_text(&found.placement, &places).map(|(_, left)| left)
        };
        let most = SHIFT_MM.max(shift * SUITS_BETTER);
        let by_paper =
            locator.refine_by_paper(&placement.corners)?.filter(|c| suits(c).is_some_and(|left| left < most));
        let near = match by_paper {
            Some(found) => Some(found),
            None if shift < doubtful => return Ok(read),
            None => locator
                .refine_near(&placement.corners)?
                .filter(|c| suits(c).is_some_and(|left| left < shift * SUITS_BETTER)),
        };
        let candidate = match near {
            Some(near) => near,
            None if shift > LOST_MM => Candidate { placement, support: [0.0; 4], at_border: [false; 4] },
            None => return Ok(read),
        };
        let card = FlatCard::new(picture, &candidate.placement, &FlatLimits::default())?;
        let moved_little = candidate
            .placement
            .corners
            .iter()
            .zip(read.card.placement.corners)
            .all(|(a, b)| a.distance(b) < 0.04 * read.card.placement.width_px());
        if moved_little {
            let lines = reader::moved(&read.lines, &read.card.placement, &candidate.placement);
            return Ok(ReadCard { candidate, card, lines, ..read });
        }
        let found = self.reader.find_lines(&card)?;
        let lines = self.reader.read_lines(&card, &found)?;
        match recognise(&lines) {
            Some((kind, confidence)) => Ok(ReadCard { kind, confidence, candidate, card, lines }),
            None => Ok(read),
        }
    }

    /// Outlines of further cards beside the one that was read.
    fn other_cards(
        &mut self,
        picture: &Picture,
        proposals: &[Candidate],
        read: &ReadCard,
    ) -> Result<Vec<Polygon>, VisionError> {
        let own = bounds(&read.candidate.placement.corners);
        let mut out: Vec<Polygon> = Vec::new();
        for other in proposals.iter().filter(|c| c.at_border != [true; 4]) {
            let area = bounds(&other.placement.corners);
            let apart = |known: &Rect| area.intersection(known).area() < 0.2 * area.area().min(known.area());
            let like = (0.3..3.0).contains(&(area.area() / own.area().max(1.0)));
            if !like || !apart(&own) || !out.iter().all(|o| apart(&bounds(o))) || out.len() >= 2 {
                continue;
            }
            if let Some(look) = self.look(picture, *other)?
                && look.layout.score >= MAYBE
            {
                out.push(other.placement.corners.to_vec());
            }
        }
        Ok(out)
    }

    /// A further card of about the same size that only its text gives away: on a page or a keyboard no outline does.
    fn other_card_by_text(&mut self, picture: &Picture, read: &ReadCard) -> Result<Option<Polygon>, VisionError> {
        let placement = &read.candidate.placement;
        let (longer, scale) = (picture.width().max(picture.height()) as f32, OTHER_CARD_PX / placement.width_px());
        let side = (longer * scale.min(1.0)).min(OTHER_SEARCH_SIDE_PX);
        let own = bounds(&placement.corners);
        let frame = Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
        if frame.area() - frame.intersection(&own).area() < ROOM_FOR_ANOTHER * own.area() {
            return Ok(None);
        }
        let (image, scale) = locate::copy(picture, side as i32)?;
        let beyond = Rect::new(-BEYOND_MM, -BEYOND_MM, CARD_WIDTH_MM + BEYOND_MM, CARD_HEIGHT_MM + BEYOND_MM);
        let boxes: Vec<TextBox> = self
            .reader
            .find_text(&image)?
            .into_iter()
            .filter(|b| {
                let middle = b.centre();
                !beyond.contains(placement.to_card(Point::new(middle.x / scale, middle.y / scale)))
            })
            .collect();
        let outlines: Vec<[Point; 4]> = if boxes.len() > MOST_LINES {
            // A page: of its lines only those as high as the number or a title of such a card are worth reading.
            let mm = placement.width_px() / CARD_WIDTH_MM * scale;
            let likely: Vec<TextBox> =
                boxes.into_iter().filter(|b| (LANDMARK_MM.0 * mm..LANDMARK_MM.1 * mm).contains(&b.height())).collect();
            self.outlines_by_landmark(picture, &likely, scale)?.into_iter().map(|(_, corners)| corners).collect()
        } else {
            let around = cluster::clusters(&boxes).into_iter().filter_map(|group| card_around(&group));
            around.map(|c| c.map(|p| Point::new(p.x / scale, p.y / scale))).collect()
        };
        for corners in outlines.into_iter().take(LANDMARKS_TRIED) {
            let area = bounds(&corners);
            let apart = area.intersection(&own).area() < 0.2 * area.area().min(own.area());
            let Some(placement) = Placement::new(corners).filter(|_| apart) else { continue };
            let candidate = Candidate { placement, support: [0.0; 4], at_border: [false; 4] };
            let Some(look) = self.look(picture, candidate)?.filter(|look| look.layout.score >= MAYBE) else { continue };
            // No edge speaks for it: only what it says does.
            if self.read_upright(look)?.is_some() {
                return Ok(Some(corners.to_vec()));
            }
        }
        Ok(None)
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
            limits: &Limits::default(),
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

/// Tilt beyond which an outline is doubted, degrees: cards tilted by 20° about each axis reach 30.
const STEEP_DEG: f32 = 30.0;
/// What a degree more counts, mm of a corner.
const STEEP_MM: f32 = 0.3;
/// A layout match at or above this is read at once.
const SURE: f32 = 0.6;
/// Below this a proposal is not a card that is known.
const MAYBE: f32 = 0.35;
/// Longer side of the picture when text is searched without an outline, px.
const TEXT_SEARCH_SIDE_PX: i32 = 1152;
/// Length over height of a line that may be the number, with or without its label, or a title.
const LANDMARK_ASPECT: (f32, f32) = (3.5, 22.0);
/// Lines read in search of such a one, the highest first: a page of text must not cost seconds.
const LANDMARKS_READ: usize = 14;
/// Width at which a further card of the same size is looked for by its text, px: its print is then 9 px high.
const OTHER_CARD_PX: f32 = 320.0;
/// Longer side of the picture at most for that search, px.
const OTHER_SEARCH_SIDE_PX: f32 = 800.0;
/// Picture beside the card, over the card's area, that leaves room for another.
const ROOM_FOR_ANOTHER: f32 = 0.7;
/// Height of the boxes of the number and of the titles, mm, on cards up to a third larger or smaller.
const LANDMARK_MM: (f32, f32) = (2.2, 10.0);
/// Outlines by landmark that are looked at.
const LANDMARKS_TRIED: usize = 2;
/// How far beyond a side that may lie wrong the card's own print is looked for, mm.
const BEYOND_MM: f32 = 2.0;
/// How far inside a side that is clearly seen print begins at the earliest, mm: nothing stands nearer than 4 mm.
const INSIDE_MM: f32 = 1.0;
/// Support of a side that is clearly seen.
const CLEAR_SIDE: f32 = 0.8;
/// Taller boxes are no print of a card (its title is 7 mm high), mm.
const TALLEST_MM: f32 = 11.0;
/// A resident card has up to 14 lines, split by a detector perhaps 24; a page has more.
const MOST_LINES: usize = 32;
/// Probability of a character that is certainly visible.
const CLEARLY_READ: f32 = 0.75;
/// Fields missing of a card that is read in fragments only.
const HALF_READ: usize = 3;
/// How far edges may move a corner that text suggests, over the card's width (8 mm).
const FARTHEST_MOVE: f32 = 0.095;
/// Points of the layout needed to correct an outline.
const MIN_ANCHORS: usize = 4;
/// Least reach of those points over the card, mm: from less, the far corners cannot be told.
const ANCHORS_REACH_MM: (f32, f32) = (40.0, 20.0);
/// How far text moves a corner, mm, that makes an outline doubtful: layouts differ by 2 mm.
const SHIFT_MM: f32 = 3.0;
/// The same of an outline with four clear sides.
const CLEAR_SHIFT_MM: f32 = 5.0;
/// The same when the outline cannot be right, whether edges show another or not.
const LOST_MM: f32 = 7.0;
/// Share of that movement that an outline found instead may leave.
const SUITS_BETTER: f32 = 0.6;
/// Mean support of an outline's sides below which edges say nothing.
const MIN_SUPPORT: f32 = 0.4;

fn ms_since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// The report when nothing was read. The shape of a card, where there is one, may still say why.
fn nothing_read(
    picture: &Picture,
    options: &ScanOptions,
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
        limits: &Limits::default(),
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

/// Whether the text that was read stands where it belongs on the outline `placement`.
fn suits(placement: &Placement, read: &ReadCard) -> bool {
    let places = seen_from(placement, read, &anchors(read.kind, &read.lines));
    wanted_by_text(placement, &places).is_some_and(|(_, shift)| shift < LOST_MM)
}

/// What was read, on another outline of the same card.
fn moved_to(picture: &Picture, candidate: Candidate, read: ReadCard) -> Result<ReadCard, VisionError> {
    let candidate = upright_as(candidate, &read.candidate.placement);
    let card = FlatCard::new(picture, &candidate.placement, &FlatLimits::default())?;
    let lines = reader::moved(&read.lines, &read.card.placement, &candidate.placement);
    Ok(ReadCard { candidate, card, lines, ..read })
}

/// What was read by its text alone, on the outline of the card that leaves the picture there.
fn continued(picture: &Picture, locator: &Locator, read: ReadCard, cut: &Candidate) -> Result<ReadCard, VisionError> {
    let area = |c: &Candidate| bounds(&c.placement.corners).area();
    let off = |c: &Candidate| (area(c) / area(&read.candidate).max(1.0)).ln().abs();
    match locator.drawn_out(cut).into_iter().min_by(|a, b| off(a).total_cmp(&off(b))) {
        Some(whole) => moved_to(picture, whole, read),
        None => Ok(read),
    }
}

/// What is likeliest a card of proposals that nothing was read on: the best that has a card's shape, whole or as far as
/// the picture's edge has left it.
fn what_it_may_be(locator: &Locator, proposals: &[Candidate]) -> Option<Candidate> {
    let whole = proposals.iter().filter(|c| looks_like_a_card(c)).copied();
    let cut = proposals.iter().filter(|c| is_clearly_cut(c)).filter_map(|c| locator.drawn_out(c).into_iter().next());
    whole.chain(cut).max_by(|a, b| locator.rank(a).total_cmp(&locator.rank(b)))
}

/// Three clear sides and the picture's edge.
fn is_clearly_cut(candidate: &Candidate) -> bool {
    let clear = candidate.support.iter().zip(candidate.at_border).filter(|(s, border)| !border && **s > CLEAR_SIDE);
    candidate.at_border.iter().filter(|border| **border).count() == 1 && clear.count() == 3
}

/// Four clear sides in a card's proportions, seen from no more than a steep angle.
fn looks_like_a_card(candidate: &Candidate) -> bool {
    let ratio = locate::side_ratio(&candidate.placement.corners) / (CARD_WIDTH_MM / CARD_HEIGHT_MM);
    (candidate.score() > 0.8 && (0.6..1.9).contains(&ratio))
        || (candidate.score() > 0.6 && (0.85..1.2).contains(&ratio))
}

/// Where print of the card may stand: what lies on the other side of a clear edge is a page's or a keyboard's.
fn card_plane(candidate: &Candidate) -> Rect {
    let [top, right, bottom, left] =
        candidate.support.map(|support| if support > CLEAR_SIDE { INSIDE_MM } else { -BEYOND_MM });
    Rect::new(left, top, CARD_WIDTH_MM - right, CARD_HEIGHT_MM - bottom)
}

/// Where the characters of a line that are certainly visible stand: each as wide as the line is high.
fn clear_glyphs(line: &TextLine) -> Vec<Rect> {
    let Rect { top, bottom, .. } = line.bounds_mm;
    let half = (bottom - top) / 2.0;
    let clear = line.glyphs.iter().filter(|g| g.confidence > CLEARLY_READ);
    clear.map(|g| Rect::new(g.x_mm - half, top, g.x_mm + half, bottom)).collect()
}

/// Where the card must lie for the text to stand where its layout has it, and how far that moves the farthest corner,
/// mm. `None` when too little was recognised to tell.
fn wanted_by_text(placement: &Placement, anchors: &[(Point, Point)]) -> Option<(Placement, f32)> {
    let reach = anchors.iter().map(|(p, _)| Rect::new(p.x, p.y, p.x, p.y)).reduce(|a, b| a.union(&b))?;
    let (least_x, least_y) = ANCHORS_REACH_MM;
    if anchors.len() < MIN_ANCHORS || reach.width() < least_x {
        return None;
    }
    // A title alone tells nothing of the rows: held up where it is by two points, one far above and one far below.
    let down = anchors.iter().map(|(wanted, seen)| seen.y - wanted.y).sum::<f32>() / anchors.len() as f32;
    let across = anchors.iter().map(|(wanted, seen)| seen.x - wanted.x).sum::<f32>() / anchors.len() as f32;
    let held = [-CARD_HEIGHT_MM, 2.0 * CARD_HEIGHT_MM].map(|y| {
        let x = reach.centre().x;
        (Point::new(x, y), Point::new(x + across, y + down))
    });
    let flat = reach.height() < least_y;
    let (wanted, seen): (Vec<Point>, Vec<Point>) =
        anchors.iter().copied().chain(held.into_iter().filter(|_| flat)).unzip();
    let moved = Homography::affine(&wanted, &seen)?;
    let corners = Rect::new(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM).corners();
    let shift = corners.iter().map(|p| p.distance(moved.apply(*p))).fold(0.0, f32::max);
    Some((placement.corrected(&moved)?, shift))
}

/// Mean distance of the text from where its layout has it, mm.
fn misfit(anchors: &[(Point, Point)]) -> f32 {
    anchors.iter().map(|(wanted, seen)| wanted.distance(*seen)).sum::<f32>() / anchors.len().max(1) as f32
}

/// The same anchors as they would be seen if the card lay at `placement`.
fn seen_from(placement: &Placement, read: &ReadCard, places: &[(Point, Point)]) -> Vec<(Point, Point)> {
    places.iter().map(|(wanted, seen)| (*wanted, placement.to_card(read.card.placement.to_picture(*seen)))).collect()
}

fn turned_candidate(candidate: Candidate, placement: Placement) -> Candidate {
    let half_turn = |[a, b, c, d]: [f32; 4]| [c, d, a, b];
    let [a, b, c, d] = candidate.at_border;
    Candidate { placement, support: half_turn(candidate.support), at_border: [c, d, a, b] }
}

/// `candidate` the way up that `like` stands.
fn upright_as(candidate: Candidate, like: &Placement) -> Candidate {
    let distance = |p: &Placement| p.corners.iter().zip(like.corners).map(|(a, b)| a.distance(b)).sum::<f32>();
    match candidate.placement.upside_down() {
        Some(turned) if distance(&turned) < distance(&candidate.placement) => turned_candidate(candidate, turned),
        _ => candidate,
    }
}

/// Whether `a` lies on `b` and is no mere part of it.
fn is_as_large(a: &Candidate, b: &Candidate) -> bool {
    let (area, other) = (bounds(&a.placement.corners).area(), bounds(&b.placement.corners).area());
    overlaps(a, b) && area > 0.35 * other
}

/// Whether two proposals are of one card: half of the smaller lies on the other.
fn overlaps(a: &Candidate, b: &Candidate) -> bool {
    let (a, b) = (bounds(&a.placement.corners), bounds(&b.placement.corners));
    a.intersection(&b).area() > 0.5 * a.area().min(b.area())
}

fn bounds(corners: &[Point]) -> Rect {
    corners
        .iter()
        .map(|p| Rect::new(p.x, p.y, p.x, p.y))
        .reduce(|a, b| a.union(&b))
        .unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0))
}

/// The card of which a line shows two places: as large and turned as those two tell.
fn card_by(mark: &Landmark, quad: &[Point; 4]) -> Option<[Point; 4]> {
    let [a, b, c, d] = *quad;
    let middle = |at: f32| {
        let (left, right) =
            (Point::new((a.x + d.x) / 2.0, (a.y + d.y) / 2.0), Point::new((b.x + c.x) / 2.0, (b.y + c.y) / 2.0));
        Point::new(left.x + (right.x - left.x) * at, left.y + (right.y - left.y) * at)
    };
    let (first, last) = (middle(mark.first.0), middle(mark.last.0));
    let span_mm = mark.last.1.x - mark.first.1.x;
    let (ux, uy) = ((last.x - first.x) / span_mm, (last.y - first.y) / span_mm);
    (ux.hypot(uy) > 0.5).then(|| {
        Rect::new(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM).corners().map(|mm| {
            let (x, y) = (mm.x - mark.first.1.x, mm.y - mark.first.1.y);
            Point::new(first.x + x * ux - y * uy, first.y + x * uy + y * ux)
        })
    })
}

/// The card that a group of lines would stand on, corners in pixels of the image searched: of both sides and both
/// ways up, the one whose layout the lines match best.
fn card_around(group: &cluster::Cluster) -> Option<[Point; 4]> {
    let mut best: Option<(f32, [Point; 4])> = None;
    for kind in [DocumentKind::ResidentIdFront, DocumentKind::ResidentIdBack] {
        let extent = layout::text_zones(kind).iter().copied().reduce(|a, b| a.union(&b))?;
        for upside_down in [false, true] {
            let extent = if upside_down {
                Rect::new(
                    CARD_WIDTH_MM - extent.right,
                    CARD_HEIGHT_MM - extent.bottom,
                    CARD_WIDTH_MM - extent.left,
                    CARD_HEIGHT_MM - extent.top,
                )
            } else {
                extent
            };
            // One scale: the width is the surer extent, the number or the titles always reach over it.
            let scale = group.bounds.width() / extent.width().max(1.0);
            let at = group.bounds.centre();
            let middle = extent.centre();
            let to_mm = |p: Point| Point::new((p.x - at.x) / scale + middle.x, (p.y - at.y) / scale + middle.y);
            let boxes: Vec<Rect> = group
                .lines
                .iter()
                .map(|r| {
                    let (a, b) = (to_mm(Point::new(r.left, r.top)), to_mm(Point::new(r.right, r.bottom)));
                    Rect::new(a.x, a.y, b.x, b.y)
                })
                .collect();
            let Some(found) = match_boxes(&boxes).into_iter().find(|m| m.kind == kind && m.upside_down == upside_down)
            else {
                continue;
            };
            if best.as_ref().is_none_or(|(score, _)| found.score > *score) {
                let from_mm = |p: Point| {
                    group.to_image(Point::new((p.x - middle.x) * scale + at.x, (p.y - middle.y) * scale + at.y))
                };
                let card = Rect::new(0.0, 0.0, CARD_WIDTH_MM, CARD_HEIGHT_MM);
                best = Some((found.score, card.corners().map(from_mm)));
            }
        }
    }
    best.map(|(_, corners)| corners)
}
