//! One recipient: its state, what can be done with it, and the log of its deliveries in words.

use askama::Template;
use domain::ids::{MessageId, RecipientId};
use domain::office::audit::Action;
use domain::webhooks::event::EventKind;
use domain::webhooks::outcome::Outcome;
use domain::webhooks::recipient::{HookKind, HookState, Recipient};
use http::Uri;
use serde_json::json;
use store::{Delivery, HookContent};

use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};
use crate::webhooks::new_recipient::fresh_keys;
use crate::webhooks::recipients::{entry, name_of, show_keys, state_key, subjects_of};

/// Deliveries of each kind that the page shows.
const SHOWN: i32 = 50;

#[derive(Template)]
#[template(path = "webhooks/recipient.html")]
struct RecipientPage<'a> {
    frame: OfficeFrame<'a>,
    path: String,
    address: String,
    subjects: String,
    /// A key of the texts.
    kind: &'static str,
    state: &'static str,
    /// The key of the sentence about an answer that cannot be read.
    unread_answer: Option<&'static str>,
    is_on: bool,
    has_secret: bool,
    public_key: String,
    added: String,
    rests_until: Option<String>,
    /// The key of a sentence about what was just done.
    done: Option<&'static str>,
    owed: Vec<DeliveryRow>,
    failed: Vec<DeliveryRow>,
    log: Vec<DeliveryRow>,
}

struct DeliveryRow {
    /// The time, as the item's key has it, and the name: what "send again" sends back.
    when_exactly: String,
    name: String,
    when: String,
    event: String,
    outcome: String,
    tries: String,
}

/// `GET /organizer/{lang}/webhooks/{id}`
pub(crate) async fn show(visit: Visit, Id(id): Id<RecipientId>, uri: Uri) -> Answer {
    let recipient = find(&visit, id).await?;
    let seen = visit.desk.office.deliveries(id, SHOWN).await?;
    let texts = visit.texts();
    let rows = |deliveries: &[Delivery]| deliveries.iter().map(|delivery| row(&visit, delivery)).collect();
    let added = [("when", texts.moment(recipient.added_at).into()), ("by", recipient.added_by.to_string().into())];
    let page = RecipientPage {
        path: format!("/organizer/{}/webhooks/{id}", visit.locale),
        subjects: subjects_of(&visit, &recipient),
        kind: match recipient.kind {
            HookKind::Standard => "office-hook-kind-standard",
            HookKind::ActionNetwork => "office-hook-kind-action-network",
        },
        state: state_key(recipient.state),
        is_on: recipient.state == HookState::On,
        has_secret: recipient.kind == HookKind::Standard,
        public_key: recipient.public_key.clone(),
        added: texts.with("office-hook-added", added),
        rests_until: recipient.rests_until.filter(|until| visit.caller.now < *until).map(|until| texts.moment(until)),
        done: match uri.query() {
            Some("tested=1") => Some("office-hook-tested"),
            Some("again=1") => Some("office-hook-sent-again"),
            Some(_) | None => None,
        },
        owed: rows(&seen.owed),
        failed: rows(&seen.failed),
        log: rows(&seen.done),
        frame: visit.frame_titled(OfficePage::Webhooks, name_of(&recipient, visit.locale), &format!("/webhooks/{id}")),
        address: recipient.address,
    };
    Ok(answer(&page.frame, &page))
}

fn row(visit: &Visit, delivery: &Delivery) -> DeliveryRow {
    let texts = visit.texts();
    let event = match delivery.kind {
        Some(EventKind::TallyHourly) => "office-hook-event-hour",
        Some(EventKind::RidingMilestone) => "office-hook-event-milestone",
        Some(EventKind::IntegrityChanged) => "office-hook-event-integrity",
        Some(EventKind::ConsentGiven) => "office-hook-event-given",
        Some(EventKind::ConsentWithdrawn) => "office-hook-event-withdrawn",
        Some(EventKind::Test) => "office-hook-event-test",
        None => "office-hook-event-consent",
    };
    let tries = texts.with("office-hook-tries", [("tries", delivery.tries.into())]);
    DeliveryRow {
        when_exactly: delivery.when.to_string(),
        name: delivery.name(),
        when: texts.moment(delivery.when),
        event: texts.get(event),
        outcome: delivery.last.map(|last| outcome(visit, last)).unwrap_or_default(),
        tries,
    }
}

/// Says an outcome in words.
fn outcome(visit: &Visit, outcome: Outcome) -> String {
    let key = match outcome {
        Outcome::Accepted(_) => "office-hook-outcome-accepted",
        Outcome::Gone => "office-hook-outcome-gone",
        Outcome::Busy(..) => "office-hook-outcome-busy",
        Outcome::Redirected(_) => "office-hook-outcome-redirected",
        Outcome::Refused(_) => "office-hook-outcome-refused",
        Outcome::Unreachable => "office-hook-outcome-unreachable",
        Outcome::Late => "office-hook-outcome-late",
        Outcome::Private => "office-hook-outcome-private",
        Outcome::Unreadable => "office-hook-outcome-unreadable",
    };
    visit.texts().with(key, [("status", outcome.status().to_string().into())])
}

async fn find(visit: &Visit, id: RecipientId) -> Result<Recipient, Failure> {
    let recipients = visit.desk.office.recipients().await?.items;
    recipients.into_iter().find(|recipient| recipient.id == id).ok_or(Failure::NOT_FOUND)
}

/// `POST /organizer/{lang}/webhooks/{id}/test`: owes the recipient a message that says nothing.
pub(crate) async fn test(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    let recipient = find(&visit, id).await?;
    let message = MessageId::from_random(visit.desk.entropy.sixteen_bytes());
    let data = json!({ "campaign": visit.desk.site.campaign().slug.as_str() }).to_string();
    let content = HookContent::Message(message, EventKind::Test, data);
    let delivery = Delivery::owed(id, content, visit.caller.now);
    let entry = entry(&visit, Action::RecipientTested, &recipient);
    visit.desk.office.owe_with_entry(&delivery, &entry).await?;
    Ok(visit.to(&format!("/webhooks/{id}?tested=1")))
}

/// `POST /organizer/{lang}/webhooks/{id}/pause`
pub(crate) async fn pause(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    turn(&visit, id, HookState::Paused, Action::RecipientPaused).await
}

/// `POST /organizer/{lang}/webhooks/{id}/resume`
pub(crate) async fn resume(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    turn(&visit, id, HookState::On, Action::RecipientResumed).await
}

async fn turn(visit: &Visit, id: RecipientId, to: HookState, action: Action) -> Answer {
    let recipient = find(visit, id).await?;
    let entry = entry(visit, action, &recipient);
    if recipient.state != to && !visit.desk.office.set_recipient_state(id, recipient.state, to, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to(&format!("/webhooks/{id}")))
}

/// `POST /organizer/{lang}/webhooks/{id}/rotate`: makes new keys, and shows them once.
pub(crate) async fn rotate(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    let recipient = find(&visit, id).await?;
    let keys = fresh_keys(&visit);
    let entry = entry(&visit, Action::RecipientSecretRotated, &recipient);
    if !visit.desk.office.rotate_recipient_keys(id, &keys, visit.caller.now, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(show_keys(&visit, &recipient, &keys, "office-hook-keys-rotated"))
}

/// `POST /organizer/{lang}/webhooks/{id}/remove`
pub(crate) async fn remove(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    let recipient = find(&visit, id).await?;
    let entry = entry(&visit, Action::RecipientRemoved, &recipient);
    if !visit.desk.office.set_recipient_state(id, recipient.state, HookState::Removed, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to("/webhooks?removed=1"))
}

/// `POST /organizer/{lang}/webhooks/{id}/again`: sends a message that had failed again.
pub(crate) async fn send_again(visit: Visit, Id(id): Id<RecipientId>, form: Form) -> Answer {
    let recipient = find(&visit, id).await?;
    let seen = visit.desk.office.deliveries(id, SHOWN).await?;
    let is_meant =
        |delivery: &&Delivery| delivery.when.to_string() == form.get("when") && delivery.name() == form.get("name");
    // Somebody else has sent it again, or it is erased.
    let failed = seen.failed.iter().find(is_meant).ok_or(Failure::Changed)?;
    let entry = entry(&visit, Action::DeliverySentAgain, &recipient);
    if !visit.desk.office.owe_again(failed, visit.caller.now, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to(&format!("/webhooks/{id}?again=1")))
}
