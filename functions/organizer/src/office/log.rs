//! The log: every action of an organizer, with its time, its object and its reason. Admins read it; nobody can change it.
//!
//! Entries keep ids and numbers; [`about`] puts them into words, with a link to the page of what was done.

use askama::Template;
use campaigns::Texts;
use domain::mail::correspondence::{Correspondent, MarkId};
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use domain::office::organizer::Role;
use domain::tally::cause::Cause;
use jiff::Timestamp;
use serde::Deserialize;
use web::Query;

use crate::campaign::members::about_in_words;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::visit::nav::{OfficeFrame, OfficePage, role_key};
use crate::visit::{Answer, Visit, answer, place_name};

/// Entries on one page.
const PAGE: usize = 50;
/// Entries that are read at once.
const READ_AT_ONCE: i32 = 200;
/// A filtered page looks through this many times [`READ_AT_ONCE`] entries, and its last link leads on.
const READS_MAX: usize = 10;

#[derive(Template)]
#[template(path = "office/log.html")]
struct LogPage<'a> {
    frame: OfficeFrame<'a>,
    entries: Vec<LogRow>,
    actions: Vec<Choice>,
    organizers: Vec<Choice>,
    is_filtered: bool,
    /// The addresses of the page with older entries, and of the newest.
    older: Option<String>,
    newest: Option<String>,
}

/// An entry as the page shows it.
struct LogRow {
    at: String,
    when: String,
    by: String,
    what: String,
    about: About,
    reason: String,
}

/// A choice of a filter: its value, its name, and whether it is the chosen one.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

/// The object of an entry in words, and the page about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct About {
    text: String,
    href: Option<String>,
}

/// The query of the page: entries before this time, of this action, by the organizer with this code.
#[derive(Deserialize)]
pub(crate) struct LogQuery {
    before: Option<Timestamp>,
    action: Option<String>,
    by: Option<String>,
}

/// `GET /organizer/{lang}/log?before=&action=&by=`
pub(crate) async fn show(visit: Visit, Query(query): Query<LogQuery>) -> Answer {
    let (desk, t) = (&visit.desk, visit.texts());
    let action = query.action.as_deref().and_then(|name| name.parse::<Action>().ok());
    // An organizer's address is in no address of a page.
    let by = query.by.filter(|code| !code.is_empty());
    let wanted = |entry: &Entry| {
        action.is_none_or(|action| entry.action == action)
            && by.as_deref().is_none_or(|code| organizer_code(desk, &entry.by) == code)
    };
    let (entries, next) = read(desk, query.before, wanted).await?;
    let home = format!("/organizer/{}", visit.locale);
    let row = |entry: &Entry| LogRow {
        at: entry.at.to_string(),
        when: t.moment(entry.at),
        by: entry.by.to_string(),
        what: did(t, entry.action),
        about: about(t, &home, entry),
        reason: entry.reason.clone(),
    };
    let path = |before: Option<Timestamp>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        if let Some(action) = action {
            query.append_pair("action", action.name());
        }
        if let Some(by) = &by {
            query.append_pair("by", by);
        }
        let query = query.finish();
        if query.is_empty() { "/log".to_owned() } else { format!("/log?{query}") }
    };
    let mut actions: Vec<_> = Action::ALL
        .iter()
        .map(|one| Choice {
            value: one.name().to_owned(),
            name: begun_large(&did(t, *one)),
            chosen: action == Some(*one),
        })
        .collect();
    actions.sort_by_cached_key(|choice| pages::sort_key(&choice.name));
    let organizers = desk.office.organizers().await?.into_iter().map(|organizer| {
        let value = organizer_code(desk, &organizer.email);
        Choice { name: organizer.email.to_string(), chosen: by.as_ref() == Some(&value), value }
    });
    let page = LogPage {
        frame: visit.frame(OfficePage::Log, "office-log-title", &path(query.before)),
        entries: entries.iter().map(row).collect(),
        actions,
        organizers: organizers.collect(),
        is_filtered: action.is_some() || by.is_some(),
        older: next.map(|next| format!("{home}{}", path(Some(next)))),
        newest: query.before.map(|_| format!("{home}{}", path(None))),
    };
    Ok(answer(&page.frame, &page))
}

/// Reads a page of wanted entries, and the time before which the next page begins.
async fn read(
    desk: &Desk,
    mut before: Option<Timestamp>,
    wanted: impl Fn(&Entry) -> bool,
) -> Result<(Vec<Entry>, Option<Timestamp>), Failure> {
    let mut found = Vec::new();
    for _ in 0..READS_MAX {
        let entries = desk.office.log_entries(before, READ_AT_ONCE).await?;
        let is_last = entries.len() < usize::try_from(READ_AT_ONCE).expect("a small constant");
        for entry in entries {
            if found.len() == PAGE {
                return Ok((found, before));
            }
            before = Some(entry.at);
            if wanted(&entry) {
                found.push(entry);
            }
        }
        if is_last {
            return Ok((found, None));
        }
    }
    Ok((found, before))
}

/// The code by which the filter names an organizer.
fn organizer_code(desk: &Desk, email: &EmailAddress) -> String {
    desk.identity.log_code(&desk.site.campaign().slug, &format!("organizer:{}", email.mailbox()))
}

fn did(t: &Texts, action: Action) -> String {
    t.get(&format!("office-did-{}", action.name().replace('_', "-")))
}

/// Begins a choice of a list with a capital.
fn begun_large(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Puts the object of an entry into words. An entry of another shape is shown as it is.
fn about(t: &Texts, home: &str, entry: &Entry) -> About {
    let words = OBJECTS.iter().find(|(actions, _)| actions.contains(&entry.action)).map(|(_, words)| words);
    let said = words.and_then(|words| words(&Object { t, home, action: entry.action, about: &entry.about }));
    said.unwrap_or_else(|| About { text: entry.about.clone(), href: None })
}

/// The object of an entry, as it is kept.
struct Object<'a> {
    t: &'a Texts,
    home: &'a str,
    action: Action,
    about: &'a str,
}

type Words = fn(&Object<'_>) -> Option<About>;

/// The way in which the object of each action is said. Actions that are not here have none, or one that is read as it is.
const OBJECTS: &[(&[Action], Words)] = &[
    (&[Action::Invited], invited),
    (&[Action::RoleChanged], changed_role),
    (&[Action::RecoveryCodeUsed], |of| of.counted("office-about-codes")),
    (&[Action::SupportersExported], exported),
    (&[Action::SignersExamined], |of| of.counted("office-about-sheet")),
    (&[Action::Invalidated, Action::Restored], removed),
    (&[Action::PaperCounted], |of| of.counted_at("paper", "office-about-lines")),
    (&[Action::PaperTakenBack], |of| of.counted_at("paper", "office-about-signatures")),
    (&[Action::HeldReleased, Action::HeldDiscarded], |of| of.counted_at("held", "office-about-forms")),
    (&[Action::HeldRestored], |of| of.linked("held", of.pair()?.0, of.t.get("office-about-see"))),
    (&[Action::LettersReleased, Action::LettersDiscarded], |of| of.counted("office-about-letters")),
    (&[Action::CorrespondentMarked, Action::CorrespondentUnmarked, Action::AnswerSwitched], noted),
    (&[Action::MembersPublished, Action::MembersRestored], |of| text(about_in_words(of.t, of.about)?)),
    (&[Action::TallyRepaired], |of| of.counted("office-about-counters")),
    (&[Action::SupporterCorrected], correction),
    (
        &[
            Action::SupporterLookedUp,
            Action::LinkSentAgain,
            Action::BounceLifted,
            Action::SupporterErased,
            Action::PaperLineErased,
        ],
        supporter,
    ),
];

#[expect(clippy::unnecessary_wraps, reason = "each way of saying returns an option")]
fn text(text: String) -> Option<About> {
    Some(About { text, href: None })
}

impl<'a> Object<'a> {
    fn pair(&self) -> Option<(&'a str, &'a str)> {
        self.about.rsplit_once(": ")
    }

    fn number(&self, key: &str, count: &str) -> Option<String> {
        Some(self.t.with(key, [("count", count.parse::<i64>().ok()?.into())]))
    }

    /// A number alone.
    fn counted(&self, key: &str) -> Option<About> {
        text(self.number(key, self.about)?)
    }

    /// A number, and the id of the page about it.
    fn counted_at(&self, room: &str, key: &str) -> Option<About> {
        let (id, count) = self.pair()?;
        self.linked(room, id, self.number(key, count)?)
    }

    #[expect(clippy::unnecessary_wraps, reason = "each way of saying returns an option")]
    fn linked(&self, room: &str, id: &str, text: String) -> Option<About> {
        Some(About { text, href: Some(format!("{}/{room}/{id}", self.home)) })
    }

    fn role(&self, name: &str) -> Option<String> {
        let role: Role = name.parse().ok()?;
        Some(self.t.get(role_key(&role)))
    }
}

fn invited(of: &Object<'_>) -> Option<About> {
    let (email, role) = of.pair()?;
    text(format!("{email}: {}", of.role(role)?))
}

fn changed_role(of: &Object<'_>) -> Option<About> {
    let (email, roles) = of.pair()?;
    let (from, to) = roles.split_once(" → ")?;
    text(format!("{email}: {} → {}", of.role(from)?, of.role(to)?))
}

fn exported(of: &Object<'_>) -> Option<About> {
    let (part, people) = of.pair()?;
    let (part, parts) = part.split_once('/')?;
    let people = of.number("office-about-people", people)?;
    let which = [("part", part.to_owned().into()), ("of", parts.to_owned().into())];
    text(if parts == "1" { people } else { format!("{people}, {}", of.t.with("office-about-part", which)) })
}

fn removed(of: &Object<'_>) -> Option<About> {
    let (id, cause) = of.pair()?;
    let cause: Cause = cause.parse().ok()?;
    of.linked("integrity", id, of.t.get(&format!("cause-{cause}")))
}

fn noted(of: &Object<'_>) -> Option<About> {
    let id: MarkId = of.about.parse().ok()?;
    let whom = match id.to {
        Correspondent::Member(riding) => place_name(of.t, riding.into()),
        Correspondent::PrimeMinister => of.t.get("office-letters-prime-minister"),
    };
    let said = format!("{whom}: {}", of.t.get(&format!("office-letters-mark-{}", id.mark.name())));
    // A note that was removed has no page any more.
    if of.action == Action::CorrespondentUnmarked { text(said) } else { of.linked("letters/marks", of.about, said) }
}

fn supporter(of: &Object<'_>) -> Option<About> {
    // Entries from before a look-up had a code have none.
    if of.about.is_empty() {
        return None;
    }
    text(of.t.with("office-help-person", [("code", of.about.into())]))
}

fn correction(of: &Object<'_>) -> Option<About> {
    let (code, what) = of.about.split_once(' ')?;
    let person = of.t.with("office-help-person", [("code", code.into())]);
    text(format!("{person}: {}", of.t.get(&corrected(what)?)))
}

/// The key of the sentence about what was corrected.
fn corrected(what: &str) -> Option<String> {
    ["name", "home", "language"].contains(&what).then(|| format!("office-about-{what}"))
}

#[cfg(test)]
mod tests {
    use domain::locale::Locale;

    use super::*;

    fn said(locale: Locale, action: Action, about: &str) -> (String, Option<String>) {
        let site = crate::desk::plain_site();
        let by = EmailAddress::parse("ana@example.org").unwrap();
        let entry = Entry { at: Timestamp::UNIX_EPOCH, by, action, about: about.to_owned(), reason: String::new() };
        let About { text, href } = super::about(site.texts(locale), "/organizer/en", &entry);
        (text, href)
    }

    #[test]
    fn the_log_says_numbers_and_links_and_no_ids() {
        let id = "AAAAAAAAAAAAAAAAAAAAAA";
        for (action, about, text, href) in [
            (Action::Invalidated, format!("{id}: invented"), "", Some(format!("/organizer/en/integrity/{id}"))),
            (Action::PaperCounted, format!("{id}: 12"), "12 lines", Some(format!("/organizer/en/paper/{id}"))),
            (Action::HeldDiscarded, format!("{id}: 1"), "1 form", Some(format!("/organizer/en/held/{id}"))),
            (Action::HeldRestored, format!("{id}: {id}"), "See it", Some(format!("/organizer/en/held/{id}"))),
            (Action::SupportersExported, "1/1: 5".to_owned(), "5 people", None),
            (Action::SupportersExported, "2/3: 5".to_owned(), "5 people, part 2 of 3", None),
            (Action::LettersReleased, "3".to_owned(), "3 letters", None),
            (Action::SupporterCorrected, "4F7A-21C9 home".to_owned(), "Supporter 4F7A-21C9: where they live", None),
            (Action::RoleChanged, "a@b.ca: viewer → admin".to_owned(), "a@b.ca: Viewer → Admin", None),
        ] {
            let (said, to) = said(Locale::En, action, &about);
            assert!(said.starts_with(text) && !said.contains(id) && !said.is_empty(), "{action}: {said}");
            assert_eq!(to, href, "{action}");
        }
    }

    #[test]
    fn a_note_about_a_member_is_said_with_the_riding() {
        let (english, href) = said(Locale::En, Action::CorrespondentMarked, "35079:answered");
        assert_eq!(
            (english.as_str(), href.as_deref()),
            ("Ottawa Centre: Has answered.", Some("/organizer/en/letters/marks/35079:answered"))
        );
        assert!(said(Locale::Fr, Action::CorrespondentMarked, "35079:answered").0.starts_with("Ottawa-Centre"));
    }

    #[test]
    fn an_entry_of_another_shape_is_shown_as_it_is() {
        for action in Action::ALL {
            assert_eq!(said(Locale::En, *action, "?").1, None, "{action}");
        }
        assert_eq!(said(Locale::En, Action::PaperCounted, "?").0, "?");
    }
}
