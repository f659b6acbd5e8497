//! Decides which requests for a sign-in link are answered with a mail.
//!
//! Anybody can ask for anybody's link. A stranger could use up a limit that refuses, and without a limit strangers
//! could fill the mailbox. The way out is that every mail helps the organizer, even if a stranger caused it: it has a
//! link that works, and only the mailbox's owner can follow it. So a request is left unanswered only while the mailbox
//! holds a link that is good for a while.
//!
//! - Within the limits ([`MAILS_PER_NETWORK`], [`MAILS_PER_HOUR`]) a link that stands is mailed again, two minutes after the
//!   last mail at the soonest. A network that has caused no mail in the last hour need not wait for that.
//! - Beyond the limits there is a mail only when no link stands ([`GOOD_MINUTES`]), two minutes after the last at the soonest.
//! - Following a link proves the mailbox, so the mails that the follower's network caused are forgotten.
//!
//! In one hour, somebody who follows none of the links can do this to an organizer (the tests below count it):
//!
//! | networks | mails in any hour | a link that is good for three minutes is in the mailbox, or comes at once |
//! |---|---|---|
//! | 1 | 10 at most | always, for the attacker's own neighbours too |
//! | 10 | 17 at most | always |
//! | 1,000 | 17 at most | always |
//!
//! An organizer who has just used a link while strangers flood their mailbox waits two minutes for the next one.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use crate::ids::{NetworkCode, SignInId};

/// The number of mails an hour that an organizer gets for requests of one network that nobody followed.
pub const MAILS_PER_NETWORK: usize = 5;
/// The number of mails an hour for requests of all networks. Beyond it only the lack of a link causes another.
pub const MAILS_PER_HOUR: usize = 12;
/// Minutes for which an unused link must still work to count as standing.
pub const GOOD_MINUTES: i64 = 5;
/// The pause between two mails.
const PAUSE: SignedDuration = SignedDuration::from_mins(2);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A mail with a link that was sent to an organizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInMail {
    pub at: Timestamp,
    /// The network that asked.
    pub network: NetworkCode,
    /// The request that caused the mail.
    pub request: SignInId,
    /// The request that the mailed link belongs to: the same one, or an earlier one whose link was mailed again.
    pub link: SignInId,
}

/// A request for a sign-in link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The time at which the mailer looks at it.
    pub at: Timestamp,
    pub network: NetworkCode,
    pub request: SignInId,
}

/// The mails with links that an organizer was sent, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInMails(Vec<SignInMail>);

/// The text is not such a list of mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no list of sign-in mails")]
pub struct SignInMailsError;

impl SignInMails {
    /// Returns the request that the latest mail's link belongs to.
    #[must_use]
    pub fn latest_link(&self) -> Option<SignInId> {
        self.0.last().map(|mail| mail.link)
    }

    /// Returns the mail that was sent, or begun, for a request.
    #[must_use]
    pub fn of_request(&self, request: SignInId) -> Option<&SignInMail> {
        self.0.iter().find(|mail| mail.request == request)
    }

    /// Returns the mail that a request is owed, if any. `unused_until` is the time at which the latest link ends, if it
    /// is unused.
    #[must_use]
    pub fn owed(&self, asked: Asked, unused_until: Option<Timestamp>) -> Option<SignInMail> {
        let this_hour = self.0.iter().filter(|mail| asked.at.duration_since(mail.at) < HOUR);
        let (of_network, in_all) = this_hour.fold((0, 0), |(of_network, in_all), mail| {
            (of_network + usize::from(mail.network == asked.network), in_all + 1)
        });
        let good = SignedDuration::from_mins(GOOD_MINUTES);
        let standing =
            self.latest_link().filter(|_| unused_until.is_some_and(|end| end.duration_since(asked.at) >= good));
        let has_rested = self.0.last().is_none_or(|last| asked.at.duration_since(last.at) >= PAUSE);
        let is_within = of_network < MAILS_PER_NETWORK && in_all < MAILS_PER_HOUR;
        let may = if is_within {
            of_network == 0 || has_rested || standing.is_none()
        } else {
            has_rested && standing.is_none()
        };
        let Asked { at, network, request } = asked;
        may.then(|| SignInMail { at, network, request, link: standing.unwrap_or(request) })
    }

    /// Returns the list with one more mail, and without those that are an hour older.
    #[must_use]
    pub fn with(&self, mail: SignInMail) -> Self {
        let mut mails = self.within_hour(mail.at);
        mails.0.push(mail);
        mails
    }

    /// Returns the list after somebody in that network followed a link.
    #[must_use]
    pub fn followed_from(&self, network: NetworkCode, now: Timestamp) -> Self {
        let mut mails = self.within_hour(now);
        mails.0.retain(|mail| mail.network != network);
        mails
    }

    /// Whether the list is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn within_hour(&self, now: Timestamp) -> Self {
        Self(self.0.iter().filter(|mail| now.duration_since(mail.at) < HOUR).cloned().collect())
    }
}

/// Writes the list as it is stored: `<time>/<network>/<request>/<link>`, separated by spaces.
impl fmt::Display for SignInMails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, SignInMail { at, network, request, link }) in self.0.iter().enumerate() {
            let space = if number == 0 { "" } else { " " };
            write!(f, "{space}{at}/{network}/{request}/{link}")?;
        }
        Ok(())
    }
}

impl FromStr for SignInMails {
    type Err = SignInMailsError;

    fn from_str(text: &str) -> Result<Self, SignInMailsError> {
        let mail = |text: &str| {
            let mut parts = text.split('/');
            let mail = SignInMail {
                at: parts.next()?.parse().ok()?,
                network: parts.next()?.parse().ok()?,
                request: parts.next()?.parse().ok()?,
                link: parts.next()?.parse().ok()?,
            };
            parts.next().is_none().then_some(mail)
        };
        text.split_ascii_whitespace().map(mail).collect::<Option<_>>().map(Self).ok_or(SignInMailsError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::session::SIGN_IN_MINUTES;

    fn network(number: u32) -> NetworkCode {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        NetworkCode::from_bytes(bytes)
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    /// An organizer's mailbox.
    #[derive(Default)]
    struct Mailbox {
        mails: SignInMails,
        requests: u32,
        /// The end of the latest link, unless it was used.
        unused_until: Option<Timestamp>,
        sent: Vec<Timestamp>,
    }

    impl Mailbox {
        fn next(&mut self, number: u32, now: Timestamp) -> Asked {
            self.requests += 1;
            let mut id = [0; 16];
            id[..4].copy_from_slice(&self.requests.to_be_bytes());
            Asked { at: now, network: network(number), request: SignInId::from_random(id) }
        }

        /// Whether a request is answered with a mail.
        fn ask(&mut self, number: u32, second: i64) -> bool {
            let asked = self.next(number, at(second));
            let Some(mail) = self.mails.owed(asked, self.unused_until) else { return false };
            if mail.link == mail.request {
                self.unused_until = Some(asked.at + SignedDuration::from_mins(SIGN_IN_MINUTES));
            }
            self.mails = self.mails.with(mail);
            self.sent.push(asked.at);
            true
        }

        /// Whether somebody who asks now gets or has a link that works for three minutes.
        fn serves(&mut self, number: u32, second: i64) -> bool {
            let asked = self.next(number, at(second));
            let good = SignedDuration::from_mins(GOOD_MINUTES) - PAUSE;
            self.mails.owed(asked, self.unused_until).is_some()
                || self.unused_until.is_some_and(|end| end.duration_since(asked.at) >= good)
        }

        fn most_in_an_hour(&self) -> usize {
            let within =
                |from: &Timestamp| self.sent.iter().filter(|at| *at >= from && at.duration_since(*from) < HOUR).count();
            self.sent.iter().map(within).max().unwrap_or(0)
        }
    }

    #[test]
    fn what_strangers_can_do_to_an_organizer_has_an_end() {
        for (networks, most) in [(1, 10), (10, 17), (1000, 17)] {
            let mut mailbox = Mailbox::default();
            for second in 0..6 * 3600 {
                mailbox.ask(u32::try_from(second).unwrap() % networks, second);
                for organizer in [0, 5000] {
                    assert!(mailbox.serves(organizer, second), "{networks} networks, second {second}");
                }
            }
            assert!(mailbox.most_in_an_hour() <= most, "{networks}: {}", mailbox.most_in_an_hour());
            // The next ones ask so slowly that the pause never holds them up.
            let mut mailbox = Mailbox::default();
            for minute in 0..6 * 60 {
                mailbox.ask(u32::try_from(minute).unwrap() % networks, minute * 60);
            }
            assert!(mailbox.most_in_an_hour() <= most, "{networks}: {}", mailbox.most_in_an_hour());
        }
    }

    #[test]
    fn the_list_stays_short_even_when_no_link_ever_stands() {
        let mut mailbox = Mailbox::default();
        for second in 0..2 * 3600 {
            mailbox.unused_until = None;
            mailbox.ask(u32::try_from(second).unwrap(), second);
        }
        assert!(mailbox.mails.to_string().len() < 5_000, "{}", mailbox.mails.to_string().len());
    }

    #[test]
    fn the_limits_hold_from_both_sides() {
        let mut mailbox = Mailbox::default();
        // Links that are used at once: what holds is the share of the network.
        for number in 0..=MAILS_PER_NETWORK {
            mailbox.unused_until = None;
            assert_eq!(mailbox.ask(1, i64::try_from(number).unwrap()), number < MAILS_PER_NETWORK);
        }
        for number in MAILS_PER_NETWORK..=MAILS_PER_HOUR {
            let other = u32::try_from(number).unwrap() + 10;
            assert_eq!(mailbox.ask(other, 100), number < MAILS_PER_HOUR, "{number}");
        }
        // An hour later all of it is past.
        assert!(mailbox.ask(1, 3600 + 100));
    }

    #[test]
    fn the_pause_and_a_standing_link_hold_from_both_sides() {
        let mut mailbox = Mailbox::default();
        assert!(mailbox.ask(1, 0));
        assert!(!mailbox.ask(1, 119));
        assert!(mailbox.ask(2, 119), "a network that has not asked yet");
        assert!(mailbox.ask(1, 239));
        let links = mailbox.mails.0.iter().map(|mail| mail.link);
        assert_eq!(links.collect::<std::collections::HashSet<_>>().len(), 1, "all have the same link");
        assert!(mailbox.ask(1, 600), "the link is good for five minutes more");
        assert_eq!(mailbox.mails.latest_link(), Some(mailbox.mails.0[0].link));
        assert!(mailbox.ask(1, 720));
        assert_ne!(mailbox.mails.latest_link(), Some(mailbox.mails.0[0].link), "another link");
    }

    #[test]
    fn who_follows_a_link_gives_their_network_its_share_back_and_no_other() {
        let mut mailbox = Mailbox::default();
        for minute in 0..5 {
            assert!(mailbox.ask(1, minute * 120));
        }
        assert!(mailbox.ask(2, 599) && !mailbox.ask(1, 600));
        assert_eq!(mailbox.mails.followed_from(network(2), at(601)).0.len(), 5);
        mailbox.mails = mailbox.mails.followed_from(network(1), at(601));
        assert_eq!(mailbox.mails.0.len(), 1);
        assert!(mailbox.ask(1, 602));
    }

    #[test]
    fn the_list_is_read_as_it_was_written() {
        let mut mailbox = Mailbox::default();
        assert_eq!("".parse(), Ok(SignInMails::default()));
        for number in 0..12 {
            mailbox.ask(number, i64::from(number));
            assert_eq!(mailbox.mails.to_string().parse(), Ok(mailbox.mails.clone()));
        }
        let request = mailbox.mails.0[3].request;
        assert_eq!(mailbox.mails.of_request(request), Some(&mailbox.mails.0[3]));
        for wrong in ["x", "2026-11-23T00:00:00Z/a/b/c", "2026-11-23T00:00:00Z"] {
            assert_eq!(wrong.parse::<SignInMails>(), Err(SignInMailsError), "{wrong}");
        }
    }
}
