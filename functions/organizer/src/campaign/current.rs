//! The campaign as it stands at a request, and its former versions.

use campaigns::{CampaignFolder, CampaignNow};
use domain::campaign::edition::Edition;
use domain::campaign::published::{Part, Published, Version};
use pages::Site;
use store::StoreError;

use crate::campaign::versions::read;
use crate::failure::Failure;
use crate::visit::Visit;

/// The newest edition of the campaign, with the folder that has the first one.
pub(crate) struct Current {
    pub(crate) folder: CampaignFolder,
    pub(crate) edition: Edition,
    published: Published,
}

impl Current {
    /// Reads what is published at this moment. A preview of an older state would hide the change of a colleague.
    pub(crate) async fn read(visit: &Visit) -> Result<Self, Failure> {
        visit.context.campaign.catch_up_on(Part::Edition).await?;
        let slug = &visit.context.site.campaign().slug;
        let folder = CampaignFolder::find(slug.as_str()).map_err(|_| Failure::NOT_FOUND)?;
        let published = visit.context.campaign.published();
        let edition = readable(folder, &published)?.edition();
        Ok(Self { folder, edition, published })
    }

    /// The number of the newest version.
    pub(crate) fn number(&self) -> u32 {
        self.published.number(Part::Edition)
    }

    /// The campaign as it would be with another edition.
    pub(crate) fn with(&self, edition: &Edition) -> Result<CampaignNow, Failure> {
        let content = serde_json::to_string(edition).expect("texts and numbers");
        let mut published = self.published.clone();
        published.put(Part::Edition, Version { number: self.number() + 1, content });
        readable(self.folder, &published)
    }

    /// The site as it would be with another edition.
    pub(crate) fn site(&self, visit: &Visit, edition: &Edition) -> Result<Site, Failure> {
        Site::of(&self.with(edition)?, &visit.context.site.url(""), ["", ""]).map_err(|error| {
            tracing::error!(%error, "a change of the campaign cannot be shown");
            StoreError::Corrupt.into()
        })
    }

    /// The edition of a version; the folder's is number 0. `None` when there is no such version.
    pub(crate) async fn version(&self, visit: &Visit, number: u32) -> Result<Option<Edition>, Failure> {
        if number == self.number() {
            return Ok(Some(self.edition.clone()));
        }
        if number == 0 {
            return Ok(Some(readable(self.folder, &Published::default())?.edition()));
        }
        let past = visit.context.office.past_version(Part::Edition, number).await?;
        past.map(|past| read(&past.version.content)).transpose()
    }
}

fn readable(folder: CampaignFolder, published: &Published) -> Result<CampaignNow, Failure> {
    folder.now(published).map_err(|error| {
        tracing::error!(%error, "the campaign cannot be read");
        StoreError::Corrupt.into()
    })
}
