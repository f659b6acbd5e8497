//! The integrity desk: whether the counters say what the signers are, what looks like fraud, who one supporter is.
//!
//! Whatever looks at signers here is asked for by a button and in the log first, even though nobody is named.

use std::borrow::Borrow;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::audit::{Action, Entry, REASON_MAX_CHARS};
use domain::email::EmailAddress;
use domain::integrity::IntegrityReport;
use domain::locale::Locale;
use domain::organizer::Role;
use domain::pledge::Signer;
use domain::riding::Place;
use domain::tally::Count;
use futures::TryStreamExt as _;
use http::{HeaderMap, Request, StatusCode, Uri};
use pages::{Frame, sort_key};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::Form;
use crate::guard::Caller;
use crate::invalidations::{Draft, Line};
use crate::nav::{Nav, Room};
use crate::suspicion::{Kind, Pattern, Suspicions};

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
    error: Option<(&'static str, String)>,
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
        format!("{}, {}", self.frame.t.day(report.at), self.frame.t.time(report.at))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    fn kind_key(kind: &Kind, part: &str) -> String {
        format!("office-pattern-{}{part}", kind.name())
    }
}

/// `GET /organizer/{lang}/integrity`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        let done = match uri.query() {
            Some("repaired=1") => Some(desk.texts(locale).get("office-repaired")),
            Some("counted=1") => Some(desk.texts(locale).get("office-recounted")),
            _ => None,
        };
        page(&desk, locale, &caller, Asked::default(), Draft::default(), None, done).await
    };
    shown.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

async fn page(
    desk: &Desk,
    locale: Locale,
    caller: &Caller,
    asked: Asked,
    draft: Draft,
    error: Option<(&'static str, String)>,
    done: Option<String>,
) -> Result<Response, Failure> {
    caller.must_be(Role::Moderator)?;
    let texts = desk.texts(locale);
    let (snapshot, report, all) =
        tokio::try_join!(desk.counted(caller.now), desk.tallies.last_report(), desk.office.invalidations())?;
    let mut frame = Frame::new(&desk.site, locale, texts.get("office-integrity-title"), "/integrity").in_office();
    if error.is_some() {
        frame = frame.with_errors();
    }
    let mut ridings: Vec<_> =
        ridings::all().iter().map(|riding| (riding.code.to_string(), riding.name(locale))).collect();
    ridings.sort_by_cached_key(|(_, name)| sort_key(name));
    let page = IntegrityPage {
        nav: Nav::new(locale, caller, Room::Integrity),
        sum: snapshot.tally.sum(),
        report,
        invalidations: all.iter().map(|invalidation| Line::of(invalidation, texts)).collect(),
        draft,
        asked,
        error,
        ridings,
        may_repair: caller.organizer.role >= Role::Admin,
        done,
        frame,
    };
    let status = if page.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, Html(page.render().expect("templates render from memory"))).into_response())
}

/// Shows the desk again with what was typed and what to do about it.
pub(crate) async fn again(
    desk: &Desk,
    locale: Locale,
    caller: &Caller,
    draft: Draft,
    (field, key): (&'static str, &str),
) -> Result<Response, Failure> {
    let error = Some((field, desk.texts(locale).get(key)));
    page(desk, locale, caller, Asked::default(), draft, error, None).await
}

/// `POST /organizer/{lang}/integrity/examine`: looks for patterns among all signers.
pub(crate) async fn examine(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let examined = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Moderator)?;
        desk.office.record(&caller.did(Action::SignersExamined, "")).await?;
        let mut suspicions = Suspicions::default();
        let mut signers = std::pin::pin!(desk.pledges.signers());
        while let Some(some) = signers.try_next().await? {
            for signer in &some {
                suspicions.see(signer);
            }
        }
        let mut on_paper = std::pin::pin!(desk.pledges.paper_signers());
        while let Some(some) = on_paper.try_next().await? {
            for signer in &some {
                suspicions.see_on_paper(signer);
            }
        }
        let mut patterns: Vec<_> = Kind::ALL.map(|kind| (kind, Vec::new())).into();
        for pattern in suspicions.patterns() {
            if let Some((_, of_kind)) = patterns.iter_mut().find(|(kind, _)| *kind == pattern.kind) {
                of_kind.push(pattern);
            }
        }
        let mut hours = desk.pledges.network_hours(caller.now).await?;
        hours.retain(|one| one.count.seen >= NETWORK_BURST_MIN);
        hours.sort_by_key(|one| (std::cmp::Reverse(one.count.seen), std::cmp::Reverse(one.hour), one.network));
        let texts = desk.texts(locale);
        let shown = hours.iter().take(NETWORKS_SHOWN).map(|one| {
            let hour = one.hour.start();
            let hour = format!("{}, {}", texts.day(hour), texts.time(hour));
            (one.network.short(), hour, texts.number(one.count.seen.into()))
        });
        let asked = Asked { patterns: Some(patterns), networks: shown.collect(), ..Asked::default() };
        page(&desk, locale, &caller, asked, Draft::default(), None, None).await
    };
    examined.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// `POST /organizer/{lang}/integrity/look-up`: one supporter by their address. It is in no URL, and in the log only as its
/// reason.
pub(crate) async fn look_up(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let found = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Moderator)?;
        let form = Form::read(request).await?;
        let draft =
            Draft { address: form.get("email").to_owned(), why: form.get("why").to_owned(), ..Draft::default() };
        let Ok(email) = EmailAddress::parse(form.get("email")) else {
            return again(&desk, locale, &caller, draft, ("email", "office-sign-in-malformed")).await;
        };
        let reason = match reason(form.get("why")) {
            Ok(reason) => reason.to_owned(),
            Err(key) => return again(&desk, locale, &caller, draft, ("why", key)).await,
        };
        desk.office.record(&Entry { reason, ..caller.did(Action::SupporterLookedUp, "") }).await?;
        let household =
            desk.pledges.household(desk.identity.signer_id(&desk.site.campaign().slug, &email.canonical())).await?;
        let found = household.members().map(|signer| found(&desk, locale, signer)).collect();
        let asked = Asked { looked_up: Some((email.to_string(), found)), ..Asked::default() };
        page(&desk, locale, &caller, asked, Draft::default(), None, None).await
    };
    Box::pin(found).await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

fn found(desk: &Desk, locale: Locale, signer: &Signer) -> Found {
    let texts = desk.texts(locale);
    let place = match signer.draft.residence.place() {
        Place::Riding(code) => ridings::get(code).map_or("", |riding| riding.name(locale)).to_owned(),
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
pub(crate) async fn recount(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let counted = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Moderator)?;
        if caller.now >= desk.site.campaign().forgets_at() {
            return again(&desk, locale, &caller, Draft::default(), ("recount-title", "office-recount-over")).await;
        }
        let recount = desk.pledges.recount(SEGMENTS).await?;
        let survey = desk.pledges.survey(caller.now).await?;
        desk.tallies.keep_report(&recount.report(caller.now, survey)).await?;
        Ok(Redirect::to(&format!("/organizer/{locale}/integrity?counted=1")).into_response())
    };
    counted.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// `POST /organizer/{lang}/integrity/repair`: sets counters right that say something else than the signers.
pub(crate) async fn repair(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let repaired = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Admin)?;
        // Nobody is left to be counted: a repair would set everything to nothing.
        if caller.now >= desk.site.campaign().forgets_at() {
            return again(&desk, locale, &caller, Draft::default(), ("recount-title", "office-recount-over")).await;
        }
        let form = Form::read(request).await?;
        let reason = match reason(form.get("reason")) {
            Ok(reason) => reason.to_owned(),
            Err(key) => return again(&desk, locale, &caller, Draft::default(), ("repair", key)).await,
        };
        let recount = desk.pledges.recount(SEGMENTS).await?;
        let about = recount.drift.len().to_string();
        desk.office.record(&Entry { reason, ..caller.did(Action::TallyRepaired, about) }).await?;
        desk.pledges.repair(&recount).await?;
        let recount = desk.pledges.recount(SEGMENTS).await?;
        let survey = desk.pledges.survey(caller.now).await?;
        desk.tallies.keep_report(&recount.report(caller.now, survey)).await?;
        Ok(Redirect::to(&format!("/organizer/{locale}/integrity?repaired=1")).into_response())
    };
    Box::pin(repaired).await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// A reason as the log keeps it, or the key of what to do.
pub(crate) fn reason(typed: &str) -> Result<&str, &'static str> {
    match typed {
        "" => Err("office-why-missing"),
        typed if typed.chars().count() > REASON_MAX_CHARS => Err("office-why-too-long"),
        typed => Ok(typed),
    }
}
