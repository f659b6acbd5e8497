//! The decision to send this week's digests, and to take back those that have not left.
//!
//! The mailer sends them, to addresses that the roster publishes and to no others. A riding has one digest in a week at most.

use std::collections::BTreeMap;

use domain::mail::digest::{DigestRun, RunStage};
use domain::office::audit::Action;
use domain::tally::riding::RidingCode;
use domain::tally::week::Week;

use crate::failure::Failure;
use crate::outreach::links;
use crate::outreach::offices::{self, State, ThisWeek};
use crate::visit::form::Form;
use crate::visit::{Answer, Visit};

/// `POST /organizer/{lang}/offices/send`: has the mailer send the digests of all offices that can be written to.
pub(crate) async fn send(visit: Visit) -> Answer {
    let this = ThisWeek::read(&visit).await?;
    // An office has one mail a week. Numbers that wait still are sent or taken back before there are others.
    if this.is_paused || this.run.as_ref().is_some_and(|run| run.week != this.week) {
        return Err(Failure::Changed);
    }
    let ready = this.news().into_iter().filter(|row| this.state(row) == State::Ready);
    let ridings: BTreeMap<RidingCode, _> =
        ready.filter_map(|row| Some((row.standing.riding.code, offices::numbers(row)?))).collect();
    if !ridings.is_empty() {
        links::make(&visit).await?;
        let caller = &visit.caller;
        let entry = caller.did(Action::DigestsSent, format!("{}: {}", this.week, ridings.len()));
        let by = caller.organizer.email.clone();
        let run = DigestRun { week: this.week, as_of: this.board.as_of, by, stage: RunStage::Asked, ridings };
        // If a colleague was faster, the room shows their decision.
        visit.context.office.ask_digests(&run, &entry).await?;
    }
    Ok(visit.to("/offices"))
}

/// `POST /organizer/{lang}/offices/take-back`: digests that have not left are not sent.
pub(crate) async fn take_back(visit: Visit, form: Form) -> Answer {
    let week: Week = form.parse("week")?;
    let entry = visit.caller.did(Action::DigestsTakenBack, week.to_string());
    let office = &visit.context.office;
    let is_back = |run: &DigestRun| run.week == week && run.stage == RunStage::TakenBack;
    // After the first of two presses they are taken back already.
    if office.take_back_digests(week, &entry).await? || office.digest_runs().await?.iter().any(is_back) {
        Ok(visit.to("/offices"))
    } else {
        Err(Failure::Changed)
    }
}
