//! Asking where the order stands, and keeping what was told.

use heyan_rules::filing::Order;

use super::error::SubmitError;
use super::gateway::Gateway;
use super::journal::{Journal, Stage};
use super::submission::Submission;
use crate::track::{News, TrackLimits};

impl Submission {
    /// Asks once, lets happen to `order` what has happened, and keeps the history. The caller keeps `order`.
    ///
    /// # Errors
    /// When nothing was submitted yet, or the gateway does not answer as it should.
    pub async fn follow(&self, order: &mut Order, limits: &TrackLimits) -> Result<News, SubmitError> {
        let record = self.journal.load()?.ok_or(SubmitError::NotSubmitted)?;
        let mut journal = Journal::read(&record)?;
        if !matches!(journal.stage, Stage::Received(_)) {
            return Err(SubmitError::NotSubmitted);
        }
        // The one that has it: an address that was mistyped now would get the token.
        let gateway = Gateway { transport: &*self.transport, address: &journal.gateway, limits: &self.limits };
        let answer = gateway.status(&journal.case, &journal.token, &self.control).await?;
        let news = journal.track.step(&answer, order, limits);
        self.journal.save(&journal.write()?)?;
        Ok(news)
    }
}
