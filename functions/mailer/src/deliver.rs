//! Who is owed which mail, and what is deleted once it is sent.

use domain::identity::{SignerId, SubmissionId};
use domain::pledge::{Room, Signer, Submission};
use domain::residence::Residence;
use domain::token::Purpose;
use mail::{Kind, Message, SendError};
use store::Charge;

use crate::{Mailer, MailerError};

/// Deferred mails sent in one go; the rest waits for the next minute.
const DUE_AT_ONCE: i32 = 100;

/// A new submission: "is it you?", or "you are counted already".
pub(crate) async fn ask(mailer: &Mailer, id: SubmissionId) -> Result<(), MailerError> {
    let Some(submission) = live(mailer, id).await? else { return Ok(()) };
    let signer = signer_id(mailer, &submission);
    match mailer.pledges.charge_ask(signer, id, mailer.clock.now()).await? {
        Charge::Charged => send_ask(mailer, signer, submission).await,
        Charge::Spent => {
            tracing::info!("an address has had its share of mails");
            Ok(mailer.pledges.delete_submission(id).await?)
        }
        // Someone who sends the form twice has a link already; another person at the address must get theirs.
        Charge::Wait { .. } if has_link(mailer, signer, &submission).await? => {
            Ok(mailer.pledges.delete_submission(id).await?)
        }
        Charge::Wait { until } => Ok(mailer.pledges.defer(id, until).await?),
    }
}

async fn send_ask(mailer: &Mailer, signer: SignerId, submission: Submission) -> Result<(), MailerError> {
    let household = mailer.pledges.household(signer).await?;
    if household.member(submission.id).is_some() {
        // Confirmed before this record's turn came again.
        return Ok(());
    }
    let draft = &submission.draft;
    let already = match household.room_for(draft) {
        Room::In(_) => {
            let token = mailer.tokens.mint(Purpose::Confirm, submission.claims(signer));
            let path = format!("/{}/confirm?token={}", draft.locale, token.expose());
            let message = Message {
                kind: Kind::Confirm,
                submission: submission.id,
                to: &draft.email,
                name: &draft.name,
                locale: draft.locale,
                riding: riding_name(&draft.residence, draft.locale),
                path,
            };
            return send(mailer, &message).await;
        }
        Room::Has(signer) => Some(signer),
        Room::None => household.first.as_ref(),
    };
    if let Some(counted) = already {
        // To the counted person, in the words of their own pledge: what the form said is not theirs to read.
        send_about(mailer, Kind::AlreadyCounted, submission.id, counted).await?;
    }
    Ok(mailer.pledges.delete_submission(submission.id).await?)
}

/// A new signer: thanks, with the link to see, change and withdraw. The submission still being there says that they are
/// owed; it goes once they are sent.
pub(crate) async fn thank(mailer: &Mailer, signer: SignerId) -> Result<(), MailerError> {
    let household = mailer.pledges.household(signer).await?;
    for counted in household.members() {
        if mailer.pledges.submission(counted.submission).await?.is_none() {
            continue;
        }
        if mailer.pledges.charge_notice(signer, mailer.clock.now()).await? {
            send_about(mailer, Kind::Confirmed, counted.submission, counted).await?;
        }
        mailer.pledges.delete_submission(counted.submission).await?;
    }
    Ok(())
}

/// Someone withdrew: tell them that nothing is kept, and keep nothing.
pub(crate) async fn say_goodbye(mailer: &Mailer, id: SubmissionId) -> Result<(), MailerError> {
    let Some(farewell) = mailer.pledges.farewell(id).await? else { return Ok(()) };
    let signer = mailer.identity.signer_id(&mailer.campaign, &farewell.email.canonical());
    if mailer.pledges.charge_notice(signer, mailer.clock.now()).await? {
        let message = Message {
            kind: Kind::Withdrawn,
            submission: id,
            to: &farewell.email,
            name: &farewell.name,
            locale: farewell.locale,
            riding: None,
            path: format!("/{}", farewell.locale),
        };
        send(mailer, &message).await?;
    }
    Ok(mailer.pledges.delete_farewell(id).await?)
}

/// Sends what has waited long enough: the same way again, which may find that it must wait once more.
pub(crate) async fn send_due(mailer: &Mailer) -> Result<(), MailerError> {
    for deferred in mailer.pledges.due(mailer.clock.now(), DUE_AT_ONCE).await? {
        ask(mailer, deferred.submission).await?;
        mailer.pledges.settle_deferred(&deferred).await?;
    }
    Ok(())
}

async fn send_about(mailer: &Mailer, kind: Kind, cause: SubmissionId, counted: &Signer) -> Result<(), MailerError> {
    let draft = &counted.draft;
    let token = mailer.tokens.mint(Purpose::Manage, counted.claims());
    let message = Message {
        kind,
        submission: cause,
        to: &draft.email,
        name: &draft.name,
        locale: draft.locale,
        riding: riding_name(&draft.residence, draft.locale),
        path: format!("/{}/my-pledge?token={}", draft.locale, token.expose()),
    };
    send(mailer, &message).await
}

/// Sends a message. One that can never be sent is given up, so that those behind it are not held up.
async fn send(mailer: &Mailer, message: &Message<'_>) -> Result<(), MailerError> {
    let kind = message.kind.name();
    match mailer.transport.send(&mailer.letters.write(message), mailer.clock.now()).await {
        Ok(()) => tracing::info!(kind, "sent"),
        Err(SendError::Permanent) => tracing::warn!(kind, "given up: the address takes no mail"),
        Err(error @ SendError::Temporary) => return Err(error.into()),
    }
    Ok(())
}

/// Whether the same person has a live submission at this address, and so a link.
async fn has_link(mailer: &Mailer, signer: SignerId, submission: &Submission) -> Result<bool, MailerError> {
    let others = mailer.pledges.live_submissions(signer).await?;
    let pending =
        others.iter().any(|other| other.id != submission.id && other.draft.name.is_same_person(&submission.draft.name));
    Ok(pending || mailer.pledges.household(signer).await?.namesake(&submission.draft.name).is_some())
}

async fn live(mailer: &Mailer, id: SubmissionId) -> Result<Option<Submission>, MailerError> {
    let found = mailer.pledges.submission(id).await?;
    Ok(found.filter(|submission| mailer.clock.now() < submission.expires_at()))
}

fn signer_id(mailer: &Mailer, submission: &Submission) -> SignerId {
    mailer.identity.signer_id(&mailer.campaign, &submission.draft.email.canonical())
}

fn riding_name(residence: &Residence, locale: domain::locale::Locale) -> Option<&'static str> {
    match residence {
        Residence::Canada { riding, .. } => ridings::get(*riding).map(|riding| riding.name(locale)),
        Residence::Abroad { .. } => None,
    }
}
