//! Speaks with Action Network's interface (OSDI) about consents, in both directions.
//!
//! A consent goes to the person signup helper with the status `subscribed`, a withdrawal with `unsubscribed`. People who
//! unsubscribed over there are found by the date of their last change, and their consent is taken back here.
//! <https://actionnetwork.org/docs/v2/person_signup_helper> and <https://actionnetwork.org/docs/v2/people>

use bytes::Bytes;
use domain::keys::secret::Secret;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::pledge::Signer;
use domain::pledge::consent::Consents;
use domain::time::earlier;
use domain::webhooks::address::HookAddress;
use domain::webhooks::outcome::Outcome;
use domain::webhooks::recipient::Recipient;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{HeardStage, HookPerson, KeyedRecipient, Polled, StoreError};
use tokio::time::Instant;

use crate::consents::Spoken;
use crate::send::{self, Request};
use crate::tools::Ledger;

/// The header that holds the key.
const KEY_HEADER: &str = "osdi-api-token";
/// The path of the people.
const PEOPLE: &str = "/api/v2/people";
/// The interface is asked for changes this often.
const POLL_EVERY: SignedDuration = SignedDuration::from_mins(10);
/// A question begins this long before the end of the last one, since clocks differ.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);
/// The most pages that one round reads. The next round goes on.
const PAGES_MAX: u32 = 20;

/// A page of people.
#[derive(Deserialize)]
struct Page {
    #[serde(rename = "_embedded", default)]
    embedded: Embedded,
    #[serde(rename = "_links", default)]
    links: Links,
}

#[derive(Default, Deserialize)]
struct Embedded {
    #[serde(rename = "osdi:people", default)]
    people: Vec<Person>,
}

#[derive(Default, Deserialize)]
struct Links {
    next: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Person {
    /// A text, so that one time which cannot be read spoils no page.
    modified_date: Option<String>,
    #[serde(default)]
    email_addresses: Vec<Address>,
}

#[derive(Deserialize)]
struct Address {
    #[serde(default)]
    address: String,
    #[serde(default)]
    status: String,
}

/// Says that a person agrees, or agrees no more.
pub(crate) async fn say(ledger: &Ledger, recipient: &Recipient, key: &Secret, spoken: &Spoken) -> Outcome {
    let body = match &spoken.signer {
        Some(signer) => subscribed(signer),
        None => json!({ "person": { "email_addresses": [
            { "address": spoken.heard.email.to_string(), "primary": true, "status": "unsubscribed" },
        ] } }),
    };
    let Ok(address) = HookAddress::parse(&recipient.address, ledger.loopback) else { return Outcome::Private };
    send::post(&request(ledger, &address, PEOPLE, &[(KEY_HEADER, key.expose())]), &body.to_string()).await
}

fn subscribed(signer: &Signer) -> Value {
    let draft = &signer.draft;
    let mut person = json!({
        "email_addresses": [{ "address": draft.email.to_string(), "primary": true, "status": "subscribed" }],
        "languages_spoken": [match draft.locale { Locale::En => "en", Locale::Fr => "fr" }],
    });
    for (field, name) in [("given_name", draft.name.first()), ("family_name", draft.name.last())] {
        if !name.is_empty() {
            person[field] = name.into();
        }
    }
    json!({ "person": person })
}

/// Asks whether the interface takes the key, and changes nothing.
pub(crate) async fn ask(ledger: &Ledger, recipient: &Recipient, key: &Secret) -> Outcome {
    let Ok(address) = HookAddress::parse(&recipient.address, ledger.loopback) else { return Outcome::Private };
    let answer = send::get(&request(ledger, &address, PEOPLE, &[(KEY_HEADER, key.expose())])).await;
    answer.map_or_else(|outcome| outcome, |_| Outcome::Accepted(200))
}

/// Takes back the consents of people who unsubscribed over there.
///
/// It reads no further page after `until`. If a question brings no answer, the inner result holds its outcome.
pub(crate) async fn take_back(
    ledger: &Ledger,
    keyed: &KeyedRecipient,
    key: &Secret,
    (now, until): (Timestamp, Instant),
) -> Result<Result<(), Outcome>, StoreError> {
    let Ok(address) = HookAddress::parse(&keyed.recipient.address, ledger.loopback) else {
        return Ok(Err(Outcome::Private));
    };
    let added_at = keyed.recipient.added_at;
    let polled = keyed.polled.unwrap_or(Polled { until: added_at, page: 1, began_at: added_at });
    let is_recent = |at: Timestamp| now.duration_since(at) < POLL_EVERY;
    if (polled.page == 1 && is_recent(polled.until)) || keyed.recipient.unread_at.is_some_and(is_recent) {
        return Ok(Ok(()));
    }
    // Between two rounds of one question, somebody on a page that was read before may unsubscribe.
    let began_at = if polled.page == 1 { now } else { polled.began_at };
    let since = earlier(polled.until, OVERLAP);
    let filter = format!("modified_date gt '{since:.0}'");
    let filter = utf8_percent_encode(&filter, NON_ALPHANUMERIC);
    for page in polled.page..polled.page.saturating_add(PAGES_MAX) {
        if Instant::now() >= until {
            break;
        }
        let path = format!("{PEOPLE}?filter={filter}&page={page}");
        let answer = send::get(&request(ledger, &address, &path, &[(KEY_HEADER, key.expose())])).await;
        let page_of = |answer: Bytes| serde_json::from_slice::<Page>(&answer).map_err(|_| Outcome::Unreadable);
        let read = match answer.and_then(page_of) {
            Ok(read) => read,
            Err(Outcome::Unreadable) => {
                // Messages go on. The office says that nobody knows who left, until an answer is read again.
                tracing::error!("a page of people who left could not be read");
                ledger.office.keep_unread(keyed.recipient.id, now).await?;
                return Ok(Ok(()));
            }
            Err(outcome) => return Ok(Err(outcome)),
        };
        for person in &read.embedded.people {
            take_back_one(ledger, &keyed.recipient, person).await?;
        }
        if read.links.next.is_none() {
            ledger.office.keep_polled(keyed.recipient.id, Polled { until: began_at, page: 1, began_at }).await?;
            return Ok(Ok(()));
        }
        ledger.office.keep_polled(keyed.recipient.id, Polled { page: page + 1, began_at, ..polled }).await?;
    }
    Ok(Ok(()))
}

/// Takes back the consent of one person, if they unsubscribed after the recipient had heard that they agree. A time that
/// cannot be read counts as later.
async fn take_back_one(ledger: &Ledger, recipient: &Recipient, person: &Person) -> Result<(), StoreError> {
    let has_left = |address: &&Address| matches!(address.status.as_str(), "unsubscribed" | "spam complaint");
    for address in person.email_addresses.iter().filter(has_left) {
        let Ok(email) = EmailAddress::parse(&address.address) else { continue };
        let signer = ledger.identity.signer_id(&ledger.slug, &email.canonical());
        let household = ledger.pledges.household(signer).await?;
        for member in household.members().filter(|member| member.draft.email.is_same_mailbox(&email)) {
            let whom = HookPerson { signer, slot: member.slot };
            let Some(heard) = ledger.office.heard(recipient.id, whom).await? else { continue };
            if heard.stage != HeardStage::Given || heard.submission != member.submission {
                continue;
            }
            match person.modified_date.as_ref().and_then(|at| at.parse::<Timestamp>().ok()) {
                Some(modified_at) if modified_at <= heard.at => continue,
                Some(_) => {}
                // Their status says that they left. To stop is the safe side.
                None => tracing::error!("the time at which somebody left could not be read"),
            }
            let claims = Claims {
                signer,
                mailbox: member.mailbox,
                submission: member.submission,
                expires_at: ledger.wording.now().campaign.forgets_at(),
            };
            // The recipient knows already, so it hears nothing. If the rest fails, the next question finds them again.
            ledger.pledges.set_consents(&claims, Consents::default()).await?;
            ledger.office.forget_heard(recipient.id, whom).await?;
        }
    }
    Ok(())
}

fn request<'a>(
    ledger: &Ledger,
    address: &'a HookAddress,
    path: &'a str,
    headers: &'a [(&'a str, &'a str)],
) -> Request<'a> {
    Request { address, path: Some(path), headers, loopback: ledger.loopback, now: ledger.clock.now() }
}
