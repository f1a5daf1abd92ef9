//! In what order and at what times frames reach the judge: live, frozen, looped, cut.

/// What is done to a clip's frames after they were taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tape {
    /// One after the other.
    Live,
    /// From `from_s` on for `for_s` the same frame again and again; the clip then goes on where time is.
    Frozen {
        /// When it stops, s.
        from_s: f32,
        /// For how long, s.
        for_s: f32,
    },
    /// From `from_s` on the stretch of `for_s` again and again.
    Loop {
        /// Where the stretch begins, s.
        from_s: f32,
        /// How long it is, s.
        for_s: f32,
        /// Every second time backwards.
        back_and_forth: bool,
    },
    /// Nothing between `at_s` and `at_s` + `for_s` reaches the judge.
    Cut {
        /// When the gap begins, s.
        at_s: f32,
        /// How long it is, s.
        for_s: f32,
    },
}

impl Tape {
    /// The number of the frame that is shown as the `number`th, and when, ms.
    #[must_use]
    pub fn shown(&self, number: u64, fps: f32) -> (u64, u64) {
        let frames = |s: f32| (s * fps + 0.5) as u64;
        let ms = |n: u64| (n as f64 * 1000.0 / f64::from(fps)) as u64;
        match *self {
            Self::Live => (number, ms(number)),
            Self::Frozen { from_s, for_s } => {
                let (from, to) = (frames(from_s), frames(from_s + for_s));
                (if (from..to).contains(&number) { from } else { number }, ms(number))
            }
            Self::Loop { from_s, for_s, back_and_forth } => {
                let (from, long) = (frames(from_s), frames(for_s).max(2));
                if number < from {
                    return (number, ms(number));
                }
                let (turn, at) = ((number - from) / long, (number - from) % long);
                let at = if back_and_forth && turn % 2 == 1 { long - 1 - at } else { at };
                (from + at, ms(number))
            }
            Self::Cut { at_s, for_s } => {
                let number = if number < frames(at_s) { number } else { number + frames(for_s) };
                (number, ms(number))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_comes_back_to_its_start() {
        let tape = Tape::Loop { from_s: 1.0, for_s: 2.0, back_and_forth: false };
        assert_eq!(tape.shown(5, 10.0), (5, 500));
        assert_eq!(tape.shown(30, 10.0), (10, 3000));
        let tape = Tape::Loop { from_s: 0.0, for_s: 1.0, back_and_forth: true };
        assert_eq!(tape.shown(12, 10.0).0, 7);
    }

    #[test]
    fn time_jumps_over_a_cut() {
        let tape = Tape::Cut { at_s: 1.0, for_s: 3.0 };
        assert_eq!(tape.shown(9, 10.0), (9, 900));
        assert_eq!(tape.shown(10, 10.0), (40, 4000));
    }

    #[test]
    fn a_frozen_clip_shows_one_frame() {
        let tape = Tape::Frozen { from_s: 0.5, for_s: 1.0 };
        assert_eq!(tape.shown(12, 10.0), (5, 1200));
        assert_eq!(tape.shown(15, 10.0), (15, 1500));
    }
}
