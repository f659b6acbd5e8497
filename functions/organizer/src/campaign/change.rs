//! A change of the campaign: the rules that it keeps, and its publication with an entry in the log.

use campaigns::ottawas_day;
use domain::campaign::changes::{Item, Moment};
use domain::campaign::edition::Edition;
use domain::campaign::published::Part;
use domain::campaign::wording::Wording;
use domain::locale::Locale;
use domain::office::audit::Action;
use pages::FieldMessage;
use store::{Change, Publishing};

use crate::campaign::current::Current;
use crate::campaign::letter;
use crate::campaign::model::{CONSENT, Model};
use crate::campaign::summary::Summary;
use crate::campaign::words::Words;
use crate::failure::Failure;
use crate::visit::Visit;

/// An edition that somebody wants to publish after the current one.
pub(crate) struct Proposal {
    pub(crate) models: Vec<Model>,
    pub(crate) edition: Edition,
    /// The reason that the log keeps; empty where none is asked for.
    pub(crate) reason: String,
    /// Whether the languages may change apart: somebody said why, or the change is an undo.
    pub(crate) may_differ: bool,
    /// The version that an undo takes back.
    pub(crate) undoes: Option<u32>,
    /// The items of an undo that stay.
    pub(crate) stays: Vec<Item>,
}

/// The outcome of a wish to publish.
pub(crate) enum Outcome {
    /// Published, with this number.
    Done(u32),
    /// Somebody else was faster.
    Overtaken,
    /// The campaign's texts together are longer than the database keeps.
    TooLong,
}

impl Proposal {
    pub(crate) fn words<'a>(&'a self, visit: &'a Visit) -> Words<'a> {
        Words { texts: visit.context.site.texts(visit.locale), models: self.models.as_slice() }
    }

    /// Whether people will read another sentence beside the checkbox for news. It always names the contact address.
    pub(crate) fn changes_consent(&self, current: &Edition) -> bool {
        let differences = self.edition.differences(current);
        differences.contains(&Item::ContactEmail)
            || Locale::ALL.iter().any(|locale| differences.contains(&Item::sentence(*locale, CONSENT)))
    }

    /// Lists the rules that the change breaks. A preview and the publication both ask.
    pub(crate) async fn refusals(&self, visit: &Visit, current: &Current) -> Result<Vec<FieldMessage>, Failure> {
        let words = self.words(visit);
        let now = visit.caller.now;
        let counted = visit.context.counted(now).await?.tally.total();
        let refused = self.edition.refusals(&current.edition, Moment { now, counted });
        let mut faults: Vec<_> = refused.into_iter().map(|refusal| words.refused(refusal)).collect();
        if faults.is_empty() && !self.may_differ {
            let lopsided = self.edition.in_one_language(&current.edition);
            faults.extend(lopsided.iter().map(|item| words.lopsided(item)));
        }
        if faults.is_empty() && self.changes_letter(current) {
            let over = letter::too_long_by(&current.site(visit, &self.edition)?);
            if over > 0 {
                let over = i64::try_from(over).unwrap_or(i64::MAX);
                let message = visit.texts().with("office-edition-refused-letter", [("over", over.into())]);
                faults.push(FieldMessage { field: "letter", code: "letter_too_long", message });
            }
        }
        Ok(faults)
    }

    /// Whether the change may make the letter longer.
    fn changes_letter(&self, current: &Current) -> bool {
        self.edition.differences(&current.edition).iter().any(|item| match item {
            Item::SentenceEn(key) | Item::SentenceFr(key) => {
                key.starts_with("campaign-letter-") || key == "campaign-name"
            }
            Item::Official(..) => true,
            Item::Goal
            | Item::GoalSteps
            | Item::OpensAt
            | Item::ClosesAt
            | Item::ContactEmail
            | Item::Website
            | Item::PostalAddressEn
            | Item::PostalAddressFr => false,
        })
    }

    /// Publishes the change after the current version.
    pub(crate) async fn publish(&self, visit: &Visit, current: &Current) -> Result<Outcome, Failure> {
        let mut edition = self.edition.clone();
        if self.changes_consent(&current.edition) {
            edition.raise_wording(ottawas_day(visit.caller.now), former_wording(visit, current)?);
        }
        let content = serde_json::to_string(&edition).expect("texts and numbers");
        let summary = Summary::of(&current.edition, &edition, current.number() + 1, self.undoes);
        let about = serde_json::to_string(&summary).expect("texts and numbers");
        let entry = visit.caller.did_because(Action::EditionPublished, about, self.reason.clone());
        let change = Change { part: Part::Edition, from: current.number(), content };
        let outcome = match visit.context.office.publish(&change, &entry).await? {
            Publishing::Done(number) => Outcome::Done(number),
            Publishing::Overtaken => {
                let newest = Current::read(visit).await?;
                // The button was pressed twice: the other press has published the same.
                let stands = self.edition.differences(&newest.edition).is_empty();
                if stands { Outcome::Done(newest.number()) } else { Outcome::Overtaken }
            }
            Publishing::TooLong => Outcome::TooLong,
        };
        visit.context.campaign.catch_up_on(Part::Edition).await?;
        Ok(outcome)
    }
}

/// The sentence beside the checkbox for news as people read it until now.
fn former_wording(visit: &Visit, current: &Current) -> Result<Wording, Failure> {
    let site = current.site(visit, &current.edition)?;
    let contact = site.campaign().organization.contact_email.as_str();
    let said = |locale| site.texts(locale).with(CONSENT, [("contact", contact.into())]);
    let version = current.edition.facts.consent_wording.clone();
    Ok(Wording { version, en: said(Locale::En), fr: said(Locale::Fr) })
}
