//! `GET /embed/form`: the form as a page for a frame. It posts inside the frame, to `sign`, which answers there.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use house::counted_page;
use http::HeaderMap;
use pages::{CampaignPage, PledgeForm};
use web::{Query, framable};

use super::wanted::Wanted;
use crate::desk::Desk;

/// Shows the form, without a count when there is none. The form's hidden field names the partner whose site it is.
pub(super) async fn show(State(desk): State<Arc<Desk>>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let now = desk.clock.now();
    let snapshot = desk.snapshot(now).await;
    let form = PledgeForm { partner: wanted.partner(&desk), ..PledgeForm::default() };
    let total = snapshot.as_ref().map(|snapshot| snapshot.tally.total());
    let switches = desk.switches.recent(now).await;
    let reopens_at = switches.reopens_at(now, desk.site.campaign().closes_at);
    let page = CampaignPage::new(&desk.site, wanted.locale(), total, form).at_time(now);
    let page = page.with_form_closed(!switches.takes_forms(), reopens_at).embedded(wanted.theme());
    framable(counted_page(&headers, page.html(), snapshot.as_deref(), now))
}
