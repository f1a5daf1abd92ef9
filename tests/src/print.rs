//! Prints a card: ground, portrait or emblem, labels and values.

use tiny_skia::Pixmap;

use crate::card::{Box4, Faces, HEIGHT, Print, Side, WIDTH};
use crate::font::{Font, Style, Type, font};
use crate::guilloche;
use crate::identity::Identity;
use crate::ornament;
use crate::paint::{Img, Rgb, mix};
use crate::portrait;
use crate::rng::Rng;

struct Sheet<'a> {
    map: Pixmap,
    s: f32,
    shift: (f32, f32),
    rng: &'a mut Rng,
    boxes: Vec<(&'static str, Box4)>,
    label: Rgb,
    black: Rgb,
    bold: f32,
}

impl<'a> Sheet<'a> {
    /// Over `ground` of `scale` pixels a mm, with the inks and the displacement that `ink` draws.
    fn inked(ground: &Img, scale: f32, ink: &'a mut Rng) -> Self {
        let blue: Rgb = mix([0.22, 0.48, 0.70], [0.30, 0.42, 0.62], ink.range(0.0, 1.0));
        let dark = ink.range(0.06, 0.17);
        let shift = (ink.range(-0.6, 0.6), ink.range(-0.6, 0.6));
        let bold = ink.range(0.0, 0.025);
        Self {
            map: ground.to_pixmap(),
            s: scale,
            shift,
            rng: ink,
            boxes: Vec::new(),
            label: blue,
            black: [dark, dark, dark * 1.1],
            bold,
        }
    }

    /// Draws a run centred on `y` mm, a little displaced; gives the end in mm.
    #[expect(clippy::too_many_arguments, reason = "place and size are plain numbers in mm")]
    fn run(&mut self, f: &Font, text: &str, x: f32, y: f32, em: f32, pitch: f32, label: bool) -> f32 {
        let (dx, dy) = (self.rng.range(-0.12, 0.12), self.rng.range(-0.1, 0.1));
        let (x, y) = (x + self.shift.0 + dx, y + self.shift.1 + dy);
        let color = if label { self.label } else { self.black };
        let style =
            Style::new(em * self.s, color).pitch(pitch * self.s).bold(self.bold * if label { 0.5 } else { 1.0 });
        f.draw(&mut self.map, text, x * self.s, y * self.s, style) / self.s
    }

    #[expect(clippy::too_many_arguments, reason = "place and size are plain numbers in mm")]
    fn value(&mut self, field: &'static str, f: &Font, text: &str, x: f32, y: f32, em: f32, pitch: f32) -> f32 {
        let end = self.run(f, text, x, y, em, pitch, false);
        let new = [x + self.shift.0, y + self.shift.1 - em * 0.55, end - x - self.shift.0, em * 1.1];
        if let Some((_, b)) = self.boxes.iter_mut().find(|(n, _)| *n == field) {
            let (r, low) = ((b[0] + b[2]).max(new[0] + new[2]), (b[1] + b[3]).max(new[1] + new[3]));
            *b = [b[0].min(new[0]), b[1].min(new[1]), 0.0, 0.0];
            b[2] = r - b[0];
            b[3] = low - b[1];
        } else {
            self.boxes.push((field, new));
        }
        end
    }
}

/// Prints one side of an identity's card at `scale` pixels a mm.
pub fn print(rng: &mut Rng, id: &Identity, side: Side, faces: Faces, scale: f32, held: bool) -> Print {
    let strength = rng.range(0.35, 1.0);
    let ground = guilloche::ground(&mut rng.fork(1), WIDTH, HEIGHT, scale, held, strength);
    let mut ink = rng.fork(2);
    let mut sheet = Sheet::inked(&ground, scale, &mut ink);
    match side {
        Side::Front => front(&mut sheet, id, faces, held),
        Side::Back => back(&mut sheet, id, faces),
    }
    Print { img: Img::from_pixmap(&sheet.map), scale, size: [WIDTH, HEIGHT], boxes: sheet.boxes, side }
}

fn front(sheet: &mut Sheet<'_>, id: &Identity, faces: Faces, held: bool) {
    paste_portrait(sheet, held);
    let (f, dates) = (font(faces.text), font(faces.dates));
    let k = sheet.rng.range(0.95, 1.06);
    let (left, value) = (5.6, 13.9);
    let (em_label, em, em_name) = (2.55 * k, 2.95 * k, 3.4 * k);
    let rows = [9.0, 16.1, 23.0];
    for (text, y) in [("姓名", rows[0]), ("性别", rows[1]), ("出生", rows[2]), ("住址", 29.8)] {
        sheet.run(f, text, left, y, em_label, em_label * 1.38, true);
    }
    name_row(sheet, f, &id.name, (value, rows[0]), em_name);
    sheet.value("sex", f, id.sex, value, rows[1], em, em);
    sheet.run(f, "民族", 23.4, rows[1], em_label, em_label * 1.3, true);
    sheet.value("ethnicity", f, id.ethnicity, 32.3, rows[1], em, em);
    let (y, m, d) = (id.birth.year().to_string(), id.birth.month().to_string(), id.birth.day().to_string());
    let digit = em * 0.62;
    sheet.value("birth_date", dates, &y, value + 0.2, rows[2], em, digit);
    sheet.run(f, "年", 22.4, rows[2], em_label, em_label, true);
    let centred = |t: &str, c: f32| c - t.len() as f32 * digit / 2.0;
    sheet.value("birth_date", dates, &m, centred(&m, 28.0), rows[2], em, digit);
    sheet.run(f, "月", 30.7, rows[2], em_label, em_label, true);
    sheet.value("birth_date", dates, &d, centred(&d, 36.2), rows[2], em, digit);
    sheet.run(f, "日", 38.8, rows[2], em_label, em_label, true);
    let lines = address_lines(&id.address);
    let pitch = if lines.len() > 3 { 4.15 } else { 4.55 };
    for (i, line) in lines.iter().enumerate() {
        let mut x = value;
        for c in line.chars() {
            let step = if c.is_ascii() { em * 0.56 } else { em };
            sheet_char(sheet, f, c, x, 29.8 + i as f32 * pitch, em, step);
            x += step;
        }
        let b = [value + sheet.shift.0, 29.8 + i as f32 * pitch - em * 0.55 + sheet.shift.1, x - value, em * 1.1];
        merge(&mut sheet.boxes, "address", b);
    }
    sheet.run(f, "公民身份号码", left, 47.4, em_label, em_label * 1.22, true);
    let digits = font(faces.digits);
    let em_digit = if faces.digits == Type::OcrB { 4.1 } else { 3.75 };
    sheet.value("id_number", digits, &id.id_number, 29.6, 47.4, em_digit * k.min(1.02), 2.52);
}

/// Long names of minorities are set smaller, the longest on two lines.
fn name_row(sheet: &mut Sheet<'_>, f: &Font, name: &str, (left, y): (f32, f32), em_name: f32) {
    let marks: Vec<char> = name.chars().collect();
    let room = 40.5;
    if marks.len() as f32 * em_name <= room {
        sheet.value("name", f, name, left, y, em_name, em_name);
    } else if marks.len() as f32 * 2.6 <= room {
        let em = room / marks.len() as f32;
        sheet.value("name", f, name, left, y, em, em);
    } else {
        let cut = marks.iter().take(15).rposition(|c| *c == '·').map_or(12, |i| i + 1);
        let (a, b): (String, String) = (marks[..cut].iter().collect(), marks[cut..].iter().collect());
        sheet.value("name", f, &a, left, y - 1.6, 2.55, 2.6);
        sheet.value("name", f, &b, left, y + 1.6, 2.55, 2.6);
    }
}

/// The top left of a portrait side, as wide and high in mm as said, with nothing on it but the row of a name, or with another
/// label and value in its place.
pub fn strip(rng: &mut Rng, [label, text]: [&str; 2], faces: Faces, scale: f32, held: bool, size: [f32; 2]) -> Print {
    let strength = rng.range(0.35, 1.0);
    let ground = guilloche::ground(&mut rng.fork(1), size[0], size[1], scale, held, strength);
    let mut ink = rng.fork(2);
    let mut sheet = Sheet::inked(&ground, scale, &mut ink);
    let f = font(faces.text);
    let k = sheet.rng.range(0.95, 1.06);
    sheet.run(f, label, 5.6, 9.0, 2.55 * k, 2.55 * k * 1.38, true);
    name_row(&mut sheet, f, text, (13.9, 9.0), 3.4 * k);
    Print { img: Img::from_pixmap(&sheet.map), scale, size, boxes: sheet.boxes, side: Side::Front }
}

/// An address character: the line shares one displacement, so only the sheet's shift applies.
fn sheet_char(sheet: &mut Sheet<'_>, f: &Font, c: char, x: f32, y: f32, em: f32, step: f32) {
    let style = Style::new(em * sheet.s, sheet.black).pitch(step * sheet.s).bold(sheet.bold);
    let (x, y) = ((x + sheet.shift.0) * sheet.s, (y + sheet.shift.1) * sheet.s);
    f.draw(&mut sheet.map, c.encode_utf8(&mut [0; 4]), x, y, style);
}

fn merge(boxes: &mut Vec<(&'static str, Box4)>, field: &'static str, new: Box4) {
    if let Some((_, b)) = boxes.iter_mut().find(|(n, _)| *n == field) {
        let (r, low) = ((b[0] + b[2]).max(new[0] + new[2]), (b[1] + b[3]).max(new[1] + new[3]));
        b[0] = b[0].min(new[0]);
        b[1] = b[1].min(new[1]);
        b[2] = r - b[0];
        b[3] = low - b[1];
    } else {
        boxes.push((field, new));
    }
}

/// Lines of eleven full-width characters; digits and letters are about half as wide and do not part.
#[must_use]
pub fn address_lines(address: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for c in address.chars() {
        let w = if c.is_ascii() { 0.56 } else { 1.0 };
        if used + w > 11.01 {
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(last) = lines.last_mut() {
            last.push(c);
        }
        used += w;
    }
    lines
}

fn paste_portrait(sheet: &mut Sheet<'_>, held: bool) {
    let (x, y, w, h) = (56.0 + sheet.shift.0, 6.6 + sheet.shift.1, 24.4, 32.7);
    let s = sheet.s;
    let (pw, ph) = ((w * s) as usize, (h * s) as usize);
    let p = portrait::portrait(&mut sheet.rng.fork(3), pw, ph, held);
    let white = sheet.rng.range(0.0, 0.7);
    let fade = sheet.rng.range(0.0, 0.12);
    let mut img = Img::from_pixmap(&sheet.map);
    let (ox, oy) = ((x * s) as usize, (y * s) as usize);
    for j in 0..ph.min(img.h.saturating_sub(oy)) {
        for i in 0..pw.min(img.w.saturating_sub(ox)) {
            let m = p.mask[j * pw + i];
            let at = &mut img.px[(oy + j) * img.w + ox + i];
            // The ground behind the head is whitened, with a soft border, as the real print has it.
            let edge = (i.min(pw - 1 - i).min(j).min(ph - 1 - j) as f32 / (1.2 * s)).min(1.0);
            let behind = mix(*at, [0.97, 0.97, 0.97], white * edge);
            let person = mix(p.img.px[j * pw + i], *at, fade);
            *at = mix(behind, person, m);
        }
    }
    sheet.map = img.to_pixmap();
    sheet.boxes.push(("portrait", [x, y, w, h]));
}

fn back(sheet: &mut Sheet<'_>, id: &Identity, faces: Faces) {
    let s = sheet.s;
    let (dx, dy) = sheet.shift;
    let wall: Rgb = [0.42, 0.60, 0.66];
    let alpha = sheet.rng.range(0.25, 0.6);
    let mut r = sheet.rng.fork(4);
    ornament::great_wall(&mut r, &mut sheet.map, 3.0 * s, 60.0 * s, 51.0 * s, wall, alpha);
    let red: Rgb = mix([0.80, 0.16, 0.15], [0.72, 0.22, 0.20], sheet.rng.range(0.0, 1.0));
    let strong = sheet.rng.range(0.8, 0.95);
    ornament::emblem(&mut sheet.map, (12.8 + dx) * s, (13.6 + dy) * s, 8.2 * s, red, strong);
    let (f, title) = (font(faces.text), font(faces.title));
    let keep = (sheet.black, sheet.bold);
    let k = sheet.rng.range(0.96, 1.04);
    // As the public layout has them, 45.3 and 52.6 mm wide about 52.6 and 52.5; some printers set them closer and lower.
    let close = sheet.rng.range(0.0, 1.0).powi(2);
    let low = sheet.rng.range(0.0, 1.0).powi(2);
    for (text, width, narrow, middle, y, em) in [
        ("中华人民共和国", 45.3, 43.0, 52.6 - 2.0 * close, 9.2 + 2.2 * low, (5.2 - 0.6 * close) * k),
        ("居民身份证", 52.6, 44.5, 52.5 - 2.0 * close, 18.6 + 2.4 * low, (7.1 - 0.5 * close) * k),
    ] {
        let width: f32 = width + (narrow - width) * close;
        let pitch = (width - em) / (text.chars().count() - 1) as f32;
        sheet.run(title, text, middle - width / 2.0, y, em, pitch, false);
    }
    (sheet.black, sheet.bold) = keep;
    let (em, em_label) = (2.95 * k, 2.75 * k);
    let (authority, validity) = (40.2 + 1.0 * low, 46.5 + 1.3 * low);
    sheet.run(f, "签发机关", 20.4, authority, em_label, em_label * 1.08, true);
    let pitch = em.min(47.0 / id.authority.chars().count() as f32);
    sheet.value("issuing_authority", f, &id.authority, 34.4, authority, pitch.min(em), pitch);
    sheet.run(f, "有效期限", 20.4, validity, em_label, em_label * 1.08, true);
    let text = id.validity_text();
    let until = text.find('-').map_or(text.len(), |i| i + 1);
    let digit = em * 0.60;
    let mut x = 34.4;
    for (field, part) in [("valid_from", &text[..until]), ("valid_until", &text[until..])] {
        let pitch = if part.starts_with('长') { em } else { digit };
        let run = sheet.value(field, font(faces.dates), part, x, validity, em, pitch);
        x = run - dx;
    }
}
