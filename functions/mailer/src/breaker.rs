//! The breaker: while many mails bounce, first mails to recipients whom nobody has proven slow down.
//!
//! Made-up addresses at great mail providers are a way to have a sender suspended: SES reviews an account at 5 % of bounces
//! and may stop it at 10 %. The breaker works while more than [`BOUNCES_MAX`] in a hundred mails of the last hours bounced. A
//! form whose network and mail domain have no confirmed person then waits, and a few such forms go each minute. Everybody else
//! goes on. Nothing is dropped, and it ends by itself when the bounces do.

use domain::pledge::Submission;
use domain::tally::hour::Hour;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};
use store::{RateOf, StoreError};

use crate::form_owner::form_owner;
use crate::round::Round;
use crate::tools::{Mailer, MailerError};

/// Unproven recipients wait when more than so many mails in a hundred bounce. This is below the 5 % at which SES reviews.
const BOUNCES_MAX: u32 = 4;
/// Fewer bounces than these slow nobody down: they may be chance.
const BOUNCES_MIN: u32 = 10;
/// First mails to unproven recipients that still go in a minute. So real people among them are reached.
pub(crate) const TRICKLE: u32 = 10;
/// A form waits this long before it is looked at again.
const PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// Whether so many of the mails bounced that unproven recipients wait.
fn is_open(bounced: u32, mails: u32) -> bool {
    bounced >= BOUNCES_MIN && u64::from(bounced) * 100 > u64::from(mails) * u64::from(BOUNCES_MAX)
}

/// The part of the mails that bounced, in percent. It is zero while so few bounced that it may be chance.
pub(crate) fn percent(bounced: u32, mails: u32) -> f64 {
    if bounced < BOUNCES_MIN { 0.0 } else { 100.0 * f64::from(bounced) / f64::from(mails.max(1)) }
}

/// Reads the numbers of mails that bounced and that were sent, in this hour and the one before.
pub(crate) async fn bounces(mailer: &Mailer, now: Timestamp) -> Result<(u32, u32), StoreError> {
    let bounced = mailer.pledges.recent_bounces(now).await?;
    let mails = if bounced < BOUNCES_MIN { 0 } else { mailer.pledges.mail_pace().await?.lately(now) };
    Ok((bounced, mails))
}

/// Whether so many mails bounced lately that unproven recipients wait.
pub(crate) async fn mails_bounce(mailer: &Mailer) -> Result<bool, StoreError> {
    let (bounced, mails) = bounces(mailer, mailer.clock.now()).await?;
    Ok(is_open(bounced, mails))
}

/// The time until which a form's mail waits because mails bounce. `None` when the mail may go now.
pub(crate) async fn slows(
    mailer: &Mailer,
    round: &Round,
    submission: &Submission,
    now: Timestamp,
) -> Result<Option<Timestamp>, MailerError> {
    if !round.mails_bounce() || is_proven(mailer, submission).await? || round.take_trickle() {
        return Ok(None);
    }
    Ok(Some(later(now, PAUSE)))
}

/// Whether somebody of the form's network and mail domain confirmed in its hour or the one before.
async fn is_proven(mailer: &Mailer, submission: &Submission) -> Result<bool, StoreError> {
    let form_owner = form_owner(mailer, submission);
    let domain = form_owner.domain.map(|(code, _)| code);
    let of = match (submission.network, domain) {
        (Some(network), Some(domain)) => RateOf::Pair(network, domain),
        (Some(network), None) => RateOf::Network(network),
        (None, Some(domain)) => RateOf::MailDomain(domain),
        (None, None) => return Ok(false),
    };
    let hour = Hour::of(submission.submitted_at);
    let counts = mailer.pledges.hour_counts(&[(of, hour), (of, hour.plus(-1))]).await?;
    Ok(counts.iter().any(|count| count.proven > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unproven_recipients_wait_from_more_than_four_bounces_in_a_hundred_on() {
        assert!(!is_open(9, 20), "too few to say anything");
        assert!(!is_open(40, 1_000));
        assert!(is_open(41, 1_000));
        assert!(is_open(10, 0));
    }

    #[test]
    fn a_few_bounces_of_a_few_mails_are_no_storm() {
        let whole = |bounced, mails| format!("{:.0}", percent(bounced, mails));
        assert_eq!([whole(1, 5), whole(9, 20), whole(10, 20)], ["0", "0", "50"]);
    }
}
