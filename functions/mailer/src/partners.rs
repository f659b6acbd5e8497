//! Mails to partners and to organizations that ask to become partners.
//!
//! The mail to an organization repeats nothing that was typed, since a stranger may have typed it. It is within the mailbox's
//! own budget and within the hour's ([`store::PARTNER_ASKS_PER_HOUR`]), so that nobody can flood mailboxes by asking.

use domain::campaign::published::Part;
use domain::ids::{NetworkCode, SubmissionId};
use domain::keys::session::LinkOf;
use domain::keys::token::Claims;
use domain::mail::domain::MailDomain;
use domain::time::later;
use mail::{Kind, Message};
use store::{Charge, MailClass, PartnerAskMail, SignIn, StoreError, Wants};

use crate::deliver::refuse_path;
use crate::form_owner::owner_of;
use crate::hand_over::{After, Fate, NO_MORE_MAIL, PAUSE_MIN, send};
use crate::round::Round;
use crate::sign_in::{answer, drop_request, link_for, message, try_again};
use crate::tools::{Mailer, MailerError};

/// Mails an organization the link that brings its ask to the desk.
pub(crate) async fn check(mailer: &Mailer, round: &Round, asked: &SignIn) -> Result<After, MailerError> {
    let now = mailer.clock.now();
    let owner = owner_of(mailer, &asked.email);
    // Both are the same random bytes: the mailbox lists the request as it lists forms.
    let id: SubmissionId = asked.id.to_string().parse().map_err(|_| StoreError::Corrupt)?;
    let network = asked.network.unwrap_or(NetworkCode::from_bytes([0; 16]));
    let is_spelling = asked.email.is_one_of_many_spellings();
    let is_own = matches!(&asked.wants, Wants::PartnerAsk(ask) if ask.website.is_of(&asked.email));
    let own_domain = MailDomain::counted_for(&asked.email).filter(|_| is_own);
    let own_domain = own_domain.map(|domain| mailer.identity.domain_code(&mailer.campaign, &domain));
    let mail = PartnerAskMail { id, owner, network, is_spelling, own_domain };
    match mailer.pledges.charge_partner_ask(&mail, now).await? {
        Charge::Charged => {}
        Charge::Wait { until } => return Ok(After::at(MailClass::SignIn, until)),
        Charge::Covered | Charge::Spent | Charge::Stopped => {
            tracing::info!("{NO_MORE_MAIL}");
            return drop_request(mailer, asked.id).await;
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
        Fate::NotNow => Ok(try_again(asked, now)),
        Fate::GivenUp => drop_request(mailer, asked.id).await,
    }
}

/// Mails a partner's contact the link to the partner's page, or that there is one. Anybody else gets no mail.
pub(crate) async fn let_in(mailer: &Mailer, round: &Round, asked: &SignIn) -> Result<After, MailerError> {
    let (locale, now) = (asked.locale, mailer.clock.now());
    let mut found = mailer.office.contact(&asked.email).await?;
    if let Some((contact, _)) = &found {
        let is_active = || mailer.writers.now().campaign().partner(contact.partner.as_str()).is_some();
        // The partner may have been added, or resumed, a moment ago.
        if !is_active() && mailer.writers.catch_up_on(Part::Partners).await.is_err() {
            return Ok(After::put_off(MailClass::SignIn, later(now, PAUSE_MIN)));
        }
        if !is_active() {
            found = None;
        }
    }
    let Some((contact, mails)) = found else { return drop_request(mailer, asked.id).await };
    let (kind, path, leads_here) = if asked.wants == Wants::PartnerWelcome {
        (Kind::PartnerWelcome, format!("/partner/{locale}/sign-in"), false)
    } else if let Some(link) = link_for(mailer, asked, &mails, now).await? {
        let token = mailer.sessions.mint_link(LinkOf::PartnerPage, link.id, link.expires_at);
        (Kind::PartnerSignIn, format!("/partner/{locale}/open?token={}", token.expose()), link.id == asked.id)
    } else {
        tracing::info!("a contact has a link already, and is not mailed another one yet");
        return drop_request(mailer, asked.id).await;
    };
    let message = Message { to: &contact.email, ..message(asked, kind, path) };
    answer(mailer, round, asked, &message, leads_here).await
}
