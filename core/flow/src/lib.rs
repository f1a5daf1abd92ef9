//! The sessions that shells drive. Each is glue: perception measures, rules judge, a report comes out.

pub mod live_scan;
pub mod liveness;
pub mod portrait;
pub mod report;
pub mod scan;

pub use heyan_rules as rules;
pub use heyan_vision as vision;
pub use live_scan::ScanSession;
pub use liveness::{LivenessError, LivenessReport, LivenessSession, LivenessTiming};
pub use portrait::{PortraitError, PortraitLive, PortraitReport, PortraitSession, PortraitTiming};
pub use report::{ScanReport, Timing};
pub use scan::{ScanError, ScanOptions, Scanner};
