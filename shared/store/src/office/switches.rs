//! Switches for a rush, which take effect without a deployment: each is on while its item is there.
//!
//! Two of them are in the Tally table, which every function that answers people can read, and which holds nothing personal.
//! The pause of reminders is in the Office table, which the mailer reads. Admins set the switches in the office, and
//! operators with `infra/stack/switch`.

use std::sync::{Mutex, PoisonError};

use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use domain::office::audit::Entry;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::batch;
use crate::dynamo::batch::Freshness;
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, optional, put};
use crate::dynamo::keys::{Key, Keys, sortable};
use crate::dynamo::tables::TallyTable;
use crate::handles::{Office, Tallies};
use crate::role::{ReadsReminders, ReadsSwitches, SetsSwitches};

/// The switches are read again after this time.
const SWITCHES_MAX_AGE: SignedDuration = SignedDuration::from_secs(5);

/// The day on which the form is to be opened again.
const REOPENS_AT: &str = "reopens_at";

/// A switch for a rush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// No forms are taken; confirmations go on.
    FormClosed,
    /// Public pages give way to one light page.
    HoldingPage,
    /// No reminders are sent.
    RemindersPaused,
}

impl Switch {
    /// Every switch.
    pub const ALL: [Self; 3] = [Self::RemindersPaused, Self::HoldingPage, Self::FormClosed];

    fn key(self, keys: &Keys) -> Key {
        match self {
            Self::FormClosed => keys.form_closed(),
            Self::HoldingPage => keys.holding_page(),
            Self::RemindersPaused => keys.reminders_pause(),
        }
    }
}

/// The switches that concern everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// No forms are taken; confirmations go on.
    pub form_closed: bool,
    /// The moment at which the form is to be opened again, where an admin gave one. Nothing opens by itself.
    pub form_reopens_at: Option<Timestamp>,
    /// Public pages give way to one light page.
    pub holding_page: bool,
}

impl TallyTable {
    async fn switches(&self, freshness: Freshness) -> Result<Switches, StoreError> {
        let (form, holding) = (self.keys.form_closed(), self.keys.holding_page());
        let keys = [form.clone(), holding.clone()];
        let found = batch::read(&self.connection, &self.table, &keys, freshness).await?;
        let form = found.get(&form);
        Ok(Switches {
            form_closed: form.is_some(),
            form_reopens_at: form.map(|item| optional(item, REOPENS_AT)).transpose()?.flatten(),
            holding_page: found.contains_key(&holding),
        })
    }
}

/// The switches as they were some seconds ago.
#[derive(Debug)]
pub struct SwitchCache {
    tallies: TallyTable,
    known: Mutex<Option<(Timestamp, Switches)>>,
}

impl SwitchCache {
    /// A cache that knows nothing yet.
    #[must_use]
    pub fn new<R: ReadsSwitches>(tallies: Tallies<R>) -> Self {
        Self { tallies: tallies.into_table(), known: Mutex::default() }
    }

    /// The switches, at most some seconds old. When the store fails they stay as they were: nothing closes by itself.
    pub async fn recent(&self, now: Timestamp) -> Switches {
        let known = *self.known();
        let fresh = known.filter(|(at, _)| now.duration_since(*at) < SWITCHES_MAX_AGE);
        if let Some((_, switches)) = fresh {
            return switches;
        }
        let before = known.map(|(_, switches)| switches).unwrap_or_default();
        let switches = self.tallies.switches(Freshness::Eventual).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the switches could not be read");
            before
        });
        *self.known() = Some((now, switches));
        switches
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<(Timestamp, Switches)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R: ReadsReminders> Office<R> {
    /// Reads whether reminders are paused, so that first mails have all that the provider takes.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn reminders_are_paused(&self) -> Result<bool, StoreError> {
        let key = self.keys.reminders_pause();
        let found = batch::read(&self.connection, &self.table, std::slice::from_ref(&key), Freshness::Strong).await?;
        Ok(!found.is_empty())
    }
}

impl<R: SetsSwitches> Office<R> {
    /// Reads the switches that concern everybody, as they stand at this moment.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn switches(&self, tallies: &Tallies<R>) -> Result<Switches, StoreError> {
        tallies.switches(Freshness::Strong).await
    }

    /// Lists the switches that are on now.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn switched_on(&self, tallies: &Tallies<R>) -> Result<Vec<Switch>, StoreError> {
        let public = tallies.switches(Freshness::Strong).await?;
        let reminders = self.reminders_are_paused().await?;
        let is_on = |switch: &Switch| match switch {
            Switch::FormClosed => public.form_closed,
            Switch::HoldingPage => public.holding_page,
            Switch::RemindersPaused => reminders,
        };
        Ok(Switch::ALL.into_iter().filter(is_on).collect())
    }

    /// Puts a switch on or off, with its entry in the log. Doing it twice changes nothing.
    ///
    /// # Errors
    /// Fails when the database fails. Trying again is safe.
    pub async fn switch(
        &self,
        tallies: &Tallies<R>,
        switch: Switch,
        is_on: bool,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        self.turn(tallies, switch, is_on.then(Item::new), entry).await
    }

    /// Closes the form for now, and says until when if a day is given. Doing it again gives another day.
    ///
    /// # Errors
    /// Fails when the database fails. Trying again is safe.
    pub async fn close_form(
        &self,
        tallies: &Tallies<R>,
        reopens_at: Option<Timestamp>,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let mut item = Item::new();
        if let Some(at) = reopens_at {
            put(&mut item, REOPENS_AT, sortable(at));
        }
        self.turn(tallies, Switch::FormClosed, Some(item), entry).await
    }

    async fn turn(
        &self,
        tallies: &Tallies<R>,
        switch: Switch,
        on: Option<Item>,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let key = switch.key(&self.keys).attributes();
        let table = match switch {
            Switch::FormClosed | Switch::HoldingPage => &tallies.table,
            Switch::RemindersPaused => &self.table,
        };
        let given = "table and key are given";
        let write = if let Some(mut item) = on {
            item.extend(key);
            let put = Put::builder().table_name(table).set_item(Some(item)).build().expect(given);
            TransactWriteItem::builder().put(put).build()
        } else {
            let delete = Delete::builder().table_name(table).set_key(Some(key)).build().expect(given);
            TransactWriteItem::builder().delete(delete).build()
        };
        self.with_entry(write, entry).await.map(drop)
    }
}
