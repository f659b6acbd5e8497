//! The table of measured figures beside their limits.

use std::fmt::Write as _;

use serde_json::json;

/// The limit of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Limit {
    /// No limit: the figure is for comparison.
    None,
    /// This value and no other.
    Exactly(f64),
    /// This value or less.
    AtMost(f64),
    /// Less than this value.
    Below(f64),
    /// This value or more.
    AtLeast(f64),
}

#[derive(Debug)]
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    limit: Limit,
    /// Whether the figure depends on the machine.
    is_time: bool,
}

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Row>);

impl Limit {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::None => true,
            Self::Exactly(limit) => (value - limit).abs() < 1e-9,
            Self::AtMost(limit) => value <= limit,
            Self::Below(limit) => value < limit,
            Self::AtLeast(limit) => value >= limit,
        }
    }

    fn words(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Exactly(limit) => format!("= {}", figure(limit)),
            Self::AtMost(limit) => format!("<= {}", figure(limit)),
            Self::Below(limit) => format!("< {}", figure(limit)),
            Self::AtLeast(limit) => format!(">= {}", figure(limit)),
        }
    }
}

impl Report {
    /// Adds a count or a size: the same on every machine.
    pub(crate) fn count(&mut self, name: &str, value: f64, unit: &'static str, limit: Limit) {
        self.0.push(Row { name: name.to_owned(), value, unit, limit, is_time: false });
    }

    /// Adds a time or a rate: another on every machine.
    pub(crate) fn time(&mut self, name: &str, value: f64, unit: &'static str, limit: Limit) {
        self.0.push(Row { name: name.to_owned(), value, unit, limit, is_time: true });
    }

    /// Whether a limit is broken; limits on time count only when asked.
    pub(crate) fn is_broken(&self, strict: bool) -> bool {
        self.0.iter().any(|row| !row.limit.holds(row.value) && (strict || !row.is_time))
    }

    /// Whether nothing was measured.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn table(&self) -> String {
        let mut text = format!("| {:<52} | {:>14} | {:>12} |    |\n", "what", "measured", "limit");
        let _ = writeln!(text, "|{:-<54}|{:-<15}:|{:-<13}:|----|", "", "", "");
        for row in &self.0 {
            let mark = match row.limit {
                Limit::None => "  ",
                limit if limit.holds(row.value) => "ok",
                Limit::Exactly(_) | Limit::AtMost(_) | Limit::Below(_) | Limit::AtLeast(_) => "NO",
            };
            let value = format!("{} {}", figure(row.value), row.unit);
            let _ = writeln!(text, "| {:<52} | {:>14} | {:>12} | {mark} |", row.name, value.trim(), row.limit.words());
        }
        text
    }

    pub(crate) fn json(&self) -> String {
        let rows: serde_json::Value = self.0.iter().map(|row| {
            json!({ "name": row.name, "value": row.value, "unit": row.unit, "limit": row.limit.words(), "holds": row.limit.holds(row.value) })
        }).collect();
        rows.to_string()
    }
}

fn figure(value: f64) -> String {
    if value >= 100.0 || (value - value.round()).abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_limit_on_time_fails_only_when_asked() {
        let mut report = Report::default();
        report.time("slow", 200.0, "ns", Limit::Below(100.0));
        assert!(!report.is_broken(false) && report.is_broken(true));
        report.count("writes", 2.0, "", Limit::Exactly(1.0));
        assert!(report.is_broken(false));
        assert!(report.table().contains("NO") && report.table().contains("200 ns"));
    }

    #[test]
    fn limits_hold_from_both_sides() {
        assert!(Limit::AtMost(2.0).holds(2.0) && !Limit::AtMost(2.0).holds(2.5));
        assert!(Limit::AtLeast(2.0).holds(2.0) && !Limit::AtLeast(2.0).holds(1.9));
        assert!(Limit::Below(2.0).holds(1.9) && !Limit::Below(2.0).holds(2.0));
        assert!(Limit::Exactly(4.0).holds(4.0) && !Limit::Exactly(4.0).holds(6.0));
    }
}
