//! The weekly digest to the office of a Member of Parliament: one mail in both languages.
//!
//! Its words are the campaign's ([`DigestWords`]), because the organizers' office shows the same before it is sent.

use askama::Template;
use campaigns::{DigestFacts, DigestWords, digest_languages};
use domain::locale::Locale;
use domain::mail::digest::{DigestId, DigestNumbers};
use domain::mail::email::EmailAddress;
use domain::tally::riding::Province;
use jiff::Timestamp;

use crate::message::{Kind, Mail, Stop};
use crate::writer::Writer;

/// A digest with everything that its mail needs.
#[derive(Clone, Copy, Debug)]
pub struct Digest<'a> {
    pub id: DigestId,
    /// The office's published address.
    pub to: &'a EmailAddress,
    /// The riding's names in English and in French.
    pub riding: [&'a str; 2],
    pub province: Province,
    /// The name of the riding's Member.
    pub member: &'a str,
    /// Whether the Member said yes to all asks.
    pub agrees: bool,
    pub numbers: DigestNumbers,
    /// The token of the page that stops the digests.
    pub stop_token: &'a str,
    /// The time of the numbers.
    pub as_of: Timestamp,
}

/// The part of the mail in one language.
struct Part {
    lang: &'static str,
    words: DigestWords,
    organization: String,
    postal_address: String,
}

#[derive(Template)]
#[template(path = "digest.html")]
struct Page<'a> {
    subject: &'a str,
    parts: &'a [Part],
}

impl Writer {
    /// Makes the mail of a digest.
    #[must_use]
    pub fn digest(&self, digest: &Digest<'_>) -> Mail {
        let locales = digest_languages(digest.province);
        let parts = locales.map(|locale| self.part(digest, locale));
        let subject = [parts[0].words.subject.as_str(), parts[1].words.subject.as_str()].join(" / ");
        let page = Page { subject: &subject, parts: &parts };
        Mail {
            id: format!("digest-{}-{}", digest.id.week, digest.id.riding),
            kind: Kind::Digest,
            to: digest.to.clone(),
            locale: locales[0],
            sender: self.texts(locales[0]).get("campaign-organization"),
            html: page.render().expect("templates render from memory"),
            text: parts.each_ref().map(Part::text).join("\n\n* * *\n\n"),
            subject,
            links: parts
                .iter()
                .flat_map(|part| part.words.page.iter().chain([&part.words.stop]))
                .map(|(_, link)| link.clone())
                .collect(),
            stop: Some(Stop::Page(parts[0].words.stop.1.clone())),
            on_behalf: None,
            answers_to: EmailAddress::parse(&self.campaign().organization.contact_email).ok(),
        }
    }

    fn part(&self, digest: &Digest<'_>, locale: Locale) -> Part {
        let (t, organization) = (self.texts(locale), &self.campaign().organization);
        let [english, french] = digest.riding;
        let link = self.offices.of(digest.id.riding);
        let page = link.map(|link| self.url(&format!("/{locale}/office/{}", link.code)));
        let facts = DigestFacts {
            riding: match locale {
                Locale::En => english,
                Locale::Fr => french,
            },
            member: digest.member,
            agrees: digest.agrees,
            numbers: digest.numbers,
            as_of: digest.as_of,
            page: page.as_deref(),
            stop: &self.url(&format!("/{locale}/digest/stop?token={}", digest.stop_token)),
            contact: &organization.contact_email,
        };
        Part {
            lang: locale.tag(),
            words: DigestWords::of(t, &facts),
            organization: t.get("campaign-organization"),
            postal_address: organization.postal_address(locale).to_owned(),
        }
    }
}

impl Part {
    fn text(&self) -> String {
        self.words.text(&self.organization, &self.postal_address)
    }
}
