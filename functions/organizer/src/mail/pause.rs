//! The pause of all letters to Members of Parliament: an organizer begins and ends it with a reason.

use askama::Template;
use campaigns::Texts;
use domain::mail::correspondence::Pause;
use domain::office::audit::Action;
use pages::FieldMessage;

use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The pause as the pages show it.
pub(crate) struct PauseRow {
    pub(crate) when: String,
    pub(crate) by: String,
    pub(crate) reason: String,
}

impl PauseRow {
    pub(crate) fn of(pause: &Pause, texts: &Texts) -> Self {
        Self { when: texts.moment(pause.at), by: pause.by.to_string(), reason: pause.reason.clone() }
    }
}

#[derive(Template)]
#[template(path = "mail/letters_pause.html")]
struct PausePage<'a> {
    frame: OfficeFrame<'a>,
    pause: Option<PauseRow>,
    typed: String,
}

/// `GET /organizer/{lang}/letters/pause`
pub(crate) async fn show(visit: Visit) -> Answer {
    page(&visit, "", None).await
}

async fn page(visit: &Visit, typed: &str, wrong: Option<FieldMessage>) -> Answer {
    let pause = visit.context.office.letters_pause().await?;
    let title = if pause.is_some() { "office-letters-resume" } else { "office-letters-pause" };
    let page = PausePage {
        frame: visit.frame(OfficePage::Letters, title, "/letters/pause").with_errors(wrong),
        pause: pause.as_ref().map(|pause| PauseRow::of(pause, visit.texts())),
        typed: typed.to_owned(),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/letters/pause`: pauses all letters, or lets them go again.
pub(crate) async fn turn(visit: Visit, form: Form) -> Answer {
    let (context, caller) = (&visit.context, &visit.caller);
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return page(&visit, form.get("reason"), Some(visit.wrong("reason", fault.key()))).await,
    };
    // If somebody else did the same before, nothing is left to do, and the page shows it.
    match form.get("deed") {
        "pause" => {
            let pause = Pause { at: caller.now, by: caller.organizer.email.clone(), reason: why.clone() };
            context.office.pause_letters(&pause, &caller.did_because(Action::LettersPaused, "", why)).await?
        }
        "resume" => context.office.resume_letters(&caller.did_because(Action::LettersResumed, "", why)).await?,
        _ => return Err(Failure::NOT_FOUND),
    };
    Ok(visit.to("/letters"))
}
