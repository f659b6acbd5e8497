//! The fates of everybody's forms, as a table and beside the goals.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::people::Origin;

/// The smallest part of each attack's made-up people who must be refused, held or on the first screen.
pub const DEALT_WITH_MIN: f64 = 0.95;
/// The largest part of the real people who may ever be held.
pub const HELD_MAX: f64 = 0.01;

/// The fate of the forms of one origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    pub forms: usize,
    /// Forms that had to wait, for however long.
    pub ever_held: usize,
    /// Forms that wait at the end.
    pub held: usize,
    /// Signers who are counted.
    pub counted: usize,
    /// Signers who are counted and on the first screen of the office's first list.
    pub shown: usize,
    /// Forms that the former rules held.
    pub formerly_held: usize,
    /// Signers whom the former rules counted and the former office showed in any list.
    pub formerly_shown: usize,
    /// Forms that the former rules would have counted.
    pub formerly_counted: usize,
}

impl Fate {
    /// Returns the share of forms that are not counted, or are counted and shown in the office.
    #[must_use]
    pub fn dealt_with(&self) -> f64 {
        share(self.forms - (self.counted - self.shown), self.forms)
    }

    /// Returns the same share under the former rules.
    #[must_use]
    pub fn formerly_dealt_with(&self) -> f64 {
        share(self.forms - (self.formerly_counted - self.formerly_shown), self.forms)
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of people, far below 2^53")]
fn share(count: usize, of: usize) -> f64 {
    count as f64 / of.max(1) as f64
}

/// The fates of everybody, by origin.
pub type Fates = BTreeMap<Origin, Fate>;

#[must_use]
pub fn table(fates: &Fates) -> String {
    let mut text = format!(
        "| {:<28} | {:>6} | {:>7} | {:>6} | {:>7} | {:>10} | {:>10} | {:>12} |\n",
        "who", "forms", "counted", "held", "shown", "dealt with", "ever held", "before: both"
    );
    for (origin, fate) in fates {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let (dealt_with, before) = if origin.is_attack() {
            (percent(fate.dealt_with()), percent(fate.formerly_dealt_with()))
        } else {
            (String::new(), format!("{} held", percent(share(fate.formerly_held, fate.forms))))
        };
        let ever = percent(share(fate.ever_held, fate.forms));
        let _ = writeln!(
            text,
            "| {:<28} | {:>6} | {:>7} | {:>6} | {:>7} | {:>10} | {:>10} | {:>12} |",
            origin.name(),
            fate.forms,
            fate.counted,
            fate.held,
            fate.shown,
            dealt_with,
            ever,
            before,
        );
    }
    text
}

/// Lists the missed goals in words.
#[must_use]
pub fn missed(fates: &Fates) -> Vec<String> {
    let mut missed = Vec::new();
    let mut honest = Fate::default();
    for (origin, fate) in fates {
        if !origin.is_attack() {
            honest.forms += fate.forms;
            honest.ever_held += fate.ever_held;
        } else if fate.dealt_with() < DEALT_WITH_MIN {
            missed.push(format!("{}: {:.3} of them are dealt with", origin.name(), fate.dealt_with()));
        }
    }
    let held = share(honest.ever_held, honest.forms);
    if held > HELD_MAX {
        missed.push(format!("{held:.4} of real people are held"));
    }
    missed
}
