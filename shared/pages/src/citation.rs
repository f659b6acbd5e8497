//! The numbers of a riding as they were on a day, at an address that does not change: for newspapers, letters and papers.
//!
//! A day's number is the first that was kept in it, so a page and the documents beside it say the same for ever.

use campaigns::ottawa;
use domain::locale::Locale;
use domain::tally::day::Day;
use domain::tally::hour::Hour;
use domain::tally::riding::Province;
use jiff::Timestamp;
use ridings::Riding;

use crate::map::riding_path;
use crate::site::Site;

/// The code of the whole country in the address of its book, where a province has its two letters.
pub const COUNTRY: &str = "CA";

/// Returns the day in Ottawa.
#[must_use]
pub fn day_of(now: Timestamp) -> Day {
    Day::of(now, &ottawa())
}

/// Lists the hours of a day in Ottawa. Its number is the first that was kept in one of them.
#[must_use]
pub fn hours_of(day: Day) -> Vec<Hour> {
    day.hours(&ottawa())
}

/// Reads the day of an address. There is none before the campaign, and none to come.
#[must_use]
pub fn cited_day(site: &Site, text: &str, now: Timestamp) -> Option<Day> {
    text.parse().ok().filter(|day| (day_of(site.campaign().opens_at)..=day_of(now)).contains(day))
}

/// A riding's numbers of a day: the address of the page, the files beside it, and the sentence that cites them.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The path of the page that keeps these numbers.
    pub page: String,
    pub one_pager: String,
    /// The book of the province, or of the territory.
    pub book: String,
    /// The table of the counts, day by day.
    pub table: String,
    /// The day in words.
    pub day: String,
    /// The sentence to cite, with the page's full address.
    pub sentence: String,
}

impl Citation {
    /// Cites the count that a riding had on a day, as it was read at a moment.
    #[must_use]
    pub fn of(site: &Site, locale: Locale, riding: &Riding, day: Day, (count, read_at): (i64, Timestamp)) -> Self {
        let t = site.texts(locale);
        let page = dated_path(locale, riding, day);
        let [organization, campaign] = ["campaign-organization", "campaign-name"].map(|key| t.get(key));
        let sentence = t.with(
            "riding-cite",
            [
                ("organization", organization.into()),
                ("campaign", campaign.into()),
                ("riding", riding.shown(locale).into()),
                ("count", count.into()),
                ("day", t.day(read_at).into()),
                ("time", t.time(read_at).into()),
            ],
        );
        Self {
            one_pager: format!("{page}/one-pager.pdf"),
            book: book_path(locale, Some(riding.province), day),
            table: format!("{page}/counts.csv"),
            day: t.day(read_at),
            sentence: format!("{sentence} {}", site.url(&page)),
            page,
        }
    }
}

/// Returns the path of a riding's page with the numbers of a day.
#[must_use]
pub fn dated_path(locale: Locale, riding: &Riding, day: Day) -> String {
    format!("{}/{day}", riding_path(locale, riding.code))
}

/// Returns the path of a day's book, of a province or the country.
#[must_use]
pub fn book_path(locale: Locale, province: Option<Province>, day: Day) -> String {
    format!("/{locale}/ridings/{}/{day}/book.pdf", province.map_or(COUNTRY, Province::abbreviation))
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;

    use super::*;

    fn site() -> Site {
        Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap()
    }

    #[test]
    fn a_day_can_be_cited_from_the_campaigns_first_until_it_is_over() {
        let now = "2026-11-24T04:59:59Z".parse().unwrap();
        let cited = |text| cited_day(&site(), text, now).map(|day| day.to_string());
        assert_eq!(cited("2026-11-23"), Some("2026-11-23".to_owned()), "it is still that day in Ottawa");
        assert_eq!((cited("2026-11-24"), cited("2026-09-21")), (None, None));
        assert_eq!(cited("2026-09-22"), Some("2026-09-22".to_owned()));
        assert_eq!((cited("2026-9-22"), cited("today")), (None, None));
    }

    #[test]
    fn a_citation_says_who_counted_what_when_and_where_it_stands() {
        let riding = ridings::get("35079".parse().unwrap()).unwrap();
        let read_at = "2026-11-23T05:00:20Z".parse().unwrap();
        let cited = |locale, count| Citation::of(&site(), locale, riding, day_of(read_at), (count, read_at)).sentence;
        let english = cited(Locale::En, 1_237);
        assert!(english.starts_with("Canadian Council for Refugees, “"), "{english}");
        for said in ["Ottawa Centre: 1,237 signatures", "as of November 23, 2026 at 12:00\u{a0}a.m., Ottawa time"] {
            assert!(english.contains(said), "{english}");
        }
        assert!(english.ends_with(" https://example.org/en/ridings/35079/2026-11-23"), "{english}");
        assert!(cited(Locale::En, 1).contains("1 signature as of"));
        let french = cited(Locale::Fr, 1_237);
        let dashed = ridings::get("35081".parse().unwrap()).unwrap();
        let sentence = Citation::of(&site(), Locale::En, dashed, day_of(read_at), (1, read_at)).sentence;
        assert!(sentence.contains(dashed.shown(Locale::En)) && sentence.contains("\u{2060}—"), "{sentence}");
        for said in ["Ottawa-Centre", "1\u{202f}237 signatures", "signatures au 23 novembre 2026 à 0\u{a0}h\u{a0}00"] {
            assert!(french.contains(said), "{french}");
        }
    }
}
