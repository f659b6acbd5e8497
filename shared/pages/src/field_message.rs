//! The error of one field, as a page shows it.

use campaigns::Texts;
use domain::person::postal_code::PostalCodeError;

/// The error of one field, in the language of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMessage {
    /// The field's name in the form.
    pub field: &'static str,
    /// The stable code, for machines.
    pub code: &'static str,
    /// The sentence, for people.
    pub message: String,
}

/// Says in words what is wrong with a postal code.
#[must_use]
pub fn postal_code_message(t: &Texts, problem: PostalCodeError) -> FieldMessage {
    let says = |code: &'static str, message| FieldMessage { field: "postal_code", code, message };
    match problem {
        PostalCodeError::Missing => says("postal_code_missing", t.get("error-postal-code-missing")),
        PostalCodeError::Malformed => says("postal_code_malformed", t.get("error-postal-code-malformed")),
        PostalCodeError::UnusedLetter => says("postal_code_unused_letter", t.get("error-postal-code-unused-letter")),
        PostalCodeError::DidYouMean(meant) => {
            let suggestion = [("suggestion", meant.to_string().into())];
            says("postal_code_did_you_mean", t.with("error-postal-code-did-you-mean", suggestion))
        }
    }
}

/// The sentence beside a field, if the field is at fault.
pub(crate) fn message<'a>(errors: &'a [FieldMessage], field: &str) -> Option<&'a str> {
    errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
}
