//! The count, its bar and its words, as pages and embeds show them.

use askama::Template;
use domain::locale::Locale;
use ridings::Riding;

use crate::site::Site;

/// A count with its words; the script picks among them as the count grows. Put it into a page as `{{ counter|safe }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "counter.html")]
pub struct Counter {
    /// Where the script asks for the count.
    url: String,
    total: i64,
    /// The total as the language writes it.
    number: String,
    /// What stands under the number now, under a one, and under more.
    label: String,
    one: String,
    many: String,
    goal: Option<Goal>,
}

/// How far it is to go.
#[derive(Clone, Debug)]
struct Goal {
    count: i64,
    bar: String,
    /// What stands under the bar before and after the goal is reached.
    below: String,
    reached: String,
}

impl Counter {
    /// Everyone's count, with the campaign's goal.
    #[must_use]
    pub fn of_campaign(site: &Site, locale: Locale, total: i64) -> Self {
        let t = site.texts(locale);
        let goal = i64::try_from(site.campaign().goal).unwrap_or(i64::MAX);
        let label = |count: i64| t.with("counter-label", [("count", count.into())]);
        Self {
            url: "/v1/counter".to_owned(),
            total,
            number: t.number(total),
            label: label(total),
            one: label(1),
            many: label(2),
            goal: Some(Goal {
                count: goal,
                bar: t.get("counter-bar"),
                below: t.with("counter-goal", [("goal", goal.into())]),
                reached: t.with("counter-goal-reached", [("goal", goal.into())]),
            }),
        }
    }

    /// One riding's count. The goal is everybody's, so there is none here.
    #[must_use]
    pub fn of_riding(site: &Site, locale: Locale, riding: &Riding, count: i64) -> Self {
        let t = site.texts(locale);
        let name = riding.name(locale);
        let label = |count: i64| t.with("counter-label-riding", [("count", count.into()), ("riding", name.into())]);
        Self {
            url: format!("/v1/tally/{}", riding.code),
            total: count,
            number: t.number(count),
            label: label(count),
            one: label(1),
            many: label(2),
            goal: None,
        }
    }

    /// What the count says, in one sentence without the number when that is zero.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.total == 0 { self.label.clone() } else { format!("{} {}", self.number, self.label) }
    }

    /// The count as the language writes it; nothing for zero, whose words say it.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        (self.total != 0).then_some(self.number.as_str())
    }

    /// The words under the number.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }
}
