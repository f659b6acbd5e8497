//! The way of a partner's contact to the partner's page: a mailed link that works once, then a session of its own kind.
//!
//! The session opens nothing of the office. Each request looks the contact up again: a removal ends the session at once, and
//! the pause or the end of the partnership within seconds. The pages before the session are in `visit/mailed_link.rs`.

use std::sync::Arc;

use access::{Refusal, no_partner_cookie};
use axum::extract::{FromRef as _, FromRequestParts};
use axum::response::{IntoResponse, Redirect, Response};
use domain::campaign::partner::Partner;
use domain::keys::session::PartnerSession;
use domain::locale::Locale;
use http::HeaderValue;
use http::header::SET_COOKIE;
use http::request::Parts;
use jiff::Timestamp;
use web::Lang;

use crate::context::{Context, House};
use crate::failure::Failure;
use crate::visit::Answer;
use crate::visit::form::OurForm;
use crate::visit::mailed_link::Entrance;

/// A request of a partner's contact who is signed in.
pub(crate) struct PartnerVisit {
    pub(crate) context: Arc<Context>,
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
        let context = Arc::<Context>::from_ref(house);
        let now = context.now();
        let session = context.access.partner_session(&parts.method, &parts.headers, now)?;
        let (contact, _) = context.office.contact(&session.contact).await?.ok_or(Refusal::NotSignedIn)?;
        if contact.partner != session.partner || !contact.honours(session.began_at) {
            return Err(Refusal::SessionOver.into());
        }
        let partner = context.site.campaign().partner(contact.partner.as_str()).cloned().ok_or(Refusal::SessionOver)?;
        let renewed = session.renewed(now).map(|session| context.access.partner_cookie(&session));
        Ok(Self { context, locale, partner, now, renewed })
    }
}

/// `POST /partner/{lang}/open`: uses the link and begins the session.
pub(crate) async fn open(entrance: Entrance, OurForm(form, network): OurForm) -> Answer {
    let (context, now) = (&entrance.context, entrance.context.now());
    let (id, email) = entrance.request(form.get("token")).await?;
    let (contact, mails) = context.office.contact(&email).await?.ok_or(Failure::LinkDead)?;
    if context.site.campaign().partner(contact.partner.as_str()).is_none() {
        return Err(Failure::LinkDead);
    }
    if let Some(left) = context.left_of(&mails, network, now) {
        context.office.change_contact_mails(&contact.email, &mails, &left).await?;
    }
    entrance.use_up(id).await?;
    let session = PartnerSession::begin(contact.partner, contact.email, now);
    let home = Redirect::to(&format!("/partner/{}", entrance.locale));
    Ok(([(SET_COOKIE, context.access.partner_cookie(&session))], home).into_response())
}

/// `POST /partner/{lang}/sign-out`: takes the session from this browser.
pub(crate) async fn sign_out(visit: PartnerVisit) -> Response {
    let to = Redirect::to(&format!("/partner/{}/sign-in", visit.locale));
    ([(SET_COOKIE, no_partner_cookie())], to).into_response()
}
