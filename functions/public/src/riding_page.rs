//! `GET /{lang}/ridings/{code}`: one riding's number, its ranks, its Member, and its neighbours.

use std::cmp::Reverse;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use campaigns::Texts;
use domain::locale::Locale;
use domain::tally::Tally;
use domain::tally::riding::{Place, RidingCode};
use http::HeaderMap;
use jiff::Timestamp;
use pages::{Frame, Map, Trend, locators, member_text, ranks, riding_path};
use ridings::{Riding, Standing, Standings, province_name};
use web::{AddressError, Lang};

use crate::Desk;
use crate::counts::counted;
use crate::front::HTML;
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
    /// The distance from a better rank, in words.
    next: String,
    /// The maps: close up, and within the province.
    maps: [Map; 2],
    neighbours: Vec<Neighbour>,
    updated: Timestamp,
    updated_text: String,
    /// The growth of the riding's count, once there are snapshots.
    trend: Option<Trend>,
}

struct Neighbour {
    href: String,
    name: &'static str,
    count: String,
}

/// Answers `GET /{lang}/ridings/{code}`.
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let riding = code.parse().ok().and_then(|code: RidingCode| ridings::get(code));
    let Some(riding) = riding else { return AddressError::NotFound.into_response() };
    let now = desk.clock.now();
    match desk.snapshot(now).await {
        Some(snapshot) => {
            let trend = desk.trend(locale, now, |tally| tally.at(Place::Riding(riding.code))).await;
            let page = page(&desk.site, locale, riding, &snapshot.tally, snapshot.changed_at, trend);
            let html = page.render().expect("templates render from memory");
            counted(&headers, HTML, html.into_bytes(), &snapshot, now)
        }
        None => no_counts(&desk, locale, &format!("/ridings/{code}")),
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
        facts: facts(t, &standings, standing),
        next: next(t, &standings, standing),
        maps: locators(t, &standings, riding),
        neighbours: beside.into_iter().map(neighbour).collect(),
        updated,
        updated_text: updated_text(t, updated),
        trend,
    }
}

/// Lists share, ranks and Member, as names and values.
fn facts(t: &Texts, standings: &Standings, standing: &Standing) -> Vec<(String, String)> {
    let riding = standing.riding;
    let electors = t.number(riding.electors.into());
    let share = [("share", t.share(standing.share()).into()), ("electors", electors.into())];
    let mut facts = vec![(t.get("column-share"), t.with("riding-share", share))];
    facts.extend(ranks(t, standings, standing, t.get("riding-rank-province")));
    facts.extend(ridings::member(riding.code).map(|member| (t.get("riding-member"), member_text(t, member))));
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
        assert!(html(Locale::Fr, "10001", &Tally::default()).contains("Paul Connors, Parti libéral (juin 2025)"));
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
