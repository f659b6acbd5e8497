//! What the store promises, over an embedded DynamoDB and a wire that can fail.
#![expect(clippy::unwrap_used, reason = "what fails here fails a test")]

mod address;
mod confirm;
mod database;
mod flood;
mod history;
mod invalidate;
mod manage;
mod model;
mod people;
mod races;
mod recount;
mod submit;
mod tally_cache;

use domain::pledge::Signer;
use store::{Confirmed, StoreError};

use crate::database::Database;
use crate::people::{Form, NOW};

impl Database {
    pub(crate) async fn submit(&self, form: &Form) {
        self.pledges.submit(&form.submission()).await.unwrap();
    }

    pub(crate) async fn confirm(&self, form: &Form) -> Result<Confirmed, StoreError> {
        // The seed differs between forms, and is the same at every run.
        self.pledges.confirm(&form.claims(), NOW, u64::try_from(form.number).unwrap()).await
    }

    /// Submits and confirms, as somebody who is not counted yet.
    pub(crate) async fn sign(&self, form: &Form) -> Signer {
        self.submit(form).await;
        let answer = self.confirm(form).await.unwrap();
        let Confirmed::Counted(signer) = answer else { panic!("not counted: {answer:?}") };
        signer
    }

    pub(crate) async fn withdraw(&self, form: &Form) -> bool {
        self.pledges.withdraw(&form.claims(), NOW, 1).await.unwrap()
    }
}
