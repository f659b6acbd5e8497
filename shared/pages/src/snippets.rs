//! Code that other sites paste: the counter, the form and the link, with a credited partner.

use campaigns::Texts;
use domain::locale::Locale;
use ridings::Riding;
use web::written_query;

use crate::embedding::Theme;

/// A piece of code to paste.
#[derive(Clone, Debug)]
pub struct Snippet {
    /// Its name in the texts and on the page.
    pub id: &'static str,
    pub title: String,
    pub about: String,
    pub code: String,
    /// The Content-Security-Policy that a strict site needs for it; `None` for a link.
    pub policy: Option<String>,
}

/// The values that go into every snippet.
#[derive(Debug)]
pub struct Paste<'a> {
    pub t: &'a Texts,
    pub site: String,
    pub name: String,
    pub locale: Locale,
    pub partner: Option<String>,
    pub theme: Theme,
    pub riding: Option<&'static Riding>,
}

impl Paste<'_> {
    /// Lists the choices as names and values; the visitor's own theme needs no attribute.
    fn chosen(&self) -> Vec<(&'static str, String)> {
        let theme = (self.theme != Theme::Auto).then(|| self.theme.name().to_owned());
        let riding = self.riding.map(|riding| riding.code.to_string());
        let chosen = [("theme", theme), ("riding", riding), ("partner", self.partner.clone())];
        chosen.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Returns the query of the embeds, without its question mark.
    #[must_use]
    pub fn query(&self) -> String {
        let chosen = self.chosen().into_iter().map(|(name, value)| format!("&{name}={value}"));
        format!("lang={}{}", self.locale, chosen.collect::<String>())
    }

    /// Lists the same choices as attributes of a script.
    #[must_use]
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        [("lang", self.locale.to_string())].into_iter().chain(self.chosen()).collect()
    }

    /// Writes attributes for a script or an element.
    fn written(prefix: &str, attributes: &[(&'static str, String)]) -> String {
        let written = attributes.iter().map(|(name, value)| format!(" {prefix}{name}=\"{value}\""));
        written.collect::<Vec<_>>().concat()
    }

    /// Returns the address of the campaign page, with the credited partner.
    #[must_use]
    pub fn link(&self) -> String {
        let query = written_query([("partner", self.partner.clone())]);
        format!("{}/{}{query}", self.site, self.locale)
    }

    /// Returns the address of the blank sheet whose code opens the form for the riding and the partner.
    #[must_use]
    pub fn sheet(&self) -> String {
        let riding = self.riding.map(|riding| riding.code.to_string());
        let query = written_query([("riding", riding), ("partner", self.partner.clone())]);
        format!("/{}/sign-up-sheet.pdf{query}", self.locale)
    }

    /// Lists the embeds and the link.
    #[must_use]
    pub fn snippets(&self) -> Vec<Snippet> {
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

    /// Lists the ways to read the numbers.
    #[must_use]
    pub fn examples(&self) -> Vec<Snippet> {
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
