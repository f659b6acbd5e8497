//! `GET /{lang}/ridings/{code}`: one riding's number, its ranks, its Member, and its neighbours.
//!
//! `GET /{lang}/ridings/{code}/{day}` is the same page with the numbers of a day, at an address to cite. Beside it,
//! `counts.csv` has the number of each day until then. `report` prints the documents.

use std::cmp::Reverse;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use campaigns::Texts;
use domain::campaign::members::Holder;
use domain::locale::Locale;
use domain::tally::Tally;
use domain::tally::day::Day;
use domain::tally::hour::Hour;
use domain::tally::riding::{Place, RidingCode};
use house::counted_page;
use http::HeaderMap;
use jiff::Timestamp;
use pages::{
    AnswerText, Citation, Frame, Map, Trend, cited_day, holder_text, locators, public, rendered, riding_facts,
    riding_path,
};
use ridings::{Riding, Standing, Standings, province_name};
use store::HourSnapshot;
use web::{AddressError, BOM, CSV, Lang, OF_A_DAY, tagged};

use crate::context::Context;
use crate::counts::unavailable;
use crate::riding_list::{no_counts, updated_text};

#[derive(Template)]
#[template(path = "riding.html")]
struct RidingPage<'a> {
    frame: Frame<'a>,
    code: RidingCode,
    province: &'static str,
    province_href: String,
    count: String,
    label: String,
    facts: Vec<(String, String)>,
    /// The answer of the riding's Member to the campaign's asks.
    answer: Option<AnswerText>,
    /// Whether nobody holds the seat until a by-election.
    is_vacant: bool,
    /// The distance from a better rank, in words. The numbers of a day have none.
    next: Option<String>,
    /// The maps: close up, and within the province.
    maps: [Map; 2],
    neighbours: Vec<Neighbour>,
    updated: Timestamp,
    updated_text: String,
    /// Whether the numbers are those of a day.
    of_day: bool,
    /// The newest day that can be cited, or the day of the page.
    cited: Option<Cited>,
    /// The growth of the riding's count, once there are snapshots.
    trend: Option<Trend>,
}

/// The numbers to cite, and the documents with them.
struct Cited {
    citation: Citation,
    /// The sentence about the day and the time of its numbers.
    says: String,
    /// The name of the book, and the title of the documents.
    book: String,
    title: String,
    /// The name of the day's page.
    page: String,
}

struct Neighbour {
    href: String,
    name: &'static str,
    count: String,
}

/// Answers `GET /{lang}/ridings/{code}`.
pub(crate) async fn show(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let riding = ridings::find(&code);
    let Some(riding) = riding else { return AddressError::NotFound.into_response() };
    let now = context.clock.now();
    match context.snapshot(now).await {
        Some(snapshot) => {
            let trend = context
                .trend(context.site.texts(locale), Hour::of(now), now, |tally| tally.at(Place::Riding(riding.code)))
                .await;
            let mut page = page(&context.site, locale, riding, &snapshot.tally, snapshot.changed_at, trend);
            page.cited =
                context.newest_day(now).await.map(|(day, kept)| cited(&context.site, locale, riding, day, &kept));
            counted_page(&headers, rendered(&page), Some(&snapshot), now)
        }
        None => no_counts(&context, locale, &format!("/ridings/{code}")),
    }
}

/// Answers `GET /{lang}/ridings/{code}/{day}`. A day without numbers has no page.
pub(crate) async fn of_day(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Path((_, code, day)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let now = context.clock.now();
    let Some((riding, day)) = asked(&context, &code, &day, now) else { return AddressError::NotFound.into_response() };
    match context.of_day(day, now).await {
        Ok(Some(kept)) => {
            let trend = context
                .trend(context.site.texts(locale), kept.hour, now, |tally| tally.at(Place::Riding(riding.code)))
                .await;
            let page = page(&context.site, locale, riding, &kept.tally, kept.taken_at, trend).of_day(day, &kept);
            public(&headers, &page)
        }
        Ok(None) => AddressError::NotFound.into_response(),
        Err(_) => no_counts(&context, locale, &format!("/ridings/{code}/{day}")),
    }
}

/// Answers `GET /{lang}/ridings/{code}/{day}/counts.csv`: the number of each day until then, as a table for Excel.
pub(crate) async fn table(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Path((_, code, day)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let now = context.clock.now();
    let Some((riding, day)) = asked(&context, &code, &day, now) else { return AddressError::NotFound.into_response() };
    match context.by_day(day, now).await {
        Ok(days) if days.last().is_some_and(|(_, kept)| kept.is_some()) => {
            tagged(&headers, CSV, OF_A_DAY, written(context.site.texts(locale), riding, &days))
        }
        Ok(_) => AddressError::NotFound.into_response(),
        Err(_) => unavailable(&context, locale),
    }
}

/// Reads a riding and a day that can be cited.
fn asked(context: &Context, code: &str, day: &str, now: Timestamp) -> Option<(&'static Riding, Day)> {
    ridings::find(code).zip(cited_day(&context.site, day, now))
}

/// Writes the table with the mark that Excel looks for. French Excel parts columns by semicolons.
fn written(t: &Texts, riding: &Riding, days: &[(Day, Option<Arc<HourSnapshot>>)]) -> Vec<u8> {
    let delimiter = match t.locale() {
        Locale::En => b',',
        Locale::Fr => b';',
    };
    let mut writer = csv::WriterBuilder::new();
    let mut writer = writer.delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(BOM.to_vec());
    let headers = ["riding-table-day", "riding-table-code", "column-name", "column-count"].map(|key| t.get(key));
    writer.write_record(headers).expect("a record in memory");
    for (day, kept) in days {
        let count = kept.as_ref().map(|kept| kept.tally.at(Place::Riding(riding.code)).to_string());
        let code = riding.code.to_string();
        let row = [day.to_string(), code, riding.name(t.locale()).to_owned(), count.unwrap_or_default()];
        writer.write_record(row).expect("a record in memory");
    }
    writer.into_inner().expect("memory takes it all")
}

/// Cites a riding's number of a day.
fn cited(site: &pages::Site, locale: Locale, riding: &Riding, day: Day, kept: &HourSnapshot) -> Cited {
    let t = site.texts(locale);
    let count = kept.tally.at(Place::Riding(riding.code));
    let citation = Citation::of(site, locale, riding, day, (count, kept.taken_at));
    let of_day = |key| t.with(key, [("day", citation.day.as_str().into())]);
    let place = province_name(riding.province, locale);
    Cited {
        says: t
            .with("riding-cite-says", [("day", t.day(kept.taken_at).into()), ("time", t.time(kept.taken_at).into())]),
        book: t.with("riding-book", [("province", place.into())]),
        title: of_day("riding-documents-title"),
        page: of_day("riding-page-of-day"),
        citation,
    }
}

impl RidingPage<'_> {
    /// Makes it the page of a day, which changes no more. Search engines list the page with the number as it is now.
    fn of_day(mut self, day: Day, kept: &HourSnapshot) -> Self {
        let (site, locale) = (self.frame.site, self.frame.locale);
        let t = site.texts(locale);
        let riding = ridings::get(self.code).expect("the page is of a riding");
        let title = format!("{}, {}", riding.name(locale), t.day(kept.taken_at));
        self.frame = Frame::new(site, locale, title, &format!("/ridings/{}/{day}", self.code)).noindex();
        let at = [("day", t.day(kept.taken_at).into()), ("time", t.time(kept.taken_at).into())];
        self.updated_text = t.with("riding-of-day", at);
        self.next = None;
        self.of_day = true;
        self.cited = Some(cited(site, locale, riding, day, kept));
        self
    }
}

fn page<'a>(
    site: &'a pages::Site,
    locale: Locale,
    riding: &'static Riding,
    tally: &Tally,
    updated: Timestamp,
    trend: Option<Trend>,
) -> RidingPage<'a> {
    let t = site.texts(locale);
    let standings = Standings::of(tally);
    let standing = standings.get(riding.code).expect("every riding stands somewhere");
    let holder = site.roster().holder(riding.code);
    let mut beside: Vec<_> =
        ridings::neighbours(riding.code).into_iter().filter_map(|one| standings.get(one.code)).collect();
    beside.sort_by_key(|neighbour| Reverse(neighbour.count));
    let neighbour = |neighbour: &Standing| Neighbour {
        href: riding_path(locale, neighbour.riding.code),
        name: neighbour.riding.shown(locale),
        count: t.number(neighbour.count),
    };
    RidingPage {
        frame: Frame::new(site, locale, riding.shown(locale).to_owned(), &format!("/ridings/{}", riding.code))
            .embeddable()
            .pictured(),
        code: riding.code,
        province: province_name(riding.province, locale),
        province_href: format!("/{locale}/ridings?province={}", riding.province),
        count: t.number(standing.count),
        label: t.with("riding-count-label", [("count", standing.count.into())]),
        facts: facts(t, &standings, standing, holder),
        answer: AnswerText::of(t, holder),
        is_vacant: holder.is_vacant(),
        next: Some(next(t, &standings, standing)),
        of_day: false,
        cited: None,
        maps: locators(t, &standings, riding),
        neighbours: beside.into_iter().map(neighbour).collect(),
        updated,
        updated_text: updated_text(t, updated),
        trend,
    }
}

/// Lists share, ranks and Member, as names and values.
fn facts(t: &Texts, standings: &Standings, standing: &Standing, holder: &Holder) -> Vec<(String, String)> {
    let mut facts = riding_facts(t, standings, standing);
    facts.extend(holder_text(t, holder).map(|holder| (t.get("riding-member"), holder)));
    facts
}

fn next(t: &Texts, standings: &Standings, standing: &Standing) -> String {
    match standings.next_rank(standing) {
        Some(next) => t.with("riding-next", [("needed", next.needed.into()), ("rank", next.rank.into())]),
        None if standing.count == 0 => t.get("riding-next-none"),
        None if standings.level_with(standing) > 0 => t.get("riding-next-tied"),
        None => t.get("riding-next-first"),
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;

    use super::*;
    use crate::counts::tests::tally_of;

    fn html(locale: Locale, code: &str, tally: &Tally) -> String {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let riding = ridings::get(code.parse().unwrap()).unwrap();
        page(&site, locale, riding, tally, "2026-11-23T19:05:00Z".parse().unwrap(), None).render().unwrap()
    }

    #[test]
    fn every_riding_has_a_page_in_both_languages() {
        let tally = tally_of(&[3, 0, 8]);
        for riding in ridings::all() {
            for locale in Locale::ALL {
                let html = html(locale, &riding.code.to_string(), &tally);
                assert!(html.contains("class=\"here\""), "{}", riding.code);
            }
        }
    }

    #[test]
    fn a_page_says_the_number_the_ranks_and_what_brings_the_next() {
        let html = html(Locale::En, "10001", &tally_of(&[3, 3, 8]));
        for said in ["<span class=\"count-number\">3</span>", "2 of 343, tied with 1 other", "2 of 7", "5 more people"]
        {
            assert!(html.contains(said), "{said}");
        }
    }

    #[test]
    fn a_member_is_named_with_the_month_of_the_roster_and_in_the_pages_language() {
        let english = html(Locale::En, "10001", &Tally::default());
        assert!(english.contains("Paul Connors, Liberal (as of June 2025)"), "{english}");
        assert!(
            html(Locale::Fr, "10001", &Tally::default())
                .contains("Paul Connors, Parti libéral (liste à jour en juin 2025)")
        );
    }

    #[test]
    fn where_nobody_signed_there_is_no_rank_and_an_invitation() {
        let html = html(Locale::En, "35079", &Tally::default());
        assert!(!html.contains("of 343"));
        assert!(html.contains("Be the first"));
    }

    #[test]
    fn who_borders_it_is_told_with_their_counts() {
        let html = html(Locale::Fr, "35079", &Tally::default());
        assert!(html.contains("href=\"/fr/ridings/35080\"") && html.contains("Ottawa-Sud"));
    }
}
