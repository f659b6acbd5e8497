//! The campaign page, and the way to it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::LinkCode;
use house::counted_page;
use http::HeaderMap;
use http::header::CACHE_CONTROL;
use pages::{CampaignPage, PledgeForm};
use ridings::Riding;
use serde::Deserialize;
use web::{Lang, PUBLIC_CACHE, Query, preferred_language, written_query};

use crate::context::Context;
use crate::counts::by_language;

/// A campaign link's query.
#[derive(Deserialize)]
pub(crate) struct Invitation {
    #[serde(default)]
    partner: String,
    /// The riding of the person who passed the link on.
    #[serde(default)]
    riding: String,
    /// The code of that person's own link. This function cannot find out if it is anybody's.
    #[serde(default)]
    via: String,
}

impl Invitation {
    /// Returns the partner's slug if there is such a partner: an unknown one credits nobody and turns nobody away.
    fn partner(&self, context: &Context) -> Option<String> {
        context.site.campaign().partner(&self.partner).map(|partner| partner.slug.to_string())
    }

    /// Returns the riding that invites, if there is such a riding.
    pub(crate) fn riding(&self) -> Option<&'static Riding> {
        ridings::find(&self.riding)
    }

    /// Returns the code of the own link, if the text is one.
    fn via(&self) -> Option<LinkCode> {
        self.via.parse().ok()
    }

    /// Writes the known parts as a query.
    pub(crate) fn query(&self, context: &Context) -> String {
        let riding = self.riding().map(|riding| riding.code.to_string());
        let via = self.via().map(|link| link.to_string());
        written_query([("riding", riding), ("partner", self.partner(context)), ("via", via)])
    }
}

/// Answers `GET /`: 303 to the visitor's language; the invitation goes along.
pub(crate) async fn choose_language(
    State(context): State<Arc<Context>>,
    Query(invitation): Query<Invitation>,
    headers: HeaderMap,
) -> Response {
    let to = format!("/{}{}", preferred_language(&headers), invitation.query(&context));
    by_language(([(CACHE_CONTROL, PUBLIC_CACHE)], Redirect::to(&to)).into_response())
}

/// Answers `GET /{lang}` with the campaign page, without a count when there is none to show.
pub(crate) async fn campaign(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(invitation): Query<Invitation>,
    headers: HeaderMap,
) -> Response {
    let now = context.clock.now();
    let snapshot = context.snapshot(now).await;
    let form = PledgeForm { partner: invitation.partner(&context), via: invitation.via(), ..PledgeForm::default() };
    let total = snapshot.as_ref().map(|snapshot| snapshot.tally.total());
    let switches = context.switches.recent(now).await;
    let reopens_at = switches.reopens_at(now, context.site.campaign().closes_at);
    let page = CampaignPage::new(&context.site, locale, total, form).at_time(now);
    let mut page = page.with_form_closed(!switches.takes_forms(), reopens_at);
    if let Some(riding) = invitation.riding() {
        page = page.invited_from(riding, snapshot.as_ref().map(|snapshot| snapshot.tally.at(riding.code.into())));
    }
    counted_page(&headers, page.html(), snapshot.as_deref(), now)
}
