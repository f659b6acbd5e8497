//! Submit a pledge: one write, and the same answer whoever signs.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::identity::{NetworkCode, SubmissionId};
use domain::locale::Locale;
use domain::pledge::{Draft, Submission};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, Request, StatusCode};
use pages::{CampaignPage, Embedding, PledgeForm};
use serde_json::{Value, json};
use web::{FieldError, MediaType, NO_STORE, Problem, ProblemDetails, framable, preferred_language, read_body};

use crate::check_mail;
use crate::desk::Desk;
use crate::embedding::embedding;
use crate::failure::{Failure, not_found};
use crate::form::{Faults, FormFields, SentPledge, field_message};
use crate::interface::{PledgeRequest, SubmitAnswer, SubmitStatus};

/// Sends a pledge: the person gets a mail, and is counted when they follow its link
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
        (status = 403, description = "The campaign is not open", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, description = "The network has sent too many; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn by_json(State(desk): State<Arc<Desk>>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let mut locale = preferred_language(&parts.headers);
    let object = match read_object(&parts.headers, body).await {
        Ok(object) => object,
        Err(failure) => return failure.problem(&desk, locale),
    };
    match object.get("locale") {
        None | Some(Value::Null) => {}
        Some(value) => match value.as_str().and_then(|text| text.parse().ok()) {
            Some(asked) => locale = asked,
            None => return unknown_locale(&desk, locale),
        },
    }
    if let Err(failure) = admit(&desk, &parts.extensions) {
        return failure.problem(&desk, locale);
    }
    let draft = match SentPledge::from_json(&object).parse(&desk.site, locale) {
        Ok(draft) => draft,
        Err(faults) => return invalid_form(&desk, locale, &faults),
    };
    match submit(&desk, draft, desk.network_code(&parts.extensions)).await {
        Ok(()) => {
            let body = axum::Json(SubmitAnswer { status: SubmitStatus::CheckYourMail });
            (StatusCode::ACCEPTED, [(CACHE_CONTROL, NO_STORE)], body).into_response()
        }
        Err(failure) => failure.problem(&desk, locale),
    }
}

/// `POST /{lang}/pledges`: the form, or from "check your mail" the same form again (`draft`).
pub(crate) async fn by_form(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    request: Request<Body>,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    let (parts, body) = request.into_parts();
    let bytes = match read_body(MediaType::Form, &parts.headers, body).await {
        Ok(bytes) => bytes,
        Err(error) => return Failure::from(error).page(&desk, locale),
    };
    let fields = FormFields::read(&bytes);
    let sent = SentPledge::from_form(&fields);
    let embedding = embedding(&desk, locale, &fields.get("embed"), &fields.get("theme"), &sent.partner);
    let refused = |failure: Failure| match &embedding {
        Some(embedding) => failure.embedded_page(&desk, embedding),
        None => failure.page(&desk, locale),
    };
    if let Err(failure) = admit(&desk, &parts.extensions) {
        return refused(failure);
    }
    let network = desk.network_code(&parts.extensions);
    if fields.has("draft") {
        return check_mail::again(&desk, locale, &fields, embedding.as_ref(), network).await.unwrap_or_else(refused);
    }
    let draft = match sent.parse(&desk.site, locale) {
        Ok(draft) => draft,
        Err(faults) => return form_again(&desk, locale, embedding.as_ref(), sent, &faults).await,
    };
    let sealed = desk.seal_draft(&draft);
    match submit(&desk, draft, network).await {
        Ok(()) => check_mail::to_page(locale, &sealed, embedding.as_ref(), ""),
        Err(failure) => refused(failure),
    }
}

/// One unconditional write, nothing read: nothing to tell a new address from a known one.
pub(crate) async fn submit(desk: &Desk, draft: Draft, network: NetworkCode) -> Result<(), Failure> {
    let id = SubmissionId::from_random(desk.entropy.sixteen_bytes());
    desk.pledges.submit(&Submission { id, draft, submitted_at: desk.now(), network: Some(network) }).await?;
    Ok(())
}

fn admit(desk: &Desk, extensions: &http::Extensions) -> Result<(), Failure> {
    let (campaign, now) = (desk.site.campaign(), desk.now());
    if now < campaign.opens_at {
        return Err(Failure::CampaignNotOpen);
    }
    if !campaign.is_open(now) {
        return Err(Failure::CampaignClosed);
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

fn invalid_form(desk: &Desk, locale: Locale, faults: &Faults) -> Response {
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
    let total = desk.tally.recent(desk.now()).await.ok().map(|snapshot| snapshot.tally.total());
    let page = CampaignPage::new(&desk.site, locale, total, form);
    let answer =
        |page: CampaignPage<'_>| (StatusCode::UNPROCESSABLE_ENTITY, [(CACHE_CONTROL, NO_STORE)], page).into_response();
    match embedding {
        Some(embedding) => framable(answer(page.embedded(embedding.theme))),
        None => answer(page),
    }
}
