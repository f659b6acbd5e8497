//! The recipes for tools that receive webhooks. Their words are the Markdown files of `functions/ledger`, which stand nowhere else.

use std::iter;

use askama::Template;
use askama::filters::{Html, escape};
use domain::locale::Locale;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

const MARKDOWN_EN: &str = include_str!("../../../ledger/README.md");
const MARKDOWN_FR: &str = include_str!("../../../ledger/LISEZ-MOI.md");

#[derive(Template)]
#[template(path = "webhooks/recipes.html")]
struct RecipesPage<'a> {
    frame: OfficeFrame<'a>,
    /// The id and the name of each recipe.
    recipes: Vec<(String, String)>,
    /// The text as HTML.
    body: String,
    /// Whether the organizer may see the room of webhooks.
    is_admin: bool,
}

/// `GET /organizer/{lang}/webhooks/recipes`: nothing in it is secret, so every organizer may pass it on.
pub(crate) async fn show(visit: Visit) -> Answer {
    let markdown = match visit.locale {
        Locale::En => MARKDOWN_EN,
        Locale::Fr => MARKDOWN_FR,
    };
    let Rendered { title, recipes, body, .. } = Rendered::of(markdown, visit.texts().get("partners-code"));
    let page = RecipesPage {
        frame: visit.frame_titled(OfficePage::Webhooks, title, "/webhooks/recipes"),
        recipes,
        body,
        is_admin: visit.caller.is_admin(),
    };
    Ok(answer(&page.frame, &page))
}

/// A Markdown text as the office shows it.
struct Rendered {
    /// The heading of the first level.
    title: String,
    /// The id and the words of each heading of the third level.
    recipes: Vec<(String, String)>,
    body: String,
    /// The words before the name of a block of code.
    code: String,
    /// The id and the words of the last heading.
    heading: (String, String),
    /// The names of a table's columns.
    columns: Vec<String>,
    /// The number of cells that are written of the row; `None` above the first row.
    cells: Option<usize>,
}

impl Rendered {
    fn of(markdown: &str, code: String) -> Self {
        let events: Vec<_> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
        let is_end_of_title = |event: &Event<'_>| *event == Event::End(TagEnd::Heading(HeadingLevel::H1));
        let text = events.iter().position(is_end_of_title).map_or(0, |end| end + 1);
        let mut rendered = Self {
            title: words(&events[..text]),
            recipes: Vec::new(),
            body: String::new(),
            code,
            heading: Default::default(),
            columns: Vec::new(),
            cells: None,
        };
        for (at, event) in events.iter().enumerate().skip(text) {
            rendered.write(event, &events[at + 1..]);
        }
        rendered
    }

    /// Writes an event of the parser. `after` holds the events that follow it.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser's own HTML is right for all that the office shows alike"
    )]
    fn write(&mut self, event: &Event<'_>, after: &[Event<'_>]) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.open_heading(*level, words(after)),
            Event::Start(Tag::Link { dest_url, .. }) => self.open_link(dest_url),
            Event::Start(Tag::CodeBlock(_)) => {
                let label = escaped(&format!("{} {}", self.code, self.heading.1));
                self.push(&format!(
                    "<div class=\"snippet\"><pre tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><code>"
                ));
            }
            Event::End(TagEnd::CodeBlock) => self.push("</code></pre></div>\n"),
            // The roles stay when a phone shows the rows as lists.
            Event::Start(Tag::Table(_)) => {
                (self.columns, self.cells) = (Vec::new(), None);
                let heading = escaped(&self.heading.0);
                self.push(&format!("<table class=\"stacked\" role=\"table\" aria-labelledby=\"{heading}\">\n"));
            }
            Event::Start(Tag::TableHead) => self.push("<thead role=\"rowgroup\"><tr role=\"row\">"),
            Event::End(TagEnd::TableHead) => self.push("</tr></thead>\n<tbody role=\"rowgroup\">\n"),
            Event::End(TagEnd::Table) => self.push("</tbody></table>\n"),
            Event::Start(Tag::TableRow) => {
                self.cells = Some(0);
                self.push("<tr role=\"row\">");
            }
            Event::End(TagEnd::TableRow) => self.push("</tr>\n"),
            Event::Start(Tag::TableCell) => self.open_cell(words(after)),
            Event::End(TagEnd::TableCell) => self.close_cell(),
            // Markup in a file stays text.
            Event::Html(text) | Event::InlineHtml(text) => self.push(&escaped(text)),
            other => html::push_html(&mut self.body, iter::once(other.clone())),
        }
    }

    fn push(&mut self, html: &str) {
        self.body.push_str(html);
    }

    fn open_heading(&mut self, level: HeadingLevel, words: String) {
        self.heading = (id_of(&words), words);
        if level == HeadingLevel::H3 {
            self.recipes.push(self.heading.clone());
        }
        self.push(&format!("<{level} id=\"{}\">", escaped(&self.heading.0)));
    }

    /// Opens a link. One to the other file leads to the page in the other language.
    fn open_link(&mut self, to: &str) {
        let other = match to {
            "README.md" => Some(Locale::En),
            "LISEZ-MOI.md" => Some(Locale::Fr),
            _ => None,
        };
        let attributes = match other.map(|locale| (locale, locale.tag())) {
            Some((locale, tag)) => {
                format!("href=\"/organizer/{locale}/webhooks/recipes\" lang=\"{tag}\" hreflang=\"{tag}\"")
            }
            None => format!("href=\"{}\"", escaped(to)),
        };
        self.push(&format!("<a {attributes}>"));
    }

    fn open_cell(&mut self, words: String) {
        let tag = match self.cells {
            None => "<th role=\"columnheader\" scope=\"col\">".to_owned(),
            Some(0) => "<th role=\"rowheader\" scope=\"row\">".to_owned(),
            Some(cells) => {
                let column = self.columns.get(cells).map_or("", String::as_str);
                format!("<td role=\"cell\" data-label=\"{}\">", escaped(column))
            }
        };
        self.push(&tag);
        if self.cells.is_none() {
            self.columns.push(words);
        }
    }

    fn close_cell(&mut self) {
        self.push(if self.cells.is_none_or(|cells| cells == 0) { "</th>" } else { "</td>" });
        self.cells = self.cells.map(|cells| cells + 1);
    }
}

/// Returns the words from a place in a text until the heading or cell there ends.
fn words(events: &[Event<'_>]) -> String {
    let goes_on = |event: &&Event<'_>| !matches!(event, Event::End(TagEnd::Heading(_) | TagEnd::TableCell));
    let mut words = String::new();
    for event in events.iter().take_while(goes_on) {
        if let Event::Text(text) | Event::Code(text) = event {
            words.push_str(text);
        }
    }
    words
}

/// Makes a heading's id: `Action Network` is `action-network`.
fn id_of(words: &str) -> String {
    let words = words.to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

fn escaped(text: &str) -> String {
    let Ok(text) = escape(text, Html);
    text.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_words_and_brings_no_markup_of_its_own() {
        let markdown = "# All *of* it\n\nOne <b>bold</b> [word](https://example.org/?a=1&b=2).\n\n## Cells\n\n\
                        | \"when\" | `what` |\n|---|---|\n| now | a < b |\n\n### On & off\n\n```json\n{ \"a\": \"<b>\" }\n```\n";
        let rendered = Rendered::of(markdown, "Code:".to_owned());
        assert_eq!(rendered.title, "All of it");
        assert_eq!(rendered.recipes, [("on-off".to_owned(), "On & off".to_owned())]);
        let expected = [
            "<p>One &#60;b&#62;bold&#60;/b&#62; <a href=\"https://example.org/?a=1&#38;b=2\">word</a>.</p>",
            "<h2 id=\"cells\">Cells</h2>",
            "<table class=\"stacked\" role=\"table\" aria-labelledby=\"cells\">",
            "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">now</th><td role=\"cell\" data-label=\"what\">a &lt; b</td></tr>",
            "<h3 id=\"on-off\">On &amp; off</h3>",
            "aria-label=\"Code: On &#38; off\"><code>{ \"a\": \"&lt;b&gt;\" }\n</code></pre></div>",
        ];
        for part in expected {
            assert!(rendered.body.contains(part), "{part} is not in {}", rendered.body);
        }
    }

    #[test]
    fn each_file_leads_to_the_page_in_the_other_language_and_to_no_file() {
        for (markdown, other) in [(MARKDOWN_EN, "fr"), (MARKDOWN_FR, "en")] {
            let body = Rendered::of(markdown, String::new()).body;
            assert!(body.contains(&format!("href=\"/organizer/{other}/webhooks/recipes\"")), "{body}");
            assert!(!body.contains(".md\""), "{body}");
        }
    }
}
