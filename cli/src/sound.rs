//! Sound out of video files: one packet after the other, never a whole file in memory.

use std::fs::File;
use std::io::ErrorKind;
use std::ops::Range;
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

use crate::recording::{Recording, Span, Times};

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
    Container {
        /// Its usual name.
        container: Option<&'static str>,
        /// Usual name of the sound's codec.
        codec: Option<String>,
    },
    /// A track whose codec cannot be decoded, by its usual name where it is known.
    Codec(Option<String>),
    /// Parts of it are played out of order or twice.
    Order,
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
    /// Which parts are heard when; none where the packets say so.
    spans: Vec<Span>,
}

impl SoundTrack {
    /// The first track of sound in the file at `path`; `None` when it has none.
    ///
    /// `recording` is what the file says of itself: to name what cannot be read, and which part is heard when.
    pub fn open(path: &Path, recording: &Recording) -> Result<Option<Self>, SoundFault> {
        let file = File::open(path).map_err(|e| SoundFault::Damaged(e.to_string()))?;
        let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
        let codec = || recording.sound_codec().map(str::to_owned);
        let mut hint = Hint::new();
        if let Some(ending) = path.extension().and_then(|e| e.to_str()) {
            hint.with_extension(&ending.to_ascii_lowercase());
        }
        let options = FormatOptions { enable_gapless: true, ..FormatOptions::default() };
        let probed = symphonia::default::get_probe()
            .format(&hint, stream, &options, &MetadataOptions::default())
            .map_err(|_| SoundFault::Container { container: recording.container, codec: codec() });
        let format = match probed {
            Ok(probed) => probed.format,
            // A container that only says that there is no sound.
            Err(_) if recording.picture.is_some() && recording.sound.is_none() => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let times = recording.sound.as_ref().map(|track| track.times.clone()).unwrap_or_default();
        if !times.in_order() {
            return Err(SoundFault::Order);
        }
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
                    let Times { spans, .. } = times;
                    return Ok(Some(Self { format, decoder, id, tick_s, buffer: None, spans }));
                }
                Err(_) => undecodable = true,
            }
        }
        // A track that the reader skips for its codec is no track to it.
        match (undecodable, &recording.sound) {
            (false, None) => Ok(None),
            _ => Err(SoundFault::Codec(codec())),
        }
    }

    /// Hands every chunk that is heard to `each`, in order; holes as silence, so that its clock is that of the pictures.
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
            let own_s = self.tick_s.map(|tick| packet.ts() as f64 * tick);
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
            let frames = decoded.frames();
            let needed = decoded.capacity() as u64;
            if self.buffer.as_ref().is_none_or(|b| (b.capacity() as u64) < needed * u64::from(channels)) {
                self.buffer = Some(SampleBuffer::new(needed, spec));
            }
            let Some(buffer) = &mut self.buffer else { continue };
            buffer.copy_interleaved_ref(decoded);
            for (at_s, part) in heard(&self.spans, own_s, frames, spec.rate) {
                let gap_s = at_s.map(|at| at - heard_s).filter(|gap| (LEAST_GAP_S..MOST_GAP_S).contains(gap));
                if let Some(gap_s) = gap_s {
                    let silence = vec![0.0; (gap_s * f64::from(spec.rate)) as usize];
                    hand(spec.rate, 1, &silence, each)?;
                    heard_s += gap_s;
                }
                heard_s += part.len() as f64 / f64::from(spec.rate.max(1));
                let wide = usize::from(channels);
                let samples = buffer.samples().get(part.start * wide..part.end * wide).unwrap_or_default();
                hand(spec.rate, channels, samples, each)?;
            }
        }
    }
}

/// Which of the `frames` of a packet that lies at `own_s` in its track are heard, and when; all of them where nothing says
/// otherwise.
fn heard(spans: &[Span], own_s: Option<f64>, frames: usize, rate_hz: u32) -> Vec<(Option<f64>, Range<usize>)> {
    let own_s = match own_s {
        Some(own_s) if !spans.is_empty() => own_s,
        own_s => return vec![(own_s, 0..frames)],
    };
    let rate_hz = f64::from(rate_hz.max(1));
    // Saturates: what is infinite is beyond the packet.
    let frame = |s: f64| (((s - own_s) * rate_hz).round().max(0.0) as usize).min(frames);
    let parts = spans.iter().filter_map(|span| {
        let part = frame(span.from_s)..frame(span.from_s + span.length_s);
        let at_s = span.at_s + own_s + part.start as f64 / rate_hz - span.from_s;
        (!part.is_empty()).then_some((Some(at_s), part))
    });
    parts.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_packet_only_what_an_edit_list_shows_is_heard() {
        let span = |at_s, from_s, length_s| Span { at_s, from_s, length_s };
        assert_eq!(heard(&[], Some(3.0), 1000, 1000), [(Some(3.0), 0..1000)]);
        assert_eq!(heard(&[span(0.5, 1.25, f64::INFINITY)], Some(1.0), 1000, 1000), [(Some(0.5), 250..1000)]);
        assert_eq!(heard(&[span(0.0, 0.0, 1.1)], Some(1.0), 1000, 1000), [(Some(1.0), 0..100)]);
        assert_eq!(heard(&[span(0.0, 3.0, 1.0)], Some(1.0), 1000, 1000), []);
        // A cut within the packet.
        let cut = [span(0.0, 0.0, 1.25), span(1.25, 1.75, 5.0)];
        assert_eq!(heard(&cut, Some(1.0), 1000, 1000), [(Some(1.0), 0..250), (Some(1.25), 750..1000)]);
    }
}
