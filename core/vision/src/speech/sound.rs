//! Sound as microphones and files give it.

/// Rates that are taken, Hz: telephones record at 8 to 48 kHz, files hold up to 192 kHz.
pub const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;
/// Most channels that are taken: 7.1.
pub const MAX_CHANNELS: u16 = 8;

/// Samples of a chunk, channels interleaved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Samples<'a> {
    /// 16 bits, full scale at 32768.
    I16(&'a [i16]),
    /// Full scale at 1; decoders may go beyond.
    F32(&'a [f32]),
}

/// Why bytes are no sound. Each message says what was expected and what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SoundError {
    /// A rate that no microphone has.
    #[error("sound has 8000 to 192000 samples a second, not {0}")]
    Rate(u32),
    /// No channel, or more than any recorder has.
    #[error("sound has 1 to {MAX_CHANNELS} channels, not {0}")]
    Channels(u16),
    /// A chunk that does not hold whole frames.
    #[error("a chunk of {channels} channels cannot have {samples} samples")]
    Ragged {
        /// Channels that were given.
        channels: u16,
        /// Samples that came.
        samples: usize,
    },
    /// Another form than that of the chunks before.
    #[error("sound began with {began} Hz and goes on with {came} Hz")]
    Changed {
        /// Rate of the first chunk.
        began: u32,
        /// Rate of this one.
        came: u32,
    },
}

/// A borrowed chunk of sound, checked once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sound<'a> {
    rate_hz: u32,
    channels: usize,
    samples: Samples<'a>,
}

impl<'a> Sound<'a> {
    /// `samples` at `rate_hz` frames a second of `channels` samples each.
    pub fn new(rate_hz: u32, channels: u16, samples: Samples<'a>) -> Result<Self, SoundError> {
        if !RATES_HZ.contains(&rate_hz) {
            return Err(SoundError::Rate(rate_hz));
        }
        if !(1..=MAX_CHANNELS).contains(&channels) {
            return Err(SoundError::Channels(channels));
        }
        let count = match samples {
            Samples::I16(s) => s.len(),
            Samples::F32(s) => s.len(),
        };
        if count % usize::from(channels) != 0 {
            return Err(SoundError::Ragged { channels, samples: count });
        }
        Ok(Self { rate_hz, channels: usize::from(channels), samples })
    }

    /// Frames a second.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Samples a frame.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// The samples, channels interleaved.
    pub fn samples(&self) -> Samples<'a> {
        self.samples
    }

    /// All of it in parts of at most `frames` frames.
    pub(super) fn parts(&self, frames: usize) -> impl Iterator<Item = Sound<'a>> + use<'a> {
        let Self { rate_hz, channels, samples } = *self;
        let step = frames.max(1) * channels;
        let count = match samples {
            Samples::I16(s) => s.len(),
            Samples::F32(s) => s.len(),
        };
        (0..count.div_ceil(step)).map(move |i| {
            let range = i * step..((i + 1) * step).min(count);
            let samples = match samples {
                Samples::I16(s) => Samples::I16(s.get(range).unwrap_or_default()),
                Samples::F32(s) => Samples::F32(s.get(range).unwrap_or_default()),
            };
            Sound { rate_hz, channels, samples }
        })
    }

    /// Appends one value a frame to `out`, the mean of its channels, full scale at 1. What is no number is silence.
    pub(super) fn mono(&self, out: &mut Vec<f32>) {
        let share = 1.0 / self.channels as f32;
        match self.samples {
            Samples::I16(samples) => out.extend(
                samples
                    .chunks_exact(self.channels)
                    .map(|frame| frame.iter().map(|s| f32::from(*s)).sum::<f32>() * share / 32768.0),
            ),
            Samples::F32(samples) => out.extend(samples.chunks_exact(self.channels).map(|frame| {
                let sum: f32 = frame.iter().map(|s| if s.is_finite() { s.clamp(-8.0, 8.0) } else { 0.0 }).sum();
                sum * share
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sound_is_refused() {
        let some = Samples::F32(&[0.0; 6]);
        assert_eq!(Sound::new(4_000, 1, some), Err(SoundError::Rate(4_000)));
        assert_eq!(Sound::new(8_000, 0, some), Err(SoundError::Channels(0)));
        assert_eq!(Sound::new(8_000, 4, some), Err(SoundError::Ragged { channels: 4, samples: 6 }));
        assert!(Sound::new(48_000, 2, some).is_ok());
    }

    #[test]
    fn channels_are_averaged_and_nonsense_is_silence() {
        let mut out = Vec::new();
        Sound::new(8_000, 2, Samples::I16(&[16384, 0, -32768, -32768])).unwrap().mono(&mut out);
        Sound::new(8_000, 1, Samples::F32(&[f32::NAN, f32::INFINITY, 0.5])).unwrap().mono(&mut out);
        assert_eq!(out, [0.25, -1.0, 0.0, 0.0, 0.5]);
    }
}
