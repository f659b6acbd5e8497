//! Who is owed which mail, and what is deleted once it is sent.

use domain::identity::{SignInId, SignerId, SubmissionId};
use domain::organizer::Organizer;
use domain::pledge::{Household, Room, Signer, Submission};
use domain::token::Purpose;
use jiff::{SignedDuration, Timestamp};
use mail::{Kind, Message, SendError};
use store::{Charge, Notice, REMIND_AFTER, Reminder, StoreError};

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
    let signer = mailer.identity.signer_id(&mailer.campaign, &submission.draft.email.canonical());
    let household = mailer.pledges.household(signer).await?;
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
    match mailer.pledges.charge_ask(signer, id, now).await? {
        Charge::Charged => send_ask(mailer, signer, &submission, &household).await,
        Charge::Spent => {
            tracing::info!("an address has had its share of mails");
            Ok(mailer.pledges.delete_submission(id).await?)
        }
        // Someone who sends the form twice has a link already; another person at the address must get theirs.
        Charge::Wait { .. } if has_link(mailer, signer, &submission, &household).await? => {
            Ok(mailer.pledges.delete_submission(id).await?)
        }
        Charge::Wait { until } => Ok(mailer.pledges.defer(id, until).await?),
    }
}

async fn send_ask(
    mailer: &Mailer,
    signer: SignerId,
    submission: &Submission,
    household: &Household,
) -> Result<(), MailerError> {
    let already = match household.room_for(&submission.draft) {
        Room::In(_) => None,
        Room::Has(signer) => Some(signer),
        Room::None => household.first.as_ref(),
    };
    let fate = if let Some(counted) = already {
        // To the counted person, in the words of their own pledge: what the form said is not theirs to read.
        send_about(mailer, Kind::AlreadyCounted, submission.id, counted).await?
    } else {
        send_confirm_link(mailer, Kind::Confirm, signer, submission).await?
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

/// "Is it you?", with the link that leads to being counted.
async fn send_confirm_link(
    mailer: &Mailer,
    kind: Kind,
    signer: SignerId,
    submission: &Submission,
) -> Result<Fate, MailerError> {
    let draft = &submission.draft;
    let token = mailer.tokens.mint(Purpose::Confirm, submission.claims(signer));
    let message = Message {
        kind,
        cause: submission.id.to_string(),
        to: &draft.email,
        name: Some(&draft.name),
        locale: draft.locale,
        riding: ridings::name_of(&draft.residence, draft.locale),
        path: format!("/{}/confirm?token={}", draft.locale, token.expose()),
        stop_updates: None,
    };
    send(mailer, &message).await
}

/// Two days later: "is it still you?", once. A mail that was asked for may come twice when this function dies between sending
/// and noting it; a reminder may in that case not come at all, which is better than a second one.
async fn remind(mailer: &Mailer, reminder: Reminder) -> Result<(), MailerError> {
    let now = mailer.clock.now();
    let owed = if now < reminder.end() { still_unconfirmed(mailer, reminder.submission, now).await? } else { None };
    let Some((signer, submission)) = owed else {
        mailer.pledges.take_reminder(&reminder).await?;
        return Ok(());
    };
    if reminder.again {
        // Charged before, and known not to be sent. Of several who come upon it, one takes it.
        if !mailer.pledges.take_reminder(&reminder).await? {
            return Ok(());
        }
    } else {
        let charge = mailer.pledges.charge_reminder(signer, reminder.submission, now).await?;
        if let Charge::Wait { until } = charge {
            mailer.pledges.plan_reminder(Reminder { due: until, ..reminder }).await?;
        }
        mailer.pledges.take_reminder(&reminder).await?;
        if charge != Charge::Charged {
            return Ok(());
        }
    }
    let sent = send_confirm_link(mailer, Kind::Reminder, signer, &submission).await;
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
) -> Result<Option<(SignerId, Submission)>, MailerError> {
    let Some(submission) = mailer.pledges.submission(id).await?.filter(|found| now < found.expires_at()) else {
        return Ok(None);
    };
    let signer = mailer.identity.signer_id(&mailer.campaign, &submission.draft.email.canonical());
    let household = mailer.pledges.household(signer).await?;
    if household.member(id).is_some() || !matches!(household.room_for(&submission.draft), Room::In(_)) {
        return Ok(None);
    }
    let others = mailer.pledges.live_submissions(signer).await?;
    let newer = others.iter().any(|other| {
        other.draft.name.is_same_person(&submission.draft.name)
            && (other.submitted_at, other.id) > (submission.submitted_at, submission.id)
            && now < other.expires_at()
    });
    Ok((!newer).then_some((signer, submission)))
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
    if charge_notice(mailer, Notice::Thanks(id), counted.id).await?
        && send_about(mailer, Kind::Confirmed, id, counted).await? == Fate::NotNow
    {
        return put_off(mailer, id, counted.submitted_at).await;
    }
    Ok(mailer.pledges.delete_submission(id).await?)
}

/// Someone withdrew: tell them that nothing is kept, and keep nothing.
pub(crate) async fn say_goodbye(mailer: &Mailer, id: SubmissionId) -> Result<(), MailerError> {
    let Some(farewell) = mailer.pledges.farewell(id).await? else { return Ok(()) };
    let signer = mailer.identity.signer_id(&mailer.campaign, &farewell.email.canonical());
    if charge_notice(mailer, Notice::Farewell(id), signer).await? {
        let message = Message {
            kind: Kind::Withdrawn,
            cause: id.to_string(),
            to: &farewell.email,
            name: Some(&farewell.name),
            locale: farewell.locale,
            riding: None,
            path: format!("/{}", farewell.locale),
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
    if !mailer.office.charge_link(&organizer.email, id, now).await? {
        tracing::info!("an organizer has had this hour's share of links");
        return Ok(mailer.pledges.delete_sign_in(id).await?);
    }
    let locale = sign_in.locale;
    let (kind, path) = if sign_in.invitation {
        (Kind::Invited, format!("/organizer/{locale}/sign-in"))
    } else {
        let token = mailer.sessions.mint_sign_in(id, sign_in.expires_at);
        (Kind::SignIn, format!("/organizer/{locale}/open?token={}", token.expose()))
    };
    let to = &organizer.email;
    let message =
        Message { kind, cause: id.to_string(), to, name: None, locale, riding: None, path, stop_updates: None };
    match send(mailer, &message).await? {
        // The request behind a link stays: whoever follows it uses it up.
        Fate::Sent if !sign_in.invitation => Ok(()),
        // Whoever waits for a link asks for another one; nobody's mail waits behind it.
        Fate::Sent | Fate::NotNow | Fate::GivenUp => Ok(mailer.pledges.delete_sign_in(id).await?),
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
async fn charge_notice(mailer: &Mailer, notice: Notice, signer: SignerId) -> Result<bool, MailerError> {
    let may = mailer.pledges.charge_notice(signer, notice, mailer.clock.now()).await?;
    if !may {
        tracing::info!("not sent: the address has had its share of mails");
    }
    Ok(may)
}

/// Whether the same person is counted at this address, or has a live submission there, and so a link.
async fn has_link(
    mailer: &Mailer,
    signer: SignerId,
    submission: &Submission,
    household: &Household,
) -> Result<bool, MailerError> {
    let name = &submission.draft.name;
    if household.namesake(name).is_some() {
        return Ok(true);
    }
    let now = mailer.clock.now();
    let others = mailer.pledges.live_submissions(signer).await?;
    let mut live = others.iter().filter(|other| other.id != submission.id && now < other.expires_at());
    Ok(live.any(|other| other.draft.name.is_same_person(name)))
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
