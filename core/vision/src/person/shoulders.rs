//! Head and shoulders in the frame, from the person's outline.
//!
//! The mask's outline is used and not MediaPipe's body landmarks: those give the joints under the clothes, with an error
//! of 1.7 to 14 px when the region moves by a pixel, for 27 ms a picture; the outline is what a reviewer sees cut or
//! level, is sure to a pixel of 256, and costs nothing.

use heyan_rules::Point;
use heyan_rules::geometry::Rect;
use heyan_rules::portrait::{Framing, ShoulderMeasures};

use super::scene::Scene;

/// Where shoulders and crown are looked for.
#[derive(Debug, Clone, Copy)]
pub struct ShoulderLimits {
    /// Where the line of the shoulders is looked at, over the height of the head from its axis: outside the neck, inside the
    /// upper arms (half a shoulder's breadth is about one head).
    pub along: [f32; 3],
    /// Where the shoulder's round is looked for, over the same: nearer to the neck there is hair, narrow shoulders have it at
    /// 0.63.
    pub round: (f32, f32),
    /// Farthest below the line of the shoulders that it can lie, over the same.
    pub round_below: f32,
    /// Rounds in which the lean of the body is found.
    pub turns: usize,
    /// The most that it is taken for, radians.
    pub most_lean: f32,
    /// How far below the line of the shoulders the upper arm shows, over the height of the head.
    pub arm: f32,
    /// How far below the shoulder's round it is looked at, over the same, where that is higher: an arm may leave the picture below.
    pub below_round: f32,
    /// The least of it that must be in the picture.
    pub least_arm: f32,
    /// Free wall beside the arm, over the width of the picture.
    pub free: f32,
    /// Head to crown when hair and wall cannot be told apart, over the height of the face.
    pub crown: f32,
}

/// The limits that are used.
pub const SHOULDER: ShoulderLimits = ShoulderLimits {
    along: [0.5, 0.62, 0.74],
    round: (0.55, 1.35),
    round_below: 0.5,
    turns: 5,
    most_lean: 0.45,
    arm: 0.38,
    below_round: 0.12,
    least_arm: 0.12,
    free: 0.008,
    crown: 0.28,
};

/// Measures the framing of `scene`.
pub fn framing(scene: &Scene) -> Framing {
    let place = &scene.place;
    let crown = crown(scene);
    let (chin, head) = (place.chin.y, (place.chin.y - crown).max(1.0));
    let (left, right) = (place.right.x.min(place.left.x), place.right.x.max(place.left.x));
    let top = scene.to_picture(Point::new(left, crown));
    let bottom = scene.to_picture(Point::new(right, chin));
    let skull = scene.to_picture(Point::new(left, place.hairline.y - SHOULDER.crown * place.height()));
    let (width, height) = (scene.width as f32 * scene.factor, scene.height as f32 * scene.factor);
    let middle = (top.x + bottom.x) / 2.0;
    Framing {
        head: Rect::new(top.x, top.y, bottom.x, bottom.y),
        head_height_ratio: (bottom.y - top.y) / height,
        headroom_ratio: (top.y / height).max(0.0),
        skull_room_ratio: (skull.y / height).max(0.0),
        centre_offset_ratio: middle / width - 0.5,
        shoulders: shoulders(scene, head),
    }
}

fn is_person(scene: &Scene, x: usize, y: usize) -> bool {
    x < scene.width && scene.person.get(y * scene.width + x) == Some(&255)
}

/// Top of the hair over the middle half of the face, px of the scene.
fn crown(scene: &Scene) -> f32 {
    let place = &scene.place;
    let half = place.width() * 0.3;
    let middle = (place.hairline.x + place.middle_x()) / 2.0;
    let columns = (middle - half).max(0.0) as usize..(middle + half).max(0.0) as usize;
    let by_face = place.hairline.y - SHOULDER.crown * place.height();
    let limit = place.hairline.y.max(0.0) as usize;
    let top = (0..limit).find(|y| columns.clone().any(|x| is_person(scene, x, *y)));
    top.map_or(by_face.min(place.hairline.y), |y| y as f32)
}

/// One side of the person: -1 at the picture's left, their right; +1 at the picture's right.
struct Flank {
    /// Upper edge of the shoulder from the neck to the arm, px of the scene.
    outline: Vec<Point>,
    /// Outer end of the shoulder, px of the scene.
    end: Point,
    visible: bool,
}

impl Flank {
    /// Where the shoulder's round turns down: where the outline of a body that leans by `lean`, radians, runs at 45° to it.
    /// Rounds of both shoulders are alike, so the line through these places slopes as that through the joints does.
    fn round(&self, side: f32, lean: f32) -> Option<Point> {
        let (sin, cos) = lean.sin_cos();
        let out = |p: &Point| side * (p.x * cos - p.y * sin) - (p.x * sin + p.y * cos);
        self.outline.iter().copied().max_by(|a, b| out(a).total_cmp(&out(b)))
    }
}

fn shoulders(scene: &Scene, head: f32) -> Option<ShoulderMeasures> {
    let face = scene.place.middle_x();
    let right = flank(scene, head, face, -1.0)?;
    let left = flank(scene, head, face, 1.0)?;
    let both = right.visible && left.visible;
    let (rounds, lean) = lean(&right, &left);
    let tilt_deg = rounds.0.zip(rounds.1).filter(|_| both).map(|_| lean.to_degrees());
    Some(ShoulderMeasures {
        left: scene.to_picture(rounds.1.unwrap_or(left.end)),
        right: scene.to_picture(rounds.0.unwrap_or(right.end)),
        left_visible: left.visible,
        right_visible: right.visible,
        tilt_deg,
    })
}

/// Both rounds, of the right and of the left shoulder, and how far the line through them slopes, radians, the left one
/// higher positive. A body that leans turns its rounds as well: they are looked for as it leans, which a few turns find out.
fn lean(right: &Flank, left: &Flank) -> ((Option<Point>, Option<Point>), f32) {
    let mut lean = 0.0f32;
    let mut rounds = (right.round(-1.0, lean), left.round(1.0, lean));
    for _ in 0..SHOULDER.turns {
        let (Some(r), Some(l)) = rounds else { break };
        lean = (r.y - l.y).atan2((l.x - r.x).max(1.0)).clamp(-SHOULDER.most_lean, SHOULDER.most_lean);
        rounds = (right.round(-1.0, lean), left.round(1.0, lean));
    }
    (rounds, lean)
}

/// `None` when the picture ends above the shoulders.
fn flank(scene: &Scene, head: f32, axis: f32, side: f32) -> Option<Flank> {
    let chin = scene.place.chin.y.max(0.0);
    let top_at = |share: f32| {
        let x = (axis + side * share * head).round();
        if x < 0.0 || x >= scene.width as f32 {
            return None;
        }
        // Hair may hang beside the neck: the shoulder begins below the chin.
        let from = (chin + 0.05 * head) as usize;
        (from..scene.height).find(|y| is_person(scene, x as usize, *y)).map(|y| y as f32)
    };
    let tops = SHOULDER.along.map(top_at);
    let last = scene.height as f32 - 1.0;
    let shoulder = match tops.iter().flatten().copied().reduce(f32::min) {
        Some(top) => top,
        // Either the picture ends beside the neck, or below the chin.
        None if chin + 0.35 * head < last => chin + 0.35 * head,
        None => return None,
    };
    let lowest = shoulder + SHOULDER.round_below * head;
    let columns = (SHOULDER.round.0 * head) as usize..(SHOULDER.round.1 * head) as usize;
    let outline = columns.filter_map(|step| {
        let share = step as f32 / head;
        let y = top_at(share).filter(|y| *y <= lowest)?;
        Some(Point::new(axis + side * share * head, y))
    });
    let mut flank = Flank { outline: outline.collect(), end: Point::default(), visible: false };
    // Where the outline ends at the picture's edge it has not turned down yet, and its round lies there.
    let round = flank.round(side, 0.0).map_or(last, |round| round.y + SHOULDER.below_round * head);
    let arm = (shoulder + SHOULDER.arm * head).min(last).min(round);
    let enough = (shoulder + SHOULDER.arm * head).min(last) - shoulder >= SHOULDER.least_arm * head;
    let row = arm as usize;
    let columns = (0..scene.width).filter(|x| is_person(scene, *x, row));
    let outer = if side < 0.0 { columns.min() } else { columns.max() };
    let edge = if side < 0.0 { 0.0 } else { scene.width as f32 - 1.0 };
    let outer = outer.map_or(edge, |x| x as f32);
    let free = (outer - edge).abs() > (SHOULDER.free * scene.width as f32).max(1.0);
    // A body that is seen at one side of the axis only is cut by whatever is there.
    let reaches = (outer - axis) * side > 0.35 * head;
    let half_way = ((shoulder + arm) / 2.0) as usize;
    let columns = (0..scene.width).filter(|x| is_person(scene, *x, half_way));
    let end = if side < 0.0 { columns.min() } else { columns.max() }.map_or(edge, |x| x as f32);
    flank.end = Point::new(end, half_way as f32);
    flank.visible = enough && free && reaches;
    Some(flank)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The upper edge of a body of 160 px with rounds of 40 px that leans by `lean`, the left shoulder higher.
    fn flank(side: f32, lean: f32) -> Flank {
        let (sin, cos) = lean.sin_cos();
        let along = (0..400).map(|k| {
            // Along the top, then down the round.
            let angle = ((k as f32 - 200.0) / 200.0).max(0.0) * std::f32::consts::FRAC_PI_2;
            let straight = (k as f32 / 200.0).min(1.0) * 40.0;
            let (x, y) = (side * (straight + 40.0 * angle.sin()), 40.0 - 40.0 * angle.cos());
            Point::new(x * cos + y * sin, y * cos - x * sin)
        });
        Flank { outline: along.collect(), end: Point::default(), visible: true }
    }

    #[test]
    fn a_lean_is_measured_as_it_is_though_the_rounds_turn_with_it() {
        for degrees in [-14.0f32, -5.0, 0.0, 2.0, 11.0] {
            let (_, found) = lean(&flank(-1.0, degrees.to_radians()), &flank(1.0, degrees.to_radians()));
            assert!((found.to_degrees() - degrees).abs() < 0.3, "{degrees}: {}", found.to_degrees());
        }
    }
}
