//! Held mail: what a flood would have caused, by where it came from or would go, and what organizers decide about it.
//!
//! Nobody is named here, and no network's address is known: a network is a code. A decision is written down with its entry in
//! the log; the mailer does the rest, a minute's share at a time.

use std::collections::BTreeMap;

use askama::Template;
use campaigns::Texts;
use domain::audit::{Action, Entry};
use domain::flood::{HeldGroup, Ruling, Verdict};
use domain::hour::Hour;
use domain::identity::RulingId;
use domain::invalidation::Stage;
use jiff::Timestamp;
use pages::Frame;
use store::{Held, RateOf};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::{Form, reason};
use crate::nav::{Nav, Room};
use crate::visit::{Answer, Id, Visit, answer};

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
            Verdict::Discard => Words {
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
            Verdict::Discard => "reason-discard",
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
pub(crate) async fn show(visit: Visit) -> Answer {
    let (desk, texts) = (&visit.desk, visit.texts());
    let (held, rulings) = tokio::try_join!(desk.pledges.held(visit.caller.now), desk.office.rulings())?;
    let (networks, domains): (Vec<_>, Vec<_>) =
        Group::all(&held).into_iter().partition(|group| matches!(group.which, HeldGroup::Network(_)));
    let total = i64::try_from(held.len()).unwrap_or(i64::MAX);
    let page = HeldPage {
        frame: visit.frame("office-held-title", "/held"),
        nav: visit.nav(Room::Held),
        total: if total == 0 { String::new() } else { texts.number(total) },
        networks: lines(desk, texts, &networks[..networks.len().min(SHOWN)]).await?,
        domains: lines(desk, texts, &domains[..domains.len().min(SHOWN)]).await?,
        rulings: rulings.iter().map(|ruling| RulingLine::of(ruling, texts)).collect(),
    };
    Ok(answer(&page.frame, &page))
}

async fn lines(desk: &Desk, texts: &Texts, groups: &[Group]) -> Result<Vec<Line>, Failure> {
    let asked: Vec<_> = groups.iter().map(|group| (rate_of(desk, &group.which), Hour::of(group.last))).collect();
    let counts = desk.pledges.hour_counts(&asked).await?;
    let line = |(group, seen): (&Group, i64)| Line {
        group: group.which.to_string(),
        about: about(texts, &group.which),
        forms: texts.number(group.forms()),
        first: texts.moment(group.first),
        last: texts.moment(group.last),
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
    let group = of_group(desk, visit.caller.now, group, until).await?.ok_or(Failure::Changed)?;
    let line = lines(desk, texts, std::slice::from_ref(&group)).await?.remove(0);
    let errors = wrong.iter().map(|(verdict, _, key)| visit.wrong(GroupPage::field(verdict), key)).collect();
    let page = GroupPage {
        frame: visit.frame_titled(line.about.clone(), "/held").with_errors(errors),
        nav: visit.nav(Room::Held),
        line,
        hours: group.hours.iter().map(|(hour, forms)| (texts.moment(hour.start()), texts.number(*forms))).collect(),
        until: until.to_string(),
        ruling: id.to_string(),
        typed: wrong.map(|(verdict, typed, _)| (verdict, typed.to_owned())),
    };
    Ok(answer(&page.frame, &page))
}

async fn of_group(desk: &Desk, now: Timestamp, group: &HeldGroup, until: Timestamp) -> Result<Option<Group>, Failure> {
    let mut held = desk.pledges.held(now).await?;
    held.retain(|one| one.is_of(group) && one.since <= until);
    Ok(Group::all(&held).into_iter().find(|known| known.which == *group))
}

/// `POST /organizer/{lang}/held/rule`: releases or discards.
pub(crate) async fn rule(visit: Visit, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let group: HeldGroup = form.parse("group")?;
    let id: RulingId = form.parse("ruling")?;
    let verdict: Verdict = form.parse("verdict")?;
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
    let meant = of_group(desk, caller.now, &group, until).await?.ok_or(Failure::Changed)?;
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
}

/// `GET /organizer/{lang}/held/{id}`: how far a ruling is.
pub(crate) async fn show_ruling(visit: Visit, Id(id): Id<RulingId>) -> Answer {
    let ruling = visit.desk.office.ruling(id).await?.ok_or(Failure::NOT_FOUND)?;
    let page = RulingPage {
        frame: visit.frame("office-held-title", &format!("/held/{id}")),
        nav: visit.nav(Room::Held),
        line: RulingLine::of(&ruling, visit.texts()),
        until: visit.texts().moment(ruling.until),
        goes_on: ruling.stage.end().is_some(),
        reason: ruling.reason,
    };
    Ok(answer(&page.frame, &page))
}

fn about(texts: &Texts, group: &HeldGroup) -> String {
    match group {
        HeldGroup::Network(code) => texts.with("office-held-network", [("code", code.short().into())]),
        HeldGroup::MailDomain(domain) => domain.to_string(),
    }
}
