//! The seven messages.

use std::fmt;

use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::name::PersonName;
use domain::pledge::code::Code;
use serde::Serialize;

/// What kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// "Is it you?", with the link that leads to being counted.
    Confirm,
    /// "Is it still you?", once, with the same link.
    Reminder,
    /// "You are counted already", with the link to one's pledge.
    AlreadyCounted,
    /// "You are counted", with the link to see, change and withdraw.
    Confirmed,
    /// "You are no longer counted, and nothing is kept".
    Withdrawn,
    /// "Come in", with the link that opens the organizers' office once.
    SignIn,
    /// "You are an organizer now", with the way to the door.
    Invited,
    /// A supporter's own letter, which is only passed on.
    Letter,
}

impl Kind {
    /// Every kind that we write ourselves.
    pub const ALL: [Self; 7] = [
        Self::Confirm,
        Self::Reminder,
        Self::AlreadyCounted,
        Self::Confirmed,
        Self::Withdrawn,
        Self::SignIn,
        Self::Invited,
    ];

    /// Whether it goes to someone who works for the campaign, not to a supporter.
    #[must_use]
    pub const fn is_to_organizer(self) -> bool {
        matches!(self, Self::SignIn | Self::Invited)
    }

    /// Whether it goes to somebody who is counted, with the link to their pledge.
    #[must_use]
    pub const fn is_about_signer(self) -> bool {
        matches!(self, Self::Confirmed | Self::AlreadyCounted)
    }

    /// The name in files and in the keys of the texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reminder => "reminder",
            Self::AlreadyCounted => "already_counted",
            Self::Confirmed => "confirmed",
            Self::Withdrawn => "withdrawn",
            Self::SignIn => "sign_in",
            Self::Invited => "invited",
            Self::Letter => "letter",
        }
    }
}

/// A message to one person, before it is put into words.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// What it is about.
    pub kind: Kind,
    /// The id of the submission or request that caused it: a retry is the same mail.
    pub cause: String,
    /// To where.
    pub to: &'a EmailAddress,
    /// To whom, where that is known.
    pub name: Option<&'a PersonName>,
    /// In which language.
    pub locale: Locale,
    /// The riding's name, where the message names it.
    pub riding: Option<&'a str>,
    /// The path and query its button leads to, on the campaign's site.
    pub path: String,
    /// The code that confirms on the page where the form was filled in.
    pub code: Option<Code>,
    /// The path and query where the mailbox's owner has us write no more, in mails that anybody can cause.
    pub refuse: Option<String>,
    /// The path and query that stop the news by one click, where it goes to someone who agreed to news.
    pub stop_updates: Option<String>,
}

/// A mail, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same for every try to send it.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// To where.
    pub to: EmailAddress,
    /// In which language.
    pub locale: Locale,
    /// The organization that writes, as that language names it.
    pub sender: String,
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As a page.
    pub html: String,
    /// Every link in it; the button's comes first.
    pub links: Vec<String>,
    /// Where one stops these mails, when there is such a place.
    pub stop: Option<Stop>,
    /// Who wrote it, when that was not us.
    pub on_behalf: Option<OnBehalf>,
}

/// Where one stops mails.
#[derive(Clone, PartialEq, Eq)]
pub enum Stop {
    /// A page with a button. One click of a mail program must not withdraw a pledge.
    Page(String),
    /// By one click of a mail program (RFC 8058): it stops the news, and nothing else.
    OneClick(String),
}

/// Whose letter a mail is, when it is a person's and only passed on.
#[derive(Clone, PartialEq, Eq)]
pub struct OnBehalf {
    /// Who wrote it.
    pub name: PersonName,
    /// Where answers go.
    pub reply_to: EmailAddress,
    /// Who gets a copy.
    pub cc: Vec<EmailAddress>,
}

impl fmt::Debug for OnBehalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnBehalf(redacted)")
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("kind", &self.kind).field("locale", &self.locale).finish_non_exhaustive()
    }
}
