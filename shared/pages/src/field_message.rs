//! The error of one field, as a page shows it.

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

/// The sentence beside a field, if the field is at fault.
pub(crate) fn message<'a>(errors: &'a [FieldMessage], field: &str) -> Option<&'a str> {
    errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
}
