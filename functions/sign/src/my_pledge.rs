//! "My pledge": see, download, correct, move, change consents, withdraw. Only a manage token opens it, and every change is a
//! POST.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::keys::token::{Claims, Purpose};
use domain::locale::Locale;
use domain::mail::letter::{Addressee, LetterId};
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::consent::Consents;
use domain::pledge::{ConfirmedBy, Signer, Slot};
use domain::tally::riding::RidingCode;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use jiff::Timestamp;
use pages::{Frame, HomeFields, MessagePage, UpdatesField};
use ridings::Riding;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{MailRecord, MailStop, Renamed};
use web::{Lang, Metric, NO_STORE, ProblemDetails, metric};

use crate::confirm::{Link, SentToken, private_page, verify};
use crate::desk::Desk;
use crate::failure::{Answer, Failure};
use crate::form::{Faults, FormFields, SentHome, SentName, field_message};
use crate::interface::{RidingAnswer, TokenRequest, WithdrawAnswer, WithdrawStatus};

#[derive(Template)]
#[template(path = "my_pledge.html")]
struct MyPledgePage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    signer: &'a Signer,
    /// What is kept of the mail that went to their address.
    mails: Option<MailRecord>,
    saved: bool,
    /// Once the campaign is over nobody changes riding any more.
    is_over: bool,
    name: SentName,
    home: SentHome,
    choices: Vec<&'static Riding>,
}

impl<'a> MyPledgePage<'a> {
    fn new(desk: &'a Desk, locale: Locale, token: &'a str, (signer, mails): (&'a Signer, Option<MailRecord>)) -> Self {
        let title = desk.texts(locale).get("my-pledge-title");
        let frame = Frame::new(&desk.site, locale, title, &format!("/my-pledge?token={token}")).noindex();
        let (name, home) = (SentName::of(&signer.draft.name), SentHome::default());
        let is_over = desk.is_over();
        Self { frame, token, signer, mails, saved: false, is_over, name, home, choices: Vec::new() }
    }

    /// The same page with what could not be done, and why. What was typed stays in its fields.
    fn with_faults(mut self, faults: &Faults) -> Self {
        let errors = faults.in_words(self.frame.t).into_iter().map(field_message).collect();
        self.frame = self.frame.with_errors(errors);
        self.choices.clone_from(&faults.choices);
        self
    }

    /// What is kept, as label and value.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let (draft, locale, t) = (&self.signer.draft, self.frame.locale, self.frame.t);
        let mut facts = vec![("my-pledge-name", draft.name.to_string()), ("my-pledge-email", draft.email.shown())];
        match &draft.residence {
            Residence::Canada { postal_code, found_by, .. } => {
                facts.push(("my-pledge-postal-code", postal_code.to_string()));
                let riding = ridings::name_of(&draft.residence, locale).unwrap_or_default();
                let found_by = match found_by {
                    FoundBy::PostalCode => "my-pledge-riding-found",
                    FoundBy::Supporter => "my-pledge-riding-chosen",
                };
                facts.push(("my-pledge-riding", t.with(found_by, [("riding", riding.into())])));
            }
            Residence::Abroad { country } => facts.push(("my-pledge-country", country.name(locale).to_owned())),
        }
        if let Some(comment) = &draft.comment {
            facts.push(("my-pledge-comment", comment.as_str().to_owned()));
        }
        let since = self.signer.agreed_to_updates_at();
        facts.push((
            "my-pledge-updates",
            match (&draft.consents.updates, since) {
                (Some(wording), Some(since)) => t.with(
                    "my-pledge-updates-yes",
                    [("day", t.day(since).into()), ("wording", wording.as_str().into())],
                ),
                _ => t.get("my-pledge-updates-no"),
            },
        ));
        facts.push((
            "my-pledge-language",
            match draft.locale {
                Locale::En => t.get("my-pledge-language-en"),
                Locale::Fr => t.get("my-pledge-language-fr"),
            },
        ));
        if let Some(slug) = &draft.partner {
            let partner = self.frame.site.campaign().partner(slug.as_str());
            let name = partner.map_or(slug.as_str(), |partner| partner.name(locale));
            facts.push(("my-pledge-partner", name.to_owned()));
        }
        facts.push(("my-pledge-sent-on", t.day(self.signer.submitted_at)));
        facts.push(("my-pledge-signed-on", t.day(self.signer.confirmed_at)));
        if let Some(record) = self.mails {
            facts.push(("my-pledge-mails", t.number(record.mails.into())));
        }
        facts
    }

    /// That no mail goes to their address any more, and why.
    fn stopped(&self) -> Option<String> {
        let (why, since) = self.mails?.stopped?;
        let key = match why {
            MailStop::Bounced => "my-pledge-mails-bounced",
            MailStop::Complained => "my-pledge-mails-complained",
            MailStop::Refused => "my-pledge-mails-refused",
        };
        let t = self.frame.t;
        Some(t.with(key, [("day", t.day(since).into()), ("contact", self.contact().into())]))
    }

    /// The riding whose Member of Parliament they can write to.
    fn letter(&self) -> Option<RidingCode> {
        self.signer.draft.residence.place().riding()
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
            errors: self.frame.errors(),
        }
    }

    fn updates(&self) -> UpdatesField {
        UpdatesField::new(self.frame.site, self.frame.locale, self.signer.draft.consents.updates.is_some())
    }
}

/// `GET /{lang}/my-pledge?token=`
pub(crate) async fn show(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    let (_, signer) = find(&desk, &link.token).await?;
    let mails = desk.pledges.mail_record(signer.mailbox, desk.now()).await?;
    let page = MyPledgePage::new(&desk, locale, &link.token, (&signer, mails));
    Ok(private_page(&MyPledgePage { saved: link.saved.is_some(), ..page }))
}

/// `GET /{lang}/my-pledge/download?token=`: everything that is kept of the signer, as JSON.
pub(crate) async fn download(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    let (claims, signer) = find(&desk, &link.token).await?;
    let mails = desk.pledges.mail_record(signer.mailbox, desk.now()).await?;
    let mut kept = kept(&signer, mails);
    kept["letters"] = letters(&desk, &claims).await?;
    let file = match locale {
        Locale::En => "attachment; filename=\"my-pledge.json\"",
        Locale::Fr => "attachment; filename=\"mon-appui.json\"",
    };
    Ok(([(CACHE_CONTROL.as_str(), "no-store"), (CONTENT_DISPOSITION.as_str(), file)], Json(kept)).into_response())
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

fn kept(signer: &Signer, mails: Option<MailRecord>) -> Value {
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
            "person_code": signer.person.map(|person| person.to_string()),
            "confirmed_by": match signer.confirmed_by {
                ConfirmedBy::Link => "link",
                ConfirmedBy::Code => "code",
            },
            "place_at_address": match signer.slot {
                Slot::First => 1,
                Slot::Second => 2,
            },
            "form": signer.submission.to_string(),
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

/// `POST /{lang}/my-pledge/name`
pub(crate) async fn correct_name(State(desk): State<Arc<Desk>>, Lang(locale): Lang, fields: FormFields) -> Answer {
    let token = fields.get("token");
    let (claims, signer) = find(&desk, &token).await?;
    let sent = SentName::from_form(&fields);
    let mut faults = Faults::default();
    if let Some(name) = sent.parse(&mut faults) {
        match desk.pledges.correct_name(&claims, &name, &desk.people).await? {
            Renamed::Saved => return Ok(saved(locale, &token)),
            Renamed::Gone => return Err(Failure::PledgeGone),
            Renamed::NameTaken => faults = Faults::of("first_name", "name_taken"),
        }
    }
    let mails = desk.pledges.mail_record(signer.mailbox, desk.now()).await?;
    let page =
        MyPledgePage { name: sent, ..MyPledgePage::new(&desk, locale, &token, (&signer, mails)) }.with_faults(&faults);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, private_page(&page)).into_response())
}

/// `POST /{lang}/my-pledge/riding`
pub(crate) async fn change_riding(State(desk): State<Arc<Desk>>, Lang(locale): Lang, fields: FormFields) -> Answer {
    // The counts of the ridings are final.
    if desk.is_over() {
        return Err(Failure::CampaignClosed);
    }
    let token = fields.get("token");
    let (claims, signer) = find(&desk, &token).await?;
    let home = SentHome::from_form(&fields);
    let mut faults = Faults::default();
    let Some(residence) = home.parse(&mut faults) else {
        let mails = desk.pledges.mail_record(signer.mailbox, desk.now()).await?;
        let page =
            MyPledgePage { home, ..MyPledgePage::new(&desk, locale, &token, (&signer, mails)) }.with_faults(&faults);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, private_page(&page)).into_response());
    };
    let moved = desk.pledges.move_to(&claims, residence, &desk.people, desk.entropy.number()).await?;
    moved.map(|_| saved(locale, &token)).ok_or(Failure::PledgeGone)
}

/// `POST /{lang}/my-pledge/consents`
pub(crate) async fn change_consents(State(desk): State<Arc<Desk>>, Lang(locale): Lang, fields: FormFields) -> Answer {
    let token = fields.get("token");
    let claims = verify(&desk, Purpose::Manage, &token)?;
    let ticked = !fields.get("updates").is_empty();
    let consents = Consents::to_updates(ticked, &desk.site.campaign().consent_wording).said_at(desk.now());
    let changed = desk.pledges.set_consents(&claims, consents).await?;
    changed.map(|_| saved(locale, &token)).ok_or(Failure::PledgeGone)
}

/// `POST /{lang}/my-pledge/withdraw`
pub(crate) async fn withdraw_by_form(State(desk): State<Arc<Desk>>, Lang(locale): Lang, fields: FormFields) -> Answer {
    withdraw(&desk, &fields.get("token")).await?;
    Ok(Redirect::to(&format!("/{locale}/withdrawn?at={}", desk.now().as_second())).into_response())
}

/// Withdraws a pledge: it is erased, and no longer counted
///
/// A second time finds nothing left, and is answered the same. A signature on paper under the same name and postal code counts
/// again.
#[utoipa::path(
    post, path = "/v1/pledges/withdraw", tag = "pledges", request_body = TokenRequest,
    responses(
        (status = 200, description = "Nothing of the pledge is kept any more", body = WithdrawAnswer),
        (status = 400, description = "The body is not a JSON object, or the token is not ours", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "The body is longer than 16 KB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 410, description = "The link has expired", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "There is no token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Try again; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw_by_json(State(desk): State<Arc<Desk>>, SentToken(token): SentToken) -> Answer {
    withdraw(&desk, &token).await?;
    let answer = WithdrawAnswer { status: WithdrawStatus::Withdrawn };
    Ok(([(CACHE_CONTROL, NO_STORE)], Json(answer)).into_response())
}

/// Withdraws; a second time finds nothing left and is fine.
async fn withdraw(desk: &Desk, token: &str) -> Result<(), Failure> {
    let claims = verify(desk, Purpose::Manage, token)?;
    if desk.pledges.withdraw(&claims, desk.now(), desk.entropy.number()).await? {
        metric::put(&[(Metric::Withdrawals, 1.0)]);
    }
    Ok(())
}

/// When a pledge was withdrawn, in seconds: all that is left to say of it.
#[derive(Deserialize)]
pub(crate) struct Receipt {
    #[serde(default)]
    at: Option<String>,
}

/// `GET /{lang}/withdrawn?at=`: a receipt that says nothing of whom.
pub(crate) async fn withdrawn(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(receipt): Query<Receipt>,
) -> Response {
    let texts = desk.texts(locale);
    let second = receipt.at.and_then(|at| at.parse().ok());
    let at = second.and_then(|second| Timestamp::from_second(second).ok());
    // Nobody withdrew before the campaign began, or will have by a link that somebody made up.
    let at = at.filter(|at| (desk.site.campaign().opens_at..=desk.now()).contains(at));
    let path = at.map_or_else(|| "/withdrawn".to_owned(), |at| format!("/withdrawn?at={}", at.as_second()));
    let mut page =
        MessagePage::new(&desk.site, locale, texts.get("withdrawn-title")).at(&path).says(texts.get("withdrawn-body"));
    if let Some(at) = at {
        let when = [("day", texts.day(at).into()), ("time", texts.time(at).into())];
        page = page.says(texts.with("withdrawn-receipt", when));
    }
    let page = page.says(texts.get("withdrawn-again")).leads_to(texts.get("back-to-campaign"), format!("/{locale}"));
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
