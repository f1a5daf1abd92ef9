//! Matroska and WebM (RFC 9559): elements of an identity, a length and content.

use std::io::{Read, Seek};

use super::boxes::{bytes, content};
use super::ebml::{CLUSTER, Element, elements, float, number, text, unsigned};
use super::{PictureFacts, Recording, SoundFacts, Times, Turn, codec, fields};

const EBML: u64 = 0x1a45_dfa3;
const DOC_TYPE: u64 = 0x4282;
const SEGMENT: u64 = 0x1853_8067;
const SEEK_HEAD: u64 = 0x114d_9b74;
const SEEK: u64 = 0x4dbb;
const SEEK_ID: u64 = 0x53ab;
const SEEK_POSITION: u64 = 0x53ac;
const INFO: u64 = 0x1549_a966;
const TIMESTAMP_SCALE: u64 = 0x2a_d7b1;
const DURATION: u64 = 0x4489;
const TRACKS: u64 = 0x1654_ae6b;
const TIMESTAMP: u64 = 0xe7;
const SIMPLE_BLOCK: u64 = 0xa3;
const BLOCK_GROUP: u64 = 0xa0;
const BLOCK: u64 = 0xa1;
const TRACK_NUMBER: u64 = 0xd7;
const TRACK: u64 = 0xae;
const TRACK_UID: u64 = 0x73c5;
const TRACK_TYPE: u64 = 0x83;
const CODEC: u64 = 0x86;
const DEFAULT_DURATION: u64 = 0x23_e383;
const CODEC_PRIVATE: u64 = 0x63a2;
const VIDEO: u64 = 0xe0;
const FLAG_INTERLACED: u64 = 0x9a;
const PROJECTION: u64 = 0x7670;
const PROJECTION_TYPE: u64 = 0x7671;
const POSE_YAW: u64 = 0x7673;
const POSE_PITCH: u64 = 0x7674;
const POSE_ROLL: u64 = 0x7675;
const TAGS: u64 = 0x1254_c367;
const TAG: u64 = 0x7373;
const TARGETS: u64 = 0x63c0;
const TAG_TRACK_UID: u64 = 0x63c5;
const SIMPLE_TAG: u64 = 0x67c8;
const TAG_NAME: u64 = 0x45a3;
const TAG_STRING: u64 = 0x4487;

pub fn read<R: Read + Seek>(file: &mut R, end: u64) -> Recording {
    let mut recording = Recording { container: Some("mkv"), ..Recording::default() };
    for (id, from, to) in elements(file, 0, end) {
        match id {
            EBML => {
                let kind = elements(file, from, to).into_iter().find(|(id, ..)| *id == DOC_TYPE);
                if kind.and_then(|(_, from, to)| text(file, from, to)).as_deref() == Some("webm") {
                    recording.container = Some("webm");
                }
            }
            SEGMENT => segment(file, from, to, &mut recording),
            _ => {}
        }
    }
    recording
}

fn segment<R: Read + Seek>(file: &mut R, from: u64, to: u64, recording: &mut Recording) {
    let parts = elements(file, from, to);
    let part = |wanted| parts.iter().find(|(id, ..)| *id == wanted).copied();
    let (tick_s, end_s) = part(INFO).map_or((1e-3, None), |(_, from, to)| clock(file, from, to));
    // Tags may stand behind the frames.
    let tags = part(TAGS).or_else(|| {
        let (_, head, head_end) = part(SEEK_HEAD)?;
        let place = sought(file, head, head_end, TAGS)?;
        elements(file, from.checked_add(place)?, to).first().copied().filter(|(id, ..)| *id == TAGS)
    });
    // What is read ends where the frames begin.
    let frames = parts.last().and_then(|(.., end)| cluster(file, *end, to));
    let Some((_, from, to)) = part(TRACKS) else { return };
    for (id, from, to) in elements(file, from, to) {
        if id == TRACK {
            let begins = |file: &mut R, number: u64| begin(file, frames, number).map(|ticks| ticks * tick_s);
            track(file, (from, to), (end_s, tags), begins, recording);
        }
    }
}

/// Seconds a tick, and where the file ends on its own clock, s.
fn clock<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> (f64, Option<f64>) {
    let (mut scale_ns, mut ticks) = (1e6, None);
    for (id, from, to) in elements(file, from, to) {
        match id {
            TIMESTAMP_SCALE => scale_ns = unsigned(file, from, to).map_or(scale_ns, |ns| ns as f64),
            DURATION => ticks = float(file, from, to),
            _ => {}
        }
    }
    let tick_s = scale_ns / 1e9;
    (tick_s, ticks.map(|ticks| ticks * tick_s).filter(|s| s.is_finite() && *s > 0.0))
}

/// Where the content of a cluster at `at` begins and ends.
fn cluster<R: Read + Seek>(file: &mut R, at: u64, to: u64) -> Option<(u64, u64)> {
    let (id, after) = number(file, at, true)?;
    let (length, begin) = number(file, after, false)?;
    // One of open length goes on to the next, as far as is looked.
    (id == CLUSTER).then_some((begin, begin.saturating_add(length).min(to)))
}

/// When the first frame of the track `number` is shown, ticks; that of the first cluster where it has none of it.
fn begin<R: Read + Seek>(file: &mut R, frames: Option<(u64, u64)>, track: u64) -> Option<f64> {
    let (from, to) = frames?;
    let mut base = 0.0;
    for (id, from, to) in elements(file, from, to) {
        let block = match id {
            TIMESTAMP => {
                base = unsigned(file, from, to)? as f64;
                continue;
            }
            SIMPLE_BLOCK => Some(from),
            BLOCK_GROUP => elements(file, from, to).into_iter().find(|(id, ..)| *id == BLOCK).map(|(_, from, _)| from),
            _ => None,
        };
        let own = block.and_then(|at| number(file, at, false)).filter(|(number, _)| *number == track);
        if let Some(ticks) = own.and_then(|(_, at)| bytes::<2, R>(file, at)) {
            return Some(base + f64::from(i16::from_be_bytes(ticks)));
        }
    }
    Some(base)
}

/// Where the index of the segment says that an element is, from the segment's beginning.
fn sought<R: Read + Seek>(file: &mut R, from: u64, to: u64, wanted: u64) -> Option<u64> {
    for (_, from, to) in elements(file, from, to).into_iter().filter(|(id, ..)| *id == SEEK) {
        let (mut id, mut place) = (None, None);
        for (field, from, to) in elements(file, from, to) {
            match field {
                SEEK_ID => id = unsigned(file, from, to),
                SEEK_POSITION => place = unsigned(file, from, to),
                _ => {}
            }
        }
        if id == Some(wanted) {
            return place;
        }
    }
    None
}

fn track<R: Read + Seek>(
    file: &mut R,
    (from, to): (u64, u64),
    (end_s, tags): (Option<f64>, Option<Element>),
    begins: impl Fn(&mut R, u64) -> Option<f64>,
    recording: &mut Recording,
) {
    let (mut kind, mut codec, mut uid, mut frame_ns, mut turn) = (0, None, None, None, Turn::default());
    let (mut interlaced, mut settings, mut number) = (false, Vec::new(), 0);
    for (id, from, to) in elements(file, from, to) {
        match id {
            TRACK_TYPE => kind = bytes::<1, R>(file, from).map_or(0, |[kind]| kind),
            TRACK_NUMBER => number = unsigned(file, from, to).unwrap_or(0),
            TRACK_UID => uid = unsigned(file, from, to),
            CODEC => codec = text(file, from, to).map(|own| codec::matroska(&own)),
            CODEC_PRIVATE => settings = content(file, from, to),
            DEFAULT_DURATION => frame_ns = unsigned(file, from, to).filter(|ns| *ns > 0),
            VIDEO => {
                for (id, from, to) in elements(file, from, to) {
                    match id {
                        // 1: of fields; 0 and 2: undetermined, and whole frames.
                        FLAG_INTERLACED => interlaced = unsigned(file, from, to) == Some(1),
                        PROJECTION => turn = projection(file, from, to),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    let tagged = uid.zip(tags).and_then(|(uid, tags)| tagged_length(file, tags, uid));
    // Both are ends on the file's clock, which need not begin at 0.
    let length_s = tagged.or(end_s).map(|end| end - begins(file, number).unwrap_or(0.0)).filter(|s| *s > 0.0);
    let times = Times { length_s, ..Times::default() };
    match kind {
        1 if recording.picture.is_none() => {
            let rate_hz = frame_ns.map(|ns| 1e9 / ns as f64);
            let interlaced = interlaced || (codec.as_deref() == Some("h264") && fields::of_h264(&settings));
            recording.picture = Some(PictureFacts { codec, times, rate_hz, turn, interlaced });
        }
        2 if recording.sound.is_none() => recording.sound = Some(SoundFacts { codec, times }),
        _ => {}
    }
}

fn projection<R: Read + Seek>(file: &mut R, from: u64, to: u64) -> Turn {
    let (mut kind, mut pose) = (0, [0.0; 3]);
    let [yaw, pitch, roll] = &mut pose;
    for (id, from, to) in elements(file, from, to) {
        let angle = match id {
            PROJECTION_TYPE => {
                kind = unsigned(file, from, to).unwrap_or(0);
                continue;
            }
            POSE_YAW => &mut *yaw,
            POSE_PITCH => &mut *pitch,
            POSE_ROLL => &mut *roll,
            _ => continue,
        };
        *angle = float(file, from, to).unwrap_or(f64::NAN);
    }
    let [yaw, pitch, roll] = pose;
    // 0: a flat picture.
    if kind == 0 { Turn::of_pose(yaw, pitch, roll) } else { Turn::Slanted }
}

/// The length of the track `uid`, s, as its writer tagged it: the file's own is that of its longest track.
fn tagged_length<R: Read + Seek>(file: &mut R, (_, from, to): Element, uid: u64) -> Option<f64> {
    for (_, from, to) in elements(file, from, to).into_iter().filter(|(id, ..)| *id == TAG) {
        let (mut of_track, mut length_s) = (false, None);
        for (id, from, to) in elements(file, from, to) {
            match id {
                TARGETS => {
                    let target = elements(file, from, to).into_iter().find(|(id, ..)| *id == TAG_TRACK_UID);
                    of_track = target.and_then(|(_, from, to)| unsigned(file, from, to)) == Some(uid);
                }
                SIMPLE_TAG => {
                    let (mut name, mut value) = (None, None);
                    for (id, from, to) in elements(file, from, to) {
                        match id {
                            TAG_NAME => name = text(file, from, to),
                            TAG_STRING => value = text(file, from, to),
                            _ => {}
                        }
                    }
                    if name.as_deref() == Some("DURATION") {
                        length_s = value.and_then(|value| clock_s(&value));
                    }
                }
                _ => {}
            }
        }
        if of_track && length_s.is_some() {
            return length_s;
        }
    }
    None
}

/// Seconds of `00:00:02.040000000`.
fn clock_s(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    for part in text.split(':') {
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    (seconds.is_finite() && seconds > 0.0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use heyan::vision::frame::Rotation;

    use super::*;

    fn element(id: u64, content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u16 | 0x4000).to_be_bytes();
        let name: Vec<u8> = id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        [&name[..], &length, content].concat()
    }

    fn entry(kind: u8, codec: &str, more: &[u8]) -> Vec<u8> {
        let uid = [element(TRACK_NUMBER, &[kind]), element(TRACK_UID, &[kind])].concat();
        element(TRACK, &[element(TRACK_TYPE, &[kind]), element(CODEC, codec.as_bytes()), uid, more.to_vec()].concat())
    }

    fn tag(uid: u8, length: &str) -> Vec<u8> {
        let target = element(TARGETS, &element(TAG_TRACK_UID, &[uid]));
        let text = [element(TAG_NAME, b"DURATION"), element(TAG_STRING, length.as_bytes())].concat();
        element(TAG, &[target, element(SIMPLE_TAG, &text)].concat())
    }

    /// Ends at 5 s by its own account, its picture at 2.5 s by its tags, which stand behind the frames. The sound begins at
    /// 0.3 s and the picture 0.2 s after it.
    fn file(kind: &str) -> Vec<u8> {
        let head = element(EBML, &element(DOC_TYPE, kind.as_bytes()));
        let info = element(
            INFO,
            &[element(TIMESTAMP_SCALE, &1_000_000_u32.to_be_bytes()), element(DURATION, &5000_f64.to_be_bytes())]
                .concat(),
        );
        let roll = element(PROJECTION, &element(POSE_ROLL, &(-90_f32).to_be_bytes()));
        let picture = [element(DEFAULT_DURATION, &40_000_000_u32.to_be_bytes()), element(VIDEO, &roll)].concat();
        let tracks = element(TRACKS, &[entry(1, "V_VP9", &picture), entry(2, "A_OPUS", &[])].concat());
        let frame = |track: u8, ticks: u16| [&[0x80 | track], &ticks.to_be_bytes()[..], &[0; 9]].concat();
        let group = element(BLOCK_GROUP, &element(BLOCK, &frame(1, 200)));
        let frames = [element(TIMESTAMP, &[1, 44]), element(SIMPLE_BLOCK, &frame(2, 0)), group].concat();
        let frames = element(CLUSTER, &frames);
        let place = |at: u16| {
            element(
                SEEK_HEAD,
                &element(
                    SEEK,
                    &[element(SEEK_ID, &0x1254_c367_u32.to_be_bytes()), element(SEEK_POSITION, &at.to_be_bytes())]
                        .concat(),
                ),
            )
        };
        let before = [place(0), info, tracks, frames].concat();
        let at = before.len() as u16;
        let inside =
            [place(at), before[place(0).len()..].to_vec(), element(TAGS, &tag(1, "00:00:02.500000000"))].concat();
        // A live recording: the length of the segment is left open.
        [head, [&[0x18, 0x53, 0x80, 0x67, 0xff][..], &inside].concat()].concat()
    }

    #[test]
    fn webm_and_matroska_are_told_with_their_tracks() {
        let of = |bytes: &[u8]| read(&mut Cursor::new(bytes), bytes.len() as u64);
        let webm = of(&file("webm"));
        assert_eq!(
            (webm.container, webm.picture_codec(), webm.sound_codec()),
            (Some("webm"), Some("vp9"), Some("opus"))
        );
        assert_eq!(of(&file("matroska\0\0")).container, Some("mkv"));
        let (picture, sound) = (webm.picture.unwrap(), webm.sound.unwrap());
        assert_eq!((picture.times.length_s, sound.times.length_s, picture.rate_hz), (Some(2.0), Some(4.7), Some(25.0)));
        assert_eq!(picture.turn, Turn::Upright { rotation: Rotation::Quarter, mirrored: false });
    }

    #[test]
    fn what_is_cut_or_broken_only_ends() {
        let whole = file("webm");
        for end in 0..whole.len() {
            let _ = read(&mut Cursor::new(&whole[..end]), end as u64);
        }
        for at in 0..whole.len() {
            for byte in [0, 0xff] {
                let mut broken = whole.clone();
                broken[at] = byte;
                let _ = read(&mut Cursor::new(&broken), broken.len() as u64);
            }
        }
    }
}
