//! Weekly digests to the offices of Members of Parliament.
//!
//! An organizer's decision to send some stands in the Office table with its entry in the log. The mailer makes of it one item
//! for each riding in Pledges, which owes a mail like every other. The key of that item is the week and the riding, so that no
//! riding has two digests in a week. A week has one decision at a time: it is there until each of its digests has its outcome.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::mail::digest::{DIGEST_DAYS, DigestId, DigestNumbers, DigestOutcome, DigestRun, RunStage};
use domain::office::audit::Entry;
use domain::tally::riding::RidingCode;
use domain::tally::week::Week;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::{ASKED_AT, OUTCOME, OWING, PK, SK};
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, optional, parsed, put, put_expiry, put_number, text};
use crate::dynamo::keys::sortable;
use crate::handles::{Office, Pledges};
use crate::mail::owing::{MailClass, When};
use crate::office::items::{AT, BY, STAGE, author};
use crate::role::{AsksDigests, ListsDigests, ReadsDigestRuns, SendsDigests};

/// The number of signers, a week before and then.
pub(crate) const BEFORE: &str = "before";
pub(crate) const COUNT: &str = "count";
/// The milestone that was passed.
pub(crate) const MILESTONE: &str = "milestone";
/// The ridings with their numbers, as JSON.
const RIDINGS: &str = "ridings";
/// Every attribute of the decision to send digests.
pub(crate) const DIGEST_RUN: [&str; 6] = [PK, SK, AT, BY, STAGE, RIDINGS];

/// A digest that is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwedDigest {
    pub numbers: DigestNumbers,
    /// The time of the numbers.
    pub as_of: Timestamp,
    /// The time from which it is tried.
    pub asked_at: Timestamp,
}

/// The stored shape of an [`OwedDigest`].
pub(crate) struct DigestItem;

impl DigestItem {
    fn write(digest: &OwedDigest, mut item: Item) -> Item {
        put_number(&mut item, BEFORE, digest.numbers.before);
        put_number(&mut item, COUNT, digest.numbers.count);
        if let Some(milestone) = digest.numbers.milestone {
            put_number(&mut item, MILESTONE, milestone);
        }
        put(&mut item, AT, sortable(digest.as_of));
        put(&mut item, ASKED_AT, sortable(digest.asked_at));
        put_expiry(&mut item, later(digest.asked_at, SignedDuration::from_hours(24 * DIGEST_DAYS)));
        item
    }

    /// Reads a digest. `None` when it has its outcome.
    pub(crate) fn read(item: &Item) -> Result<Option<OwedDigest>, StoreError> {
        if text(item, OUTCOME).is_some() {
            return Ok(None);
        }
        let milestone = item.contains_key(MILESTONE).then(|| number(item, MILESTONE)).transpose()?;
        let numbers = DigestNumbers { before: number(item, BEFORE)?, count: number(item, COUNT)?, milestone };
        Ok(Some(OwedDigest { numbers, as_of: parsed(item, AT)?, asked_at: parsed(item, ASKED_AT)? }))
    }
}

/// The stored shape of a [`DigestRun`].
struct RunItem;

impl RunItem {
    fn write(run: &DigestRun, mut item: Item) -> Item {
        put(&mut item, AT, sortable(run.as_of));
        put(&mut item, BY, run.by.to_string());
        put(&mut item, STAGE, run.stage.name());
        put(&mut item, RIDINGS, serde_json::to_string(&run.ridings).expect("codes and numbers"));
        item
    }

    fn read(item: &Item) -> Result<DigestRun, StoreError> {
        let ridings = text(item, RIDINGS).and_then(|json| serde_json::from_str(json).ok());
        Ok(DigestRun {
            week: parsed(item, SK)?,
            as_of: parsed(item, AT)?,
            by: author(item)?,
            stage: parsed(item, STAGE)?,
            ridings: ridings.ok_or_else(|| corrupt(RIDINGS))?,
        })
    }
}

impl<R: ReadsDigestRuns> Office<R> {
    /// Lists the decisions to send digests that are not worked off yet: one of each week at most.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn digest_runs(&self) -> Result<Vec<DigestRun>, StoreError> {
        let items = self.partition(&self.keys.digest_runs_partition()).await?;
        items.iter().map(RunItem::read).collect()
    }
}

impl<R: AsksDigests> Office<R> {
    /// Has the mailer send digests, with the entry in the log. False when this week's are being sent already.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn ask_digests(&self, run: &DigestRun, entry: &Entry) -> Result<bool, StoreError> {
        let item = RunItem::write(run, self.keys.digest_run(run.week).attributes());
        self.with_entry(self.put_new(item), entry).await
    }

    /// Takes back the digests of a week that have not left yet. False when they all left, or were taken back before.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn take_back_digests(&self, week: Week, entry: &Entry) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let [stage, taken_back] =
            [terms.name(STAGE), terms.value(AttributeValue::S(RunStage::TakenBack.name().to_owned()))];
        let change = format!("SET {stage} = {taken_back}");
        let condition = format!("{} AND {stage} <> {taken_back}", terms.exists());
        self.with_entry(self.update(&self.keys.digest_run(week), change, condition, &terms), entry).await
    }
}

impl<R: SendsDigests> Office<R> {
    /// Notes that each digest of a decision is owed. It does nothing when the decision was taken back.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn note_digests_queued(&self, week: Week) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let asked = terms.is(STAGE, Some(AttributeValue::S(RunStage::Asked.name().to_owned())));
        let queued = terms.value(AttributeValue::S(RunStage::Queued.name().to_owned()));
        let change = format!("SET {} = {queued}", terms.name(STAGE));
        self.update_now(&self.keys.digest_run(week), change, asked, &terms).await.map(drop)
    }

    /// Forgets a decision that is worked off, if it is still at that stage.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn close_digest_run(&self, week: Week, stage: RunStage) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let is_still = terms.is(STAGE, Some(AttributeValue::S(stage.name().to_owned())));
        let write = self.delete_if(&self.keys.digest_run(week), is_still, &terms);
        was_done(self.transact(vec![write]).await).map(drop)
    }
}

impl<R: ListsDigests> Pledges<R> {
    /// Lists a week's digests by riding. One without an outcome is on its way.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn digests_of(&self, week: Week) -> Result<BTreeMap<RidingCode, Option<DigestOutcome>>, StoreError> {
        let items = self.partition(self.keys.digests_partition(week)).await?;
        items.iter().map(|item| Ok((parsed(item, SK)?, optional(item, OUTCOME)?))).collect()
    }
}

impl<R: SendsDigests> Pledges<R> {
    /// Owes a digest, unless the riding had one in the week.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn owe_digest(&self, id: DigestId, digest: &OwedDigest) -> Result<(), StoreError> {
        let key = self.keys.digest(id);
        let when = When { class: MailClass::Letter, at: digest.asked_at };
        let item = self.owing_item(&key, DigestItem::write(digest, key.attributes()), when);
        self.put_new_now(item).await.map(drop)
    }

    /// Notes the outcome of a digest, which owes nothing from then on.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn settle_digest(&self, id: DigestId, outcome: DigestOutcome) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let condition = terms.exists();
        let value = terms.value(AttributeValue::S(outcome.name().to_owned()));
        let owed = OWING.map(|name| terms.name(name)).join(", ");
        let change = format!("SET {} = {value} REMOVE {owed}", terms.name(OUTCOME));
        self.update_now(&self.keys.digest(id), change, condition, &terms).await.map(drop)
    }

    /// Forgets a digest that was taken back, unless it has its outcome. The riding may then have another in the week.
    ///
    /// # Errors
    /// Fails when the database fails. Calling again is safe.
    pub async fn forget_digest(&self, id: DigestId) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let has_none = terms.is(OUTCOME, None);
        self.delete_now_if(&self.keys.digest(id), has_none, &terms).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::mail::email::EmailAddress;

    use super::*;
    use crate::dynamo::attributes::EXPIRES_AT;

    #[test]
    fn a_digest_is_read_as_it_is_written_until_it_has_its_outcome() {
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        for milestone in [None, Some(1_000)] {
            let numbers = DigestNumbers { before: 90, count: 1_237, milestone };
            let digest = OwedDigest { numbers, as_of: at, asked_at: at };
            let mut item = DigestItem::write(&digest, Item::new());
            assert_eq!(DigestItem::read(&item), Ok(Some(digest)));
            assert!(item.contains_key(EXPIRES_AT));
            put(&mut item, OUTCOME, DigestOutcome::Sent.name());
            assert_eq!(DigestItem::read(&item), Ok(None));
        }
    }

    #[test]
    fn a_decision_is_read_as_it_is_written_and_has_the_listed_attributes() {
        let numbers = DigestNumbers { before: 0, count: 3, milestone: None };
        let run = DigestRun {
            week: "2026-W48".parse().unwrap(),
            as_of: Timestamp::from_second(1_800_000_000).unwrap(),
            by: EmailAddress::parse("ana@example.org").unwrap(),
            stage: RunStage::Asked,
            ridings: [("35079".parse().unwrap(), numbers)].into(),
        };
        let mut item = Item::new();
        put(&mut item, PK, "N#time-to-lead");
        put(&mut item, SK, "2026-W48");
        let item = RunItem::write(&run, item);
        assert_eq!(RunItem::read(&item), Ok(run));
        let listed: BTreeSet<_> = DIGEST_RUN.into_iter().collect();
        assert_eq!(item.keys().map(String::as_str).collect::<BTreeSet<_>>(), listed);
    }
}
