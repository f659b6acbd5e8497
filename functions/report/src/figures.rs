//! The content of the sheets: counts and history in, sentences and drawings out. Every text is whole; the sheets only
//! place them.

use campaigns::Texts;
use domain::campaign::members::Holder;
use domain::locale::Locale;
use domain::tally::Tally;
use domain::tally::day::Day;
use domain::tally::riding::{Place, Province};
use jiff::Timestamp;
use pages::{AnswerText, QrCode, Site, dated_path, riding_path};
use ridings::{Riding, Standing, Standings, province_name, share};
use serde::Serialize;
use store::{HourEntry, HourSnapshot};

use crate::asked::{Paper, Subject};
use crate::map;
use crate::press::{self, Form, PressError};
use crate::trend::Trend;

/// The number of ridings that the summary names.
const BEST: usize = 10;

/// The numbers that all reports are made from.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'a> {
    /// The campaign's facts and texts.
    pub site: &'a Site,
    pub tally: &'a Tally,
    /// The time of the counts.
    pub read_at: Timestamp,
    /// The day whose numbers these are, if they are a day's: the document then leads to the page that keeps them.
    pub day: Option<Day>,
    /// The growth of the counts: hours from the first snapshot to now; an hour without one has none.
    pub hours: &'a [HourEntry],
}

/// The parts that are the same on all pages of a document.
#[derive(Debug, Serialize)]
struct Letterhead {
    lang: &'static str,
    paper: &'static str,
    /// The document's own title.
    title: String,
    campaign: String,
    organization: String,
    asks_title: String,
    asks: [(String, String); 3],
    trend_title: String,
    how_title: String,
    how: String,
    verify: String,
    contact: String,
    as_of: String,
    not_official: String,
    attribution: &'static str,
}

/// A riding's page.
#[derive(Debug, Serialize)]
pub(crate) struct RidingSheet {
    name: &'static str,
    province: &'static str,
    member_label: String,
    member: String,
    /// The Member's answer, and its source.
    answer: Option<[String; 3]>,
    count: String,
    label: String,
    facts: Vec<Fact>,
    close: String,
    close_label: String,
    within: String,
    within_label: String,
    trend: Option<Trend>,
    /// The address of the page with the same numbers, in full and as a code to scan.
    url: String,
    code: Code,
    /// The page of the Member's own office, on the paper that organizers print for it.
    office: Option<OfficePage>,
}

/// The page of a Member's office: a sentence, its address, and the code that opens it.
#[derive(Debug, Serialize)]
struct OfficePage {
    says: String,
    url: String,
    code: Code,
}

/// A code to scan.
#[derive(Debug, Serialize)]
pub(crate) struct Code {
    svg: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct Fact {
    name: String,
    value: String,
}

/// One page for one riding.
#[derive(Debug, Serialize)]
pub(crate) struct OnePager {
    head: Letterhead,
    riding: RidingSheet,
}

/// Front matter and a page for each riding.
#[derive(Debug, Serialize)]
pub(crate) struct Book {
    head: Letterhead,
    lede: String,
    contents_title: String,
    summary_title: String,
    total: String,
    total_label: String,
    summary: String,
    provinces_title: String,
    columns: [String; 4],
    province_column: String,
    /// Name, people and share of electors of each province; empty in a province's own book.
    provinces: Vec<[String; 3]>,
    best_title: String,
    best_none: String,
    best: Vec<[String; 4]>,
    trend: Option<Trend>,
    ridings: Vec<RidingSheet>,
}

/// The picture beside a shared link.
#[derive(Debug, Serialize)]
pub(crate) struct Picture {
    lang: &'static str,
    campaign: String,
    heading: String,
    /// The number; `None` while nobody has signed, which the words say.
    count: Option<String>,
    label: String,
    /// The line below: the goal, or the rank.
    note: String,
    /// The reached part of the goal, of 1000.
    bar: Option<i64>,
    map: Option<String>,
}

impl<'a> Numbers<'a> {
    const fn t(&self, locale: Locale) -> &'a Texts {
        self.site.texts(locale)
    }

    /// Prints a riding's one-pager, or the lobby book of a province or the country.
    ///
    /// # Errors
    /// Fails when our own sheets refuse it.
    pub fn pdf(&self, subject: Subject, locale: Locale, paper: Paper) -> Result<Vec<u8>, PressError> {
        match subject {
            Subject::Riding(riding) => press::pdf(Form::OnePager, &self.one_pager(riding, locale, paper), self.read_at),
            Subject::Province(province) => {
                press::pdf(Form::Book, &self.book(Some(province), locale, paper), self.read_at)
            }
            Subject::Country => press::pdf(Form::Book, &self.book(None, locale, paper), self.read_at),
        }
    }

    /// Draws the picture beside a shared link, of a riding or the whole campaign: a PNG of 1200 by 630 pixels.
    ///
    /// # Errors
    /// Fails when our own sheet refuses it.
    pub fn png(&self, riding: Option<&'static Riding>, locale: Locale) -> Result<Vec<u8>, PressError> {
        press::picture(&self.picture(riding, locale))
    }

    pub(crate) fn one_pager(&self, riding: &'static Riding, locale: Locale, paper: Paper) -> OnePager {
        self.one_pager_of(riding, self.site.roster().holder(riding.code), locale, paper)
    }

    /// Makes a riding's page with its Member, as far as that is known.
    pub(crate) fn one_pager_of(
        &self,
        riding: &'static Riding,
        holder: &Holder,
        locale: Locale,
        paper: Paper,
    ) -> OnePager {
        let name = riding.name(locale);
        let title = self.t(locale).with("report-title-riding", [("riding", name.into())]);
        let standings = Standings::of(self.tally);
        let standing = standings.get(riding.code).expect("every riding stands somewhere");
        let mut sheet = self.sheet(&standings, standing, holder, locale);
        sheet.office = self.office(riding, locale);
        OnePager { head: self.letterhead(locale, paper, title), riding: sheet }
    }

    /// Returns the page of a Member's office, as the paper for that office has it. Neither a document that everybody may
    /// print nor a book that has all ridings shows it.
    fn office(&self, riding: &Riding, locale: Locale) -> Option<OfficePage> {
        let t = self.t(locale);
        let link = self.site.offices().of(riding.code).filter(|_| self.day.is_none())?;
        let url = self.site.url(&format!("/{locale}/office/{}", link.code));
        Some(OfficePage { says: t.get("report-office"), code: code_of(t, &url), url })
    }

    pub(crate) fn book(&self, province: Option<Province>, locale: Locale, paper: Paper) -> Book {
        let t = self.t(locale);
        let standings = Standings::of(self.tally);
        let chosen: Vec<_> = standings
            .all()
            .iter()
            .filter(|one| province.is_none_or(|province| one.riding.province == province))
            .collect();
        let title = match province {
            Some(province) => {
                t.with("report-book-title-province", [("province", province_name(province, locale).into())])
            }
            None => t.with("report-book-title", [("all", chosen.len().into())]),
        };
        let count = |tally: &Tally| province.map_or_else(|| tally.total(), |province| tally.in_province(province));
        let total = count(self.tally);
        let signed = chosen.iter().filter(|one| one.count > 0).count();
        let from = [("count", signed.into()), ("all", chosen.len().into())];
        let mut summary = t.with("report-summary-ridings", from);
        if province.is_none() {
            let goal = i64::try_from(self.site.campaign().goal).unwrap_or(i64::MAX);
            summary = format!("{} {summary}", t.with("report-summary-goal", [("goal", goal.into())]));
        }
        let mut best = chosen.clone();
        best.retain(|one| one.count > 0);
        best.sort_by_key(|one| std::cmp::Reverse(one.count));
        let best_row = |one: &&Standing| {
            let rank = if province.is_some() { one.rank_in_province } else { one.rank };
            let rank = rank.map(|rank| rank.to_string()).unwrap_or_default();
            let share = t.telling_share(one.share()).unwrap_or_default();
            [rank, one.riding.name(locale).to_owned(), t.number(one.count), share]
        };
        let best = best.iter().take(BEST).map(best_row).collect();
        Book {
            head: self.letterhead(locale, paper, title),
            lede: t.get("report-book-lede"),
            contents_title: t.get("report-contents-title"),
            summary_title: t.get("report-summary-title"),
            total: t.number(total),
            total_label: t.with("report-summary-total", [("count", total.into())]),
            summary,
            provinces_title: t.get("report-summary-provinces-title"),
            province_column: t.get("column-province"),
            columns: ["column-rank", "column-name", "column-count", "column-share"].map(|key| t.get(key)),
            provinces: if province.is_none() { self.by_province(locale) } else { Vec::new() },
            best_title: t.get("report-summary-best-title"),
            best_none: t.get("report-summary-none"),
            best,
            trend: self.trend(locale, count),
            ridings: chosen
                .iter()
                .map(|one| self.sheet(&standings, one, self.site.roster().holder(one.riding.code), locale))
                .collect(),
        }
    }

    pub(crate) fn picture(&self, riding: Option<&'static Riding>, locale: Locale) -> Picture {
        let t = self.t(locale);
        let campaign = t.get("campaign-name");
        let goal = i64::try_from(self.site.campaign().goal_at(self.tally.total())).unwrap_or(i64::MAX);
        let Some(riding) = riding else {
            let total = self.tally.total();
            return Picture {
                lang: locale.code(),
                heading: t.get("campaign-organization"),
                campaign,
                count: (total > 0).then(|| t.number(total)),
                label: t.with("report-summary-total", [("count", total.into())]),
                note: t.with("share-goal", [("goal", goal.into())]),
                bar: Some((total.max(0) * 1000 / goal).min(1000)),
                map: None,
            };
        };
        let standings = Standings::of(self.tally);
        let standing = standings.get(riding.code).expect("every riding stands somewhere");
        let rank = |rank: usize| t.with("share-rank", [("rank", rank.into()), ("all", ridings::all().len().into())]);
        Picture {
            lang: locale.code(),
            campaign,
            heading: riding.name(locale).to_owned(),
            count: (standing.count > 0).then(|| t.number(standing.count)),
            label: t.with("riding-count-label", [("count", standing.count.into())]),
            note: standing.rank.map_or_else(|| t.get("riding-next-none"), rank),
            bar: None,
            map: Some(map::close(riding)),
        }
    }

    fn letterhead(&self, locale: Locale, paper: Paper, title: String) -> Letterhead {
        let t = self.t(locale);
        let ask = |name: &str| (t.get(&format!("campaign-ask-{name}-title")), t.get(&format!("campaign-ask-{name}")));
        let contact = self.site.campaign().organization.contact_email.as_str();
        let as_of = [("day", t.day(self.read_at).into()), ("time", t.time(self.read_at).into())];
        Letterhead {
            lang: locale.code(),
            paper: paper.name(),
            title,
            campaign: t.get("campaign-name"),
            organization: t.get("campaign-organization"),
            asks_title: t.get("campaign-asks-title"),
            asks: ["resettlement", "sponsorship", "determination"].map(ask),
            trend_title: t.get("trend-title"),
            how_title: t.get("report-how-title"),
            how: t.get("report-how"),
            verify: t.get(if self.day.is_some() { "report-verify-day" } else { "report-verify" }),
            contact: t.with("report-contact", [("contact", contact.into())]),
            as_of: t.with("report-as-of", as_of),
            not_official: t.get("campaign-not-official"),
            attribution: ridings::attribution(locale),
        }
    }

    fn sheet(&self, standings: &Standings, standing: &Standing, holder: &Holder, locale: Locale) -> RidingSheet {
        let t = self.t(locale);
        let riding = standing.riding;
        let (name, province) = (riding.name(locale), province_name(riding.province, locale));
        let within = if map::is_alone(riding) {
            t.with("report-map-country-label", [("riding", name.into())])
        } else {
            t.with("report-map-province-label", [("riding", name.into()), ("province", province.into())])
        };
        let path = match self.day {
            Some(day) => dated_path(locale, riding, day),
            None => riding_path(locale, riding.code),
        };
        let url = self.site.url(&path);
        RidingSheet {
            name,
            province,
            member_label: t.get("riding-member"),
            member: pages::holder_text(t, holder).unwrap_or_else(|| t.get("report-member-none")),
            answer: AnswerText::of(t, holder).map(|answer| answered(t, answer)),
            count: t.number(standing.count),
            label: t.with("riding-count-label", [("count", standing.count.into())]),
            facts: facts(t, standings, standing),
            close: map::close(riding),
            close_label: t.with("report-map-label", [("riding", name.into())]),
            within: map::within(riding),
            within_label: within,
            trend: self.trend(locale, |tally| tally.at(Place::Riding(riding.code))),
            code: code_of(t, &url),
            url,
            office: None,
        }
    }

    fn by_province(&self, locale: Locale) -> Vec<[String; 3]> {
        let t = self.t(locale);
        let mut provinces: Vec<Province> = Vec::new();
        for riding in ridings::all() {
            if provinces.last() != Some(&riding.province) {
                provinces.push(riding.province);
            }
        }
        let row = |province: Province| {
            let count = self.tally.in_province(province);
            let electors = ridings::in_province(province).map(|riding| riding.electors).sum();
            let share = t.telling_share(share(count, electors)).unwrap_or_default();
            [province_name(province, locale).to_owned(), t.number(count), share]
        };
        let abroad = [t.get("ridings-sum-abroad"), t.number(self.tally.at(Place::Abroad)), String::new()];
        let everyone = [t.get("ridings-sum-total"), t.number(self.tally.total()), String::new()];
        provinces.into_iter().map(row).chain([abroad, everyone]).collect()
    }

    fn trend(&self, locale: Locale, count: impl Fn(&Tally) -> i64) -> Option<Trend> {
        let counted = |snapshot: &HourSnapshot| count(&snapshot.tally);
        let points: Vec<_> =
            self.hours.iter().map(|(hour, snapshot)| (hour.start(), snapshot.as_deref().map(counted))).collect();
        Trend::new(self.t(locale), &points)
    }
}

/// Draws the code that opens an address.
pub(crate) fn code_of(t: &Texts, address: &str) -> Code {
    let QrCode { side, squares } = QrCode::of(address);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {side} {side}\">\
         <path d=\"{squares}\" fill=\"#1d2433\"/></svg>"
    );
    Code { svg, label: t.with("report-code", [("address", address.into())]) }
}

/// Puts a Member's answer on paper: its title, what they said, and where it can be read.
fn answered(t: &Texts, answer: AnswerText) -> [String; 3] {
    [t.get("answer-title"), answer.sentence(), answer.source]
}

/// Lists share of electors where it says something, rank in the country and rank in the province. A riding without
/// signatures has no rank.
fn facts(t: &Texts, standings: &Standings, standing: &Standing) -> Vec<Fact> {
    pages::riding_facts(t, standings, standing).into_iter().map(|(name, value)| Fact { name, value }).collect()
}
