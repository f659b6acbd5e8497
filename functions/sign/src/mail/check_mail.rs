//! The page "check your mail": it takes the code from the message, and helps when no message comes.
//!
//! The page says what is true for everybody: how long a message may take, and which addresses get none. The mail itself says
//! the rest, since only the address's owner may read it.
//!
//! The page shows only what the sealed text in its address (`?draft=`) holds: the form as it was sent, and the time. Somebody
//! who only typed an address must never learn what the store knows of it. So the page reads nothing except how slow all mails are. A code
//! that counts nobody has one answer, after the same reads, for every reason: it is wrong, too late, tried too often, was never
//! sent, or somebody is counted at the address already.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::keys::sealed_draft::SentDraft;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::inbox::{self, Inbox};
use domain::mail::limits::FIRST_MAIL_WITHIN;
use domain::pledge::code::{CODE_TIME, TypedCode};
use domain::pledge::{ConfirmedBy, Signer};
use domain::time::later;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use jiff::{SignedDuration, Timestamp};
use pages::{Embedding, Frame, MessagePage};
use serde::Deserialize;
use store::{Confirmed, Confirming};
use tokio::time::Instant;
use web::{Lang, Metric, NO_STORE, Query, framable, metric};

use crate::context::Context;
use crate::embedding::embedding;
use crate::failure::{Answer, Failure};
use crate::faults::Faults;
use crate::form::FormFields;
use crate::link::redirect_to_thank_you;

/// A code that counts nobody is answered this long after it came. Reading a household takes longer than finding none, and the
/// difference would show who has signed. The time is far longer than the reads.
const WRONG_CODE_ANSWERED_AFTER: Duration = Duration::from_millis(100);

/// The query of the page: the sealed form, the last step, and how the page stands in another site's.
#[derive(Deserialize)]
pub(crate) struct CheckMailQuery {
    #[serde(default)]
    draft: String,
    /// Set after another message was asked for.
    again: Option<String>,
    /// Set when another message was asked for too soon.
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
pub(crate) struct CheckMailPage<'a> {
    frame: Frame<'a>,
    /// The form that was sent, until the address expires.
    sent: Option<Sent<'a>>,
    embedding: Option<&'a Embedding>,
    again: bool,
    early: bool,
    /// The sentence that says how slow mails are, if they are slow.
    slow: Option<String>,
    /// Whether mails are so slow that a code would come too late, so that none is in them.
    codes_are_late: bool,
    /// The address that was typed into the small form.
    email: String,
}

/// The form that was sent, as the page shows it.
struct Sent<'a> {
    draft: &'a str,
    address: String,
    inbox: Option<Inbox>,
    /// The address that was probably meant.
    meant: Option<String>,
    /// The minutes after which another message can be asked for, and the sentence about them. `None` when it can be asked for
    /// now.
    wait: Option<(i64, String)>,
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
            wait: wait_minutes(sent, now)
                .map(|minutes| (minutes, t.with("check-mail-wait", [("minutes", minutes.into())]))),
            address: email.shown(),
        }
    }
}

/// The minutes after which another message can go to the same address. It is `None` when it can go now. They are counted from
/// the form of this very page: the page knows no other, and the first message about it has left by then.
pub(crate) fn wait_minutes(sent: &SentDraft, now: Timestamp) -> Option<i64> {
    let from = later(sent.sent_at, FIRST_MAIL_WITHIN);
    let seconds = from.duration_since(now).as_secs();
    (seconds > 0).then(|| seconds.unsigned_abs().div_ceil(60).try_into().expect("a few minutes"))
}

impl<'a> CheckMailPage<'a> {
    pub(crate) fn new(context: &'a Context, locale: Locale, sealed: &'a str, embedding: Option<&'a Embedding>) -> Self {
        let sent =
            context.open_draft(sealed).map(|sent| Sent::new(context.texts(locale), sealed, &sent, context.now()));
        let path = match &sent {
            Some(sent) => format!("/check-your-mail?draft={}", sent.draft),
            None => "/check-your-mail".to_owned(),
        };
        let frame = Frame::new(&context.site, locale, context.texts(locale).get("check-mail-title"), &path).noindex();
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

    /// The same page with the faults of a field.
    pub(crate) fn with_faults(mut self, faults: &Faults) -> Self {
        let errors = faults.field_messages(self.frame.t);
        self.frame = self.frame.with_errors(errors);
        self
    }

    /// The page with an address that was typed into the small form.
    pub(crate) fn with_email(self, email: String) -> Self {
        Self { email, ..self }
    }

    /// The path of the form, to start over.
    fn form_path(&self) -> String {
        self.embedding.map_or_else(|| format!("/{}", self.frame.locale), Embedding::form_path)
    }

    fn to_address(&self, address: &str) -> String {
        let says = if self.codes_are_late { "check-mail-body-to-late" } else { "check-mail-body-to" };
        self.frame.with(says, "address", address)
    }

    /// The path of this page, to load it again.
    fn path(&self, draft: &str) -> String {
        let path = self.embedding.map_or_else(
            || format!("/{}/check-your-mail?", self.frame.locale),
            |embedding| format!("{}&", embedding.check_your_mail_path()),
        );
        format!("{path}draft={draft}")
    }

    /// The script's sentences for the time that is left: of one minute, and of more, with the place where the number goes.
    fn waits(&self) -> [String; 2] {
        let t = self.frame.t;
        let several = t.with("check-mail-wait", [("minutes", "{minutes}".into())]);
        [t.with("check-mail-wait", [("minutes", 1.into())]), several]
    }

    pub(crate) fn answer(&self) -> Response {
        let html = self.render().expect("templates render from memory");
        let response = (self.frame.status(), [(CACHE_CONTROL, NO_STORE)], Html(html)).into_response();
        if self.embedding.is_some() { framable(response) } else { response }
    }
}

/// `GET /{lang}/check-your-mail?draft=`
pub(crate) async fn show_check_mail(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(query): Query<CheckMailQuery>,
) -> Response {
    let embedding = embedding(&context, locale, &query.embed, &query.theme, &query.partner);
    let mut page = CheckMailPage::new(&context, locale, &query.draft, embedding.as_ref());
    page.again = query.again.is_some();
    page.early = query.early.is_some();
    let behind = context.mails_behind().await;
    page.codes_are_late = behind.is_some_and(|behind| behind >= CODE_TIME);
    page.slow = behind.map(|behind| slow(context.texts(locale), behind));
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

/// `POST /{lang}/check-your-mail`: counts the person by the code from the mail, as the link's button does. The page and the code
/// together prove that the same person filled in the form and reads the mailbox, so its words and consents stand.
pub(crate) async fn confirm_by_code(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    let embedding = embedding(&context, locale, &fields.get("embed"), &fields.get("theme"), &fields.get("partner"));
    let answer = take_code(&context, locale, &fields, embedding.as_ref()).await;
    match (answer, &embedding) {
        (Err(failure), Some(embedding)) => Ok(failure.embedded_page(&context, embedding)),
        (Ok(answer), Some(_)) => Ok(framable(answer)),
        (answer, None) => answer,
    }
}

async fn take_code(context: &Context, locale: Locale, fields: &FormFields, embedding: Option<&Embedding>) -> Answer {
    let answered_at = Instant::now() + WRONG_CODE_ANSWERED_AFTER;
    let sealed = fields.get("draft");
    let sent = context.open_draft(&sealed).ok_or(Failure::DraftExpired)?;
    let typed = TypedCode::read(&fields.get("code"));
    let now = context.now();
    let attempt = context.pledges.count_code_try(sent.submission, now).await?;
    let tried = context.pledges.read_for_code(sent.submission, attempt.owner).await?;
    let is_right = context.code(sent.submission).is(&typed);
    let in_time = |at: Timestamp| now.duration_since(at) < CODE_TIME;
    let is_good = attempt.is_allowed && is_right;
    if let Some(signer) = tried.confirmed.filter(|signer| is_good && in_time(signer.submitted_at)) {
        // The button was pressed twice, or the first answer was lost.
        return thank(context, locale, &signer, &signer.confirm_claims(), embedding);
    }
    let mailed = tried.mailed.filter(|(form, _)| is_good && in_time(form.submitted_at));
    if let Some((form, owner)) = mailed {
        let claims = form.claims(owner);
        let (submission, by, link) = (form.id, ConfirmedBy::Code, context.draw_link());
        let confirming = Confirming { claims, form: Some(form), submission, who: None, by, link };
        let confirmed = context
            .pledges
            .confirm(confirming, tried.household, &context.person_key, now, context.entropy.number())
            .await?;
        if matches!(confirmed, Confirmed::Counted(_)) {
            metric::put(&[(Metric::Confirmations, 1.0)]);
        }
        match confirmed {
            Confirmed::Counted(signer) | Confirmed::Repeated(signer) => {
                context.pledges.spend_form(sent.submission, owner, now).await?;
                return thank(context, locale, &signer, &claims, embedding);
            }
            Confirmed::SamePerson(_) | Confirmed::WhoIsIt(_) | Confirmed::AddressTaken | Confirmed::Gone => {}
        }
    }
    metric::put(&[(Metric::CodesWrong, 1.0)]);
    let faults = Faults::of_field("code", "code_wrong");
    let page = CheckMailPage::new(context, locale, &sealed, embedding).with_faults(&faults);
    let answer = (StatusCode::UNPROCESSABLE_ENTITY, page.answer()).into_response();
    tokio::time::sleep_until(answered_at).await;
    Ok(answer)
}

/// Shows the thank-you page to somebody who was just counted. That page opens their pledge, so it may not stand in a frame. In
/// a frame, a word of thanks leads to it.
fn thank(context: &Context, locale: Locale, signer: &Signer, reader: &Claims, embedding: Option<&Embedding>) -> Answer {
    let Some(embedding) = embedding else { return redirect_to_thank_you(context, locale, signer, reader, "") };
    let texts = context.texts(locale);
    let page = MessagePage::new(
        &context.site,
        locale,
        texts.with("thank-you-title", [("name", signer.draft.name.called().into())]),
    )
    .says(texts.get("check-mail-counted"))
    .leads_out_to(texts.get("thank-you-steps-title"), context.thank_you_path(locale, signer, reader))
    .embedded(embedding.theme);
    Ok(([(CACHE_CONTROL, NO_STORE)], page).into_response())
}

/// Redirects to the page of a form that was just sent. The suffix ends the page's query.
pub(crate) fn redirect_to_check_mail(
    locale: Locale,
    sealed: &str,
    embedding: Option<&Embedding>,
    suffix: &str,
) -> Response {
    match embedding {
        None => Redirect::to(&format!("/{locale}/check-your-mail?draft={sealed}{suffix}")).into_response(),
        Some(embedding) => {
            let path = embedding.check_your_mail_path();
            framable(Redirect::to(&format!("{path}&draft={sealed}{suffix}")).into_response())
        }
    }
}
