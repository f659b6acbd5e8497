//! Persons: the people who bear a name at a postal code, read and changed together with whatever changes them.
//!
//! The item keeps how many are counted online, and which import brought their signature on paper; the signature itself is an
//! item of its own. Every transaction that makes, moves, renames or removes one of them writes the person too, on the
//! condition that it is as it was read. So a signature on paper counts exactly while nobody online bears its name.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::{ImportId, PersonId};
use domain::paper::bearers::Bearers;
use domain::paper::sheet::{PaperRow, PaperSigner};
use domain::tally::{Shard, TallyDelta};

use crate::dynamo::attributes::{IMPORT, ONLINE, PARTNER, RIDING, SHARD};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, number, optional, parsed, put, put_number};
use crate::dynamo::tables::PledgesTable;
use crate::pledge::draft::{read_name, read_residence, write_name, write_residence};

/// The attributes that say if a signature on paper still is as it was read.
pub(crate) const PAPER_STATE: [&str; 3] = [IMPORT, SHARD, RIDING];
/// The attributes that say if a person still is as they were read.
pub(crate) const PERSON_STATE: [&str; 2] = [ONLINE, IMPORT];
/// The most reads of a person and their paper until both say the same. They are two items, and a change may come between the
/// reads of the two.
const READS_MAX: usize = 4;

/// The stored shape of a [`PaperSigner`].
pub(crate) struct PaperItem;

impl PaperItem {
    pub(crate) fn write(signer: &PaperSigner, mut item: Item) -> Item {
        write_name(&signer.row.name, &mut item);
        write_residence(&signer.row.residence, &mut item);
        if let Some(partner) = &signer.partner {
            put(&mut item, PARTNER, partner.as_str());
        }
        put(&mut item, IMPORT, signer.import.to_string());
        put_number(&mut item, SHARD, signer.shard.number());
        item
    }

    pub(crate) fn read(id: PersonId, item: &Item) -> Result<PaperSigner, StoreError> {
        Ok(PaperSigner {
            row: PaperRow { id, name: read_name(item)?, residence: read_residence(item)? },
            partner: optional(item, PARTNER)?,
            import: parsed(item, IMPORT)?,
            shard: Shard::from_number(number(item, SHARD)?),
        })
    }
}

/// The stored shape of the people who bear a name at a postal code. Their signature on paper is an item of its own.
pub(crate) struct PersonItem;

impl PersonItem {
    pub(crate) fn write(bearers: &Bearers, item: Item) -> Item {
        Self::of(bearers.online, bearers.import(), item)
    }

    /// Writes the number of people online, and the import of the signature on paper.
    pub(crate) fn of(online: u32, import: Option<ImportId>, mut item: Item) -> Item {
        put_number(&mut item, ONLINE, online);
        if let Some(import) = import {
            put(&mut item, IMPORT, import.to_string());
        }
        item
    }

    /// Reads the number of people online, and the import of the signature on paper.
    pub(crate) fn read(item: &Item) -> Result<(u32, Option<ImportId>), StoreError> {
        Ok((number(item, ONLINE)?, optional(item, IMPORT)?))
    }
}

impl PledgesTable {
    /// Reads the bearers of each name.
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

    /// Makes the writes for a signer whose name or postal code changes, and the tally change that they owe. The tally changes
    /// by signatures on paper that begin or cease to count. A signer who stays the same person needs no write.
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

    /// Writes who bears a name now, if nothing changed since that was read. Nothing is kept of a name that nobody bears.
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
