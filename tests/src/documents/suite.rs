//! The list of documents that a seed and a count stand for, and their making.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::sheet::{self, Faults};
use super::{Holder, Paper, pages, permanent};
use crate::card;
use crate::encode::encode;
use crate::font;
use crate::placing::good_place_of;
use crate::rng::{Rng, mix};
use crate::scene::{self, Light, Placed, Scene};
use crate::set::{Case, Split, Truth};
use crate::view::long_side;
use crate::workers;

/// What a document shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// In order.
    Good,
    /// With a character of the zone that its check digit does not bear.
    ZoneWrong,
    /// With a printed day of birth that the zone contradicts.
    BirthOther,
    /// No longer valid.
    Expired,
    /// With a credit code that its check character does not bear.
    CodeWrong,
    /// With a credit code of another sort of unit.
    SortWrong,
    /// With a QR code that has another credit code.
    QrOther,
    /// Out of focus.
    Blurred,
    /// Without colour.
    Grey,
    /// Without light.
    Dark,
    /// Not all in the picture.
    CutOff,
    /// Photographed from a screen.
    Screen,
    /// Not signed.
    Unsigned,
    /// Not dated.
    Undated,
}

impl Wanted {
    /// What a page can suffer, beside being over.
    const OF_PAGES: [Self; 8] = [
        Self::CodeWrong,
        Self::SortWrong,
        Self::QrOther,
        Self::Blurred,
        Self::Grey,
        Self::Dark,
        Self::CutOff,
        Self::Screen,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::ZoneWrong => "zone_wrong",
            Self::BirthOther => "birth_other",
            Self::Expired => "expired",
            Self::CodeWrong => "code_wrong",
            Self::SortWrong => "sort_wrong",
            Self::QrOther => "qr_other",
            Self::Blurred => "blurred",
            Self::Grey => "grey",
            Self::Dark => "dark",
            Self::CutOff => "cut_off",
            Self::Screen => "screen",
            Self::Unsigned => "unsigned",
            Self::Undated => "undated",
        }
    }

    pub(super) const fn code(self) -> Option<&'static str> {
        match self {
            Self::Good => None,
            Self::ZoneWrong => Some("document.mrz_checksum"),
            Self::BirthOther => Some("document.mrz_mismatch"),
            Self::Expired => Some("document.expired"),
            Self::CodeWrong => Some("document.credit_code_checksum"),
            Self::SortWrong => Some("document.credit_code_sort"),
            Self::QrOther => Some("document.qr_mismatch"),
            Self::Blurred => Some("document.blurred"),
            Self::Grey => Some("document.grayscale_copy"),
            Self::Dark => Some("document.underexposed"),
            Self::CutOff => Some("document.cut_off"),
            Self::Screen => Some("document.screen_recapture"),
            Self::Unsigned => Some("document.unsigned"),
            Self::Undated => Some("document.undated"),
        }
    }
}

/// One case to be made.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Tuning or held out.
    pub split: Split,
    /// Its number in the set.
    pub index: u64,
    /// Which document.
    pub paper: Paper,
    /// What it shall be.
    pub wanted: Wanted,
}

impl Order {
    /// What its picture is called: paper, what is wanted, half, number.
    pub(super) fn file_name(&self, extension: &str) -> String {
        let half = if self.split == Split::Held { 'h' } else { 't' };
        format!("{}-{}-{half}{:05}.{extension}", self.paper.kind(), self.wanted.name(), self.index)
    }
}

/// `count` good pictures of each document, and a fourth as many of each fault that it can have.
#[must_use]
pub fn orders(split: Split, count: u64, only: Option<&str>) -> Vec<Order> {
    let mut list = Vec::new();
    for (k, paper) in Paper::ALL.into_iter().enumerate() {
        if only.is_some_and(|o| o != paper.kind()) {
            continue;
        }
        let mut add = |base: u64, n: u64, wanted: Wanted| {
            let from = 10_000 * k as u64 + base;
            list.extend((0..n).map(|i| Order { split, index: from + i, paper, wanted }));
        };
        let few = (count / 4).max(1);
        add(0, count, Wanted::Good);
        if paper.has_zone() {
            add(2_000, few, Wanted::ZoneWrong);
        }
        if paper == Paper::Passport {
            add(4_000, few, Wanted::BirthOther);
        }
        if paper == Paper::Letter {
            add(2_000, few, Wanted::Unsigned);
            add(4_000, few, Wanted::Undated);
        }
        if !matches!(paper, Paper::ResidenceFront | Paper::Letter) {
            add(6_000, few, Wanted::Expired);
        }
        if paper.is_page() {
            for (k, wanted) in Wanted::OF_PAGES.into_iter().enumerate() {
                add(7_000 + 200 * k as u64, few, wanted);
            }
        }
    }
    list
}

/// Makes a case. The same arguments give the same bytes on every machine.
#[must_use]
pub fn generate(seed: u64, order: &Order, today: Date) -> Case {
    if order.paper.is_page() {
        return pages::generate(seed, order, today);
    }
    if order.paper == Paper::Letter {
        return pages::letter(seed, order, today);
    }
    let held = order.split == Split::Held;
    let mut rng = Rng::new(mix(seed ^ mix(order.index)) ^ if held { 0x646f_6373 } else { 0x646f_6300 });
    let faces = card::faces(&mut rng, held);
    let mut holder = loop {
        let holder = Holder::new(&mut rng.fork(21), today, order.paper);
        if font::font(faces.text).has_all(&format!("{}{}{}", holder.name_zh, holder.address, holder.authority)) {
            break holder;
        }
    };
    let mut faults = Faults::default();
    match order.wanted {
        Wanted::Good => {}
        // Of the line with the dates: what a check digit guards, and no filler.
        Wanted::ZoneWrong => {
            let places: &[usize] =
                if order.paper == Paper::Passport { &[1, 3, 14, 18, 22, 26, 19, 27] } else { &[0, 3, 5, 6, 9, 12, 14] };
            faults.zone = Some((places[rng.index(places.len())], rng.int(0, 8) as u8));
        }
        Wanted::BirthOther => faults.birth = true,
        Wanted::Expired => {
            let by = rng.int(3, 800);
            let until = today.saturating_sub(jiff::Span::new().days(by));
            let until = if until.month() == 2 && until.day() == 29 {
                until.saturating_sub(jiff::Span::new().days(1))
            } else {
                until
            };
            holder.until = until;
            holder.from = until.saturating_sub(jiff::Span::new().years(5));
        }
        // Of pages.
        _ => {}
    }
    let (w, h, quad) = good_place_of(order.paper.size(), &mut rng);
    let kinds = if held { crate::backdrop::HELD } else { crate::backdrop::TUNING };
    let ground = kinds[rng.index(kinds.len())];
    let light = Light::good(&mut rng.fork(23));
    let scale = (long_side(&quad) / order.paper.size()[0] * 1.1).clamp(9.0, 24.0);
    let print = sheet::print(&mut rng.fork(22), order.paper, &holder, faces, scale, held, faults);
    let scene = Scene { w, h, ground, light, shadow: true, cards: vec![Placed { print, quad, overlays: Vec::new() }] };
    let mut img = scene::compose(&mut rng.fork(24), &scene);
    scene::noise(&mut rng.fork(25), &mut img, &light);
    let mut tags = vec![ground.to_owned()];
    let (picture, extension) = encode(&mut rng.fork(26), &img, &mut tags);
    let code = order.wanted.code();
    let truth = Truth {
        file: order.file_name(extension),
        kind: order.paper.kind().to_owned(),
        corners: Some(quad),
        long_side_px: long_side(&quad),
        fields: fields(order.paper, &holder),
        wanted: code.map(str::to_owned),
        verdict: if code.is_none() { "accept" } else { "reject" }.to_owned(),
        strength: 0.0,
        expect: None,
        tags,
        split: order.split,
    };
    Case { picture, truth }
}

/// The fields as the contract writes them.
fn fields(paper: Paper, holder: &Holder) -> BTreeMap<String, String> {
    let list: Vec<(&str, String)> = match paper {
        Paper::Passport | Paper::TravelPermit => vec![
            ("surname", holder.surname.clone()),
            ("given_names", holder.given.clone()),
            ("name", format!("{} {}", holder.surname, holder.given)),
            ("document_number", holder.number.clone()),
            ("nationality", holder.nationality.clone()),
            ("birth_date", holder.birth.to_string()),
            ("sex", holder.sex.to_string()),
            ("expires_on", holder.until.to_string()),
        ],
        Paper::ResidenceFront => vec![
            ("name", holder.name_zh.clone()),
            ("sex", holder.sex_zh().to_owned()),
            ("birth_date", holder.birth.to_string()),
            ("address", holder.address.clone()),
            ("id_number", holder.number.clone()),
        ],
        Paper::ResidenceBack => vec![
            ("issuing_authority", holder.authority.clone()),
            ("valid_from", holder.from.to_string()),
            ("valid_until", holder.until.to_string()),
            ("pass_number", holder.pass.clone()),
            ("issue_count", holder.count.clone()),
        ],
        Paper::ForeignCard => vec![
            ("name", format!("{}, {}", holder.surname, holder.given)),
            ("sex", holder.sex_zh().to_owned()),
            ("birth_date", holder.birth.to_string()),
            ("nationality", holder.nationality.clone()),
            ("id_number", holder.number.clone()),
            ("valid_from", holder.from.to_string()),
            ("valid_until", holder.until.to_string()),
            ("issuing_authority", permanent::AUTHORITY.to_owned()),
        ],
        Paper::Licence | Paper::Certificate | Paper::Letter => Vec::new(),
    };
    list.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Makes the cases on `threads` threads, writes the pictures into `out`, and gives the truths in order.
///
/// # Errors
/// When a picture cannot be written.
pub fn write(orders: &[Order], seed: u64, today: Date, out: &Path, threads: usize) -> std::io::Result<Vec<Truth>> {
    std::fs::create_dir_all(out)?;
    workers::each(orders, threads, |order| {
        let case = generate(seed, order, today);
        std::fs::write(out.join(&case.truth.file), &case.picture)?;
        Ok(case.truth)
    })
}
