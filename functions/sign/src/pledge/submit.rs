//! Submitting a pledge: one write, and the same answer whether the address is known or not.
//!
//! The handler writes without reading, apart from the switches of everybody, once in five seconds. The rate limit is for one
//! instance of the function, and Lambda may run several. The gateway limits each kind of request for everybody together, and the
//! mailer limits exactly.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::locale::Locale;
use http::header::CACHE_CONTROL;
use http::{Extensions, StatusCode};
use pages::{CampaignPage, Embedding, PledgeForm, RequestFailure, private};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Lang, NO_STORE, ProblemDetails, framable, preferred_language};

use crate::context::Context;
use crate::embedding::embedding;
use crate::failure::{Answer, Failure};
use crate::faults::Faults;
use crate::form::FormFields;
use crate::json::{Member, invalid_form, read_json};
use crate::mail::check_mail::redirect_to_check_mail;
use crate::mail::resend::send_again;
use crate::pledge::sent_pledge::{PledgeRequest, SentPledge};

/// The answer is the same for every address. Only the mail differs.
#[derive(Serialize, ToSchema)]
pub(crate) struct SubmitAnswer {
    status: SubmitStatus,
}

/// The next step.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SubmitStatus {
    CheckYourMail,
}

/// Sends a pledge: the person is counted when they confirm by the link in a mail
///
/// The answer is the same for every address, counted before or not. The mail comes within 12 minutes, if the address takes mail
/// from us and has had fewer than 4 mails in 14 days, and if no flood holds it. Somebody who is counted gets a mail about their
/// pledge, if there were fewer than 3.
#[utoipa::path(
    post, path = "/v1/pledges", tag = "pledges", request_body = PledgeRequest,
    responses(
        (status = 202, description = "Taken; whether a mail goes depends on the address, and only its owner learns that", body = SubmitAnswer),
        (status = 400, description = "The body is not a JSON object", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The body is longer than 16 KB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "Some fields are wrong; with the code `riding_ambiguous`, `ridings` has those to choose from", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "The campaign is not open, or its form is closed for now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, description = "The network has sent too many; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn submit_by_json(State(context): State<Arc<Context>>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let locale = preferred_language(&parts.headers);
    let request: PledgeRequest = read_json(&parts.headers, body).await?;
    let asked = match &request.locale {
        Member::Absent => Some(locale),
        Member::Sent(text) => text.parse().ok(),
        Member::WrongType => None,
    };
    let Some(locale) = asked else {
        return Ok(invalid_form(&context, locale, &Faults::of_field("locale", "locale_unknown")));
    };
    let answer = take_json(&context, locale, request, &parts.extensions).await;
    // A failure is said in the language of the pledge, which may differ from the caller's.
    Ok(answer.unwrap_or_else(|failure| failure.problem(&context, locale)))
}

async fn take_json(context: &Context, locale: Locale, request: PledgeRequest, extensions: &Extensions) -> Answer {
    admit(context, extensions).await?;
    let sent = SentPledge::from_json(request);
    let parsed = sent.parse(&context.site, locale, context.now());
    context.charge(extensions, parsed.is_ok());
    let draft = match parsed {
        Ok(draft) => draft,
        Err(faults) => return Ok(invalid_form(context, locale, &faults)),
    };
    context.submit(draft, sent.via(), context.network_code(extensions)).await?;
    let body = Json(SubmitAnswer { status: SubmitStatus::CheckYourMail });
    Ok((StatusCode::ACCEPTED, [(CACHE_CONTROL, NO_STORE)], body).into_response())
}

/// `GET /{lang}/pledges`: redirects to the form, which is posted to this address.
pub(crate) async fn redirect_to_form(Lang(locale): Lang) -> Redirect {
    Redirect::to(&format!("/{locale}"))
}

/// `POST /{lang}/pledges`: takes the form. "Check your mail" posts the same form once more, with its field `draft`.
pub(crate) async fn submit_by_form(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    extensions: Extensions,
    fields: FormFields,
) -> Answer {
    let embedding = embedding(&context, locale, &fields.get("embed"), &fields.get("theme"), &fields.get("partner"));
    let answer = take_form(&context, locale, &fields, embedding.as_ref(), &extensions).await;
    match (answer, &embedding) {
        (Err(failure), Some(embedding)) => Ok(failure.embedded_page(&context, embedding)),
        (answer, _) => answer,
    }
}

async fn take_form(
    context: &Context,
    locale: Locale,
    fields: &FormFields,
    embedding: Option<&Embedding>,
    extensions: &Extensions,
) -> Answer {
    admit(context, extensions).await?;
    let network = context.network_code(extensions);
    if fields.has("draft") {
        context.charge(extensions, true);
        return send_again(context, locale, fields, embedding, network).await;
    }
    let sent = SentPledge::from_form(fields);
    let parsed = sent.parse(&context.site, locale, context.now());
    context.charge(extensions, parsed.is_ok());
    let draft = match parsed {
        Ok(draft) => draft,
        Err(faults) => return Ok(form_with_faults(context, locale, embedding, sent, &faults).await),
    };
    let form = context.submit(draft, sent.via(), network).await?;
    Ok(redirect_to_check_mail(locale, &context.seal_draft(&form), embedding, ""))
}

/// Checks that the form is open and the network has something left of its share. The form itself is not read before.
async fn admit(context: &Context, extensions: &Extensions) -> Result<(), Failure> {
    let (campaign, now) = (context.site.campaign(), context.now());
    if now < campaign.opens_at {
        return Err(Failure::CampaignNotOpen);
    }
    if !campaign.is_open(now) {
        return Err(Failure::CampaignClosed);
    }
    let switches = context.switches.recent(now).await;
    if !switches.takes_forms() {
        return Err(Failure::FormClosed(switches.reopens_at(now, campaign.closes_at)));
    }
    context.admit(extensions).map_err(|seconds| RequestFailure::RateLimited(seconds).into())
}

/// The page with the form once more: it keeps the values, and has each error beside its field.
async fn form_with_faults(
    context: &Context,
    locale: Locale,
    embedding: Option<&Embedding>,
    sent: SentPledge,
    faults: &Faults,
) -> Response {
    let form = PledgeForm {
        via: sent.via(),
        first_name: sent.name.first_name,
        last_name: sent.name.last_name,
        email: sent.email,
        postal_code: sent.home.postal_code,
        country: sent.home.country,
        riding: sent.home.riding,
        comment: sent.comment,
        updates: sent.updates,
        partner: context.site.campaign().partner(&sent.partner).map(|partner| partner.slug.to_string()),
        choices: faults.choices.clone(),
        errors: faults.field_messages(context.texts(locale)),
    };
    // The form can do without the count.
    let total = context.counts.recent_total(context.now()).await.ok();
    let page = CampaignPage::new(&context.site, locale, total, form);
    match embedding {
        Some(embedding) => framable(private(StatusCode::UNPROCESSABLE_ENTITY, &page.embedded(embedding.theme))),
        None => private(StatusCode::UNPROCESSABLE_ENTITY, &page),
    }
}
