//! What organizers did: who, what, when, about what, why. Admins read it; nobody can change it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use domain::audit::Entry;
use domain::locale::Locale;
use domain::organizer::Role;
use http::{HeaderMap, Uri};
use jiff::Timestamp;
use pages::Frame;
use serde::Deserialize;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::nav::{Nav, Room};

/// Entries on one page.
const PAGE: i32 = 100;

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    entries: Vec<Line>,
    /// Where the older ones are.
    older: Option<String>,
}

struct Line {
    at: String,
    when: String,
    by: String,
    what: String,
    about: String,
    reason: String,
}

/// From where to go on.
#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<Timestamp>,
}

/// `GET /organizer/{lang}/log?before=`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    Query(before): Query<Before>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Admin)?;
        let entries = desk.office.log_entries(before.before, PAGE).await?;
        let texts = desk.texts(locale);
        let line = |entry: &Entry| Line {
            at: entry.at.to_string(),
            when: format!("{}, {}", texts.day(entry.at), texts.time(entry.at)),
            by: entry.by.to_string(),
            what: texts.get(&format!("office-did-{}", entry.action.name().replace('_', "-"))),
            about: entry.about.clone(),
            reason: entry.reason.clone(),
        };
        let full = entries.len() == usize::try_from(PAGE).expect("a small constant");
        let older = entries.last().filter(|_| full).map(|last| format!("/organizer/{locale}/log?before={}", last.at));
        let page = LogPage {
            frame: Frame::new(&desk.site, locale, texts.get("office-log-title"), "/log").in_office(),
            nav: Nav::new(locale, &caller, Room::Log),
            entries: entries.iter().map(line).collect(),
            older,
        };
        Ok::<_, Failure>(Html(page.render().expect("templates render from memory")).into_response())
    };
    shown.await.unwrap_or_else(|failure| failure.told(&desk, &uri, &headers))
}
