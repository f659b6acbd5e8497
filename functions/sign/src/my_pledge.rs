//! "My pledge": see, download, move, change consents, withdraw. Only a manage token opens it, and every change is a POST.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::consent::Consents;
use domain::letter::{Addressee, LetterId};
use domain::locale::Locale;
use domain::pledge::Signer;
use domain::residence::Residence;
use domain::token::{Claims, Purpose};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use http::{Request, StatusCode};
use pages::{FieldMessage, Frame, HomeFields, MessagePage, UpdatesField};
use ridings::Riding;
use serde_json::{Value, json};
use web::{NO_STORE, ProblemDetails, preferred_language};

use crate::confirm::{Link, private_page, read_form, read_token, riding_name, verify};
use crate::desk::Desk;
use crate::failure::{Failure, not_found};
use crate::form::{Faults, FormFields, SentHome, field_message};
use crate::interface::{RidingAnswer, TokenRequest, WithdrawAnswer, WithdrawStatus};

#[derive(Template)]
#[template(path = "my_pledge.html")]
struct MyPledgePage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    signer: &'a Signer,
    saved: bool,
    home: SentHome,
    choices: Vec<&'static Riding>,
    errors: Vec<FieldMessage>,
}

impl<'a> MyPledgePage<'a> {
    fn new(desk: &'a Desk, locale: Locale, token: &'a str, signer: &'a Signer) -> Self {
        let title = desk.texts(locale).get("my-pledge-title");
        let frame = Frame::new(&desk.site, locale, title, &format!("/my-pledge?token={token}")).noindex();
        let home = SentHome::default();
        Self { frame, token, signer, saved: false, home, choices: Vec::new(), errors: Vec::new() }
    }

    /// The same page with a move that could not be made, and why.
    fn with_faults(mut self, home: SentHome, faults: &Faults) -> Self {
        self.frame = self.frame.with_errors();
        self.home = home;
        self.errors = faults.in_words(self.frame.t).into_iter().map(field_message).collect();
        self.choices.clone_from(&faults.choices);
        self
    }

    /// What is kept, as label and value.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let (draft, locale) = (&self.signer.draft, self.frame.locale);
        let mut facts = vec![("my-pledge-name", draft.name.to_string()), ("my-pledge-email", draft.email.to_string())];
        match &draft.residence {
            Residence::Canada { postal_code, .. } => {
                facts.push(("my-pledge-postal-code", postal_code.to_string()));
                facts.push(("my-pledge-riding", riding_name(&draft.residence, locale).unwrap_or_default().to_owned()));
            }
            Residence::Abroad { country } => facts.push(("my-pledge-country", country.name(locale).to_owned())),
        }
        facts.push(("my-pledge-signed-on", self.frame.t.day(self.signer.confirmed_at)));
        if let Some(comment) = &draft.comment {
            facts.push(("my-pledge-comment", comment.as_str().to_owned()));
        }
        facts
    }

    fn contact(&self) -> &str {
        &self.frame.site.campaign().organization.contact_email
    }

    fn home_fields(&self) -> HomeFields<'_> {
        HomeFields {
            t: self.frame.t,
            postal_code: &self.home.postal_code,
            country: &self.home.country,
            riding: &self.home.riding,
            choices: &self.choices,
            errors: &self.errors,
        }
    }

    fn updates(&self) -> UpdatesField {
        UpdatesField::new(self.frame.site, self.frame.locale, self.signer.draft.consents.updates.is_some())
    }
}

/// `GET /{lang}/my-pledge?token=`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Query(link): Query<Link>,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    match show_in(&desk, locale, &link).await {
        Ok(response) => response,
        Err(failure) => failure.page(&desk, locale),
    }
}

async fn show_in(desk: &Desk, locale: Locale, link: &Link) -> Result<Response, Failure> {
    let (_, signer) = find(desk, &link.token).await?;
    let page = MyPledgePage::new(desk, locale, &link.token, &signer);
    Ok(private_page(&MyPledgePage { saved: link.saved.is_some(), ..page }))
}

/// `GET /{lang}/my-pledge/download?token=`: everything that is kept of the signer, as JSON.
pub(crate) async fn download(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Query(link): Query<Link>,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    let found = async {
        let (claims, signer) = find(&desk, &link.token).await?;
        let letters = letters(&desk, &claims).await?;
        Ok::<_, Failure>((signer, letters))
    };
    match found.await {
        Ok((signer, letters)) => {
            let mut kept = kept(&signer);
            kept["letters"] = letters;
            let file = match locale {
                Locale::En => "attachment; filename=\"my-pledge.json\"",
                Locale::Fr => "attachment; filename=\"mon-appui.json\"",
            };
            ([(CACHE_CONTROL.as_str(), "no-store"), (CONTENT_DISPOSITION.as_str(), file)], axum::Json(kept))
                .into_response()
        }
        Err(failure) => failure.page(&desk, locale),
    }
}

/// To whom the signer had letters sent. What they said is kept only until they are.
async fn letters(desk: &Desk, claims: &Claims) -> Result<Value, Failure> {
    let mut letters = Vec::new();
    for addressee in Addressee::ALL {
        let id = LetterId { signer: claims.signer, submission: claims.submission, addressee };
        if let Some(state) = desk.pledges.letter_state(&id).await? {
            letters.push(json!({ "to": addressee.name(), "state": state.name() }));
        }
    }
    Ok(letters.into())
}

fn kept(signer: &Signer) -> Value {
    let draft = &signer.draft;
    let (postal_code, found_by, country) = match &draft.residence {
        Residence::Canada { postal_code, found_by, .. } => (Some(postal_code.to_string()), Some(found_by), None),
        Residence::Abroad { country } => (None, None, Some(country.code())),
    };
    json!({
        "first_name": draft.name.first.as_str(),
        "last_name": draft.name.last.as_str(),
        "email": draft.email.to_string(),
        "postal_code": postal_code,
        "country": country,
        "riding": RidingAnswer::of(&draft.residence),
        "riding_found_by": found_by,
        "comment": draft.comment.as_ref().map(domain::comment::Comment::as_str),
        "consents": { "updates": draft.consents.updates.is_some(), "wording": draft.consents.updates, "since": signer.agreed_to_updates_at() },
        "locale": draft.locale,
        "partner": draft.partner,
        "submitted_at": signer.submitted_at,
        "confirmed_at": signer.confirmed_at,
        "not_counted_for": signer.invalidated.map(|invalidated| invalidated.cause),
    })
}

/// `POST /{lang}/my-pledge/riding`
pub(crate) async fn change_riding(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    request: Request<Body>,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    match change_riding_in(&desk, locale, request).await {
        Ok(response) => response,
        Err(failure) => failure.page(&desk, locale),
    }
}

async fn change_riding_in(desk: &Desk, locale: Locale, request: Request<Body>) -> Result<Response, Failure> {
    let fields = read_form(request).await?;
    let token = fields.get("token");
    let (claims, signer) = find(desk, &token).await?;
    let home = SentHome::from_form(&fields);
    let mut faults = Faults::default();
    let Some(residence) = home.parse(&mut faults) else {
        let page = MyPledgePage::new(desk, locale, &token, &signer).with_faults(home, &faults);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, private_page(&page)).into_response());
    };
    let moved = desk.pledges.move_to(&claims, residence, desk.entropy.number()).await?;
    moved.map(|_| saved(locale, &token)).ok_or(Failure::PledgeGone)
}

/// `POST /{lang}/my-pledge/consents`
pub(crate) async fn change_consents(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    request: Request<Body>,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    match change_consents_in(&desk, locale, request).await {
        Ok(response) => response,
        Err(failure) => failure.page(&desk, locale),
    }
}

async fn change_consents_in(desk: &Desk, locale: Locale, request: Request<Body>) -> Result<Response, Failure> {
    let fields: FormFields = read_form(request).await?;
    let token = fields.get("token");
    let claims = verify(desk, Purpose::Manage, &token)?;
    let ticked = !fields.get("updates").is_empty();
    let consents = Consents::to_updates(ticked, &desk.site.campaign().consent_wording).said_at(desk.now());
    let changed = desk.pledges.set_consents(&claims, consents).await?;
    changed.map(|_| saved(locale, &token)).ok_or(Failure::PledgeGone)
}

/// `POST /{lang}/my-pledge/withdraw`
pub(crate) async fn withdraw_by_form(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    request: Request<Body>,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    let withdrawn = async {
        let token = read_form(request).await?.get("token");
        withdraw(&desk, &token).await
    };
    match withdrawn.await {
        Ok(()) => Redirect::to(&format!("/{locale}/withdrawn")).into_response(),
        Err(failure) => failure.page(&desk, locale),
    }
}

/// Withdraws a pledge: everything kept is erased, and the count drops
///
/// A second time finds nothing left, and is answered the same.
#[utoipa::path(
    post, path = "/v1/pledges/withdraw", tag = "pledges", request_body = TokenRequest,
    responses(
        (status = 200, description = "Nothing is kept any more", body = WithdrawAnswer),
        (status = 400, description = "The body is not a JSON object, or the token is not ours", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The body is longer than 16 KB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 410, description = "The link has expired", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "There is no token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw_by_json(State(desk): State<Arc<Desk>>, request: Request<Body>) -> Response {
    let locale = preferred_language(request.headers());
    let withdrawn = async {
        let token = read_token(request).await?;
        withdraw(&desk, &token).await
    };
    match withdrawn.await {
        Ok(()) => ([(CACHE_CONTROL, NO_STORE)], axum::Json(WithdrawAnswer { status: WithdrawStatus::Withdrawn }))
            .into_response(),
        Err(failure) => failure.problem(&desk, locale),
    }
}

/// Withdraws; a second time finds nothing left and is fine.
async fn withdraw(desk: &Desk, token: &str) -> Result<(), Failure> {
    let claims = verify(desk, Purpose::Manage, token)?;
    desk.pledges.withdraw(&claims, desk.now(), desk.entropy.number()).await?;
    Ok(())
}

/// `GET /{lang}/withdrawn`: says nothing of whom.
pub(crate) async fn withdrawn(State(desk): State<Arc<Desk>>, Path(lang): Path<String>) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return not_found(&desk, Locale::default()) };
    let texts = desk.texts(locale);
    let page = MessagePage::new(&desk.site, locale, texts.get("withdrawn-title"))
        .at("/withdrawn")
        .says(texts.get("withdrawn-body"))
        .says(texts.get("withdrawn-again"))
        .leads_to(texts.get("back-to-campaign"), format!("/{locale}"));
    ([(CACHE_CONTROL, NO_STORE)], page).into_response()
}

async fn find(desk: &Desk, token: &str) -> Result<(Claims, Signer), Failure> {
    let claims = verify(desk, Purpose::Manage, token)?;
    let household = desk.pledges.household(claims.signer).await?;
    let signer = household.member(claims.submission).cloned().ok_or(Failure::PledgeGone)?;
    Ok((claims, signer))
}

fn saved(locale: Locale, token: &str) -> Response {
    ([(CACHE_CONTROL, NO_STORE)], Redirect::to(&format!("/{locale}/my-pledge?token={token}&saved=1"))).into_response()
}
