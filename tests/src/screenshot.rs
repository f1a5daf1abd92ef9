//! A picture as a phone's gallery shows it, saved from the screen.

use crate::font::{Style, Type, font};
use crate::paint::{Img, Rgb};
use crate::rng::Rng;
use crate::view::Quad;

/// Height of screens over their width.
const SHAPES: [f32; 5] = [1.778, 2.0, 2.111, 2.165, 2.222];

/// `picture` in the middle of a screen, a bar with the time at its head; its corners `quad` move with it.
pub fn screenshot(rng: &mut Rng, picture: &Img, quad: &mut Quad) -> Img {
    let ground: Rgb = [[0.0; 3], [1.0; 3], [0.07; 3]][rng.index(3)];
    let ink: Rgb = if ground[0] > 0.5 { [0.1; 3] } else { [0.95; 3] };
    let (w, h) = (picture.w, picture.h);
    let screen = ((w as f32 * SHAPES[rng.index(SHAPES.len())]) as usize).max(h + w / 3);
    let top = ((screen - h) as f32 * rng.range(0.4, 0.5)) as usize;
    let mut map = Img::new(w, screen, ground).to_pixmap();
    let em = w as f32 * rng.range(0.03, 0.04);
    let face = font(if rng.chance(0.5) { Type::NotoSans } else { Type::MicroHei });
    let time = format!("{}:{:02}", rng.int(8, 22), rng.int(0, 59));
    face.draw(&mut map, &time, w as f32 * 0.06, em, Style::new(em, ink));
    face.draw(&mut map, "5G 87%", w as f32 * 0.8, em, Style::new(em, ink));
    if rng.chance(0.6) {
        face.draw(&mut map, "编辑    分享    删除", w as f32 * 0.3, screen as f32 - 1.6 * em, Style::new(em, ink));
    }
    let mut out = Img::from_pixmap(&map);
    for row in 0..h {
        let at = (top + row) * w;
        out.px[at..at + w].copy_from_slice(&picture.px[row * w..(row + 1) * w]);
    }
    *quad = quad.map(|[x, y]| [x, y + top as f32]);
    out
}
