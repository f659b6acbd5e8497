//! The outcome of one try to deliver a message.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;

/// The outcome of one try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The recipient took the message, with this status.
    Accepted(u16),
    /// The recipient wants no more messages (410).
    Gone,
    /// The recipient asks for a pause: it answered 429 or 503.
    Busy(u16, Option<SignedDuration>),
    /// The recipient answered with a redirection, which is never followed.
    Redirected(u16),
    /// The recipient answered with another status.
    Refused(u16),
    /// No connection, or one that broke off.
    Unreachable,
    /// No answer in time.
    Late,
    /// The host has an address that is not public.
    Private,
    /// The answer is longer than allowed, or not as the interface describes it.
    Unreadable,
}

/// The text names no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no outcome of a delivery")]
pub struct NotAnOutcome;

impl Outcome {
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted(_))
    }

    /// Whether the recipient itself is away or busy. Then its other messages wait too.
    #[must_use]
    pub const fn is_about_recipient(self) -> bool {
        match self {
            Self::Busy(..) | Self::Unreachable | Self::Late | Self::Private | Self::Gone => true,
            Self::Refused(status) => status >= 500,
            Self::Accepted(_) | Self::Redirected(_) | Self::Unreadable => false,
        }
    }

    /// Returns the pause that the recipient asked for, if it asked for one.
    #[must_use]
    pub const fn asked_pause(self) -> Option<SignedDuration> {
        if let Self::Busy(_, asked) = self { asked } else { None }
    }

    /// Returns the outcome's name, which stands in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted(_) => "accepted",
            Self::Gone => "gone",
            Self::Busy(..) => "busy",
            Self::Redirected(_) => "redirected",
            Self::Refused(_) => "refused",
            Self::Unreachable => "unreachable",
            Self::Late => "late",
            Self::Private => "private",
            Self::Unreadable => "unreadable",
        }
    }

    /// Returns the status of the answer; 0 where there is none.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Accepted(status) | Self::Busy(status, _) | Self::Redirected(status) | Self::Refused(status) => status,
            Self::Gone => 410,
            Self::Unreachable | Self::Late | Self::Private | Self::Unreadable => 0,
        }
    }
}

impl fmt::Display for Outcome {
    /// Writes name and status. The length of a pause is not kept.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name(), self.status())
    }
}

impl FromStr for Outcome {
    type Err = NotAnOutcome;

    fn from_str(text: &str) -> Result<Self, NotAnOutcome> {
        let (name, status) = text.split_once(' ').ok_or(NotAnOutcome)?;
        let status = status.parse().map_err(|_| NotAnOutcome)?;
        Ok(match name {
            "accepted" => Self::Accepted(status),
            "gone" => Self::Gone,
            "busy" => Self::Busy(status, None),
            "redirected" => Self::Redirected(status),
            "refused" => Self::Refused(status),
            "unreachable" => Self::Unreachable,
            "late" => Self::Late,
            "private" => Self::Private,
            "unreadable" => Self::Unreadable,
            _ => return Err(NotAnOutcome),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_read_again() {
        for outcome in [
            Outcome::Accepted(204),
            Outcome::Gone,
            Outcome::Busy(429, None),
            Outcome::Redirected(302),
            Outcome::Refused(500),
            Outcome::Unreachable,
            Outcome::Late,
            Outcome::Private,
            Outcome::Unreadable,
        ] {
            assert_eq!(outcome.to_string().parse(), Ok(outcome));
        }
        assert_eq!("lost 1".parse::<Outcome>(), Err(NotAnOutcome));
    }

    #[test]
    fn a_message_that_a_recipient_refuses_holds_up_no_other() {
        assert!(!Outcome::Refused(400).is_about_recipient() && !Outcome::Redirected(301).is_about_recipient());
        assert!(Outcome::Refused(500).is_about_recipient() && Outcome::Late.is_about_recipient());
    }
}
