//! One light page in place of all public ones, while an operator says so: the count, and that links in mails work.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use pages::MessagePage;
use web::{PUBLIC_CACHE, language_of, tagged};

use crate::Desk;
use crate::counts::{by_language, counted};
use crate::front::HTML;

/// Answers with the holding page while it is switched on. Numbers for programs and embedded counters go on.
pub(crate) async fn instead(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let now = desk.clock.now();
    if !desk.switches.recent(now).await.holding_page {
        return next.run(request).await;
    }
    let texts = desk.site.texts(language_of(request.uri(), request.headers()));
    let snapshot = desk.snapshot(now).await;
    let mut page = MessagePage::new(&desk.site, texts.locale(), texts.get("campaign-name"));
    if let Some(total) = snapshot.as_ref().map(|snapshot| snapshot.tally.total()).filter(|total| *total > 0) {
        let people = texts.with("counter-label", [("count", total.into())]);
        page = page.says(format!("{} {people}", texts.number(total)));
    }
    let html = page.says(texts.get("holding-body")).says(texts.get("holding-again")).html().into_bytes();
    by_language(match snapshot {
        Some(snapshot) => counted(request.headers(), HTML, html, &snapshot, now),
        None => tagged(request.headers(), HTML, PUBLIC_CACHE, html),
    })
}
