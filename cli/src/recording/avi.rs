//! AVI: RIFF chunks of a name, a length of four bytes, and content, filled up to an even length.

use std::io::{Read, Seek};

use super::boxes::bytes;
use super::{PictureFacts, Recording, SoundFacts, Times, codec};

/// Chunks that are looked at on one level: more is no recording.
const MOST: usize = 256;

/// A chunk: its name (that of the list where it is one), and where its content begins and ends.
type Chunk = ([u8; 4], u64, u64);

pub fn read<R: Read + Seek>(file: &mut R, end: u64) -> Recording {
    let mut recording = Recording { container: Some("avi"), ..Recording::default() };
    let Some((_, from, to)) = find(file, 12, end, b"hdrl") else { return recording };
    for (name, from, to) in chunks(file, from, to) {
        if &name != b"strl" {
            continue;
        }
        let Some((_, head, _)) = find(file, from, to, b"strh") else { continue };
        let Some(kind) = bytes::<4, R>(file, head) else { continue };
        let format = find(file, from, to, b"strf");
        match &kind {
            b"vids" if recording.picture.is_none() => {
                // `biCompression` of the picture's header, which players go by.
                let four = format.and_then(|(_, at, _)| bytes::<4, R>(file, at.checked_add(16)?));
                let clock = clock(file, head);
                recording.picture = Some(PictureFacts {
                    codec: four.map(codec::picture),
                    times: Times { length_s: clock.map(|(rate_hz, count)| count / rate_hz), ..Times::default() },
                    rate_hz: clock.map(|(rate_hz, _)| rate_hz),
                    ..PictureFacts::default()
                });
            }
            b"auds" if recording.sound.is_none() => {
                let tag = format.and_then(|(_, at, _)| bytes::<2, R>(file, at)).map(u16::from_le_bytes);
                recording.sound = Some(SoundFacts { codec: tag.map(codec::tagged), ..SoundFacts::default() });
            }
            _ => {}
        }
    }
    recording
}

/// Frames a second and frames of the stream with its header at `head`: `dwRate` over `dwScale`, and `dwLength`.
fn clock<R: Read + Seek>(file: &mut R, head: u64) -> Option<(f64, f64)> {
    let mut number = |at: u64| Some(f64::from(u32::from_le_bytes(bytes(file, head.checked_add(at)?)?)));
    let (scale, rate, length) = (number(20)?, number(24)?, number(32)?);
    // A recorder that was stopped leaves its length at 0.
    (scale > 0.0 && rate > 0.0 && length > 0.0).then_some((rate / scale, length))
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
        let clock: Vec<u8> = [1001_u32, 30_000, 0, 60].into_iter().flat_map(u32::to_le_bytes).collect();
        let head = [&kind[..], &[0; 16], &clock, &[0; 20]].concat();
        let inside = [chunk(b"strh", &head), chunk(b"strf", format)].concat();
        chunk(b"LIST", &[&b"strl"[..], &inside].concat())
    }

    #[test]
    fn an_avi_tells_its_codecs_and_its_clock() {
        let picture = stream(b"vids", &[&[0; 16][..], b"MJPG", &[0; 20]].concat());
        let sound = stream(b"auds", &[&[1, 0][..], &[0; 16]].concat());
        let head = chunk(b"LIST", &[&b"hdrl"[..], &chunk(b"avih", &[0; 56]), &picture, &sound].concat());
        let file = chunk(b"RIFF", &[&b"AVI "[..], &head, &chunk(b"LIST", b"movi")].concat());
        let avi = read(&mut Cursor::new(&file), file.len() as u64);
        assert_eq!((avi.container, avi.picture_codec(), avi.sound_codec()), (Some("avi"), Some("mjpeg"), Some("pcm")));
        let picture = avi.picture.unwrap();
        assert!(
            (picture.rate_hz.unwrap() - 29.97).abs() < 1e-3 && (picture.times.length_s.unwrap() - 2.002).abs() < 1e-6
        );
        for end in 0..file.len() {
            let _ = read(&mut Cursor::new(&file[..end]), end as u64);
        }
    }
}
