//! Made-up people and real ones, in numbers: which of them the mailer holds, and which the desk shows first.
//!
//! The admission of the store and the desk's first list are the real code, over the embedded database and a clock that
//! stands where the simulation is. Everybody is drawn from a seed, so that a run can be repeated. `people.rs` says who they
//! are, `former.rs` what the rules before these did with them.

mod former;
mod people;

use std::collections::{BTreeMap, BinaryHeap};
use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use domain::ids::SubmissionId;
use domain::keys::secret::Secret;
use domain::mail::domain::MailDomain;
use domain::mail::email::EmailAddress;
use domain::mail::flood::HourLimits;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::pledge::{ConfirmedBy, Owner, Signer, Submission, Who};
use domain::tally::ShardCount;
use futures::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use local::MemoryTables;
use organizer::cohort::ROWS;
use organizer::suspicion::{Kind, Suspicions};
use store::{
    Admission, Confirmed, Confirming, Connection, MailClass, Pledges, Recipient, StoreError, StreamKey, Tables, role,
};

use people::Applicant;
pub use people::{Chance, Origin};

const CAMPAIGN: &str = "time-to-lead";
/// Of the made-up people of each attack at least so many are refused, held or on the first screen.
pub const DEALT_WITH_MIN: f64 = 0.95;
/// Of the real people at most so many are ever held.
pub const HELD_MAX: f64 = 0.01;
/// How often a call is tried again.
const TRIES: usize = 8;
/// Forms that are let go in a minute, as by the mailer.
const LET_GO_AT_ONCE: usize = 50;

/// How many there are.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Real people.
    pub honest: usize,
    /// Forms of each attack.
    pub attack: usize,
}

/// What became of the forms of one origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Forms.
    pub forms: usize,
    /// Forms that had to wait, for however long.
    pub ever_held: usize,
    /// Forms that wait at the end.
    pub held: usize,
    /// Signers who are counted.
    pub counted: usize,
    /// Signers who are counted, and whom the desk shows on the first screen of its first list.
    pub shown: usize,
    /// Of the forms, those that the former rules held.
    pub formerly_held: usize,
    /// Of those that the former rules let through and that were counted, those in any list of the former desk.
    pub formerly_shown: usize,
    /// Of the forms, those whom the former rules would have counted.
    pub formerly_counted: usize,
}

impl Fate {
    /// The share of forms that are neither counted nor, being counted, hidden from the desk.
    #[must_use]
    pub fn dealt_with(&self) -> f64 {
        share(self.forms - (self.counted - self.shown), self.forms)
    }

    /// The same under the former rules.
    #[must_use]
    pub fn formerly_dealt_with(&self) -> f64 {
        share(self.forms - (self.formerly_counted - self.formerly_shown), self.forms)
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of people, far below 2^53")]
fn share(count: usize, of: usize) -> f64 {
    count as f64 / of.max(1) as f64
}

/// What became of everybody, by origin.
pub type Fates = BTreeMap<Origin, Fate>;

/// The table that is printed.
#[must_use]
pub fn table(fates: &Fates) -> String {
    let mut text = format!(
        "| {:<28} | {:>6} | {:>7} | {:>6} | {:>7} | {:>10} | {:>10} | {:>12} |\n",
        "who", "forms", "counted", "held", "shown", "dealt with", "ever held", "before: both"
    );
    for (origin, fate) in fates {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let (dealt_with, before) = if origin.is_attack() {
            (percent(fate.dealt_with()), percent(fate.formerly_dealt_with()))
        } else {
            (String::new(), format!("{} held", percent(share(fate.formerly_held, fate.forms))))
        };
        let ever = percent(share(fate.ever_held, fate.forms));
        let _ = writeln!(
            text,
            "| {:<28} | {:>6} | {:>7} | {:>6} | {:>7} | {:>10} | {:>10} | {:>12} |",
            origin.name(),
            fate.forms,
            fate.counted,
            fate.held,
            fate.shown,
            dealt_with,
            ever,
            before,
        );
    }
    text
}

/// The goals that are missed, in words.
#[must_use]
pub fn missed(fates: &Fates) -> Vec<String> {
    let mut missed = Vec::new();
    let mut honest = Fate::default();
    for (origin, fate) in fates {
        if !origin.is_attack() {
            honest.forms += fate.forms;
            honest.ever_held += fate.ever_held;
        } else if fate.dealt_with() < DEALT_WITH_MIN {
            missed.push(format!("{}: {:.3} of them are dealt with", origin.name(), fate.dealt_with()));
        }
    }
    let held = share(honest.ever_held, honest.forms);
    if held > HELD_MAX {
        missed.push(format!("{held:.4} of real people are held"));
    }
    missed
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Sends(usize),
    Confirms(usize),
    Minute,
}

/// Has everybody sign, lets them confirm, and looks at the desk at the end.
///
/// # Errors
/// When the database fails.
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
                // The stream brings it at once.
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
    people: PersonKey,
}

impl World {
    fn start() -> anyhow::Result<Self> {
        let database = MemoryTables::start(&["Pledges", "Tally"])?;
        let tables = Tables { pledges: "Pledges".to_owned(), tally: "Tally".to_owned() };
        let pledges = Pledges::new(Connection::to(database.url()), tables, CAMPAIGN.parse()?, ShardCount::new(16)?);
        let secret = Secret::new("k".repeat(32));
        let (identity, people) = (IdentityKey::new(&secret)?, PersonKey::new(CAMPAIGN.parse()?, &secret)?);
        Ok(Self { _database: database, pledges, identity, people })
    }

    /// As the mailer sees a form.
    fn recipient(&self, submission: &Submission) -> Recipient {
        let campaign = CAMPAIGN.parse().expect("a slug");
        let email = &submission.draft.email;
        let domain = MailDomain::counted_for(email);
        Recipient {
            owner: Owner {
                signer: self.identity.signer_id(&campaign, &email.canonical()),
                mailbox: self.identity.mailbox_id(&campaign, email),
            },
            domain: domain.map(|domain| (self.identity.domain_code(&campaign, &domain), domain)),
        }
    }

    /// Somebody follows the link that was mailed; the mailer notes it, and the form goes.
    async fn confirm(&self, submission: Submission, now: Timestamp) -> anyhow::Result<()> {
        let claims = submission.claims(self.recipient(&submission).owner);
        // Whoever makes people up says whatever counts.
        let confirming = Confirming {
            claims,
            submission: submission.id,
            form: Some(submission.clone()),
            who: Some(Who::Another),
            by: ConfirmedBy::Link,
        };
        let confirm = async || {
            let household = self.pledges.household(claims.signer).await?;
            self.pledges.confirm(confirming.clone(), household, &self.people, now, 0).await
        };
        let confirmed = again(confirm).await?;
        if matches!(confirmed, Confirmed::Counted(_) | Confirmed::Repeated(_)) {
            let recipient_of = |submission: &Submission| self.recipient(submission);
            let (id, mailbox) = (submission.id, claims.mailbox);
            // On the heap: it is more than one future should hold.
            again(async || Box::pin(self.pledges.begin_thanks(id, mailbox, recipient_of, now)).await).await?;
            return Ok(());
        }
        Ok(again(async || self.pledges.delete_submission(submission.id).await).await?)
    }

    /// Whose forms are let go.
    async fn let_go(&self, now: Timestamp) -> anyhow::Result<Vec<usize>> {
        let recipient_of = |submission: &Submission| self.recipient(submission);
        again(async || self.pledges.let_go(HourLimits::default(), LET_GO_AT_ONCE, recipient_of, now).await).await?;
        let mut numbers = Vec::new();
        for owed in again(async || self.pledges.owed(MailClass::First, now, LET_GO_AT_ONCE).await).await? {
            let StreamKey::Submission(id) = owed.key else { continue };
            again(async || self.pledges.look_again(&owed.key, None).await).await?;
            numbers.push(people::number_of(id)?);
        }
        Ok(numbers)
    }

    /// Looks at what is held, and at the desk's first list.
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
        let first: Vec<_> = patterns.iter().filter(|pattern| pattern.kind == Kind::Unlikely).take(ROWS).collect();
        ensure!(
            patterns.iter().take(first.len()).all(|pattern| pattern.kind == Kind::Unlikely),
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

/// A busy machine may take longer than a client waits; whatever the store does may be done again.
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

fn address(text: &str) -> anyhow::Result<EmailAddress> {
    EmailAddress::parse(text).context("a made-up address")
}

fn id_of(number: usize) -> SubmissionId {
    SubmissionId::from_random((number as u128).to_be_bytes())
}
