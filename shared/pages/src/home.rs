//! The fields that ask where one lives: postal code, riding when it is not clear, country for those abroad.

use std::sync::LazyLock;

use askama::Template;
use campaigns::Texts;
use domain::locale::Locale;
use domain::person::country::Country;
use domain::tally::riding::Province;
use ridings::{Riding, province_name};

use crate::field_message::{FieldMessage, message};

/// The largest number of ridings in a list to point at; more of them are in the select alone.
const LISTED_MAX: usize = 8;

/// Postal code, riding and country. Put it into a page as `{{ home|safe }}`; the form page has it too.
///
/// The riding is asked for when there are `choices`, when one was chosen, or when an error is about it: the likely ones
/// first as a list, then every riding of the country, so that one can always say "none of these".
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "home_fields.html")]
pub struct HomeFields<'a> {
    /// The sentences, and with them the language.
    pub t: &'a Texts,
    pub postal_code: &'a str,
    /// The chosen country's code.
    pub country: &'a str,
    /// The chosen riding's code.
    pub riding: &'a str,
    /// The ridings to choose from, likeliest first.
    pub choices: &'a [&'static Riding],
    /// The form's faults; those of other fields are passed over.
    pub errors: &'a [FieldMessage],
}

/// One riding as the form offers it.
struct Choice {
    code: String,
    name: &'static str,
    chosen: bool,
}

/// A province's ridings as the select groups them.
struct Group {
    province: String,
    choices: Vec<Choice>,
}

impl HomeFields<'_> {
    fn error(&self, field: &str) -> Option<&str> {
        message(self.errors, field)
    }

    /// Returns the script's sentence for a riding it found, with the place where the name goes.
    fn found(&self) -> String {
        self.t.with("form-riding-found", [("riding", "{riding}".into())])
    }

    /// Returns the script's question about a mistyped code, with the place where the likely one goes.
    fn meant(&self) -> String {
        self.t.with("form-postal-code-meant", [("suggestion", "{suggestion}".into())])
    }

    fn asks_for_riding(&self) -> bool {
        !self.choices.is_empty() || !self.riding.is_empty() || self.error("riding").is_some()
    }

    fn is_abroad(&self) -> bool {
        !self.country.is_empty() || self.error("country").is_some()
    }

    /// Lists the likely ridings, when they are few enough for a list.
    fn listed(&self) -> Vec<Choice> {
        if self.choices.len() > LISTED_MAX {
            return Vec::new();
        }
        self.choices.iter().map(|riding| self.choice(riding)).collect()
    }

    /// Groups every riding by province; the provinces of the likely ones come first.
    fn groups(&self) -> Vec<Group> {
        let likely = |province: &Province| !self.choices.iter().any(|riding| riding.province == *province);
        let mut provinces = Province::ALL.to_vec();
        provinces.sort_by_key(likely);
        let listed = self.listed();
        let group = |province: Province| {
            let mut ridings: Vec<_> = ridings::in_province(province).collect();
            ridings.sort_by_cached_key(|riding| sort_key(riding.name(self.t.locale())));
            let mut choices: Vec<_> = ridings.into_iter().map(|riding| self.choice(riding)).collect();
            for choice in &mut choices {
                // Chosen in the list already: a second answer here would contradict a later change there.
                choice.chosen &= !listed.iter().any(|other| other.code == choice.code);
            }
            Group { province: province_name(province, self.t.locale()).to_owned(), choices }
        };
        provinces.into_iter().map(group).collect()
    }

    fn choice(&self, riding: &'static Riding) -> Choice {
        let code = riding.code.to_string();
        let chosen = code == self.riding;
        Choice { code, name: riding.shown(self.t.locale()), chosen }
    }

    /// Lists every country by name.
    fn countries(&self) -> &'static [(&'static str, &'static str)] {
        match self.t.locale() {
            Locale::En => &COUNTRIES_EN,
            Locale::Fr => &COUNTRIES_FR,
        }
    }
}

static COUNTRIES_EN: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| countries(Locale::En));
static COUNTRIES_FR: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| countries(Locale::Fr));

fn countries(locale: Locale) -> Vec<(&'static str, &'static str)> {
    let mut countries: Vec<_> = Country::all().map(|country| (country.code(), country.name(locale))).collect();
    countries.sort_by_cached_key(|(_, name)| sort_key(name));
    countries
}

/// Returns the key by which a dictionary orders a name and a search compares it, without accents and case. « Égypte »
/// stands between « Djibouti » and « Émirats ».
#[must_use]
pub fn sort_key(name: &str) -> String {
    domain::person::folding::words(name).concat()
}
