//! Letters through the campaign: how many went and wait, and the decision about a group of letters that wait.
//!
//! No writer is named here, and no letter can be read. A decision is stored with its entry in the log; the mailer carries it
//! out. The pause of all letters is in `pause.rs`, the marks of Members in `marks.rs`.

use std::collections::BTreeMap;

use askama::Template;
use campaigns::Texts;
use domain::mail::correspondence::{LetterGroup, LetterRuling, WaitReason};
use domain::mail::flood::Verdict;
use domain::office::audit::Action;
use jiff::Timestamp;
use pages::Site;
use store::HeldLetter;

use crate::context::Context;
use crate::failure::Failure;
use crate::mail::marks::{MarkRow, correspondent_name};
use crate::mail::pause::PauseRow;
use crate::mail::verdict::{ShownGroup, VerdictForms, WrongReason, reason_message};
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The most groups that a list shows, the largest first. When these are decided, it shows others.
const SHOWN: usize = 50;
/// The most letters on their way that are counted. Beyond it the page says "more than".
const COUNTED_MOST: usize = 1000;

#[derive(Template)]
#[template(path = "mail/letters.html")]
struct LettersPage<'a> {
    frame: OfficeFrame<'a>,
    sent: String,
    waiting: String,
    held: String,
    pause: Option<PauseRow>,
    /// Each list that is not empty, with the keys of its title and of its explanation.
    lists: Vec<(&'static str, &'static str, Vec<GroupRow>)>,
    marks: Vec<MarkRow>,
    /// Whether the mailer still carries out decisions.
    goes_on: bool,
}

/// A group of letters as the pages show it.
struct GroupRow {
    group: String,
    about: String,
    letters: String,
    last: String,
}

const fn reason_key(why: WaitReason) -> &'static str {
    match why {
        WaitReason::MailDomain => "office-letters-why-mail-domain",
        WaitReason::Member => "office-letters-why-member",
        WaitReason::Hour => "office-letters-why-hour",
        WaitReason::Paused => "office-letters-why-paused",
        WaitReason::Link => "office-letters-why-link",
        WaitReason::Answered => "office-letters-why-answered",
    }
}

/// The letters that wait and have one thing in common.
struct CountedGroup {
    group: LetterGroup,
    letters: i64,
    /// The time from which the latest of them waits.
    last: Timestamp,
    /// The number of letters that wait for each reason, by the key of its text.
    reasons: BTreeMap<&'static str, i64>,
}

impl CountedGroup {
    /// Counts all groups, the largest first. A letter is in several groups.
    fn all(held: &[HeldLetter]) -> Vec<Self> {
        let mut groups = BTreeMap::<LetterGroup, Self>::new();
        for letter in held {
            for group in letter.groups() {
                let new = || Self { group: group.clone(), letters: 0, last: letter.since, reasons: BTreeMap::new() };
                let counted = groups.entry(group.clone()).or_insert_with(new);
                counted.letters += 1;
                counted.last = counted.last.max(letter.since);
                *counted.reasons.entry(reason_key(letter.why)).or_default() += 1;
            }
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by_key(|counted| (-counted.letters, counted.group.clone()));
        groups
    }

    fn row(&self, site: &Site, texts: &Texts) -> GroupRow {
        GroupRow {
            group: self.group.to_string(),
            about: about(site, texts, &self.group),
            letters: texts.number(self.letters),
            last: texts.moment(self.last),
        }
    }
}

fn about(site: &Site, texts: &Texts, group: &LetterGroup) -> String {
    match group {
        LetterGroup::To(to) => correspondent_name(site, texts.locale(), *to),
        LetterGroup::MailDomain(domain) => domain.shown(),
        LetterGroup::Hour(hour) => texts.with("office-held-hour", [("when", texts.moment(hour.start()).into())]),
    }
}

/// `GET /organizer/{lang}/letters`
pub(crate) async fn show(visit: Visit) -> Answer {
    let (context, texts, now) = (&visit.context, visit.texts(), visit.caller.now);
    let (counts, held) =
        tokio::try_join!(context.pledges.letter_counts(COUNTED_MOST), context.pledges.held_letters(now))?;
    let (pause, mut marks, rulings) =
        tokio::try_join!(context.office.letters_pause(), context.office.marks(), context.office.letter_rulings())?;
    marks.retain(|kept| context.site.roster().is_marked(kept.id, kept.at));
    let page = LettersPage {
        frame: visit.frame(OfficePage::Letters, "office-letters-title", "/letters"),
        sent: texts.number(counts.sent),
        waiting: texts.number(counts.waiting),
        held: texts.number(i64::try_from(held.len()).unwrap_or(i64::MAX)),
        pause: pause.as_ref().map(|pause| PauseRow::of(pause, texts)),
        lists: lists(&context.site, texts, &CountedGroup::all(&held)),
        marks: marks.iter().map(|kept| MarkRow::of(kept, &context.site, visit.locale)).collect(),
        goes_on: !rulings.is_empty(),
    };
    Ok(answer(&page.frame, &page))
}

/// Lists the groups by Member, by mail domain and by hour.
fn lists(site: &Site, texts: &Texts, groups: &[CountedGroup]) -> Vec<(&'static str, &'static str, Vec<GroupRow>)> {
    let list = |is_listed: fn(&LetterGroup) -> bool| -> Vec<GroupRow> {
        groups
            .iter()
            .filter(|counted| is_listed(&counted.group))
            .take(SHOWN)
            .map(|counted| counted.row(site, texts))
            .collect()
    };
    let by_member = list(|group| matches!(group, LetterGroup::To(_)));
    let by_domain = list(|group| matches!(group, LetterGroup::MailDomain(_)));
    let by_hour = list(|group| matches!(group, LetterGroup::Hour(_)));
    let mut lists = vec![
        ("office-letters-members", "office-letters-members-says", by_member),
        ("office-letters-domains", "office-letters-domains-says", by_domain),
        ("office-letters-hours", "office-letters-hours-says", by_hour),
    ];
    lists.retain(|(.., rows)| !rows.is_empty());
    lists
}

#[derive(Template)]
#[template(path = "mail/letters_group.html")]
struct GroupPage<'a> {
    frame: OfficeFrame<'a>,
    row: GroupRow,
    /// The number of letters that wait for each reason, by the key of its text.
    reasons: Vec<(&'static str, String)>,
    is_paused: bool,
    verdicts: VerdictForms,
}

/// `POST /organizer/{lang}/letters/group`: shows a group with the forms to decide about it, and changes nothing.
///
/// The group may be a person's own mail domain, so it must be in no address.
pub(crate) async fn show_group(visit: Visit, form: Form) -> Answer {
    group_page(&visit, &ShownGroup::opened(&visit, &form)?, None).await
}

async fn group_page(visit: &Visit, shown: &ShownGroup<LetterGroup>, wrong: Option<WrongReason<'_>>) -> Answer {
    let texts = visit.texts();
    let counted = count_group(&visit.context, shown).await?;
    let row = counted.row(&visit.context.site, texts);
    let ledes = ["office-letters-release-lede", "office-letters-discard-lede"];
    let page = GroupPage {
        frame: visit
            .frame_titled(OfficePage::Letters, row.about.clone(), "/letters")
            .with_errors(reason_message(visit, wrong)),
        reasons: counted.reasons.iter().map(|(why, letters)| (*why, texts.number(*letters))).collect(),
        is_paused: visit.context.office.letters_pause().await?.is_some(),
        verdicts: VerdictForms::new("/letters/rule", shown, row.letters.clone(), ledes, wrong),
        row,
    };
    Ok(answer(&page.frame, &page))
}

/// Counts the letters of a group that wait.
///
/// # Errors
/// [`Failure::Changed`] when none waits: another organizer decided about them in the meantime.
async fn count_group(context: &Context, shown: &ShownGroup<LetterGroup>) -> Result<CountedGroup, Failure> {
    let mut held = context.pledges.held_letters(shown.until).await?;
    held.retain(|letter| letter.is_of(&shown.group));
    CountedGroup::all(&held).into_iter().find(|counted| counted.group == shown.group).ok_or(Failure::Changed)
}

/// `POST /organizer/{lang}/letters/rule`: releases or discards a group.
pub(crate) async fn rule(visit: Visit, form: Form) -> Answer {
    let (context, caller) = (&visit.context, &visit.caller);
    let shown = ShownGroup::decided(&visit, &form)?;
    let verdict: Verdict = form.parse("verdict")?;
    let action = match verdict {
        Verdict::Release => Action::LettersReleased,
        Verdict::Discard => Action::LettersDiscarded,
        // A discarded letter is deleted, so it cannot be restored.
        Verdict::Restore => return Err(Failure::NOT_FOUND),
    };
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return group_page(&visit, &shown, Some((verdict, form.get("reason"), fault))).await,
    };
    if !context.office.letter_rulings().await?.iter().any(|ruling| ruling.id == shown.ruling) {
        let letters = count_group(context, &shown).await?.letters;
        let entry = caller.did_because(action, letters.to_string(), why);
        let ruling = LetterRuling { id: shown.ruling, group: shown.group, until: shown.until, verdict };
        context.office.open_letter_ruling(&ruling, &entry).await?;
    }
    Ok(visit.to("/letters"))
}
