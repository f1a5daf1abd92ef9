//! What the browser sends over the socket. Lengths are held against what their heads say before anything looks at them.

use bytes::Bytes;
use heyan::vision::frame::{FrameMeta, PixelFormat};
use serde::Deserialize;

/// Largest message, bytes: a still of 24 megapixels as JPEG of the best quality, or a frame of 1920×1080 in RGBA.
pub const LARGEST_MESSAGE: usize = 16 << 20;
/// Largest side of a frame, px: sessions look at 640, and scan a card in up to three times that.
const LARGEST_SIDE: u16 = 1920;
/// Smallest side, px: below it nothing is to be seen.
const SMALLEST_SIDE: u16 = 16;
/// Rates a sound card has, Hz.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;
/// Longest chunk of sound, s: the worklet sends twenty a second.
const LONGEST_CHUNK_S: usize = 2;
/// Bytes of the head of a frame, and of all others.
const FRAME_HEAD: usize = 16;
const HEAD: usize = 8;

/// What is told in words.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Told {
    /// The answer to a question for permissions.
    Permitted {
        /// Whether all are given.
        yes: bool,
    },
    /// The camera or the microphone went away.
    CameraLost,
    /// The recording was stopped; all of it has been sent.
    Stopped {
        /// Ending of its name.
        container: String,
        /// Codec of the picture.
        codec: String,
        /// Length, s.
        duration_s: f64,
        /// Width of the picture, px.
        width: u32,
        /// Its height, px.
        height: u32,
        /// Frames a second.
        fps: f64,
    },
}

/// What is sent in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// What the camera sees.
    Frame(FrameMeta, Bytes),
    /// What the microphone hears: 16 bits a sample, in this machine's byte order.
    Sound {
        /// Samples a second.
        rate_hz: u32,
        /// Channels.
        channels: u16,
        /// The samples.
        pcm: Vec<u8>,
    },
    /// A part of the recording.
    Recording(Bytes),
    /// A still.
    Still(Bytes),
}

/// Why a message is none. Carries nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such kind of message, or too short for its head.
    #[error("not a message of this page")]
    Unknown,
    /// The head says sizes that are none.
    #[error("a size out of bounds")]
    Size,
    /// More or fewer bytes than the head says.
    #[error("not as many bytes as were announced")]
    Length,
    /// A time that is none.
    #[error("a time out of bounds")]
    Time,
}

impl Refused {
    /// The name that a page can rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Size => "size",
            Self::Length => "length",
            Self::Time => "time",
        }
    }
}

/// Reads words.
///
/// # Errors
/// When they are none of [`Told`], or figures of a recording are none.
pub fn told(text: &str) -> Result<Told, Refused> {
    let told: Told = serde_json::from_str(text).map_err(|_| Refused::Unknown)?;
    if let Told::Stopped { container, codec, duration_s, width, height, fps } = &told {
        let named = |name: &str| name.len() <= 16 && name.bytes().all(|b| b.is_ascii_alphanumeric());
        let measured = [*duration_s, *fps].iter().all(|figure| figure.is_finite() && *figure >= 0.0);
        if !named(container) || !named(codec) || !measured || *width > 1 << 16 || *height > 1 << 16 {
            return Err(Refused::Size);
        }
    }
    Ok(told)
}

/// Reads bytes.
///
/// # Errors
/// When they are none of [`Sent`].
pub fn sent(message: &Bytes) -> Result<Sent, Refused> {
    match message.first() {
        Some(1) => frame(message),
        Some(2) => sound(message),
        Some(3) => body(message).map(Sent::Recording),
        Some(4) => body(message).map(Sent::Still),
        _ => Err(Refused::Unknown),
    }
}

fn body(message: &Bytes) -> Result<Bytes, Refused> {
    if message.len() < HEAD { Err(Refused::Unknown) } else { Ok(message.slice(HEAD..)) }
}

/// Head of a frame: 1, the format, width and height of 16 bits, two bytes of nothing, the time in ms as a double.
fn frame(message: &Bytes) -> Result<Sent, Refused> {
    let head = message.first_chunk::<FRAME_HEAD>().ok_or(Refused::Unknown)?;
    let [_, format, w0, w1, h0, h1, _, _, time @ ..] = *head;
    let (width, height) = (u16::from_le_bytes([w0, w1]), u16::from_le_bytes([h0, h1]));
    let sides = SMALLEST_SIDE..=LARGEST_SIDE;
    if !sides.contains(&width) || !sides.contains(&height) {
        return Err(Refused::Size);
    }
    let (w, h) = (usize::from(width), usize::from(height));
    let (format, bytes) = match format {
        0 => (PixelFormat::Rgba, w * h * 4),
        1 => (PixelFormat::I420, w * h + 2 * w.div_ceil(2) * h.div_ceil(2)),
        _ => return Err(Refused::Unknown),
    };
    if message.len() - FRAME_HEAD != bytes {
        return Err(Refused::Length);
    }
    let at_ms = f64::from_le_bytes(time);
    // A page's clock counts from its opening: a year of it is none.
    if !(0.0..=3.2e10).contains(&at_ms) {
        return Err(Refused::Time);
    }
    let meta = FrameMeta::new(format, width.into(), height.into(), at_ms as u64);
    Ok(Sent::Frame(meta, message.slice(FRAME_HEAD..)))
}

/// Head of sound: 2, the channels, two bytes of nothing, the rate of 32 bits.
fn sound(message: &Bytes) -> Result<Sent, Refused> {
    let head = message.first_chunk::<HEAD>().ok_or(Refused::Unknown)?;
    let [_, channels, _, _, rate @ ..] = *head;
    let rate_hz = u32::from_le_bytes(rate);
    if !RATES_HZ.contains(&rate_hz) || !(1..=2).contains(&channels) {
        return Err(Refused::Size);
    }
    let samples = message.get(HEAD..).unwrap_or_default();
    let of_a_second = rate_hz as usize * usize::from(channels) * 2;
    if samples.is_empty()
        || samples.len() % (2 * usize::from(channels)) != 0
        || samples.len() > of_a_second * LONGEST_CHUNK_S
    {
        return Err(Refused::Length);
    }
    let (pairs, _) = samples.as_chunks::<2>();
    let pcm = pairs.iter().flat_map(|pair| i16::from_le_bytes(*pair).to_ne_bytes()).collect();
    Ok(Sent::Sound { rate_hz, channels: channels.into(), pcm })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    fn framed(format: u8, width: u16, height: u16, at_ms: f64, payload: usize) -> Bytes {
        let mut message = vec![1, format];
        message.extend(width.to_le_bytes());
        message.extend(height.to_le_bytes());
        message.extend([0, 0]);
        message.extend(at_ms.to_le_bytes());
        message.resize(message.len() + payload, 7);
        message.into()
    }

    #[test]
    fn a_frame_is_as_long_as_its_head_says() {
        let Sent::Frame(meta, bytes) = sent(&framed(0, 64, 48, 12.5, 64 * 48 * 4)).unwrap() else { panic!("a frame") };
        assert_eq!((meta.width, meta.height, meta.at_ms, bytes.len()), (64, 48, 12, 64 * 48 * 4));
        assert!(matches!(sent(&framed(1, 65, 47, 0.0, 65 * 47 + 2 * 33 * 24)), Ok(Sent::Frame(..))));
        for (message, why) in [
            (framed(0, 64, 48, 0.0, 64 * 48 * 4 - 1), Refused::Length),
            (framed(0, 64, 48, 0.0, 64 * 48 * 4 + 1), Refused::Length),
            (framed(1, 64, 48, 0.0, 64 * 48 * 4), Refused::Length),
            (framed(9, 64, 48, 0.0, 64 * 48 * 4), Refused::Unknown),
            (framed(0, 0, 48, 0.0, 0), Refused::Size),
            (framed(0, 65_535, 65_535, 0.0, 0), Refused::Size),
            (framed(0, 64, 48, f64::NAN, 64 * 48 * 4), Refused::Time),
            (framed(0, 64, 48, -1.0, 64 * 48 * 4), Refused::Time),
            (framed(0, 64, 48, f64::INFINITY, 64 * 48 * 4), Refused::Time),
        ] {
            assert_eq!(sent(&message), Err(why));
        }
    }

    #[test]
    fn what_is_no_message_is_refused_at_every_length() {
        for kind in 0..=255u8 {
            for length in 0..24 {
                let mut message = vec![kind; length];
                if let Some(first) = message.first_mut() {
                    *first = kind;
                }
                // Nothing panics; what passes is at most a part of a recording or a still.
                if let Ok(read) = sent(&message.into()) {
                    assert!(matches!(read, Sent::Recording(_) | Sent::Still(_)), "{kind} {length}");
                }
            }
        }
    }

    #[test]
    fn sound_is_whole_samples_of_a_rate_there_is() {
        let chunk = |channels: u8, rate: u32, payload: usize| {
            let mut message = vec![2, channels, 0, 0];
            message.extend(rate.to_le_bytes());
            message.resize(HEAD + payload, 1);
            Bytes::from(message)
        };
        let expected = Sent::Sound { rate_hz: 48_000, channels: 1, pcm: vec![1; 4] };
        assert_eq!(sent(&chunk(1, 48_000, 4)), Ok(expected));
        assert_eq!(sent(&chunk(1, 48_000, 3)), Err(Refused::Length));
        assert_eq!(sent(&chunk(2, 48_000, 6)), Err(Refused::Length));
        assert_eq!(sent(&chunk(1, 48_000, 0)), Err(Refused::Length));
        assert_eq!(sent(&chunk(1, 8_000, 32_002)), Err(Refused::Length));
        assert_eq!(sent(&chunk(0, 48_000, 4)), Err(Refused::Size));
        assert_eq!(sent(&chunk(1, 1, 4)), Err(Refused::Size));
    }

    #[test]
    fn words_are_those_of_the_page() {
        assert_eq!(told(r#"{"permitted":{"yes":true}}"#), Ok(Told::Permitted { yes: true }));
        assert_eq!(told(r#""camera_lost""#), Ok(Told::CameraLost));
        let stopped = |container: &str, duration: &str| {
            told(&format!(
                r#"{{"stopped":{{"container":"{container}","codec":"vp8","duration_s":{duration},"width":640,"height":480,"fps":30}}}}"#
            ))
        };
        assert!(stopped("webm", "4.5").is_ok());
        assert_eq!(stopped("../x", "4.5"), Err(Refused::Size));
        assert_eq!(stopped("webm", "-4"), Err(Refused::Size));
        for text in ["", "null", "{}", r#"{"permitted":{}}"#, r#"{"taken":{"still":[1]}}"#, "[[[["] {
            assert_eq!(told(text), Err(Refused::Unknown), "{text}");
        }
    }
}
