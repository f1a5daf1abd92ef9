//! The portrait: one hint at a time, the shutter by itself.

use std::sync::Arc;

use heyan::rules::words::Words;
use heyan::vision::frame::FrameMeta;

use crate::desk::Desk;
use crate::ports::{self, Case, Judged, PortraitLive};
use crate::problem::Problem;
use crate::taking::{Guide, Subject, Taking};

/// A person before the camera for the portrait.
pub type Portrait = Taking<Sitter>;

/// A person of whom a still is taken.
pub struct Sitter;

impl Portrait {
    /// That of the case `case` of `desk`.
    pub fn new(desk: Arc<Desk>, case: String) -> Self {
        Self::of(desk, case, Sitter)
    }
}

impl Subject for Sitter {
    type Eye = dyn ports::Portrait;
    type Live = PortraitLive;

    fn open(&self, case: &dyn Case) -> Result<Arc<Self::Eye>, Problem> {
        case.portrait()
    }

    fn look(eye: &Self::Eye, bytes: &[u8], meta: &FrameMeta) -> Result<Option<PortraitLive>, Problem> {
        eye.look(bytes, meta)
    }

    fn judge(eye: &Self::Eye, still: Vec<u8>) -> Result<Arc<dyn Judged>, Problem> {
        eye.judge(still)
    }

    fn ready(live: &PortraitLive) -> bool {
        live.ready
    }

    fn guide(live: &PortraitLive, words: &Words) -> Guide {
        // Somebody else holds the camera and may take the picture at any time.
        Guide { say: words.portrait_hint(live.hint), offer_shutter: true, ..Guide::default() }
    }
}
