//! Consents: a recipient hears what a signer agrees to now, and hears of nobody before they confirmed.
//!
//! We pass on the present state, not each change: when a message's turn comes, the signer is read, and compared with what the
//! recipient heard. So a consent that was taken back meanwhile is never passed on, and messages cannot overtake each other.

use std::collections::BTreeSet;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use domain::campaign::published::Part;
use domain::pledge::{Household, Signer, Slot};
use domain::webhooks::event::{EventKind, Subject};
use domain::webhooks::recipient::Recipient;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::{Delivery, Heard, HeardStage, HookContent, HookPerson, KeyedRecipient, StoreError, StreamKey};

use crate::tools::Ledger;

/// The next thing that a recipient is to hear of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Nothing,
    /// They agree.
    Give(Box<Signer>),
    /// They agree no more.
    Withdraw(Heard),
}

/// Decides what a recipient is to hear, given what it heard and the signer who has the slot now.
pub(crate) fn step(
    recipient: &Recipient,
    named: &[[String; 2]],
    heard: Option<Heard>,
    signer: Option<&Signer>,
) -> Step {
    let wording = signer.and_then(agreed);
    let give = |signer: Option<&Signer>| {
        let may = signer.zip(wording).filter(|(_, wording)| recipient.may_hear_of(wording, named));
        may.map_or(Step::Nothing, |(signer, _)| Step::Give(Box::new(signer.clone())))
    };
    let Some(heard) = heard else { return give(signer) };
    let is_same = signer.is_some_and(|signer| signer.submission == heard.submission);
    match (heard.stage, is_same && wording.is_some()) {
        (HeardStage::Given, true) => Step::Nothing,
        (HeardStage::Giving, true) => give(signer),
        (HeardStage::Withdrawing, true) => match give(signer) {
            // Nobody knows whether the recipient heard that they agree no more.
            Step::Nothing => Step::Withdraw(heard),
            given @ (Step::Give(_) | Step::Withdraw(_)) => given,
        },
        (_, false) => Step::Withdraw(heard),
    }
}

/// Returns the version of the wording that a signer agrees to now. Somebody who was taken out of the count agrees to none,
/// because their address may be a stranger's.
fn agreed(signer: &Signer) -> Option<&str> {
    signer.draft.consents.updates.as_deref().filter(|_| signer.invalidated.is_none())
}

/// Returns the signer who has a slot at an address.
pub(crate) fn signer_at(household: &Household, slot: Slot) -> Option<&Signer> {
    match slot {
        Slot::First => household.first.as_ref(),
        Slot::Second => household.second.as_ref(),
    }
}

/// Owes recipients a look at the signers of a batch of the stream.
pub(crate) async fn handle(ledger: &Ledger, batch: Event) -> DynamoDbEventResponse {
    let mut response = DynamoDbEventResponse::default();
    let changed: BTreeSet<_> = batch.records.iter().filter_map(person_of).collect();
    if let Err(error) = owe_looks(ledger, &changed, ledger.clock.now()).await {
        tracing::warn!(%error, "a batch will be tried again");
        for record in batch.records {
            let mut failure = DynamoDbBatchItemFailure::default();
            failure.item_identifier = record.change.sequence_number;
            response.batch_item_failures.push(failure);
        }
    }
    response
}

/// Owes each recipient a look at those people whom it has to hear of. Most signers agree to no news, and cost reads alone.
pub(crate) async fn owe_looks(
    ledger: &Ledger,
    people: &BTreeSet<HookPerson>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if people.is_empty() {
        return Ok(());
    }
    let mut wanting = ledger.office.keyed_recipients().await?.items;
    wanting.retain(|keyed| keyed.recipient.wants(Subject::Consents));
    if wanting.is_empty() {
        return Ok(());
    }
    // A ledger that has just started knows the folder's sentence. By it, an organization that was named since would never
    // hear of these people: the daily comparison looks at those alone whom a recipient has heard of.
    ledger.wording.catch_up_on_all(&[Part::Edition, Part::Partners]).await?;
    if ledger.is_forgotten(now) {
        return Ok(());
    }
    // The sentence may be newer than the last round, and people have agreed to it since.
    for keyed in &mut wanting {
        keep_wordings(ledger, &mut keyed.recipient).await?;
    }
    let mut owed = Vec::new();
    for person in people {
        match looks_at(ledger, &wanting, *person, now).await {
            Ok(looks) => owed.extend(looks),
            // To try the batch again would not help, and would keep others from being heard of.
            Err(StoreError::Corrupt) => tracing::error!("a signer was passed over"),
            Err(error) => return Err(error),
        }
    }
    ledger.office.owe(&owed).await
}

/// Notes that the wording of now names the recipient.
pub(crate) async fn keep_wordings(ledger: &Ledger, recipient: &mut Recipient) -> Result<(), StoreError> {
    let wording = ledger.wording.now();
    let is_named = recipient.wants(Subject::Consents) && wording.named.contains(&recipient.names);
    let version = &wording.campaign.consent_wording;
    if is_named && !recipient.wordings.contains(version) {
        recipient.wordings = ledger.office.add_wording(recipient, version).await?;
    }
    Ok(())
}

/// The looks at a person that recipients are owed.
async fn looks_at(
    ledger: &Ledger,
    wanting: &[KeyedRecipient],
    person: HookPerson,
    now: Timestamp,
) -> Result<Vec<Delivery>, StoreError> {
    let wording = ledger.wording.now();
    let household = ledger.pledges.household(person.signer).await?;
    let mut looks = Vec::new();
    for KeyedRecipient { recipient, .. } in wanting {
        let heard = ledger.office.heard(recipient.id, person).await?;
        if step(recipient, &wording.named, heard, signer_at(&household, person.slot)) != Step::Nothing {
            looks.push(Delivery::owed(recipient.id, HookContent::Person(person), now));
        }
    }
    Ok(looks)
}

/// Returns the signer of a record, whether they are new, changed or gone.
fn person_of(record: &EventRecord) -> Option<HookPerson> {
    let text = |name: &str| match record.change.keys.inner().get(name) {
        Some(serde_dynamo::AttributeValue::S(text)) => Some(text.as_str()),
        _ => None,
    };
    match StreamKey::parse(text("pk")?, text("sk")?)? {
        StreamKey::Signer(signer, slot) => Some(HookPerson { signer, slot }),
        StreamKey::Submission(_)
        | StreamKey::Farewell(_)
        | StreamKey::SignIn(_)
        | StreamKey::Letter(_)
        | StreamKey::Digest(_)
        | StreamKey::Again(_) => None,
    }
}

/// A message about a person, ready to be sent.
pub(crate) struct Spoken {
    pub(crate) kind: EventKind,
    /// The state to keep before the message is sent.
    pub(crate) heard: Heard,
    pub(crate) at: Timestamp,
    /// The signer who agrees; `None` when they agree no more.
    pub(crate) signer: Option<Box<Signer>>,
}

/// Makes the message of a step. All tries of a step have the same id, by which the recipient recognizes a repetition.
pub(crate) fn speak(
    ledger: &Ledger,
    step: Step,
    heard: Option<Heard>,
    person: HookPerson,
    now: Timestamp,
) -> Option<Spoken> {
    match step {
        Step::Nothing => None,
        Step::Give(signer) => {
            let same = heard
                .filter(|heard| heard.stage == HeardStage::Giving && heard.submission == signer.submission)
                .map(|heard| (heard.message, heard.at));
            let (message, since) = same.unwrap_or_else(|| (ledger.mint_message_id(), now));
            let heard = Heard {
                person,
                stage: HeardStage::Giving,
                message,
                submission: signer.submission,
                email: signer.draft.email.clone(),
                at: since,
            };
            let at = signer.agreed_to_updates_at().unwrap_or(now);
            Some(Spoken { kind: EventKind::ConsentGiven, heard, at, signer: Some(signer) })
        }
        Step::Withdraw(heard) if heard.stage == HeardStage::Withdrawing => {
            Some(Spoken { kind: EventKind::ConsentWithdrawn, at: heard.at, heard, signer: None })
        }
        Step::Withdraw(heard) => {
            let heard = Heard { stage: HeardStage::Withdrawing, message: ledger.mint_message_id(), at: now, ..heard };
            Some(Spoken { kind: EventKind::ConsentWithdrawn, at: now, heard, signer: None })
        }
    }
}

impl Spoken {
    /// Returns the data of a signed message.
    pub(crate) fn data(&self) -> Value {
        let (id, email) = (self.heard.submission.to_string(), self.heard.email.to_string());
        let Some(signer) = &self.signer else { return json!({ "id": id, "email": email }) };
        let draft = &signer.draft;
        json!({
            "id": id,
            "email": email,
            "first_name": draft.name.first(),
            "last_name": draft.name.last(),
            "language": draft.locale.code(),
            "consent": { "wording": draft.consents.updates, "given_at": self.at.to_string() },
        })
    }
}
