//! What a person can want of each screen.

pub use heyan_app::advice::AdviceIntent;
pub use heyan_app::asked::AskedIntent;
pub use heyan_app::case_home::CaseIntent;
pub use heyan_app::cases::CasesIntent;
pub use heyan_app::consent::ConsentIntent;
pub use heyan_app::face::FaceIntent;
pub use heyan_app::help::HelpIntent;
pub use heyan_app::letter::LetterIntent;
pub use heyan_app::new_case::NewCaseIntent;
pub use heyan_app::order::OrderIntent;
pub use heyan_app::review::ReviewIntent;
pub use heyan_app::send::SendIntent;
pub use heyan_app::settings::SettingsIntent;
pub use heyan_app::statement::StatementIntent;
pub use heyan_app::taking::TakeIntent;
pub use heyan_app::typed::{TypedField, TypedIntent};

use super::effects::Recorded;
use super::states::Personal;
use crate::filing::{Purpose, Step};
use crate::mirror::remote_enums;

remote_enums! {
    TypedField { Name, IdNumber, SiteName, Domain }
    HelpIntent { Open { topic: String }, Close, Search { text: String } }
    AdviceIntent {
        Service { key: String }, ChooseIcon, Icon { bytes: Vec<u8> }, NoIcon, Answer { question: String, text: String },
        Help(HelpIntent)
    }
    AskedIntent { Do { step: Step } }
    CaseIntent { Do { step: Step }, Asked, Typed, Consent, Send, Order, Help(HelpIntent) }
    CasesIntent { Open { name: String }, Delete { name: String }, New, Settings }
    ConsentIntent { Agree { purpose: Purpose }, Withdraw { purpose: Purpose } }
    FaceIntent { Permitted { yes: bool }, Stopped(Recorded), CameraLost, Again, Review(ReviewIntent) }
    LetterIntent { Add, Chosen { path: String }, Remove { path: String }, Judge, Review(ReviewIntent) }
    NewCaseIntent {
        Provider { key: String }, Province { key: Option<String> }, OwnProfile, Profile { text: String },
        Type { field: TypedField, text: Personal }, Unit { yes: bool }, NotLegalRepresentative { yes: bool },
        UnitKind { key: Option<String> }, PersonKind { key: String }, Identity { key: String }, Create,
        Guide(AdviceIntent)
    }
    OrderIntent { Ask, Redo { step: Step }, Help(HelpIntent) }
    ReviewIntent { Keep, Insist, Again, Correct, Typed(TypedIntent) }
    SendIntent { Send, Pause, Consent, Look, NetworkChanged }
    SettingsIntent { Language, Licences, AskDelete, Leave, Delete }
    StatementIntent {
        Record, Stop, Permitted { yes: bool }, Stopped(Recorded), CameraLost, Again, Typed(TypedIntent),
        Review(ReviewIntent)
    }
    TakeIntent { Permitted { yes: bool }, Press, Taken { still: Vec<u8> }, CameraLost, Review(ReviewIntent) }
    TypedIntent { Type { field: TypedField, text: Personal }, Save, Leave }
}
