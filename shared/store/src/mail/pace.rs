//! The pace of mails: how many leave in a second and in a day, over all senders together.
//!
//! One item says until when the sending rate is taken, and how many mails each hour of the last day was granted. A sender
//! reserves some mails at a time by a conditional write, so that two senders never use the same second. What the provider
//! grants in a day is shared out by class: reminders stop first, then letters and first mails, then thanks. What is left
//! at the end is for organizers, whom a viral day must not keep out.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::tally::hour::Hour;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{BEHIND, BOUNCED, EXPIRES_AT, HOURS, NEXT};
use crate::dynamo::errors::{Failed, StoreError};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, optional, put, put_number};
use crate::dynamo::keys::Key;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::flood::RATE_HOURS;
use crate::mail::owing::MailClass;
use crate::role::{Paces, ReadsPace};

/// The part of the sending rate that may be taken in advance. A sender that finds more taken comes back later.
const AHEAD: SignedDuration = SignedDuration::from_secs(10);
/// Hours that a day's quota looks back on.
const DAY_HOURS: i64 = 24;

/// The sending rate that the mail provider allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Mails in a second.
    pub per_second: u32,
    /// Mails in 24 hours; `None` when there is no known limit.
    pub per_day: Option<u32>,
}

/// Moments at which mails may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The moment of the first mail.
    pub from: Timestamp,
    /// The time from one mail to the next.
    pub apart: SignedDuration,
    /// The number of mails.
    pub mails: u32,
}

/// The answer to a sender that wants to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// These mails may go.
    Granted(Granted),
    /// The rate is taken for the next seconds.
    Busy,
    /// The class has had its share of the day.
    DayIsFull,
}

/// The pace of mail, as the last sender wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailPace {
    next: Option<Timestamp>,
    hours: BTreeMap<Hour, u32>,
    /// The time since which the oldest late first mail waits. `None` when no first mail is late.
    pub behind: Option<Timestamp>,
}

impl MailPace {
    /// The mails that were granted in the last 24 hours.
    #[must_use]
    pub fn day(&self, now: Timestamp) -> u32 {
        self.since(now, DAY_HOURS)
    }

    /// The mails that were granted in this hour and the one before.
    #[must_use]
    pub fn lately(&self, now: Timestamp) -> u32 {
        self.since(now, 1)
    }

    fn since(&self, now: Timestamp, hours: i64) -> u32 {
        let first = Hour::of(now).plus(-hours);
        self.hours.range(first..).map(|(_, mails)| *mails).fold(0, u32::saturating_add)
    }

    /// Decides how many of the wanted mails may go, and when. If any may go, the second part is the pace to be written.
    fn reserve(&self, class: MailClass, wanted: u32, allowance: Allowance, now: Timestamp) -> (Reserved, Option<Self>) {
        let room = allowance.per_day.map_or(u32::MAX, |day| share(class, day).saturating_sub(self.day(now)));
        let mails = wanted.max(1).min(room);
        if mails == 0 {
            return (Reserved::DayIsFull, None);
        }
        let from = self.next.map_or(now, |next| next.max(now));
        if from.duration_since(now) > AHEAD {
            return (Reserved::Busy, None);
        }
        let apart = SignedDuration::from_secs(1) / i32::try_from(allowance.per_second.max(1)).unwrap_or(i32::MAX);
        let taken = apart.saturating_mul(i32::try_from(mails).unwrap_or(i32::MAX));
        let mut after = self.clone();
        after.next = Some(later(from, taken));
        after.hours.retain(|hour, _| *hour >= Hour::of(now).plus(-DAY_HOURS));
        let of_hour = after.hours.entry(Hour::of(now)).or_default();
        *of_hour = of_hour.saturating_add(mails);
        (Reserved::Granted(Granted { from, apart, mails }), Some(after))
    }

    fn write(&self, mut item: Item) -> Item {
        if let Some(next) = self.next {
            put_number(&mut item, NEXT, next.as_millisecond());
        }
        let hours = self.hours.iter().map(|(hour, mails)| AttributeValue::S(format!("{hour}={mails}"))).collect();
        item.insert(HOURS.to_owned(), AttributeValue::L(hours));
        if let Some(behind) = self.behind {
            put(&mut item, BEHIND, behind.to_string());
        }
        item
    }

    fn read(item: &Item) -> Result<Self, StoreError> {
        let next = match item.get(NEXT) {
            Some(_) => Some(Timestamp::from_millisecond(number(item, NEXT)?).map_err(|_| corrupt(NEXT))?),
            None => None,
        };
        let mut hours = BTreeMap::new();
        for value in item.get(HOURS).and_then(|value| value.as_l().ok()).into_iter().flatten() {
            let pair = value.as_s().ok().and_then(|text| text.split_once('='));
            let pair = pair.and_then(|(hour, mails)| Some((hour.parse().ok()?, mails.parse().ok()?)));
            let (hour, mails) = pair.ok_or_else(|| corrupt(HOURS))?;
            hours.insert(hour, mails);
        }
        let behind = optional(item, BEHIND)?;
        Ok(Self { next, hours, behind })
    }
}

/// The number of mails in a day from which on a class gets no more. It is rounded up, so that a quota of a few mails has some
/// for every class. A reminder's share is rounded down, because a reminder must not take the place of a first mail.
fn share(class: MailClass, day: u32) -> u32 {
    let hundredths = match class {
        MailClass::SignIn => 100,
        MailClass::Thanks => 98,
        MailClass::First | MailClass::Letter => 85,
        MailClass::Reminder => 60,
    };
    let of_hundred = u64::from(day) * hundredths;
    let mails = if class == MailClass::Reminder { of_hundred / 100 } else { of_hundred.div_ceil(100) };
    u32::try_from(mails).unwrap_or(day)
}

impl<R: Paces> Pledges<R> {
    /// Reserves mails of a class: at most as many as wanted, and at least one where any may go.
    ///
    /// # Errors
    /// Fails when others keep changing the pace, or when the database fails. Mails that were reserved and not sent are only
    /// lost to the day's quota.
    pub async fn reserve_mails(
        &self,
        class: MailClass,
        wanted: u32,
        allowance: Allowance,
        now: Timestamp,
    ) -> Result<Reserved, StoreError> {
        let key = self.keys.pace();
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.get(&key).await?;
            let pace = seen.as_ref().map(MailPace::read).transpose()?.unwrap_or_default();
            let (reserved, after) = pace.reserve(class, wanted, allowance, now);
            let Some(after) = after else { return Ok(reserved) };
            match self.put_pace(&key, seen.as_ref(), &after).await {
                Ok(()) => return Ok(reserved),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Notes the time since which the oldest late first mail waits, if that changed.
    ///
    /// # Errors
    /// Fails when others keep changing the pace, or when the database fails.
    pub async fn note_behind(&self, behind: Option<Timestamp>) -> Result<(), StoreError> {
        let key = self.keys.pace();
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let seen = self.get(&key).await?;
            let pace = seen.as_ref().map(MailPace::read).transpose()?.unwrap_or_default();
            if pace.behind == behind {
                return Ok(());
            }
            match self.put_pace(&key, seen.as_ref(), &MailPace { behind, ..pace }).await {
                Ok(()) => return Ok(()),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Begins a round of work, which ends at `until` at the latest; false while another round goes on.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn take_round(&self, until: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
        self.take_lease(&self.keys.round(), until, now).await
    }

    /// Ends the round, so that another one can begin.
    ///
    /// # Errors
    /// Fails when the database fails. Another round can then begin when the time of this one is over.
    pub async fn end_round(&self) -> Result<(), StoreError> {
        self.delete_now(&self.keys.round()).await
    }

    /// Counts a mail that bounced.
    ///
    /// # Errors
    /// Fails when the database fails. The bounce may be counted nevertheless.
    pub async fn count_bounce(&self, now: Timestamp) -> Result<(), StoreError> {
        let hour = Hour::of(now);
        let mut terms = Terms::default();
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let end = later(hour.start(), SignedDuration::from_hours(RATE_HOURS));
        let end = terms.value(AttributeValue::N(end.as_second().to_string()));
        let change = format!("ADD {} {one} SET {} = {end}", terms.name(BOUNCED), terms.name(EXPIRES_AT));
        self.upsert_now(&self.keys.bounces(hour), change, &terms).await
    }

    /// The mails that bounced in this hour and the one before.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn recent_bounces(&self, now: Timestamp) -> Result<u32, StoreError> {
        let hour = Hour::of(now);
        let items = self.get_all(&[hour, hour.plus(-1)].map(|hour| self.keys.bounces(hour))).await?;
        items.values().map(|item| number::<u32>(item, BOUNCED)).sum()
    }
}

impl<R: ReadsPace> Pledges<R> {
    /// Reads the pace of mail.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn mail_pace(&self) -> Result<MailPace, StoreError> {
        let seen = self.get(&self.keys.pace()).await?;
        Ok(seen.as_ref().map(MailPace::read).transpose()?.unwrap_or_default())
    }
}

impl PledgesTable {
    async fn put_pace(&self, key: &Key, seen: Option<&Item>, pace: &MailPace) -> Result<(), Failed> {
        let nothing = Item::new();
        let seen = seen.unwrap_or(&nothing);
        self.put_seen_now(pace.write(key.attributes()), &[NEXT, HOURS, BEHIND], seen).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn allowance(per_second: u32, per_day: u32) -> Allowance {
        Allowance { per_second, per_day: Some(per_day) }
    }

    fn granted(reserved: Reserved) -> Granted {
        match reserved {
            Reserved::Granted(granted) => granted,
            Reserved::Busy | Reserved::DayIsFull => panic!("{reserved:?}"),
        }
    }

    #[test]
    fn two_senders_never_get_the_same_moment() {
        let (first, pace) = MailPace::default().reserve(MailClass::First, 20, allowance(10, 1_000), NOW);
        let (second, _) = pace.unwrap().reserve(MailClass::Thanks, 5, allowance(10, 1_000), NOW);
        let (first, second) = (granted(first), granted(second));
        assert_eq!((first.from, first.mails, first.apart), (NOW, 20, SignedDuration::from_millis(100)));
        assert_eq!(second.from, NOW + SignedDuration::from_secs(2));
    }

    #[test]
    fn what_is_taken_for_more_than_ten_seconds_is_not_waited_for() {
        let (_, pace) = MailPace::default().reserve(MailClass::First, 101, allowance(10, 1_000), NOW);
        let pace = pace.unwrap();
        assert_eq!(pace.reserve(MailClass::First, 1, allowance(10, 1_000), NOW), (Reserved::Busy, None));
        let later = NOW + SignedDuration::from_millis(100);
        granted(pace.reserve(MailClass::First, 1, allowance(10, 1_000), later).0);
    }

    #[test]
    fn a_class_stops_at_its_share_and_goes_on_when_the_day_has_passed() {
        let mut pace = MailPace::default();
        for class in [MailClass::Reminder, MailClass::First, MailClass::Letter, MailClass::Thanks, MailClass::SignIn] {
            let (reserved, after) = pace.reserve(class, 1_000, allowance(1_000, 100), NOW);
            assert_eq!(after.is_none(), class == MailClass::Letter, "{class:?} {reserved:?}");
            pace = after.unwrap_or(pace);
            pace.next = None;
        }
        assert_eq!(pace.day(NOW), 100, "60, 25 more, none, 13 more and the last 2");
        assert_eq!(pace.reserve(MailClass::SignIn, 1, allowance(10, 100), NOW).0, Reserved::DayIsFull);
        let next_day = NOW + SignedDuration::from_hours(DAY_HOURS + 1);
        assert_eq!(granted(pace.reserve(MailClass::Reminder, 99, allowance(10, 100), next_day).0).mails, 60);
    }

    #[test]
    fn a_quota_of_one_mail_a_day_lets_a_first_mail_go_and_is_not_spent_on_a_reminder() {
        for class in [MailClass::First, MailClass::Letter, MailClass::Thanks, MailClass::SignIn] {
            assert_eq!(granted(MailPace::default().reserve(class, 5, allowance(10, 1), NOW).0).mails, 1, "{class:?}");
        }
        let reminder = MailPace::default().reserve(MailClass::Reminder, 1, allowance(10, 1), NOW);
        assert_eq!(reminder, (Reserved::DayIsFull, None));
        for (day, shares) in [(2, [1, 2, 2, 2]), (10, [6, 9, 10, 10]), (50_000, [30_000, 42_500, 49_000, 50_000])] {
            let classes = [MailClass::Reminder, MailClass::First, MailClass::Thanks, MailClass::SignIn];
            assert_eq!(classes.map(|class| share(class, day)), shares, "of {day}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (_, pace) = MailPace::default().reserve(MailClass::First, 7, allowance(10, 100), NOW);
        for behind in [None, Some(NOW)] {
            let pace = MailPace { behind, ..pace.clone().unwrap() };
            let read = MailPace::read(&pace.write(Item::new())).unwrap();
            assert_eq!((read.day(NOW), read.lately(NOW), read.behind), (7, 7, behind));
            assert_eq!(read.next.unwrap().as_millisecond(), NOW.as_millisecond() + 700);
        }
    }
}
