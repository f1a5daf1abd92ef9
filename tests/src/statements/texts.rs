//! Texts to be read: written for these tests, in the manner of promises, with digits and dates already in Chinese where the
//! voice program would read them in English.

use crate::set::Split;

/// A text as it is shown, and as it is given to the voice program.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// What the product is given.
    pub shown: &'static str,
    /// The same with numbers written out.
    pub spoken: &'static str,
}

const fn plain(text: &'static str) -> Text {
    Text { shown: text, spoken: text }
}

const TUNING: &[Text] = &[
    plain(
        "本人郑重承诺，所提交的备案信息真实、准确、有效。如有变更，将在十个工作日内办理手续。如有虚假，愿意接受处理。",
    ),
    plain("我已阅读责任告知书，知晓全部内容。我保证不利用网站从事违法活动，不发布有害信息，配合有关部门的检查。"),
    Text {
        shown: "今天是2026年11月24日。本人是网站负责人，自愿录制这段视频。以上内容由本人朗读，并对此负责。",
        spoken: "今天是二零二六年十一月二十四日。本人是网站负责人，自愿录制这段视频。以上内容由本人朗读，并对此负责。",
    },
    // Vowels beside vowels, where nothing is heard to end a syllable but the change of sound.
    plain(
        "王爱英阿姨按要求安排了医院的网站。如有异议，一月以内以书面要求验证。一应内容由王英业主任因公审阅，无误以后应予以公布。",
    ),
    plain("未经许可，不从事新闻、出版、教育、医疗等服务。网站内容符合国家法律法规，联系方式长期有效，可以随时接听。"),
];

const HELD: &[Text] = &[
    plain(
        "本人承诺网站名称与实际内容一致，域名归本人所有。如转让域名，将及时注销备案。若有违反，由此产生的后果由本人承担。",
    ),
    Text {
        shown: "我叫李安，身份证件在有效期内。验证码是7304。我愿意在30天内补齐材料，逾期视为放弃。",
        spoken: "我叫李安，身份证件在有效期内。验证码是七三零四。我愿意在三十天内补齐材料，逾期视为放弃。",
    },
    plain(
        "网站开通以后，我会在首页下方标明备案编号。我会妥善保管账号，不出借、不出租。出现安全事件，立即向管理部门报告。",
    ),
    plain("安徽的一位老人要沿着运河去南岸的医院。儿女一再要他歇一歇。他总说，停下来日子就没意义了，因而月月如此。"),
];

/// Texts of one side.
#[must_use]
pub fn of(split: Split) -> &'static [Text] {
    if split == Split::Held { HELD } else { TUNING }
}

impl Text {
    /// The sentences of what is spoken.
    #[must_use]
    pub fn sentences(&self) -> Vec<&'static str> {
        self.spoken.split_inclusive('。').filter(|s| !s.trim().is_empty()).collect()
    }
}

/// A text as a person was given it, with its digits written out for the voice program: years and codes digit by digit, months
/// and days as numbers. It stays in memory for the program's life.
#[must_use]
pub fn given(shown: &str) -> Text {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| c.to_digit(10).and_then(|d| DIGITS.get(d as usize)).copied();
    let chars: Vec<char> = shown.chars().collect();
    let mut spoken = String::new();
    let mut at = 0;
    while at < chars.len() {
        let run: Vec<char> = chars[at..].iter().copied().take_while(char::is_ascii_digit).collect();
        if run.is_empty() {
            // A dot inside a name is read, too.
            let inside = at > 0 && chars.get(at + 1).is_some_and(|c| c.is_alphanumeric());
            spoken.push(if chars[at] == '.' && inside { '点' } else { chars[at] });
            at += 1;
            continue;
        }
        at += run.len();
        let counted = matches!(chars.get(at), Some('月' | '日')) && run.len() <= 2;
        let number: String = run.iter().collect();
        match number.parse::<usize>() {
            Ok(n @ 10..=99) if counted => {
                if n >= 20 {
                    spoken.push(DIGITS[n / 10]);
                }
                spoken.push('十');
                if n % 10 > 0 {
                    spoken.push(DIGITS[n % 10]);
                }
            }
            _ => spoken.extend(run.into_iter().filter_map(digit)),
        }
    }
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    Text { shown: leak(shown.to_owned()), spoken: leak(spoken) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn digits_of_a_given_text_are_written_out() {
        let text = super::given("网站小河.中国，今天是2026年11月20日，验证码是4812。");
        assert_eq!(text.spoken, "网站小河点中国，今天是二零二六年十一月二十日，验证码是四八一二。");
    }

    use heyan_rules::statement::Reading;

    use super::*;

    #[test]
    fn what_is_shown_is_counted_as_it_is_spoken() {
        for text in TUNING.iter().chain(HELD) {
            let (shown, spoken) = (Reading::of(text.shown), Reading::of(text.spoken));
            assert_eq!(shown.syllables(), spoken.syllables(), "{}", text.shown);
            assert!(text.sentences().len() >= 2, "one can be left out");
        }
    }
}
