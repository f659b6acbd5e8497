//! The log: every action of an organizer, with its time, its object and its reason. Admins read it; nobody can change it.

use askama::Template;
use campaigns::Texts;
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use jiff::Timestamp;
use serde::Deserialize;
use web::Query;

use crate::context::Context;
use crate::failure::Failure;
use crate::office::log_sentences::{About, about};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// Entries on one page.
const PAGE: usize = 50;
/// Entries that are read at once.
const READ_AT_ONCE: i32 = 200;
/// A filtered page looks through this many times [`READ_AT_ONCE`] entries, and its last link leads on.
const READS_MAX: usize = 10;

#[derive(Template)]
#[template(path = "office/log.html")]
struct LogPage<'a> {
    frame: OfficeFrame<'a>,
    entries: Vec<LogRow>,
    actions: Vec<Choice>,
    organizers: Vec<Choice>,
    is_filtered: bool,
    /// The addresses of the page with older entries, and of the newest.
    older: Option<String>,
    newest: Option<String>,
}

/// An entry as the page shows it.
struct LogRow {
    at: String,
    when: String,
    by: String,
    what: String,
    about: About,
    reason: String,
}

/// A choice of a filter: its value, its name, and whether it is the chosen one.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

/// The query of the page: entries before this time, of this action, by the organizer with this code.
#[derive(Deserialize)]
pub(crate) struct LogQuery {
    before: Option<Timestamp>,
    action: Option<String>,
    by: Option<String>,
}

/// `GET /organizer/{lang}/log?before=&action=&by=`
pub(crate) async fn show(visit: Visit, Query(query): Query<LogQuery>) -> Answer {
    let (context, t) = (&visit.context, visit.texts());
    let action = query.action.as_deref().and_then(|name| name.parse::<Action>().ok());
    // An organizer's address is in no address of a page.
    let by = query.by.filter(|code| !code.is_empty());
    let wanted = |entry: &Entry| {
        action.is_none_or(|action| entry.action == action)
            && by.as_deref().is_none_or(|code| organizer_code(context, &entry.by) == code)
    };
    let (entries, next) = read(context, query.before, wanted).await?;
    let home = format!("/organizer/{}", visit.locale);
    let row = |entry: &Entry| LogRow {
        at: entry.at.to_string(),
        when: t.moment(entry.at),
        by: entry.by.to_string(),
        what: did(t, entry.action),
        about: about(t, &home, entry),
        reason: entry.reason.clone(),
    };
    let path = |before: Option<Timestamp>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        if let Some(action) = action {
            query.append_pair("action", action.name());
        }
        if let Some(by) = &by {
            query.append_pair("by", by);
        }
        let query = query.finish();
        if query.is_empty() { "/log".to_owned() } else { format!("/log?{query}") }
    };
    let mut actions: Vec<_> = Action::ALL
        .iter()
        .map(|one| Choice {
            value: one.name().to_owned(),
            name: begun_large(&did(t, *one)),
            chosen: action == Some(*one),
        })
        .collect();
    actions.sort_by_cached_key(|choice| pages::sort_key(&choice.name));
    let organizers = context.office.organizers().await?.into_iter().map(|organizer| {
        let value = organizer_code(context, &organizer.email);
        Choice { name: organizer.email.to_string(), chosen: by.as_ref() == Some(&value), value }
    });
    let page = LogPage {
        frame: visit.frame(OfficePage::Log, "office-log-title", &path(query.before)),
        entries: entries.iter().map(row).collect(),
        actions,
        organizers: organizers.collect(),
        is_filtered: action.is_some() || by.is_some(),
        older: next.map(|next| format!("{home}{}", path(Some(next)))),
        newest: query.before.map(|_| format!("{home}{}", path(None))),
    };
    Ok(answer(&page.frame, &page))
}

/// Reads a page of wanted entries, and the time before which the next page begins.
async fn read(
    context: &Context,
    mut before: Option<Timestamp>,
    wanted: impl Fn(&Entry) -> bool,
) -> Result<(Vec<Entry>, Option<Timestamp>), Failure> {
    let mut found = Vec::new();
    for _ in 0..READS_MAX {
        let entries = context.office.log_entries(before, READ_AT_ONCE).await?;
        let is_last = entries.len() < usize::try_from(READ_AT_ONCE).expect("a small constant");
        for entry in entries {
            if found.len() == PAGE {
                return Ok((found, before));
            }
            before = Some(entry.at);
            if wanted(&entry) {
                found.push(entry);
            }
        }
        if is_last {
            return Ok((found, None));
        }
    }
    Ok((found, before))
}

/// The code by which the filter names an organizer.
fn organizer_code(context: &Context, email: &EmailAddress) -> String {
    context.identity.log_code(&context.site.campaign().slug, &format!("organizer:{}", email.mailbox()))
}

fn did(t: &Texts, action: Action) -> String {
    t.get(&format!("office-did-{}", action.name().replace('_', "-")))
}

/// Begins a choice of a list with a capital.
fn begun_large(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
