//! The other faces of a picture. The detector's small input shows only large faces of a whole picture, so between two
//! looks at the whole it looks at one part after the other.

use super::detect::Square;
use super::mesh::same_place;

/// Side of a part over the picture's longer side. Of four by three there are four parts that overlap by a seventh of it: a
/// face is whole in one of them, or large enough to be found in the whole picture. The least face found is that of the
/// whole picture times this.
const PART: f64 = 0.62;
/// How far a part reaches beyond the picture, over its side: a face that is cut off by the picture's edge is found more
/// readily when it is not at the edge of the network's input as well.
const BEYOND: f64 = 0.08;
/// How much longer than a part a picture's side may be and still need only one.
const SLACK: f64 = 1.05;

/// Another face, and the look that found it.
#[derive(Debug, Clone, Copy)]
struct Other {
    turn: usize,
    bounds: [f32; 4],
}

/// Whose turn it is to be looked at, and what was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Crowd {
    next: usize,
    others: Vec<Other>,
}

impl Crowd {
    /// Nothing is known of the others, and the whole picture is the next to be looked at.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The whole picture is the next to be looked at.
    pub(super) fn begin_again(&mut self) {
        self.next = 0;
    }

    /// Whether the whole picture is the next to be looked at.
    pub(super) fn is_at_whole(&self) -> bool {
        self.next == 0
    }

    /// The next turn, and the part that it looks at; of turn 0 the whole picture.
    pub(super) fn take_turn(&mut self, width: u32, height: u32) -> (usize, Option<Square>) {
        let parts = parts(width, height);
        let turn = self.next;
        self.next = if turn >= parts.len() { 0 } else { turn + 1 };
        (turn, turn.checked_sub(1).and_then(|part| parts.get(part).copied()))
    }

    /// Looks that the whole and its parts make.
    pub(super) fn turns(width: u32, height: u32) -> u64 {
        parts(width, height).len() as u64 + 1
    }

    /// What a turn has found, in place of what it found the last time.
    pub(super) fn found(&mut self, turn: usize, faces: &[[f32; 4]]) {
        self.others.retain(|other| other.turn != turn);
        self.others.extend(faces.iter().map(|bounds| Other { turn, bounds: *bounds }));
    }

    /// How many there are beside the face `held`.
    pub(super) fn count(&self, held: [f32; 4]) -> u32 {
        let mut faces: Vec<[f32; 4]> = Vec::new();
        for other in &self.others {
            if !same_place(held, other.bounds) && !faces.iter().any(|face| same_place(*face, other.bounds)) {
                faces.push(other.bounds);
            }
        }
        faces.len() as u32
    }
}

/// Squares that together show the picture.
fn parts(width: u32, height: u32) -> Vec<Square> {
    let (width, height) = (f64::from(width), f64::from(height));
    let side = PART * width.max(height);
    let inwards = side * (0.5 - BEYOND);
    let middles =
        |length: f64| if length <= SLACK * side { vec![length / 2.0] } else { vec![inwards, length - inwards] };
    let rows = middles(height);
    middles(width).into_iter().flat_map(|x| rows.iter().map(move |y| Square { centre: [x, *y], side })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_show_all_of_a_picture_and_overlap() {
        for (width, height, count) in [(640, 480, 4), (480, 640, 4), (1280, 720, 2), (1080, 1920, 2), (500, 500, 4)] {
            let parts = parts(width, height);
            assert_eq!(parts.len(), count, "{width} x {height}");
            let (w, h) = (f64::from(width), f64::from(height));
            // A face of an eighth of the longer side, anywhere, is whole in one part.
            let face = w.max(h) / 8.0;
            for (i, j) in (0..=10).flat_map(|i| (0..=10).map(move |j| (f64::from(i) / 10.0, f64::from(j) / 10.0))) {
                let (left, top) = ((w - face) * i, (h - face) * j);
                let holds = |p: &Square, low: f64, k: usize| {
                    let middle = p.centre.get(k).copied().unwrap_or(f64::NAN);
                    low >= middle - p.side / 2.0 - 1e-6 && low + face <= middle + p.side / 2.0 + 1e-6
                };
                assert!(parts.iter().any(|p| holds(p, left, 0) && holds(p, top, 1)), "{left} {top}");
            }
        }
    }

    #[test]
    fn a_face_that_two_looks_find_is_one_and_the_one_held_is_none() {
        let mut crowd = Crowd::default();
        let (held, other) = ([0.0, 0.0, 100.0, 100.0], [200.0, 0.0, 260.0, 60.0]);
        crowd.found(0, &[other]);
        crowd.found(3, &[[205.0, 5.0, 262.0, 66.0], [300.0, 300.0, 340.0, 340.0], held]);
        assert_eq!(crowd.count(held), 2);
        crowd.found(3, &[]);
        assert_eq!(crowd.count(held), 1, "what another look found stays");
        crowd.found(0, &[]);
        assert_eq!(crowd.count(held), 0);
    }

    #[test]
    fn the_whole_comes_first_and_then_part_after_part() {
        let mut crowd = Crowd::default();
        let turns: Vec<usize> = (0..7).map(|_| crowd.take_turn(640, 480).0).collect();
        assert_eq!(turns, [0, 1, 2, 3, 4, 0, 1]);
        assert_eq!(Crowd::turns(640, 480), 5);
        crowd.begin_again();
        assert_eq!(crowd.take_turn(640, 480), (0, None));
    }
}
