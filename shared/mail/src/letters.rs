//! Messages put into words: a letter in the person's language, as text and as a page.

use askama::Template;
use campaigns::{CampaignFolder, Texts, TextsError};
use domain::campaign::{Campaign, CampaignError};
use domain::locale::Locale;

use crate::message::{Kind, Mail, Message};

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

#[derive(Template)]
#[template(path = "mail.html")]
struct Page<'a> {
    lang: &'static str,
    subject: &'a str,
    greeting: &'a str,
    paragraphs: &'a [String],
    button: &'a str,
    link: &'a str,
    link_note: &'a str,
    after: &'a [String],
    signature: &'a str,
    footer: &'a [String],
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
        let t = self.texts(message.locale);
        let key = |part: &str| format!("mail-{}-{part}", message.kind.name().replace('_', "-"));
        let link = format!("{}{}", self.site_url, message.path);
        let home = format!("{}/{}", self.site_url, message.locale);
        let subject = t.get(&key("subject"));
        let greeting = t.with("mail-greeting", [("name", message.name.first.as_str().into())]);
        let first = match message.riding {
            Some(riding) => t.with(&key("body-riding"), [("riding", riding.into())]),
            None => t.get(&key("body")),
        };
        let paragraphs = [first, t.get(&key("what-next"))];
        let button = t.get(&key("button"));
        let link_note = t.get("mail-link-note");
        let after = [t.get(&key("after"))];
        let signature = t.get("mail-signature");
        let organization = &self.campaign.organization;
        let footer = [
            t.get(&key("why")),
            t.with("mail-contact", [("contact", organization.contact_email.as_str().into())]),
            format!("{}, {}", t.get("campaign-organization"), organization.postal_address),
            home.clone(),
        ];
        let page = Page {
            lang: message.locale.tag(),
            subject: &subject,
            greeting: &greeting,
            paragraphs: &paragraphs,
            button: &button,
            link: &link,
            link_note: &link_note,
            after: &after,
            signature: &signature,
            footer: &footer,
        };
        let html = page.render().expect("templates render from memory");
        let body = [greeting.as_str(), &paragraphs[0], &paragraphs[1], &button, &link, &after[0], &signature, "-- "];
        let text = format!("{}\n{}\n", body.join("\n\n"), footer.join("\n"));
        let stop = matches!(message.kind, Kind::Confirmed | Kind::AlreadyCounted).then(|| link.clone());
        Mail {
            id: format!("{}-{}", message.kind.name().replace('_', "-"), message.submission),
            kind: message.kind,
            to: message.to.clone(),
            locale: message.locale,
            subject,
            text,
            html,
            links: vec![link, home],
            stop,
        }
    }
}
