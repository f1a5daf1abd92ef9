//! What is said, by a speech network that the user supplies: connectionist temporal classification over characters.
//!
//! Heyan ships none. A pack that holds `speech.onnx` and `speech_tokens.txt` is asked: sound of 16 kHz goes in as `[1, N]`
//! (networks on spectra carry their front end in the file), scores of the tokens come out as `[1, T, V]`, at even steps
//! over the sound.

use heyan_rules::statement::Spoken;

use super::resample::RATE_HZ;
use crate::ctc::{BestPath, Step, likeliest};
use crate::error::VisionError;
use crate::model::{Model, OrtModel, Pack, Tensor};

const NAME: &str = "speech";
/// File of the network in a pack.
const NETWORK: &str = "speech.onnx";
/// File of its tokens: one a line, in the order of the scores, an index behind it or not.
const TOKENS: &str = "speech_tokens.txt";
/// Names that the blank goes by (Kaldi and sherpa, WeNet, ESPnet, Hugging Face).
const BLANKS: [&str; 5] = ["<blk>", "<blank>", "<eps>", "<pad>", "[PAD]"];
/// Most tokens and most bytes of their list: the largest published lists hold 65 000.
const MOST_TOKENS: usize = 200_000;
const MOST_LIST_BYTES: u64 = 8 << 20;

const RATE: usize = RATE_HZ as usize;
/// Sound whose tokens are taken from one run, samples: memory of attention grows with its square.
const BODY: usize = 12 * RATE;
/// Sound around it that the network hears as well, samples: a syllable at the cut is heard whole.
const CONTEXT: usize = RATE;
/// Runs are filled with silence to a multiple of this, samples: 0.1 s, a whole number of every usual step.
const EVEN: usize = RATE / 10;
/// Longest token sequence kept: ten a second for the half hour that is listened to.
const MOST_SPOKEN: usize = 18_000;

/// A speech network with its tokens and what it has said so far.
pub struct Recogniser {
    model: Box<dyn Model>,
    tokens: Vec<String>,
    waiting: Vec<f32>,
    /// Samples at the head of `waiting` that were taken already and only give context.
    heard: usize,
    /// Samples before `waiting`.
    before: usize,
    path: BestPath,
    spoken: Vec<Spoken>,
}

impl Recogniser {
    /// The network of `pack`; `None` when it holds none.
    ///
    /// # Errors
    /// When there is a network that does not load, or no usable list of tokens beside it.
    pub fn open(pack: &Pack, threads: usize) -> Result<Option<Self>, VisionError> {
        if pack.file(NETWORK).is_err() {
            return Ok(None);
        }
        let path = pack.file(TOKENS)?;
        let bad = |reason: String| VisionError::Load { model: NAME, reason: format!("{TOKENS}: {reason}") };
        let size = std::fs::metadata(&path).map_err(|e| bad(e.to_string()))?.len();
        if size > MOST_LIST_BYTES {
            return Err(bad(format!("{size} bytes; {MOST_LIST_BYTES} are the most")));
        }
        let list = std::fs::read_to_string(&path).map_err(|e| bad(e.to_string()))?;
        let model = OrtModel::open(pack, NAME, NETWORK, threads)?;
        Self::new(Box::new(model), &list).map(Some)
    }

    /// Over a network that is loaded, with its list of tokens.
    ///
    /// # Errors
    /// When the list is empty, too long, or has an index that is not the line's.
    pub fn new(model: Box<dyn Model>, list: &str) -> Result<Self, VisionError> {
        let tokens = tokens_of(list).map_err(|reason| VisionError::Load { model: NAME, reason })?;
        let blank = tokens.iter().position(|t| BLANKS.contains(&t.as_str())).unwrap_or(0);
        let path = BestPath::new(blank);
        Ok(Self { model, tokens, waiting: Vec::new(), heard: 0, before: 0, path, spoken: Vec::new() })
    }

    /// Takes the next sound, 16 kHz.
    pub fn feed(&mut self, sound: &[f32]) -> Result<(), VisionError> {
        self.waiting.extend_from_slice(sound);
        while self.waiting.len() >= self.heard + BODY + CONTEXT {
            self.run(BODY, BODY + CONTEXT)?;
        }
        Ok(())
    }

    /// Takes what still waits for more.
    pub fn end(&mut self) -> Result<(), VisionError> {
        let left = self.waiting.len().saturating_sub(self.heard);
        if left > 0 { self.run(left, left) } else { Ok(()) }
    }

    /// What was said so far, in order.
    pub fn spoken(&self) -> &[Spoken] {
        &self.spoken
    }

    /// Time spent in the network since the last call, ms.
    pub fn take_time_ms(&mut self) -> f64 {
        self.model.take_time_ms()
    }

    /// Runs over the context, the next `body` samples and what follows them up to `reach`.
    fn run(&mut self, body: usize, reach: usize) -> Result<(), VisionError> {
        let begin = self.heard;
        let mut data: Vec<f32> = self
            .waiting
            .iter()
            .take(begin + reach)
            .map(|s| if s.is_finite() { s.clamp(-1.0, 1.0) } else { 0.0 })
            .collect();
        data.resize(data.len().next_multiple_of(EVEN), 0.0);
        let samples = data.len();
        let input = Tensor { shape: vec![1, samples], data };
        let (tokens, before) = (&self.tokens, self.before);
        let (path, spoken) = (&mut self.path, &mut self.spoken);
        self.model.run(&input, &mut |outputs| {
            let steps = match outputs.first().map(|view| (view.shape, view.data)) {
                Some(([1, steps, classes], data)) if *classes == tokens.len() && *steps > 0 => {
                    data.chunks_exact(*classes)
                }
                other => {
                    let actual = other.map(|(shape, _)| shape.to_vec()).unwrap_or_default();
                    return Err(VisionError::Shape { model: NAME, expected: "[1, T, as many as tokens]", actual });
                }
            };
            let count = steps.len();
            for (i, scores) in steps.enumerate() {
                let at = (2 * i + 1) * samples / (2 * count);
                if !(begin..begin + body).contains(&at) {
                    continue;
                }
                let (best, _) = likeliest(scores);
                if path.step(best) == Step::New(best) && spoken.len() < MOST_SPOKEN {
                    let at_ms = ((before + at) * 1000 / RATE) as u64;
                    // <unk>, <sos/eos> and their like are nothing that is said.
                    let said = tokens.get(best).filter(|text| !text.starts_with('<'));
                    spoken.extend(said.map(|text| Spoken { at_ms, text: text.clone() }));
                }
            }
            Ok(())
        })?;
        // The end of what was taken is the context of what comes.
        let gone = (begin + body).saturating_sub(CONTEXT).min(self.waiting.len());
        self.waiting.drain(..gone);
        self.before += gone;
        self.heard = begin + body - gone;
        Ok(())
    }
}

/// Tokens of a list, one a line: `字` or `字 17`.
fn tokens_of(list: &str) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    for (number, line) in list.lines().enumerate() {
        if tokens.len() == MOST_TOKENS {
            return Err(format!("more than {MOST_TOKENS} tokens"));
        }
        let token = match line.rsplit_once([' ', '\t']) {
            Some((token, index)) => match index.trim().parse::<usize>() {
                Ok(index) if index == number => token,
                _ => return Err(format!("line {} of the tokens does not carry the index {number}", number + 1)),
            },
            None => line,
        };
        tokens.push(token.trim().to_owned());
    }
    if tokens.len() < 2 { Err("a list of tokens needs two at least".to_owned()) } else { Ok(tokens) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FakeModel;

    /// Samples a step.
    const STEP: usize = 320;
    const LIST: &str = "<blk> 0\n本 1\n人 2\n";

    /// A network that hears a level for each token: 0 blank, 0.25 the first, 0.5 the second.
    fn recogniser() -> Recogniser {
        let model = FakeModel(|input: &Tensor| {
            let steps = input.data.len() / STEP;
            let data = input.data.chunks_exact(STEP).flat_map(|step| {
                let class = (step[STEP / 2] * 4.0).round() as usize;
                (0..3).map(move |k| f32::from(u8::from(k == class)))
            });
            vec![Tensor { shape: vec![1, steps, 3], data: data.collect() }]
        });
        Recogniser::new(Box::new(model), LIST).unwrap()
    }

    /// `steps` steps of each level.
    fn sound(levels: &[f32], steps: usize) -> Vec<f32> {
        levels.iter().flat_map(|level| std::iter::repeat_n(*level, steps * STEP)).collect()
    }

    fn text(recogniser: &Recogniser) -> String {
        recogniser.spoken().iter().map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn a_token_held_is_said_once_and_a_blank_parts_two() {
        let mut ear = recogniser();
        ear.feed(&sound(&[0.25, 0.25, 0.5, 0.0, 0.5, 0.0, 0.25], 5)).unwrap();
        ear.end().unwrap();
        assert_eq!(text(&ear), "本人人本");
        assert_eq!(ear.spoken()[0].at_ms, 10);
    }

    #[test]
    fn what_is_said_does_not_depend_on_how_the_sound_is_cut() {
        // 40 s: four runs; a token is held over a cut.
        let levels: Vec<f32> = (0..200).map(|i| [0.25, 0.0, 0.5, 0.5][i % 4]).collect();
        let all = sound(&levels, 10);
        let mut whole = recogniser();
        whole.feed(&all).unwrap();
        whole.end().unwrap();
        assert_eq!(whole.spoken().len(), 100);
        let mut parts = recogniser();
        for part in all.chunks(7777) {
            parts.feed(part).unwrap();
        }
        parts.end().unwrap();
        assert_eq!(parts.spoken(), whole.spoken());
        assert!(whole.spoken().windows(2).all(|w| w[0].at_ms < w[1].at_ms));
    }

    #[test]
    fn memory_of_sound_stays_bounded() {
        let mut ear = recogniser();
        for _ in 0..100 {
            ear.feed(&sound(&[0.25], 50)).unwrap();
            assert!(ear.waiting.len() <= BODY + 2 * CONTEXT + 50 * STEP);
        }
    }

    #[test]
    fn lists_that_cannot_be_right_are_errors() {
        for list in ["", "<blk>", "<blk> 0\n本 2\n", "<blk> 0\n本 x\n"] {
            assert!(tokens_of(list).is_err(), "{list}");
        }
        assert_eq!(tokens_of("<blk>\n本\n人").unwrap(), ["<blk>", "本", "人"]);
        let wrong = FakeModel(|_: &Tensor| vec![Tensor { shape: vec![1, 1, 2], data: vec![0.0; 2] }]);
        let mut ear = Recogniser::new(Box::new(wrong), LIST).unwrap();
        ear.feed(&[0.0; 1600]).unwrap();
        assert!(ear.end().is_err());
    }
}
