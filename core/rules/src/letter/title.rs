//! Which paper it is, by its title.

use super::measured::{LetterLine, PageMeasured};
use crate::filing::Step;

/// A paper that has a title of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// …责任告知书
    Responsibility,
    /// …真实性承诺书
    Promise,
    /// …承诺书, of which it is not said that it is about truth.
    Commitment,
    /// …授权书
    Authorisation,
    /// …建设方案书
    ConstructionPlan,
    /// …域名证书
    DomainCertificate,
}

/// Part of a page from above in which its title stands.
const TITLE_PART: f32 = 0.5;

/// Whether a page is a side of the resident identity card, by the print that only it has. Letters that name a number do so
/// in a line of many.
pub(super) fn is_identity_card(page: &PageMeasured) -> bool {
    /// Lines of a card's fuller side, an address of three among them, at most.
    const MOST_LINES: usize = 12;
    let printed = |words: &str| page.lines.iter().any(|line| line.text().contains(words));
    page.lines.len() <= MOST_LINES && ["公民身份号码", "居民身份证", "签发机关"].into_iter().any(printed)
}

impl LetterKind {
    /// By the words of a title.
    pub(crate) fn of_title(text: &str) -> Option<Self> {
        let has = |word: &str| text.contains(word);
        if has("告知书") {
            Some(Self::Responsibility)
        } else if has("授权") && (has("书") || has("委托")) {
            Some(Self::Authorisation)
        } else if has("承诺书") {
            Some(if has("真实") { Self::Promise } else { Self::Commitment })
        } else if has("方案") {
            Some(Self::ConstructionPlan)
        } else if has("域名") && has("证书") {
            Some(Self::DomainCertificate)
        } else {
            None
        }
    }

    /// The kind of a page: that of the highest line in its upper half that is a title. Sentences that name a paper are none.
    pub fn of(page: &PageMeasured) -> Option<Self> {
        let lowest = page.size_px[1] as f32 * TITLE_PART;
        let is_title = |line: &&LetterLine| {
            line.middle().y < lowest
                && !line.marks.iter().any(|m| matches!(m.ch, '。' | '，' | ',' | '；' | '：' | ':'))
        };
        let titles =
            page.lines.iter().filter(is_title).filter_map(|line| Some((line.height_px, Self::of_title(&line.text())?)));
        titles.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, kind)| kind)
    }

    /// Whether such a paper is what `step` asks for; `None` when the step takes papers of many titles.
    pub fn suits(self, step: Step) -> Option<bool> {
        let wanted: &[Self] = match step {
            Step::ResponsibilityLetter => &[Self::Responsibility],
            // Some are headed 承诺书 only.
            Step::PromiseLetter => &[Self::Promise, Self::Commitment],
            Step::CommitmentLetter => &[Self::Commitment],
            Step::AuthorisationLetter => &[Self::Authorisation],
            Step::ConstructionPlan => &[Self::ConstructionPlan],
            Step::DomainCertificate => &[Self::DomainCertificate],
            _ => return None,
        };
        Some(wanted.contains(&self))
    }

    /// Whether `step` takes papers of one title only.
    pub fn is_asked_by(step: Step) -> bool {
        Self::Commitment.suits(step).is_some()
    }
}
