//! Held mail: what a flood would have caused, by where it came from or would go, when, and how the names look, and what
//! organizers decide about any part of it. A discard can be undone for a week.
//!
//! Nobody is named here, and no network's address is known: a network is a code. A decision is written down with its entry in
//! the log; the mailer does the rest, a minute's share at a time.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use campaigns::Texts;
use domain::ids::RulingId;
use domain::mail::flood::{DISCARDED_DAYS, HeldGroup, Ruling, Verdict, WhyHeld};
use domain::office::audit::{Action, Entry};
use domain::office::invalidation::Stage;
use domain::tally::hour::Hour;
use jiff::{SignedDuration, Timestamp};
use pages::Frame;
use store::{Held, RateOf};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::{Form, reason};
use crate::nav::{Nav, Room};
use crate::visit::{Answer, Id, Visit, answer};

/// Networks and domains that are shown, the largest first. What is decided about these, the next page no longer shows.
const SHOWN: usize = 50;
/// Patterns of names and minutes that are shown.
const DETAILS_SHOWN: usize = 12;

#[derive(Template)]
#[template(path = "held.html")]
struct HeldPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    /// Written as the language does; empty when nothing is held.
    total: String,
    parts: Vec<Part>,
    rulings: Vec<RulingLine>,
}

/// What is held, taken apart one way: by network, by domain, by pattern of names or by minute.
struct Part {
    title: &'static str,
    says: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "held_group.html")]
struct GroupPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    line: Line,
    /// Why they wait, and how many for each reason.
    why: Vec<(String, String)>,
    /// What it can be narrowed to.
    parts: Vec<Part>,
    /// Until when mail was held that is meant, and the id of the decision: a second press of a button decides nothing more.
    until: String,
    ruling: String,
    /// The reason that was typed for one of the two, and is missing or too long.
    typed: Option<(Verdict, String)>,
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
            Verdict::Discard | Verdict::Restore => Words {
                title: of("office-held-discard"),
                lede: of("office-held-discard-lede"),
                button: button("office-held-discard-button"),
                class: "button danger",
            },
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    const fn field(verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Release => "reason-release",
            Verdict::Discard | Verdict::Restore => "reason-discard",
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    fn typed(&self, verdict: &Verdict) -> &str {
        self.typed.as_ref().filter(|(wrong, _)| wrong == verdict).map_or("", |(_, typed)| typed)
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
    /// The id of the ruling that would undo it; empty where it cannot be undone.
    undo: String,
    typed: String,
}

/// A group as a page shows it.
struct Line {
    group: String,
    about: String,
    forms: String,
    first: String,
    last: String,
    /// Forms that its last hour saw, held or not; empty where that is not counted.
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
            (Verdict::Restore, Some(_)) => "office-held-restoring",
            (Verdict::Restore, None) => "office-held-restored",
        };
        Self {
            id: ruling.id.to_string(),
            when: texts.moment(ruling.at),
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
    forms: i64,
    first: Timestamp,
    last: Timestamp,
}

impl Group {
    /// What is held, in groups that one thing tells apart, the largest first.
    fn by(held: &[Held], part_of: impl Fn(&Held) -> Option<HeldGroup>) -> Vec<Self> {
        let mut groups = BTreeMap::<HeldGroup, Self>::new();
        for one in held {
            let Some(which) = part_of(one) else { continue };
            let new = || Self { which: which.clone(), forms: 0, first: one.since, last: one.since };
            let known = groups.entry(which.clone()).or_insert_with(new);
            known.forms += 1;
            (known.first, known.last) = (known.first.min(one.since), known.last.max(one.since));
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by_key(|group| (-group.forms, group.which.clone()));
        groups
    }
}

/// What is held, taken apart every way that its group has not been narrowed by yet.
async fn parts(desk: &Desk, texts: &Texts, held: &[Held], within: &HeldGroup) -> Result<Vec<Part>, Failure> {
    let of = |part: HeldGroup| within.clone().narrowed(part);
    let networks = Group::by(held, |one| Some(of(HeldGroup::of_network(one.network?))));
    let domains = Group::by(held, |one| Some(of(HeldGroup::at_domain(one.mail_domain.clone()?))));
    let shape = |one: &Held| Some(HeldGroup { shape: Some(one.shape.clone()?), ..HeldGroup::default() });
    let shapes = Group::by(held, |one| shape(one).map(of));
    let minutes = Group::by(held, |one| Some(of(HeldGroup { minute: Some(one.minute()), ..HeldGroup::default() })));
    let ways = [
        ("office-held-domains", "office-held-domains-says", domains, SHOWN, within.mail_domain.is_some()),
        ("office-held-networks", "office-held-networks-says", networks, SHOWN, within.network.is_some()),
        ("office-held-shapes", "office-held-shapes-says", shapes, DETAILS_SHOWN, within.shape.is_some()),
        ("office-held-minutes", "office-held-minutes-says", minutes, DETAILS_SHOWN, within.minute.is_some()),
    ];
    let mut parts = Vec::new();
    for (title, says, groups, shown, narrowed) in ways {
        if !narrowed {
            parts.push(Part { title, says, lines: lines(desk, texts, &groups[..groups.len().min(shown)]).await? });
        }
    }
    parts.retain(|part| !part.lines.is_empty());
    Ok(parts)
}

/// `GET /organizer/{lang}/held`
pub(crate) async fn show(visit: Visit) -> Answer {
    let (desk, texts) = (&visit.desk, visit.texts());
    let (held, rulings) = tokio::try_join!(desk.pledges.held(visit.caller.now), desk.office.rulings())?;
    let total = i64::try_from(held.len()).unwrap_or(i64::MAX);
    let page = HeldPage {
        frame: visit.frame("office-held-title", "/held"),
        nav: visit.nav(Room::Held),
        total: if total == 0 { String::new() } else { texts.number(total) },
        parts: parts(desk, texts, &held, &HeldGroup::default()).await?,
        rulings: rulings.iter().map(|ruling| RulingLine::of(ruling, texts)).collect(),
    };
    Ok(answer(&page.frame, &page))
}

async fn lines(desk: &Desk, texts: &Texts, groups: &[Group]) -> Result<Vec<Line>, Failure> {
    let counted: Vec<_> = groups.iter().map(|group| rate_of(desk, &group.which)).collect();
    let asked: Vec<_> =
        groups.iter().zip(&counted).filter_map(|(group, of)| Some(((*of)?, Hour::of(group.last)))).collect();
    let mut counts = desk.pledges.hour_counts(&asked).await?.into_iter();
    let mut line = |(group, of): (&Group, &Option<RateOf>)| {
        let seen = of.and_then(|_| counts.next());
        Line {
            group: group.which.to_string(),
            about: about(texts, &group.which),
            forms: texts.number(group.forms),
            first: texts.moment(group.first),
            last: texts.moment(group.last),
            seen: seen.map(|count| texts.number(count.seen.into())).unwrap_or_default(),
        }
    };
    Ok(groups.iter().zip(&counted).map(&mut line).collect())
}

fn rate_of(desk: &Desk, group: &HeldGroup) -> Option<RateOf> {
    let code = |domain| desk.identity.domain_code(&desk.site.campaign().slug, domain);
    match (group.network, group.mail_domain.as_ref().map(code)) {
        _ if group.shape.is_some() || group.minute.is_some() || group.why.is_some() => None,
        (Some(network), Some(domain)) => Some(RateOf::Pair(network, domain)),
        (Some(network), None) => Some(RateOf::Network(network)),
        (None, domain) => domain.map(RateOf::MailDomain),
    }
}

/// `POST /organizer/{lang}/held/group`: how much of it there is, and what can be done. Nothing changes; what is asked for may
/// be a person's own domain, so that it is in no address.
pub(crate) async fn look(visit: Visit, form: Form) -> Answer {
    let group = form.parse("group")?;
    let id = RulingId::from_random(visit.desk.entropy.sixteen_bytes());
    group_page(&visit, &group, (visit.caller.now, id), None).await
}

async fn group_page(
    visit: &Visit,
    group: &HeldGroup,
    (until, id): (Timestamp, RulingId),
    wrong: Option<(Verdict, &str, &'static str)>,
) -> Answer {
    let (desk, texts) = (&visit.desk, visit.texts());
    // Somebody else may have decided about it meanwhile.
    let held = of_group(desk, visit.caller.now, group, until).await?;
    let whole = Group::by(&held, |_| Some(group.clone())).pop().ok_or(Failure::Changed)?;
    let line = lines(desk, texts, std::slice::from_ref(&whole)).await?.remove(0);
    let errors = wrong.iter().map(|(verdict, _, key)| visit.wrong(GroupPage::field(verdict), key)).collect();
    let waiting = |why: WhyHeld| {
        let forms = held.iter().filter(|one| one.why.contains(&why)).count();
        let words = texts.get(&format!("office-held-why-{why}"));
        (forms > 0).then(|| (words, texts.number(i64::try_from(forms).unwrap_or(i64::MAX))))
    };
    let page = GroupPage {
        frame: visit.frame_titled(line.about.clone(), "/held").with_errors(errors),
        nav: visit.nav(Room::Held),
        line,
        why: WhyHeld::ALL.into_iter().filter_map(waiting).collect(),
        parts: parts(desk, texts, &held, group).await?,
        until: until.to_string(),
        ruling: id.to_string(),
        typed: wrong.map(|(verdict, typed, _)| (verdict, typed.to_owned())),
    };
    Ok(answer(&page.frame, &page))
}

async fn of_group(desk: &Desk, now: Timestamp, group: &HeldGroup, until: Timestamp) -> Result<Vec<Held>, Failure> {
    let mut held = desk.pledges.held(now).await?;
    held.retain(|one| one.is_of(group) && one.since <= until);
    Ok(held)
}

/// `POST /organizer/{lang}/held/rule`: releases or discards.
pub(crate) async fn rule(visit: Visit, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let group: HeldGroup = form.parse("group")?;
    let id: RulingId = form.parse("ruling")?;
    let verdict: Verdict = form.parse("verdict")?;
    let action = match verdict {
        Verdict::Release => Action::HeldReleased,
        Verdict::Discard => Action::HeldDiscarded,
        // By its own button, on the page of what was discarded.
        Verdict::Restore => return Err(Failure::NOT_FOUND),
    };
    // What is held from now on nobody has looked at.
    let until = form.parse::<Timestamp>("until")?.min(caller.now);
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return group_page(&visit, &group, (until, id), Some((verdict, form.get("reason"), key))).await,
    };
    let there = visit.to(&format!("/held/{id}"));
    if desk.office.ruling(id).await?.is_some() {
        // The button was pressed twice.
        return Ok(there);
    }
    let meant = of_group(desk, caller.now, &group, until).await?;
    if meant.is_empty() {
        return Err(Failure::Changed);
    }
    let entry = Entry { reason: why.clone(), ..caller.did(action, format!("{id}: {}", meant.len())) };
    let by = caller.organizer.email.clone();
    let stage = Stage::Applying;
    let ruling = Ruling { id, group, until, verdict, reason: why, by, at: caller.now, stage, forms: 0 };
    desk.office.open_ruling(&ruling, &entry).await?;
    Ok(there)
}

/// `POST /organizer/{lang}/held/{id}/undo`: what was discarded waits again, for a week.
pub(crate) async fn undo(visit: Visit, Id(id): Id<RulingId>, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let discard = desk.office.ruling(id).await?.ok_or(Failure::NOT_FOUND)?;
    let by_which: RulingId = form.parse("ruling")?;
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return Ok(ruling_page(&visit, discard, by_which, Some((form.get("reason"), key)))),
    };
    let there = visit.to(&format!("/held/{by_which}"));
    if desk.office.ruling(by_which).await?.is_some() {
        // The button was pressed twice.
        return Ok(there);
    }
    if !can_be_undone(&discard, caller.now) {
        return Err(Failure::Changed);
    }
    let entry = Entry { reason: why.clone(), ..caller.did(Action::HeldRestored, format!("{by_which}: {id}")) };
    let undoing = Ruling {
        id: by_which,
        group: HeldGroup { discarded_by: Some(id), ..HeldGroup::default() },
        until: caller.now,
        verdict: Verdict::Restore,
        reason: why,
        by: caller.organizer.email.clone(),
        at: caller.now,
        stage: Stage::Applying,
        forms: 0,
    };
    desk.office.open_ruling(&undoing, &entry).await?;
    Ok(there)
}

/// While all of it is kept still, and none of it is left to be discarded.
fn can_be_undone(ruling: &Ruling, now: Timestamp) -> bool {
    let kept = SignedDuration::from_hours(24 * DISCARDED_DAYS);
    ruling.verdict == Verdict::Discard && ruling.stage.end().is_none() && now.duration_since(ruling.at) < kept
}

/// `GET /organizer/{lang}/held/{id}`: how far a ruling is.
pub(crate) async fn show_ruling(visit: Visit, Id(id): Id<RulingId>) -> Answer {
    let ruling = visit.desk.office.ruling(id).await?.ok_or(Failure::NOT_FOUND)?;
    let new = RulingId::from_random(visit.desk.entropy.sixteen_bytes());
    Ok(ruling_page(&visit, ruling, new, None))
}

fn ruling_page(visit: &Visit, ruling: Ruling, new: RulingId, wrong: Option<(&str, &'static str)>) -> Response {
    let may_undo = can_be_undone(&ruling, visit.caller.now);
    let errors = wrong.iter().map(|(_, key)| visit.wrong("reason", key)).collect();
    let page = RulingPage {
        frame: visit.frame("office-held-title", &format!("/held/{}", ruling.id)).with_errors(errors),
        nav: visit.nav(Room::Held),
        line: RulingLine::of(&ruling, visit.texts()),
        until: visit.texts().moment(ruling.until),
        goes_on: ruling.stage.end().is_some(),
        undo: if may_undo { new.to_string() } else { String::new() },
        typed: wrong.map(|(typed, _)| typed.to_owned()).unwrap_or_default(),
        reason: ruling.reason,
    };
    answer(&page.frame, &page)
}

/// All that tells a group from others.
fn about(texts: &Texts, group: &HeldGroup) -> String {
    let parts = [
        group.network.map(|code| texts.with("office-held-network", [("code", code.short().into())])),
        group.mail_domain.as_ref().map(ToString::to_string),
        group.shape.as_ref().map(|shape| texts.with("office-held-shape", [("shape", shape.as_str().into())])),
        group.minute.map(|minute| texts.moment(minute)),
        group.why.map(|why| texts.get(&format!("office-held-why-{why}"))),
        group.discarded_by.map(|_| texts.get("office-held-of-ruling")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
