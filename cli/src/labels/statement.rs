//! Headings about recordings of the promise statement, and what is said of files without usable sound.

use heyan::StatementReport;
use heyan::rules::words::Lang;

use super::pick;
use crate::sound::SoundFault;

/// How far the reading went, in a line.
pub fn statement_about(report: &StatementReport, lang: Lang) -> String {
    let o = &report.outcome;
    let seconds = o.duration_ms as f64 / 1000.0;
    let share = o.coverage.share * 100.0;
    match lang {
        Lang::Zh => format!("{seconds:.1} 秒，读了约 {share:.0}%"),
        Lang::En => format!("{seconds:.1} s, about {share:.0} % read"),
    }
}

/// Figures of a recording, for a terminal.
pub fn statement_figures(report: &StatementReport, lang: Lang) -> String {
    let o = &report.outcome;
    let c = &o.coverage;
    let (speech, rate) = (o.speech_ms as f64 / 1000.0, c.rate_per_s);
    let (heard, wanted, face, lips) = (c.syllables, c.script_syllables, o.face_share * 100.0, o.lip_sync);
    match lang {
        Lang::Zh => format!(
            "说话 {speech:.1} 秒，{heard} / {wanted} 个音节，每秒 {rate:.1} 个；单人出镜 {face:.0}%，口型相关 {lips:.2}"
        ),
        Lang::En => format!(
            "{speech:.1} s of speech, {heard} of {wanted} syllables, {rate:.1} a second; one face {face:.0} % of the time, \
             lips and voice {lips:.2}"
        ),
    }
}

/// Why a file gives no sound, and the way out.
pub fn sound_error(error: &SoundFault, lang: Lang) -> String {
    match error {
        SoundFault::Container { container, codec } => {
            let names = container.iter().copied().chain(codec.as_deref());
            let names: Vec<String> = names.map(str::to_uppercase).collect();
            match (lang, names.is_empty()) {
                (Lang::Zh, true) => "无法读取这种文件里的声音：请另存为 mp4（H.264 和 AAC）".to_owned(),
                (Lang::Zh, false) => {
                    format!("无法读取这种文件（{}）里的声音：请另存为 mp4（H.264 和 AAC）", names.join("，"))
                }
                (Lang::En, true) => {
                    "the sound of this kind of file cannot be read: save it as mp4 (H.264 and AAC)".to_owned()
                }
                (Lang::En, false) => format!(
                    "the sound of this kind of file ({}) cannot be read: save it as mp4 (H.264 and AAC)",
                    names.join(", ")
                ),
            }
        }
        SoundFault::Codec(name) => {
            let name = name.as_ref().map(|n| format!(" {}", n.to_uppercase())).unwrap_or_default();
            match lang {
                Lang::Zh => format!("声音的编码{name} 无法读取：请另存为 mp4（H.264 和 AAC）"),
                Lang::En => format!("the codec{name} of its sound cannot be read: save it as mp4 (H.264 and AAC)"),
            }
        }
        SoundFault::Order => pick(
            lang,
            "声音被剪辑过，播放顺序与录制顺序不同：请重新导出或录制",
            "its sound is cut so that parts play out of order: export it again as a whole",
        )
        .to_owned(),
        SoundFault::Damaged(cause) => match lang {
            Lang::Zh => format!("声音已损坏（{cause}）：请重新复制或录制"),
            Lang::En => format!("its sound is damaged ({cause}): copy or record it again"),
        },
        SoundFault::Told(told) => told.clone(),
    }
}

/// The sound could not be listened to.
pub fn heard_error(cause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("声音无法处理（{cause}）：请另存为 mp4（H.264 和 AAC）"),
        Lang::En => format!("its sound cannot be used ({cause}): save it as mp4 (H.264 and AAC)"),
    }
}

/// A text that cannot be read aloud.
pub fn script_error(cause: &str, lang: Lang) -> String {
    match (cause, lang) {
        ("UTF-8", Lang::Zh) => "不是 UTF-8 文本：请另存为 UTF-8".to_owned(),
        ("UTF-8", Lang::En) => "is no text in UTF-8: save it as UTF-8".to_owned(),
        ("--field", Lang::Zh) => "纯文本没有空格可填：请用 .toml 的承诺书文件，或去掉 --field".to_owned(),
        ("--field", Lang::En) => {
            "plain text has no blanks: name a statement profile (.toml), or drop --field".to_owned()
        }
        (_, Lang::Zh) => format!("不能作为朗读文字（{cause}）：请检查文件，空白用 --field 名称=内容 填写"),
        (_, Lang::En) => format!("cannot be the text to read: it {cause}; fill blanks with --field NAME=VALUE"),
    }
}

/// Round times for an axis of so many seconds, s.
pub fn steps_s(span_s: f64) -> Vec<f64> {
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0];
    let step = steps.into_iter().find(|step| span_s / step <= 12.0).unwrap_or(600.0);
    (0..=((span_s / step) as usize).min(200)).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_with_the_way_out() {
        let avi = SoundFault::Container { container: Some("avi"), codec: Some("pcm".to_owned()) };
        let told = sound_error(&avi, Lang::En);
        assert!(told.contains("(AVI, PCM)") && told.contains("mp4"), "{told}");
        let told = sound_error(&SoundFault::Codec(Some("ac3".to_owned())), Lang::Zh);
        assert!(told.contains("AC3") && told.contains("mp4"), "{told}");
        let told = sound_error(&SoundFault::Container { container: None, codec: None }, Lang::En);
        assert_eq!(told, "the sound of this kind of file cannot be read: save it as mp4 (H.264 and AAC)");
    }
}
