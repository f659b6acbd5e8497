//! Signers, tallies and organizers in DynamoDB: one function per access pattern.
//!
//! This crate alone speaks to DynamoDB. What it must never do: decide what a pledge's change means (that is
//! [`domain::pledge`]'s), change a signer without the counters in the same transaction, rely on anything but conditions
//! for exactness, or put personal data into the Tally table, an error or a log.
//!
//! Start reading at [`Pledges`] and its `confirm`: read everything strongly consistent, decide with a pure function,
//! write in one transaction under conditions that what was read still stands; when in doubt, read and decide again.
//! `keys` has every key, `pledge_item` every attribute.

mod address;
mod attempt;
mod batch;
mod bearers;
mod code;
mod cohort;
mod confirm;
mod connection;
mod correspondence;
mod error;
mod expression;
mod farewell;
mod flood;
mod forget;
mod held_letters;
mod history;
mod invalidate;
mod keys;
mod letters;
mod manage;
mod office;
mod office_item;
mod owed;
mod pace;
mod paper;
mod pledge_item;
mod pledges;
mod put_back;
mod recount;
mod second_factor;
mod sign_in;
mod signer_counts;
mod signers;
mod snapshot;
mod submit;
mod supporters;
mod survey;
mod switches;
mod tally;
mod tally_cache;
mod transaction;
mod work;

pub use address::{
    ADDRESS_DAYS, ASK_SPACING, ASKS_MAX, Ask, BUDGET_DAYS, Charge, FORMS_MAX, MAILS_MAX, MailRecord, MailStop,
    MailboxSeen, Notice, SPELLINGS_PER_DAY,
};
pub use attempt::{TRIES_MAX, pause_below};
pub use code::{CodeTried, CodeTry};
pub use confirm::{Confirmed, Confirming};
pub use connection::Connection;
pub use error::StoreError;
pub use farewell::FAREWELL_DAYS;
pub use flood::{Admission, Held, HourCount, NetworkHour, RATE_HOURS, Recipient};
pub use held_letters::{HeldLetter, LetterAdmission, LetterCounts, LetterSender};
pub use history::{History, HourEntry};
pub use keys::{RateOf, StreamKey};
pub use letters::{LETTER_DAYS, LetterState, Queued, QueuedLetter};
pub use manage::Renamed;
pub use office::Office;
pub use owed::{MailClass, OWED_INDEX, Owed, Owing, OwingItem, STREAM_TIME, Waits, When};
pub use pace::{Allowance, Granted, MailPace, Reserved};
pub use paper::{KnownPersons, SHEET_DAYS};
pub use pledge_item::{Farewell, LISTED, SignIn, stored_attributes};
pub use pledges::{Pledges, Tables};
pub use put_back::{PutBack, Unsure};
pub use recount::{Drift, Recount};
pub use second_factor::{AfterProof, CODE_TRIES_MAX, CODE_TRIES_WINDOW};
pub use signer_counts::{SignerCount, SignerCounts};
pub use snapshot::HourSnapshot;
pub use supporters::{NextPage, Part};
pub use switches::{Switch, SwitchCache, Switches};
pub use tally::{Freshness, Tallies};
pub use tally_cache::{Snapshot, TALLY_MAX_AGE, TallyCache};
