//! Which language the person reads, by the POSIX locale variables.

use std::env;

use heyan::rules::words::Lang;

/// The language of the process's locale: `LC_ALL` over `LC_MESSAGES` over `LANG`, else English.
pub fn lang() -> Lang {
    from_locale(["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| env::var(name).ok()))
}

/// The first locale that is set decides; an empty one counts as unset.
fn from_locale(mut values: impl Iterator<Item = String>) -> Lang {
    let value = values.find(|value| !value.is_empty()).unwrap_or_default();
    Lang::of_locale(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> Lang {
        from_locale(values.iter().map(|&v| v.to_owned()))
    }

    #[test]
    fn the_first_variable_set_decides() {
        assert_eq!(of(&["zh_CN.UTF-8"]), Lang::Zh);
        assert_eq!(of(&["", "zh"]), Lang::Zh);
        assert_eq!(of(&["C.UTF-8", "zh_CN.UTF-8"]), Lang::En);
        assert_eq!(of(&["zhx"]), Lang::En);
        assert_eq!(of(&[]), Lang::En);
    }
}
