//! `GET /{lang}/poster?riding=&partner=`: a page to print, with a code that opens one's own link. It names a riding,
//! and no person.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::locale::Locale;
use domain::tally::riding::Place;
use house::counted_page;
use http::HeaderMap;
use pages::{Frame, QrCode, rendered};
use store::Snapshot;
use web::{Lang, Query};

use crate::context::Context;
use crate::front::Invitation;

#[derive(Template)]
#[template(path = "poster.html")]
struct PosterPage<'a> {
    frame: Frame<'a>,
    /// The link, as it is read on paper.
    link: String,
    read: String,
    code: QrCode,
    /// The number of signers, in the riding if there is one; `None` while that is not known.
    count: Option<String>,
}

/// Shows the poster. An unknown riding or partner is left out.
pub(crate) async fn show(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(invitation): Query<Invitation>,
    headers: HeaderMap,
) -> Response {
    let now = context.clock.now();
    let snapshot = context.snapshot(now).await;
    let page = PosterPage::new(&context, locale, &invitation, snapshot.as_deref());
    counted_page(&headers, rendered(&page), snapshot.as_deref(), now)
}

impl<'a> PosterPage<'a> {
    fn new(context: &'a Context, locale: Locale, invitation: &Invitation, snapshot: Option<&Snapshot>) -> Self {
        let t = context.site.texts(locale);
        let query = invitation.query(context);
        let link = context.site.url(&format!("/{locale}{query}"));
        let count = snapshot.map(|snapshot| match invitation.riding() {
            Some(riding) => {
                let count = snapshot.tally.at(Place::Riding(riding.code));
                t.with("poster-count", [("count", count.into()), ("riding", riding.shown(locale).into())])
            }
            None => t.with("ridings-heading", [("count", snapshot.tally.total().into())]),
        });
        Self {
            frame: Frame::new(&context.site, locale, t.get("poster-title"), &format!("/poster{query}")).noindex(),
            read: link.split_once("://").map_or(link.as_str(), |(_, rest)| rest).to_owned(),
            code: QrCode::of(&link),
            link,
            count,
        }
    }

    /// Returns the path of the campaign page that the code opens.
    fn path(&self) -> &str {
        self.link.strip_prefix(&self.frame.site.url("")).unwrap_or(&self.link)
    }
}
