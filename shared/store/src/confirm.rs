//! Confirm: count a person once.

use domain::paper::PaperSigner;
use domain::pledge::{Confirmation, Household, Signer, Slot};
use domain::tally::TallyDelta;
use domain::token::Claims;
use jiff::Timestamp;

use crate::attempt::Attempts;
use crate::error::{Failed, StoreError};
use crate::pledge_item::{FIRST_NAME, LAST_NAME, POSTAL_CODE, SUBMISSION};
use crate::pledges::Pledges;

/// What a confirm link came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The person is counted, by this very call.
    Counted(Signer),
    /// This submission was confirmed before: a second click, or a reply that was lost.
    Repeated(Signer),
    /// The person is counted already, through another submission.
    SamePerson(Signer),
    /// The address is taken by others.
    AddressTaken,
    /// The submission was withdrawn, or its time is over.
    Gone,
}

impl Pledges {
    /// Counts the person whose submission the claims name, unless they are counted already.
    ///
    /// Who is counted by a signature on paper already, by the same name at the same postal code, is counted by this one
    /// instead. The signer is put where nobody stands, in the transaction that counts them, so that however often and from
    /// however many places it is called, a person counts once. The submission stays: as long as it is there, the mailer
    /// owes a thank-you.
    ///
    /// # Errors
    /// When the counters stay busy through [`crate::TRIES_MAX`] tries, or the database fails. Calling again is safe,
    /// and finds what an unanswered call did.
    pub async fn confirm(&self, claims: &Claims, now: Timestamp, seed: u64) -> Result<Confirmed, StoreError> {
        let mut attempts = Attempts::new(seed);
        loop {
            let (submission, household, paper) = self.read_with_paper(claims.signer, claims.submission).await?;
            let (submission, slot) = match household.confirmation(claims.submission, submission, now) {
                Confirmation::Count(submission, slot) => (submission, slot),
                Confirmation::Repeated(signer) => return Ok(Confirmed::Repeated(signer)),
                Confirmation::SamePerson(signer) => return Ok(Confirmed::SamePerson(signer)),
                Confirmation::AddressTaken => return Ok(Confirmed::AddressTaken),
                Confirmation::Gone => return Ok(Confirmed::Gone),
            };
            let (signer, delta) = submission.confirm(claims.signer, slot, attempts.shard(self.shards), now);
            let paper = match paper {
                Some(id) => self.paper_signer(id).await?,
                None => None,
            };
            match self.count(&signer, &household, delta, paper).await {
                Ok(()) => return Ok(Confirmed::Counted(signer)),
                // Somebody was faster, a counter was busy, or the reply was lost: what is there now decides.
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }

    /// Puts and counts a signer, in place of their signature on paper, if they have one.
    async fn count(
        &self,
        signer: &Signer,
        seen: &Household,
        mut delta: TallyDelta,
        paper: Option<PaperSigner>,
    ) -> Result<(), Failed> {
        let mut writes = vec![self.put_new_signer(signer)];
        if let Some(paper) = paper {
            writes.push(self.delete_paper(&paper));
            delta = delta.and(paper.remove());
        }
        writes.extend(self.counter_updates(&delta));
        if let (Slot::Second, Some(first)) = (signer.slot, &seen.first) {
            // The household rule looked at the first: it must still be them, of that name, living there.
            writes.push(self.check_signer(first, &[SUBMISSION, FIRST_NAME, LAST_NAME, POSTAL_CODE]));
        }
        self.transact(writes).await
    }
}
