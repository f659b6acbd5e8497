//! Who is owed which mail, and what is deleted once it is sent.

use domain::code::CODE_TIME;
use domain::email::EmailAddress;
use domain::identity::{MailboxId, NetworkCode, SignInId, SignerId, SubmissionId};
use domain::locale::Locale;
use domain::organizer::Organizer;
use domain::pledge::{Household, Owner, Room, Signer, Submission};
use domain::sign_in_mails::Asked;
use domain::token::{Claims, Purpose};
use jiff::{SignedDuration, Timestamp};
use mail::{Kind, Message, SendError};
use store::{Ask, Charge, Notice, REMIND_AFTER, Reminder, SignIn, StoreError};

use crate::{Mailer, MailerError, WorkTime, flood};

/// Deferred mails sent in one go; the rest waits for the next minute.
const DUE_AT_ONCE: i32 = 100;
/// A mail that was not taken is tried again when as much time again has passed as since its form was sent, but no sooner
/// and no later than this. When the form expires, that ends.
const PAUSE_MIN: SignedDuration = SignedDuration::from_mins(1);
const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(6);

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Sent,
    /// It can never be sent.
    GivenUp,
    /// It was not taken this time.
    NotNow,
}

/// A new submission: "is it you?", or "you are counted already".
pub(crate) async fn ask(mailer: &Mailer, id: SubmissionId) -> Result<(), MailerError> {
    let Some(submission) = mailer.pledges.submission(id).await? else { return Ok(()) };
    let owner = owner_of(mailer, &submission.draft.email);
    let household = mailer.pledges.household(owner.signer).await?;
    if let Some(counted) = household.member(id) {
        // Confirmed before this turn came: what they are owed now is thanks.
        return thank_one(mailer, counted).await;
    }
    let now = mailer.clock.now();
    if now >= submission.expires_at() {
        return Ok(());
    }
    if !flood::lets_through(mailer, &submission, now).await? {
        return Ok(());
    }
    let already = counted_already(&household, &submission, owner);
    let ask = Ask {
        submission: id,
        submitted_at: submission.submitted_at,
        owner,
        name: &submission.draft.name,
        is_spelling: submission.draft.email.is_one_of_many_spellings(),
        may_lead_to_thanks: already.is_none(),
    };
    match mailer.pledges.charge_ask(&ask, now).await? {
        Charge::Charged => send_ask(mailer, owner, &submission, already).await,
        Charge::Wait { until } => Ok(mailer.pledges.defer(id, until).await?),
        // The form stays: every link that was sent to its mailbox leads to it.
        Charge::Covered => Ok(()),
        Charge::Spent => {
            tracing::info!("a mailbox has had its share of mails");
            Ok(())
        }
        Charge::Stopped => {
            // No link will ever lead there, and its owner may have said that such forms are not theirs.
            tracing::info!("a mailbox takes no mail");
            Ok(mailer.pledges.delete_submission(id).await?)
        }
    }
}

/// The owner of a form: the signer and mailbox that its address stands for.
pub(crate) fn owner_of(mailer: &Mailer, email: &EmailAddress) -> Owner {
    Owner {
        signer: mailer.identity.signer_id(&mailer.campaign, &email.canonical()),
        mailbox: mailer.identity.mailbox_id(&mailer.campaign, email),
    }
}

/// The signer to whom a mail may say that they are counted already. It goes only to the mailbox that they proved. Another
/// spelling of the address gets the ordinary link, whose page explains.
fn counted_already<'a>(household: &'a Household, submission: &Submission, owner: Owner) -> Option<&'a Signer> {
    let counted = match household.room_for(submission) {
        Room::In(_) => None,
        Room::Has(signer) => Some(signer),
        Room::None => household.members().find(|member| member.mailbox == owner.mailbox),
    };
    counted.filter(|counted| counted.mailbox == owner.mailbox)
}

async fn send_ask(
    mailer: &Mailer,
    owner: Owner,
    submission: &Submission,
    already: Option<&Signer>,
) -> Result<(), MailerError> {
    let fate = if let Some(counted) = already {
        // To the counted person, in the words of their own pledge: what the form said is not theirs to read.
        send_about(mailer, Kind::AlreadyCounted, submission.id, counted).await?
    } else {
        send_confirm_link(mailer, Kind::Confirm, owner, submission).await?
    };
    match fate {
        Fate::NotNow => put_off(mailer, submission.id, submission.submitted_at).await,
        Fate::Sent if already.is_none() => {
            let due = mailer.clock.now().saturating_add(REMIND_AFTER).expect("a fixed span saturates");
            Ok(mailer.pledges.plan_reminder(Reminder { due, submission: submission.id, again: false }).await?)
        }
        Fate::Sent | Fate::GivenUp => Ok(mailer.pledges.delete_submission(submission.id).await?),
    }
}

/// "Is it you?", with the link that leads to being counted, and the code beside it while that works. Nothing else of the form
/// is in the mail, for a stranger may have filled it in.
async fn send_confirm_link(
    mailer: &Mailer,
    kind: Kind,
    owner: Owner,
    submission: &Submission,
) -> Result<Fate, MailerError> {
    let draft = &submission.draft;
    let claims = submission.claims(owner);
    let token = mailer.tokens.mint(Purpose::Confirm, claims);
    let age = mailer.clock.now().duration_since(submission.submitted_at);
    let code = (kind == Kind::Confirm && age < CODE_TIME).then(|| mailer.tokens.code(submission.id));
    let message = Message {
        kind,
        cause: submission.id.to_string(),
        to: &draft.email,
        name: Some(&draft.name),
        locale: draft.locale,
        riding: None,
        path: format!("/{}/confirm?token={}", draft.locale, token.expose()),
        code,
        refuse: Some(refuse_path(mailer, draft.locale, claims)),
        stop_updates: None,
    };
    send(mailer, &message).await
}

/// Where the owner of a mailbox has us write no more. It works for as long as a link to one's pledge does.
fn refuse_path(mailer: &Mailer, locale: Locale, claims: Claims) -> String {
    let claims = Claims { expires_at: Claims::manage_end(mailer.clock.now()), ..claims };
    format!("/{locale}/not-me?token={}", mailer.tokens.mint(Purpose::Mailbox, claims).expose())
}

/// Two days later: "is it still you?", once. A mail that was asked for may come twice when this function dies between sending
/// and noting it; a reminder may in that case not come at all, which is better than a second one.
async fn remind(mailer: &Mailer, reminder: Reminder) -> Result<(), MailerError> {
    let now = mailer.clock.now();
    let owed = if now < reminder.end() { still_unconfirmed(mailer, reminder.submission, now).await? } else { None };
    let Some((owner, submission)) = owed else {
        mailer.pledges.take_reminder(&reminder).await?;
        return Ok(());
    };
    if reminder.again {
        // Charged before, and known not to be sent. Of several who come upon it, one takes it.
        if !mailer.pledges.take_reminder(&reminder).await? {
            return Ok(());
        }
    } else {
        let charge = mailer.pledges.charge_reminder(owner.mailbox, reminder.submission, now).await?;
        if let Charge::Wait { until } = charge {
            mailer.pledges.plan_reminder(Reminder { due: until, ..reminder }).await?;
        }
        mailer.pledges.take_reminder(&reminder).await?;
        if charge != Charge::Charged {
            return Ok(());
        }
    }
    let sent = send_confirm_link(mailer, Kind::Reminder, owner, &submission).await;
    if matches!(sent, Ok(Fate::Sent | Fate::GivenUp)) {
        return Ok(());
    }
    let due = now.saturating_add(pause(reminder.due, now)).expect("a fixed span saturates");
    mailer.pledges.plan_reminder(Reminder { due, again: true, ..reminder }).await?;
    sent.map(drop)
}

/// A submission that its person may still confirm, and has no newer one for.
async fn still_unconfirmed(
    mailer: &Mailer,
    id: SubmissionId,
    now: Timestamp,
) -> Result<Option<(Owner, Submission)>, MailerError> {
    let Some(submission) = mailer.pledges.submission(id).await?.filter(|found| now < found.expires_at()) else {
        return Ok(None);
    };
    let owner = owner_of(mailer, &submission.draft.email);
    let household = mailer.pledges.household(owner.signer).await?;
    if household.member(id).is_some() || !matches!(household.room_for(&submission), Room::In(_)) {
        return Ok(None);
    }
    let others = mailer.pledges.forms_of(owner.mailbox, now).await?;
    let newer = others.iter().any(|other| {
        other.draft.name.is_same_person(&submission.draft.name)
            && (other.submitted_at, other.id) > (submission.submitted_at, submission.id)
    });
    Ok((!newer).then_some((owner, submission)))
}

/// A new signer: thanks, with the link to see, change and withdraw. The submission still being there says that they are
/// owed; it goes once they are sent.
pub(crate) async fn thank(mailer: &Mailer, signer: SignerId) -> Result<(), MailerError> {
    let household = mailer.pledges.household(signer).await?;
    for counted in household.members() {
        if mailer.pledges.submission(counted.submission).await?.is_some() {
            thank_one(mailer, counted).await?;
        }
    }
    Ok(())
}

async fn thank_one(mailer: &Mailer, counted: &Signer) -> Result<(), MailerError> {
    let id = counted.submission;
    flood::proven(mailer, id).await?;
    if charge_notice(mailer, Notice::Thanks(id), counted.mailbox).await?
        && send_about(mailer, Kind::Confirmed, id, counted).await? == Fate::NotNow
    {
        return put_off(mailer, id, counted.submitted_at).await;
    }
    Ok(mailer.pledges.delete_submission(id).await?)
}

/// Someone withdrew: tell them that nothing is kept, and keep nothing.
pub(crate) async fn say_goodbye(mailer: &Mailer, id: SubmissionId) -> Result<(), MailerError> {
    let Some(farewell) = mailer.pledges.farewell(id).await? else { return Ok(()) };
    let mailbox = owner_of(mailer, &farewell.email).mailbox;
    if charge_notice(mailer, Notice::Farewell(id), mailbox).await? {
        let message = Message {
            kind: Kind::Withdrawn,
            cause: id.to_string(),
            to: &farewell.email,
            name: Some(&farewell.name),
            locale: farewell.locale,
            riding: None,
            path: format!("/{}", farewell.locale),
            code: None,
            refuse: None,
            stop_updates: None,
        };
        // Whether it is taken or not: what would be kept to try again is the very data that they withdrew.
        send(mailer, &message).await?;
    }
    Ok(mailer.pledges.delete_farewell(id).await?)
}

/// An organizer asked to be let in, or somebody was invited. Whoever is no organizer gets nothing, and nobody learns of it.
pub(crate) async fn let_in(mailer: &Mailer, id: SignInId) -> Result<(), MailerError> {
    let now = mailer.clock.now();
    let Some(sign_in) = mailer.pledges.sign_in(id, now).await? else { return Ok(()) };
    if sign_in.email.is_same_mailbox(&mailer.first_admin) {
        mailer.office.ensure(&Organizer::first(mailer.first_admin.clone(), now)).await?;
    }
    let Some(organizer) = mailer.office.organizer(&sign_in.email).await? else {
        return Ok(mailer.pledges.delete_sign_in(id).await?);
    };
    let locale = sign_in.locale;
    let (kind, path, is_behind_link) = if sign_in.invitation {
        (Kind::Invited, format!("/organizer/{locale}/sign-in"), false)
    } else if let Some(link) = link_for(mailer, &sign_in, now).await? {
        let token = mailer.sessions.mint_sign_in(link.id, link.expires_at);
        (Kind::SignIn, format!("/organizer/{locale}/open?token={}", token.expose()), link.id == id)
    } else {
        tracing::info!("an organizer has a link already, and is not mailed another one yet");
        return Ok(mailer.pledges.delete_sign_in(id).await?);
    };
    let to = &organizer.email;
    let cause = id.to_string();
    let message = Message {
        kind,
        cause,
        to,
        name: None,
        locale,
        riding: None,
        path,
        code: None,
        refuse: None,
        stop_updates: None,
    };
    match send(mailer, &message).await? {
        // The request behind a link stays: whoever follows it uses it up.
        Fate::Sent if is_behind_link => Ok(()),
        // Whoever waits for a link asks for another one; nobody's mail waits behind it.
        Fate::Sent | Fate::NotNow | Fate::GivenUp => Ok(mailer.pledges.delete_sign_in(id).await?),
    }
}

/// The request whose link an organizer is mailed: this one, or an earlier one whose link still stands. None when they have such a
/// mail already ([`domain::sign_in_mails`]).
async fn link_for(mailer: &Mailer, sign_in: &SignIn, now: Timestamp) -> Result<Option<SignIn>, MailerError> {
    let mails = mailer.office.sign_in_mails(&sign_in.email).await?;
    if let Some(begun) = mails.of_request(sign_in.id) {
        return Ok(mailer.pledges.sign_in(begun.link, now).await?);
    }
    let latest = match mails.latest_link() {
        Some(link) => mailer.pledges.sign_in(link, now).await?,
        None => None,
    };
    let network = sign_in.network.unwrap_or(NetworkCode::from_bytes([0; 16]));
    let asked = Asked { at: now, network, request: sign_in.id };
    let Some(mail) = mails.owed(asked, latest.as_ref().map(|latest| latest.expires_at)) else { return Ok(None) };
    let link = if mail.link == sign_in.id { Some(sign_in.clone()) } else { latest };
    if mailer.office.change_sign_in_mails(&sign_in.email, &mails, &mails.with(mail)).await? {
        Ok(link)
    } else {
        // Another request of theirs was answered just now: the stream brings this one again.
        Err(StoreError::Conflict.into())
    }
}

/// Sends what has waited long enough, and then the reminders that are due.
pub(crate) async fn send_due(mailer: &Mailer, work: WorkTime) -> Result<(), MailerError> {
    let waited = send_deferred(mailer, work).await;
    if matches!(waited, Err(MailerError::Send(_))) {
        return waited;
    }
    waited.and(send_reminders(mailer, work).await)
}

async fn send_reminders(mailer: &Mailer, work: WorkTime) -> Result<(), MailerError> {
    let mut unreadable = Ok(());
    // Most have nobody to go to, since most people confirm: as many as there is time for, each looked at once.
    let now = mailer.clock.now();
    loop {
        let due = mailer.pledges.due_reminders(now, DUE_AT_ONCE).await?;
        let more = due.len() == usize::try_from(DUE_AT_ONCE).expect("a small constant");
        for reminder in due {
            if work.is_over() {
                return unreadable;
            }
            match remind(mailer, reminder).await {
                Ok(()) => {}
                Err(error @ MailerError::Store(StoreError::Corrupt)) => {
                    // Nobody can be reminded of it, and it must not be in the way.
                    mailer.pledges.take_reminder(&reminder).await?;
                    unreadable = Err(error);
                }
                Err(error) => return Err(error),
            }
        }
        if !more {
            return unreadable;
        }
    }
}

/// The same way again, which may find that it must wait once more.
async fn send_deferred(mailer: &Mailer, work: WorkTime) -> Result<(), MailerError> {
    let mut unreadable = Ok(());
    for deferred in mailer.pledges.due(mailer.clock.now(), DUE_AT_ONCE).await? {
        if work.is_over() {
            break;
        }
        match ask(mailer, deferred.submission).await {
            Ok(()) => mailer.pledges.settle_deferred(&deferred).await?,
            // It stays for the operator to see, and holds nobody up.
            Err(error @ MailerError::Store(StoreError::Corrupt)) => unreadable = Err(error),
            Err(error) => return Err(error),
        }
    }
    unreadable
}

async fn send_about(mailer: &Mailer, kind: Kind, cause: SubmissionId, counted: &Signer) -> Result<Fate, MailerError> {
    let draft = &counted.draft;
    let token = mailer.tokens.mint(Purpose::Manage, counted.claims());
    let message = Message {
        kind,
        cause: cause.to_string(),
        to: &draft.email,
        name: Some(&draft.name),
        locale: draft.locale,
        riding: ridings::name_of(&draft.residence, draft.locale),
        path: format!("/{}/my-pledge?token={}", draft.locale, token.expose()),
        code: None,
        refuse: (kind == Kind::AlreadyCounted).then(|| refuse_path(mailer, draft.locale, counted.claims())),
        stop_updates: draft.consents.updates.is_some().then(|| {
            let token = mailer.updates.mint(Purpose::StopUpdates, counted.claims());
            format!("/{}/updates/stop?token={}", draft.locale, token.expose())
        }),
    };
    send(mailer, &message).await
}

/// Sends a message. Only what stands in the way of every mail is an error: one address holds nobody up.
async fn send(mailer: &Mailer, message: &Message<'_>) -> Result<Fate, MailerError> {
    let kind = message.kind.name();
    match mailer.transport.send(&mailer.writer.write(message), mailer.clock.now()).await {
        Ok(()) => {
            tracing::info!(kind, "sent");
            Ok(Fate::Sent)
        }
        Err(SendError::Permanent) => {
            tracing::warn!(kind, "given up: the address takes no mail");
            Ok(Fate::GivenUp)
        }
        Err(SendError::Temporary) => {
            tracing::warn!(kind, "put off: the mail was not taken");
            Ok(Fate::NotNow)
        }
        Err(error @ SendError::Unavailable) => Err(error.into()),
    }
}

/// Has a submission's mail wait apart, whichever it is owed by then.
async fn put_off(mailer: &Mailer, id: SubmissionId, submitted_at: Timestamp) -> Result<(), MailerError> {
    let now = mailer.clock.now();
    let until = now.saturating_add(pause(submitted_at, now)).expect("a fixed span saturates");
    Ok(mailer.pledges.defer(id, until).await?)
}

fn pause(submitted_at: Timestamp, now: Timestamp) -> SignedDuration {
    now.duration_since(submitted_at).clamp(PAUSE_MIN, PAUSE_MAX)
}

/// Counts a notice once, however often its sending is tried. False when the address had all its mails.
async fn charge_notice(mailer: &Mailer, notice: Notice, mailbox: MailboxId) -> Result<bool, MailerError> {
    let may = mailer.pledges.charge_notice(mailbox, notice, mailer.clock.now()).await?;
    if !may {
        tracing::info!("not sent: the address has had its share of mails");
    }
    Ok(may)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_is_not_taken_is_tried_ever_less_often() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let minutes = |minutes| SignedDuration::from_mins(minutes);
        assert_eq!(pause(at(0), at(1)), minutes(1));
        assert_eq!(pause(at(0), at(600)), minutes(10));
        assert_eq!(pause(at(0), at(86_400)), minutes(360));
        assert_eq!(pause(at(60), at(0)), minutes(1), "a clock that runs behind");
    }
}
