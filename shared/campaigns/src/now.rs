//! A campaign as it is now: its folder, and over it the changes that its desk has published.

use std::sync::Arc;

use domain::campaign::edition::{Edition, Facts, Sentences};
use domain::campaign::members::Roster;
use domain::campaign::offices::OfficeLinks;
use domain::campaign::partner::Partner;
use domain::campaign::published::{Part, Published};
use domain::campaign::{Campaign, CampaignError};
use domain::locale::Locale;

use crate::folder::CampaignFolder;
use crate::picture::{Picture, PictureError};
use crate::texts::{Texts, TextsError};

/// A campaign with the changes of its desk.
#[derive(Clone, Debug)]
pub struct CampaignNow {
    folder: CampaignFolder,
    campaign: Campaign,
    sentences: Sentences,
    versions: [u32; 4],
    offices: OfficeLinks,
    roster: Arc<Roster>,
}

/// The reason why something that the desk has published cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    /// The content is not what this version of the code writes.
    #[error("the part {part} cannot be read: {reason}")]
    Content {
        part: Part,
        /// The fault and its place.
        reason: serde_json::Error,
    },
}

/// Reads a part's content, if it was ever published.
fn read<T: serde::de::DeserializeOwned>(published: &Published, part: Part) -> Result<Option<T>, PublishedError> {
    let content = published.content(part).map(serde_json::from_str).transpose();
    content.map_err(|reason| PublishedError::Content { part, reason })
}

impl CampaignFolder {
    /// Puts the changes of the desk over the folder.
    ///
    /// # Errors
    /// Fails when a file of the folder or a published part is wrong.
    pub fn now(self, published: &Published) -> Result<CampaignNow, PublishedError> {
        let mut campaign = self.campaign()?;
        let mut sentences = Sentences::default();
        if let Some(edition) = read::<Edition>(published, Part::Edition)? {
            campaign = edition.facts.put_into(campaign)?;
            sentences = edition.sentences;
        }
        if let Some(partners) = read::<Vec<Partner>>(published, Part::Partners)? {
            campaign.partners = partners;
        }
        let versions = Part::ALL.map(|part| published.number(part));
        let offices = read::<OfficeLinks>(published, Part::Offices)?.unwrap_or_default();
        let roster = read(published, Part::Members)?.unwrap_or_else(ridings::first_roster);
        Ok(CampaignNow { folder: self, campaign, sentences, versions, offices, roster: Arc::new(roster) })
    }
}

impl CampaignNow {
    #[must_use]
    pub const fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// Returns the links to the pages for Members' offices.
    #[must_use]
    pub const fn offices(&self) -> &OfficeLinks {
        &self.offices
    }

    #[must_use]
    pub const fn folder(&self) -> CampaignFolder {
        self.folder
    }

    /// Returns the Members of Parliament.
    #[must_use]
    pub const fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }

    /// Returns the numbers of the published parts that the campaign is made of. Whatever is made of equal numbers is equal.
    #[must_use]
    pub const fn versions(&self) -> [u32; 4] {
        self.versions
    }

    /// Returns the facts and sentences as the desk may change them.
    #[must_use]
    pub fn edition(&self) -> Edition {
        Edition { facts: Facts::of(&self.campaign), sentences: self.sentences.clone() }
    }

    /// Reads a product's sentences, and the campaign's after them.
    ///
    /// # Errors
    /// Fails when a source is not valid Fluent, or two of them define one key.
    pub fn texts(&self, locale: Locale, own: &[&str]) -> Result<Texts, TextsError> {
        let sources: Vec<_> = own.iter().copied().chain([self.folder.sentences(locale)]).collect();
        Texts::load(locale, &sources)?.over(self.sentences.of(locale))
    }

    /// Reads the campaign's picture, if it has one.
    ///
    /// # Errors
    /// Fails when the picture is not one for a page.
    pub fn picture(&self) -> Result<Option<Picture>, PictureError> {
        self.folder.picture()
    }
}

#[cfg(test)]
mod tests {
    use domain::campaign::published::Version;

    use super::*;

    fn folder() -> CampaignFolder {
        CampaignFolder::find("time-to-lead").unwrap()
    }

    fn published(part: Part, content: String) -> Published {
        let mut published = Published::default();
        published.put(part, Version { number: 1, content });
        published
    }

    #[test]
    fn without_changes_a_campaign_is_its_folder() {
        let now = folder().now(&Published::default()).unwrap();
        assert_eq!(*now.campaign(), folder().campaign().unwrap());
        let plain = Texts::load(Locale::En, &[folder().sentences(Locale::En)]).unwrap();
        assert_eq!(now.texts(Locale::En, &[]).unwrap().get("campaign-pledge"), plain.get("campaign-pledge"));
    }

    #[test]
    fn an_edition_replaces_facts_and_sentences_and_leaves_the_others() {
        let mut edition = folder().now(&Published::default()).unwrap().edition();
        edition.facts.goal = 30_000;
        let lede = "One line.\nAnd \u{201c}another\u{201d}: { campaign-name }.";
        edition.sentences.en.insert("campaign-lede".to_owned(), lede.to_owned());
        let published = published(Part::Edition, serde_json::to_string(&edition).unwrap());
        let now = folder().now(&published).unwrap();
        assert_eq!((now.campaign().goal, now.campaign().partners.len()), (30_000, 1));
        assert_eq!(now.edition(), edition);
        let [en, fr] = Locale::ALL.map(|locale| now.texts(locale, &["own = Its own"]).unwrap());
        assert_eq!(en.get("campaign-lede"), "One line.\nAnd \u{201c}another\u{201d}: It’s time to lead.");
        assert_eq!(en.get("own"), "Its own");
        assert!(fr.get("campaign-lede").contains("Canada"));
    }

    #[test]
    fn partners_of_the_desk_take_the_place_of_the_folders() {
        let published = published(Part::Partners, "[]".to_owned());
        assert!(folder().now(&published).unwrap().campaign().partners.is_empty());
    }

    #[test]
    fn links_of_offices_are_those_that_the_desk_published() {
        let ottawa = "35079".parse().unwrap();
        let mut links = OfficeLinks::default();
        links.complete([ottawa], || [7; 16], jiff::Timestamp::UNIX_EPOCH);
        let published = published(Part::Offices, serde_json::to_string(&links).unwrap());
        assert_eq!(folder().now(&published).unwrap().offices().of(ottawa), links.of(ottawa));
        assert_eq!(folder().now(&Published::default()).unwrap().offices().of(ottawa), None);
    }

    #[test]
    fn a_roster_of_the_desk_takes_the_place_of_the_built_in_one() {
        let code = "35079".parse().unwrap();
        assert!(folder().now(&Published::default()).unwrap().roster().member(code).is_some());
        let published = published(Part::Members, "{\"35079\":{\"vacant\":{\"since\":\"2026-10-01\"}}}".to_owned());
        assert!(folder().now(&published).unwrap().roster().holder(code).is_vacant());
    }

    /// A release may be taken back while the desk has published with the newer one.
    #[test]
    fn fields_of_a_newer_release_are_passed_over() {
        let added = |value: &mut serde_json::Value| drop(value.as_object_mut().unwrap().insert("new".into(), 7.into()));
        let now = folder().now(&Published::default()).unwrap();
        let mut partners = serde_json::to_value(&now.campaign().partners).unwrap();
        added(&mut partners[0]);
        let mut edition = serde_json::to_value(now.edition()).unwrap();
        let inside = ["/facts", "/facts/organization", "/facts/officials", "/facts/officials/minister", "/sentences"];
        added(&mut edition);
        for place in inside {
            added(edition.pointer_mut(place).unwrap());
        }
        let mut members = serde_json::to_value(&**now.roster()).unwrap();
        added(&mut members["35079"]["member"]);
        let mut links = OfficeLinks::default();
        links.complete(["35079".parse().unwrap()], || [7; 16], jiff::Timestamp::UNIX_EPOCH);
        let mut offices = serde_json::to_value(&links).unwrap();
        added(&mut offices["35079"]);
        let parts =
            [(Part::Partners, partners), (Part::Edition, edition), (Part::Members, members), (Part::Offices, offices)];
        for (part, content) in parts {
            let read = folder().now(&published(part, content.to_string()));
            assert_eq!(*read.unwrap().campaign(), *now.campaign(), "{part}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_not_the_folder() {
        let refused = folder().now(&published(Part::Edition, "{}".to_owned())).unwrap_err();
        assert!(refused.to_string().contains("edition"));
        let mut edition = folder().now(&Published::default()).unwrap().edition();
        edition.facts.goal = 0;
        let published = published(Part::Edition, serde_json::to_string(&edition).unwrap());
        assert!(matches!(folder().now(&published), Err(PublishedError::Campaign(CampaignError::NoGoal))));
    }
}
