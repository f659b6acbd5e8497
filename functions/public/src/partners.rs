//! `GET /{lang}/partners`: everything that another site can put into its pages, to look at and to copy.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use campaigns::Texts;
use domain::campaign::partner::Partner;
use domain::locale::Locale;
use http::HeaderMap;
use pages::{Frame, Theme};
use ridings::Riding;
use serde::Deserialize;
use web::{Lang, PUBLIC_CACHE, Query, framing, tagged};

use crate::Desk;
use crate::front::HTML;

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

/// The choices for the snippets. An unknown one is left out.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    partner: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    riding: String,
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
    snippets: Vec<Snippet>,
    examples: Vec<Snippet>,
    variables: Vec<(&'static str, String)>,
    problems: Vec<ProblemRow>,
}

/// One of several values to choose from.
struct Choice {
    value: String,
    label: String,
    current: bool,
}

/// A piece of code to paste.
struct Snippet {
    /// Its name in the texts and on the page.
    id: &'static str,
    title: String,
    about: String,
    code: String,
    /// The Content-Security-Policy that a strict site needs for it; `None` for a link.
    policy: Option<String>,
}

struct ProblemRow {
    code: &'static str,
    status: u16,
    meaning: String,
}

/// Answers `GET /{lang}/partners`.
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let html = page(&desk.site, locale, &wanted).render().expect("templates render from memory");
    framing(tagged(&headers, HTML, PUBLIC_CACHE, html.into_bytes()))
}

fn page<'a>(site: &'a pages::Site, locale: Locale, wanted: &Wanted) -> PartnersPage<'a> {
    let t = site.texts(locale);
    let campaign = site.campaign();
    let partner = campaign.partner(&wanted.partner).map(|partner| partner.slug.to_string());
    let riding = wanted.riding.trim().parse().ok().and_then(ridings::get);
    let theme = Theme::named(&wanted.theme);
    let choice = |known: &Partner| Choice {
        value: known.slug.to_string(),
        label: known.name(locale).to_owned(),
        current: partner.as_deref() == Some(known.slug.as_str()),
    };
    let partners = campaign.partners.iter().map(choice).collect();
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
    }
}

/// The values that go into every snippet.
struct Paste<'a> {
    t: &'a Texts,
    site: String,
    name: String,
    locale: Locale,
    partner: Option<String>,
    theme: Theme,
    riding: Option<&'static Riding>,
}

impl Paste<'_> {
    /// Lists the choices as names and values; the visitor's own theme needs no attribute.
    fn chosen(&self) -> Vec<(&'static str, String)> {
        let theme = (self.theme != Theme::Auto).then(|| self.theme.name().to_owned());
        let riding = self.riding.map(|riding| riding.code.to_string());
        let chosen = [("theme", theme), ("riding", riding), ("partner", self.partner.clone())];
        chosen.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    fn query(&self) -> String {
        let chosen = self.chosen().into_iter().map(|(name, value)| format!("&{name}={value}"));
        format!("lang={}{}", self.locale, chosen.collect::<String>())
    }

    fn attributes(&self) -> Vec<(&'static str, String)> {
        [("lang", self.locale.to_string())].into_iter().chain(self.chosen()).collect()
    }

    /// Writes attributes for a script or an element.
    fn written(prefix: &str, attributes: &[(&'static str, String)]) -> String {
        let written = attributes.iter().map(|(name, value)| format!(" {prefix}{name}=\"{value}\""));
        written.collect::<Vec<_>>().concat()
    }

    /// Returns the address of the campaign page, with the credited partner.
    fn link(&self) -> String {
        let query = self.partner.as_deref().map(|slug| format!("?partner={slug}")).unwrap_or_default();
        format!("{}/{}{query}", self.site, self.locale)
    }

    fn snippets(&self) -> Vec<Snippet> {
        let Self { site, name, .. } = self;
        let attributes = self.attributes();
        let of_form: Vec<_> = attributes.iter().filter(|(name, _)| *name != "riding").cloned().collect();
        let [data, plain, form] = [("data-", &attributes), ("", &attributes), ("data-", &of_form)]
            .map(|(prefix, of)| Self::written(prefix, of));
        let query = self.query().replace('&', "&amp;");
        let link = self.link();
        let snippet = |id, code: String, policy: Option<&str>| Snippet {
            id,
            title: self.t.get(&format!("partners-{id}-title")),
            about: self.t.get(&format!("partners-{id}")),
            code,
            policy: policy.map(|policy| policy.replace("SITE", site)),
        };
        vec![
            snippet(
                "script",
                format!(
                    "<script src=\"{site}/embed/counter.js\"{data} async></script>\n<noscript><a href=\"{link}\">{name}</a></noscript>"
                ),
                Some("script-src SITE; connect-src SITE"),
            ),
            snippet(
                "element",
                format!(
                    "<time-to-lead-counter{plain} compact></time-to-lead-counter>\n<script src=\"{site}/embed/counter.js\" async></script>"
                ),
                Some("script-src SITE; connect-src SITE"),
            ),
            snippet(
                "frame",
                format!(
                    "<iframe src=\"{site}/embed/counter?{query}\" title=\"{name}\" width=\"480\" height=\"280\" style=\"border:0;max-width:100%\" loading=\"lazy\"></iframe>"
                ),
                Some("frame-src SITE"),
            ),
            snippet(
                "image",
                format!(
                    "<a href=\"{link}\"><img src=\"{site}/embed/counter.svg?{query}\" alt=\"{name}\" width=\"480\" height=\"200\" style=\"max-width:100%;height:auto\"></a>"
                ),
                Some("img-src SITE"),
            ),
            snippet(
                "form",
                format!(
                    "<script src=\"{site}/embed/form.js\"{form} async></script>\n<noscript><a href=\"{link}\">{name}</a></noscript>"
                ),
                Some("script-src SITE; frame-src SITE"),
            ),
            snippet("link", link, None),
        ]
    }

    fn examples(&self) -> Vec<Snippet> {
        let site = &self.site;
        let one = self.riding.map_or_else(|| "35079".to_owned(), |riding| riding.code.to_string());
        let example = |id, code: String| Snippet {
            id,
            title: self.t.get(&format!("partners-{id}-title")),
            about: self.t.get(&format!("partners-{id}")),
            code,
            policy: None,
        };
        vec![
            example(
                "curl",
                format!(
                    "curl {site}/v1/counter\ncurl {site}/v1/tally\ncurl {site}/v1/tally/{one}\ncurl '{site}/v1/history?riding={one}'\ncurl '{site}/v1/ridings?postal_code=K1A0A6'"
                ),
            ),
            example(
                "javascript",
                format!(
                    "const answer = await fetch(\"{site}/v1/counter\");\nif (answer.ok) {{\n  const {{ total, goal }} = await answer.json();\n  document.querySelector(\"#count\").textContent = total.toLocaleString(\"{}-CA\");\n}}",
                    self.locale
                ),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use campaigns::CampaignFolder;

    use super::*;

    fn html(locale: Locale, query: (&str, &str, &str)) -> String {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let (partner, theme, riding) = query;
        let wanted = Wanted { partner: partner.to_owned(), theme: theme.to_owned(), riding: riding.to_owned() };
        page(&site, locale, &wanted).render().unwrap()
    }

    #[test]
    fn every_snippet_says_what_was_chosen() {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let wanted = Wanted { partner: "ccr".to_owned(), theme: "dark".to_owned(), riding: " 35079 ".to_owned() };
        let page = page(&site, Locale::Fr, &wanted);
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
            include_str!("../../report/src/asked.rs"),
            include_str!("../../report/src/document.rs"),
            include_str!("../../report/src/door.rs"),
            include_str!("../../../shared/web/src/address.rs"),
            include_str!("counts.rs"),
            include_str!("embed/oembed.rs"),
            include_str!("history.rs"),
            include_str!("ridings_of.rs"),
            include_str!("tally.rs"),
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
