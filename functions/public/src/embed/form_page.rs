//! `GET /embed/form`: the form as a page for a frame. It posts inside the frame, to `sign`, which answers there.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use house::counted_page;
use http::HeaderMap;
use pages::{CampaignPage, PledgeForm};
use web::{Query, framable};

use super::wanted::Wanted;
use crate::context::Context;

/// Shows the form, without a count when there is none. The form's hidden field names the partner whose site it is.
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let now = context.clock.now();
    let snapshot = context.snapshot(now).await;
    let form = PledgeForm { partner: wanted.partner(&context), ..PledgeForm::default() };
    let total = snapshot.as_ref().map(|snapshot| snapshot.tally.total());
    let switches = context.switches.recent(now).await;
    let reopens_at = switches.reopens_at(now, context.site.campaign().closes_at);
    let page = CampaignPage::new(&context.site, wanted.locale(), total, form).at_time(now);
    let page = page.with_form_closed(!switches.takes_forms(), reopens_at).embedded(wanted.theme());
    framable(counted_page(&headers, page.html(), snapshot.as_deref(), now))
}
