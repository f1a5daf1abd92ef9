//! Quantiles, and the table that sets them against targets.

use std::fmt;

/// The middle of `values`, the mean of the two middle ones when they are even in number. NaN when there are none.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (Some(upper), 0) => (values.get(middle.wrapping_sub(1)).unwrap_or(upper) + upper) / 2.0,
        (Some(value), _) => *value,
        (None, _) => f64::NAN,
    }
}

/// The value that the share `part` (0 to 1) of `values` lies below. NaN when there are none.
pub fn quantile(values: impl IntoIterator<Item = f64>, part: f64) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * part) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

/// How the figure that is held against the target reads.
#[derive(Debug, Clone, Copy)]
pub enum Share {
    /// Ours over theirs.
    Ratio,
    /// A share of a whole.
    Percent,
    /// As it is.
    Plain,
}

impl Share {
    fn show(self, value: f64) -> String {
        match self {
            Self::Ratio => format!("{value:.3}"),
            Self::Percent => format!("{:.1} %", value * 100.0),
            Self::Plain => format!("{value:.0}"),
        }
    }
}

/// Rows of ours, theirs, the figure that counts and its limit.
#[derive(Debug)]
pub struct Table {
    rival: &'static str,
    rows: Vec<[String; 6]>,
    missed: usize,
}

impl Table {
    /// An empty table beside `rival`.
    pub fn beside(rival: &'static str) -> Self {
        Self { rival, rows: Vec::new(), missed: 0 }
    }

    /// Adds a row: `figure` must not exceed `limit`. A NaN misses it.
    pub fn row(&mut self, what: &str, ours: f64, theirs: Option<f64>, figure: f64, limit: f64, share: Share) {
        let met = figure <= limit;
        self.missed += usize::from(!met);
        let plain = |value: f64| match share {
            Share::Percent => share.show(value),
            _ if value < 10.0 => format!("{value:.2}"),
            _ => format!("{value:.0}"),
        };
        self.rows.push([
            what.to_owned(),
            plain(ours),
            theirs.map_or_else(|| "-".to_owned(), plain),
            if matches!(share, Share::Ratio) { share.show(figure) } else { "-".to_owned() },
            format!("≤ {}", share.show(limit)),
            if met { "met" } else { "MISSED" }.to_owned(),
        ]);
    }

    /// Whether no row misses its limit.
    pub fn met(&self) -> bool {
        self.missed == 0
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<32} {:>9} {:>9} {:>8} {:>10}", "", "Heyan", self.rival, "ratio", "target")?;
        for [what, ours, theirs, ratio, limit, met] in &self.rows {
            writeln!(f, "{what:<32} {ours:>9} {theirs:>9} {ratio:>8} {limit:>10}  {met}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median([7.0]), 7.0);
        assert!(median([]).is_nan());
    }

    #[test]
    fn quantiles() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(quantile(values.clone(), 0.95), 95.0);
        assert_eq!(quantile(values.clone(), 1.0), 99.0);
        assert_eq!(quantile(values, 0.0), 0.0);
        assert!(quantile([], 0.5).is_nan());
    }

    #[test]
    fn a_figure_that_could_not_be_measured_is_no_success() {
        let mut table = Table::beside("another");
        table.row("a", 1.0, Some(4.0), 0.25, 0.30, Share::Ratio);
        assert!(table.met());
        table.row("b", f64::NAN, None, f64::NAN, 0.25, Share::Percent);
        assert!(!table.met());
        assert!(table.to_string().contains("MISSED"));
    }
}
