//! The partners as they are published now, and changes of them that others may overtake.

use axum::response::Response;
use domain::campaign::partner::{Partner, PartnerState};
use domain::campaign::published::Part;
use domain::slug::PartnerSlug;
use store::{Change, Publishing};

use crate::context::Context;
use crate::failure::Failure;

/// A change that somebody else overtakes is tried so many times.
const TRIES_MAX: usize = 8;

/// The address of the partners' room after a change.
pub(crate) const SAVED: &str = "/partners?saved=1";

/// The partners as the desk has published them last.
pub(crate) struct PublishedPartners {
    /// The number of the version.
    pub(crate) from: u32,
    pub(crate) partners: Vec<Partner>,
}

impl PublishedPartners {
    /// Reads what was published before this request.
    pub(crate) async fn read(context: &Context) -> Result<Self, Failure> {
        context.campaign.catch_up_on(Part::Partners).await?;
        let (from, site) = (context.campaign.published().number(Part::Partners), context.campaign.now());
        Ok(Self { from, partners: site.campaign().partners.clone() })
    }

    pub(crate) fn get(&self, slug: &PartnerSlug) -> Result<&Partner, Failure> {
        self.partners.iter().find(|partner| partner.slug == *slug).ok_or(Failure::NOT_FOUND)
    }

    /// Returns the same partners with one in place of the partner of its slug, or with one more.
    pub(crate) fn with(&self, partner: Partner) -> Vec<Partner> {
        let mut partners = self.partners.clone();
        match partners.iter_mut().find(|known| known.slug == partner.slug) {
            Some(known) => *known = partner,
            None => partners.push(partner),
        }
        partners
    }

    /// Makes the change that publishes other partners in place of these.
    pub(crate) fn change(&self, partners: &[Partner]) -> Change {
        let content = serde_json::to_string(partners).expect("partners are plain data");
        Change { part: Part::Partners, from: self.from, content }
    }

    /// The subject of an entry in the log: the partner in words, and the version, which tells two changes apart.
    pub(crate) fn about(&self, partner: &Partner) -> String {
        format!("{} / {} ({}), {}", partner.name_en, partner.name_fr, partner.slug, self.from + 1)
    }
}

/// Takes a publication up at once, and returns whether it was done; false when somebody else was faster.
pub(crate) async fn took_effect(context: &Context, publishing: Publishing) -> Result<bool, Failure> {
    match publishing {
        Publishing::Done(_) => {
            context.campaign.catch_up_on(Part::Partners).await?;
            Ok(true)
        }
        Publishing::Overtaken => Ok(false),
        Publishing::TooLong => Err(Failure::TooManyPartners),
    }
}

/// Makes a change of the newest partners, and makes it again when somebody else was faster. `change` returns nothing when it
/// was overtaken. If others are faster each time, nothing is returned.
pub(crate) async fn over_newest<F>(
    context: &Context,
    change: impl Fn(PublishedPartners) -> F,
) -> Result<Option<Response>, Failure>
where
    F: Future<Output = Result<Option<Response>, Failure>>,
{
    for _ in 0..TRIES_MAX {
        if let Some(answer) = change(PublishedPartners::read(context).await?).await? {
            return Ok(Some(answer));
        }
    }
    Ok(None)
}

/// The key of a state's name.
pub(crate) const fn state_key(state: PartnerState) -> &'static str {
    match state {
        PartnerState::Active => "office-partners-active",
        PartnerState::Paused => "office-partners-paused",
        PartnerState::Ended => "office-partners-ended",
    }
}
