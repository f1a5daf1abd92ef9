//! What kind of file it is, by its first bytes and not by its name.

use super::decode::PictureError;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// ITU-T T.81.
    Jpeg,
    /// ISO/IEC 15948.
    Png,
    /// RFC 9649.
    WebP,
    /// Its first picture.
    Gif,
    /// Windows' bitmap.
    Bmp,
    /// Its first page.
    Tiff,
    /// ISO/IEC 23008-12 with pictures in HEVC: HEIC. Those of a general brand are looked into.
    Heif,
}

/// Brands of ISO base media files that hold a still picture, or pictures, in HEVC (ISO/IEC 23008-12, annex B), and those that leave
/// the coding open. `hevc`, `hevx` and `msf1` are sequences with a still picture in front, as phones save bursts.
const HEIF_BRANDS: [&[u8; 4]; 10] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1", b"mif2", b"msf1"];
/// Those with AV1 (AV1 Image File Format, section 6).
const AVIF_BRANDS: [&[u8; 4]; 3] = [b"avif", b"avis", b"avio"];

/// Formats that are told, and not read.
const NOT_READ: [(usize, &[u8], &str); 5] = [
    (0, b"%PDF", "PDF"),
    (4, b"ftyp", "a video"),
    (0, b"\xFF\x0A", "JPEG XL"),
    (0, b"\0\0\0\x0CJXL ", "JPEG XL"),
    (0, b"\0\0\0\x0CjP  ", "JPEG 2000"),
];

/// The kind of the file that begins with `bytes`.
pub(super) fn file_kind(bytes: &[u8]) -> Result<FileKind, PictureError> {
    let at = |from: usize, tag: &[u8]| bytes.get(from..from + tag.len()) == Some(tag);
    let branded = |brands: &[&[u8; 4]]| at(4, b"ftyp") && brands.iter().any(|brand| at(8, *brand));
    let read = [
        (at(0, &[0xFF, 0xD8, 0xFF]), FileKind::Jpeg),
        (at(0, b"\x89PNG\r\n\x1a\n"), FileKind::Png),
        (at(0, b"RIFF") && at(8, b"WEBP"), FileKind::WebP),
        (at(0, b"GIF87a") || at(0, b"GIF89a"), FileKind::Gif),
        // The size of its header says that it is one, where two letters would say little: 12 to 124 bytes.
        (at(0, b"BM") && matches!(bytes.get(14..18), Some([12..=124, 0, 0, 0])), FileKind::Bmp),
        (at(0, b"II*\0") || at(0, b"MM\0*"), FileKind::Tiff),
        (branded(&HEIF_BRANDS), FileKind::Heif),
    ];
    if let Some((_, kind)) = read.iter().find(|(is, _)| *is) {
        return Ok(*kind);
    }
    if branded(&AVIF_BRANDS) {
        return Err(PictureError::Format { format: "AVIF" });
    }
    match NOT_READ.iter().find(|(from, tag, _)| at(*from, tag)) {
        Some((_, _, format)) => Err(PictureError::Format { format }),
        None => Err(PictureError::NotAPicture),
    }
}
