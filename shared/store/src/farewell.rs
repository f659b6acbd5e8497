//! Farewells: what is left of one who withdrew, until the mailer told them.

use domain::ids::SubmissionId;

use crate::error::StoreError;
use crate::pledge_item::{Farewell, FarewellItem};
use crate::pledges::Pledges;

/// How long a goodbye is owed while no mail can be sent. What stays so long names a person who withdrew.
pub const FAREWELL_DAYS: i64 = 3;

impl Pledges {
    /// The farewell of one who withdrew; the mailer comes seconds after it was written.
    ///
    /// # Errors
    /// When the database fails, or what it holds cannot be read.
    pub async fn farewell(&self, id: SubmissionId) -> Result<Option<Farewell>, StoreError> {
        let item = self.get(&self.keys.farewell(id)).await?;
        item.map(|item| FarewellItem::read(&item)).transpose()
    }

    /// Forgets a farewell, when it was said.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_farewell(&self, id: SubmissionId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.farewell(id)).await
    }
}
