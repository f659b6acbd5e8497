//! The acts of a moderator for a supporter. Each has a page of its own with its reason, and is one transaction with its entry
//! in the log.

use askama::Template;
use axum::response::Response;
use domain::ids::SubmissionId;
use domain::keys::session::Case;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::office::audit::{Action, Entry};
use domain::person::name::{NAME_MAX_CHARACTERS, NameError, PersonName};
use domain::person::residence::Residence;
use domain::pledge::{Owner, Signer};
use pages::{FieldMessage, HomeFields, postal_code_message};
use ridings::{HomeFault, Riding};
use store::{Again, FormState, MailStop, Renamed};

use crate::failure::Failure;
use crate::help::acts::Act;
use crate::help::case::{log_code, opened, token};
use crate::help::person::{self, owner, refusal};
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "help/act.html")]
struct ActPage<'a> {
    frame: OfficeFrame<'a>,
    case: String,
    submission: String,
    act: Act,
    /// The name of the person, if it is about one who signed.
    person: Option<String>,
    typed: Typed,
    choices: Vec<&'static Riding>,
}

/// The fields as they were typed, or as the person has them.
#[derive(Default)]
struct Typed {
    first_name: String,
    last_name: String,
    postal_code: String,
    country: String,
    riding: String,
    locale: String,
    reason: String,
}

impl Typed {
    fn of(form: &Form) -> Self {
        let field = |name| form.get(name).to_owned();
        Self {
            first_name: field("first_name"),
            last_name: field("last_name"),
            postal_code: field("postal_code"),
            country: field("country"),
            riding: field("riding"),
            locale: field("language"),
            reason: field("reason"),
        }
    }

    fn as_known(signer: &Signer) -> Self {
        let (first_name, last_name) = (signer.draft.name.first().to_owned(), signer.draft.name.last().to_owned());
        Self { first_name, last_name, locale: signer.draft.locale.code().to_owned(), ..Self::default() }
    }
}

impl ActPage<'_> {
    fn home(&self) -> HomeFields<'_> {
        HomeFields {
            t: self.frame.t,
            postal_code: &self.typed.postal_code,
            country: &self.typed.country,
            riding: &self.typed.riding,
            choices: &self.choices,
            errors: self.frame.errors(),
        }
    }
}

/// The case of a request, the act, and the person whom it is about.
struct Wanted {
    case: Case,
    owner: Owner,
    act: Act,
    submission: String,
    signer: Option<Signer>,
}

async fn wanted(visit: &Visit, form: &Form) -> Result<Wanted, Failure> {
    let case = opened(visit, form)?;
    let owner = owner(&case)?;
    let submission = form.get("submission").to_owned();
    let household = visit.context.pledges.household(owner.signer).await?;
    let signer = submission.parse::<SubmissionId>().ok().and_then(|id| household.member(id).cloned());
    Ok(Wanted { case, owner, act: form.parse("act")?, submission, signer })
}

/// `POST /organizer/{lang}/help/act`: shows the page of an act. Nothing is changed yet.
pub(crate) async fn show(visit: Visit, form: Form) -> Answer {
    let wanted = wanted(&visit, &form).await?;
    let typed = wanted.signer.as_ref().map_or_else(Typed::default, Typed::as_known);
    Ok(page(&visit, &wanted, typed, Wrong::default()))
}

/// The faults of a form: the messages, and the ridings to choose from.
#[derive(Default)]
struct Wrong {
    messages: Vec<FieldMessage>,
    choices: Vec<&'static Riding>,
}

impl From<FieldMessage> for Wrong {
    fn from(message: FieldMessage) -> Self {
        Self { messages: vec![message], choices: Vec::new() }
    }
}

fn page(visit: &Visit, wanted: &Wanted, typed: Typed, wrong: Wrong) -> Response {
    let title = visit.texts().get(&wanted.act.key(""));
    let page = ActPage {
        frame: visit.frame_titled(OfficePage::Help, title, "/help").with_errors(wrong.messages),
        case: token(visit, &wanted.case),
        submission: wanted.submission.clone(),
        act: wanted.act,
        person: wanted.signer.as_ref().map(|signer| signer.draft.name.to_string()),
        typed,
        choices: wrong.choices,
    };
    answer(&page.frame, &page)
}

/// The outcome of an act.
enum Outcome {
    /// It is done, now or by an earlier press of the button.
    Done,
    /// It cannot be done now, for this reason in words.
    Refused(String),
    /// Something on its page must be put right.
    Wrong(Wrong),
}

/// `POST /organizer/{lang}/help/do`: carries an act out.
pub(crate) async fn carry_out(visit: Visit, form: Form) -> Answer {
    let wanted = wanted(&visit, &form).await?;
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return Ok(page(&visit, &wanted, Typed::of(&form), visit.wrong("reason", fault.key()).into())),
    };
    let t = visit.texts();
    match done(&visit, &wanted, &form, why).await? {
        Outcome::Done => {
            let done = t.get(&wanted.act.key("-done"));
            person::page(&visit, &wanted.case, Some(done), None).await
        }
        Outcome::Refused(message) => {
            let refused = FieldMessage { field: "help", code: "office-help-refused", message };
            person::page(&visit, &wanted.case, None, Some(refused)).await
        }
        Outcome::Wrong(wrong) => Ok(page(&visit, &wanted, Typed::of(&form), wrong)),
    }
}

async fn done(visit: &Visit, wanted: &Wanted, form: &Form, why: String) -> Result<Outcome, Failure> {
    let (context, now) = (&visit.context, visit.caller.now);
    let code = log_code(visit, &wanted.case.subject);
    let about =
        if wanted.act.action() == Action::SupporterCorrected { format!("{code} {}", wanted.act.name()) } else { code };
    let entry = visit.caller.did_because(wanted.act.action(), about, why);
    let gone = || Outcome::Refused(visit.texts().get("office-help-gone"));
    let claims = wanted.signer.as_ref().map(Signer::claims);
    match (wanted.act, claims) {
        (Act::Link, Some(_)) if wanted.signer.as_ref().is_some_and(|signer| signer.invalidated.is_some()) => {
            Ok(Outcome::Refused(visit.texts().get("office-look-up-not-counted")))
        }
        (Act::Link, Some(claims)) => {
            let file = context.pledges.mailbox_file(claims.mailbox, now).await?;
            // A second press of the button: the mail has left.
            if file.has_mailed(wanted.case.request_about(claims.submission)) {
                return Ok(Outcome::Done);
            }
            if let Some(refused) = refusal(visit.texts(), file.may_mail(true, now)) {
                return Ok(Outcome::Refused(refused));
            }
            let owner = Owner { signer: claims.signer, mailbox: claims.mailbox };
            send_again(visit, wanted, (owner, claims.submission), &entry).await
        }
        (Act::LinkOfForm, _) => {
            let file = context.pledges.mailbox_file(wanted.owner.mailbox, now).await?;
            let waiting = file.forms.iter().find(|form| form.state == FormState::Waits);
            if waiting.is_some_and(|form| file.has_mailed(wanted.case.request_about(form.id))) {
                return Ok(Outcome::Done);
            }
            if let Some(refused) = refusal(visit.texts(), file.may_mail(false, now)) {
                return Ok(Outcome::Refused(refused));
            }
            let Some(form) = waiting else { return Ok(gone()) };
            send_again(visit, wanted, (wanted.owner, form.id), &entry).await
        }
        (Act::Name, Some(claims)) => correct_name(visit, &claims, form, &entry).await,
        (Act::Home, Some(claims)) => correct_home(visit, &claims, form, &entry).await,
        (Act::Language, Some(claims)) => {
            let locale: Locale = form.parse("language")?;
            let changed = context.office.correct_language(&context.pledges, &claims, locale, &entry).await?;
            Ok(if changed { Outcome::Done } else { gone() })
        }
        (Act::Lift, claims) => {
            let mailbox = claims.map_or(wanted.owner.mailbox, |claims| claims.mailbox);
            if context.office.lift_bounce(&context.pledges, mailbox, now, &entry).await? {
                return Ok(Outcome::Done);
            }
            let stopped = context.pledges.mailbox_file(mailbox, now).await?.stopped;
            // A second press of the button finds no mark.
            Ok(match stopped {
                None => Outcome::Done,
                Some((MailStop::Bounced | MailStop::Complained | MailStop::Refused, ..)) => {
                    Outcome::Refused(visit.texts().get("office-help-stopped"))
                }
            })
        }
        (Act::Erase, Some(claims)) => {
            context.office.erase_signer(&context.pledges, &claims, (now, context.entropy.number()), &entry).await?;
            Ok(Outcome::Done)
        }
        // They are gone already: a second press of the button.
        (Act::Erase, None) => Ok(Outcome::Done),
        (Act::EraseForms, _) => {
            context.office.erase_forms(&context.pledges, wanted.owner.mailbox, now, &entry).await?;
            Ok(Outcome::Done)
        }
        (Act::Link | Act::Name | Act::Home | Act::Language, None) => Ok(gone()),
    }
}

async fn send_again(
    visit: &Visit,
    wanted: &Wanted,
    (owner, submission): (Owner, SubmissionId),
    entry: &Entry,
) -> Result<Outcome, Failure> {
    let (context, now) = (&visit.context, visit.caller.now);
    let again = Again::new(wanted.case.request_about(submission), owner, submission, now);
    context.office.send_again(&context.pledges, &again, now, entry).await?;
    Ok(Outcome::Done)
}

async fn correct_name(visit: &Visit, claims: &Claims, form: &Form, entry: &Entry) -> Result<Outcome, Failure> {
    let (context, t) = (&visit.context, visit.texts());
    let name = match PersonName::parse(form.get("first_name"), form.get("last_name")) {
        Ok(name) => name,
        Err(faults) => {
            let says = |field, fault: Option<NameError>| {
                let code = fault?.code();
                let begin = if fault == Some(NameError::Missing) { "office-help-" } else { "error-" };
                let most = i64::try_from(NAME_MAX_CHARACTERS).unwrap_or(i64::MAX);
                let message = t.with(&format!("{begin}{}", code.replace('_', "-")), [("max", most.into())]);
                Some(FieldMessage { field, code, message })
            };
            let both = [says("first_name", faults.first), says("last_name", faults.last)];
            let messages = both.into_iter().flatten().collect();
            return Ok(Outcome::Wrong(Wrong { messages, choices: Vec::new() }));
        }
    };
    Ok(match context.office.correct_name(&context.pledges, claims, (&name, &context.person_key), entry).await? {
        Renamed::Saved => Outcome::Done,
        Renamed::NameTaken => Outcome::Wrong(visit.wrong("first_name", "office-help-name-taken").into()),
        Renamed::Gone => Outcome::Refused(t.get("office-help-gone")),
    })
}

async fn correct_home(visit: &Visit, claims: &Claims, form: &Form, entry: &Entry) -> Result<Outcome, Failure> {
    let context = &visit.context;
    // The counts of the ridings are final then.
    if visit.caller.now >= context.site.campaign().closes_at {
        return Ok(Outcome::Refused(visit.texts().get("office-help-over")));
    }
    let home = match parse_home(visit, form) {
        Ok(home) => home,
        Err(wrong) => return Ok(Outcome::Wrong(wrong)),
    };
    let moved = (home, &context.person_key, context.entropy.number());
    let moved = context.office.correct_home(&context.pledges, claims, moved, entry).await?;
    Ok(if moved.is_some() { Outcome::Done } else { Outcome::Refused(visit.texts().get("office-help-gone")) })
}

fn parse_home(visit: &Visit, form: &Form) -> Result<Residence, Wrong> {
    ridings::home(form.get("postal_code"), form.get("country"), form.get("riding")).map_err(|fault| match fault {
        HomeFault::CountryUnknown => visit.wrong("country", "error-country-unknown").into(),
        HomeFault::PostalCode(problem) => postal_code_message(visit.texts(), problem).into(),
        HomeFault::Riding(code, choices) => {
            let message = visit.texts().get(&format!("error-{}", code.replace('_', "-")));
            Wrong { messages: vec![FieldMessage { field: "riding", code, message }], choices }
        }
    })
}
