//! Limits against floods. They bound the unconfirmed mails of an hour from one network, to one mail domain, and from
//! the one to the other. Forms beyond a limit wait, and organizers decide about them.
//!
//! A confirmation proves that the mails reach people, and makes room for one more. So a campaign day at a university
//! passes, and made-up addresses at the same university hold up only the network that they come from.
//!
//! Mail domains are counted as they are registered, by a short table rather than the public suffix list. Great providers, by
//! an exact list of domains, are counted by network alone. Only proof of the same hour or the hour before makes room, so that
//! a flood does not come through hour by hour. Forms whose network the gateway does not report share one code.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use strum::{Display, EnumString, IntoStaticStr};

use crate::ids::{NetworkCode, RulingId};
use crate::mail::cohort::NameShape;
use crate::mail::domain::MailDomain;
use crate::mail::email::EmailAddress;
use crate::office::invalidation::Stage;

/// Unconfirmed mails in an hour from one network to one mail domain, by default. A queue at a stand has fewer people than
/// this.
pub const MAILS_PER_PAIR: u32 = 40;
/// Unconfirmed mails in an hour from one network, by default. It is enough for a full hall of people who have not yet read
/// their mail.
pub const MAILS_PER_NETWORK: u32 = 150;
/// Unconfirmed mails in an hour at one mail domain, by default. Beyond it, only forms from networks where nobody at that
/// domain has confirmed wait.
pub const MAILS_PER_MAIL_DOMAIN: u32 = 100;
/// Days for which a discarded form is kept, so that the discard can be undone.
pub const DISCARDED_DAYS: i64 = 7;

/// The largest numbers of unconfirmed mails in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourLimits {
    /// Mails from one network to one mail domain.
    pub pair: u32,
    /// Mails from one network.
    pub network: u32,
    /// Mails to one mail domain, for networks that proved nobody there.
    pub mail_domain: u32,
}

impl Default for HourLimits {
    fn default() -> Self {
        Self { pair: MAILS_PER_PAIR, network: MAILS_PER_NETWORK, mail_domain: MAILS_PER_MAIL_DOMAIN }
    }
}

impl HourLimits {
    /// Returns the number of mails that an hour has room for: the limit, and one more for each confirmed mail.
    #[must_use]
    pub const fn room(limit: u32, proven: u32) -> u32 {
        limit.saturating_add(proven)
    }
}

/// The reason why a form waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum WhyHeld {
    /// Too many mails from its network to its mail domain are unconfirmed.
    Pair,
    /// Too many mails from its network are unconfirmed.
    Network,
    /// Too many mails to its mail domain are unconfirmed, and its network proved nobody there.
    #[strum(serialize = "domain")]
    MailDomain,
    /// Its address was taken out of the count before.
    CameBack,
}

impl WhyHeld {
    pub const ALL: [Self; 4] = [Self::Pair, Self::Network, Self::MailDomain, Self::CameBack];

    /// Returns the reason's name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// Conditions that select held forms: a form belongs if all given conditions hold. At least one is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeldGroup {
    pub network: Option<NetworkCode>,
    pub mail_domain: Option<MailDomain>,
    pub shape: Option<NameShape>,
    pub minute: Option<Timestamp>,
    pub why: Option<WhyHeld>,
    /// The ruling that discarded the forms, which wait no more.
    pub discarded_by: Option<RulingId>,
}

/// The text names no group of held mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a group of held mail")]
pub struct NotAGroup;

impl HeldGroup {
    /// Selects all forms of a network.
    #[must_use]
    pub fn of_network(code: NetworkCode) -> Self {
        Self { network: Some(code), ..Self::default() }
    }

    /// Selects all forms at a mail domain.
    #[must_use]
    pub fn at_domain(domain: MailDomain) -> Self {
        Self { mail_domain: Some(domain), ..Self::default() }
    }

    /// Narrows the group by the other's conditions. Where both have a condition of one kind, the other's is taken.
    #[must_use]
    pub fn narrowed(self, other: Self) -> Self {
        Self {
            network: other.network.or(self.network),
            mail_domain: other.mail_domain.or(self.mail_domain),
            shape: other.shape.or(self.shape),
            minute: other.minute.or(self.minute),
            why: other.why.or(self.why),
            discarded_by: other.discarded_by.or(self.discarded_by),
        }
    }
}

/// Writes each given condition as `name:value`, with a blank between two.
impl fmt::Display for HeldGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.network.map(|code| format!("network:{code}")),
            self.mail_domain.as_ref().map(|domain| format!("domain:{domain}")),
            self.shape.as_ref().map(|shape| format!("shape:{shape}")),
            self.minute.map(|minute| format!("minute:{minute}")),
            self.why.map(|why| format!("why:{why}")),
            self.discarded_by.map(|id| format!("discarded:{id}")),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

impl FromStr for HeldGroup {
    type Err = NotAGroup;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut group = Self::default();
        for part in text.split(' ') {
            match part.split_once(':').ok_or(NotAGroup)? {
                ("network", code) => group.network = Some(code.parse().map_err(|_| NotAGroup)?),
                ("domain", domain) => group.mail_domain = Some(domain.parse().map_err(|_| NotAGroup)?),
                ("shape", shape) => group.shape = Some(shape.parse().map_err(|_| NotAGroup)?),
                ("minute", minute) => group.minute = Some(minute.parse().map_err(|_| NotAGroup)?),
                ("why", why) => group.why = Some(why.parse().map_err(|_| NotAGroup)?),
                ("discarded", id) => group.discarded_by = Some(id.parse().map_err(|_| NotAGroup)?),
                _ => return Err(NotAGroup),
            }
        }
        Ok(group)
    }
}

/// The fate of held mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Verdict {
    /// The mail goes out at the pace of the schedule; each mail still counts against its address's few.
    Release,
    /// The mail is dropped, and its forms are erased in a week unless that is undone before.
    Discard,
    /// The forms that another ruling discarded wait again.
    Restore,
}

impl Verdict {
    /// Returns the verdict's name in the store, in forms and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// An organizer's decision about held mail. It is stored first, and the mailer works it off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub id: RulingId,
    pub group: HeldGroup,
    /// The time before which the mail was held, since the organizer saw only that.
    pub until: Timestamp,
    pub verdict: Verdict,
    /// The reason in the organizer's words.
    pub reason: String,
    pub by: EmailAddress,
    pub at: Timestamp,
    /// The progress of the work. A discard is undone by another ruling.
    pub stage: Stage,
    /// The number of forms that were settled so far.
    pub forms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::cohort::minute_of;
    use crate::person::name::PersonName;

    #[test]
    fn groups_and_verdicts_are_written_and_read_back() {
        let network = HeldGroup::of_network(NetworkCode::from_bytes([7; 16]));
        let domain = HeldGroup::at_domain("bots.example".parse().unwrap());
        let narrow = HeldGroup {
            shape: Some(NameShape::of(&PersonName::parse("Mona", "Roy").unwrap())),
            minute: Some(minute_of(Timestamp::from_second(1_800_000_059).unwrap())),
            why: Some(WhyHeld::CameBack),
            discarded_by: Some(RulingId::from_random([3; 16])),
            ..network.clone().narrowed(domain.clone())
        };
        for group in [network, domain, narrow] {
            assert_eq!(group.to_string().parse(), Ok(group));
        }
        for wrong in
            ["", "network:", "network:x", "domain:", "domain:x", "domain:a#b.c", "other:a.b", "domain:a.b x", "why:no"]
        {
            assert_eq!(wrong.parse::<HeldGroup>(), Err(NotAGroup), "{wrong}");
        }
        assert_eq!(format!("domain:{}.ca", "x".repeat(253)).parse::<HeldGroup>(), Err(NotAGroup));
    }

    #[test]
    fn a_domain_is_not_printed_by_accident() {
        let domain: MailDomain = "marie-tremblay.example".parse().unwrap();
        assert!(!format!("{:?}", HeldGroup::at_domain(domain)).contains("tremblay"));
    }

    #[test]
    fn whoever_confirms_makes_room_for_one_more() {
        assert_eq!(
            (HourLimits::room(40, 0), HourLimits::room(40, 25), HourLimits::room(u32::MAX, 1)),
            (40, 65, u32::MAX)
        );
    }
}
