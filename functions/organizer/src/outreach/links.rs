//! The links to the pages for Members' offices. They are made all at once, when the first is needed.

use domain::campaign::offices::OfficeLinks;
use domain::campaign::published::Part;
use domain::office::audit::{Action, Entry};
use domain::tally::riding::RidingCode;
use store::{Change, Publishing};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::outreach::offices;
use crate::visit::form::Form;
use crate::visit::{Answer, Visit};

/// Two organizers who make links at once: the second finds those of the first, and is done.
const TRIES_MAX: usize = 3;
/// The object of an entry in the log about the links of all ridings.
pub(crate) const ALL: &str = "all";

fn codes() -> impl Iterator<Item = RidingCode> {
    ridings::all().iter().map(|riding| riding.code)
}

/// Reads all links.
pub(crate) async fn all(desk: &Desk) -> Result<OfficeLinks, Failure> {
    Ok(read(desk).await?.0)
}

/// Reads all links, and the number of their version.
async fn read(desk: &Desk) -> Result<(OfficeLinks, u32), Failure> {
    desk.campaign.catch_up_on(Part::Offices).await?;
    let published = desk.campaign.published();
    let links = published.content(Part::Offices).map(serde_json::from_str).transpose().map_err(|error| {
        tracing::error!(%error, "the links of Members' offices cannot be read");
        Failure::Request(pages::RequestFailure::Unavailable)
    })?;
    Ok((links.unwrap_or_default(), published.number(Part::Offices)))
}

/// Changes the links as long as somebody else changes them first. `change` says whether anything is left to write.
async fn publish(visit: &Visit, entry: &Entry, change: impl Fn(&mut OfficeLinks) -> bool) -> Result<(), Failure> {
    let desk = &visit.desk;
    for _ in 0..TRIES_MAX {
        let (mut links, from) = read(desk).await?;
        if !change(&mut links) {
            return Ok(());
        }
        let content = serde_json::to_string(&links).expect("codes and times");
        let change = Change { part: Part::Offices, from, content };
        match desk.office.publish(&change, entry).await? {
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
        links.complete(codes(), || visit.desk.entropy.sixteen_bytes(), now);
        lack
    })
    .await
}

/// `POST /organizer/{lang}/offices/links`: makes the links that are missing.
pub(crate) async fn make_all(visit: Visit) -> Answer {
    make(&visit).await?;
    Ok(visit.to("/offices"))
}

/// `POST /organizer/{lang}/offices/replace`: gives one riding another link, or all of them. The old ones lead nowhere.
pub(crate) async fn replace(visit: Visit, form: Form) -> Answer {
    let one = match form.get("riding") {
        "" => None,
        _ => Some(form.parse::<RidingCode>("riding")?).filter(|code| ridings::get(*code).is_some()),
    };
    if one.is_none() && !form.get("riding").is_empty() {
        return Err(Failure::NOT_FOUND);
    }
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => {
            let wrong = Some(visit.wrong("reason-replace", fault.key()));
            return match one {
                Some(code) => offices::riding_page(&visit, code, wrong).await,
                None => offices::page(&visit, wrong).await,
            };
        }
    };
    let about = one.map_or_else(|| ALL.to_owned(), |code| code.to_string());
    let entry = visit.caller.did_because(Action::OfficeLinksReplaced, about, why);
    let now = visit.caller.now;
    publish(&visit, &entry, |links| {
        let draw = || visit.desk.entropy.sixteen_bytes();
        match one {
            Some(code) => links.replace([code], draw, now),
            None => links.replace(codes(), draw, now),
        }
        true
    })
    .await?;
    Ok(visit.to(&one.map_or_else(|| "/offices".to_owned(), |code| format!("/offices/{code}"))))
}
