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
        if known { Some(Place::Exists) } else { next_to(scope, head).map(Place::NextTo) }
    });
    near.unwrap_or(if city.is_some() { Place::Exists } else { Place::Untold })
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
