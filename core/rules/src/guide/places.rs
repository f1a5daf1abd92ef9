//! Provinces that can be filed in, and names of places in names.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

use super::data::NAMES;
use super::fold::Folded;

static DIVISIONS: &str = include_str!("../../data/region_names.txt");

macro_rules! provinces {
    ($($id:literal $zh:literal),* $(,)?) => { [$(($id, $zh)),*] };
}

/// The thirty-one provinces with a communications administration, by their names in the profiles and in Chinese.
const PROVINCES: [(&str, &str); 31] = provinces![
    "beijing" "北京", "tianjin" "天津", "hebei" "河北", "shanxi" "山西", "inner_mongolia" "内蒙古", "liaoning" "辽宁",
    "jilin" "吉林", "heilongjiang" "黑龙江", "shanghai" "上海", "jiangsu" "江苏", "zhejiang" "浙江", "anhui" "安徽",
    "fujian" "福建", "jiangxi" "江西", "shandong" "山东", "henan" "河南", "hubei" "湖北", "hunan" "湖南", "guangdong" "广东",
    "guangxi" "广西", "hainan" "海南", "chongqing" "重庆", "sichuan" "四川", "guizhou" "贵州", "yunnan" "云南", "tibet" "西藏",
    "shaanxi" "陕西", "gansu" "甘肃", "qinghai" "青海", "ningxia" "宁夏", "xinjiang" "新疆",
];

/// A province that an order can go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    id: &'static str,
    zh: &'static str,
}

impl Place {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        PROVINCES.iter().map(|(id, zh)| Self { id, zh })
    }

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        self.id
    }

    /// Its short name in Chinese.
    pub const fn in_chinese(self) -> &'static str {
        self.zh
    }
}

impl FromStr for Place {
    type Err = String;

    /// By either name, the Chinese one also in full.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let ends = ["壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"];
        let word = word.trim();
        let short = ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let id = short.to_ascii_lowercase().replace(['-', ' '], "_");
        let found = Self::all().find(|place| id == place.id || short == place.zh);
        found.ok_or_else(|| {
            let all: Vec<&str> = Self::all().map(Self::as_str).collect();
            format!("`{word}` is no province: choose among {}, or give its Chinese name", all.join(", "))
        })
    }
}

/// How sure it is that a place is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    /// A province, a city, or a division with its kind (朝阳区).
    Named,
    /// A city's short name that is a word as well.
    Perhaps,
}

/// Longest name of a place that is looked for, characters.
const LONGEST: usize = 12;

/// Folded names of places.
static NAMED: LazyLock<BTreeMap<Vec<char>, Sure>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    let mut put = |text: &str, sure: Sure| {
        let folded = Folded::of(text).chars().to_vec();
        if (2..=LONGEST).contains(&folded.len()) {
            names.entry(folded).or_insert(sure);
        }
    };
    for (_, zh) in PROVINCES.iter().chain([("", "香港"), ("", "澳门"), ("", "台湾")].iter()) {
        put(zh, Sure::Named);
    }
    for line in DIVISIONS.lines().filter(|line| !line.starts_with('#')) {
        let Some((code, name)) = line.split_at_checked(6) else { continue };
        // Whole names of counties and districts; 新区, 郊区, 矿区 and such are no names.
        if name.chars().count() > 2 {
            put(name, Sure::Named);
        }
        if let Some(short) = name.strip_suffix('市').filter(|_| code.ends_with("00")) {
            let perhaps = NAMES.places.words.iter().any(|word| word == short);
            put(short, if perhaps { Sure::Perhaps } else { Sure::Named });
        }
    }
    names
});

/// The first, longest name of a place in `name`: where it begins in the folded text, how long it is, and how sure it is.
pub(super) fn find(name: &Folded) -> Option<(usize, usize, Sure)> {
    let chars = name.chars();
    let at = |from: usize| {
        let longest = LONGEST.min(chars.len() - from);
        (2..=longest).rev().find_map(|count| {
            let sure = NAMED.get(chars.get(from..from + count)?)?;
            Some((from, count, *sure))
        })
    };
    let all: Vec<_> = (0..chars.len()).filter_map(at).collect();
    all.iter().find(|found| found.2 == Sure::Named).or(all.first()).copied()
}
