//! The forms that make and replace the links to the pages for Members' offices.

use domain::office::audit::Action;
use domain::tally::riding::RidingCode;

use crate::failure::Failure;
use crate::outreach::{links, offices};
use crate::visit::form::Form;
use crate::visit::{Answer, Visit};

/// `POST /organizer/{lang}/offices/links`: makes the links that are missing.
pub(crate) async fn make_all(visit: Visit) -> Answer {
    links::make(&visit).await?;
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
    let about = one.map_or_else(|| links::ALL.to_owned(), |code| code.to_string());
    let entry = visit.caller.did_because(Action::OfficeLinksReplaced, about, why);
    let now = visit.caller.now;
    links::publish(&visit, &entry, |published| {
        let draw = || visit.context.entropy.sixteen_bytes();
        match one {
            Some(code) => published.replace([code], draw, now),
            None => published.replace(links::codes(), draw, now),
        }
        true
    })
    .await?;
    Ok(visit.to(&one.map_or_else(|| "/offices".to_owned(), |code| format!("/offices/{code}"))))
}
