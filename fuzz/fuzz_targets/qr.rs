//! What any QR code says is looked through for a credit code: never a panic, and what is told is sound and stands in it.
#![no_main]

use heyan_rules::document::credit_code::{CreditCode, in_text};
use heyan_rules::document::paper::read_in_qr;
use heyan_rules::geometry::Rect;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Some(code) = in_text(&text) {
        assert!(text.contains(code) && CreditCode::of(code).is_some_and(CreditCode::is_sound));
    }
    // With a sound one in it.
    let with = format!("{text} 91350100M000100Y43 {text}");
    if let Some(field) = read_in_qr(&with, Rect::new(0.0, 0.0, 1.0, 1.0)) {
        assert!(with.contains(field.value.expose().as_str()));
    }
});
