//! Headings and buttons of the screens.

use std::collections::HashMap;

use heyan::rules::words::Words;

use crate::finding::Lang;
use crate::mirror::remote_enums;

pub use heyan::rules::words::Label;

/// `label` in words, with the `values` by name that it takes; empty when one is missing.
#[uniffi::export(default(values))]
pub fn label_words(label: Label, lang: Lang, values: HashMap<String, String>) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Words::new(lang).label(label, &values)
}

remote_enums! {
    Label {
        Lead, NoCases, NoCasesMore, NewCase, NextStep, AllDone, StepsDone, Settings, DeleteCase, Provider,
        Province, ProvinceAny, Holder, HolderMore, HolderName, HolderId, Unit, NotLegal, UnitKind, PersonKind, Identity, Create, Now, CaseOf,
        Consent, ConsentLead, Agree, Agreed, Withdraw, ConsentMissing, Judging, Shutter, FaceCheck,
        SeenInstead, Keep, Again, Insist, Record, Stop, SampleText, Precheck, Review, TypedWas, Same, Unread,
        VerdictAccept, VerdictRetry, VerdictReject, LetterLead, Page, AddPage, Remove, Check, ToSend,
        SendLead, Send, Pause, GoOn, Sent, SentOf, LeftS, LeftUnknown, Order, AskNews, Expected, FilingNumber,
        Reviewer, Language, Licences, DeleteAll, DeleteSure, DeleteSureMore, Leave, Deleted, Privacy, Domain,
        OwnProfile, Site, SiteMore, SiteName, TypedTitle, TypedWhy, TypedLate, TypedMissing, Correct,
        CorrectTyped, Corrected, Back, Redo, Asked, Files, Largest, AskedActions, AskedSource, Help, HelpSearch, HelpClose, Service, ServiceSite, ServiceApp, ServiceMini, Icon, IconCheck, IconFine, IconForget, Interview, InterviewMore, AnswerOpen, AnswerYes, AnswerNo
    }
}
