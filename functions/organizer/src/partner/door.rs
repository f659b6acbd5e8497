//! The way of a partner's contact to the partner's page: a mailed link that works once, then a session of its own kind.
//!
//! The session opens nothing of the office. Each request looks the contact up again: a removal ends the session at once, and
//! the pause or the end of the partnership within seconds.

use std::sync::Arc;

use access::{Refusal, no_partner_cookie};
use askama::Template;
use axum::extract::{FromRef as _, FromRequest as _, FromRequestParts, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::campaign::partner::Partner;
use domain::ids::SignInId;
use domain::keys::session::{LinkOf, PartnerSession};
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use http::header::SET_COOKIE;
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderValue};
use jiff::Timestamp;
use pages::{FieldMessage, Frame, MessagePage, RequestFailure};
use serde::Deserialize;
use store::{SignIn, Wants};
use web::{Lang, Network, Query, source_address};

use crate::desk::{Desk, House};
use crate::failure::Failure;
use crate::partner::ask::Link;
use crate::visit::form::Form;
use crate::visit::{Answer, answer};

#[derive(Template)]
#[template(path = "partner/sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    email: &'a str,
    /// Whether a session has just ended.
    over: bool,
}

#[derive(Template)]
#[template(path = "partner/open.html")]
struct OpenPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
}

#[derive(Deserialize)]
pub(crate) struct SignInQuery {
    /// There when a session has just ended.
    #[serde(default)]
    over: Option<String>,
}

/// A request of a partner's contact who is signed in.
pub(crate) struct PartnerVisit {
    pub(crate) desk: Arc<Desk>,
    pub(crate) locale: Locale,
    pub(crate) partner: Partner,
    pub(crate) now: Timestamp,
    /// The cookie of the renewed session, if it is due.
    renewed: Option<HeaderValue>,
}

impl PartnerVisit {
    /// Adds the renewed session to an answer.
    pub(crate) fn renew(&self, mut response: Response) -> Response {
        if let Some(cookie) = &self.renewed {
            response.headers_mut().insert(SET_COOKIE, cookie.clone());
        }
        response
    }
}

impl FromRequestParts<House> for PartnerVisit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Failure> {
        let Lang(locale) = Lang::from_request_parts(parts, house).await?;
        let desk = Arc::<Desk>::from_ref(house);
        let now = desk.now();
        let session = desk.access.partner_session(&parts.method, &parts.headers, now)?;
        let (contact, _) = desk.office.contact(&session.contact).await?.ok_or(Refusal::NotSignedIn)?;
        if contact.partner != session.partner || !contact.honours(session.began_at) {
            return Err(Refusal::SessionOver.into());
        }
        let partner = desk.site.campaign().partner(contact.partner.as_str()).cloned().ok_or(Refusal::SessionOver)?;
        let renewed = session.renewed(now).map(|session| desk.access.partner_cookie(&session));
        Ok(Self { desk, locale, partner, now, renewed })
    }
}

/// `GET /partner/{lang}/sign-in`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(query): Query<SignInQuery>,
) -> Response {
    sign_in_page(&desk, locale, "", None, query.over.is_some())
}

fn sign_in_page(desk: &Desk, locale: Locale, email: &str, wrong: Option<&'static str>, over: bool) -> Response {
    let t = desk.texts(locale);
    let error = wrong.map(|key| FieldMessage { field: "email", code: key, message: t.get(key) });
    let frame = Frame::new(&desk.site, locale, t.get("partner-sign-in-title"), "/sign-in").of_partner();
    let page = SignInPage { frame: frame.with_errors(error.into_iter().collect()), email, over };
    answer(&page.frame, &page)
}

/// `POST /partner/{lang}/sign-in`: asks for a link by mail. The answer is the same for everybody.
pub(crate) async fn request_link(State(desk): State<Arc<Desk>>, Lang(locale): Lang, request: Request) -> Answer {
    if !desk.access.is_ours(request.headers()) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let network = Network::of(source_address(request.extensions()));
    let form = Form::from_request(request, &()).await?;
    let Ok(email) = EmailAddress::parse(form.get("email")) else {
        return Ok(sign_in_page(&desk, locale, form.get("email"), Some("partner-ask-email-malformed"), false));
    };
    let now = desk.now();
    desk.rate_limit.admit(network, now).map_err(RequestFailure::RateLimited)?;
    let id = SignInId::from_random(desk.entropy.sixteen_bytes());
    let network = Some(desk.network_code(network));
    let asked = SignIn { network, ..SignIn::new(id, email, locale, Wants::PartnerPage, now) };
    desk.pledges.ask_sign_in(&asked, now).await?;
    Ok(Redirect::to(&format!("/partner/{locale}/check-your-mail")).into_response())
}

/// `GET /partner/{lang}/check-your-mail`
pub(crate) async fn check_your_mail(State(desk): State<Arc<Desk>>, Lang(locale): Lang) -> Response {
    let t = desk.texts(locale);
    MessagePage::new(&desk.site, locale, t.get("office-mail-title"))
        .of_partner("/check-your-mail")
        .says(t.get("partner-mail-body"))
        .says(t.get("partner-ask-nothing"))
        .leads_to(t.get("office-mail-again"), format!("/partner/{locale}/sign-in"))
        .into_response()
}

/// `GET /partner/{lang}/open?token=`: shows a page with one button, because mail scanners open links.
pub(crate) async fn show_button(State(desk): State<Arc<Desk>>, Lang(locale): Lang, Query(link): Query<Link>) -> Answer {
    desk.access.keys().verify_link(LinkOf::PartnerPage, &link.token, desk.now())?;
    let title = desk.texts(locale).get("partner-open-title");
    let page = OpenPage { frame: Frame::new(&desk.site, locale, title, "/sign-in").of_partner(), token: &link.token };
    Ok(answer(&page.frame, &page))
}

/// `POST /partner/{lang}/open`: uses the link and begins the session.
pub(crate) async fn open(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    extensions: Extensions,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    if !desk.access.is_ours(&headers) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let now = desk.now();
    let id = desk.access.keys().verify_link(LinkOf::PartnerPage, form.get("token"), now)?;
    let asked = desk.pledges.sign_in(id, now).await?.filter(|asked| asked.wants == Wants::PartnerPage);
    let asked = asked.ok_or(Failure::LinkDead)?;
    let (contact, mails) = desk.office.contact(&asked.email).await?.ok_or(Failure::LinkDead)?;
    if desk.site.campaign().partner(contact.partner.as_str()).is_none() {
        return Err(Failure::LinkDead);
    }
    // The mailbox is proven, so the mails that this network caused need not count against it any more.
    let left = mails.followed_from(desk.network_code(Network::of(source_address(&extensions))), now);
    if left != mails {
        desk.office.change_contact_mails(&contact.email, &mails, &left).await?;
    }
    if !desk.pledges.use_sign_in(id).await? {
        return Err(Failure::LinkDead);
    }
    let session = PartnerSession::begin(contact.partner, contact.email, now);
    let home = Redirect::to(&format!("/partner/{locale}"));
    Ok(([(SET_COOKIE, desk.access.partner_cookie(&session))], home).into_response())
}

/// `POST /partner/{lang}/sign-out`: takes the session from this browser.
pub(crate) async fn sign_out(visit: PartnerVisit) -> Response {
    let to = Redirect::to(&format!("/partner/{}/sign-in", visit.locale));
    ([(SET_COOKIE, no_partner_cookie())], to).into_response()
}
