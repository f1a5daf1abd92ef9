//! What a case begins with, as the order at the provider says it.

use std::sync::Arc;

use heyan::rules::filing::profile::{Profile, Province};
use heyan::rules::filing::{PersonKind, UnitKind};
use serde::{Deserialize, Serialize};

use crate::advice::{self, Advice, AdviceIntent, AdviceState};
use crate::desk::Desk;
use crate::effects::Effect;
use crate::navigator::Place;
use crate::personal::Personal;
use crate::ports::{self, Typed};
use crate::problem::{Problem, ProblemSaid};
use crate::said::Named;
use crate::screen::{Model, Next};
use crate::typed::TypedField;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewCaseState {
    /// The providers there are profiles of.
    pub providers: Vec<Named>,
    /// The provinces that ask for something of their own.
    pub provinces: Vec<Named>,
    /// Key of the provider that is chosen.
    pub provider: String,
    /// What the chosen provider is called, or the name of one's own profile.
    pub provider_name: String,
    /// Key of the province that is chosen.
    pub province: Option<String>,
    /// Whether a profile of one's own goes before the provider.
    pub own_profile: bool,
    /// Name of the person.
    pub name: Personal,
    /// Number of their document.
    pub id_number: Personal,
    /// Name of site or app.
    pub site_name: Personal,
    /// Its domain.
    pub domain: Personal,
    /// A unit files, not a person.
    pub unit: bool,
    /// The responsible person is not the legal representative.
    pub not_legal_representative: bool,
    /// The sorts of unit, while one files.
    pub unit_kinds: Vec<Named>,
    /// Key of the one that is chosen.
    pub unit_kind: Option<String>,
    /// The sorts of person.
    pub person_kinds: Vec<Named>,
    /// Key of the one that is chosen.
    pub person_kind: String,
    /// The documents that such a person may have.
    pub identities: Vec<Named>,
    /// Key of the one that is chosen.
    pub identity: String,
    /// Whether it is being made.
    pub busy: bool,
    /// What is the matter.
    pub problem: Option<ProblemSaid>,
    /// What the guide says of name, icon and restrictions, and help.
    pub guide: AdviceState,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewCaseIntent {
    /// Another provider.
    Provider {
        /// Its key.
        key: String,
    },
    /// Another province, or none.
    Province {
        /// Its key.
        key: Option<String>,
    },
    /// Choose the file of a profile of one's own.
    OwnProfile,
    /// The text of the file that was chosen.
    Profile {
        /// The text.
        text: String,
    },
    /// Something was typed.
    Type {
        /// Where.
        field: TypedField,
        /// What stands there now.
        text: Personal,
    },
    /// Whether a unit files.
    Unit {
        /// Whether.
        yes: bool,
    },
    /// Whether the person is not the legal representative.
    NotLegalRepresentative {
        /// Whether.
        yes: bool,
    },
    /// What sort of unit.
    UnitKind {
        /// Its key.
        key: Option<String>,
    },
    /// Where the person is from.
    PersonKind {
        /// Its key.
        key: String,
    },
    /// What the person proves who they are by.
    Identity {
        /// Its key.
        key: String,
    },
    /// Make it.
    Create,
    /// Something of the guide.
    Guide(AdviceIntent),
}

/// A case to be made.
pub struct NewCase {
    desk: Arc<Desk>,
    new: ports::NewCase,
    /// Name of the profile of one's own.
    own: Option<String>,
    busy: bool,
    problem: Option<Problem>,
    advice: Advice,
}

impl NewCase {
    /// With the first provider there is.
    pub fn new(desk: Arc<Desk>) -> Self {
        let new = ports::NewCase {
            provider: Profile::names().first().map(ToString::to_string).unwrap_or_default(),
            province: None,
            profile_text: None,
            unit: false,
            not_legal_representative: false,
            unit_kind: None,
            person_kind: PersonKind::Mainland,
            identity: PersonKind::Mainland.usual(),
            typed: Typed::default(),
        };
        Self { desk, new, own: None, busy: false, problem: None, advice: Advice::default() }
    }

    fn create(&mut self) -> Next<Self> {
        if std::mem::replace(&mut self.busy, true) {
            return Next::none();
        }
        self.problem = None;
        let (store, new) = (self.desk.store(), self.new.clone());
        Next::work(
            move || store.create(&new),
            |model: &mut Self, case| {
                // Busy for ever: the way leads to what was made.
                model.new.typed = Typed::default();
                Next::effect(Effect::GoFromHome(Place::CaseHome { case }))
            },
        )
    }

    fn advise(&mut self, intent: AdviceIntent) -> Next<Self> {
        let next = match &intent {
            AdviceIntent::ChooseIcon => Next::effect(Effect::ChooseFile),
            AdviceIntent::Icon { bytes } => {
                self.problem = None;
                let (bytes, profile) = (bytes.clone(), advice::profile_of(&self.new));
                Next::load(
                    move || advice::look(&bytes, profile.as_ref()),
                    |model: &mut Self, findings| {
                        model.advice.seen(findings);
                        Next::none()
                    },
                )
            }
            _ => Next::none(),
        };
        self.advice.intend(intent);
        next
    }

    fn profile(&mut self, text: String) {
        match Profile::parse(&text, None) {
            Ok(profile) => {
                self.own = Some(profile.name);
                self.new.profile_text = Some(text);
                self.problem = None;
            }
            Err(_) => self.problem = Some(Problem::Profile),
        }
    }
}

impl Model for NewCase {
    type State = NewCaseState;
    type Intent = NewCaseIntent;

    fn start(&mut self) -> Next<Self> {
        Next::none()
    }

    fn intend(&mut self, intent: NewCaseIntent) -> Next<Self> {
        if self.busy {
            return Next::none();
        }
        match intent {
            NewCaseIntent::Provider { key } => {
                if Profile::names().iter().any(|name| *name == key) {
                    self.new.provider = key;
                    self.new.profile_text = None;
                    self.own = None;
                }
            }
            NewCaseIntent::Province { key } => self.new.province = key.and_then(|key| key.parse().ok()),
            NewCaseIntent::OwnProfile => return Next::effect(Effect::ChooseFile),
            NewCaseIntent::Profile { text } => self.profile(text),
            NewCaseIntent::Type { field, text } => field.put(&mut self.new.typed, text),
            NewCaseIntent::Unit { yes } => self.new.unit = yes,
            NewCaseIntent::NotLegalRepresentative { yes } => self.new.not_legal_representative = yes,
            NewCaseIntent::UnitKind { key } => self.new.unit_kind = key.and_then(|key| key.parse().ok()),
            NewCaseIntent::PersonKind { key } => {
                if let Ok(person) = key.parse::<PersonKind>() {
                    self.new.person_kind = person;
                    if !person.documents().contains(&self.new.identity) {
                        self.new.identity = person.usual();
                    }
                }
            }
            NewCaseIntent::Identity { key } => {
                let own = self.new.person_kind.documents();
                if let Some(document) = key.parse().ok().filter(|document| own.contains(document)) {
                    self.new.identity = document;
                }
            }
            NewCaseIntent::Create => return self.create(),
            NewCaseIntent::Guide(intent) => return self.advise(intent),
        }
        Next::none()
    }

    fn failed(&mut self, problem: Problem) -> Next<Self> {
        self.busy = false;
        self.problem = Some(problem);
        Next::none()
    }

    fn state(&self) -> NewCaseState {
        let words = self.desk.words();
        let (new, typed) = (&self.new, self.new.typed.clone());
        let named = |key: &str, name: String| Named { key: key.to_owned(), name };
        let provider = |key: &str| Named { key: key.to_owned(), name: words.provider(key) };
        let province = |p: Province| Named { key: p.as_str().to_owned(), name: words.province(p) };
        NewCaseState {
            providers: Profile::names().into_iter().map(provider).collect(),
            provinces: Province::ALL.into_iter().map(province).collect(),
            provider: new.provider.clone(),
            provider_name: words.provider(self.own.as_ref().unwrap_or(&new.provider)),
            province: new.province.map(|province| province.as_str().to_owned()),
            own_profile: self.own.is_some(),
            name: typed.name,
            id_number: typed.id_number,
            site_name: typed.site_name,
            domain: typed.domain,
            unit: new.unit,
            not_legal_representative: new.not_legal_representative,
            unit_kinds: if new.unit {
                UnitKind::ALL.iter().map(|kind| named(kind.as_str(), words.unit(*kind))).collect()
            } else {
                Vec::new()
            },
            unit_kind: new.unit_kind.map(|kind| kind.as_str().to_owned()),
            person_kinds: PersonKind::ALL.iter().map(|kind| named(kind.as_str(), words.person(*kind))).collect(),
            person_kind: new.person_kind.as_str().to_owned(),
            identities: new
                .person_kind
                .documents()
                .iter()
                .map(|document| named(document.as_str(), words.identity(*document)))
                .collect(),
            identity: new.identity.as_str().to_owned(),
            busy: self.busy,
            problem: self.problem.map(|problem| problem.said(&words)),
            guide: self.advice.state(&self.new, &words),
        }
    }
}
