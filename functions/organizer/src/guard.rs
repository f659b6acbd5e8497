//! Who comes in: every page and download behind the door passes here.

use std::sync::Arc;

use access::{Refusal, Way, bearer, must_be};
use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use domain::campaign::Campaign;
use domain::keys::session::Session;
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use domain::office::organizer::{Organizer, Role};
use http::header::{CACHE_CONTROL, REFERRER_POLICY, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use store::StoreError;
use web::NO_STORE;

use crate::desk::Desk;
use crate::failure::Failure;

/// The organizer whose request it is, as they stand now.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) organizer: Organizer,
    pub(crate) now: Timestamp,
    /// Whether the campaign wants a second factor of them that they have not switched on. It wants one of those who may see
    /// supporters or decide anything; to look at counts nobody needs one.
    pub(crate) lacks_factor: bool,
}

impl Caller {
    fn new(organizer: Organizer, now: Timestamp, campaign: &Campaign) -> Self {
        let lacks_factor = campaign.require_second_factor && organizer.second_factor.is_none();
        Self { organizer, now, lacks_factor }
    }

    /// Goes on only with at least this role.
    fn must_be(&self, needed: Role) -> Result<(), Failure> {
        must_be(self.organizer.role, needed)?;
        if needed >= Role::Exporter && self.lacks_factor { Err(Failure::FactorMissing) } else { Ok(()) }
    }

    /// A line for the log.
    pub(crate) fn did(&self, action: Action, about: impl Into<String>) -> Entry {
        let by = self.organizer.email.clone();
        Entry { at: self.now, by, action, about: about.into(), reason: String::new() }
    }
}

/// Lets a request through with its [`Caller`], and renews the session that a browser keeps.
pub(crate) async fn let_through(State(desk): State<Arc<Desk>>, mut request: Request, next: Next) -> Response {
    let (caller, renewed) = match caller(&desk, request.method(), request.headers()).await {
        Ok(found) => found,
        Err(failure) => return failure.into_response(),
    };
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    // A page that takes the session away has the last word.
    if let Some(session) = renewed
        && !response.headers().contains_key(SET_COOKIE)
    {
        response.headers_mut().insert(SET_COOKIE, desk.access.cookie(&session));
    }
    response
}

async fn caller(desk: &Desk, method: &Method, headers: &HeaderMap) -> Result<(Caller, Option<Session>), Failure> {
    let now = desk.now();
    let vouched = match bearer(headers) {
        Some(token) => desk.issuers.vouched(token, now).await?,
        None => None,
    };
    let (email, began_at, session) = if let Some(vouched) = vouched {
        // An issuer's token is never made a session of ours: it ends when its issuer said.
        (vouched.email, vouched.began_at, None)
    } else {
        let (session, way) = desk.access.session(method, headers, now)?;
        (session.organizer.clone(), session.began_at, Some(session).filter(|_| way == Way::Cookie))
    };
    // Whoever was removed or signed out elsewhere is out at once, whatever their token says.
    let organizer = organizer(desk, &email, now).await?.ok_or(Refusal::NotSignedIn)?;
    if !organizer.honours(began_at) {
        return Err(Refusal::SessionOver.into());
    }
    let renewed = session.and_then(|session| session.renewed(organizer.role, now));
    Ok((Caller::new(organizer, now, desk.site.campaign()), renewed))
}

/// Who has that mailbox. The first organizer becomes one when they first prove to be them: the mailer sees to it before it
/// mails a link, but who comes with an issuer's token may never have asked for one.
async fn organizer(desk: &Desk, email: &EmailAddress, now: Timestamp) -> Result<Option<Organizer>, StoreError> {
    let found = desk.office.organizer(email).await?;
    if found.is_some() || !email.is_same_mailbox(&desk.first_admin) {
        return Ok(found);
    }
    desk.office.ensure(&Organizer::first(desk.first_admin.clone(), now)).await?;
    desk.office.organizer(email).await
}

/// Routes for organizers with at least this role.
pub(crate) fn only(needed: Role, routes: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    routes.route_layer(middleware::from_fn(
        move |Extension(caller): Extension<Caller>, request, next: Next| async move {
            match caller.must_be(needed) {
                Ok(()) => next.run(request).await,
                Err(failure) => failure.into_response(),
            }
        },
    ))
}

/// Nothing of the office is kept by anybody on the way. Its pages say where a form was sent from: by that a form of ours is
/// told from one of another site, and no address of another site is ever told of ours.
pub(crate) async fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, NO_STORE);
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::office::second_factor::{SealedSecret, SecondFactor};

    use super::*;

    fn caller(role: Role, has_factor: bool, required: bool) -> Caller {
        let now = Timestamp::UNIX_EPOCH;
        let mut campaign = CampaignFolder::find("time-to-lead").unwrap().campaign().unwrap();
        campaign.require_second_factor = required;
        let mut organizer = Organizer::first(EmailAddress::parse("ana@example.org").unwrap(), now);
        organizer.role = role;
        organizer.second_factor = has_factor.then(|| SecondFactor {
            secret: SealedSecret(String::new()),
            since: now,
            last_step: 0,
            recovery: std::collections::BTreeSet::new(),
        });
        Caller::new(organizer, now, &campaign)
    }

    #[test]
    fn where_a_campaign_wants_a_second_factor_nobody_sees_supporters_or_decides_without_one() {
        for role in Role::ALL {
            for needed in Role::ALL.into_iter().filter(|needed| *needed <= role) {
                let missing = if needed == Role::Viewer { Ok(()) } else { Err(Failure::FactorMissing) };
                assert_eq!(caller(role, false, true).must_be(needed), missing, "{role} where {needed} is needed");
                assert_eq!(caller(role, true, true).must_be(needed), Ok(()));
                assert_eq!(caller(role, false, false).must_be(needed), Ok(()));
            }
        }
        let refused = Err(Failure::Refused(Refusal::NotAllowed));
        assert_eq!(caller(Role::Viewer, false, true).must_be(Role::Exporter), refused, "a factor would not help them");
    }
}
