//! An edition of a campaign: the facts and sentences that its desk has changed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::campaign::wording::Wording;
use crate::campaign::{Campaign, CampaignError, Organization};
use crate::locale::Locale;
use crate::mail::official::Officials;

/// The facts and sentences of a campaign that its desk may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub facts: Facts,
    /// The sentences that differ from those of the campaign's folder.
    #[serde(default)]
    pub sentences: Sentences,
}

/// The facts of a campaign that its desk may change. [`Campaign`] says what each is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub goal: u64,
    pub goal_steps: Vec<u64>,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub consent_wording: String,
    /// Former versions of that wording.
    #[serde(default)]
    pub wordings: Vec<Wording>,
    pub organization: Organization,
    pub officials: Officials,
}

/// Sentences in both languages, by their keys. Each is the Fluent source of the sentence's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentences {
    pub en: BTreeMap<String, String>,
    pub fr: BTreeMap<String, String>,
}

impl Sentences {
    #[must_use]
    pub const fn of(&self, locale: Locale) -> &BTreeMap<String, String> {
        match locale {
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }
}

impl Facts {
    #[must_use]
    pub fn of(campaign: &Campaign) -> Self {
        Self {
            goal: campaign.goal,
            goal_steps: campaign.goal_steps.clone(),
            opens_at: campaign.opens_at,
            closes_at: campaign.closes_at,
            consent_wording: campaign.consent_wording.clone(),
            wordings: campaign.wordings.clone(),
            organization: campaign.organization.clone(),
            officials: campaign.officials.clone(),
        }
    }

    /// Returns the campaign with these facts in place of its own.
    ///
    /// # Errors
    /// Fails when the facts contradict each other.
    pub fn put_into(&self, campaign: Campaign) -> Result<Campaign, CampaignError> {
        let Self { goal, goal_steps, opens_at, closes_at, consent_wording, wordings, organization, officials } =
            self.clone();
        let changed = Campaign {
            goal,
            goal_steps,
            opens_at,
            closes_at,
            consent_wording,
            wordings,
            organization,
            officials,
            ..campaign
        };
        changed.check()
    }
}
