//! The count, its bar and its words, as pages and embeds show them.

use askama::Template;
use domain::locale::Locale;
use ridings::Riding;

use crate::site::Site;

/// A count with its words; the script picks among them as the count grows. Put it into a page as `{{ counter|safe }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "counter.html")]
pub struct Counter {
    /// The address at which the script asks for the count.
    url: String,
    total: i64,
    /// The total as the language writes it.
    number: String,
    /// The label under the number now, under a one, and under more.
    label: String,
    one: String,
    many: String,
    goal: Option<Goal>,
}

/// The distance to the next goal.
#[derive(Clone, Debug)]
struct Goal {
    /// The next goal: it moves on when it is reached.
    count: i64,
    bar: String,
    /// The sentence under the bar.
    sentence: String,
    /// The sentence for after the goal has moved on, with places for the old goal and the next one.
    next: String,
}

impl Counter {
    /// Makes everyone's count, with the campaign's goal.
    #[must_use]
    pub fn of_campaign(site: &Site, locale: Locale, total: i64) -> Self {
        let t = site.texts(locale);
        let goal = i64::try_from(site.campaign().goal_at(total)).unwrap_or(i64::MAX);
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
                sentence: goal_sentence(site, locale, total),
                next: t.with("counter-goal-reached", [("reached", "{reached}".into()), ("goal", "{goal}".into())]),
            }),
        }
    }

    /// Makes one riding's count. The goal is everybody's, so there is none here.
    #[must_use]
    pub fn of_riding(site: &Site, locale: Locale, riding: &Riding, count: i64) -> Self {
        let t = site.texts(locale);
        let name = riding.shown(locale);
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

    /// Puts the count into one sentence, without the number when that is zero.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.total == 0 { self.label.clone() } else { format!("{} {}", self.number, self.label) }
    }

    /// Returns the count as the language writes it; `None` for zero, which has words of its own.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        (self.total != 0).then_some(self.number.as_str())
    }

    /// Returns the sentence about the next goal, and the one that was reached; `None` for a riding's count.
    #[must_use]
    pub fn goal(&self) -> Option<&str> {
        self.goal.as_ref().map(|goal| goal.sentence.as_str())
    }

    /// Returns the words under the number.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }
}

/// Puts the next goal into words, after the one that was reached.
fn goal_sentence(site: &Site, locale: Locale, total: i64) -> String {
    let (t, campaign) = (site.texts(locale), site.campaign());
    let goal = t.number(i64::try_from(campaign.goal_at(total)).unwrap_or(i64::MAX));
    match campaign.goal_reached_at(total) {
        None => t.with("counter-goal", [("goal", goal.into())]),
        Some(reached) => {
            let reached = t.number(i64::try_from(reached).unwrap_or(i64::MAX));
            t.with("counter-goal-reached", [("reached", reached.into()), ("goal", goal.into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;

    use super::*;

    #[test]
    fn a_counter_says_the_next_goal_and_the_one_that_was_reached() {
        let site = Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let said = |locale, total| Counter::of_campaign(&site, locale, total).goal().map(str::to_owned);
        assert_eq!(said(Locale::En, 999).as_deref(), Some("Our goal: 1,000"));
        assert_eq!(said(Locale::En, 1_000).as_deref(), Some("1,000 reached. Our next goal: 2,500"));
        let french = "Objectif atteint\u{202f}: 1\u{202f}000. Prochain objectif\u{202f}: 2\u{202f}500";
        assert_eq!(said(Locale::Fr, 1_200).as_deref(), Some(french));
        let riding = ridings::all().first().unwrap();
        assert_eq!(Counter::of_riding(&site, Locale::En, riding, 1_000).goal(), None, "the goal is everybody's");
    }
}
