//! When sound and picture of an MP4 or MOV begin: its edit lists, which neither reader of ours heeds.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::boxes::{bytes, find, parts};

/// Edits that are looked at.
const MOST_EDITS: u32 = 16;
/// Latest beginning that is believed, s.
const LATEST_S: f64 = 120.0;

/// Beginnings on the file's own clock, s.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Starts {
    /// Of the sound.
    pub sound_s: f64,
    /// Of the picture.
    pub picture_s: f64,
}

/// The beginnings in the file at `path`; zeros where it does not say.
pub fn starts(path: &Path) -> Starts {
    File::open(path).ok().and_then(|mut file| read(&mut file)).unwrap_or_default()
}

fn read<R: Read + Seek>(file: &mut R) -> Option<Starts> {
    let end = file.seek(SeekFrom::End(0)).ok()?;
    let (_, from, to) = find(file, 0, end, b"moov")?;
    let (_, header, _) = find(file, from, to, b"mvhd")?;
    let version = bytes::<1, R>(file, header)?[0];
    // Version 1 has longer dates before it.
    let ticks_a_s = u32::from_be_bytes(bytes(file, header + if version == 1 { 20 } else { 12 })?);
    let mut starts = Starts::default();
    for (name, from, to) in parts(file, from, to) {
        if &name != b"trak" {
            continue;
        }
        let (_, media, media_end) = find(file, from, to, b"mdia")?;
        let (_, handler, _) = find(file, media, media_end, b"hdlr")?;
        let kind = bytes::<4, R>(file, handler + 8)?;
        let late_s = find(file, from, to, b"edts")
            .and_then(|(_, from, to)| find(file, from, to, b"elst"))
            .and_then(|(_, from, to)| empty_ticks(file, from, to))
            .map_or(0.0, |ticks| ticks as f64 / f64::from(ticks_a_s.max(1)))
            .clamp(0.0, LATEST_S);
        match &kind {
            b"soun" => starts.sound_s = late_s,
            b"vide" => starts.picture_s = late_s,
            _ => {}
        }
    }
    Some(starts)
}

/// Length of the empty edits that a track begins with.
fn empty_ticks<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Option<u64> {
    let version = bytes::<1, R>(file, from)?[0];
    let count = u32::from_be_bytes(bytes(file, from + 4)?).min(MOST_EDITS);
    let size = if version == 1 { 20 } else { 12 };
    let mut ticks = 0_u64;
    for i in 0..u64::from(count) {
        let at = from + 8 + i * size;
        if at + size > to {
            break;
        }
        let (length, media) = if version == 1 {
            (u64::from_be_bytes(bytes(file, at)?), i64::from_be_bytes(bytes(file, at + 8)?))
        } else {
            let media = i32::from_be_bytes(bytes(file, at + 4)?);
            (u64::from(u32::from_be_bytes(bytes(file, at)?)), i64::from(media))
        };
        if media != -1 {
            break;
        }
        ticks = ticks.saturating_add(length);
    }
    Some(ticks)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn part(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u32 + 8).to_be_bytes();
        [&length[..], name, content].concat()
    }

    fn track(kind: &[u8; 4], edits: &[(u32, i32)]) -> Vec<u8> {
        let handler = part(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
        let mut list = vec![0; 4];
        list.extend((edits.len() as u32).to_be_bytes());
        for (length, media) in edits {
            list.extend(length.to_be_bytes());
            list.extend(media.to_be_bytes());
            list.extend([0, 1, 0, 0]);
        }
        let edits = part(b"edts", &part(b"elst", &list));
        part(b"trak", &[edits, part(b"mdia", &handler)].concat())
    }

    fn movie(tracks: &[Vec<u8>]) -> Vec<u8> {
        let mut header = vec![0; 12];
        header.extend(1000_u32.to_be_bytes());
        header.extend([0; 84]);
        let inside = [part(b"mvhd", &header), tracks.concat()].concat();
        [part(b"ftyp", b"isom"), part(b"mdat", &[7; 100]), part(b"moov", &inside)].concat()
    }

    #[test]
    fn empty_edits_tell_when_a_track_begins() {
        let sound = track(b"soun", &[(1250, -1), (9000, 1024)]);
        let file = movie(&[track(b"vide", &[(9000, 1024)]), sound]);
        assert_eq!(read(&mut Cursor::new(file)), Some(Starts { sound_s: 1.25, picture_s: 0.0 }));
    }

    #[test]
    fn what_is_cut_or_no_movie_says_nothing() {
        let whole = movie(&[track(b"vide", &[(400, -1), (9000, 0)])]);
        assert_eq!(read(&mut Cursor::new(whole.clone())).map(|s| s.picture_s), Some(0.4));
        for end in 0..whole.len() {
            // It must only end.
            let _ = read(&mut Cursor::new(whole[..end].to_vec()));
        }
        assert_eq!(read(&mut Cursor::new(b"RIFF and so on, for long".to_vec())), None);
    }
}
