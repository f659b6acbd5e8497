//! A supporter's letter, passed on to its addressee.
//!
//! It comes from the campaign's address, since no other may send for the campaign, under its writer's name. An answer
//! goes to the writer.

use askama::Template;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::letter::{Addressee, LetterId, LetterText};
use domain::mail::official::Recipients;
use domain::person::name::PersonName;
use domain::person::postal_code::PostalCode;

use crate::message::{Kind, Mail, OnBehalf};
use crate::writer::Writer;

/// A letter with everything that its mail needs.
#[derive(Clone, Debug)]
pub struct Forwarded<'a> {
    pub id: &'a LetterId,
    /// The writer's name as they are counted: it is the signature.
    pub writer: &'a PersonName,
    /// The postal code below the name, if the writer gave it.
    pub postal_code: Option<PostalCode>,
    /// The address that answers go to.
    pub reply_to: &'a EmailAddress,
    pub recipients: &'a Recipients,
    /// The name of the writer's riding, in the letter's language.
    pub riding: &'a str,
    /// The letter's language.
    pub locale: Locale,
    /// The letter's text without the signature.
    pub text: &'a LetterText,
}

#[derive(Template)]
#[template(path = "forwarded.html")]
struct Page<'a> {
    lang: &'static str,
    subject: &'a str,
    /// The paragraphs, each with its lines.
    paragraphs: Vec<Vec<&'a str>>,
    footer: &'a [String],
}

impl Writer {
    /// Makes a mail of a supporter's letter.
    #[must_use]
    pub fn forward(&self, letter: &Forwarded<'_>) -> Mail {
        let t = self.texts(letter.locale);
        let subject = match letter.id.addressee {
            Addressee::Member => t.with("campaign-letter-subject", [("riding", letter.riding.into())]),
            Addressee::PrimeMinister => t.get("campaign-letter-comment-subject"),
        };
        let name = letter.writer.to_string();
        let footer = [
            t.with("campaign-letter-why", [("name", name.as_str().into())]),
            t.get("campaign-organization"),
            self.campaign().organization.postal_address(letter.locale).to_owned(),
        ];
        let postal_code = letter.postal_code.map(|code| code.to_string());
        let signature: Vec<&str> = std::iter::once(name.as_str()).chain(postal_code.as_deref()).collect();
        let paragraphs = letter.text.paragraphs().map(|paragraph| paragraph.lines().collect());
        let page = Page {
            lang: letter.locale.tag(),
            subject: &subject,
            paragraphs: paragraphs.chain([signature.clone()]).collect(),
            footer: &footer,
        };
        Mail {
            id: format!("letter-{}-{}", letter.id.submission, letter.id.addressee.name()),
            kind: Kind::Letter,
            to: letter.recipients.to.clone(),
            locale: letter.locale,
            sender: t.with("campaign-letter-from", [("name", name.as_str().into())]),
            html: page.render().expect("templates render from memory"),
            text: format!("{}\n\n{}\n\n-- \n{}\n", letter.text.as_str(), signature.join("\n"), footer.join("\n")),
            subject,
            links: Vec::new(),
            stop: None,
            on_behalf: Some(OnBehalf {
                name: letter.writer.clone(),
                reply_to: letter.reply_to.clone(),
                cc: letter.recipients.cc.clone(),
            }),
            answers_to: None,
        }
    }
}
