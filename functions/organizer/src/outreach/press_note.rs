//! Press notes of a riding, a province or the country, in both languages, ready to copy and to print.
//!
//! A note starts at [`PRESS_MIN`] signatures. Its numbers carry their hour.

use askama::Template;
use campaigns::Texts;
use domain::locale::Locale;
use domain::tally::riding::Province;
use jiff::Timestamp;
use pages::{riding_path, ridings_by_name, sort_key};
use ridings::{Riding, province_name, share};
use serde::Deserialize;
use web::Query;

use crate::counts::board::Board;
use crate::outreach::offices::as_of;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The smallest number that a press note tells.
const PRESS_MIN: i64 = 25;
/// The most ridings that the note of a province or of the country names.
const LEADING: usize = 3;

/// The subject of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Riding(&'static Riding),
    Province(Province),
    Country,
}

impl Subject {
    /// Reads the field `of`: a riding's code, a province's letters, or nothing for the country.
    fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Country);
        }
        let province = || text.parse().ok().map(Self::Province);
        ridings::find(text).map(Self::Riding).or_else(province)
    }

    /// The field that asks for it.
    fn code(self) -> String {
        match self {
            Self::Riding(riding) => riding.code.to_string(),
            Self::Province(province) => province.to_string(),
            Self::Country => String::new(),
        }
    }

    fn name(self, t: &Texts) -> String {
        match self {
            Self::Riding(riding) => riding.shown(t.locale()).to_owned(),
            Self::Province(province) => province_name(province, t.locale()).to_owned(),
            Self::Country => t.get("office-press-canada-same"),
        }
    }

    /// The next larger subject.
    fn larger(self) -> Option<Self> {
        match self {
            Self::Riding(riding) => Some(Self::Province(riding.province)),
            Self::Province(_) => Some(Self::Country),
            Self::Country => None,
        }
    }
}

/// The numbers of a note.
struct Numbers {
    count: i64,
    /// The growth in the last seven days, as far as it is known.
    week: Option<i64>,
    electors: u32,
    as_of: Timestamp,
    /// The rank among all ridings, of a riding.
    rank: Option<usize>,
    /// The ridings with the most signers, with their numbers; of a province or the country.
    leading: Vec<(&'static Riding, i64)>,
}

impl Numbers {
    fn of(board: &Board, subject: Subject) -> Self {
        let within: Vec<_> = board
            .rows
            .iter()
            .filter(|row| match subject {
                Subject::Riding(riding) => row.standing.riding.code == riding.code,
                Subject::Province(province) => row.standing.riding.province == province,
                Subject::Country => true,
            })
            .collect();
        let sum: i64 = within.iter().map(|row| row.standing.count).sum();
        let weeks: Option<Vec<i64>> = within.iter().map(|row| row.week).collect();
        let is_country = subject == Subject::Country;
        let mut leading: Vec<_> = within
            .iter()
            .filter(|row| row.standing.count >= PRESS_MIN && !matches!(subject, Subject::Riding(_)))
            .map(|row| (row.standing.riding, row.standing.count))
            .collect();
        leading.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        leading.truncate(LEADING);
        let count = if is_country { board.total } else { sum };
        // Nobody can find the number of the other ridings by taking these away, unless it is large enough too.
        let others = count - leading.iter().map(|(_, count)| count).sum::<i64>();
        if others < PRESS_MIN && leading.len() < within.len() {
            leading.pop();
        }
        Self {
            count,
            week: if is_country { board.week } else { weeks.map(|weeks| weeks.iter().sum()) },
            electors: within.iter().map(|row| row.standing.riding.electors).sum(),
            as_of: board.as_of,
            rank: match subject {
                Subject::Riding(_) => within.first().and_then(|row| row.standing.rank),
                Subject::Province(_) | Subject::Country => None,
            },
            leading,
        }
    }
}

/// A note in one language: its title, and its paragraphs with an empty line between two.
struct Note {
    lang: &'static str,
    id: &'static str,
    language: String,
    text: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    of: Option<String>,
}

#[derive(Template)]
#[template(path = "outreach/press_note.html")]
struct PressNotePage<'a> {
    frame: OfficeFrame<'a>,
    as_of: String,
    chosen: String,
    provinces: Vec<(&'static str, &'static str)>,
    ridings: Vec<(String, &'static str)>,
    notes: Vec<Note>,
    /// The sentence about a number that is too small, and a larger subject: the field that asks for it, and its words.
    too_small: Option<(String, Option<(String, String)>)>,
}

/// `GET /organizer/{lang}/press?of=`
pub(crate) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let (t, locale) = (visit.texts(), visit.locale);
    let subject = asked.of.as_deref().map(|of| Subject::parse(of.trim()).unwrap_or(Subject::Country));
    let board = Board::now(&visit.context, visit.caller.now, false).await?;
    let mut provinces: Vec<_> =
        Province::ALL.into_iter().map(|province| (province.abbreviation(), province_name(province, locale))).collect();
    provinces.sort_by_key(|(_, name)| sort_key(name));
    let (mut notes, mut too_small) = (Vec::new(), None);
    if let Some(subject) = subject {
        let numbers = Numbers::of(&board, subject);
        if numbers.count < PRESS_MIN {
            let said = [("place", subject.name(t).into()), ("least", PRESS_MIN.into())];
            let larger = std::iter::successors(subject.larger(), |subject| subject.larger())
                .find(|larger| Numbers::of(&board, *larger).count >= PRESS_MIN)
                .map(|larger| (larger.code(), t.with("office-press-larger", [("place", larger.name(t).into())])));
            too_small = Some((t.with("office-press-too-small", said), larger));
        } else {
            notes = Locale::ALL.map(|locale| note(&visit, locale, subject, &numbers)).into();
        }
    }
    let page = PressNotePage {
        frame: visit.frame(OfficePage::Offices, "office-press-title", "/press"),
        as_of: as_of(t, board.as_of),
        chosen: subject.map(Subject::code).unwrap_or_default(),
        provinces,
        ridings: ridings_by_name(locale).iter().map(|one| (one.code.to_string(), one.name(locale))).collect(),
        notes,
        too_small,
    };
    Ok(answer(&page.frame, &page))
}

fn note(visit: &Visit, locale: Locale, subject: Subject, numbers: &Numbers) -> Note {
    let site = &visit.context.site;
    let (t, campaign) = (site.texts(locale), site.campaign());
    let place = subject.name(t);
    let of_place = |key: &str| t.with(key, [("count", numbers.count.into()), ("place", place.as_str().into())]);
    let page = match subject {
        Subject::Riding(riding) => riding_path(locale, riding.code),
        Subject::Province(province) => format!("/{locale}/ridings?province={province}"),
        Subject::Country => format!("/{locale}/ridings"),
    };
    let [organization, postal_address] =
        [t.get("campaign-organization"), campaign.organization.postal_address(locale).to_owned()];
    let ask = |name: &str| {
        format!("{}. {}", t.get(&format!("campaign-ask-{name}-title")), t.get(&format!("campaign-ask-{name}")))
    };
    let asks = ["resettlement", "sponsorship", "determination"].map(ask);
    let asks: Vec<_> = asks.iter().enumerate().map(|(n, ask)| format!("{}. {ask}", n + 1)).collect();
    let dated = [("day", t.day(numbers.as_of).into()), ("time", t.time(numbers.as_of).into())];
    let number_key = match subject {
        Subject::Riding(_) | Subject::Province(_) => "office-press-number",
        // The country's number has those who are counted abroad.
        Subject::Country => "office-press-number-all",
    };
    let number = t.with(
        number_key,
        [
            ("day", t.day(numbers.as_of).into()),
            ("time", t.time(numbers.as_of).into()),
            ("count", numbers.count.into()),
            ("place", place.as_str().into()),
            ("organization", organization.as_str().into()),
        ],
    );
    let facts: Vec<_> = [Some(number), change(t, numbers), standing(t, subject, numbers), leading(t, numbers)]
        .into_iter()
        .flatten()
        .collect();
    let paragraphs = [
        t.with("office-press-release", dated),
        match subject {
            Subject::Riding(_) | Subject::Province(_) => of_place("office-press-headline"),
            Subject::Country => of_place("office-press-headline-all"),
        },
        facts.join(" "),
        format!("{}\n{}", t.get("campaign-asks-title"), asks.join("\n")),
        t.get("office-press-quotation"),
        format!("{}\n{} {}", t.get("report-how-title"), t.get("report-how"), t.get("campaign-not-official")),
        t.with("office-press-page", [("page", site.url(&page).into())]),
        t.with("office-press-contact", [("contact", campaign.organization.contact_email.as_str().into())]),
        format!("{organization}\n{postal_address}"),
    ];
    let (id, language) = match locale {
        Locale::En => ("note-en", "office-language-en"),
        Locale::Fr => ("note-fr", "office-language-fr"),
    };
    Note { lang: locale.tag(), id, language: visit.texts().get(language), text: paragraphs.join("\n\n") }
}

/// The sentence about the growth in a week; `None` where nothing was kept to compare with.
fn change(t: &Texts, numbers: &Numbers) -> Option<String> {
    let week = numbers.week?;
    let key = match week {
        0 => "office-press-same",
        1.. => "office-press-more",
        ..0 => "office-press-fewer",
    };
    Some(t.with(key, [("change", week.abs().into())]))
}

/// The sentence about rank, share or goal.
fn standing(t: &Texts, subject: Subject, numbers: &Numbers) -> Option<String> {
    let share = t.telling_share(share(numbers.count, numbers.electors));
    let share = share.map(|share| t.with("office-press-share", [("share", share.into())]));
    let rank = numbers.rank.map(|rank| {
        let all = ridings::all().len();
        t.with("office-press-rank", [("rank", rank.into()), ("all", all.into())])
    });
    let said: Vec<_> = match subject {
        Subject::Riding(_) => rank.into_iter().chain(share).collect(),
        Subject::Province(_) => share.into_iter().collect(),
        Subject::Country => Vec::new(),
    };
    (!said.is_empty()).then(|| said.join(" "))
}

/// The sentence about the ridings with the most signers.
fn leading(t: &Texts, numbers: &Numbers) -> Option<String> {
    let named = |(riding, count): &(&Riding, i64)| format!("{} ({})", riding.shown(t.locale()), t.number(*count));
    let ridings: Vec<_> = numbers.leading.iter().map(named).collect();
    (!ridings.is_empty()).then(|| t.with("office-press-leading", [("ridings", ridings.join(", ").into())]))
}

#[cfg(test)]
mod tests {
    use domain::tally::Tally;

    use super::*;

    fn board(counts: &[(&str, i64)]) -> Board {
        let mut tally = Tally::default();
        for (place, count) in counts {
            tally.add(place.parse().unwrap(), *count);
        }
        Board::of(&tally, crate::context::plain_site().roster(), Timestamp::UNIX_EPOCH, None, Some(&Tally::default()))
    }

    #[test]
    fn a_subject_is_read_as_it_is_asked_for() {
        for text in ["", "ON", "35079"] {
            assert_eq!(Subject::parse(text).unwrap().code(), text);
        }
        assert_eq!(Subject::parse("XX"), None);
        let larger = Subject::parse("35079").and_then(Subject::larger);
        assert_eq!(larger, Some(Subject::Province(Province::Ontario)));
        assert_eq!(larger.and_then(Subject::larger), Some(Subject::Country));
    }

    #[test]
    fn a_note_counts_its_own_place_and_names_no_small_riding() {
        let board = board(&[("35079", 25), ("35080", 24), ("35081", 1), ("24053", 100), ("abroad", 7)]);
        let ontario = Numbers::of(&board, Subject::Province(Province::Ontario));
        assert_eq!((ontario.count, ontario.week), (50, Some(50)));
        assert_eq!(ontario.leading.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [25]);
        let canada = Numbers::of(&board, Subject::Country);
        assert_eq!((canada.count, canada.leading.len()), (157, 2));
        let riding = Numbers::of(&board, Subject::parse("35079").unwrap());
        assert_eq!((riding.count, riding.rank, riding.leading.len()), (25, Some(2), 0));
    }

    #[test]
    fn no_small_number_is_what_the_named_ridings_leave() {
        let leading = |counts: &[(&str, i64)], of: &str| {
            let numbers = Numbers::of(&board(counts), Subject::parse(of).unwrap());
            numbers.leading.iter().map(|(_, count)| *count).collect::<Vec<_>>()
        };
        let island = [("11001", 40), ("11002", 30), ("11003", 26)];
        assert_eq!(leading(&island, "PE"), [40, 30], "the fourth riding has nobody");
        assert_eq!(leading(&[island.as_slice(), &[("11004", 24)]].concat(), "PE"), [40, 30]);
        assert_eq!(leading(&[island.as_slice(), &[("11004", 25)]].concat(), "PE"), [40, 30, 26]);
        assert_eq!(leading(&[("60001", 25)], "YT"), [25], "its only riding");
        assert_eq!(leading(&[("35079", 90), ("abroad", 24)], ""), [0_i64; 0], "those abroad");
    }
}
