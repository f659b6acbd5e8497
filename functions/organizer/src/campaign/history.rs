//! The history of the campaign: each edition with its author, its time and its difference, and the undo of any of them.

use askama::Template;
use domain::campaign::published::Part;
use jiff::Timestamp;
use pages::FieldMessage;
use serde::Deserialize;
use store::PastVersion;
use web::Query;

use crate::campaign::change::Proposal;
use crate::campaign::current::{Current, read};
use crate::campaign::model::Model;
use crate::campaign::preview;
use crate::campaign::words::{Difference, Words};
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// The most versions on a page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "campaign/history.html")]
struct HistoryPage<'a> {
    frame: OfficeFrame<'a>,
    versions: Vec<VersionRow>,
    /// The newest version, to which an undo is added.
    number: u32,
    /// The addresses of the page with older versions, and of the newest.
    older: Option<String>,
    newest: Option<String>,
}

/// The query of the page: versions before this number.
#[derive(Deserialize)]
pub(crate) struct HistoryQuery {
    before: Option<u32>,
}

/// The address of a version in the history, below the office's own.
pub(crate) fn path_to(version: u32) -> String {
    format!("campaign/history?before={}#version-{version}", version + 1)
}

/// A version as the page shows it.
struct VersionRow {
    number: u32,
    at: Timestamp,
    when: String,
    by: String,
    differences: Vec<Difference>,
}

/// `GET /organizer/{lang}/campaign/history?before=`
pub(crate) async fn show(visit: Visit, Query(query): Query<HistoryQuery>) -> Answer {
    let current = Current::read(&visit).await?;
    page(&visit, &current, query.before, None).await
}

async fn page(visit: &Visit, current: &Current, before: Option<u32>, fault: Option<FieldMessage>) -> Answer {
    let most = i32::try_from(PAGE + 1).expect("a small constant");
    // One version more than the page shows is read, to compare the oldest with it.
    let past = visit.desk.office.past_versions(Part::Edition, before, most).await?;
    let folders = current.version(visit, 0).await?.ok_or(Failure::NOT_FOUND)?;
    let editions = past.iter().map(|past| read(&past.version.content)).collect::<Result<Vec<_>, _>>()?;
    let models = Model::all(current.folder);
    let words = Words { texts: visit.texts(), models: &models };
    let row = |(at, past): (usize, &PastVersion)| VersionRow {
        number: past.version.number,
        at: past.at,
        when: visit.texts().moment(past.at),
        by: past.by.to_string(),
        differences: words.differences(editions.get(at + 1).unwrap_or(&folders), &editions[at]),
    };
    let path = |before: Option<u32>| match before {
        Some(before) => format!("/campaign/history?before={before}"),
        None => "/campaign/history".to_owned(),
    };
    let address = |before| format!("/organizer/{}{}", visit.locale, path(before));
    let oldest = past.get(PAGE - 1).filter(|_| past.len() > PAGE);
    let page = HistoryPage {
        frame: visit.frame(OfficePage::Campaign, "office-campaign-history", &path(before)).with_errors(fault),
        versions: past.iter().enumerate().take(PAGE).map(row).collect(),
        number: current.number(),
        older: oldest.map(|oldest| address(Some(oldest.version.number))),
        newest: before.map(|_| address(None)),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/campaign/history/{number}/undo`: gives back what a version changed, after a preview. What has
/// changed once more since stays.
pub(crate) async fn undo(visit: Visit, Id(number): Id<u32>, form: Form) -> Answer {
    let current = Current::read(&visit).await?;
    let from: u32 = form.parse("from")?;
    let before = current.version(&visit, number.checked_sub(1).ok_or(Failure::NOT_FOUND)?).await?;
    let after = current.version(&visit, number).await?;
    let (before, after) = before.zip(after).ok_or(Failure::NOT_FOUND)?;
    let (edition, stays) = current.edition.without(&before, &after);
    let models = Model::all(current.folder);
    let proposal = Proposal { models, edition, reason: String::new(), may_differ: true, undoes: Some(number), stays };
    let words = proposal.words(&visit);
    let mut faults = proposal.refusals(&visit, &current).await?;
    if proposal.edition.differences(&current.edition).is_empty() {
        let stays: Vec<_> = proposal.stays.iter().map(|item| words.name(item)).collect();
        let message = if stays.is_empty() {
            visit.texts().get("office-edition-undone-already")
        } else {
            visit.texts().with("office-edition-changed-since", [("what", stays.join(", ").into())])
        };
        faults.push(FieldMessage { field: "history", code: "nothing_to_undo", message });
    }
    if let Some(fault) = faults.into_iter().next() {
        let fault = FieldMessage { field: "history", ..fault };
        return page(&visit, &current, Some(number.saturating_add(1)), Some(fault)).await;
    }
    let publishes = form.get("step") == "publish" && from == current.number();
    let path = format!("/campaign/history/{number}/undo");
    preview::show_or_publish(&visit, &current, &proposal, &path, publishes).await
}
