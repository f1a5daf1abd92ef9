//! Letters of a filing, printed, signed by hand and photographed on a desk: the texts are written for these tests.

use crate::font::{Font, Style, Type, font};
use crate::paint::{Img, Rgb, poly, stroke};
use crate::rng::{Rng, mix};
use crate::scene::{self, Light};
use crate::set::Split;
use crate::view::{Homography, Quad};
use crate::{backdrop, capture};
use tiny_skia::{Pixmap, Transform};

/// A4, mm.
const PAGE: (f32, f32) = (210.0, 297.0);
/// Pixels a mm of the print before it is photographed.
const SCALE: f32 = 8.0;

/// Which letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// 真实性责任告知书
    Responsibility,
    /// 真实性承诺书
    Promise,
}

/// What is the matter with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fault {
    None,
    Unsigned,
    Undated,
    Blurred,
    Small,
    Dark,
    Blank,
    Part,
    OnItsSide,
    OnItsHead,
}

impl Fault {
    /// All of them, with their names and the findings of which one must be told; those without any are accepted.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 10] = [
        (Self::None, "good", &[]),
        (Self::Unsigned, "unsigned", &["paper.unsigned"]),
        (Self::Undated, "undated", &["paper.undated"]),
        (Self::Blurred, "blurred", &["paper.blurred", "paper.illegible", "paper.blank"]),
        (Self::Small, "small", &["paper.print_too_small"]),
        (Self::Dark, "dark", &["paper.underexposed"]),
        (Self::Blank, "blank", &["paper.blank", "paper.illegible"]),
        (Self::Part, "part", &["paper.few_lines"]),
        (Self::OnItsSide, "on_its_side", &[]),
        (Self::OnItsHead, "on_its_head", &[]),
    ];
}

/// A letter to be made.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// Which.
    pub letter: Letter,
    /// What is the matter.
    pub fault: Fault,
    /// Who signs.
    pub name: &'a str,
    /// The domain in the text.
    pub domain: &'a str,
    /// The day as it is written, year, month, day.
    pub day: (i16, i8, i8),
    /// Tuning or held out: other typefaces, hands and grounds.
    pub split: Split,
    /// Seed of everything else.
    pub seed: u64,
}

const RESPONSIBILITY: [&str; 5] = [
    "根据互联网信息服务管理的有关规定，现将网站负责人的责任告知如下：",
    "一、网站负责人应当如实提交备案信息，对信息的真实性、准确性和有效性负责。",
    "二、备案信息发生变更的，应当在十个工作日内办理变更手续，保持联系电话畅通。",
    "三、不得利用网站从事违法活动，不得发布法律法规禁止的内容，发现后应当立即停止传输并保存记录。",
    "四、提交虚假信息的，备案将被注销，主体和域名将被列入黑名单，由此产生的后果由网站负责人承担。",
];
const PROMISE: [&str; 4] = [
    "本人是网站{domain}的负责人，已经认真阅读并理解互联网信息服务管理的有关规定，现郑重承诺如下：",
    "一、所提交的网站备案信息全部真实、准确、有效，所附材料与原件一致，没有伪造和变造。",
    "二、网站名称与实际内容一致，域名归备案主体所有，如有转让将及时办理注销或者变更手续。",
    "三、如有虚假，愿意接受注销备案等处理，并承担相应的法律责任。",
];

/// The letter as JPEG.
#[must_use]
pub fn letter(order: &Order<'_>) -> Vec<u8> {
    let mut rng = Rng::new(mix(order.seed ^ 0x6c65_7474) ^ if order.split == Split::Held { 0x6865_6c64 } else { 0 });
    let page = print(&mut rng.fork(1), order);
    photograph(&mut rng.fork(2), order, &page)
}

struct Sheet<'a> {
    map: Pixmap,
    body: &'a Font,
    ink: Rgb,
}

impl Sheet<'_> {
    fn text(&mut self, text: &str, x: f32, y: f32, em: f32) -> f32 {
        let style = Style::new(em * SCALE, self.ink);
        self.body.draw(&mut self.map, text, x * SCALE, y * SCALE, style) / SCALE
    }

    fn rule(&mut self, from: f32, to: f32, y: f32) {
        let line = poly(&[(from * SCALE, y * SCALE), (to * SCALE, y * SCALE)], false);
        stroke(&mut self.map, &line, self.ink, 1.0, 0.25 * SCALE);
    }

    /// Writes as a hand does: no two strokes at one height, none upright.
    fn hand(&mut self, rng: &mut Rng, text: &str, x: f32, y: f32, em: f32, pen: Rgb) {
        let mut at = x;
        for c in text.chars() {
            let size = em * rng.range(0.9, 1.15);
            let (cx, cy) = ((at + size / 2.0) * SCALE, (y + rng.range(-0.12, 0.12) * em) * SCALE);
            let turn = Transform::from_rotate_at(rng.range(-9.0, 9.0), cx, cy);
            let lean = Transform::from_row(1.0, 0.0, rng.range(-0.25, 0.05), 1.0, 0.0, 0.0);
            let lean = Transform::from_translate(-cx, -cy).post_concat(lean).post_translate(cx, cy);
            let style = Style::new(size * SCALE, pen).bold(rng.range(0.01, 0.035));
            font(Type::Ukai).draw_at(&mut self.map, &c.to_string(), at * SCALE, cy, style, lean.post_concat(turn));
            at += size * rng.range(0.55, 0.95) * if c.is_ascii() { 0.6 } else { 1.0 };
        }
    }
}

fn print(rng: &mut Rng, order: &Order<'_>) -> Img {
    let held = order.split == Split::Held;
    let body = if held { [Type::NotoSerif, Type::Uming] } else { [Type::NotoSans, Type::ZenHei] }[rng.index(2)];
    let title = if held { Type::NotoSerifBold } else { Type::NotoSansBold };
    let white = rng.range(0.93, 0.99);
    let dark = rng.range(0.03, 0.2);
    let page = Img::new((PAGE.0 * SCALE) as usize, (PAGE.1 * SCALE) as usize, [white, white, white * 0.985]);
    let mut sheet = Sheet { map: page.to_pixmap(), body: font(body), ink: [dark; 3] };
    if order.fault == Fault::Blank {
        return Img::from_pixmap(&sheet.map);
    }
    let (heading, lines): (&str, Vec<String>) = match order.letter {
        Letter::Responsibility => {
            ("网站备案信息真实性责任告知书", RESPONSIBILITY.iter().map(|line| (*line).to_owned()).collect())
        }
        Letter::Promise => {
            ("网站备案信息真实性承诺书", PROMISE.iter().map(|line| line.replace("{domain}", order.domain)).collect())
        }
    };
    let em = rng.range(4.2, 5.2);
    let (left, right) = (rng.range(24.0, 30.0), PAGE.0 - 26.0);
    let style = Style::new(em * 1.6 * SCALE, sheet.ink);
    let width = font(title).width(heading, style);
    font(title).draw(&mut sheet.map, heading, (PAGE.0 * SCALE - width) / 2.0, 34.0 * SCALE, style);
    let mut y = 56.0;
    let per_line = ((right - left) / em) as usize;
    for line in &lines {
        let text: Vec<char> = format!("　　{line}").chars().collect();
        for row in text.chunks(per_line) {
            sheet.text(&row.iter().collect::<String>(), left, y, em);
            y += em * 1.9;
        }
    }
    y += em * 4.0;
    let pen: Rgb = if rng.chance(0.5) { [0.04, 0.04, 0.07] } else { [0.06, 0.09, 0.32] };
    let x = rng.range(88.0, 100.0);
    let ruled = rng.chance(0.6);
    let end = sheet.text(if held { "承诺人（签字）：" } else { "网站负责人（签名）：" }, x, y, em);
    if ruled {
        sheet.rule(end, end + em * 7.0, y + em * 0.6);
    }
    if order.fault != Fault::Unsigned {
        let size = em * rng.range(1.15, 1.5);
        sheet.hand(rng, order.name, end + em * 0.5, y - em * 0.05, size, pen);
    }
    y += em * 3.4;
    let (year, month, day) = order.day;
    let end = sheet.text("日期：", x, y, em);
    if ruled {
        sheet.rule(end, end + em * 8.0, y + em * 0.6);
    }
    if order.fault != Fault::Undated {
        sheet.hand(rng, &format!("{year}年{month}月{day}日"), end + em * 0.4, y - em * 0.05, em * 1.1, pen);
    }
    Img::from_pixmap(&sheet.map)
}

fn photograph(rng: &mut Rng, order: &Order<'_>, page: &Img) -> Vec<u8> {
    let long = if order.fault == Fault::Small { 560.0 } else { rng.range(1900.0, 2800.0) };
    let (mut w, mut h) = ((long * 0.75) as usize, long as usize);
    // How much of the height the page takes; a part of it lies close.
    let share = rng.range(0.86, 0.97);
    let (pw, ph) = (share * h as f32 * PAGE.0 / PAGE.1, share * h as f32);
    let shrink = (0.97 * w as f32 / pw).min(1.0);
    let (pw, ph) = (pw * shrink, ph * shrink);
    let (x, y) = ((w as f32 - pw) / 2.0, (h as f32 - ph) / 2.0);
    let mut lean = || [rng.range(-0.015, 0.015) * pw, rng.range(-0.012, 0.012) * ph];
    let corner = |[dx, dy]: [f32; 2], x: f32, y: f32| [x + dx, y + dy];
    let mut quad: Quad =
        [corner(lean(), x, y), corner(lean(), x + pw, y), corner(lean(), x + pw, y + ph), corner(lean(), x, y + ph)];
    if order.fault == Fault::Part {
        // Two and a half lines of the text fill the frame.
        let (k, top, left) = (5.6, 0.165, 0.1);
        quad = quad.map(|[px, py]| [(px - x - left * pw) * k, (py - y - top * ph) * k]);
        h = (0.045 * ph * k) as usize;
        w = (0.82 * pw * k) as usize;
        let fit = 1700.0 / w as f32;
        quad = quad.map(|p| p.map(|v| v * fit));
        (w, h) = ((w as f32 * fit) as usize, (h as f32 * fit) as usize);
    }
    let ground = ["wood", "cloth", "marble", "paper"][rng.index(3)];
    let mut canvas = backdrop::backdrop(&mut rng.fork(3), ground, w, h);
    let mut tex = page.clone();
    let mut k = SCALE;
    let target = (quad[1][0] - quad[0][0]) / PAGE.0;
    while k > 1.7 * target {
        tex = tex.half();
        k *= 0.5;
    }
    let (kx, ky) = (tex.w as f32 / PAGE.0, tex.h as f32 / PAGE.1);
    let back = Homography::onto(&quad, PAGE.0, PAGE.1).inverse();
    for row in 0..h {
        for column in 0..w {
            let mut sum = [0.0; 3];
            let mut inside = 0.0;
            for (ox, oy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                let [mx, my] = back.at(column as f32 + ox, row as f32 + oy);
                if (0.0..PAGE.0).contains(&mx) && (0.0..PAGE.1).contains(&my) {
                    let c = tex.sample(mx * kx, my * ky);
                    for (sum, c) in sum.iter_mut().zip(c) {
                        *sum += c / 4.0;
                    }
                    inside += 0.25;
                }
            }
            let under = canvas.px[row * w + column];
            for (k, value) in canvas.px[row * w + column].iter_mut().enumerate() {
                *value = sum[k] + under[k] * (1.0 - inside);
            }
        }
    }
    let mut light = Light::good(rng);
    if order.fault == Fault::Dark {
        light.exposure = rng.range(0.08, 0.14);
    }
    scene::light(&mut canvas, &light);
    canvas.blur(light.soft * target + 0.4);
    if order.fault == Fault::Blurred {
        // A fifth of the height of the print, by shake and by focus.
        let smear = rng.range(0.9, 1.3) * target;
        if rng.chance(0.4) {
            capture::motion(&mut canvas, smear * 3.6, rng.range(0.0, 3.0));
        } else {
            canvas.blur(smear);
        }
    }
    scene::noise(&mut rng.fork(4), &mut canvas, &light);
    let canvas = match order.fault {
        Fault::OnItsSide => turned(&canvas),
        Fault::OnItsHead => turned(&turned(&canvas)),
        _ => canvas,
    };
    let mut out = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut out, rng.int(82, 94) as u8);
    let (w, h) = (canvas.w as u16, canvas.h as u16);
    encoder.encode(&canvas.to_bytes(), w, h, jpeg_encoder::ColorType::Rgb).expect("an encoder writes to memory");
    out
}

/// Turned by a quarter, clockwise.
fn turned(img: &Img) -> Img {
    Img::from_fn(img.h, img.w, |x, y| img.px[(img.h - 1 - x as usize) * img.w + y as usize])
}
