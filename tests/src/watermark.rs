//! Watermarks as people and apps write them over a card: what they say, how large, how dark, which way, and where.

use tiny_skia::Transform;

use crate::card::{HEIGHT, Print, WIDTH};
use crate::font::{Style, Type, font};
use crate::paint::{Img, Rgb};
use crate::rng::Rng;

const TEXTS: &[&str] = &[
    "仅供办理备案使用",
    "仅供XX公司办理备案使用 再次复印无效",
    "仅用于网站备案",
    "仅限备案使用，他用无效",
    "此复印件仅供ICP备案",
    "仅供阿里云备案专用",
    "备案专用",
    "2026年11月30日 仅供备案",
    "只供腾讯云备案使用",
];
/// Ways that a watermark lies over a card.
const FORMS: &[&str] = &["under the address", "over the address", "beside the address", "across", "tiled", "two lines"];

/// Writes a watermark over `print`; gives what it is like.
pub fn note(rng: &mut Rng, print: &mut Print) -> String {
    let text = TEXTS[rng.index(TEXTS.len())];
    let form = rng.index(FORMS.len());
    let (colour, name): (Rgb, _) = match rng.index(4) {
        0 => ([0.75, 0.12, 0.12], "red"),
        1 => ([0.15, 0.25, 0.7], "blue"),
        2 => ([0.25; 3], "dark grey"),
        _ => ([0.5; 3], "grey"),
    };
    let alpha = rng.range(0.25, 0.75);
    let em = rng.range(2.2, 5.0);
    let s = print.scale;
    let face = font([Type::MicroHei, Type::ZenHei, Type::NotoSans][rng.index(3)]);
    let [ax, ay, aw, ah] =
        print.boxes.iter().find(|(name, _)| *name == "address").map_or([13.9, 28.0, 32.0, 7.0], |(_, at)| *at);
    let long = text.chars().count() as f32 * em;
    // Left end and middle of the writing in mm, and its slant.
    let (x, y, turn) = match form {
        0 => (ax + rng.range(-8.0, 10.0), ay + ah + rng.range(0.0, 2.5), 0.0),
        1 => (ax + rng.range(-8.0, 10.0), ay + rng.range(0.0, 1.0) * ah, 0.0),
        2 => (ax + aw + rng.range(-1.0, 2.5), ay + rng.range(0.0, 1.0) * ah, rng.range(-3.0, 3.0)),
        3 => ((WIDTH - long) / 2.0, HEIGHT / 2.0 + rng.range(-8.0, 10.0), rng.range(-35.0, 35.0)),
        _ => (rng.range(2.0, 30.0), rng.range(18.0, 40.0), [0.0, -30.0, -20.0, 15.0][rng.index(4)]),
    };
    let mut map = print.img.to_pixmap();
    let style = || Style::new(em * s, colour).alpha(alpha);
    let at = Transform::from_rotate_at(turn, (x + long / 2.0) * s, y * s);
    let mut draw = |text: &str, dx: f32, dy: f32| face.draw_at(&mut map, text, (x + dx) * s, (y + dy) * s, style(), at);
    match form {
        4 => {
            let (step, gap) = (long + rng.range(4.0, 12.0), rng.range(7.0, 14.0));
            for row in -4..5 {
                for column in -2..3 {
                    draw(text, column as f32 * step + (row % 2) as f32 * 6.0, row as f32 * gap);
                }
            }
        }
        5 => {
            draw(text, 0.0, 0.0);
            draw("2026年11月", 0.0, em * 1.6);
        }
        _ => {
            draw(text, 0.0, 0.0);
        }
    }
    print.img = Img::from_pixmap(&map);
    format!("{name} {:.2}, {em:.1} mm, {} {turn:.0} deg", alpha, FORMS[form])
}
