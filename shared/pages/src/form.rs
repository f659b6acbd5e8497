//! The pledge form's values and errors.

use askama::Template;
use campaigns::Texts;
use domain::ids::LinkCode;
use domain::locale::Locale;
use ridings::Riding;

use crate::field_message::{FieldMessage, message};
use crate::home::HomeFields;
use crate::site::Site;

/// The form as it is shown: empty at first, and after an error with the supporter's own words and the faults in them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PledgeForm {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub postal_code: String,
    /// The chosen country's code, for those abroad.
    pub country: String,
    /// The chosen riding's code.
    pub riding: String,
    pub comment: String,
    /// Whether the updates box is ticked.
    pub updates: bool,
    /// The slug of the partner whose link was followed.
    pub partner: Option<String>,
    /// The own link by which the supporter came.
    pub via: Option<LinkCode>,
    /// The ridings to choose from, likeliest first.
    pub choices: Vec<&'static Riding>,
    /// The faults, in the order of the fields.
    pub errors: Vec<FieldMessage>,
}

impl std::fmt::Debug for PledgeForm {
    /// Shows the faults alone, since the values are personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let codes = self.errors.iter().map(|error| error.code);
        f.debug_set().entries(codes).finish()
    }
}

impl PledgeForm {
    /// Returns the sentence above a field with a fault.
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        message(&self.errors, field)
    }

    /// Returns the part of the form that asks where one lives.
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
    /// The version of the sentence, which the form sends back: a page may be older than the campaign's newest edition.
    wording: String,
    ticked: bool,
}

impl UpdatesField {
    /// Makes the checkbox, ticked only when the supporter ticked it.
    #[must_use]
    pub fn new(site: &Site, locale: Locale, ticked: bool) -> Self {
        let contact = site.campaign().organization.contact_email.as_str();
        Self {
            sentence: site.texts(locale).with("campaign-consent-updates", [("contact", contact.into())]),
            wording: site.campaign().consent_wording.clone(),
            ticked,
        }
    }
}
