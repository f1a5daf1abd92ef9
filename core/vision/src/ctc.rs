//! Connectionist temporal classification by best path: steps in a row of one class are one symbol, blanks part them.

/// Scores compared at a time: the compiler makes vectors of them.
const LANES: usize = 16;

/// What a step of a network's output adds to what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Blank,
    /// A symbol of this class begins.
    New(usize),
    /// The symbol of this class goes on.
    Again(usize),
}

/// Where a path stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BestPath {
    blank: usize,
    last: usize,
}

impl BestPath {
    /// A path that begins; `blank` is the class that stands for nothing.
    pub fn new(blank: usize) -> Self {
        Self { blank, last: blank }
    }

    /// Takes the likeliest class of the next step.
    pub fn step(&mut self, class: usize) -> Step {
        let goes_on = class == self.last;
        self.last = class;
        match class {
            _ if class == self.blank => Step::Blank,
            _ if goes_on => Step::Again(class),
            _ => Step::New(class),
        }
    }
}

/// The greatest of up to [`LANES`] scores.
fn greatest(scores: &[f32]) -> f32 {
    scores.iter().fold(f32::MIN, |best, &p| if p > best { p } else { best })
}

/// The first class with the greatest score, and the score. A row of text has 18 710 of them, and a card 1 500 rows.
pub fn likeliest(row: &[f32]) -> (usize, f32) {
    let chunks = row.chunks_exact(LANES);
    let mut lanes = [f32::MIN; LANES];
    let rest = greatest(chunks.remainder());
    for chunk in chunks {
        for (best, &p) in lanes.iter_mut().zip(chunk) {
            *best = if p > *best { p } else { *best };
        }
    }
    let most = greatest(&lanes).max(rest);
    (row.iter().position(|p| *p == most).unwrap_or(0), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_one_symbol_and_a_blank_parts_two() {
        let mut path = BestPath::new(0);
        let steps: Vec<Step> = [0, 2, 2, 0, 2, 1, 1, 0].into_iter().map(|class| path.step(class)).collect();
        use Step::{Again, Blank, New};
        assert_eq!(steps, [Blank, New(2), Again(2), Blank, New(2), New(1), Again(1), Blank]);
    }

    #[test]
    fn the_likeliest_is_found_wherever_it_stands() {
        for (count, at) in [(1, 0), (16, 15), (17, 16), (40, 3), (40, 39)] {
            let mut row = vec![0.1; count];
            row[at] = 0.7;
            assert_eq!(likeliest(&row), (at, 0.7), "{count}");
        }
        assert_eq!(likeliest(&[0.2, 0.4, 0.4]), (1, 0.4));
    }
}
