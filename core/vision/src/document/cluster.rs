//! Cards by their text: where no outline shows, lines that stand together still give the place.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use heyan_rules::statistics;

use super::limits::CLUSTER;
use crate::text::TextBox;

/// Lines of text that stand together, with their common direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Direction of reading, radians, in (-π/2, π/2]: text on its head looks the same.
    pub angle: f32,
    /// Bounds of the lines in a frame turned by `angle`, pixels of the image searched.
    pub bounds: Rect,
    /// Each line's bounds in that frame.
    pub lines: Vec<Rect>,
}

impl Cluster {
    /// A point of the turned frame in the image.
    pub fn to_image(&self, p: Point) -> Point {
        let (sin, cos) = self.angle.sin_cos();
        Point::new(p.x * cos - p.y * sin, p.x * sin + p.y * cos)
    }
}

/// Groups `boxes` by place, the group with most text first. Groups of fewer than three lines are left out.
pub fn clusters(boxes: &[TextBox]) -> Vec<Cluster> {
    let Some(angle) = common_angle(boxes) else { return Vec::new() };
    let (sin, cos) = angle.sin_cos();
    let rects: Vec<Rect> = boxes
        .iter()
        .map(|b| {
            let mut out = Rect::new(f32::MAX, f32::MAX, f32::MIN, f32::MIN);
            for p in b.quad {
                let (x, y) = (p.x * cos + p.y * sin, -p.x * sin + p.y * cos);
                out = out.union(&Rect::new(x, y, x, y));
            }
            out
        })
        .collect();
    let mut heights: Vec<f32> = rects.iter().map(Rect::height).collect();
    let Some(height) = statistics::middle(&mut heights) else { return Vec::new() };
    let reach = height * CLUSTER.gap;
    let mut groups: Vec<Vec<Rect>> = Vec::new();
    for rect in rects {
        let near = Rect::new(rect.left - reach, rect.top - reach, rect.right + reach, rect.bottom + reach);
        let (touching, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|g| g.iter().any(|r| near.intersection(r).area() > 0.0));
        groups = apart;
        let mut joined: Vec<Rect> = touching.into_iter().flatten().collect();
        joined.push(rect);
        groups.push(joined);
    }
    let mut out: Vec<Cluster> = groups
        .into_iter()
        .filter(|g| g.len() >= 3)
        .filter_map(|lines| {
            let bounds = lines.iter().copied().reduce(|a, b| a.union(&b))?;
            Some(Cluster { angle, bounds, lines })
        })
        .collect();
    let amount = |c: &Cluster| c.lines.iter().map(Rect::area).sum::<f32>();
    out.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
    out
}

/// The direction that most text runs in, long lines counting for more.
fn common_angle(boxes: &[TextBox]) -> Option<f32> {
    // Angles are doubled so that a line and its reverse agree.
    let (mut x, mut y) = (0.0f32, 0.0f32);
    for b in boxes {
        let [p, q, _, _] = b.quad;
        let weight = (b.length() - b.height()).max(0.0) + 0.05 * b.length();
        let angle = 2.0 * (q.y - p.y).atan2(q.x - p.x);
        x += weight * angle.cos();
        y += weight * angle.sin();
    }
    (x.hypot(y) > 0.0).then(|| y.atan2(x) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x: f32, y: f32, w: f32, h: f32) -> TextBox {
        TextBox { quad: Rect::new(x, y, x + w, y + h).corners(), score: 0.9 }
    }

    #[test]
    fn lines_far_apart_are_two_clusters() {
        let mut boxes: Vec<TextBox> = (0..4).map(|i| line(10.0, 10.0 + 25.0 * i as f32, 100.0, 12.0)).collect();
        boxes.extend((0..3).map(|i| line(600.0, 500.0 + 25.0 * i as f32, 80.0, 12.0)));
        let found = clusters(&boxes);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].lines.len(), 4);
    }

    #[test]
    fn a_slanted_block_has_its_own_direction() {
        let (sin, cos) = 0.3f32.sin_cos();
        let turn = |p: Point| Point::new(p.x * cos - p.y * sin, p.x * sin + p.y * cos);
        let boxes: Vec<TextBox> = (0..4)
            .map(|i| TextBox { quad: line(10.0, 10.0 + 25.0 * i as f32, 100.0, 12.0).quad.map(turn), score: 0.9 })
            .collect();
        assert!((clusters(&boxes)[0].angle - 0.3).abs() < 1e-3);
    }
}
