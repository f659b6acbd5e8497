//! The organizations that the sentence beside the box for news names.

use domain::campaign::Campaign;
use domain::locale::Locale;
use domain::webhooks::recipient::named_by;

use crate::texts::{Texts, french_typography};

/// Lists the organizations that the consent names in both languages, each by its name in English and in French. They are
/// the campaign's own and its partners.
#[must_use]
pub fn named_in_consent(campaign: &Campaign, [en, fr]: [&Texts; 2]) -> Vec<[String; 2]> {
    let contact = campaign.organization.contact_email.as_str();
    let [in_english, in_french] =
        [en, fr].map(|texts| texts.with("campaign-consent-updates", [("contact", contact.into())]));
    let own = [en, fr].map(|texts| texts.get("campaign-organization"));
    let partners = campaign
        .partners
        .iter()
        .map(|partner| [partner.name(Locale::En).to_owned(), french_typography(partner.name(Locale::Fr)).into_owned()]);
    let mut named = named_by([&in_english, &in_french], std::iter::once(own).chain(partners));
    named.dedup();
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CampaignFolder;

    #[test]
    fn the_campaigns_own_organization_is_named_and_no_other() {
        let folder = CampaignFolder::find("time-to-lead").unwrap();
        let [en, fr] = Locale::ALL.map(|locale| Texts::load(locale, &[folder.sentences(locale)]).unwrap());
        let named = named_in_consent(&folder.campaign().unwrap(), [&en, &fr]);
        assert_eq!(
            named,
            [["Canadian Council for Refugees".to_owned(), "Conseil canadien pour les réfugiés".to_owned()]]
        );
    }
}
