//! The card of foreign permanent residents. No standard of its layout is public: labels in two languages, above their values or
//! before them, at places that are drawn anew for each card.

use jiff::civil::Date;

use super::Holder;
use super::sheet::{Sheet, portrait_at};
use crate::card::Faces;
use crate::font::font;
use crate::rng::Rng;

/// Who issues it since 2018.
pub const AUTHORITY: &str = "国家移民管理局";

/// What a state is called in Chinese on it.
fn state(code: &str) -> &'static str {
    match code {
        "USA" => "美国",
        "GBR" => "英国",
        "FRA" => "法国",
        "JPN" => "日本",
        "KOR" => "韩国",
        "CAN" => "加拿大",
        "AUS" => "澳大利亚",
        "SGP" => "新加坡",
        "DEU" => "德国",
        _ => "俄罗斯",
    }
}

fn day(date: Date) -> String {
    format!("{:04}.{:02}.{:02}", date.year(), date.month(), date.day())
}

/// Draws it.
pub(super) fn draw(rng: &mut Rng, sheet: &mut Sheet, holder: &Holder, faces: Faces, held: bool) {
    portrait_at(rng, sheet, [60.0, 17.0, 20.0, 26.0], held);
    let f = font(faces.text);
    let k = rng.range(0.96, 1.06);
    sheet.value(font(faces.title), "中华人民共和国外国人永久居留身份证", 6.0, 6.0, 3.3 * k);
    sheet.label(f, "FOREIGN PERMANENT RESIDENT ID CARD", 8.0, 11.0, 2.2 * k);
    let term = format!("{}-{}", day(holder.from), day(holder.until));
    let sex = format!("{}/{}", holder.sex_zh(), holder.sex);
    let nationality = format!("{}/{}", state(&holder.nationality), holder.nationality);
    let name = format!("{}, {}", holder.surname, holder.given);
    let birth = day(holder.birth);
    let rows = [
        ("姓名/Name", name.as_str()),
        ("性别/Sex", sex.as_str()),
        ("出生日期/Date of Birth", birth.as_str()),
        ("国籍/Nationality", nationality.as_str()),
        ("有效期限/Period of Validity", term.as_str()),
        ("签发机关/Issuing Authority", AUTHORITY),
        ("证件号码/ID NO.", holder.number.as_str()),
    ];
    let (small, em) = (1.95 * k, 2.5 * k);
    if rng.chance(0.5) {
        // Above their values, two in a row where they are short.
        let (left, right) = (rng.range(5.5, 7.0), rng.range(30.0, 32.0));
        let places =
            [(left, 17.5), (left, 25.0), (right, 25.0), (left, 32.5), (left, 40.0), (right, 32.5), (left, 47.0)];
        for ((label, value), (x, y)) in rows.into_iter().zip(places) {
            sheet.label(f, label, x, y, small);
            sheet.value(f, value, x, y + 3.2, em);
        }
    } else {
        let left = rng.range(5.0, 6.5);
        let pitch = rng.range(4.9, 5.2);
        for (i, (label, value)) in rows.into_iter().enumerate() {
            let y = 17.5 + pitch * i as f32;
            let end = sheet.label(f, label, left, y, small);
            sheet.value(f, value, end + 1.6, y, em * 0.95);
        }
    }
}
