//! The privacy page: the kept data, the reasons, the end of each, and everybody's rights.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::locale::Locale;
use http::HeaderMap;
use pages::{Frame, public};
use web::Lang;

use crate::context::Context;

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage<'a> {
    frame: Frame<'a>,
    /// The responsible organization and its address.
    who: String,
    /// The day on which all of it is erased.
    kept: String,
    contact: &'a str,
    rows: Vec<Row>,
    has_edge: bool,
    is_on_aws: bool,
}

/// One kind of data: its content, reason and end.
struct Row {
    what: String,
    why: String,
    until: String,
}

/// Answers `GET /{lang}/privacy`.
pub(crate) async fn show(State(context): State<Arc<Context>>, Lang(locale): Lang, headers: HeaderMap) -> Response {
    public(&headers, &page(&context.site, locale, (context.is_on_aws, context.has_edge)))
}

fn page(site: &pages::Site, locale: Locale, (is_on_aws, has_edge): (bool, bool)) -> PrivacyPage<'_> {
    let t = site.texts(locale);
    let campaign = site.campaign();
    let contact = campaign.organization.contact_email.as_str();
    let day = t.day(campaign.forgets_at());
    let kept = t.with("privacy-kept-body", [("day", day.into())]);
    let until_end = t.get("privacy-until-end");
    let rows = [
        ("privacy-name", until_end.clone()),
        ("privacy-email", until_end.clone()),
        ("privacy-home", until_end.clone()),
        ("privacy-comment", until_end.clone()),
        ("privacy-times", until_end.clone()),
        ("privacy-updates", t.get("privacy-until-updates")),
        ("privacy-heard", t.get("privacy-until-heard")),
        ("privacy-paper", t.get("privacy-until-paper")),
        ("privacy-link", until_end.clone()),
        ("privacy-draft", t.get("privacy-until-draft")),
        ("privacy-code", t.get("privacy-until-code")),
        ("privacy-corrections", t.get("privacy-until-corrections")),
        ("privacy-person", until_end),
        ("privacy-mails", t.get("privacy-until-mails")),
        ("privacy-farewell", t.get("privacy-until-farewell")),
        ("privacy-network", t.get("privacy-until-network")),
        ("privacy-cohort", t.get("privacy-until-cohort")),
        ("privacy-removed", t.get("privacy-until-removed")),
        ("privacy-letter", t.get("privacy-until-letter")),
        ("privacy-partner", t.get("privacy-until-partner")),
    ];
    let who = t.with(
        "privacy-who",
        [
            ("organization", t.get("campaign-organization").into()),
            ("address", campaign.organization.postal_address(locale).into()),
            ("contact", contact.into()),
        ],
    );
    PrivacyPage {
        frame: Frame::new(site, locale, t.get("privacy-title"), "/privacy"),
        who,
        kept,
        contact,
        rows: rows.map(|(key, until)| Row { what: t.get(key), why: t.get(&format!("{key}-why")), until }).into(),
        has_edge,
        is_on_aws,
    }
}

#[cfg(test)]
mod tests {
    use campaigns::{CAMPAIGNS, CampaignFolder};

    use super::*;

    #[test]
    fn it_names_the_day_six_months_after_the_campaign_in_both_languages() {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        assert!(page(&site, Locale::En, (true, false)).render().unwrap().contains("March 22, 2028"));
        assert!(page(&site, Locale::Fr, (true, false)).render().unwrap().contains("22 mars 2028"));
    }

    #[test]
    fn it_names_the_way_through_an_edge_only_where_there_is_one() {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        for (locale, outside) in [(Locale::En, "outside Canada"), (Locale::Fr, "hors du Canada")] {
            assert!(page(&site, locale, (true, true)).render().unwrap().contains(outside));
            assert!(!page(&site, locale, (true, false)).render().unwrap().contains(outside));
        }
    }

    #[test]
    fn it_names_amazon_only_where_the_data_are_there() {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        for (locale, own) in [(Locale::En, "a machine of its own"), (Locale::Fr, "une machine à lui")] {
            let [there, here] = [true, false].map(|aws| page(&site, locale, (aws, false)).render().unwrap());
            assert!(there.contains("Amazon") && !there.contains(own));
            assert!(here.contains(own) && !here.contains("Amazon"));
        }
    }

    #[test]
    fn every_campaign_has_one() {
        for folder in CAMPAIGNS {
            let site = pages::Site::load(*folder, "https://example.org").unwrap();
            for locale in Locale::ALL {
                let html = page(&site, locale, (true, false)).render().unwrap();
                assert!(html.contains(&site.campaign().organization.contact_email));
            }
        }
    }
}
