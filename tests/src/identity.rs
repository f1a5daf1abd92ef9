//! Generated identities. None of them belongs to a person: everything is drawn from lists by a seed.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::regions::{REGIONS, Region};
use crate::rng::Rng;

/// What a resident ID card says, both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Name, 2 to 20 characters, parts joined by `·`.
    pub name: String,
    /// 男 or 女.
    pub sex: &'static str,
    /// Without 族, except 穿青人.
    pub ethnicity: &'static str,
    /// Date of birth as printed.
    pub birth: Date,
    /// Address, one line.
    pub address: String,
    /// The eighteen characters of the number.
    pub id_number: String,
    /// Issuing authority.
    pub authority: String,
    /// First day of validity.
    pub valid_from: Date,
    /// Last day, or none for 长期.
    pub valid_until: Option<Date>,
}

/// The 56 of GB/T 3304; 汉 first.
#[rustfmt::skip]
pub const ETHNICITIES: &[&str] = &[
    "汉","蒙古","回","藏","维吾尔","苗","彝","壮","布依","朝鲜","满","侗","瑶","白","土家","哈尼","哈萨克","傣","黎","傈僳","佤","畲",
    "高山","拉祜","水","东乡","纳西","景颇","柯尔克孜","土","达斡尔","仫佬","羌","布朗","撒拉","毛南","仡佬","锡伯","阿昌","普米",
    "塔吉克","怒","乌孜别克","俄罗斯","鄂温克","德昂","保安","裕固","京","塔塔尔","独龙","鄂伦春","赫哲","门巴","珞巴","基诺",
];

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
const DOUBLE: &[&str] = &["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文德福海山春秋冬夏雪峰林森琳佳嘉欣怡雨晨梓轩浩宇博涵泽瑞思远子墨诗婷雅洁慧颖倩璐瑶蕾薇菲莹莉萍燕云飞龙凤翔鹏程俊凯旭东阳光辉耀天成立新康宁安定永长庆生祥瑞吉利达荣昌盛兴业学智仁义礼信忠孝廉清正大小一乐丹丽君之亦凡可晓";
const RARE: &str = "喆堃淼焱垚犇翀旻翊彧昱赟璟祎禛羿姝瑀鋆婳珺玥玘琰璠璇燚煜烨炜焜炘彣彬斌奭奕昇昊晟晗晞暄曦朦朕桢梵楠榕樾沁沅沐泓洺浠淇湉溦滢潇澍濛瀚灏茜荃莀菁萱葳蓁蔚蕴薏缨缦绮翾翯聿舸艺芃芮苒";
const FIRST: &[&str] = &[
    "阿卜杜热合曼",
    "买买提",
    "古丽娜尔",
    "艾力",
    "吐尔逊",
    "阿依古丽",
    "热依汗",
    "木合塔尔",
    "努尔兰",
    "叶尔波力",
    "巴合提",
    "阿不都拉",
    "玛依拉",
    "帕提古丽",
    "库尔班",
    "伊力哈木",
    "迪丽努尔",
    "赛力克",
    "斯琴高娃",
    "布仁巴雅尔",
];
const SECOND: &[&str] = &[
    "买买提",
    "艾合买提",
    "阿卜杜克热木",
    "吾斯曼",
    "卡德尔",
    "依明江",
    "玉素甫",
    "哈力克",
    "别克",
    "沙吾提",
    "托合提",
    "阿布力孜",
    "马木提",
    "司马义",
    "热西提",
    "赛买提",
    "亚森",
    "努尔买买提",
];
const WHOLE: &[&str] = &[
    "扎西多吉",
    "次仁卓玛",
    "旦增旺姆",
    "索朗央金",
    "格桑平措",
    "吉克木呷",
    "阿尔木果",
    "沙马伍各",
    "乌云其木格",
    "巴特尔",
    "洛桑益西",
    "尼玛次仁",
    "安代呷依",
    "曲比阿乌",
    "额尔敦朝鲁",
    "宝音德力格尔",
];
const WORDS: &[&str] = &[
    "解放",
    "人民",
    "中山",
    "建设",
    "和平",
    "新华",
    "胜利",
    "文化",
    "朝阳",
    "滨河",
    "长江",
    "黄河",
    "五一",
    "光明",
    "团结",
    "幸福",
    "友谊",
    "迎宾",
    "学府",
    "科技",
    "金桥",
    "东风",
    "红旗",
    "西环",
    "南湖",
    "北苑",
    "青年",
    "体育场",
    "火车站",
    "凤凰",
    "石桥",
    "龙泉",
    "白云",
    "柳林",
    "王家",
    "李庄",
    "大河",
    "张村",
    "双溪",
    "马站",
    "沙坪",
    "清水",
    "杏花",
    "太平",
    "高坎",
];

fn letter(rng: &mut Rng, from: &str) -> String {
    let n = from.chars().count();
    from.chars().nth(rng.index(n)).map(String::from).unwrap_or_default()
}

fn name(rng: &mut Rng, ethnicity: &str) -> String {
    let with_dot = matches!(ethnicity, "维吾尔" | "哈萨克" | "柯尔克孜" | "乌孜别克" | "塔吉克" | "塔塔尔");
    if with_dot || rng.chance(0.03) {
        let mut s = format!("{}·{}", rng.pick(FIRST), rng.pick(SECOND));
        if rng.chance(0.2) {
            let more = format!("{s}·{}", rng.pick(SECOND));
            if more.chars().count() <= 20 {
                s = more;
            }
        }
        return s;
    }
    if matches!(ethnicity, "藏" | "彝" | "蒙古" | "门巴" | "珞巴") && rng.chance(0.7) {
        return rng.pick(WHOLE).to_owned();
    }
    let mut s = if rng.chance(0.04) { rng.pick(DOUBLE).to_owned() } else { letter(rng, SURNAMES) };
    let given = if rng.chance(0.3) { 1 } else { 2 };
    for _ in 0..given {
        s += &if rng.chance(0.12) { letter(rng, RARE) } else { letter(rng, GIVEN) };
    }
    s
}

fn place(r: &Region) -> String {
    // A county-level city or a county of an autonomous prefecture stands on its own after the province.
    let own = r.3.ends_with('市');
    if own { format!("{}{}", r.1, r.3) } else { format!("{}{}{}", r.1, r.2, r.3) }
}

fn address(rng: &mut Rng, r: &Region) -> String {
    let w = |rng: &mut Rng| rng.pick(WORDS).to_owned();
    let mut s = place(r);
    let n = |rng: &mut Rng, hi: i64| rng.int(1, hi).to_string();
    match rng.index(11) {
        0 => s += &format!("{}路{}号", w(rng), n(rng, 999)),
        1 => s += &format!("{}路{}号{}幢{}单元{}室", w(rng), n(rng, 400), n(rng, 30), n(rng, 5), rng.int(101, 2806)),
        2 => s += &format!("{}街道{}社区{}号楼{}", w(rng), w(rng), n(rng, 60), rng.int(101, 3304)),
        3 => s += &format!("{}镇{}村{}组{}号", w(rng), w(rng), n(rng, 15), n(rng, 230)),
        4 => s += &format!("{}路{}弄{}号{}室", w(rng), n(rng, 900), n(rng, 99), rng.int(101, 1903)),
        5 => s += &format!("{}乡{}村委会{}屯{}号", w(rng), w(rng), w(rng), n(rng, 120)),
        6 => s += &format!("{}大道{}号{}座{}室", w(rng), n(rng, 2000), letter(rng, "ABCDEF"), rng.int(101, 3609)),
        7 => s += &format!("{}街{}号院{}号楼{}门{}号", w(rng), n(rng, 300), n(rng, 40), n(rng, 8), rng.int(101, 1804)),
        8 => {
            s += &format!(
                "{}工业园{}区{}栋{}-{}-{}",
                w(rng),
                letter(rng, "ABCD"),
                n(rng, 30),
                n(rng, 6),
                n(rng, 20),
                rng.int(1, 4)
            )
        }
        9 => s += &format!("{}镇{}街{}号附{}号", w(rng), w(rng), n(rng, 400), n(rng, 20)),
        _ => {
            s += &format!(
                "{}街{}巷{}号（{}小区）{}栋{}室",
                w(rng),
                w(rng),
                n(rng, 90),
                w(rng),
                n(rng, 20),
                rng.int(101, 908)
            )
        }
    }
    if s.chars().count() < 36 && rng.chance(0.06) {
        s += "（集体户）";
    }
    if s.chars().count() > 43 { place(r) + "解放路1号" } else { s }
}

fn authority(r: &Region) -> String {
    let city = if r.2.is_empty() { r.1 } else { r.2 };
    if r.3.ends_with('区') && r.3.chars().count() > 2 && city.ends_with('市') {
        let short = r.3.strip_suffix("新区").map_or_else(|| r.3.trim_end_matches('区').to_owned(), |_| r.3.to_owned());
        format!("{city}公安局{short}分局")
    } else {
        format!("{}公安局", r.3)
    }
}

/// The check character of seventeen digits (GB 11643, ISO 7064 MOD 11-2).
#[must_use]
pub fn check_character(first17: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first17.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
    "10X98765432".chars().nth((sum % 11) as usize).unwrap_or('0')
}

/// Region, birth date and sequence, closed with the right check character.
#[must_use]
pub fn number(region: u32, birth: Date, sequence: i64) -> String {
    let first = format!("{region:06}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
    let check = check_character(&first);
    format!("{first}{check}")
}

fn day_between(rng: &mut Rng, from: Date, to: Date) -> Date {
    let days = from.until(to).map_or(0, |s| s.get_days());
    let d = from + (rng.int(0, i64::from(days.max(0)))).days();
    // The 29th of February has no anniversary three years in four.
    if d.month() == 2 && d.day() == 29 { d - 1.day() } else { d }
}

/// Whole years from `birth` to `day`.
#[must_use]
pub fn age(birth: Date, day: Date) -> i32 {
    let before = (day.month(), day.day()) < (birth.month(), birth.day());
    i32::from(day.year()) - i32::from(birth.year()) - i32::from(before)
}

/// The term in years that the law gives at an age of issue; none is 长期.
#[must_use]
pub fn term(age: i32) -> Option<i64> {
    match age {
        ..16 => Some(5),
        16..26 => Some(10),
        26..46 => Some(20),
        _ => None,
    }
}

/// Validity by the law, current on `today` with more than four months left.
fn validity(rng: &mut Rng, birth: Date, today: Date) -> (Date, Option<Date>) {
    let first = date(2008, 1, 1).max(birth);
    for _ in 0..400 {
        let from = day_between(rng, first, today - 20.days());
        let at = age(birth, from);
        if at < 16 && age(birth, today) >= 16 && !rng.chance(0.05) {
            continue;
        }
        let until = term(at).map(|y| from + y.years());
        if until.is_none_or(|u| u > today + 130.days()) {
            return (from, until);
        }
    }
    (today - 1.year(), term(age(birth, today - 1.year())).map(|y| today - 1.year() + y.years()))
}

impl Identity {
    /// A consistent identity of an age within `ages` on `today`.
    pub fn new(rng: &mut Rng, today: Date, ages: (i32, i32)) -> Self {
        let ethnicity = match rng.range(0.0, 1.0) {
            x if x < 0.68 => "汉",
            x if x < 0.70 => "穿青人",
            _ => ETHNICITIES[1 + rng.index(ETHNICITIES.len() - 1)],
        };
        let region = &REGIONS[rng.index(REGIONS.len())];
        let years = rng.int(i64::from(ages.0), i64::from(ages.1));
        let birth = {
            let last = today - years.years();
            day_between(rng, last - 1.year() + 2.days(), last)
        };
        let male = rng.chance(0.5);
        let sequence = rng.int(0, 498) * 2 + i64::from(male);
        let name = name(rng, ethnicity);
        // One in eight lives elsewhere than where the number was given.
        let home = if rng.chance(0.125) { &REGIONS[rng.index(REGIONS.len())] } else { region };
        let (valid_from, valid_until) = validity(rng, birth, today);
        Self {
            name,
            sex: if male { "男" } else { "女" },
            ethnicity,
            birth,
            address: address(rng, home),
            id_number: number(region.0, birth, sequence),
            authority: authority(home),
            valid_from,
            valid_until,
        }
    }

    /// Everything printed that a value font must have.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}{}", self.name, self.address, self.authority)
    }

    /// The validity as printed on the back.
    #[must_use]
    pub fn validity_text(&self) -> String {
        let d = |d: Date| format!("{:04}.{:02}.{:02}", d.year(), d.month(), d.day());
        format!("{}-{}", d(self.valid_from), self.valid_until.map_or("长期".to_owned(), d))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_of_the_standard() {
        assert_eq!(check_character("11010519491231002"), 'X');
        assert_eq!(check_character("44052418800101001"), '4');
    }

    #[test]
    fn identities_are_consistent() {
        let today = date(2026, 11, 1);
        for seed in 0..400 {
            let id = Identity::new(&mut Rng::new(seed), today, (16, 75));
            assert_eq!(id.id_number.len(), 18);
            assert!(id.id_number.ends_with(check_character(&id.id_number[..17])), "{id:?}");
            assert_eq!(id.id_number[6..14], id.birth.strftime("%Y%m%d").to_string());
            let odd = id.id_number.as_bytes()[16] % 2 == 1;
            assert_eq!(odd, id.sex == "男");
            let years = age(id.birth, today);
            assert!((16..=75).contains(&years), "{id:?}");
            assert!((8..=45).contains(&id.address.chars().count()), "{id:?}");
            assert!((2..=20).contains(&id.name.chars().count()));
            assert_eq!(id.valid_until, term(age(id.birth, id.valid_from)).map(|y| id.valid_from + y.years()));
            assert!(id.valid_until.is_none_or(|u| u > today + 100.days()), "{id:?}");
            assert_eq!(id, Identity::new(&mut Rng::new(seed), today, (16, 75)));
        }
    }
}
