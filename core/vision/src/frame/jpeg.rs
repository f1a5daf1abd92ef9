//! The few facts about a JPEG file that its decoder does not insist on: is it whole, and what are its samples.
//!
//! Lenient decoders fill a truncated picture with grey. A grey half of an ID card must be an error, not a finding.

/// What the markers of a JPEG file say (ITU-T T.81, annex B).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JpegShape {
    /// Colour components: 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK.
    pub components: u8,
    /// Bits a sample.
    pub precision: u8,
    /// Whether it comes in ever finer scans, which a decoder has to hold all at once.
    pub progressive: bool,
    /// Whether the end-of-image marker was reached.
    pub complete: bool,
}

/// Reads the markers of `bytes`. `None` when there is no frame header to be found.
pub fn inspect(bytes: &[u8]) -> Option<JpegShape> {
    let mut shape: Option<JpegShape> = None;
    let mut at = 2;
    loop {
        // To the next marker: FF followed by neither 00 (a stuffed byte) nor FF (fill) nor RST0-7.
        let marker = loop {
            let step = bytes.get(at..)?.iter().position(|&b| b == 0xFF);
            let Some(step) = step else { return shape };
            at += step + 1;
            match bytes.get(at) {
                None => return shape,
                Some(0x00 | 0xFF | 0xD0..=0xD7) => {}
                Some(&m) => break m,
            }
        };
        at += 1;
        match marker {
            0xD9 => {
                return shape.map(|s| JpegShape { complete: true, ..s });
            }
            0x01 | 0xD8 => {}
            _ => {
                let Some(&[high, low]) = bytes.get(at..at + 2).and_then(|s| s.first_chunk::<2>()) else {
                    return shape;
                };
                let length = usize::from(u16::from_be_bytes([high, low])).max(2);
                let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
                if is_frame
                    && let Some(&[precision, _, _, _, _, components]) =
                        bytes.get(at + 2..at + 8).and_then(|s| s.first_chunk::<6>())
                {
                    let progressive = matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE);
                    shape = Some(JpegShape { components, precision, progressive, complete: false });
                }
                at += length;
                if at >= bytes.len() {
                    return shape;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg() -> Vec<u8> {
        let mut out = Vec::new();
        let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([(x * 6) as u8, (y * 8) as u8, 90]));
        image::codecs::jpeg::JpegEncoder::new(&mut out).encode_image(&picture).unwrap();
        out
    }

    #[test]
    fn a_whole_file_is_complete() {
        assert_eq!(
            inspect(&jpeg()),
            Some(JpegShape { components: 3, precision: 8, progressive: false, complete: true })
        );
    }

    #[test]
    fn a_file_cut_anywhere_in_its_scan_is_not_complete() {
        let whole = jpeg();
        for cut in (whole.len() - 200)..(whole.len() - 1) {
            assert!(!inspect(&whole[..cut]).is_some_and(|s| s.complete), "cut at {cut} of {}", whole.len());
        }
    }

    #[test]
    fn an_end_marker_inside_an_embedded_thumbnail_does_not_count() {
        let whole = jpeg();
        let mut with_thumbnail = whole[..2].to_vec();
        with_thumbnail.extend([0xFF, 0xE1, 0x00, 0x06, 0xFF, 0xD9, 0xFF, 0xD9]);
        with_thumbnail.extend(&whole[2..whole.len() - 2]);
        assert!(!inspect(&with_thumbnail).is_some_and(|s| s.complete));
    }
}
