//! Names of sites and apps, before a reviewer sees them.
//!
//! The word lists of all provinces could not be found whole; what is here is what Huawei's and Tencent's pages show.

use super::profile::Province;
use crate::finding::{Code, Finding};

/// Fewest characters (Huawei: 三个字以上).
const MIN_CHARACTERS: usize = 3;
/// What others than national units must not begin with (Huawei, list of materials; Tencent, reasons of refusal).
const NATIONAL: [&str; 12] =
    ["中国", "中央", "国家", "中华", "人大", "人民", "反腐", "纪检", "监察", "信访", "维权", "投诉"];
/// What no name may hold (the same sources).
const SENSITIVE: [&str; 4] = ["反腐", "赌博", "廉政", "色情"];
/// What a person's own site must not hold (the same sources: no enterprise or industry wording, no 博客).
const OF_ENTERPRISES: [&str; 4] = ["公司", "企业", "组织", "博客"];
/// What Henan refuses for a person's own site (Huawei, 河南省; the list could be read in part only).
const HENAN: [&str; 24] = [
    "合伙",
    "框架",
    "大众",
    "维修",
    "设计",
    "沙龙",
    "艺术",
    "评论",
    "官网",
    "服务",
    "转让",
    "品牌",
    "排行榜",
    "行业",
    "宣传",
    "电商",
    "报价",
    "管理",
    "传播",
    "中心",
    "交流",
    "咨询",
    "投资",
    "贸易",
];
/// What needs an approval of the finance authority in Shanghai (Tencent, 上海管局要求).
const SHANGHAI: [&str; 10] =
    ["交易所", "交易中心", "金融", "资产管理", "理财", "基金", "网贷", "股权众筹", "支付", "信托"];

/// A name to be filed.
#[derive(Debug, Clone, Copy)]
pub struct SiteName<'a> {
    /// The name.
    pub name: &'a str,
    /// The domain it is for, if it has one.
    pub domain: Option<&'a str>,
    /// Whether a person files, not a unit.
    pub individual: bool,
    /// Whether the unit is a national one.
    pub national: bool,
    /// Where it is filed.
    pub province: Option<Province>,
}

/// Whether `text` has the form of a domain (RFC 1035, 3490: labels of letters, digits and hyphens, Chinese ones too; 63
/// characters each, 253 together).
pub fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        let edges = label.starts_with('-') || label.ends_with('-');
        (1..=63).contains(&label.chars().count()) && !edges && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.chars().count() <= 253 && text.contains('.') && text.split('.').all(label)
}

/// What a reviewer would refuse in a name.
pub fn judge(site: &SiteName<'_>) -> Vec<Finding> {
    let name = site.name.trim();
    let mut findings = Vec::new();
    let count = name.chars().count();
    if count < MIN_CHARACTERS {
        let finding = Finding::error(Code::FilingSiteNameShort).figure("characters", count as f64);
        findings.push(finding.figure("min_characters", MIN_CHARACTERS as f64));
    }
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = !letters.is_empty() && letters.iter().all(char::is_ascii_digit);
    let english = !letters.is_empty() && letters.iter().all(char::is_ascii_alphanumeric);
    let is_domain = site.domain.is_some_and(|domain| domain.eq_ignore_ascii_case(name));
    if digits || english || is_domain {
        findings.push(Finding::error(Code::FilingSiteNamePlain));
    }
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '（' | '）' | '(' | ')' | '·' | ' ');
    if !name.chars().all(allowed) {
        findings.push(Finding::error(Code::FilingSiteNameSign));
    }
    let begins = !site.national && NATIONAL.iter().any(|word| name.starts_with(word));
    let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let of_province = match site.province {
        Some(Province::Henan) if site.individual => holds(&HENAN),
        Some(Province::Shanghai) => holds(&SHANGHAI),
        _ => false,
    };
    if begins || holds(&SENSITIVE) || (site.individual && holds(&OF_ENTERPRISES)) || of_province {
        findings.push(Finding::error(Code::FilingSiteNameWord));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(name: &str, individual: bool, province: Option<Province>) -> Vec<Code> {
        let site = SiteName { name, domain: Some("example.cn"), individual, national: false, province };
        judge(&site).into_iter().map(|f| f.code).collect()
    }

    #[test]
    fn a_domain_is_known_by_its_form() {
        for domain in ["example.cn", "a-b.com.cn", "小河摄影.中国", "xn--fiqs8s.cn"] {
            assert!(is_domain(domain), "{domain}");
        }
        for text in ["", "example", "http://example.cn", "example.cn/", "-a.cn", "a..cn", "a b.cn", ".cn"] {
            assert!(!is_domain(text), "{text}");
        }
    }

    #[test]
    fn names_are_judged_as_reviewers_do() {
        let none: [Code; 0] = [];
        assert_eq!(codes("小河边的摄影", true, None), none);
        assert_eq!(codes("小河", true, None), [Code::FilingSiteNameShort]);
        assert_eq!(codes("12345", true, None), [Code::FilingSiteNamePlain]);
        assert_eq!(codes("Example", true, None), [Code::FilingSiteNamePlain]);
        assert_eq!(codes("example.cn", true, None), [Code::FilingSiteNamePlain, Code::FilingSiteNameSign]);
        assert_eq!(codes("小河★摄影", true, None), [Code::FilingSiteNameSign]);
        assert_eq!(codes("中国小河摄影", true, None), [Code::FilingSiteNameWord]);
        assert_eq!(codes("小河摄影公司", true, None), [Code::FilingSiteNameWord]);
        assert_eq!(codes("小河摄影公司", false, None), none);
        assert_eq!(codes("小河摄影交流", true, Some(Province::Henan)), [Code::FilingSiteNameWord]);
        assert_eq!(codes("小河摄影交流", true, Some(Province::Jiangsu)), none);
        assert_eq!(codes("小河理财记录", true, Some(Province::Shanghai)), [Code::FilingSiteNameWord]);
        assert_eq!(codes("", true, None), [Code::FilingSiteNameShort]);
    }
}
