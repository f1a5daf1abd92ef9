//! An overlay painted into pixels, for the PNGs.

use heyan::rules::{Point, Severity};
use image::RgbImage;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Rect, Shader, Stroke, Transform,
};

use super::glyphs;
use super::overlay::{Marked, Overlay};

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// The one accent: card and fields. The same blue as in the page.
const ACCENT: Rgb = (0x2f, 0x6f, 0xde);
/// Halos and faint lines.
pub const WHITE: Rgb = (255, 255, 255);

/// The colour of a finding's region; the same as in the page.
fn tone(severity: Severity) -> Rgb {
    match severity {
        Severity::Error => (0xd1, 0x3b, 0x2e),
        Severity::Warning => (0xc7, 0x82, 0x0a),
        Severity::Info => (0x6b, 0x72, 0x80),
    }
}

/// `image` with `overlay` painted on it. Unchanged where nothing can be painted.
pub fn painted(image: &RgbImage, overlay: &Overlay) -> RgbImage {
    painted_by(image, overlay.badge_radius / 18.0, |canvas| canvas.overlay(overlay))
}

/// `image` with what `draw` paints on it, where `unit` px are one of a picture shown a thousand pixels wide.
pub fn painted_by(image: &RgbImage, unit: f32, draw: impl FnOnce(&mut Canvas)) -> RgbImage {
    let Some(mut pixmap) = Pixmap::new(image.width(), image.height()) else {
        return image.clone();
    };
    for (to, from) in pixmap.data_mut().chunks_exact_mut(4).zip(image.pixels()) {
        let [r, g, b] = from.0;
        to.copy_from_slice(&[r, g, b, 255]);
    }
    let mut canvas = Canvas { unit, pixmap };
    draw(&mut canvas);
    let mut out = image.clone();
    for (to, from) in out.pixels_mut().zip(canvas.pixmap.data().chunks_exact(4)) {
        if let [r, g, b, _] = *from {
            to.0 = [r, g, b];
        }
    }
    out
}

/// What is painted on.
pub struct Canvas {
    pixmap: Pixmap,
    /// One pixel of a picture shown a thousand pixels wide.
    unit: f32,
}

impl Canvas {
    /// Draws all of `overlay`.
    pub fn overlay(&mut self, overlay: &Overlay) {
        if let Some(corners) = &overlay.outline {
            self.dim_outside(corners, overlay);
            if let Some(path) = polygon(corners) {
                self.stroke(&path, WHITE, 0.85, 5.0);
                self.stroke(&path, ACCENT, 1.0, 2.6);
            }
        }
        for field in &overlay.fields {
            if let Some(path) = polygon(&field.shape) {
                self.fill(&path, ACCENT, 0.10);
                self.stroke(&path, ACCENT, 0.95, 1.6);
            }
        }
        for (severity, defect) in &overlay.defects {
            self.hatch(&defect.shape, tone(*severity), defect.vast);
        }
        if overlay.field_badges {
            for field in &overlay.fields {
                self.badge(field, ACCENT, overlay.badge_radius, true);
            }
        }
        for (severity, defect) in &overlay.defects {
            self.badge(defect, tone(*severity), overlay.badge_radius, false);
        }
    }

    fn dim_outside(&mut self, corners: &[Point], overlay: &Overlay) {
        let mut builder = PathBuilder::new();
        if let Some(all) = Rect::from_xywh(0.0, 0.0, overlay.width, overlay.height) {
            builder.push_rect(all);
        }
        trace(&mut builder, corners);
        if let Some(path) = builder.finish() {
            let paint = paint((10, 14, 22), 0.32);
            self.pixmap.fill_path(&path, &paint, FillRule::EvenOdd, Transform::identity(), None);
        }
    }

    /// Translucent, with slanting lines: told from the picture's own colours, and in grey print.
    fn hatch(&mut self, shape: &[Point], colour: Rgb, vast: bool) {
        let Some(path) = polygon(shape) else { return };
        let (wash, lines_alpha, apart) = if vast { (0.05, 0.45, 34.0) } else { (0.20, 0.75, 11.0) };
        self.fill(&path, colour, wash);
        if let Some(mut mask) = Mask::new(self.pixmap.width(), self.pixmap.height()) {
            mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
            let (width, height) = (self.pixmap.width() as f32, self.pixmap.height() as f32);
            let bounds = path.bounds();
            let step = self.unit * apart;
            let mut builder = PathBuilder::new();
            // Lines x + y = s, only where the shape and the picture can be.
            let from = bounds.left().max(0.0) + bounds.top().max(0.0);
            let to = bounds.right().min(width) + bounds.bottom().min(height);
            let mut s = (from / step).floor() * step;
            while s < to {
                builder.move_to(s, 0.0);
                builder.line_to(s - height, height);
                s += step;
            }
            if let Some(lines) = builder.finish() {
                let stroke = Stroke { width: self.unit * 2.4, ..Stroke::default() };
                self.pixmap.stroke_path(
                    &lines,
                    &paint(colour, lines_alpha),
                    &stroke,
                    Transform::identity(),
                    Some(&mask),
                );
            }
        }
        self.stroke(&path, WHITE, 0.7, 4.2);
        self.stroke(&path, colour, 1.0, 2.4);
    }

    fn badge(&mut self, marked: &Marked, colour: Rgb, radius: f32, round: bool) {
        let Point { x, y } = marked.badge;
        let shape = |r: f32| {
            if round {
                PathBuilder::from_circle(x, y, r)
            } else {
                Rect::from_xywh(x - r, y - r, 2.0 * r, 2.0 * r).map(PathBuilder::from_rect)
            }
        };
        if let (Some(halo), Some(disc)) = (shape(radius * 1.14), shape(radius)) {
            self.fill(&halo, WHITE, 0.95);
            self.fill(&disc, colour, 1.0);
        }
        let size = radius * if marked.mark.len() > 1 { 0.85 } else { 1.05 };
        let mut builder = PathBuilder::new();
        for run in glyphs::outline(&marked.mark) {
            for (i, (gx, gy)) in run.into_iter().enumerate() {
                let (px, py) = (x + gx * size, y + gy * size);
                if i == 0 { builder.move_to(px, py) } else { builder.line_to(px, py) }
            }
        }
        if let Some(path) = builder.finish() {
            self.stroke(&path, WHITE, 1.0, size / self.unit * 0.15);
        }
    }

    fn fill(&mut self, path: &Path, colour: Rgb, alpha: f32) {
        self.pixmap.fill_path(path, &paint(colour, alpha), FillRule::Winding, Transform::identity(), None);
    }

    /// Draws along `path`, `width` units wide.
    pub fn stroke(&mut self, path: &Path, colour: Rgb, alpha: f32, width: f32) {
        let stroke = Stroke {
            width: width * self.unit,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        self.pixmap.stroke_path(path, &paint(colour, alpha), &stroke, Transform::identity(), None);
    }
}

fn paint(rgb: Rgb, alpha: f32) -> Paint<'static> {
    let mut colour = Color::from_rgba8(rgb.0, rgb.1, rgb.2, 255);
    colour.set_alpha(alpha);
    Paint { shader: Shader::SolidColor(colour), anti_alias: true, ..Paint::default() }
}

fn polygon(points: &[Point]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    trace(&mut builder, points);
    builder.finish()
}

fn trace(builder: &mut PathBuilder, points: &[Point]) {
    for (i, p) in points.iter().enumerate() {
        if i == 0 { builder.move_to(p.x, p.y) } else { builder.line_to(p.x, p.y) }
    }
    builder.close();
}
