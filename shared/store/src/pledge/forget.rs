//! Forgetting erases everybody at the end of a campaign. The counts stay.

use futures::stream;
use futures::stream::{StreamExt as _, TryStreamExt as _};

use crate::dynamo::errors::StoreError;
use crate::dynamo::keys::Key;
use crate::handles::Pledges;
use crate::role::ForgetsEverybody;

/// Items that are deleted at once.
const AT_ONCE: usize = 16;

impl<R: ForgetsEverybody> Pledges<R> {
    /// Erases every item of the campaign in the table of personal data, and returns how many there were. The counts stay, so
    /// a recount after this would find everybody missing.
    ///
    /// # Errors
    /// Fails when the database fails. What was erased stays so; erasing again does the rest.
    pub async fn forget_everybody(&self) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        for prefix in self.keys.personal_prefixes() {
            let mut pages = std::pin::pin!(self.pages(&prefix));
            while let Some(page) = pages.try_next().await? {
                let keys = page.iter().map(Key::of).collect::<Result<Vec<_>, _>>()?;
                let deletions: Vec<_> = keys.iter().map(|key| self.delete_now(key)).collect();
                let mut deletions = stream::iter(deletions).buffer_unordered(AT_ONCE);
                while let Some(deleted) = deletions.next().await {
                    deleted?;
                    forgotten += 1;
                }
            }
        }
        Ok(forgotten)
    }
}
