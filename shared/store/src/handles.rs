//! Handles on the three tables. Each offers what one role may do.
//!
//! The methods stand in the wings, each in a block for its capability: `impl<R: Submits> Pledges<R>`. What several of them
//! need of a table is a method of the table itself, which only this crate can call.

use std::marker::PhantomData;
use std::ops::Deref;

use domain::slug::CampaignSlug;
use domain::tally::ShardCount;

use crate::dynamo::connection::Connection;
use crate::dynamo::keys::Keys;
use crate::dynamo::tables::{OfficeTable, PledgesTable, Table, Tables, TallyTable};
use crate::role::Role;

/// A campaign's pledges, for a role. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pledges<R> {
    table: PledgesTable,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Pledges<R> {
    /// Opens the pledges of a campaign, counted in so many shards.
    #[must_use]
    pub fn new(connection: Connection, tables: Tables, campaign: CampaignSlug, shards: ShardCount) -> Self {
        let table = Table { connection, name: tables.pledges, keys: Keys::new(campaign) };
        let tally = TallyTable { table: Table { name: tables.tally, ..table.clone() }, shards };
        Self { table: PledgesTable { table, tally }, role: PhantomData }
    }
}

impl<R> Deref for Pledges<R> {
    type Target = PledgesTable;

    fn deref(&self) -> &PledgesTable {
        &self.table
    }
}

/// A campaign's organizers and their work, for a role. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Office<R> {
    table: OfficeTable,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Office<R> {
    /// Opens the office of a campaign.
    #[must_use]
    pub const fn new(connection: Connection, table: String, campaign: CampaignSlug) -> Self {
        let table = Table { connection, name: table, keys: Keys::new(campaign) };
        Self { table: OfficeTable { table }, role: PhantomData }
    }
}

impl<R> Deref for Office<R> {
    type Target = OfficeTable;

    fn deref(&self) -> &OfficeTable {
        &self.table
    }
}

/// A campaign's counters, for a role. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tallies<R> {
    table: TallyTable,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Tallies<R> {
    /// Opens the counters of a campaign, in so many shards.
    #[must_use]
    pub const fn new(connection: Connection, table: String, campaign: CampaignSlug, shards: ShardCount) -> Self {
        let table = Table { connection, name: table, keys: Keys::new(campaign) };
        Self { table: TallyTable { table, shards }, role: PhantomData }
    }

    /// Gives the table to a cache that asks for the capability itself.
    pub(crate) fn into_table(self) -> TallyTable {
        self.table
    }
}

impl<R> Deref for Tallies<R> {
    type Target = TallyTable;

    fn deref(&self) -> &TallyTable {
        &self.table
    }
}
