//! Provinces that there are overlays of.

use std::str::FromStr;

/// A province whose communications administration asks for something of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Province {
    /// 江苏
    Jiangsu,
    /// 广东
    Guangdong,
    /// 上海
    Shanghai,
    /// 河南
    Henan,
    /// 山东
    Shandong,
    /// 河北
    Hebei,
    /// 内蒙古
    InnerMongolia,
    /// 湖南
    Hunan,
    /// 天津
    Tianjin,
    /// 福建
    Fujian,
    /// 黑龙江
    Heilongjiang,
    /// 甘肃
    Gansu,
    /// 四川
    Sichuan,
}

impl Province {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Jiangsu,
        Self::Guangdong,
        Self::Shanghai,
        Self::Henan,
        Self::Shandong,
        Self::Hebei,
        Self::InnerMongolia,
        Self::Hunan,
        Self::Tianjin,
        Self::Fujian,
        Self::Heilongjiang,
        Self::Gansu,
        Self::Sichuan,
    ];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jiangsu => "jiangsu",
            Self::Guangdong => "guangdong",
            Self::Shanghai => "shanghai",
            Self::Henan => "henan",
            Self::Shandong => "shandong",
            Self::Hebei => "hebei",
            Self::InnerMongolia => "inner_mongolia",
            Self::Hunan => "hunan",
            Self::Tianjin => "tianjin",
            Self::Fujian => "fujian",
            Self::Heilongjiang => "heilongjiang",
            Self::Gansu => "gansu",
            Self::Sichuan => "sichuan",
        }
    }

    /// Its short name in Chinese.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Self::Jiangsu => "江苏",
            Self::Guangdong => "广东",
            Self::Shanghai => "上海",
            Self::Henan => "河南",
            Self::Shandong => "山东",
            Self::Hebei => "河北",
            Self::InnerMongolia => "内蒙古",
            Self::Hunan => "湖南",
            Self::Tianjin => "天津",
            Self::Fujian => "福建",
            Self::Heilongjiang => "黑龙江",
            Self::Gansu => "甘肃",
            Self::Sichuan => "四川",
        }
    }
}

impl FromStr for Province {
    type Err = String;

    /// By either name, the Chinese one with or without 省, 市, 自治区.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let short = ["自治区", "省", "市"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let found = Self::ALL.into_iter().find(|p| short.eq_ignore_ascii_case(p.as_str()) || short == p.in_chinese());
        found.ok_or_else(|| {
            let all: Vec<String> = Self::ALL.iter().map(|p| format!("{} ({})", p.as_str(), p.in_chinese())).collect();
            format!("no rules of a province `{word}` are known: choose among {}, or leave it out", all.join(", "))
        })
    }
}
