//! Holds the mails of a flood of forms until an organizer has decided, and works off the decisions.
//!
//! The mailer does this work, so that the office needs no right to forms or letters. It settles a limited number of forms each
//! minute, so that ordinary mail goes on meanwhile.

use domain::pledge::Submission;
use jiff::Timestamp;
use store::{Admission, LetGo};
use tokio::time::{Duration, Instant};

use crate::form_owner::form_owner;
use crate::round::note_passed_over;
use crate::tools::{Mailer, MailerError};

/// Held forms that are settled in one go. Their mails leave at the common pace.
const SETTLED_AT_ONCE: usize = 500;
/// One round settles held forms for this long. The next minute goes on.
const SETTLE_TIME: Duration = Duration::from_secs(15);

/// Counts a new submission and charges its mail at once, in the ordinary case; false when more has to be looked at.
pub(crate) async fn asks_at_once(
    mailer: &Mailer,
    submission: &Submission,
    now: Timestamp,
) -> Result<bool, MailerError> {
    Ok(mailer.pledges.ask_at_once(submission, &form_owner(mailer, submission), mailer.limits, now).await?)
}

/// Counts a submission by its network and its mail domain; false when its mail is held, or never will be sent.
pub(crate) async fn lets_through(
    mailer: &Mailer,
    submission: &Submission,
    now: Timestamp,
) -> Result<bool, MailerError> {
    match mailer.pledges.admit(submission, &form_owner(mailer, submission), mailer.limits, now).await? {
        Admission::Passed => Ok(true),
        Admission::Held => {
            note_held();
            Ok(false)
        }
        Admission::Dropped => {
            tracing::info!("a form was discarded or is gone");
            Ok(false)
        }
    }
}

/// Notes in the log that mail waits for an organizer. The alarm looks for this sentence.
pub(crate) fn note_held() {
    tracing::warn!("mail is held");
}

/// Releases held forms that have room by now because others confirmed.
pub(crate) async fn let_go(mailer: &Mailer) -> Result<(), MailerError> {
    let owner_of_form = |submission: &Submission| form_owner(mailer, submission);
    let now = mailer.clock.now();
    let LetGo { forms, unreadable } = mailer.pledges.let_go(mailer.limits, SETTLED_AT_ONCE, owner_of_form, now).await?;
    if unreadable > 0 {
        note_passed_over(unreadable);
    }
    if forms > 0 {
        tracing::info!(forms, "let go what others proved");
    }
    Ok(())
}

/// Does some of what organizers decided. A ruling that fails delays no other one.
pub(crate) async fn work_off_rulings(mailer: &Mailer) -> Result<(), MailerError> {
    let end = Instant::now() + SETTLE_TIME;
    let now = mailer.clock.now();
    let owner_of_form = |submission: &Submission| form_owner(mailer, submission);
    let mut outcome = Ok(());
    let rulings = mailer.office.rulings().await?;
    // The oldest first.
    for ruling in rulings.iter().rev().filter(|ruling| ruling.stage.end().is_some()) {
        while Instant::now() < end {
            let at_most = SETTLED_AT_ONCE;
            let worked_off = mailer.office.work_off_ruling(&mailer.pledges, ruling, at_most, owner_of_form, now).await;
            let forms = match worked_off {
                Ok(forms) => forms,
                Err(error) => {
                    outcome = Err(error.into());
                    break;
                }
            };
            tracing::info!(verdict = %ruling.verdict, forms, "worked off a ruling on held mail");
            if forms < at_most {
                break;
            }
        }
    }
    outcome
}
