//! Mails to partners and to organizations that ask to become partners.
//!
//! The mail to an organization repeats nothing that was typed, since a stranger may have typed it. It is within the mailbox's
//! own budget and within the hour's ([`store::PARTNER_ASKS_PER_HOUR`]), so that nobody can flood mailboxes by asking.

use domain::ids::{NetworkCode, SubmissionId};
use domain::keys::session::LinkOf;
use domain::keys::token::Claims;
use mail::{Kind, Message};
use store::{Charge, MailClass, PartnerAskMail, SignIn, StoreError, Wants};

use crate::deliver::{After, Fate, PAUSE_MIN, later, link_for, refuse_path, send};
use crate::recipient::owner_of;
use crate::round::Round;
use crate::{Mailer, MailerError};

/// Mails an organization the link that brings its ask to the desk.
pub(crate) async fn check(mailer: &Mailer, round: &Round, asked: &SignIn) -> Result<After, MailerError> {
    let now = mailer.clock.now();
    let owner = owner_of(mailer, &asked.email);
    // Both are the same random bytes: the mailbox lists the request as it lists forms.
    let id: SubmissionId = asked.id.to_string().parse().map_err(|_| StoreError::Corrupt)?;
    let network = asked.network.unwrap_or(NetworkCode::from_bytes([0; 16]));
    let is_spelling = asked.email.is_one_of_many_spellings();
    match mailer.pledges.charge_partner_ask(&PartnerAskMail { id, owner, network, is_spelling }, now).await? {
        Charge::Charged => {}
        Charge::Wait { until } => return Ok(After::at(MailClass::SignIn, until)),
        Charge::Covered | Charge::Spent | Charge::Stopped => {
            tracing::info!("not sent: the mailbox takes no mail or has had its share");
            mailer.pledges.delete_sign_in(asked.id).await?;
            return Ok(After::Written);
        }
    }
    let token = mailer.sessions.mint_link(LinkOf::PartnerAsk, asked.id, asked.expires_at);
    let claims = Claims { signer: owner.signer, mailbox: owner.mailbox, submission: id, expires_at: asked.expires_at };
    let message = Message {
        refuse: Some(refuse_path(mailer, asked.locale, claims)),
        ..message(asked, Kind::PartnerAsk, format!("/partner/{}/asked?token={}", asked.locale, token.expose()))
    };
    match send(mailer, round, &message).await? {
        // The request stays behind the link, until the link is used or its time is over.
        Fate::Sent => Ok(After::Settled),
        Fate::NotNow => Ok(After::put_off(MailClass::SignIn, later(now, PAUSE_MIN))),
        Fate::GivenUp => {
            mailer.pledges.delete_sign_in(asked.id).await?;
            Ok(After::Written)
        }
    }
}

/// Mails a partner's contact the link to the partner's page, or that there is one. Anybody else gets no mail.
pub(crate) async fn let_in(mailer: &Mailer, round: &Round, asked: &SignIn) -> Result<After, MailerError> {
    let (id, locale, now) = (asked.id, asked.locale, mailer.clock.now());
    let mut found = mailer.office.contact(&asked.email).await?;
    if let Some((contact, _)) = &found {
        let is_active = || mailer.writers.now().campaign().partner(contact.partner.as_str()).is_some();
        // The partner may have been added, or resumed, a moment ago.
        if !is_active() {
            mailer.writers.catch_up().await?;
        }
        if !is_active() {
            found = None;
        }
    }
    let Some((contact, mails)) = found else {
        mailer.pledges.delete_sign_in(id).await?;
        return Ok(After::Written);
    };
    let is_welcome = asked.wants == Wants::PartnerWelcome;
    let (kind, path, is_behind_link) = if is_welcome {
        (Kind::PartnerWelcome, format!("/partner/{locale}/sign-in"), false)
    } else if let Some(link) = link_for(mailer, asked, &mails, now).await? {
        let token = mailer.sessions.mint_link(LinkOf::PartnerPage, link.id, link.expires_at);
        (Kind::PartnerSignIn, format!("/partner/{locale}/open?token={}", token.expose()), link.id == id)
    } else {
        tracing::info!("a contact has a link already, and is not mailed another one yet");
        mailer.pledges.delete_sign_in(id).await?;
        return Ok(After::Written);
    };
    let message = Message { to: &contact.email, ..message(asked, kind, path) };
    match send(mailer, round, &message).await? {
        Fate::Sent if is_behind_link => Ok(After::Settled),
        // Nobody asks for a welcome again, so it is tried again for as long as its request lasts.
        Fate::NotNow if is_welcome => Ok(After::put_off(MailClass::SignIn, later(now, PAUSE_MIN))),
        Fate::Sent | Fate::NotNow | Fate::GivenUp => {
            mailer.pledges.delete_sign_in(id).await?;
            Ok(After::Written)
        }
    }
}

fn message(asked: &SignIn, kind: Kind, path: String) -> Message<'_> {
    Message {
        kind,
        cause: asked.id.to_string(),
        to: &asked.email,
        name: None,
        locale: asked.locale,
        riding: None,
        path,
        code: None,
        refuse: None,
        stop_updates: None,
    }
}
