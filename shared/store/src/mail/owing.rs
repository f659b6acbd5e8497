//! An item that owes a mail says so itself, by two attributes.
//!
//! One is the lane that it waits in, the other the time from which the mailer looks at it. An item whose mail was put off has
//! a third one: the time since which its mail is owed. So a mail that is put off again and again is seen to be late.
//!
//! A reminder is charged before it is sent. The charge is taken back if it is known that the mail was not sent. If the
//! function dies in between, the reminder is not sent again. A late reminder goes out until a day before its form ends.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};
use strum::{EnumString, IntoStaticStr};

use crate::dynamo::attributes::{OWED_AT, OWED_IN, OWED_SINCE};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, put};
use crate::dynamo::keys::{Key, lane, sortable};
use crate::dynamo::tables::PledgesTable;

/// The stream has this long to bring a new item to the mailer. From then on the mailer finds it in the index.
pub const STREAM_TIME: SignedDuration = SignedDuration::from_mins(2);

/// The classes of mail that share the sending rate. A class says how urgent a mail is and what share of the day's quota it may
/// use. A request for a link waits in the lane of [`Self::SignIn`] until the mailer knows which mail it causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum MailClass {
    /// The link that lets an organizer or a partner in, and an invitation.
    SignIn,
    /// The link and code that a form asks for, or a link that is sent again. Somebody waits for it.
    First,
    /// Thanks with the link to the pledge, the goodbye after a withdrawal, and the welcome of a partner.
    Thanks,
    /// A letter, a digest, and the link by which an organization asks to become a partner.
    Letter,
    /// A second mail about a form.
    Reminder,
}

impl MailClass {
    /// Every class, the most urgent first.
    pub const ALL: [Self; 5] = [Self::SignIn, Self::First, Self::Thanks, Self::Letter, Self::Reminder];

    /// The name in the store and in logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// Says when the mailer looks at an item again, and for which class of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The class of the mail that is owed.
    pub class: MailClass,
    /// The first moment to look at the item.
    pub at: Timestamp,
}

impl When {
    /// The time at which the mailer finds a new item by itself, if the stream has not brought it.
    #[must_use]
    pub fn after_stream(class: MailClass, written_at: Timestamp) -> Self {
        Self { class, at: later(written_at, STREAM_TIME) }
    }
}

impl PledgesTable {
    /// The clause of an update that says when its item is to be looked at again.
    pub(crate) fn owing_change(&self, terms: &mut Terms, key: &Key, when: Option<When>) -> String {
        let since = terms.name(OWED_SINCE);
        match when {
            Some(when) => format!("SET {} REMOVE {since}", self.owing_set(terms, key, when)),
            None => format!("REMOVE {}, {}, {since}", terms.name(OWED_IN), terms.name(OWED_AT)),
        }
    }

    /// The clause of an update that puts off the mail of its item, which is owed since a time.
    pub(crate) fn put_off_change(&self, terms: &mut Terms, key: &Key, when: When, since: Timestamp) -> String {
        let time = terms.value(AttributeValue::S(sortable(since)));
        format!("SET {}, {} = {time}", self.owing_set(terms, key, when), terms.name(OWED_SINCE))
    }

    /// The part of a `SET` clause that says when its item is to be looked at. Of an item whose mail may have been put off,
    /// the update removes [`OWED_SINCE`] as well.
    pub(crate) fn owing_set(&self, terms: &mut Terms, key: &Key, when: When) -> String {
        let lane = terms.value(AttributeValue::S(self.lane_of(when.class, key)));
        let at = terms.value(AttributeValue::S(sortable(when.at)));
        format!("{} = {lane}, {} = {at}", terms.name(OWED_IN), terms.name(OWED_AT))
    }

    /// The item with a mail that it owes.
    pub(crate) fn owing_item(&self, key: &Key, mut item: Item, when: When) -> Item {
        put(&mut item, OWED_IN, self.lane_of(when.class, key));
        put(&mut item, OWED_AT, sortable(when.at));
        item
    }

    fn lane_of(&self, class: MailClass, key: &Key) -> String {
        self.keys.lane(class.name(), lane(&key.pk))
    }
}
