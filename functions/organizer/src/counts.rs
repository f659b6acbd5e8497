//! Counts: the numbers of one moment, and the dashboard that shows them.

pub(crate) mod board;
pub(crate) mod dashboard;
pub(crate) mod riding_table;
mod waiting;
mod week;

use campaigns::Texts;

/// Writes a change with its sign, and a dash when it is not known.
pub(crate) fn signed(t: &Texts, change: Option<i64>) -> String {
    match change {
        Some(gain @ 1..) => format!("+{}", t.number(gain)),
        Some(0) => "0".to_owned(),
        Some(loss @ ..0) => format!("−{}", t.number(-loss)),
        None => "–".to_owned(),
    }
}
