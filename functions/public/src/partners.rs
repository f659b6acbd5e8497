//! `GET /{lang}/partners`: everything that another site can put into its pages, to look at and to copy.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::campaign::partner::{Partner, shown_number};
use domain::locale::Locale;
use http::header::REFERRER_POLICY;
use http::{HeaderMap, HeaderValue};
use pages::{Frame, Paging, PartnerAskForm, Paste, Snippet, Theme, public, sort_key};
use serde::Deserialize;
use store::HourSnapshot;
use web::{Lang, Query, framing};

use crate::context::Context;

/// The problems of the interface: status and code. Each has its meaning and advice as `problem-<code>` in the texts.
const PROBLEMS: [(u16, &str); 31] = [
    (400, "address_unreadable"),
    (400, "link_invalid"),
    (400, "not_json"),
    (401, "not_signed_in"),
    (403, "campaign_closed"),
    (403, "form_closed"),
    (403, "campaign_not_open"),
    (404, "not_found"),
    (404, "oembed_url"),
    (404, "postal_code_not_found"),
    (404, "riding_not_found"),
    (405, "method_not_allowed"),
    (409, "address_taken"),
    (409, "other_spelling"),
    (409, "who_is_it"),
    (410, "link_expired"),
    (410, "pledge_gone"),
    (413, "body_too_large"),
    (415, "unsupported_media_type"),
    (422, "invalid_form"),
    (422, "invalid_query"),
    (422, "postal_code_did_you_mean"),
    (422, "postal_code_malformed"),
    (422, "postal_code_missing"),
    (422, "postal_code_unused_letter"),
    (422, "riding_ambiguous"),
    (422, "since_malformed"),
    (422, "token_missing"),
    (429, "rate_limited"),
    (500, "report_failed"),
    (501, "oembed_format"),
];
/// The problem that stands last, since every request can meet with it.
const UNAVAILABLE: (u16, &str) = (503, "unavailable");

/// The rows of a page of the public list.
const LISTED_ROWS: usize = 20;

/// The choices for the snippets. An unknown one is left out.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    partner: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    riding: String,
    /// The page of the list of partners.
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "partners.html")]
struct PartnersPage<'a> {
    frame: Frame<'a>,
    partners: Vec<Choice>,
    themes: Vec<Choice>,
    riding: String,
    /// The query of the embeds that are shown, without its question mark.
    query: String,
    /// The same choices as attributes of the scripts that are shown.
    attributes: Vec<(&'static str, String)>,
    /// The address of the blank sheet to sign by hand.
    sheet: String,
    snippets: Vec<Snippet>,
    examples: Vec<Snippet>,
    variables: Vec<(&'static str, String)>,
    problems: Vec<ProblemRow>,
    listed: Vec<ListedPartner>,
    /// The moment of their numbers; `None` while none is known.
    listed_as_of: Option<String>,
    paging: Paging,
    ask: PartnerAskForm,
}

/// A partner on the public list.
struct ListedPartner {
    name: String,
    /// The web address, and how people read it.
    website: Option<(String, String)>,
    /// The number of signatures that it brought; `None` while no number is known.
    count: Option<String>,
}

/// One of several values to choose from.
struct Choice {
    value: String,
    label: String,
    current: bool,
}

struct ProblemRow {
    code: &'static str,
    status: u16,
    meaning: String,
}

/// Answers `GET /{lang}/partners`.
pub(crate) async fn show(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let hour = context.last_hour(context.clock.now()).await;
    let page = page(&context.site, locale, &wanted, hour.as_deref());
    let mut response = framing(public(&headers, &page));
    // Without it browsers would not say that the form of an organization that asks is sent from a page of ours.
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn page<'a>(site: &'a pages::Site, locale: Locale, wanted: &Wanted, hour: Option<&HourSnapshot>) -> PartnersPage<'a> {
    let t = site.texts(locale);
    let campaign = site.campaign();
    let partner = campaign.partner(&wanted.partner).map(|partner| partner.slug.to_string());
    let riding = ridings::find(wanted.riding.trim());
    let theme = Theme::named(&wanted.theme);
    let choice = |known: &Partner| Choice {
        value: known.slug.to_string(),
        label: known.name(locale).to_owned(),
        current: partner.as_deref() == Some(known.slug.as_str()),
    };
    // Partners that are not on the public list find their code on their own page, whose links name them.
    let is_offered = |known: &&Partner| known.is_listed() || partner.as_deref() == Some(known.slug.as_str());
    let mut partners: Vec<_> = campaign.partners.iter().filter(is_offered).map(choice).collect();
    partners.sort_by_cached_key(|choice| sort_key(&choice.label));
    let (listed, paging) = listed(site, locale, wanted, hour);
    let themes = [Theme::Auto, Theme::Light, Theme::Dark].map(|known| Choice {
        value: known.name().to_owned(),
        label: t.get(&format!("partners-theme-{}", known.name())),
        current: known == theme,
    });
    let paste = Paste { t, site: site.url(""), name: t.get("campaign-name"), locale, partner, theme, riding };
    let variables =
        ["ink", "ink-quiet", "paper", "surface", "line", "action", "on-action", "accent", "gold", "font", "round"];
    PartnersPage {
        frame: Frame::new(site, locale, t.get("partners-title"), "/partners"),
        partners,
        themes: themes.into(),
        riding: riding.map(|riding| riding.code.to_string()).unwrap_or_default(),
        query: paste.query(),
        attributes: paste.attributes(),
        sheet: paste.sheet(),
        snippets: paste.snippets(),
        examples: paste.examples(),
        variables: variables.map(|name| (name, t.get(&format!("partners-variable-{name}")))).into(),
        problems: PROBLEMS
            .into_iter()
            .chain([UNAVAILABLE])
            .map(|(status, code)| {
                let meaning = t.get(&format!("problem-{}", code.replace('_', "-")));
                ProblemRow { code, status, meaning }
            })
            .collect(),
        listed,
        listed_as_of: hour.map(|hour| t.with("partners-listed-as-of", [("time", t.moment(hour.taken_at).into())])),
        paging,
        ask: PartnerAskForm::default(),
    }
}

/// Lists the partners who agreed to be listed with their number, by name, a page at a time.
fn listed(
    site: &pages::Site,
    locale: Locale,
    wanted: &Wanted,
    hour: Option<&HourSnapshot>,
) -> (Vec<ListedPartner>, Paging) {
    let t = site.texts(locale);
    let brought = |partner: &Partner| Some(hour?.by_partner.get(partner.slug.as_str()).copied().unwrap_or_default());
    let mut partners: Vec<_> = site.campaign().partners.iter().filter(|partner| partner.is_listed()).collect();
    partners.sort_by_cached_key(|partner| sort_key(partner.name(locale)));
    let page = wanted.page.parse().map_or(0, |page: usize| page.saturating_sub(1));
    let href = |before: usize| format!("/{locale}/partners?page={}#listed", before + 1);
    let (partners, paging) = Paging::of(t, "paging-shown", partners, (page, LISTED_ROWS), href);
    let row = |partner: &Partner| ListedPartner {
        name: partner.name(locale).to_owned(),
        website: partner.website.as_ref().map(|site| (site.as_str().to_owned(), site.shown().to_owned())),
        count: brought(partner)
            .map(|brought| shown_number(brought).map_or_else(|| t.get("partners-listed-few"), |count| t.number(count))),
    };
    (partners.into_iter().map(row).collect(), paging)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use campaigns::CampaignFolder;

    use super::*;

    fn html(locale: Locale, query: (&str, &str, &str)) -> String {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let (partner, theme, riding) = query;
        let wanted = Wanted {
            partner: partner.to_owned(),
            theme: theme.to_owned(),
            riding: riding.to_owned(),
            page: String::new(),
        };
        page(&site, locale, &wanted, None).render().unwrap()
    }

    #[test]
    fn every_snippet_says_what_was_chosen() {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let wanted = Wanted {
            partner: "ccr".to_owned(),
            theme: "dark".to_owned(),
            riding: " 35079 ".to_owned(),
            page: String::new(),
        };
        let page = page(&site, Locale::Fr, &wanted, None);
        assert_eq!(page.snippets.len(), 6);
        for Snippet { id, code, .. } in &page.snippets {
            assert!(code.contains("partner=ccr") || code.contains("partner=\"ccr\""), "{id}: {code}");
            assert!(code.contains("https://example.org/") && !code.contains("/en"), "{id}: {code}");
        }
        assert!(page.snippets[0].code.contains("data-riding=\"35079\" data-partner=\"ccr\""));
        assert!(!page.snippets[4].code.contains("riding"), "the form is for every riding");
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        for locale in Locale::ALL {
            let plain = html(locale, ("", "", ""));
            assert_eq!(html(locale, ("\"><script>", "red", "99999")), plain);
            assert!(!plain.contains("data-partner"));
        }
    }

    /// A code that the interface can answer and that has no row here would surprise readers of the table.
    #[test]
    fn every_problem_of_the_interface_is_explained() {
        let sources = [
            include_str!("../../sign/src/failure.rs"),
            include_str!("../../sign/src/json.rs"),
            include_str!("../../../shared/pages/src/failure.rs"),
            include_str!("../../../shared/pages/src/field_message.rs"),
            include_str!("../../report/src/asked.rs"),
            include_str!("../../report/src/failure.rs"),
            include_str!("../../../shared/web/src/address.rs"),
            include_str!("failure.rs"),
        ];
        let listed: BTreeSet<&str> = PROBLEMS.iter().chain([&UNAVAILABLE]).map(|(_, code)| *code).collect();
        let described: serde_json::Value = serde_json::from_str(include_str!("../openapi.json")).unwrap();
        let statuses: BTreeSet<String> = described["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|path| path.as_object().unwrap().values())
            .flat_map(|operation| operation["responses"].as_object().unwrap().keys())
            .filter(|status| status.as_str() >= "400")
            .cloned()
            .collect();
        for status in &statuses {
            let is_listed = PROBLEMS.iter().chain([&UNAVAILABLE]).any(|(known, _)| known.to_string() == *status);
            assert!(is_listed, "{status} has no row");
        }
        // Codes are words joined by underscores, written as texts of their own.
        let is_code =
            |word: &&str| word.contains('_') && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let not_problems = [
            "paper_unknown",
            "riding_unknown",
            "province_unknown",
            "riding_or_province",
            "check_your_mail",
            // These codes appear on a page alone.
            "draft_expired",
            "draft_spent",
            "oembed_format",
            "first_name",
            "last_name",
            "locale_unknown",
            "postal_code",
            "max_age",
        ];
        for source in sources {
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for word in code.split('"').skip(1).step_by(2).filter(is_code).filter(|word| !not_problems.contains(word)) {
                assert!(listed.contains(word), "{word} has no row");
            }
        }
        for (_, code) in PROBLEMS {
            let quoted = format!("\"{code}\"");
            assert!(sources.iter().any(|source| source.contains(&quoted)), "nothing answers {code}");
        }
    }
}
