//! Submit a pledge: one write, and the same answer whoever signs.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::{NetworkCode, SubmissionId};
use domain::locale::Locale;
use domain::pledge::{Draft, Submission};
use http::header::CACHE_CONTROL;
use http::{Extensions, HeaderMap, StatusCode};
use pages::{CampaignPage, Embedding, PledgeForm};
use serde_json::{Value, json};
use web::{FieldError, Lang, MediaType, Metric, NO_STORE, Problem, ProblemDetails};
use web::{framable, metric, preferred_language, read_body};

use crate::check_mail;
use crate::desk::Desk;
use crate::embedding::embedding;
use crate::failure::{Answer, Failure};
use crate::form::{Faults, FormFields, SentPledge, field_message};
use crate::interface::{PledgeRequest, SubmitAnswer, SubmitStatus};

/// Sends a pledge: the person gets a mail, and is counted when they confirm by its link
///
/// The answer is the same whoever signs, counted before or not.
#[utoipa::path(
    post, path = "/v1/pledges", tag = "pledges", request_body = PledgeRequest,
    responses(
        (status = 202, description = "Taken; the mail is on its way", body = SubmitAnswer),
        (status = 400, description = "The body is not a JSON object", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The body is longer than 16 KB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "Some fields are wrong; with the code `riding_ambiguous`, `ridings` has those to choose from", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "The campaign is not open, or its form is closed for now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, description = "The network has sent too many; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn by_json(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let mut locale = preferred_language(&parts.headers);
    let object = read_object(&parts.headers, body).await?;
    match object.get("locale") {
        None | Some(Value::Null) => {}
        Some(value) => match value.as_str().and_then(|text| text.parse().ok()) {
            Some(asked) => locale = asked,
            None => return Ok(unknown_locale(&desk, locale)),
        },
    }
    let answer = take_json(&desk, locale, &object, &parts.extensions).await;
    // Not in the caller's language, but in that of the pledge.
    Ok(answer.unwrap_or_else(|failure| failure.problem(&desk, locale)))
}

async fn take_json(desk: &Desk, locale: Locale, object: &Value, extensions: &Extensions) -> Answer {
    admit(desk, extensions).await?;
    let parsed = SentPledge::from_json(object).parse(&desk.site, locale);
    desk.charge(extensions, parsed.is_ok());
    let draft = match parsed {
        Ok(draft) => draft,
        Err(faults) => return Ok(invalid_form(desk, locale, &faults)),
    };
    submit(desk, draft, desk.network_code(extensions)).await?;
    let body = Json(SubmitAnswer { status: SubmitStatus::CheckYourMail });
    Ok((StatusCode::ACCEPTED, [(CACHE_CONTROL, NO_STORE)], body).into_response())
}

/// `GET /{lang}/pledges`: where the form is posted to. Whoever opens that address wants the form.
pub(crate) async fn back_to_form(Lang(locale): Lang) -> Redirect {
    Redirect::to(&format!("/{locale}"))
}

/// `POST /{lang}/pledges`: the form, or from "check your mail" the same form again (`draft`).
pub(crate) async fn by_form(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    extensions: Extensions,
    fields: FormFields,
) -> Answer {
    let embedding = embedding(&desk, locale, &fields.get("embed"), &fields.get("theme"), &fields.get("partner"));
    let answer = take_form(&desk, locale, &fields, embedding.as_ref(), &extensions).await;
    match (answer, &embedding) {
        (Err(failure), Some(embedding)) => Ok(failure.embedded_page(&desk, embedding)),
        (answer, _) => answer,
    }
}

async fn take_form(
    desk: &Desk,
    locale: Locale,
    fields: &FormFields,
    embedding: Option<&Embedding>,
    extensions: &Extensions,
) -> Answer {
    admit(desk, extensions).await?;
    let network = desk.network_code(extensions);
    if fields.has("draft") {
        desk.charge(extensions, true);
        return check_mail::again(desk, locale, fields, embedding, network).await;
    }
    let sent = SentPledge::from_form(fields);
    let parsed = sent.parse(&desk.site, locale);
    desk.charge(extensions, parsed.is_ok());
    let draft = match parsed {
        Ok(draft) => draft,
        Err(faults) => return Ok(form_again(desk, locale, embedding, sent, &faults).await),
    };
    let sent = draft.clone();
    let id = submit(desk, draft, network).await?;
    Ok(check_mail::to_page(locale, &desk.seal_draft(&sent, id), embedding, ""))
}

/// One unconditional write, nothing read: nothing to tell a new address from a known one.
pub(crate) async fn submit(desk: &Desk, draft: Draft, network: NetworkCode) -> Result<SubmissionId, Failure> {
    let id = SubmissionId::from_random(desk.entropy.sixteen_bytes());
    desk.pledges.submit(&Submission::new(id, draft, desk.now(), Some(network))).await?;
    metric::put(&[(Metric::FormsTaken, 1.0)]);
    Ok(id)
}

/// Checks before anything that was sent is read; it is charged once it is known to be valid or not.
async fn admit(desk: &Desk, extensions: &Extensions) -> Result<(), Failure> {
    let (campaign, now) = (desk.site.campaign(), desk.now());
    if now < campaign.opens_at {
        return Err(Failure::CampaignNotOpen);
    }
    if !campaign.is_open(now) {
        return Err(Failure::CampaignClosed);
    }
    if desk.switches.recent(now).await.form_closed {
        return Err(Failure::FormClosed);
    }
    desk.admit(extensions).map_err(Failure::RateLimited)
}

/// Reads a body that must be a JSON object.
pub(crate) async fn read_object(headers: &HeaderMap, body: Body) -> Result<Value, Failure> {
    let bytes = read_body(MediaType::Json, headers, body).await?;
    serde_json::from_slice::<Value>(&bytes).ok().filter(Value::is_object).ok_or(Failure::NotJson)
}

fn unknown_locale(desk: &Desk, locale: Locale) -> Response {
    let texts = desk.texts(locale);
    let error = FieldError { field: "locale", code: "locale_unknown", message: texts.get("error-locale-unknown") };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_form", texts.get("error-invalid-form"))
        .fields([error])
        .into_response()
}

pub(crate) fn invalid_form(desk: &Desk, locale: Locale, faults: &Faults) -> Response {
    let texts = desk.texts(locale);
    let (code, title) = if faults.asks_only_for_riding() {
        ("riding_ambiguous", texts.get("error-riding-ambiguous"))
    } else {
        ("invalid_form", texts.get("error-invalid-form"))
    };
    let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, title).fields(faults.in_words(texts));
    if !faults.choices.is_empty() {
        let choices = faults.choices.iter().map(|riding| {
            let name = json!({ "en": riding.name(Locale::En), "fr": riding.name(Locale::Fr) });
            json!({ "code": riding.code, "name": name, "province": riding.province })
        });
        problem = problem.with("ridings", choices.collect::<Value>());
    }
    problem.into_response()
}

/// The page with the form again: values kept, each error beside its field.
async fn form_again(
    desk: &Desk,
    locale: Locale,
    embedding: Option<&Embedding>,
    sent: SentPledge,
    faults: &Faults,
) -> Response {
    let errors = faults.in_words(desk.texts(locale)).into_iter();
    let form = PledgeForm {
        first_name: sent.first_name,
        last_name: sent.last_name,
        email: sent.email,
        postal_code: sent.home.postal_code,
        country: sent.home.country,
        riding: sent.home.riding,
        comment: sent.comment,
        updates: sent.updates,
        partner: desk.site.campaign().partner(&sent.partner).map(|partner| partner.slug.to_string()),
        choices: faults.choices.clone(),
        errors: errors.map(field_message).collect(),
    };
    // The count is an ornament here: without it the form still stands.
    let total = desk.counts.recent_total(desk.now()).await.ok();
    let page = CampaignPage::new(&desk.site, locale, total, form);
    let answer =
        |page: CampaignPage<'_>| (StatusCode::UNPROCESSABLE_ENTITY, [(CACHE_CONTROL, NO_STORE)], page).into_response();
    match embedding {
        Some(embedding) => framable(answer(page.embedded(embedding.theme))),
        None => answer(page),
    }
}
