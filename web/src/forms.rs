//! Forms of the pages as intents: what was typed, and the button.

use heyan_app::Personal;
use heyan_app::advice::AdviceIntent;
use heyan_app::help::HelpIntent;
use heyan_app::new_case::{NewCaseIntent, NewCaseState};
use heyan_app::typed::{TypedField, TypedIntent};
use zeroize::Zeroizing;

use crate::pages::parts::SEARCH;

/// Longest text of one field, bytes: no name and no number is longer, and what is longer is not kept.
const LONGEST: usize = 512;

/// A form as it was sent. Wiped when it is dropped.
pub struct Form(Vec<(String, Zeroizing<String>)>);

impl Form {
    /// Of the body of a form.
    pub fn read(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body).map(|(name, value)| {
            let mut value = value.into_owned();
            if name != "intent" {
                let end = (0..=LONGEST.min(value.len())).rev().find(|at| value.is_char_boundary(*at)).unwrap_or(0);
                value.truncate(end);
            }
            (name.into_owned(), Zeroizing::new(value))
        });
        Self(pairs.collect())
    }

    /// What stands in the field `name`.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The intent of the button, in JSON.
    pub fn intent(&self) -> Option<&str> {
        self.field("intent").filter(|intent| !intent.is_empty())
    }

    /// The screen that it was drawn for.
    pub fn at(&self) -> Option<u64> {
        self.field("at")?.parse().ok()
    }

    fn fields(&self) -> impl Iterator<Item = (TypedField, Personal)> {
        let names = [
            ("typed.name", TypedField::Name),
            ("typed.id_number", TypedField::IdNumber),
            ("typed.site_name", TypedField::SiteName),
            ("typed.domain", TypedField::Domain),
        ];
        names.into_iter().filter_map(|(name, field)| Some((field, Personal::from(self.field(name)?))))
    }

    /// What was typed of the person and of the site.
    pub fn typed(&self) -> impl Iterator<Item = TypedIntent> {
        self.fields().map(|(field, text)| TypedIntent::Type { field, text })
    }

    /// The same in the form of a new case, with what was chosen beside it. Choices stand in it only where it is drawn whole, which
    /// `provider` tells.
    pub fn new_case(&self, state: &NewCaseState) -> Vec<NewCaseIntent> {
        let mut intents: Vec<_> = self.fields().map(|(field, text)| NewCaseIntent::Type { field, text }).collect();
        intents.extend(self.search().map(|intent| NewCaseIntent::Guide(AdviceIntent::Help(intent))));
        let Some(provider) = self.field("provider") else { return intents };
        // One's own profile gives way to a choice that was made after it.
        if provider != state.provider {
            intents.push(NewCaseIntent::Provider { key: provider.to_owned() });
        }
        let province = self.field("province").filter(|key| !key.is_empty());
        intents.push(NewCaseIntent::Province { key: province.map(ToOwned::to_owned) });
        intents.push(NewCaseIntent::Unit { yes: self.field("unit").is_some() });
        intents.push(NewCaseIntent::NotLegalRepresentative { yes: self.field("not_legal_representative").is_some() });
        let chosen = |name: &str| self.field(name).filter(|key| !key.is_empty()).map(ToOwned::to_owned);
        intents.push(NewCaseIntent::UnitKind { key: chosen("unit_kind") });
        // The documents are those of the person: chosen after it.
        intents.extend(chosen("person_kind").map(|key| NewCaseIntent::PersonKind { key }));
        intents.extend(chosen("identity").map(|key| NewCaseIntent::Identity { key }));
        intents.extend(self.advice().map(NewCaseIntent::Guide));
        intents
    }

    /// What is filed, and the answers of the interview.
    fn advice(&self) -> impl Iterator<Item = AdviceIntent> {
        let service = self.field("service").map(|key| AdviceIntent::Service { key: key.to_owned() });
        let answers = self.0.iter().filter_map(|(name, text)| {
            let question = name.strip_prefix("answer.")?.to_owned();
            Some(AdviceIntent::Answer { question, text: text.to_string() })
        });
        service.into_iter().chain(answers)
    }

    /// What is searched for among the topics.
    pub fn search(&self) -> Option<HelpIntent> {
        self.field(SEARCH).map(|text| HelpIntent::Search { text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_what_was_typed_and_the_button() {
        let form = Form::read("at=7&typed.name=%E5%BC%A0+%E4%B8%89&typed.domain=&intent=%22save%22".as_bytes());
        assert_eq!((form.at(), form.intent()), (Some(7), Some("\"save\"")));
        let typed: Vec<TypedIntent> = form.typed().collect();
        let expected = [(TypedField::Name, "张 三"), (TypedField::Domain, "")];
        let expected = expected.map(|(field, text)| TypedIntent::Type { field, text: Personal::from(text) });
        assert_eq!(typed, expected);
    }

    #[test]
    fn the_guide_is_told_what_is_filed_and_every_answer_and_search() {
        let form = Form::read(b"service=app&answer.server_mainland=no&answer.server_months=&help.search=renling");
        let advice: Vec<AdviceIntent> = form.advice().collect();
        let answer = |question: &str, text: &str| AdviceIntent::Answer { question: question.into(), text: text.into() };
        let service = AdviceIntent::Service { key: "app".into() };
        assert_eq!(advice, [service, answer("server_mainland", "no"), answer("server_months", "")]);
        assert_eq!(form.search(), Some(HelpIntent::Search { text: "renling".into() }));
        assert_eq!(Form::read(b"typed.name=x").search(), None);
    }

    #[test]
    fn what_no_name_is_as_long_as_is_cut_between_characters() {
        let form = Form::read(format!("typed.name={}", "张".repeat(300)).as_bytes());
        assert_eq!(form.field("typed.name").map(str::len), Some(510));
    }
}
