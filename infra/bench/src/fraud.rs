//! Made-up people and real ones, in numbers: those that the mailer holds, and those that the office shows first.
//!
//! The admission of the store and the office's first list are the real code, over the embedded database and a clock that
//! follows the simulation. Everybody is drawn from a seed, so that a run can be repeated. `people.rs` describes them, `fates.rs`
//! says how they fared, and `former.rs` applies the earlier rules to them.

mod fates;
mod former;
mod people;

use std::collections::BinaryHeap;

use anyhow::ensure;
use domain::ids::LinkCode;
use domain::keys::secret::Secret;
use domain::mail::domain::MailDomain;
use domain::mail::flood::HourLimits;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::pledge::{ConfirmedBy, Owner, Signer, Submission, Who};
use domain::tally::ShardCount;
use futures::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use local::MemoryTables;
use organizer::integrity::cohort::ROWS;
use organizer::integrity::pattern::PatternKind;
use organizer::integrity::suspicion::Suspicions;
use store::{
    Admission, Confirmed, Confirming, Connection, FormOwner, MailClass, Pledges, StoreError, StreamKey, Tables, role,
};

pub use fates::{DEALT_WITH_MIN, Fate, Fates, HELD_MAX, missed, table};
use people::Applicant;
pub use people::{Chance, Origin, Size};

const CAMPAIGN: &str = "time-to-lead";
/// The number of tries of a call.
const TRIES: usize = 8;
/// The number of forms that are let go in a minute, as by the mailer.
const LET_GO_AT_ONCE: usize = 50;

/// An event to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Sends(usize),
    Confirms(usize),
    Minute,
}

/// Lets everybody sign and confirm, and looks at the office's lists at the end.
///
/// # Errors
/// Fails when the database fails.
pub async fn simulate(size: Size, begin: Timestamp, seed: u64) -> anyhow::Result<Fates> {
    let everybody = people::everybody(size, begin, seed)?;
    let world = World::start()?;
    let mut fates = Fates::new();
    let mut events: BinaryHeap<_> = everybody
        .iter()
        .enumerate()
        .map(|(number, one)| std::cmp::Reverse((one.sends_at, Event::Sends(number))))
        .collect();
    let (mut waiting, mut now) = (0_usize, begin);
    while let Some(std::cmp::Reverse((at, event))) = events.pop() {
        now = at;
        match event {
            Event::Sends(number) => {
                let one = &everybody[number];
                let fate = fates.entry(one.origin).or_default();
                fate.forms += 1;
                let submission = one.submission(number);
                again(async || world.pledges.submit(&submission).await).await?;
                // The stream brings the form at once.
                let key = StreamKey::Submission(submission.id);
                again(async || world.pledges.look_again(&key, None).await).await?;
                let recipient = world.recipient(&submission);
                let admit = async || world.pledges.admit(&submission, &recipient, HourLimits::default(), at).await;
                match again(admit).await? {
                    Admission::Passed => events.extend(confirming(one, number, at)),
                    Admission::Held => {
                        fate.ever_held += 1;
                        if waiting == 0 {
                            events.push(std::cmp::Reverse((at + SignedDuration::from_mins(1), Event::Minute)));
                        }
                        // The mailer looks every minute; here for an hour after something was held.
                        waiting = 60;
                    }
                    Admission::Dropped => {}
                }
            }
            Event::Confirms(number) => {
                world.confirm(everybody[number].submission(number), at).await?;
            }
            Event::Minute => {
                for number in world.let_go(at).await? {
                    events.extend(confirming(&everybody[number], number, at));
                }
                waiting -= 1;
                if waiting > 0 {
                    events.push(std::cmp::Reverse((at + SignedDuration::from_mins(1), Event::Minute)));
                }
            }
        }
    }
    world.look(&everybody, &mut fates, now).await?;
    former::judge(&everybody, &mut fates);
    Ok(fates)
}

fn confirming(one: &Applicant, number: usize, mailed_at: Timestamp) -> Option<std::cmp::Reverse<(Timestamp, Event)>> {
    Some(std::cmp::Reverse((mailed_at + one.confirms_after?, Event::Confirms(number))))
}

/// The store, and the keys that the mailer holds.
struct World {
    _database: MemoryTables,
    pledges: Pledges<role::Everything>,
    identity: IdentityKey,
    person_key: PersonKey,
}

impl World {
    fn start() -> anyhow::Result<Self> {
        let database = MemoryTables::start(&["Pledges", "Tally"])?;
        let tables = Tables { pledges: "Pledges".to_owned(), tally: "Tally".to_owned() };
        let pledges = Pledges::new(Connection::to(database.url()), tables, CAMPAIGN.parse()?, ShardCount::new(16)?);
        let secret = Secret::new("k".repeat(32));
        let (identity, person_key) = (IdentityKey::new(&secret)?, PersonKey::new(CAMPAIGN.parse()?, &secret)?);
        Ok(Self { _database: database, pledges, identity, person_key })
    }

    /// Returns the form's owner as the mailer sees it.
    fn recipient(&self, submission: &Submission) -> FormOwner {
        let campaign = CAMPAIGN.parse().expect("a slug");
        let email = &submission.draft.email;
        let domain = MailDomain::counted_for(email);
        FormOwner {
            owner: Owner {
                signer: self.identity.signer_id(&campaign, &email.canonical()),
                mailbox: self.identity.mailbox_id(&campaign, email),
            },
            domain: domain.map(|domain| (self.identity.domain_code(&campaign, &domain), domain)),
        }
    }

    /// Follows the link that was mailed; the mailer notes it and deletes the form.
    async fn confirm(&self, submission: Submission, now: Timestamp) -> anyhow::Result<()> {
        let claims = submission.claims(self.recipient(&submission).owner);
        // People who make others up claim whatever counts.
        let confirming = Confirming {
            claims,
            submission: submission.id,
            form: Some(submission.clone()),
            who: Some(Who::Another),
            by: ConfirmedBy::Link,
            link: LinkCode::from_random([1; 9]),
        };
        let confirm = async || {
            let household = self.pledges.household(claims.signer).await?;
            self.pledges.confirm(confirming.clone(), household, &self.person_key, now, 0).await
        };
        let confirmed = again(confirm).await?;
        if matches!(confirmed, Confirmed::Counted(_) | Confirmed::Repeated(_)) {
            let owner_of_form = |submission: &Submission| self.recipient(submission);
            let (id, mailbox) = (submission.id, claims.mailbox);
            // On the heap: it is more than one future should hold.
            again(async || Box::pin(self.pledges.begin_thanks(id, mailbox, owner_of_form, now)).await).await?;
            return Ok(());
        }
        Ok(again(async || self.pledges.delete_submission(submission.id).await).await?)
    }

    /// Returns the forms that are let go.
    async fn let_go(&self, now: Timestamp) -> anyhow::Result<Vec<usize>> {
        let owner_of_form = |submission: &Submission| self.recipient(submission);
        again(async || self.pledges.let_go(HourLimits::default(), LET_GO_AT_ONCE, owner_of_form, now).await).await?;
        let mut numbers = Vec::new();
        for owed in again(async || self.pledges.owed(MailClass::First, now, LET_GO_AT_ONCE).await).await?.due {
            let StreamKey::Submission(id) = owed.key else { continue };
            again(async || self.pledges.look_again(&owed.key, None).await).await?;
            numbers.push(people::number_of(id)?);
        }
        Ok(numbers)
    }

    /// Looks at the held mail, and at the office's first list.
    async fn look(&self, everybody: &[Applicant], fates: &mut Fates, now: Timestamp) -> anyhow::Result<()> {
        for held in again(async || self.pledges.held(now).await).await? {
            let number = people::number_of(held.submission)?;
            fates.entry(everybody[number].origin).or_default().held += 1;
        }
        let mut suspicions = Suspicions::knowing(again(async || self.pledges.cohorts(now).await).await?);
        let mut signers: Vec<Signer> = Vec::new();
        let mut pages = std::pin::pin!(self.pledges.signers());
        while let Some(page) = pages.try_next().await? {
            for signer in &page {
                suspicions.see(signer);
            }
            signers.extend(page);
        }
        let patterns = suspicions.patterns();
        let first: Vec<_> =
            patterns.iter().filter(|pattern| pattern.kind == PatternKind::Unlikely).take(ROWS).collect();
        ensure!(
            patterns.iter().take(first.len()).all(|pattern| pattern.kind == PatternKind::Unlikely),
            "it is the first list"
        );
        for signer in &signers {
            let number = people::number_of(signer.submission)?;
            let fate = fates.entry(everybody[number].origin).or_default();
            fate.counted += 1;
            fate.shown += usize::from(first.iter().any(|pattern| pattern.conditions.hold_for(signer)));
        }
        Ok(())
    }
}

/// Repeats a call of the store that fails. A busy machine may take longer than a client waits, and every call may be
/// repeated.
async fn again<T>(call: impl AsyncFn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut outcome = call().await;
    for _ in 0..TRIES {
        if outcome.is_ok() {
            break;
        }
        outcome = call().await;
    }
    outcome
}
