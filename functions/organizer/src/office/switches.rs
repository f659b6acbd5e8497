//! Switches for a rush: admins close the form, show the holding page or pause reminders, and end each again.
//!
//! A switch takes effect within seconds. Each change is in the log with its reason.

use askama::Template;
use domain::office::audit::Action;
use pages::FieldMessage;
use store::Switch;

use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "office/switches.html")]
struct SwitchesPage<'a> {
    frame: OfficeFrame<'a>,
    /// Whether the campaign's desk has paused the form, which no switch ends.
    is_paused: bool,
    rows: Vec<SwitchRow>,
}

/// A switch as the page shows it.
struct SwitchRow {
    name: &'static str,
    /// The name of the reason's field in the error summary.
    field: &'static str,
    /// A key of the texts, like the next three: its title, its state now, its effect, and the label of its button.
    title: &'static str,
    state: &'static str,
    says: &'static str,
    button: &'static str,
    is_on: bool,
    typed: String,
}

/// The names of a switch: in forms, of its reason's field, of its texts, and of its actions in the log, on and off.
const fn words(switch: Switch) -> (&'static str, &'static str, [&'static str; 6], [Action; 2]) {
    match switch {
        Switch::FormClosed => (
            "form-closed",
            "reason-form",
            [
                "office-switch-form",
                "office-switch-form-says",
                "office-switch-form-on",
                "office-switch-form-off",
                "office-switch-form-is-on",
                "office-switch-form-is-off",
            ],
            [Action::FormClosed, Action::FormOpened],
        ),
        Switch::HoldingPage => (
            "holding-page",
            "reason-holding",
            [
                "office-switch-holding",
                "office-switch-holding-says",
                "office-switch-holding-on",
                "office-switch-holding-off",
                "office-switch-holding-is-on",
                "office-switch-holding-is-off",
            ],
            [Action::HoldingPageOn, Action::HoldingPageOff],
        ),
        Switch::RemindersPaused => (
            "reminders-paused",
            "reason-reminders",
            [
                "office-switch-reminders",
                "office-switch-reminders-says",
                "office-switch-reminders-on",
                "office-switch-reminders-off",
                "office-switch-reminders-is-on",
                "office-switch-reminders-is-off",
            ],
            [Action::RemindersPaused, Action::RemindersResumed],
        ),
    }
}

/// `GET /organizer/{lang}/switches`
pub(crate) async fn show(visit: Visit) -> Answer {
    page(&visit, None).await
}

async fn page(visit: &Visit, wrong: Option<(FieldMessage, &str)>) -> Answer {
    let (office, tallies) = (&visit.context.office, &visit.context.tallies);
    let is_paused = office.switches(tallies).await?.form_pause.is_some();
    let on = office.switched_on(tallies).await?;
    let row = |switch: Switch| {
        let (name, field, [title, says, turn_on, turn_off, state_on, state_off], _) = words(switch);
        let is_on = on.contains(&switch);
        let typed = wrong.as_ref().filter(|(fault, _)| fault.field == field).map_or("", |(_, typed)| typed);
        let (state, button) = if is_on { (state_on, turn_off) } else { (state_off, turn_on) };
        SwitchRow { name, field, title, state, says, button, is_on, typed: typed.to_owned() }
    };
    let rows = Switch::ALL.map(row).into();
    let frame = visit
        .frame(OfficePage::Switches, "office-switches-title", "/switches")
        .with_errors(wrong.map(|(fault, _)| fault));
    let page = SwitchesPage { frame, is_paused, rows };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/switches`: turns one switch on or off.
pub(crate) async fn turn(visit: Visit, form: Form) -> Answer {
    let named = |switch: &Switch| words(*switch).0 == form.get("switch");
    let switch = Switch::ALL.into_iter().find(named).ok_or(Failure::NOT_FOUND)?;
    let is_on: bool = form.parse("on")?;
    let (_, field, _, [turned_on, turned_off]) = words(switch);
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return page(&visit, Some((visit.wrong(field, fault.key()), form.get("reason")))).await,
    };
    let action = if is_on { turned_on } else { turned_off };
    let entry = visit.caller.did_because(action, "", why);
    visit.context.office.switch(&visit.context.tallies, switch, is_on, &entry).await?;
    Ok(visit.to("/switches"))
}
