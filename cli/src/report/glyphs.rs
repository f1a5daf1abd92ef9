//! Digits and capitals as pen strokes: badges in the PNGs need no font, and no font's licence.

/// Strokes on a grid 4 wide and 6 high, y down. Each is a run of points, written as digit pairs `xy`.
fn strokes(c: char) -> &'static [&'static str] {
    match c {
        '0' => &["10 30 41 45 36 16 05 01 10"],
        '1' => &["11 20 26", "16 36"],
        '2' => &["01 10 30 41 42 06 46"],
        '3' => &["01 10 30 41 42 33 23", "33 44 45 36 16 05"],
        '4' => &["36 30 04 44"],
        '5' => &["40 00 03 33 44 45 36 06"],
        '6' => &["30 10 01 05 16 36 45 44 33 03"],
        '7' => &["00 40 16"],
        '8' => &["13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33"],
        '9' => &["16 36 45 41 30 10 01 02 13 43"],
        'A' => &["06 20 46", "14 34"],
        'B' => &["06 00 30 41 42 33 03", "33 44 45 36 06"],
        'C' => &["41 30 10 01 05 16 36 45"],
        'D' => &["06 00 20 42 44 26 06"],
        'E' => &["40 00 06 46", "03 33"],
        'F' => &["40 00 06", "03 33"],
        'G' => &["41 30 10 01 05 16 36 45 43 23"],
        'H' => &["00 06", "40 46", "03 43"],
        'I' => &["20 26", "10 30", "16 36"],
        'J' => &["40 45 36 16 05"],
        'K' => &["00 06", "40 03 46"],
        'L' => &["00 06 46"],
        'M' => &["06 00 23 40 46"],
        'N' => &["06 00 46 40"],
        'O' => &["10 30 41 45 36 16 05 01 10"],
        'P' => &["06 00 30 41 42 33 03"],
        'Q' => &["10 30 41 45 36 16 05 01 10", "24 46"],
        'R' => &["06 00 30 41 42 33 03", "23 46"],
        'S' => &["41 30 10 01 02 13 33 44 45 36 16 05"],
        'T' => &["00 40", "20 26"],
        'U' => &["00 05 16 36 45 40"],
        'V' => &["00 26 40"],
        'W' => &["00 16 23 36 40"],
        'X' => &["00 46", "40 06"],
        'Y' => &["00 23 40", "23 26"],
        'Z' => &["00 40 06 46"],
        _ => &[],
    }
}

/// The strokes of `text` centred on the origin, one unit high, each a run of points.
pub fn outline(text: &str) -> Vec<Vec<(f32, f32)>> {
    // 4 wide, 2 between, 6 high.
    let count = text.chars().count() as f32;
    let width = count * 6.0 - 2.0;
    let mut runs = Vec::new();
    for (i, c) in text.chars().enumerate() {
        for stroke in strokes(c) {
            let run = stroke.split(' ').filter_map(|pair| {
                let mut digits = pair.chars().filter_map(|d| d.to_digit(10));
                let (x, y) = (digits.next()? as f32, digits.next()? as f32);
                Some(((i as f32 * 6.0 + x - width / 2.0) / 6.0, (y - 3.0) / 6.0))
            });
            runs.push(run.collect());
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_can_be_written() {
        for c in ('0'..='9').chain('A'..='Z') {
            let runs = outline(&c.to_string());
            assert!(runs.iter().all(|run| run.len() >= 2) && !runs.is_empty(), "{c}");
        }
    }
}
