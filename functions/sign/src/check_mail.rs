//! "Check your mail": the code from the message, what to do when none comes, and the address corrected without starting over.
//!
//! All it shows is in its own address, sealed (`?draft=`): the form as it was sent, and when. What the store knows of an
//! address must never be told to somebody who only typed it. So showing the page reads nothing but how slow all mails are, and
//! a code that counts nobody has one answer, after the same reads, whatever the reason: it is wrong, too late, tried too often, was never sent, or
//! somebody is counted at the address already.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::ids::NetworkCode;
use domain::keys::sealed_draft::SentDraft;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::inbox::{self, Inbox};
use domain::pledge::code::{CODE_TIME, TypedCode};
use domain::pledge::{ConfirmedBy, Draft, Signer};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use jiff::{SignedDuration, Timestamp};
use pages::{Embedding, Frame, MessagePage};
use serde::Deserialize;
use store::{ASK_SPACING, ASKS_MAX, Confirmed, Confirming};
use tokio::time::Instant;
use web::{FieldError, Lang, Metric, NO_STORE, framable, metric};

use crate::confirm::to_thank_you;
use crate::desk::Desk;
use crate::embedding::embedding;
use crate::failure::{Answer, Failure};
use crate::form::{FormFields, email_fault, field_message};
use crate::submit::submit;

/// A form's minute is known, not its second, and its mail leaves a little later: so long after the minute began, the mailer
/// surely sends another one.
const SURELY_SPACED: SignedDuration = SignedDuration::from_mins(2);

/// A code that counts nobody is answered this long after it came, whatever had to be read: reading a household takes longer
/// than finding none, and that would tell who has signed. It is far longer than the reads.
const WRONG_CODE_ANSWERED_AFTER: Duration = Duration::from_millis(100);

/// What the page's address says: the sealed form, what was just done, and how it stands in another site's page.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    draft: String,
    /// Set when another message was asked for.
    again: Option<String>,
    /// Set when that was too soon.
    early: Option<String>,
    #[serde(default)]
    embed: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    partner: String,
}

#[derive(Template)]
#[template(path = "check_mail.html")]
struct CheckMailPage<'a> {
    frame: Frame<'a>,
    /// What was sent, while the page knows it.
    sent: Option<Sent<'a>>,
    embedding: Option<&'a Embedding>,
    again: bool,
    early: bool,
    /// How slow mails are, when they are.
    slow: Option<String>,
    /// Whether mails are so slow that a code would come too late, so that none is in them.
    codes_are_late: bool,
    /// As typed in the small form.
    email: String,
}

/// What the page knows of what was sent.
struct Sent<'a> {
    draft: &'a str,
    address: String,
    inbox: Option<Inbox>,
    /// The address that was probably meant.
    meant: Option<String>,
    /// How long to wait before another message can go out; nothing when it can now.
    wait: Option<String>,
}

impl<'a> Sent<'a> {
    fn new(t: &Texts, sealed: &'a str, sent: &SentDraft, now: Timestamp) -> Self {
        let email = &sent.draft.email;
        let address = email.to_string();
        let local = address.strip_suffix(email.domain()).unwrap_or_default();
        Self {
            draft: sealed,
            inbox: inbox::inbox(email.domain()),
            meant: inbox::meant(email.domain()).map(|domain| format!("{local}{domain}")),
            wait: wait_minutes(sent, now).map(|minutes| t.with("check-mail-wait", [("minutes", minutes.into())])),
            address: email.shown(),
        }
    }
}

/// After how many minutes another message can go to the same address; nothing when it can now.
fn wait_minutes(sent: &SentDraft, now: Timestamp) -> Option<i64> {
    let from = sent.sent_at.saturating_add(ASK_SPACING + SURELY_SPACED).expect("a fixed span saturates");
    let seconds = from.duration_since(now).as_secs();
    (seconds > 0).then(|| seconds.unsigned_abs().div_ceil(60).try_into().expect("a few minutes"))
}

impl<'a> CheckMailPage<'a> {
    fn new(desk: &'a Desk, locale: Locale, sealed: &'a str, embedding: Option<&'a Embedding>) -> Self {
        let sent = desk.open_draft(sealed).map(|sent| Sent::new(desk.texts(locale), sealed, &sent, desk.now()));
        let path = match &sent {
            Some(sent) => format!("/check-your-mail?draft={}", sent.draft),
            None => "/check-your-mail".to_owned(),
        };
        let frame = Frame::new(&desk.site, locale, desk.texts(locale).get("check-mail-title"), &path).noindex();
        let frame = match embedding {
            Some(embedding) => frame.embedded(embedding.theme),
            None => frame,
        };
        Self {
            frame,
            sent,
            embedding,
            again: false,
            early: false,
            slow: None,
            codes_are_late: false,
            email: String::new(),
        }
    }

    /// Where one signs anew.
    fn form_path(&self) -> String {
        self.embedding.map_or_else(|| format!("/{}", self.frame.locale), Embedding::form_path)
    }

    fn to_address(&self, address: &str) -> String {
        let says = if self.codes_are_late { "check-mail-body-to-late" } else { "check-mail-body-to" };
        self.frame.with(says, "address", address)
    }

    fn spacing(&self) -> String {
        let numbers = [("minutes", ASK_SPACING.as_mins().into()), ("most", ASKS_MAX.into())];
        self.frame.t.with("check-mail-spacing", numbers)
    }

    fn answer(&self) -> Response {
        let html = self.render().expect("templates render from memory");
        let response = (self.frame.status(), [(CACHE_CONTROL, NO_STORE)], Html(html)).into_response();
        if self.embedding.is_some() { framable(response) } else { response }
    }
}

/// `GET /{lang}/check-your-mail?draft=`
pub(crate) async fn show(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(said): Query<Said>) -> Response {
    let embedding = embedding(&desk, locale, &said.embed, &said.theme, &said.partner);
    let mut page = CheckMailPage::new(&desk, locale, &said.draft, embedding.as_ref());
    page.again = said.again.is_some();
    page.early = said.early.is_some();
    let behind = desk.mails_behind().await;
    page.codes_are_late = behind.is_some_and(|behind| behind >= CODE_TIME);
    page.slow = behind.map(|behind| slow(desk.texts(locale), behind));
    page.answer()
}

/// The sentence that says how slow mails are.
fn slow(t: &Texts, behind: SignedDuration) -> String {
    let minutes = behind.as_mins();
    if minutes < 60 {
        t.with("check-mail-slow-minutes", [("minutes", minutes.into())])
    } else {
        t.with("check-mail-slow-hours", [("hours", ((minutes + 30) / 60).into())])
    }
}

/// Asks again for a form that the page holds: a new submission, to the same address or to another one (`email`).
pub(crate) async fn again(
    desk: &Desk,
    locale: Locale,
    fields: &FormFields,
    embedding: Option<&Embedding>,
    network: NetworkCode,
) -> Answer {
    let sealed = fields.get("draft");
    let sent = desk.open_draft(&sealed).ok_or(Failure::DraftExpired)?;
    if desk.pledges.is_spent(sent.submission).await? {
        return Err(Failure::DraftSpent);
    }
    let mut draft = Draft { locale, ..sent.draft.clone() };
    if fields.has("email") {
        let typed = fields.get("email");
        match EmailAddress::parse(&typed) {
            Ok(email) => draft.email = email,
            Err(error) => {
                let mut page = CheckMailPage::new(desk, locale, &sealed, embedding);
                page.frame = page.frame.with_errors(vec![field_message(email_fault(error, desk.texts(locale)))]);
                page.email = typed;
                return Ok(page.answer());
            }
        }
    }
    let same = draft.email.is_same_mailbox(&sent.draft.email);
    if same && wait_minutes(&sent, desk.now()).is_some() {
        return Ok(to_page(locale, &sealed, embedding, "&early=1"));
    }
    // The form that went to the other address stays until it expires: its link proves a mailbox, and nobody who only has this
    // page can take that away from whoever reads it.
    let resent = draft.clone();
    let id = submit(desk, draft, network).await?;
    let sealed = desk.seal_draft(&resent, id);
    Ok(to_page(locale, &sealed, embedding, if same { "&again=1" } else { "" }))
}

/// `POST /{lang}/check-your-mail`: the code from the mail counts as the link's button does. Whoever has the page and the code
/// filled in the form and reads the mailbox, so the form's words and consents stand.
pub(crate) async fn by_code(State(desk): State<Arc<Desk>>, Lang(locale): Lang, fields: FormFields) -> Answer {
    let embedding = embedding(&desk, locale, &fields.get("embed"), &fields.get("theme"), &fields.get("partner"));
    let answer = take_code(&desk, locale, &fields, embedding.as_ref()).await;
    match (answer, &embedding) {
        (Err(failure), Some(embedding)) => Ok(failure.embedded_page(&desk, embedding)),
        (Ok(answer), Some(_)) => Ok(framable(answer)),
        (answer, None) => answer,
    }
}

async fn take_code(desk: &Desk, locale: Locale, fields: &FormFields, embedding: Option<&Embedding>) -> Answer {
    let answered_at = Instant::now() + WRONG_CODE_ANSWERED_AFTER;
    let sealed = fields.get("draft");
    let sent = desk.open_draft(&sealed).ok_or(Failure::DraftExpired)?;
    let typed = TypedCode::read(&fields.get("code"));
    let now = desk.now();
    let may = desk.pledges.count_code_try(sent.submission, now).await?;
    let tried = desk.pledges.read_for_code(sent.submission, may.owner).await?;
    let is_right = desk.code(sent.submission).is(&typed);
    let in_time = |at: Timestamp| now.duration_since(at) < CODE_TIME;
    let is_good = may.is_allowed && is_right;
    if let Some(signer) = tried.confirmed.filter(|signer| is_good && in_time(signer.submitted_at)) {
        // A second press, or a reply that was lost.
        return counted(desk, locale, &signer, &signer.confirm_claims(), embedding);
    }
    let mailed = tried.mailed.filter(|(form, _)| is_good && in_time(form.submitted_at));
    if let Some((form, owner)) = mailed {
        let claims = form.claims(owner);
        let (submission, by) = (form.id, ConfirmedBy::Code);
        let confirming = Confirming { claims, form: Some(form), submission, who: None, by };
        let confirmed =
            desk.pledges.confirm(confirming, tried.household, &desk.people, now, desk.entropy.number()).await?;
        if matches!(confirmed, Confirmed::Counted(_)) {
            metric::put(&[(Metric::Confirmations, 1.0)]);
        }
        match confirmed {
            Confirmed::Counted(signer) | Confirmed::Repeated(signer) => {
                desk.pledges.spend_form(sent.submission, owner, now).await?;
                return counted(desk, locale, &signer, &claims, embedding);
            }
            Confirmed::SamePerson(_) | Confirmed::WhoIsIt(_) | Confirmed::AddressTaken | Confirmed::Gone => {}
        }
    }
    metric::put(&[(Metric::CodesWrong, 1.0)]);
    let texts = desk.texts(locale);
    let error = FieldError { field: "code", code: "code_wrong", message: texts.get("error-code-wrong") };
    let mut page = CheckMailPage::new(desk, locale, &sealed, embedding);
    page.frame = page.frame.with_errors(vec![field_message(error)]);
    let answer = (StatusCode::UNPROCESSABLE_ENTITY, page.answer()).into_response();
    tokio::time::sleep_until(answered_at).await;
    Ok(answer)
}

/// What somebody sees who was just counted: the thank-you page. It opens their pledge, so it may not stand in a frame; there
/// a word of thanks leads to it.
fn counted(desk: &Desk, locale: Locale, signer: &Signer, held: &Claims, embedding: Option<&Embedding>) -> Answer {
    let Some(embedding) = embedding else { return to_thank_you(desk, locale, signer, held, "") };
    let texts = desk.texts(locale);
    let page = MessagePage::new(
        &desk.site,
        locale,
        texts.with("thank-you-title", [("name", signer.draft.name.called().into())]),
    )
    .says(texts.get("check-mail-counted"))
    .leads_out_to(texts.get("thank-you-steps-title"), desk.thank_you_path(locale, signer, held))
    .embedded(embedding.theme);
    Ok(([(CACHE_CONTROL, NO_STORE)], page).into_response())
}

/// 303 to the page of a form that was just sent.
pub(crate) fn to_page(locale: Locale, sealed: &str, embedding: Option<&Embedding>, done: &str) -> Response {
    match embedding {
        None => Redirect::to(&format!("/{locale}/check-your-mail?draft={sealed}{done}")).into_response(),
        Some(embedding) => {
            let path = embedding.check_your_mail_path();
            framable(Redirect::to(&format!("{path}&draft={sealed}{done}")).into_response())
        }
    }
}
