//! What the sources must hold to: no sentences outside the core, no framework in `core`, a test for each file there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};

/// The one string that an app keeps for the system.
const NAME: &str = "app_name";

/// Checks the folder `app`.
pub fn check(app: &Path) -> Result<()> {
    let res = app.join("app").join("src").join("main").join("res");
    let english = of(&res.join("values").join("strings.xml"))?;
    let chinese = of(&res.join("values-zh").join("strings.xml"))?;
    let mut faults = differences(&english, &chinese);
    // The system reads the app's name; all else is said by the core.
    faults.extend(
        english
            .keys()
            .filter(|name| *name != NAME)
            .map(|name| format!("the string `{name}` belongs to the core's words")),
    );
    for (path, text) in sources(&app.join("app").join("src").join("main").join("kotlin"))? {
        if text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
            faults.push(format!("{} says something: the words are the core's", path.display()));
        }
    }
    let core = app.join("core").join("src");
    let tests = sources(&core.join("test"))?.into_iter().map(|(_, text)| text).collect::<Vec<_>>().concat();
    for (path, text) in sources(&core.join("main"))? {
        if text.lines().any(|line| line.starts_with("import android")) {
            faults.push(format!("{} uses the framework: `core` must run without it", path.display()));
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if !tests.contains(&format!("class {name}Test")) {
            faults.push(format!("{name} has no {name}Test"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}

/// Strings by name.
fn of(path: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).map_err(|e| Fault::io("reading", path, &e))?;
    Ok(parse(&text))
}

/// One string a line, as the files are written.
fn parse(text: &str) -> BTreeMap<String, String> {
    let one = |line: &str| {
        let (name, rest) = line.trim().strip_prefix("<string name=\"")?.split_once("\">")?;
        Some((name.to_owned(), rest.strip_suffix("</string>")?.to_owned()))
    };
    text.lines().filter_map(one).collect()
}

fn differences(english: &BTreeMap<String, String>, chinese: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, words) in english {
        match chinese.get(name) {
            None => faults.push(format!("the string `{name}` has no Chinese")),
            Some(theirs) if places(theirs) != places(words) => {
                faults.push(format!("the string `{name}` takes other values in Chinese"));
            }
            Some(theirs) if theirs.is_empty() || words.is_empty() => {
                faults.push(format!("the string `{name}` is empty"))
            }
            Some(_) => {}
        }
    }
    let only = chinese.keys().filter(|name| !english.contains_key(*name));
    faults.extend(only.map(|name| format!("the string `{name}` has no English")));
    faults
}

/// `%1$s` and the like, in order.
fn places(words: &str) -> Vec<String> {
    let mut found: Vec<String> = words.split('%').skip(1).map(|rest| rest.chars().take(3).collect()).collect();
    found.sort();
    found
}

fn sources(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let listed = fs::read_dir(folder).map_err(|e| Fault::io("listing", folder, &e))?;
    for entry in listed {
        let path = entry.map_err(|e| Fault::io("listing", folder, &e))?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|e| e == "kt") {
            let text = fs::read_to_string(&path).map_err(|e| Fault::io("reading", &path, &e))?;
            found.push((path, text));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_must_have_the_same_strings_with_the_same_values() {
        let english = parse(
            "<string name=\"a\">%1$d of %2$d</string>\n<string name=\"b\">x</string>\n<string name=\"c\">y</string>",
        );
        let chinese = parse(
            "<string name=\"a\">第 %1$d 页</string>\n<string name=\"b\"></string>\n<string name=\"d\">z</string>",
        );
        let faults = differences(&english, &chinese).join("; ");
        assert_eq!(
            faults,
            "the string `a` takes other values in Chinese; the string `b` is empty; the string `c` has no Chinese; \
             the string `d` has no English"
        );
    }
}
