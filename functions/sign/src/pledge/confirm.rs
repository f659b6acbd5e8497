//! Confirming a pledge: GET shows a page, POST counts the person.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::IntoResponse;
use domain::ids::SubmissionId;
use domain::keys::token::{Claims, Purpose};
use domain::locale::Locale;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::{Confirmation, ConfirmedBy, Draft, Household, Signer, Submission, Who};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use pages::{Frame, HomeFields, UpdatesField};
use ridings::Riding;
use serde::Serialize;
use store::{Confirmed, Confirming};
use utoipa::ToSchema;
use web::{Lang, Metric, NO_STORE, ProblemDetails, Query, metric, preferred_language};

use crate::context::Context;
use crate::failure::{Answer, Failure};
use crate::faults::Faults;
use crate::form::FormFields;
use crate::json::{Member, RidingAnswer, invalid_form, read_json};
use crate::link::{Link, private_page, redirect_to_thank_you, verify};
use crate::pledge::corrections::{ConfirmRequest, Corrections};
use crate::pledge::facts::facts;
use crate::tally::count_of;

/// The answer when somebody is counted. `riding_count` and `total` include them.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConfirmAnswer {
    status: ConfirmStatus,
    /// The riding of the count; null for those abroad.
    riding: Option<RidingAnswer>,
    /// Everyone counted in that riding, or abroad.
    riding_count: i64,
    /// Everyone counted.
    total: i64,
    /// The page on which they see, change and withdraw their pledge. It is secret, and theirs alone.
    manage_url: String,
}

/// `confirmed`: a form of this mailbox counted them, by this call or by the same one before. `already_counted`: they were counted
/// by another form, and stay as they were.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ConfirmStatus {
    Confirmed,
    AlreadyCounted,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    /// The form that is confirmed.
    form: &'a Submission,
    /// The other forms of the mailbox: their ids, and the words of their links.
    others: Vec<(SubmissionId, String)>,
    fields: &'a Corrections,
    choices: &'a [&'static Riding],
    /// The names counted at the address that this mailbox may know. It is `None` where nobody is counted there.
    counted: Option<Vec<String>>,
    /// Whether a field is wrong. Then all fields stand open, and the page does not repeat the form's facts.
    is_corrected: bool,
}

impl<'a> ConfirmPage<'a> {
    fn new(
        context: &'a Context,
        locale: Locale,
        token: &'a str,
        claims: &Claims,
        (form, others, household): (&'a Submission, &[Submission], &Household),
        fields: &'a Corrections,
    ) -> Self {
        let path = format!("/confirm?token={token}");
        let frame = Frame::new(&context.site, locale, context.texts(locale).get("confirm-title"), &path).noindex();
        let others = others.iter().filter(|other| other.id != form.id);
        // A stranger may have sent these forms, so a name that carries a message is left out.
        let others = others.map(|other| {
            let sent = frame.t.moment(other.submitted_at);
            let named =
                |name: &str| frame.t.with("confirm-other", [("name", name.into()), ("sent", sent.as_str().into())]);
            (other.id, other.draft.name.greeting().map_or_else(|| sent.clone(), named))
        });
        let others = others.collect();
        let asks = household.members().next().is_some();
        let of_mailbox = household.members().filter(|member| member.mailbox == claims.mailbox);
        let counted = asks.then(|| of_mailbox.map(|member| member.draft.name.to_string()).collect());
        Self { frame, token, form, others, fields, choices: &[], counted, is_corrected: false }
    }

    fn home_fields(&self) -> HomeFields<'_> {
        // The page does not ask for a riding that the postal code decides.
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

    /// The sentence that says where the person will be counted.
    fn lede(&self) -> String {
        match ridings::name_of(&self.form.draft.residence, self.frame.locale) {
            Some(riding) => self.frame.with("confirm-body", "riding", riding),
            None => self.frame.t.get("confirm-body-abroad"),
        }
    }

    /// The facts that will be kept: the keys of their names, and their texts.
    fn facts(&self) -> Vec<(&'static str, String)> {
        facts(&self.form.draft, self.frame.locale, |_, riding| riding.to_owned())
    }

    fn partner(&self) -> Option<String> {
        let slug = self.form.draft.partner.as_ref()?;
        let partner = self.frame.site.campaign().known_partner(slug.as_str());
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

/// `GET /{lang}/confirm?token=`: shows the form, to be corrected. It changes nothing, since mail scanners open links.
pub(crate) async fn show_form(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    let token = link.token.as_str();
    let claims = verify(&context, Purpose::Confirm, token)?;
    let (forms, household) = context.pledges.read(&claims, context.now()).await?;
    let shown = link.form.as_ref().and_then(|id| id.parse().ok());
    let Some(form) = chosen(&forms, &claims, shown, &household) else {
        return match household.member(claims.submission) {
            Some(signer) => redirect_to_thank_you(&context, locale, signer, &claims, ""),
            None => Err(gone(&household)),
        };
    };
    match household.confirmation(form.id, Some(form.clone()), None, context.now()) {
        Confirmation::Count(form, _) | Confirmation::WhoIsIt(form) => {
            let fields = Corrections::of(&form.draft);
            let page = ConfirmPage::new(&context, locale, token, &claims, (&form, &forms, &household), &fields);
            Ok(private_page(&page))
        }
        Confirmation::Repeated(signer) => redirect_to_thank_you(&context, locale, &signer, &claims, ""),
        Confirmation::SamePerson(signer) => redirect_to_thank_you(&context, locale, &signer, &claims, "&again=1"),
        Confirmation::AddressTaken => Err(Failure::AddressTaken),
        Confirmation::Gone => Err(gone(&household)),
    }
}

/// Chooses the form that a link leads to: the requested one, or else the newest of its mailbox. It returns `None` for a link
/// whose own form was confirmed, since that link leads to the pledge.
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

/// The failure of a link whose form is gone: a newer pledge replaced it, or it was withdrawn.
fn gone(household: &Household) -> Failure {
    if household.members().next().is_some() { Failure::PledgeReplaced } else { Failure::PledgeGone }
}

/// `POST /{lang}/confirm`: counts the person, then redirects to the thank-you page.
pub(crate) async fn confirm_by_form(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    let token = fields.get("token");
    let claims = verify(&context, Purpose::Confirm, &token)?;
    let (forms, household) = context.pledges.read(&claims, context.now()).await?;
    let shown = fields.get("form").parse().ok();
    if let Some(signer) = shown.and_then(|form| household.member(form)) {
        return redirect_to_thank_you(&context, locale, signer, &claims, "");
    }
    let Some(form) = chosen(&forms, &claims, shown, &household) else {
        return match household.member(claims.submission) {
            Some(signer) => redirect_to_thank_you(&context, locale, signer, &claims, ""),
            None => Err(gone(&household)),
        };
    };
    let sent = Corrections::from_form(&fields, &form.draft);
    let page_with = |faults: &Faults, form: &Submission, household: &Household, is_corrected: bool| {
        let mut page = ConfirmPage::new(&context, locale, &token, &claims, (form, &forms, household), &sent);
        page.frame = page.frame.with_errors(faults.field_messages(context.texts(locale)));
        page.choices = &faults.choices;
        page.is_corrected = is_corrected;
        (StatusCode::UNPROCESSABLE_ENTITY, private_page(&page)).into_response()
    };
    let draft = match correct(&context, &form.draft, &sent) {
        Ok(draft) => draft,
        Err(faults) => return Ok(page_with(&faults, form, &household, true)),
    };
    let corrected = sent.corrected(form, draft);
    match confirm(&context, &claims, corrected.clone(), household, sent.who).await {
        Ok(Outcome::Counted(signer)) => redirect_to_thank_you(&context, locale, &signer, &claims, ""),
        Ok(Outcome::CountedBefore(signer)) => redirect_to_thank_you(&context, locale, &signer, &claims, "&again=1"),
        Ok(Outcome::WhoIsIt(household)) => {
            // The fields are right, so the page shows the form as it was corrected.
            Ok(page_with(&Faults::of_field("who", "who_is_it"), &corrected, &household, false))
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
pub(crate) async fn confirm_by_json(State(context): State<Arc<Context>>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let locale = preferred_language(&parts.headers);
    let request: ConfirmRequest = read_json(&parts.headers, body).await?;
    let Member::Sent(token) = &request.token else { return Err(Failure::TokenMissing) };
    let claims = verify(&context, Purpose::Confirm, token)?;
    let (forms, household) = context.pledges.read(&claims, context.now()).await?;
    let (signer, status) = match chosen(&forms, &claims, None, &household) {
        None => match household.member(claims.submission) {
            Some(signer) => (signer.clone(), ConfirmStatus::Confirmed),
            None => return Err(Failure::PledgeGone),
        },
        Some(form) => {
            let sent = Corrections::from_json(request, &form.draft);
            let draft = match correct(&context, &form.draft, &sent) {
                Ok(draft) => draft,
                Err(faults) => return Ok(invalid_form(&context, locale, &faults)),
            };
            let corrected = sent.corrected(form, draft);
            match confirm(&context, &claims, corrected, household, sent.who).await? {
                Outcome::Counted(signer) => (signer, ConfirmStatus::Confirmed),
                Outcome::CountedBefore(signer) => (signer, ConfirmStatus::AlreadyCounted),
                Outcome::WhoIsIt(_) => return Err(Failure::WhoIsIt),
            }
        }
    };
    let count = count_of(&context, &signer).await?;
    let answer = ConfirmAnswer {
        status,
        riding: RidingAnswer::of(&signer.draft.residence),
        riding_count: count.here,
        total: count.total,
        manage_url: context.site.url(&context.manage_path(&signer)),
    };
    Ok(([(CACHE_CONTROL, NO_STORE)], Json(answer)).into_response())
}

/// The outcome of confirming a form, unless it failed.
enum Outcome {
    /// The person is counted by this form.
    Counted(Signer),
    /// The person was counted by another form before.
    CountedBefore(Signer),
    /// Somebody is counted at the address, and the request does not say whether that is the same person.
    WhoIsIt(Box<Household>),
}

/// The form with the corrections of the person who confirms it.
fn correct(context: &Context, draft: &Draft, sent: &Corrections) -> Result<Draft, Faults> {
    sent.apply(draft, context.site.campaign(), context.now())
}

/// Counts the person of a form that a link proves.
async fn confirm(
    context: &Context,
    claims: &Claims,
    form: Submission,
    seen: Household,
    who: Option<Who>,
) -> Result<Outcome, Failure> {
    let (submission, by, link) = (form.id, ConfirmedBy::Link, context.draw_link());
    let confirming = Confirming { claims: *claims, submission, form: Some(form), who, by, link };
    let confirmed =
        context.pledges.confirm(confirming, seen, &context.person_key, context.now(), context.entropy.number()).await?;
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
    // The link proves one spelling of the address. Only the spelling that was proven at the count leads to the pledge.
    if signer.mailbox == claims.mailbox { Ok(outcome(signer)) } else { Err(Failure::OtherSpelling) }
}
