//! Invented firms and other units. Names, codes and people are drawn from lists by a seed; none is anybody's.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::people;
use crate::regions::REGIONS;
use crate::rng::Rng;

/// What sort of unit it is, and so which form it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// 公司
    Company,
    /// 个体工商户
    Individual,
    /// 合伙企业
    Partnership,
    /// 分公司
    Branch,
    /// 农民专业合作社
    Cooperative,
    /// 事业单位
    Institution,
    /// 社会团体
    Society,
    /// 民办非企业单位
    Private,
    /// Any, with a 统一社会信用代码证书.
    Coded,
}

impl Sort {
    const LICENSED: [Self; 7] = [
        Self::Company,
        Self::Company,
        Self::Company,
        Self::Individual,
        Self::Partnership,
        Self::Branch,
        Self::Cooperative,
    ];
    const CERTIFIED: [Self; 4] = [Self::Institution, Self::Society, Self::Private, Self::Coded];

    fn prefix(self) -> &'static str {
        match self {
            Self::Company | Self::Partnership | Self::Branch => "91",
            Self::Individual => "92",
            Self::Cooperative => "93",
            Self::Institution => "12",
            Self::Society => "51",
            Self::Private => "52",
            Self::Coded => "13",
        }
    }

    /// The title of its paper.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Institution => "事业单位法人证书",
            Self::Society => "社会团体法人登记证书",
            Self::Private => "民办非企业单位登记证书",
            Self::Coded => "统一社会信用代码证书",
            _ => "营业执照",
        }
    }
}

/// What a paper says of a unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its sort.
    pub sort: Sort,
    /// 名称
    pub name: String,
    /// 统一社会信用代码
    pub code: String,
    /// 类型
    pub kind: String,
    /// Who stands for it.
    pub legal: String,
    /// Where it is.
    pub address: String,
    /// 注册资本 and its like, where the form has it.
    pub capital: Option<String>,
    /// First day.
    pub established: Date,
    /// First day of the term, and its last; without a last for 长期.
    pub term: Option<(Date, Option<Date>)>,
    /// What it does.
    pub scope: String,
    /// Who registers it.
    pub authority: String,
}

const BRANDS: &str =
    "华盛云腾宏图远景瑞丰汇智天和恒信中科创新锦程博雅星辰海蓝明德佳友金桥启航万象众合鼎泰兴业安康顺达长青東方晨曦诚品";
const TRADES: &[&str] = &[
    "科技",
    "网络科技",
    "信息技术",
    "文化传媒",
    "电子商务",
    "生物科技",
    "建筑工程",
    "物流",
    "餐饮管理",
    "教育咨询",
    "医疗器械",
    "软件",
    "环保科技",
    "贸易",
    "酒店管理",
    "广告",
    "农业开发",
    "机械设备",
    "新能源",
    "人力资源服务",
];
const SHOPS: &[&str] =
    &["小吃店", "便利店", "服装店", "网店", "理发店", "五金店", "茶叶店", "图文工作室", "水果店", "汽车修理厂"];
const BODIES: &[&str] =
    &["第一中学", "图书馆", "人民医院", "农业技术推广站", "文化馆", "气象服务中心", "博物馆", "公共资源交易中心"];
const GROUPS: &[&str] = &["书法家协会", "软件行业协会", "钓鱼协会", "志愿者联合会", "商会", "羽毛球协会", "摄影学会"];
const PRIVATE: &[&str] = &["职业培训学校", "养老服务中心", "幼儿园", "社会工作服务中心", "康复中心", "青少年活动中心"];
const SCOPES: &[&str] = &[
    "技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广",
    "软件开发",
    "互联网信息服务",
    "计算机软硬件及辅助设备零售",
    "信息系统集成服务",
    "广告设计、代理",
    "广告发布",
    "企业管理咨询",
    "会议及展览服务",
    "日用百货销售",
    "办公用品销售",
    "电子产品销售",
    "食品销售",
    "餐饮服务",
    "货物进出口",
    "技术进出口",
    "道路货物运输（不含危险货物）",
    "园林绿化工程施工",
    "建筑材料销售",
    "市场营销策划",
    "图文设计制作",
    "组织文化艺术交流活动",
    "第一类医疗器械销售",
    "农副产品销售",
    "数据处理和存储支持服务",
    "物联网技术研发",
];
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The check character of the first 17, reckoned here once more and not by the rules that are measured.
pub fn check(first: &str) -> char {
    let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let sum: usize = first.chars().zip(weights).map(|(c, w)| ALPHABET.find(c).unwrap_or(0) * w).sum();
    ALPHABET.as_bytes().get((31 - sum % 31) % 31).map_or('0', |b| char::from(*b))
}

/// The check character of an organisation's code.
fn organisation(first: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().zip(weights).map(|(c, w)| c.to_digit(36).unwrap_or(0) * w).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        d => char::from(b'0' + d as u8),
    }
}

fn code(rng: &mut Rng, prefix: &str, region: u32) -> String {
    let inner: String = if rng.chance(0.6) {
        let letters = ["MA0", "MA2", "MA5", "MACK", "MABX", "MAE7", "MADQ"];
        let mut s = rng.pick(&letters).to_owned();
        while s.len() < 8 {
            let among = if rng.chance(0.5) { 10 } else { 31 };
            let c = ALPHABET.as_bytes()[rng.index(among)];
            s.push(char::from(c));
        }
        s
    } else {
        (0..8).map(|_| char::from(b'0' + rng.index(10) as u8)).collect()
    };
    let first = format!("{prefix}{region:06}{inner}{}", organisation(&inner));
    format!("{first}{}", check(&first))
}

fn brand(rng: &mut Rng) -> String {
    let all: Vec<char> = BRANDS.chars().filter(|c| *c != '東').collect();
    let n = rng.int(2, 4) as usize;
    (0..n).map(|_| all[rng.index(all.len())]).collect()
}

impl Unit {
    /// A unit that is licensed, or certified, whose paper is valid on `today` for more than half a year.
    pub fn new(rng: &mut Rng, today: Date, licensed: bool) -> Self {
        let sort = if licensed { Sort::LICENSED[rng.index(7)] } else { Sort::CERTIFIED[rng.index(4)] };
        let region = &REGIONS[rng.index(REGIONS.len())];
        let city = if region.2.is_empty() { region.1 } else { region.2 };
        let place = if rng.chance(0.5) { city.to_owned() } else { format!("{city}{}", region.3) };
        let brand = brand(rng);
        let trade = rng.pick(TRADES).to_owned();
        let name = match sort {
            Sort::Company if rng.chance(0.2) => {
                format!("{brand}{trade}（{}）股份有限公司", city.trim_end_matches('市'))
            }
            Sort::Company => format!("{place}{brand}{trade}有限公司"),
            Sort::Individual => format!("{}{brand}{}", region.3, rng.pick(SHOPS)),
            Sort::Partnership => format!("{place}{brand}企业管理合伙企业（有限合伙）"),
            Sort::Branch => format!("{brand}{trade}集团有限公司{}分公司", city.trim_end_matches('市')),
            Sort::Cooperative => format!("{}{brand}种植养殖农民专业合作社", region.3),
            Sort::Institution | Sort::Coded => format!("{place}{}", rng.pick(BODIES)),
            Sort::Society => format!("{place}{}", rng.pick(GROUPS)),
            Sort::Private => format!("{place}{brand}{}", rng.pick(PRIVATE)),
        };
        let kind = match sort {
            Sort::Company if name.contains("股份") => "股份有限公司（非上市、自然人投资或控股）",
            Sort::Company => rng.pick(&[
                "有限责任公司（自然人投资或控股）",
                "有限责任公司（自然人独资）",
                "有限责任公司",
                "有限责任公司（非自然人投资或控股的法人独资）",
            ]),
            Sort::Individual => "个体工商户",
            Sort::Partnership => "有限合伙企业",
            Sort::Branch => "有限责任公司分公司（自然人投资或控股）",
            Sort::Cooperative => "农民专业合作社",
            _ => "",
        }
        .to_owned();
        let money = match rng.index(3) {
            0 => format!("{}万元整", ["壹佰", "伍佰", "壹仟", "贰仟", "叁佰", "伍拾"][rng.index(6)]),
            1 => format!("人民币{}.000000万元整", rng.int(3, 9999)),
            _ => format!("{}万元人民币", rng.int(3, 99999)),
        };
        let has_capital = !matches!(sort, Sort::Individual | Sort::Branch | Sort::Society | Sort::Coded);
        let established = today - rng.int(200, 9000).days();
        let years = rng.int(10, 30);
        let until = established.saturating_add(jiff::Span::new().years(years)).max(today + rng.int(240, 4000).days());
        let plain = |date: Date| if date.month() == 2 && date.day() == 29 { date - 1.day() } else { date };
        let term = match sort {
            Sort::Individual => None,
            Sort::Institution | Sort::Society | Sort::Private | Sort::Coded => {
                let from = plain(today - rng.int(30, 900).days());
                Some((from, Some(plain(today + rng.int(240, 1500).days()))))
            }
            _ if rng.chance(0.25) => None,
            _ if rng.chance(0.4) => Some((plain(established), None)),
            _ => Some((plain(established), Some(plain(until)))),
        };
        let count = if rng.chance(0.3) { rng.int(8, 20) } else { rng.int(2, 8) };
        let mut items: Vec<&str> = Vec::new();
        while items.len() < count as usize {
            let next = SCOPES[rng.index(SCOPES.len())];
            if !items.contains(&next) {
                items.push(next);
            }
        }
        let mut scope = items.join("；");
        if licensed && rng.chance(0.6) {
            scope = format!("一般项目：{scope}。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）");
        }
        let authority = format!("{}市场监督管理局", region.3);
        Self {
            sort,
            name,
            code: code(rng, sort.prefix(), region.0),
            kind,
            legal: people::name(rng, "汉"),
            address: people::address(rng, region),
            capital: has_capital.then_some(money),
            established: plain(established),
            term,
            scope,
            authority,
        }
    }

    /// All that is written, for asking a font whether it has it.
    #[must_use]
    pub fn text(&self) -> String {
        let capital = self.capital.as_deref().unwrap_or_default();
        format!("{}{}{}{}{}{}{capital}", self.name, self.kind, self.legal, self.address, self.scope, self.authority)
    }

    /// The term as the contract tells it.
    #[must_use]
    pub fn term_told(&self) -> Option<String> {
        let (from, until) = self.term?;
        Some(format!("{from}/{}", until.map_or_else(|| "long_term".to_owned(), |day| day.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_example_is_composed() {
        assert_eq!(check("91350100M000100Y4"), '3');
        assert_eq!(organisation("M000100Y"), '4');
    }
}
