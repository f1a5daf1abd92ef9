//! Any text is a credit code or none: never a panic, and no two characters exchanged unseen.
#![no_main]

use heyan_rules::document::credit_code::{CreditCode, LENGTH, check_character, organisation_check};
use libfuzzer_sys::fuzz_target;

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = (check_character(&text), organisation_check(&text), CreditCode::of(&text).map(CreditCode::is_sound));
    // Forced into the alphabet, which alone gets beyond the first look.
    let forced: String = bytes.iter().map(|b| char::from(ALPHABET[usize::from(*b) % ALPHABET.len()])).collect();
    for code in forced.as_bytes().chunks(LENGTH).filter_map(|chunk| std::str::from_utf8(chunk).ok()) {
        let Some(read) = CreditCode::of(code) else { continue };
        assert_eq!(code.len(), LENGTH);
        let _ = (read.authority(), read.sort());
        if read.is_sound() {
            assert_eq!(check_character(code), code.chars().last());
            // The last character is the only one that its first 17 bear.
            let other = if code.ends_with('0') { '1' } else { '0' };
            let wrong = format!("{}{other}", &code[..LENGTH - 1]);
            assert!(!CreditCode::of(&wrong).is_some_and(CreditCode::is_sound));
        }
    }
});
