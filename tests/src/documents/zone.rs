//! Machine-readable zones as ICAO Doc 9303 composes them, reckoned here once more and not by the rules that are measured.

use super::Holder;

/// The check digit of a part.
fn digit(part: &str) -> char {
    let worth = |c: char| c.to_digit(36).unwrap_or(0);
    let sum: u32 = part.chars().zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| worth(c) * weight).sum();
    char::from(b'0' + (sum % 10) as u8)
}

fn filled(text: &str, width: usize) -> String {
    let mut out: String = text.chars().take(width).collect();
    while out.len() < width {
        out.push('<');
    }
    out
}

fn short(date: jiff::civil::Date) -> String {
    format!("{:02}{:02}{:02}", date.year() % 100, date.month(), date.day())
}

/// Surname and given names with their fillers.
fn name(holder: &Holder) -> String {
    format!("{}<<{}", holder.surname.replace(' ', "<"), holder.given.replace(' ', "<"))
}

/// The two lines of a passport.
pub fn passport(holder: &Holder) -> Vec<String> {
    let first = filled(&format!("{}{}{}", holder.code, holder.issuer, name(holder)), 44);
    let number = filled(&holder.number, 9);
    let (birth, expiry, own) = (short(holder.birth), short(holder.until), filled(&holder.optional, 14));
    let [n, b, e] = [&number, &birth, &expiry].map(|part| format!("{part}{}", digit(part)));
    let o = if holder.optional.is_empty() { format!("{own}<") } else { format!("{own}{}", digit(&own)) };
    let whole = digit(&format!("{n}{b}{e}{o}"));
    vec![first, format!("{n}{:<<3}{b}{}{e}{o}{whole}", holder.nationality, holder.sex)]
}

/// The three lines of a card.
pub fn card(holder: &Holder) -> Vec<String> {
    let number = filled(&holder.number, 9);
    let first = filled(&format!("{}{}{number}{}", holder.code, holder.issuer, digit(&number)), 30);
    let (birth, expiry) = (short(holder.birth), short(holder.until));
    let [b, e] = [&birth, &expiry].map(|part| format!("{part}{}", digit(part)));
    let own = filled("", 11);
    let whole = digit(&format!("{}{b}{e}{own}", &first[5..]));
    vec![first, format!("{b}{}{e}{:<<3}{own}{whole}", holder.sex, holder.nationality), filled(&name(holder), 30)]
}

/// `line` with the character at `at` read as another of its sort: digits stay digits, letters letters.
pub fn spoilt(line: &str, at: usize, by: u8) -> String {
    let turn = |c: u8| match c {
        b'0'..=b'9' => b'0' + (c - b'0' + by % 9 + 1) % 10,
        b'A'..=b'Z' => b'A' + (c - b'A' + by % 25 + 1) % 26,
        _ => c,
    };
    line.bytes().enumerate().map(|(i, c)| char::from(if i == at { turn(c) } else { c })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_specimen_of_the_standard_is_composed() {
        let holder = Holder {
            code: "P<".into(),
            issuer: "UTO".into(),
            surname: "ERIKSSON".into(),
            given: "ANNA MARIA".into(),
            number: "L898902C3".into(),
            nationality: "UTO".into(),
            birth: date(1974, 8, 12),
            sex: 'F',
            until: date(2012, 4, 15),
            optional: "ZE184226B".into(),
            ..Holder::new(&mut crate::rng::Rng::new(1), crate::set::TODAY, super::super::Paper::Passport)
        };
        assert_eq!(passport(&holder)[0], "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
        assert_eq!(passport(&holder)[1], "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
    }

    #[test]
    fn what_is_spoilt_is_another_character_of_its_sort() {
        for by in 0..40 {
            let other = spoilt("A1<", 1, by);
            assert!(other != "A1<" && other.as_bytes()[1].is_ascii_digit());
        }
    }
}
