//! Help beside what a screen shows: the topics that explain it, a search, and one topic open. A part of other screens.

use heyan::rules::guide;
use heyan::rules::words::Words;
use serde::{Deserialize, Serialize};

use crate::said::Named;

/// One topic, to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicText {
    /// Its name.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// What there is to know.
    pub lines: Vec<String>,
    /// Where that is from, and when.
    pub source: String,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct HelpState {
    /// The topics that explain what the screen shows.
    pub topics: Vec<Named>,
    /// What is searched for.
    pub query: String,
    /// The topics found, best first.
    pub found: Vec<Named>,
    /// The topic that is open.
    pub open: Option<TopicText>,
}

/// What a person can want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpIntent {
    /// Read this topic.
    Open {
        /// Its name.
        topic: String,
    },
    /// Close it.
    Close,
    /// Look for topics: words of either language, or pinyin.
    Search {
        /// What stands in the field now.
        text: String,
    },
}

/// Help beside a screen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Help {
    query: String,
    open: Option<&'static str>,
}

impl Help {
    pub(crate) fn intend(&mut self, intent: HelpIntent) {
        match intent {
            HelpIntent::Open { topic } => self.open = guide::topic(&topic).map(|topic| topic.id),
            HelpIntent::Close => self.open = None,
            HelpIntent::Search { text } => self.query = text,
        }
    }

    /// With the `topics` that explain what the screen shows.
    pub(crate) fn state(&self, topics: &[&'static str], words: &Words) -> HelpState {
        HelpState {
            topics: named(topics.iter().copied(), words),
            query: self.query.clone(),
            found: named(guide::search(&self.query).into_iter().map(|topic| topic.id), words),
            open: self.open.and_then(guide::topic).map(|topic| {
                let said = words.topic(topic.id);
                TopicText {
                    key: topic.id.to_owned(),
                    title: said.title,
                    lines: said.text.lines().map(str::to_owned).collect(),
                    source: format!("{} ({})", topic.source, topic.date),
                }
            }),
        }
    }
}

/// Topics by their headings.
pub(crate) fn named(topics: impl Iterator<Item = &'static str>, words: &Words) -> Vec<Named> {
    topics.map(|id| Named { key: id.to_owned(), name: words.topic(id).title }).collect()
}
