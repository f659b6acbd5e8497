//! Weekly digests on their way to the offices of Members of Parliament.
//!
//! An organizer decides to send those of a week; [`work_off`] makes each of them an item that owes a mail. A digest goes to
//! the address that the roster publishes, and never to a guessed one. An office that asked for no more mail, or that stopped
//! digests by the link in one of them, gets none.
//! Until a digest has left, the organizer may take it back.

use domain::campaign::published::Part;
use domain::ids::SubmissionId;
use domain::keys::token::{Claims, Purpose};
use domain::mail::correspondence::{Correspondent, Way};
use domain::mail::digest::{DigestId, DigestOutcome, DigestRun, RunStage};
use domain::time::later;
use jiff::{SignedDuration, Timestamp};
use mail::Digest;
use store::{LETTER_DAYS, MailClass, MailStop, OwedDigest};

use crate::form_owner::owner_of;
use crate::hand_over::{After, Fate, hand_over};
use crate::round::Round;
use crate::tools::{Mailer, MailerError};

/// A digest that was not taken is tried again after this time.
const PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Carries out what organizers decided: owes the digests of a new decision, and forgets those that were taken back.
pub(crate) async fn work_off(mailer: &Mailer) -> Result<(), MailerError> {
    for run in mailer.office.digest_runs().await? {
        match run.stage {
            RunStage::Asked => queue(mailer, &run).await?,
            RunStage::Queued => {
                let digests = mailer.pledges.digests_of(run.week).await?;
                if digests.values().all(Option::is_some) {
                    mailer.office.close_digest_run(run.week, run.stage).await?;
                }
            }
            RunStage::TakenBack => {
                for riding in run.ridings.keys() {
                    mailer.pledges.forget_digest(DigestId { week: run.week, riding: *riding }).await?;
                }
                mailer.office.close_digest_run(run.week, run.stage).await?;
            }
        }
    }
    Ok(())
}

/// Owes the digests of a new decision.
async fn queue(mailer: &Mailer, run: &DigestRun) -> Result<(), MailerError> {
    let asked_at = mailer.clock.now();
    for (riding, numbers) in &run.ridings {
        let digest = OwedDigest { numbers: *numbers, as_of: run.as_of, asked_at };
        mailer.pledges.owe_digest(DigestId { week: run.week, riding: *riding }, &digest).await?;
    }
    mailer.office.note_digests_queued(run.week).await?;
    Ok(())
}

/// Sends a digest, and notes its outcome.
pub(crate) async fn send(
    mailer: &Mailer,
    round: &Round,
    id: DigestId,
    digest: &OwedDigest,
) -> Result<After, MailerError> {
    let runs = mailer.office.digest_runs().await?;
    let stage = runs.iter().find(|run| run.week == id.week).map(|run| run.stage);
    if stage == Some(RunStage::TakenBack) {
        mailer.pledges.forget_digest(id).await?;
        return Ok(After::Written);
    }
    let now = mailer.clock.now();
    // It greets the Member of now in the sentences of now, and bears the link that leads to the office's page now.
    if mailer.writers.catch_up_on_all(&[Part::Edition, Part::Members, Part::Offices]).await.is_err() {
        return Ok(After::put_off(MailClass::Letter, next_try(digest, now)));
    }
    let writer = mailer.writers.now();
    let end = match mailer.office.way_to(Correspondent::Member(id.riding), writer.roster()).await? {
        // Somebody who answered still wants to know the number.
        Way::Open | Way::Answered => None,
        Way::Paused => return Ok(After::at(MailClass::Letter, next_try(digest, now))),
        Way::NotWanted => Some(DigestOutcome::NotSent),
        Way::NoMailbox => Some(DigestOutcome::Refused),
    };
    let member = writer.roster().member(id.riding);
    let to = member.and_then(|member| member.email.as_ref());
    let (None, Some(member), Some(to), Some(riding)) = (end, member, to, ridings::get(id.riding)) else {
        return settle(mailer, id, end.unwrap_or(DigestOutcome::NotSent)).await;
    };
    let owner = owner_of(mailer, to);
    let record = mailer.pledges.mail_record(owner.mailbox, now).await?;
    if record.is_some_and(|record| matches!(record.stopped, Some((MailStop::Refused, _)))) {
        tracing::info!("not sent: the mailbox takes no mail");
        return settle(mailer, id, DigestOutcome::NotSent).await;
    }
    // No form is behind the link: it is about the mailbox alone.
    let (submission, expires_at) = (SubmissionId::from_random([0; 16]), Claims::manage_end(now));
    let claims = Claims { signer: owner.signer, mailbox: owner.mailbox, submission, expires_at };
    let mail = writer.digest(&Digest {
        id,
        to,
        riding: [riding.name.en, riding.name.fr],
        province: riding.province,
        member: &member.name,
        agrees: member.agrees(),
        stop_token: mailer.tokens.mint(Purpose::Mailbox, claims).expose(),
        numbers: digest.numbers,
        as_of: digest.as_of,
    });
    match hand_over(mailer, round, MailClass::Letter, &mail).await? {
        Fate::Sent => settle(mailer, id, DigestOutcome::Sent).await,
        Fate::GivenUp => settle(mailer, id, DigestOutcome::Refused).await,
        Fate::NotNow if is_over(digest, now) => settle(mailer, id, DigestOutcome::Refused).await,
        Fate::NotNow => Ok(After::put_off(MailClass::Letter, next_try(digest, now))),
    }
}

async fn settle(mailer: &Mailer, id: DigestId, outcome: DigestOutcome) -> Result<After, MailerError> {
    mailer.pledges.settle_digest(id, outcome).await?;
    Ok(After::Written)
}

/// Whether a digest was tried for so long that its numbers are of no use any more.
fn is_over(digest: &OwedDigest, now: Timestamp) -> bool {
    now.duration_since(digest.asked_at) >= SignedDuration::from_hours(24 * LETTER_DAYS)
}

/// Returns the time of a digest's next try, and notes in the log that it waits.
fn next_try(digest: &OwedDigest, now: Timestamp) -> Timestamp {
    tracing::info!(days = now.duration_since(digest.asked_at).as_hours() / 24, "put off: a digest waits");
    later(now, PAUSE)
}
