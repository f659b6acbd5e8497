//! The kinds of mail, and the shape of each.

use std::fmt;

use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::name::PersonName;
use domain::pledge::code::Code;
use serde::Serialize;
use strum::IntoStaticStr;

/// The kind of a mail. Its name is in the mailer's log and in the keys of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Kind {
    /// "Is it you?", with the link that leads to being counted.
    Confirm,
    /// "Is it still you?", once, with the same link.
    Reminder,
    /// "You are counted already", with the link to one's pledge.
    AlreadyCounted,
    /// "You are counted", with the link to see, change and withdraw.
    Confirmed,
    /// "Here is your link", because a supporter asked an organizer for it.
    LinkAgain,
    /// "You are no longer counted, and nothing is kept".
    Withdrawn,
    /// "Come in", with the link that opens the organizers' office once.
    SignIn,
    /// "You are now an organizer", with the way to the door.
    Invited,
    /// "Did your organization ask to become a partner?", with the link that brings the request to the desk.
    PartnerAsk,
    /// "Your organization is a partner", with the way to its page.
    PartnerWelcome,
    /// The link that opens a partner's page once.
    PartnerSignIn,
    /// A supporter's own letter, which is only passed on.
    Letter,
    /// A riding's number of the week, for the office of its Member of Parliament.
    Digest,
}

impl Kind {
    /// Every kind that a [`Message`] has. Letters and digests are put together in another way.
    pub const ALL: [Self; 11] = [
        Self::Confirm,
        Self::Reminder,
        Self::AlreadyCounted,
        Self::Confirmed,
        Self::LinkAgain,
        Self::Withdrawn,
        Self::SignIn,
        Self::Invited,
        Self::PartnerAsk,
        Self::PartnerWelcome,
        Self::PartnerSignIn,
    ];

    /// Whether it goes to somebody who is counted, with the link to their pledge.
    #[must_use]
    pub const fn is_about_signer(self) -> bool {
        matches!(self, Self::Confirmed | Self::AlreadyCounted | Self::LinkAgain)
    }

    /// Returns the kind's name in files and in the keys of the texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// A message to one person, before it is put into words.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    pub kind: Kind,
    /// The id of the submission or request that caused it: a retry is the same mail.
    pub cause: String,
    /// The recipient's address.
    pub to: &'a EmailAddress,
    /// The recipient's name, if it is known.
    pub name: Option<&'a PersonName>,
    pub locale: Locale,
    /// The riding's name, if the message names it.
    pub riding: Option<&'a str>,
    /// The path and query of its button's target, on the campaign's site.
    pub path: String,
    /// The code that confirms on the page where the form was filled in.
    pub code: Option<Code>,
    /// The path and query by which the mailbox's owner stops all mail, in mails that anybody can cause.
    pub refuse: Option<String>,
    /// The path and query that stop the news by one click, in mails to somebody who agreed to news.
    pub stop_updates: Option<String>,
}

impl<'a> Message<'a> {
    /// Makes a message with nothing in it but the target of its button.
    #[must_use]
    pub const fn new(kind: Kind, cause: String, to: &'a EmailAddress, locale: Locale, path: String) -> Self {
        let (name, riding, code, refuse, stop_updates) = (None, None, None, None, None);
        Self { kind, cause, to, name, locale, riding, path, code, refuse, stop_updates }
    }
}

/// A mail, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The id, the same for every try to send it.
    pub id: String,
    pub kind: Kind,
    pub to: EmailAddress,
    pub locale: Locale,
    /// The organization that sends it, as that language names it.
    pub sender: String,
    /// The subject, in one line.
    pub subject: String,
    /// The mail as plain text.
    pub text: String,
    /// The mail as an HTML page.
    pub html: String,
    /// Every link in it; the button's comes first.
    pub links: Vec<String>,
    /// The address at which one stops these mails, if there is one.
    pub stop: Option<Stop>,
    /// The writer, if it is a supporter's letter.
    pub on_behalf: Option<OnBehalf>,
    /// The address that answers go to, if the sender's own is not read by anybody.
    pub answers_to: Option<EmailAddress>,
}

/// The address at which one stops mails.
#[derive(Clone, PartialEq, Eq)]
pub enum Stop {
    /// A page with a button. One click of a mail program must not withdraw a pledge.
    Page(String),
    /// The news stop by one click of a mail program (RFC 8058), and nothing else does.
    OneClick(String),
}

/// The writer of a mail that is a person's letter and only passed on.
#[derive(Clone, PartialEq, Eq)]
pub struct OnBehalf {
    pub name: PersonName,
    /// The address that answers go to.
    pub reply_to: EmailAddress,
    /// The addresses that get a copy.
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
