//! What the search is told of the documents that are read: the rules' own figures, and nothing else.

use heyan_rules::Point;
use heyan_rules::document::{self, DocumentKind, TextLine, layout};
use heyan_rules::geometry::{CardShape, Rect};
use heyan_vision::document::find::{Landmark, LayoutFit, Layouts, PrintedAt};

/// The documents of one outline.
pub(crate) struct Documents {
    shape: CardShape,
    kinds: Vec<DocumentKind>,
}

impl Documents {
    /// Those whose outline is `shape`.
    pub(crate) fn of(shape: CardShape) -> Self {
        Self { shape, kinds: DocumentKind::of_shape(shape).collect() }
    }
}

impl Layouts for Documents {
    type Kind = DocumentKind;

    fn shape(&self) -> CardShape {
        self.shape
    }

    fn kinds(&self) -> &[DocumentKind] {
        &self.kinds
    }

    fn print_extent(&self, kind: DocumentKind) -> Option<Rect> {
        layout::text_zones(kind).iter().copied().reduce(|a, b| a.union(&b))
    }

    fn match_boxes(&self, boxes: &[Rect]) -> Vec<LayoutFit<DocumentKind>> {
        let fits = document::match_boxes_on(self.shape, boxes).into_iter();
        fits.map(|m| LayoutFit { kind: m.kind, upside_down: m.upside_down, score: m.score }).collect()
    }

    fn tell_kind(&self, lines: &[TextLine]) -> Option<(DocumentKind, f32)> {
        document::tell_kind(lines)
    }

    fn missing(&self, kind: DocumentKind, lines: &[TextLine]) -> usize {
        document::parse(kind, lines).missing.len()
    }

    fn anchors(&self, kind: DocumentKind, lines: &[TextLine]) -> Vec<(Point, Point)> {
        document::anchors(kind, lines)
    }

    fn landmark(&self, line: &[(char, f32)]) -> Option<Landmark<DocumentKind>> {
        let mark = document::landmark(line).filter(|m| m.kind.shape() == self.shape);
        mark.map(|m| Landmark { kind: m.kind, first: m.first, last: m.last })
    }

    fn printed_at(&self, line: &[(char, f32)]) -> Vec<PrintedAt<DocumentKind>> {
        let printed = document::printed_at(line).into_iter().filter(|p| p.kind.shape() == self.shape);
        printed.map(|p| PrintedAt { kind: p.kind, at: p.at, mm: p.mm }).collect()
    }
}
