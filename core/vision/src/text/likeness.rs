//! How near a character's print comes to what that character looks like.
//!
//! A recogniser is trained to name one of its characters, whatever it is shown. A character that it has seldom seen, or that
//! its dictionary lacks, is read as one that looks alike, often with a probability of 0.99. What its last layer says of *all*
//! characters tells more than the greatest of them: characters usual in names and addresses have each a place of their own
//! in it, and another one that is read as them stands apart (P. C. Mahalanobis' distance to the middle of the class, with the
//! spread that all classes share).

use std::sync::LazyLock;

/// The table, made by `heyan-samples names learn` on 2026-12-01 from characters printed with Debian's `fonts-noto-cjk`,
/// `fonts-wqy-zenhei` and `fonts-arphic-ukai` and read by the recogniser of `models/manifest.toml`. With another recogniser
/// it must be made anew.
static DATA: &[u8] = include_bytes!("../../data/likeness.bin");
static LIKENESS: LazyLock<Option<Likeness>> = LazyLock::new(|| Likeness::parse(DATA));

/// First bytes of the table, the last of them its version.
const MAGIC: [u8; 4] = *b"HLK\x01";
/// Least probability that is told from nothing: of less, 32-bit floats keep no more digits.
const LEAST: f32 = 1e-37;

/// What the characters look like to one recogniser.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// Classes of the recogniser, the blank among them.
    pub classes: usize,
    /// Numbers that stand for a character.
    pub dimensions: usize,
    /// The classes whose scores are looked at.
    pub looked_at: Vec<u32>,
    /// From the logarithms of their probabilities, their mean taken off, to the numbers of a character: a row for each.
    /// Among characters of one kind each number has a variance of 1.
    pub projection: Vec<f32>,
    /// What the projection gives in the middle of all characters; it is taken off.
    pub centre: Vec<f32>,
    /// What a step of a stored number stands for.
    pub step: f32,
    /// The characters, sorted.
    pub characters: Vec<char>,
    /// Their numbers, in steps.
    pub places: Vec<i8>,
}

impl Likeness {
    /// The table for a recogniser of so many classes.
    pub fn of(classes: usize) -> Option<&'static Self> {
        LIKENESS.as_ref().filter(|table| table.classes == classes)
    }

    /// Whether `ch` is in the table.
    pub fn knows(&self, ch: char) -> bool {
        self.characters.binary_search(&ch).is_ok()
    }

    /// How far print with these `scores` lies from what `ch` looks like: about 1 for a character's own print. `None` of
    /// characters that the table does not have.
    pub fn distance(&self, ch: char, scores: &[f32]) -> Option<f32> {
        let at = self.characters.binary_search(&ch).ok()?;
        let place = self.places.get(at * self.dimensions..(at + 1) * self.dimensions)?;
        let seen = self.numbers(scores)?;
        let square = |(a, b): (&f32, &i8)| (a - f32::from(*b) * self.step).powi(2);
        Some(seen.iter().zip(place).map(square).sum::<f32>() / self.dimensions as f32)
    }

    fn numbers(&self, scores: &[f32]) -> Option<Vec<f32>> {
        let signs = signs(&self.looked_at, scores)?;
        let rows = self.projection.chunks_exact(signs.len());
        let along = rows.map(|row| row.iter().zip(&signs).map(|(a, b)| a * b).sum::<f32>());
        Some(along.zip(&self.centre).map(|(along, centre)| along - centre).collect())
    }

    /// The table out of its bytes; `None` unless what it says of itself is there to the last.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(&MAGIC)?;
        let mut word = || -> Option<[u8; 4]> {
            let (first, after) = rest.split_first_chunk::<4>()?;
            rest = after;
            Some(*first)
        };
        let mut number = || word().map(u32::from_le_bytes);
        let (classes, dimensions) = (number()? as usize, number()? as usize);
        let (looked_at, characters) = (number()? as usize, number()? as usize);
        let step = f32::from_bits(number()?);
        let looked_at = (0..looked_at).map(|_| number()).collect::<Option<Vec<u32>>>()?;
        let weights = dimensions.checked_mul(looked_at.len())?;
        let projection = (0..weights).map(|_| number().map(f32::from_bits)).collect::<Option<Vec<f32>>>()?;
        let centre = (0..dimensions).map(|_| number().map(f32::from_bits)).collect::<Option<Vec<f32>>>()?;
        let characters = (0..characters).map(|_| number().and_then(char::from_u32)).collect::<Option<Vec<char>>>()?;
        let places: Vec<i8> = rest.iter().map(|byte| byte.cast_signed()).collect();
        let whole = dimensions > 0 && characters.len().checked_mul(dimensions) == Some(places.len());
        whole.then_some(Self { classes, dimensions, looked_at, projection, centre, step, characters, places })
    }

    /// The table as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let counts = [self.classes, self.dimensions, self.looked_at.len(), self.characters.len()];
        let numbers = counts.into_iter().map(|count| count as u32).chain([self.step.to_bits()]);
        let numbers = numbers.chain(self.looked_at.iter().copied());
        let numbers = numbers.chain(self.projection.iter().chain(&self.centre).map(|number| number.to_bits()));
        let numbers = numbers.chain(self.characters.iter().map(|ch| u32::from(*ch)));
        let mut out = MAGIC.to_vec();
        out.extend(numbers.flat_map(u32::to_le_bytes));
        out.extend(self.places.iter().map(|place| place.cast_unsigned()));
        out
    }
}

/// The logarithms of the probabilities of the classes `looked_at`, less their mean: what the last layer says, but for a
/// constant that it shares among all classes. `None` when `scores` lack one of them.
pub fn signs(looked_at: &[u32], scores: &[f32]) -> Option<Vec<f32>> {
    let mut signs = Vec::with_capacity(looked_at.len());
    for class in looked_at {
        signs.push(scores.get(*class as usize)?.max(LEAST).ln());
    }
    let mean = signs.iter().sum::<f32>() / signs.len().max(1) as f32;
    signs.iter_mut().for_each(|sign| *sign -= mean);
    Some(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Likeness {
        Likeness {
            classes: 4,
            dimensions: 1,
            looked_at: vec![1, 2],
            projection: vec![1.0, -1.0],
            centre: vec![0.0],
            step: 0.02,
            characters: vec!['丁', '七'],
            places: vec![100, -100],
        }
    }

    /// Whoever changes the recogniser makes the table anew (`heyan-samples names learn`), and then this.
    #[test]
    fn the_table_was_learned_of_the_recogniser_that_set_up_fetches() {
        const LEARNED_OF: &str = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884";
        let manifest = include_str!("../../../../models/manifest.toml");
        let (_, own) = manifest.split_once("name = \"text_recognition\"").unwrap();
        assert!(own.split("[[file]]").next().unwrap().contains(LEARNED_OF));
    }

    #[test]
    fn the_nearer_the_print_the_smaller_the_distance() {
        let table = small();
        // The difference of the logarithms is 2, the place of 丁.
        let scores = [0.1, 0.5, 0.5 * (-2.0f32).exp(), 0.1];
        let [own, other] = ['丁', '七'].map(|ch| table.distance(ch, &scores).unwrap());
        assert!(own < 1e-3 && (other - 16.0).abs() < 1e-3, "{own} {other}");
        assert_eq!(table.distance('万', &scores), None);
        assert_eq!(table.distance('丁', &[0.1, 0.5]), None);
        // What is below all floats is no infinity.
        assert!(table.distance('丁', &[0.0; 4]).unwrap().is_finite());
    }

    #[test]
    fn a_table_is_read_as_it_was_written_and_not_when_it_is_cut() {
        let table = small();
        let bytes = table.to_bytes();
        assert_eq!(Likeness::parse(&bytes), Some(table));
        for end in 0..bytes.len() {
            assert_eq!(Likeness::parse(&bytes[..end]), None, "{end}");
        }
    }

    #[test]
    fn the_table_is_whole_and_of_chinese_characters() {
        let table = LIKENESS.as_ref().unwrap();
        assert!(table.characters.len() > 4000, "{}", table.characters.len());
        assert!(table.characters.windows(2).all(|pair| pair[0] < pair[1]));
        assert!("王李张阿买提伟芳娜公安局省市县区".chars().all(|ch| table.knows(ch)));
    }
}
