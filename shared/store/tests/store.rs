//! Tests of the store's promises, over an embedded DynamoDB and a wire that can fail.
#![expect(clippy::unwrap_used, reason = "what fails here fails a test")]

mod campaign;
mod code;
mod confirm;
mod crashes;
mod database;
mod flood;
mod history;
mod invalidate;
mod mailbox;
mod manage;
mod model;
mod own_link;
mod paper;
mod people;
mod put_back;
mod races;
mod recount;
mod signer_counts;
mod submit;
mod switches;
mod tally_cache;
mod webhooks;

use domain::ids::LinkCode;
use domain::pledge::{ConfirmedBy, Signer, Who};
use jiff::Timestamp;
use store::role::Everything;
use store::{Confirmed, Confirming, Pledges, StoreError};

use crate::database::Database;
use crate::people::{Form, NOW, person_key};

/// The code of the own link that a person gets.
pub(crate) const LINK: LinkCode = LinkCode::from_random([1; 9]);

/// Somebody opens the confirm link of a form, and presses the button.
pub(crate) async fn follow_link(
    pledges: &Pledges<Everything>,
    form: &Form,
    who: Option<Who>,
    now: Timestamp,
    seed: u64,
) -> Result<Confirmed, StoreError> {
    let claims = form.claims();
    let (forms, household) = pledges.read(&claims, now).await?;
    let shown = forms.into_iter().find(|shown| shown.id == claims.submission);
    let by = ConfirmedBy::Link;
    let confirming = Confirming { claims, form: shown, submission: claims.submission, who, by, link: LINK };
    pledges.confirm(confirming, household, &person_key(), now, seed).await
}

impl Database {
    pub(crate) async fn submit(&self, form: &Form) {
        self.pledges.submit(&form.submission()).await.unwrap();
    }

    pub(crate) async fn confirm(&self, form: &Form) -> Result<Confirmed, StoreError> {
        self.confirm_as(form, None).await
    }

    /// Confirms, and says who they are where somebody is counted at the address.
    pub(crate) async fn confirm_as(&self, form: &Form, who: impl Into<Option<Who>>) -> Result<Confirmed, StoreError> {
        // The seed differs between forms, and is the same at every run.
        follow_link(&self.pledges, form, who.into(), NOW, u64::try_from(form.number).unwrap()).await
    }

    /// Submits and confirms, as somebody who is not counted yet.
    pub(crate) async fn sign(&self, form: &Form) -> Signer {
        self.submit(form).await;
        let answer = self.confirm_as(form, Who::Another).await.unwrap();
        let Confirmed::Counted(signer) = answer else { panic!("not counted: {answer:?}") };
        signer
    }

    /// Whether somebody at the address of a form was taken out of the count.
    pub(crate) fn has_tombstone(&self, form: &Form) -> bool {
        let stones = self.items("Pledges", "Z#");
        stones.iter().any(|stone| stone["pk"]["S"].as_str().unwrap().ends_with(&form.signer().to_string()))
    }

    pub(crate) async fn withdraw(&self, form: &Form) -> bool {
        self.pledges.withdraw(&form.claims(), NOW, 1).await.unwrap()
    }
}
