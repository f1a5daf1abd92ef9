//! Pictures of papers: photographed on a desk or scanned, with what goes wrong.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Paper;
use super::licence::{self, Form};
use super::suite::{Order, Wanted};
use super::unit::{Sort, Unit, check};
use crate::capture::{self, Screen};
use crate::card;
use crate::encode::encode;
use crate::font;
use crate::letters::{self, Fault, Letter};
use crate::paint::Img;
use crate::people;
use crate::placing::good_place_of;
use crate::rng::{Rng, mix};
use crate::scene::{self, Light, Placed, Scene};
use crate::set::{Case, Split, Truth};
use crate::view::{Homography, Quad, long_side};

/// Makes the picture of a paper.
pub(super) fn generate(seed: u64, order: &Order, today: Date) -> Case {
    let held = order.split == Split::Held;
    let mut rng = Rng::new(mix(seed ^ mix(order.index)) ^ if held { 0x7061_7065 } else { 0x7061_7000 });
    let faces = card::faces(&mut rng, held);
    let licensed = order.paper == Paper::Licence;
    let mut tries = 20;
    let mut unit = loop {
        tries += 1;
        let unit = Unit::new(&mut rng.fork(tries), today, licensed);
        // A certificate of the code itself is given to units of any sort.
        let suits = match order.wanted {
            Wanted::Expired => unit.term.is_some(),
            Wanted::SortWrong => unit.sort != Sort::Coded,
            _ => true,
        };
        if font::font(faces.text).has_all(&unit.text()) && suits {
            break unit;
        }
    };
    spoil(&mut rng.fork(3), &mut unit, order.wanted, today);
    let mut form = Form::new(&mut rng.fork(4), unit.sort);
    form.qr |= order.wanted == Wanted::QrOther;
    let other = if order.wanted == Wanted::QrOther {
        Unit::new(&mut rng.fork(5), today, licensed).code
    } else {
        unit.code.clone()
    };
    let opaque = order.wanted != Wanted::QrOther && rng.chance(0.3);
    let qr = if opaque {
        "https://example.cn/index?{\"l\":\"4ZkQy7\"}".to_owned()
    } else {
        format!("https://example.cn/ewm/show?uniscid={other}&s=1")
    };
    let mut tags = vec![format!("{:?}", unit.sort), format!("{form:?}")];
    let scanned = rng.chance(0.3) && order.wanted != Wanted::Screen;
    let (w, h, quad) = place(&mut rng, form, scanned, order.wanted);
    let scale = (long_side(&quad) / form.size()[0] * 1.1).clamp(4.0, 12.0);
    let mut print = licence::print(&mut rng.fork(22), &unit, form, faces, scale, held, &qr);
    if order.wanted == Wanted::Grey {
        licence::grey(&mut print.img);
    }
    let mut light = Light::good(&mut rng.fork(23));
    if order.wanted == Wanted::Dark {
        light.exposure = rng.range(0.06, 0.12);
    }
    let kinds = if held { crate::backdrop::HELD } else { crate::backdrop::TUNING };
    let ground = kinds[rng.index(kinds.len())];
    tags.push(if scanned { "scanned".to_owned() } else { ground.to_owned() });
    let mut quad = quad;
    let scene =
        Scene { w, h, ground, light, shadow: !scanned, cards: vec![Placed { print, quad, overlays: Vec::new() }] };
    let mut img = scene::compose(&mut rng.fork(24), &scene);
    let mut r = rng.fork(27);
    match order.wanted {
        Wanted::Blurred => img.blur(long_side(&quad) / form.size()[0].max(1.0) * r.range(0.55, 1.0)),
        Wanted::Screen => (img, quad) = shown(&mut r, &img, quad),
        _ => {}
    }
    scene::noise(&mut rng.fork(25), &mut img, &light);
    let (picture, extension) = encode(&mut rng.fork(26), &img, &mut tags);
    let code = order.wanted.code();
    let truth = Truth {
        file: order.file_name(extension),
        kind: order.paper.kind().to_owned(),
        corners: Some(quad),
        long_side_px: long_side(&quad),
        fields: fields(&unit),
        wanted: code.map(str::to_owned),
        verdict: if code.is_none() { "accept" } else { "reject" }.to_owned(),
        strength: 0.0,
        expect: None,
        tags,
        split: order.split,
    };
    Case { picture, truth }
}

/// Makes the picture of a letter.
pub(super) fn letter(seed: u64, order: &Order, today: Date) -> Case {
    let mut rng = Rng::new(mix(seed ^ mix(order.index ^ 0x6c65)));
    let which = if rng.chance(0.5) { Letter::Responsibility } else { Letter::Promise };
    let fault = match order.wanted {
        Wanted::Unsigned => Fault::Unsigned,
        Wanted::Undated => Fault::Undated,
        _ => Fault::None,
    };
    let day = today.saturating_sub(jiff::Span::new().days(rng.int(0, 40)));
    let name = people::name(&mut rng, "汉");
    let picture = letters::letter(&letters::Order {
        letter: which,
        fault,
        name: &name,
        domain: "xiaohe.cn",
        day: (day.year(), day.month(), day.day()),
        split: order.split,
        seed: rng.next_u64(),
    });
    let title = match which {
        Letter::Responsibility => "网站备案信息真实性责任告知书",
        Letter::Promise => "网站备案信息真实性承诺书",
    };
    let code = order.wanted.code();
    let truth = Truth {
        file: order.file_name("jpg"),
        kind: order.paper.kind().to_owned(),
        corners: None,
        long_side_px: 0.0,
        fields: BTreeMap::from([("title".to_owned(), title.to_owned())]),
        wanted: code.map(str::to_owned),
        verdict: if code.is_none() { "accept" } else { "retry" }.to_owned(),
        strength: 0.0,
        expect: None,
        tags: Vec::new(),
        split: order.split,
    };
    Case { picture, truth }
}

fn place(rng: &mut Rng, form: Form, scanned: bool, wanted: Wanted) -> (usize, usize, Quad) {
    let [pw, ph] = form.size();
    if wanted == Wanted::CutOff {
        // So far into the print that values are lost on one side.
        let k = rng.range(1600.0, 2600.0) / pw.max(ph);
        let (w, h) = (pw * k, ph * k);
        let lost = rng.range(0.28, 0.4) * w;
        let x = if rng.chance(0.5) { -lost } else { 0.0 };
        return ((w - lost) as usize, h as usize, [[x, 0.0], [x + w, 0.0], [x + w, h], [x, h]]);
    }
    if scanned {
        let k = rng.range(1600.0, 3000.0) / pw.max(ph);
        let (w, h) = (pw * k, ph * k);
        return (w as usize, h as usize, [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]]);
    }
    good_place_of([pw, ph], rng)
}

fn spoil(rng: &mut Rng, unit: &mut Unit, wanted: Wanted, today: Date) {
    let code: Vec<char> = unit.code.chars().collect();
    match wanted {
        Wanted::CodeWrong => {
            // Any character but those of the division is another of its alphabet.
            let at = [0, 1, 9, 11, 13, 15, 16, 17][rng.index(8)];
            let others: Vec<char> = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().filter(|c| *c != code[at]).collect();
            unit.code =
                code.iter().enumerate().map(|(i, c)| if i == at { others[rng.index(30)] } else { *c }).collect();
        }
        Wanted::SortWrong => {
            let prefix = match unit.sort {
                Sort::Individual => "91",
                Sort::Company | Sort::Partnership | Sort::Branch | Sort::Cooperative => {
                    ["52", "12", "92"][rng.index(3)]
                }
                Sort::Institution => "91",
                _ => "12",
            };
            let first = format!("{prefix}{}", code[2..17].iter().collect::<String>());
            unit.code = format!("{first}{}", check(&first));
        }
        Wanted::Expired => {
            let until = today.saturating_sub(jiff::Span::new().days(rng.int(3, 900)));
            let until = if until.month() == 2 && until.day() == 29 {
                until.saturating_sub(jiff::Span::new().days(1))
            } else {
                until
            };
            unit.established = until.saturating_sub(jiff::Span::new().years(6));
            unit.term = Some((unit.established, Some(until)));
        }
        _ => {}
    }
}

fn shown(rng: &mut Rng, img: &Img, quad: Quad) -> (Img, Quad) {
    let screen = Screen {
        pitch: rng.range(1.25, 3.0),
        depth: rng.range(0.5, 0.95),
        turn: rng.range(-4.0, 4.0),
        bezel: rng.chance(0.4),
        dots: capture::Dots::Stripes,
    };
    let (seen, at) = capture::recapture(rng, img, screen, img.w, img.h);
    let map = Homography::onto(&at, img.w as f32, img.h as f32);
    (seen, quad.map(|c| map.at(c[0], c[1])))
}

/// The fields as the contract writes them.
fn fields(unit: &Unit) -> BTreeMap<String, String> {
    let certificate = unit.sort.title() != "营业执照";
    let list = [
        ("name", Some(unit.name.clone())),
        ("credit_code", Some(unit.code.clone())),
        ("type", Some(unit.kind.clone()).filter(|_| !certificate)),
        ("legal_representative", Some(unit.legal.clone())),
        ("address", Some(unit.address.clone())),
        ("registered_capital", unit.capital.clone().filter(|_| !certificate)),
        ("established_on", Some(unit.established.to_string()).filter(|_| !certificate)),
        ("term", unit.term_told()),
        ("scope", Some(unit.scope.clone())),
        ("title", Some(unit.sort.title().to_owned()).filter(|_| certificate)),
    ];
    list.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}
