//! The few sentences of the desk about keys, folders and profiles. What is said of the case itself comes from the core.

use std::io;
use std::path::Path;

use heyan::rules::filing::{IdentityDocument, PersonKind, TypedError};
use heyan::rules::words::{Lang, Words};
use heyan::vault::Judgement;
use heyan::vault::upload::Progress;

use super::pick;
use crate::terminal::shown;

macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        $($(#[$doc])*
        pub fn $name(lang: Lang) -> &'static str {
            pick(lang, $zh, $en)
        })*
    };
}

sentences! {
    /// No passphrase can be asked for.
    no_terminal: "没有终端可以输入口令：请用 --passphrase-file 指定口令文件",
        "there is no terminal to ask for a passphrase: name a file with --passphrase-file";
    /// Prompt.
    ask_passphrase: "口令：", "Passphrase: ";
    /// Prompt.
    ask_again: "再次输入口令：", "The same again: ";
    /// Typed twice, and not the same.
    not_the_same: "两次输入的口令不同：请重新运行", "the two passphrases differ: run it again";
    /// Empty.
    empty_passphrase: "口令是空的：请使用非空的口令", "the passphrase is empty: choose one of several words";
    /// The case has a key file.
    wants_key_file: "这个案卷用密钥文件打开：请用 --key-file 指定", "this case opens with a key file: name it with --key-file";
    /// The case has a passphrase.
    wants_passphrase: "这个案卷用口令打开：请用 --passphrase-file 指定",
        "this case opens with a passphrase: name a file with --passphrase-file";
    /// The case was made on a phone.
    of_a_phone: "这个案卷的密钥在手机里，只能在那部手机上打开", "the key of this case lies in a phone: it opens there only";
    /// No name.
    bad_name: "--name：请填写负责人的姓名（最多 64 个字）", "--name: give the name of the person responsible, at most 64 characters";
    /// A video where a picture should be.
    no_picture: "不是照片：请使用 JPEG 或 PNG", "is not a picture: use a JPEG or PNG";
    /// Nobody knows what was asked.
    which_actions: "不知道要求了哪些动作：请先用 `heyan case ask` 抽取，或用 --actions 给出，例如 --actions nod,turn_left",
        "it is not known which actions were asked: draw them with `heyan case ask`, or give them, as --actions nod,turn_left";
    /// Nobody knows what was read.
    which_script: "不知道朗读的是什么：请先用 `heyan case ask` 取得文本，或用 --script 给出",
        "it is not known what was read: have the text made with `heyan case ask`, or give it with --script";
    /// Heading.
    ask_actions: "活体认证，请依次做", "Face check, do in this order";
    /// Under the actions.
    ask_by_gateway: "由网关指定，录像与之绑定", "Asked by the gateway: recordings are bound to it";
    /// Under the actions.
    ask_drawn_here: "在本机抽取", "Drawn on this computer";
    /// Heading.
    ask_statement: "承诺视频，请朗读", "Statement, read aloud";
    /// Under the text.
    sample_text: "这是 Heyan 的示例文本，不是官方文本：请把服务商发的文本写入自己的配置（--profile 文件）。",
        "This text is Heyan’s own sample, not an official one: put the text that your provider gave you into a profile of your own (--profile FILE).";
    /// After a refusal of the site's name.
    no_case_made: "没有新建案卷。请换一个名称；若确认无误，请加上 --force。",
        "No case was made. Choose another name, or insist with --force.";
    /// Heading.
    order_heading: "订单", "Order";
    /// After a consent.
    agreed: "已记录同意。", "The consent is on record.";
}

/// The statement's text has a blank that the case cannot fill.
pub fn no_script(cause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("承诺文本填不完整（{cause}）：新建案卷时请给出 --domain，或用 --script 和 --field 给出文本")
        }
        Lang::En => format!(
            "the statement’s text cannot be filled in ({cause}): give --domain when the case is made, or the text with --script and --field"
        ),
    }
}

/// The gateway has it.
pub fn received(submission: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("网关已收到（提交编号 {submission}）。用 `heyan case track` 查看进度。"),
        Lang::En => format!("Received (submission {submission}). Follow it with `heyan case track`."),
    }
}

/// One line of progress: a bar, megabytes, the rate and the time left.
pub fn progress(progress: &Progress, columns: usize, lang: Lang) -> String {
    let total = progress.total_bytes.max(1);
    let full =
        usize::try_from(progress.sent_bytes.saturating_mul(columns as u64) / total).unwrap_or(columns).min(columns);
    let megabytes = |bytes: f64| bytes / 1e6;
    let (sent, all) = (megabytes(progress.sent_bytes as f64), megabytes(progress.total_bytes as f64));
    let rate = megabytes(progress.bytes_per_s.unwrap_or(0.0));
    let left = progress.left_s.map_or_else(String::new, |s| match lang {
        Lang::Zh => format!("，还需 {s} 秒"),
        Lang::En => format!(", {s} s left"),
    });
    format!("[{}{}] {sent:.1}/{all:.1} MB, {rate:.1} MB/s{left}  ", "#".repeat(full), "-".repeat(columns - full))
}

/// An ID number that is none.
pub fn bad_number(cause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("--id-number：不是有效的证件号码（{cause}）；请核对后重新输入"),
        Lang::En => format!("--id-number: is no valid number ({cause}); compare it with the card"),
    }
}

/// A domain that is none.
pub fn bad_domain(domain: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("--domain：`{domain}` 不是域名；请只写域名本身，例如 example.cn"),
        Lang::En => format!("--domain: `{domain}` is no domain; give it alone, as example.cn"),
    }
}

/// A document that such a person does not have.
pub fn other_document(person: PersonKind, document: IdentityDocument, lang: Lang) -> String {
    let words = Words::new(lang);
    let (person, document) = (words.person(person), words.identity(document));
    match lang {
        Lang::Zh => format!("{person}没有这种证件：{document}"),
        Lang::En => format!("no document of theirs ({person}): {document}"),
    }
}

/// Something that was typed and cannot be; `domain` is shown, since it is public.
pub fn bad_typed(error: TypedError, domain: &str, lang: Lang) -> String {
    match error {
        TypedError::Name => bad_name(lang).to_owned(),
        TypedError::ResidentNumber(cause) => bad_number(&cause.to_string(), lang),
        TypedError::Number => bad_number("expected digits and letters", lang),
        TypedError::Domain => bad_domain(domain, lang),
    }
}

/// What was typed is corrected, and what is to be done again.
pub fn corrected(redo: &[String], lang: Lang) -> String {
    match (redo.is_empty(), lang) {
        (true, Lang::Zh) => "已更正，已录入的材料仍然相符。".to_owned(),
        (true, Lang::En) => "Corrected. All that was recorded still fits.".to_owned(),
        (false, Lang::Zh) => format!("已更正。以下材料与更正后的内容不符，已销毁，请重新办理：{}。", redo.join("、")),
        (false, Lang::En) => {
            format!(
                "Corrected. What does not fit the new words was destroyed and is to be done again: {}.",
                redo.join(", ")
            )
        }
    }
}

/// The key could not be made.
pub fn key_failed(cause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("无法生成密钥（{cause}）：请确认有 64 MiB 空闲内存后再试"),
        Lang::En => {
            format!("the key could not be made ({cause}): make sure that 64 MiB of memory are free, and try again")
        }
    }
}

/// A key file that cannot be used.
pub fn bad_key_file(error: &io::Error, lang: Lang) -> String {
    match error.kind() {
        io::ErrorKind::InvalidData => {
            pick(lang, "不是密钥文件：应为 64 位十六进制数字", "is no key file: 64 hexadecimal digits are expected")
                .to_owned()
        }
        io::ErrorKind::NotFound => {
            pick(lang, "没有这个密钥文件：请检查文件名", "no such key file: check the name").to_owned()
        }
        _ => match lang {
            Lang::Zh => format!("密钥文件无法使用（{error}）：请检查权限"),
            Lang::En => format!("the key file cannot be used ({error}): check its permissions"),
        },
    }
}

/// A passphrase file that cannot be used.
pub fn bad_passphrase_file(error: &io::Error, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("口令文件无法读取（{error}）：请检查文件名和权限"),
        Lang::En => format!("the passphrase file cannot be read ({error}): check its name and permissions"),
    }
}

/// A case was made.
pub fn made(dir: &Path, lang: Lang) -> String {
    let dir = shown(dir);
    match lang {
        Lang::Zh => format!("{dir}：已新建案卷。请记住口令或保管好密钥文件，丢失后无法打开。"),
        Lang::En => format!("{dir}: the case is made. Without its passphrase or key file nobody can open it."),
    }
}

/// A case was deleted.
pub fn deleted(dir: &Path, lang: Lang) -> String {
    let dir = shown(dir);
    match lang {
        Lang::Zh => format!("{dir}：案卷已销毁。"),
        Lang::En => format!("{dir}: the case is destroyed."),
    }
}

/// What was destroyed.
pub fn purged(steps: &[String], lang: Lang) -> String {
    match (steps.is_empty(), lang) {
        (true, Lang::Zh) => "同意已撤回，本机没有相关内容。".to_owned(),
        (true, Lang::En) => "The consent is withdrawn; nothing of it was kept here.".to_owned(),
        (false, Lang::Zh) => format!("同意已撤回，本机已销毁：{}。", steps.join("、")),
        (false, Lang::En) => format!("The consent is withdrawn. Destroyed here: {}.", steps.join(", ")),
    }
}

/// Whether a consent is on record.
pub fn given(given: bool, lang: Lang) -> &'static str {
    if given { pick(lang, "已同意", "given") } else { pick(lang, "未同意", "not given") }
}

/// What was kept of a step.
pub fn kept(recorded: Option<Judgement>, lang: Lang) -> &'static str {
    match recorded {
        Some(Judgement::Accepted) => pick(lang, "已存入案卷", "kept in the case"),
        Some(Judgement::Forced) => pick(lang, "已强行存入案卷", "kept in the case against its check"),
        None => pick(lang, "没有存入案卷", "not kept"),
    }
}

/// Whether what was typed is what was read.
pub fn same(same: Option<bool>, lang: Lang) -> &'static str {
    match same {
        Some(true) => pick(lang, "与订单一致", "as in the order"),
        Some(false) => pick(lang, "与订单不一致", "differs from the order"),
        None => pick(lang, "没有读到", "not read"),
    }
}
