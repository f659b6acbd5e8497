//! Differences between editions in words: what changed, from what, to what.

use campaigns::Texts;
use campaigns::sentences::Sentence;
use domain::campaign::changes::{Item, OfficialPart, Refusal};
use domain::campaign::edition::Edition;
use domain::locale::Locale;
use domain::mail::official::{Official, Post};
use pages::FieldMessage;

use crate::campaign::model::{Model, field_of, fields_of};

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
        let difference = |item: &Item| {
            if let Item::Official(post, OfficialPart::Person) = item {
                return self.lines_of_person(*post, before, after);
            }
            vec![Difference {
                what: self.name(item),
                lang: language(item).map(Locale::tag),
                before: self.value(before, item),
                after: self.value(after, item),
            }]
        };
        after.differences(before).iter().flat_map(difference).collect()
    }

    /// Lists the lines about the person of an official that differ: name, riding, mail address.
    fn lines_of_person(&self, post: Post, before: &Edition, after: &Edition) -> Vec<Difference> {
        let lines = [before, after].map(|edition| self.person(edition.facts.officials.holder(post)));
        let [before, after] = lines;
        let keys = ["office-edition-part-name", "office-edition-part-riding", "office-edition-part-email"];
        let lines = keys.into_iter().zip(before.into_iter().zip(after));
        let differ = lines.filter(|(_, (before, after))| before != after);
        differ
            .map(|(key, (before, after))| Difference { what: self.part(post, key), lang: None, before, after })
            .collect()
    }

    /// The name, the riding and the mail address of an official, each in words.
    fn person(&self, official: Option<&Official>) -> [String; 3] {
        let Some(official) = official else { return Default::default() };
        let riding = official.riding.map(|code| crate::visit::place_name(self.texts, code.into()));
        let email = official.email.as_ref().map(ToString::to_string);
        [official.name.clone(), riding, email].map(Option::unwrap_or_default)
    }

    /// Names a part of what is known of an official.
    fn part(&self, post: Post, key: &str) -> String {
        let official = self.texts.get(match post {
            Post::Minister => "office-edition-minister",
            Post::PrimeMinister => "office-edition-prime-minister",
        });
        let part = self.texts.get(key);
        self.texts.with("office-about-of", [("what", official.into()), ("says", part.into())])
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
            Item::Official(post, part) => {
                let key = match part {
                    OfficialPart::OfficeEn | OfficialPart::OfficeFr => "office-edition-part-office",
                    OfficialPart::Person => "office-edition-part-person",
                    OfficialPart::PostalAddressEn | OfficialPart::PostalAddressFr => "office-edition-part-postal",
                };
                return self.in_language(item, self.part(*post, key));
            }
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
        match item {
            Item::Goal => self.numbers(&[facts.goal]),
            Item::GoalSteps => self.numbers(&facts.goal_steps),
            Item::OpensAt => t.moment(facts.opens_at),
            Item::ClosesAt => t.moment(facts.closes_at),
            Item::ContactEmail => facts.organization.contact_email.clone(),
            Item::Website => facts.organization.website.clone(),
            Item::PostalAddressEn => facts.organization.postal_address_en.clone(),
            Item::PostalAddressFr => facts.organization.postal_address_fr.clone(),
            Item::Official(post, part) => {
                let Some(official) = facts.officials.holder(*post) else { return String::new() };
                match part {
                    OfficialPart::OfficeEn => official.office_en.clone(),
                    OfficialPart::OfficeFr => official.office_fr.clone(),
                    OfficialPart::Person => self.person(Some(official)).join("\n"),
                    OfficialPart::PostalAddressEn => official.postal_address_en.join("\n"),
                    OfficialPart::PostalAddressFr => official.postal_address_fr.join("\n"),
                }
            }
            Item::SentenceEn(key) => self.said(edition, key, Locale::En),
            Item::SentenceFr(key) => self.said(edition, key, Locale::Fr),
        }
    }

    /// Writes whole numbers, one after the other.
    pub(crate) fn numbers(&self, numbers: &[u64]) -> String {
        let number = |number: &u64| self.texts.number(i64::try_from(*number).unwrap_or(i64::MAX));
        self.list(&numbers.iter().map(number).collect::<Vec<_>>())
    }

    /// Joins parts by semicolons, as the language sets them.
    pub(crate) fn list(&self, parts: &[String]) -> String {
        match self.texts.locale() {
            Locale::En => parts.join("; "),
            Locale::Fr => parts.join("\u{202f}; "),
        }
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
            Item::Official(post, part) => {
                let fields = fields_of(*post);
                match part {
                    OfficialPart::OfficeEn => fields.office[1],
                    OfficialPart::OfficeFr => fields.office[0],
                    OfficialPart::Person => fields.name,
                    OfficialPart::PostalAddressEn => fields.postal_address[1],
                    OfficialPart::PostalAddressFr => fields.postal_address[0],
                }
            }
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
        Item::SentenceEn(_)
        | Item::PostalAddressEn
        | Item::Official(_, OfficialPart::OfficeEn | OfficialPart::PostalAddressEn) => Some(Locale::En),
        Item::SentenceFr(_)
        | Item::PostalAddressFr
        | Item::Official(_, OfficialPart::OfficeFr | OfficialPart::PostalAddressFr) => Some(Locale::Fr),
        Item::Goal
        | Item::GoalSteps
        | Item::OpensAt
        | Item::ClosesAt
        | Item::ContactEmail
        | Item::Website
        | Item::Official(_, OfficialPart::Person) => None,
    }
}
