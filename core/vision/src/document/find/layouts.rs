//! What a search is told of the documents it may meet: how large they are, where print stands on them, and what lines
//! that were read say. Perception knows no document; whoever starts the search does.

use heyan_rules::Point;
use heyan_rules::document::TextLine;
use heyan_rules::geometry::{CardShape, Rect};

/// How well boxes of text fit one kind of card, one way up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutFit<K> {
    /// The kind.
    pub kind: K,
    /// Whether the card stands on its head in the plane that the boxes were given in.
    pub upside_down: bool,
    /// 0 to 1.
    pub score: f32,
}

/// Two characters of a line that gives its card away, and where on the card they stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Landmark<K> {
    /// The kind on which the line is printed.
    pub kind: K,
    /// Place of the first character along the line as it was read (0 to 1), and in mm of the card.
    pub first: (f32, Point),
    /// The same of the last character.
    pub last: (f32, Point),
}

/// A character of a line and where on its card it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrintedAt<K> {
    /// The kind on which it is printed.
    pub kind: K,
    /// Place of its middle along the line as it was read, 0 to 1.
    pub at: f32,
    /// Its middle, mm of the card.
    pub mm: Point,
}

/// The documents that a search may meet.
pub trait Layouts {
    /// A document, or one side of it: handed back, and only ever compared.
    type Kind: Copy + Eq;

    /// Outline of the cards looked for.
    fn shape(&self) -> CardShape;

    /// The kinds looked for.
    fn kinds(&self) -> &[Self::Kind];

    /// The rectangle around all print of a kind, mm; `None` where nothing is known of it.
    fn print_extent(&self, kind: Self::Kind) -> Option<Rect>;

    /// How well boxes of text (mm of a card that lies either way up) fit each kind, both ways up, the best first.
    fn match_boxes(&self, boxes: &[Rect]) -> Vec<LayoutFit<Self::Kind>>;

    /// The kind of card that was read, with a confidence of 0 to 1.
    fn tell_kind(&self, lines: &[TextLine]) -> Option<(Self::Kind, f32)>;

    /// How many fields of a card of this kind are not in its lines.
    fn missing(&self, kind: Self::Kind, lines: &[TextLine]) -> usize;

    /// Pairs of where the layout wants a point and where it was seen, both in mm of the card plane.
    fn anchors(&self, kind: Self::Kind, lines: &[TextLine]) -> Vec<(Point, Point)>;

    /// The landmark in a line, given as characters with their places along it (0 to 1).
    fn landmark(&self, line: &[(char, f32)]) -> Option<Landmark<Self::Kind>>;

    /// The characters of a line that stand at a known place.
    fn printed_at(&self, line: &[(char, f32)]) -> Vec<PrintedAt<Self::Kind>>;
}
