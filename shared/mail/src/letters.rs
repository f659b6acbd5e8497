//! Messages put into words: a letter in the person's language, as text and as a page.

use askama::Template;
use campaigns::{CampaignFolder, Texts, TextsError};
use domain::campaign::{Campaign, CampaignError};
use domain::locale::Locale;

use crate::message::{Kind, Mail, Message, Stop};

const EN: &str = include_str!("../texts/en.ftl");
const FR: &str = include_str!("../texts/fr.ftl");

/// Writes a campaign's letters.
#[derive(Debug)]
pub struct Letters {
    campaign: Campaign,
    site_url: String,
    en: Texts,
    fr: Texts,
}

/// Why letters could not be loaded; tests load every campaign.
#[derive(Debug, thiserror::Error)]
pub enum LettersError {
    /// `campaign.toml` is wrong.
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    /// A Fluent file is wrong.
    #[error(transparent)]
    Texts(#[from] TextsError),
}

/// A letter's parts, from top to bottom.
#[derive(Template)]
#[template(path = "mail.html")]
struct Letter {
    lang: &'static str,
    subject: String,
    greeting: String,
    paragraphs: [String; 2],
    button: String,
    link: String,
    link_note: String,
    after: String,
    /// The campaign's address, where the letter asks to pass it on.
    share: Option<String>,
    /// How news stop, for those who agreed to them: a sentence, and where.
    news: Option<(String, String)>,
    news_button: String,
    signature: String,
    /// Why it came, whom to ask, who sends it and from where.
    footer: [String; 4],
    home: String,
}

impl Letters {
    /// A campaign's letters, whose links lead to `site_url`.
    ///
    /// # Errors
    /// When a file of the campaign's folder is wrong.
    pub fn load(folder: CampaignFolder, site_url: &str) -> Result<Self, LettersError> {
        let texts = |locale, own| Texts::load(locale, &[own, folder.sentences(locale)]);
        Ok(Self {
            campaign: folder.campaign()?,
            site_url: site_url.trim_end_matches('/').to_owned(),
            en: texts(Locale::En, EN)?,
            fr: texts(Locale::Fr, FR)?,
        })
    }

    /// The campaign whose letters they are.
    #[must_use]
    pub const fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// The texts of a language.
    #[must_use]
    pub const fn texts(&self, locale: Locale) -> &Texts {
        match locale {
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }

    /// Writes a letter.
    #[must_use]
    pub fn write(&self, message: &Message<'_>) -> Mail {
        let letter = self.letter(message);
        let mut links = vec![letter.link.clone()];
        links.extend(letter.news.iter().map(|(_, stop)| stop.clone()));
        if letter.home != letter.link {
            links.push(letter.home.clone());
        }
        let stop = match &letter.news {
            Some((_, stop)) => Some(Stop::OneClick(stop.clone())),
            None if message.kind.is_about_signer() => Some(Stop::Page(letter.link.clone())),
            None => None,
        };
        Mail {
            id: format!("{}-{}", message.kind.name().replace('_', "-"), message.cause),
            kind: message.kind,
            to: message.to.clone(),
            locale: message.locale,
            sender: self.texts(message.locale).get("campaign-organization"),
            text: letter.text(),
            html: letter.render().expect("templates render from memory"),
            subject: letter.subject,
            links,
            stop,
            on_behalf: None,
        }
    }

    fn letter(&self, message: &Message<'_>) -> Letter {
        let t = self.texts(message.locale);
        let key = |part: &str| format!("mail-{}-{part}", message.kind.name().replace('_', "-"));
        let home = format!("{}/{}", self.site_url, message.locale);
        // Who withdrew is counted nowhere, and an organizer's mail is not about a pledge: those letters name no riding.
        let names_riding = message.kind != Kind::Withdrawn && !message.kind.is_to_organizer();
        let body = match message.riding.filter(|_| names_riding) {
            None => t.get(&key("body")),
            Some(riding) => t.with(&key("body-riding"), [("riding", riding.into())]),
        };
        let organization = &self.campaign.organization;
        Letter {
            lang: message.locale.tag(),
            subject: t.get(&key("subject")),
            greeting: match message.name {
                Some(name) => t.with("mail-greeting", [("name", name.first.as_str().into())]),
                None => t.get("mail-greeting-plain"),
            },
            paragraphs: [body, t.get(&key("what-next"))],
            button: t.get(&key("button")),
            link: format!("{}{}", self.site_url, message.path),
            link_note: t.get("mail-link-note"),
            after: t.get(&key("after")),
            share: (message.kind == Kind::Confirmed).then(|| home.clone()),
            news: message.stop_updates.as_ref().map(|path| (t.get("mail-news"), format!("{}{path}", self.site_url))),
            news_button: t.get("mail-news-button"),
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

impl Letter {
    /// The letter as plain text. `-- ` is what mail programs know a footer by (RFC 3676, section 4.3).
    fn text(&self) -> String {
        let [body, what_next] = &self.paragraphs;
        let mut parts: Vec<&str> = vec![&self.greeting, body, what_next, &self.button, &self.link, &self.after];
        parts.extend(self.share.as_deref());
        parts.push(&self.signature);
        let news = self.news.as_ref().map(|(sentence, stop)| format!("{sentence}\n{stop}\n\n")).unwrap_or_default();
        format!("{}\n\n-- \n{news}{}\n{}\n", parts.join("\n\n"), self.footer.join("\n"), self.home)
    }
}
