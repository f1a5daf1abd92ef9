//! What was typed, typed anew: as long as nothing was handed in.

use std::mem;

use heyan_rules::Sensitive;
use heyan_rules::filing::{Step, TypedError, typed};

use crate::case::{Case, CaseError};
use crate::file::{CaseFile, Person, Site, StepRecord};

impl Person {
    /// Of what was typed.
    ///
    /// # Errors
    /// When `name` is no name or `id_number` no number.
    pub fn typed(name: &str, id_number: &str) -> Result<Self, TypedError> {
        let (name, id_number) = (typed::name(name)?, typed::number(id_number)?);
        Ok(Self { name: Sensitive::new(name), id_number: Sensitive::new(id_number) })
    }
}

impl Site {
    /// Of what was typed; `None` when nothing was.
    ///
    /// # Errors
    /// When `domain` is none.
    pub fn typed(name: Option<&str>, domain: Option<&str>) -> Result<Option<Self>, TypedError> {
        let name = name.map(|name| name.trim().to_owned());
        let domain = domain.map(typed::domain).transpose()?;
        Ok((name.is_some() || domain.is_some()).then_some(Self { name, domain }))
    }
}

impl Case {
    /// Whether what was typed can still be corrected: nothing of it has left, and the order waits for the person.
    pub fn correctable(&self) -> bool {
        self.file().sent.is_empty() && self.file().order.status.waits_for_person()
    }

    /// Puts `person` and `site` in the place of those typed before; of these nothing stays. `again` looks at each recorded step
    /// beside the file as it is now and returns its record; material of which it returns none is destroyed. Returns the steps
    /// that are to be done again. What was sealed for sending may hold material that is gone now: clear the outbox as well.
    ///
    /// # Errors
    /// [`CaseError::HandedIn`] when it is too late, else as [`crate::vault::Change::commit`]; the case is as it was before.
    pub fn correct(
        &mut self,
        person: Person,
        site: Option<Site>,
        again: impl Fn(&CaseFile, Step, &StepRecord) -> Option<StepRecord>,
    ) -> Result<Vec<Step>, CaseError> {
        if !self.correctable() {
            return Err(CaseError::HandedIn);
        }
        self.alter(|file| {
            (file.person, file.site) = (person, site);
            let kept =
                file.steps.iter().filter_map(|(step, record)| Some((*step, again(file, *step, record)?))).collect();
            let before = mem::replace(&mut file.steps, kept);
            before.into_keys().filter(|step| !file.steps.contains_key(step)).collect()
        })
    }
}
