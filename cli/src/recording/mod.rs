//! What a recording says of itself before a frame of it is decoded, by its content and not by its name: one pass over the
//! container for all that reads it.

mod avi;
mod boxes;
mod codec;
mod ebml;
mod edits;
mod fields;
mod matroska;
mod movie;
mod turn;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

pub use edits::{Span, Times};
pub use turn::Turn;

use boxes::bytes;

/// What a file holds. Names are the usual short ones, lower case; what is not known has none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recording {
    /// `mp4`, `mov`, `mkv`, `webm`, `avi`, `flv`, `ts`, `mpg`, `asf`, `ogg`.
    pub container: Option<&'static str>,
    /// The first track of pictures; `None` without one, and where the container is not looked into.
    pub picture: Option<PictureFacts>,
    /// The first track of sound; `None` without one, and where the container is not looked into.
    pub sound: Option<SoundFacts>,
}

/// A track of pictures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PictureFacts {
    /// `h264`, `hevc`, `vp8`, `vp9`, `av1`, `mpeg4`, `mjpeg`; otherwise the file's own name for it.
    pub codec: Option<String>,
    /// When which part of it is shown.
    pub times: Times,
    /// Frames a second, in the mean of all.
    pub rate_hz: Option<f64>,
    /// How its frames are stored.
    pub turn: Turn,
    /// Whether a frame may be woven of two fields, of which the second was taken later.
    pub interlaced: bool,
}

/// A track of sound.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SoundFacts {
    /// `aac`, `opus`, `vorbis`, `mp3`, `pcm`, `amr`, …; otherwise the file's own name for it.
    pub codec: Option<String>,
    /// When which part of it is heard.
    pub times: Times,
}

impl Recording {
    /// Of the file at `path`; nothing known of one that cannot be read.
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

    /// Codec of the picture.
    pub fn picture_codec(&self) -> Option<&str> {
        self.picture.as_ref().and_then(|track| track.codec.as_deref())
    }

    /// Codec of the sound.
    pub fn sound_codec(&self) -> Option<&str> {
        self.sound.as_ref().and_then(|track| track.codec.as_deref())
    }
}

fn read<R: Read + Seek>(file: &mut R) -> Option<Recording> {
    let end = file.seek(SeekFrom::End(0)).ok()?;
    let head = bytes::<12, R>(file, 0)?;
    let only = |container| Some(Recording { container: Some(container), ..Recording::default() });
    match &head {
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Some(matroska::read(file, end)),
        [b'R', b'I', b'F', b'F', .., b'A', b'V', b'I', b' '] => Some(avi::read(file, end)),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Some(movie::read(file, end, brand == b"qt  ")),
        // Movies of before there were brands.
        [_, _, _, _, b'm', b'o', b'o', b'v', ..]
        | [_, _, _, _, b'm', b'd', b'a', b't', ..]
        | [_, _, _, _, b'w', b'i', b'd', b'e', ..] => Some(movie::read(file, end, true)),
        [b'F', b'L', b'V', ..] => only("flv"),
        [0, 0, 1, 0xba, ..] => only("mpg"),
        [0x30, 0x26, 0xb2, 0x75, ..] => only("asf"),
        [b'O', b'g', b'g', b'S', ..] => only("ogg"),
        // Packets of 188 bytes, each with the same first byte.
        [0x47, ..] if bytes::<1, R>(file, 188) == Some([0x47]) => only("ts"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_name_that_says_otherwise_is_told_with_both() {
        let mp4 = Recording { container: Some("mp4"), ..Recording::default() };
        assert_eq!(mp4.named(Some("MP4")).as_deref(), Some("mp4"));
        assert_eq!(mp4.named(Some("m4v")).as_deref(), Some("mp4"));
        assert_eq!(mp4.named(Some("avi")).as_deref(), Some("avi/mp4"));
        assert_eq!(mp4.named(None).as_deref(), Some("mp4"));
        assert_eq!(Recording::default().named(Some("mp4")).as_deref(), Some("mp4"));
    }

    #[test]
    fn what_is_no_video_file_says_nothing() {
        assert_eq!(read(&mut Cursor::new(b"nothing that is a video file")), None);
        assert_eq!(read(&mut Cursor::new(b"FLV\x01\x05\0\0\0\x09\0\0\0\0")).unwrap().container, Some("flv"));
    }
}
