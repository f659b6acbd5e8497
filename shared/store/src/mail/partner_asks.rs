//! Mails to organizations that ask to become partners. Each counts as the mail of a form does.
//!
//! Strangers may ask in the name of others until an hour is full. So there is extra room for addresses at an organization's own
//! domain, a few for each domain. Nothing checks a domain before the mail, so others can use up the few of a domain. A further
//! ask there counts among all others.

use domain::ids::{DomainCode, NetworkCode, SubmissionId};
use domain::mail::limits::MAIL_SPACING;
use domain::pledge::Owner;
use domain::tally::hour::Hour;
use domain::time::later;
use jiff::Timestamp;

use crate::dynamo::attempts::{Attempts, seed_of};
use crate::dynamo::attributes::MAILED;
use crate::dynamo::errors::StoreError;
use crate::dynamo::keys::RateOf;
use crate::handles::Pledges;
use crate::mail::budget::{Charge, Decision, MAILS_BEFORE_A_FORM};
use crate::mail::mailbox::{MailboxItem, current};
use crate::role::ChargesMail;

/// Mails to organizations that ask to become partners, in an hour. Further ones wait for the next hour. There are as many
/// once more for addresses at the organization's own domain.
pub const PARTNER_ASKS_PER_HOUR: u32 = 30;
/// The mails to one such domain that count in the extra room.
pub const PARTNER_ASKS_PER_DOMAIN: u32 = 4;
/// The same for those who ask from one network.
pub const PARTNER_ASKS_PER_NETWORK: u32 = 6;

/// A mail that checks the mailbox of an organization which asks to become a partner.
#[derive(Clone, Copy, Debug)]
pub struct PartnerAskMail {
    /// The id of the request. The mailbox lists it as it lists forms.
    pub id: SubmissionId,
    pub owner: Owner,
    /// The network that asked.
    pub network: NetworkCode,
    /// Whether its address is one of many spellings of one identity.
    pub is_spelling: bool,
    /// The domain of its address, if that is the domain of its site.
    pub own_domain: Option<DomainCode>,
}

impl<R: ChargesMail> Pledges<R> {
    /// Counts the mail that checks an organization's mailbox, if the hour and the mailbox may have one. It counts as the
    /// mail of a form does.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn charge_partner_ask(&self, ask: &PartnerAskMail, now: Timestamp) -> Result<Charge, StoreError> {
        let key = self.keys.mailbox(ask.owner.mailbox);
        let mut attempts = Attempts::new(seed_of(std::slice::from_ref(&key)));
        let mut hour_counted = false;
        loop {
            let seen = self.read_mailbox(ask.owner.mailbox).await?;
            let (charge, write) = decide_partner_ask(seen.as_ref(), ask.id, now);
            let Some(mailbox) = write else { return Ok(charge) };
            let hour = Hour::of(now);
            if !hour_counted {
                if ask.is_spelling && !self.charge_spelling(ask.owner.signer, now).await? {
                    return Ok(Charge::Spent);
                }
                if !self.count_partner_ask(ask, hour, now).await? {
                    return Ok(Charge::Wait { until: hour.plus(1).start() });
                }
                hour_counted = true;
            }
            match self.put_mailbox(&key, seen.as_ref(), &mailbox).await {
                Ok(()) => return Ok(charge),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Counts the mail among those of its network and of the hour; false when either has had its share.
    async fn count_partner_ask(&self, ask: &PartnerAskMail, hour: Hour, now: Timestamp) -> Result<bool, StoreError> {
        let count = async |of, most| self.count_now(&self.keys.rate(of, hour), MAILED, most, now).await;
        if !count(RateOf::PartnerAsksFrom(ask.network), PARTNER_ASKS_PER_NETWORK).await? {
            return Ok(false);
        }
        if let Some(domain) = ask.own_domain
            && count(RateOf::PartnerAsksAt(domain), PARTNER_ASKS_PER_DOMAIN).await?
            && count(RateOf::PartnerAsksAtOwnDomains, PARTNER_ASKS_PER_HOUR).await?
        {
            return Ok(true);
        }
        count(RateOf::PartnerAsks, PARTNER_ASKS_PER_HOUR).await
    }
}

fn decide_partner_ask(seen: Option<&MailboxItem>, id: SubmissionId, now: Timestamp) -> Decision {
    let mut mailbox = current(seen, now);
    let unwritten = |charge| (charge, None);
    if mailbox.stopped.is_some() {
        return unwritten(Charge::Stopped);
    }
    if mailbox.was_mailed(id) {
        return unwritten(Charge::Charged);
    }
    if mailbox.mails() >= MAILS_BEFORE_A_FORM {
        return unwritten(Charge::Spent);
    }
    let until = mailbox.sent.last().map(|last| later(*last, MAIL_SPACING));
    if let Some(until) = until.filter(|until| now < *until) {
        return unwritten(Charge::Wait { until });
    }
    mailbox.list(now, id);
    mailbox.mailed.insert(id);
    mailbox.count_mail(now);
    (Charge::Charged, Some(mailbox))
}
