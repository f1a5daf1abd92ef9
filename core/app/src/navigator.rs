//! Which screen is shown, and the way back.

use heyan::rules::filing::Step;
use serde::{Deserialize, Serialize};

use crate::effects::Effect;

/// A screen and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// All cases.
    Cases,
    /// A case to be made.
    NewCase,
    /// Language, licences, delete everything.
    Settings,
    /// One case: its steps and the order.
    CaseHome {
        /// Name of the case.
        case: String,
    },
    /// What the provider asks of it.
    Asked {
        /// Name of the case.
        case: String,
    },
    /// What is agreed to.
    Consent {
        /// Name of the case.
        case: String,
    },
    /// What was typed.
    Typed {
        /// Name of the case.
        case: String,
    },
    /// A document before the camera.
    Scan {
        /// Name of the case.
        case: String,
        /// Which side.
        step: Step,
    },
    /// The face check.
    Face {
        /// Name of the case.
        case: String,
    },
    /// The portrait.
    Portrait {
        /// Name of the case.
        case: String,
    },
    /// The statement read aloud.
    Statement {
        /// Name of the case.
        case: String,
    },
    /// A letter or certificate.
    Letter {
        /// Name of the case.
        case: String,
        /// Which.
        step: Step,
    },
    /// What is sent, and the sending.
    Send {
        /// Name of the case.
        case: String,
    },
    /// How the order stands.
    Order {
        /// Name of the case.
        case: String,
    },
}

impl Place {
    /// The screen on which `step` of `case` is done.
    pub fn of(case: &str, step: Step) -> Self {
        let case = case.to_owned();
        match step {
            Step::IdFront | Step::IdBack => Self::Scan { case, step },
            Step::Liveness => Self::Face { case },
            Step::Portrait => Self::Portrait { case },
            Step::Statement => Self::Statement { case },
            _ => Self::Letter { case, step },
        }
    }

    /// Whether it uses the camera: such a screen stays upright, and is left when the app is no longer in front.
    pub const fn uses_camera(&self) -> bool {
        matches!(self, Self::Scan { .. } | Self::Face { .. } | Self::Portrait { .. } | Self::Statement { .. })
    }
}

/// Which screen is shown, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Navigator {
    before: Vec<Place>,
    shown: Place,
}

impl Default for Navigator {
    fn default() -> Self {
        Self { before: Vec::new(), shown: Place::Cases }
    }
}

impl Navigator {
    /// What is shown.
    pub fn shown(&self) -> &Place {
        &self.shown
    }

    /// Does what `effect` wants of it. Whether another place is shown now.
    pub fn follow(&mut self, effect: &Effect) -> bool {
        match effect {
            Effect::Go(place) => self.go(place.clone()),
            Effect::GoFromHome(place) => {
                *self = Self::default();
                self.go(place.clone())
            }
            Effect::Back => self.back(),
            _ => false,
        }
    }

    /// Shows `place`, unless it is shown already: a button pressed twice leads there once.
    pub fn go(&mut self, place: Place) -> bool {
        if self.shown == place {
            return false;
        }
        self.before.push(std::mem::replace(&mut self.shown, place));
        true
    }

    /// Goes back. `false` when there is no way: the app is left.
    pub fn back(&mut self) -> bool {
        let before = self.before.pop();
        before.map(|place| self.shown = place).is_some()
    }

    /// The app is no longer in front: what stands before the camera is begun again another time.
    pub fn put_aside(&mut self) -> bool {
        self.shown.uses_camera() && self.back()
    }
}
