//! The integrity page: the counters compared with the signers, and patterns that look like fraud.
//!
//! Nobody is named in the patterns. Even so, a button starts each look at the signers, and the log has its entry first.

use std::borrow::Borrow;
use std::cmp::Reverse;

use askama::Template;
use campaigns::Texts;
use domain::office::audit::Action;
use domain::office::integrity::IntegrityReport;
use domain::office::invalidation::Invalidation;
use domain::tally::Count;
use futures::TryStreamExt as _;
use http::Uri;
use pages::{FieldMessage, ridings_by_name};
use store::{Recount, StoreError};

use crate::integrity::conditions::TypedConditions;
use crate::integrity::pattern::{Evidence, Pattern, PatternKind};
use crate::integrity::suspicion::Suspicions;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// Parts of the table that a recount reads at the same time.
const SEGMENTS: i32 = 4;
/// A network is listed from this many forms in one hour.
const NETWORK_BURST_MIN: u32 = 20;
/// The page lists no more networks.
const NETWORKS_SHOWN: usize = 25;

#[derive(Template)]
#[template(path = "integrity/overview.html")]
struct OverviewPage<'a> {
    frame: OfficeFrame<'a>,
    /// The counters of all places together.
    sum: Count,
    report: Option<IntegrityReport>,
    invalidations: Vec<InvalidationRow>,
    outcome: Outcome,
    ridings: Vec<(String, &'static str)>,
    may_repair: bool,
}

/// The outcome of the button that was pressed.
#[derive(Default)]
struct Outcome {
    /// The patterns of each kind, if they were asked for.
    patterns: Option<Vec<(PatternKind, Vec<Pattern>)>>,
    /// Networks that sent many forms in one hour, the busiest first: code, hour, forms.
    networks: Vec<(String, String, String)>,
    /// The conditions as they were typed, to be put right.
    typed: TypedConditions,
    wrong: Option<FieldMessage>,
    /// A sentence about what was done.
    done: Option<String>,
}

/// An invalidation as the pages show it.
pub(crate) struct InvalidationRow {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) by: String,
    pub(crate) cause: String,
    pub(crate) stage: String,
    pub(crate) signers: String,
}

impl InvalidationRow {
    pub(crate) fn of(invalidation: &Invalidation, texts: &Texts) -> Self {
        Self {
            id: invalidation.id.to_string(),
            when: texts.day(invalidation.at),
            by: invalidation.by.to_string(),
            cause: texts.get(&format!("cause-{}", invalidation.cause)),
            stage: texts.get(&format!("office-stage-{}", invalidation.stage)),
            signers: texts.number(invalidation.signers),
        }
    }
}

impl OverviewPage<'_> {
    fn invalidated(&self) -> i64 {
        self.sum.invalidated.values().sum()
    }

    fn number(&self, number: impl Borrow<i64>) -> String {
        self.frame.t.number(*number.borrow())
    }

    fn is_chosen(&self, place: &str) -> bool {
        self.outcome.typed.place == place
    }

    fn when(&self, report: &IntegrityReport) -> String {
        self.frame.t.moment(report.at)
    }

    /// Describes a pattern: of signers within an hour also the hour, in Ottawa's time.
    fn about(&self, pattern: &Pattern) -> String {
        match (pattern.kind, pattern.conditions.from) {
            (PatternKind::Burst, Some(hour)) => format!("{}, {}", pattern.about, self.frame.t.moment(hour)),
            _ => pattern.about.clone(),
        }
    }

    fn sentence(&self, evidence: &Evidence) -> String {
        self.frame.t.with(evidence.key, [("count", evidence.count.into()), ("of", evidence.of.into())])
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    fn kind_key(kind: &PatternKind, part: &str) -> String {
        format!("office-pattern-{}{part}", kind.name())
    }
}

/// `GET /organizer/{lang}/integrity`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Answer {
    let done = match uri.query() {
        Some("repaired=1") => Some("office-repaired"),
        Some("counted=1") => Some("office-recounted"),
        _ => None,
    };
    let done = done.map(|key| visit.texts().get(key));
    page(&visit, Outcome { done, ..Outcome::default() }).await
}

async fn page(visit: &Visit, mut outcome: Outcome) -> Answer {
    let (context, texts) = (&visit.context, visit.texts());
    // Three reads at once would make the page's future too large for the stack.
    let reads = async {
        tokio::try_join!(
            context.counted(visit.caller.now),
            context.tallies.last_report(),
            context.office.invalidations()
        )
    };
    let (snapshot, report, invalidations) = Box::pin(reads).await?;
    let ridings = ridings_by_name(visit.locale).into_iter();
    let page = OverviewPage {
        frame: visit
            .frame(OfficePage::Integrity, "office-integrity-title", "/integrity")
            .with_errors(outcome.wrong.take()),
        sum: snapshot.tally.sum(),
        report,
        invalidations: invalidations.iter().map(|invalidation| InvalidationRow::of(invalidation, texts)).collect(),
        outcome,
        ridings: ridings.map(|riding| (riding.code.to_string(), riding.name(visit.locale))).collect(),
        may_repair: visit.caller.is_admin(),
    };
    Ok(answer(&page.frame, &page))
}

/// Shows the page with conditions that must be put right: the field that is wrong, and the key of its sentence.
pub(crate) async fn show_wrong_conditions(
    visit: &Visit,
    typed: TypedConditions,
    (field, key): (&'static str, &'static str),
) -> Answer {
    page(visit, Outcome { typed, wrong: Some(visit.wrong(field, key)), ..Outcome::default() }).await
}

async fn show_wrong(visit: &Visit, field: &'static str, key: &'static str) -> Answer {
    page(visit, Outcome { wrong: Some(visit.wrong(field, key)), ..Outcome::default() }).await
}

/// `POST /organizer/{lang}/integrity/examine`: looks for patterns among all signers.
pub(crate) async fn examine(visit: Visit) -> Answer {
    let context = &visit.context;
    context.office.record(&visit.caller.did(Action::SignersExamined, "")).await?;
    let mut suspicions = Suspicions::knowing(context.pledges.cohorts(visit.caller.now).await?);
    let mut signers = std::pin::pin!(context.pledges.signers());
    while let Some(some) = signers.try_next().await? {
        for signer in &some {
            suspicions.see(signer);
        }
    }
    let mut patterns: Vec<_> = PatternKind::ALL.map(|kind| (kind, Vec::new())).into();
    for pattern in suspicions.patterns() {
        if let Some((_, of_kind)) = patterns.iter_mut().find(|(kind, _)| *kind == pattern.kind) {
            of_kind.push(pattern);
        }
    }
    let networks = busy_networks(&visit).await?;
    page(&visit, Outcome { patterns: Some(patterns), networks, ..Outcome::default() }).await
}

/// Lists the networks that sent many forms in one hour, the busiest first: code, hour, forms.
async fn busy_networks(visit: &Visit) -> Result<Vec<(String, String, String)>, StoreError> {
    let texts = visit.texts();
    let mut hours = visit.context.pledges.network_hours(visit.caller.now).await?;
    hours.retain(|one| one.count.seen >= NETWORK_BURST_MIN);
    hours.sort_by_key(|one| (Reverse(one.count.seen), Reverse(one.hour), one.network));
    let shown = hours
        .iter()
        .take(NETWORKS_SHOWN)
        .map(|one| (one.network.short(), texts.moment(one.hour.start()), texts.number(one.count.seen.into())));
    Ok(shown.collect())
}

/// `POST /organizer/{lang}/integrity/recount`: counts all signers now.
pub(crate) async fn recount(visit: Visit) -> Answer {
    if is_forgotten(&visit) {
        return show_wrong(&visit, "recount", "office-recount-over").await;
    }
    let recount = visit.context.pledges.recount(SEGMENTS).await?;
    keep_report(&visit, &recount).await?;
    Ok(visit.to("/integrity?counted=1"))
}

/// `POST /organizer/{lang}/integrity/repair`: corrects the counters that differ from the signers.
pub(crate) async fn repair(visit: Visit, form: Form) -> Answer {
    let context = &visit.context;
    // All signers are deleted then, and a repair would set every counter to zero.
    if is_forgotten(&visit) {
        return show_wrong(&visit, "recount", "office-recount-over").await;
    }
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return show_wrong(&visit, "repair", fault.key()).await,
    };
    let recount = context.pledges.recount(SEGMENTS).await?;
    let counters = recount.drift.len();
    let entry = visit.caller.did_because(Action::TallyRepaired, counters.to_string(), why);
    context.office.record_repair(i64::try_from(counters).unwrap_or(i64::MAX), &entry).await?;
    context.pledges.repair(&recount).await?;
    let recount = context.pledges.recount(SEGMENTS).await?;
    keep_report(&visit, &recount).await?;
    Ok(visit.to("/integrity?repaired=1"))
}

/// Whether the campaign has deleted its signers.
fn is_forgotten(visit: &Visit) -> bool {
    visit.caller.now >= visit.context.site.campaign().forgets_at()
}

async fn keep_report(visit: &Visit, recount: &Recount) -> Result<(), StoreError> {
    let survey = visit.context.pledges.survey(visit.caller.now).await?;
    visit.context.tallies.keep_report(&recount.report(visit.caller.now, survey)).await
}
