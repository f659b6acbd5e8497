//! The frame of every page: language, title, address, header and footer.

use campaigns::Texts;
use domain::locale::Locale;
use http::StatusCode;

use crate::embedding::Theme;
use crate::field_message::{FieldMessage, message};
use crate::site::Site;

/// The columns in which a desktop shows a page.
#[derive(Clone, Copy, Debug)]
enum Columns {
    One,
    Two,
}

/// The frame that `layout.html` draws; every page template has it as its field `frame`.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    pub site: &'a Site,
    pub locale: Locale,
    pub t: &'a Texts,
    /// The page's title, also its heading.
    pub title: String,
    path: String,
    listed: bool,
    errors: Vec<FieldMessage>,
    embeddable: bool,
    picture: Option<String>,
    embedded: Option<Theme>,
    /// The part of the page's address before the language.
    before: &'static str,
    alone: bool,
    columns: Columns,
}

impl<'a> Frame<'a> {
    /// Makes the frame of a page. `path` is the part of its address after the language, with the query: `""` for the
    /// campaign page, or `"/privacy"`. The language switch leads to the same path.
    #[must_use]
    pub fn new(site: &'a Site, locale: Locale, title: String, path: &str) -> Self {
        let path = path.to_owned();
        let t = site.texts(locale);
        Self {
            site,
            locale,
            t,
            title,
            path,
            listed: true,
            errors: Vec::new(),
            embeddable: false,
            picture: None,
            embedded: None,
            before: "",
            alone: false,
            columns: Columns::One,
        }
    }

    /// Adds to the query of the page's address: the language switch keeps it.
    #[must_use]
    pub(crate) fn and(mut self, query: &str) -> Self {
        self.path.push(if self.path.contains('?') { '&' } else { '?' });
        self.path.push_str(query);
        self
    }

    /// Tells programs how to embed the page (oEmbed discovery). Only for pages that `/oembed` knows.
    #[must_use]
    pub const fn embeddable(mut self) -> Self {
        self.embeddable = true;
        self
    }

    /// Shows the page as it stands in another site's, in the look that site chose: no masthead, no footer, no language
    /// switch. Search engines do not list such a page.
    #[must_use]
    pub const fn embedded(mut self, theme: Theme) -> Self {
        self.embedded = Some(theme);
        self.embeddable = false;
        self.listed = false;
        self
    }

    /// Whether the page stands in another site's.
    #[must_use]
    pub const fn is_embedded(&self) -> bool {
        self.embedded.is_some()
    }

    /// Returns the look that the other site chose.
    #[must_use]
    pub fn theme(&self) -> &'static str {
        self.embedded.unwrap_or_default().name()
    }

    /// Returns the address that tells programs how to embed the page, if it can be embedded.
    #[must_use]
    pub fn oembed(&self) -> Option<String> {
        let page = self.site.url(&format!("/{}{}", self.locale, self.path));
        let page: String = form_urlencoded::byte_serialize(page.as_bytes()).collect();
        self.embeddable.then(|| self.site.url(&format!("/oembed?format=json&url={page}")))
    }

    /// Puts the page into the organizers' office: its address begins with `/organizer`, it is as wide as its tables
    /// need, and no search engine lists it.
    #[must_use]
    pub const fn in_office(mut self) -> Self {
        self.before = "/organizer";
        self.listed = false;
        self
    }

    /// Puts a page that everybody may read beside the partners' own: its address begins with `/partner`.
    #[must_use]
    pub const fn for_partners(mut self) -> Self {
        self.before = "/partner";
        self
    }

    /// Puts the page among the partners' own: its address begins with `/partner`, and no search engine lists it.
    #[must_use]
    pub const fn of_partner(self) -> Self {
        self.for_partners().noindex()
    }

    /// Marks the only page of the site that answers now, so that no other is offered.
    #[must_use]
    pub const fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// Makes the page wide enough for two columns on a desktop.
    #[must_use]
    pub(crate) const fn wide(mut self) -> Self {
        self.columns = Columns::Two;
        self
    }

    /// Whether a desktop shows the page in two columns. In another site's page there is no room for them.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        matches!(self.columns, Columns::Two) && !self.is_embedded()
    }

    /// Whether no other page of the site answers now.
    #[must_use]
    pub const fn is_alone(&self) -> bool {
        self.alone
    }

    /// Whether the page is of the organizers' office.
    #[must_use]
    pub fn is_office(&self) -> bool {
        self.before == "/organizer"
    }

    /// Gives the page a picture that stands beside a link to it where people share it: at the page's own address, in
    /// `share.png`. Only for the pages that `report` draws one for.
    #[must_use]
    pub fn pictured(mut self) -> Self {
        // The list of ridings has no riding's number to show: it shares the campaign's.
        let path = self.path.split('?').next().filter(|path| *path != "/ridings").unwrap_or_default();
        self.picture = Some(self.site.url(&format!("/{}{path}/share.png", self.locale)));
        self
    }

    /// Returns the address of that picture.
    #[must_use]
    pub fn picture(&self) -> Option<&str> {
        self.picture.as_deref()
    }

    /// Keeps the page out of search engines: pages behind a token, and errors.
    #[must_use]
    pub const fn noindex(mut self) -> Self {
        self.listed = false;
        self
    }

    /// Lists the faults that the visitor must correct. The browser's title, which a screen reader reads first, mentions
    /// them; a summary (`error_summary.html`) lists them; each field has its own sentence.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldMessage>) -> Self {
        self.listed &= errors.is_empty();
        self.errors = errors;
        self
    }

    /// Returns the faults to correct, in the order of the fields.
    #[must_use]
    pub fn errors(&self) -> &[FieldMessage] {
        &self.errors
    }

    /// Returns the sentence above a field with a fault.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<&str> {
        message(&self.errors, field)
    }

    /// Returns 200, or 422 when the visitor must correct something.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// Returns a sentence with one text in it. (Templates cannot call [`Texts::with`]: they pass everything by
    /// reference.)
    #[must_use]
    pub fn with(&self, key: &str, name: &str, text: impl AsRef<str>) -> String {
        self.t.with(key, [(name, text.as_ref().into())])
    }

    /// Returns the title in the browser's tab.
    #[must_use]
    pub fn full_title(&self) -> String {
        let name = self.t.get("campaign-name");
        // An embed's title begins with the name already.
        let title =
            if self.title.starts_with(&name) { self.title.clone() } else { format!("{} – {name}", self.title) };
        if self.errors.is_empty() { title } else { self.t.with("page-title-with-errors", [("title", title.into())]) }
    }

    /// Whether search engines may list the page.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        self.listed
    }

    /// Whether this is the campaign page or the one in its place, whose heading is the campaign's name already.
    #[must_use]
    pub fn is_front(&self) -> bool {
        let is_campaign = self.path.is_empty() || self.path.starts_with('?');
        // A message has the campaign page's path for the language switch alone.
        self.before.is_empty() && is_campaign && (self.listed || self.alone)
    }

    /// Returns the same page's path in the other language, query and all.
    #[must_use]
    pub fn other_path(&self) -> String {
        format!("{}/{}{}", self.before, self.locale.other(), self.path)
    }

    /// Returns the page's full address.
    #[must_use]
    pub fn address(&self) -> String {
        self.address_in(self.locale)
    }

    /// Returns the full address of the same page in the other language.
    #[must_use]
    pub fn other_address(&self) -> String {
        self.address_in(self.locale.other())
    }

    /// Returns the page's full address in a language, without the query: a partner's link is the same page.
    fn address_in(&self, locale: Locale) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        self.site.url(&format!("{}/{locale}{path}", self.before))
    }

    /// Credits the sources of the ridings' data, as their licences demand.
    #[must_use]
    pub fn attribution(&self) -> &'static str {
        ridings::attribution(self.locale)
    }
}
