//! Held mail: forms whose mail waits because of a flood, in groups, and the decision about any group.
//!
//! Forms are grouped by network, mail domain, pattern of names and minute. No person is named here, and a network is only a
//! code. A decision is stored with its entry in the log; the mailer carries it out, some forms each minute. A discard can be
//! undone for a week.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use campaigns::Texts;
use domain::ids::RulingId;
use domain::mail::domain::MailDomain;
use domain::mail::flood::{DISCARDED_DAYS, HeldGroup, Ruling, Verdict, WhyHeld};
use domain::office::audit::{Action, Entry};
use domain::office::invalidation::Stage;
use domain::tally::hour::Hour;
use jiff::{SignedDuration, Timestamp};
use store::{Held, RateOf};

use crate::context::Context;
use crate::failure::Failure;
use crate::mail::verdict::{ShownGroup, VerdictForms, WrongReason, reason_message};
use crate::visit::form::{Form, ReasonFault};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// The most networks or domains that a list shows, the largest first. When these are decided, it shows others.
const SHOWN: usize = 50;
/// The most patterns of names or minutes that a list shows.
const DETAILS_SHOWN: usize = 12;

#[derive(Template)]
#[template(path = "mail/held.html")]
struct HeldPage<'a> {
    frame: OfficeFrame<'a>,
    /// The number of held forms in the language's writing; empty when nothing is held.
    total: String,
    sections: Vec<HeldList>,
    rulings: Vec<RulingRow>,
}

/// The held forms grouped in one way: by network, by domain, by pattern of names or by minute.
struct HeldList {
    /// A key of the texts, like the next one.
    title: &'static str,
    says: &'static str,
    rows: Vec<GroupRow>,
}

/// A group of held forms as the pages show it.
struct GroupRow {
    group: String,
    about: String,
    forms: String,
    first: String,
    last: String,
    /// The number of forms, held or not, in the hour of the last one; empty where that is not counted.
    seen: String,
}

#[derive(Template)]
#[template(path = "mail/held_group.html")]
struct GroupPage<'a> {
    frame: OfficeFrame<'a>,
    row: GroupRow,
    /// Each reason why forms wait, in words, with the number of forms.
    why: Vec<(String, String)>,
    /// The smaller groups within this one.
    sections: Vec<HeldList>,
    verdicts: VerdictForms,
}

#[derive(Template)]
#[template(path = "mail/ruling.html")]
struct RulingPage<'a> {
    frame: OfficeFrame<'a>,
    row: RulingRow,
    reason: String,
    until: String,
    /// Whether the mailer still works on it.
    goes_on: bool,
    /// The id of the ruling that would undo this one; empty when it cannot be undone.
    undo: String,
    typed: String,
}

/// A ruling as the pages show it.
struct RulingRow {
    id: String,
    when: String,
    by: String,
    about: String,
    stage: String,
    forms: String,
}

impl RulingRow {
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

/// The number and the times of the held forms in one group.
#[derive(Clone, Debug)]
struct CountedGroup {
    group: HeldGroup,
    forms: i64,
    first: Timestamp,
    last: Timestamp,
}

impl CountedGroup {
    /// Counts held forms by the group that `group_of` gives them, the largest group first.
    fn by(held: &[Held], group_of: impl Fn(&Held) -> Option<HeldGroup>) -> Vec<Self> {
        let mut groups = BTreeMap::<HeldGroup, Self>::new();
        for form in held {
            let Some(group) = group_of(form) else { continue };
            let new = || Self { group: group.clone(), forms: 0, first: form.since, last: form.since };
            let counted = groups.entry(group.clone()).or_insert_with(new);
            counted.forms += 1;
            (counted.first, counted.last) = (counted.first.min(form.since), counted.last.max(form.since));
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by_key(|counted| (-counted.forms, counted.group.clone()));
        groups
    }
}

/// Groups held forms in every way by which `within` is not narrowed yet.
async fn sections(
    context: &Context,
    texts: &Texts,
    held: &[Held],
    within: &HeldGroup,
) -> Result<Vec<HeldList>, Failure> {
    let narrowed = |by: HeldGroup| within.clone().narrowed(by);
    let networks = CountedGroup::by(held, |form| Some(narrowed(HeldGroup::of_network(form.network?))));
    let domains = CountedGroup::by(held, |form| Some(narrowed(HeldGroup::at_domain(form.mail_domain.clone()?))));
    let shape = |form: &Held| Some(HeldGroup { shape: Some(form.shape.clone()?), ..HeldGroup::default() });
    let shapes = CountedGroup::by(held, |form| shape(form).map(narrowed));
    let minute = |form: &Held| HeldGroup { minute: Some(form.minute()), ..HeldGroup::default() };
    let minutes = CountedGroup::by(held, |form| Some(narrowed(minute(form))));
    let ways = [
        ("office-held-domains", "office-held-domains-says", domains, SHOWN, within.mail_domain.is_some()),
        ("office-held-networks", "office-held-networks-says", networks, SHOWN, within.network.is_some()),
        ("office-held-shapes", "office-held-shapes-says", shapes, DETAILS_SHOWN, within.shape.is_some()),
        ("office-held-minutes", "office-held-minutes-says", minutes, DETAILS_SHOWN, within.minute.is_some()),
    ];
    let mut sections = Vec::new();
    for (title, says, groups, shown, is_narrowed) in ways {
        if !is_narrowed {
            let rows = group_rows(context, texts, &groups[..groups.len().min(shown)]).await?;
            sections.push(HeldList { title, says, rows });
        }
    }
    sections.retain(|section| !section.rows.is_empty());
    Ok(sections)
}

/// `GET /organizer/{lang}/held`
pub(crate) async fn show(visit: Visit) -> Answer {
    let (context, texts) = (&visit.context, visit.texts());
    let (held, rulings) = tokio::try_join!(context.pledges.held(visit.caller.now), context.office.rulings())?;
    let total = i64::try_from(held.len()).unwrap_or(i64::MAX);
    let page = HeldPage {
        frame: visit.frame(OfficePage::HeldMail, "office-held-title", "/held"),
        total: if total == 0 { String::new() } else { texts.number(total) },
        sections: sections(context, texts, &held, &HeldGroup::default()).await?,
        rulings: rulings.iter().map(|ruling| RulingRow::of(ruling, texts)).collect(),
    };
    Ok(answer(&page.frame, &page))
}

async fn group_rows(context: &Context, texts: &Texts, groups: &[CountedGroup]) -> Result<Vec<GroupRow>, Failure> {
    let rates: Vec<_> = groups.iter().map(|counted| rate_of(context, &counted.group)).collect();
    let asked: Vec<_> =
        groups.iter().zip(&rates).filter_map(|(counted, rate)| Some(((*rate)?, Hour::of(counted.last)))).collect();
    let mut counts = context.pledges.hour_counts(&asked).await?.into_iter();
    let mut row = |(counted, rate): (&CountedGroup, &Option<RateOf>)| {
        let seen = rate.and_then(|_| counts.next());
        GroupRow {
            group: counted.group.to_string(),
            about: about(texts, &counted.group),
            forms: texts.number(counted.forms),
            first: texts.moment(counted.first),
            last: texts.moment(counted.last),
            seen: seen.map(|count| texts.number(count.seen.into())).unwrap_or_default(),
        }
    };
    Ok(groups.iter().zip(&rates).map(&mut row).collect())
}

/// Names the counter of a group's forms in an hour. Only networks, mail domains and pairs of both are counted.
fn rate_of(context: &Context, group: &HeldGroup) -> Option<RateOf> {
    let code = |domain| context.identity.domain_code(&context.site.campaign().slug, domain);
    match (group.network, group.mail_domain.as_ref().map(code)) {
        _ if group.shape.is_some() || group.minute.is_some() || group.why.is_some() => None,
        (Some(network), Some(domain)) => Some(RateOf::Pair(network, domain)),
        (Some(network), None) => Some(RateOf::Network(network)),
        (None, domain) => domain.map(RateOf::MailDomain),
    }
}

/// `POST /organizer/{lang}/held/group`: shows a group with the forms to decide about it, and changes nothing.
///
/// The group may be a person's own mail domain, so it must be in no address.
pub(crate) async fn show_group(visit: Visit, form: Form) -> Answer {
    group_page(&visit, &ShownGroup::opened(&visit, &form)?, None).await
}

async fn group_page(visit: &Visit, shown: &ShownGroup<HeldGroup>, wrong: Option<WrongReason<'_>>) -> Answer {
    let (context, texts) = (&visit.context, visit.texts());
    let held = held_in(visit, shown).await?;
    let whole = CountedGroup::by(&held, |_| Some(shown.group.clone()));
    let row = group_rows(context, texts, &whole).await?.remove(0);
    let waiting = |why: WhyHeld| {
        let forms = held.iter().filter(|form| form.why.contains(&why)).count();
        let words = texts.get(&format!("office-held-why-{why}"));
        (forms > 0).then(|| (words, texts.number(i64::try_from(forms).unwrap_or(i64::MAX))))
    };
    let ledes = ["office-held-release-lede", "office-held-discard-lede"];
    let page = GroupPage {
        frame: visit
            .frame_titled(OfficePage::HeldMail, row.about.clone(), "/held")
            .with_errors(reason_message(visit, wrong)),
        why: WhyHeld::ALL.into_iter().filter_map(waiting).collect(),
        sections: sections(context, texts, &held, &shown.group).await?,
        verdicts: VerdictForms::new("/held/rule", shown, row.forms.clone(), ledes, wrong),
        row,
    };
    Ok(answer(&page.frame, &page))
}

/// Reads the held forms of a group: at least one.
///
/// # Errors
/// [`Failure::Changed`] when none is held: another organizer decided about them in the meantime.
async fn held_in(visit: &Visit, shown: &ShownGroup<HeldGroup>) -> Result<Vec<Held>, Failure> {
    let mut held = visit.context.pledges.held(visit.caller.now).await?;
    held.retain(|form| form.is_of(&shown.group) && form.since <= shown.until);
    if held.is_empty() { Err(Failure::Changed) } else { Ok(held) }
}

/// `POST /organizer/{lang}/held/rule`: releases or discards a group.
pub(crate) async fn rule(visit: Visit, form: Form) -> Answer {
    let shown = ShownGroup::decided(&visit, &form)?;
    let verdict: Verdict = form.parse("verdict")?;
    let action = match verdict {
        Verdict::Release => Action::HeldReleased,
        Verdict::Discard => Action::HeldDiscarded,
        // Only the page of a discard can undo it.
        Verdict::Restore => return Err(Failure::NOT_FOUND),
    };
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return group_page(&visit, &shown, Some((verdict, form.get("reason"), fault))).await,
    };
    let there = visit.to(&format!("/held/{}", shown.ruling));
    if visit.context.office.ruling(shown.ruling).await?.is_some() {
        // The button was pressed twice.
        return Ok(there);
    }
    let about = format!("{}: {}", shown.ruling, held_in(&visit, &shown).await?.len());
    open_ruling(&visit, shown, verdict, visit.caller.did_because(action, about, why)).await?;
    Ok(there)
}

/// `POST /organizer/{lang}/held/{id}/undo`: restores discarded forms, which then wait for another week.
pub(crate) async fn undo(visit: Visit, Id(id): Id<RulingId>, form: Form) -> Answer {
    let discard = visit.context.office.ruling(id).await?.ok_or(Failure::NOT_FOUND)?;
    let restoring: RulingId = form.parse("ruling")?;
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return Ok(ruling_page(&visit, discard, restoring, Some((form.get("reason"), fault)))),
    };
    let there = visit.to(&format!("/held/{restoring}"));
    if visit.context.office.ruling(restoring).await?.is_some() {
        // The button was pressed twice.
        return Ok(there);
    }
    if !can_be_undone(&discard, visit.caller.now) {
        return Err(Failure::Changed);
    }
    let group = HeldGroup { discarded_by: Some(id), ..HeldGroup::default() };
    let discarded = ShownGroup { group, until: visit.caller.now, ruling: restoring };
    let entry = visit.caller.did_because(Action::HeldRestored, format!("{restoring}: {id}"), why);
    open_ruling(&visit, discarded, Verdict::Restore, entry).await?;
    Ok(there)
}

/// Stores a ruling with its entry in the log. The mailer carries it out.
async fn open_ruling(visit: &Visit, of: ShownGroup<HeldGroup>, verdict: Verdict, entry: Entry) -> Result<(), Failure> {
    let ruling = Ruling {
        id: of.ruling,
        group: of.group,
        until: of.until,
        verdict,
        reason: entry.reason.clone(),
        by: entry.by.clone(),
        at: entry.at,
        stage: Stage::Applying,
        forms: 0,
    };
    Ok(visit.context.office.open_ruling(&ruling, &entry).await.map(drop)?)
}

/// Whether all forms of a discard are still kept, and none of them is left to be discarded.
fn can_be_undone(ruling: &Ruling, now: Timestamp) -> bool {
    let kept = SignedDuration::from_hours(24 * DISCARDED_DAYS);
    ruling.verdict == Verdict::Discard && ruling.stage.end().is_none() && now.duration_since(ruling.at) < kept
}

/// `GET /organizer/{lang}/held/{id}`: shows how far a ruling is.
pub(crate) async fn show_ruling(visit: Visit, Id(id): Id<RulingId>) -> Answer {
    let ruling = visit.context.office.ruling(id).await?.ok_or(Failure::NOT_FOUND)?;
    let restoring = RulingId::from_random(visit.context.entropy.sixteen_bytes());
    Ok(ruling_page(&visit, ruling, restoring, None))
}

fn ruling_page(visit: &Visit, ruling: Ruling, restoring: RulingId, wrong: Option<(&str, ReasonFault)>) -> Response {
    let may_undo = can_be_undone(&ruling, visit.caller.now);
    let errors = wrong.map(|(_, fault)| visit.wrong("reason", fault.key()));
    let page = RulingPage {
        frame: visit
            .frame(OfficePage::HeldMail, "office-held-title", &format!("/held/{}", ruling.id))
            .with_errors(errors),
        row: RulingRow::of(&ruling, visit.texts()),
        until: visit.texts().moment(ruling.until),
        goes_on: ruling.stage.end().is_some(),
        undo: if may_undo { restoring.to_string() } else { String::new() },
        typed: wrong.map(|(typed, _)| typed.to_owned()).unwrap_or_default(),
        reason: ruling.reason,
    };
    answer(&page.frame, &page)
}

/// Describes a group by everything that its forms have in common.
fn about(texts: &Texts, group: &HeldGroup) -> String {
    let parts = [
        group.network.map(|code| texts.with("office-held-network", [("code", code.short().into())])),
        group.mail_domain.as_ref().map(MailDomain::shown),
        group.shape.as_ref().map(|shape| texts.with("office-held-shape", [("shape", shape.as_str().into())])),
        group.minute.map(|minute| texts.moment(minute)),
        group.why.map(|why| texts.get(&format!("office-held-why-{why}"))),
        group.discarded_by.map(|_| texts.get("office-held-of-ruling")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
