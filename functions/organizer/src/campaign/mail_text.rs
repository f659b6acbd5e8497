//! The mail that asks to confirm, as an edition would have it. The office can send no mail, so only the words are here; a test
//! compares them with a mail that was sent.

use campaigns::{CampaignNow, Texts, TextsError};
use domain::locale::Locale;
use pages::Site;

const EN: &str = include_str!("../../../../shared/mail/texts/en.ftl");
const FR: &str = include_str!("../../../../shared/mail/texts/fr.ftl");
/// A name, a code and the end of a link that stand for those of a real mail.
const NAME: &str = "Marie";
const CODE: &str = "123456";
const LINK_END: &str = "…";

/// A mail's words.
pub(crate) struct MailText {
    pub(crate) sender: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

impl MailText {
    /// Writes the mail that asks to confirm in the words of an edition.
    pub(crate) fn confirmation(now: &CampaignNow, site: &Site, locale: Locale) -> Result<Self, TextsError> {
        let source = match locale {
            Locale::En => EN,
            Locale::Fr => FR,
        };
        let t: Texts = now.texts(locale, &[source])?;
        let organization = &site.campaign().organization;
        let link = |path: &str| site.url(&format!("/{locale}/{path}?token={LINK_END}"));
        let parts = [
            t.with("mail-greeting", [("name", NAME.into())]),
            t.get("mail-confirm-body"),
            t.get("mail-confirm-what-next"),
            t.get("mail-confirm-button"),
            link("confirm"),
            t.get("mail-code"),
            CODE.to_owned(),
            t.get("mail-confirm-after"),
            t.get("mail-signature"),
        ];
        let footer = [
            t.get("mail-confirm-why"),
            t.with("mail-contact", [("contact", organization.contact_email.as_str().into())]),
            t.get("campaign-organization"),
            organization.postal_address(locale).to_owned(),
            site.url(&format!("/{locale}")),
        ];
        let refuse = format!("{}\n{}", t.get("mail-refuse"), link("not-me"));
        Ok(Self {
            sender: t.get("campaign-organization"),
            subject: t.get("mail-confirm-subject"),
            text: format!("{}\n\n-- \n{refuse}\n\n{}\n", parts.join("\n\n"), footer.join("\n")),
        })
    }
}
