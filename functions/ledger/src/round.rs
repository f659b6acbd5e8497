//! The minute's round: each recipient gets the messages that it is owed, several recipients at the same time.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::time::later;
use domain::webhooks::address::HookAddress;
use domain::webhooks::event::{self, EventKind, Subject};
use domain::webhooks::outcome::Outcome;
use domain::webhooks::recipient::{HEARD_DAYS, HookKind, HookState, Recipient};
use domain::webhooks::retry::pause_after;
use domain::webhooks::signature::RecipientKeys;
use futures::FutureExt as _;
use futures::stream::{self, StreamExt as _};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use store::{
    Delivery, Heard, HeardStage, HookContent, HookFate, HookKeys, HookPerson, KeyedRecipient, Readable, StoreError,
};
use tokio::time::Instant;

use crate::action_network;
use crate::announce::announce;
use crate::consents::{Step, keep_wordings, owe_looks, signer_at, speak, step};
use crate::send::{self, Request};
use crate::tools::Ledger;

/// A round takes up no further message after this time.
const ROUND_TIME: Duration = Duration::from_secs(50);
/// Recipients that get messages at the same time.
const AT_ONCE: usize = 8;
/// Messages that are read at once.
const PAGE: i32 = 25;
/// A message that is being tried belongs to its sender for this time: longer than a try may take.
const TRY_LEASE: SignedDuration = SignedDuration::from_mins(2);
/// A recipient that is away is tried again after this time at the latest. It may ask for a longer pause.
const REST_MAX: SignedDuration = SignedDuration::from_mins(30);
/// A recipient's people are compared with the signers this often, in case the stream lost somebody's withdrawal.
const COMPARE_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// The comparison of a recipient's people takes no longer than this in one round.
const COMPARE_TIME: Duration = Duration::from_secs(20);
/// Signers that are read at the same time.
const READ_AT_ONCE: usize = 16;

/// The fate of a message after a try.
enum After {
    /// It was taken, as a message of this kind.
    Taken(EventKind, Outcome),
    /// There was nothing to say.
    Nothing,
    /// It was not taken.
    Failed(Option<EventKind>, Outcome),
}

/// Announces what is new and delivers what is owed.
///
/// # Errors
/// Fails when the store fails. One failure does not keep other recipients from their messages.
pub(crate) async fn work(ledger: &Ledger) -> Result<(), StoreError> {
    let (now, until) = (ledger.clock.now(), Instant::now() + ROUND_TIME);
    let Readable { items: mut recipients, unread } = ledger.office.keyed_recipients().await?;
    let announced = announce(ledger, &recipients, now).await;
    let first = first_of(now, recipients.len());
    recipients.rotate_left(first);
    let works = stream::iter(recipients).map(|keyed| serve(ledger, keyed, until).boxed()).buffer_unordered(AT_ONCE);
    let worked = works.fold(Ok(()), |all: Result<(), StoreError>, one| async move { all.and(one) }).await;
    // A round that fails raises an alarm. The log names an attribute of the recipient that cannot be read.
    announced.and(worked).and(if unread == 0 { Ok(()) } else { Err(StoreError::Corrupt) })
}

/// The place of the recipient with which this minute's round begins.
///
/// The first [`AT_ONCE`] recipients get their turn at once, however slowly others answer. A round with slow recipients lasts
/// longer than a minute, and the next one is left out. So each minute goes on by half of these places: the rounds of every
/// second minute still begin with everybody in turn.
fn first_of(now: Timestamp, recipients: usize) -> usize {
    let minute = usize::try_from(now.as_second() / 60).unwrap_or_default();
    minute * (AT_ONCE / 2) % recipients.max(1)
}

/// Does the round's work for one recipient. After the round's time, it is left to the next one.
async fn serve(ledger: &Ledger, mut keyed: KeyedRecipient, until: Instant) -> Result<(), StoreError> {
    if Instant::now() >= until {
        return Ok(());
    }
    let (now, id) = (ledger.clock.now(), keyed.recipient.id);
    if keyed.recipient.state == HookState::Removed {
        return ledger.office.erase_recipient(id, true).await;
    }
    if ledger.is_forgotten(now) && keyed.recipient.wants(Subject::Consents) {
        return ledger.office.erase_recipient(id, false).await;
    }
    keep_wordings(ledger, &mut keyed.recipient).await?;
    if keyed.compared_at.is_none_or(|at| now.duration_since(at) >= COMPARE_EVERY) {
        compare(ledger, &keyed, now, Instant::now() + COMPARE_TIME).boxed().await?;
    }
    let rests = keyed.recipient.rests_until.is_some_and(|until| now < until);
    let (HookState::On, Some(keys), false) = (keyed.recipient.state, &keyed.keys, rests) else { return Ok(()) };
    if let (HookKind::ActionNetwork, HookKeys::Interface(key)) = (keyed.recipient.kind, keys)
        && let Err(outcome) = action_network::take_back(ledger, &keyed, key, (now, until)).await?
    {
        return rest(ledger, &keyed.recipient, outcome, now).await;
    }
    deliver_due(ledger, &keyed.recipient, keys, until).await
}

/// Compares the people whom a recipient heard of with the signers, and erases old parts of the log. If the time is over
/// before the end, the next round goes on.
async fn compare(ledger: &Ledger, keyed: &KeyedRecipient, now: Timestamp, until: Instant) -> Result<(), StoreError> {
    let (recipient, id) = (&keyed.recipient, keyed.recipient.id);
    let mut after = keyed.compared_after;
    let wording = ledger.wording.now();
    loop {
        let people = ledger.office.people_heard(id, after).await?;
        let Some(last) = people.last().map(|heard| heard.person) else { break };
        let looks = people.into_iter().map(|heard| compare_one(ledger, recipient, &wording.named, heard, now));
        let looks: Vec<_> = stream::iter(looks).buffered(READ_AT_ONCE).collect().await;
        let owed: Vec<_> = looks.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        ledger.office.owe(&owed).await?;
        after = Some(last);
        if Instant::now() >= until {
            return ledger.office.keep_compared(id, None, after).await;
        }
    }
    ledger.office.erase_old_deliveries(id, now).await?;
    ledger.office.keep_compared(id, Some(now), None).await
}

/// Compares one person with the signer, and returns the look that the recipient is owed, if there is one. It erases a person
/// who agreed no more so long ago that nothing is kept of them.
async fn compare_one(
    ledger: &Ledger,
    recipient: &Recipient,
    named: &[[String; 2]],
    heard: Heard,
    now: Timestamp,
) -> Result<Option<Delivery>, StoreError> {
    let person = heard.person;
    if heard.stage == HeardStage::Withdrawing {
        if now.duration_since(heard.at) >= SignedDuration::from_hours(24 * HEARD_DAYS) {
            ledger.office.forget_heard(recipient.id, person).await?;
        }
        return Ok(None);
    }
    let household = match ledger.pledges.household(person.signer).await {
        Err(StoreError::Corrupt) => {
            tracing::error!("a signer was passed over");
            return Ok(None);
        }
        household => household?,
    };
    let next = step(recipient, named, Some(heard), signer_at(&household, person.slot));
    if next == Step::Nothing {
        return Ok(None);
    }
    if matches!(next, Step::Withdraw(_))
        && let Some(spoken) = speak(ledger, next, None, person, now)
    {
        // Their days begin now, even if the recipient is paused and nobody tries to tell it.
        ledger.office.keep_heard(recipient.id, &spoken.heard).await?;
    }
    Ok(Some(Delivery::owed(recipient.id, HookContent::Person(person), now)))
}

/// Delivers messages that are due, the longest due first. It ends when none is due, the time is over or the recipient needs
/// a rest.
async fn deliver_due(
    ledger: &Ledger,
    recipient: &Recipient,
    keys: &HookKeys,
    until: Instant,
) -> Result<(), StoreError> {
    let mut failed = BTreeSet::new();
    loop {
        let Readable { items: due, unread } = ledger.office.due(recipient.id, ledger.clock.now(), PAGE).await?;
        if due.is_empty() {
            return if unread == 0 { Ok(()) } else { Err(StoreError::Corrupt) };
        }
        for delivery in due {
            if Instant::now() >= until {
                return Ok(());
            }
            // After one failure for a person, drop this round's other messages about them; the failed one is tried again
            // later.
            if let HookContent::Person(person) = delivery.content
                && failed.contains(&person)
            {
                ledger.office.drop_delivery(&delivery).await?;
                continue;
            }
            let now = ledger.clock.now();
            let claimed = Delivery { when: later(now, TRY_LEASE), ..delivery.clone() };
            if !ledger.office.move_delivery(&delivery, &claimed).await? {
                continue;
            }
            let after = match try_one(ledger, recipient, keys, &claimed, now).await {
                // It is tried again as one that was not taken, and keeps no other from being tried.
                Err(StoreError::Corrupt) => After::Failed(None, Outcome::Unreadable),
                tried => tried?,
            };
            if let (After::Failed(..), HookContent::Person(person)) = (&after, &claimed.content) {
                failed.insert(*person);
            }
            if settle(ledger, recipient, &claimed, after).await? {
                return Ok(());
            }
        }
    }
}

/// Writes down what became of a try, and returns whether the recipient needs a rest.
async fn settle(ledger: &Ledger, recipient: &Recipient, claimed: &Delivery, after: After) -> Result<bool, StoreError> {
    let now = ledger.clock.now();
    let tries = claimed.tries.saturating_add(1);
    match after {
        After::Nothing => ledger.office.drop_delivery(claimed).await.map(|()| false),
        After::Taken(kind, outcome) => {
            // The log keeps no way to a person.
            let id = match claimed.content {
                HookContent::Message(id, ..) => id,
                HookContent::Person(_) => ledger.mint_message_id(),
            };
            let content = HookContent::Message(id, kind, String::new());
            let done =
                Delivery { fate: HookFate::Done, when: now, content, tries, last: Some(outcome), ..claimed.clone() };
            ledger.office.move_delivery(claimed, &done).await.map(|_| false)
        }
        After::Failed(kind, outcome) => {
            let failed = Delivery { kind, tries, last: Some(outcome), ..claimed.clone() };
            let next = match pause_after(tries, outcome.asked_pause(), ledger.entropy.number()) {
                // It is no fault of the message that the recipient wants no more.
                _ if outcome == Outcome::Gone => Delivery { when: now, tries: claimed.tries, ..failed },
                Some(pause) => Delivery { when: later(now, pause), ..failed },
                None => Delivery { fate: HookFate::Failed, when: now, ..failed },
            };
            tracing::info!(
                event = kind.map(EventKind::name),
                outcome = outcome.name(),
                tries,
                "a message was not taken"
            );
            ledger.office.move_delivery(claimed, &next).await?;
            if outcome == Outcome::Gone {
                ledger.office.switch_recipient_off(recipient.id).await?;
            } else if outcome.is_about_recipient() {
                rest(ledger, recipient, outcome, now).await?;
            }
            Ok(outcome.is_about_recipient())
        }
    }
}

/// Lets a recipient rest that is away or busy.
async fn rest(ledger: &Ledger, recipient: &Recipient, outcome: Outcome, now: Timestamp) -> Result<(), StoreError> {
    // The first rest is short. If the last one ended a moment ago, the recipient stays away, and this one is longer.
    let stays_away = recipient.rests_until.is_some_and(|until| now.duration_since(until) < REST_MAX);
    let tries = if stays_away { 2 } else { 1 };
    let pause = pause_after(tries, outcome.asked_pause(), ledger.entropy.number()).unwrap_or(REST_MAX);
    ledger.office.rest(recipient.id, later(now, pause)).await
}

/// Tries to deliver one message.
async fn try_one(
    ledger: &Ledger,
    recipient: &Recipient,
    keys: &HookKeys,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<After, StoreError> {
    match &delivery.content {
        HookContent::Person(person) => try_person(ledger, recipient, keys, *person, now).await,
        HookContent::Message(id, kind, data) => {
            let data: Value = serde_json::from_str(data).map_err(|_| StoreError::Corrupt)?;
            let outcome = match keys {
                HookKeys::Signing(keys) => {
                    let body = event::body(*kind, delivery.at, &data);
                    post_signed(ledger, recipient, keys, &id.to_string(), &body, now).await
                }
                HookKeys::Interface(key) => action_network::ask(ledger, recipient, key).await,
            };
            Ok(if outcome.is_accepted() { After::Taken(*kind, outcome) } else { After::Failed(Some(*kind), outcome) })
        }
    }
}

/// Says to a recipient what it has to hear of a person, as of now.
async fn try_person(
    ledger: &Ledger,
    recipient: &Recipient,
    keys: &HookKeys,
    person: HookPerson,
    now: Timestamp,
) -> Result<After, StoreError> {
    let heard = ledger.office.heard(recipient.id, person).await?;
    let household = ledger.pledges.household(person.signer).await?;
    let next = step(recipient, &ledger.wording.now().named, heard.clone(), signer_at(&household, person.slot));
    let is_farewell = matches!(next, Step::Withdraw(_));
    let Some(spoken) = speak(ledger, next, heard, person, now) else { return Ok(After::Nothing) };
    ledger.office.keep_heard(recipient.id, &spoken.heard).await?;
    let outcome = match keys {
        HookKeys::Signing(keys) => {
            let body = event::body(spoken.kind, spoken.at, &spoken.data());
            post_signed(ledger, recipient, keys, &spoken.heard.message.to_string(), &body, now).await
        }
        HookKeys::Interface(key) => action_network::say(ledger, recipient, key, &spoken).await,
    };
    if !outcome.is_accepted() {
        return Ok(After::Failed(Some(spoken.kind), outcome));
    }
    if is_farewell {
        ledger.office.forget_heard(recipient.id, person).await?;
        // Somebody else may have the slot by now.
        owe_looks(ledger, &BTreeSet::from([person]), now).await?;
    } else {
        let given = Heard { stage: HeardStage::Given, at: now, ..spoken.heard };
        ledger.office.keep_heard(recipient.id, &given).await?;
    }
    Ok(After::Taken(spoken.kind, outcome))
}

/// Posts a message with its signatures, as Standard Webhooks describes it.
async fn post_signed(
    ledger: &Ledger,
    recipient: &Recipient,
    keys: &RecipientKeys,
    id: &str,
    body: &str,
    now: Timestamp,
) -> Outcome {
    let name = format!("msg_{id}");
    let Ok(address) = HookAddress::parse(&recipient.address, ledger.loopback) else { return Outcome::Private };
    let Some(signatures) = keys.signatures(&name, now, body) else { return Outcome::Unreadable };
    let second = now.as_second().to_string();
    let headers = [("webhook-id", name.as_str()), ("webhook-timestamp", &second), ("webhook-signature", &signatures)];
    let request = Request { address: &address, path: None, headers: &headers, loopback: ledger.loopback, now };
    send::post(&request, body).boxed().await
}

#[cfg(test)]
mod tests {
    use domain::webhooks::recipient::RECIPIENTS_MAX;

    use super::*;

    #[test]
    fn each_recipient_is_among_the_first_of_a_round_within_a_quarter_of_an_hour() {
        // A round that lasts longer than a minute keeps the next one from beginning.
        for (every, recipients) in
            [1, 2].into_iter().flat_map(|every| (1..=RECIPIENTS_MAX).map(move |all| (every, all)))
        {
            let begins = (1_000..1_015)
                .step_by(every)
                .map(|minute| first_of(Timestamp::from_second(60 * minute).expect("a time"), recipients));
            let firsts = begins.flat_map(|first| (0..AT_ONCE).map(move |place| (first + place) % recipients));
            assert_eq!(firsts.collect::<BTreeSet<_>>().len(), recipients, "{recipients}, every {every} minutes");
        }
    }
}
