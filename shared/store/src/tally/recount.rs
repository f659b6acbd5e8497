//! Recounts compare the counters and the persons with the signers, and repair counters.
//!
//! A recount during traffic may show a difference that is gone in the next one, because reading all shards is no snapshot. A
//! repair needs an explicit command, and is conditional on the counter still being as it was read. It repairs counters, never
//! persons.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::pin::pin;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{ImportId, PersonId};
use domain::office::integrity::Ways;
use domain::slug::PartnerSlug;
use domain::tally::riding::Place;
use domain::tally::{Count, Measure, Shard, Tally};
use futures::future::try_join_all;
use futures::stream::TryStreamExt as _;

use crate::dynamo::attributes::{CAUSE, CONFIRMED_BY, IMPORT, ONLINE, PARTNER, PERSON, PK, RIDING, SHARD};
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, number, optional, parsed, text};
use crate::dynamo::keys::{parse_paper, parse_person};
use crate::dynamo::reads::{Freshness, scanned};
use crate::dynamo::tables::PledgesTable;
use crate::handles::Pledges;
use crate::paper::bearers::PersonItem;
use crate::pledge::signers::Part;
use crate::role::{ListsEverybody, RepairsCounters};
use crate::tally::counter::{Counter, attribute, sum};

/// A count of the signers beside the sum of the counters. People who withdrew leave nothing to count, so their number is
/// taken from the counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// The signers, counted one by one.
    pub counted: Tally,
    /// The sum of the counters.
    pub stored: Tally,
    /// Counters that say something else than the signers.
    pub drift: Vec<Drift>,
    /// The number of counters that changed while the signers were counted. They cannot be compared: people were signing.
    pub unsettled: usize,
    /// Persons whose item says something else than the signers and the paper under their name, twice in a row.
    pub wrong_persons: usize,
    /// The ways in which the signers of each partner confirmed.
    pub partners: BTreeMap<PartnerSlug, Ways>,
}

/// One counter that says something else than the signers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The counter's partition.
    pub shard: Shard,
    /// The counter's place.
    pub place: Place,
    /// The number that differs.
    pub measure: Measure,
    /// The number of signers who were counted.
    pub counted: i64,
    /// The number that the counter holds.
    pub stored: i64,
}

type Counts = BTreeMap<(Shard, Place), Count>;
type CounterKey = (Shard, Place);

/// The bearers of a name, as one pass over the table finds them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct PersonFound {
    /// Signers who are counted under it.
    online: u32,
    /// The signature on paper.
    paper: Option<PaperFound>,
    /// The number online and the import of the paper, as the person's item holds them.
    stored: Option<(u32, Option<ImportId>)>,
}

/// A person whose item says something else than the signers and the paper under their name.
#[derive(Debug)]
pub(crate) struct WrongPerson {
    pub(crate) id: PersonId,
    /// Signers who are counted under the name.
    pub(crate) online: u32,
    /// The import of the signature on paper.
    pub(crate) import: Option<ImportId>,
    /// The number online and the import, as the person's item holds them. `None` if there is no item.
    pub(crate) stored: Option<(u32, Option<ImportId>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct PaperFound {
    counter: CounterKey,
    partner: Option<PartnerSlug>,
    import: ImportId,
}

impl PersonFound {
    fn is_wrong(&self) -> bool {
        let import = self.paper.as_ref().map(|paper| paper.import);
        let found = (self.online, import);
        self.stored.unwrap_or_default() != found
    }

    fn absorb(&mut self, other: Self) {
        self.online += other.online;
        self.paper = self.paper.take().or(other.paper);
        self.stored = self.stored.or(other.stored);
    }
}

/// The result of one pass over the table.
#[derive(Debug, Default)]
struct Pass {
    counts: Counts,
    persons: HashMap<PersonId, PersonFound>,
    partners: BTreeMap<PartnerSlug, Ways>,
}

impl Pass {
    fn absorb(&mut self, other: Self) {
        for (key, count) in other.counts {
            self.counts.entry(key).or_default().absorb(&count);
        }
        for (id, found) in other.persons {
            self.persons.entry(id).or_default().absorb(found);
        }
        for (partner, ways) in other.partners {
            let all = self.partners.entry(partner).or_default();
            all.link += ways.link;
            all.code += ways.code;
        }
    }

    /// Counts the signatures on paper under whose name nobody is counted online.
    fn count_paper(&mut self) {
        for found in self.persons.values() {
            let Some(paper) = found.paper.as_ref().filter(|_| found.online == 0) else { continue };
            let count = self.counts.entry(paper.counter).or_default();
            count.add(&Measure::Signers, 1);
            count.add(&Measure::Paper, 1);
            if let Some(partner) = &paper.partner {
                count.add(&Measure::Brought(partner.clone()), 1);
                self.partners.entry(partner.clone()).or_default().paper += 1;
            }
        }
    }

    /// The persons whose item is wrong.
    fn suspects(&self) -> BTreeSet<PersonId> {
        self.persons.iter().filter(|(_, found)| found.is_wrong()).map(|(id, _)| *id).collect()
    }
}

impl<R: ListsEverybody> Pledges<R> {
    /// Counts all signers, in this many segments at once, and compares the result with the counters. It reads the whole
    /// Pledges table, but nothing personal.
    ///
    /// The counters are read before and after, and one that changed meanwhile is left out. One that changed and changed back
    /// is not noticed, so count again at a quiet hour before repairing. A person is wrong only when a second pass finds the
    /// same, since somebody may sign while the first pass runs.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn recount(&self, segments: i32) -> Result<Recount, StoreError> {
        let before = self.stored_counts().await?;
        let pass = self.count_once(segments).await?;
        let wrong_persons = self.wrong_in(&pass, segments).await?.len();
        let partners = pass.partners.clone();
        let mut counted = pass.counts;
        let stored = self.stored_counts().await?;
        for (key, count) in &stored {
            counted.entry(*key).or_default().withdrawn = count.withdrawn;
        }
        let mut recount = Recount {
            counted: total(&counted),
            stored: total(&stored),
            drift: Vec::new(),
            unsettled: 0,
            wrong_persons,
            partners,
        };
        let places: BTreeSet<_> = before.keys().chain(counted.keys()).chain(stored.keys()).copied().collect();
        for key in places {
            let of = |counts: &Counts| counts.get(&key).cloned().unwrap_or_default();
            if of(&before) == of(&stored) {
                recount.drift.extend(drift(key, &of(&counted), &of(&stored)));
            } else {
                recount.unsettled += 1;
            }
        }
        Ok(recount)
    }
}

impl<R: RepairsCounters> Pledges<R> {
    /// Repairs the counters that differ from the signers, and returns how many it repaired. A counter that changed after the
    /// recount is left as it is.
    ///
    /// # Errors
    /// Fails when the database fails. Some may be repaired by then; count again before repairing again.
    pub async fn repair(&self, recount: &Recount) -> Result<usize, StoreError> {
        let mut counters: BTreeMap<(Shard, Place), Vec<&Drift>> = BTreeMap::new();
        for drift in &recount.drift {
            counters.entry((drift.shard, drift.place)).or_default().push(drift);
        }
        let mut repaired = 0;
        for ((shard, place), drifts) in counters {
            repaired += usize::from(self.repair_counter(shard, place, &drifts).await?);
        }
        Ok(repaired)
    }
}

impl PledgesTable {
    async fn repair_counter(&self, shard: Shard, place: Place, drifts: &[&Drift]) -> Result<bool, StoreError> {
        let mut terms = Terms::default();
        let (mut additions, mut conditions) = (Vec::new(), Vec::new());
        for drift in drifts {
            let name = terms.name(&attribute(&drift.measure));
            let stored = terms.value(AttributeValue::N(drift.stored.to_string()));
            // A counter that was never there says 0.
            let absent = if drift.stored == 0 { format!("attribute_not_exists({name}) OR ") } else { String::new() };
            conditions.push(format!("({absent}{name} = {stored})"));
            let difference = terms.value(AttributeValue::N((drift.counted - drift.stored).to_string()));
            additions.push(format!("{name} {difference}"));
        }
        let key = self.keys.counter(shard, place);
        let (change, condition) = (format!("ADD {}", additions.join(", ")), conditions.join(" AND "));
        self.tally.update_now(&key, change, condition, &terms).await
    }

    async fn stored_counts(&self) -> Result<Counts, StoreError> {
        let counters = self.tally.counters(Freshness::Strong).await?;
        Ok(counters.into_iter().map(|counter| ((counter.shard, counter.place), counter.count)).collect())
    }

    /// Lists the persons whose item says something else than the signers and the paper under their name, or is missing.
    pub(crate) async fn wrong_persons(&self, segments: i32) -> Result<Vec<WrongPerson>, StoreError> {
        let pass = self.count_once(segments).await?;
        self.wrong_in(&pass, segments).await
    }

    /// Lists the persons who are wrong in this pass, and the same in a second one: somebody may sign while a pass runs.
    async fn wrong_in(&self, pass: &Pass, segments: i32) -> Result<Vec<WrongPerson>, StoreError> {
        let suspects = pass.suspects();
        if suspects.is_empty() {
            return Ok(Vec::new());
        }
        let mut again = self.count_once(segments).await?.persons;
        let found = suspects.into_iter().filter_map(|id| again.remove(&id).map(|found| (id, found)));
        let same = found.filter(|(id, found)| pass.persons.get(id) == Some(found));
        let wrong = |(id, found): (PersonId, PersonFound)| WrongPerson {
            id,
            online: found.online,
            import: found.paper.map(|paper| paper.import),
            stored: found.stored,
        };
        Ok(same.map(wrong).collect())
    }

    /// Counts everything once.
    async fn count_once(&self, segments: i32) -> Result<Pass, StoreError> {
        let mut pass = Pass::default();
        for part in try_join_all((0..segments).map(|segment| self.count_segment(segment, segments))).await? {
            pass.absorb(part);
        }
        pass.count_paper();
        Ok(pass)
    }

    async fn count_segment(&self, segment: i32, segments: i32) -> Result<Pass, StoreError> {
        let mut terms = Terms::default();
        let pk = terms.name(PK);
        let begins = [self.keys.signers_prefix(), self.keys.paper_prefix(), self.keys.persons_prefix()]
            .map(|prefix| format!("begins_with({pk}, {})", terms.value(AttributeValue::S(prefix))));
        let filter = begins.join(" OR ");
        let counted = [PK, RIDING, SHARD, PARTNER, CAUSE, IMPORT, PERSON, ONLINE, CONFIRMED_BY];
        let scan = self.listing(Part { index: segment, of: segments }, &counted, terms, filter);
        let mut found = Pass::default();
        let mut pages = pin!(scanned(scan));
        while let Some(page) = pages.try_next().await? {
            page.iter().try_for_each(|item| found.count(item))?;
        }
        Ok(found)
    }
}

impl Pass {
    fn count(&mut self, item: &Item) -> Result<(), StoreError> {
        let pk = text(item, PK).ok_or_else(|| corrupt(PK))?;
        if let Some(id) = parse_person(pk) {
            self.persons.entry(id).or_default().stored = Some(PersonItem::read(item)?);
            return Ok(());
        }
        let counter = (Shard::from_number(number(item, SHARD)?), parsed(item, RIDING)?);
        let partner = optional(item, PARTNER)?;
        if let Some(id) = parse_paper(pk) {
            let paper = PaperFound { counter, partner, import: parsed(item, IMPORT)? };
            self.persons.entry(id).or_default().paper = Some(paper);
            return Ok(());
        }
        let count = self.counts.entry(counter).or_default();
        if text(item, CAUSE).is_some() {
            count.add(&Measure::Invalidated(parsed(item, CAUSE)?), 1);
            return Ok(());
        }
        count.add(&Measure::Signers, 1);
        let is_by_code = text(item, CONFIRMED_BY).is_some();
        if let Some(partner) = partner {
            count.add(&Measure::Brought(partner.clone()), 1);
            let ways = self.partners.entry(partner).or_default();
            *if is_by_code { &mut ways.code } else { &mut ways.link } += 1;
        }
        if is_by_code {
            count.add(&Measure::ByCode, 1);
        }
        if text(item, PERSON).is_some() {
            self.persons.entry(parsed(item, PERSON)?).or_default().online += 1;
        }
        Ok(())
    }
}

fn total(counts: &Counts) -> Tally {
    let counter = |(&(shard, place), count): (&(Shard, Place), &Count)| Counter { shard, place, count: count.clone() };
    sum(&counts.iter().map(counter).collect::<Vec<_>>())
}

fn drift((shard, place): (Shard, Place), counted: &Count, stored: &Count) -> Vec<Drift> {
    let (counted, stored) = (counted.measures(), stored.measures());
    let of = |measures: &BTreeMap<Measure, i64>, measure: &Measure| measures.get(measure).copied().unwrap_or_default();
    let measures: BTreeSet<_> = counted.keys().chain(stored.keys()).collect();
    let one = |measure: &Measure| Drift {
        shard,
        place,
        measure: measure.clone(),
        counted: of(&counted, measure),
        stored: of(&stored, measure),
    };
    measures.into_iter().map(one).filter(|drift| drift.counted != drift.stored).collect()
}
