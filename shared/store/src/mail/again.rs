//! A moderator's requests that somebody be mailed their link again. The mailer decides whether the mail may go.
//!
//! A request is kept for a day after its mail went, so that a second press of the button finds it and asks for no second mail.

use domain::ids::SubmissionId;
use domain::pledge::Owner;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::{EXPIRES_AT, MAILBOX, SIGNER, SUBMISSION};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, number, parsed, put, put_expiry};

/// A request is of no use after this time.
const AGAIN_TIME: SignedDuration = SignedDuration::from_hours(24);

/// A moderator's request that somebody be mailed their link again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Again {
    /// Names the request. The mailbox is charged under this id, as for a form.
    pub id: SubmissionId,
    /// The owner of the address.
    pub owner: Owner,
    /// The pledge whose link it is: a counted signer's, or a form's.
    pub submission: SubmissionId,
    /// The time from which the request is of no use.
    pub expires_at: Timestamp,
}

impl Again {
    /// Makes a request now.
    #[must_use]
    pub fn new(id: SubmissionId, owner: Owner, submission: SubmissionId, now: Timestamp) -> Self {
        let expires_at = later(now, AGAIN_TIME);
        Self { id, owner, submission, expires_at }
    }
}

/// The stored shape of an [`Again`].
pub(crate) struct AgainItem;

impl AgainItem {
    pub(crate) fn write(again: &Again, mut item: Item) -> Item {
        put(&mut item, SIGNER, again.owner.signer.to_string());
        put(&mut item, MAILBOX, again.owner.mailbox.to_string());
        put(&mut item, SUBMISSION, again.submission.to_string());
        put_expiry(&mut item, again.expires_at);
        item
    }

    pub(crate) fn read(id: SubmissionId, item: &Item) -> Result<Again, StoreError> {
        let owner = Owner { signer: parsed(item, SIGNER)?, mailbox: parsed(item, MAILBOX)? };
        let expires_at = Timestamp::from_second(number(item, EXPIRES_AT)?).map_err(|_| corrupt(EXPIRES_AT))?;
        Ok(Again { id, owner, submission: parsed(item, SUBMISSION)?, expires_at })
    }
}
