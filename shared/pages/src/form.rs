//! The pledge form's values and errors.

use askama::Template;
use campaigns::Texts;
use domain::locale::Locale;
use ridings::Riding;

use crate::field_message::{FieldMessage, message};
use crate::home::HomeFields;
use crate::site::Site;

/// The form as it is shown: empty at first, with the supporter's own words and what is wrong with them afterwards.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PledgeForm {
    /// As typed.
    pub first_name: String,
    /// As typed.
    pub last_name: String,
    /// As typed.
    pub email: String,
    /// As typed.
    pub postal_code: String,
    /// The chosen country's code, for those abroad.
    pub country: String,
    /// The chosen riding's code.
    pub riding: String,
    /// As typed.
    pub comment: String,
    /// Whether the updates box is ticked.
    pub updates: bool,
    /// The slug of the partner whose link was followed.
    pub partner: Option<String>,
    /// The ridings to choose from, likeliest first.
    pub choices: Vec<&'static Riding>,
    /// What is wrong, in the order of the fields.
    pub errors: Vec<FieldMessage>,
}

impl std::fmt::Debug for PledgeForm {
    /// The values are personal: only what is wrong is shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let codes = self.errors.iter().map(|error| error.code);
        f.debug_set().entries(codes).finish()
    }
}

impl PledgeForm {
    /// The sentence above a field, if something is wrong with it.
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        message(&self.errors, field)
    }

    /// The part of the form that asks where one lives.
    pub(crate) fn home<'a>(&'a self, t: &'a Texts) -> HomeFields<'a> {
        HomeFields {
            t,
            postal_code: &self.postal_code,
            country: &self.country,
            riding: &self.riding,
            choices: &self.choices,
            errors: &self.errors,
        }
    }
}

/// The checkbox that asks to be sent news, with the sentence that is consented to. Put it into a page as
/// `{{ updates|safe }}`.
#[derive(Debug, Template)]
#[template(path = "updates_field.html")]
pub struct UpdatesField {
    sentence: String,
    ticked: bool,
}

impl UpdatesField {
    /// The checkbox, ticked only when the supporter ticked it.
    #[must_use]
    pub fn new(site: &Site, locale: Locale, ticked: bool) -> Self {
        let contact = site.campaign().organization.contact_email.as_str();
        Self { sentence: site.texts(locale).with("campaign-consent-updates", [("contact", contact.into())]), ticked }
    }
}
