//! A frame with the mesh drawn on it, and how the face stands against level and upright.

use heyan::vision::face::outline::{LEFT_EYE, OVAL, RIGHT_EYE, STROKES};
use image::RgbImage;
use tiny_skia::{Path, PathBuilder};

use super::paint::{Rgb, WHITE, painted_by};
use crate::record::KeyFrame;

/// The mesh; the same blue as the cards' outlines.
const MESH: Rgb = (0x5b, 0xb0, 0xff);
/// The face's own axes: the orange of the lean in the plot.
const AXES: Rgb = (0xff, 0x9f, 0x1c);
/// How far the axes go beyond the face, over its own length.
const BEYOND: f32 = 0.18;
/// Dash and gap of level and upright, units.
const DASH: [f32; 2] = [15.0, 11.0];
/// Farthest that a line may lead outside, px: more would upset the painter.
const FAR: f32 = 1e5;

type Place = (f32, f32);

/// The picture of `frame` with its mesh. Points that are missing or no numbers are left out.
pub fn drawn(frame: &KeyFrame) -> RgbImage {
    let place = |index: usize| frame.mesh.get(index).copied().and_then(place);
    let unit = frame.picture.width().max(frame.picture.height()) as f32 / 1000.0;
    painted_by(&frame.picture, unit.max(f32::EPSILON), |canvas| {
        for stroke in STROKES {
            let points: Vec<Place> = stroke.points.iter().filter_map(|&i| place(i)).collect();
            if points.len() == stroke.points.len()
                && let Some(path) = line(&points, stroke.closed)
            {
                canvas.stroke(&path, (10, 14, 22), 0.40, 5.6);
                canvas.stroke(&path, MESH, 0.95, 2.8);
            }
        }
        let (Some(right), Some(left)) = (place(RIGHT_EYE[0]), place(LEFT_EYE[0])) else { return };
        let (Some(top), Some(chin)) = (place(OVAL[0]), place(OVAL[18])) else { return };
        let middle = ((right.0 + left.0) / 2.0, (right.1 + left.1) / 2.0);
        let (width, height) = (distance(right, left), distance(top, chin));
        let reach = width * (0.5 + 2.0 * BEYOND);
        let (above, below) = (distance(middle, top) + height * BEYOND, distance(middle, chin) + height * BEYOND);
        for path in [
            dashed((middle.0 - reach, middle.1), (middle.0 + reach, middle.1), unit),
            dashed((middle.0, middle.1 - above), (middle.0, middle.1 + below), unit),
        ]
        .into_iter()
        .flatten()
        {
            canvas.stroke(&path, (10, 14, 22), 0.55, 6.0);
            canvas.stroke(&path, WHITE, 0.95, 3.0);
        }
        for ends in [beyond(right, left, 2.0 * BEYOND), beyond(top, chin, BEYOND)] {
            if let Some(path) = line(&ends, false) {
                canvas.stroke(&path, (10, 14, 22), 0.5, 9.0);
                canvas.stroke(&path, AXES, 1.0, 5.5);
            }
        }
    })
}

fn place([x, y]: [f32; 2]) -> Option<Place> {
    // A comparison with NaN is false.
    (x.abs() < FAR && y.abs() < FAR).then_some((x, y))
}

fn distance(a: Place, b: Place) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// From `a` to `b`, longer at both ends by the share `more`.
fn beyond(a: Place, b: Place, more: f32) -> [Place; 2] {
    let (dx, dy) = ((b.0 - a.0) * more, (b.1 - a.1) * more);
    [(a.0 - dx, a.1 - dy), (b.0 + dx, b.1 + dy)]
}

fn line(points: &[Place], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (i, &(x, y)) in points.iter().enumerate() {
        if i == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

/// Pieces of the line from `a` to `b`.
fn dashed(a: Place, b: Place, unit: f32) -> Option<Path> {
    let length = distance(a, b);
    let [dash, gap] = DASH.map(|d| d * unit.max(0.05));
    let at = |s: f32| (a.0 + (b.0 - a.0) * s / length, a.1 + (b.1 - a.1) * s / length);
    let mut builder = PathBuilder::new();
    let mut from = 0.0;
    while from < length {
        let (start, end) = (at(from), at((from + dash).min(length)));
        builder.move_to(start.0, start.1);
        builder.line_to(end.0, end.1);
        from += dash + gap;
    }
    builder.finish()
}
