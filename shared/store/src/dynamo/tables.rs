//! The three tables of a campaign. What every wing reads and writes of one is in `reads.rs` and `writes.rs`.

use std::ops::Deref;

use domain::tally::ShardCount;

use crate::dynamo::connection::Connection;
use crate::dynamo::keys::Keys;

/// The tables' names.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Personal data.
    pub pledges: String,
    /// Numbers only.
    pub tally: String,
}

/// One table of a campaign.
#[derive(Clone, Debug)]
pub struct Table {
    pub(crate) connection: Connection,
    pub(crate) name: String,
    pub(crate) keys: Keys,
}

/// The table Pledges of a campaign, and the counters that change with it.
#[derive(Clone, Debug)]
pub struct PledgesTable {
    pub(crate) table: Table,
    pub(crate) tally: TallyTable,
}

/// The table Office of a campaign.
#[derive(Clone, Debug)]
pub struct OfficeTable {
    pub(crate) table: Table,
}

/// The table Tally of a campaign.
#[derive(Clone, Debug)]
pub struct TallyTable {
    pub(crate) table: Table,
    pub(crate) shards: ShardCount,
}

impl Deref for PledgesTable {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.table
    }
}

impl Deref for OfficeTable {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.table
    }
}

impl Deref for TallyTable {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.table
    }
}
