//! Supporters' letters on their way to Members of Parliament and the Prime Minister.
//!
//! What goes to them is no mail to a supporter, so no address is charged for it: there is one letter of each signer to each
//! addressee, and the store sees to that. All members share one mail server: when it takes a letter later, the letter waits apart,
//! so that it holds up nobody's confirmation.

use domain::email::EmailAddress;
use domain::letter::LetterId;
use domain::official::Recipients;
use domain::riding::RidingCode;
use jiff::{SignedDuration, Timestamp};
use mail::{Forwarded, SendError};
use store::{LETTER_DAYS, LetterState, QueuedLetter, StoreError};

use crate::{Mailer, MailerError, WorkTime};

/// Postponed letters tried in one go; the rest waits for the next minute.
const DUE_AT_ONCE: i32 = 50;
/// A letter that was not taken is tried again when as much time again has passed as since it was asked for, but no sooner and
/// no later than this.
const PAUSE_MIN: SignedDuration = SignedDuration::from_mins(2);
const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(6);

/// A letter was asked for: sends it, and forgets what it says.
pub(crate) async fn forward(mailer: &Mailer, id: &LetterId) -> Result<(), MailerError> {
    let Some(letter) = mailer.pledges.letter(id).await? else { return Ok(()) };
    let household = mailer.pledges.household(id.signer).await?;
    let signer = household.member(id.submission).filter(|signer| signer.invalidated.is_none());
    let Some(signer) = signer else { return Ok(mailer.pledges.delete_letter(id).await?) };
    let Some(recipients) = recipients(mailer, id, letter.riding) else {
        return Ok(mailer.pledges.settle_letter(id, LetterState::Refused).await?);
    };
    let mail = mailer.writer.forward(&Forwarded {
        id,
        writer: &signer.draft.name,
        reply_to: &signer.draft.email,
        recipients: &recipients,
        riding: ridings::get(letter.riding).map(|riding| riding.name(letter.locale)).unwrap_or_default(),
        locale: letter.locale,
        text: &letter.text,
    });
    match mailer.transport.send(&mail, mailer.clock.now()).await {
        Ok(()) => {
            tracing::info!(kind = mail.kind.name(), "sent");
            Ok(mailer.pledges.settle_letter(id, LetterState::Sent).await?)
        }
        Err(SendError::Permanent) => {
            tracing::warn!(kind = mail.kind.name(), "given up: the address takes no mail");
            Ok(mailer.pledges.settle_letter(id, LetterState::Refused).await?)
        }
        Err(SendError::Temporary) => postpone(mailer, id, &letter).await,
        Err(error @ SendError::Unavailable) => Err(error.into()),
    }
}

/// Tries again what was not taken before.
pub(crate) async fn send_due(mailer: &Mailer, work: WorkTime) -> Result<(), MailerError> {
    let mut unreadable = Ok(());
    for postponed in mailer.pledges.due_letters(mailer.clock.now(), DUE_AT_ONCE).await? {
        if work.is_over() {
            break;
        }
        match forward(mailer, &postponed.letter).await {
            Ok(()) => mailer.pledges.settle_postponed(&postponed).await?,
            // It stays for the operator to see, and holds nobody up.
            Err(error @ MailerError::Store(StoreError::Corrupt)) => unreadable = Err(error),
            Err(error) => return Err(error),
        }
    }
    unreadable
}

fn recipients(mailer: &Mailer, id: &LetterId, riding: RidingCode) -> Option<Recipients> {
    let member = ridings::member(riding).and_then(|member| member.email);
    let member = member.and_then(|email| EmailAddress::parse(email).ok());
    mailer.writer.campaign().officials.recipients(id.addressee, member.as_ref())
}

async fn postpone(mailer: &Mailer, id: &LetterId, letter: &QueuedLetter) -> Result<(), MailerError> {
    let now = mailer.clock.now();
    let Some(until) = next_try(letter.asked_at, now) else {
        tracing::warn!("given up: a letter was not taken for days");
        return Ok(mailer.pledges.settle_letter(id, LetterState::Refused).await?);
    };
    tracing::warn!("put off: a letter was not taken");
    Ok(mailer.pledges.postpone_letter(id, until).await?)
}

/// When to try again; never, when it was tried for days.
fn next_try(asked_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let waited = now.duration_since(asked_at);
    let pause = waited.clamp(PAUSE_MIN, PAUSE_MAX);
    let goes_on = waited < SignedDuration::from_hours(24 * LETTER_DAYS);
    goes_on.then(|| now.saturating_add(pause).expect("a fixed span saturates"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_is_not_taken_is_tried_ever_less_often_and_not_for_ever() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let pause = |waited| next_try(at(0), at(waited)).map(|next| next.as_second() - waited);
        let days = 86_400 * LETTER_DAYS;
        assert_eq!([pause(0), pause(600), pause(days - 1)], [Some(120), Some(600), Some(6 * 3_600)]);
        assert_eq!(pause(days), None);
    }
}
