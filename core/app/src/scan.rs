//! A document before the camera: outline and hint live, the shutter by itself.

use std::sync::Arc;

use heyan::rules::document::guide::{CardHint, CardLive};
use heyan::rules::filing::Step;
use heyan::rules::words::Words;
use heyan::vision::frame::FrameMeta;

use crate::desk::Desk;
use crate::ports::{self, Case, Judged};
use crate::problem::Problem;
use crate::taking::{Guide, Subject, Taking};

/// A document before the camera.
pub type Scan = Taking<Card>;

/// A card of which a still is taken.
pub struct Card {
    step: Step,
}

impl Scan {
    /// That of `step` of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String, step: Step) -> Self {
        Self::of(desk, case, Card { step })
    }
}

impl Subject for Card {
    type Eye = dyn ports::Scan;
    type Live = CardLive;

    fn open(&self, case: &dyn Case) -> Result<Arc<Self::Eye>, Problem> {
        case.scan(self.step)
    }

    fn look(eye: &Self::Eye, bytes: &[u8], meta: &FrameMeta) -> Result<Option<CardLive>, Problem> {
        eye.look(bytes, meta)
    }

    fn judge(eye: &Self::Eye, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem> {
        eye.judge(still)
    }

    fn ready(live: &CardLive) -> bool {
        live.hint == CardHint::Ready
    }

    fn guide(live: &CardLive, words: &Words) -> Guide {
        Guide {
            say: words.card_hint(live.hint),
            outline: live.outline.map(Vec::from).unwrap_or_default(),
            progress: live.progress,
            offer_shutter: live.offer_shutter,
        }
    }
}
