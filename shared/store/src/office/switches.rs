//! Switches for a rush, which take effect without a deployment: each is on while its item is there.
//!
//! Two of them are in the Tally table, which every function that answers people can read, and which holds nothing personal.
//! The pause of reminders is in the Office table, which the mailer reads. Admins set the switches in the office, and
//! operators with `infra/stack/switch`.
//!
//! The form's pause at the campaign's desk is an item beside them, so that a rush and its end leave the pause as it is.

use std::sync::{Mutex, PoisonError};

use domain::office::audit::Entry;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, optional, put};
use crate::dynamo::keys::{Key, Keys, sortable};
use crate::dynamo::reads::Freshness;
use crate::dynamo::tables::{Table, TallyTable};
use crate::handles::{Office, Tallies};
use crate::role::{ReadsReminders, ReadsSwitches, SetsSwitches};

/// The switches are read again after this time.
const SWITCHES_MAX_AGE: SignedDuration = SignedDuration::from_secs(5);

/// The day on which the desk plans to end the form's pause.
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
    /// The switch for a rush has closed the form.
    pub form_closed: bool,
    /// The campaign's desk has paused the form.
    pub form_pause: Option<FormPause>,
    /// Public pages give way to one light page.
    pub holding_page: bool,
}

/// The form's pause at the campaign's desk. Nothing opens by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormPause {
    /// The day on which the desk plans to end it, if it has one.
    pub planned_end: Option<Timestamp>,
}

impl Switches {
    /// Whether forms are taken. Confirmations go on in any case.
    #[must_use]
    pub const fn takes_forms(&self) -> bool {
        !self.form_closed && self.form_pause.is_none()
    }

    /// Returns the day on which the form is planned to be open again. There is none after the day, and none beyond the
    /// end of the campaign.
    #[must_use]
    pub fn reopens_at(&self, now: Timestamp, closes_at: Timestamp) -> Option<Timestamp> {
        self.form_pause?.planned_end.filter(|at| *at > now && *at < closes_at)
    }
}

impl TallyTable {
    async fn switches(&self, freshness: Freshness) -> Result<Switches, StoreError> {
        let keys = [self.keys.form_closed(), self.keys.form_pause(), self.keys.holding_page()];
        let found = self.get_all_as(&keys, freshness).await?;
        let [form, pause_item, holding] = keys.each_ref().map(|key| found.get(key));
        let pause = |item: &Item| optional(item, REOPENS_AT).map(|planned_end| FormPause { planned_end });
        Ok(Switches {
            form_closed: form.is_some(),
            form_pause: pause_item.map(pause).transpose()?,
            holding_page: holding.is_some(),
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
        let known = *self.lock();
        let fresh = known.filter(|(at, _)| now.duration_since(*at) < SWITCHES_MAX_AGE);
        if let Some((_, switches)) = fresh {
            return switches;
        }
        let before = known.map(|(_, switches)| switches).unwrap_or_default();
        let switches = self.tallies.switches(Freshness::Eventual).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the switches could not be read");
            before
        });
        *self.lock() = Some((now, switches));
        switches
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Timestamp, Switches)>> {
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
        let found = self.get_all(std::slice::from_ref(&key)).await?;
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
        let table = match switch {
            Switch::FormClosed | Switch::HoldingPage => &tallies.table,
            Switch::RemindersPaused => &self.table,
        };
        self.turn(table, &switch.key(&self.keys), is_on.then(Item::new), entry).await
    }

    /// Pauses the form, or ends its pause. Pausing it again gives it another planned end.
    ///
    /// # Errors
    /// Fails when the database fails. Trying again is safe.
    pub async fn pause_form(
        &self,
        tallies: &Tallies<R>,
        pause: Option<FormPause>,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let item = |pause: FormPause| {
            let mut item = Item::new();
            if let Some(at) = pause.planned_end {
                put(&mut item, REOPENS_AT, sortable(at));
            }
            item
        };
        self.turn(&tallies.table, &self.keys.form_pause(), pause.map(item), entry).await
    }

    async fn turn(&self, table: &Table, key: &Key, on: Option<Item>, entry: &Entry) -> Result<(), StoreError> {
        let write = if let Some(mut item) = on {
            item.extend(key.attributes());
            table.put(item)
        } else {
            // A second press, or a colleague's, ends nothing and leaves no second entry.
            table.delete_there(key)
        };
        self.with_entry(write, entry).await.map(drop)
    }
}
