//! What a video file is, by its content and not by its name: container, and the codecs of its first picture and sound.

mod avi;
mod matroska;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::boxes::{bytes, find, parts};

/// What a file holds. Names are the usual short ones, lower case; what is not known has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// `mp4`, `mov`, `mkv`, `webm`, `avi`, `flv`, `ts`, `mpg`, `asf`, `ogg`.
    pub container: Option<&'static str>,
    /// Codec of the picture: `h264`, `hevc`, `vp8`, `vp9`, `av1`, `mpeg4`, `mjpeg`; otherwise the file's own name for it.
    pub picture: Option<String>,
    /// Codec of the sound: `aac`, `opus`, `vorbis`, `mp3`, `pcm`, `amr`, …; otherwise the file's own name for it.
    pub sound: Option<String>,
}

impl Contents {
    /// Of the file at `path`.
    pub fn of(path: &Path) -> Self {
        File::open(path).ok().and_then(|mut file| read(&mut file)).unwrap_or_default()
    }

    /// The container as a provider sees it who asks for the name's ending to be that of the content: the content's where
    /// they agree, both where they do not.
    pub fn named(&self, ending: Option<&str>) -> Option<String> {
        let ending = ending.map(str::to_ascii_lowercase);
        let usual = ending.as_deref().map(|ending| match ending {
            "m4v" | "3gp" => "mp4",
            "qt" => "mov",
            other => other,
        });
        match (usual, self.container) {
            (Some(name), Some(kind)) if name != kind => Some(format!("{name}/{kind}")),
            (name, kind) => kind.or(name).map(str::to_owned),
        }
    }
}

fn read<R: Read + Seek>(file: &mut R) -> Option<Contents> {
    let end = file.seek(SeekFrom::End(0)).ok()?;
    let head = bytes::<12, R>(file, 0)?;
    let only = |container| Some(Contents { container: Some(container), ..Contents::default() });
    match &head {
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Some(matroska::read(file, end)),
        [b'R', b'I', b'F', b'F', .., b'A', b'V', b'I', b' '] => Some(avi::read(file, end)),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Some(movie(file, end, brand == b"qt  ")),
        // Movies of before there were brands.
        [_, _, _, _, b'm', b'o', b'o', b'v', ..]
        | [_, _, _, _, b'm', b'd', b'a', b't', ..]
        | [_, _, _, _, b'w', b'i', b'd', b'e', ..] => Some(movie(file, end, true)),
        [b'F', b'L', b'V', ..] => only("flv"),
        [0, 0, 1, 0xba, ..] => only("mpg"),
        [0x30, 0x26, 0xb2, 0x75, ..] => only("asf"),
        [b'O', b'g', b'g', b'S', ..] => only("ogg"),
        // Packets of 188 bytes, each with the same first byte.
        [0x47, ..] if bytes::<1, R>(file, 188) == Some([0x47]) => only("ts"),
        _ => None,
    }
}

/// An MP4 or, `of_apple`, a MOV.
fn movie<R: Read + Seek>(file: &mut R, end: u64, of_apple: bool) -> Contents {
    let mut contents = Contents { container: Some(if of_apple { "mov" } else { "mp4" }), ..Contents::default() };
    let Some((_, from, to)) = find(file, 0, end, b"moov") else { return contents };
    for (name, from, to) in parts(file, from, to) {
        if &name != b"trak" {
            continue;
        }
        let Some((kind, entry)) = track(file, from, to) else { continue };
        match &kind {
            b"vide" => contents.picture = contents.picture.or_else(|| Some(picture_name(&entry))),
            b"soun" => contents.sound = contents.sound.or_else(|| Some(sound_name(&entry))),
            _ => {}
        }
    }
    contents
}

/// What a track holds, and the name of its first sample entry.
fn track<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Option<([u8; 4], [u8; 4])> {
    let (_, media, media_end) = find(file, from, to, b"mdia")?;
    let (_, handler, _) = find(file, media, media_end, b"hdlr")?;
    let kind = bytes::<4, R>(file, handler.checked_add(8)?)?;
    let (_, info, info_end) = find(file, media, media_end, b"minf")?;
    let (_, table, table_end) = find(file, info, info_end, b"stbl")?;
    let (_, entries, _) = find(file, table, table_end, b"stsd")?;
    // Version, flags and count, then the first entry's length.
    Some((kind, bytes::<4, R>(file, entries.checked_add(12)?)?))
}

/// Printable characters of a four-letter name, lower case.
fn own_name(name: &[u8]) -> String {
    name.iter().filter(|b| b.is_ascii_graphic()).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// The usual name of a picture's codec, of the four letters of MP4, MOV and AVI.
fn picture_name(four: &[u8; 4]) -> String {
    let known = match own_name(four).as_str() {
        "avc1" | "avc3" | "h264" | "x264" => "h264",
        "hvc1" | "hev1" | "hevc" | "h265" | "x265" => "hevc",
        "vp08" | "vp80" => "vp8",
        "vp09" | "vp90" => "vp9",
        "av01" => "av1",
        "mp4v" | "xvid" | "divx" | "dx50" | "fmp4" => "mpeg4",
        "jpeg" | "mjpg" | "mjpa" | "mjpb" => "mjpeg",
        "s263" | "h263" => "h263",
        other => return other.to_owned(),
    };
    known.to_owned()
}

/// The usual name of a sound's codec, of the four letters of MP4 and MOV.
fn sound_name(four: &[u8; 4]) -> String {
    let known = match own_name(four).as_str() {
        "mp4a" => "aac",
        "samr" | "sawb" => "amr",
        "sowt" | "twos" | "lpcm" | "ipcm" | "fpcm" | "in24" | "in32" | "fl32" | "fl64" | "raw" => "pcm",
        "flac" => "flac",
        ".mp3" => "mp3",
        "ac-3" => "ac3",
        "ec-3" => "eac3",
        other => return other.to_owned(),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn part(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
    }

    fn trak(kind: &[u8; 4], entry: &[u8; 4]) -> Vec<u8> {
        let handler = part(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
        let entries = part(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &part(entry, &[0; 20])].concat());
        let info = part(b"minf", &part(b"stbl", &entries));
        part(b"trak", &part(b"mdia", &[handler, info].concat()))
    }

    fn file(brand: &[u8; 4]) -> Vec<u8> {
        let tracks = [trak(b"soun", b"mp4a"), trak(b"vide", b"avc1"), trak(b"vide", b"jpeg")].concat();
        [part(b"ftyp", brand), part(b"mdat", &[7; 50]), part(b"moov", &tracks)].concat()
    }

    #[test]
    fn a_movie_is_told_by_its_brand_and_its_tracks() {
        let of = |bytes: Vec<u8>| read(&mut Cursor::new(bytes)).unwrap();
        let mp4 = of(file(b"isom"));
        assert_eq!(
            (mp4.container, mp4.picture.as_deref(), mp4.sound.as_deref()),
            (Some("mp4"), Some("h264"), Some("aac"))
        );
        assert_eq!(of(file(b"qt  ")).container, Some("mov"));
        assert_eq!(of(file(b"3gp4")).container, Some("mp4"));
        assert_eq!(of(part(b"ftyp", b"isomisom")).picture, None);
    }

    #[test]
    fn a_name_that_says_otherwise_is_told_with_both() {
        let mp4 = Contents { container: Some("mp4"), ..Contents::default() };
        assert_eq!(mp4.named(Some("MP4")).as_deref(), Some("mp4"));
        assert_eq!(mp4.named(Some("m4v")).as_deref(), Some("mp4"));
        assert_eq!(mp4.named(Some("avi")).as_deref(), Some("avi/mp4"));
        assert_eq!(mp4.named(None).as_deref(), Some("mp4"));
        assert_eq!(Contents::default().named(Some("mp4")).as_deref(), Some("mp4"));
    }

    #[test]
    fn what_is_cut_or_nothing_known_says_nothing_and_ends() {
        let whole = file(b"isom");
        for end in 0..whole.len() {
            let _ = read(&mut Cursor::new(&whole[..end]));
        }
        assert_eq!(read(&mut Cursor::new(b"nothing that is a video file")), None);
        assert_eq!(read(&mut Cursor::new(b"FLV\x01\x05\0\0\0\x09\0\0\0\0")).unwrap().container, Some("flv"));
    }
}
