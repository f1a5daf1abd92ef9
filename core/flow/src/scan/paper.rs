//! Papers: a page is read as a whole, and told by what it calls itself.

use heyan_rules::document::{DocumentKind, Fields, Judged, judge_letter, judge_paper, paper, parse};
use heyan_rules::geometry::Rect;
use heyan_rules::{Code, Finding, Verdict};
use heyan_vision::VisionError;
use heyan_vision::frame::Picture;
use heyan_vision::page::{self, Page};

use super::{ScanOptions, Scanner};
use crate::report::{PlacedField, ScanReport, Timing};

impl Scanner {
    /// The report of the paper in `picture`; `None` when it is none that is known. All of it is read where one is `asked` for,
    /// else only where a title is.
    pub(super) fn paper(
        &mut self,
        picture: &Picture,
        options: &ScanOptions,
        asked: bool,
    ) -> Result<Option<ScanReport>, VisionError> {
        let worth = |said: &[String]| asked || paper::may_be(said);
        let Some(mut page) = page::read(self.finder.reader(), picture, &worth)? else { return Ok(None) };
        let Some((kind, confidence)) = paper::tell(&page.lines) else {
            let other = options.expect == Some(DocumentKind::SignedLetter) && paper::is_page(&page.lines);
            return Ok(other.then(|| wrong_form(&page)));
        };
        let parsed: Fields = parse(kind, &page.lines);
        for field in &parsed.fields {
            if let Some(place) = paper::below(field, &page.lines) {
                let ink = page.ink(&place)?;
                page.capture.below.push((field.key, ink));
            }
        }
        Ok(Some(self.judged_paper(options, &page, parsed, confidence)))
    }

    fn judged_paper(&self, options: &ScanOptions, page: &Page, mut parsed: Fields, confidence: f32) -> ScanReport {
        let kind = parsed.kind;
        let placement = page.placement;
        let polygon = |r: &Rect| placement.polygon(r).to_vec();
        let codes = page.codes.iter().filter_map(|code| {
            let at = code.corners.map(|p| placement.to_card(p));
            let bounds = at.iter().map(|p| Rect::new(p.x, p.y, p.x, p.y)).reduce(|a, b| a.union(&b))?;
            paper::read_in_qr(&code.text, bounds)
        });
        parsed.fields.extend(codes.take(1));
        let judged = Judged {
            kind,
            expect: options.expect,
            fields: &parsed,
            capture: None,
            picture_light: None,
            limits: &self.limits,
            today: options.today,
            to_picture: &polygon,
        };
        let findings = match kind {
            DocumentKind::SignedLetter => judge_letter(&judged, &page.capture, &page.measured),
            _ => judge_paper(&judged, &page.capture),
        };
        let placed = |field: &heyan_rules::document::Field| PlacedField {
            region: polygon(&field.bounds_mm),
            field: field.clone(),
        };
        ScanReport {
            verdict: Verdict::of(&findings),
            kind,
            confidence,
            corners: Some(page.capture.corners),
            fields: parsed.fields.iter().map(placed).collect(),
            findings,
            capture: None,
            paper: Some(page.capture.clone()),
            further: Vec::new(),
            timing: Timing::default(),
        }
    }
}

/// The report of a page that is not the letter that was asked for.
fn wrong_form(page: &Page) -> ScanReport {
    let findings = vec![Finding::error(Code::DocumentWrongForm).at(page.capture.corners.to_vec())];
    ScanReport {
        verdict: Verdict::of(&findings),
        kind: DocumentKind::Unknown,
        confidence: 0.0,
        corners: Some(page.capture.corners),
        fields: Vec::new(),
        findings,
        capture: None,
        paper: Some(page.capture.clone()),
        further: Vec::new(),
        timing: Timing::default(),
    }
}
