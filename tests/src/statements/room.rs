//! From a voice to a recording: the room, the microphone, noise, coding.

use std::io::{Error, Result};
use std::process::Command;

use super::noise::{Noise, active_rms, resampled, rms};
use super::speak::{wav, write_wav};
use crate::rng::Rng;

/// How a recording is made.
#[derive(Clone, Debug)]
pub struct Room {
    /// Rate, Hz.
    pub rate: u32,
    /// Time in which the room's echo falls by 60 dB, s, and its power against the voice's, dB.
    pub echo: [f32; 2],
    /// What else is heard, and how far the voice lies above it, dB.
    pub noise: Option<(Noise, f32)>,
    /// Level of the voice in the recording, dB of full scale, root mean square.
    pub level_db: f32,
    /// Gain before the samples are cut at full scale, 1 for none.
    pub overdrive: f32,
    /// Coded by AAC, kbit/s.
    pub aac: Option<u32>,
}

impl Room {
    /// A usual room: some echo, a quiet or a noisy surrounding down to `least_db`, a usual level.
    #[must_use]
    pub fn draw(rng: &mut Rng, least_db: f32) -> Self {
        let rates = [16_000, 22_050, 44_100, 48_000];
        let rate = rates[rng.index(rates.len())];
        let noise = Noise::ALL[rng.index(Noise::ALL.len())];
        let snr = if rng.chance(0.4) { rng.range(25.0, 40.0) } else { rng.range(least_db, 25.0) };
        Self {
            rate,
            echo: [rng.range(0.15, 0.5), -rng.range(10.0, 20.0)],
            noise: Some((noise, snr)),
            level_db: -rng.range(18.0, 32.0),
            overdrive: 1.0,
            aac: rng.chance(0.5).then(|| [48, 64, 96][rng.index(3)]),
        }
    }

    /// The recording of `voice` (at `rate`) with `before_s` and `after_s` of silence about it.
    ///
    /// # Errors
    /// When a babble's voices or the coding cannot be made.
    pub fn record(&self, rng: &mut Rng, voice: &[f32], rate: u32, around_s: [f32; 2]) -> Result<Vec<f32>> {
        let voice = resampled(voice, rate, self.rate);
        let count = |s: f32| (s * self.rate as f32) as usize;
        let mut sound = vec![0.0; count(around_s[0])];
        sound.extend(&voice);
        sound.extend(vec![0.0; count(around_s[1])]);
        self.add_echo(rng, &mut sound);
        let level = active_rms(&sound, self.rate);
        let gain = if level > 0.0 { libm::powf(10.0, self.level_db / 20.0) / level } else { 0.0 };
        sound.iter_mut().for_each(|v| *v *= gain);
        if let Some((noise, snr)) = self.noise {
            let size = libm::powf(10.0, (self.level_db - snr) / 20.0);
            let noise = noise.make(rng, sound.len(), self.rate)?;
            sound.iter_mut().zip(&noise).for_each(|(v, n)| *v += n * size);
        }
        // The microphone's own noise: nothing is digital silence.
        sound.iter_mut().for_each(|v| *v = (*v + rng.normal() * 2e-5).clamp(-1.0, 1.0));
        if self.overdrive > 1.0 {
            let peak = sound.iter().map(|v| v.abs()).fold(0.0, f32::max).max(1e-6);
            sound.iter_mut().for_each(|v| *v = (*v / peak * self.overdrive).clamp(-1.0, 1.0));
        }
        match self.aac {
            Some(kbit) => coded(&sound, self.rate, kbit),
            None => Ok(sound),
        }
    }

    /// Sparse echoes of random signs that die away: a room's tail without the cost of a convolution.
    fn add_echo(&self, rng: &mut Rng, sound: &mut [f32]) {
        let [time_s, power_db] = self.echo;
        let dry = sound.to_vec();
        let mut wet = vec![0.0; sound.len()];
        for _ in 0..60 {
            let at_s = rng.range(0.008, time_s);
            let size = libm::powf(10.0, -3.0 * at_s / time_s) * rng.sign() * rng.range(0.5, 1.0);
            let delay = (at_s * self.rate as f32) as usize;
            for (v, d) in wet.iter_mut().skip(delay).zip(&dry) {
                *v += d * size;
            }
        }
        let k = libm::powf(10.0, power_db / 20.0) * rms(&dry) / rms(&wet).max(1e-9);
        sound.iter_mut().zip(&wet).for_each(|(v, w)| *v += w * k);
    }
}

/// Through AAC and back.
fn coded(sound: &[f32], rate: u32, kbit: u32) -> Result<Vec<f32>> {
    let base = std::env::temp_dir().join(format!("heyan-aac-{}-{:?}", std::process::id(), std::thread::current().id()));
    let (raw, aac) = (base.with_extension("wav"), base.with_extension("m4a"));
    write_wav(&raw, sound, rate)?;
    let run = |arguments: &[&std::ffi::OsStr]| -> Result<Vec<u8>> {
        let out = Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-y"])
            .args(arguments)
            .output()
            .map_err(|e| Error::new(e.kind(), format!("ffmpeg: {e}; `cargo xtask setup` installs it")))?;
        if out.status.success() {
            Ok(out.stdout)
        } else {
            Err(Error::other(format!("ffmpeg failed: {}", String::from_utf8_lossy(&out.stderr))))
        }
    };
    let rate_of = format!("{kbit}k");
    let s = std::ffi::OsStr::new;
    run(&[s("-i"), raw.as_os_str(), s("-c:a"), s("aac"), s("-b:a"), s(&rate_of), aac.as_os_str()])?;
    let back = run(&[s("-i"), aac.as_os_str(), s("-f"), s("wav"), s("-c:a"), s("pcm_s16le"), s("-")])?;
    let _ = std::fs::remove_file(&raw);
    let _ = std::fs::remove_file(&aac);
    wav(&back).map(|(sound, _)| sound)
}
