//! The second factor of an organizer: switched on and off, its codes tried and used up.
//!
//! A try is counted before its code is looked at, in one write that counts no more than are left, so that guessing many at
//! once gains nothing. A right code is used up in the transaction with what it was for.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::mail::email::EmailAddress;
use domain::office::audit::Entry;
use domain::office::second_factor::{Proof, SealedSecret, SecondFactor};
use domain::time::{earlier, later};
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::parsed;
use crate::dynamo::keys::sortable;
use crate::dynamo::tables::OfficeTable;
use crate::handles::Office;
use crate::office::items::{
    CODE_STEP, CODE_TRIES, CODE_TRIES_SINCE, FACTOR, RECOVERY_CODES, SECOND_FACTOR, write_factor,
};
use crate::role::RunsOffice;

/// The most codes that an organizer may try in [`CODE_TRIES_WINDOW`].
pub const CODE_TRIES_MAX: u32 = 5;
/// The time in which [`CODE_TRIES_MAX`] codes may be tried. A code has six digits, and three codes are good at a time. So
/// somebody who has the mailbox would need years to guess one.
pub const CODE_TRIES_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// The change to a second factor once its code was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterProof {
    /// It stays, and is sealed again if another key than the first had sealed it.
    Keep(Option<SealedSecret>),
    /// It is switched off.
    SwitchOff,
}

impl<R: RunsOffice> Office<R> {
    /// Switches an organizer's second factor on; false when it is on already, or they are gone.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn switch_on(
        &self,
        email: &EmailAddress,
        factor: &SecondFactor,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let condition = format!("{} AND {}", terms.exists(), terms.is(SECOND_FACTOR, None));
        let sets = write_factor(factor).into_iter();
        let sets: Vec<_> =
            sets.map(|(name, value)| format!("{} = {}", terms.name(&name), terms.value(value))).collect();
        let update = self.update(&self.keys.organizer(email), format!("SET {}", sets.join(", ")), condition, &terms);
        self.with_entries(update, std::slice::from_ref(entry)).await
    }

    /// Counts a try of a code. After [`CODE_TRIES_MAX`] recent tries, it returns the time of the next one instead.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn try_code(&self, email: &EmailAddress, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        // Another try may begin the quarter of an hour in between. Then this try belongs to it.
        if self.count_try(email, now).await? || self.first_try(email, now).await? || self.count_try(email, now).await? {
            return Ok(None);
        }
        let item = self.get(&self.keys.organizer(email)).await?.unwrap_or_default();
        let since: Timestamp = parsed(&item, CODE_TRIES_SINCE)?;
        Ok(Some(later(since, CODE_TRIES_WINDOW)))
    }

    /// Uses up a code and does what it was for. The tries are forgotten.
    ///
    /// False when the code was used meanwhile, or the second factor is another.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn use_code(
        &self,
        email: &EmailAddress,
        factor: &SecondFactor,
        (proof, after): (&Proof, AfterProof),
        entries: &[Entry],
    ) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let mut condition = terms.is(SECOND_FACTOR, Some(AttributeValue::S(factor.secret.0.clone())));
        let (name, value, unused) = match proof {
            Proof::Step(step) => (CODE_STEP, AttributeValue::N(step.to_string()), "{name} < {value}"),
            Proof::Recovery(hash) => (RECOVERY_CODES, AttributeValue::S(hash.0.clone()), "contains({name}, {value})"),
        };
        let (alias, used) = (terms.name(name), terms.value(value));
        condition = format!("{condition} AND {}", unused.replace("{name}", &alias).replace("{value}", &used));
        let mut gone = vec![CODE_TRIES, CODE_TRIES_SINCE];
        let (mut sets, mut change) = (Vec::new(), String::new());
        match after {
            AfterProof::SwitchOff => gone.extend(FACTOR),
            AfterProof::Keep(resealed) => {
                if let Some(sealed) = resealed {
                    sets.push(format!("{} = {}", terms.name(SECOND_FACTOR), terms.value(AttributeValue::S(sealed.0))));
                }
                match proof {
                    Proof::Step(_) => sets.push(format!("{alias} = {used}")),
                    Proof::Recovery(hash) => {
                        let hash = terms.value(AttributeValue::Ss(vec![hash.0.clone()]));
                        change = format!("DELETE {alias} {hash} ");
                    }
                }
            }
        }
        if !sets.is_empty() {
            change = format!("SET {} {change}", sets.join(", "));
        }
        let gone: Vec<_> = gone.into_iter().map(|name| terms.name(name)).collect();
        let update =
            self.update(&self.keys.organizer(email), format!("{change}REMOVE {}", gone.join(", ")), condition, &terms);
        self.with_entries(update, entries).await
    }
}

impl OfficeTable {
    /// Counts one more try in the current quarter of an hour; false when none runs, or its tries are used up.
    async fn count_try(&self, email: &EmailAddress, now: Timestamp) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let (since, tries) = (terms.name(CODE_TRIES_SINCE), terms.name(CODE_TRIES));
        let begun = terms.value(AttributeValue::S(sortable(window_begin(now))));
        let most = terms.value(AttributeValue::N(CODE_TRIES_MAX.to_string()));
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let condition = format!("{since} > {begun} AND {tries} < {most}");
        self.update_now(&self.keys.organizer(email), format!("ADD {tries} {one}"), condition, &terms).await
    }

    /// Counts the first try of a quarter of an hour; false when one runs already, or the organizer is gone.
    async fn first_try(&self, email: &EmailAddress, now: Timestamp) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let (exists, since, tries) = (terms.exists(), terms.name(CODE_TRIES_SINCE), terms.name(CODE_TRIES));
        let begun = terms.value(AttributeValue::S(sortable(window_begin(now))));
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let now = terms.value(AttributeValue::S(sortable(now)));
        let condition = format!("{exists} AND (attribute_not_exists({since}) OR {since} <= {begun})");
        let change = format!("SET {tries} = {one}, {since} = {now}");
        self.update_now(&self.keys.organizer(email), change, condition, &terms).await
    }
}

/// The time before which tries count no more.
fn window_begin(now: Timestamp) -> Timestamp {
    earlier(now, CODE_TRIES_WINDOW)
}
