//! Any bytes are a picture or an error: never a panic, and never more memory than the limits allow.
#![no_main]

use heyan_vision::frame::{DecodeLimits, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes, &DecodeLimits::default());
});
