//! Where the order stands, asked of the gateway.

use std::sync::Arc;

use heyan::vault::track::TrackLimits;
use heyan::vault::upload::{Control, Journal, Submission as Core};

use crate::case::{Case, Held, Order, order};
use crate::error::HeyanError;
use crate::runtime;
use crate::submission::{Gateway, core, failed};
use crate::transport::Transport;

/// What an answer brought.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OrderNews {
    /// How the order stands.
    pub order: Order,
    /// Whether something is new.
    pub changed: bool,
    /// What a reviewer said, newest last.
    pub said: Vec<String>,
    /// The filing number, once there is one.
    pub filing_number: Option<String>,
    /// When to ask again, s; nothing when nothing will come without the person.
    pub ask_again_s: Option<u64>,
}

/// Follows the order of a case.
#[derive(uniffi::Object)]
pub struct OrderTracker {
    case: Held,
    core: Arc<Core>,
    control: Control,
}

#[uniffi::export]
impl Case {
    /// Follows its order at the gateway it was handed in to.
    #[uniffi::method(default(transport = None))]
    pub fn tracker(
        self: Arc<Self>,
        gateway: Gateway,
        transport: Option<Arc<dyn Transport>>,
    ) -> Result<OrderTracker, HeyanError> {
        let core = core(&self, &gateway, transport)?;
        let control = core.control.clone();
        Ok(OrderTracker { case: self, core: Arc::new(core), control })
    }
}

#[uniffi::export]
impl OrderTracker {
    /// Asks once, and keeps what came.
    pub async fn ask(&self) -> Result<OrderNews, HeyanError> {
        let (case, core, control) = (self.case.clone(), self.core.clone(), self.control.clone());
        let stop = runtime::OnDrop::new(move || control.pause());
        let news = runtime::work(move || ask(&case, &core)).await;
        stop.disarm();
        news
    }

    /// Stops asking.
    pub fn cancel(&self) {
        self.control.cancel();
    }
}

fn ask(case: &Case, core: &Core) -> Result<OrderNews, HeyanError> {
    let words = &case.words;
    let mut followed = case.with(|held| Ok(held.file().order.clone()))?;
    let news = runtime::wait(core.follow(&mut followed, &TrackLimits::default()))?;
    let news = news.map_err(|error| failed(&error, words))?;
    let journal = core.journal.load().ok().flatten().and_then(|record| Journal::read(&record).ok());
    case.with(|held| {
        held.set_order(followed).map_err(|error| case.said(&error))?;
        Ok(OrderNews {
            order: order(held, words),
            changed: !news.entries.is_empty(),
            said: news.entries.into_iter().filter_map(|entry| entry.said).collect(),
            filing_number: journal.and_then(|journal| journal.track.filing_number),
            ask_again_s: news.ask_again_s,
        })
    })
}
