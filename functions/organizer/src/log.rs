//! What organizers did: who, what, when, about what, why. Admins read it; nobody can change it.

use askama::Template;
use axum::extract::Query;
use domain::office::audit::Entry;
use jiff::Timestamp;
use pages::Frame;
use serde::Deserialize;

use crate::nav::{Nav, Room};
use crate::visit::{Answer, Visit, answer};

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
pub(crate) async fn show(visit: Visit, Query(before): Query<Before>) -> Answer {
    let entries = visit.desk.office.log_entries(before.before, PAGE).await?;
    let texts = visit.texts();
    let line = |entry: &Entry| Line {
        at: entry.at.to_string(),
        when: texts.moment(entry.at),
        by: entry.by.to_string(),
        what: texts.get(&format!("office-did-{}", entry.action.name().replace('_', "-"))),
        about: entry.about.clone(),
        reason: entry.reason.clone(),
    };
    let full = entries.len() == usize::try_from(PAGE).expect("a small constant");
    let older = entries.last().filter(|_| full);
    let page = LogPage {
        frame: visit.frame("office-log-title", "/log"),
        nav: visit.nav(Room::Log),
        entries: entries.iter().map(line).collect(),
        older: older.map(|last| format!("/organizer/{}/log?before={}", visit.locale, last.at)),
    };
    Ok(answer(&page.frame, &page))
}
