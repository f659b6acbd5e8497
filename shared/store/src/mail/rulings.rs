//! Rulings of organizers on held mail: written down in the Office table, and worked off one form at a time.
//!
//! Each form is settled in a transaction of its own. A discarded form is kept for a week, so that the discard can be undone.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::ids::RulingId;
use domain::mail::flood::{DISCARDED_DAYS, Ruling, Verdict};
use domain::office::audit::Entry;
use domain::office::invalidation::Stage;
use domain::pledge::Submission;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::{ADMISSION, EXPIRES_AT};
use crate::dynamo::errors::{StoreError, was_done};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, put_expiry};
use crate::dynamo::keys::Key;
use crate::dynamo::tables::{OfficeTable, PledgesTable};
use crate::handles::{Office, Pledges};
use crate::mail::flood::{Also, FormOwner, Mail};
use crate::mail::held::{Held, write_held};
use crate::office::items::{FORMS, RulingItem, STAGE};
use crate::pledge::submit::{DISCARDED, HELD, RELEASED, SubmissionItem};
use crate::role::{ReadsRulings, RulesOnForms, SettlesHeld};

impl PledgesTable {
    /// Settles one held form, in one transaction with the ruling's count. A form that another ruling took or a withdrawal
    /// erased is only taken off the list.
    async fn settle_held(
        &self,
        office: &OfficeTable,
        ruling: &Ruling,
        held: &Held,
        owner_of_form: &(impl Fn(&Submission) -> FormOwner + Sync),
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let listed = match held.discarded_by {
            None => self.keys.held(held.since, held.submission),
            Some(_) => self.keys.discarded(held.since, held.submission),
        };
        let key = self.keys.submission(held.submission);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        loop {
            let items = self.get_all(&[listed.clone(), key.clone()]).await?;
            if !items.contains_key(&listed) {
                return Ok(false);
            }
            let stored = items.get(&key).map(|item| SubmissionItem::read(held.submission, item)).transpose()?;
            let Some(submission) = stored else {
                self.delete_now(&listed).await?;
                return Ok(false);
            };
            let recipient = owner_of_form(&submission);
            let mut writes = vec![self.delete_there(&listed), office.one_form_more(ruling.id)];
            match ruling.verdict {
                Verdict::Release => {
                    writes.push(self.mark(&key, Some(HELD), RELEASED, &Also::mail(Mail::From(now))));
                    writes.push(self.put_cohort(&submission, &recipient));
                }
                Verdict::Discard => {
                    let discarded = Held { discarded_by: Some(ruling.id), ..held.clone() };
                    let end = later(now, SignedDuration::from_hours(24 * DISCARDED_DAYS)).min(submission.expires_at());
                    writes.push(self.mark_until(&key, HELD, DISCARDED, end));
                    let listed = self.keys.discarded(held.since, held.submission);
                    writes.push(self.put(write_held(&discarded, &listed, end)));
                }
                Verdict::Restore => {
                    let waits = Held { discarded_by: None, ..held.clone() };
                    writes.push(self.mark_until(&key, DISCARDED, HELD, submission.expires_at()));
                    let listed = self.keys.held(held.since, held.submission);
                    writes.push(self.put(write_held(&waits, &listed, submission.expires_at())));
                }
            }
            match self.transact(writes).await {
                Ok(()) => return Ok(true),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Notes on a form that it was discarded, or waits again, and until when it is kept.
    fn mark_until(&self, submission: &Key, from: &str, to: &str, end: Timestamp) -> TransactWriteItem {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let mut terms = Terms::default();
        let condition = format!("{} AND {}", terms.exists(), terms.is(ADMISSION, Some(text(from))));
        let mut kept = Item::new();
        put_expiry(&mut kept, end);
        let end = terms.value(kept.remove(EXPIRES_AT).expect("it was put"));
        let set =
            format!("SET {} = {}, {} = {end}", terms.name(ADMISSION), terms.value(text(to)), terms.name(EXPIRES_AT));
        self.update(submission, set, condition, &terms)
    }
}

impl<R: ReadsRulings> Office<R> {
    /// Lists the rulings on held mail, the latest first.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn rulings(&self) -> Result<Vec<Ruling>, StoreError> {
        let items = self.partition(&self.keys.rulings_partition()).await?;
        let mut all = items.iter().map(RulingItem::read).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|ruling| std::cmp::Reverse(ruling.at));
        Ok(all)
    }
}

impl<R: RulesOnForms> Office<R> {
    /// Reads a ruling.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn ruling(&self, id: RulingId) -> Result<Option<Ruling>, StoreError> {
        let item = self.get(&self.keys.ruling(id)).await?;
        item.map(|item| RulingItem::read(&item)).transpose()
    }

    /// Keeps a ruling, which the mailer then works off. The same ruling twice, as by a double click, is kept once.
    ///
    /// # Errors
    /// Fails when the database fails. Opening it again is safe.
    pub async fn open_ruling(&self, ruling: &Ruling, entry: &Entry) -> Result<(), StoreError> {
        let item = RulingItem::write(ruling, self.keys.ruling(ruling.id).attributes());
        self.with_entry(self.put_new(item), entry).await.map(drop)
    }
}

impl<R: SettlesHeld> Office<R> {
    /// Settles some forms of a ruling, `at_most` in one call, and returns their number. When no form is left, the ruling is
    /// done. A form that cannot be settled delays no other one.
    ///
    /// # Errors
    /// Fails when the database fails, or when a form could not be settled. What was done stays, and another call does the
    /// rest.
    pub async fn work_off_ruling(
        &self,
        pledges: &Pledges<R>,
        ruling: &Ruling,
        at_most: usize,
        owner_of_form: impl Fn(&Submission) -> FormOwner + Sync,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let Some(end) = ruling.stage.end() else { return Ok(0) };
        let left = pledges.held_under(ruling, at_most).await?;
        let (mut settled, mut failed) = (0, None);
        for held in &left {
            match pledges.settle_held(self, ruling, held, &owner_of_form, now).await {
                Ok(done) => settled += usize::from(done),
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if left.len() < at_most {
            self.finish_ruling(ruling.id, ruling.stage, end).await?;
        }
        Ok(settled)
    }
}

impl OfficeTable {
    async fn finish_ruling(&self, id: RulingId, from: Stage, to: Stage) -> Result<(), StoreError> {
        let write = self.stage(&self.keys.ruling(id), Some(from), to, &[]);
        // If this was not done, another run did the same work and noted it.
        was_done(self.transact(vec![write]).await).map(drop)
    }

    fn one_form_more(&self, id: RulingId) -> TransactWriteItem {
        let mut terms = Terms::default();
        let working = terms.is(STAGE, Some(AttributeValue::S(Stage::Applying.name().to_owned())));
        let condition = format!("{} AND {working}", terms.exists());
        let one = terms.value(AttributeValue::N("1".to_owned()));
        self.update(&self.keys.ruling(id), format!("ADD {} {one}", terms.name(FORMS)), condition, &terms)
    }
}
