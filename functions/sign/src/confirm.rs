//! Confirm a pledge: a page on GET, the count on POST.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{FromRequest, Query, Request, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::ids::SubmissionId;
use domain::keys::token::{Claims, Purpose};
use domain::locale::Locale;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::{Confirmation, ConfirmedBy, Household, Signer, Submission, Who};
use domain::tally::riding::RidingCode;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use pages::{Frame, HomeFields, UpdatesField};
use ridings::Riding;
use serde::Deserialize;
use serde_json::Value;
use store::{Confirmed, Confirming};
use web::{Lang, Metric, NO_STORE, ProblemDetails, metric, preferred_language};

use crate::corrections::Corrections;
use crate::counts::{Counts, count_of};
use crate::desk::Desk;
use crate::failure::{Answer, Failure};
use crate::form::{Faults, FormFields, field_message};
use crate::interface::{ConfirmAnswer, ConfirmRequest, ConfirmStatus, RidingAnswer};
use crate::share::Share;
use crate::submit::{invalid_form, read_object};

/// A link's query.
#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    pub(crate) token: String,
    /// Set when the person had been counted before.
    #[serde(default)]
    again: Option<String>,
    /// Which of the mailbox's forms to show.
    #[serde(default)]
    form: Option<String>,
    /// Set after a change was saved.
    #[serde(default)]
    pub(crate) saved: Option<String>,
    /// The server of Mastodon where someone wants to share.
    #[serde(default)]
    server: Option<String>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    /// The form that is confirmed.
    form: &'a Submission,
    /// The other forms of the mailbox, by id, with what they are called.
    others: Vec<(SubmissionId, String)>,
    fields: &'a Corrections,
    choices: &'a [&'static Riding],
    /// The names of those counted at the address whom this mailbox may know. `None` where nobody is counted there.
    counted: Option<Vec<String>>,
    /// Whether a field is wrong. Then all stand open, and what the form said before is not repeated.
    is_corrected: bool,
}

impl<'a> ConfirmPage<'a> {
    fn new(
        desk: &'a Desk,
        locale: Locale,
        token: &'a str,
        claims: &Claims,
        (form, others, household): (&'a Submission, &[Submission], &Household),
        fields: &'a Corrections,
    ) -> Self {
        let path = format!("/confirm?token={token}");
        let frame = Frame::new(&desk.site, locale, desk.texts(locale).get("confirm-title"), &path).noindex();
        let others = others.iter().filter(|other| other.id != form.id);
        // A stranger may have sent them, so a name that carries a message is left out.
        let others = others.map(|other| {
            let sent = frame.t.moment(other.submitted_at);
            let named =
                |name: &str| frame.t.with("confirm-other", [("name", name.into()), ("sent", sent.as_str().into())]);
            (other.id, other.draft.name.greeting().map_or_else(|| sent.clone(), named))
        });
        let others = others.collect();
        let asks = household.members().next().is_some();
        let known = household.members().filter(|member| member.mailbox == claims.mailbox);
        let counted = asks.then(|| known.map(|member| member.draft.name.to_string()).collect());
        Self { frame, token, form, others, fields, choices: &[], counted, is_corrected: false }
    }

    fn home_fields(&self) -> HomeFields<'_> {
        // The riding that the postal code has is not asked for again.
        let (riding, choices) = match self.form.draft.residence {
            Residence::Canada { found_by: FoundBy::PostalCode, .. } if self.choices.is_empty() => ("", self.choices),
            Residence::Canada { .. } | Residence::Abroad { .. } => (self.fields.home.riding.as_str(), self.choices),
        };
        HomeFields {
            t: self.frame.t,
            postal_code: &self.fields.home.postal_code,
            country: &self.fields.home.country,
            riding,
            choices,
            errors: self.frame.errors(),
        }
    }

    /// Where the person will be counted, as the form stands.
    fn lede(&self) -> String {
        match ridings::name_of(&self.form.draft.residence, self.frame.locale) {
            Some(riding) => self.frame.with("confirm-body", "riding", riding),
            None => self.frame.t.get("confirm-body-abroad"),
        }
    }

    /// What will be kept, by the key of its name, for reading.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let (draft, locale) = (&self.form.draft, self.frame.locale);
        let mut facts = vec![("my-pledge-name", draft.name.to_string()), ("my-pledge-email", draft.email.shown())];
        match &draft.residence {
            Residence::Canada { postal_code, .. } => {
                let riding = ridings::name_of(&draft.residence, locale).unwrap_or_default();
                facts.push(("my-pledge-postal-code", postal_code.to_string()));
                facts.push(("my-pledge-riding", riding.to_owned()));
            }
            Residence::Abroad { country } => facts.push(("my-pledge-country", country.name(locale).to_owned())),
        }
        if let Some(comment) = &draft.comment {
            facts.push(("my-pledge-comment", comment.as_str().to_owned()));
        }
        facts
    }

    fn partner(&self) -> Option<String> {
        let slug = self.form.draft.partner.as_ref()?;
        let partner = self.frame.site.campaign().partner(slug.as_str());
        let name = partner.map_or(slug.as_str(), |partner| partner.name(self.frame.locale));
        Some(self.frame.with("confirm-partner", "partner", name))
    }

    fn updates(&self) -> UpdatesField {
        UpdatesField::new(self.frame.site, self.frame.locale, self.fields.updates)
    }

    fn is(&self, who: Who) -> bool {
        self.fields.who == Some(who)
    }
}

#[derive(Template)]
#[template(path = "thank_you.html")]
struct ThankYouPage<'a> {
    frame: Frame<'a>,
    /// "You are one of N", where they are counted.
    lede: String,
    /// And everywhere.
    total: String,
    /// The page of their riding's count.
    riding: Option<RidingCode>,
    /// The riding's ranks, names and values.
    ranks: Vec<(String, String)>,
    /// What would move it up.
    next: Option<String>,
    again: bool,
    token: &'a str,
    letter_body: String,
    letter_url: String,
    share: Share,
    manage_url: String,
}

impl ThankYouPage<'_> {
    /// The server of Mastodon to share at, with its address.
    fn server(&self) -> Option<&(String, String)> {
        self.share.server.as_ref()?.found.as_ref()
    }

    fn server_is_wrong(&self) -> bool {
        self.share.server.is_some() && self.server().is_none()
    }
}

/// `GET /{lang}/confirm?token=`: shows what will be kept, to be corrected. Mail scanners open links, so it changes nothing.
pub(crate) async fn ask(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    let token = link.token.as_str();
    let claims = verify(&desk, Purpose::Confirm, token)?;
    let (forms, household) = desk.pledges.read(&claims, desk.now()).await?;
    let shown = link.form.as_ref().and_then(|id| id.parse().ok());
    let Some(form) = chosen(&forms, &claims, shown, &household) else {
        return match household.member(claims.submission) {
            Some(signer) => to_thank_you(&desk, locale, signer, &claims, ""),
            None => Err(gone(&household)),
        };
    };
    match household.confirmation(form.id, Some(form.clone()), None, desk.now()) {
        Confirmation::Count(form, _) | Confirmation::WhoIsIt(form) => {
            let fields = Corrections::of(&form.draft);
            let page = ConfirmPage::new(&desk, locale, token, &claims, (&form, &forms, &household), &fields);
            Ok(private_page(&page))
        }
        Confirmation::Repeated(signer) => to_thank_you(&desk, locale, &signer, &claims, ""),
        Confirmation::SamePerson(signer) => to_thank_you(&desk, locale, &signer, &claims, "&again=1"),
        Confirmation::AddressTaken => Err(Failure::AddressTaken),
        Confirmation::Gone => Err(gone(&household)),
    }
}

/// The form that a link leads to: the one that was asked for, else the newest of its mailbox. A link whose own form was
/// confirmed leads to that pledge.
fn chosen<'a>(
    forms: &'a [Submission],
    claims: &Claims,
    shown: Option<SubmissionId>,
    household: &Household,
) -> Option<&'a Submission> {
    if shown.is_none() && household.member(claims.submission).is_some() {
        return None;
    }
    let confirmed = |form: &Submission| household.member(form.id).is_some();
    let asked_for = forms.iter().find(|form| Some(form.id) == shown);
    asked_for.or_else(|| forms.iter().find(|form| !confirmed(form)))
}

/// What became of a submission that is there no more, as its page tells it: behind a newer one, or withdrawn.
fn gone(household: &Household) -> Failure {
    if household.members().next().is_some() { Failure::PledgeReplaced } else { Failure::PledgeGone }
}

/// `POST /{lang}/confirm`: counts, then shows the thank-you page.
pub(crate) async fn by_form(State(desk): State<Arc<Desk>>, Lang(locale): Lang, fields: FormFields) -> Answer {
    let token = fields.get("token");
    let claims = verify(&desk, Purpose::Confirm, &token)?;
    let (forms, household) = desk.pledges.read(&claims, desk.now()).await?;
    let shown = fields.get("form").parse().ok();
    if let Some(signer) = shown.and_then(|form| household.member(form)) {
        return to_thank_you(&desk, locale, signer, &claims, "");
    }
    let Some(form) = chosen(&forms, &claims, shown, &household) else {
        return match household.member(claims.submission) {
            Some(signer) => to_thank_you(&desk, locale, signer, &claims, ""),
            None => Err(gone(&household)),
        };
    };
    let sent = Corrections::from_form(&fields, &form.draft);
    let again = |form: &Submission, household: &Household, faults: &Faults, is_corrected: bool| {
        let mut page = ConfirmPage::new(&desk, locale, &token, &claims, (form, &forms, household), &sent);
        let errors = faults.in_words(desk.texts(locale));
        page.frame = page.frame.with_errors(errors.into_iter().map(field_message).collect());
        page.choices = &faults.choices;
        page.is_corrected = is_corrected;
        (StatusCode::UNPROCESSABLE_ENTITY, private_page(&page)).into_response()
    };
    let draft = match desk.correct(&form.draft, &sent) {
        Ok(draft) => draft,
        Err(faults) => return Ok(again(form, &household, &faults, true)),
    };
    let corrected = Submission { draft, ..form.clone() };
    match confirm(&desk, &claims, corrected.clone(), household, sent.who).await {
        Ok(Outcome::Counted(signer)) => to_thank_you(&desk, locale, &signer, &claims, ""),
        Ok(Outcome::CountedBefore(signer)) => to_thank_you(&desk, locale, &signer, &claims, "&again=1"),
        Ok(Outcome::WhoIsIt(household)) => {
            // Nothing else is wrong: the page shows the form as it was corrected.
            Ok(again(&corrected, &household, &Faults::of("who", "who_is_it"), false))
        }
        Err(failure) => Err(failure),
    }
}

/// Confirms a pledge: the person is counted, once however often this is sent
///
/// The link proves a mailbox. This confirms the newest form that waits there, which may be a later one than the link was mailed
/// for. A link whose own form was confirmed is answered as the first time.
#[utoipa::path(
    post, path = "/v1/pledges/confirm", tag = "pledges", request_body = ConfirmRequest,
    responses(
        (status = 200, description = "They are counted, now or before", body = ConfirmAnswer),
        (status = 400, description = "The body is not a JSON object, or the token is not ours", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The body is longer than 16 KB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "Somebody is counted at the address. `who_is_it`: send `who`. `other_spelling`: they signed with another spelling of the address, and only a link to that mailbox opens the pledge. `address_taken`: there is no place for another person", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 410, description = "The link has expired, or no form waits in its mailbox any more: the pledge was withdrawn, or the owner had the forms erased", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "There is no token, or a corrected field is wrong; with the code `riding_ambiguous`, `ridings` has those to choose from", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn by_json(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let locale = preferred_language(&parts.headers);
    let object = read_object(&parts.headers, body).await?;
    let token = object.get("token").and_then(Value::as_str).ok_or(Failure::TokenMissing)?;
    let claims = verify(&desk, Purpose::Confirm, token)?;
    let (forms, household) = desk.pledges.read(&claims, desk.now()).await?;
    let (signer, status) = match chosen(&forms, &claims, None, &household) {
        None => match household.member(claims.submission) {
            Some(signer) => (signer.clone(), ConfirmStatus::Confirmed),
            None => return Err(Failure::PledgeGone),
        },
        Some(form) => {
            let sent = Corrections::from_json(&object, &form.draft);
            let draft = match desk.correct(&form.draft, &sent) {
                Ok(draft) => draft,
                Err(faults) => return Ok(invalid_form(&desk, locale, &faults)),
            };
            let corrected = Submission { draft, ..form.clone() };
            match confirm(&desk, &claims, corrected, household, sent.who).await? {
                Outcome::Counted(signer) => (signer, ConfirmStatus::Confirmed),
                Outcome::CountedBefore(signer) => (signer, ConfirmStatus::AlreadyCounted),
                Outcome::WhoIsIt(_) => return Err(Failure::WhoIsIt),
            }
        }
    };
    let count = count_of(&desk, &signer).await?;
    let answer = ConfirmAnswer {
        status,
        riding: RidingAnswer::of(&signer.draft.residence),
        riding_count: count.here,
        total: count.total,
        manage_url: desk.manage_url(&signer),
    };
    Ok(([(CACHE_CONTROL, NO_STORE)], Json(answer)).into_response())
}

/// `GET /{lang}/thank-you?token=`: "you are one of N".
pub(crate) async fn thank_you(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    let claims = verify(&desk, Purpose::Confirm, &link.token)?;
    let household = desk.pledges.household(claims.signer).await?;
    let signer = household.member(claims.submission).filter(|signer| signer.mailbox == claims.mailbox);
    let signer = signer.ok_or(Failure::PledgeGone)?;
    let counts = Counts::with(&desk, signer).await?;
    let texts = desk.texts(locale);
    let title = texts.with("thank-you-title", [("name", signer.draft.name.called().into())]);
    let here = counts.here.into();
    let lede = match ridings::name_of(&signer.draft.residence, locale) {
        Some(riding) => texts.with("thank-you-riding", [("count", here), ("riding", riding.into())]),
        None => texts.with("thank-you-abroad", [("count", here)]),
    };
    let path = format!("/thank-you?token={}", link.token);
    let frame = Frame::new(&desk.site, locale, title, &path).noindex();
    Ok(private_page(&ThankYouPage {
        frame,
        lede,
        riding: signer.draft.residence.place().riding(),
        total: texts.with("thank-you-total", [("total", counts.total.into())]),
        ranks: counts.ranks(texts),
        next: counts.next(texts),
        again: link.again.is_some(),
        token: &link.token,
        letter_body: letter_body(&desk, locale, signer),
        letter_url: desk.letter_path(locale, signer),
        share: Share::new(&desk, locale, signer, link.server.as_deref()),
        manage_url: desk.manage_url(signer),
    }))
}

/// Whom the letter goes to, by name where the roster has one.
fn letter_body(desk: &Desk, locale: Locale, signer: &Signer) -> String {
    let texts = desk.texts(locale);
    match signer.draft.residence.place().riding().map(ridings::member) {
        Some(Some(member)) => texts.with("thank-you-letter-body", [("member", member.name.into())]),
        Some(None) => texts.get("thank-you-letter-body-vacant"),
        None => texts.get("thank-you-letter-body-abroad"),
    }
}

/// What confirming a form came to, where it did not fail.
enum Outcome {
    /// The person is counted by this form.
    Counted(Signer),
    /// The person was counted by another form before.
    CountedBefore(Signer),
    /// Somebody is counted at the address, and it is not said whether that is them.
    WhoIsIt(Box<Household>),
}

async fn confirm(
    desk: &Desk,
    claims: &Claims,
    form: Submission,
    seen: Household,
    who: Option<Who>,
) -> Result<Outcome, Failure> {
    let confirming = Confirming { claims: *claims, submission: form.id, form: Some(form), who, by: ConfirmedBy::Link };
    let confirmed = desk.pledges.confirm(confirming, seen, &desk.people, desk.now(), desk.entropy.number()).await?;
    if matches!(confirmed, Confirmed::Counted(_)) {
        metric::put(&[(Metric::Confirmations, 1.0)]);
    }
    let (signer, outcome): (Signer, fn(Signer) -> Outcome) = match confirmed {
        Confirmed::Counted(signer) | Confirmed::Repeated(signer) => (signer, Outcome::Counted),
        Confirmed::SamePerson(signer) => (signer, Outcome::CountedBefore),
        Confirmed::WhoIsIt(household) => return Ok(Outcome::WhoIsIt(household)),
        Confirmed::AddressTaken => return Err(Failure::AddressTaken),
        Confirmed::Gone => return Err(Failure::PledgeGone),
    };
    // The link proves a spelling of the address. Only the spelling that was proven then leads to the pledge.
    if signer.mailbox == claims.mailbox { Ok(outcome(signer)) } else { Err(Failure::OtherSpelling) }
}

pub(crate) fn verify(desk: &Desk, purpose: Purpose, token: &str) -> Result<Claims, Failure> {
    if token.is_empty() {
        return Err(Failure::TokenMissing);
    }
    Ok(desk.verify(purpose, token)?)
}

/// A link's token, as programs send it.
pub(crate) struct SentToken(pub(crate) String);

impl<S: Send + Sync> FromRequest<S> for SentToken {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let object = read_object(&parts.headers, body).await?;
        object.get("token").and_then(Value::as_str).map(|token| Self(token.to_owned())).ok_or(Failure::TokenMissing)
    }
}

/// A page that only this person should see or keep.
pub(crate) fn private_page(page: &impl Template) -> Response {
    let html = page.render().expect("templates render from memory");
    ([(CACHE_CONTROL, NO_STORE)], Html(html)).into_response()
}

/// 303 to the thank-you page of a signer whose own mailbox the link proves.
pub(crate) fn to_thank_you(desk: &Desk, locale: Locale, signer: &Signer, held: &Claims, suffix: &str) -> Answer {
    if signer.mailbox != held.mailbox {
        return Err(Failure::OtherSpelling);
    }
    let path = desk.thank_you_path(locale, signer, held);
    Ok(([(CACHE_CONTROL, NO_STORE)], Redirect::to(&format!("{path}{suffix}"))).into_response())
}
