//! The history of the campaign: its editions, and the undo of any of them.

use domain::campaign::edition::Edition;
use domain::campaign::published::Part;
use pages::FieldMessage;
use web::Query;

use crate::campaign::change::Proposal;
use crate::campaign::current::Current;
use crate::campaign::model::Model;
use crate::campaign::preview;
use crate::campaign::versions::{History, HistoryQuery, ShownDifferences};
use crate::campaign::words::Words;
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::OfficePage;
use crate::visit::{Answer, Id, Visit};

pub(crate) const HISTORY: History = History {
    part: Part::Edition,
    room: OfficePage::Campaign,
    path: "campaign",
    most: 20,
    title: "office-campaign-history",
    none: "office-campaign-history-none",
    back: "office-campaign-back",
};

/// `GET /organizer/{lang}/campaign/history?before=`
pub(crate) async fn show(visit: Visit, Query(query): Query<HistoryQuery>) -> Answer {
    let current = Current::read(&visit).await?;
    page(&visit, &current, query.before, None).await
}

async fn page(visit: &Visit, current: &Current, before: Option<u32>, fault: Option<FieldMessage>) -> Answer {
    let folders = current.version(visit, 0).await?.ok_or(Failure::NOT_FOUND)?;
    let models = Model::all(current.folder);
    let words = Words { texts: visit.texts(), models: &models };
    let compare = |before: &Edition, after: &Edition| ShownDifferences {
        differences: words.differences(before, after),
        more: None,
    };
    HISTORY.page(visit, before, Some(current.number()), &folders, compare, fault).await
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
    let publishes = form.get("step") == "publish";
    if proposal.edition.differences(&current.edition).is_empty() {
        // The button was pressed twice: all of the change is undone.
        if publishes && from < current.number() && proposal.stays.is_empty() {
            return Ok(preview::to_published(&visit, current.number()));
        }
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
    let path = format!("/campaign/history/{number}/undo");
    preview::show_or_publish(&visit, &current, &proposal, &path, publishes && from == current.number()).await
}
