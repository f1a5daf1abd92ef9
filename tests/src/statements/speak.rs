//! A voice program reads: espeak-ng of Debian, Mandarin, in voices of two synthesisers (its own formants and Klatt's).
//!
//! Debian 12 has no second program that speaks Mandarin.

use std::io::{Error, Result};
use std::path::Path;
use std::process::Command;

use crate::rng::Rng;
use crate::set::Split;

/// Voices that may be tuned on.
const TUNING: &[&str] = &["", "+m3", "+f2", "+m2", "+f5", "+m5", "+steph", "+linda"];
/// Voices kept out of it: the Klatt synthesiser is in none of the others.
const HELD: &[&str] = &["+klatt", "+klatt3", "+f4", "+m7", "+Annie"];

/// Who reads, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// Variant of the voice.
    pub variant: &'static str,
    /// espeak-ng's words a minute: 150 to 220 are 3.3 to 5 syllables a second with pauses.
    pub speed: u32,
    /// espeak-ng's pitch, 0 to 99.
    pub pitch: u32,
}

impl Voice {
    /// A voice of one side at a usual speed.
    #[must_use]
    pub fn draw(rng: &mut Rng, split: Split) -> Self {
        let all = if split == Split::Held { HELD } else { TUNING };
        let variant = all[rng.index(all.len())];
        Self { variant, speed: rng.int(150, 220) as u32, pitch: rng.int(25, 70) as u32 }
    }

    /// `text` as sound of full scale 1, and its rate.
    ///
    /// # Errors
    /// When espeak-ng is missing (`cargo xtask setup` installs it) or fails.
    pub fn read(&self, text: &str) -> Result<(Vec<f32>, u32)> {
        let out = Command::new("espeak-ng")
            .args(["-v", &format!("cmn-latn-pinyin{}", self.variant)])
            .args(["-s", &self.speed.to_string(), "-p", &self.pitch.to_string(), "--stdout", text])
            .output()
            .map_err(|e| Error::new(e.kind(), format!("espeak-ng: {e}; `cargo xtask setup` installs it")))?;
        if !out.status.success() {
            return Err(Error::other(format!("espeak-ng failed: {}", String::from_utf8_lossy(&out.stderr))));
        }
        wav(&out.stdout)
    }
}

/// 16-bit mono samples of a WAV file whose length may be left open, as pipes have it.
///
/// # Errors
/// When it is none.
pub fn wav(bytes: &[u8]) -> Result<(Vec<f32>, u32)> {
    let bad = || Error::other("no 16-bit WAV");
    let four = |at: usize| bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    let mut at = 12;
    let mut rate = 0;
    while let (Some(name), Some(length)) = (bytes.get(at..at + 4), four(at + 4)) {
        if name == b"fmt " {
            rate = four(at + 12).ok_or_else(bad)?;
        }
        if name == b"data" {
            let data = &bytes[at + 8..];
            let data = &data[..data.len().min(length as usize)];
            let samples = data.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32768.0);
            return if rate > 0 { Ok((samples.collect(), rate)) } else { Err(bad()) };
        }
        at += 8 + length as usize;
    }
    Err(bad())
}

/// Writes 16-bit WAV of one channel.
///
/// # Errors
/// When the file cannot be written.
pub fn write_wav(path: &Path, sound: &[f32], rate: u32) -> Result<()> {
    let data = sound.len() as u32 * 2;
    let mut out = Vec::with_capacity(44 + data as usize);
    out.extend(b"RIFF");
    out.extend((36 + data).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    out.extend(rate.to_le_bytes());
    out.extend((rate * 2).to_le_bytes());
    out.extend([2, 0, 16, 0]);
    out.extend(b"data");
    out.extend(data.to_le_bytes());
    for sample in sound {
        out.extend(((sample * 32767.0).round().clamp(-32768.0, 32767.0) as i16).to_le_bytes());
    }
    std::fs::write(path, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wav_comes_back_as_it_was_written() {
        let path = std::env::temp_dir().join(format!("heyan-wav-{}.wav", std::process::id()));
        let sound: Vec<f32> = (0..1000).map(|i| libm::sinf(i as f32 * 0.05) * 0.5).collect();
        write_wav(&path, &sound, 22_050).unwrap();
        let (back, rate) = wav(&std::fs::read(&path).unwrap()).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!((back.len(), rate), (1000, 22_050));
        assert!(back.iter().zip(&sound).all(|(a, b)| (a - b).abs() < 1e-4));
    }
}
