//! A page with a heading and a few sentences: outcomes and errors.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use domain::locale::Locale;

use crate::answers::rendered;
use crate::embedding::Theme;
use crate::frame::Frame;
use crate::site::Site;

/// A heading, sentences, and at most one thing to do next. Search engines never list it.
#[derive(Clone, Debug, Template)]
#[template(path = "message.html")]
pub struct MessagePage<'a> {
    frame: Frame<'a>,
    sentences: Vec<String>,
    action: Option<(String, String)>,
    /// Whether the action opens beside the page, because its target may not stand in a frame.
    leads_out: bool,
}

impl<'a> MessagePage<'a> {
    /// Makes a page with that heading.
    #[must_use]
    pub fn new(site: &'a Site, locale: Locale, title: String) -> Self {
        Self {
            frame: Frame::new(site, locale, title, "").noindex(),
            sentences: Vec::new(),
            action: None,
            leads_out: false,
        }
    }

    /// Sets the part of the page's address after the language, so that the language switch leads to the same page.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        let Frame { site, locale, title, .. } = self.frame;
        self.frame = Frame::new(site, locale, title, path).noindex();
        self
    }

    /// Puts the page into the organizers' office, at that path.
    #[must_use]
    pub fn in_office(mut self, path: &str) -> Self {
        let Frame { site, locale, title, .. } = self.frame;
        self.frame = Frame::new(site, locale, title, path).in_office();
        self
    }

    /// Puts the page among the partners' own, at that path.
    #[must_use]
    pub fn of_partner(mut self, path: &str) -> Self {
        let Frame { site, locale, title, .. } = self.frame;
        self.frame = Frame::new(site, locale, title, path).of_partner();
        self
    }

    /// Shows the page as it stands in another site's, without masthead and footer. Call it last.
    #[must_use]
    pub fn embedded(mut self, theme: Theme) -> Self {
        self.frame = self.frame.embedded(theme);
        self
    }

    /// Adds a sentence, or a paragraph of them. The first is set larger.
    #[must_use]
    pub fn says(mut self, sentence: String) -> Self {
        self.sentences.push(sentence);
        self
    }

    /// Offers a next step: a link's words and its target.
    #[must_use]
    pub fn leads_to(mut self, label: String, href: String) -> Self {
        self.action = Some((label, href));
        self
    }

    /// Offers a next step on a page that may not stand in a frame: it opens beside this one.
    #[must_use]
    pub fn leads_out_to(mut self, label: String, href: String) -> Self {
        self.leads_out = true;
        self.leads_to(label, href)
    }

    /// Writes the page as HTML.
    #[must_use]
    pub fn html(&self) -> String {
        rendered(self)
    }
}

impl IntoResponse for MessagePage<'_> {
    fn into_response(self) -> Response {
        Html(self.html()).into_response()
    }
}
