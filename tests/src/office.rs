//! An organizer in the office: a browser with its one cookie.

use std::sync::{Mutex, PoisonError};

use http::Method;
use http::header::SET_COOKIE;

use crate::answer::{Answer, Outgoing};
use crate::authenticator::Authenticator;
use crate::site::TestSite;

/// The organizer whom the template names.
pub const FIRST_ADMIN: &str = "organizer@example.org";

/// An organizer's phone and sheet of paper, once their second factor is on.
pub struct Factor {
    /// The app that shows codes.
    pub app: Authenticator,
    /// The codes on paper.
    pub recovery: Vec<String>,
}

/// Someone who is signed in.
pub struct Office<'a> {
    site: &'a TestSite,
    cookie: Mutex<String>,
}

impl TestSite {
    /// Lets an organizer ask for a link, open the mail and press its button.
    ///
    /// # Panics
    /// Panics when that does not let them in.
    pub async fn sign_in(&self, email: &str) -> Office<'_> {
        let token = self.sign_in_token(email).await;
        let answer = self.post_from_our_pages("/organizer/en/open", &[("token", &token)]).await;
        assert_eq!(answer.leads_to(), "/organizer/en");
        let office = Office { site: self, cookie: Mutex::default() };
        office.learn(&answer);
        office
    }

    /// Lets an organizer ask for a link and open the mail, and returns the token of its link.
    pub async fn sign_in_token(&self, email: &str) -> String {
        self.keep_private([email.to_owned()]);
        let asked = self.post_from_our_pages("/organizer/en/sign-in", &[("email", email)]).await;
        assert_eq!(asked.leads_to(), "/organizer/en/check-your-mail");
        let mails = self.open_mails_to(email).await;
        let mail = mails.into_iter().find(|mail| mail.kind() == "sign_in").expect("an email with a link came");
        mail.token()
    }

    /// Sends a form from one of the site's own pages, with the headers that a browser adds.
    pub async fn post_from_our_pages(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Outgoing::form(path, fields).header("origin", self.url())).await
    }
}

impl Office<'_> {
    /// Opens a page or a download.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Outgoing::new(Method::GET, path)).await
    }

    /// Sends a form of one of the office's own pages.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Outgoing::form(path, fields).header("origin", self.site.url())).await
    }

    /// Sends any request, with the cookie.
    pub async fn send(&self, outgoing: Outgoing) -> Answer {
        let answer = self.site.send(outgoing.header("cookie", &self.cookie())).await;
        self.learn(&answer);
        answer
    }

    /// Opens the page that offers a second factor, and returns an app that scanned it, and the form's hidden secret.
    ///
    /// # Panics
    /// Panics when it is on already.
    pub async fn offered_factor(&self) -> (Authenticator, String) {
        let page = self.get("/organizer/en/second-factor").await.expect(200);
        let typed = page.text.split_once(r#"id="factor-secret">"#).and_then(|(_, rest)| rest.split_once("</code>"));
        let typed = typed.expect("the page says the secret").0.to_owned();
        let hidden = page.page().form("/second-factor").into_iter().find(|(name, _)| name == "secret");
        let sealed = hidden.expect("the form holds the secret, sealed").1;
        self.site.keep_private([typed.clone(), typed.replace(' ', ""), sealed.clone()]);
        (Authenticator::knowing(&typed), sealed)
    }

    /// Switches a second factor on, and lets the half minute of the code that did it pass.
    ///
    /// # Panics
    /// Panics when that does not work.
    pub async fn switch_on_factor(&self) -> Factor {
        let (app, sealed) = self.offered_factor().await;
        let fields = [("secret", sealed.as_str()), ("code", &app.shows(self.site.now()))];
        let page = self.post("/organizer/en/second-factor", &fields).await.expect(200);
        let codes = page.text.split(r#"<li><code class="typed">"#).skip(1);
        let codes = codes.map(|rest| rest.split_once("</code>").expect("a code ends").0.to_owned());
        let recovery: Vec<_> = codes.collect();
        self.site.keep_private(recovery.clone());
        self.site.advance_clock(30);
        Factor { app, recovery }
    }

    /// Returns the cookie that the browser keeps: `name=token`.
    #[must_use]
    pub fn cookie(&self) -> String {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the session's token alone.
    ///
    /// # Panics
    /// Panics when there is none.
    #[must_use]
    pub fn token(&self) -> String {
        self.cookie().split_once('=').expect("a cookie has a name").1.to_owned()
    }

    fn learn(&self, answer: &Answer) {
        let Some(cookie) = answer.headers.get(SET_COOKIE) else { return };
        let cookie = cookie.to_str().expect("a cookie is ASCII").split(';').next().unwrap_or_default().to_owned();
        let token = cookie.split_once('=').map(|(_, token)| token.to_owned());
        self.site.keep_private(token);
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = cookie;
    }
}
