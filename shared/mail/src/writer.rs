//! Puts messages into words: a mail in the person's language, as text and as a page.

use askama::Template;
use campaigns::{CampaignFolder, CampaignNow, PublishedError, Texts, TextsError};
use domain::campaign::Campaign;
use domain::campaign::offices::OfficeLinks;
use domain::campaign::published::Published;
use domain::locale::Locale;
use domain::person::name::PersonName;

use crate::message::{Kind, Mail, Message, Stop};

const EN: &str = include_str!("../texts/en.ftl");
const FR: &str = include_str!("../texts/fr.ftl");

/// Writes a campaign's mails.
#[derive(Debug)]
pub struct Writer {
    campaign: Campaign,
    pub(crate) offices: OfficeLinks,
    site_url: String,
    en: Texts,
    fr: Texts,
}

/// The reason why the texts could not be loaded; tests load every campaign.
#[derive(Debug, thiserror::Error)]
pub enum WriterError {
    /// `campaign.toml` or a change of the desk is wrong.
    #[error(transparent)]
    Campaign(#[from] PublishedError),
    /// A Fluent file is wrong.
    #[error(transparent)]
    Texts(#[from] TextsError),
}

/// A mail's parts, from top to bottom. It looks like a sheet.
#[derive(Template)]
#[template(path = "mail.html")]
struct Sheet {
    lang: &'static str,
    subject: String,
    greeting: String,
    paragraphs: [String; 2],
    button: String,
    link: String,
    link_note: String,
    /// A sentence about the code, and the code itself.
    code: Option<(String, String)>,
    /// The line that mail programs show beside the subject.
    preheader: Option<String>,
    after: String,
    /// The campaign's address, where the mail asks to pass it on.
    share: Option<String>,
    /// The way to stop the news, for those who agreed to them: a sentence, and an address.
    news: Option<(String, String)>,
    news_button: String,
    /// The way to stop all mail, for those who did not ask for it: a sentence, and an address.
    refuse: Option<(String, String)>,
    refuse_button: String,
    signature: String,
    /// The reason for the mail, the contact, the sender and the sender's address.
    footer: [String; 4],
    home: String,
}

impl Writer {
    /// Loads the writer of a campaign's mails as its folder gives it. Links lead to `site_url`.
    ///
    /// # Errors
    /// Fails when a file of the campaign's folder is wrong.
    pub fn load(folder: CampaignFolder, site_url: &str) -> Result<Self, WriterError> {
        Self::of(&folder.now(&Published::default())?, site_url)
    }

    /// Loads the writer of a campaign's mails as it is now.
    ///
    /// # Errors
    /// Fails when a file of the campaign's folder is wrong.
    pub fn of(now: &CampaignNow, site_url: &str) -> Result<Self, WriterError> {
        Ok(Self {
            campaign: now.campaign().clone(),
            offices: now.offices().clone(),
            site_url: site_url.trim_end_matches('/').to_owned(),
            en: now.texts(Locale::En, &[EN])?,
            fr: now.texts(Locale::Fr, &[FR])?,
        })
    }

    /// Returns the campaign whose mails they are.
    #[must_use]
    pub const fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    #[must_use]
    pub const fn texts(&self, locale: Locale) -> &Texts {
        match locale {
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }

    /// Returns the full address of a path that begins with a slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.site_url)
    }

    #[must_use]
    pub fn write(&self, message: &Message<'_>) -> Mail {
        let sheet = self.sheet(message);
        let mut links = vec![sheet.link.clone()];
        links.extend(sheet.news.iter().map(|(_, stop)| stop.clone()));
        links.extend(sheet.refuse.iter().map(|(_, stop)| stop.clone()));
        if sheet.home != sheet.link {
            links.push(sheet.home.clone());
        }
        let stop = match &sheet.news {
            Some((_, stop)) => Some(Stop::OneClick(stop.clone())),
            None if message.kind == Kind::Confirmed => Some(Stop::Page(sheet.link.clone())),
            None => sheet.refuse.as_ref().map(|(_, stop)| Stop::Page(stop.clone())),
        };
        Mail {
            id: format!("{}-{}", message.kind.name().replace('_', "-"), message.cause),
            kind: message.kind,
            to: message.to.clone(),
            locale: message.locale,
            sender: self.texts(message.locale).get("campaign-organization"),
            text: sheet.text().replace(JOINER, ""),
            html: unbroken(&sheet.render().expect("templates render from memory")),
            subject: sheet.subject,
            links,
            stop,
            on_behalf: None,
            answers_to: None,
        }
    }

    fn sheet(&self, message: &Message<'_>) -> Sheet {
        let t = self.texts(message.locale);
        let key = |part: &str| format!("mail-{}-{part}", message.kind.name().replace('_', "-"));
        let home = format!("{}/{}", self.site_url, message.locale);
        // A mail that anybody can cause repeats nothing that they typed.
        let body = match message.riding.filter(|_| message.kind.is_about_signer()) {
            None => t.get(&key("body")),
            Some(riding) => t.with(&key("body-riding"), [("riding", riding.into())]),
        };
        let organization = &self.campaign.organization;
        Sheet {
            lang: message.locale.tag(),
            subject: t.get(&key("subject")),
            greeting: match message.name.and_then(PersonName::greeting) {
                Some(name) => t.with("mail-greeting", [("name", name.into())]),
                None => t.get("mail-greeting-plain"),
            },
            paragraphs: [body, t.get(&key("what-next"))],
            button: t.get(&key("button")),
            link: format!("{}{}", self.site_url, message.path),
            link_note: t.get("mail-link-note"),
            code: message.code.as_ref().map(|code| (t.get("mail-code"), code.as_str().to_owned())),
            preheader: message.code.as_ref().map(|code| t.with("mail-preheader", [("code", code.as_str().into())])),
            after: t.get(&key("after")),
            share: (message.kind == Kind::Confirmed).then(|| home.clone()),
            news: message.stop_updates.as_ref().map(|path| (t.get("mail-news"), format!("{}{path}", self.site_url))),
            news_button: t.get("mail-news-button"),
            refuse: message.refuse.as_ref().map(|path| (t.get("mail-refuse"), format!("{}{path}", self.site_url))),
            refuse_button: t.get("mail-refuse-button"),
            signature: t.get("mail-signature"),
            footer: [
                t.get(&key("why")),
                t.with("mail-contact", [("contact", organization.contact_email.as_str().into())]),
                t.get("campaign-organization"),
                organization.postal_address(message.locale).to_owned(),
            ],
            home,
        }
    }
}

/// The word joiner that stands before each dash of a riding's name ([`ridings::Riding::shown`]).
const JOINER: char = '\u{2060}';

/// Joins each dash of a riding's name to the word before it, by a style. Some mail programs show a box for the character that
/// does so on our pages.
fn unbroken(html: &str) -> String {
    let mut parts = html.split(JOINER);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let word = whole
            .rfind([' ', '>', '—', '\n'])
            .map_or(0, |at| at + whole[at..].chars().next().map_or(1, char::len_utf8));
        let dash = part.chars().next().map_or(0, char::len_utf8);
        let joined = format!("<span style=\"white-space:nowrap\">{}{}</span>", &whole[word..], &part[..dash]);
        whole.truncate(word);
        whole.push_str(&joined);
        whole.push_str(&part[dash..]);
    }
    whole
}

impl Sheet {
    /// Writes the mail as plain text. Mail programs know a footer by `-- ` (RFC 3676, section 4.3).
    fn text(&self) -> String {
        let [body, what_next] = &self.paragraphs;
        let mut parts: Vec<&str> = vec![&self.greeting, body, what_next, &self.button, &self.link];
        parts.extend(self.code.iter().flat_map(|(sentence, code)| [sentence.as_str(), code.as_str()]));
        parts.push(&self.after);
        parts.extend(self.share.as_deref());
        parts.push(&self.signature);
        let news = self.news.as_ref().map(|(sentence, stop)| format!("{sentence}\n{stop}\n\n")).unwrap_or_default();
        let refuse = self.refuse.as_ref().map(|(sentence, stop)| format!("{sentence}\n{stop}\n\n")).unwrap_or_default();
        format!("{}\n\n-- \n{news}{refuse}{}\n{}\n", parts.join("\n\n"), self.footer.join("\n"), self.home)
    }
}
