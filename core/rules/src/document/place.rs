//! The division at the head of an address: whether there is one of that name, or one that differs by a single character.

use std::sync::LazyLock;

use super::region;

static DATA: &str = include_str!("../../data/region_names.txt");
/// Codes and names, sorted by code as the data is.
static NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = DATA.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_at_checked(6)).collect()
});

/// What the names of GB/T 2260 say of the head of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A division of that name stands or stood.
    Exists,
    /// No division has the name read, and this one differs from it by one character.
    NextTo(&'static str),
    /// Neither: a zone that the standard does not have, a town without its county, a name not known.
    Untold,
}

/// Autonomous regions as addresses name them beside their whole names.
const SHORT: [(&str, &str); 5] = [("15", "内蒙古"), ("45", "广西"), ("54", "西藏"), ("64", "宁夏"), ("65", "新疆")];
/// Where a division's name ends.
const ENDS: [char; 6] = ['县', '区', '市', '旗', '州', '盟'];
/// Ends of names that no division has, and which differ from those of divisions by little: 高新区 is no 高陵区.
const ZONES: [&str; 12] =
    ["新区", "发区", "园区", "业区", "范区", "理区", "假区", "税区", "社区", "小区", "街区", "矿区"];
/// Characters of the longest name in the standard.
const LONGEST: usize = 15;
/// A shorter name differs by one character from too many others.
const SHORTEST: usize = 3;

/// Looks up the divisions that `address` begins with, from the province down as far as they are named.
pub fn place(address: &str) -> Place {
    let (province, rest) = match province_of(address) {
        Some(found) => found,
        None => match near_province(address) {
            Some(name) => return Place::NextTo(name),
            None => ("", address),
        },
    };
    let cities = names(province).filter(|(code, name)| code.ends_with("00") && rest.starts_with(name));
    let city = cities.max_by_key(|(_, name)| name.len());
    let (scope, rest) = match city {
        Some((code, name)) => (code.get(..4).unwrap_or(code), rest.get(name.len()..).unwrap_or_default()),
        None => (province, rest),
    };
    if names(scope).any(|(_, name)| rest.starts_with(name)) {
        return Place::Exists;
    }
    let near = heads(rest).find_map(|head| {
        let known = names("").any(|(_, name)| name == head);
        if known || is_short_prefecture(head) { Some(Place::Exists) } else { next_to(scope, head).map(Place::NextTo) }
    });
    near.unwrap_or(if city.is_some() { Place::Exists } else { Place::Untold })
}

/// The same of the holder's `address` whose number begins with `code`: most people live where their number was given, so the
/// names of that division speak too where city and province are not named.
pub fn place_with(address: &str, code: &str) -> Place {
    if province_of(address).is_some() {
        return place(address);
    }
    let own = || names(code).map(|(_, name)| name);
    if own().any(|name| address.starts_with(name)) {
        return Place::Exists;
    }
    let exists = |head: &str| names("").any(|(_, name)| name == head);
    let near = heads(address).take_while(|head| !exists(head)).find_map(|head| next_to(code, head));
    near.map_or_else(|| place(address), Place::NextTo)
}

/// How many characters at the head of `address` are names of divisions that exist, each within the one before it: what is
/// read there stands in a list of eight thousand.
pub fn known_characters(address: &str) -> usize {
    let (province, mut rest) = province_of(address).unwrap_or(("", address));
    let mut scope = province;
    // City, then county.
    for _ in 0..2 {
        let inside = names(scope).filter(|(_, name)| rest.starts_with(name));
        let Some((code, name)) = inside.max_by_key(|(code, name)| (name.len(), code.ends_with("00"))) else { break };
        rest = rest.get(name.len()..).unwrap_or_default();
        scope = if code.ends_with("00") { code.get(..4).unwrap_or(code) } else { break };
    }
    address.len().checked_sub(rest.len()).and_then(|end| address.get(..end)).map_or(0, |head| head.chars().count())
}

/// The first two digits of the province at the head of `address`, and what follows it.
fn province_of(address: &str) -> Option<(&'static str, &str)> {
    let names = region::provinces().chain(SHORT);
    names.filter_map(|(code, name)| Some((code, address.strip_prefix(name)?))).min_by_key(|(_, rest)| rest.len())
}

/// A province whose whole name differs from the head of `address` by one character.
fn near_province(address: &str) -> Option<&'static str> {
    // 市 ends the names of four provinces and of hundreds of cities.
    region::provinces().map(|(_, name)| name).filter(|name| !name.ends_with('市')).find(|name| {
        let length = name.chars().count();
        address
            .char_indices()
            .nth(length)
            .map_or(Some(address), |(end, _)| address.get(..end))
            .is_some_and(|head| differ_by_one(head, name) && head.chars().last() == name.chars().last())
    })
}

/// What may be the name of a division at the head of `rest`: up to its first end, and where that is part of a name
/// (区 in 市中区), to the second.
fn heads(rest: &str) -> impl Iterator<Item = &str> {
    let ends = rest.char_indices().enumerate().take(LONGEST).filter(|(_, (_, c))| ENDS.contains(c));
    ends.filter(|(at, _)| at + 1 >= SHORTEST).take(2).filter_map(|(_, (at, c))| rest.get(..at + c.len_utf8()))
}

/// Whether `head` is how people call an autonomous prefecture: 楚雄州 of 楚雄彝族自治州.
fn is_short_prefecture(head: &str) -> bool {
    head.strip_suffix('州').is_some_and(|own| {
        own.chars().count() > 1 && names("").any(|(_, name)| name.ends_with("自治州") && name.starts_with(own))
    })
}

/// A name within `scope` that differs from `head` by one character.
fn next_to(scope: &str, head: &str) -> Option<&'static str> {
    if ZONES.iter().any(|zone| head.ends_with(zone)) {
        return None;
    }
    names(scope).map(|(_, name)| name).find(|name| differ_by_one(head, name))
}

fn differ_by_one(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(a, b)| a != b).count() == 1
}

/// Codes and names that begin with the digits `prefix`.
fn names(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let from = NAMES.partition_point(|(code, _)| *code < prefix);
    NAMES.get(from..).unwrap_or_default().iter().copied().take_while(move |(code, _)| code.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_codes_of_the_standard_with_names() {
        let all: Vec<_> = names("").collect();
        assert!(all.len() > 7500);
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(all.iter().all(|(code, name)| code.bytes().all(|b| b.is_ascii_digit()) && name.chars().count() > 1));
        assert!(all.iter().all(|(code, _)| region::province(code).is_some()));
    }

    #[test]
    fn every_division_exists_whether_its_city_and_province_are_named_or_not() {
        for (code, name) in names("") {
            let province = region::province(code).unwrap();
            let cities = names(&code[..4]).filter(|(c, _)| c.ends_with("00")).map(|(_, name)| name);
            for head in cities.chain([""]) {
                let address = format!("{province}{head}{name}解放路1号");
                assert_eq!(place(&address), Place::Exists, "{address}");
            }
        }
    }

    #[test]
    fn a_name_that_is_one_character_off_is_told_with_the_right_one() {
        for (address, near) in [
            ("安徽省宿州市埔桥区淮海路2号", "埇桥区"),
            ("安徽省宿洲市埇桥区淮海路2号", "宿州市"),
            ("安微省宿州市埇桥区淮海路2号", "安徽省"),
            ("北京市朝阻区建国路88号", "朝阳区"),
            ("新疆乌鲁木齐市夭山区解放南路100号", "天山区"),
            ("内蒙古自治区锡林郭勒盟正篮旗上都镇", "正蓝旗"),
        ] {
            assert_eq!(place(address), Place::NextTo(near), "{address}");
        }
    }

    #[test]
    fn the_number_speaks_where_neither_city_nor_province_is_named() {
        assert_eq!(place_with("埔桥区淮海路2号", "341302"), Place::NextTo("埇桥区"));
        assert_eq!(place_with("埇桥区淮海路2号", "341302"), Place::Exists);
        // Who has moved lives in another place.
        assert_eq!(place_with("解放路2号3单元", "341302"), Place::Untold);
        assert_eq!(place_with("江苏省南京市玄武区成贤街1号", "341302"), Place::Exists);
        assert_eq!(place_with("高新区科技路1号", "341302"), Place::Untold);
    }

    #[test]
    fn characters_of_divisions_are_counted() {
        for (address, known) in [
            ("安徽省宿州市埇桥区淮海路2号", 9),
            ("安徽省宿州市埔桥区淮海路2号", 6),
            ("北京市朝阳区建国路88号", 6),
            ("四川省凉山彝族自治州西昌市北山乡", 13),
            ("浙江省义乌市稠城街道", 6),
            ("上海市南汇区惠南镇", 6),
            ("解放路1号", 0),
            ("", 0),
        ] {
            assert_eq!(known_characters(address), known, "{address}");
        }
    }

    #[test]
    fn all_forms_of_addresses_are_left_alone() {
        let mut wrong = Vec::new();
        for address in [
            // The production corps, its divisions and the cities that it runs.
            "新疆生产建设兵团第八师石河子市北泉镇",
            "新疆石河子市146团3连",
            "新疆维吾尔自治区图木舒克市前海街道",
            "新疆阿拉尔市金银川路1号",
            "新疆可克达拉市镇江大道1号",
            "新疆建设兵团农六师102团",
            // Zones of development, new areas, forest farms.
            "天津市滨海新区塘沽新港路1号",
            "四川省成都市天府新区华阳街道",
            "贵州省贵安新区湖潮乡",
            "陕西省西咸新区沣东新城",
            "陕西省杨凌示范区杨陵区西农路",
            "河北省保定市雄安新区容城县",
            "黑龙江省大兴安岭地区加格达奇区",
            "江苏省苏州工业园区星湖街1号",
            "安徽省合肥市经济技术开发区莲花路",
            "广东省深圳市光明区公明街道",
            "广东省深圳市龙华新区民治街道",
            "山东省青岛市黄岛区长江路",
            "山东省青岛市西海岸新区滨海大道",
            "海南省三亚市吉阳区迎宾路",
            "海南省三沙市西沙区永兴岛",
            "湖北省神农架林区松柏镇",
            "广东省东莞市南城区鸿福路",
            "广东省中山市石岐区孙文路",
            "甘肃省嘉峪关市雄关区新华路",
            // Autonomous prefectures, counties, banners, leagues.
            "内蒙古自治区鄂尔多斯市伊金霍洛旗阿勒腾席热镇",
            "内蒙古阿拉善盟额济纳旗达来呼布镇",
            "内蒙古呼伦贝尔市鄂温克族自治旗巴彦托海镇",
            "广西壮族自治区柳州市三江侗族自治县古宜镇",
            "广西南宁市青秀区民族大道1号",
            "西藏自治区拉萨市城关区北京中路1号",
            "宁夏银川市兴庆区解放街1号",
            "云南省楚雄彝族自治州楚雄市鹿城镇",
            "云南省楚雄州楚雄市鹿城镇",
            "贵州省黔东南州凯里市西门街",
            "青海省海西州德令哈市长江路",
            "湖南省湘西土家族苗族自治州吉首市",
            "湖南省湘西州吉首市人民路",
            // Municipalities: with and without a county, and those that were.
            "重庆市万州区高笋塘路1号",
            "重庆市涪陵市崇义街道",
            "重庆市綦江县古南镇",
            "重庆市渝北区两江新区金开大道",
            "上海市卢湾区淮海中路1号",
            "上海市闸北区共和新路1号",
            "上海市崇明县城桥镇",
            "北京市宣武区广安门内大街",
            "北京市密云县鼓楼东大街",
            "天津市静海县静海镇",
            // Names that were, and counties that are cities now.
            "江苏省吴县市东山镇",
            "江苏省淮阴市清河区淮海路",
            "江苏省苏州市沧浪区人民路1号",
            "浙江省杭州市余杭区临平街道",
            "浙江省萧山市城厢镇",
            "广东省番禺市市桥镇",
            "湖北省襄樊市襄城区檀溪路",
            "湖北省沙市市中山路1号",
            "四川省万县市天城区",
            "安徽省巢湖市居巢区巢湖路",
            "山东省莱芜市莱城区文化路",
            "河北省邯郸县南堡乡",
            "云南省思茅地区普洱哈尼族彝族自治县",
            "云南省中甸县建塘镇",
            "吉林省梅河口市福民街1号",
            "台湾省台北市中正区",
        ] {
            if let Place::NextTo(name) = place(address) {
                wrong.push((address, name));
            }
        }
        assert_eq!(wrong, []);
    }

    #[test]
    fn what_the_standard_does_not_have_is_not_called_wrong() {
        for address in [
            "陕西省西安市高新区科技路1号",
            "江苏省泰州市高新区凤凰路1号",
            "广东省东莞市虎门镇太沙路1号",
            "广东省中山市东区中山三路1号",
            "天津市经济技术开发区第一大街1号",
            "解放路1号3单元201室",
            "上海闵行区沪闵路1号",
            "浙江省杭州市临平区迎宾路1号",
            "四川省西昌市北山乡幸福村3组",
            "",
        ] {
            assert!(!matches!(place(address), Place::NextTo(_)), "{address}: {:?}", place(address));
        }
    }
}
