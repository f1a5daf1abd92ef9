//! Names of sites and apps as a case has them: what would be refused. The rules are the guide's.

use std::str::FromStr;

use super::profile::Province;
use crate::finding::{Finding, Severity};
use crate::guide::names::judge as judge_name;
use crate::guide::{NameAsked, Place, Subject};

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

/// What a reviewer would refuse in a name. What only may be asked about is the guide's to tell.
pub fn judge(site: &SiteName<'_>) -> Vec<Finding> {
    let asked = NameAsked {
        subject: if site.individual { Subject::Individual } else { Subject::Unit },
        national: site.national,
        province: site.province.and_then(|province| Place::from_str(province.as_str()).ok()),
        domain: site.domain,
        ..NameAsked::of(site.name)
    };
    judge_name(&asked).into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

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
        assert_eq!(codes("example.cn", true, None), [Code::FilingSiteNameDomain]);
        assert_eq!(codes("小河★摄影", true, None), [Code::FilingSiteNameSign]);
        assert_eq!(codes("中国小河摄影", true, None), [Code::FilingSiteNameNational]);
        assert_eq!(codes("小河摄影公司", true, None), [Code::FilingSiteNameTrade]);
        assert_eq!(codes("小河摄影公司", false, None), none);
        assert_eq!(codes("小河摄影交流", true, Some(Province::Henan)), [Code::FilingSiteNameProvince]);
        assert_eq!(codes("小河摄影交流", true, Some(Province::Jiangsu)), none);
        assert_eq!(codes("小河理财记录", true, Some(Province::Shanghai)), [Code::FilingSiteNameApproval]);
        assert_eq!(codes("", true, None), [Code::FilingSiteNameShort]);
    }
}
