//! The preview of a change: what differs, and the page, the mails and the letters as they would be.

use askama::Template;
use axum::response::Response;
use campaigns::named_in_consent;
use domain::locale::Locale;
use pages::{CampaignPage, PledgeForm, Site};
use store::StoreError;

use crate::campaign::change::{Outcome, Proposal};
use crate::campaign::current::Current;
use crate::campaign::letter;
use crate::campaign::mail_text::MailText;
use crate::campaign::words::Difference;
use crate::failure::Failure;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "campaign/preview.html")]
struct PreviewPage<'a> {
    frame: OfficeFrame<'a>,
    /// The address that the change is sent to, and the fields that carry it there.
    action: String,
    fields: Vec<(String, String)>,
    differences: Vec<Difference>,
    /// Items of an undo that stay, because they changed once more.
    stays: Vec<String>,
    /// The day on which names will be erased, when the end changes.
    erases: Option<String>,
    /// The day's version of the consent, when its sentence changes.
    raises_wording: bool,
    /// Sentences about the organizations that the consent names, and those that it names no more.
    named: Vec<String>,
    sights: Vec<Sight>,
    /// Whether the change can be taken back into its form.
    can_change: bool,
}

/// The page, the mails and the letters in one language.
struct Sight {
    locale: Locale,
    page: String,
    mail: MailText,
    letters: [letter::LetterPreview; 3],
    /// The sentences around a letter that the campaign passes on.
    passed_on: [String; 2],
    digests: [letter::LetterPreview; 2],
}

/// The way on from a preview.
pub(crate) struct Onward {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) can_change: bool,
}

/// Shows what a proposal changes.
pub(crate) async fn show(visit: &Visit, current: &Current, proposal: &Proposal, onward: Onward) -> Answer {
    let words = proposal.words(visit);
    let total = visit.context.snapshot(visit.caller.now).await.ok().map(|snapshot| snapshot.tally.total());
    let site = current.site(visit, &proposal.edition)?;
    let sight = |locale| sight(visit, current, proposal, &site, locale, total);
    let erases = (proposal.edition.facts.closes_at != current.edition.facts.closes_at).then(|| {
        let day = visit.texts().day(site.campaign().forgets_at());
        visit.texts().with("office-edition-erases", [("day", day.into())])
    });
    let page = PreviewPage {
        frame: visit.frame(OfficePage::Campaign, "office-campaign-preview", "/campaign"),
        action: onward.action,
        fields: onward.fields,
        differences: words.differences(&current.edition, &proposal.edition),
        stays: proposal.stays.iter().map(|item| words.name(item)).collect(),
        erases,
        raises_wording: proposal.changes_consent(&current.edition),
        named: named(visit, &current.site(visit, &current.edition)?, &site),
        sights: Locale::ALL.into_iter().map(sight).collect::<Result<_, _>>()?,
        can_change: onward.can_change,
    };
    Ok(answer(&page.frame, &page))
}

/// Leads to the desk's overview, which says that a version is published.
pub(crate) fn to_published(visit: &Visit, number: u32) -> Response {
    visit.to(&format!("/campaign?published={number}"))
}

/// Publishes a proposal that needs no form of its own, or shows it first. `path` is its address after the language.
pub(crate) async fn show_or_publish(
    visit: &Visit,
    current: &Current,
    proposal: &Proposal,
    path: &str,
    publishes: bool,
) -> Answer {
    if publishes {
        return match proposal.publish(visit, current).await? {
            Outcome::Done(number) => Ok(to_published(visit, number)),
            Outcome::Overtaken | Outcome::TooLong => Err(Failure::Changed),
        };
    }
    let onward = Onward {
        action: format!("/organizer/{}{path}", visit.locale),
        fields: vec![("from".to_owned(), current.number().to_string())],
        can_change: false,
    };
    show(visit, current, proposal, onward).await
}

/// Says which organizations the consent's sentence names that it did not name before, and the other way round.
fn named(visit: &Visit, before: &Site, after: &Site) -> Vec<String> {
    let of = |site: &Site| named_in_consent(site.campaign(), [site.texts(Locale::En), site.texts(Locale::Fr)]);
    let (before, after) = (of(before), of(after));
    let say = |key: &str, these: &[[String; 2]], others: &[[String; 2]]| {
        let names = these.iter().filter(|names| !others.contains(names)).map(|[en, fr]| match visit.locale {
            Locale::En => en.as_str(),
            Locale::Fr => fr.as_str(),
        });
        let names = names.collect::<Vec<_>>().join(", ");
        (!names.is_empty()).then(|| visit.texts().with(key, [("names", names.into())]))
    };
    let said = [say("office-edition-names", &after, &before), say("office-edition-names-no-more", &before, &after)];
    said.into_iter().flatten().collect()
}

fn sight(
    visit: &Visit,
    current: &Current,
    proposal: &Proposal,
    site: &Site,
    locale: Locale,
    total: Option<i64>,
) -> Result<Sight, Failure> {
    let page = CampaignPage::new(site, locale, total, PledgeForm::default()).at_time(visit.caller.now).html();
    let mail = MailText::confirmation(&current.with(&proposal.edition)?, site, locale).map_err(|error| {
        tracing::error!(%error, "a mail cannot be shown");
        StoreError::Corrupt
    })?;
    Ok(Sight {
        locale,
        page: without_scripts(&page),
        mail,
        letters: letter::example(site, locale),
        passed_on: letter::passed_on(site, locale),
        digests: letter::digests(site, locale, visit.caller.now),
    })
}

/// Takes the scripts out of a page. The frame of a preview runs none, and a browser would complain.
fn without_scripts(page: &str) -> String {
    let mut parts = page.split("<script");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("</script>").map_or("", |(_, after)| after));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_taken_out_and_nothing_else() {
        assert_eq!(without_scripts("a<script src=\"x\"></script>b<script>c</script>\nd"), "ab\nd");
        assert_eq!(without_scripts("<p>none</p>"), "<p>none</p>");
    }
}
