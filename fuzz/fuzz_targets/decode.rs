//! Any bytes are a picture or an error: never a panic, and never more memory than the limits allow.
#![no_main]

use heyan::Scanner;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Scanner::decode(bytes);
});
