//! MP4 and MOV (ISO/IEC 14496-12 and 14496-14, QuickTime File Format).

use std::io::{Read, Seek};

use super::boxes::{Part, bytes, content, find, number, parts};
use super::{PictureFacts, Recording, SoundFacts, Turn, codec, edits, fields};

/// What holds for all tracks.
struct Movie {
    /// Ticks a second of edits.
    ticks_a_s: f64,
    /// How everything is turned after the track's own turn.
    matrix: [f64; 4],
}

/// An MP4 or, `of_apple`, a MOV.
pub fn read<R: Read + Seek>(file: &mut R, end: u64, of_apple: bool) -> Recording {
    let container = Some(if of_apple { "mov" } else { "mp4" });
    let mut recording = Recording { container, ..Recording::default() };
    let Some((_, from, to)) = find(file, 0, end, b"moov") else { return recording };
    let movie = header(file, from, to);
    for part in parts(file, from, to) {
        if &part.0 == b"trak" {
            // A track without its own boxes is none.
            let _ = track(file, part, &movie, &mut recording);
        }
    }
    recording
}

fn header<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Movie {
    let read = |file: &mut R| {
        let (_, at, _) = find(file, from, to, b"mvhd")?;
        // Version 1 has longer dates and lengths.
        let long = bytes::<1, R>(file, at)? == [1];
        let ticks_a_s = u32::from_be_bytes(bytes(file, at + if long { 20 } else { 12 })?);
        Some(Movie {
            ticks_a_s: f64::from(ticks_a_s.max(1)),
            matrix: matrix(file, at + if long { 48 } else { 36 }).unwrap_or_default(),
        })
    };
    read(file).unwrap_or(Movie { ticks_a_s: 1.0, matrix: [0.0; 4] })
}

/// Where right and down go; how far all is moved, and the numbers for projections, are left out.
fn matrix<R: Read + Seek>(file: &mut R, at: u64) -> Option<[f64; 4]> {
    let mut entry = |n: u64| Some(f64::from(i32::from_be_bytes(bytes(file, at + 4 * n)?)) / 65536.0);
    Some([entry(0)?, entry(1)?, entry(3)?, entry(4)?])
}

fn track<R: Read + Seek>(file: &mut R, trak: Part, movie: &Movie, recording: &mut Recording) -> Option<()> {
    let (_, from, to) = trak;
    let (_, media, media_end) = find(file, from, to, b"mdia")?;
    let (_, handler, _) = find(file, media, media_end, b"hdlr")?;
    let kind = bytes::<4, R>(file, handler.checked_add(8)?)?;
    let media_time = find(file, media, media_end, b"mdhd").and_then(|(_, at, _)| media_time(file, at));
    let (media_s, ticks_a_s) = media_time.unwrap_or((None, 1.0));
    let times = edits::read(file, trak, movie.ticks_a_s, (media_s, ticks_a_s));
    let (_, info, info_end) = find(file, media, media_end, b"minf")?;
    let (_, table, table_end) = find(file, info, info_end, b"stbl")?;
    // Version, flags and count, then the first entry's length and name.
    let entry = find(file, table, table_end, b"stsd").and_then(|(_, at, _)| bytes::<4, R>(file, at.checked_add(12)?));
    match &kind {
        b"vide" if recording.picture.is_none() => {
            let samples = find(file, table, table_end, b"stsz").and_then(|(_, at, _)| bytes::<4, R>(file, at + 8));
            let samples = samples.map(|count| f64::from(u32::from_be_bytes(count))).filter(|count| *count > 0.0);
            let rate_hz = samples.zip(media_s).map(|(count, s)| count / s);
            let own = find(file, from, to, b"tkhd").and_then(|(_, at, _)| {
                let long = bytes::<1, R>(file, at)? == [1];
                matrix(file, at + if long { 52 } else { 40 })
            });
            let turn = Turn::of_matrix(after(own.unwrap_or_default(), movie.matrix));
            let interlaced = find(file, table, table_end, b"stsd").is_some_and(|entries| interlaced(file, entries));
            recording.picture =
                Some(PictureFacts { codec: entry.map(codec::picture), times, rate_hz, turn, interlaced });
        }
        b"soun" if recording.sound.is_none() => {
            recording.sound = Some(SoundFacts { codec: entry.map(codec::sound), times });
        }
        _ => {}
    }
    Some(())
}

/// Whether the first sample entry speaks of two fields.
fn interlaced<R: Read + Seek>(file: &mut R, (_, from, to): Part) -> bool {
    let entry = from.checked_add(8).and_then(|from| parts(file, from, to).first().copied());
    // What every picture's entry has, then the boxes of its codec.
    let Some((from, to)) = entry.and_then(|(_, from, to)| Some((from.checked_add(78)?, to))) else { return false };
    let said = find(file, from, to, b"fiel").and_then(|(_, at, _)| bytes::<1, R>(file, at));
    let coded = find(file, from, to, b"avcC").map(|(_, from, to)| content::<R>(file, from, to));
    said == Some([2]) || coded.is_some_and(|configuration| fields::of_h264(&configuration))
}

/// Length, s, and ticks a second of a media header.
fn media_time<R: Read + Seek>(file: &mut R, at: u64) -> Option<(Option<f64>, f64)> {
    let long = bytes::<1, R>(file, at)? == [1];
    let ticks_a_s = f64::from(u32::from_be_bytes(bytes(file, at + if long { 20 } else { 12 })?).max(1));
    let ticks = number(file, at + if long { 24 } else { 16 }, long)?;
    // All ones: unknown. 0: in the fragments that follow.
    let unknown = ticks == 0 || ticks == if long { u64::MAX } else { u64::from(u32::MAX) };
    Some(((!unknown).then_some(ticks as f64 / ticks_a_s), ticks_a_s))
}

/// `first`, then `second`; zeros turn nothing.
fn after(first: [f64; 4], second: [f64; 4]) -> [f64; 4] {
    if second == [0.0; 4] {
        return first;
    }
    if first == [0.0; 4] {
        return second;
    }
    let ([a, b, c, d], [e, f, g, h]) = (first, second);
    [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h]
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use heyan::vision::frame::Rotation;

    use super::*;
    use crate::recording::{self, Span};

    fn part(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
    }

    fn be(numbers: &[i32]) -> Vec<u8> {
        numbers.iter().flat_map(|n| n.to_be_bytes()).collect()
    }

    /// A track of 90 samples and 3 s with ticks of 1/30000 s; `edits` are lengths, ms, and places.
    fn trak(kind: &[u8; 4], entry: &[u8; 4], edits: &[(i32, i32)], matrix: [i32; 4]) -> Vec<u8> {
        let [a, b, c, d] = matrix;
        let head = part(b"tkhd", &[be(&[0; 10]), be(&[a, b, 0, c, d, 0, 0, 0, 1 << 30]), be(&[0; 2])].concat());
        let list: Vec<i32> = edits.iter().flat_map(|(length, from)| [*length, *from, 0x1_0000]).collect();
        let list = part(b"edts", &part(b"elst", &[be(&[0, edits.len() as i32]), be(&list)].concat()));
        let handler = part(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
        let media = part(b"mdhd", &be(&[0, 0, 0, 30_000, 90_000, 0]));
        let entries = part(b"stsd", &[be(&[0, 1]), part(entry, &[0; 20])].concat());
        let sizes = part(b"stsz", &be(&[0, 100, 90]));
        let info = part(b"minf", &part(b"stbl", &[entries, sizes].concat()));
        let media = part(b"mdia", &[handler, media, info].concat());
        part(b"trak", &if edits.is_empty() { [head, media].concat() } else { [head, list, media].concat() })
    }

    fn file(brand: &[u8; 4], tracks: &[Vec<u8>]) -> Vec<u8> {
        let head = part(b"mvhd", &[be(&[0, 0, 0, 1000]), vec![0; 84]].concat());
        let moov = part(b"moov", &[head, tracks.concat()].concat());
        [part(b"ftyp", brand), part(b"mdat", &[7; 50]), moov].concat()
    }

    fn of(bytes: &[u8]) -> Recording {
        recording::read(&mut Cursor::new(bytes)).unwrap()
    }

    const UPRIGHT: [i32; 4] = [1 << 16, 0, 0, 1 << 16];

    #[test]
    fn a_movie_is_told_by_its_brand_and_its_tracks() {
        let tracks = [
            trak(b"soun", b"mp4a", &[], UPRIGHT),
            trak(b"vide", b"avc1", &[], [0, 1 << 16, -1 << 16, 0]),
            trak(b"vide", b"jpeg", &[], UPRIGHT),
        ];
        let mp4 = of(&file(b"isom", &tracks));
        assert_eq!((mp4.container, mp4.picture_codec(), mp4.sound_codec()), (Some("mp4"), Some("h264"), Some("aac")));
        let picture = mp4.picture.unwrap();
        assert_eq!((picture.rate_hz, picture.times.length_s, picture.times.begin_s()), (Some(30.0), Some(3.0), 0.0));
        assert_eq!(picture.turn, Turn::Upright { rotation: Rotation::Quarter, mirrored: false });
        assert_eq!(of(&file(b"qt  ", &tracks)).container, Some("mov"));
        assert_eq!(of(&file(b"3gp4", &tracks)).container, Some("mp4"));
        assert_eq!(of(&part(b"ftyp", b"isomisom")).picture, None);
    }

    #[test]
    fn an_edit_list_tells_what_is_shown_and_when() {
        let tracks = [
            trak(b"vide", b"avc1", &[(1250, -1), (900, 30_000), (600, 60_000)], UPRIGHT),
            trak(b"soun", b"mp4a", &[(0, 3000)], UPRIGHT),
        ];
        let movie = of(&file(b"isom", &tracks));
        let (picture, sound) = (movie.picture.unwrap().times, movie.sound.unwrap().times);
        let spans = [Span { at_s: 1.25, from_s: 1.0, length_s: 0.9 }, Span { at_s: 2.15, from_s: 2.0, length_s: 0.6 }];
        assert_eq!((picture.spans.as_slice(), picture.length_s), (&spans[..], Some(1.5)));
        assert_eq!(sound.spans, [Span { at_s: 0.0, from_s: 0.1, length_s: 2.9 }]);
    }

    #[test]
    fn what_is_cut_or_broken_only_ends() {
        let tracks = [trak(b"vide", b"avc1", &[(400, -1), (9000, 0)], UPRIGHT), trak(b"soun", b"mp4a", &[], UPRIGHT)];
        let whole = file(b"isom", &tracks);
        for end in 0..whole.len() {
            let _ = recording::read(&mut Cursor::new(&whole[..end]));
            let mut broken = whole.clone();
            broken[end] = 0xff;
            let _ = recording::read(&mut Cursor::new(&broken));
        }
    }
}
