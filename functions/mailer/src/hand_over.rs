//! Hands each mail to the mail provider in its turn. The fates of a mail, and of the item that owes it, stand here too.

use jiff::{SignedDuration, Timestamp};
use mail::{Kind, Mail, Message, SendError};
use store::{MailClass, When};

use crate::round::Round;
use crate::tools::{Mailer, MailerError};

/// The least time before a mail that was not taken is tried again. The pause is as long as the time since the form was sent,
/// but never shorter than this and never longer than [`PAUSE_MAX`]. An expired form is not tried again.
pub(crate) const PAUSE_MIN: SignedDuration = SignedDuration::from_mins(1);
/// The most time before a mail that was not taken is tried again.
pub(crate) const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(6);
/// The line in the log about a mail for which its mailbox has no room.
pub(crate) const NO_MORE_MAIL: &str = "not sent: the mailbox takes no mail or has had its share";

/// The fate of an item after the mailer looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Nothing is left to write: the item was deleted, or was changed together with the decision.
    Written,
    /// It owes nothing any more.
    Settled,
    /// The mailer looks at it again at that time, since its mail is not owed before.
    Again(When),
    /// Its mail is owed and could not go. The mailer tries again at that time.
    PutOff(When),
}

impl After {
    /// Has the mailer look at an item again at a time.
    pub(crate) fn at(class: MailClass, at: Timestamp) -> Self {
        Self::Again(When { class, at })
    }

    /// Has the mailer try an owed mail again at a time.
    pub(crate) fn put_off(class: MailClass, at: Timestamp) -> Self {
        Self::PutOff(When { class, at })
    }
}

/// The fate of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Sent,
    /// It can never be sent.
    GivenUp,
    /// It was not taken this time.
    NotNow,
}

/// Puts a message into words and sends it when its turn comes, as [`hand_over`] does.
pub(crate) async fn send(mailer: &Mailer, round: &Round, message: &Message<'_>) -> Result<Fate, MailerError> {
    let mail = mailer.writers.now().write(message);
    let fate = hand_over(mailer, round, class_of(message.kind), &mail).await?;
    if fate == Fate::NotNow {
        tracing::warn!(kind = message.kind.name(), "put off: the mail was not taken");
    }
    Ok(fate)
}

/// Hands a mail to the provider when its turn comes. It fails only when no mail at all can be sent, so one bad address
/// delays nobody else.
pub(crate) async fn hand_over(
    mailer: &Mailer,
    round: &Round,
    class: MailClass,
    mail: &Mail,
) -> Result<Fate, MailerError> {
    let kind = mail.kind.name();
    round.turn(mailer, class).await?;
    let sent = mailer.transport.send(mail, mailer.clock.now()).await;
    round.note(class, sent);
    match sent {
        Ok(()) => {
            tracing::info!(kind, "sent");
            Ok(Fate::Sent)
        }
        Err(SendError::Permanent) => {
            tracing::warn!(kind, "given up: the address takes no mail");
            Ok(Fate::GivenUp)
        }
        Err(SendError::Temporary) => Ok(Fate::NotNow),
        Err(error @ SendError::Unavailable) => Err(error.into()),
    }
}

const fn class_of(kind: Kind) -> MailClass {
    match kind {
        Kind::SignIn | Kind::Invited | Kind::PartnerSignIn => MailClass::SignIn,
        Kind::Confirm | Kind::AlreadyCounted | Kind::LinkAgain => MailClass::First,
        Kind::Confirmed | Kind::Withdrawn | Kind::PartnerWelcome => MailClass::Thanks,
        // A stranger may have asked to become a partner: that must not use up what organizers and supporters need.
        Kind::PartnerAsk | Kind::Letter | Kind::Digest => MailClass::Letter,
        Kind::Reminder => MailClass::Reminder,
    }
}

/// The time to wait before a mail that was not taken is tried again.
pub(crate) fn pause(submitted_at: Timestamp, now: Timestamp) -> SignedDuration {
    now.duration_since(submitted_at).clamp(PAUSE_MIN, PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_is_not_taken_is_tried_ever_less_often() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let minutes = |minutes| SignedDuration::from_mins(minutes);
        assert_eq!(pause(at(0), at(1)), minutes(1));
        assert_eq!(pause(at(0), at(600)), minutes(10));
        assert_eq!(pause(at(0), at(86_400)), minutes(360));
        assert_eq!(pause(at(60), at(0)), minutes(1), "a clock that runs behind");
    }
}
