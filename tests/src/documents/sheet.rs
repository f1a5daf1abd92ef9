//! Documents as flat prints.

use jiff::civil::Date;
use tiny_skia::Pixmap;

use super::{Holder, Paper, permanent, zone};
use crate::card::{Faces, Print, Side};
use crate::font::{Font, Style, Type, font};
use crate::guilloche;
use crate::ornament;
use crate::paint::{Img, Rgb, mix};
use crate::portrait;
use crate::print::address_lines;
use crate::rng::Rng;

/// English months as issuers print them.
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// What is printed otherwise than it should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// A character of the zone's line of data is another: where, and by how much.
    pub zone: Option<(usize, u8)>,
    /// The printed day of birth is another than the zone's.
    pub birth: bool,
}

pub(super) struct Sheet {
    map: Pixmap,
    s: f32,
    shift: [f32; 2],
    ink: Rgb,
    label: Rgb,
    bold: f32,
}

impl Sheet {
    #[expect(clippy::too_many_arguments, reason = "place and size are plain numbers in mm")]
    fn put(&mut self, f: &Font, text: &str, x: f32, y: f32, em: f32, pitch: f32, color: Rgb) -> f32 {
        let style = Style::new(em * self.s, color).pitch(pitch * self.s).bold(self.bold);
        let (x, y) = ((x + self.shift[0]) * self.s, (y + self.shift[1]) * self.s);
        f.draw(&mut self.map, text, x, y, style) / self.s - self.shift[0]
    }

    pub(super) fn value(&mut self, f: &Font, text: &str, x: f32, y: f32, em: f32) -> f32 {
        self.put(f, text, x, y, em, 0.0, self.ink)
    }

    pub(super) fn label(&mut self, f: &Font, text: &str, x: f32, y: f32, em: f32) -> f32 {
        self.put(f, text, x, y, em, 0.0, self.label)
    }
}

/// Draws `paper` of `holder` at `scale` pixels a mm.
pub fn print(
    rng: &mut Rng,
    paper: Paper,
    holder: &Holder,
    faces: Faces,
    scale: f32,
    held: bool,
    faults: Faults,
) -> Print {
    let [w, h] = paper.size();
    let strength = rng.range(0.2, 0.8);
    let ground = guilloche::ground(&mut rng.fork(1), w, h, scale, held, strength);
    let mut ink = rng.fork(2);
    let dark = ink.range(0.05, 0.16);
    let mut sheet = Sheet {
        map: ground.to_pixmap(),
        s: scale,
        shift: [ink.range(-0.7, 0.7), ink.range(-0.7, 0.7)],
        ink: [dark, dark, dark * 1.1],
        label: mix([0.22, 0.48, 0.70], [0.30, 0.36, 0.50], ink.range(0.0, 1.0)),
        bold: ink.range(0.0, 0.02),
    };
    match paper {
        Paper::Passport => passport(&mut ink, &mut sheet, holder, faces, held, faults),
        Paper::TravelPermit => travel_permit(&mut ink, &mut sheet, holder, faces, faults),
        Paper::ResidenceFront => residence_front(&mut ink, &mut sheet, holder, faces, held),
        Paper::ResidenceBack => residence_back(&mut ink, &mut sheet, holder, faces),
        Paper::ForeignCard => permanent::draw(&mut ink, &mut sheet, holder, faces, held),
        // Drawn by their own forms.
        Paper::Licence | Paper::Certificate | Paper::Letter => {}
    }
    Print { img: Img::from_pixmap(&sheet.map), scale, size: [w, h], boxes: Vec::new(), side: Side::Front }
}

fn spoil(lines: &mut [String], row: usize, faults: Faults) {
    if let (Some((at, by)), Some(line)) = (faults.zone, lines.get_mut(row)) {
        *line = zone::spoilt(line, at, by);
    }
}

/// The lines of a zone from `x`, the lowest at `y`: OCR-B of size 1, ten characters an inch (Doc 9303, part 3).
fn zone_lines(rng: &mut Rng, sheet: &mut Sheet, lines: &[String], x: f32, y: f32) {
    let pitch = 2.54 * rng.range(0.985, 1.005);
    let apart = rng.range(6.1, 6.6);
    for (i, line) in lines.iter().rev().enumerate() {
        sheet.put(font(Type::OcrB), line, x, y - apart * i as f32, 4.1, pitch, sheet.ink);
    }
}

fn printed(date: Date, month_zh: bool) -> String {
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    if month_zh {
        format!("{:02} {}月/{month} {:04}", date.day(), date.month(), date.year())
    } else {
        format!("{:02} {month} {:04}", date.day(), date.year())
    }
}

fn passport(rng: &mut Rng, sheet: &mut Sheet, holder: &Holder, faces: Faces, held: bool, faults: Faults) {
    portrait_at(rng, sheet, [8.0, 19.0, 28.0, 36.0], held);
    let f = font(faces.text);
    let own = holder.issuer == "CHN";
    let (x, k) = (41.0, rng.range(0.94, 1.04));
    let (small, em) = (1.9 * k, 2.7 * k);
    let title = if own { "护照 PASSPORT" } else { "PASSPORT PASSEPORT" };
    sheet.value(f, title, 8.0, 11.0, 4.0 * k);
    let two = |zh: &str, en: &str| if own { format!("{zh}/{en}") } else { en.to_owned() };
    sheet.label(f, &two("类型", "Type"), x, 8.0, small);
    sheet.value(f, "P", x, 11.5, em);
    sheet.label(f, &two("国家码", "Country Code"), 58.0, 8.0, small);
    sheet.value(f, &holder.issuer, 58.0, 11.5, em);
    sheet.label(f, &two("护照号", "Passport No."), 88.0, 8.0, small);
    sheet.value(f, &holder.number, 88.0, 11.5, em * 1.1);
    sheet.label(f, &two("姓名", "Name"), x, 17.0, small);
    if own {
        sheet.value(f, &holder.name_zh, x, 20.8, em * 1.15);
    }
    sheet.value(f, &format!("{}, {}", holder.surname, holder.given), x, 24.8, em);
    sheet.label(f, &two("性别", "Sex"), x, 30.0, small);
    let sex = if own { format!("{}/{}", holder.sex_zh(), holder.sex) } else { holder.sex.to_string() };
    sheet.value(f, &sex, x, 33.5, em);
    sheet.label(f, &two("国籍", "Nationality"), 58.0, 30.0, small);
    sheet.value(f, &if own { "中国/CHINESE".to_owned() } else { holder.nationality.clone() }, 58.0, 33.5, em);
    sheet.label(f, &two("出生日期", "Date of birth"), 88.0, 30.0, small);
    let birth = if faults.birth { holder.birth.saturating_add(jiff::Span::new().days(400)) } else { holder.birth };
    sheet.value(f, &printed(birth, own), 88.0, 33.5, em);
    sheet.label(f, &two("出生地点", "Place of birth"), x, 39.0, small);
    sheet.value(f, if own { "浙江/ZHEJIANG" } else { "SPRINGFIELD" }, x, 42.5, em);
    sheet.label(f, &two("签发日期", "Date of issue"), 88.0, 39.0, small);
    sheet.value(f, &printed(holder.from, own), 88.0, 42.5, em);
    sheet.label(f, &two("签发地点", "Place of issue"), x, 48.0, small);
    sheet.value(f, if own { "浙江/ZHEJIANG" } else { "CAPITAL" }, x, 51.5, em);
    sheet.label(f, &two("有效期至", "Date of expiry"), 88.0, 48.0, small);
    sheet.value(f, &printed(holder.until, own), 88.0, 51.5, em);
    sheet.label(f, &two("签发机关", "Authority"), x, 57.0, small);
    sheet.value(f, if own { "国家移民管理局/NIA" } else { "DEPARTMENT OF STATE" }, x, 60.5, em);
    let mut lines = zone::passport(holder);
    spoil(&mut lines, 1, faults);
    let (left, low) = (rng.range(5.0, 7.0), rng.range(78.2, 80.4));
    zone_lines(rng, sheet, &lines, left, low);
}

fn travel_permit(rng: &mut Rng, sheet: &mut Sheet, holder: &Holder, faces: Faces, faults: Faults) {
    let f = font(faces.text);
    let k = rng.range(0.94, 1.04);
    let taiwan = holder.code == "CT";
    let title = if taiwan { "台湾居民来往大陆通行证" } else { "港澳居民来往内地通行证" };
    sheet.value(f, title, 8.0, 8.0, 3.2 * k);
    sheet.label(f, "持证人须遵守中华人民共和国法律", 8.0, 14.0, 2.2 * k);
    sheet.label(f, "Issue 01", 8.0, 18.5, 2.2 * k);
    let mut lines = zone::card(holder);
    spoil(&mut lines, 1, faults);
    let (left, low) = (rng.range(3.6, 5.6), rng.range(47.6, 49.6));
    zone_lines(rng, sheet, &lines, left, low);
}

fn residence_front(rng: &mut Rng, sheet: &mut Sheet, holder: &Holder, faces: Faces, held: bool) {
    portrait_at(rng, sheet, [56.0, 6.6, 24.4, 32.7], held);
    let f = font(faces.text);
    let k = rng.range(0.95, 1.05);
    let (label, em, x) = (2.55 * k, 2.95 * k, 13.9);
    for (text, y) in [("姓名", 9.0), ("性别", 16.1), ("出生", 23.0), ("住址", 29.8)] {
        sheet.put(f, text, 5.6, y, label, label * 1.38, sheet.label);
    }
    let name = em * 1.15;
    sheet.put(f, &holder.name_zh, x, 9.0, name, name, sheet.ink);
    sheet.value(f, holder.sex_zh(), x, 16.1, em);
    let digit = em * 0.62;
    let born = holder.birth;
    sheet.put(font(faces.dates), &born.year().to_string(), x, 23.0, em, digit, sheet.ink);
    sheet.label(f, "年", 22.4, 23.0, label);
    sheet.put(font(faces.dates), &born.month().to_string(), 26.6, 23.0, em, digit, sheet.ink);
    sheet.label(f, "月", 30.7, 23.0, label);
    sheet.put(font(faces.dates), &born.day().to_string(), 34.6, 23.0, em, digit, sheet.ink);
    sheet.label(f, "日", 38.8, 23.0, label);
    for (i, line) in address_lines(&holder.address).iter().enumerate() {
        let mut at = x;
        for c in line.chars() {
            let step = if c.is_ascii() { em * 0.56 } else { em };
            sheet.put(f, c.encode_utf8(&mut [0; 4]), at, 29.8 + 4.5 * i as f32, em, step, sheet.ink);
            at += step;
        }
    }
    sheet.put(f, "公民身份号码", 5.6, 47.4, label, label * 1.22, sheet.label);
    let em = if faces.digits == Type::OcrB { 4.1 } else { 3.75 };
    sheet.put(font(faces.digits), &holder.number, 29.6, 47.4, em, 2.52, sheet.ink);
}

fn residence_back(rng: &mut Rng, sheet: &mut Sheet, holder: &Holder, faces: Faces) {
    let (s, red) = (sheet.s, [0.78, 0.18, 0.17]);
    let [dx, dy] = sheet.shift;
    ornament::emblem(&mut sheet.map, (12.8 + dx) * s, (13.6 + dy) * s, 8.2 * s, red, rng.range(0.8, 0.95));
    let (f, title) = (font(faces.text), font(faces.title));
    let permit = if holder.number.starts_with("83") { "台湾居民居住证" } else { "港澳居民居住证" };
    for (text, width, middle, y, em) in [("中华人民共和国", 45.3, 52.6, 9.6, 5.0), (permit, 52.0, 52.5, 19.0, 6.2)]
    {
        let pitch = (width - em) / (text.chars().count() - 1) as f32;
        sheet.put(title, text, middle - width / 2.0, y, em, pitch, sheet.ink);
    }
    let (label, em) = (2.6, 2.8);
    let first = rng.range(33.6, 35.8);
    let second = rng.range(40.4, 41.4);
    let third = rng.range(46.6, 47.6);
    sheet.label(f, "通行证号码", 20.4, first, label);
    sheet.value(f, &holder.pass, 35.6, first, em);
    sheet.label(f, "签发次数", 57.4, first, label);
    sheet.value(f, &holder.count, 70.0, first, em);
    sheet.label(f, "签发机关", 20.4, second, label);
    sheet.put(
        f,
        &holder.authority,
        34.4,
        second,
        em.min(46.0 / holder.authority.chars().count() as f32),
        0.0,
        sheet.ink,
    );
    sheet.label(f, "有效期限", 20.4, third, label);
    let day = |date: Date| format!("{:04}.{:02}.{:02}", date.year(), date.month(), date.day());
    sheet.value(font(faces.dates), &format!("{}-{}", day(holder.from), day(holder.until)), 34.4, third, em);
}

pub(super) fn portrait_at(rng: &mut Rng, sheet: &mut Sheet, [x, y, w, h]: [f32; 4], held: bool) {
    let s = sheet.s;
    let (pw, ph) = ((w * s) as usize, (h * s) as usize);
    let face = portrait::portrait(&mut rng.fork(3), pw, ph, held);
    let mut img = Img::from_pixmap(&sheet.map);
    let (ox, oy) = (((x + sheet.shift[0]) * s) as usize, ((y + sheet.shift[1]) * s) as usize);
    for j in 0..ph.min(img.h.saturating_sub(oy)) {
        for i in 0..pw.min(img.w.saturating_sub(ox)) {
            let at = &mut img.px[(oy + j) * img.w + ox + i];
            let behind = mix(*at, [0.95, 0.95, 0.95], 0.6);
            *at = mix(behind, face.img.px[j * pw + i], face.mask[j * pw + i]);
        }
    }
    sheet.map = img.to_pixmap();
}
