//! Differences between editions in words: what changed, from what, to what.

use campaigns::Texts;
use campaigns::sentences::Sentence;
use domain::campaign::changes::{Item, Refusal};
use domain::campaign::edition::Edition;
use domain::locale::Locale;
use domain::mail::official::Official;
use pages::FieldMessage;

use crate::campaign::model::{MINISTER, Model, PRIME_MINISTER, field_of};

/// One item of a change, as pages show it.
pub(crate) struct Difference {
    pub(crate) what: String,
    /// The language of the words, where the item has one.
    pub(crate) lang: Option<&'static str>,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Says what the items of editions are, in the language of the page.
pub(crate) struct Words<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) models: &'a [Model],
}

impl Words<'_> {
    /// Lists the differences of an edition from the one before it.
    pub(crate) fn differences(&self, before: &Edition, after: &Edition) -> Vec<Difference> {
        let difference = |item: &Item| Difference {
            what: self.name(item),
            lang: language(item).map(Locale::tag),
            before: self.value(before, item),
            after: self.value(after, item),
        };
        after.differences(before).iter().map(difference).collect()
    }

    /// The name of an item.
    pub(crate) fn name(&self, item: &Item) -> String {
        let key = match item {
            Item::Goal => "office-edition-goal",
            Item::GoalSteps => "office-edition-goal-steps",
            Item::OpensAt => "office-edition-opens",
            Item::ClosesAt => "office-edition-closes",
            Item::ContactEmail => "office-edition-contact-email",
            Item::Website => "office-edition-website",
            Item::PostalAddressEn | Item::PostalAddressFr => "office-edition-postal-address",
            Item::Minister => "office-edition-minister",
            Item::PrimeMinister => "office-edition-prime-minister",
            Item::SentenceEn(key) | Item::SentenceFr(key) => return self.in_language(item, self.sentence(key)),
        };
        self.in_language(item, self.texts.get(key))
    }

    fn in_language(&self, item: &Item, name: String) -> String {
        match language(item) {
            None => name,
            Some(Locale::En) => self.texts.with("office-edition-in-english", [("name", name.into())]),
            Some(Locale::Fr) => self.texts.with("office-edition-in-french", [("name", name.into())]),
        }
    }

    /// The name of a language.
    pub(crate) fn language(&self, locale: Locale) -> String {
        self.texts.get(match locale {
            Locale::En => "office-edition-english",
            Locale::Fr => "office-edition-french",
        })
    }

    /// The name of a sentence.
    pub(crate) fn sentence(&self, key: &str) -> String {
        let label = format!("office-edition-{key}");
        if self.texts.has(&label) { self.texts.get(&label) } else { key.to_owned() }
    }

    /// The case in which a variant of a sentence is said; `None` where there is one variant only.
    pub(crate) fn variant(&self, sentence: &Sentence, variant: &str) -> Option<String> {
        let label = format!("office-edition-when-{}-{variant}", sentence.selector()?);
        Some(if self.texts.has(&label) { self.texts.get(&label) } else { variant.to_owned() })
    }

    /// An item's value, as a person reads it.
    fn value(&self, edition: &Edition, item: &Item) -> String {
        let (t, facts) = (self.texts, &edition.facts);
        let number = |number: &u64| t.number(i64::try_from(*number).unwrap_or(i64::MAX));
        match item {
            Item::Goal => number(&facts.goal),
            Item::GoalSteps => facts.goal_steps.iter().map(number).collect::<Vec<_>>().join("; "),
            Item::OpensAt => t.moment(facts.opens_at),
            Item::ClosesAt => t.moment(facts.closes_at),
            Item::ContactEmail => facts.organization.contact_email.clone(),
            Item::Website => facts.organization.website.clone(),
            Item::PostalAddressEn => facts.organization.postal_address_en.clone(),
            Item::PostalAddressFr => facts.organization.postal_address_fr.clone(),
            Item::Minister => self.official(facts.officials.minister.as_ref()),
            Item::PrimeMinister => self.official(facts.officials.prime_minister.as_ref()),
            Item::SentenceEn(key) => self.said(edition, key, Locale::En),
            Item::SentenceFr(key) => self.said(edition, key, Locale::Fr),
        }
    }

    fn official(&self, official: Option<&Official>) -> String {
        let Some(official) = official else { return self.texts.get("office-edition-nobody") };
        let riding = official.riding.map(|code| crate::visit::place_name(self.texts, code.into()));
        let email = official.email.as_ref().map(ToString::to_string);
        let mut lines = vec![official.office_en.clone(), official.office_fr.clone()];
        lines.extend(official.name.iter().cloned().chain(riding).chain(email));
        lines.push(official.postal_address_en.join(", "));
        lines.push(official.postal_address_fr.join(", "));
        lines.join("\n")
    }

    fn said(&self, edition: &Edition, key: &str, locale: Locale) -> String {
        let Some(model) = self.models.iter().find(|model| model.key == key) else {
            return edition.sentences.of(locale).get(key).cloned().unwrap_or_default();
        };
        let sentence = model.in_edition(edition, locale);
        let line = |(variant, text): (&str, String)| match self.variant(&sentence, variant) {
            Some(when) => format!("{when}: {text}"),
            None => text,
        };
        sentence.shown(locale).into_iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// A change in a few words for the log, with its number.
    pub(crate) fn summary(&self, before: &Edition, after: &Edition, number: u32) -> String {
        let items = after.differences(before);
        let is_sentence = |item: &&Item| matches!(item, Item::SentenceEn(_) | Item::SentenceFr(_));
        let sentences = items.iter().filter(is_sentence).count();
        let facts = items.iter().filter(|item| !is_sentence(item)).map(|item| match item {
            Item::Goal | Item::GoalSteps | Item::OpensAt | Item::ClosesAt => {
                format!("{} {} → {}", self.name(item), self.value(before, item), self.value(after, item))
            }
            Item::ContactEmail
            | Item::Website
            | Item::PostalAddressEn
            | Item::PostalAddressFr
            | Item::Minister
            | Item::PrimeMinister
            | Item::SentenceEn(_)
            | Item::SentenceFr(_) => self.name(item),
        });
        let mut parts: Vec<_> = facts.collect();
        if sentences > 0 {
            let count = i64::try_from(sentences).unwrap_or(i64::MAX);
            parts.push(self.texts.with("office-edition-sentences", [("count", count.into())]));
        }
        let number = number.to_string();
        self.texts.with("office-edition-about", [("number", number.into()), ("what", parts.join("; ").into())])
    }

    /// A refused rule, beside its field.
    pub(crate) fn refused(&self, refusal: Refusal) -> FieldMessage {
        let (field, code) = match refusal {
            Refusal::GoalBelowCount(counted) => {
                let message = self.texts.with("office-edition-refused-goal", [("count", counted.into())]);
                return FieldMessage { field: "goal", code: "goal_below_count", message };
            }
            Refusal::NoGoal => ("goal", "office-edition-refused-no-goal"),
            Refusal::StepsDoNotGrow => ("goal_steps", "office-edition-refused-steps"),
            Refusal::HasOpened => ("opens_day", "office-edition-refused-opened"),
            Refusal::ClosesBeforeItOpens => ("closes_day", "office-edition-refused-order"),
            Refusal::ClosesInThePast => ("closes_day", "office-edition-refused-past"),
            Refusal::ClosesTooLate => ("closes_day", "office-edition-refused-late"),
            Refusal::IsErased => ("closes_day", "office-edition-refused-erased"),
        };
        FieldMessage { field, code, message: self.texts.get(code) }
    }

    /// The question whether the other language needs the same change.
    pub(crate) fn lopsided(&self, item: &Item) -> FieldMessage {
        let field = match item {
            Item::SentenceEn(key) => field_of(Locale::Fr, key, 0),
            Item::SentenceFr(key) => field_of(Locale::En, key, 0),
            Item::PostalAddressEn => "postal_address_fr",
            Item::PostalAddressFr => "postal_address_en",
            Item::Minister => MINISTER.office[0],
            Item::PrimeMinister => PRIME_MINISTER.office[0],
            Item::Goal | Item::GoalSteps | Item::OpensAt | Item::ClosesAt | Item::ContactEmail | Item::Website => "",
        };
        let key = match language(item) {
            Some(Locale::En) => "office-edition-french-too",
            Some(Locale::Fr) => "office-edition-english-too",
            None => "office-edition-both-too",
        };
        let message = self.texts.with(key, [("name", self.name(item).into())]);
        FieldMessage { field, code: "one_language", message }
    }
}

/// The language of an item, if it has one.
const fn language(item: &Item) -> Option<Locale> {
    match item {
        Item::SentenceEn(_) | Item::PostalAddressEn => Some(Locale::En),
        Item::SentenceFr(_) | Item::PostalAddressFr => Some(Locale::Fr),
        Item::Goal
        | Item::GoalSteps
        | Item::OpensAt
        | Item::ClosesAt
        | Item::ContactEmail
        | Item::Website
        | Item::Minister
        | Item::PrimeMinister => None,
    }
}
