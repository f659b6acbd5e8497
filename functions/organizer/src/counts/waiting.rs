//! The dashboard's list of things that wait for the organizer's decision, each with its number and the way to it.

use domain::office::integrity::IntegrityReport;
use domain::office::invalidation::Stage;
use domain::office::organizer::Role;
use futures::future::join_all;
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

/// Everything that waits for an organizer.
pub(crate) struct AllWaiting {
    pub(crate) some: Vec<Waiting>,
    /// Whether everything could be read.
    pub(crate) is_whole: bool,
}

impl AllWaiting {
    /// Takes a part of what waits. One that cannot be read now closes no page.
    fn part<T: Default>(&mut self, read: Result<T, StoreError>) -> T {
        read.unwrap_or_else(|error| {
            tracing::warn!(%error, "what waits could not be read");
            self.is_whole = false;
            T::default()
        })
    }

    /// Whether nothing waits, as far as everything could be read.
    pub(crate) const fn is_nothing(&self) -> bool {
        self.is_whole && self.some.is_empty()
    }
}

/// Lists what waits. Held mail is read from the table, so these numbers are exact.
pub(crate) async fn waiting(visit: &Visit, report: Option<&IntegrityReport>) -> AllWaiting {
    let (context, now) = (&visit.context, visit.caller.now);
    let mut all = AllWaiting { some: Vec::new(), is_whole: true };
    let held = all.part(context.pledges.held(now).await).len();
    let letters = all.part(context.pledges.held_letters(now).await).len();
    let imports = all.part(context.office.imports().await);
    let invalidations = all.part(context.office.invalidations().await);
    let is_old = |at| now.duration_since(at) >= INTERRUPTED_AFTER;
    let goes_on = |stage: Option<Stage>| stage.and_then(Stage::end).is_some();
    // A sheet that was read is kept for some days, and can be counted until then.
    let sheet_time = SignedDuration::from_hours(24 * store::SHEET_DAYS);
    let unread = imports.iter().filter(|import| import.stage.is_none() && now.duration_since(import.at) < sheet_time);
    let stopped_imports = imports.iter().filter(|import| goes_on(import.stage) && is_old(import.at));
    let stopped = invalidations.iter().filter(|one| goes_on(Some(one.stage)) && is_old(one.at));
    let (asks, hooks) = match visit.caller.organizer.role {
        Role::Admin => {
            let people = all.part(context.office.partner_people().await);
            all.is_whole &= people.unread == 0;
            (people.asks.len(), hooks_in_trouble(visit, &mut all).await)
        }
        Role::Viewer | Role::Exporter | Role::Moderator => (0, 0),
    };
    let drift = report.map_or(0, |report| report.wrong_counters);
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let counts = [
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
    let some = counts.into_iter().filter(|(_, count, _)| *count > 0);
    all.some.extend(some.map(|(key, count, path)| Waiting {
        sentence: visit.texts().with(key, [("count", count.into())]),
        href: format!("{home}{path}"),
    }));
    all
}

/// Counts the recipients of webhooks that do not get their messages.
async fn hooks_in_trouble(visit: &Visit, all: &mut AllWaiting) -> usize {
    let Some(recipients) = all.part(visit.context.office.recipients().await.map(Some)) else { return 0 };
    all.is_whole &= recipients.unread == 0;
    let troubles = join_all(recipients.items.iter().map(|recipient| trouble(visit, recipient))).await;
    troubles.into_iter().filter_map(|trouble| all.part(trouble)).count()
}
