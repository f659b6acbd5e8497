//! Everybody who agreed to hear from the campaign, a page at a time.
//!
//! Supporters come in parts of about 5,000, because Lambda's answers have 6 MB at most.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::pledge::Signer;

use crate::dynamo::attributes::{INVALIDATION, LISTED, PK, UPDATES};
use crate::dynamo::errors::{StoreError, of_request};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::Item;
use crate::handles::Pledges;
use crate::pledge::signers::{Part, read_signer};
use crate::role::ExportsSupporters;

/// The place at which the next page begins.
#[derive(Debug)]
pub struct NextPage(Item);

impl<R: ExportsSupporters> Pledges<R> {
    /// Reads a page of the signers in the part who agreed to hear from the campaign. It also returns the place at which the
    /// next page begins. A page may be empty and still have a next one. A signer who changes their mind meanwhile may be in
    /// it or not.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn consenting(
        &self,
        part: Part,
        from: Option<NextPage>,
    ) -> Result<(Vec<Signer>, Option<NextPage>), StoreError> {
        let mut terms = Terms::default();
        let prefix = terms.value(AttributeValue::S(self.keys.signers_prefix()));
        // People who do not count get no mail either: their address may be a stranger's.
        let filter = format!(
            "begins_with({}, {prefix}) AND attribute_exists({}) AND {}",
            terms.name(PK),
            terms.name(UPDATES),
            terms.is(INVALIDATION, None)
        );
        let page = self
            .listing(part, &LISTED, terms, filter)
            .set_exclusive_start_key(from.map(|NextPage(key)| key))
            .send()
            .await
            .map_err(|error| of_request(&error))?;
        let signers = page.items.iter().flatten().map(read_signer).collect::<Result<_, _>>()?;
        Ok((signers, page.last_evaluated_key.map(NextPage)))
    }
}
