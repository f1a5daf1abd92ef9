//! Short texts of `heyan profile`.

use heyan::rules::filing::ExportRule;
use heyan::rules::filing::profile::{Seal, SignatureRule, Signer};
use heyan::rules::words::Lang;

use super::pick;

/// Heading.
pub fn providers(lang: Lang) -> &'static str {
    pick(lang, "服务商", "Providers")
}

/// Heading.
pub fn provinces(lang: Lang) -> &'static str {
    pick(lang, "省份（--province）", "Provinces (--province)")
}

/// A file that is no profile.
pub fn no_profile(lang: Lang) -> &'static str {
    pick(lang, "不是 UTF-8 文本，无法作为配置读取", "is no UTF-8 text, so no profile")
}

/// How long a result is good.
pub fn good_for(hours: i64, lang: Lang) -> String {
    match (hours % 24, lang) {
        (0, Lang::Zh) => format!("{} 天内有效", hours / 24),
        (0, Lang::En) => format!("good for {} days", hours / 24),
        (_, Lang::Zh) => format!("{hours} 小时内有效"),
        (_, Lang::En) => format!("good for {hours} hours"),
    }
}

/// How a letter is signed.
pub fn signature(rule: &SignatureRule, lang: Lang) -> String {
    let signer = match rule.signer {
        Signer::ResponsiblePerson => pick(lang, "负责人签名", "signed by the person responsible"),
        Signer::LegalRepresentative => pick(lang, "法定代表人签名", "signed by the legal representative"),
        Signer::Subject => pick(lang, "备案主体签名", "signed by who files"),
    };
    let seal = match rule.seal {
        Seal::Unsaid => None,
        Seal::PersonalRefused => Some(pick(lang, "不得用个人签章", "no personal seal")),
        Seal::PersonalTaken => Some(pick(lang, "可用签名章", "a personal seal is taken")),
        Seal::UnitRequired => Some(pick(lang, "加盖公章", "with the unit’s seal")),
    };
    let parts = [
        Some(signer),
        rule.regular_script.then(|| pick(lang, "黑色正楷", "in clear black writing")),
        seal,
        rule.fingerprint.then(|| pick(lang, "按手印", "with a fingerprint")),
        rule.dated.then(|| pick(lang, "手写日期", "dated by hand")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(pick(lang, "，", ", "))
}

/// What a file must be.
pub fn export(rule: &ExportRule, lang: Lang) -> String {
    let kib = |bytes: u64| if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} KB", bytes >> 10) };
    let least = pick(lang, "至少", "at least");
    let most = pick(lang, "最大", "at most");
    let formats: Vec<String> = rule.formats.iter().map(|form| format!("{form:?}").to_lowercase()).collect();
    let parts = [
        (!formats.is_empty()).then(|| formats.join("/")),
        rule.min_bytes.map(|bytes| format!("{least} {}", kib(bytes))),
        rule.max_bytes.map(|bytes| format!("{most} {}", kib(bytes))),
        rule.min_side_px.map(|px| format!("{least} {px} px")),
        rule.max_side_px.map(|px| format!("{most} {px} px")),
        rule.min_duration_s.map(|s| format!("{least} {s} s")),
        rule.max_duration_s.map(|s| format!("{most} {s} s")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(pick(lang, "，", ", "))
}
