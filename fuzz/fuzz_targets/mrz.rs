//! Any text is a machine-readable zone or none, and what it says can be asked: never a panic.
#![no_main]

use heyan_rules::document::mrz::{Birth, Mrz, check_digit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = check_digit(&text);
    // As they come, and forced into the alphabet, which alone gets beyond the first look.
    let forced: String = text
        .chars()
        .map(|ch| match u32::from(ch) % 38 {
            37 => '\n',
            36 => '<',
            worth => char::from_digit(worth, 36).unwrap_or('<').to_ascii_uppercase(),
        })
        .collect();
    for text in [text.as_ref(), &forced] {
        let apart: Vec<&str> = text.lines().collect();
        let packed: String = text.chars().filter(|ch| *ch != '\n').collect();
        let packed: Vec<String> = [(30, 3), (36, 2), (44, 2)]
            .iter()
            .flat_map(|(width, lines)| {
                let chars: Vec<char> = packed.chars().collect();
                chars.chunks(*width).take(*lines).map(|line| line.iter().collect()).collect::<Vec<String>>()
            })
            .collect();
        let packed: Vec<&str> = packed.iter().map(String::as_str).collect();
        for lines in [apart.as_slice(), packed.get(..3).unwrap_or_default(), packed.get(3..5).unwrap_or_default(), packed.get(5..).unwrap_or_default()] {
            let Some(mrz) = Mrz::parse(lines) else { continue };
            if let Some(expiry) = mrz.expiry.as_expiry() {
                assert!(!matches!(mrz.birth.as_birth(expiry), Birth::On(day) if day > expiry));
            }
            assert!(mrz.name.as_ref().is_none_or(|name| !name.surname.is_empty()));
        }
    }
});
