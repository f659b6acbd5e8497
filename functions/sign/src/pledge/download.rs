//! The download of a pledge: everything that is kept of the signer, except the keyed hash of name and postal code.
//!
//! Of names that somebody takes one after another, the download would give those hashes. They are the keys under which the
//! table keeps who signed on paper.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::letter::{Addressee, LetterId};
use domain::person::residence::Residence;
use domain::pledge::{ConfirmedBy, Signer, Slot};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use serde_json::{Value, json};
use store::MailRecord;
use web::{Lang, Query};

use crate::context::Context;
use crate::failure::{Answer, Failure};
use crate::json::RidingAnswer;
use crate::link::{Link, find_signer};

/// `GET /{lang}/my-pledge/download?token=`: gives the record of the signer, as JSON.
pub(crate) async fn download_pledge(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    let (claims, signer) = find_signer(&context, &link.token).await?;
    let mails = context.pledges.mail_record(signer.mailbox, context.now()).await?;
    let mut record = record(&signer, mails);
    record["letters"] = letters(&context, &claims).await?;
    let file = match locale {
        Locale::En => "attachment; filename=\"my-pledge.json\"",
        Locale::Fr => "attachment; filename=\"mon-appui.json\"",
    };
    Ok(([(CACHE_CONTROL.as_str(), "no-store"), (CONTENT_DISPOSITION.as_str(), file)], Json(record)).into_response())
}

/// The letters that the campaign sends for the signer. Their texts are kept only until they are sent.
async fn letters(context: &Context, claims: &Claims) -> Result<Value, Failure> {
    let mut letters = Vec::new();
    for addressee in Addressee::ALL {
        let id = LetterId { signer: claims.signer, submission: claims.submission, addressee };
        if let Some(state) = context.pledges.letter_state(&id).await? {
            letters.push(json!({ "to": addressee.name(), "state": state.name() }));
        }
    }
    Ok(letters.into())
}

/// Writes what the pledges table keeps of a signer, except the keyed hash of name and postal code.
fn record(signer: &Signer, mails: Option<MailRecord>) -> Value {
    let draft = &signer.draft;
    let (postal_code, found_by, country) = match &draft.residence {
        Residence::Canada { postal_code, found_by, .. } => (Some(postal_code.to_string()), Some(found_by), None),
        Residence::Abroad { country } => (None, None, Some(country.code())),
    };
    json!({
        "first_name": draft.name.first(),
        "last_name": draft.name.last(),
        "email": draft.email.to_string(),
        "postal_code": postal_code,
        "country": country,
        "riding": RidingAnswer::of(&draft.residence),
        "riding_found_by": found_by,
        "comment": draft.comment.as_ref().map(domain::pledge::comment::Comment::as_str),
        "consents": { "updates": draft.consents.updates.is_some(), "wording": draft.consents.updates, "since": signer.agreed_to_updates_at() },
        "locale": draft.locale,
        "partner": draft.partner,
        "submitted_at": signer.submitted_at,
        "confirmed_at": signer.confirmed_at,
        "not_counted_for": signer.invalidated.map(|invalidated| invalidated.cause),
        "marks": {
            "address_code": signer.id.to_string(),
            "mailbox_code": signer.mailbox.to_string(),
            "confirmed_by": match signer.confirmed_by {
                ConfirmedBy::Link => "link",
                ConfirmedBy::Code => "code",
            },
            "place_at_address": match signer.slot {
                Slot::First => 1,
                Slot::Second => 2,
            },
            "form": signer.submission.to_string(),
            "own_link": signer.link.map(|link| link.to_string()),
            "counter": signer.shard.number(),
            "invalidation": signer.invalidated.map(|invalidated| invalidated.by.to_string()),
            "restored_from": signer.restored_from.map(|invalidation| invalidation.to_string()),
        },
        "mail": mails.map(|record| json!({
            "sent": record.mails,
            "last_sent": record.last_sent,
            "stopped_for": record.stopped.map(|(why, _)| why.name()),
            "stopped_at": record.stopped.map(|(_, since)| since),
        })),
    })
}
