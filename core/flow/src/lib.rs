//! The sessions that shells drive. Each is glue: perception measures, rules judge, a report comes out.

pub mod case;
pub mod holding;
pub mod letter;
pub mod live_scan;
pub mod liveness;
pub mod matching;
pub mod portrait;
pub mod report;
pub mod scan;
pub mod statement;

pub use case::{CaseStatus, Intake, IntakeError, Material, StepFile, StepJudged};
pub use heyan_case as vault;
pub use heyan_rules as rules;
pub use heyan_vision as vision;
pub use holding::HoldingSession;
pub use letter::{LetterError, LetterReport, LetterSession};
pub use live_scan::ScanSession;
pub use liveness::{LivenessError, LivenessReport, LivenessSession, LivenessTiming};
pub use matching::{MatchError, MatchReport, Matcher};
pub use portrait::{PortraitError, PortraitLive, PortraitReport, PortraitSession, PortraitTiming};
pub use report::{ScanReport, Timing};
pub use scan::{ScanError, ScanOptions, Scanner};
pub use statement::{StatementError, StatementReport, StatementSession, StatementTiming, TellNow};
