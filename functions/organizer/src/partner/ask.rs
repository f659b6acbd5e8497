//! The request of an organization to become a partner. The mailbox of its person is checked before anybody sees it.
//!
//! Every request is answered the same, with one write and one page: nobody learns who asked before, or is a partner.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::campaign::partner::{NameFault, PartnerAsk, PartnerName, Website};
use domain::ids::SignInId;
use domain::keys::session::LinkOf;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use pages::{FieldMessage, Frame, MessagePage, PartnerAskForm};
use store::{SignIn, WaitingAsk, Wants};
use web::{Lang, Query};

use crate::context::Context;
use crate::failure::Failure;
use crate::visit::form::{Form, OurForm};
use crate::visit::mailed_link::{Entrance, Link};
use crate::visit::{Answer, answer};

#[derive(Template)]
#[template(path = "partner/ask.html")]
struct AskPage<'a> {
    frame: Frame<'a>,
    ask: PartnerAskForm,
}

#[derive(Template)]
#[template(path = "partner/asked.html")]
struct AskedPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    names: [String; 2],
    website: String,
}

/// The key of the sentence about a name.
pub(crate) const fn name_key(fault: NameFault) -> &'static str {
    match fault {
        NameFault::Missing => "partner-ask-name-missing",
        NameFault::TooLong => "partner-ask-name-too-long",
        NameFault::WebAddress => "partner-ask-name-web-address",
        NameFault::Signs => "partner-ask-name-signs",
        NameFault::MixedScripts => "partner-ask-name-mixed-scripts",
    }
}

/// Reads an organization as a form describes it, or finds what must be put right.
pub(crate) fn organization(t: &Texts, form: &Form) -> Result<PartnerAsk, Vec<FieldMessage>> {
    let message = |field, key: &'static str| FieldMessage { field, code: key, message: t.get(key) };
    let name = |field| {
        PartnerName::parse(form.get(field)).map_err(|fault| match (fault, field) {
            (NameFault::Missing, "name_en") => message(field, "partner-ask-name-en-missing"),
            (NameFault::Missing, _) => message(field, "partner-ask-name-fr-missing"),
            (fault, _) => message(field, name_key(fault)),
        })
    };
    let website =
        form.get("website").parse::<Website>().map_err(|_| message("website", "partner-ask-website-malformed"));
    match (name("name_en"), name("name_fr"), website) {
        (Ok(name_en), Ok(name_fr), Ok(website)) => {
            Ok(PartnerAsk { name_en, name_fr, website, listed: form.get("listed") == "yes" })
        }
        (en, fr, website) => Err([en.err(), fr.err(), website.err()].into_iter().flatten().collect()),
    }
}

/// `GET /partner/{lang}/ask`
pub(crate) async fn show(State(context): State<Arc<Context>>, Lang(locale): Lang) -> Response {
    ask_page(&context, locale, PartnerAskForm::default(), Vec::new())
}

fn ask_page(context: &Context, locale: Locale, ask: PartnerAskForm, wrong: Vec<FieldMessage>) -> Response {
    let frame = Frame::new(&context.site, locale, context.texts(locale).get("partner-ask-title"), "/ask").of_partner();
    let page = AskPage { frame: frame.with_errors(wrong), ask };
    answer(&page.frame, &page)
}

/// `POST /partner/{lang}/ask`: has the mailbox checked.
pub(crate) async fn send(entrance: Entrance, OurForm(form, network): OurForm) -> Answer {
    let (context, locale) = (&entrance.context, entrance.locale);
    let t = context.texts(locale);
    let email = EmailAddress::parse(form.get("email")).map_err(|_| FieldMessage {
        field: "email",
        code: "partner-ask-email-malformed",
        message: t.get("partner-ask-email-malformed"),
    });
    let (organization, email) = match (organization(t, &form), email) {
        (Ok(organization), Ok(email)) => (organization, email),
        (organization, email) => {
            let wrong = organization.err().unwrap_or_default().into_iter().chain(email.err()).collect();
            let typed = |field: &str| form.get(field).to_owned();
            let ask = PartnerAskForm {
                name_en: typed("name_en"),
                name_fr: typed("name_fr"),
                website: typed("website"),
                email: typed("email"),
                listed: form.get("listed") == "yes",
            };
            return Ok(ask_page(context, locale, ask, wrong));
        }
    };
    entrance.ask_for_mail(network, email, Wants::PartnerAsk(organization)).await?;
    Ok(Redirect::to(&format!("/partner/{locale}/ask-sent")).into_response())
}

/// `GET /partner/{lang}/ask-sent`
pub(crate) async fn sent(entrance: Entrance) -> Response {
    let back = entrance.context.texts(entrance.locale).get("partner-back");
    let page = entrance.mail_page("/ask-sent", ["partner-ask-sent", "partner-ask-nothing"]);
    page.leads_to(back, format!("/{}/partners", entrance.locale)).into_response()
}

/// `GET /partner/{lang}/asked?token=`: shows the request and one button, because mail scanners open links.
pub(crate) async fn show_asked(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    let (_, _, organization) = read(&context, &link.token).await?;
    let title = context.texts(locale).get("partner-asked-title");
    let page = AskedPage {
        frame: Frame::new(&context.site, locale, title, "/ask").of_partner(),
        token: &link.token,
        names: [organization.name_en.to_string(), organization.name_fr.to_string()],
        website: organization.website.shown().to_owned(),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /partner/{lang}/asked`: brings the request to the desk.
pub(crate) async fn confirm(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    OurForm(form, _): OurForm,
) -> Answer {
    let (id, asked, organization) = read(&context, form.get("token")).await?;
    let ask = WaitingAsk { email: asked.email, locale: asked.locale, organization, at: context.now() };
    // The request is kept first. If this stops in between, the link still works and does the same.
    context.office.keep_partner_ask(&ask).await?;
    if !context.pledges.use_sign_in(id).await? {
        return Err(Failure::AskLinkDead);
    }
    Ok(Redirect::to(&format!("/partner/{locale}/ask-received")).into_response())
}

/// `GET /partner/{lang}/ask-received`
pub(crate) async fn received(State(context): State<Arc<Context>>, Lang(locale): Lang) -> Response {
    let t = context.texts(locale);
    MessagePage::new(&context.site, locale, t.get("partner-received-title"))
        .of_partner("/ask-received")
        .says(t.get("partner-received"))
        .leads_to(t.get("partner-back"), format!("/{locale}/partners"))
        .into_response()
}

/// Reads the request behind a link.
async fn read(context: &Context, token: &str) -> Result<(SignInId, SignIn, PartnerAsk), Failure> {
    let now = context.now();
    let id = context.access.keys().verify_link(LinkOf::PartnerAsk, token, now).map_err(|_| Failure::AskLinkDead)?;
    let asked = context.pledges.sign_in(id, now).await?.ok_or(Failure::AskLinkDead)?;
    match asked.wants.clone() {
        Wants::PartnerAsk(organization) => Ok((id, asked, organization)),
        Wants::Office | Wants::Invitation | Wants::PartnerPage | Wants::PartnerWelcome => Err(Failure::AskLinkDead),
    }
}
