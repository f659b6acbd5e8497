//! The form's pause, and the end of the campaign at this moment.

use askama::Template;
use axum::response::Response;
use campaigns::{first_of_day, ottawa};
use domain::office::audit::Action;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};
use pages::FieldMessage;
use store::FormPause;

use crate::campaign::change::Proposal;
use crate::campaign::current::Current;
use crate::campaign::model::{Model, Section};
use crate::campaign::preview;
use crate::campaign::section;
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "campaign/pause.html")]
struct PausePage<'a> {
    frame: OfficeFrame<'a>,
    day: &'a str,
    reason: &'a str,
}

/// `GET /organizer/{lang}/campaign/pause`: asks whether the form shall close for now, and until when. During a pause it
/// asks for another day.
pub(crate) async fn show_pause(visit: Visit) -> Answer {
    let switches = visit.context.office.switches(&visit.context.tallies).await?;
    let planned = switches.form_pause.and_then(|pause| pause.planned_end);
    let day = planned.map(|at| ottawa().to_datetime(at).date().to_string()).unwrap_or_default();
    Ok(pause_page(&visit, &day, "", Vec::new()))
}

fn pause_page(visit: &Visit, day: &str, reason: &str, faults: Vec<FieldMessage>) -> Response {
    let frame = visit.frame(OfficePage::Campaign, "office-campaign-pause-title", "/campaign/pause").with_errors(faults);
    let page = PausePage { frame, day, reason };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/campaign/pause`: closes the form for now, or opens it again.
pub(crate) async fn pause(visit: Visit, form: Form) -> Answer {
    let (context, is_on) = (&visit.context, form.parse::<bool>("on")?);
    let why = form.reason().map_err(|fault| visit.wrong("reason", fault.key()));
    if !is_on {
        let why = match why {
            Ok(why) => why,
            Err(fault) => return section::overview_with(&visit, form.get("reason"), fault).await,
        };
        let entry = visit.caller.did_because(Action::FormResumed, "", why);
        context.office.pause_form(&context.tallies, None, &entry).await?;
        return Ok(visit.to("/campaign"));
    }
    let day = form.get("reopens_on");
    let planned_end = first_of_day(day).filter(|at| *at > visit.caller.now);
    let fault = match planned_end {
        None if !day.is_empty() => Some("office-campaign-reopens-on-fault"),
        Some(at) if at >= Current::read(&visit).await?.edition.facts.closes_at => {
            Some("office-campaign-reopens-on-late")
        }
        None | Some(_) => None,
    };
    let faults = fault.map(|fault| visit.wrong("reopens_on", fault));
    let why = match (why, faults) {
        (Ok(why), None) => why,
        (why, fault) => {
            let faults = fault.into_iter().chain(why.err()).collect();
            return Ok(pause_page(&visit, day, form.get("reason"), faults));
        }
    };
    let entry = visit.caller.did_because(Action::FormPaused, day, why);
    context.office.pause_form(&context.tallies, Some(FormPause { planned_end }), &entry).await?;
    Ok(visit.to("/campaign"))
}

/// `POST /organizer/{lang}/campaign/close`: ends the campaign at this moment, after a preview.
pub(crate) async fn close(visit: Visit, form: Form) -> Answer {
    let current = Current::read(&visit).await?;
    let from: u32 = form.parse("from")?;
    let publishes = form.get("step") == "publish";
    let (mut edition, now) = (current.edition.clone(), whole_second(visit.caller.now));
    // Before its end a campaign closes now; afterwards it has closed, perhaps by the first of two presses.
    if edition.facts.closes_at <= now {
        let is_second = publishes && from < current.number();
        return Ok(if is_second {
            preview::to_published(&visit, current.number())
        } else {
            visit.to(&format!("/campaign/{}", Section::Goal))
        });
    }
    edition.facts.closes_at = now;
    let proposal = Proposal {
        models: Model::all(current.folder),
        edition,
        reason: String::new(),
        may_differ: false,
        undoes: None,
        stays: Vec::new(),
    };
    let faults = proposal.refusals(&visit, &current).await?;
    if !faults.is_empty() {
        return Ok(section::with_faults(&visit, &current, Section::Goal, faults));
    }
    let publishes = publishes && from == current.number();
    let done = preview::show_or_publish(&visit, &current, &proposal, "/campaign/close", publishes).await;
    if matches!(done, Err(Failure::Changed)) {
        // Of two presses at once, the other one closes it a moment earlier or later.
        let newest = Current::read(&visit).await?;
        if newest.edition.facts.closes_at <= later(now, SignedDuration::from_mins(1)) {
            return Ok(preview::to_published(&visit, newest.number()));
        }
    }
    done
}

/// The next whole second. A second that has begun would lie in the past.
fn whole_second(now: Timestamp) -> Timestamp {
    let second = Timestamp::from_second(now.as_second()).expect("it lies beside a time");
    if second < now { second + SignedDuration::from_secs(1) } else { second }
}
