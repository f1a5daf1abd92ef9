//! Short texts of `heyan guide`.

use heyan::rules::Date;
use heyan::rules::filing::profile::source_at;
use heyan::rules::guide::{AnswerKind, topics};
use heyan::rules::words::Lang;

use super::pick;

/// Before the sources.
pub fn sources(lang: Lang) -> &'static str {
    pick(lang, "依据", "Source")
}

/// A source as people find it.
pub fn source(source: &str, date: &str) -> String {
    let at = source_at(source).map(|at| format!(" [{at}]")).unwrap_or_default();
    format!("{source}, {date}{at}")
}

/// What to do about open questions.
pub fn open_questions(lang: Lang) -> &'static str {
    pick(
        lang,
        "还没回答（用 --answer 名称=回答，或在终端里直接运行）：",
        "Not answered yet (--answer NAME=ANSWER, or run it on a terminal):",
    )
}

/// Before the topics.
pub fn more(lang: Lang) -> &'static str {
    pick(lang, "详见", "See")
}

/// A topic that there is none of.
pub fn no_topic(word: &str, lang: Lang) -> String {
    let all: Vec<&str> = topics().into_iter().map(|topic| topic.id).collect();
    let all = all.join(", ");
    match lang {
        Lang::Zh => format!("没有与“{word}”相关的帮助：可选 {all}"),
        Lang::En => format!("no topic about `{word}`: there are {all}"),
    }
}

/// A status that there is none of.
pub fn no_status(word: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("没有名为“{word}”的状态：用 `heyan guide status` 查看全部，代码请加 --provider"),
        Lang::En => {
            format!("no status is called `{word}`: `heyan guide status` lists them; name --provider beside a code")
        }
    }
}

/// An answer that is none.
pub fn no_answer(question: &str, text: &str, kind: Option<AnswerKind>, lang: Lang) -> String {
    match (kind, lang) {
        (None, Lang::Zh) => format!("没有名为“{question}”的问题：用 `heyan guide check --json` 查看全部"),
        (None, Lang::En) => format!("there is no question `{question}`: `heyan guide check --json` lists them"),
        (Some(AnswerKind::YesNo), Lang::Zh) => format!("{question}：“{text}”不是回答，请用 yes 或 no"),
        (Some(AnswerKind::YesNo), Lang::En) => format!("{question}: `{text}` is no answer: yes or no is"),
        (Some(AnswerKind::Number), Lang::Zh) => format!("{question}：“{text}”不是回答，请用 0 至 9999 的整数"),
        (Some(AnswerKind::Number), Lang::En) => {
            format!("{question}: `{text}` is no answer: a whole number up to 9999 is")
        }
    }
}

/// How a question is answered.
pub fn hint(kind: AnswerKind, lang: Lang) -> &'static str {
    match kind {
        AnswerKind::YesNo => pick(lang, "[是/否，不清楚就回车]", "[yes/no, Enter if you do not know]"),
        AnswerKind::Number => pick(lang, "[数字，不清楚就回车]", "[a number, Enter if you do not know]"),
    }
}

/// How far the interview has come.
pub fn interview(answered: usize, asked: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("备案限制：{asked} 个问题，已回答 {answered} 个"),
        Lang::En => format!("Restrictions: {answered} of {asked} questions answered"),
    }
}

/// Who acts.
pub fn acts(who: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("由谁办理：{who}"),
        Lang::En => format!("who acts: {who}"),
    }
}

/// How long the next answer takes.
pub fn days(least: u32, most: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{least} 至 {most} 个工作日"),
        Lang::En => format!("{least} to {most} working days"),
    }
}

/// When the next answer is to be expected.
pub fn expected(from: Date, until: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("预计 {from} 至 {until} 有结果。"),
        Lang::En => format!("The answer is to be expected between {from} and {until}."),
    }
}

/// Steps to be done again.
pub fn redo(steps: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("要重做：{}", steps.join("、")),
        Lang::En => format!("To do again: {}", steps.join(", ")),
    }
}
