//! Silero VAD: how likely somebody speaks, for each 32 ms.

use super::resample::RATE_HZ;
use crate::error::VisionError;
use crate::model::{Model, OrtModel, Pack, Tensor};

const NAME: &str = "voice";
/// New samples of a window (Silero VAD 6 at 16 kHz).
pub const WINDOW: usize = 512;
/// Samples of the window before that each window begins with.
const CONTEXT: usize = 64;
/// Numbers of each of the two states.
const STATE: usize = 128;
/// Windows that are looked at in one call: a call costs as much as some windows.
const BATCH: usize = 16;

/// Length of a window, ms.
pub const WINDOW_MS: f64 = WINDOW as f64 * 1000.0 / RATE_HZ as f64;

/// The network with its memory.
pub struct Voice {
    model: Box<dyn Model>,
    context: Vec<f32>,
    waiting: Vec<f32>,
    hidden: Tensor,
    cell: Tensor,
}

impl Voice {
    /// Loads the network of `pack` and runs it once, which shows that it is the one meant.
    pub fn open(pack: &Pack, threads: usize) -> Result<Self, VisionError> {
        let mut voice = Self::new(Box::new(OrtModel::open(pack, NAME, "voice.onnx", threads)?));
        let mut none = Vec::new();
        voice.feed(&[0.0; WINDOW], &mut none)?;
        voice.flush(&mut none)?;
        voice.model.take_time_ms();
        voice.forget();
        Ok(voice)
    }

    /// Over a network that is loaded: it takes windows `[N, 576]` and two states `[1, 1, 128]`, and gives `N`
    /// probabilities and the states that follow, in this order.
    pub fn new(model: Box<dyn Model>) -> Self {
        let state = || Tensor { shape: vec![1, 1, STATE], data: vec![0.0; STATE] };
        Self { model, context: vec![0.0; CONTEXT], waiting: Vec::new(), hidden: state(), cell: state() }
    }

    /// Forgets all it has heard.
    fn forget(&mut self) {
        self.context.fill(0.0);
        self.waiting.clear();
        self.hidden.data.fill(0.0);
        self.cell.data.fill(0.0);
    }

    /// Takes 16 kHz sound and appends a probability for each window that is ready.
    pub fn feed(&mut self, sound: &[f32], out: &mut Vec<f32>) -> Result<(), VisionError> {
        self.waiting.extend_from_slice(sound);
        while self.waiting.len() >= WINDOW * BATCH {
            self.windows(BATCH, out)?;
        }
        Ok(())
    }

    /// Looks at the whole windows that wait.
    pub fn flush(&mut self, out: &mut Vec<f32>) -> Result<(), VisionError> {
        let whole = self.waiting.len() / WINDOW;
        if whole > 0 { self.windows(whole, out) } else { Ok(()) }
    }

    fn windows(&mut self, count: usize, out: &mut Vec<f32>) -> Result<(), VisionError> {
        let used = count * WINDOW;
        let mut data = Vec::with_capacity(count * (CONTEXT + WINDOW));
        for window in self.waiting.chunks_exact(WINDOW).take(count) {
            data.extend_from_slice(&self.context);
            // Networks do not like what lies beyond full scale.
            data.extend(window.iter().map(|s| s.clamp(-1.0, 1.0)));
            self.context.clear();
            self.context.extend_from_slice(window.get(WINDOW - CONTEXT..).unwrap_or_default());
        }
        self.waiting.drain(..used.min(self.waiting.len()));
        let input = Tensor { shape: vec![count, CONTEXT + WINDOW], data };
        let mut answers: Vec<Vec<f32>> = Vec::new();
        self.model.run_all(&[&input, &self.hidden, &self.cell], &mut |outputs| {
            answers.extend(outputs.iter().map(|view| view.data.to_vec()));
            Ok(())
        })?;
        let lengths: Vec<usize> = answers.iter().map(Vec::len).collect();
        let mut answers = answers.into_iter();
        match (answers.next(), answers.next(), answers.next()) {
            (Some(speech), Some(hidden), Some(cell))
                if speech.len() == count && hidden.len() == STATE && cell.len() == STATE =>
            {
                out.extend(speech.iter().map(|p| if p.is_finite() { p.clamp(0.0, 1.0) } else { 0.0 }));
                self.hidden.data = hidden;
                self.cell.data = cell;
                Ok(())
            }
            _ => Err(VisionError::Shape { model: NAME, expected: "[N], [1, 1, 128], [1, 1, 128]", actual: lengths }),
        }
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }
}

/// When speech begins and ends, as Silero's own `get_speech_timestamps` has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpeechLimits {
    /// Probability from which speech begins.
    pub begin: f32,
    /// Probability below which it may end.
    pub end: f32,
    /// How long it must stay below to end, ms.
    pub silence_ms: f64,
    /// Shortest stretch of speech, ms.
    pub least_ms: f64,
    /// Added at both ends, ms.
    pub pad_ms: f64,
}

impl Default for SpeechLimits {
    fn default() -> Self {
        // The defaults of silero-vad 6.2.3 (`threshold` 0.5, `neg_threshold` 0.35, 100 ms, 250 ms, 30 ms).
        Self { begin: 0.5, end: 0.35, silence_ms: 100.0, least_ms: 250.0, pad_ms: 30.0 }
    }
}

/// Stretches of speech in `probabilities`, one for each window; from and to, ms.
pub fn stretches(probabilities: &[f32], limits: &SpeechLimits) -> Vec<[u64; 2]> {
    let mut found: Vec<[f64; 2]> = Vec::new();
    let (mut since, mut quiet_since): (Option<f64>, Option<f64>) = (None, None);
    let mut close = |from: f64, to: f64| {
        if to - from >= limits.least_ms {
            found.push([from, to]);
        }
    };
    let end_ms = probabilities.len() as f64 * WINDOW_MS;
    for (i, p) in probabilities.iter().enumerate() {
        let at = i as f64 * WINDOW_MS;
        let Some(from) = since else {
            if *p >= limits.begin {
                since = Some(at);
            }
            continue;
        };
        if *p >= limits.begin {
            quiet_since = None;
        } else if *p < limits.end || quiet_since.is_some() {
            let quiet = *quiet_since.get_or_insert(at);
            if at + WINDOW_MS - quiet >= limits.silence_ms {
                close(from, quiet);
                (since, quiet_since) = (None, None);
            }
        }
    }
    if let Some(from) = since {
        close(from, quiet_since.unwrap_or(end_ms));
    }
    let mut padded: Vec<[u64; 2]> = Vec::new();
    for [from, to] in found {
        let from = (from - limits.pad_ms).max(0.0) as u64;
        let to = (to + limits.pad_ms).min(end_ms) as u64;
        match padded.last_mut() {
            Some(last) if from <= last[1] => last[1] = to,
            _ => padded.push([from, to]),
        }
    }
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_dips_do_not_end_speech_and_short_bursts_do_not_begin_it() {
        let limits = SpeechLimits::default();
        let mut p = vec![0.0; 10];
        p.extend([0.9; 20]);
        p.extend([0.1; 2]);
        p.extend([0.9; 20]);
        p.extend([0.0; 20]);
        p.extend([0.9; 3]);
        p.extend([0.0; 20]);
        assert_eq!(stretches(&p, &limits), [[290, 1694]]);
        assert_eq!(stretches(&[], &limits), Vec::<[u64; 2]>::new());
        assert_eq!(stretches(&[1.0; 20], &limits), [[0, 640]]);
    }

    struct Counting;

    impl Model for Counting {
        fn run(&mut self, _: &Tensor, _: crate::model::Reader<'_>) -> Result<(), VisionError> {
            unreachable!("it has three inputs")
        }

        fn run_all(&mut self, inputs: &[&Tensor], read: crate::model::Reader<'_>) -> Result<(), VisionError> {
            let [input, hidden, cell] = inputs else { unreachable!("it has three inputs") };
            let count = input.shape[0];
            assert_eq!(input.data.len(), count * 576);
            // Each window's first samples are the last of the one before.
            for pair in input.data.chunks(576).collect::<Vec<_>>().windows(2) {
                assert_eq!(pair[0][512..], pair[1][..64]);
            }
            let p: Vec<f32> = input.data.chunks(576).map(|w| w[575]).collect();
            let states = [hidden, cell].map(|t| t.data.iter().map(|v| v + count as f32).collect::<Vec<f32>>());
            read(&[
                crate::model::View { shape: &[count], data: &p },
                crate::model::View { shape: &[1, 1, 128], data: &states[0] },
                crate::model::View { shape: &[1, 1, 128], data: &states[1] },
            ])
        }

        fn metadata(&self, _: &str) -> Option<String> {
            None
        }
    }

    #[test]
    fn windows_follow_on_each_other_whatever_the_chunks() {
        let sound: Vec<f32> = (0..512 * 40).map(|i| i as f32 / 30_000.0).collect();
        let run = |chunk: usize| {
            let mut voice = Voice::new(Box::new(Counting));
            let mut out = Vec::new();
            sound.chunks(chunk).for_each(|c| voice.feed(c, &mut out).unwrap());
            voice.flush(&mut out).unwrap();
            (out, voice.hidden.data[0])
        };
        let (whole, state) = run(sound.len());
        assert_eq!(whole.len(), 40);
        assert_eq!(state, 40.0);
        assert_eq!(run(100).0, whole);
    }
}
