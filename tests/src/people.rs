//! Names, addresses and authorities drawn from lists.

use crate::regions::Region;
use crate::rng::Rng;

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
const DOUBLE: &[&str] = &["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
pub(crate) const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文德福海山春秋冬夏雪峰林森琳佳嘉欣怡雨晨梓轩浩宇博涵泽瑞思远子墨诗婷雅洁慧颖倩璐瑶蕾薇菲莹莉萍燕云飞龙凤翔鹏程俊凯旭东阳光辉耀天成立新康宁安定永长庆生祥瑞吉利达荣昌盛兴业学智仁义礼信忠孝廉清正大小一乐丹丽君之亦凡可晓";
const RARE: &str = "喆堃淼焱垚犇翀旻翊彧昱赟璟祎禛羿姝瑀鋆婳珺玥玘琰璠璇燚煜烨炜焜炘彣彬斌奭奕昇昊晟晗晞暄曦朦朕桢梵楠榕樾沁沅沐泓洺浠淇湉溦滢潇澍濛瀚灏茜荃莀菁萱葳蓁蔚蕴薏缨缦绮翾翯聿舸艺芃芮苒";
pub(crate) const FIRST: &[&str] = &[
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
pub(crate) const SECOND: &[&str] = &[
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
pub(crate) const WHOLE: &[&str] = &[
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

/// A name as usual among an ethnicity: two to four characters, or parts joined by `·`.
pub fn name(rng: &mut Rng, ethnicity: &str) -> String {
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

/// An address in a county: roads, blocks, villages, industrial parks.
pub fn address(rng: &mut Rng, r: &Region) -> String {
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

/// The authority that issues in a county.
pub fn authority(r: &Region) -> String {
    let city = if r.2.is_empty() { r.1 } else { r.2 };
    if r.3.ends_with('区') && r.3.chars().count() > 2 && city.ends_with('市') {
        let short = r.3.strip_suffix("新区").map_or_else(|| r.3.trim_end_matches('区').to_owned(), |_| r.3.to_owned());
        format!("{city}公安局{short}分局")
    } else {
        format!("{}公安局", r.3)
    }
}
/// Characters outside common use, a line starting with `#` saying which.
static RARE_ALL: &str = include_str!("../data/rare_characters.txt");

/// A name of two or three characters, one of them far outside common use, that the font has.
pub fn rare_name(rng: &mut Rng, faces: crate::card::Faces) -> String {
    let rare: Vec<char> = RARE_ALL.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).collect();
    let (surnames, given): (Vec<char>, Vec<char>) = (SURNAMES.chars().collect(), GIVEN.chars().collect());
    loop {
        let mut name = vec![surnames[rng.index(surnames.len())], rare[rng.index(rare.len())]];
        if rng.chance(0.6) {
            name.insert(1 + rng.index(2), given[rng.index(given.len())]);
        }
        let name: String = name.into_iter().collect();
        if crate::font::font(faces.text).has_all(&name) {
            return name;
        }
    }
}
