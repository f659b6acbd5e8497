//! Mails organizers the link to sign in, with the parts of it that partners' mails share.
//!
//! A link works once, because following it uses up the request behind it. [`domain::office::sign_in_mails`] says when somebody
//! who asks again is mailed another link.

use domain::ids::{NetworkCode, SignInId};
use domain::keys::session::LinkOf;
use domain::office::organizer::Organizer;
use domain::office::sign_in_mails::{Asked, SignInMails};
use domain::time::later;
use jiff::Timestamp;
use mail::{Kind, Message};
use store::{MailClass, SignIn, StoreError, Wants};

use crate::hand_over::{After, Fate, pause, send};
use crate::round::Round;
use crate::tools::{Mailer, MailerError};

/// Mails an organizer the link to sign in, or an invitation.
pub(crate) async fn let_in(mailer: &Mailer, round: &Round, sign_in: &SignIn) -> Result<After, MailerError> {
    let (locale, now) = (sign_in.locale, mailer.clock.now());
    if sign_in.email.is_same_mailbox(&mailer.first_admin) {
        mailer.office.ensure(&Organizer::first(mailer.first_admin.clone(), now)).await?;
    }
    let Some((organizer, mails)) = mailer.office.organizer_and_mails(&sign_in.email).await? else {
        return drop_request(mailer, sign_in.id).await;
    };
    let (kind, path, leads_here) = if sign_in.wants == Wants::Invitation {
        (Kind::Invited, format!("/organizer/{locale}/sign-in"), false)
    } else if let Some(link) = link_for(mailer, sign_in, &mails, now).await? {
        let token = mailer.sessions.mint_link(LinkOf::Office, link.id, link.expires_at);
        (Kind::SignIn, format!("/organizer/{locale}/open?token={}", token.expose()), link.id == sign_in.id)
    } else {
        tracing::info!("an organizer has a link already, and is not mailed another one yet");
        return drop_request(mailer, sign_in.id).await;
    };
    let message = Message { to: &organizer.email, ..message(sign_in, kind, path) };
    answer(mailer, round, sign_in, &message, leads_here).await
}

/// Makes the message that answers a request, to the address that was typed.
pub(crate) fn message(sign_in: &SignIn, kind: Kind, path: String) -> Message<'_> {
    Message::new(kind, sign_in.id.to_string(), &sign_in.email, sign_in.locale, path)
}

/// Sends the message that answers a request. `leads_here` says that its link leads to this very request.
pub(crate) async fn answer(
    mailer: &Mailer,
    round: &Round,
    sign_in: &SignIn,
    message: &Message<'_>,
    leads_here: bool,
) -> Result<After, MailerError> {
    let is_notice = matches!(sign_in.wants, Wants::Invitation | Wants::PartnerWelcome);
    match send(mailer, round, message).await? {
        // The request behind a link stays, because following the link uses the request up.
        Fate::Sent if leads_here => Ok(After::Settled),
        // Nobody asks for a notice again, so it is tried again for as long as its request lasts.
        Fate::NotNow if is_notice => Ok(try_again(sign_in, mailer.clock.now())),
        // A person who waits for a link asks for another one; no other mail waits behind it.
        Fate::Sent | Fate::NotNow | Fate::GivenUp => drop_request(mailer, sign_in.id).await,
    }
}

/// Has a request looked at again whose mail was not taken.
pub(crate) fn try_again(asked: &SignIn, now: Timestamp) -> After {
    After::put_off(MailClass::SignIn, later(now, pause(asked.asked_at(), now)))
}

/// Deletes a request to which no further mail goes.
pub(crate) async fn drop_request(mailer: &Mailer, id: SignInId) -> Result<After, MailerError> {
    mailer.pledges.delete_sign_in(id).await?;
    Ok(After::Written)
}

/// Finds the request whose link somebody is mailed: this one, or an earlier one whose link still works. `None` when they have
/// such a mail already.
pub(crate) async fn link_for(
    mailer: &Mailer,
    sign_in: &SignIn,
    mails: &SignInMails,
    now: Timestamp,
) -> Result<Option<SignIn>, MailerError> {
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
    let noted = mails.with(mail);
    let is_noted = match sign_in.wants {
        Wants::PartnerPage => mailer.office.change_contact_mails(&sign_in.email, mails, &noted).await?,
        Wants::Office | Wants::Invitation | Wants::PartnerWelcome | Wants::PartnerAsk(_) => {
            mailer.office.change_sign_in_mails(&sign_in.email, mails, &noted).await?
        }
    };
    if is_noted {
        Ok(link)
    } else {
        // Another request of theirs was answered just now: the stream brings this one again.
        Err(StoreError::Conflict.into())
    }
}
