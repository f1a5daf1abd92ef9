//! The row of a name as a camera saw it.

use heyan::Scanner;
use heyan_rules::Point;
use heyan_rules::geometry::CardShape;
use heyan_vision::document::rectify::FlatLimits;
use heyan_vision::document::{FlatCard, Placement};
use opencv::core::Mat;

use crate::card::{Box4, Faces, WIDTH};
use crate::encode::encode;
use crate::placing::good_place;
use crate::print;
use crate::rng::Rng;
use crate::scene::{self, Light, Placed, Scene};
use crate::view::{Stance, bounds, long_side, project_of};

/// Size of the part of a card that is photographed, mm: label and name, up to the portrait.
const SIZE: [f32; 2] = [56.0, 14.6];
/// Ground around it in the picture, px.
const AROUND: f32 = 24.0;

/// A row laid flat, in millimetres of its card.
pub struct Strip {
    /// The row.
    pub flat: FlatCard,
    /// Where its value stands.
    pub value: Box4,
}

/// Prints `text` behind `label` and photographs it as cards in good pictures are.
pub fn strip(rng: &mut Rng, label_and_text: [&str; 2], faces: Faces, held: bool) -> Strip {
    let (_, _, quad) = good_place(rng);
    let px_per_mm = long_side(&quad) / WIDTH;
    let scale = (px_per_mm * 1.1).clamp(9.0, 24.0);
    let print = print::strip(&mut rng.fork(1), label_and_text, faces, scale, held, SIZE);
    let value = print.boxes.iter().find(|(name, _)| *name == "name").map_or([0.0; 4], |(_, at)| *at);
    let lean = if rng.chance(0.5) { 6.0 } else { 16.0 };
    let stance = Stance { roll: rng.range(-8.0, 8.0), pitch: rng.range(-lean, lean), yaw: rng.range(-lean, lean) };
    let flat = project_of(SIZE, stance);
    let k = px_per_mm * SIZE[0] / long_side(&flat);
    let quad = flat.map(|p| p.map(|v| v * k));
    let (low, high) = bounds(&quad);
    let quad = quad.map(|[x, y]| [x - low[0] + AROUND, y - low[1] + AROUND]);
    let light = Light::good(&mut rng.fork(2));
    let size = |axis: usize| (high[axis] - low[axis] + 2.0 * AROUND).ceil() as usize;
    let scene = Scene {
        w: size(0),
        h: size(1),
        ground: "own_colour",
        light,
        shadow: false,
        cards: vec![Placed { print, quad, overlays: Vec::new() }],
    };
    let mut image = scene::compose(&mut rng.fork(3), &scene);
    scene::noise(&mut rng.fork(4), &mut image, &light);
    let (bytes, _) = encode(&mut rng.fork(5), &image, &mut Vec::new());
    let picture = Scanner::decode(&bytes).expect("a picture that was just made");
    let shape = CardShape { width_mm: SIZE[0], height_mm: SIZE[1] };
    let placement =
        Placement::new(shape, quad.map(|[x, y]| Point::new(x, y))).expect("a row that lies flat spans an area");
    let flat = FlatCard::new(&picture, &placement, &FlatLimits::default()).expect("a picture that was just read");
    Strip { flat, value }
}

impl Strip {
    /// An image of the value alone, its box as loose as a detector's.
    pub fn line(&self, rng: &mut Rng) -> Mat {
        let [left, top, width, height] = self.value;
        let em = height / 1.1;
        let half = em * rng.range(0.56, 0.71);
        let middle = top + height / 2.0 + em * rng.range(-0.08, 0.08);
        let (from, to) = (left - rng.range(0.1, 0.6), left + width + rng.range(0.1, 0.6));
        let lean = rng.range(-0.012, 0.012) * (to - from);
        let quad = [
            Point::new(from, middle - half - lean),
            Point::new(to, middle - half + lean),
            Point::new(to, middle + half + lean),
            Point::new(from, middle + half - lean),
        ];
        self.flat.line(&quad).expect("a line inside the picture")
    }
}
