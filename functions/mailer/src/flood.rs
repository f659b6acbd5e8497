//! What a flood of forms would cause is held until an organizer has decided, and what they decided is done: a minute's share
//! at a time, so that ordinary mail goes on meanwhile.

use domain::flood::{MailDomain, Verdict};
use domain::pledge::{Owner, Submission};
use jiff::Timestamp;
use store::{Admission, Recipient};
use tokio::time::Duration;

use crate::{Mailer, MailerError, WorkTime};

/// Held mails that are released in one go: half of what a minute's schedule sends, so that what else waits goes out too.
const RELEASED_AT_ONCE: usize = 50;
/// How long one call goes on erasing discarded forms; the next minute goes on.
const DISCARD_TIME: Duration = Duration::from_secs(15);

/// Counts a submission by its network and its mail domain; false when its mail is held, or never will be sent.
pub(crate) async fn lets_through(
    mailer: &Mailer,
    submission: &Submission,
    owner: Owner,
    now: Timestamp,
) -> Result<bool, MailerError> {
    let domain = MailDomain::counted_for(&submission.draft.email);
    let domain = domain.map(|domain| (mailer.identity.domain_code(&mailer.campaign, &domain), domain));
    match mailer.pledges.admit(submission, &Recipient { owner, domain }, mailer.limits, now).await? {
        Admission::Passed => Ok(true),
        Admission::Held => {
            // The alarm looks for this sentence.
            tracing::warn!("mail is held");
            Ok(false)
        }
        Admission::Dropped => {
            tracing::info!("an address has its share of held mails");
            Ok(false)
        }
    }
}

/// Does some of what organizers decided. A ruling that fails holds no other one up.
pub(crate) async fn work_off_rulings(mailer: &Mailer) -> Result<(), MailerError> {
    let work = WorkTime::lasting(DISCARD_TIME);
    let now = mailer.clock.now();
    let mut may_release = RELEASED_AT_ONCE;
    let mut outcome = Ok(());
    let rulings = mailer.office.rulings().await?;
    // The oldest first.
    for ruling in rulings.iter().rev().filter(|ruling| ruling.stage.end().is_some()) {
        while !work.is_over() {
            let at_most = if ruling.verdict == Verdict::Release { may_release } else { RELEASED_AT_ONCE };
            if at_most == 0 {
                break;
            }
            let worked_off = mailer.office.work_off_ruling(&mailer.pledges, ruling, at_most, now).await;
            let forms = match worked_off {
                Ok(forms) => forms,
                Err(error) => {
                    outcome = Err(error.into());
                    break;
                }
            };
            tracing::info!(verdict = %ruling.verdict, forms, "worked off a ruling on held mail");
            if ruling.verdict == Verdict::Release {
                may_release -= forms;
                break;
            }
            if forms < at_most {
                break;
            }
        }
    }
    outcome
}
