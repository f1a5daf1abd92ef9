//! A card before a live camera, the whole way: frames of a hand that comes to rest, the moment the picture is taken, and
//! its report.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::path::PathBuf;

use heyan::rules::Verdict;
use heyan::rules::document::DocumentKind;
use heyan::rules::document::guide::{CardHint, CardLive};
use heyan::vision::frame::{Frame, Picture};
use heyan::{ScanOptions, ScanSession, Scanner};
use heyan_tests::card::Side;
use heyan_tests::set::{Split, TODAY, Wanted, generate};

fn session() -> ScanSession {
    let pack = std::env::var_os("HEYAN_PACK")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/pack")), PathBuf::from);
    let options = ScanOptions { expect: Some(DocumentKind::ResidentIdFront), today: TODAY };
    ScanSession::open(&pack, 2, options).expect("run `cargo xtask setup` first")
}

/// A generated picture with room around its card, so that a hand can move.
fn scene() -> (Picture, [[f32; 2]; 4]) {
    (0..200)
        .find_map(|index| {
            let case = generate(Split::Tuning, 7, index, Wanted::Good(Side::Front), TODAY);
            let picture = Scanner::decode(&case.picture).ok()?;
            let corners = case.truth.corners?;
            let (width, height) = (picture.width() as f32, picture.height() as f32);
            let inside = corners
                .iter()
                .all(|[x, y]| (0.12..0.88).contains(&(x / width)) && (0.12..0.88).contains(&(y / height)));
            (inside && case.truth.long_side_px > 0.5 * width.min(height)).then_some((picture, corners))
        })
        .expect("a set has such pictures")
}

/// The frame that a camera sees whose hand is `right`, `down` px off: nine tenths of the scene.
fn seen(scene: &Picture, right: f32, down: f32) -> Picture {
    let (width, height) = (scene.width() * 9 / 10, scene.height() * 9 / 10);
    let at = |off: f32, room: u32| ((room as f32 / 20.0 + off).max(0.0) as u32).min(room / 10);
    scene.part(at(right, scene.width()), at(down, scene.height()), width, height).unwrap()
}

#[test]
fn a_card_is_taken_when_the_hand_rests_and_the_picture_is_read() {
    let (scene, corners) = scene();
    let mut session = session();
    let mut lives: Vec<CardLive> = Vec::new();
    let sway = scene.width() as f32 / 25.0;
    for n in 0..24u64 {
        // Eight frames of a moving hand, then a still one.
        let off = if n < 8 { sway * (n as f32 * 1.3).sin() } else { 0.0 };
        let picture = seen(&scene, off, -off);
        lives.push(session.submit(&Frame::of_picture(&picture, n * 66)).unwrap());
        if lives.last().is_some_and(|live| live.hint == CardHint::Ready) {
            break;
        }
    }
    let ready = lives.iter().position(|live| live.hint == CardHint::Ready).expect("a still, sharp card is taken");
    assert!(ready >= 8 + 7, "not while it moves, nor before half a second of rest: frame {ready}");
    let outline = lives[ready].outline.unwrap();
    let moved = [scene.width() / 10 / 2, scene.height() / 10 / 2];
    let miss =
        outline.iter().zip(corners).map(|(p, [x, y])| (p.x - (x - moved[0] as f32)).hypot(p.y - (y - moved[1] as f32)));
    // The outline on screen may lie a little off; the wrong way up is as good for drawing.
    let width = outline[0].distance(outline[1]);
    let turned = outline
        .iter()
        .zip([corners[2], corners[3], corners[0], corners[1]])
        .map(|(p, [x, y])| (p.x - (x - moved[0] as f32)).hypot(p.y - (y - moved[1] as f32)));
    let miss = miss.fold(0.0, f32::max).min(turned.fold(0.0, f32::max));
    assert!(miss < 0.03 * width, "{miss} px off, the card is {width} px wide");

    let report = session.judge().unwrap().expect("a picture was taken");
    assert_eq!(report.verdict, Verdict::Accept, "{:?}", report.findings);
    assert_eq!(report.fields.len(), 6);
    assert!(session.judge().unwrap().is_none(), "it is judged once");
}

#[test]
fn nothing_is_taken_of_an_empty_table() {
    let mut session = session();
    let (scene, corners) = scene();
    let bottom = corners.iter().map(|[_, y]| *y).fold(0.0, f32::max) as u32;
    let left = scene.height() - bottom;
    let table = scene.part(0, bottom + left / 10, scene.width(), left * 8 / 10).unwrap();
    for n in 0..20u64 {
        let live = session.submit(&Frame::of_picture(&table, n * 66)).unwrap();
        assert_ne!(live.hint, CardHint::Ready);
    }
    assert!(session.judge().unwrap().is_none());
}
