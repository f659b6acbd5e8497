//! The dashboard's list of things that wait for the organizer's decision, each with its number and the way to it.

use domain::office::integrity::IntegrityReport;
use domain::office::invalidation::Stage;
use domain::office::organizer::Role;
use futures::future::try_join_all;
use jiff::SignedDuration;
use store::StoreError;

use crate::visit::Visit;
use crate::webhooks::recipients::trouble;

/// Work that is younger than this goes on in the request that began it.
const INTERRUPTED_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Something that waits: the sentence, and the address of its page.
pub(crate) struct Waiting {
    pub(crate) sentence: String,
    pub(crate) href: String,
}

/// Lists what waits. Held mail is read from the table, so these numbers are exact.
pub(crate) async fn waiting(visit: &Visit, report: Option<&IntegrityReport>) -> Result<Vec<Waiting>, StoreError> {
    let (desk, now) = (&visit.desk, visit.caller.now);
    let held = desk.pledges.held(now).await?.len();
    let letters = desk.pledges.held_letters(now).await?.len();
    let imports = desk.office.imports().await?;
    let invalidations = desk.office.invalidations().await?;
    let is_old = |at| now.duration_since(at) >= INTERRUPTED_AFTER;
    let goes_on = |stage: Option<Stage>| stage.and_then(Stage::end).is_some();
    // A sheet that was read is kept for some days, and can be counted until then.
    let sheet_time = SignedDuration::from_hours(24 * store::SHEET_DAYS);
    let unread = imports.iter().filter(|import| import.stage.is_none() && now.duration_since(import.at) < sheet_time);
    let stopped_imports = imports.iter().filter(|import| goes_on(import.stage) && is_old(import.at));
    let stopped = invalidations.iter().filter(|one| goes_on(Some(one.stage)) && is_old(one.at));
    let (asks, hooks) = match visit.caller.organizer.role {
        Role::Admin => (desk.office.partner_people().await?.asks.len(), hooks_in_trouble(visit).await?),
        Role::Viewer | Role::Exporter | Role::Moderator => (0, 0),
    };
    let drift = report.map_or(0, |report| report.wrong_counters);
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let all = [
        ("office-waits-partners", number(asks), "/partners"),
        ("office-held-waits", number(held), "/held"),
        ("office-letters-dashboard", number(letters), "/letters"),
        ("office-waits-paper", number(unread.count()), "/paper"),
        ("office-waits-imports", number(stopped_imports.count()), "/paper"),
        ("office-waits-removals", number(stopped.count()), "/integrity"),
        ("office-waits-drift", drift, "/integrity"),
        ("office-waits-hooks", number(hooks), "/webhooks"),
    ];
    let home = format!("/organizer/{}", visit.locale);
    let some = all.into_iter().filter(|(_, count, _)| *count > 0);
    let waiting = some.map(|(key, count, path)| Waiting {
        sentence: visit.texts().with(key, [("count", count.into())]),
        href: format!("{home}{path}"),
    });
    Ok(waiting.collect())
}

/// Counts the recipients of webhooks that do not get their messages.
async fn hooks_in_trouble(visit: &Visit) -> Result<usize, StoreError> {
    let recipients = visit.desk.office.recipients().await?;
    let troubles = recipients.iter().map(|recipient| trouble(visit, recipient));
    Ok(try_join_all(troubles).await?.into_iter().flatten().count())
}
