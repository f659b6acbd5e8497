//! Confirming counts a person once.
//!
//! Confirming writes the signer, the bearers of their name and one counter: six write units, and one of the index. It is four abroad, and eight if
//! their paper was counted in another riding. Somebody who came by an own link adds one item more, of two write units.
//!
//! Confirming by JSON needs `who` if somebody is counted at the address already (409 `who_is_it` without it). Another spelling
//! of the address never opens the pledge (409 `other_spelling`), because a tag may lead to somebody else's mailbox.
//!
//! Two gaps are known. A confirmation that read its form before a whole confirmation and withdrawal of the same address
//! finished elsewhere could still count: the gap is one read. Somebody who confirms beside a first person at the moment in
//! which that person moves away is counted at the other postal code.

use domain::ids::{LinkCode, SubmissionId};
use domain::keys::token::Claims;
use domain::person::identity::PersonKey;
use domain::pledge::{Confirmation, ConfirmedBy, Household, NewPlace, Owner, Signer, Submission, Who};
use jiff::Timestamp;

use crate::dynamo::attempts::Attempts;
use crate::dynamo::errors::{Failed, StoreError};
use crate::handles::Pledges;
use crate::role::Confirms;

/// Somebody who confirms a form.
#[derive(Clone, Debug)]
pub struct Confirming {
    /// The claims of the link, or those that the code stands for.
    pub claims: Claims,
    /// The form, as they have corrected it; `None` when it is not there any more.
    pub form: Option<Submission>,
    /// The id of the form that they confirm. It is another one than the link's when a newer form of the mailbox was shown.
    pub submission: SubmissionId,
    /// Their answer to the question who they are, if somebody is counted at the address already.
    pub who: Option<Who>,
    /// The way by which they confirm: the link or the code.
    pub by: ConfirmedBy,
    /// The code of the own link that they get, if they are counted now.
    pub link: LinkCode,
}

/// The outcome of confirming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The person is counted, by this very call.
    Counted(Signer),
    /// This submission was confirmed before: a second click, or a reply that was lost.
    Repeated(Signer),
    /// The person is counted already, through another submission.
    SamePerson(Signer),
    /// Somebody is counted at the address, and whoever confirms did not say whether that is them.
    WhoIsIt(Box<Household>),
    /// The address is taken by others.
    AddressTaken,
    /// The submission was withdrawn, or its time is over.
    Gone,
}

impl<R: Confirms> Pledges<R> {
    /// Counts the person who confirms, unless they are counted already. `seen` holds the people at the address as they were
    /// read before.
    ///
    /// One transaction puts the signer into a free slot, changes the bearers of their name, and counts. It has three items,
    /// one more if a signature on paper was counted in another riding, and one more if they came by an own link. It fails if
    /// anybody else came to bear the name after the bearers were read. If somebody bears it already, the address is read once more after them. So a person
    /// counts once, on paper or online, however often and from however many places this is called. The submission stays
    /// until the mailer has noted the proof; the signer's item says that thanks are owed.
    ///
    /// # Errors
    /// Fails when the counters stay busy through [`crate::TRIES_MAX`] tries, or when the database fails. Calling again is
    /// safe, and finds the work of a call that got no answer.
    pub async fn confirm(
        &self,
        confirming: Confirming,
        seen: Household,
        person_key: &PersonKey,
        now: Timestamp,
        random: u64,
    ) -> Result<Confirmed, StoreError> {
        let Confirming { claims, form, submission, who, by, link } = confirming;
        let mut attempts = Attempts::new(random);
        let (mut form, mut household) = (form, seen);
        loop {
            let (confirmed, slot) = match household.confirmation(submission, form.clone(), who, now) {
                Confirmation::Count(confirmed, slot) => (confirmed, slot),
                Confirmation::Repeated(signer) => return Ok(Confirmed::Repeated(signer)),
                Confirmation::SamePerson(signer) => return Ok(Confirmed::SamePerson(signer)),
                Confirmation::WhoIsIt(_) => return Ok(Confirmed::WhoIsIt(Box::new(household))),
                Confirmation::AddressTaken => return Ok(Confirmed::AddressTaken),
                Confirmation::Gone => return Ok(Confirmed::Gone),
            };
            let person = person_key.of(&confirmed.draft.name, &confirmed.draft.residence);
            let bearers = self.bearers(person).await?;
            let is_borne = person.and_then(|person| bearers.get(&person)).is_some_and(|seen| seen.online > 0);
            if is_borne {
                // It may be borne by somebody who came to this address, or to this name, after the address was read.
                let (stored, around) = self.form_and_household(claims.signer, submission).await?;
                if around != household {
                    (form, household) = (form.filter(|_| stored.is_some()), around);
                    attempts.again(Failed::Changed).await?;
                    continue;
                }
            }
            // With the shard of their own paper, one counter changes instead of two.
            let paper = person.and_then(|person| bearers.get(&person)?.paper.as_ref());
            let shard = paper.map_or_else(|| attempts.shard(self.tally.shards), |paper| paper.shard);
            let owner = Owner { signer: claims.signer, mailbox: claims.mailbox };
            let via = confirmed.via;
            let (signer, delta) = confirmed.confirm(NewPlace { owner, person, slot, shard, link }, by, now);
            let (changes, owed) = self.change_person(None, signer.bears(), &bearers);
            let mut writes = vec![self.put_new_signer(&signer)];
            writes.extend(changes);
            writes.extend(self.counter_updates(&delta.and(owed)));
            writes.extend(via.map(|link| self.count_for_link(link, now, attempts.draw())));
            match self.transact(writes).await {
                Ok(()) => return Ok(Confirmed::Counted(signer)),
                // Somebody was faster, a counter was busy, or the reply was lost. So read again and decide.
                Err(failed) => attempts.again(failed).await?,
            }
            let (stored, around) = self.form_and_household(claims.signer, submission).await?;
            form = form.filter(|_| stored.is_some());
            household = around;
        }
    }
}
