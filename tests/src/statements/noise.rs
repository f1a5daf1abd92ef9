//! What is heard beside the voice.

use std::io::Result;

use super::speak::Voice;
use crate::rng::Rng;

/// Kinds of noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// Traffic: low, and it comes and goes.
    Street,
    /// A quiet room's hiss and hum: pink.
    Room,
    /// Pink, with the tones of a blade.
    Fan,
    /// Six people talking.
    Babble,
    /// White.
    Hiss,
}

impl Noise {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Street, Self::Room, Self::Fan, Self::Babble, Self::Hiss];

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Room => "room",
            Self::Fan => "fan",
            Self::Babble => "babble",
            Self::Hiss => "hiss",
        }
    }

    /// `count` samples at `rate`, root mean square 1.
    ///
    /// # Errors
    /// When the voices of a babble cannot be made.
    pub fn make(self, rng: &mut Rng, count: usize, rate: u32) -> Result<Vec<f32>> {
        let mut out = match self {
            Self::Hiss => (0..count).map(|_| rng.normal()).collect(),
            Self::Room | Self::Fan => pink(rng, count),
            Self::Street => {
                let (slow, fast) = (rng.range(0.05, 0.2), rng.range(0.3, 0.6));
                let phase = rng.range(0.0, std::f32::consts::TAU);
                brown(rng, count, rate)
                    .into_iter()
                    .enumerate()
                    .map(|(i, v)| {
                        let t = std::f32::consts::TAU * i as f32 / rate as f32;
                        let swell = 1.0 + 0.7 * libm::sinf(t * slow + phase) + 0.4 * libm::sinf(t * fast);
                        v * swell.max(0.2)
                    })
                    .collect()
            }
            Self::Babble => babble(rng, count, rate)?,
        };
        if self == Self::Fan {
            let hz = rng.range(70.0, 130.0);
            for (i, v) in out.iter_mut().enumerate() {
                let t = std::f32::consts::TAU * hz * i as f32 / rate as f32;
                *v += (1..8).map(|k| 0.5 / k as f32 * libm::sinf(t * k as f32 + k as f32)).sum::<f32>();
            }
        }
        let mean = rms(&out).max(1e-9);
        out.iter_mut().for_each(|v| *v /= mean);
        Ok(out)
    }
}

/// Paul Kellet's filter: 3 dB an octave, to half a dB.
fn pink(rng: &mut Rng, count: usize) -> Vec<f32> {
    let mut b = [0.0_f32; 3];
    (0..count)
        .map(|_| {
            let white = rng.normal();
            b[0] = 0.997_65 * b[0] + white * 0.099_046;
            b[1] = 0.963 * b[1] + white * 0.296_516_4;
            b[2] = 0.57 * b[2] + white * 1.052_691_3;
            b[0] + b[1] + b[2] + white * 0.1848
        })
        .collect()
}

/// White below 150 Hz, falling by 6 dB an octave above.
fn brown(rng: &mut Rng, count: usize, rate: u32) -> Vec<f32> {
    let keep = libm::expf(-std::f32::consts::TAU * 150.0 / rate as f32);
    let mut last = 0.0;
    (0..count)
        .map(|_| {
            last = keep * last + (1.0 - keep) * rng.normal();
            last
        })
        .collect()
}

const TALK: [&str; 4] = [
    "昨天下午我去市场买了很多新鲜的蔬菜和水果，然后坐车回家做饭，孩子们都说很好吃",
    "今天的天气真不错，我们一起去公园走一走，顺便看看湖边新开的花，再找个地方喝茶",
    "这个星期的会议改到周四上午，请大家提前准备好材料，不要迟到，地点还在三楼",
    "你听说了吗，他们家的老二考上了大学，全家都高兴得不得了，晚上要摆酒请客",
];
const TALKERS: [&str; 6] = ["+m1", "+f1", "+m4", "+f3", "+m6", "+f5"];

fn babble(rng: &mut Rng, count: usize, rate: u32) -> Result<Vec<f32>> {
    let mut out = vec![0.0; count];
    for (k, variant) in TALKERS.into_iter().enumerate() {
        let voice = Voice { variant, speed: 150 + 10 * k as u32, pitch: 30 + 6 * k as u32 };
        let (talk, own) = voice.read(TALK[k % TALK.len()])?;
        let talk = resampled(&talk, own, rate);
        let level = 1.0 / rms(&talk).max(1e-9);
        let start = rng.index(talk.len());
        for (i, v) in out.iter_mut().enumerate() {
            *v += talk[(start + i) % talk.len()] * level;
        }
    }
    Ok(out)
}

/// Root mean square.
#[must_use]
pub fn rms(sound: &[f32]) -> f32 {
    (sound.iter().map(|v| f64::from(v * v)).sum::<f64>() / sound.len().max(1) as f64).sqrt() as f32
}

/// Root mean square of the parts with a voice: blocks of 20 ms within 30 dB of the loudest.
#[must_use]
pub fn active_rms(sound: &[f32], rate: u32) -> f32 {
    let blocks: Vec<f32> = sound.chunks((rate / 50) as usize).map(|b| rms(b).powi(2)).collect();
    let most = blocks.iter().copied().fold(0.0, f32::max);
    let active: Vec<f32> = blocks.into_iter().filter(|p| *p > most * 1e-3).collect();
    (active.iter().sum::<f32>() / active.len().max(1) as f32).sqrt()
}

/// `sound` at another rate, by straight lines: generated voices end below a quarter of either rate's worth of care.
#[must_use]
pub fn resampled(sound: &[f32], from: u32, to: u32) -> Vec<f32> {
    if from == to {
        return sound.to_vec();
    }
    let step = f64::from(from) / f64::from(to);
    let count = (sound.len() as f64 / step) as usize;
    let reach = step.max(1.0);
    (0..count)
        .map(|i| {
            let at = i as f64 * step;
            // A triangle as wide as the wider of both steps.
            let (first, last) = ((at - reach).ceil().max(0.0) as usize, ((at + reach) as usize).min(sound.len() - 1));
            let (mut sum, mut weight) = (0.0, 0.0);
            for (j, v) in sound.iter().enumerate().take(last + 1).skip(first) {
                let w = 1.0 - (j as f64 - at).abs() / reach;
                if w > 0.0 {
                    sum += w * f64::from(*v);
                    weight += w;
                }
            }
            if weight > 0.0 { (sum / weight) as f32 } else { 0.0 }
        })
        .collect()
}
