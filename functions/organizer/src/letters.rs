//! Letters through the campaign: how many went and wait, the switch that pauses them all, what is noted of Members of Parliament,
//! and what becomes of letters that wait.
//!
//! Nobody who wrote is named here, and no letter can be read. A decision is written down with its entry in the log; the mailer does
//! the rest.

use std::collections::BTreeMap;

use askama::Template;
use campaigns::Texts;
use domain::ids::RulingId;
use domain::locale::Locale;
use domain::mail::correspondence::{
    Correspondent, KeptMark, LetterGroup, LetterRuling, Mark, MarkId, Pause, WaitReason,
};
use domain::mail::flood::Verdict;
use domain::office::audit::{Action, Entry};
use jiff::Timestamp;
use pages::{FieldMessage, Frame, sort_key};
use store::HeldLetter;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::{Form, reason};
use crate::nav::{Nav, Room};
use crate::visit::{Answer, Id, Visit, answer};

/// Groups of one kind that are shown, the largest first. What is decided about these, the next page no longer shows.
const SHOWN: usize = 50;
/// Letters on their way that are counted at most: beyond this the page says "more than".
const COUNTED_MOST: usize = 1000;

#[derive(Template)]
#[template(path = "letters.html")]
struct LettersPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    sent: String,
    waiting: String,
    held: String,
    pause: Option<PauseLine>,
    /// Each list that is not empty, with the keys of its title and of what it says.
    lists: Vec<(&'static str, &'static str, Vec<Line>)>,
    marks: Vec<MarkLine>,
    /// Whether the mailer has decisions left to work off.
    goes_on: bool,
}

/// That letters are paused.
struct PauseLine {
    when: String,
    by: String,
    reason: String,
}

impl PauseLine {
    fn of(pause: &Pause, texts: &Texts) -> Self {
        Self { when: texts.moment(pause.at), by: pause.by.to_string(), reason: pause.reason.clone() }
    }
}

/// A group of letters as a page shows it.
struct Line {
    group: String,
    about: String,
    letters: String,
    last: String,
}

/// What is noted of a correspondent, as a page shows it.
struct MarkLine {
    id: String,
    about: String,
    mark: &'static str,
    when: String,
    /// Empty when the mail provider reported it.
    by: String,
    source: String,
    reason: String,
    is_answer: bool,
    goes_on: bool,
}

impl MarkLine {
    fn of(kept: &KeptMark, texts: &Texts) -> Self {
        Self {
            id: kept.id.to_string(),
            about: correspondent(texts, kept.id.to),
            mark: mark_key(kept.id.mark),
            when: texts.moment(kept.at),
            by: kept.by.as_ref().map(ToString::to_string).unwrap_or_default(),
            source: kept.source.clone(),
            reason: kept.reason.clone(),
            is_answer: kept.id.mark == Mark::Answered,
            goes_on: kept.goes_on,
        }
    }
}

const fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::NoMore => "office-letters-mark-no-more",
        Mark::Answered => "office-letters-mark-answered",
        Mark::Bounced => "office-letters-mark-bounced",
        Mark::Complained => "office-letters-mark-complained",
    }
}

const fn why_key(why: WaitReason) -> &'static str {
    match why {
        WaitReason::MailDomain => "office-letters-why-mail-domain",
        WaitReason::Member => "office-letters-why-member",
        WaitReason::Hour => "office-letters-why-hour",
        WaitReason::Paused => "office-letters-why-paused",
        WaitReason::Link => "office-letters-why-link",
        WaitReason::Answered => "office-letters-why-answered",
    }
}

/// Letters that wait and have something in common.
struct Group {
    which: LetterGroup,
    letters: i64,
    last: Timestamp,
    /// How many of them wait for which reason, by the key of its text.
    reasons: BTreeMap<&'static str, i64>,
}

impl Group {
    /// All groups, the largest first. A letter is in several.
    fn all(held: &[HeldLetter]) -> Vec<Self> {
        let mut groups = BTreeMap::<LetterGroup, Self>::new();
        for letter in held {
            for which in letter.groups() {
                let new = || Self { which: which.clone(), letters: 0, last: letter.since, reasons: BTreeMap::new() };
                let group = groups.entry(which.clone()).or_insert_with(new);
                group.letters += 1;
                group.last = group.last.max(letter.since);
                *group.reasons.entry(why_key(letter.why)).or_default() += 1;
            }
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by_key(|group| (-group.letters, group.which.clone()));
        groups
    }

    fn line(&self, texts: &Texts) -> Line {
        Line {
            group: self.which.to_string(),
            about: about(texts, &self.which),
            letters: texts.number(self.letters),
            last: texts.moment(self.last),
        }
    }
}

fn about(texts: &Texts, group: &LetterGroup) -> String {
    match group {
        LetterGroup::To(to) => correspondent(texts, *to),
        LetterGroup::MailDomain(domain) => domain.to_string(),
        LetterGroup::Hour(hour) => texts.with("office-held-hour", [("when", texts.moment(hour.start()).into())]),
    }
}

/// The Member by name and riding; the riding alone where nobody is known to hold the seat.
fn correspondent(texts: &Texts, to: Correspondent) -> String {
    let Correspondent::Member(code) = to else { return texts.get("office-letters-prime-minister") };
    let riding = ridings::get(code).map_or_else(|| code.to_string(), |riding| riding.name(texts.locale()).to_owned());
    match ridings::member(code) {
        Some(member) => format!("{} ({riding})", member.name),
        None => riding,
    }
}

/// `GET /organizer/{lang}/letters`
pub(crate) async fn show(visit: Visit) -> Answer {
    let (desk, texts, now) = (&visit.desk, visit.texts(), visit.caller.now);
    let (counts, held) = tokio::try_join!(desk.pledges.letter_counts(COUNTED_MOST), desk.pledges.held_letters(now))?;
    let (pause, marks, rulings) =
        tokio::try_join!(desk.office.letters_pause(), desk.office.marks(), desk.office.letter_rulings())?;
    let groups = Group::all(&held);
    let list = |is_of: fn(&LetterGroup) -> bool| -> Vec<Line> {
        groups.iter().filter(|group| is_of(&group.which)).take(SHOWN).map(|group| group.line(texts)).collect()
    };
    let mut lists = vec![
        ("office-letters-members", "office-letters-members-says", list(|group| matches!(group, LetterGroup::To(_)))),
        (
            "office-letters-domains",
            "office-letters-domains-says",
            list(|group| matches!(group, LetterGroup::MailDomain(_))),
        ),
        ("office-letters-hours", "office-letters-hours-says", list(|group| matches!(group, LetterGroup::Hour(_)))),
    ];
    lists.retain(|(.., lines)| !lines.is_empty());
    let page = LettersPage {
        frame: visit.frame("office-letters-title", "/letters"),
        nav: visit.nav(Room::Letters),
        sent: texts.number(counts.sent),
        waiting: texts.number(counts.waiting),
        held: texts.number(i64::try_from(held.len()).unwrap_or(i64::MAX)),
        pause: pause.as_ref().map(|pause| PauseLine::of(pause, texts)),
        lists,
        marks: marks.iter().map(|kept| MarkLine::of(kept, texts)).collect(),
        goes_on: !rulings.is_empty(),
    };
    Ok(answer(&page.frame, &page))
}

#[derive(Template)]
#[template(path = "letters_pause.html")]
struct PausePage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    pause: Option<PauseLine>,
    typed: String,
}

/// `GET /organizer/{lang}/letters/pause`
pub(crate) async fn ask_pause(visit: Visit) -> Answer {
    pause_page(&visit, "", None).await
}

async fn pause_page(visit: &Visit, typed: &str, wrong: Option<FieldMessage>) -> Answer {
    let pause = visit.desk.office.letters_pause().await?;
    let title = if pause.is_some() { "office-letters-resume" } else { "office-letters-pause" };
    let page = PausePage {
        frame: visit.frame(title, "/letters/pause").with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Letters),
        pause: pause.as_ref().map(|pause| PauseLine::of(pause, visit.texts())),
        typed: typed.to_owned(),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/letters/pause`: pauses all letters, or lets them go again.
pub(crate) async fn pause(visit: Visit, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return pause_page(&visit, form.get("reason"), Some(visit.wrong("reason", key))).await,
    };
    let logged = |action| Entry { reason: why.clone(), ..caller.did(action, "") };
    // Whoever finds it done already wanted the same.
    match form.get("deed") {
        "pause" => {
            let pause = Pause { at: caller.now, by: caller.organizer.email.clone(), reason: why.clone() };
            desk.office.pause_letters(&pause, &logged(Action::LettersPaused)).await?
        }
        "resume" => desk.office.resume_letters(&logged(Action::LettersResumed)).await?,
        _ => return Err(Failure::NOT_FOUND),
    };
    Ok(visit.to("/letters"))
}

#[derive(Template)]
#[template(path = "letters_group.html")]
struct GroupPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    line: Line,
    reasons: Vec<(&'static str, String)>,
    is_paused: bool,
    /// Until when letters waited that are meant, and the id of the decision: a second press of a button decides nothing more.
    until: String,
    ruling: String,
    /// The reason that was typed for one of the two, and is missing or too long.
    typed: Option<(Verdict, String)>,
}

/// What a page says of one of the two things that can be done.
struct Deed {
    verdict: Verdict,
    field: &'static str,
    title: &'static str,
    lede: &'static str,
    button: &'static str,
    class: &'static str,
}

impl GroupPage<'_> {
    const DEEDS: [Deed; 2] = [
        Deed {
            verdict: Verdict::Release,
            field: "reason-release",
            title: "office-held-release",
            lede: "office-letters-release-lede",
            button: "office-held-release-button",
            class: "button",
        },
        Deed {
            verdict: Verdict::Discard,
            field: "reason-discard",
            title: "office-held-discard",
            lede: "office-letters-discard-lede",
            button: "office-held-discard-button",
            class: "button danger",
        },
    ];

    fn typed(&self, deed: &Deed) -> &str {
        self.typed.as_ref().filter(|(wrong, _)| *wrong == deed.verdict).map_or("", |(_, typed)| typed)
    }
}

/// `POST /organizer/{lang}/letters/group`: how many there are, and what can be done. Nothing changes; what is asked for may be a
/// person's own domain, so that it is in no address.
pub(crate) async fn look(visit: Visit, form: Form) -> Answer {
    let group = form.parse("group")?;
    let id = RulingId::from_random(visit.desk.entropy.sixteen_bytes());
    group_page(&visit, &group, (visit.caller.now, id), None).await
}

async fn group_page(
    visit: &Visit,
    group: &LetterGroup,
    (until, id): (Timestamp, RulingId),
    wrong: Option<(Verdict, &str, &'static str)>,
) -> Answer {
    let texts = visit.texts();
    let group = of_group(&visit.desk, group, until).await?;
    let field = |verdict| match verdict {
        Verdict::Release => "reason-release",
        // Of a letter nothing is kept that could be put back.
        Verdict::Discard | Verdict::Restore => "reason-discard",
    };
    let errors = wrong.iter().map(|(verdict, _, key)| visit.wrong(field(*verdict), key)).collect();
    let line = group.line(texts);
    let page = GroupPage {
        frame: visit.frame_titled(line.about.clone(), "/letters").with_errors(errors),
        nav: visit.nav(Room::Letters),
        line,
        reasons: group.reasons.iter().map(|(why, letters)| (*why, texts.number(*letters))).collect(),
        is_paused: visit.desk.office.letters_pause().await?.is_some(),
        until: until.to_string(),
        ruling: id.to_string(),
        typed: wrong.map(|(verdict, typed, _)| (verdict, typed.to_owned())),
    };
    Ok(answer(&page.frame, &page))
}

/// What waits of a group; somebody else may have decided about it meanwhile.
async fn of_group(desk: &Desk, group: &LetterGroup, until: Timestamp) -> Result<Group, Failure> {
    let mut held = desk.pledges.held_letters(until).await?;
    held.retain(|letter| letter.is_of(group));
    Group::all(&held).into_iter().find(|known| known.which == *group).ok_or(Failure::Changed)
}

/// `POST /organizer/{lang}/letters/rule`: releases or discards.
pub(crate) async fn rule(visit: Visit, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let group: LetterGroup = form.parse("group")?;
    let id: RulingId = form.parse("ruling")?;
    let verdict: Verdict = form.parse("verdict")?;
    // What waits from now on nobody has looked at.
    let until = form.parse::<Timestamp>("until")?.min(caller.now);
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return group_page(&visit, &group, (until, id), Some((verdict, form.get("reason"), key))).await,
    };
    if !desk.office.letter_rulings().await?.iter().any(|ruling| ruling.id == id) {
        let letters = of_group(desk, &group, until).await?.letters;
        let action = match verdict {
            Verdict::Release => Action::LettersReleased,
            Verdict::Discard => Action::LettersDiscarded,
            // Of a letter nothing is kept that could be put back.
            Verdict::Restore => return Err(Failure::NOT_FOUND),
        };
        let entry = Entry { reason: why, ..caller.did(action, letters.to_string()) };
        desk.office.open_letter_ruling(&LetterRuling { id, group, until, verdict }, &entry).await?;
    }
    Ok(visit.to("/letters"))
}

#[derive(Template)]
#[template(path = "letters_mark.html")]
struct NewMarkPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    members: Vec<(String, String)>,
    to: String,
    mark: Option<Mark>,
    source: String,
    reason: String,
}

impl NewMarkPage<'_> {
    /// Each mark with the key of what it says.
    fn choices(&self) -> [(&'static str, &'static str, bool); 4] {
        Mark::ALL.map(|mark| (mark.name(), mark_key(mark), self.mark == Some(mark)))
    }
}

/// `GET /organizer/{lang}/letters/mark`
pub(crate) async fn ask_mark(visit: Visit) -> Answer {
    Ok(mark_form(&visit, &Form::default(), Vec::new()))
}

fn mark_form(visit: &Visit, form: &Form, errors: Vec<FieldMessage>) -> axum::response::Response {
    let page = NewMarkPage {
        frame: visit.frame("office-letters-note", "/letters/mark").with_errors(errors),
        nav: visit.nav(Room::Letters),
        members: members(visit.texts(), visit.locale),
        to: form.get("to").to_owned(),
        mark: form.get("mark").parse().ok(),
        source: form.get("source").to_owned(),
        reason: form.get("reason").to_owned(),
    };
    answer(&page.frame, &page)
}

/// Every riding with its Member, by the riding's name.
fn members(texts: &Texts, locale: Locale) -> Vec<(String, String)> {
    let mut ridings: Vec<_> = ridings::all().iter().collect();
    ridings.sort_by_cached_key(|riding| sort_key(riding.name(locale)));
    let line = |riding: &ridings::Riding| {
        let member = ridings::member(riding.code).map(|member| format!(", {}", member.name)).unwrap_or_default();
        (riding.code.to_string(), format!("{}{member}", riding.name(locale)))
    };
    let prime_minister = (Correspondent::PrimeMinister.to_string(), texts.get("office-letters-prime-minister"));
    std::iter::once(prime_minister).chain(ridings.into_iter().map(line)).collect()
}

/// `POST /organizer/{lang}/letters/mark`
pub(crate) async fn mark(visit: Visit, form: Form) -> Answer {
    let caller = &visit.caller;
    let to = form.get("to").parse().ok().filter(|to| match to {
        Correspondent::Member(code) => ridings::get(*code).is_some(),
        Correspondent::PrimeMinister => true,
    });
    let mark: Option<Mark> = form.get("mark").parse().ok();
    let (source, why) = (form.get("source"), reason(form.get("reason")));
    let mut errors = Vec::new();
    if to.is_none() {
        errors.push(visit.wrong("to", "office-letters-to-missing"));
    }
    if mark.is_none() {
        errors.push(visit.wrong("mark", "office-letters-mark-missing"));
    }
    if mark == Some(Mark::Answered) && source.is_empty() {
        errors.push(visit.wrong("source", "office-letters-source-missing"));
    } else if reason(source) == Err("office-why-too-long") {
        errors.push(visit.wrong("source", "office-why-too-long"));
    }
    if let Err(key) = why {
        errors.push(visit.wrong("reason", key));
    }
    let (Some(to), Some(mark), Ok(why), true) = (to, mark, why, errors.is_empty()) else {
        return Ok(mark_form(&visit, &form, errors));
    };
    let id = MarkId { to, mark };
    let kept = KeptMark {
        id,
        at: caller.now,
        by: Some(caller.organizer.email.clone()),
        source: source.to_owned(),
        reason: why.to_owned(),
        goes_on: false,
    };
    let entry = Entry { reason: why.to_owned(), ..caller.did(Action::CorrespondentMarked, id.to_string()) };
    if visit.desk.office.set_mark(&kept, Some(&entry)).await? {
        return Ok(visit.to("/letters"));
    }
    let there = visit.wrong("mark", "office-letters-marked-already");
    Ok(mark_form(&visit, &form, vec![there]))
}

#[derive(Template)]
#[template(path = "letters_kept_mark.html")]
struct MarkPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    line: MarkLine,
}

/// `GET /organizer/{lang}/letters/marks/{id}`: what is noted, and how to take it back.
pub(crate) async fn show_mark(visit: Visit, Id(id): Id<MarkId>) -> Answer {
    mark_page(&visit, id, None).await
}

async fn mark_page(visit: &Visit, id: MarkId, wrong: Option<FieldMessage>) -> Answer {
    let kept = visit.desk.office.mark(id).await?.ok_or(Failure::NOT_FOUND)?;
    let line = MarkLine::of(&kept, visit.texts());
    let path = format!("/letters/marks/{id}");
    let page = MarkPage {
        frame: visit.frame_titled(line.about.clone(), &path).with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Letters),
        line,
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/letters/marks/{id}/lift`
pub(crate) async fn lift_mark(visit: Visit, Id(id): Id<MarkId>, form: Form) -> Answer {
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return mark_page(&visit, id, Some(visit.wrong("reason-lift", key))).await,
    };
    let entry = Entry { reason: why, ..visit.caller.did(Action::CorrespondentUnmarked, id.to_string()) };
    if visit.desk.office.lift_mark(id, &entry).await? { Ok(visit.to("/letters")) } else { Err(Failure::Changed) }
}

/// `POST /organizer/{lang}/letters/marks/{id}/switch`: whether letters go on to a correspondent who answered.
pub(crate) async fn switch_answer(visit: Visit, Id(id): Id<MarkId>, form: Form) -> Answer {
    let goes_on: bool = form.parse("goes_on")?;
    if id.mark != Mark::Answered {
        return Err(Failure::NOT_FOUND);
    }
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return mark_page(&visit, id, Some(visit.wrong("reason-switch", key))).await,
    };
    let entry = Entry { reason: why, ..visit.caller.did(Action::AnswerSwitched, id.to_string()) };
    if !visit.desk.office.switch_answer(id.to, goes_on, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to(&format!("/letters/marks/{id}")))
}
