//! What people's files hold comes out as it was drawn, whatever the format.

use std::io::Cursor;

use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb, RgbImage};

use super::decode::{DecodeLimits, PictureError, decode};

/// Soft colours with an arrow's lack of symmetry: turned or mirrored it is another picture.
fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
        Rgb([(40.0 + 180.0 * x) as u8, (60.0 + 150.0 * y * y) as u8, (200.0 - 120.0 * x * y) as u8])
    })
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn heic(picture: &RgbImage) -> Vec<u8> {
    let options = heifer::EncodeOptions { quality: 95, max_threads: 1 };
    heifer::encode_rgb8(picture.width(), picture.height(), picture, &options).unwrap()
}

/// Mean difference of a sample between what was drawn and what comes out of `bytes`.
#[track_caller]
fn off(bytes: &[u8], drawn: &RgbImage) -> f32 {
    let seen = decode(bytes, &DecodeLimits::default()).unwrap();
    assert_eq!((seen.width(), seen.height()), drawn.dimensions());
    let sum: u32 = seen.rgb().iter().zip(drawn.as_raw()).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    sum as f32 / drawn.as_raw().len() as f32
}

#[test]
fn lossless_formats_come_out_as_they_were_drawn() {
    let drawn = drawn(97, 64);
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP] {
        assert!(off(&encoded(drawn.clone(), format), &drawn) < 1e-6, "{format:?}");
    }
    let deep: ImageBuffer<Rgb<u16>, Vec<u16>> =
        ImageBuffer::from_fn(97, 64, |x, y| Rgb(drawn.get_pixel(x, y).0.map(|v| u16::from(v) * 257)));
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        assert!(off(&encoded(deep.clone(), format), &drawn) < 0.01, "16 bits in {format:?}");
    }
    // 256 colours.
    assert!(off(&encoded(drawn.clone(), ImageFormat::Gif), &drawn) < 6.0);
}

#[test]
fn of_a_moving_gif_the_first_picture_is_read() {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    let red = image::RgbaImage::from_pixel(64, 64, image::Rgba([200, 20, 20, 255]));
    let blue = image::RgbaImage::from_pixel(64, 64, image::Rgba([20, 20, 200, 255]));
    encoder.encode_frames([red, blue].map(image::Frame::new)).unwrap();
    drop(encoder);
    assert!(off(&bytes, &RgbImage::from_pixel(64, 64, Rgb([200, 20, 20]))) < 8.0);
}

#[test]
fn a_phones_heic_is_read_in_one_piece_and_in_tiles() {
    // Twice and a bit the side of a phone's tile, which is 512.
    for (width, height) in [(200, 120), (1100, 530)] {
        let drawn = drawn(width, height);
        let bytes = heic(&drawn);
        assert!(off(&bytes, &drawn) < 3.0, "{width} x {height}");
        // What other writers call the same file.
        for brand in [b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1"] {
            let mut renamed = bytes.clone();
            renamed[8..12].copy_from_slice(brand);
            assert!(off(&renamed, &drawn) < 3.0, "{}", String::from_utf8_lossy(brand));
        }
    }
}

#[test]
fn a_heic_cut_anywhere_is_refused() {
    let bytes = heic(&drawn(200, 120));
    for length in [12, 40, bytes.len() / 4, bytes.len() / 2, bytes.len() - 10] {
        let refused = decode(&bytes[..length], &DecodeLimits::default()).err();
        assert!(matches!(refused, Some(PictureError::Truncated | PictureError::Damaged(_))), "{length}: {refused:?}");
    }
}

#[test]
fn a_heic_is_refused_by_its_size_before_it_is_unpacked() {
    let limits = DecodeLimits { max_pixels: 20_000, ..DecodeLimits::default() };
    let refused = decode(&heic(&drawn(200, 120)), &limits).err();
    assert!(matches!(refused, Some(PictureError::TooManyPixels { width: 200, height: 120, .. })), "{refused:?}");
}

#[test]
fn what_is_not_read_is_named() {
    let brands = [(b"avif", "AVIF"), (b"avis", "AVIF"), (b"isom", "a video"), (b"qt  ", "a video")];
    for (brand, name) in brands {
        let file = [&b"\0\0\0\x18ftyp"[..], brand, b"\0\0\0\0mif1"].concat();
        let refused = decode(&file, &DecodeLimits::default()).err();
        assert!(matches!(refused, Some(PictureError::Format { format }) if format == name), "{refused:?}");
    }
    let letter = decode(b"BMW drivers wanted: a letter", &DecodeLimits::default()).err();
    assert!(matches!(letter, Some(PictureError::NotAPicture)), "{letter:?}");
}

#[test]
fn a_jpeg_of_print_shops_keeps_its_colours() {
    // Cyan, magenta, yellow, black of a plain red and of a light blue.
    for (cmyk, rgb) in [([0, 255, 255, 0], [255, 0, 0]), ([100, 40, 0, 0], [155, 215, 255])] {
        let pixels: Vec<u8> = cmyk.repeat(64 * 64);
        for kind in [jpeg_encoder::ColorType::Cmyk, jpeg_encoder::ColorType::CmykAsYcck] {
            let mut bytes = Vec::new();
            jpeg_encoder::Encoder::new(&mut bytes, 95).encode(&pixels, 64, 64, kind).unwrap();
            assert!(off(&bytes, &RgbImage::from_pixel(64, 64, Rgb(rgb))) < 4.0, "{kind:?}, {rgb:?}");
        }
    }
}

#[test]
fn a_jpeg_of_more_pixels_than_are_kept_comes_out_at_half_its_size_and_upright() {
    let drawn = drawn(400, 240);
    let limits = DecodeLimits { max_pixels: 40_000, max_reduced_pixels: 100_000, ..DecodeLimits::default() };
    let half = image::imageops::thumbnail(&drawn, 200, 120);
    let plain = encoded(drawn.clone(), ImageFormat::Jpeg);
    let seen = decode(&plain, &limits).unwrap();
    assert_eq!((seen.width(), seen.height()), (200, 120));
    let close = |a: &[u8], b: &[u8]| {
        a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(*b))).sum::<u32>() as f32 / a.len() as f32
    };
    assert!(close(seen.rgb(), half.as_raw()) < 3.0);

    // EXIF with orientation 6: shown turned by a quarter to the right.
    let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&plain[..2], exif, &plain[2..]].concat();
    let seen = decode(&turned, &limits).unwrap();
    assert_eq!((seen.width(), seen.height()), (120, 200));
    assert!(close(seen.rgb(), image::imageops::rotate90(&half).as_raw()) < 3.0);

    let larger = DecodeLimits { max_reduced_pixels: 90_000, ..limits };
    assert!(matches!(decode(&plain, &larger), Err(PictureError::TooManyPixels { .. })));
}
