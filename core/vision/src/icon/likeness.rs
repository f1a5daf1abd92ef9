//! How much the shape on an icon is like those of system apps.

use heyan_rules::guide::icon::SystemApp;

use super::canvas::{Canvas, SAME, apart};

/// Cells along the side of a shape that is compared.
const CELLS: usize = 40;
/// The least of the icon that its shape takes up, and the most: else there is no shape before a ground.
const SHAPE: std::ops::RangeInclusive<f64> = 0.04..=0.85;
/// Bounds of a shape may differ from a drawing's by this much, width by height.
const ASPECT: f64 = 1.3;

/// The likeness to each system app's icon: correlation of the shapes, 0 to 1.
pub(super) fn to_system_apps(canvas: &Canvas) -> Vec<(SystemApp, f64)> {
    let shape = shape(canvas);
    let one = |app: SystemApp| {
        let Some((mask, aspect)) = &shape else { return (app, 0.0) };
        let (drawn, own) = drawing(app);
        let differs = (aspect / own).max(own / aspect);
        let like = correlation(mask, &drawn);
        // Nearer to the bare outline than to the drawing, it is a disc or a box and nobody's icon.
        let bare = outline(app).map_or(0.0, |bare| correlation(mask, &cells(bare)));
        (app, if differs > ASPECT || bare >= like { 0.0 } else { like })
    };
    SystemApp::ALL.into_iter().map(one).collect()
}

/// What stands before the ground, cut to its bounds, and the aspect of those.
fn shape(canvas: &Canvas) -> Option<(Vec<f64>, f64)> {
    let side = canvas.side();
    let stands = |x: usize, y: usize| !canvas.is_clear(x, y) && apart(canvas.at(x, y), canvas.ground()) > 2.0 * SAME;
    let (mut left, mut top, mut right, mut bottom, mut count) = (side, side, 0, 0, 0usize);
    // Rounded corners of the icon are of another colour than its ground, and no shape.
    let margin = side / 16;
    for y in margin..side - margin {
        for x in margin..side - margin {
            if stands(x, y) {
                (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x), bottom.max(y));
                count += 1;
            }
        }
    }
    let share = count as f64 / (side * side) as f64;
    if !SHAPE.contains(&share) || right <= left || bottom <= top {
        return None;
    }
    let (width, height) = (right - left + 1, bottom - top + 1);
    let mut mask = Vec::with_capacity(CELLS * CELLS);
    for y in 0..CELLS {
        for x in 0..CELLS {
            mask.push(f64::from(u8::from(stands(left + x * width / CELLS, top + y * height / CELLS))));
        }
    }
    Some((mask, width as f64 / height as f64))
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (of_a, of_b) = (mean(a), mean(b));
    let (mut both, mut own, mut other) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        both += (a - of_a) * (b - of_b);
        own += (a - of_a).powi(2);
        other += (b - of_b).powi(2);
    }
    let spread = (own * other).sqrt();
    if spread > 0.0 { (both / spread).clamp(0.0, 1.0) } else { 0.0 }
}

/// The plain drawing of a system app's icon within its bounds, and its aspect.
fn drawing(app: SystemApp) -> (Vec<f64>, f64) {
    let (drawn, aspect): (fn(f64, f64) -> bool, f64) = match app {
        SystemApp::Phone => (phone, 1.0),
        SystemApp::Message => (message, 1.18),
        SystemApp::Camera => (camera, 1.25),
        SystemApp::Settings => (settings, 1.0),
        SystemApp::Mail => (mail, 1.4),
        SystemApp::Clock => (clock, 1.0),
    };
    (cells(drawn), aspect)
}

fn cells(drawn: fn(f64, f64) -> bool) -> Vec<f64> {
    let cell = |at: usize| {
        let (x, y) = ((at % CELLS) as f64 + 0.5, (at / CELLS) as f64 + 0.5);
        f64::from(u8::from(drawn(x / CELLS as f64, y / CELLS as f64)))
    };
    (0..CELLS * CELLS).map(cell).collect()
}

/// The same without what makes it the system's; `None` where the outline alone does, or is a full box.
fn outline(app: SystemApp) -> Option<fn(f64, f64) -> bool> {
    match app {
        SystemApp::Message => Some(|x, y| (x - 0.5).hypot(y - 0.5) <= 0.5),
        SystemApp::Camera => Some(|x, y| y >= 0.18 || (0.32..=0.68).contains(&x)),
        SystemApp::Settings | SystemApp::Clock => Some(|x, y| in_disc(x, y, 0.5, 0.5, 0.5)),
        SystemApp::Phone | SystemApp::Mail => None,
    }
}

fn in_disc(x: f64, y: f64, cx: f64, cy: f64, radius: f64) -> bool {
    (x - cx).hypot(y - cy) <= radius
}

/// Distance from the line between two points.
fn off_line(x: f64, y: f64, from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let along = (((x - from.0) * dx + (y - from.1) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (x - from.0 - along * dx).hypot(y - from.1 - along * dy)
}

/// A receiver lying from the upper left to the lower right, hollow towards the upper right.
fn phone(x: f64, y: f64) -> bool {
    let bow = off_line(x, y, (0.12, 0.25), (0.35, 0.65)) < 0.12 || off_line(x, y, (0.35, 0.65), (0.75, 0.88)) < 0.12;
    bow || off_line(x, y, (0.18, 0.14), (0.32, 0.32)) < 0.14 || off_line(x, y, (0.68, 0.68), (0.86, 0.82)) < 0.14
}

/// A bubble with its tail at the lower left.
fn message(x: f64, y: f64) -> bool {
    let bubble = ((x - 0.5) / 0.5).hypot((y - 0.43) / 0.43) <= 1.0;
    bubble || (off_line(x, y, (0.3, 0.75), (0.16, 0.97)) < 0.06 && y > 0.6)
}

/// A body with a bump, and a lens with a ring round it.
fn camera(x: f64, y: f64) -> bool {
    let body = y >= 0.18 || (0.32..=0.68).contains(&x);
    let from_lens = ((x - 0.5) * 1.25).hypot(y - 0.58);
    body && !(0.2..=0.3).contains(&from_lens)
}

/// A wheel of eight teeth with a hole.
fn settings(x: f64, y: f64) -> bool {
    let (dx, dy) = (x - 0.5, y - 0.5);
    let from = dx.hypot(dy);
    let tooth = (dy.atan2(dx) * 8.0).cos() > 0.0;
    from > 0.17 && (from < 0.38 || (from < 0.5 && tooth))
}

/// An envelope whose flap is drawn.
fn mail(x: f64, y: f64) -> bool {
    let flap = off_line(x, y, (0.02, 0.08), (0.5, 0.56)).min(off_line(x, y, (0.98, 0.08), (0.5, 0.56)));
    flap > 0.05
}

/// A disc with two hands.
fn clock(x: f64, y: f64) -> bool {
    let hands = off_line(x, y, (0.5, 0.5), (0.5, 0.18)).min(off_line(x, y, (0.5, 0.5), (0.72, 0.6)));
    in_disc(x, y, 0.5, 0.5, 0.5) && hands > 0.045
}
