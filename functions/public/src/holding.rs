//! One light page in place of all public ones, while an operator wants it: the count, and a note that links in mails
//! work.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use house::counted_page;
use pages::{Frame, rendered};
use web::language_of;

use crate::context::Context;
use crate::counts::by_language;

#[derive(Template)]
#[template(path = "holding.html")]
struct HoldingPage<'a> {
    frame: Frame<'a>,
    /// The number of signers as the language writes it, and the words under it. `None` while nobody has signed.
    count: Option<(String, String)>,
}

/// Answers with the holding page while it is switched on. Numbers for programs and embedded counters go on.
pub(crate) async fn instead(State(context): State<Arc<Context>>, request: Request, next: Next) -> Response {
    let now = context.clock.now();
    if !context.switches.recent(now).await.holding_page {
        return next.run(request).await;
    }
    let texts = context.site.texts(language_of(request.uri(), request.headers()));
    let snapshot = context.snapshot(now).await;
    let total = snapshot.as_ref().map(|snapshot| snapshot.tally.total()).filter(|total| *total > 0);
    let page = HoldingPage {
        frame: Frame::new(&context.site, texts.locale(), texts.get("campaign-name"), "").noindex().alone(),
        count: total.map(|total| (texts.number(total), texts.with("counter-label", [("count", total.into())]))),
    };
    by_language(counted_page(request.headers(), rendered(&page), snapshot.as_deref(), now))
}
