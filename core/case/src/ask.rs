//! What the person is asked to do before the camera, drawn before anything is recorded.

use heyan_rules::filing::Step;
use heyan_rules::liveness::{Action, Challenge};
use heyan_rules::statement::code;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

use crate::api;
use crate::case::{Case, CaseError};
use crate::error::VaultError;
use crate::file::{Asked, Issued};

/// Set before a nonce whose digits are read aloud, so that they tell nothing of anything else made of it.
const CODE_DOMAIN: &[u8] = b"heyan statement code 1\0";

impl Case {
    /// Draws here and records what the person is asked to do: the actions of the profile's challenge, and the day and digits of
    /// the statement. The gateway can then know only that a recording is younger than its own text.
    ///
    /// # Errors
    /// As [`crate::vault::Change::commit`].
    pub fn ask(&mut self, now: Timestamp) -> Result<Asked, CaseError> {
        let actions = self.profile().draw(random()?).actions;
        self.asked(actions, random()?, None, now)
    }

    /// Records what the gateway at the address `gateway` asks, as [`crate::upload::Submission::ask`] had it: its actions, or
    /// drawn ones where it names none. The digits of the statement follow from its nonce ([`code_of`]).
    ///
    /// # Errors
    /// [`CaseError::OtherChallenge`] when it is none that this program can put to a person or that the profile takes; else as
    /// [`crate::vault::Change::commit`].
    pub fn ask_as(&mut self, challenge: &api::Challenge, gateway: &str, now: Timestamp) -> Result<Asked, CaseError> {
        let named = challenge.actions.iter().map(|name| name.parse()).collect::<Result<Vec<Action>, _>>();
        let named = named.map_err(|_| CaseError::OtherChallenge)?;
        let actions = if named.is_empty() { self.profile().draw(random()?).actions } else { named };
        if self.profile().judge_challenge(Step::Liveness, &actions).is_some() {
            return Err(CaseError::OtherChallenge);
        }
        let fits = Challenge::of(actions).and_then(|drawn| drawn.with_nonce(&challenge.nonce));
        let Challenge { actions, .. } = fits.map_err(|_| CaseError::OtherChallenge)?;
        let issued = Issued {
            gateway: gateway.to_owned(),
            nonce: challenge.nonce.clone(),
            expires_at_ms: challenge.expires_at_ms,
        };
        self.asked(actions, code_seed(&challenge.nonce), Some(issued), now)
    }

    fn asked(
        &mut self,
        actions: Vec<Action>,
        code_seed: u64,
        issued: Option<Issued>,
        now: Timestamp,
    ) -> Result<Asked, CaseError> {
        let code = code(code_seed, self.profile().statement.template.code_digits);
        let asked = Asked { actions, code, day: Self::day_of(now), at: now, issued };
        self.alter(|file| file.asked = Some(asked.clone()))?;
        Ok(asked)
    }
}

/// The `digits` digits that are read aloud for `nonce`: a gateway that hears them knows that the reading is younger than it.
pub fn code_of(nonce: &str, digits: usize) -> String {
    code(code_seed(nonce), digits)
}

fn code_seed(nonce: &str) -> u64 {
    let hash = digest(&SHA256, &[CODE_DOMAIN, nonce.as_bytes()].concat());
    hash.as_ref().first_chunk().copied().map_or(0, u64::from_le_bytes)
}

/// Nobody must be able to guess it.
fn random() -> Result<u64, VaultError> {
    let mut seed = [0; 8];
    SystemRandom::new().fill(&mut seed).map_err(|_| VaultError::Io(std::io::Error::other("no random numbers")))?;
    Ok(u64::from_le_bytes(seed))
}
