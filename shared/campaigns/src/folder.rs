//! The folders of the campaigns, and the files in them.

use domain::campaign::Campaign;
use domain::locale::Locale;

use crate::picture::{Picture, PictureError};

/// The files of a campaign.
#[derive(Clone, Copy, Debug)]
pub struct CampaignFolder {
    slug: &'static str,
    toml: &'static str,
    en: &'static str,
    fr: &'static str,
    picture: Option<&'static [u8]>,
}

/// Takes the files of a campaign's folder, and its picture if it has one:
/// `campaign_folder!("slug", Some(include_bytes!("../slug/picture.jpg")))`.
macro_rules! campaign_folder {
    ($slug:literal, $picture:expr) => {
        CampaignFolder::new(
            $slug,
            include_str!(concat!("../", $slug, "/campaign.toml")),
            [include_str!(concat!("../", $slug, "/en.ftl")), include_str!(concat!("../", $slug, "/fr.ftl"))],
            $picture,
        )
    };
}

/// Every campaign that can be served.
pub const CAMPAIGNS: &[CampaignFolder] = &[campaign_folder!("time-to-lead", None)];

/// There is no campaign of that slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no campaign {0}: its folder and its line in CAMPAIGNS are missing")]
pub struct UnknownCampaign(String);

impl CampaignFolder {
    /// Makes a folder of its files' content: the facts, the sentences in English and French, and a picture.
    #[must_use]
    pub const fn new(
        slug: &'static str,
        toml: &'static str,
        [en, fr]: [&'static str; 2],
        picture: Option<&'static [u8]>,
    ) -> Self {
        Self { slug, toml, en, fr, picture }
    }

    /// # Errors
    /// Fails when there is none.
    pub fn find(slug: &str) -> Result<Self, UnknownCampaign> {
        CAMPAIGNS.iter().copied().find(|folder| folder.slug == slug).ok_or_else(|| UnknownCampaign(slug.to_owned()))
    }

    /// Reads the campaign's facts and settings.
    ///
    /// # Errors
    /// Fails when `campaign.toml` is wrong; a test reads every folder.
    pub fn campaign(self) -> Result<Campaign, domain::campaign::CampaignError> {
        Campaign::parse(self.toml)
    }

    /// Reads the campaign's picture, if it has one.
    ///
    /// # Errors
    /// Fails when the picture is not one for a page; a test reads every folder.
    pub fn picture(self) -> Result<Option<Picture>, PictureError> {
        self.picture.map(Picture::read).transpose()
    }

    /// Returns the campaign's sentences, to be loaded after a product's own.
    #[must_use]
    pub const fn sentences(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Fr => self.fr,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::campaign::partner::PartnerName;

    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_campaign_can_be_read_and_says_the_same_in_both_languages() {
        for folder in CAMPAIGNS {
            assert_eq!(folder.campaign().unwrap().slug.as_str(), folder.slug);
            assert!(folder.picture().is_ok());
            let [en, fr] = Locale::ALL.map(|locale| Texts::load(locale, &[folder.sentences(locale)]).unwrap());
            assert_eq!(en.gaps(&fr), Vec::<String>::new());
        }
        assert!(CampaignFolder::find("nothing").is_err());
    }

    /// Stored names are read loosely, and a folder's file with them. Names that somebody types keep stricter rules.
    #[test]
    fn partners_of_a_folder_have_names_that_the_office_would_take() {
        for partner in CAMPAIGNS.iter().flat_map(|folder| folder.campaign().unwrap().partners) {
            for name in [partner.name_en, partner.name_fr] {
                assert_eq!(PartnerName::parse(name.as_str()), Ok(name.clone()), "{name}");
            }
        }
    }
}
