//! The sessions that shells drive. Each is glue: perception measures, rules judge, a report comes out.

pub mod case;
pub mod live_scan;
pub mod liveness;
pub mod report;
pub mod scan;

pub use case::{CaseStatus, Material, StepJudged};
pub use heyan_case as vault;
pub use heyan_rules as rules;
pub use heyan_vision as vision;
pub use live_scan::ScanSession;
pub use liveness::{LivenessError, LivenessReport, LivenessSession, LivenessTiming};
pub use report::{ScanReport, Timing};
pub use scan::{ScanError, ScanOptions, Scanner};
