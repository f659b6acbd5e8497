//! The way in by a mailed link that works once, which the office and the partners' pages share.
//!
//! Every request is answered the same, with one write and one page; only an organizer or a partner's contact gets a mail. The
//! module [`domain::office::sign_in_mails`] decides which requests are mailed a link, so that nobody can keep somebody out or
//! flood their mailbox. Each side opens its own kind of session: `door/sign_in.rs` and `partner/door.rs`.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRef as _, FromRequestParts};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::ids::SignInId;
use domain::keys::session::LinkOf;
use domain::locale::Locale;
use domain::mail::email::{EmailAddress, EmailError};
use http::request::Parts;
use pages::{FieldMessage, Frame, MessagePage, RequestFailure};
use serde::Deserialize;
use store::{SignIn, Wants};
use web::{AddressError, Lang, Network, Query};

use crate::context::{Context, House};
use crate::failure::Failure;
use crate::visit::area::Area;
use crate::visit::form::OurForm;
use crate::visit::{Answer, answer};

/// A request of somebody who has no session yet.
pub(crate) struct Entrance {
    pub(crate) context: Arc<Context>,
    pub(crate) locale: Locale,
    area: Area,
}

impl FromRequestParts<House> for Entrance {
    type Rejection = AddressError;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, AddressError> {
        let Lang(locale) = Lang::from_request_parts(parts, house).await?;
        Ok(Self { context: Arc::from_ref(house), locale, area: Area::of(&parts.uri) })
    }
}

#[derive(Template)]
#[template(path = "door/sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    area: Area,
    email: &'a str,
    /// Whether a session has just ended.
    over: bool,
}

#[derive(Template)]
#[template(path = "door/open.html")]
struct OpenPage<'a> {
    frame: Frame<'a>,
    area: Area,
    token: &'a str,
}

/// The query of the pages around a mailed link.
#[derive(Deserialize)]
pub(crate) struct Link {
    /// There when a session has just ended.
    #[serde(default)]
    over: Option<String>,
    #[serde(default)]
    pub(crate) token: String,
}

/// `GET /organizer/{lang}/sign-in`, `GET /partner/{lang}/sign-in`
pub(crate) async fn show(entrance: Entrance, Query(link): Query<Link>) -> Response {
    entrance.sign_in_page("", None, link.over.is_some())
}

/// `POST /organizer/{lang}/sign-in`, `POST /partner/{lang}/sign-in`: asks for a link by mail.
pub(crate) async fn request_link(entrance: Entrance, OurForm(form, network): OurForm) -> Answer {
    let area = entrance.area;
    let email = match EmailAddress::parse(form.get("email")) {
        Ok(email) => email,
        Err(error) => {
            let key = match error {
                EmailError::Missing => area.pick("office-sign-in-missing", "partner-ask-email-malformed"),
                EmailError::Malformed | EmailError::TooLong => {
                    area.pick("office-sign-in-malformed", "partner-ask-email-malformed")
                }
            };
            return Ok(entrance.sign_in_page(form.get("email"), Some(key), false));
        }
    };
    entrance.ask_for_mail(network, email, area.pick(Wants::Office, Wants::PartnerPage)).await?;
    Ok(Redirect::to(&format!("{}/check-your-mail", area.home(entrance.locale))).into_response())
}

/// `GET /organizer/{lang}/check-your-mail`, `GET /partner/{lang}/check-your-mail`
pub(crate) async fn check_your_mail(entrance: Entrance) -> Response {
    let (t, area) = (entrance.context.texts(entrance.locale), entrance.area);
    let says =
        [area.pick("office-mail-body", "partner-mail-body"), area.pick("office-mail-nothing", "partner-ask-nothing")];
    let page = entrance.mail_page("/check-your-mail", says);
    page.leads_to(t.get("office-mail-again"), format!("{}/sign-in", area.home(entrance.locale))).into_response()
}

/// `GET /organizer/{lang}/open?token=`, `GET /partner/{lang}/open?token=`: shows one button, because mail scanners open links.
pub(crate) async fn show_button(entrance: Entrance, Query(link): Query<Link>) -> Answer {
    entrance.verify(&link.token)?;
    let frame = entrance.frame(entrance.area.pick("office-open-title", "partner-open-title"));
    let page = OpenPage { frame, area: entrance.area, token: &link.token };
    Ok(answer(&page.frame, &page))
}

impl Entrance {
    /// Makes the frame of a page that leads in; `title` is a key.
    fn frame(&self, title: &str) -> Frame<'_> {
        let frame = Frame::new(&self.context.site, self.locale, self.context.texts(self.locale).get(title), "/sign-in");
        match self.area {
            Area::Office => frame.in_office(),
            Area::Partner => frame.of_partner(),
        }
    }

    fn sign_in_page(&self, email: &str, wrong: Option<&'static str>, over: bool) -> Response {
        let message =
            |key| FieldMessage { field: "email", code: key, message: self.context.texts(self.locale).get(key) };
        let frame = self.frame(self.area.pick("office-sign-in-title", "partner-sign-in-title"));
        let frame = frame.with_errors(wrong.map(message).into_iter().collect());
        let page = SignInPage { frame, area: self.area, email, over };
        answer(&page.frame, &page)
    }

    /// Writes a request, which the mailer answers by a mail or not at all.
    pub(crate) async fn ask_for_mail(
        &self,
        network: Network,
        email: EmailAddress,
        wants: Wants,
    ) -> Result<(), Failure> {
        let (context, now) = (&self.context, self.context.now());
        context.rate_limit.admit(network, now).map_err(RequestFailure::RateLimited)?;
        let id = SignInId::from_random(context.entropy.sixteen_bytes());
        let network = Some(context.network_code(network));
        let asked = SignIn { network, ..SignIn::new(id, email, self.locale, wants, now) };
        Ok(context.pledges.ask_sign_in(&asked, now).await?)
    }

    /// Makes the page that sends people to their mail; its sentences are keys.
    pub(crate) fn mail_page(&self, path: &str, says: [&str; 2]) -> MessagePage<'_> {
        let t = self.context.texts(self.locale);
        let page = MessagePage::new(&self.context.site, self.locale, t.get("office-mail-title"));
        self.area.holds(page, path).says(t.get(says[0])).says(t.get(says[1]))
    }

    fn verify(&self, token: &str) -> Result<SignInId, Failure> {
        let link = self.area.pick(LinkOf::Office, LinkOf::PartnerPage);
        Ok(self.context.access.keys().verify_link(link, token, self.context.now())?)
    }

    /// Reads the request behind a link: its id, and the address that it was mailed to.
    pub(crate) async fn request(&self, token: &str) -> Result<(SignInId, EmailAddress), Failure> {
        let (id, wants) = (self.verify(token)?, self.area.pick(Wants::Office, Wants::PartnerPage));
        let asked = self.context.pledges.sign_in(id, self.context.now()).await?.filter(|asked| asked.wants == wants);
        Ok((id, asked.ok_or(Failure::LinkDead)?.email))
    }

    /// Uses a link up. It fails if the link was used before.
    pub(crate) async fn use_up(&self, id: SignInId) -> Result<(), Failure> {
        if self.context.pledges.use_sign_in(id).await? { Ok(()) } else { Err(Failure::LinkDead) }
    }
}
