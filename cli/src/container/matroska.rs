//! Matroska and WebM (RFC 9559): elements of an identity, a length and content.

use std::io::{Read, Seek};

use super::Contents;
use crate::boxes::bytes;

const EBML: u64 = 0x1a45_dfa3;
const DOC_TYPE: u64 = 0x4282;
const SEGMENT: u64 = 0x1853_8067;
const TRACKS: u64 = 0x1654_ae6b;
const CLUSTER: u64 = 0x1f43_b675;
const TRACK: u64 = 0xae;
const TRACK_TYPE: u64 = 0x83;
const CODEC: u64 = 0x86;
/// Elements that are looked at on one level before the first cluster: more is no recording.
const MOST: usize = 1024;
/// Longest name of a codec that is read, bytes.
const NAME: u64 = 32;

/// An element: its identity, and where its content begins and ends.
type Element = (u64, u64, u64);

pub(super) fn read<R: Read + Seek>(file: &mut R, end: u64) -> Contents {
    let mut contents = Contents { container: Some("mkv"), ..Contents::default() };
    for (id, from, to) in elements(file, 0, end) {
        match id {
            EBML => {
                let kind = elements(file, from, to).into_iter().find(|(id, ..)| *id == DOC_TYPE);
                if kind.and_then(|(_, from, to)| text(file, from, to)).as_deref() == Some("webm") {
                    contents.container = Some("webm");
                }
            }
            SEGMENT => {
                let tracks = elements(file, from, to).into_iter().find(|(id, ..)| *id == TRACKS);
                for (id, from, to) in tracks.map(|(_, from, to)| elements(file, from, to)).unwrap_or_default() {
                    if id == TRACK {
                        track(file, from, to, &mut contents);
                    }
                }
            }
            _ => {}
        }
    }
    contents
}

fn track<R: Read + Seek>(file: &mut R, from: u64, to: u64, contents: &mut Contents) {
    let (mut kind, mut codec) = (0, None);
    for (id, from, to) in elements(file, from, to) {
        match id {
            TRACK_TYPE => kind = bytes::<1, R>(file, from).map_or(0, |[kind]| kind),
            CODEC => codec = text(file, from, to),
            _ => {}
        }
    }
    let Some(codec) = codec else { return };
    match kind {
        1 => contents.picture = contents.picture.take().or_else(|| Some(name(&codec))),
        2 => contents.sound = contents.sound.take().or_else(|| Some(name(&codec))),
        _ => {}
    }
}

/// The usual name of a codec, of Matroska's.
fn name(codec: &str) -> String {
    let known = match codec {
        "V_MPEG4/ISO/AVC" => "h264",
        "V_MPEGH/ISO/HEVC" => "hevc",
        "V_VP8" => "vp8",
        "V_VP9" => "vp9",
        "V_AV1" => "av1",
        "V_MPEG4/ISO/ASP" | "V_MPEG4/ISO/SP" => "mpeg4",
        "V_MJPEG" => "mjpeg",
        "A_OPUS" => "opus",
        "A_VORBIS" => "vorbis",
        "A_MPEG/L3" => "mp3",
        "A_FLAC" => "flac",
        "A_AC3" => "ac3",
        other if other.starts_with("A_AAC") => "aac",
        other if other.starts_with("A_PCM") => "pcm",
        other => return other.get(2..).unwrap_or_default().to_ascii_lowercase(),
    };
    known.to_owned()
}

fn text<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Option<String> {
    let count = to.saturating_sub(from).min(NAME);
    let letters = (0..count).map_while(|i| bytes::<1, R>(file, from.checked_add(i)?)).map(|[b]| b);
    // Names may be filled up with zeros.
    Some(letters.take_while(u8::is_ascii_graphic).map(char::from).collect())
}

/// The elements between two places, up to the first cluster.
fn elements<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Vec<Element> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to && found.len() < MOST {
        let Some((id, after)) = number(file, at, true) else { break };
        let Some((length, begin)) = number(file, after, false) else { break };
        // All ones: live recordings leave the length open.
        let open = begin.checked_sub(after).is_some_and(|n| (1..=8).contains(&n) && length == (1 << (7 * n)) - 1);
        let end = if open { Some(to) } else { begin.checked_add(length).map(|end| end.min(to)) };
        let Some(end) = end.filter(|end| *end > at && id != CLUSTER) else { break };
        found.push((id, begin, end));
        at = end;
    }
    found
}

/// The number of variable length at `at`, with its marker when it is an identity, and where it ends.
fn number<R: Read + Seek>(file: &mut R, at: u64, marked: bool) -> Option<(u64, u64)> {
    let [first] = bytes::<1, R>(file, at)?;
    let length = u64::from(first.leading_zeros()) + 1;
    if length > 8 {
        return None;
    }
    let mut value = u64::from(first);
    if !marked {
        value &= (1 << (8 - length)) - 1;
    }
    for i in 1..length {
        let [next] = bytes::<1, R>(file, at.checked_add(i)?)?;
        value = (value << 8) | u64::from(next);
    }
    Some((value, at.checked_add(length)?))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u16 | 0x4000).to_be_bytes();
        [id, &length, content].concat()
    }

    fn entry(kind: u8, codec: &str) -> Vec<u8> {
        element(&[0xae], &[element(&[0x83], &[kind]), element(&[0x86], codec.as_bytes())].concat())
    }

    fn file(kind: &str) -> Vec<u8> {
        let head = element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], kind.as_bytes()));
        let tracks = element(&[0x16, 0x54, 0xae, 0x6b], &[entry(1, "V_VP9"), entry(2, "A_OPUS")].concat());
        let inside = [element(&[0xec], &[0; 9]), tracks, element(&[0x1f, 0x43, 0xb6, 0x75], &[0; 30])].concat();
        // A live recording: the length of the segment is left open.
        [head, [&[0x18, 0x53, 0x80, 0x67, 0xff][..], &inside].concat()].concat()
    }

    #[test]
    fn webm_and_matroska_are_told_with_their_tracks() {
        let of = |bytes: &[u8]| read(&mut Cursor::new(bytes), bytes.len() as u64);
        let webm = of(&file("webm"));
        assert_eq!(
            (webm.container, webm.picture.as_deref(), webm.sound.as_deref()),
            (Some("webm"), Some("vp9"), Some("opus"))
        );
        assert_eq!(of(&file("matroska\0\0")).container, Some("mkv"));
    }

    #[test]
    fn what_is_cut_or_broken_only_ends() {
        let whole = file("webm");
        for end in 0..whole.len() {
            let _ = read(&mut Cursor::new(&whole[..end]), end as u64);
        }
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] = 0;
            let _ = read(&mut Cursor::new(&broken), broken.len() as u64);
        }
    }
}
