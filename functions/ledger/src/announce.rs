//! Announces hours, milestones and changes of the count to the recipients that asked for them, each of them once.

use std::collections::{BTreeMap, BTreeSet};

use domain::tally::Count;
use domain::tally::hour::Hour;
use domain::tally::riding::{Place, Province, RidingCode};
use domain::webhooks::event::{EventKind, IntegrityChange, Subject, milestones_passed};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::{Announced, Delivery, HookContent, HourSnapshot, KeyedRecipient, StoreError};

use crate::tools::Ledger;

/// Announces everything that is new.
///
/// # Errors
/// Fails when the store fails. The next round goes on.
pub(crate) async fn announce(ledger: &Ledger, recipients: &[KeyedRecipient], now: Timestamp) -> Result<(), StoreError> {
    announce_hour(ledger, recipients, now).await?;
    for news in ledger.office.news().await? {
        let data = match news.change {
            IntegrityChange::Removed | IntegrityChange::Restored => {
                json!({ "change": news.change.name(), "signers": news.number })
            }
            IntegrityChange::Repaired => json!({ "change": news.change.name(), "counters": news.number }),
        };
        let messages = messages(ledger, recipients, (Subject::Integrity, EventKind::IntegrityChanged), &data, now);
        ledger.office.announce(Announced::News(&news), &messages).await?;
    }
    Ok(())
}

/// Announces the newest hour once it has its snapshot, and the milestones since the hour that was announced before.
async fn announce_hour(ledger: &Ledger, recipients: &[KeyedRecipient], now: Timestamp) -> Result<(), StoreError> {
    let hour = Hour::of(now);
    let before = ledger.office.hour_announced().await?;
    if before.is_some_and(|before| before >= hour) {
        return Ok(());
    }
    let Some(snapshot) = ledger.tallies.snapshot(hour).await? else { return Ok(()) };
    if let Some(before) = before
        && let Some(earlier) = ledger.tallies.snapshot(before).await?
    {
        announce_milestones(ledger, recipients, (&earlier, &snapshot), now).await?;
    }
    let messages = messages(ledger, recipients, (Subject::Hours, EventKind::TallyHourly), &numbers(&snapshot), now);
    ledger.office.announce(Announced::Hour { before, hour }, &messages).await.map(drop)
}

async fn announce_milestones(
    ledger: &Ledger,
    recipients: &[KeyedRecipient],
    (earlier, snapshot): (&HourSnapshot, &HourSnapshot),
    now: Timestamp,
) -> Result<(), StoreError> {
    let steps = |(place, count): (Place, &Count)| {
        let signers = count.signers;
        milestones_passed(earlier.tally.at(place), signers).map(move |step| (place, signers, step))
    };
    let passed: Vec<_> = snapshot.tally.places().flat_map(steps).collect();
    if passed.is_empty() {
        return Ok(());
    }
    // A number that fell and rose again passes no milestone twice.
    let known: BTreeSet<_> = ledger.office.milestones_announced().await?.into_iter().collect();
    for (place, signers, step) in passed {
        let Place::Riding(code) = place else { continue };
        if known.contains(&(code.to_string(), step)) {
            continue;
        }
        let data = milestone(code, signers, step, snapshot);
        let messages = messages(ledger, recipients, (Subject::Milestones, EventKind::RidingMilestone), &data, now);
        ledger.office.announce(Announced::Milestone { riding: &code.to_string(), step }, &messages).await?;
    }
    Ok(())
}

/// Makes one message for each recipient that asked for the subject.
fn messages(
    ledger: &Ledger,
    recipients: &[KeyedRecipient],
    (subject, kind): (Subject, EventKind),
    data: &Value,
    now: Timestamp,
) -> Vec<Delivery> {
    let wanting = recipients.iter().filter(|keyed| keyed.recipient.wants(subject));
    let message = |keyed: &KeyedRecipient| {
        let content = HookContent::Message(ledger.mint_message_id(), kind, data.to_string());
        Delivery::owed(keyed.recipient.id, content, now)
    };
    wanting.map(message).collect()
}

/// The numbers of an hour. Ridings without signers are left out.
fn numbers(snapshot: &HourSnapshot) -> Value {
    let tally = &snapshot.tally;
    let provinces: BTreeMap<_, _> =
        Province::ALL.into_iter().map(|province| (province.abbreviation(), tally.in_province(province))).collect();
    let ridings: BTreeMap<_, _> = tally
        .places()
        .filter(|(place, count)| *place != Place::Abroad && count.signers != 0)
        .map(|(place, count)| (place.to_string(), count.signers))
        .collect();
    json!({
        "hour": snapshot.hour.start().to_string(),
        "taken_at": snapshot.taken_at.to_string(),
        "total": tally.total(),
        "abroad": tally.at(Place::Abroad),
        "provinces": provinces,
        "ridings": ridings,
    })
}

fn milestone(code: RidingCode, signers: i64, step: i64, snapshot: &HourSnapshot) -> Value {
    let riding = ridings::get(code);
    json!({
        "hour": snapshot.hour.start().to_string(),
        "riding": {
            "code": code.to_string(),
            "name": { "en": riding.map(|riding| riding.name.en), "fr": riding.map(|riding| riding.name.fr) },
            "province": code.province().abbreviation(),
        },
        "milestone": step,
        "signers": signers,
    })
}
