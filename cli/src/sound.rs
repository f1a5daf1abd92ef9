//! Sound out of video files: one packet after the other, never a whole file in memory.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use heyan::vision::speech::{Samples, Sound};
use symphonia::core::audio::SampleBuffer;
use symphonia::core::codecs::{CODEC_TYPE_NULL, CodecRegistry, CodecType, Decoder, DecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatOptions, FormatReader, Track};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::probe::Hint;
use symphonia_adapter_libopus::OpusDecoder;

use crate::container::Contents;

/// Packets in a row that may be damaged before the file counts as damaged.
const MOST_DAMAGED: usize = 25;
/// Longest silence that is put where a packet is missing or begins late, s. More is a broken clock.
const MOST_GAP_S: f64 = 120.0;
/// Gaps below it are rounding of the container's clock, s.
const LEAST_GAP_S: f64 = 0.08;

/// Why a file gives no sound.
#[derive(Debug)]
pub enum SoundFault {
    /// A container whose sound cannot be read; AVI is one.
    Container(Contents),
    /// A track whose codec cannot be decoded, by its usual name where it is known.
    Codec(Option<String>),
    /// Damaged; what the reader says.
    Damaged(String),
    /// What was to be done with the sound failed; already in words.
    Told(String),
}

/// The sound of a file under way.
pub struct SoundTrack {
    format: Box<dyn FormatReader>,
    decoder: Box<dyn Decoder>,
    id: u32,
    /// Seconds a tick of the track's clock.
    tick_s: Option<f64>,
    buffer: Option<SampleBuffer<f32>>,
    /// When the track begins, s, where its packets do not say so.
    begin_s: f64,
}

impl SoundTrack {
    /// The first track of sound in the file at `path`; `None` when it has none.
    ///
    /// `contents` is what the file is, to name what cannot be read.
    pub fn open(path: &Path, contents: &Contents) -> Result<Option<Self>, SoundFault> {
        let file = File::open(path).map_err(|e| SoundFault::Damaged(e.to_string()))?;
        let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
        let mut hint = Hint::new();
        if let Some(ending) = path.extension().and_then(|e| e.to_str()) {
            hint.with_extension(&ending.to_ascii_lowercase());
        }
        let options = FormatOptions { enable_gapless: true, ..FormatOptions::default() };
        let probed = symphonia::default::get_probe()
            .format(&hint, stream, &options, &MetadataOptions::default())
            .map_err(|_| SoundFault::Container(contents.clone()));
        let format = match probed {
            Ok(probed) => probed.format,
            // A container that only says that there is no sound.
            Err(_) if contents.picture.is_some() && contents.sound.is_none() => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let mut codecs = CodecRegistry::new();
        symphonia::default::register_enabled_codecs(&mut codecs);
        codecs.register_all::<OpusDecoder>();
        let mut undecodable = false;
        for track in format.tracks() {
            if !is_sound(track) {
                continue;
            }
            match codecs.make(&track.codec_params, &DecoderOptions::default()) {
                Ok(decoder) => {
                    let tick_s = track.codec_params.time_base.map(|t| f64::from(t.numer) / f64::from(t.denom.max(1)));
                    let id = track.id;
                    return Ok(Some(Self { format, decoder, id, tick_s, buffer: None, begin_s: 0.0 }));
                }
                Err(_) => undecodable = true,
            }
        }
        // A track that the reader skips for its codec is no track to it.
        if undecodable || contents.sound.is_some() { Err(SoundFault::Codec(contents.sound.clone())) } else { Ok(None) }
    }

    /// Says that the sound begins at `begin_s` on the file's own clock although its packets begin at 0.
    #[must_use]
    pub fn beginning_at(mut self, begin_s: f64) -> Self {
        self.begin_s = begin_s;
        self
    }

    /// Hands every chunk to `each`, in order; holes in the track as silence, so that its clock is that of the pictures.
    /// Gives the time of the first packet of another track, s: where the picture begins.
    pub fn read(mut self, each: &mut dyn FnMut(&Sound<'_>) -> Result<(), String>) -> Result<f64, SoundFault> {
        let mut picture_s = None;
        let mut damaged = 0;
        let mut heard_s = 0.0;
        loop {
            let packet = match self.format.next_packet() {
                Ok(packet) if packet.track_id() == self.id => packet,
                Ok(other) => {
                    let tick = self.format.tracks().iter().find(|t| t.id == other.track_id());
                    let tick = tick.and_then(|t| t.codec_params.time_base);
                    let at = tick.map(|t| other.ts() as f64 * f64::from(t.numer) / f64::from(t.denom.max(1)));
                    picture_s = picture_s.or(at);
                    continue;
                }
                Err(Error::IoError(e)) if e.kind() == ErrorKind::UnexpectedEof => {
                    return Ok(picture_s.unwrap_or(0.0).clamp(0.0, MOST_GAP_S));
                }
                Err(Error::ResetRequired) => return Ok(picture_s.unwrap_or(0.0).clamp(0.0, MOST_GAP_S)),
                Err(error) => return Err(SoundFault::Damaged(error.to_string())),
            };
            let at_s = self.tick_s.map(|tick| packet.ts() as f64 * tick + self.begin_s);
            let decoded = match self.decoder.decode(&packet) {
                Ok(decoded) => decoded,
                Err(Error::DecodeError(cause)) if damaged < MOST_DAMAGED => {
                    let _ = cause;
                    damaged += 1;
                    continue;
                }
                Err(Error::IoError(e)) if e.kind() == ErrorKind::UnexpectedEof => {
                    return Ok(picture_s.unwrap_or(0.0).clamp(0.0, MOST_GAP_S));
                }
                Err(error) => return Err(SoundFault::Damaged(error.to_string())),
            };
            damaged = 0;
            let spec = *decoded.spec();
            let channels = spec.channels.count() as u16;
            if decoded.frames() == 0 {
                continue;
            }
            if let Some(gap_s) = at_s.map(|at| at - heard_s).filter(|gap| (LEAST_GAP_S..MOST_GAP_S).contains(gap)) {
                let silence = vec![0.0; (gap_s * f64::from(spec.rate)) as usize];
                hand(spec.rate, 1, &silence, each)?;
                heard_s += gap_s;
            }
            let needed = decoded.capacity() as u64;
            if self.buffer.as_ref().is_none_or(|b| (b.capacity() as u64) < needed * u64::from(channels)) {
                self.buffer = Some(SampleBuffer::new(needed, spec));
            }
            let Some(buffer) = &mut self.buffer else { continue };
            heard_s += decoded.frames() as f64 / f64::from(spec.rate.max(1));
            buffer.copy_interleaved_ref(decoded);
            hand(spec.rate, channels, buffer.samples(), each)?;
        }
    }
}

fn hand(
    rate_hz: u32,
    channels: u16,
    samples: &[f32],
    each: &mut dyn FnMut(&Sound<'_>) -> Result<(), String>,
) -> Result<(), SoundFault> {
    let sound = Sound::new(rate_hz, channels, Samples::F32(samples)).map_err(|e| SoundFault::Damaged(e.to_string()))?;
    each(&sound).map_err(SoundFault::Told)
}

/// Tracks of pictures have neither a rate nor channels.
fn is_sound(track: &Track) -> bool {
    let p = &track.codec_params;
    let known: CodecType = p.codec;
    p.sample_rate.is_some() || p.channels.is_some() || (known != CODEC_TYPE_NULL && p.sample_format.is_some())
}
