//! Lines of `heyan serve`.

use heyan::rules::words::Lang;

use super::pick;

/// No variable of the system says where cases could be kept.
pub fn no_folder(lang: Lang) -> &'static str {
    pick(
        lang,
        "不知道案卷放在哪里：请用 --cases 指明文件夹。",
        "where are cases to be kept? Name a folder with --cases.",
    )
}

/// The system has nothing to open an address with.
pub fn no_browser(lang: Lang) -> &'static str {
    pick(lang, "没有找到浏览器，请自行打开上面的地址。", "no browser was found: open the address above yourself.")
}
