//! AVI: RIFF chunks of a name, a length of four bytes, and content, filled up to an even length.

use std::io::{Read, Seek};

use super::{Contents, own_name, picture_name};
use crate::boxes::bytes;

/// Chunks that are looked at on one level: more is no recording.
const MOST: usize = 256;

/// A chunk: its name (that of the list where it is one), and where its content begins and ends.
type Chunk = ([u8; 4], u64, u64);

pub(super) fn read<R: Read + Seek>(file: &mut R, end: u64) -> Contents {
    let mut contents = Contents { container: Some("avi"), ..Contents::default() };
    let Some((_, from, to)) = find(file, 12, end, b"hdrl") else { return contents };
    for (name, from, to) in chunks(file, from, to) {
        if &name != b"strl" {
            continue;
        }
        let Some((_, head, _)) = find(file, from, to, b"strh") else { continue };
        let Some(kind) = bytes::<4, R>(file, head) else { continue };
        let format = find(file, from, to, b"strf");
        match &kind {
            b"vids" => {
                // `biCompression` of the picture's header, which players go by.
                let four = format.and_then(|(_, at, _)| bytes::<4, R>(file, at.checked_add(16)?));
                contents.picture = contents.picture.or_else(|| four.map(|four| picture_name(&four)));
            }
            b"auds" => {
                let tag = format.and_then(|(_, at, _)| bytes::<2, R>(file, at));
                contents.sound = contents.sound.or_else(|| tag.map(|tag| sound_name(u16::from_le_bytes(tag))));
            }
            _ => {}
        }
    }
    contents
}

/// The usual name of a sound's codec, of the registered format tags (RFC 2361).
fn sound_name(tag: u16) -> String {
    let known = match tag {
        0x0001 | 0x0003 | 0xfffe => "pcm",
        0x0002 | 0x0011 => "adpcm",
        0x0055 => "mp3",
        0x00ff | 0x1610 | 0x706d => "aac",
        0x2000 => "ac3",
        0x0161 | 0x0162 => "wma",
        other => return own_name(format!("0x{other:04x}").as_bytes()),
    };
    known.to_owned()
}

fn find<R: Read + Seek>(file: &mut R, from: u64, to: u64, name: &[u8; 4]) -> Option<Chunk> {
    chunks(file, from, to).into_iter().find(|(n, ..)| n == name)
}

fn chunks<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Vec<Chunk> {
    let mut found = Vec::new();
    let mut at = from;
    while found.len() < MOST && at < to {
        let Some([n0, n1, n2, n3, a, b, c, d]) = bytes::<8, R>(file, at) else { break };
        let name = [n0, n1, n2, n3];
        let length = u64::from(u32::from_le_bytes([a, b, c, d]));
        let Some(end) = at.checked_add(8 + length) else { break };
        let begin = at + 8;
        match (&name, bytes::<4, R>(file, begin)) {
            (b"LIST", Some(list)) => found.push((list, begin + 4, end.min(to))),
            _ => found.push((name, begin, end.min(to))),
        }
        at = end + length % 2;
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let fill = vec![0; content.len() % 2];
        [&name[..], &(content.len() as u32).to_le_bytes(), content, &fill].concat()
    }

    fn stream(kind: &[u8; 4], format: &[u8]) -> Vec<u8> {
        let inside = [chunk(b"strh", &[&kind[..], &[0; 45]].concat()), chunk(b"strf", format)].concat();
        chunk(b"LIST", &[&b"strl"[..], &inside].concat())
    }

    #[test]
    fn an_avi_tells_its_codecs() {
        let picture = stream(b"vids", &[&[0; 16][..], b"MJPG", &[0; 20]].concat());
        let sound = stream(b"auds", &[&[1, 0][..], &[0; 16]].concat());
        let head = chunk(b"LIST", &[&b"hdrl"[..], &chunk(b"avih", &[0; 56]), &picture, &sound].concat());
        let file = chunk(b"RIFF", &[&b"AVI "[..], &head, &chunk(b"LIST", b"movi")].concat());
        let contents = read(&mut Cursor::new(&file), file.len() as u64);
        assert_eq!(
            (contents.container, contents.picture.as_deref(), contents.sound.as_deref()),
            (Some("avi"), Some("mjpeg"), Some("pcm"))
        );
        for end in 0..file.len() {
            let _ = read(&mut Cursor::new(&file[..end]), end as u64);
        }
    }
}
