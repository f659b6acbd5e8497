//! Stops of all mail to a mailbox: after a bounce, after a complaint, or because its owner says so.

use domain::ids::MailboxId;
use jiff::Timestamp;

use crate::dynamo::errors::StoreError;
use crate::handles::Pledges;
use crate::mail::mailbox::{MailStop, MailboxItem, current, end_of};
use crate::role::{Manages, StopsMail};

/// A record of the mail that went to a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailRecord {
    /// The number of mails sent in the last [`domain::mail::limits::BUDGET_DAYS`] days.
    pub mails: u32,
    /// The time of the last mail, if it is remembered.
    pub last_sent: Option<Timestamp>,
    /// The reason for which no mail goes there any more, and its time.
    pub stopped: Option<(MailStop, Timestamp)>,
}

impl<R: StopsMail> Pledges<R> {
    /// Stops all mail to a mailbox. A complaint or a refusal is not replaced by a bounce.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn stop_mail(&self, mailbox: MailboxId, why: MailStop, now: Timestamp) -> Result<(), StoreError> {
        let seen = self.read_mailbox(mailbox).await?;
        let decide = |seen: Option<&MailboxItem>| {
            let mut mailbox = current(seen, now);
            let known = mailbox.stopped.map(|(known, _)| known);
            let why = match (known, why) {
                (Some(MailStop::Complained), _) => MailStop::Complained,
                (Some(MailStop::Refused), MailStop::Bounced) => MailStop::Refused,
                _ => why,
            };
            if known == Some(why) {
                return ((), None);
            }
            mailbox.stopped = Some((why, now));
            mailbox.expires_at = end_of(Some(why), now);
            ((), Some(mailbox))
        };
        self.change_mailbox(mailbox, seen, decide).await
    }

    /// Reads the record of the mail that went to a mailbox.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn mail_record(&self, mailbox: MailboxId, now: Timestamp) -> Result<Option<MailRecord>, StoreError> {
        let Some(seen) = self.read_mailbox(mailbox).await? else { return Ok(None) };
        let mailbox = current(Some(&seen), now);
        let (mails, last_sent, stopped) = (mailbox.mails(), mailbox.sent.last().copied(), mailbox.stopped);
        Ok((mails > 0 || stopped.is_some()).then_some(MailRecord { mails, last_sent, stopped }))
    }
}

impl<R: Manages> Pledges<R> {
    /// Allows mail again to a mailbox whose owner had refused it.
    ///
    /// # Errors
    /// Fails when others keep changing the same item, or when the database fails. Calling again is safe.
    pub async fn accept_mail(&self, mailbox: MailboxId, now: Timestamp) -> Result<(), StoreError> {
        let seen = self.read_mailbox(mailbox).await?;
        let decide = |seen: Option<&MailboxItem>| {
            let mut mailbox = current(seen, now);
            if !matches!(mailbox.stopped, Some((MailStop::Refused, _))) {
                return ((), None);
            }
            mailbox.stopped = None;
            mailbox.expires_at = end_of(None, now);
            ((), Some(mailbox))
        };
        self.change_mailbox(mailbox, seen, decide).await
    }

    /// Erases every unconfirmed form of a mailbox: its owner says that none is theirs.
    ///
    /// # Errors
    /// Fails when the database fails. Another call erases the rest.
    pub async fn erase_forms(&self, mailbox: MailboxId) -> Result<(), StoreError> {
        let Some(mailbox) = self.read_mailbox(mailbox).await? else { return Ok(()) };
        for id in mailbox.listed() {
            self.delete_now(&self.keys.submission(id)).await?;
        }
        Ok(())
    }
}
