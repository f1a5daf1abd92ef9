//! The worst case of `bench scan`: how long pictures take that show no good card, beside the median of those that do.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::stats::{median, quantile};

/// The slowest picture over the median of good ones: a search for a card is bounded.
pub const WORST_RATIO: f64 = 3.0;

/// Times of pictures by kind, ms.
pub struct Worst {
    good_ms: f64,
    kinds: BTreeMap<String, Vec<f64>>,
}

impl Worst {
    /// No pictures yet; good ones take `good_ms` in the middle.
    pub const fn beside(good_ms: f64) -> Self {
        Self { good_ms, kinds: BTreeMap::new() }
    }

    /// Adds a picture that took `ms`. Its kind is its file's name up to its number, as the generator calls it.
    pub fn add(&mut self, file: &Path, ms: f64) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let kind = name.rsplit_once('-').map_or(&*name, |(kind, _)| kind);
        self.kinds.entry(kind.to_owned()).or_default().push(ms);
    }

    /// Whether no picture takes longer than it may. Without pictures nothing is known.
    pub fn met(&self) -> bool {
        let slowest = self.kinds.values().flatten().copied().reduce(f64::max);
        slowest.is_some_and(|ms| ms <= WORST_RATIO * self.good_ms)
    }

    fn row(&self, f: &mut fmt::Formatter<'_>, kind: &str, times: &[f64]) -> fmt::Result {
        let [middle, most, worst] = [
            median(times.iter().copied()),
            quantile(times.iter().copied(), 0.95),
            quantile(times.iter().copied(), 1.0),
        ];
        let ratio = worst / self.good_ms;
        let met = if ratio <= WORST_RATIO { "met" } else { "MISSED" };
        writeln!(
            f,
            "{kind:<24} {:>4} {middle:>9.0} {most:>9.0} {worst:>9.0} {ratio:>8.2} {:>8}  {met}",
            times.len(),
            format!("≤ {WORST_RATIO:.0}")
        )
    }
}

impl fmt::Display for Worst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<24} {:>4} {:>9} {:>9} {:>9} {:>8} {:>8}",
            format!("ms; good: {:.0}", self.good_ms),
            "",
            "p50",
            "p95",
            "max",
            "ratio",
            "target"
        )?;
        for (kind, times) in &self.kinds {
            self.row(f, kind, times)?;
        }
        let all: Vec<f64> = self.kinds.values().flatten().copied().collect();
        self.row(f, "all", &all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_picture_of_any_kind_counts() {
        let mut worst = Worst::beside(100.0);
        assert!(!worst.met());
        worst.add(Path::new("a/blurred-t30000.jpg"), 250.0);
        worst.add(Path::new("a/blurred-t30001.jpg"), 110.0);
        worst.add(Path::new("a/not_found-h42000.jpg"), 299.0);
        assert!(worst.met());
        let table = worst.to_string();
        assert!(!table.contains("MISSED"), "{table}");
        worst.add(Path::new("a/not_found-h42001.jpg"), 301.0);
        assert!(!worst.met());
        let table = worst.to_string();
        assert_eq!(table.matches("MISSED").count(), 2, "{table}");
        assert!(table.lines().any(|l| l.starts_with("not_found") && l.contains("301")), "{table}");
    }
}
