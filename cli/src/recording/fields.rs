//! Whether an H.264 stream may hold fields: its sequence parameter set says so (ITU-T H.264, 7.3.2.1.1).

/// Profiles that say how chroma is coded and scaled.
const HIGH: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
/// Longest parameter set that is read, bytes.
const MOST: usize = 512;

/// Of the stream's configuration (ISO/IEC 14496-15, `avcC`); `false` of one that cannot be read.
pub fn of_h264(configuration: &[u8]) -> bool {
    // Version, profile, compatibility, level, sizes, how many sets; then the first one's length.
    let Some([high, low]) = configuration.get(6..8).and_then(|two| two.first_chunk::<2>()) else { return false };
    let length = usize::from(u16::from_be_bytes([*high, *low])).min(MOST);
    let set = configuration.get(8..8 + length).unwrap_or_default();
    frames_only(set) == Some(false)
}

/// `frame_mbs_only_flag` of a set.
fn frames_only(set: &[u8]) -> Option<bool> {
    let profile = *set.get(1)?;
    let mut bits = Bits { bytes: unescaped(set.get(4..)?), at: 0 };
    bits.number()?;
    if HIGH.contains(&profile) {
        let chroma = bits.number()?;
        if chroma == 3 {
            bits.bit()?;
        }
        bits.number()?;
        bits.number()?;
        bits.bit()?;
        if bits.bit()? {
            for list in 0..if chroma == 3 { 12 } else { 8 } {
                if bits.bit()? {
                    bits.scaling(if list < 6 { 16 } else { 64 })?;
                }
            }
        }
    }
    bits.number()?;
    match bits.number()? {
        0 => {
            bits.number()?;
        }
        1 => {
            bits.bit()?;
            bits.number()?;
            bits.number()?;
            for _ in 0..bits.number()?.min(255) {
                bits.number()?;
            }
        }
        _ => {}
    }
    bits.number()?;
    bits.bit()?;
    bits.number()?;
    bits.number()?;
    bits.bit()
}

/// Without the bytes that keep start codes out.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut zeros = 0;
    for byte in bytes {
        if *byte == 3 && zeros >= 2 {
            zeros = 0;
            continue;
        }
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        out.push(*byte);
    }
    out
}

struct Bits {
    bytes: Vec<u8>,
    at: usize,
}

impl Bits {
    fn bit(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1 == 1;
        self.at += 1;
        Some(bit)
    }

    /// Exp-Golomb code (9.1). One with a sign is as long.
    fn number(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.bit()? {
            zeros += 1;
        }
        if zeros > 31 {
            return None;
        }
        let mut value = 1_u32;
        for _ in 0..zeros {
            value = (value << 1) | u32::from(self.bit()?);
        }
        Some(value - 1)
    }

    /// A list of scaling factors (7.3.2.1.1.1).
    fn scaling(&mut self, count: usize) -> Option<()> {
        let (mut last, mut next) = (8_i32, 8_i32);
        for _ in 0..count {
            if next != 0 {
                let code = i32::try_from(self.number()?).ok()?;
                let delta = if code % 2 == 1 { code / 2 + 1 } else { -(code / 2) };
                next = (last + delta).rem_euclid(256);
            }
            if next != 0 {
                last = next;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settings as x264 writes them, of whole frames and of fields.
    const FRAMES: [u8; 33] = [
        0x01, 0x64, 0x00, 0x0b, 0xff, 0xe1, 0x00, 0x19, 0x67, 0x64, 0x00, 0x0b, 0xac, 0xd9, 0x42, 0x84, 0x7e, 0x5c,
        0x04, 0x40, 0x00, 0x00, 0x03, 0x00, 0x40, 0x00, 0x00, 0x0c, 0x83, 0xc5, 0x0a, 0x65, 0x80,
    ];
    const FIELDS: [u8; 32] = [
        0x01, 0x64, 0x00, 0x15, 0xff, 0xe1, 0x00, 0x18, 0x67, 0x64, 0x00, 0x15, 0xac, 0xd9, 0x42, 0x9b, 0x60, 0x22,
        0x00, 0x00, 0x03, 0x00, 0x02, 0x00, 0x00, 0x03, 0x00, 0x64, 0x3e, 0x28, 0x53, 0x2c,
    ];

    #[test]
    fn a_stream_says_whether_it_may_hold_fields() {
        assert!(of_h264(&FIELDS) && !of_h264(&FRAMES));
    }

    #[test]
    fn what_is_cut_or_broken_only_ends() {
        for end in 0..FIELDS.len() {
            let _ = of_h264(&FIELDS[..end]);
            for byte in [0, 1, 3, 0xff] {
                let mut broken = FIELDS;
                broken[end] = byte;
                let _ = of_h264(&broken);
            }
        }
        // Every profile, and what follows it as odd as can be.
        for profile in HIGH.into_iter().chain([66, 77]) {
            for fill in [0x00, 0x55, 0x80, 0xaa, 0xff] {
                let mut odd = [fill; 120];
                odd[..10].copy_from_slice(&[1, profile, 0, 10, 0xff, 0xe1, 0, 110, 0x67, profile]);
                let _ = of_h264(&odd);
            }
        }
    }
}
