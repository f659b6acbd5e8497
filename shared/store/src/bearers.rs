//! Persons: the people who bear a name at a postal code, read and changed together with whatever changes them.
//!
//! The item keeps how many are counted online, and which import brought their signature on paper; the signature itself is an
//! item of its own. Every transaction that makes, moves, renames or removes one of them writes the person too, on the
//! condition that it is as it was read. So a signature on paper counts exactly while nobody online bears its name.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::PersonId;
use domain::paper::bearers::Bearers;
use domain::tally::TallyDelta;

use crate::error::StoreError;
use crate::pledge_item::{Item, PERSON_STATE, PaperItem, PersonItem};
use crate::pledges::Pledges;

/// How often a person and their paper are read until both say the same: they are two items, and a batch is no snapshot.
const READS_MAX: usize = 4;

impl Pledges {
    /// The bearers of each name.
    pub(crate) async fn bearers(
        &self,
        ids: impl IntoIterator<Item = PersonId>,
    ) -> Result<HashMap<PersonId, Bearers>, StoreError> {
        let ids: Vec<_> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let keys: Vec<_> = ids.iter().flat_map(|id| [self.keys.person(*id), self.keys.paper(*id)]).collect();
        'again: for _ in 0..READS_MAX {
            let items = self.get_all(&keys).await?;
            let mut all = HashMap::new();
            for id in &ids {
                let person = items.get(&self.keys.person(*id)).map(PersonItem::read).transpose()?;
                let (online, import) = person.unwrap_or_default();
                let paper = items.get(&self.keys.paper(*id)).map(|item| PaperItem::read(*id, item)).transpose()?;
                if paper.as_ref().map(|paper| paper.import) != import {
                    // One of the two was read before a change and the other after it.
                    continue 'again;
                }
                all.insert(*id, Bearers { online, paper });
            }
            return Ok(all);
        }
        Err(StoreError::Conflict)
    }

    /// The writes by which somebody online is no longer `from` and is `to`, and what that owes the tally for signatures on
    /// paper. Somebody who stays the same person changes nothing.
    pub(crate) fn change_person(
        &self,
        from: Option<PersonId>,
        to: Option<PersonId>,
        seen: &HashMap<PersonId, Bearers>,
    ) -> (Vec<TransactWriteItem>, TallyDelta) {
        let (mut writes, mut owed) = (Vec::new(), TallyDelta::default());
        if from == to {
            return (writes, owed);
        }
        let of = |id: PersonId| seen.get(&id).cloned().unwrap_or_default();
        let left = from.map(|id| (id, of(id), of(id).leave()));
        let joined = to.map(|id| (id, of(id), of(id).join()));
        for (id, before, (after, delta)) in left.into_iter().chain(joined) {
            writes.push(self.write_bearers(id, &before, &after));
            owed = owed.and(delta);
        }
        (writes, owed)
    }

    /// Writes who bears a name now, if they are as they were seen. Of a name that nobody bears nothing is kept.
    pub(crate) fn write_bearers(&self, id: PersonId, seen: &Bearers, after: &Bearers) -> TransactWriteItem {
        let key = self.keys.person(id);
        let seen = if seen.are_none() { Item::new() } else { PersonItem::write(seen, Item::new()) };
        if after.are_none() {
            self.delete_seen(&key, &PERSON_STATE, &seen)
        } else {
            self.put_seen(PersonItem::write(after, key.attributes()), &PERSON_STATE, &seen)
        }
    }
}
