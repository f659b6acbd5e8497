//! Reads the form's pause for the desk's overview.

use jiff::Timestamp;

use crate::failure::Failure;
use crate::visit::Visit;

/// The form's pause as the desk shows it.
pub(crate) struct Pause {
    pub(crate) is_paused: bool,
    /// Whether the switch for a rush has closed the form, paused or not.
    pub(crate) is_switched_off: bool,
    /// The planned day of reopening in words, if one was given, and whether the page names it.
    pub(crate) planned: Option<(String, bool)>,
}

impl Pause {
    pub(crate) async fn read(visit: &Visit, closes_at: Timestamp) -> Result<Self, Failure> {
        let switches = visit.context.office.switches(&visit.context.tallies).await?;
        let named = switches.reopens_at(visit.caller.now, closes_at);
        let planned = switches.form_pause.and_then(|pause| pause.planned_end);
        Ok(Self {
            is_paused: switches.form_pause.is_some(),
            is_switched_off: switches.form_closed,
            planned: planned.map(|at| (visit.texts().day(at), named.is_some())),
        })
    }
}
