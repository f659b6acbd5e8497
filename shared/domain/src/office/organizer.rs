//! Organizers, and what each role lets them see and do.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use crate::locale::Locale;
use crate::mail::email::EmailAddress;
use crate::office::second_factor::SecondFactor;

/// The rights of an organizer. Each role includes those before it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Role {
    /// Sees counts and downloads them; nothing personal.
    Viewer,
    /// Also downloads the supporters who agreed to hear from the campaign.
    Exporter,
    /// Also decides what counts: invalidates, restores, imports paper.
    Moderator,
    /// Also appoints organizers, and reads the log of what they did.
    Admin,
}

impl Role {
    /// Every role, from the fewest rights to the most.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Exporter, Self::Moderator, Self::Admin];

    /// Returns the role's name in tokens, keys of texts and forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    /// The address that identifies the organizer and receives their sign-in links.
    pub email: EmailAddress,
    pub role: Role,
    /// The language in which the organizer is written to.
    pub locale: Locale,
    /// The organizer who invited them; `None` for the first.
    pub invited_by: Option<EmailAddress>,
    pub invited_at: Timestamp,
    /// The time before which all of their sessions are over.
    pub signed_out_at: Option<Timestamp>,
    /// The proof that they must show beside a mailed link, if they switched it on.
    pub second_factor: Option<SecondFactor>,
}

impl Organizer {
    /// Makes the first organizer, whom the deployment names.
    #[must_use]
    pub const fn first(email: EmailAddress, now: Timestamp) -> Self {
        Self {
            email,
            role: Role::Admin,
            locale: Locale::En,
            invited_by: None,
            invited_at: now,
            signed_out_at: None,
            second_factor: None,
        }
    }

    /// Whether a session that began then is still valid. Somebody who was removed and invited again keeps no session
    /// from before. The organizer whom the deployment names was never invited. Tokens know whole seconds.
    #[must_use]
    pub fn honours(&self, began_at: Timestamp) -> bool {
        let since_invited = self.invited_by.is_none() || began_at.as_second() >= self.invited_at.as_second();
        since_invited && self.signed_out_at.is_none_or(|out| began_at > out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_do_what_those_before_it_may() {
        assert!(Role::ALL.is_sorted());
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
        }
        assert!("root".parse::<Role>().is_err());
    }

    #[test]
    fn signing_out_ends_the_sessions_that_had_begun() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut organizer = Organizer::first(EmailAddress::parse("a@example.org").unwrap(), at(0));
        assert!(organizer.honours(at(5)));
        organizer.signed_out_at = Some(at(10));
        assert!(!organizer.honours(at(10)) && organizer.honours(at(11)));
    }

    #[test]
    fn whoever_is_invited_anew_brings_no_session_from_before() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let email = EmailAddress::parse("a@example.org").unwrap();
        let mut organizer = Organizer::first(email.clone(), at(20));
        assert!(organizer.honours(at(19)), "whom the deployment names is an organizer from the start");
        organizer.invited_by = Some(email);
        assert!(!organizer.honours(at(19)) && organizer.honours(at(20)));
    }
}
