//! A second script on cards of the autonomous regions: small, above each label and above the name, with Zhuang below the
//! address as well, with Mongolian in columns beside them.

use tiny_skia::Transform;

use crate::card::{Print, Side};
use crate::font::{Style, Type, font};
use crate::paint::{Img, Rgb};
use crate::rng::Rng;

/// A script beside Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Mongolian,
    Tibetan,
    Uyghur,
    Yi,
    Zhuang,
}

const ALL: [(Script, &str); 5] = [
    (Script::Mongolian, "mongolian"),
    (Script::Tibetan, "tibetan"),
    (Script::Uyghur, "uyghur"),
    (Script::Yi, "yi"),
    (Script::Zhuang, "zhuang"),
];

impl Script {
    fn face(self) -> Type {
        match self {
            Self::Mongolian => Type::Mongolian,
            Self::Tibetan => Type::Tibetan,
            Self::Uyghur => Type::Arabic,
            Self::Yi => Type::Yi,
            Self::Zhuang => Type::NotoSans,
        }
    }

    /// A word of so many letters of the script's block; as a specimen, without its meaning.
    fn word(self, rng: &mut Rng, letters: usize) -> String {
        let (first, last) = match self {
            Self::Mongolian => (0x1820, 0x1842),
            Self::Tibetan => (0x0F40, 0x0F64),
            Self::Uyghur => (0x0628, 0x063A),
            Self::Yi => (0xA000, 0xA48C),
            Self::Zhuang => (0x61, 0x7A),
        };
        let face = font(self.face());
        let mut word = String::new();
        while word.chars().count() < letters {
            let letter = char::from_u32(rng.int(first, last) as u32).filter(|c| face.has(*c));
            word.extend(letter);
        }
        if self == Self::Zhuang {
            // A capital at the head, as in Minzcuz.
            word.get_mut(..1).into_iter().for_each(|head| head.make_ascii_uppercase());
        }
        word
    }
}

/// Writes a second script over `print`; gives which.
pub fn second(rng: &mut Rng, print: &mut Print) -> String {
    let (script, name) = ALL[rng.index(ALL.len())];
    let at = |field: &str| print.boxes.iter().find(|(name, _)| *name == field).map(|(_, at)| *at);
    let s = print.scale;
    let blue: Rgb = [0.24, 0.46, 0.68];
    let dark = rng.range(0.06, 0.2);
    let black: Rgb = [dark; 3];
    let em = rng.range(1.35, 1.85);
    let mut words: Vec<(String, f32, f32, Rgb, f32)> = Vec::new();
    let mut write = |rng: &mut Rng, letters: (i64, i64), x: f32, y: f32, ink: Rgb| {
        let count = rng.int(letters.0, letters.1) as usize;
        words.push((script.word(rng, count), x, y, ink, em * rng.range(0.94, 1.06)));
    };
    let above = em * rng.range(0.65, 0.8) + 1.5;
    match print.side {
        Side::Front => {
            // The name may be set smaller or on two lines: what stands above it follows.
            let Some([left, top, ..]) = at("name") else { return name.to_owned() };
            let shift = left - 13.9;
            for (x, y, letters) in [
                (5.6, 9.0, (4, 7)),
                (5.6, 16.1, (3, 6)),
                (23.4, 16.1, (4, 7)),
                (5.6, 23.0, (4, 7)),
                (5.6, 29.8, (4, 8)),
                (5.6, 47.4, (9, 16)),
            ] {
                write(rng, letters, x + shift, y - above, blue);
            }
            let y = top - em * rng.range(0.5, 0.7);
            write(rng, (6, 14), left, y, black);
            if let Some([left, top, _, height]) = at("address").filter(|_| script == Script::Zhuang) {
                let y = top + height + em * rng.range(0.6, 0.9);
                write(rng, (9, 18), left, y, black);
            }
        }
        Side::Back => {
            let Some([left, top, _, height]) = at("issuing_authority") else { return name.to_owned() };
            let (shift, y) = (left - 34.4, top + height / 2.0);
            write(rng, (6, 11), 20.4 + shift, y - above, blue);
            write(rng, (8, 16), left, y - above, black);
            if let Some([_, top, _, height]) = at("valid_from") {
                write(rng, (6, 11), 20.4 + shift, top + height / 2.0 - above, blue);
            }
        }
    }
    let mut map = print.img.to_pixmap();
    let face = font(script.face());
    for (word, x, y, ink, em) in words {
        let style = Style::new(em * s, ink);
        if script == Script::Mongolian {
            // Downwards, left of where the others stand above.
            let turn = Transform::from_rotate_at(90.0, (x - 1.0) * s, y * s);
            let short: String = word.chars().take(4).collect();
            face.draw_at(&mut map, &short, (x - 1.0) * s, y * s, style, turn);
        } else {
            face.draw(&mut map, &word, x * s, y * s, style);
        }
    }
    print.img = Img::from_pixmap(&map);
    name.to_owned()
}
