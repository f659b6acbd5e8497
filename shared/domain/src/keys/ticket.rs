//! Tickets, which the office gives an organizer to show to the function `report`. That function prints numbers and
//! knows nobody. Holding the key of tickets allows printing, and signs nobody in.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::keys::keyring::Keyring;
use crate::keys::secret::Secret;
use crate::keys::token::{TokenError, TokenKeysError};
use crate::slug::CampaignSlug;
use crate::time::later;

/// Minutes for which a ticket works: enough for a redirect, or a slow line.
pub const TICKET_MINUTES: i64 = 5;

/// Signs and checks tickets.
pub struct TicketKeys {
    campaign: CampaignSlug,
    keys: Keyring,
}

#[derive(Clone, Serialize, Deserialize)]
struct Ticket {
    aud: String,
    sub: String,
    exp: i64,
}

impl TicketKeys {
    /// Reads `secret[,secret...]`.
    ///
    /// # Errors
    /// Fails when there is no key, or one is too short.
    pub fn parse(campaign: CampaignSlug, setting: &Secret) -> Result<Self, TokenKeysError> {
        Ok(Self { campaign, keys: Keyring::parse(setting)? })
    }

    /// Makes a ticket, which does not name the organizer who asked for it. It says of nobody that they asked for it.
    #[must_use]
    pub fn mint(&self, now: Timestamp) -> Secret {
        let end = later(now, SignedDuration::from_mins(TICKET_MINUTES));
        self.keys.mint(&Ticket { aud: self.audience(), sub: "organizer".to_owned(), exp: end.as_second() })
    }

    /// Checks a ticket.
    ///
    /// # Errors
    /// Fails when it is no ticket of this campaign, or has expired.
    pub fn verify(&self, ticket: &str, now: Timestamp) -> Result<(), TokenError> {
        let ticket: Ticket = self.keys.verify(&self.audience(), ticket).ok_or(TokenError::Invalid)?;
        if now.as_second() >= ticket.exp { Err(TokenError::Expired) } else { Ok(()) }
    }

    fn audience(&self) -> String {
        format!("{}/report", self.campaign)
    }
}

impl std::fmt::Debug for TicketKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TicketKeys").field("campaign", &self.campaign).field("keys", &self.keys.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SessionId;
    use crate::keys::session::{Session, SessionKeys};
    use crate::mail::email::EmailAddress;
    use crate::office::organizer::Role;

    const SECRET: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn keys(campaign: &str, secret: &str) -> TicketKeys {
        TicketKeys::parse(campaign.parse().unwrap(), &Secret::new(secret)).unwrap()
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(60 * minute).unwrap()
    }

    #[test]
    fn a_ticket_works_for_its_campaign_and_its_minutes() {
        let ticket = keys("c", SECRET).mint(minute(0));
        let shown = |campaign: &str, secret: &str, at| keys(campaign, secret).verify(ticket.expose(), minute(at));
        assert_eq!(shown("c", SECRET, TICKET_MINUTES - 1), Ok(()));
        assert_eq!(shown("c", SECRET, TICKET_MINUTES), Err(TokenError::Expired));
        assert_eq!(shown("d", SECRET, 0), Err(TokenError::Invalid));
        assert_eq!(shown("c", &SECRET.replace('a', "b"), 0), Err(TokenError::Invalid));
    }

    /// Holds even if an operator gave both the same secret.
    #[test]
    fn a_ticket_is_no_session_and_a_session_no_ticket() {
        let sessions = SessionKeys::parse("c".parse().unwrap(), &Secret::new(SECRET)).unwrap();
        let ana = EmailAddress::parse("ana@example.org").unwrap();
        let session = sessions.mint(&Session::begin(SessionId::from_random([1; 16]), ana, Role::Admin, minute(0)));
        assert_eq!(keys("c", SECRET).verify(session.expose(), minute(0)), Err(TokenError::Invalid));
        let ticket = keys("c", SECRET).mint(minute(0));
        assert_eq!(sessions.verify(ticket.expose(), minute(0)), Err(TokenError::Invalid));
    }
}
