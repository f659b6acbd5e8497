//! The page about the people of one address: whether they count, which mails went, and what can be done for them.
//!
//! A moderator sees as little as helps: no comment, no partner, no link, nothing of an unconfirmed form but its time.

use askama::Template;
use campaigns::Texts;
use domain::keys::session::{Case, Subject};
use domain::locale::Locale;
use domain::pledge::Signer;
use jiff::Timestamp;
use pages::FieldMessage;
use store::{FormState, MailAbout, MailStop, MailboxFile, MayMail};

use crate::failure::Failure;
use crate::help::acts::Act;
use crate::help::case::{log_code, opened, token};
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer, place_name};

#[derive(Template)]
#[template(path = "help/person.html")]
struct PersonPage<'a> {
    frame: OfficeFrame<'a>,
    case: String,
    /// A sentence about what was done.
    done: Option<String>,
    people: Vec<Counted>,
    /// The unconfirmed forms, in words; the last sentence says what to do about those that are held.
    forms: Vec<String>,
    form_acts: Vec<Act>,
    /// The reason for which no link goes to the form's mailbox now.
    form_refusal: Option<String>,
    /// The mails of the mailbox that was typed, when no counted person has it.
    mailbox: Option<Mails>,
}

/// Somebody who signed, with just enough data to answer their question.
struct Counted {
    name: String,
    facts: Vec<(&'static str, String)>,
    mails: Mails,
    submission: String,
    counts: bool,
    acts: Vec<Act>,
    /// The reason for which their link cannot be sent now.
    refusal: Option<String>,
}

/// The mail to a mailbox, in words.
struct Mails {
    /// The sentence before the times: it names the subjects.
    about: String,
    sent: Vec<String>,
    stopped: Option<String>,
}

/// The ids of the address that a case is about.
pub(crate) fn owner(case: &Case) -> Result<domain::pledge::Owner, Failure> {
    match case.subject {
        Subject::Address(signer, mailbox) => Ok(domain::pledge::Owner { signer, mailbox }),
        Subject::Paper(_) => Err(Failure::NOT_FOUND),
    }
}

/// `POST /organizer/{lang}/help/person`: shows the page of a case again.
pub(crate) async fn show(visit: Visit, form: Form) -> Answer {
    let case = opened(&visit, &form)?;
    page(&visit, &case, None, None).await
}

/// Shows the people of a case's address, with a sentence about what was done, or what was not.
pub(crate) async fn page(visit: &Visit, case: &Case, done: Option<String>, wrong: Option<FieldMessage>) -> Answer {
    let (t, now) = (visit.texts(), visit.caller.now);
    let owner = owner(case)?;
    let pledges = &visit.context.pledges;
    let household = pledges.household(owner.signer).await?;
    let mut people = Vec::new();
    for signer in household.members() {
        let file = pledges.mailbox_file(signer.mailbox, now).await?;
        people.push(counted(t, signer, &file, now));
    }
    let file = pledges.mailbox_file(owner.mailbox, now).await?;
    let has_mailbox = household.members().any(|signer| signer.mailbox == owner.mailbox);
    // The form that counted somebody stays for a moment.
    let mut own = file.clone();
    own.forms.retain(|form| household.member(form.id).is_none());
    let waits = own.forms.iter().any(|form| form.state == FormState::Waits);
    let form_refusal = if waits { refusal(t, own.may_mail(false, now)) } else { None };
    let mut form_acts = Vec::new();
    if waits && form_refusal.is_none() {
        form_acts.push(Act::LinkOfForm);
    }
    if !has_mailbox && is_bounced(&file) {
        form_acts.push(Act::Lift);
    }
    if !own.forms.is_empty() {
        form_acts.push(Act::EraseForms);
    }
    let title = t.with("office-help-person", [("code", log_code(visit, &case.subject).into())]);
    let page = PersonPage {
        frame: visit.frame_titled(OfficePage::Help, title, "/help").with_errors(wrong),
        case: token(visit, case),
        done,
        people,
        forms: own.forms.iter().map(|form| form_in_words(t, form.state, form.sent_at)).collect(),
        form_acts,
        form_refusal,
        mailbox: (!has_mailbox).then(|| mails(t, &file)),
    };
    Ok(answer(&page.frame, &page))
}

fn counted(t: &Texts, signer: &Signer, file: &MailboxFile, now: Timestamp) -> Counted {
    let counts = signer.invalidated.is_none();
    let refusal = if counts { refusal(t, file.may_mail(true, now)) } else { None };
    let mut acts = Vec::new();
    if counts && refusal.is_none() {
        acts.push(Act::Link);
    }
    acts.extend([Act::Name, Act::Home, Act::Language]);
    if is_bounced(file) {
        acts.push(Act::Lift);
    }
    acts.push(Act::Erase);
    let language = match signer.draft.locale {
        Locale::En => "office-language-en",
        Locale::Fr => "office-language-fr",
    };
    let state = if counts { "office-look-up-counted" } else { "office-look-up-not-counted" };
    Counted {
        name: signer.draft.name.to_string(),
        facts: vec![
            ("office-help-state", t.get(state)),
            ("office-help-place", place_name(t, signer.draft.residence.place())),
            ("office-language", t.get(language)),
            ("office-help-signed", t.moment(signer.submitted_at)),
            ("office-help-confirmed", t.moment(signer.confirmed_at)),
        ],
        mails: mails(t, file),
        submission: signer.submission.to_string(),
        counts,
        acts,
        refusal,
    }
}

fn is_bounced(file: &MailboxFile) -> bool {
    matches!(file.stopped, Some((MailStop::Bounced, ..)))
}

fn mails(t: &Texts, file: &MailboxFile) -> Mails {
    let stopped = file.stopped.map(|(why, since, until)| {
        let key = match why {
            MailStop::Bounced => "office-help-bounced",
            MailStop::Complained => "office-help-complained",
            MailStop::Refused => "office-help-refused",
        };
        let until = until.map(|until| t.day(until)).unwrap_or_default();
        t.with(key, [("since", t.moment(since).into()), ("until", until.into())])
    });
    let named = |about: &MailAbout| {
        t.get(match about {
            MailAbout::Link => "office-help-mail-link",
            MailAbout::Reminder => "office-help-mail-reminder",
            MailAbout::Thanks => "office-help-mail-thanks",
            MailAbout::Farewell => "office-help-mail-farewell",
        })
    };
    let about: Vec<_> = file.about.iter().map(named).collect();
    let about = t.with("office-help-mails", [("about", about.join(", ").into())]);
    Mails { about, sent: file.sent.iter().rev().map(|at| t.moment(*at)).collect(), stopped }
}

/// Says in words why a link cannot be mailed now; `None` when it can.
pub(crate) fn refusal(t: &Texts, may: MayMail) -> Option<String> {
    match may {
        MayMail::Now => None,
        MayMail::From(until) => Some(t.with("office-help-too-soon", [("time", t.time(until).into())])),
        MayMail::Spent(until) => Some(t.with("office-help-spent", [("when", t.moment(until).into())])),
        MayMail::Stopped => Some(t.get("office-help-stopped")),
    }
}

fn form_in_words(t: &Texts, state: FormState, sent_at: Timestamp) -> String {
    let key = match state {
        FormState::Waits => "office-help-form-waits",
        FormState::Held => "office-help-form-held",
        FormState::Discarded => "office-help-form-discarded",
    };
    t.with(key, [("when", t.moment(sent_at).into())])
}
