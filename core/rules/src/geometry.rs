//! Points and polygons, in whatever plane the owner states.

use serde::{Deserialize, Serialize};

/// A point, serialised as `[x, y]`. In pictures the origin is the top left, x right, y down.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "(f32, f32)", into = "(f32, f32)")]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// Corners in clockwise order, starting at the top left.
pub type Polygon = Vec<Point>;

impl Point {
    /// The point at `x`, `y`.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Straight distance to `other`.
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Distance to the nearest edge of a closed outline; infinite where there is none.
    #[must_use]
    pub fn distance_to(self, outline: &[Self]) -> f32 {
        let edges = outline.iter().zip(outline.iter().cycle().skip(1));
        edges.fold(f32::INFINITY, |least, (a, b)| {
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let along = ((self.x - a.x) * dx + (self.y - a.y) * dy) / (dx * dx + dy * dy).max(f32::MIN_POSITIVE);
            let along = along.clamp(0.0, 1.0);
            least.min(self.distance(Self::new(a.x + along * dx, a.y + along * dy)))
        })
    }
}

impl From<(f32, f32)> for Point {
    fn from((x, y): (f32, f32)) -> Self {
        Self { x, y }
    }
}

impl From<Point> for (f32, f32) {
    fn from(p: Point) -> Self {
        (p.x, p.y)
    }
}

/// A flat document's outline, mm. Perception is handed it and knows no document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardShape {
    /// Longer side of a card, width of a page as it is read.
    pub width_mm: f32,
    /// The other side.
    pub height_mm: f32,
}

impl CardShape {
    /// ID-1 of ISO/IEC 7810, rounded as GA 461 has it: 85.6 × 54.0 mm.
    pub const ID_1: Self = Self { width_mm: 85.6, height_mm: 54.0 };

    /// ID-3 of ISO/IEC 7810: a passport's page of data.
    pub const ID_3: Self = Self { width_mm: 125.0, height_mm: 88.0 };

    /// The whole of it, from 0, 0.
    pub const fn bounds(self) -> Rect {
        Rect::new(0.0, 0.0, self.width_mm, self.height_mm)
    }

    /// Width over height.
    pub fn aspect(self) -> f32 {
        self.width_mm / self.height_mm
    }

    /// Its corners, clockwise from the top left.
    pub const fn corners(self) -> [Point; 4] {
        [
            Point::new(0.0, 0.0),
            Point::new(self.width_mm, 0.0),
            Point::new(self.width_mm, self.height_mm),
            Point::new(0.0, self.height_mm),
        ]
    }
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge, not less than `left`.
    pub right: f32,
    /// Bottom edge, not less than `top`.
    pub bottom: f32,
}

impl Rect {
    /// The rectangle between the given edges.
    pub const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { left, top, right, bottom }
    }

    /// Width, never negative.
    pub fn width(&self) -> f32 {
        (self.right - self.left).max(0.0)
    }

    /// Height, never negative.
    pub fn height(&self) -> f32 {
        (self.bottom - self.top).max(0.0)
    }

    /// Area, zero when degenerate.
    pub fn area(&self) -> f32 {
        self.width() * self.height()
    }

    /// The middle.
    pub fn centre(&self) -> Point {
        Point::new((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// The part shared with `other`; its area is zero when there is none.
    pub fn intersection(&self, other: &Self) -> Self {
        let left = self.left.max(other.left);
        let top = self.top.max(other.top);
        Self { left, top, right: self.right.min(other.right).max(left), bottom: self.bottom.min(other.bottom).max(top) }
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether `p` lies inside or on the edge.
    pub fn contains(&self, p: Point) -> bool {
        p.x >= self.left && p.x <= self.right && p.y >= self.top && p.y <= self.bottom
    }

    /// Whether all of `other` lies inside.
    pub fn covers(&self, other: &Self) -> bool {
        other.corners().iter().all(|p| self.contains(*p))
    }

    /// The four corners, clockwise from the top left.
    pub fn corners(&self) -> [Point; 4] {
        [
            Point::new(self.left, self.top),
            Point::new(self.right, self.top),
            Point::new(self.right, self.bottom),
            Point::new(self.left, self.bottom),
        ]
    }
}
