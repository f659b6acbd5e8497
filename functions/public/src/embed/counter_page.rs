//! `GET /embed/counter`: the counter as a page for a frame. The number is in the page; the site's script keeps it current.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use house::counted_page;
use http::HeaderMap;
use pages::{Counter, Frame, MessagePage, rendered};
use ridings::Riding;
use web::{Query, framable};

use super::wanted::{Wanted, counter};
use crate::context::Context;
use crate::failure::RIDING_NOT_FOUND;

#[derive(Template)]
#[template(path = "embedded_counter.html")]
struct CounterPage<'a> {
    frame: Frame<'a>,
    /// The counter; `None` while there is no number: never a zero that is not true.
    counter: Option<Counter>,
    compact: bool,
    /// The link to the form.
    call: String,
}

impl<'a> CounterPage<'a> {
    fn new(context: &'a Context, wanted: &Wanted, riding: Option<&Riding>, counter: Option<Counter>) -> Self {
        let locale = wanted.locale();
        let texts = context.site.texts(locale);
        let campaign = texts.get("campaign-name");
        let title = match riding {
            Some(riding) => texts.with(
                "embed-counter-title-riding",
                [("campaign", campaign.into()), ("riding", riding.shown(locale).into())],
            ),
            None => texts.with("embed-counter-title", [("campaign", campaign.into())]),
        };
        let query = wanted.partner(context).map(|slug| format!("?partner={slug}")).unwrap_or_default();
        Self {
            frame: Frame::new(&context.site, locale, title, "").embedded(wanted.theme()),
            counter,
            compact: wanted.compact(),
            call: format!("/{locale}{query}"),
        }
    }
}

/// Shows the counter. It answers 404 for an unknown riding; without any count, it shows the way to the form alone.
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let Ok(riding) = wanted.riding() else { return framable(no_such_riding(&context, &wanted)) };
    let now = context.clock.now();
    let snapshot = context.snapshot(now).await;
    let count = snapshot.as_ref().map(|snapshot| counter(&context, wanted.locale(), riding, snapshot));
    let page = CounterPage::new(&context, &wanted, riding, count);
    framable(counted_page(&headers, rendered(&page), snapshot.as_deref(), now))
}

fn no_such_riding(context: &Context, wanted: &Wanted) -> Response {
    let sentence = RIDING_NOT_FOUND.sentence(context.texts(wanted.locale()));
    RIDING_NOT_FOUND.page(MessagePage::new(&context.site, wanted.locale(), sentence).embedded(wanted.theme()))
}
