//! Letters to officials: the correspondents that still get them, the limits, and decisions about letters that wait.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use strum::{EnumString, IntoStaticStr};

use crate::ids::RulingId;
use crate::mail::domain::MailDomain;
use crate::mail::email::EmailAddress;
use crate::mail::flood::Verdict;
use crate::mail::letter::Addressee;
use crate::tally::hour::Hour;
use crate::tally::riding::RidingCode;

/// Letters that one addressee gets in an hour by default: as many as an office reads.
pub const LETTERS_PER_MEMBER: u32 = 20;
/// Letters of one mail domain to one addressee in a day by default. Great providers are not counted.
pub const LETTERS_PER_MAIL_DOMAIN: u32 = 5;
/// Letters to all addressees in an hour by default.
pub const LETTERS_PER_HOUR: u32 = 500;
/// Days after which a letter that still waits is dropped, and its text erased.
pub const HELD_LETTER_DAYS: i64 = 30;

/// The largest numbers of letters that may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterLimits {
    /// Letters to one addressee in an hour.
    pub member: u32,
    /// Letters of one mail domain to one addressee in a day.
    pub mail_domain: u32,
    /// Letters to all addressees in an hour.
    pub hour: u32,
}

impl Default for LetterLimits {
    fn default() -> Self {
        Self { member: LETTERS_PER_MEMBER, mail_domain: LETTERS_PER_MAIL_DOMAIN, hour: LETTERS_PER_HOUR }
    }
}

/// A correspondent whose letters are counted and marked together: the Member of Parliament for a riding, or the Prime
/// Minister.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Correspondent {
    Member(RidingCode),
    PrimeMinister,
}

impl Correspondent {
    /// Returns the correspondent that a letter of somebody in that riding goes to.
    #[must_use]
    pub const fn of(addressee: Addressee, riding: RidingCode) -> Self {
        match addressee {
            Addressee::Member => Self::Member(riding),
            Addressee::PrimeMinister => Self::PrimeMinister,
        }
    }
}

impl fmt::Display for Correspondent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(riding) => write!(f, "{riding}"),
            Self::PrimeMinister => f.write_str(Addressee::PrimeMinister.name()),
        }
    }
}

/// The text does not name a thing of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a correspondent, a mark or a group of letters")]
pub struct NotNamed;

impl FromStr for Correspondent {
    type Err = NotNamed;

    fn from_str(text: &str) -> Result<Self, NotNamed> {
        if text == Addressee::PrimeMinister.name() {
            return Ok(Self::PrimeMinister);
        }
        text.parse().map(Self::Member).map_err(|_| NotNamed)
    }
}

/// A fact that is noted about a correspondent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Mark {
    /// They asked for no more letters through the campaign.
    NoMore,
    /// They answered the letters.
    Answered,
    /// Their address takes no mail.
    Bounced,
    /// They took a letter for spam.
    Complained,
}

impl Mark {
    pub const ALL: [Self; 4] = [Self::NoMore, Self::Answered, Self::Bounced, Self::Complained];

    /// Returns the mark's name in the store, in forms and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// Names one mark of one correspondent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId {
    pub to: Correspondent,
    pub mark: Mark,
}

impl fmt::Display for MarkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.to, self.mark.name())
    }
}

impl FromStr for MarkId {
    type Err = NotNamed;

    fn from_str(text: &str) -> Result<Self, NotNamed> {
        let (to, mark) = text.split_once(':').ok_or(NotNamed)?;
        Ok(Self { to: to.parse()?, mark: mark.parse().map_err(|_| NotNamed)? })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMark {
    pub id: MarkId,
    pub at: Timestamp,
    /// The organizer who set it; `None` when the mail provider reported it.
    pub by: Option<EmailAddress>,
    /// The place where it can be read, such as the day of a letter; empty where nothing is asked for.
    pub source: String,
    /// The reason in the organizer's words.
    pub reason: String,
    /// True if an organizer lets letters go on all the same.
    pub goes_on: bool,
}

/// The state of letters to a correspondent: open, or the reason why none go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Letters reach the correspondent.
    Open,
    /// The address takes no mail.
    NoMailbox,
    /// The correspondent wants no letters.
    NotWanted,
    Paused,
    /// The correspondent has answered, so that no more go.
    Answered,
}

impl Way {
    /// Combines the switch and a correspondent's marks. `has_answered` says that they answered in public and that no
    /// letters go on. Final reasons come first.
    #[must_use]
    pub fn of(is_paused: bool, marks: &[KeptMark], has_answered: bool) -> Self {
        let has = |mark: Mark| marks.iter().any(|kept| kept.id.mark == mark && !kept.goes_on);
        if has(Mark::NoMore) || has(Mark::Complained) {
            Self::NotWanted
        } else if has(Mark::Bounced) {
            Self::NoMailbox
        } else if is_paused {
            Self::Paused
        } else if has(Mark::Answered) || has_answered {
            Self::Answered
        } else {
            Self::Open
        }
    }
}

/// A pause of all letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    pub at: Timestamp,
    pub by: EmailAddress,
    /// The reason in the organizer's words.
    pub reason: String,
}

/// The reason why a letter waits for an organizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum WaitReason {
    /// Its mail domain has used its share of the day.
    MailDomain,
    /// Its addressee has had their share of the hour.
    Member,
    /// All letters together have used their share of the hour.
    Hour,
    /// Letters were paused; it goes on by itself afterwards.
    Paused,
    /// Its text, or its writer's name, reads as a web address.
    Link,
    /// Its addressee has answered; it goes on by itself when an organizer allows it there.
    Answered,
}

impl WaitReason {
    /// Returns the reason's name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// A property that waiting letters share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterGroup {
    To(Correspondent),
    /// Letters whose writers have mail at one domain that used up its share.
    MailDomain(MailDomain),
    /// Letters that wait since one hour.
    Hour(Hour),
}

impl fmt::Display for LetterGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::To(to) => write!(f, "to:{to}"),
            Self::MailDomain(domain) => write!(f, "domain:{domain}"),
            Self::Hour(hour) => write!(f, "hour:{hour}"),
        }
    }
}

impl FromStr for LetterGroup {
    type Err = NotNamed;

    fn from_str(text: &str) -> Result<Self, NotNamed> {
        match text.split_once(':') {
            Some(("to", to)) => to.parse().map(Self::To),
            Some(("domain", domain)) => domain.parse().map(Self::MailDomain).map_err(|_| NotNamed),
            Some(("hour", hour)) => hour.parse().map(Self::Hour).map_err(|_| NotNamed),
            _ => Err(NotNamed),
        }
    }
}

/// An organizer's decision about letters that wait. It is stored first, and the mailer works it off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRuling {
    pub id: RulingId,
    pub group: LetterGroup,
    /// The time by which the letters waited, since the organizer saw only those.
    pub until: Timestamp,
    /// The fate of the letters.
    pub verdict: Verdict,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(mark: Mark, goes_on: bool) -> KeptMark {
        let id = MarkId { to: Correspondent::PrimeMinister, mark };
        let at = Timestamp::UNIX_EPOCH;
        KeptMark { id, at, by: None, source: String::new(), reason: String::new(), goes_on }
    }

    #[test]
    fn names_are_written_and_read_back() {
        let member = Correspondent::Member("35079".parse().unwrap());
        for to in [member, Correspondent::PrimeMinister] {
            assert_eq!(to.to_string().parse(), Ok(to));
            for mark in Mark::ALL {
                let id = MarkId { to, mark };
                assert_eq!(id.to_string().parse(), Ok(id));
            }
        }
        let domain = LetterGroup::MailDomain("bots.example".parse().unwrap());
        for group in [LetterGroup::To(member), domain, LetterGroup::Hour(Hour::of(Timestamp::UNIX_EPOCH))] {
            assert_eq!(group.to_string().parse(), Ok(group));
        }
        for wrong in ["", "to:", "to:x", "domain:x", "hour:x", "35079", "other:35079"] {
            assert_eq!(wrong.parse::<LetterGroup>(), Err(NotNamed), "{wrong}");
            assert_eq!(wrong.parse::<MarkId>(), Err(NotNamed), "{wrong}");
        }
    }

    #[test]
    fn what_is_final_comes_before_what_passes_and_an_answer_holds_unless_somebody_says_otherwise() {
        assert_eq!((Way::of(false, &[], false), Way::of(true, &[], false)), (Way::Open, Way::Paused));
        for (mark, way) in [
            (Mark::NoMore, Way::NotWanted),
            (Mark::Complained, Way::NotWanted),
            (Mark::Bounced, Way::NoMailbox),
            (Mark::Answered, Way::Answered),
        ] {
            assert_eq!(Way::of(false, &[kept(mark, false)], false), way);
        }
        assert_eq!(Way::of(true, &[kept(Mark::NoMore, false)], false), Way::NotWanted);
        assert_eq!(Way::of(true, &[kept(Mark::Answered, false)], false), Way::Paused);
        assert_eq!(Way::of(false, &[kept(Mark::Answered, true)], false), Way::Open);
        assert_eq!(Way::of(false, &[], true), Way::Answered, "an answer in public");
    }
}
