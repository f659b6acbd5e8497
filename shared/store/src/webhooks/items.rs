//! Stored shapes of recipients, deliveries and the people whom a recipient heard of.

use std::collections::BTreeSet;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{MessageId, RecipientId, SignerId, SubmissionId};
use domain::keys::secret::Secret;
use domain::mail::email::EmailAddress;
use domain::pledge::Slot;
use domain::webhooks::event::EventKind;
use domain::webhooks::outcome::Outcome;
use domain::webhooks::recipient::{HookKind, Recipient};
use domain::webhooks::signature::{RecipientKeys, SigningKeys};
use jiff::Timestamp;
use strum::{EnumString, IntoStaticStr};

use crate::dynamo::attributes::{EMAIL, PK, SK, SUBMISSION, TAKEN_UNTIL, TRIES};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, number, optional, parsed, put, put_number, text, words};
use crate::dynamo::keys::sortable;
use crate::office::items::{AT, BY, author};

const NAME_EN: &str = "name_en";
const NAME_FR: &str = "name_fr";
const KIND: &str = "kind";
const ADDRESS: &str = "address";
const SUBJECTS: &str = "subjects";
pub(crate) const STATE: &str = "state";
pub(crate) const WORDINGS: &str = "wordings";
pub(crate) const PUBLIC_KEY: &str = "public_key";
/// The shared secret of the keys in use.
pub(crate) const SECRET: &str = "secret";
/// The private key of the keys in use.
pub(crate) const PRIVATE_KEY: &str = "private_key";
/// The shared secret from before a rotation.
pub(crate) const FORMER_SECRET: &str = "former_secret";
/// The private key from before a rotation.
pub(crate) const FORMER_PRIVATE_KEY: &str = "former_private_key";
/// The time until which messages bear the signatures of the former keys too.
pub(crate) const FORMER_UNTIL: &str = "former_until";
/// The key of an interface.
pub(crate) const API_KEY: &str = "api_key";
pub(crate) const RESTS_UNTIL: &str = "rests_until";
/// The time up to which an interface was asked for changes.
pub(crate) const POLLED_UNTIL: &str = "polled_until";
/// The page at which the next question begins.
pub(crate) const POLLED_PAGE: &str = "polled_page";
/// The time at which the question began whose pages were not all read.
pub(crate) const POLLED_SINCE: &str = "polled_since";
/// The time at which an interface's answer could not be read. It is gone once one was read.
pub(crate) const POLLED_UNREAD_AT: &str = "polled_unread_at";
/// The day on which a recipient's people were last compared with the signers.
pub(crate) const COMPARED_AT: &str = "compared_at";
/// The person after whom a comparison goes on; empty when none was broken off.
pub(crate) const COMPARED_AFTER: &str = "compared_after";
/// Every attribute of a recipient.
pub(crate) const RECIPIENT: [&str; 25] = [
    PK,
    SK,
    NAME_EN,
    NAME_FR,
    KIND,
    ADDRESS,
    SUBJECTS,
    STATE,
    WORDINGS,
    PUBLIC_KEY,
    BY,
    AT,
    SECRET,
    PRIVATE_KEY,
    FORMER_SECRET,
    FORMER_PRIVATE_KEY,
    FORMER_UNTIL,
    API_KEY,
    RESTS_UNTIL,
    POLLED_UNTIL,
    POLLED_PAGE,
    POLLED_SINCE,
    POLLED_UNREAD_AT,
    COMPARED_AT,
    COMPARED_AFTER,
];
const DATA: &str = "data";
const OUTCOME: &str = "outcome";
const MESSAGE: &str = "message";
/// Every attribute of a delivery.
pub(crate) const DELIVERY: [&str; 7] = [PK, SK, KIND, DATA, AT, TRIES, OUTCOME];
const TOLD: &str = "told";
/// Every attribute of a person whom a recipient heard of.
pub(crate) const HEARD: [&str; 7] = [PK, SK, TOLD, MESSAGE, SUBMISSION, EMAIL, AT];
/// The last hour that was announced.
pub(crate) const HOUR: &str = "hour";
pub(crate) const CHANGE: &str = "change";
pub(crate) const SIGNERS: &str = "signers";
/// Every attribute of what was announced or is to be.
pub(crate) const ANNOUNCED: [&str; 6] = [PK, SK, HOUR, TAKEN_UNTIL, CHANGE, SIGNERS];

/// The keys by which a recipient knows that a message is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HookKeys {
    /// The keys that sign messages.
    Signing(RecipientKeys),
    /// The key of the recipient's own interface.
    Interface(Secret),
}

/// The progress of asking an interface for changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polled {
    /// Changes from before this time are known.
    pub until: Timestamp,
    /// The page at which the next question begins: 1 if all pages of the last one were read.
    pub page: u32,
    /// The time at which the last question began. Changes from after it are not known.
    pub began_at: Timestamp,
}

/// A recipient with its keys, as the ledger needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedRecipient {
    pub recipient: Recipient,
    /// `None` once it is removed.
    pub keys: Option<HookKeys>,
    pub polled: Option<Polled>,
    pub compared_at: Option<Timestamp>,
    /// The person after whom a comparison goes on that was broken off.
    pub compared_after: Option<HookPerson>,
}

pub(crate) struct RecipientItem;

impl RecipientItem {
    pub(crate) fn write(recipient: &Recipient, keys: &HookKeys, mut item: Item) -> Item {
        let [en, fr] = &recipient.names;
        put(&mut item, NAME_EN, en.as_str());
        put(&mut item, NAME_FR, fr.as_str());
        put(&mut item, KIND, recipient.kind.name());
        put(&mut item, ADDRESS, recipient.address.as_str());
        put(&mut item, SUBJECTS, joined(recipient.subjects.iter()));
        put(&mut item, STATE, recipient.state.name());
        put(&mut item, WORDINGS, joined(recipient.wordings.iter()));
        put(&mut item, BY, recipient.added_by.to_string());
        put(&mut item, AT, sortable(recipient.added_at));
        match keys {
            HookKeys::Signing(RecipientKeys { current, .. }) => {
                put(&mut item, PUBLIC_KEY, recipient.public_key.as_str());
                put(&mut item, SECRET, current.secret.expose());
                put(&mut item, PRIVATE_KEY, current.private.expose());
            }
            HookKeys::Interface(key) => put(&mut item, API_KEY, key.expose()),
        }
        item
    }

    /// Reads the way in which a recipient takes messages and its address, even if the rest cannot be read.
    pub(crate) fn read_address(item: &Item) -> Option<(HookKind, String)> {
        Some((parsed(item, KIND).ok()?, text(item, ADDRESS)?.to_owned()))
    }

    pub(crate) fn read(item: &Item) -> Result<Recipient, StoreError> {
        let subjects = words(item, SUBJECTS).split_whitespace().map(str::parse).collect::<Result<_, _>>();
        Ok(Recipient {
            id: parsed(item, SK)?,
            names: [words(item, NAME_EN), words(item, NAME_FR)],
            kind: parsed(item, KIND)?,
            address: words(item, ADDRESS),
            subjects: subjects.map_err(|_| corrupt(SUBJECTS))?,
            state: parsed(item, STATE)?,
            wordings: words(item, WORDINGS).split_whitespace().map(str::to_owned).collect(),
            public_key: words(item, PUBLIC_KEY),
            added_by: author(item)?,
            added_at: parsed(item, AT)?,
            rests_until: optional(item, RESTS_UNTIL)?,
            unread_at: optional(item, POLLED_UNREAD_AT)?,
        })
    }

    pub(crate) fn read_keyed(item: &Item) -> Result<KeyedRecipient, StoreError> {
        let secret = |attribute| text(item, attribute).map(Secret::new);
        let pair = |shared, private| Some(SigningKeys { secret: secret(shared)?, private: secret(private)? });
        let former = pair(FORMER_SECRET, FORMER_PRIVATE_KEY).zip(optional(item, FORMER_UNTIL)?);
        let signing = pair(SECRET, PRIVATE_KEY).map(|current| HookKeys::Signing(RecipientKeys { current, former }));
        let polled = optional(item, POLLED_UNTIL)?.map(|until| {
            let page = if item.contains_key(POLLED_PAGE) { number(item, POLLED_PAGE)? } else { 1 };
            let began_at = optional(item, POLLED_SINCE)?.unwrap_or(until);
            Ok::<_, StoreError>(Polled { until, page, began_at })
        });
        Ok(KeyedRecipient {
            recipient: Self::read(item)?,
            keys: signing.or_else(|| secret(API_KEY).map(HookKeys::Interface)),
            polled: polled.transpose()?,
            compared_at: optional(item, COMPARED_AT)?,
            compared_after: text(item, COMPARED_AFTER).and_then(|person| person.parse().ok()),
        })
    }
}

/// Joins words by blanks, as [`RecipientItem::read`] splits them.
fn joined<T: ToString>(words: impl Iterator<Item = T>) -> String {
    words.map(|word| word.to_string()).collect::<Vec<_>>().join(" ")
}

/// A signer whom a message is about. It says nothing to somebody who has no signer's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HookPerson {
    pub signer: SignerId,
    pub slot: Slot,
}

impl std::fmt::Display for HookPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = match self.slot {
            Slot::First => '1',
            Slot::Second => '2',
        };
        write!(f, "{}:{place}", self.signer)
    }
}

impl FromStr for HookPerson {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let (signer, place) = text.split_once(':').ok_or(StoreError::Corrupt)?;
        let slot = match place {
            "1" => Slot::First,
            "2" => Slot::Second,
            _ => return Err(StoreError::Corrupt),
        };
        Ok(Self { signer: signer.parse().map_err(|_| StoreError::Corrupt)?, slot })
    }
}

/// The content of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HookContent {
    /// A message without personal data, as the JSON of its data.
    Message(MessageId, EventKind, String),
    /// A look at what a signer agreed to. What is to be said, and in which message, is found out when its turn comes.
    Person(HookPerson),
}

/// The fate of a delivery so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookFate {
    Owed,
    Done,
    /// The last try failed too.
    Failed,
}

impl HookFate {
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Owed => "owed#",
            Self::Done => "done#",
            Self::Failed => "failed#",
        }
    }
}

/// A message to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub recipient: RecipientId,
    pub fate: HookFate,
    /// The next try of a message that is owed; otherwise its end.
    pub when: Timestamp,
    pub content: HookContent,
    /// The type of the message that was last tried.
    pub kind: Option<EventKind>,
    /// The time of the event.
    pub at: Timestamp,
    pub tries: u32,
    pub last: Option<Outcome>,
}

impl Delivery {
    /// A message that is to be sent now.
    #[must_use]
    pub const fn owed(recipient: RecipientId, content: HookContent, now: Timestamp) -> Self {
        Self { recipient, fate: HookFate::Owed, when: now, content, kind: None, at: now, tries: 0, last: None }
    }

    /// Returns the name at the end of its key: the message's id, or the person.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.content {
            HookContent::Message(id, ..) => id.to_string(),
            HookContent::Person(person) => person.to_string(),
        }
    }

    pub(crate) fn sort_key(&self) -> String {
        format!("{}{}#{}", self.fate.prefix(), sortable(self.when), self.name())
    }

    pub(crate) fn write(&self, mut item: Item) -> Item {
        put(&mut item, SK, self.sort_key());
        if let HookContent::Message(_, kind, data) = &self.content {
            put(&mut item, KIND, kind.name());
            // A message that was taken needs its data no more.
            if self.fate != HookFate::Done {
                put(&mut item, DATA, data.as_str());
            }
        } else if let Some(kind) = self.kind {
            put(&mut item, KIND, kind.name());
        }
        put(&mut item, AT, sortable(self.at));
        put_number(&mut item, TRIES, self.tries);
        if let Some(last) = self.last {
            put(&mut item, OUTCOME, last.to_string());
        }
        item
    }

    pub(crate) fn read(recipient: RecipientId, item: &Item) -> Result<Self, StoreError> {
        let sk = text(item, SK).unwrap_or_default();
        let mut parts = sk.splitn(3, '#');
        let (fate, when, name) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
        let fate = match fate {
            Some("owed") => HookFate::Owed,
            Some("done") => HookFate::Done,
            Some("failed") => HookFate::Failed,
            Some(_) | None => return Err(corrupt(SK)),
        };
        let kind = optional(item, KIND)?;
        let content = match (name.parse::<HookPerson>(), kind) {
            (Ok(person), _) => HookContent::Person(person),
            (Err(_), Some(kind)) => {
                HookContent::Message(name.parse().map_err(|_| corrupt(SK))?, kind, words(item, DATA))
            }
            (Err(_), None) => return Err(corrupt(KIND)),
        };
        Ok(Self {
            recipient,
            fate,
            when: when.and_then(|when| when.parse().ok()).ok_or_else(|| corrupt(SK))?,
            content,
            kind,
            at: parsed(item, AT)?,
            tries: number(item, TRIES)?,
            last: optional(item, OUTCOME)?,
        })
    }
}

/// The stage of telling a recipient about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum HeardStage {
    /// A message that they agreed was tried, and not taken so far.
    Giving,
    /// The recipient knows that they agreed.
    Given,
    /// A message that they agree no more was tried, and not taken so far.
    Withdrawing,
}

/// A person whom a recipient heard of, or may have heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub person: HookPerson,
    pub stage: HeardStage,
    /// The id of this stage's message, the same for all tries.
    pub message: MessageId,
    /// The person's submission. It distinguishes people who had the same slot at an address one after the other.
    pub submission: SubmissionId,
    /// The address, by which the recipient finds the person when they agree no more.
    pub email: EmailAddress,
    /// The beginning of this stage.
    pub at: Timestamp,
}

impl HeardStage {
    const fn name(self) -> &'static str {
        self.into_str()
    }
}

pub(crate) const PERSON_PREFIX: &str = "person#";

impl Heard {
    pub(crate) fn write(&self, mut item: Item) -> Item {
        put(&mut item, SK, format!("{PERSON_PREFIX}{}", self.person));
        put(&mut item, TOLD, self.stage.name());
        put(&mut item, MESSAGE, self.message.to_string());
        put(&mut item, SUBMISSION, self.submission.to_string());
        put(&mut item, EMAIL, self.email.to_string());
        put(&mut item, AT, sortable(self.at));
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Self, StoreError> {
        let person = text(item, SK).and_then(|sk| sk.strip_prefix(PERSON_PREFIX)).unwrap_or_default();
        Ok(Self {
            person: person.parse().map_err(|_| corrupt(SK))?,
            stage: parsed(item, TOLD)?,
            message: parsed(item, MESSAGE)?,
            submission: parsed(item, SUBMISSION)?,
            email: text(item, EMAIL).and_then(|text| EmailAddress::parse(text).ok()).ok_or_else(|| corrupt(EMAIL))?,
            at: parsed(item, AT)?,
        })
    }
}

/// An item with its partition key alone.
pub(crate) fn in_partition(partition: String) -> Item {
    Item::from([(PK.to_owned(), AttributeValue::S(partition))])
}

/// The wordings of a recipient, as its item has them.
pub(crate) fn wordings(versions: &BTreeSet<String>) -> AttributeValue {
    AttributeValue::S(joined(versions.iter()))
}

#[cfg(test)]
mod tests {
    use domain::webhooks::event::Subject;
    use domain::webhooks::recipient::HookState;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn person() -> HookPerson {
        HookPerson { signer: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().unwrap(), slot: Slot::Second }
    }

    #[test]
    fn a_delivery_is_read_again_and_sorts_by_its_time() {
        let id = RecipientId::from_random([1; 16]);
        let message = HookContent::Message(MessageId::from_random([2; 16]), EventKind::Test, "{}".to_owned());
        for content in [message, HookContent::Person(person())] {
            let first = Delivery::owed(id, content, at(5));
            let later = Delivery {
                when: at(50),
                tries: 2,
                kind: Some(EventKind::Test),
                last: Some(Outcome::Late),
                ..first.clone()
            };
            assert!(first.sort_key() < later.sort_key());
            assert_eq!(Delivery::read(id, &later.write(Item::new())), Ok(later));
        }
    }

    #[test]
    fn a_message_that_is_done_keeps_no_data() {
        let id = RecipientId::from_random([1; 16]);
        let content = HookContent::Message(MessageId::from_random([2; 16]), EventKind::TallyHourly, "{}".to_owned());
        let done = Delivery { fate: HookFate::Done, ..Delivery::owed(id, content, at(5)) };
        assert!(!done.write(Item::new()).contains_key(DATA));
    }

    #[test]
    fn a_recipient_and_its_keys_are_read_again() {
        let current = SigningKeys::from_random([1; 32], [2; 32]);
        let mut recipient = Recipient {
            id: RecipientId::from_random([1; 16]),
            names: ["A".to_owned(), "B".to_owned()],
            kind: HookKind::Standard,
            address: "https://a.example/".to_owned(),
            subjects: BTreeSet::from([Subject::Hours, Subject::Consents]),
            state: HookState::On,
            wordings: BTreeSet::from(["1".to_owned(), "2".to_owned()]),
            public_key: current.public().unwrap(),
            added_by: EmailAddress::parse("ana@example.org").unwrap(),
            added_at: at(7),
            rests_until: None,
            unread_at: None,
        };
        let key = |recipient: &Recipient| Item::from([(SK.to_owned(), AttributeValue::S(recipient.id.to_string()))]);
        let keys = HookKeys::Signing(RecipientKeys { current, former: None });
        let read = RecipientItem::read_keyed(&RecipientItem::write(&recipient, &keys, key(&recipient))).unwrap();
        assert_eq!((read.recipient, read.keys), (recipient.clone(), Some(keys)));
        recipient.public_key = String::new();
        recipient.kind = HookKind::ActionNetwork;
        let keys = HookKeys::Interface(Secret::new("key"));
        let item = RecipientItem::write(&recipient, &keys, key(&recipient));
        let read = RecipientItem::read_keyed(&item).unwrap();
        assert_eq!((read.recipient, read.keys, read.polled), (recipient, Some(keys), None));
        assert!(item.keys().all(|name| RECIPIENT.contains(&name.as_str())));
    }

    #[test]
    fn a_person_whom_a_recipient_heard_of_is_read_again() {
        let heard = Heard {
            person: person(),
            stage: HeardStage::Withdrawing,
            message: MessageId::from_random([3; 16]),
            submission: SubmissionId::from_random([4; 16]),
            email: EmailAddress::parse("zoe@example.org").unwrap(),
            at: at(9),
        };
        assert_eq!(Heard::read(&heard.write(Item::new())), Ok(heard));
    }
}
