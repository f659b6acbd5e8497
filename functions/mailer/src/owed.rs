//! Reads the items that may owe a mail, has each looked at, and writes down what becomes of it.
//!
//! Items of one mailbox are looked at one after the other, since each decision depends on the one before. Several mailboxes
//! are looked at at the same time, so that waiting for the database does not slow down the mails.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::time::later;
use futures::stream::{self, StreamExt as _};
use jiff::{SignedDuration, Timestamp};
use store::{MailClass, Owing, OwingItem, STREAM_TIME, SignIn, StoreError, StreamKey, Wants, When};

use crate::form_owner::owner_of;
use crate::hand_over::After;
use crate::round::{Round, note_passed_over};
use crate::tools::{Mailer, MailerError};
use crate::{deliver, digests, letters, partners, sign_in};

/// Mailboxes whose items are looked at at the same time.
const AT_ONCE: usize = 16;
/// Turns that are read from the index at once. In a turn, each class sends some mails ([`weight`]).
const TURNS: usize = 8;
/// The stream's reader leaves out an item that has less of its [`STREAM_TIME`] left than this. So no item is looked at by
/// the stream's reader and by the minute's round at the same time.
const MARGIN: SignedDuration = SignedDuration::from_mins(1);
/// An item that cannot be read is looked at again after this time.
const UNREADABLE_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// The source of keys, which decides whose items are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The stream brings items that are new. Older ones are left to the minute's round.
    Stream,
    /// The index lists items that are due.
    Index,
}

/// An item that is due.
struct DueItem {
    key: StreamKey,
    when: When,
    /// The time since which its mail is owed.
    since: Timestamp,
    item: OwingItem,
}

/// An item that could not be dealt with.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) key: StreamKey,
    pub(crate) class: MailClass,
    pub(crate) error: MailerError,
}

/// The result of looking at items.
#[derive(Debug)]
pub(crate) struct Looked {
    /// The number of items that were due.
    due: usize,
    /// The items that failed. They stay owed.
    pub(crate) failures: Vec<Failure>,
}

/// Looks at items that may owe a mail.
///
/// # Errors
/// Fails when the items cannot be read at all. Failures of single items are returned, and these items stay owed.
pub(crate) async fn look_at(
    mailer: &Mailer,
    round: &Round,
    keys: &[StreamKey],
    source: Source,
) -> Result<Looked, StoreError> {
    let mut items = mailer.pledges.owing(keys).await?;
    let now = mailer.clock.now();
    let (mut groups, mut places) = (Vec::<Vec<DueItem>>::new(), HashMap::new());
    for key in keys {
        // An item that is named twice is looked at once.
        let Some(Owing { when: Some(when), since, item }) = items.remove(key) else { continue };
        if !is_due(when, source, now) {
            continue;
        }
        let Ok(item) = item else {
            pass_over(mailer, key, when.class, now).await?;
            continue;
        };
        let place = *places.entry(group_of(mailer, key, &item)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(DueItem { key: *key, when, since: since.unwrap_or(when.at.min(now)), item });
    }
    let due = groups.iter().map(Vec::len).sum();
    round.expect(due);
    let looks = stream::iter(groups).map(|group| look_at_group(mailer, round, group)).buffered(AT_ONCE);
    Ok(Looked { due, failures: looks.concat().await })
}

/// Sends owed mails until nothing is due or the time is over. Each turn takes some of every class, the longest owed first.
///
/// # Errors
/// Fails when the store or the mail provider fails. Mails that were not sent stay owed.
pub(crate) async fn work_off(mailer: &Mailer, round: &Round) -> Result<(), MailerError> {
    let (mut full, mut unreadable) = (BTreeSet::new(), BTreeMap::new());
    // Items that others keep changing. The next minute looks at them.
    let mut contended = HashSet::new();
    if mailer.office.reminders_are_paused().await? {
        full.insert(MailClass::Reminder);
    }
    while !round.is_over() {
        let now = mailer.clock.now();
        let mut wave = Vec::new();
        for class in MailClass::ALL.into_iter().filter(|class| !full.contains(class)) {
            let owed = mailer.pledges.owed(class, now, weight(class) * TURNS).await?;
            note_unreadable(unreadable.entry(class).or_default(), owed.unreadable);
            wave.extend(owed.due.into_iter().enumerate().map(|(at, owed)| (at / weight(class), class, owed.key)));
        }
        // Each turn takes some of every class.
        wave.sort_by_key(|(turn, class, _)| (*turn, *class));
        let keys: Vec<_> = wave.iter().map(|(_, _, key)| *key).filter(|key| !contended.contains(key)).collect();
        let Looked { due, failures } = look_at(mailer, round, &keys, Source::Index).await?;
        for Failure { key, class, error } in failures {
            match error {
                MailerError::NoTurn => drop(full.insert(class)),
                MailerError::Store(StoreError::Corrupt) => pass_over(mailer, &key, class, now).await?,
                MailerError::Store(StoreError::Conflict) => drop(contended.insert(key)),
                MailerError::Store(_) | MailerError::Send(_) | MailerError::Feedback => return Err(error),
            }
        }
        // For a moment, the index still lists items that were settled.
        if due == 0 {
            break;
        }
    }
    Ok(())
}

/// The number of mails of a class that go in a turn, when all classes wait.
const fn weight(class: MailClass) -> usize {
    match class {
        MailClass::SignIn | MailClass::First => 12,
        MailClass::Thanks => 8,
        MailClass::Letter | MailClass::Reminder => 2,
    }
}

/// Looks at the items of one mailbox in turn. After a failure the rest of them stays owed for the next time.
async fn look_at_group(mailer: &Mailer, round: &Round, group: Vec<DueItem>) -> Vec<Failure> {
    for DueItem { key, when: When { class, .. }, since, item } in group {
        if let Err(error) = look_at_one(mailer, round, &key, (class, since), item).await {
            return vec![Failure { key, class, error }];
        }
    }
    Vec::new()
}

async fn look_at_one(
    mailer: &Mailer,
    round: &Round,
    key: &StreamKey,
    (class, since): (MailClass, Timestamp),
    item: OwingItem,
) -> Result<(), MailerError> {
    let after = match item {
        OwingItem::Submission(form) if class == MailClass::Reminder => deliver::remind(mailer, round, &form).await?,
        OwingItem::Submission(form) => deliver::mail_form(mailer, round, &form).await?,
        OwingItem::Signer(signer) => deliver::thank(mailer, round, &signer).await?,
        OwingItem::Farewell(id, farewell) => deliver::say_goodbye(mailer, round, id, &farewell).await?,
        OwingItem::SignIn(sign_in) => let_in(mailer, round, &sign_in).await?,
        OwingItem::Letter(id, Some(letter), admission) => {
            letters::forward(mailer, round, &id, &letter, admission).await?
        }
        OwingItem::Letter(_, None, _) | OwingItem::Digest(_, None) => After::Settled,
        OwingItem::Digest(id, Some(digest)) => digests::send(mailer, round, id, &digest).await?,
        OwingItem::Again(again) => deliver::send_again(mailer, round, &again).await?,
    };
    match after {
        After::Written => {}
        After::Settled => mailer.pledges.look_again(key, None).await?,
        After::Again(when) => mailer.pledges.look_again(key, Some(when)).await?,
        After::PutOff(when) => mailer.pledges.put_off(key, when, since).await?,
    }
    Ok(())
}

/// Mails what a request of an organizer, a partner or an organization asks for. Somebody who is none of these gets no mail,
/// and nobody learns of it.
async fn let_in(mailer: &Mailer, round: &Round, asked: &SignIn) -> Result<After, MailerError> {
    if mailer.clock.now() >= asked.expires_at {
        return Ok(After::Settled);
    }
    match asked.wants {
        Wants::Office | Wants::Invitation => sign_in::let_in(mailer, round, asked).await,
        Wants::PartnerPage | Wants::PartnerWelcome => partners::let_in(mailer, round, asked).await,
        Wants::PartnerAsk(_) => partners::check(mailer, round, asked).await,
    }
}

/// Whether an item is to be looked at now, given the source of its key.
fn is_due(when: When, source: Source, now: Timestamp) -> bool {
    match source {
        Source::Index => when.at <= now,
        Source::Stream => {
            let left = when.at.duration_since(now);
            when.class != MailClass::Reminder && left > MARGIN && left <= STREAM_TIME
        }
    }
}

/// The group of an item: its mailbox, or the item itself if it is a letter or a digest. Items of one group are not looked at at the
/// same time.
fn group_of(mailer: &Mailer, key: &StreamKey, item: &OwingItem) -> String {
    match item {
        OwingItem::Submission(form) => owner_of(mailer, &form.draft.email).mailbox.to_string(),
        OwingItem::Signer(signer) => signer.mailbox.to_string(),
        OwingItem::Farewell(_, farewell) => owner_of(mailer, &farewell.email).mailbox.to_string(),
        OwingItem::SignIn(sign_in) => owner_of(mailer, &sign_in.email).mailbox.to_string(),
        OwingItem::Again(again) => again.owner.mailbox.to_string(),
        OwingItem::Letter(..) | OwingItem::Digest(..) => format!("{key:?}"),
    }
}

/// Passes over an item that cannot be read, for a day. It stays for the operator to see, and delays no other item. It owes
/// the same class of mail as before.
pub(crate) async fn pass_over(
    mailer: &Mailer,
    key: &StreamKey,
    class: MailClass,
    now: Timestamp,
) -> Result<(), StoreError> {
    note_passed_over(1);
    mailer.pledges.look_again(key, Some(When { class, at: later(now, UNREADABLE_PAUSE) })).await
}

/// Notes the entries of the index that cannot be read, each once in a round. They stay, and delay no other item.
fn note_unreadable(known: &mut u32, found: u32) {
    let new = found.saturating_sub(*known);
    if new > 0 {
        note_passed_over(new);
        *known = found;
    }
}
