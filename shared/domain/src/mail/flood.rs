//! Floods: how many mails may be out that nobody has confirmed, from one network, to one mail domain, and from the one to the
//! other; and what an organizer decides about the forms that wait because it would be more.
//!
//! Whoever confirms proves that the mails reach people, and makes room for as many more. So a campaign day at a university
//! passes, and made-up addresses at the same university hold up nobody but the network that they come from.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::ids::{NetworkCode, RulingId};
use crate::mail::cohort::NameShape;
use crate::mail::domain::MailDomain;
use crate::mail::email::EmailAddress;
use crate::office::invalidation::Stage;

/// Mails that may be out unconfirmed in an hour from one network to one mail domain, unless the settings say otherwise. A queue
/// before a table on a campus is shorter.
pub const MAILS_PER_PAIR: u32 = 40;
/// Mails that may be out unconfirmed in an hour from one network, unless the settings say otherwise: a full hall that has not
/// looked at its mail yet.
pub const MAILS_PER_NETWORK: u32 = 150;
/// Mails that may be out unconfirmed in an hour at one mail domain, unless the settings say otherwise. Beyond it only forms of
/// networks wait from which nobody at that domain has confirmed.
pub const MAILS_PER_MAIL_DOMAIN: u32 = 100;
/// How long a discarded form is kept, so that the discard can be undone.
pub const DISCARDED_DAYS: i64 = 7;

/// How many mails may be out in an hour that nobody has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourLimits {
    /// From one network to one mail domain.
    pub pair: u32,
    /// From one network.
    pub network: u32,
    /// To one mail domain, for networks that have proven nothing there.
    pub mail_domain: u32,
}

impl Default for HourLimits {
    fn default() -> Self {
        Self { pair: MAILS_PER_PAIR, network: MAILS_PER_NETWORK, mail_domain: MAILS_PER_MAIL_DOMAIN }
    }
}

impl HourLimits {
    /// How many unconfirmed mails there is room for, beside so many that were confirmed: each of them makes room for one more.
    #[must_use]
    pub const fn room(limit: u32, proven: u32) -> u32 {
        limit.saturating_add(proven)
    }
}

/// Why a form waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyHeld {
    /// Too many mails from its network to its mail domain are unconfirmed.
    Pair,
    /// Too many mails from its network are.
    Network,
    /// Too many mails to its mail domain are, and its network has proven nobody there.
    MailDomain,
    /// Its address was taken out of the count before.
    CameBack,
}

/// The text names no reason why a form waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reason why a form waits")]
pub struct NotAReason;

impl WhyHeld {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Pair, Self::Network, Self::MailDomain, Self::CameBack];

    /// The name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Network => "network",
            Self::MailDomain => "domain",
            Self::CameBack => "came-back",
        }
    }
}

impl fmt::Display for WhyHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for WhyHeld {
    type Err = NotAReason;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|why| why.name() == text).ok_or(NotAReason)
    }
}

/// Which held forms are meant: those of which all that is given holds. At least one thing is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeldGroup {
    /// They came from this network.
    pub network: Option<NetworkCode>,
    /// Their addresses are at this domain.
    pub mail_domain: Option<MailDomain>,
    /// Their names look like this.
    pub shape: Option<NameShape>,
    /// They were sent in this minute.
    pub minute: Option<Timestamp>,
    /// They wait for this reason.
    pub why: Option<WhyHeld>,
    /// This ruling discarded them, and they wait no more.
    pub discarded_by: Option<RulingId>,
}

/// The text names no group of held mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a group of held mail")]
pub struct NotAGroup;

impl HeldGroup {
    /// Everything of a network.
    #[must_use]
    pub fn of_network(code: NetworkCode) -> Self {
        Self { network: Some(code), ..Self::default() }
    }

    /// Everything at a mail domain.
    #[must_use]
    pub fn at_domain(domain: MailDomain) -> Self {
        Self { mail_domain: Some(domain), ..Self::default() }
    }

    /// The part of this group that belongs to the other one as well.
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

/// What is given, each as `name:value`, with a blank between two.
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

/// What becomes of held mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes out, at the pace of the schedule; each mail still counts against its address's few.
    Release,
    /// It does not, and the forms are erased in a week, unless this is undone before.
    Discard,
    /// What another ruling discarded waits again.
    Restore,
}

/// The text names no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a verdict on held mail")]
pub struct NotAVerdict;

impl Verdict {
    const ALL: [Self; 3] = [Self::Release, Self::Discard, Self::Restore];

    /// The name in the store, in forms and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Discard => "discard",
            Self::Restore => "restore",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Verdict {
    type Err = NotAVerdict;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == text).ok_or(NotAVerdict)
    }
}

/// An organizer's decision about held mail. It is written down first and worked off by the mailer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Which.
    pub id: RulingId,
    /// Which mail.
    pub group: HeldGroup,
    /// Only what was held before then: what the organizer saw.
    pub until: Timestamp,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why, in the organizer's words.
    pub reason: String,
    /// Which organizer's.
    pub by: EmailAddress,
    /// When it was made.
    pub at: Timestamp,
    /// How far it is. A discard is undone by another ruling.
    pub stage: Stage,
    /// How many forms were settled so far.
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
        for verdict in Verdict::ALL {
            assert_eq!(verdict.name().parse(), Ok(verdict));
        }
        assert_eq!("".parse::<Verdict>(), Err(NotAVerdict));
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
