//! Names of nationalities as a card prints them: without 族 (GB/T 3304-1991 and local extensions).

/// The fifty-six names in the order of their codes, then what else a card may print.
///
/// 36 is 毛南 since 1986; GB/T 3304 has 毛难, and cards with either exist. 穿青人 and 革家人 are printed
/// whole; 其他, 入籍 and 外国血统中国籍人士 are the entries 97, 98 and their short forms.
pub const NAMES: [&str; 63] = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
    "毛难",
    "穿青人",
    "革家人",
    "其他",
    "外国血统",
    "外国血统中国籍人士",
    "入籍",
];

/// The name among [`NAMES`] that `text` is, a trailing 族 left out.
pub fn known(text: &str) -> Option<&'static str> {
    let bare = text.strip_suffix('族').unwrap_or(text);
    NAMES.iter().find(|name| **name == bare).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_twice_and_none_carries_its_suffix() {
        let distinct: std::collections::BTreeSet<_> = NAMES.iter().collect();
        assert_eq!(distinct.len(), NAMES.len());
        assert!(NAMES.iter().all(|name| !name.ends_with('族')));
        assert_eq!(NAMES.iter().position(|n| *n == "毛难"), Some(56));
    }

    #[test]
    fn names_are_known_with_and_without_suffix() {
        assert_eq!(known("汉"), Some("汉"));
        assert_eq!(known("维吾尔族"), Some("维吾尔"));
        assert_eq!(known("毛难"), Some("毛难"));
        assert_eq!(known("穿青人"), Some("穿青人"));
        assert_eq!(known("汊"), None);
        assert_eq!(known(""), None);
        assert_eq!(known("族"), None);
    }
}
