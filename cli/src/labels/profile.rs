//! Short texts of `heyan profile`.

use heyan::rules::filing::ExportRule;
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

/// The actions among which is drawn.
pub fn drawn(count: usize, actions: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("随机抽 {count} 个动作：{}", actions.join("、")),
        Lang::En => format!("{count} drawn at random of: {}", actions.join(", ")),
    }
}

/// The text of the statement.
pub fn statement_text(id: &str, edition: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("文本 {id}（{edition}）"),
        Lang::En => format!("text {id} ({edition})"),
    }
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
