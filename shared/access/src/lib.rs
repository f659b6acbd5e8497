//! Finds out which organizer a request is from: by a session in a cookie, or by the same token as
//! `Authorization: Bearer`. A partner's contact is found by a cookie of its own.
//!
//! A browser sends its cookie wherever a page of another site makes it: so a cookie counts only for a request that changes
//! nothing or that our own pages sent ([`Access::is_ours`]). A bearer token is put there by a program on purpose. It must
//! never look into a table: what an organizer may do *now* is for the function that knows them. Start reading at [`Access`]; tokens of
//! other issuers are in [`issuers`].

pub mod issuers;

use domain::keys::secret::Secret;
use domain::keys::session::{PartnerSession, Session, SessionKeys};
use domain::keys::token::TokenError;
use domain::office::organizer::Role;
use domain::slug::CampaignSlug;
use http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use web::Environment;

/// The cookie of a session. With this prefix browsers refuse it unless it is `Secure`, of this host alone and for every
/// path, so that no neighbouring host can plant one (RFC 6265bis, section 4.1.3.2).
const COOKIE_NAME: &str = "__Host-office";

/// The cookie of a partner's session. It is sent to the partners' own pages alone.
const PARTNER_COOKIE_NAME: &str = "__Secure-partner";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The way in which the token came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A browser's cookie.
    Cookie,
    /// The header `Authorization: Bearer`.
    Bearer,
}

/// The reason why a request is not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no token, or one that is not ours.
    #[error("not signed in")]
    NotSignedIn,
    /// The token's time is over.
    #[error("the session is over")]
    SessionOver,
    /// A browser sent the request from a page that is not ours.
    #[error("the request comes from another site")]
    ForeignOrigin,
    /// The organizer may not do this.
    #[error("the role does not allow it")]
    NotAllowed,
}

/// The keys and the origin by which organizers are let in.
#[derive(Debug)]
pub struct Access {
    sessions: SessionKeys,
    /// The origin of our own pages, as browsers write it: scheme, host and port.
    origin: String,
}

impl Access {
    /// Reads the settings.
    ///
    /// # Errors
    /// Fails when a setting is missing or wrong.
    pub fn open(environment: &Environment, campaign: CampaignSlug) -> anyhow::Result<Self> {
        let sessions = SessionKeys::parse(campaign, &environment.secret("SESSION_KEYS")?)?;
        Ok(Self { sessions, origin: environment.site_url()?.to_lowercase() })
    }

    /// Returns the keys of links and sessions.
    #[must_use]
    pub const fn keys(&self) -> &SessionKeys {
        &self.sessions
    }

    /// Returns the session of a request.
    ///
    /// # Errors
    /// Fails when nobody is signed in, or when another site made the browser send the request.
    pub fn session(&self, method: &Method, headers: &HeaderMap, now: Timestamp) -> Result<(Session, Way), Refusal> {
        let (token, way) = match bearer(headers) {
            Some(token) => (token, Way::Bearer),
            None => (cookie(headers, COOKIE_NAME).ok_or(Refusal::NotSignedIn)?, Way::Cookie),
        };
        if way == Way::Cookie && !method.is_safe() && !self.is_ours(headers) {
            return Err(Refusal::ForeignOrigin);
        }
        let session = self.sessions.verify(token, now).map_err(refusal)?;
        Ok((session, way))
    }

    /// Returns the partner's session of a request. An organizer's session is none.
    ///
    /// # Errors
    /// Fails when no partner is signed in, or when another site made the browser send the request.
    pub fn partner_session(
        &self,
        method: &Method,
        headers: &HeaderMap,
        now: Timestamp,
    ) -> Result<PartnerSession, Refusal> {
        let token = cookie(headers, PARTNER_COOKIE_NAME).ok_or(Refusal::NotSignedIn)?;
        if !method.is_safe() && !self.is_ours(headers) {
            return Err(Refusal::ForeignOrigin);
        }
        self.sessions.verify_partner(token, now).map_err(refusal)
    }

    /// Whether one of our own pages sent the request. Browsers tell it with every POST in `Origin` (Fetch standard,
    /// section 3.2) and in `Sec-Fetch-Site` (Fetch Metadata, section 2.3). One of them is needed, and neither may
    /// disagree.
    #[must_use]
    pub fn is_ours(&self, headers: &HeaderMap) -> bool {
        let agrees = |name: HeaderName, expected: &str| {
            let mut values = headers.get_all(name).iter();
            let first = values.next()?;
            let is_expected = first.to_str().is_ok_and(|value| value.eq_ignore_ascii_case(expected));
            Some(is_expected && values.next().is_none())
        };
        let said = [agrees(ORIGIN, &self.origin), agrees(SEC_FETCH_SITE, "same-origin")];
        said.contains(&Some(true)) && !said.contains(&Some(false))
    }

    /// Makes the `Set-Cookie` of a session. It ends with the browser, and its token before that.
    #[must_use]
    pub fn cookie(&self, session: &Session) -> HeaderValue {
        set_cookie(COOKIE_NAME, "/", &self.sessions.mint(session))
    }

    /// Makes the `Set-Cookie` of a partner's session.
    #[must_use]
    pub fn partner_cookie(&self, session: &PartnerSession) -> HeaderValue {
        set_cookie(PARTNER_COOKIE_NAME, "/partner", &self.sessions.mint_partner(session))
    }
}

fn set_cookie(name: &str, path: &str, token: &Secret) -> HeaderValue {
    let cookie = format!("{name}={}; Path={path}; Secure; HttpOnly; SameSite=Strict", token.expose());
    let mut value = HeaderValue::from_str(&cookie).expect("a token has no characters that a header refuses");
    value.set_sensitive(true);
    value
}

const fn refusal(error: TokenError) -> Refusal {
    match error {
        TokenError::Invalid => Refusal::NotSignedIn,
        TokenError::Expired => Refusal::SessionOver,
    }
}

/// Returns the `Set-Cookie` that takes the session away.
#[must_use]
pub const fn no_cookie() -> HeaderValue {
    HeaderValue::from_static("__Host-office=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// Returns the `Set-Cookie` that takes a partner's session away.
#[must_use]
pub const fn no_partner_cookie() -> HeaderValue {
    HeaderValue::from_static("__Secure-partner=; Path=/partner; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// Checks that a role has at least the rights of `needed`.
///
/// # Errors
/// Fails when it has fewer.
pub fn must_be(role: Role, needed: Role) -> Result<(), Refusal> {
    if role >= needed { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Returns the token that a program sent as `Authorization: Bearer`: ours, or one that somebody else issued.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let pairs = cookies.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == wanted).map(|(_, token)| token).next()
}

#[cfg(test)]
mod tests {
    use domain::ids::SessionId;
    use domain::mail::email::EmailAddress;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn access() -> Access {
        let settings = [("SESSION_KEYS", "s".repeat(32)), ("SITE_URL", "https://pledge.example".to_owned())];
        let settings = settings.map(|(name, value)| (name.to_owned(), value));
        Access::open(&Environment::from_pairs(settings), "c".parse().unwrap()).unwrap()
    }

    fn session() -> Session {
        Session::begin(
            SessionId::from_random([1; 16]),
            EmailAddress::parse("a@example.org").unwrap(),
            Role::Viewer,
            NOW,
        )
    }

    fn headers(pairs: &[(http::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn a_cookie_opens_pages_and_posts_of_our_own_pages_alone() {
        let access = access();
        let cookie = access.cookie(&session());
        let cookie = cookie.to_str().unwrap();
        for part in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(part) && no_cookie().to_str().unwrap().contains(part));
        }
        let sent = cookie.split(';').next().unwrap();
        let ask = |method: &Method, origin: Option<&str>| {
            let mut headers = headers(&[(COOKIE, &format!("other=1; {sent}"))]);
            if let Some(origin) = origin {
                headers.insert(ORIGIN, HeaderValue::from_str(origin).unwrap());
            }
            access.session(method, &headers, NOW)
        };
        assert_eq!(ask(&Method::GET, None), Ok((session(), Way::Cookie)));
        assert_eq!(ask(&Method::POST, Some("https://pledge.example")), Ok((session(), Way::Cookie)));
        for foreign in [None, Some("null"), Some("https://pledge.example.evil"), Some("http://pledge.example")] {
            assert_eq!(ask(&Method::POST, foreign), Err(Refusal::ForeignOrigin), "{foreign:?}");
        }
    }

    #[test]
    fn a_partners_cookie_is_no_organizers_and_an_organizers_is_no_partners() {
        let access = access();
        let contact = EmailAddress::parse("a@example.org").unwrap();
        let session_of_partner = PartnerSession::begin("river-town".parse().unwrap(), contact, NOW);
        let of_partner = access.partner_cookie(&session_of_partner);
        let of_partner = of_partner.to_str().unwrap().split(';').next().unwrap().to_owned();
        let of_office = access.cookie(&session());
        let of_office = of_office.to_str().unwrap().split(';').next().unwrap().to_owned();
        let ask = |cookie: &str| {
            let headers = headers(&[(COOKIE, cookie)]);
            (access.session(&Method::GET, &headers, NOW).is_ok(), access.partner_session(&Method::GET, &headers, NOW))
        };
        assert_eq!(ask(&of_partner), (false, Ok(session_of_partner)));
        assert_eq!(ask(&of_office), (true, Err(Refusal::NotSignedIn)));
        let forged = of_partner.replace("__Secure-partner", "__Host-office");
        assert_eq!(ask(&forged), (false, Err(Refusal::NotSignedIn)), "under the other's name");
        let forged = of_office.replace("__Host-office", "__Secure-partner");
        assert_eq!(ask(&forged), (false, Err(Refusal::NotSignedIn)), "and the other way round");
        let foreign = headers(&[(COOKIE, &of_partner), (ORIGIN, "https://evil.example")]);
        assert_eq!(access.partner_session(&Method::POST, &foreign, NOW), Err(Refusal::ForeignOrigin));
    }

    #[test]
    fn a_browser_says_in_one_of_two_headers_that_a_page_is_ours_and_in_neither_that_it_is_not() {
        let ours = |origins: &[&str], sites: &[&str]| {
            let origins = origins.iter().map(|origin| (ORIGIN, *origin));
            let mut headers = HeaderMap::new();
            for (name, value) in origins.chain(sites.iter().map(|site| (SEC_FETCH_SITE, *site))) {
                headers.append(name, HeaderValue::from_str(value).unwrap());
            }
            access().is_ours(&headers)
        };
        let (own, other) = ("https://pledge.example", "https://evil.example");
        assert!(ours(&[own], &[]) && ours(&[own], &["same-origin"]) && ours(&[], &["same-origin"]));
        assert!(!ours(&[], &[]) && !ours(&[own, own], &[]) && !ours(&[], &["same-origin", "same-origin"]));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!ours(&[], &[site]) && !ours(&[own], &[site]), "{site}");
        }
        assert!(!ours(&[other], &["same-origin"]) && !ours(&["null"], &["same-origin"]));
    }

    #[test]
    fn a_bearer_token_is_the_same_token() {
        let access = access();
        let token = access.keys().mint(&session());
        let with = |value: &str| access.session(&Method::POST, &headers(&[(AUTHORIZATION, value)]), NOW);
        assert_eq!(with(&format!("bearer {}", token.expose())), Ok((session(), Way::Bearer)));
        assert_eq!(with(token.expose()), Err(Refusal::NotSignedIn));
        assert_eq!(with("Bearer x.y.z"), Err(Refusal::NotSignedIn));
        let later = NOW + jiff::SignedDuration::from_hours(2);
        let over = headers(&[(AUTHORIZATION, &format!("Bearer {}", token.expose()))]);
        assert_eq!(access.session(&Method::GET, &over, later), Err(Refusal::SessionOver));
        assert_eq!(access.session(&Method::GET, &HeaderMap::new(), NOW), Err(Refusal::NotSignedIn));
    }
}
