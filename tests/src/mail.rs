//! A mail that somebody opened.

use crate::html::token_in;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail(pub(crate) local::Mail);

impl Mail {
    /// Returns the kind of message: `confirm`, `reminder`, `already_counted`, `confirmed` or `withdrawn`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.0.kind
    }

    #[must_use]
    pub fn locale(&self) -> &str {
        &self.0.locale
    }

    #[must_use]
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    #[must_use]
    pub fn html(&self) -> &str {
        &self.0.html
    }

    #[must_use]
    pub fn links(&self) -> &[String] {
        &self.0.links
    }

    /// Returns the code that stands alone on a line of the text, if it has one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.text.lines().find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Returns the path and query of the link that stops all mail, if it has one.
    #[must_use]
    pub fn not_me_path(&self) -> Option<&str> {
        let link = self.0.links.iter().find(|link| link.contains("/not-me?token="))?;
        link.find("/not-me").map(|at| &link[at - "/en".len()..])
    }

    /// Returns the path and query of the link that stops the weekly digests, if it has one.
    #[must_use]
    pub fn stop_digests_path(&self) -> Option<&str> {
        let link = self.0.links.iter().find(|link| link.contains("/en/digest/stop?token="))?;
        link.find("/digest/stop").map(|at| &link[at - "/en".len()..])
    }

    /// Returns the path and query of the link that stops the news, if it has one.
    #[must_use]
    pub fn stop_updates_path(&self) -> Option<&str> {
        let link = self.0.links.iter().find(|link| link.contains("/updates/stop?token="))?;
        link.find("/updates/stop").map(|at| &link[at - "/en".len()..])
    }

    /// Returns the first link that holds a token: the button's.
    ///
    /// # Panics
    /// Panics when there is none.
    #[must_use]
    #[track_caller]
    pub fn link(&self) -> &str {
        let link = self.0.links.iter().find(|link| token_in(link).is_some());
        link.unwrap_or_else(|| panic!("a mail of kind {} has no link with a token", self.0.kind))
    }

    /// Returns the token in its link.
    #[must_use]
    #[track_caller]
    pub fn token(&self) -> String {
        token_in(self.link()).expect("the link was chosen for its token")
    }

    /// Returns the path and query of its link.
    #[must_use]
    #[track_caller]
    pub fn path(&self) -> &str {
        let link = self.link();
        let (_, rest) = link.split_once("://").expect("a link is whole");
        rest.find('/').map_or("/", |at| &rest[at..])
    }

    /// Returns the name of the writer, when it is a supporter's own letter.
    #[must_use]
    pub fn from(&self) -> Option<&str> {
        self.0.from.as_deref()
    }

    /// Returns the address that its answer goes to, when that is not the campaign.
    #[must_use]
    pub fn reply_to(&self) -> Option<&str> {
        self.0.reply_to.as_deref()
    }

    /// Lists the addresses that get a copy.
    #[must_use]
    pub fn cc(&self) -> &[String] {
        &self.0.cc
    }

    pub(crate) fn tokens(&self) -> impl Iterator<Item = String> {
        self.0.links.iter().filter_map(|link| token_in(link))
    }
}
