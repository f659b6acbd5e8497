//! Supporters' letters on their way to Members of Parliament and the Prime Minister.
//!
//! No address is charged for a letter, since it is no mail to a supporter. The store makes sure that each signer sends one
//! letter to each addressee. All members share one mail server. A letter that this server does not take at once waits apart,
//! so that no confirmation has to wait for it.
//!
//! A letter goes only if letters are not paused, its addressee wants it, and the hour and the day have room for it.
//! Otherwise it ends unsent, or waits for an organizer: [`work_off`] does what they decided. While nobody can read who the
//! Members are now, letters wait.
//!
//! A letter is from the campaign's address, under its writer's name, and is answered to the writer. It says nothing of being
//! automatic (RFC 3834), because a person wrote it.

use std::collections::BTreeMap;

use domain::campaign::members::{Holder, Member};
use domain::campaign::published::Part;
use domain::mail::correspondence::{Correspondent, HELD_LETTER_DAYS, KeptMark, Mark, MarkId, WaitReason, Way};
use domain::mail::domain::MailDomain;
use domain::mail::email::EmailAddress;
use domain::mail::flood::Verdict;
use domain::mail::letter::{Addressee, LetterId};
use domain::pledge::Signer;
use domain::time::later;
use domain::web_address;
use futures::future;
use jiff::{SignedDuration, Timestamp};
use mail::Forwarded;
use store::{HeldLetter, LETTER_DAYS, LetterAdmission, LetterState, MailClass, MailStop, OwedLetter, StoreError};

use crate::flood::note_held;
use crate::hand_over::{After, Fate, PAUSE_MAX, hand_over};
use crate::round::Round;
use crate::tools::{Mailer, MailerError};

/// Waiting letters that are taken off the list in one round. The next minute's round goes on.
const TAKEN_OFF_AT_ONCE: usize = 500;
/// The least time before a letter that was not taken is tried again. The pause is as long as the time since the letter was
/// asked for, but never shorter than this and never longer than [`PAUSE_MAX`].
const PAUSE_MIN: SignedDuration = SignedDuration::from_mins(2);

/// Sends a letter that was asked for, and erases its text.
pub(crate) async fn forward(
    mailer: &Mailer,
    round: &Round,
    id: &LetterId,
    letter: &OwedLetter,
    admission: Option<LetterAdmission>,
) -> Result<After, MailerError> {
    if admission == Some(LetterAdmission::Waits) {
        return Ok(After::Written);
    }
    // A mailer that has just started knows the folder's Members, who may have left their seats.
    if mailer.writers.catch_up_on_all(&[Part::Edition, Part::Members]).await.is_err() {
        return wait_for_desk(mailer, id, letter).await;
    }
    let to = Correspondent::of(id.addressee, letter.riding);
    let writer = mailer.writers.now();
    let (household, way) =
        future::try_join(mailer.pledges.household(id.signer), mailer.office.way_to(to, writer.roster())).await?;
    let signer = household.member(id.submission).filter(|signer| signer.invalidated.is_none());
    let Some(signer) = signer else {
        mailer.pledges.delete_letter(id).await?;
        return Ok(After::Written);
    };
    let holder = writer.roster().holder(letter.riding);
    if id.addressee == Addressee::Member && !is_addressee(holder, letter.asked_at) {
        tracing::info!("a letter is not sent: its Member left the seat");
        mailer.pledges.settle_letter(id, LetterState::NotSent).await?;
        return Ok(After::Written);
    }
    let recipients = writer.campaign().officials.recipients(id.addressee, letter.riding, holder);
    let Some(recipients) = recipients else {
        mailer.pledges.settle_letter(id, LetterState::Refused).await?;
        return Ok(After::Written);
    };
    if !may_go(mailer, (id, letter), signer, (to, way), admission).await? {
        return Ok(After::Written);
    }
    let mail = writer.forward(&Forwarded {
        id,
        writer: &signer.draft.name,
        postal_code: letter.postal_code,
        reply_to: &signer.draft.email,
        recipients: &recipients,
        riding: ridings::get(letter.riding).map(|riding| riding.name(letter.locale)).unwrap_or_default(),
        locale: letter.locale,
        text: &letter.text,
    });
    let end = match hand_over(mailer, round, MailClass::Letter, &mail).await? {
        Fate::Sent => LetterState::Sent,
        Fate::GivenUp => LetterState::Refused,
        Fate::NotNow => return postpone(mailer, id, letter).await,
    };
    mailer.pledges.settle_letter(id, end).await?;
    Ok(After::Written)
}

/// Whether a letter goes now; if not, it waits for an organizer or was settled.
async fn may_go(
    mailer: &Mailer,
    (id, letter): (&LetterId, &OwedLetter),
    signer: &Signer,
    (to, way): (Correspondent, Way),
    admission: Option<LetterAdmission>,
) -> Result<bool, MailerError> {
    let (now, pledges) = (mailer.clock.now(), &mailer.pledges);
    let hold = |why| HeldLetter { since: now, letter: *id, to, why, mail_domain: None };
    let end = match way {
        Way::Open if may_write(mailer, signer).await? => None,
        Way::Answered if admission == Some(LetterAdmission::Released) && may_write(mailer, signer).await? => None,
        Way::Open | Way::NotWanted => Some(LetterState::NotSent),
        Way::NoMailbox => Some(LetterState::Refused),
        Way::Paused => {
            pledges.hold_letter(&hold(WaitReason::Paused)).await?;
            return Ok(false);
        }
        Way::Answered => {
            pledges.hold_letter(&hold(WaitReason::Answered)).await?;
            return Ok(false);
        }
    };
    if let Some(end) = end {
        tracing::info!(end = end.name(), "a letter is not sent");
        pledges.settle_letter(id, end).await?;
        return Ok(false);
    }
    if admission == Some(LetterAdmission::Released) {
        return Ok(true);
    }
    // The page refuses a text with a web address in it. Names are checked only here.
    let name = signer.draft.name.to_string();
    if [letter.text.as_str(), &name].into_iter().any(|text| web_address::find(text).is_some()) {
        pledges.hold_letter(&hold(WaitReason::Link)).await?;
        note_held();
        return Ok(false);
    }
    if admission.is_some() {
        return Ok(true);
    }
    let domain = MailDomain::counted_for(&signer.draft.email);
    let domain = domain.map(|domain| (mailer.identity.domain_code(&mailer.campaign, &domain), domain));
    let admitted = pledges.admit_letter(id, to, &domain, mailer.letter_limits, now).await?;
    if admitted == LetterAdmission::Waits {
        note_held();
    }
    Ok(admitted != LetterAdmission::Waits)
}

/// Whether answers reach a signer and they want to hear from us: their address did not bounce, and they did not complain.
async fn may_write(mailer: &Mailer, signer: &Signer) -> Result<bool, StoreError> {
    let record = mailer.pledges.mail_record(signer.mailbox, mailer.clock.now()).await?;
    Ok(record.is_none_or(|record| record.stopped.is_none()))
}

/// Notes that a correspondent's address takes no mail, or that they took a letter for spam. Correspondents are the Members
/// of Parliament and the Prime Minister.
pub(crate) async fn take_note(mailer: &Mailer, email: &EmailAddress, why: MailStop) -> Result<(), StoreError> {
    let mark = match why {
        MailStop::Bounced => Mark::Bounced,
        MailStop::Complained | MailStop::Refused => Mark::Complained,
    };
    let writer = mailer.writers.now();
    let is_theirs = |member: &Member| member.email.as_ref().is_some_and(|address| address.is_same_mailbox(email));
    let members = writer.roster().members().filter(|(_, member)| is_theirs(member));
    let members = members.map(|(riding, _)| Correspondent::Member(riding));
    let official = writer.campaign().officials.prime_minister.as_ref();
    let official = official.and_then(|official| official.email.as_ref());
    let prime_minister =
        official.filter(|address| address.is_same_mailbox(email)).map(|_| Correspondent::PrimeMinister);
    for to in members.chain(prime_minister) {
        let (source, reason) = (String::new(), String::new());
        let id = MarkId { to, mark };
        let kept = KeptMark { id, at: mailer.clock.now(), by: None, source, reason, goes_on: false };
        mailer.office.set_mark(&kept, writer.roster(), None).await?;
    }
    Ok(())
}

/// Does some of what organizers decided about waiting letters. It also releases letters that nothing holds any more. A
/// letter that waited for a month is not sent, nor one whose Member left the seat meanwhile; its writer's page says so.
pub(crate) async fn work_off(mailer: &Mailer) -> Result<(), MailerError> {
    let (now, pledges, office) = (mailer.clock.now(), &mailer.pledges, &mailer.office);
    let rulings = office.letter_rulings().await?;
    let held = pledges.held_letters(now).await?;
    if held.is_empty() && rulings.is_empty() {
        return Ok(());
    }
    if mailer.writers.catch_up_on_all(&[Part::Edition, Part::Members]).await.is_err() {
        // They wait on, since nobody can read who the Members are.
        return Ok(());
    }
    let is_paused = office.letters_pause().await?.is_some();
    let mut marks = BTreeMap::<Correspondent, Vec<KeptMark>>::new();
    let writer = mailer.writers.now();
    let roster = writer.roster();
    for mark in office.marks().await?.into_iter().filter(|kept| roster.is_marked(kept.id, kept.at)) {
        marks.entry(mark.id.to).or_default().push(mark);
    }
    let way = |to| Way::of(is_paused, marks.get(&to).map_or(&[], Vec::as_slice), roster.ends_letters(to));
    let mut left = TAKEN_OFF_AT_ONCE;
    let mut is_untouched = vec![true; rulings.len()];
    for letter in &held {
        let ruling = rulings.iter().position(|ruling| letter.since <= ruling.until && letter.is_of(&ruling.group));
        let verdict = ruling.map(|at| rulings[at].verdict);
        let goes_by_itself = match letter.why {
            WaitReason::Paused => !is_paused,
            WaitReason::Answered => way(letter.to) != Way::Answered && !is_paused,
            WaitReason::MailDomain | WaitReason::Member | WaitReason::Hour | WaitReason::Link => false,
        };
        let is_over = letter.is_over(now);
        if !is_over && verdict.is_none() && !goes_by_itself {
            continue;
        }
        if left == 0 || (verdict == Some(Verdict::Release) && is_paused && !is_over) {
            // Its ruling goes on later.
            if let Some(at) = ruling {
                is_untouched[at] = false;
            }
            continue;
        }
        left -= 1;
        let has_left = |riding| !is_addressee(roster.holder(riding), letter.since);
        let is_late = matches!(letter.to, Correspondent::Member(riding) if has_left(riding));
        if is_over || is_late || verdict == Some(Verdict::Discard) {
            pledges.discard_letter(letter).await?;
        } else {
            pledges.release_letter(letter, verdict.is_some(), now).await?;
        }
    }
    for (ruling, _) in rulings.iter().zip(is_untouched).filter(|(_, is_done)| *is_done) {
        office.close_letter_ruling(ruling.id).await?;
    }
    Ok(())
}

/// Whether the holder of a seat is still the Member to whom a letter was written.
fn is_addressee(holder: &Holder, written_at: Timestamp) -> bool {
    match holder {
        Holder::Member(member) => member.since.is_none_or(|since| since <= written_at),
        Holder::Vacant { .. } => false,
        Holder::Unknown => true,
    }
}

/// Puts off a letter while nobody can read who the Members are. [`LETTER_DAYS`] do not end it: no server refused it, and once
/// the desk can be read, it passes every check of who may write to whom. It waits as long as a letter may wait for an
/// organizer, since nobody should keep its text longer. Then it ends unsent, which its writer sees.
async fn wait_for_desk(mailer: &Mailer, id: &LetterId, letter: &OwedLetter) -> Result<After, MailerError> {
    let now = mailer.clock.now();
    if now.duration_since(letter.asked_at) >= SignedDuration::from_hours(24 * HELD_LETTER_DAYS) {
        tracing::warn!("given up: nobody could read who the Members are for weeks");
        mailer.pledges.settle_letter(id, LetterState::NotSent).await?;
        return Ok(After::Written);
    }
    Ok(After::put_off(MailClass::Letter, later(now, pause(letter.asked_at, now))))
}

/// The time to wait before a letter is tried again.
fn pause(asked_at: Timestamp, now: Timestamp) -> SignedDuration {
    now.duration_since(asked_at).clamp(PAUSE_MIN, PAUSE_MAX)
}

/// Puts off a letter that was not taken, or gives it up after some days.
async fn postpone(mailer: &Mailer, id: &LetterId, letter: &OwedLetter) -> Result<After, MailerError> {
    let now = mailer.clock.now();
    let Some(until) = next_try(letter.asked_at, now) else {
        tracing::warn!("given up: a letter was not taken for days");
        mailer.pledges.settle_letter(id, LetterState::Refused).await?;
        return Ok(After::Written);
    };
    tracing::warn!("put off: a letter was not taken");
    Ok(After::put_off(MailClass::Letter, until))
}

/// The time to try again. `None` when it was tried for days.
fn next_try(asked_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let waited = now.duration_since(asked_at);
    let goes_on = waited < SignedDuration::from_hours(24 * LETTER_DAYS);
    goes_on.then(|| later(now, pause(asked_at, now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_is_not_taken_is_tried_ever_less_often_and_not_for_ever() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let pause = |waited| next_try(at(0), at(waited)).map(|next| next.as_second() - waited);
        let days = 86_400 * LETTER_DAYS;
        assert_eq!([pause(0), pause(600), pause(days - 1)], [Some(120), Some(600), Some(6 * 3_600)]);
        assert_eq!(pause(days), None);
    }
}
