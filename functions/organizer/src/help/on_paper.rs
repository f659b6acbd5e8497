//! The page about one signature on paper, and its erasure.

use askama::Template;
use domain::ids::PersonId;
use domain::keys::session::{Case, Subject};
use domain::office::audit::Action;
use pages::FieldMessage;

use crate::failure::Failure;
use crate::help::case::{log_code, opened, token};
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer, place_name};

#[derive(Template)]
#[template(path = "help/on_paper.html")]
struct PaperPage<'a> {
    frame: OfficeFrame<'a>,
    case: String,
    done: Option<String>,
    line: Option<PaperLine>,
    reason: String,
}

/// A signature on paper.
struct PaperLine {
    place: String,
    /// The sentence that says if it counts.
    state: String,
    /// The page of the file that brought it.
    import: String,
}

/// Shows the signature on paper of a case, with a sentence about what was done.
pub(crate) async fn page(
    visit: &Visit,
    case: &Case,
    person: PersonId,
    done: Option<String>,
    wrong: Option<(FieldMessage, String)>,
) -> Answer {
    let t = visit.texts();
    let bearers = visit.context.pledges.on_paper(person).await?;
    let counts = bearers.paper_counts();
    let line = bearers.paper.map(|paper| PaperLine {
        place: place_name(t, paper.row.residence.place()),
        state: t.get(if counts { "office-help-paper-counts" } else { "office-help-paper-online" }),
        import: format!("/organizer/{}/paper/{}", visit.locale, paper.import),
    });
    let (wrong, reason) = wrong.unzip();
    let title = t.with("office-help-on-paper", [("code", log_code(visit, &case.subject).into())]);
    let page = PaperPage {
        frame: visit.frame_titled(OfficePage::Help, title, "/help").with_errors(wrong),
        case: token(visit, case),
        done,
        line,
        reason: reason.unwrap_or_default(),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/help/paper/erase`: erases the signature on paper of a case.
pub(crate) async fn erase(visit: Visit, form: Form) -> Answer {
    let case = opened(&visit, &form)?;
    let Subject::Paper(person) = case.subject else { return Err(Failure::NOT_FOUND) };
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => {
            let wrong = (visit.wrong("reason", fault.key()), form.get("reason").to_owned());
            return page(&visit, &case, person, None, Some(wrong)).await;
        }
    };
    let entry = visit.caller.did_because(Action::PaperLineErased, log_code(&visit, &case.subject), why);
    visit.context.office.erase_paper(&visit.context.pledges, person, &entry).await?;
    let done = visit.texts().get("office-help-paper-done");
    page(&visit, &case, person, Some(done), None).await
}
