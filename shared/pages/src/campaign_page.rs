//! The campaign page: what is asked, how many stand behind it, and the form.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use domain::locale::Locale;
use jiff::Timestamp;

use crate::form::{PledgeForm, UpdatesField};
use crate::frame::Frame;
use crate::site::Site;

/// The campaign page. With errors in the form, the form comes first.
#[derive(Debug, Template)]
#[template(path = "campaign.html")]
pub struct CampaignPage<'a> {
    frame: Frame<'a>,
    total: Option<i64>,
    form: PledgeForm,
    /// The sentence that stands where the form would, when the campaign takes no pledges.
    instead_of_form: Option<String>,
}

/// The count and its words. The script picks among them as the count grows.
struct Counter {
    total: i64,
    goal: i64,
    /// The total as the language writes it.
    number: String,
    /// What stands under the number now, under a one, and under more.
    label: String,
    one: String,
    many: String,
    /// What stands under the bar before and after the goal is reached.
    below: String,
    reached: String,
}

impl<'a> CampaignPage<'a> {
    /// The page with a count, or without one when none is known: never with a zero that is not true.
    #[must_use]
    pub fn new(site: &'a Site, locale: Locale, total: Option<i64>, mut form: PledgeForm) -> Self {
        form.partner = form.partner.filter(|slug| site.campaign().partner(slug).is_some());
        let path = form.partner.as_ref().map(|slug| format!("?partner={slug}")).unwrap_or_default();
        let frame = Frame::new(site, locale, site.texts(locale).get("campaign-name"), &path);
        let frame = if form.errors.is_empty() { frame } else { frame.with_errors() };
        Self { frame, total, form, instead_of_form: None }
    }

    /// The page at a time: before the campaign opens and after it closes, a sentence stands where the form would.
    #[must_use]
    pub fn at_time(mut self, now: Timestamp) -> Self {
        let campaign = self.frame.site.campaign();
        self.instead_of_form = if now < campaign.opens_at {
            let day = self.frame.t.day(campaign.opens_at);
            Some(self.frame.t.with("campaign-opens-on", [("day", day.into())]))
        } else if campaign.is_open(now) {
            None
        } else {
            Some(self.frame.t.get("error-campaign-closed"))
        };
        self
    }

    /// The page as HTML.
    #[must_use]
    pub fn html(&self) -> String {
        self.render().expect("templates render from memory")
    }

    fn counter(&self) -> Option<Counter> {
        let t = self.frame.t;
        let total = self.total?;
        let goal = i64::try_from(self.frame.site.campaign().goal).unwrap_or(i64::MAX);
        let label = |count: i64| t.with("counter-label", [("count", count.into())]);
        let about_goal = |key| t.with(key, [("goal", goal.into())]);
        Some(Counter {
            total,
            goal,
            number: t.number(total),
            label: label(total),
            one: label(1),
            many: label(2),
            below: about_goal("counter-goal"),
            reached: about_goal("counter-goal-reached"),
        })
    }

    /// Whose invitation it is, when a partner's link was followed.
    fn invitation(&self) -> Option<String> {
        let partner = self.form.partner.as_deref()?;
        let name = self.frame.site.partner_name(partner, self.frame.locale)?;
        Some(self.frame.t.with("form-partner", [("partner", name.into())]))
    }

    fn updates(&self) -> UpdatesField {
        UpdatesField::new(self.frame.site, self.frame.locale, self.form.updates)
    }
}

impl IntoResponse for CampaignPage<'_> {
    fn into_response(self) -> Response {
        Html(self.html()).into_response()
    }
}
