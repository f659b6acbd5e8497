//! Submissions: their stored shape, and how a form is kept until it is confirmed.
//!
//! Submitting takes one write unit of the table and one of the index.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::SubmissionId;
use domain::mail::provider::MailProvider;
use domain::pledge::{Owner, Submission};

use crate::dynamo::attributes::{
    ADMISSION, EXPIRES_AT, MAILBOX, NETWORK, PROVIDER, SIGNER, SUBMITTED_AT, UNLISTED, VIA,
};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, optional, parsed, put, put_expiry, text};
use crate::dynamo::keys::sortable;
use crate::handles::Pledges;
use crate::mail::owing::{MailClass, When};
use crate::pledge::draft::{read_draft, unlisted, write_draft};
use crate::role::{SettlesOwed, Submits};

/// The mail of the form may go. This and the next three are values of [`ADMISSION`].
pub(crate) const PASSED: &str = "passed";
pub(crate) const HELD: &str = "held";
pub(crate) const RELEASED: &str = "released";
/// An organizer discarded it; it is kept so that this can be undone.
pub(crate) const DISCARDED: &str = "discarded";

/// The attributes of a submission beside its draft and the mail that it owes.
pub(crate) const SUBMISSION_ALONE: [&str; 9] =
    [VIA, SUBMITTED_AT, UNLISTED, PROVIDER, NETWORK, ADMISSION, SIGNER, MAILBOX, EXPIRES_AT];

/// The stored shape of a [`Submission`].
pub(crate) struct SubmissionItem;

impl SubmissionItem {
    pub(crate) fn write(submission: &Submission, mut item: Item) -> Item {
        let mut unlisted = Item::new();
        write_draft(&submission.draft, &mut unlisted);
        put(&mut unlisted, SUBMITTED_AT, sortable(submission.submitted_at));
        if let Some(link) = submission.via {
            put(&mut unlisted, VIA, link.to_string());
        }
        item.insert(UNLISTED.to_owned(), AttributeValue::M(unlisted));
        put(&mut item, PROVIDER, MailProvider::of_domain(submission.draft.email.domain()).name());
        if let Some(network) = submission.network {
            put(&mut item, NETWORK, network.to_string());
        }
        put_expiry(&mut item, submission.expires_at());
        item
    }

    pub(crate) fn read(id: SubmissionId, item: &Item) -> Result<Submission, StoreError> {
        let unlisted = unlisted(item)?;
        Ok(Submission {
            id,
            draft: read_draft(unlisted)?,
            submitted_at: parsed(unlisted, SUBMITTED_AT)?,
            network: optional(item, NETWORK)?,
            owner: match text(item, SIGNER) {
                Some(_) => Some(Owner { signer: parsed(item, SIGNER)?, mailbox: parsed(item, MAILBOX)? }),
                None => None,
            },
            released: is_released(item),
            via: optional(unlisted, VIA)?,
        })
    }
}

impl<R: Submits> Pledges<R> {
    /// Keeps a submission by one unconditional put, the same for everybody. So neither its answer nor its time tells who is
    /// counted already. Its stream record is the order to send the mail.
    ///
    /// # Errors
    /// Fails when the database fails. The submission may then be kept nevertheless; submitting it again is safe.
    pub async fn submit(&self, submission: &Submission) -> Result<(), StoreError> {
        let key = self.keys.submission(submission.id);
        let when = When::after_stream(MailClass::First, submission.submitted_at);
        let item = self.owing_item(&key, SubmissionItem::write(submission, key.attributes()), when);
        self.put_now(item).await
    }
}

impl<R: SettlesOwed> Pledges<R> {
    /// Deletes a submission, if it is there. Either its address had enough mail, or it was confirmed and thanked for.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn delete_submission(&self, id: SubmissionId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.submission(id)).await
    }
}

/// Whether a moderator let the submission's mail go.
pub(crate) fn is_released(submission: &Item) -> bool {
    text(submission, ADMISSION) == Some(RELEASED)
}

/// Whether a form can be confirmed with a proof of its mailbox. A form that waits for a moderator cannot.
pub(crate) fn is_confirmable(submission: &Item) -> bool {
    !matches!(text(submission, ADMISSION), Some(HELD | DISCARDED))
}
