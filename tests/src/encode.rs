//! Picture files as phones and chat programs leave them.

use crate::paint::Img;
use crate::rng::Rng;

/// Encodes as phones and chat programs do: mostly JPEG, some with an EXIF orientation, some PNG and WebP.
pub fn encode(rng: &mut Rng, img: &Img, tags: &mut Vec<String>) -> (Vec<u8>, &'static str) {
    let bytes = img.to_bytes();
    let (w, h) = (img.w, img.h);
    let small = w * h < 2_500_000;
    if small && rng.chance(0.10) {
        let mut out = std::io::Cursor::new(Vec::new());
        let webp = rng.chance(0.5);
        let format = if webp { image::ImageFormat::WebP } else { image::ImageFormat::Png };
        image::write_buffer_with_format(&mut out, &bytes, w as u32, h as u32, image::ColorType::Rgb8, format)
            .expect("an encoder writes to memory");
        return (out.into_inner(), if webp { "webp" } else { "png" });
    }
    let quality = rng.int(60, 95) as u8;
    let sampling =
        if rng.chance(0.75) { jpeg_encoder::SamplingFactor::F_2_2 } else { jpeg_encoder::SamplingFactor::F_1_1 };
    let orientation = if rng.chance(0.2) { [3u8, 6, 8][rng.index(3)] } else { 1 };
    let (bytes, w, h) = stored(&bytes, w, h, orientation);
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(sampling);
    if orientation != 1 {
        tags.push(format!("exif{orientation}"));
        encoder.add_app_segment(1, exif(orientation)).expect("a short segment");
    }
    encoder.encode(&bytes, w as u16, h as u16, jpeg_encoder::ColorType::Rgb).expect("an encoder writes to memory");
    (out, "jpg")
}

/// The pixels as a camera stores them so that the EXIF orientation turns them upright again.
fn stored(bytes: &[u8], w: usize, h: usize, orientation: u8) -> (Vec<u8>, usize, usize) {
    let (ow, oh) = if orientation >= 5 { (h, w) } else { (w, h) };
    if orientation == 1 {
        return (bytes.to_vec(), w, h);
    }
    let mut out = Vec::with_capacity(bytes.len());
    for y in 0..oh {
        for x in 0..ow {
            let (sx, sy) = match orientation {
                3 => (w - 1 - x, h - 1 - y),
                6 => (w - 1 - y, x),
                _ => (y, h - 1 - x),
            };
            let i = (sy * w + sx) * 3;
            out.extend_from_slice(&bytes[i..i + 3]);
        }
    }
    (out, ow, oh)
}

/// An EXIF segment that holds nothing but the orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let mut s = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    s.extend_from_slice(&[0x01, 0x12, 0x00, 0x03, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    s
}
