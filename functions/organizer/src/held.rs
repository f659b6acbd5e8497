//! Held mail: what a flood would have caused, by where it came from or would go, and what organizers decide about it.
//!
//! Nobody is named here, and no network's address is known: a network is a code. A decision is written down with its entry in
//! the log; the mailer does the rest, a minute's share at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::audit::{Action, Entry};
use domain::flood::{HeldGroup, Ruling, Verdict};
use domain::hour::Hour;
use domain::identity::RulingId;
use domain::invalidation::Stage;
use domain::locale::Locale;
use domain::organizer::Role;
use http::{HeaderMap, Request, StatusCode, Uri};
use jiff::Timestamp;
use pages::Frame;
use store::{Held, RateOf};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::Form;
use crate::guard::Caller;
use crate::integrity::reason;
use crate::nav::{Nav, Room};

/// Groups of one kind that are shown, the largest first. What is decided about these, the next page no longer shows.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "held.html")]
struct HeldPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    /// Written as the language does; empty when nothing is held.
    total: String,
    networks: Vec<Line>,
    domains: Vec<Line>,
    rulings: Vec<RulingLine>,
}

impl HeldPage<'_> {
    /// Each list with the keys of its title and of what it says.
    fn lists(&self) -> [(&'static str, &'static str, &[Line]); 2] {
        [
            ("office-held-networks", "office-held-networks-says", &self.networks),
            ("office-held-domains", "office-held-domains-says", &self.domains),
        ]
    }
}

#[derive(Template)]
#[template(path = "held_group.html")]
struct GroupPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    line: Line,
    hours: Vec<(String, String)>,
    /// Until when mail was held that is meant, and the id of the decision: a second press of a button decides nothing anew.
    until: String,
    ruling: String,
    /// Which of the two reasons is missing or too long, what was typed, and what to do.
    error: Option<(Verdict, String, String)>,
}

impl GroupPage<'_> {
    const DEEDS: [Verdict; 2] = [Verdict::Release, Verdict::Discard];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    fn words(&self, verdict: &Verdict) -> Words {
        let of = |key| self.frame.t.get(key);
        let button = |key| self.frame.with(key, "count", self.line.forms.clone());
        match verdict {
            Verdict::Release => Words {
                title: of("office-held-release"),
                lede: of("office-held-release-lede"),
                button: button("office-held-release-button"),
                class: "button",
            },
            Verdict::Discard => Words {
                title: of("office-held-discard"),
                lede: of("office-held-discard-lede"),
                button: button("office-held-discard-button"),
                class: "button danger",
            },
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    fn typed(&self, verdict: &Verdict) -> &str {
        self.error.as_ref().filter(|(wrong, ..)| wrong == verdict).map_or("", |(_, typed, _)| typed)
    }
}

/// What a page says of one of the two things that can be done.
struct Words {
    title: String,
    lede: String,
    button: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "ruling.html")]
struct RulingPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    line: RulingLine,
    reason: String,
    until: String,
    /// Whether the mailer has some of it left to do.
    goes_on: bool,
}

/// A group as a page shows it.
struct Line {
    group: String,
    about: String,
    forms: String,
    first: String,
    last: String,
    /// Forms that its last hour saw, held or not.
    seen: String,
}

/// A ruling as a page shows it.
struct RulingLine {
    id: String,
    when: String,
    by: String,
    about: String,
    stage: String,
    forms: String,
}

impl RulingLine {
    fn of(ruling: &Ruling, texts: &Texts) -> Self {
        let stage = match (ruling.verdict, ruling.stage.end()) {
            (Verdict::Release, Some(_)) => "office-held-releasing",
            (Verdict::Release, None) => "office-held-released",
            (Verdict::Discard, Some(_)) => "office-held-discarding",
            (Verdict::Discard, None) => "office-held-discarded",
        };
        Self {
            id: ruling.id.to_string(),
            when: moment(texts, ruling.at),
            by: ruling.by.to_string(),
            about: about(texts, &ruling.group),
            stage: texts.get(stage),
            forms: texts.number(ruling.forms),
        }
    }
}

/// What is held of one group.
#[derive(Clone, Debug)]
struct Group {
    which: HeldGroup,
    hours: BTreeMap<Hour, i64>,
    first: Timestamp,
    last: Timestamp,
}

impl Group {
    fn forms(&self) -> i64 {
        self.hours.values().sum()
    }

    /// All groups, the largest first. A form that exceeded two limits is in two groups.
    fn all(held: &[Held]) -> Vec<Self> {
        let mut groups = BTreeMap::<HeldGroup, Self>::new();
        for one in held {
            let network = one.network.map(HeldGroup::Network);
            let domain = one.mail_domain.clone().map(HeldGroup::MailDomain);
            for group in network.into_iter().chain(domain) {
                let known = groups.entry(group.clone());
                let known = known.or_insert_with(|| Self {
                    which: group,
                    hours: BTreeMap::new(),
                    first: one.since,
                    last: one.since,
                });
                *known.hours.entry(Hour::of(one.since)).or_default() += 1;
                known.last = known.last.max(one.since);
            }
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by_key(|group| (-group.forms(), group.which.clone()));
        groups
    }
}

/// `GET /organizer/{lang}/held`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Moderator)?;
        let texts = desk.texts(locale);
        let (held, rulings) = tokio::try_join!(desk.pledges.held(caller.now), desk.office.rulings())?;
        let (networks, domains): (Vec<_>, Vec<_>) =
            Group::all(&held).into_iter().partition(|group| matches!(group.which, HeldGroup::Network(_)));
        let total = i64::try_from(held.len()).unwrap_or(i64::MAX);
        let page = HeldPage {
            frame: Frame::new(&desk.site, locale, texts.get("office-held-title"), "/held").in_office(),
            nav: Nav::new(locale, &caller, Room::Held),
            total: if total == 0 { String::new() } else { texts.number(total) },
            networks: lines(&desk, texts, &networks[..networks.len().min(SHOWN)]).await?,
            domains: lines(&desk, texts, &domains[..domains.len().min(SHOWN)]).await?,
            rulings: rulings.iter().map(|ruling| RulingLine::of(ruling, texts)).collect(),
        };
        Ok::<_, Failure>(Html(page.render().expect("templates render from memory")).into_response())
    };
    shown.await.unwrap_or_else(|failure| failure.told(&desk, &uri, &headers))
}

async fn lines(desk: &Desk, texts: &Texts, groups: &[Group]) -> Result<Vec<Line>, Failure> {
    let asked: Vec<_> = groups.iter().map(|group| (rate_of(desk, &group.which), Hour::of(group.last))).collect();
    let counts = desk.pledges.hour_counts(&asked).await?;
    let line = |(group, seen): (&Group, i64)| Line {
        group: group.which.to_string(),
        about: about(texts, &group.which),
        forms: texts.number(group.forms()),
        first: moment(texts, group.first),
        last: moment(texts, group.last),
        seen: texts.number(seen),
    };
    Ok(groups.iter().zip(counts.iter().map(|count| count.seen.into())).map(line).collect())
}

fn rate_of(desk: &Desk, group: &HeldGroup) -> RateOf {
    match group {
        HeldGroup::Network(code) => RateOf::Network(*code),
        HeldGroup::MailDomain(domain) => {
            RateOf::MailDomain(desk.identity.domain_code(&desk.site.campaign().slug, domain))
        }
    }
}

/// `POST /organizer/{lang}/held/group`: how much of it there is, and what can be done. Nothing changes; what is asked for may
/// be a person's own domain, so that it is in no address.
pub(crate) async fn look(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let shown = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Moderator)?;
        let form = Form::read(request).await?;
        let group = form.get("group").parse().map_err(|_| Failure::NotFound)?;
        let id = RulingId::from_random(desk.entropy.sixteen_bytes());
        group_page(&desk, locale, &caller, &group, (caller.now, id), None).await
    };
    shown.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

async fn group_page(
    desk: &Desk,
    locale: Locale,
    caller: &Caller,
    group: &HeldGroup,
    (until, id): (Timestamp, RulingId),
    error: Option<(Verdict, String, String)>,
) -> Result<Response, Failure> {
    let texts = desk.texts(locale);
    // Somebody else may have decided about it meanwhile.
    let group = of_group(desk, caller.now, group, until).await?.ok_or(Failure::Changed)?;
    let line = lines(desk, texts, std::slice::from_ref(&group)).await?.remove(0);
    let mut frame = Frame::new(&desk.site, locale, line.about.clone(), "/held").in_office();
    if error.is_some() {
        frame = frame.with_errors();
    }
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = GroupPage {
        frame,
        nav: Nav::new(locale, caller, Room::Held),
        line,
        hours: group.hours.iter().map(|(hour, forms)| (moment(texts, hour.start()), texts.number(*forms))).collect(),
        until: until.to_string(),
        ruling: id.to_string(),
        error,
    };
    Ok((status, Html(page.render().expect("templates render from memory"))).into_response())
}

async fn of_group(desk: &Desk, now: Timestamp, group: &HeldGroup, until: Timestamp) -> Result<Option<Group>, Failure> {
    let mut held = desk.pledges.held(now).await?;
    held.retain(|one| one.is_of(group) && one.since <= until);
    Ok(Group::all(&held).into_iter().find(|known| known.which == *group))
}

/// `POST /organizer/{lang}/held/rule`: releases or discards.
pub(crate) async fn rule(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let ruled = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Moderator)?;
        let form = Form::read(request).await?;
        let group: HeldGroup = form.get("group").parse().map_err(|_| Failure::NotFound)?;
        let id: RulingId = form.get("ruling").parse().map_err(|_| Failure::NotFound)?;
        let verdict: Verdict = form.get("verdict").parse().map_err(|_| Failure::NotFound)?;
        let until: Timestamp = form.get("until").parse().map_err(|_| Failure::NotFound)?;
        // What is held from now on nobody has looked at.
        let until = until.min(caller.now);
        let typed = form.get("reason");
        let why = match reason(typed) {
            Ok(why) => why.to_owned(),
            Err(key) => {
                let error = Some((verdict, typed.to_owned(), desk.texts(locale).get(key)));
                return group_page(&desk, locale, &caller, &group, (until, id), error).await;
            }
        };
        let there = Redirect::to(&format!("/organizer/{locale}/held/{id}")).into_response();
        if desk.office.ruling(id).await?.is_some() {
            // The button was pressed twice.
            return Ok(there);
        }
        let meant = of_group(&desk, caller.now, &group, until).await?.ok_or(Failure::Changed)?;
        let action = match verdict {
            Verdict::Release => Action::HeldReleased,
            Verdict::Discard => Action::HeldDiscarded,
        };
        let entry = Entry { reason: why.clone(), ..caller.did(action, format!("{id}: {}", meant.forms())) };
        let by = caller.organizer.email.clone();
        let stage = Stage::Applying;
        let ruling = Ruling { id, group, until, verdict, reason: why, by, at: caller.now, stage, forms: 0 };
        desk.office.open_ruling(&ruling, &entry).await?;
        Ok(there)
    };
    Box::pin(ruled).await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// `GET /organizer/{lang}/held/{id}`: how far a ruling is.
pub(crate) async fn show_ruling(
    State(desk): State<Arc<Desk>>,
    Path((lang, id)): Path<(String, String)>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        caller.must_be(Role::Moderator)?;
        let id = id.parse().map_err(|_| Failure::NotFound)?;
        let ruling = desk.office.ruling(id).await?.ok_or(Failure::NotFound)?;
        let texts = desk.texts(locale);
        let title = texts.get("office-held-title");
        let page = RulingPage {
            frame: Frame::new(&desk.site, locale, title, &format!("/held/{id}")).in_office(),
            nav: Nav::new(locale, &caller, Room::Held),
            line: RulingLine::of(&ruling, texts),
            reason: ruling.reason.clone(),
            until: moment(texts, ruling.until),
            goes_on: ruling.stage.end().is_some(),
        };
        Ok::<_, Failure>(Html(page.render().expect("templates render from memory")).into_response())
    };
    shown.await.unwrap_or_else(|failure| failure.told(&desk, &uri, &headers))
}

fn about(texts: &Texts, group: &HeldGroup) -> String {
    match group {
        HeldGroup::Network(code) => texts.with("office-held-network", [("code", code.short().into())]),
        HeldGroup::MailDomain(domain) => domain.to_string(),
    }
}

fn moment(texts: &Texts, at: Timestamp) -> String {
    format!("{}, {}", texts.day(at), texts.time(at))
}
