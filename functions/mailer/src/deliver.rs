//! Delivers owed mails, and deletes what is of no use once they are sent.
//!
//! Each function looks at one item that may owe a mail, and returns the fate of the item: [`After`]. `hand_over.rs` sends the mail
//! itself. Requests to be let in are in `sign_in.rs` and `partners.rs`, letters in `letters.rs` and digests in `digests.rs`.

use domain::ids::SubmissionId;
use domain::keys::token::{Claims, Purpose};
use domain::locale::Locale;
use domain::mail::limits::REMIND_AFTER;
use domain::pledge::code::{CODE_TIME, Code};
use domain::pledge::{Household, Owner, Signer, SlotFor, Submission};
use domain::time::later;
use jiff::{SignedDuration, Timestamp};
use mail::{Kind, Message};
use store::{Again, Charge, Farewell, FormMail, LeadsTo, MailClass, MailboxSeen, Notice, When};

use crate::form_owner::{form_owner, owner_of};
use crate::hand_over::{After, Fate, NO_MORE_MAIL, PAUSE_MIN, pause, send};
use crate::round::Round;
use crate::tools::{Mailer, MailerError};
use crate::{breaker, flood};

/// Reminders that come later than this before the form expires are not sent.
const REMINDER_MARGIN: SignedDuration = SignedDuration::from_hours(24);
/// The person who is counted at the address of a new form. It decides what the form's mail says.
#[derive(Clone, Copy)]
enum Counted<'a> {
    /// Nobody, so that the code in the mail counts as its button does.
    Nobody,
    /// Somebody else. A code then counts nobody, so the mail has none: the button's page asks who signs.
    Another,
    /// The person who signs.
    Already(&'a Signer),
}

impl<'a> Counted<'a> {
    fn of(household: &'a Household, submission: &Submission, owner: Owner) -> Self {
        match counted_already(household, submission, owner) {
            Some(signer) => Self::Already(signer),
            None if household.members().next().is_some() => Self::Another,
            None => Self::Nobody,
        }
    }
}

/// Sends the mail about a new form: "is it you?", or "you are counted already".
pub(crate) async fn mail_form(mailer: &Mailer, round: &Round, submission: &Submission) -> Result<After, MailerError> {
    let id = submission.id;
    let now = mailer.clock.now();
    let owner = owner_of(mailer, &submission.draft.email);
    if now < submission.expires_at() && !round.mails_bounce() && flood::asks_at_once(mailer, submission, now).await? {
        return send_form_mail(mailer, round, owner, submission, Counted::Nobody).await;
    }
    let household = mailer.pledges.household(owner.signer).await?;
    // If it was confirmed before this turn came, the signer's own item owes the thanks.
    if household.member(id).is_some() || now >= submission.expires_at() {
        return Ok(After::Settled);
    }
    if let Some(until) = breaker::slows(mailer, round, submission, now).await? {
        return Ok(After::put_off(MailClass::First, until));
    }
    if !flood::lets_through(mailer, submission, now).await? {
        return Ok(After::Written);
    }
    let counted = Counted::of(&household, submission, owner);
    let form_mail = FormMail {
        submission: id,
        submitted_at: submission.submitted_at,
        owner,
        name: &submission.draft.name,
        is_spelling: submission.draft.email.is_one_of_many_spellings(),
        leads_to: match counted {
            Counted::Already(_) if household.is_full() => LeadsTo::PledgeAlone,
            Counted::Already(_) => LeadsTo::Pledge,
            Counted::Another | Counted::Nobody => LeadsTo::Forms,
        },
    };
    match mailer.pledges.charge_form_mail(&form_mail, now).await? {
        Charge::Charged => send_form_mail(mailer, round, owner, submission, counted).await,
        Charge::Wait { until } => Ok(After::at(MailClass::First, until)),
        // The form stays: every link that was sent to its mailbox leads to it.
        Charge::Covered => Ok(After::Settled),
        Charge::Spent => {
            tracing::info!("a mailbox has had its share of mails");
            Ok(After::Settled)
        }
        Charge::Stopped => {
            // No link will ever lead there, and its owner may have said that such forms are not theirs.
            tracing::info!("a mailbox takes no mail");
            mailer.pledges.delete_submission(id).await?;
            Ok(After::Written)
        }
    }
}

/// The signer who may learn by mail that they are counted already. That mail goes only to the mailbox that they proved.
/// Another spelling of the address gets the ordinary link, and the link's page explains.
fn counted_already<'a>(household: &'a Household, submission: &Submission, owner: Owner) -> Option<&'a Signer> {
    let counted = match household.slot_for(submission) {
        SlotFor::In(_) => None,
        SlotFor::Has(signer) => Some(signer),
        SlotFor::None => household.members().find(|member| member.mailbox == owner.mailbox),
    };
    counted.filter(|counted| counted.mailbox == owner.mailbox)
}

async fn send_form_mail(
    mailer: &Mailer,
    round: &Round,
    owner: Owner,
    submission: &Submission,
    counted: Counted<'_>,
) -> Result<After, MailerError> {
    let (fate, may_be_confirmed) = match counted {
        // The mail goes to the counted person and speaks of their own pledge. The form may be a stranger's, and is not
        // theirs to read.
        Counted::Already(signer) => {
            (send_about(mailer, round, Kind::AlreadyCounted, submission.id, signer).await?, false)
        }
        Counted::Another | Counted::Nobody => {
            let age = mailer.clock.now().duration_since(submission.submitted_at);
            let works = matches!(counted, Counted::Nobody) && age < CODE_TIME;
            let code = works.then(|| mailer.tokens.code(submission.id));
            (send_confirm_link(mailer, round, owner, submission, (Kind::Confirm, code, submission.id)).await?, true)
        }
    };
    let now = mailer.clock.now();
    match fate {
        Fate::NotNow => Ok(After::put_off(MailClass::First, later(now, pause(submission.submitted_at, now)))),
        Fate::Sent if may_be_confirmed => {
            let when = When { class: MailClass::Reminder, at: later(now, REMIND_AFTER) };
            mailer.pledges.note_form_mail(submission.id, owner, when).await?;
            Ok(After::Written)
        }
        Fate::Sent | Fate::GivenUp => {
            mailer.pledges.delete_submission(submission.id).await?;
            Ok(After::Written)
        }
    }
}

/// Sends the mail "is it you?" with the link that confirms the form, and with a code where one works. The mail greets by
/// the name on the form and repeats nothing else of it, for a stranger may have filled it in.
async fn send_confirm_link(
    mailer: &Mailer,
    round: &Round,
    owner: Owner,
    submission: &Submission,
    (kind, code, cause): (Kind, Option<Code>, SubmissionId),
) -> Result<Fate, MailerError> {
    let draft = &submission.draft;
    let claims = submission.claims(owner);
    let token = mailer.tokens.mint(Purpose::Confirm, claims);
    let path = format!("/{}/confirm?token={}", draft.locale, token.expose());
    let message = Message {
        name: Some(&draft.name),
        code,
        refuse: Some(refuse_path(mailer, draft.locale, claims)),
        ..Message::new(kind, cause.to_string(), &draft.email, draft.locale, path)
    };
    send(mailer, round, &message).await
}

/// The path by which the owner of a mailbox stops all mail. It works for as long as a link to one's pledge does.
pub(crate) fn refuse_path(mailer: &Mailer, locale: Locale, claims: Claims) -> String {
    let claims = Claims { expires_at: Claims::manage_end(mailer.clock.now()), ..claims };
    format!("/{locale}/not-me?token={}", mailer.tokens.mint(Purpose::Mailbox, claims).expose())
}

/// Sends the one reminder of a form, two days after its first mail. If this function dies between sending a mail and noting
/// it, a first mail may be sent twice. A reminder is then not sent again: none at all is better than two.
pub(crate) async fn remind(mailer: &Mailer, round: &Round, submission: &Submission) -> Result<After, MailerError> {
    let now = mailer.clock.now();
    let owner = owner_of(mailer, &submission.draft.email);
    let (household, mailbox) = mailer.pledges.household_and_mailbox(owner).await?;
    let comes_too_late = later(now, REMINDER_MARGIN) >= submission.expires_at();
    if comes_too_late || !is_wanted(mailer, owner, submission, (&household, &mailbox), now).await? {
        return Ok(After::Settled);
    }
    match mailer.pledges.charge_reminder(owner.mailbox, submission.id, mailbox, now).await? {
        Charge::Charged => {}
        Charge::Wait { until } => return Ok(After::at(MailClass::Reminder, until)),
        Charge::Covered | Charge::Spent | Charge::Stopped => return Ok(After::Settled),
    }
    let sent = send_confirm_link(mailer, round, owner, submission, (Kind::Reminder, None, submission.id)).await;
    match sent {
        Ok(Fate::Sent | Fate::GivenUp) => Ok(After::Settled),
        Ok(Fate::NotNow) | Err(_) => {
            mailer.pledges.uncharge_reminder(owner.mailbox, submission.id, now).await?;
            sent?;
            Ok(After::put_off(MailClass::Reminder, later(now, pause(submission.submitted_at, now))))
        }
    }
}

/// Whether a form's person may still confirm it, and has sent no newer one.
async fn is_wanted(
    mailer: &Mailer,
    owner: Owner,
    submission: &Submission,
    (household, mailbox): (&Household, &MailboxSeen),
    now: Timestamp,
) -> Result<bool, MailerError> {
    let is_counted = household.member(submission.id).is_some();
    if is_counted || !matches!(household.slot_for(submission), SlotFor::In(_)) {
        return Ok(false);
    }
    if mailbox.lists_only(submission.id) {
        return Ok(true);
    }
    let others = mailer.pledges.forms_of(owner.mailbox, now).await?;
    Ok(!others.iter().any(|other| {
        other.draft.name.is_same_person(&submission.draft.name)
            && (other.submitted_at, other.id) > (submission.submitted_at, submission.id)
    }))
}

/// Thanks a new signer, with the link to see, change or withdraw their pledge. Their form is erased before the mail is sent.
/// The signer's own item says that thanks are owed until the mail is sent.
pub(crate) async fn thank(mailer: &Mailer, round: &Round, counted: &Signer) -> Result<After, MailerError> {
    let (id, now) = (counted.submission, mailer.clock.now());
    let owner_of_form = |submission: &Submission| form_owner(mailer, submission);
    if !mailer.pledges.begin_thanks(id, counted.mailbox, owner_of_form, now).await? {
        tracing::info!("{NO_MORE_MAIL}");
        return Ok(After::Settled);
    }
    if send_about(mailer, round, Kind::Confirmed, id, counted).await? == Fate::NotNow {
        let now = mailer.clock.now();
        return Ok(After::put_off(MailClass::Thanks, later(now, pause(counted.submitted_at, now))));
    }
    Ok(After::Settled)
}

/// Tells somebody who withdrew that nothing is kept, and erases their farewell.
pub(crate) async fn say_goodbye(
    mailer: &Mailer,
    round: &Round,
    id: SubmissionId,
    farewell: &Farewell,
) -> Result<After, MailerError> {
    let mailbox = owner_of(mailer, &farewell.email).mailbox;
    if mailer.pledges.charge_notice(mailbox, Notice::Farewell(id), mailer.clock.now()).await? {
        let (to, locale) = (&farewell.email, farewell.locale);
        let message = Message::new(Kind::Withdrawn, id.to_string(), to, locale, format!("/{locale}"));
        let message = Message { name: Some(&farewell.name), ..message };
        // The farewell is erased even if the mail was not taken. To try again, we would keep the very data that they
        // withdrew.
        send(mailer, round, &message).await?;
    } else {
        tracing::info!("{NO_MORE_MAIL}");
    }
    mailer.pledges.delete_farewell(id).await?;
    Ok(After::Written)
}

/// Mails somebody their link again, as a moderator asked. The mail counts like that of a form: the mailbox is charged for it, and
/// nothing goes beyond its share. The request stays for a day, so that it is made once.
pub(crate) async fn send_again(mailer: &Mailer, round: &Round, again: &Again) -> Result<After, MailerError> {
    let now = mailer.clock.now();
    if now >= again.expires_at {
        return Ok(After::Settled);
    }
    let household = mailer.pledges.household(again.owner.signer).await?;
    let counted = household.member(again.submission);
    let form = match counted {
        Some(_) => None,
        None => mailer
            .pledges
            .forms_of(again.owner.mailbox, now)
            .await?
            .into_iter()
            .find(|form| form.id == again.submission),
    };
    let Some(draft) = counted.map(|signer| &signer.draft).or(form.as_ref().map(|form| &form.draft)) else {
        return Ok(After::Settled);
    };
    let form_mail = FormMail {
        submission: again.id,
        submitted_at: now,
        owner: again.owner,
        name: &draft.name,
        is_spelling: draft.email.is_one_of_many_spellings(),
        leads_to: if counted.is_some() { LeadsTo::PledgeAlone } else { LeadsTo::Forms },
    };
    match mailer.pledges.charge_form_mail(&form_mail, now).await? {
        Charge::Charged => {}
        Charge::Wait { until } => return Ok(After::at(MailClass::First, until)),
        Charge::Covered | Charge::Spent | Charge::Stopped => {
            tracing::info!("{NO_MORE_MAIL}");
            return Ok(After::Settled);
        }
    }
    let fate = match (counted, &form) {
        (Some(signer), _) => send_about(mailer, round, Kind::LinkAgain, again.id, signer).await?,
        (None, Some(form)) => {
            send_confirm_link(mailer, round, again.owner, form, (Kind::Confirm, None, again.id)).await?
        }
        (None, None) => Fate::GivenUp,
    };
    Ok(match fate {
        Fate::NotNow => After::put_off(MailClass::First, later(now, PAUSE_MIN)),
        Fate::Sent | Fate::GivenUp => After::Settled,
    })
}

async fn send_about(
    mailer: &Mailer,
    round: &Round,
    kind: Kind,
    cause: SubmissionId,
    counted: &Signer,
) -> Result<Fate, MailerError> {
    let draft = &counted.draft;
    let token = mailer.tokens.mint(Purpose::Manage, counted.claims());
    let path = format!("/{}/my-pledge?token={}", draft.locale, token.expose());
    let message = Message {
        name: Some(&draft.name),
        riding: ridings::name_of(&draft.residence, draft.locale),
        refuse: (kind == Kind::AlreadyCounted).then(|| refuse_path(mailer, draft.locale, counted.claims())),
        stop_updates: draft.consents.updates.is_some().then(|| {
            let token = mailer.updates.mint(Purpose::StopUpdates, counted.claims());
            format!("/{}/updates/stop?token={}", draft.locale, token.expose())
        }),
        ..Message::new(kind, cause.to_string(), &draft.email, draft.locale, path)
    };
    send(mailer, round, &message).await
}
