//! Letters beyond the limits of an hour or a day are listed, and wait for an organizer. Each letter is counted once.
//!
//! The transaction that counts a letter decides if it may go, and notes that on the letter. The list holds no personal data
//! except a mail domain that exceeded its share. Only the mailer releases and discards, as organizers decided.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::DomainCode;
use domain::mail::correspondence::{Correspondent, HELD_LETTER_DAYS, LetterGroup, LetterLimits, WaitReason};
use domain::mail::domain::MailDomain;
use domain::mail::letter::{Addressee, LetterId};
use domain::tally::hour::Hour;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{
    ADMISSION, ASKED_AT, EXPIRES_AT, LETTER, MAIL_DOMAIN, MAILED, OUTCOME, OWING, PK, RIDING, SEEN, SK, WHY,
};
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, optional, parsed, put, put_expiry, text};
use crate::dynamo::keys::{Key, Keys, RateOf, StreamKey, parse_held_letter, sortable};
use crate::dynamo::reads::all;
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::mail::flood::RATE_HOURS;
use crate::mail::letters::{HELD, LetterAdmission, LetterItem, LetterState, RELEASED, decided, settling_change};
use crate::mail::owing::{MailClass, When};
use crate::role::{CountsLetters, ReadsHeldLetters, SendsLetters};

/// The [`ADMISSION`] of a letter that was counted and may go.
const PASSED: &str = "passed";
/// The mail domain of a letter's writer, with its code for counting. `None` for a great provider.
pub type LetterSender = Option<(DomainCode, MailDomain)>;

/// A letter that waits for an organizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLetter {
    /// The time since which it has waited.
    pub since: Timestamp,
    /// The id of the letter.
    pub letter: LetterId,
    /// The addressee.
    pub to: Correspondent,
    /// The reason for which it waits.
    pub why: WaitReason,
    /// Its writer's mail domain, if that had exceeded its share.
    pub mail_domain: Option<MailDomain>,
}

/// The numbers of letters that were sent and that are on their way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetterCounts {
    /// Letters that were sent.
    pub sent: i64,
    /// Letters on their way, which their addressee's mail server has not taken yet.
    pub waiting: i64,
}

impl HeldLetter {
    /// Whether it belongs to the group.
    #[must_use]
    pub fn is_of(&self, group: &LetterGroup) -> bool {
        self.groups().contains(group)
    }

    /// Lists the groups that it belongs to.
    #[must_use]
    pub fn groups(&self) -> Vec<LetterGroup> {
        let domain = self.mail_domain.clone().map(LetterGroup::MailDomain);
        let mut groups = vec![LetterGroup::To(self.to), LetterGroup::Hour(Hour::of(self.since))];
        groups.extend(domain);
        groups
    }

    /// Whether nobody looked at it for so long that it is not sent any more.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) >= SignedDuration::from_hours(24 * HELD_LETTER_DAYS)
    }

    fn read(item: &Item) -> Result<Self, StoreError> {
        let (since, letter) = text(item, SK).and_then(parse_held_letter).ok_or_else(|| corrupt(SK))?;
        let to = match letter.addressee {
            Addressee::Member => Correspondent::Member(parsed(item, RIDING)?),
            Addressee::PrimeMinister => Correspondent::PrimeMinister,
        };
        let mail_domain = optional(item, MAIL_DOMAIN)?;
        Ok(Self { since, letter, to, why: parsed(item, WHY)?, mail_domain })
    }

    fn write(&self, mut item: Item) -> Item {
        put(&mut item, WHY, self.why.name());
        if let Correspondent::Member(riding) = self.to {
            put(&mut item, RIDING, riding.to_string());
        }
        if let Some(domain) = &self.mail_domain {
            put(&mut item, MAIL_DOMAIN, domain.as_str());
        }
        // The item lasts a day longer than the letter may wait, because the mailer finds the texts to erase by this list.
        put_expiry(&mut item, later(self.since, SignedDuration::from_hours(24 * (HELD_LETTER_DAYS + 1))));
        item
    }
}

/// One counter of an hour or a day that counts a letter.
struct Counted {
    key: Key,
    since: Hour,
    limit: u32,
    why: WaitReason,
}

impl<R: SendsLetters> Pledges<R> {
    /// Counts a letter and decides if it may go. It is counted by its writer's mail domain, by its addressee and with all
    /// other letters. It is counted once, however often it is asked about. The answer stays the same until an organizer
    /// changes it.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn admit_letter(
        &self,
        id: &LetterId,
        to: Correspondent,
        sender: &LetterSender,
        limits: LetterLimits,
        now: Timestamp,
    ) -> Result<LetterAdmission, StoreError> {
        let key = self.keys.letter(id);
        let counted = self.letter_counted_by(to, sender, limits, Hour::of(now));
        let mut wanted: Vec<_> = counted.iter().map(|counted| counted.key.clone()).collect();
        wanted.push(key.clone());
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let items = self.get_all(&wanted).await?;
            let Some(stored) = items.get(&key) else { return Ok(LetterAdmission::Waits) };
            if let Some(decided) = decided(stored) {
                return Ok(decided);
            }
            let mut over = Vec::new();
            for counted in &counted {
                let mailed = items.get(&counted.key).map_or(Ok(0), |item| number::<u32>(item, MAILED))?;
                if mailed >= counted.limit {
                    over.push(counted.why);
                }
            }
            let (writes, admission) = if let Some(why) = over.first().copied() {
                let domain = sender.as_ref().map(|(_, domain)| domain.clone());
                let mail_domain = domain.filter(|_| over.contains(&WaitReason::MailDomain));
                let held = HeldLetter { since: now, letter: *id, to, why, mail_domain };
                (self.hold_one(&held), LetterAdmission::Waits)
            } else {
                let mut writes: Vec<_> = counted.iter().map(|counted| self.count_letter(counted)).collect();
                writes.push(self.pass_letter(&key));
                (writes, LetterAdmission::Passed)
            };
            match self.transact(writes).await {
                Ok(()) => return Ok(admission),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Has a letter wait for an organizer, even if the limits have room for it.
    ///
    /// # Errors
    /// Fails when the database fails. A letter that waits already, was settled or erased stays so.
    pub async fn hold_letter(&self, held: &HeldLetter) -> Result<(), StoreError> {
        was_done(self.transact(self.hold_one(held)).await).map(drop)
    }

    /// Takes a letter off the list and has it tried at once. `decided` says that an organizer released it, so that no limit
    /// holds it again. False when it was settled or erased meanwhile.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn release_letter(&self, held: &HeldLetter, decided: bool, now: Timestamp) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let is_held = terms.is(OUTCOME, Some(AttributeValue::S(HELD.to_owned())));
        // Its days with the addressee's mail server begin now.
        let asked_at = terms.value(AttributeValue::S(sortable(now)));
        let mut change = format!("SET {} = {asked_at}", terms.name(ASKED_AT));
        if decided {
            let released = terms.value(AttributeValue::S(RELEASED.to_owned()));
            change = format!("{change}, {} = {released}", terms.name(ADMISSION));
        }
        let key = self.keys.letter(&held.letter);
        let owed = self.owing_set(&mut terms, &key, When { class: MailClass::Letter, at: now });
        change = format!("{change}, {owed} REMOVE {}", terms.name(OUTCOME));
        let write = self.update(&key, change, is_held, &terms);
        self.take_off(held, vec![write]).await
    }

    /// Takes a letter off the list for good, and erases its text. False when it was settled or erased meanwhile.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn discard_letter(&self, held: &HeldLetter) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let is_held = terms.is(OUTCOME, Some(AttributeValue::S(HELD.to_owned())));
        let change = settling_change(&mut terms, LetterState::NotSent).expect("it is an end");
        let write = self.update(&self.keys.letter(&held.letter), change, is_held, &terms);
        self.take_off(held, vec![write]).await
    }
}

impl<R: ReadsHeldLetters> Pledges<R> {
    /// Lists the letters that wait for an organizer, the oldest first. An entry that cannot be read is left out.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn held_letters(&self, until: Timestamp) -> Result<Vec<HeldLetter>, StoreError> {
        let mut terms = Terms::default();
        let partition = terms.is(PK, Some(AttributeValue::S(self.keys.held_letters_partition())));
        let end = terms.value(AttributeValue::S(Keys::up_to(until)));
        let condition = format!("{partition} AND {} < {end}", terms.name(SK));
        let items = all(self.query(condition, &terms).consistent_read(true)).await?;
        Ok(items.iter().filter_map(|item| HeldLetter::read(item).ok()).collect())
    }
}

impl<R: CountsLetters> Pledges<R> {
    /// Counts the letters that went and those that are on their way.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn letter_counts(&self, most: usize) -> Result<LetterCounts, StoreError> {
        let key = self.keys.letters_total();
        let items = self.get_all(std::slice::from_ref(&key)).await?;
        let sent = items.get(&key).map_or(Ok(0), |item| number(item, MAILED))?;
        // Digests to Members' offices wait in the same class.
        let owed = self.owed(MailClass::Letter, Timestamp::MAX, most).await?;
        let waiting = owed.due.iter().filter(|owed| matches!(owed.key, StreamKey::Letter(_))).count();
        Ok(LetterCounts { sent, waiting: i64::try_from(waiting).unwrap_or(i64::MAX) })
    }
}

impl PledgesTable {
    pub(crate) async fn count_sent_letter(&self) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let add = format!("ADD {} {one}", terms.name(MAILED));
        self.upsert_now(&self.keys.letters_total(), add, &terms).await
    }

    /// Lists the counters of a letter, the narrowest first. The first one that is full is the reason for which the letter
    /// waits.
    fn letter_counted_by(
        &self,
        to: Correspondent,
        sender: &LetterSender,
        limits: LetterLimits,
        hour: Hour,
    ) -> Vec<Counted> {
        let day = hour.of_day();
        let domain = sender.as_ref().map(|(code, _)| Counted {
            key: self.keys.rate(RateOf::LettersFrom(*code, to), day),
            since: day,
            limit: limits.mail_domain,
            why: WaitReason::MailDomain,
        });
        let hourly = |of, limit, why| Counted { key: self.keys.rate(of, hour), since: hour, limit, why };
        let member = hourly(RateOf::LettersTo(to), limits.member, WaitReason::Member);
        let all = hourly(RateOf::Letters, limits.hour, WaitReason::Hour);
        domain.into_iter().chain([member, all]).collect()
    }

    /// Counts one letter more, while there is room.
    fn count_letter(&self, counted: &Counted) -> TransactWriteItem {
        let mut terms = Terms::default();
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let end = later(counted.since.start(), SignedDuration::from_hours(RATE_HOURS));
        let end = terms.value(AttributeValue::N(end.as_second().to_string()));
        let limit = terms.value(AttributeValue::N(counted.limit.to_string()));
        let [seen, mailed, expires_at] = [SEEN, MAILED, EXPIRES_AT].map(|name| terms.name(name));
        let change = format!("ADD {seen} {one}, {mailed} {one} SET {expires_at} = {end}");
        let has_room = format!("attribute_not_exists({mailed}) OR {mailed} < {limit}");
        self.update(&counted.key, change, has_room, &terms)
    }

    fn pass_letter(&self, key: &Key) -> TransactWriteItem {
        let mut terms = Terms::default();
        let passed = terms.value(AttributeValue::S(PASSED.to_owned()));
        let change = format!("SET {} = {passed}", terms.name(ADMISSION));
        let condition = [is_open(&mut terms), terms.is(ADMISSION, None)].join(" AND ");
        self.update(key, change, condition, &terms)
    }

    /// Marks a letter as held and lists it.
    fn hold_one(&self, held: &HeldLetter) -> Vec<TransactWriteItem> {
        let mut terms = Terms::default();
        let waits = terms.value(AttributeValue::S(HELD.to_owned()));
        // Nobody mails it until an organizer decides.
        let owed = OWING.map(|name| terms.name(name)).join(", ");
        let change = format!("SET {} = {waits} REMOVE {owed}", terms.name(OUTCOME));
        let condition = is_open(&mut terms);
        vec![
            self.update(&self.keys.letter(&held.letter), change, condition, &terms),
            self.put(held.write(self.keys.held_letter(held.since, &held.letter).attributes())),
        ]
    }

    /// Takes a held letter off the list, and does `writes` in the same transaction. If the letter was settled or erased
    /// meanwhile, it is only taken off.
    async fn take_off(&self, held: &HeldLetter, mut writes: Vec<TransactWriteItem>) -> Result<bool, StoreError> {
        let listed = self.keys.held_letter(held.since, &held.letter);
        let letter = self.get(&self.keys.letter(&held.letter)).await?;
        if letter.is_none_or(|item| LetterItem::state(&item) != LetterState::Held) {
            self.delete_now(&listed).await?;
            return Ok(false);
        }
        writes.push(self.delete_there(&listed));
        was_done(self.transact(writes).await)
    }
}

/// The condition that a letter is there and is neither held nor settled.
fn is_open(terms: &mut Terms) -> String {
    [format!("attribute_exists({})", terms.name(LETTER)), terms.is(OUTCOME, None)].join(" AND ")
}
