//! The log: every action of an organizer, with its time, its object and its reason. Admins read it; nobody can change it.

use askama::Template;
use campaigns::Texts;
use domain::office::audit::{Action, Entry};
use jiff::Timestamp;
use serde::Deserialize;
use web::Query;

use crate::campaign::members::about_in_words;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// Entries on one page.
const PAGE: i32 = 100;

#[derive(Template)]
#[template(path = "office/log.html")]
struct LogPage<'a> {
    frame: OfficeFrame<'a>,
    entries: Vec<LogRow>,
    /// The address of the page with older entries.
    older: Option<String>,
}

/// An entry as the page shows it.
struct LogRow {
    at: String,
    when: String,
    by: String,
    what: String,
    about: String,
    reason: String,
}

/// The subject of an entry, in words where it has numbers.
fn about(texts: &Texts, entry: &Entry) -> String {
    let is_of_members = matches!(entry.action, Action::MembersPublished | Action::MembersRestored);
    let in_words = is_of_members.then(|| about_in_words(texts, &entry.about)).flatten();
    in_words.unwrap_or_else(|| entry.about.clone())
}

/// The query of the page: only entries before this time.
#[derive(Deserialize)]
pub(crate) struct LogQuery {
    before: Option<Timestamp>,
}

/// `GET /organizer/{lang}/log?before=`
pub(crate) async fn show(visit: Visit, Query(query): Query<LogQuery>) -> Answer {
    let entries = visit.desk.office.log_entries(query.before, PAGE).await?;
    let texts = visit.texts();
    let row = |entry: &Entry| LogRow {
        at: entry.at.to_string(),
        when: texts.moment(entry.at),
        by: entry.by.to_string(),
        what: texts.get(&format!("office-did-{}", entry.action.name().replace('_', "-"))),
        about: about(texts, entry),
        reason: entry.reason.clone(),
    };
    let full = entries.len() == usize::try_from(PAGE).expect("a small constant");
    let older = entries.last().filter(|_| full);
    let page = LogPage {
        frame: visit.frame(OfficePage::Log, "office-log-title", "/log"),
        entries: entries.iter().map(row).collect(),
        older: older.map(|last| format!("/organizer/{}/log?before={}", visit.locale, last.at)),
    };
    Ok(answer(&page.frame, &page))
}
