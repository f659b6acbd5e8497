//! A form of the desk as it was typed, and the edition that it makes of another one.

use campaigns::sentences::{Fault, Sentence, Shape, has_markup, is_unseen};
use campaigns::{Doubled, Texts, moment, ottawa};
use domain::campaign::changes::Item;
use domain::campaign::edition::Edition;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::official::Official;
use jiff::Timestamp;
use pages::FieldMessage;

use crate::campaign::model::{MINISTER, Model, OfficialFields, PRIME_MINISTER, Section, field_of};
use crate::campaign::words::Words;
use crate::visit::form::Form;

/// The most characters of an address, or of one line of it.
pub(crate) const ADDRESS_MAX_CHARACTERS: usize = 200;
/// The most lines of a postal address.
pub(crate) const ADDRESS_MAX_LINES: usize = 6;
/// The most goals on the way.
pub(crate) const STEPS_MAX: usize = 12;

/// Reads a section's form over an edition. Every fault is listed, with its field.
pub(crate) struct Reader<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) form: &'a Form,
    pub(crate) faults: Vec<FieldMessage>,
}

impl Reader<'_> {
    /// Returns the edition that the form makes of `base`.
    pub(crate) fn edition(&mut self, section: Section, models: &[Model], base: &Edition) -> Edition {
        let mut edition = base.clone();
        match section {
            Section::Goal => self.goal_and_dates(&mut edition),
            Section::Organization => self.organization(&mut edition),
            Section::Officials => {
                let officials = &mut edition.facts.officials;
                officials.minister = self.official(&MINISTER);
                officials.prime_minister = self.official(&PRIME_MINISTER);
            }
            Section::Page | Section::Asks | Section::Letter | Section::Consent => {}
        }
        for model in models.iter().filter(|model| Section::of(&model.key) == section) {
            for locale in Locale::ALL {
                self.sentence(&mut edition, model, locale);
            }
        }
        edition
    }

    fn fault(&mut self, field: &'static str, code: &'static str) {
        self.faults.push(FieldMessage { field, code, message: self.texts.get(code) });
    }

    fn sentence(&mut self, edition: &mut Edition, model: &Model, locale: Locale) {
        let folders = model.of(locale);
        let variants = folders.shown(locale).len();
        let typed: Vec<_> =
            (0..variants).map(|at| self.form.get(field_of(locale, &model.key, at)).to_owned()).collect();
        // A sentence that nobody touched stays as it is, letter by letter.
        let shown = model.in_edition(edition, locale);
        let unchanged = shown.shown(locale).into_iter().map(|(_, text)| text.replace('\n', "\r\n"));
        if unchanged.eq(typed.iter().map(|typed| typed.replace("\r\n", "\n").replace('\n', "\r\n"))) {
            return;
        }
        match folders.typed(locale, Shape::of(&model.key), &typed) {
            Ok(sentence) => keep(edition, model, locale, &sentence),
            Err(faults) => {
                for (at, fault) in faults {
                    let name = Words { texts: self.texts, models: &[] }.name(&Item::sentence(locale, &model.key));
                    let what = fault_in_words(self.texts, &fault);
                    let message = [("name", name.into()), ("what", what.into())];
                    let message = self.texts.with("office-edition-fault-at-same", message);
                    let field = field_of(locale, &model.key, at);
                    self.faults.push(FieldMessage { field, code: fault_code(&fault), message });
                }
            }
        }
    }

    fn goal_and_dates(&mut self, edition: &mut Edition) {
        let facts = &mut edition.facts;
        match number(self.form.get("goal")) {
            Some(goal) => facts.goal = goal,
            None => self.fault("goal", "office-edition-fault-number"),
        }
        let steps = self.form.get("goal_steps");
        let steps = steps.split(['\n', ';']).map(str::trim).filter(|step| !step.is_empty());
        match steps.map(number).collect::<Option<Vec<_>>>() {
            Some(steps) if steps.len() > STEPS_MAX => self.fault("goal_steps", "office-edition-fault-steps-many"),
            Some(steps) => facts.goal_steps = steps,
            None => self.fault("goal_steps", "office-edition-fault-number"),
        }
        for (day, hour, at) in
            [("opens_day", "opens_hour", &mut facts.opens_at), ("closes_day", "closes_hour", &mut facts.closes_at)]
        {
            let typed = (self.form.get(day).to_owned(), self.form.get(hour).to_owned());
            if typed == day_and_hour(*at) {
                continue;
            }
            match moment(&format!("{}T{}", typed.0, typed.1), Doubled::First) {
                Some(moment) => *at = moment,
                None => self.fault(day, "office-edition-fault-date"),
            }
        }
    }

    fn organization(&mut self, edition: &mut Edition) {
        let organization = &mut edition.facts.organization;
        organization.contact_email = self.line("contact_email", true);
        if !organization.contact_email.is_empty() && EmailAddress::parse(&organization.contact_email).is_err() {
            self.fault("contact_email", "office-edition-fault-email");
        }
        organization.website = self.line("website", true);
        if !organization.website.is_empty() && !is_website(&organization.website) {
            self.fault("website", "office-edition-fault-website");
        }
        organization.postal_address_en = self.line("postal_address_en", true);
        organization.postal_address_fr = self.line("postal_address_fr", true);
    }

    /// Reads an official; `None` where every field is empty.
    fn official(&mut self, fields: &OfficialFields) -> Option<Official> {
        let [office_en, office_fr] = fields.office;
        let [postal_en, postal_fr] = fields.postal_address;
        let all = [office_en, office_fr, fields.name, fields.riding, fields.email, postal_en, postal_fr];
        if all.iter().all(|field| self.form.get(field).is_empty()) {
            return None;
        }
        let riding = self.form.get(fields.riding);
        let known = riding.parse().ok().filter(|code| ridings::get(*code).is_some());
        if known.is_none() && !riding.is_empty() {
            self.fault(fields.riding, "office-edition-fault-riding");
        }
        let typed = self.line(fields.email, false);
        let email = EmailAddress::parse(&typed).ok();
        if email.is_none() && !typed.is_empty() {
            self.fault(fields.email, "office-edition-fault-email");
        }
        Some(Official {
            office_en: self.line(office_en, true),
            office_fr: self.line(office_fr, true),
            name: Some(self.line(fields.name, false)).filter(|name| !name.is_empty()),
            riding: known,
            email,
            postal_address_en: self.lines(postal_en),
            postal_address_fr: self.lines(postal_fr),
        })
    }

    fn line(&mut self, field: &'static str, is_needed: bool) -> String {
        let typed = self.form.get(field).to_owned();
        if typed.is_empty() {
            if is_needed {
                self.fault(field, "office-edition-fault-empty");
            }
        } else if let Some(code) = fault_of_line(&typed) {
            self.fault(field, code);
        }
        typed
    }

    fn lines(&mut self, field: &'static str) -> Vec<String> {
        let lines = self.form.get(field).lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
        let lines: Vec<_> = lines.collect();
        if lines.is_empty() {
            self.fault(field, "office-edition-fault-empty");
        } else if lines.len() > ADDRESS_MAX_LINES {
            self.fault(field, "office-edition-fault-lines");
        } else if let Some(code) = lines.iter().find_map(|line| fault_of_line(line)) {
            self.fault(field, code);
        }
        lines
    }
}

/// Puts a sentence into an edition. An edition holds only what differs from the folder.
fn keep(edition: &mut Edition, model: &Model, locale: Locale, sentence: &Sentence) {
    let sentences = match locale {
        Locale::En => &mut edition.sentences.en,
        Locale::Fr => &mut edition.sentences.fr,
    };
    if sentence == model.of(locale) {
        sentences.remove(&model.key);
    } else {
        sentences.insert(model.key.clone(), sentence.source());
    }
}

fn fault_of_line(line: &str) -> Option<&'static str> {
    if line.chars().count() > ADDRESS_MAX_CHARACTERS {
        Some("office-edition-fault-line-long")
    } else if has_markup(line) {
        Some("office-edition-fault-markup")
    } else if line.chars().any(is_unseen) {
        Some("office-edition-fault-unseen")
    } else {
        None
    }
}

/// Whether a text is an address that a link may lead to: encrypted, with a host's name, and nothing that ends a link.
fn is_website(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    host.split('.').count() > 1
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(is_host)
        && rest.chars().all(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`'))
}

/// Reads a whole number with or without marks between its groups of digits.
fn number(typed: &str) -> Option<u64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    // A trillion signers are enough, and fit every number that the pages count with.
    digits.parse().ok().filter(|number| *number <= 1_000_000_000_000)
}

/// A moment as the form's fields for a day and an hour hold it.
pub(crate) fn day_and_hour(at: Timestamp) -> (String, String) {
    let at = ottawa().to_datetime(at);
    (at.date().to_string(), at.strftime("%H:%M").to_string())
}

const fn fault_code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Empty => "empty",
        Fault::TooLong { .. } => "too_long",
        Fault::Missing(_) => "placeholder_missing",
        Fault::Unknown(_) => "placeholder_unknown",
        Fault::Markup => "markup",
        Fault::Unseen => "unseen",
    }
}

fn fault_in_words(texts: &Texts, fault: &Fault) -> String {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    match fault {
        Fault::Empty => texts.get("office-edition-fault-empty"),
        Fault::TooLong { most, over } => {
            texts.with("office-edition-fault-long", [("most", count(*most).into()), ("over", count(*over).into())])
        }
        Fault::Missing(name) => texts.with("office-edition-fault-missing", [("name", format!("[{name}]").into())]),
        Fault::Unknown(name) => texts.with("office-edition-fault-unknown", [("name", format!("[{name}]").into())]),
        Fault::Markup => texts.get("office-edition-fault-markup"),
        Fault::Unseen => texts.get("office-edition-fault-unseen"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_and_without_marks() {
        for typed in ["30000", "30,000", "30 000", "30\u{202f}000"] {
            assert_eq!(number(typed), Some(30_000));
        }
        for typed in ["", "-1", "1.5", "many", "1000000000001"] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_website_is_encrypted_and_has_a_name() {
        for (typed, is_one) in [
            ("https://ccrweb.ca", true),
            ("https://ccrweb.ca/fr?a=b#c", true),
            ("https://réfugiés.example", true),
            ("http://ccrweb.ca", false),
            ("javascript:alert(1)", false),
            ("https://", false),
            ("https://localhost", false),
            ("https://a..b", false),
            ("https://user@example.org", false),
            ("https://example.org/\"x", false),
            ("https://example.org/a b", false),
        ] {
            assert_eq!(is_website(typed), is_one, "{typed}");
        }
    }

    #[test]
    fn a_line_of_an_address_has_its_limit_from_both_sides() {
        assert_eq!(fault_of_line(&"é".repeat(ADDRESS_MAX_CHARACTERS)), None);
        assert!(fault_of_line(&"é".repeat(ADDRESS_MAX_CHARACTERS + 1)).is_some());
        assert!(fault_of_line("<b>").is_some() && fault_of_line("a\u{202e}").is_some());
    }
}
