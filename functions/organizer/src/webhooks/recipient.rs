//! One recipient: its state, what can be done with it, and the log of its deliveries in words.

use askama::Template;
use domain::ids::{MessageId, RecipientId};
use domain::office::audit::Action;
use domain::webhooks::event::EventKind;
use domain::webhooks::outcome::Outcome;
use domain::webhooks::recipient::{HookKind, HookState, Recipient};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use store::{AGAIN_MAX, Delivery, HookContent, HookFate, Readable};
use web::Query;

use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};
use crate::webhooks::new_recipient::fresh_keys;
use crate::webhooks::recipients::{about, entry, name_of, show_keys, state_key, subjects_of, unread_key};

/// Deliveries of each kind that the page shows.
const SHOWN: usize = 50;

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
    /// The sentence about what was just done.
    done: Option<String>,
    /// The sentence about messages that cannot be read, if there are any.
    unread: Option<String>,
    owed: Deliveries,
    failed: Deliveries,
    log: Deliveries,
}

/// One of the page's lists.
struct Deliveries {
    rows: Vec<DeliveryRow>,
    /// The time before which older ones are listed, if there are any.
    next: Option<Timestamp>,
    unread: usize,
    /// The addresses of the page with older messages, and of the one with the newest.
    older: Option<String>,
    newest: Option<String>,
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

/// The query of the page: the times before which messages are listed that failed, or were received; and what was just done.
#[derive(Clone, Deserialize)]
pub(crate) struct RecipientQuery {
    failed_before: Option<Timestamp>,
    before: Option<Timestamp>,
    tested: Option<u8>,
    again: Option<u8>,
    /// Messages that were sent again together, and those that are left.
    sent: Option<u32>,
    left: Option<u32>,
}

impl RecipientQuery {
    /// Writes the address of the page with these lists, after the language.
    fn path(id: RecipientId, failed_before: Option<Timestamp>, before: Option<Timestamp>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, time) in [("failed_before", failed_before), ("before", before)] {
            if let Some(time) = time {
                query.append_pair(name, &time.to_string());
            }
        }
        let query = query.finish();
        if query.is_empty() { format!("/webhooks/{id}") } else { format!("/webhooks/{id}?{query}") }
    }

    /// Says what was just done.
    fn done(&self, visit: &Visit) -> Option<String> {
        let texts = visit.texts();
        if let Some(sent) = self.sent {
            let sentence = texts.with("office-hook-sent-all", [("count", sent.into())]);
            let left = self.left.filter(|left| *left > 0);
            let left = left.map(|left| texts.with("office-hook-sent-left", [("count", left.into())]));
            return Some([Some(sentence), left].into_iter().flatten().collect::<Vec<_>>().join(" "));
        }
        let again = self.again.map(|_| "office-hook-sent-again");
        self.tested.map(|_| "office-hook-tested").or(again).map(|key| texts.get(key))
    }
}

/// `GET /organizer/{lang}/webhooks/{id}?failed_before=&before=`
pub(crate) async fn show(visit: Visit, Id(id): Id<RecipientId>, Query(query): Query<RecipientQuery>) -> Answer {
    let recipient = find(&visit, id).await?;
    let list = |fate, before| list(&visit, id, fate, before);
    let (failed_before, before) = (query.failed_before, query.before);
    let owed = list(HookFate::Owed, None).await?;
    let failed = list(HookFate::Failed, failed_before).await?;
    let log = list(HookFate::Done, before).await?;
    let address = |failed_before, before, title| {
        format!("/organizer/{}{}#{title}", visit.locale, RecipientQuery::path(id, failed_before, before))
    };
    let failed = Deliveries {
        older: failed.next.map(|next| address(Some(next), before, "failed-title")),
        newest: failed_before.map(|_| address(None, before, "failed-title")),
        ..failed
    };
    let log = Deliveries {
        older: log.next.map(|next| address(failed_before, Some(next), "done-title")),
        newest: before.map(|_| address(failed_before, None, "done-title")),
        ..log
    };
    let texts = visit.texts();
    let added = [("when", texts.moment(recipient.added_at).into()), ("by", recipient.added_by.to_string().into())];
    let page = RecipientPage {
        path: format!("/organizer/{}/webhooks/{id}", visit.locale),
        subjects: subjects_of(&visit, &recipient),
        kind: match recipient.kind {
            HookKind::Standard => "office-hook-kind-standard",
            HookKind::ActionNetwork => "office-hook-kind-action-network",
        },
        state: state_key(recipient.state),
        unread_answer: unread_key(&recipient),
        is_on: recipient.state == HookState::On,
        has_secret: recipient.kind == HookKind::Standard,
        public_key: recipient.public_key.clone(),
        added: texts.with("office-hook-added", added),
        rests_until: recipient.rests_until.filter(|until| visit.caller.now < *until).map(|until| texts.moment(until)),
        done: query.done(&visit),
        unread: visit.unread("office-hook-deliveries-unread", owed.unread + failed.unread + log.unread),
        frame: visit.frame_titled(
            OfficePage::Webhooks,
            name_of(&recipient, visit.locale),
            &RecipientQuery::path(id, failed_before, before),
        ),
        owed,
        failed,
        log,
        address: recipient.address,
    };
    Ok(answer(&page.frame, &page))
}

/// Lists deliveries with this fate, from before a time if one is given. A recipient's messages are tried one after the other, so
/// no two end at the same time.
async fn list(
    visit: &Visit,
    id: RecipientId,
    fate: HookFate,
    before: Option<Timestamp>,
) -> Result<Deliveries, Failure> {
    let limit = i32::try_from(SHOWN + 1).expect("a small constant");
    let Readable { mut items, unread } = visit.context.office.deliveries(id, fate, before, limit).await?;
    let has_more = items.len() + unread > SHOWN;
    items.truncate(SHOWN);
    let next = items.last().map(|last| last.when).filter(|_| has_more);
    let rows = items.iter().map(|delivery| row(visit, delivery)).collect();
    Ok(Deliveries { rows, next, unread, older: None, newest: None })
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
    let recipients = visit.context.office.recipients().await?.items;
    recipients.into_iter().find(|recipient| recipient.id == id).ok_or(Failure::NOT_FOUND)
}

/// `POST /organizer/{lang}/webhooks/{id}/test`: owes the recipient a message that says nothing.
pub(crate) async fn test(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    let recipient = find(&visit, id).await?;
    let message = MessageId::from_random(visit.context.entropy.sixteen_bytes());
    let data = json!({ "campaign": visit.context.site.campaign().slug.as_str() }).to_string();
    let content = HookContent::Message(message, EventKind::Test, data);
    let delivery = Delivery::owed(id, content, visit.caller.now);
    let entry = entry(&visit, Action::RecipientTested, &recipient);
    visit.context.office.owe_with_entry(&delivery, &entry).await?;
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
    if recipient.state != to && !visit.context.office.set_recipient_state(id, recipient.state, to, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to(&format!("/webhooks/{id}")))
}

/// `POST /organizer/{lang}/webhooks/{id}/rotate`: makes new keys, and shows them once.
pub(crate) async fn rotate(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    let recipient = find(&visit, id).await?;
    let keys = fresh_keys(&visit);
    let entry = entry(&visit, Action::RecipientSecretRotated, &recipient);
    if !visit.context.office.rotate_recipient_keys(id, &keys, visit.caller.now, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(show_keys(&visit, &recipient, &keys, "office-hook-keys-rotated"))
}

/// `POST /organizer/{lang}/webhooks/{id}/remove`
pub(crate) async fn remove(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    let recipient = find(&visit, id).await?;
    let entry = entry(&visit, Action::RecipientRemoved, &recipient);
    if !visit.context.office.set_recipient_state(id, recipient.state, HookState::Removed, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to("/webhooks?removed=1"))
}

/// `POST /organizer/{lang}/webhooks/{id}/again`: sends a message that had failed again.
pub(crate) async fn send_again(visit: Visit, Id(id): Id<RecipientId>, form: Form) -> Answer {
    let recipient = find(&visit, id).await?;
    let failed = visit.context.office.failed_deliveries(id).await?.items;
    let is_meant =
        |delivery: &&Delivery| delivery.when.to_string() == form.get("when") && delivery.name() == form.get("name");
    // Somebody else has sent it again, or it is erased.
    let failed = failed.iter().find(is_meant).ok_or(Failure::Changed)?;
    let entry = entry(&visit, Action::DeliverySentAgain, &recipient);
    if !visit.context.office.owe_again(std::slice::from_ref(failed), visit.caller.now, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to(&format!("/webhooks/{id}?again=1")))
}

/// `POST /organizer/{lang}/webhooks/{id}/again-all`: sends messages that had failed again, the oldest first.
pub(crate) async fn send_all_again(visit: Visit, Id(id): Id<RecipientId>) -> Answer {
    let recipient = find(&visit, id).await?;
    let items = visit.context.office.failed_deliveries(id).await?.items;
    let some = &items[..items.len().min(AGAIN_MAX)];
    if some.is_empty() {
        return Ok(visit.to(&format!("/webhooks/{id}")));
    }
    let about = format!("{}: {}", about(&recipient), some.len());
    let entry = visit.caller.did(Action::DeliveriesSentAgain, about);
    if !visit.context.office.owe_again(some, visit.caller.now, &entry).await? {
        // Of two presses at once, the other one sends them.
        let failed = visit.context.office.failed_deliveries(id).await?.items;
        if failed.iter().any(|failed| some.contains(failed)) {
            return Err(Failure::Changed);
        }
    }
    let left = items.len() - some.len();
    Ok(visit.to(&format!("/webhooks/{id}?sent={}&left={left}", some.len())))
}
