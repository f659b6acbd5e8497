//! A campaign's facts and settings, as `campaign.toml` gives them and its desk changes them.

pub mod changes;
pub mod edition;
pub mod members;
pub mod offices;
pub mod partner;
pub mod partner_changes;
pub mod published;
pub mod wording;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::campaign::partner::Partner;
use crate::campaign::wording::Wording;
use crate::locale::Locale;
use crate::mail::official::Officials;
use crate::slug::CampaignSlug;
use crate::time::earlier;

/// Months for which signers' data are kept after the campaign.
pub const KEPT_MONTHS: i32 = 6;

/// A campaign's facts and settings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    pub slug: CampaignSlug,
    /// The number of signers that the campaign aims at.
    pub goal: u64,
    /// Smaller goals on the way, each larger than the last.
    #[serde(default)]
    pub goal_steps: Vec<u64>,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    /// Names the version of the consent wording in the texts; change it with the wording.
    pub consent_wording: String,
    /// Former versions of that wording. The campaign's desk keeps them.
    #[serde(default)]
    pub wordings: Vec<Wording>,
    /// Whether every organizer beyond a viewer must have a second factor beside the mailed link.
    #[serde(default)]
    pub require_second_factor: bool,
    /// The organization behind the campaign.
    pub organization: Organization,
    /// Organizations that may be credited with a signature.
    #[serde(default)]
    pub partners: Vec<Partner>,
    /// The officials to whom letters are copied and supporters' words are addressed.
    #[serde(default)]
    pub officials: Officials,
}

/// The organization that runs the campaign, as mails and the privacy page must name it. A field that a newer release has added
/// is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// The address to which people write about their data.
    pub contact_email: String,
    /// The postal address in English, in one line, as Canada's anti-spam law asks for it in each mail.
    pub postal_address_en: String,
    /// The postal address in French, in one line.
    pub postal_address_fr: String,
    pub website: String,
}

impl Organization {
    /// Returns the postal address in a language.
    #[must_use]
    pub fn postal_address(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.postal_address_en,
            Locale::Fr => &self.postal_address_fr,
        }
    }
}

/// The reasons why a campaign's facts are refused.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// The text is not the expected TOML.
    #[error("campaign.toml: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("closes_at is not after opens_at")]
    ClosesBeforeItOpens,
    /// The day on which data are forgotten is beyond the last date that can be written.
    #[error("closes_at is too far away")]
    ClosesTooLate,
    /// The goal is zero.
    #[error("goal must be at least 1")]
    NoGoal,
    /// The goals on the way do not rise, or do not stay below the campaign's goal.
    #[error("goal_steps must grow, from at least 1 to less than the goal")]
    GoalSteps,
}

impl Campaign {
    /// # Errors
    /// Fails when a field is missing, unknown or impossible.
    pub fn parse(toml: &str) -> Result<Self, CampaignError> {
        toml::from_str::<Self>(toml)?.check()
    }

    /// Returns the campaign if its facts agree with each other.
    fn check(self) -> Result<Self, CampaignError> {
        if self.closes_at <= self.opens_at {
            return Err(CampaignError::ClosesBeforeItOpens);
        }
        if forgets_after(self.closes_at).is_none() {
            return Err(CampaignError::ClosesTooLate);
        }
        if self.goal == 0 {
            return Err(CampaignError::NoGoal);
        }
        let goals: Vec<_> = std::iter::once(0).chain(self.goals()).collect();
        if !goals.is_sorted_by(|one, next| one < next) {
            return Err(CampaignError::GoalSteps);
        }
        Ok(self)
    }

    /// Lists the goals on the way and then the campaign's own goal.
    fn goals(&self) -> impl Iterator<Item = u64> {
        self.goal_steps.iter().copied().chain([self.goal])
    }

    /// Returns the goal to show at a total: the first that is not reached. After the campaign's own it goes on by 1,
    /// 2.5, 5, 10 and their tenfolds, so that there always is one.
    #[must_use]
    pub fn goal_at(&self, total: i64) -> u64 {
        let total = u64::try_from(total).unwrap_or_default();
        self.goals().find(|goal| *goal > total).unwrap_or_else(|| round_number_above(total))
    }

    /// Returns the last goal that a total has reached, or `None`.
    #[must_use]
    pub fn goal_reached_at(&self, total: i64) -> Option<u64> {
        let total = u64::try_from(total).unwrap_or_default();
        let mut reached = self.goals().take_while(|goal| *goal <= total).last()?;
        while reached >= self.goal && round_number_above(reached) <= total {
            reached = round_number_above(reached);
        }
        Some(reached)
    }

    /// Returns the moment at which all personal data is forgotten; the counts stay.
    #[must_use]
    pub fn forgets_at(&self) -> Timestamp {
        forgets_after(self.closes_at).expect("parsing checked it")
    }

    /// Returns a moment on the last day on which one can sign. The campaign usually closes at the midnight after it.
    #[must_use]
    pub fn last_day(&self) -> Timestamp {
        earlier(self.closes_at, SignedDuration::from_secs(1))
    }

    /// Whether pledges are taken at that time.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.opens_at <= now && now < self.closes_at
    }

    /// Returns the partner whom a link credits. An unknown or paused one credits nobody and refuses nobody.
    #[must_use]
    pub fn partner(&self, slug: &str) -> Option<&Partner> {
        self.known_partner(slug).filter(|partner| partner.is_active())
    }

    /// Returns the partner with that slug in whatever state, for its name beside what it brought.
    #[must_use]
    pub fn known_partner(&self, slug: &str) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.slug.as_str() == slug)
    }
}

/// Returns the first of 1, 2.5, 5, 10, 25, 50, 100 … (from ten on) that is more.
fn round_number_above(number: u64) -> u64 {
    let mut ten = 10_u64;
    loop {
        for round in [ten, ten.saturating_mul(5) / 2, ten.saturating_mul(5)] {
            if round > number || round == u64::MAX {
                return round;
            }
        }
        ten = ten.saturating_mul(10);
    }
}

pub(crate) fn forgets_after(closes_at: Timestamp) -> Option<Timestamp> {
    let closes = closes_at.to_zoned_datetime(TimeZone::UTC);
    Some(closes.checked_add(KEPT_MONTHS.months()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        slug = "time-to-lead"
        goal = 20000
        opens_at = "2026-01-01T05:00:00Z"
        closes_at = "2027-01-01T05:00:00Z"
        consent_wording = "1"
        [organization]
        contact_email = "info@example.org"
        postal_address_en = "1 Example St"
        postal_address_fr = "1, rue Exemple"
        website = "https://example.org"
        [[partners]]
        slug = "river-town"
        name_en = "River Town"
        name_fr = "Ville-Rivière"
    "#;

    #[test]
    fn a_campaign_is_open_from_its_first_moment_until_before_its_last() {
        let campaign = Campaign::parse(GOOD).unwrap();
        assert!(campaign.is_open(campaign.opens_at));
        assert!(!campaign.is_open(campaign.closes_at));
        assert!(campaign.partner("river-town").is_some());
        assert!(campaign.partner("nobody").is_none());
    }

    #[test]
    fn a_paused_partner_is_known_and_credits_nobody() {
        for state in ["paused", "ended"] {
            let campaign = Campaign::parse(&format!("{GOOD}\n        state = \"{state}\"")).unwrap();
            assert!(campaign.partner("river-town").is_none(), "{state}");
            assert!(campaign.known_partner("river-town").is_some(), "its count keeps its name");
        }
    }

    #[test]
    fn a_campaign_ends_while_there_are_dates() {
        let until = |year: u32| Campaign::parse(&GOOD.replace("2027-01-01", &format!("{year}-12-01")));
        assert!(until(9998).is_ok());
        assert!(matches!(until(9999), Err(CampaignError::ClosesTooLate)));
    }

    #[test]
    fn an_address_is_written_in_both_languages() {
        let organization = Campaign::parse(GOOD).unwrap().organization;
        assert_eq!(Locale::ALL.map(|locale| organization.postal_address(locale)), ["1 Example St", "1, rue Exemple"]);
        let in_french_only = GOOD.replace("postal_address_en = \"1 Example St\"", "");
        assert!(Campaign::parse(&in_french_only).is_err());
    }

    #[test]
    fn impossible_campaigns_are_refused() {
        assert!(Campaign::parse(&GOOD.replace("20000", "0")).is_err());
        assert!(Campaign::parse(&GOOD.replace("2027", "2025")).is_err());
        assert!(Campaign::parse(&GOOD.replace("river-town", "River Town")).is_err());
        assert!(Campaign::parse(&format!("goall = 3\n{GOOD}")).is_err());
    }

    #[test]
    fn officials_are_those_that_are_named_and_their_addresses_are_addresses() {
        assert_eq!(Campaign::parse(GOOD).unwrap().officials, Officials::default());
        let with = |email: &str| {
            let minister = format!(
                "[officials.minister]\noffice_en = \"Minister\"\noffice_fr = \"Ministre\"\nemail = \"{email}\"\n\
                 postal_address_en = [\"Ottawa\"]\npostal_address_fr = [\"Ottawa\"]"
            );
            Campaign::parse(&format!("{GOOD}\n{minister}"))
        };
        assert!(with("minister@example.org").unwrap().officials.minister.unwrap().email.is_some());
        assert!(with("not an address").is_err());
    }

    #[test]
    fn the_goal_that_is_shown_is_the_next_one() {
        let stepped = GOOD.replace("goal = 20000", "goal = 20000\n goal_steps = [1000, 2500]");
        let campaign = Campaign::parse(&stepped).unwrap();
        let seen = |total| (campaign.goal_at(total), campaign.goal_reached_at(total));
        assert_eq!(seen(0), (1000, None));
        assert_eq!(seen(999), (1000, None));
        assert_eq!(seen(1000), (2500, Some(1000)));
        assert_eq!(seen(2500), (20_000, Some(2500)));
        assert_eq!(seen(19_999), (20_000, Some(2500)));
        assert_eq!(seen(20_000), (25_000, Some(20_000)), "after the campaign's own goal it goes on");
        assert_eq!(seen(24_999), (25_000, Some(20_000)));
        assert_eq!(seen(25_000), (50_000, Some(25_000)));
        assert_eq!(seen(1_000_000), (2_500_000, Some(1_000_000)));
        assert_eq!(seen(-1), (1000, None));
        assert!(seen(i64::MAX).0 > 0, "it ends");
        let plain = Campaign::parse(GOOD).unwrap();
        assert_eq!((plain.goal_at(3), plain.goal_at(20_000)), (20_000, 25_000), "steps are not needed");
    }

    #[test]
    fn goals_that_do_not_grow_are_refused() {
        for steps in ["[0]", "[5, 5]", "[9, 5]", "[20000]", "[30000]"] {
            let toml = GOOD.replace("goal = 20000", &format!("goal = 20000\n goal_steps = {steps}"));
            assert!(Campaign::parse(&toml).is_err(), "{steps}");
        }
    }
}
