//! Headings and buttons of the screens.

use fluent_bundle::FluentArgs;

use super::Words;

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A heading, a button, or a sentence of a screen that no judgement made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Label {
            $($(#[$doc])* $name,)*
        }

        impl Label {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name among the words, after `label-`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

labels! {
    /// Checks and prepares your filing’s authenticity material on this phone.
    Lead = "lead",
    /// No cases yet.
    NoCases = "no-cases",
    /// Make a case for a filing order, then take and confirm each thing it asks for.
    NoCasesMore = "no-cases-more",
    /// New case.
    NewCase = "new-case",
    /// Next: `step`.
    NextStep = "next-step",
    /// ready to send.
    AllDone = "all-done",
    /// `done` of `asked` done.
    StepsDone = "steps-done",
    /// Settings.
    Settings = "settings",
    /// Delete this case.
    DeleteCase = "delete-case",
    /// Provider.
    Provider = "provider",
    /// Province.
    Province = "province",
    /// None in particular.
    ProvinceAny = "province-any",
    /// Person responsible for the service.
    Holder = "holder",
    /// Exactly as in the filing order. Kept on this phone only, encrypted.
    HolderMore = "holder-more",
    /// Name.
    HolderName = "holder-name",
    /// Document number.
    HolderId = "holder-id",
    /// A unit files.
    Unit = "unit",
    /// The person is not the legal representative.
    NotLegal = "not-legal",
    /// Kind of unit.
    UnitKind = "unit-kind",
    /// The person is.
    PersonKind = "person-kind",
    /// Their document.
    Identity = "identity",
    /// Create.
    Create = "create",
    /// now.
    Now = "now",
    /// For `name`.
    CaseOf = "case-of",
    /// Consent.
    Consent = "consent",
    /// Each is asked by itself and can be taken back. Without it you can still ….
    ConsentLead = "consent-lead",
    /// I have read this and agree.
    Agree = "agree",
    /// agreed.
    Agreed = "agreed",
    /// Take back.
    Withdraw = "withdraw",
    /// Your consent is needed before sending.
    ConsentMissing = "consent-missing",
    /// Checking….
    Judging = "judging",
    /// Take picture.
    Shutter = "shutter",
    /// Face check.
    FaceCheck = "face-check",
    /// Seen: `seen`.
    SeenInstead = "seen-instead",
    /// Confirm and keep.
    Keep = "keep",
    /// Take again.
    Again = "again",
    /// Keep it anyway.
    Insist = "insist",
    /// Record.
    Record = "record",
    /// Stop.
    Stop = "stop",
    /// This is a sample text. The authority or provider issues the real one.
    SampleText = "sample-text",
    /// A pre-check: the provider and the authority decide.
    Precheck = "precheck",
    /// Review.
    Review = "review",
    /// You typed: `typed`.
    TypedWas = "typed-was",
    /// same.
    Same = "same",
    /// not read.
    Unread = "unread",
    /// usable.
    VerdictAccept = "verdict-accept",
    /// take again.
    VerdictRetry = "verdict-retry",
    /// not usable.
    VerdictReject = "verdict-reject",
    /// Photograph or choose each signed page.
    LetterLead = "letter-lead",
    /// Page `number`.
    Page = "page",
    /// Add a page.
    AddPage = "add-page",
    /// Remove.
    Remove = "remove",
    /// Check.
    Check = "check",
    /// Review and send.
    ToSend = "to-send",
    /// These `size` will be sealed and sent to the provider’s gateway only.
    SendLead = "send-lead",
    /// Seal and send.
    Send = "send",
    /// Pause.
    Pause = "pause",
    /// Go on.
    GoOn = "go-on",
    /// received.
    Sent = "sent",
    /// `sent` of `total` sent.
    SentOf = "sent-of",
    /// about `seconds` s left.
    LeftS = "left-s",
    /// estimating the time left.
    LeftUnknown = "left-unknown",
    /// Order.
    Order = "order",
    /// Ask for news.
    AskNews = "ask-news",
    /// Expected between `from` and `until`.
    Expected = "expected",
    /// Filing number.
    FilingNumber = "filing-number",
    /// The reviewer says.
    Reviewer = "reviewer",
    /// Language.
    Language = "language",
    /// Licences.
    Licences = "licences",
    /// Delete everything.
    DeleteAll = "delete-all",
    /// Delete every case?.
    DeleteSure = "delete-sure",
    /// Material and keys are destroyed for good. What the provider has received ….
    DeleteSureMore = "delete-sure-more",
    /// Leave it.
    Leave = "leave",
    /// Everything is deleted.
    Deleted = "deleted",
    /// This app connects to nothing but the provider’s gateway.
    Privacy = "privacy",
    /// The site’s domain, as in the filing order.
    Domain = "domain",
    /// A profile of your own….
    OwnProfile = "own-profile",
    /// Site or app.
    Site = "site",
    /// As in the filing order. The statement names them; they can be filled in later.
    SiteMore = "site-more",
    /// Name of the site or app.
    SiteName = "site-name",
    /// What you typed.
    TypedTitle = "typed-title",
    /// Compare it with the card and the filing order. What was recorded is held ….
    TypedWhy = "typed-why",
    /// The material was handed in: it stays as it is.
    TypedLate = "typed-late",
    /// The statement names what is not filled in yet.
    TypedMissing = "typed-missing",
    /// Correct.
    Correct = "correct",
    /// Correct what I typed.
    CorrectTyped = "correct-typed",
    /// corrected.
    Corrected = "corrected",
    /// Back.
    Back = "back",
    /// To be done again.
    Redo = "redo",
    /// What the provider asks.
    Asked = "asked",
    /// `least` to `most` files.
    Files = "files",
    /// at most `size` each.
    Largest = "largest",
    /// The face check draws `count` of: `actions`.
    AskedActions = "asked-actions",
    /// Source: `source`.
    AskedSource = "asked-source",
    /// Help.
    Help = "help",
    /// Search the help.
    HelpSearch = "help-search",
    /// Close.
    HelpClose = "help-close",
    /// What is filed.
    Service = "service",
    /// A site.
    ServiceSite = "service-site",
    /// An app.
    ServiceApp = "service-app",
    /// A mini program.
    ServiceMini = "service-mini",
    /// Icon.
    Icon = "icon",
    /// Check an icon.
    IconCheck = "icon-check",
    /// Nothing was found that is refused.
    IconFine = "icon-fine",
    /// No icon.
    IconForget = "icon-forget",
    /// What restricts a filing.
    Interview = "interview",
    /// The more is answered, the more can be said; nothing has to be..
    InterviewMore = "interview-more",
    /// not answered.
    AnswerOpen = "answer-open",
    /// Yes.
    AnswerYes = "answer-yes",
    /// No.
    AnswerNo = "answer-no",
}

impl Words {
    /// `label` in words, with the `values` by name that it takes; empty when one is missing.
    pub fn label(&self, label: Label, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        values.iter().for_each(|(name, value)| args.set(*name, *value));
        self.format(&format!("label-{}", label.as_str()), None, &args).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::words::Lang;

    /// Every value that a label takes.
    const VALUES: [(&str, &str); 18] = [
        ("step", "<0>"),
        ("done", "<1>"),
        ("asked", "<2>"),
        ("name", "<3>"),
        ("seen", "<4>"),
        ("typed", "<5>"),
        ("number", "<6>"),
        ("size", "<7>"),
        ("sent", "<8>"),
        ("total", "<9>"),
        ("seconds", "<10>"),
        ("from", "<11>"),
        ("until", "<12>"),
        ("least", "<13>"),
        ("most", "<14>"),
        ("count", "<15>"),
        ("actions", "<16>"),
        ("source", "<17>"),
    ];

    #[test]
    fn every_label_has_words_in_both_languages_and_shows_what_it_is_given() {
        for lang in [Lang::Zh, Lang::En] {
            for label in Label::ALL {
                let said = Words::new(lang).label(*label, &VALUES);
                assert!(!said.is_empty() && !said.contains(['{', '}', '$']), "{label:?}: {said}");
                let chinese = said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert_eq!(chinese, lang == Lang::Zh, "{label:?}: {said}");
            }
        }
    }

    #[test]
    fn both_languages_show_the_same_values() {
        for label in Label::ALL {
            let shown = |lang| -> BTreeSet<&str> {
                let said = Words::new(lang).label(*label, &VALUES);
                VALUES.iter().map(|(_, value)| *value).filter(|value| said.contains(value)).collect()
            };
            assert_eq!(shown(Lang::Zh), shown(Lang::En), "{label:?}");
        }
        let said = Words::new(Lang::En).label(Label::StepsDone, &[("done", "3"), ("asked", "5")]);
        assert_eq!(said, "3 of 5 done");
        assert_eq!(Words::new(Lang::En).label(Label::StepsDone, &[("done", "3")]), "", "half a sentence is none");
    }
}
