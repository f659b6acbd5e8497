//! Finds a supporter: by the address that they signed with, or on paper by name and postal code.

use askama::Template;
use axum::response::Response;
use domain::ids::SubmissionId;
use domain::keys::session::{CASE_MINUTES, Case, Subject};
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use domain::person::name::PersonName;
use domain::person::postal_code::PostalCode;
use domain::tally::hour::Hour;
use pages::{FieldMessage, postal_code_message};

use crate::failure::Failure;
use crate::help::case::log_code;
use crate::help::{on_paper, person};
use crate::visit::form::{Form, reason};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// An organizer looks up this many people in an hour: enough for a day of many letters, too few to try a list of addresses.
/// A preview of signers that may single out one person counts too.
pub(crate) const LOOK_UPS_PER_HOUR: u32 = 40;

#[derive(Template)]
#[template(path = "help/find.html")]
struct FindPage<'a> {
    frame: OfficeFrame<'a>,
    typed: &'a Form,
    /// The sentence about the limits.
    limits: String,
}

/// `GET /organizer/{lang}/help`
pub(crate) async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &Form::default(), Vec::new()))
}

fn page(visit: &Visit, typed: &Form, wrong: Vec<FieldMessage>) -> Response {
    let frame = visit.frame(OfficePage::Help, "office-help-title", "/help").with_errors(wrong);
    let limits = [("most", i64::from(LOOK_UPS_PER_HOUR).into()), ("minutes", CASE_MINUTES.into())];
    let page = FindPage { frame, typed, limits: visit.texts().with("office-help-limits", limits) };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/help/find`: finds the supporters of one address.
pub(crate) async fn find(visit: Visit, form: Form) -> Answer {
    let mut wrong = Vec::new();
    let email = EmailAddress::parse(form.get("email"));
    if email.is_err() {
        wrong.push(visit.wrong("email", "office-sign-in-malformed"));
    }
    let why = reason(form.get("why"));
    if let Err(fault) = why {
        wrong.push(visit.wrong("why", fault.key()));
    }
    let (Ok(email), Ok(why)) = (email, why) else { return Ok(page(&visit, &form, wrong)) };
    let (context, campaign) = (&visit.context, &visit.context.site.campaign().slug);
    let signer = context.identity.signer_id(campaign, &email.canonical());
    let mailbox = context.identity.mailbox_id(campaign, &email);
    let case = counted(&visit, Subject::Address(signer, mailbox), why).await?;
    person::page(&visit, &case, None, None).await
}

/// `POST /organizer/{lang}/help/paper`: finds a signature on paper by its name and postal code.
pub(crate) async fn find_on_paper(visit: Visit, form: Form) -> Answer {
    let mut wrong = Vec::new();
    let name = PersonName::parse(form.get("first_name"), form.get("last_name"));
    if name.is_err() {
        wrong.push(visit.wrong("first_name", "office-help-name-missing"));
    }
    let postal_code = form.get("postal_code").parse::<PostalCode>();
    if let Err(problem) = postal_code {
        wrong.push(postal_code_message(visit.texts(), problem));
    }
    let why = reason(form.get("why"));
    if let Err(fault) = why {
        wrong.push(visit.wrong("paper-why", fault.key()));
    }
    let (Ok(name), Ok(postal_code), Ok(why)) = (name, postal_code, why) else { return Ok(page(&visit, &form, wrong)) };
    let person = visit.context.person_key.at(&name, postal_code);
    let case = counted(&visit, Subject::Paper(person), why).await?;
    on_paper::page(&visit, &case, person, None, None).await
}

/// Opens a case once its look-up is counted and in the log.
async fn counted(visit: &Visit, subject: Subject, why: &str) -> Result<Case, Failure> {
    let (context, caller) = (&visit.context, &visit.caller);
    let entry = caller.did_because(Action::SupporterLookedUp, log_code(visit, &subject), why.to_owned());
    count_look_up(visit, &entry).await?;
    let id = SubmissionId::from_random(context.entropy.sixteen_bytes());
    Ok(Case::open(id, caller.organizer.email.clone(), subject, caller.now))
}

/// Counts a look-up of the organizer in this hour, and puts it into the log.
pub(crate) async fn count_look_up(visit: &Visit, entry: &Entry) -> Result<(), Failure> {
    let caller = &visit.caller;
    if visit.context.office.count_look_up(&caller.organizer.email, LOOK_UPS_PER_HOUR, entry).await? {
        return Ok(());
    }
    let next = Hour::of(caller.now).plus(1).start().duration_since(caller.now).as_secs();
    Err(Failure::TooManyLookUps(u32::try_from(next).unwrap_or(u32::MAX)))
}
