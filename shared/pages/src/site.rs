//! One campaign's site: its facts, its texts in both languages, its address.

use std::sync::Arc;

use campaigns::{CampaignFolder, CampaignNow, Picture, PictureError, PublishedError, Texts, TextsError};
use domain::campaign::Campaign;
use domain::campaign::members::Roster;
use domain::campaign::offices::OfficeLinks;
use domain::campaign::published::Published;
use domain::locale::Locale;

use crate::assets::{self, Asset, File};

const EN: &str = include_str!("../texts/en.ftl");
const FR: &str = include_str!("../texts/fr.ftl");
/// The sentence that says what the campaign's picture shows.
pub(crate) const PICTURE_ALT: &str = "campaign-picture-alt";

/// The ground of all pages of a campaign. Loaded when a function starts, and when the campaign's desk changes something.
#[derive(Debug)]
pub struct Site {
    campaign: Campaign,
    offices: OfficeLinks,
    url: String,
    en: Texts,
    fr: Texts,
    picture: Option<(Picture, File)>,
    roster: Arc<Roster>,
    versions: [u32; 4],
}

/// The reason why a site could not be loaded; tests load every campaign.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// `campaign.toml` or a change of the desk is wrong.
    #[error(transparent)]
    Campaign(#[from] PublishedError),
    /// A Fluent file is wrong.
    #[error(transparent)]
    Texts(#[from] TextsError),
    /// The picture is not one for a page.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The picture says nothing to people who cannot see it.
    #[error("the campaign's picture needs the sentence campaign-picture-alt in both languages")]
    PictureWithoutWords,
}

impl Site {
    /// Loads a campaign as its folder gives it. `site_url` is the public address, such as `https://example.org`.
    ///
    /// # Errors
    /// Fails when a file of the campaign's folder is wrong.
    pub fn load(folder: CampaignFolder, site_url: &str) -> Result<Self, SiteError> {
        Self::of(&folder.now(&Published::default())?, site_url, ["", ""])
    }

    /// Loads a campaign as it is now, with further sentences of a function whose pages nobody else shows: a Fluent source in
    /// English, and one in French.
    ///
    /// # Errors
    /// Fails when a file of the campaign's folder or one of the sources is wrong.
    pub fn of(now: &CampaignNow, site_url: &str, [more_en, more_fr]: [&str; 2]) -> Result<Self, SiteError> {
        let (en, fr) = (now.texts(Locale::En, &[EN, more_en])?, now.texts(Locale::Fr, &[FR, more_fr])?);
        let picture = now.picture()?;
        if picture.is_some() && [&en, &fr].iter().any(|texts| !texts.has(PICTURE_ALT)) {
            return Err(SiteError::PictureWithoutWords);
        }
        let served = |picture: Picture| {
            let file = assets::file("picture", picture.extension, picture.content_type, picture.bytes);
            (picture, file)
        };
        let url = site_url.trim_end_matches('/').to_owned();
        let (campaign, offices) = (now.campaign().clone(), now.offices().clone());
        let roster = Arc::clone(now.roster());
        let (picture, versions) = (picture.map(served), now.versions());
        Ok(Self { campaign, offices, url, en, fr, picture, roster, versions })
    }

    /// Returns the campaign's picture and its path, if there is one.
    pub(crate) fn picture(&self) -> Option<(Picture, &str)> {
        self.picture.as_ref().map(|(picture, file)| (*picture, file.path.as_str()))
    }

    /// Finds a file of the pages or of the campaign by its name, hash and all: the part after `/assets/`.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<Asset> {
        assets::find(name).or_else(|| self.picture.as_ref().and_then(|(_, file)| file.named(name)))
    }

    /// Returns the numbers of the published parts that the site is made of. Sites of equal numbers are equal.
    #[must_use]
    pub const fn versions(&self) -> [u32; 4] {
        self.versions
    }

    #[must_use]
    pub const fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// Returns the links to the pages for Members' offices. They stand on no page that anybody finds.
    #[must_use]
    pub const fn offices(&self) -> &OfficeLinks {
        &self.offices
    }

    /// Returns the Members of Parliament.
    #[must_use]
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Returns the sentences of pages and campaign in one language.
    #[must_use]
    pub const fn texts(&self, locale: Locale) -> &Texts {
        match locale {
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }

    /// Returns the full address of a path that begins with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Returns a partner's name, when there is such a partner.
    pub(crate) fn partner_name(&self, slug: &str, locale: Locale) -> Option<&str> {
        self.campaign.partner(slug).map(|partner| partner.name(locale))
    }
}
