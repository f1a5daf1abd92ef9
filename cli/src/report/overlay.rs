//! What is drawn over a picture, as geometry: painted into the PNGs and written as SVG from the same figures.

use heyan::ScanReport;
use heyan::rules::document::{CARD_HEIGHT_MM, CARD_WIDTH_MM};
use heyan::rules::{Finding, Point, Severity};

use super::raster;

/// A shape to draw and the badge that names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// The outline.
    pub shape: Vec<Point>,
    /// What the badge says: a number for a field, a letter for a defect.
    pub mark: String,
    /// The middle of the badge.
    pub badge: Point,
    /// Whether the shape takes up most of what is shown: drawn lightly then, so that the rest can still be seen.
    pub vast: bool,
}

/// Everything over one picture, in that picture's pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// Width of the picture, px.
    pub width: f32,
    /// Height of the picture, px.
    pub height: f32,
    /// The card's edge. What lies outside is dimmed.
    pub outline: Option<[Point; 4]>,
    /// Fields that were read, numbered in the document's order.
    pub fields: Vec<Marked>,
    /// Regions of findings.
    pub defects: Vec<(Severity, Marked)>,
    /// Radius of a badge, px.
    pub badge_radius: f32,
    /// Whether fields carry their badges: on a small card these would hide what they name.
    pub field_badges: bool,
}

/// Radius of a badge over the picture's longer side: legible on a phone, smaller than a line of a card that fills the
/// picture.
const BADGE_RATIO: f32 = 0.018;
/// Card width over the picture's longer side below which numbered badges would cover neighbouring fields.
const BADGED_CARD_RATIO: f32 = 0.45;

/// Area over the card's (or, without one, the picture's) from which a shape counts as vast.
const VAST_RATIO: f32 = 0.4;

/// The letter of the finding at `index` among those with a region: A to Z, then A2 …
pub fn letter(index: usize) -> String {
    let letter = char::from(b'A' + (index % 26) as u8);
    if index < 26 { letter.to_string() } else { format!("{letter}{}", index / 26 + 1) }
}

/// The marks of `findings`, in their order: a letter for each that has a region to point at.
pub fn letters(findings: &[Finding]) -> Vec<Option<String>> {
    let mut next = 0;
    findings
        .iter()
        .map(|finding| {
            finding.region.as_deref().filter(|region| drawable(region)).map(|_| {
                next += 1;
                letter(next - 1)
            })
        })
        .collect()
}

impl Overlay {
    /// Over the whole picture of `report`, shown at `scale`.
    pub fn of_picture(report: &ScanReport, width: u32, height: u32, scale: f32) -> Self {
        let place = |p: &Point| Point::new(p.x * scale, p.y * scale);
        let outline = report.corners.filter(|c| drawable(c)).map(|c| c.map(|p| place(&p)));
        let mut overlay = Self::empty(width, height, outline);
        overlay.add_fields(report.fields.iter().map(|f| f.region.iter().map(place).collect()));
        overlay.add_defects(&report.findings, |p| place(&p));
        overlay
    }

    /// Over the straightened card of `report`, shown at `width` × `height`.
    pub fn of_card(report: &ScanReport, width: u32, height: u32) -> Self {
        let (sx, sy) = (width as f32 / CARD_WIDTH_MM, height as f32 / CARD_HEIGHT_MM);
        let mut overlay = Self::empty(width, height, None);
        overlay.add_fields(
            report.fields.iter().map(|f| f.field.bounds_mm.corners().map(|p| Point::new(p.x * sx, p.y * sy)).to_vec()),
        );
        if let Some(map) = report.corners.and_then(|c| raster::onto_rectangle(&c, width as f32, height as f32)) {
            overlay.add_defects(&report.findings, map);
        }
        overlay
    }

    /// Over a picture that only findings have places in.
    pub fn of_findings(findings: &[Finding], width: u32, height: u32, scale: f32) -> Self {
        let mut overlay = Self::empty(width, height, None);
        overlay.add_defects(findings, |p| Point::new(p.x * scale, p.y * scale));
        // A face must not be hatched over: only what lies on the wall is.
        let drawn = findings.iter().zip(letters(findings)).filter(|(_, mark)| mark.is_some());
        for ((finding, _), (_, marked)) in drawn.zip(&mut overlay.defects) {
            marked.vast |= !finding.code.as_str().starts_with("portrait.background");
        }
        overlay
    }

    fn empty(width: u32, height: u32, outline: Option<[Point; 4]>) -> Self {
        let (width, height) = (width as f32, height as f32);
        let long = width.max(height);
        let field_badges = outline.is_none_or(|[a, b, ..]| a.distance(b) > long * BADGED_CARD_RATIO);
        Self {
            width,
            height,
            outline,
            fields: Vec::new(),
            defects: Vec::new(),
            badge_radius: long * BADGE_RATIO,
            field_badges,
        }
    }

    fn add_fields(&mut self, shapes: impl Iterator<Item = Vec<Point>>) {
        for (i, shape) in shapes.enumerate() {
            if drawable(&shape) {
                let badge = self.before(&shape);
                self.fields.push(Marked { shape, mark: (i + 1).to_string(), badge, vast: false });
            }
        }
    }

    fn add_defects(&mut self, findings: &[Finding], place: impl Fn(Point) -> Point) {
        let whole = self.outline.map_or(self.width * self.height, |corners| area(&corners));
        for (finding, mark) in findings.iter().zip(letters(findings)) {
            let (Some(region), Some(mark)) = (&finding.region, mark) else {
                continue;
            };
            let shape: Vec<Point> = region.iter().map(|&p| place(p)).collect();
            if !drawable(&shape) {
                continue;
            }
            let mut badge = self.inside(end_of(&shape));
            // Defects of the whole card end at the same corner: set their badges side by side.
            let step = self.badge_radius * 2.3;
            while self.defects.iter().any(|(_, other)| other.badge.distance(badge) < step * 0.95) && badge.x > 0.0 {
                badge.x -= step;
            }
            let vast = area(&shape) > whole * VAST_RATIO;
            self.defects.push((finding.severity, Marked { shape, mark, badge, vast }));
        }
    }

    /// The place just before the text in `shape`, whichever way the card lies.
    fn before(&self, shape: &[Point]) -> Point {
        let (start, end, below) = match shape {
            [a, b, _, d] => (*a, *b, *d),
            // No quad: as if it were upright.
            points => {
                let left = points.iter().map(|p| p.x).fold(f32::MAX, f32::min);
                let top = points.iter().map(|p| p.y).fold(f32::MAX, f32::min);
                let bottom = points.iter().map(|p| p.y).fold(f32::MIN, f32::max);
                (Point::new(left, top), Point::new(left + 1.0, top), Point::new(left, bottom))
            }
        };
        let length = start.distance(end).max(f32::EPSILON);
        let away = self.badge_radius * 1.25 / length;
        self.inside(Point::new(
            (start.x + below.x) / 2.0 + (start.x - end.x) * away,
            (start.y + below.y) / 2.0 + (start.y - end.y) * away,
        ))
    }

    /// `p`, moved so that a badge there is whole.
    fn inside(&self, p: Point) -> Point {
        let r = self.badge_radius * 1.15;
        Point::new(p.x.min(self.width - r).max(r), p.y.min(self.height - r).max(r))
    }
}

/// The corner where a line of text in `shape` ends: the badges of fields stand at its beginning.
fn end_of(shape: &[Point]) -> Point {
    let corner = match shape {
        [_, end, _, _] => Some(*end),
        points => points.iter().copied().reduce(|a, b| if b.x - b.y > a.x - a.y { b } else { a }),
    };
    corner.unwrap_or_default()
}

/// The area inside `points`, by the shoelace formula.
fn area(points: &[Point]) -> f32 {
    let next = points.iter().cycle().skip(1);
    let twice: f32 = points.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    (twice / 2.0).abs()
}

/// Whether `points` enclose something that can be drawn. Figures beyond any picture would upset the painter.
fn drawable(points: &[Point]) -> bool {
    points.len() >= 3 && points.iter().all(|p| p.x.abs() < 1e6 && p.y.abs() < 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use heyan::rules::Code;

    #[test]
    fn only_findings_with_a_place_have_letters() {
        let square = raster::corners(9.0, 9.0).to_vec();
        let findings = [
            Finding::error(Code::DocumentGlare).at(square.clone()),
            Finding::error(Code::DocumentExpired),
            Finding::error(Code::DocumentCovered).at(vec![Point::new(f32::NAN, 0.0); 4]),
            Finding::error(Code::DocumentBlurred).at(square),
        ];
        assert_eq!(letters(&findings), [Some("A".to_owned()), None, None, Some("B".to_owned())]);
        assert_eq!(letter(27), "B2");
    }
}
