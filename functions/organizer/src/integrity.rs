//! The integrity desk: whether the counters say what the signers are, what looks like fraud, who one supporter is.
//!
//! Whatever looks at signers here is asked for by a button and in the log first, even though nobody is named.

use std::borrow::Borrow;

use askama::Template;
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use domain::office::integrity::IntegrityReport;
use domain::office::organizer::Role;
use domain::pledge::Signer;
use domain::tally::Count;
use domain::tally::riding::Place;
use futures::TryStreamExt as _;
use http::Uri;
use pages::{FieldMessage, Frame, sort_key};
use store::{Recount, StoreError};

use crate::cohort::Reason;
use crate::form::{Form, reason};
use crate::invalidations::{Draft, Line};
use crate::nav::{Nav, Room};
use crate::suspicion::{Kind, Pattern, Suspicions};
use crate::visit::{Answer, Visit, answer};

/// Parts in which a recount reads the table at once.
const SEGMENTS: i32 = 4;
/// Forms of one network in one hour from which on it is worth a look.
const NETWORK_BURST_MIN: u32 = 20;
/// Networks that are shown.
const NETWORKS_SHOWN: usize = 25;

#[derive(Template)]
#[template(path = "integrity.html")]
struct IntegrityPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    /// The counters' sum, of which some say why signers are not counted.
    sum: Count,
    report: Option<IntegrityReport>,
    invalidations: Vec<Line>,
    draft: Draft,
    asked: Asked,
    ridings: Vec<(String, &'static str)>,
    may_repair: bool,
    done: Option<String>,
}

/// What a button of the page brought.
#[derive(Default)]
struct Asked {
    /// Patterns by kind, if they were asked for; each kind with what is shown of it.
    patterns: Option<Vec<(Kind, Vec<Pattern>)>>,
    /// Networks that sent many forms in one hour, the busiest first: code, hour, forms.
    networks: Vec<(String, String, String)>,
    /// What was typed, and who was found.
    looked_up: Option<(String, Vec<Found>)>,
}

/// A supporter as the desk shows them: enough to answer their question.
struct Found {
    name: String,
    place: String,
    signed: String,
    confirmed: String,
    counted: bool,
    submission: String,
}

impl IntegrityPage<'_> {
    fn invalidated(&self) -> i64 {
        self.sum.invalidated.values().sum()
    }

    fn number(&self, number: impl Borrow<i64>) -> String {
        self.frame.t.number(*number.borrow())
    }

    fn chosen(&self, code: &str) -> bool {
        self.draft.place == code
    }

    fn when(&self, report: &IntegrityReport) -> String {
        self.frame.t.moment(report.at)
    }

    fn reason(&self, reason: &Reason) -> String {
        self.frame.t.with(reason.key, [("count", reason.count.into()), ("of", reason.of.into())])
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    fn kind_key(kind: &Kind, part: &str) -> String {
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
    page(&visit, Asked::default(), Draft::default(), None, done).await
}

async fn page(visit: &Visit, asked: Asked, draft: Draft, wrong: Option<FieldMessage>, done: Option<String>) -> Answer {
    let (desk, texts) = (&visit.desk, visit.texts());
    let (snapshot, report, all) =
        tokio::try_join!(desk.counted(visit.caller.now), desk.tallies.last_report(), desk.office.invalidations())?;
    let mut ridings: Vec<_> =
        ridings::all().iter().map(|riding| (riding.code.to_string(), riding.name(visit.locale))).collect();
    ridings.sort_by_cached_key(|(_, name)| sort_key(name));
    let page = IntegrityPage {
        frame: visit.frame("office-integrity-title", "/integrity").with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Integrity),
        sum: snapshot.tally.sum(),
        report,
        invalidations: all.iter().map(|invalidation| Line::of(invalidation, texts)).collect(),
        draft,
        asked,
        ridings,
        may_repair: visit.caller.organizer.role >= Role::Admin,
        done,
    };
    Ok(answer(&page.frame, &page))
}

/// Shows the desk again with what was typed and what to do about it.
pub(crate) async fn again(visit: &Visit, draft: Draft, (field, key): (&'static str, &'static str)) -> Answer {
    page(visit, Asked::default(), draft, Some(visit.wrong(field, key)), None).await
}

/// `POST /organizer/{lang}/integrity/examine`: looks for patterns among all signers.
pub(crate) async fn examine(visit: Visit) -> Answer {
    let (desk, texts) = (&visit.desk, visit.texts());
    desk.office.record(&visit.caller.did(Action::SignersExamined, "")).await?;
    let mut suspicions = Suspicions::knowing(desk.pledges.cohorts(visit.caller.now).await?);
    let mut signers = std::pin::pin!(desk.pledges.signers());
    while let Some(some) = signers.try_next().await? {
        for signer in &some {
            suspicions.see(signer);
        }
    }
    let mut patterns: Vec<_> = Kind::ALL.map(|kind| (kind, Vec::new())).into();
    for pattern in suspicions.patterns() {
        if let Some((_, of_kind)) = patterns.iter_mut().find(|(kind, _)| *kind == pattern.kind) {
            of_kind.push(pattern);
        }
    }
    let mut hours = desk.pledges.network_hours(visit.caller.now).await?;
    hours.retain(|one| one.count.seen >= NETWORK_BURST_MIN);
    hours.sort_by_key(|one| (std::cmp::Reverse(one.count.seen), std::cmp::Reverse(one.hour), one.network));
    let shown = hours
        .iter()
        .take(NETWORKS_SHOWN)
        .map(|one| (one.network.short(), texts.moment(one.hour.start()), texts.number(one.count.seen.into())));
    let asked = Asked { patterns: Some(patterns), networks: shown.collect(), ..Asked::default() };
    page(&visit, asked, Draft::default(), None, None).await
}

/// `POST /organizer/{lang}/integrity/look-up`: one supporter by their address. It is in no URL, and in the log only as its
/// reason.
pub(crate) async fn look_up(visit: Visit, form: Form) -> Answer {
    let desk = &visit.desk;
    let draft = Draft { address: form.get("email").to_owned(), why: form.get("why").to_owned(), ..Draft::default() };
    let Ok(email) = EmailAddress::parse(form.get("email")) else {
        return again(&visit, draft, ("email", "office-sign-in-malformed")).await;
    };
    let reason = match reason(form.get("why")) {
        Ok(reason) => reason.to_owned(),
        Err(key) => return again(&visit, draft, ("why", key)).await,
    };
    desk.office.record(&Entry { reason, ..visit.caller.did(Action::SupporterLookedUp, "") }).await?;
    let household =
        desk.pledges.household(desk.identity.signer_id(&desk.site.campaign().slug, &email.canonical())).await?;
    let found = household.members().map(|signer| found(&visit, signer)).collect();
    let asked = Asked { looked_up: Some((email.to_string(), found)), ..Asked::default() };
    page(&visit, asked, Draft::default(), None, None).await
}

fn found(visit: &Visit, signer: &Signer) -> Found {
    let texts = visit.texts();
    let place = match signer.draft.residence.place() {
        Place::Riding(code) => ridings::get(code).map_or("", |riding| riding.name(visit.locale)).to_owned(),
        Place::Abroad => texts.get("office-tile-abroad"),
    };
    Found {
        name: signer.draft.name.to_string(),
        place,
        signed: texts.day(signer.submitted_at),
        confirmed: texts.day(signer.confirmed_at),
        counted: signer.invalidated.is_none(),
        submission: signer.submission.to_string(),
    }
}

/// `POST /organizer/{lang}/integrity/recount`: counts all signers, now.
pub(crate) async fn recount(visit: Visit) -> Answer {
    if is_forgotten(&visit) {
        return again(&visit, Draft::default(), ("recount", "office-recount-over")).await;
    }
    let recount = visit.desk.pledges.recount(SEGMENTS).await?;
    keep_report(&visit, &recount).await?;
    Ok(visit.to("/integrity?counted=1"))
}

/// `POST /organizer/{lang}/integrity/repair`: sets counters right that say something else than the signers.
pub(crate) async fn repair(visit: Visit, form: Form) -> Answer {
    let desk = &visit.desk;
    // Nobody is left to be counted: a repair would set everything to nothing.
    if is_forgotten(&visit) {
        return again(&visit, Draft::default(), ("recount", "office-recount-over")).await;
    }
    let reason = match reason(form.get("reason")) {
        Ok(reason) => reason.to_owned(),
        Err(key) => return again(&visit, Draft::default(), ("repair", key)).await,
    };
    let recount = desk.pledges.recount(SEGMENTS).await?;
    let about = recount.drift.len().to_string();
    desk.office.record(&Entry { reason, ..visit.caller.did(Action::TallyRepaired, about) }).await?;
    desk.pledges.repair(&recount).await?;
    let recount = desk.pledges.recount(SEGMENTS).await?;
    keep_report(&visit, &recount).await?;
    Ok(visit.to("/integrity?repaired=1"))
}

fn is_forgotten(visit: &Visit) -> bool {
    visit.caller.now >= visit.desk.site.campaign().forgets_at()
}

async fn keep_report(visit: &Visit, recount: &Recount) -> Result<(), StoreError> {
    let survey = visit.desk.pledges.survey(visit.caller.now).await?;
    visit.desk.tallies.keep_report(&recount.report(visit.caller.now, survey)).await
}
