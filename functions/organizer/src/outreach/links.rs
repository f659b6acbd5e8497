//! The links to the pages for Members' offices. They are made all at once, when the first is needed.

use domain::campaign::offices::OfficeLinks;
use domain::campaign::published::Part;
use domain::office::audit::{Action, Entry};
use domain::tally::riding::RidingCode;
use store::{Change, Publishing};

use crate::context::Context;
use crate::failure::Failure;
use crate::visit::Visit;

/// A change of the links that somebody else overtakes is tried so many times. The second try finds the links of the first.
const TRIES_MAX: usize = 3;
/// The object of an entry in the log about the links of all ridings.
pub(crate) const ALL: &str = "all";

/// The codes of all ridings.
pub(crate) fn codes() -> impl Iterator<Item = RidingCode> {
    ridings::all().iter().map(|riding| riding.code)
}

/// Reads all links.
pub(crate) async fn all(context: &Context) -> Result<OfficeLinks, Failure> {
    Ok(read(context).await?.0)
}

/// Reads all links, and the number of their version.
async fn read(context: &Context) -> Result<(OfficeLinks, u32), Failure> {
    context.campaign.catch_up_on(Part::Offices).await?;
    let published = context.campaign.published();
    let links = published.content(Part::Offices).map(serde_json::from_str).transpose().map_err(|error| {
        tracing::error!(%error, "the links of Members' offices cannot be read");
        Failure::Request(pages::RequestFailure::Unavailable)
    })?;
    Ok((links.unwrap_or_default(), published.number(Part::Offices)))
}

/// Changes the links and publishes them, again if somebody else was faster. `change` returns whether anything is to be written.
pub(crate) async fn publish(
    visit: &Visit,
    entry: &Entry,
    change: impl Fn(&mut OfficeLinks) -> bool,
) -> Result<(), Failure> {
    let context = &visit.context;
    for _ in 0..TRIES_MAX {
        let (mut links, from) = read(context).await?;
        if !change(&mut links) {
            return Ok(());
        }
        let links = serde_json::to_string(&links).expect("codes and times");
        let change = Change { part: Part::Offices, from, content: links };
        match context.office.publish(&change, entry).await? {
            Publishing::Done(_) => return Ok(()),
            Publishing::Overtaken => {}
            Publishing::TooLong => return Err(Failure::Request(pages::RequestFailure::Unavailable)),
        }
    }
    Err(Failure::Changed)
}

/// Makes a link for each riding that has none.
pub(crate) async fn make(visit: &Visit) -> Result<(), Failure> {
    let entry = visit.caller.did(Action::OfficeLinksMade, "");
    let now = visit.caller.now;
    publish(visit, &entry, |links| {
        let lack = links.lack(codes());
        links.complete(codes(), || visit.context.entropy.sixteen_bytes(), now);
        lack
    })
    .await
}
