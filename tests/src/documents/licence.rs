//! Licences and certificates as flat prints, in the forms that registries have used since 2014: landscape with two columns,
//! portrait with one.

use jiff::civil::Date;
use tiny_skia::{Pixmap, Transform};

use super::unit::{Sort, Unit};
use crate::card::{Faces, Print, Side};
use crate::font::{Font, Style, font};
use crate::ornament;
use crate::paint::{Img, Rgb, ellipse, fill, mix, poly, stroke};
use crate::rng::Rng;
use crate::{guilloche, paint};

/// What a paper is printed on and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Two columns across, else one.
    pub landscape: bool,
    /// 副本, else 正本.
    pub copy: bool,
    /// A3, else A4.
    pub large: bool,
    /// Whether it carries a QR code.
    pub qr: bool,
}

impl Form {
    /// A form that a paper of `sort` may have.
    pub fn new(rng: &mut Rng, sort: Sort) -> Self {
        let licence = sort.title() == "营业执照";
        let landscape = if licence { rng.chance(0.6) } else { rng.chance(0.4) };
        let copy = rng.chance(0.6);
        Self { landscape, copy, large: licence && !copy && rng.chance(0.6), qr: licence || rng.chance(0.4) }
    }

    /// Width and height, mm.
    #[must_use]
    pub fn size(self) -> [f32; 2] {
        let k = if self.large { 1.414 } else { 1.0 };
        let [w, h] = if self.landscape { [297.0, 210.0] } else { [210.0, 297.0] };
        [w * k, h * k]
    }
}

struct Sheet<'a> {
    map: Pixmap,
    /// Pixels a unit of A4's mm.
    s: f32,
    f: &'a Font,
    ink: Rgb,
    label: Rgb,
    bold: f32,
}

impl Sheet<'_> {
    fn put(&mut self, f: &Font, text: &str, [x, y]: [f32; 2], em: f32, pitch: f32, color: Rgb) {
        let style = Style::new(em * self.s, color).pitch(pitch * self.s).bold(self.bold);
        f.draw(&mut self.map, text, x * self.s, y * self.s, style);
    }

    fn width(&self, text: &str, em: f32) -> f32 {
        self.f.width(text, Style::new(em * self.s, self.ink)) / self.s
    }

    /// A label set as wide as five characters, or as it is where it is longer.
    fn label(&mut self, text: &str, x: f32, y: f32, em: f32) {
        let n = text.chars().count();
        let pitch = if (2..5).contains(&n) { 4.0 * em / (n - 1) as f32 } else { em };
        let (f, color) = (self.f, self.label);
        for (i, c) in text.chars().enumerate() {
            self.put(f, c.encode_utf8(&mut [0; 4]), [x + pitch * i as f32, y], em, 0.0, color);
        }
    }

    /// `text` from `x` in lines no wider than `width`; gives where the next thing may stand.
    fn wrapped(&mut self, text: &str, [x, y]: [f32; 2], width: f32, em: f32, leading: f32) -> f32 {
        let (mut line, mut at) = (String::new(), y);
        let f = self.f;
        let color = self.ink;
        for c in text.chars() {
            let more = format!("{line}{c}");
            if self.width(&more, em) > width && !line.is_empty() {
                self.put(f, &line, [x, at], em, 0.0, color);
                line = c.to_string();
                at += leading;
            } else {
                line = more;
            }
        }
        self.put(f, &line, [x, at], em, 0.0, color);
        at + leading
    }

    fn centred(&mut self, f: &Font, text: &str, [middle, y]: [f32; 2], em: f32, pitch: f32, color: Rgb) {
        let n = text.chars().count() as f32;
        let width = if pitch > 0.0 { pitch * n } else { em * n };
        self.put(f, text, [middle - width / 2.0, y], em, pitch.max(em), color);
    }
}

/// How dates are printed on papers.
fn day(date: Date) -> String {
    format!("{:04}年{:02}月{:02}日", date.year(), date.month(), date.day())
}

/// Draws the paper of `unit` at `scale` pixels a mm. `qr` is what its QR code says.
pub fn print(rng: &mut Rng, unit: &Unit, form: Form, faces: Faces, scale: f32, held: bool, qr: &str) -> Print {
    let [w, h] = form.size();
    let k = if form.large { 1.414 } else { 1.0 };
    let ground = if rng.chance(0.6) {
        let strength = rng.range(0.05, 0.4);
        guilloche::ground(&mut rng.fork(1), w, h, scale, held, strength)
    } else {
        let white = rng.range(0.93, 0.99);
        Img::new((w * scale).round() as usize, (h * scale).round() as usize, [white, white, white * 0.97])
    };
    let mut ink = rng.fork(2);
    let dark = ink.range(0.04, 0.16);
    let mut sheet = Sheet {
        map: ground.to_pixmap(),
        s: scale * k,
        f: font(faces.text),
        ink: [dark; 3],
        label: mix([dark; 3], [0.35, 0.22, 0.12], ink.range(0.0, 1.0)),
        bold: ink.range(0.0, 0.02),
    };
    frame(&mut ink, &mut sheet, [w / k, h / k]);
    if form.landscape {
        landscape(&mut ink, &mut sheet, unit, form, faces, qr);
    } else {
        portrait(&mut ink, &mut sheet, unit, form, faces, qr);
    }
    Print { img: Img::from_pixmap(&sheet.map), scale, size: [w, h], boxes: Vec::new(), side: Side::Front }
}

/// The border: two lines with something between them.
fn frame(rng: &mut Rng, sheet: &mut Sheet<'_>, [w, h]: [f32; 2]) {
    let color = [[0.72, 0.52, 0.20], [0.80, 0.30, 0.26], [0.45, 0.55, 0.35]][rng.index(3)];
    let s = sheet.s;
    for (inset, weight) in [(7.0, 1.1), (10.5, 0.5)] {
        let line = poly(
            &[(inset, inset), (w - inset, inset), (w - inset, h - inset), (inset, h - inset)]
                .map(|(x, y)| (x * s, y * s)),
            true,
        );
        stroke(&mut sheet.map, &line, color, 0.85, weight * s);
    }
    let mut at = 12.0;
    while at < w - 12.0 {
        for y in [8.8, h - 8.8] {
            fill(&mut sheet.map, &ellipse(at * s, y * s, 1.1 * s, 0.7 * s, 0.0), color, 0.6);
        }
        at += 4.0;
    }
}

/// What stands on the form for who stands for it, where it is, what it has, when it began and for how long.
fn labels(unit: &Unit) -> [&'static str; 5] {
    match unit.sort {
        Sort::Individual => ["经营者", "经营场所", "", "注册日期", ""],
        Sort::Partnership => ["执行事务合伙人", "主要经营场所", "出资额", "成立日期", "合伙期限"],
        Sort::Branch => ["负责人", "营业场所", "", "成立日期", "营业期限"],
        Sort::Cooperative => ["法定代表人", "住所", "成员出资总额", "成立日期", "营业期限"],
        Sort::Institution => ["法定代表人", "住所", "开办资金", "", "有效期"],
        Sort::Society => ["法定代表人", "住所", "注册资金", "", "有效期限"],
        Sort::Private => ["法定代表人", "住所", "开办资金", "", "有效期限"],
        Sort::Coded => ["负责人", "机构地址", "", "", "有效期"],
        Sort::Company => ["法定代表人", "住所", "注册资本", "成立日期", "营业期限"],
    }
}

fn term(unit: &Unit) -> Option<String> {
    let (from, until) = unit.term?;
    let own = matches!(unit.sort, Sort::Institution | Sort::Society | Sort::Private);
    Some(match until {
        Some(until) => format!("{}{}至{}", if own { "自" } else { "" }, day(from), day(until)),
        None => format!("{}至长期", day(from)),
    })
}

fn heading(rng: &mut Rng, sheet: &mut Sheet<'_>, unit: &Unit, form: Form, faces: Faces, middle: f32) {
    let s = sheet.s;
    ornament::emblem(&mut sheet.map, middle * s, 26.0 * s, 10.0 * s, [0.80, 0.13, 0.10], 0.95);
    let title = unit.sort.title();
    let (f, ink) = (font(faces.title), sheet.ink);
    if title.chars().count() == 4 {
        let em = rng.range(12.0, 15.0);
        sheet.centred(f, title, [middle, 46.0], em, em * rng.range(1.0, 1.9), ink);
    } else {
        sheet.centred(f, title, [middle, 46.0], rng.range(8.0, 9.5), 0.0, ink);
    }
    let which = if form.copy { "（副本）" } else { "（正本）" };
    if form.copy || rng.chance(0.4) {
        let own = sheet.f;
        sheet.centred(own, which, [middle, 59.0], 5.0, rng.range(5.0, 8.0), ink);
    }
}

/// The red seal with the registry's name round it, and the date below the words before it.
fn seal(rng: &mut Rng, sheet: &mut Sheet<'_>, unit: &Unit, [x, y]: [f32; 2]) {
    let s = sheet.s;
    let (f, color) = (sheet.f, sheet.label);
    sheet.put(f, "登记机关", [x - 30.0, y - 8.0], 4.6, 7.0, color);
    let ink = sheet.ink;
    sheet.put(f, &day(unit.established), [x - 14.0, y + 12.0], 4.4, 0.0, ink);
    let red = [0.82, 0.10, 0.10];
    let r = rng.range(17.0, 21.0);
    stroke(&mut sheet.map, &ellipse(x * s, y * s, r * s, r * s, 0.0), red, 0.75, 1.1 * s);
    ornament::star(&mut sheet.map, x * s, y * s, 5.5 * s, rng.range(-0.1, 0.1), red, 0.75);
    let n = unit.authority.chars().count() as f32;
    for (i, c) in unit.authority.chars().enumerate() {
        let a = (i as f32 + 0.5 - n / 2.0) * 250.0 / n;
        let at = Transform::from_rotate_at(a, x * s, y * s);
        let style = Style::new(3.8 * s, red).alpha(0.75).bold(0.02);
        f.draw_at(&mut sheet.map, &c.to_string(), (x - 1.9) * s, (y - r + 4.0) * s, style, at);
    }
}

fn qr_at(sheet: &mut Sheet<'_>, content: &str, [x, y]: [f32; 2], side: f32) {
    let Ok(code) = qrcode::QrCode::new(content.as_bytes()) else { return };
    let n = code.width();
    let s = sheet.s * side / n as f32;
    let (left, top) = (x * sheet.s, y * sheet.s);
    for (i, dark) in code.to_colors().iter().map(|c| *c == qrcode::Color::Dark).enumerate() {
        if dark {
            let (cx, cy) = (left + (i % n) as f32 * s, top + (i / n) as f32 * s);
            // A little larger than its place, or hair lines of paper show between them.
            let square =
                poly(&[(cx, cy), (cx + s * 1.03, cy), (cx + s * 1.03, cy + s * 1.03), (cx, cy + s * 1.03)], true);
            fill(&mut sheet.map, &square, [0.06; 3], 1.0);
        }
    }
}

fn landscape(rng: &mut Rng, sheet: &mut Sheet<'_>, unit: &Unit, form: Form, faces: Faces, qr: &str) {
    heading(rng, sheet, unit, form, faces, 148.5);
    let em = rng.range(4.0, 5.0);
    let (left, right) = (rng.range(24.0, 30.0), rng.range(158.0, 164.0));
    let beside = em * 5.0 + rng.range(5.0, 8.0);
    let (f, ink, label) = (sheet.f, sheet.ink, sheet.label);
    sheet.put(f, "统一社会信用代码", [left, 34.0], em, 0.0, label);
    let own = font(if rng.chance(0.5) { faces.digits } else { faces.text });
    sheet.put(own, &unit.code, [left, 34.0 + em * 1.9], em * 1.15, 0.0, ink);
    if form.qr {
        qr_at(sheet, qr, [238.0, 24.0], rng.range(24.0, 30.0));
        if rng.chance(0.7) {
            for (i, text) in
                ["扫描二维码登录‘国家", "企业信用信息公示系统’", "了解更多登记、备案、", "许可、监管信息。"]
                    .iter()
                    .enumerate()
            {
                sheet.put(f, text, [270.0 - 27.0 + 24.0, 27.0 + 3.2 * i as f32], 1.9, 0.0, label);
            }
        }
    }
    let leading = em * rng.range(1.45, 1.7);
    let gap = em * rng.range(0.5, 1.2);
    let [legal, place, capital, since, lasts] = labels(unit);
    let value = left + beside;
    let width = right - value - em * 1.6;
    let mut y = rng.range(74.0, 80.0);
    let top = y;
    let mut row = |sheet: &mut Sheet<'_>, name: &str, text: &str| {
        sheet.label(name, left, y, em);
        y = sheet.wrapped(text, [value.max(left + em * name.chars().count() as f32 + 3.0), y], width, em, leading)
            + gap;
    };
    row(sheet, "名称", &unit.name);
    if !unit.kind.is_empty() {
        row(sheet, "类型", &unit.kind);
    }
    row(sheet, legal, &unit.legal);
    let scope = if unit.sort.title() == "营业执照" { "经营范围" } else { "业务范围" };
    row(sheet, scope, &unit.scope);
    let mut y = top + if rng.chance(0.3) { rng.range(-0.35, 0.35) * em } else { 0.0 };
    let value = right + beside;
    let width = 297.0 - 22.0 - value;
    let mut row = |sheet: &mut Sheet<'_>, name: &str, text: &str| {
        sheet.label(name, right, y, em);
        let from = value.max(right + em * name.chars().count() as f32 + 3.0);
        y = sheet.wrapped(text, [from, y], width.min(297.0 - 20.0 - from), em, leading) + gap;
    };
    if let Some(money) = unit.capital.as_deref().filter(|_| !capital.is_empty()) {
        row(sheet, capital, money);
    }
    if !since.is_empty() {
        row(sheet, since, &day(unit.established));
    }
    if let Some(text) = term(unit) {
        row(sheet, lasts, &text);
    }
    row(sheet, place, &unit.address);
    seal(rng, sheet, unit, [232.0, 168.0]);
    footer(sheet, 297.0, 196.5);
}

fn footer(sheet: &mut Sheet<'_>, w: f32, y: f32) {
    let (f, color) = (sheet.f, sheet.label);
    sheet.put(f, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", [16.0, y], 2.6, 0.0, color);
    let text = "国家市场监督管理总局监制";
    sheet.put(f, text, [w - 16.0 - 2.6 * text.chars().count() as f32, y], 2.6, 0.0, color);
}

fn portrait(rng: &mut Rng, sheet: &mut Sheet<'_>, unit: &Unit, form: Form, faces: Faces, qr: &str) {
    heading(rng, sheet, unit, form, faces, 105.0);
    let em = rng.range(4.2, 5.2);
    let (f, ink, label) = (sheet.f, sheet.ink, sheet.label);
    let left = rng.range(26.0, 34.0);
    let value = left + em * 5.0 + rng.range(6.0, 10.0);
    let leading = em * rng.range(1.45, 1.7);
    let gap = em * rng.range(0.5, 1.1);
    let mut y = rng.range(70.0, 76.0);
    let own = font(if rng.chance(0.5) { faces.digits } else { faces.text });
    if rng.chance(0.6) {
        let text = "统一社会信用代码";
        let from = 105.0 - em * 10.0;
        sheet.put(f, text, [from, y], em, 0.0, label);
        sheet.put(own, &unit.code, [from + em * 9.0, y], em * 1.1, 0.0, ink);
    } else {
        sheet.label("统一社会信用代码", left, y, em);
        sheet.put(own, &unit.code, [left + em * 9.0, y], em * 1.1, 0.0, ink);
    }
    y += em * 2.8;
    let [legal, place, capital, since, lasts] = labels(unit);
    let mut row = |sheet: &mut Sheet<'_>, name: &str, text: &str| {
        sheet.label(name, left, y, em);
        let from = value.max(left + em * name.chars().count() as f32 + 3.0);
        y = sheet.wrapped(text, [from, y], 210.0 - 26.0 - from, em, leading) + gap;
    };
    row(sheet, "名称", &unit.name);
    if unit.sort.title() == "营业执照" {
        row(sheet, "类型", &unit.kind);
        row(sheet, place, &unit.address);
        row(sheet, legal, &unit.legal);
    } else {
        row(sheet, "业务范围", &unit.scope);
        row(sheet, place, &unit.address);
        row(sheet, legal, &unit.legal);
    }
    if let Some(money) = unit.capital.as_deref().filter(|_| !capital.is_empty()) {
        row(sheet, capital, money);
    }
    if !since.is_empty() {
        row(sheet, since, &day(unit.established));
    }
    if let Some(text) = term(unit) {
        row(sheet, lasts, &text);
    }
    if unit.sort.title() == "营业执照" {
        row(sheet, "经营范围", &unit.scope);
    }
    let low = (y + 34.0).clamp(236.0, 262.0);
    seal(rng, sheet, unit, [150.0, low]);
    if form.qr {
        qr_at(sheet, qr, [32.0, low - 12.0], rng.range(22.0, 28.0));
    }
    footer(sheet, 210.0, 283.0);
}

/// A grey copy of a print.
pub fn grey(img: &mut Img) {
    for c in &mut img.px {
        *c = [paint::luma(*c); 3];
    }
}
