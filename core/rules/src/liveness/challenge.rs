//! What a person is asked to do in one run.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::action::Action;

/// The actions of a run in their order, and what ties it to whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// One to [`Challenge::MAX_ACTIONS`] actions.
    pub actions: Vec<Action>,
    /// A word of the server's that comes back with the outcome, letters, digits, `-`, `_`, `.` only.
    pub nonce: Option<String>,
}

/// A challenge that cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChallengeError {
    /// No action.
    Empty,
    /// More actions than [`Challenge::MAX_ACTIONS`]; how many there were.
    TooMany(usize),
    /// A nonce that is empty, longer than 128 characters, or has others than letters, digits, `-`, `_`, `.`.
    Nonce,
}

impl fmt::Display for ChallengeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no action: name at least one"),
            Self::TooMany(count) => write!(f, "{count} actions: at most {} can be asked", Challenge::MAX_ACTIONS),
            Self::Nonce => f.write_str("a nonce has 1 to 128 letters, digits, `-`, `_` or `.`"),
        }
    }
}

impl std::error::Error for ChallengeError {}

impl Challenge {
    /// Of which each challenge needs one: only a turn out of the picture's plane about the upright axis tells a head from a
    /// flat picture that is waved.
    pub const TURNS: [Action; 2] = [Action::TurnLeft, Action::TurnRight];
    /// Most actions of one run: at 5 s each it lasts a minute.
    pub const MAX_ACTIONS: usize = 12;

    /// How many are drawn unless told otherwise: three or more is what others ask (HarmonyOS, Baidu).
    pub const USUAL_ACTIONS: usize = 3;

    /// Asks `actions` in their order.
    ///
    /// # Errors
    /// When there are none or too many.
    pub fn of(actions: Vec<Action>) -> Result<Self, ChallengeError> {
        match actions.len() {
            0 => Err(ChallengeError::Empty),
            n if n > Self::MAX_ACTIONS => Err(ChallengeError::TooMany(n)),
            _ => Ok(Self { actions, nonce: None }),
        }
    }

    /// Draws `count` different actions, at most [`Self::MAX_DRAWN`] and at least one, the same for the same seed for
    /// ever. One is always a turn and, of two or more, one a nod or a look up or down: only rotation out of the picture's
    /// plane tells a head from a picture, and only rotation about both axes from a rolled one. A nod and a look down are not
    /// both drawn: they begin alike, and a person who hears the second repeats the first.
    pub fn drawn(seed: u64, count: usize) -> Self {
        Self::drawn_among(&Action::DRAWN, seed, count)
    }

    /// The same of the actions in `among` only, for whoever does not ask all of them; fewer than `count` when there are not
    /// enough.
    pub fn drawn_among(among: &[Action], seed: u64, count: usize) -> Self {
        let mut draw = SplitMix(seed);
        let mut pool = among.to_vec();
        let mut actions = Vec::new();
        let wanted = count.clamp(1, Self::MAX_DRAWN);
        let must: [&[Action]; 2] = [&Self::TURNS, &[Action::Nod, Action::LookUp, Action::LookDown]];
        for choice in must.iter().take(wanted) {
            let choice: Vec<Action> = choice.iter().copied().filter(|action| among.contains(action)).collect();
            let chosen = (!choice.is_empty()).then(|| choice.get(draw.below(choice.len())).copied()).flatten();
            chosen.into_iter().for_each(|action| take(&mut pool, &mut actions, action));
        }
        while actions.len() < wanted {
            let Some(action) = pool.get(draw.below(pool.len())).copied() else { break };
            take(&mut pool, &mut actions, action);
        }
        // Fisher and Yates.
        for last in (1..actions.len()).rev() {
            actions.swap(last, draw.below(last + 1));
        }
        Self { actions, nonce: None }
    }

    /// Most actions that are drawn: all but one of nod and look down.
    pub const MAX_DRAWN: usize = Action::DRAWN.len() - 1;

    /// With the server's word.
    ///
    /// # Errors
    /// When it is none that a line of text can carry.
    pub fn with_nonce(mut self, nonce: &str) -> Result<Self, ChallengeError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if nonce.is_empty() || nonce.len() > 128 || !nonce.chars().all(fits) {
            return Err(ChallengeError::Nonce);
        }
        self.nonce = Some(nonce.to_owned());
        Ok(self)
    }

    /// Whether an action turns the head out of the picture's plane, without which nothing can be said of its depth.
    pub fn shows_depth(&self) -> bool {
        self.actions.iter().any(|a| a.shows_depth())
    }
}

/// Moves `action`, and what must not be drawn beside it, out of `pool`.
fn take(pool: &mut Vec<Action>, actions: &mut Vec<Action>, action: Action) {
    actions.push(action);
    let alike = match action {
        Action::Nod => Action::LookDown,
        Action::LookDown => Action::Nod,
        other => other,
    };
    pool.retain(|a| *a != action && *a != alike);
}

/// Steele, Lea and Flood 2014: 64 bits of state, and draws that never change with a library's version.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to `bound`, which is small: the bias is below 2⁻⁶⁰.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % (bound.max(1) as u64)) as usize
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    #[test]
    fn a_seed_draws_the_same_for_ever() {
        let drawn = |seed, count| Challenge::drawn(seed, count).actions.iter().map(|a| a.as_str()).collect::<Vec<_>>();
        assert_eq!(drawn(0, 3), GOLDEN[0]);
        assert_eq!(drawn(1, 3), GOLDEN[1]);
        assert_eq!(drawn(2026, 3), GOLDEN[2]);
    }

    const GOLDEN: [[&str; 3]; 3] = [
        ["turn_right", "tilt_left", "nod"],
        ["turn_right", "look_up", "turn_left"],
        ["tilt_right", "look_down", "turn_right"],
    ];

    #[test]
    fn draws_have_no_repeats_and_show_depth_about_both_axes() {
        let mut firsts = std::collections::BTreeSet::new();
        for seed in 0..400 {
            for count in 0..12 {
                let actions = Challenge::drawn(seed, count).actions;
                assert_eq!(actions.len(), count.clamp(1, Challenge::MAX_DRAWN));
                let different: std::collections::BTreeSet<_> = actions.iter().collect();
                assert_eq!(different.len(), actions.len());
                let has = |all: &[Action]| actions.iter().any(|a| all.contains(a));
                assert!(has(&[Action::TurnLeft, Action::TurnRight]));
                assert!(count < 2 || has(&[Action::Nod, Action::LookUp, Action::LookDown]));
                assert!(!(has(&[Action::Nod]) && has(&[Action::LookDown])));
            }
            firsts.extend(Challenge::drawn(seed, 3).actions.first().copied());
        }
        assert_eq!(firsts.len(), Action::DRAWN.len(), "any action can come first");
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        assert_eq!(Challenge::of(Vec::new()), Err(ChallengeError::Empty));
        assert_eq!(Challenge::of(vec![Action::Nod; 13]), Err(ChallengeError::TooMany(13)));
        let one = Challenge::of(vec![Action::Blink]).unwrap();
        assert!(!one.shows_depth());
        assert_eq!(one.clone().with_nonce("a b"), Err(ChallengeError::Nonce));
        assert_eq!(one.clone().with_nonce(""), Err(ChallengeError::Nonce));
        assert_eq!(one.clone().with_nonce(&"x".repeat(129)), Err(ChallengeError::Nonce));
        assert_eq!(one.with_nonce("A-1_b.c").unwrap().nonce.as_deref(), Some("A-1_b.c"));
        assert_eq!(ChallengeError::TooMany(13).to_string(), "13 actions: at most 12 can be asked");
    }
}
