//! Protects the guidance before the shutter: one hint at a time, in the order in which a person mends things, and a
//! picture only of a card that lies still and sharp.

use heyan_rules::document::guide::{CardGuide, CardHint, GuideLimits};
use heyan_rules::document::{CardCapture, Limits};
use heyan_rules::geometry::Point;
use heyan_rules::words::{Lang, Words};

fn card(left: f32, top: f32, width: f32) -> CardCapture {
    let height = width * 54.0 / 85.6;
    let corner = |x: f32, y: f32| Point::new(left + x * width, top + y * height);
    CardCapture {
        picture_width_px: 1280.0,
        picture_height_px: 720.0,
        corners: [corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)],
        card_width_px: width,
        width_ratio: width / 720.0,
        tilt_deg: 3.0,
        rotation_deg: 0.0,
        outside_ratio: 0.0,
        sides_seen: [true; 4],
        blur_mm: None,
        paper_lightness: 80.0,
        clipped_ratio: 0.0,
        print_contrast: None,
        chroma_spread: f32::MAX,
        moire_db: 0.0,
        moire_shared_db: 0.0,
        moire_fringe_db: 0.0,
        moire_lattice_db: 0.0,
        bands_chroma: 0.0,
        mirrored: false,
        screen_margin_ratio: 0.0,
        unread_mm: Vec::new(),
        patches: Vec::new(),
        other_cards: Vec::new(),
    }
}

fn guide() -> CardGuide {
    CardGuide::new(Limits::default(), GuideLimits::default())
}

#[test]
fn a_card_that_lies_still_and_sharp_is_taken_after_half_a_second() {
    let mut guide = guide();
    let good = card(300.0, 150.0, 640.0);
    for at_ms in (0..500).step_by(33) {
        let live = guide.step(at_ms, Some(&good));
        assert_eq!((live.hint, live.wants_sharpness), (CardHint::HoldStill, false), "at {at_ms}");
    }
    let live = guide.step(512, Some(&good));
    assert!(live.wants_sharpness && live.progress >= 1.0);
    let blurred = CardCapture { blur_mm: Some(0.5), ..good.clone() };
    assert_eq!(guide.sharpness(live.clone(), Some(&blurred)).hint, CardHint::HoldStill);
    assert_eq!(guide.sharpness(live.clone(), None).hint, CardHint::HoldStill);
    let sharp = CardCapture { blur_mm: Some(0.1), ..good };
    assert_eq!(guide.sharpness(live, Some(&sharp)).hint, CardHint::Ready);
}

#[test]
fn a_moving_card_is_never_taken() {
    let mut guide = guide();
    for n in 0u64..100 {
        // 3 % of its diagonal in a third of a second.
        let live = guide.step(n * 33, Some(&card(300.0 + 2.5 * n as f32, 150.0, 640.0)));
        assert!(!live.wants_sharpness, "frame {n}");
    }
}

#[test]
fn what_stands_in_the_way_is_told_first_framing_then_light() {
    let good = card(300.0, 150.0, 640.0);
    let told = |card: CardCapture| guide().step(0, Some(&card)).hint;
    assert_eq!(guide().step(0, None).hint, CardHint::ShowCard);
    assert_eq!(told(CardCapture { outside_ratio: 0.1, tilt_deg: 60.0, ..good.clone() }), CardHint::MoveBack);
    assert_eq!(told(CardCapture { card_width_px: 200.0, paper_lightness: 20.0, ..good.clone() }), CardHint::ComeCloser);
    assert_eq!(told(CardCapture { tilt_deg: 60.0, paper_lightness: 20.0, ..good.clone() }), CardHint::HoldFlat);
    assert_eq!(told(CardCapture { paper_lightness: 20.0, ..good.clone() }), CardHint::MoreLight);
    assert_eq!(told(CardCapture { clipped_ratio: 0.8, ..good.clone() }), CardHint::LessLight);
    assert_eq!(told(CardCapture { tilt_deg: f32::NAN, ..good }), CardHint::HoldFlat, "what is not known never passes");
}

#[test]
fn an_outline_missed_in_a_frame_stays_and_goes_when_the_card_is_gone() {
    let mut guide = guide();
    let good = card(300.0, 150.0, 640.0);
    guide.step(0, Some(&good));
    assert_eq!(guide.step(100, None).outline, Some(good.corners));
    assert_eq!(guide.step(500, None).outline, None);
    assert!(!guide.step(7_000, None).offer_shutter);
    assert!(guide.step(8_000, None).offer_shutter, "nobody waits for ever");
}

#[test]
fn every_hint_has_words_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        for hint in CardHint::ALL {
            let said = Words::new(lang).card_hint(hint);
            assert!(said.chars().count() > 3, "{}", hint.as_str());
        }
    }
}
