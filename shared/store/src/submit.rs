//! Submit: keep a form until it is confirmed.

use domain::ids::SubmissionId;
use domain::pledge::Submission;

use crate::error::{StoreError, of_request};
use crate::keys::Key;
use crate::owed::{MailClass, When};
use crate::pledge_item::SubmissionItem;
use crate::pledges::Pledges;

impl Pledges {
    /// Keeps a submission: one unconditional put, the same for everybody, so that neither its answer nor its time tells
    /// who is counted already. Its stream record is the order to send the mail.
    ///
    /// # Errors
    /// When the database fails. The submission may then be kept nevertheless; submitting it again is safe.
    pub async fn submit(&self, submission: &Submission) -> Result<(), StoreError> {
        let key = self.keys.submission(submission.id);
        let when = When::after_stream(MailClass::First, submission.submitted_at);
        let item = self.owing_item(&key, SubmissionItem::write(submission, key.attributes()), when);
        let put = self.connection.client().put_item().table_name(&self.tables.pledges).set_item(Some(item));
        put.send().await.map(drop).map_err(|error| of_request(&error))
    }

    /// Deletes a submission, if it is there: unsent because its address had enough mail, or confirmed and thanked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_submission(&self, id: SubmissionId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.submission(id)).await
    }

    pub(crate) async fn delete_now(&self, key: &Key) -> Result<(), StoreError> {
        let delete = self.connection.client().delete_item().table_name(&self.tables.pledges);
        delete.set_key(Some(key.attributes())).send().await.map(drop).map_err(|error| of_request(&error))
    }
}
