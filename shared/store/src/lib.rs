//! Signers, tallies and organizers in DynamoDB: one function per access pattern.
//!
//! This crate alone speaks to DynamoDB. It must never decide what a pledge's change means, which [`domain::pledge`] does. It must
//! never change a signer without the counters in the same transaction, or rely on anything but conditions for exactness. It must
//! never put personal data into the Tally table, an error or a log.
//!
//! Start reading at [`Pledges`] and its `confirm`. It reads everything strongly consistent, decides with a pure function, and
//! writes in one transaction, on the condition that what was read still stands. If it does not, it reads and decides again.
//! `dynamo/keys.rs` has every key, `dynamo/attributes.rs` every attribute of the table Pledges, `stored.rs` every kind of item.
//!
//! A pledge costs 27 write units in its whole life at a great mail provider, and 35 elsewhere: `23 + 4n` with `n` counters of the
//! hour (the network; elsewhere also the mail domain and the pair of both). It costs two more if the address is one of many
//! spellings, such as `name+tag@`.
//! - The form: 2.
//! - Its mail: 2 for the mailbox and `2n` for the counters in one transaction, 1 each for the cohort mark and the pace, 3 for the
//!   form and its place in the index.
//! - The confirmation: 7.
//! - The thanks: 1 each for the mailbox and the pace, 3 for the end of the form and `2n` for the proof in one transaction, 2 for
//!   the signer and the index. Mails that leave together share the pace, 25 to a unit.

mod campaign;
mod dynamo;
mod handles;
mod mail;
mod office;
mod paper;
mod pledge;
pub mod role;
mod stored;
mod tally;
mod webhooks;

pub use campaign::desk::{CONTENT_MAX_BYTES, Change, PastVersion, Publishing};
pub use campaign::live::{CAMPAIGN_MAX_AGE, Live};
pub use campaign::partners::{CONTACTS_MAX, Contact, ENDED_CONTACTS_MAX, PartnerPeople, WaitingAsk};
pub use dynamo::attempts::{TRIES_MAX, pause_below};
pub use dynamo::attributes::LISTED;
pub use dynamo::connection::Connection;
pub use dynamo::errors::StoreError;
pub use dynamo::item::Readable;
pub use dynamo::keys::{RateOf, StreamKey};
pub use dynamo::reads::Freshness;
pub use dynamo::tables::Tables;
pub use handles::{Office, Pledges, Tallies};
pub use mail::again::Again;
pub use mail::budget::{Charge, FormMail, LeadsTo, MailboxSeen, Notice, SPELLINGS_PER_DAY};
pub use mail::digests::OwedDigest;
pub use mail::farewell::Farewell;
pub use mail::flood::{Admission, FormOwner, HourCount, LetGo, NetworkHour, RATE_HOURS};
pub use mail::held::Held;
pub use mail::held_letters::{HeldLetter, LetterCounts, LetterSender};
pub use mail::letters::{LETTER_DAYS, LetterAdmission, LetterOutcome, LetterState, OwedLetter};
pub use mail::mailbox::{FORMS_MAX, MailStop};
pub use mail::owed::{Due, OWED_INDEX, Owed, Owing, OwingItem, Waits};
pub use mail::owing::{MailClass, STREAM_TIME, When};
pub use mail::pace::{Allowance, Granted, MailPace, Reserved};
pub use mail::partner_asks::{
    PARTNER_ASKS_PER_DOMAIN, PARTNER_ASKS_PER_HOUR, PARTNER_ASKS_PER_NETWORK, PartnerAskMail,
};
pub use mail::sign_in::{SignIn, Wants};
pub use mail::stops::MailRecord;
pub use office::help::{FormFile, FormState, MailAbout, MailboxFile, MayMail};
pub use office::second_factor::{AfterProof, CODE_TRIES_MAX, CODE_TRIES_WINDOW};
pub use office::switches::{FormPause, Switch, SwitchCache, Switches};
pub use paper::sheet::{KnownPersons, SHEET_DAYS};
pub use pledge::code::{CodeTried, CodeTry};
pub use pledge::confirm::{Confirmed, Confirming};
pub use pledge::manage::Renamed;
pub use pledge::put_back::{PutBack, Unsure};
pub use pledge::signers::Part;
pub use pledge::supporters::NextPage;
pub use stored::stored_attributes;
pub use tally::cache::{Snapshot, TALLY_MAX_AGE, TallyCache};
pub use tally::history::{History, HourEntry};
pub use tally::recount::{Drift, Recount};
pub use tally::signer_counts::{SignerCount, SignerCounts};
pub use tally::snapshot::HourSnapshot;
pub use webhooks::announce::{Announced, News};
pub use webhooks::deliveries::DELIVERY_DAYS;
pub use webhooks::items::{
    Delivery, Heard, HeardStage, HookContent, HookFate, HookKeys, HookPerson, KeyedRecipient, Polled,
};
pub use webhooks::recipients::AGAIN_MAX;
