//! Things that are not an ID card: a bank card, a member's card, a receipt.

use crate::card::{HEIGHT, Print, Side, WIDTH};
use crate::font::{Style, Type, font};
use crate::paint::{Img, Rgb, ellipse, fill, mix, poly, round_rect, sin, stroke};
use crate::rng::Rng;

/// A card of the same size that is no ID card.
pub fn other_card(rng: &mut Rng, scale: f32) -> Print {
    let (w, h) = ((WIDTH * scale) as usize, (HEIGHT * scale) as usize);
    let a: Rgb = [rng.range(0.05, 0.9), rng.range(0.05, 0.7), rng.range(0.1, 0.8)];
    let b: Rgb = [rng.range(0.05, 0.7), rng.range(0.05, 0.6), rng.range(0.1, 0.9)];
    let wave = rng.range(0.03, 0.12);
    let ground = Img::from_fn(w, h, |x, y| {
        let t = (x + y) / (w + h) as f32 + 0.06 * sin(x / scale * wave + y / scale * 0.2);
        mix(a, b, t.clamp(0.0, 1.0))
    });
    let mut map = ground.to_pixmap();
    let s = scale;
    let white: Rgb = [0.97, 0.97, 0.95];
    let f = font(Type::MicroHei);
    let digits =
        |rng: &mut Rng, n: usize| -> String { (0..n).map(|_| char::from(b'0' + rng.index(10) as u8)).collect() };
    if rng.chance(0.65) {
        // A bank card.
        f.draw(
            &mut map,
            rng.pick(&["江河银行", "四海银行", "远山储蓄银行"]),
            6.0 * s,
            8.5 * s,
            Style::new(4.8 * s, white),
        );
        fill(&mut map, &round_rect(9.0 * s, 18.0 * s, 12.0 * s, 9.0 * s, 1.2 * s), [0.86, 0.74, 0.42], 1.0);
        for k in [0.33, 0.66] {
            stroke(
                &mut map,
                &poly(&[(9.0 * s, (18.0 + 9.0 * k) * s), (21.0 * s, (18.0 + 9.0 * k) * s)], false),
                [0.5, 0.4, 0.2],
                0.8,
                0.25 * s,
            );
        }
        let n = format!("62{} {} {} {}", digits(rng, 2), digits(rng, 4), digits(rng, 4), digits(rng, 4));
        font(Type::OcrB).draw(&mut map, &n, 9.0 * s, 35.0 * s, Style::new(5.6 * s, white).bold(0.02));
        f.draw(&mut map, "有效期 08/31", 32.0 * s, 42.5 * s, Style::new(2.6 * s, white));
        for (dx, c) in [(0.0, [0.85, 0.2, 0.15]), (5.0, [0.95, 0.65, 0.15])] {
            fill(&mut map, &ellipse((70.0 + dx) * s, 45.0 * s, 4.4 * s, 4.4 * s, 0.0), c, 0.85);
        }
    } else {
        // A shop's card.
        f.draw(
            &mut map,
            rng.pick(&["会员卡", "借书证", "一卡通"]),
            26.0 * s,
            20.0 * s,
            Style::new(10.0 * s, white).bold(0.02),
        );
        f.draw(&mut map, &format!("NO.{}", digits(rng, 8)), 28.0 * s, 33.0 * s, Style::new(4.0 * s, white));
        f.draw(&mut map, "请妥善保管 遗失不补", 28.0 * s, 44.0 * s, Style::new(2.8 * s, white));
    }
    Print { img: Img::from_pixmap(&map), scale, size: [WIDTH, HEIGHT], boxes: Vec::new(), side: Side::Front }
}
